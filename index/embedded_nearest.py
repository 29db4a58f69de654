"""Nearest neighbours under filters in a Tantivy index.

They are looked for among the likest of all articles, of which the engine says which pass the filters: more and more of them, until enough pass. So it
is asked of some hundred articles as a rule, not of every one that it holds. Where few pass at all, these are listed and compared one by one instead.
"""

from dataclasses import dataclass

import numpy as np
from tantivy import DocAddress, Occur, Query, Schema, Searcher

from index.embedded_pages import total_of
from index.vectors import Floats, Vectors

FEW = 10_000
_SPARE = 24  # times as many looked at as are asked for, at first: to ask the engine twice costs more than to ask it of more
_GROWTH = 8

Found = list[tuple[DocAddress, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Finds them as one searcher sees the index. `few`: articles that are cheaper to list than to look for."""

    schema: Schema
    searcher: Searcher
    vectors: Vectors
    few: int = FEW

    def nearest(self, query: Floats, asked: Query, most: int) -> Found:
        """Address and cosine of the likest that pass.

        Args:
            query: [DIMENSIONS], L2 norm 1.
            asked: what must be true of them.
            most: how many.
        """
        scan = self.vectors.scan(query)
        size = min(scan.known, _SPARE * most)
        while True:
            likest = scan.likest(size)
            among = Query.term_set_query(self.schema, "id_hash", [hashed for hashed, _ in likest])
            both = Query.boolean_query([(Occur.Must, among), (Occur.Must, asked)])
            addresses = self._by_hash(both, max(1, len(likest)))
            if len(addresses) >= most or size >= scan.known:
                return [(addresses[hashed], cosine) for hashed, cosine in likest if hashed in addresses][:most]
            if scan.known * len(addresses) <= self.few * size:  # by what passed so far; counting them all takes longer
                passing = total_of(self.searcher.search(asked, limit=1))
                if passing <= self.few:
                    return self._listed(query, asked, (passing, most))
            size = min(scan.known, size * _GROWTH)

    def _listed(self, query: Floats, asked: Query, counts: tuple[int, int]) -> Found:
        """The same by comparing every one that passes: `counts` of these, and of those asked for."""
        passing, most = counts
        addresses = self._by_hash(asked, max(1, passing))
        hashes = np.fromiter(addresses, np.int64, len(addresses))
        return [(addresses[hashed], cosine) for hashed, cosine in self.vectors.nearest(query, hashes, most)]

    def _by_hash(self, asked: Query, most: int) -> dict[int, DocAddress]:
        """The addresses of what passes, by the hash of its id."""
        addresses = [address for _, address in self.searcher.search(asked, limit=most, count=False).hits]
        return {
            int(hashed or 0): address
            for hashed, address in zip(self.searcher.fast_field_values("id_hash", addresses), addresses, strict=True)
        }
