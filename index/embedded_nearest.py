"""Nearest neighbours under filters in a Tantivy index.

What few articles pass is listed and compared. What many pass is looked for among the likest of all, more and more of them, until enough pass: the engine
is then asked of some thousand articles only, not of every one that it holds.
"""

from dataclasses import dataclass

import numpy as np
from tantivy import DocAddress, Occur, Query, Schema, Searcher

from index.embedded_pages import total_of
from index.vectors import Floats, Vectors

FEW = 20_000
_SPARE = 3  # times as many looked at as should be enough, were likeness and filter independent
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
        passing = total_of(self.searcher.search(asked, limit=1))
        return self._listed(query, asked, (passing, most)) if passing <= self.few else self._sifted(query, asked, (passing, most))

    def _listed(self, query: Floats, asked: Query, counts: tuple[int, int]) -> Found:
        passing, most = counts
        addresses = self._by_hash(asked, max(1, passing))
        hashes = np.fromiter(addresses, np.int64, len(addresses))
        return [(addresses[hashed], cosine) for hashed, cosine in self.vectors.nearest(query, hashes, most)]

    def _sifted(self, query: Floats, asked: Query, counts: tuple[int, int]) -> Found:
        passing, most = counts
        scan = self.vectors.scan(query)
        size = min(scan.known, _SPARE * most * -(-self.searcher.num_docs // passing))
        while True:
            likest = scan.likest(size)
            among = Query.term_set_query(self.schema, "id_hash", [hashed for hashed, _ in likest])
            both = Query.boolean_query([(Occur.Must, among), (Occur.Must, asked)])
            addresses = self._by_hash(both, max(1, len(likest)))
            if len(addresses) >= most or size >= scan.known:
                return [(addresses[hashed], cosine) for hashed, cosine in likest if hashed in addresses][:most]
            size = min(scan.known, size * _GROWTH)

    def _by_hash(self, asked: Query, most: int) -> dict[int, DocAddress]:
        """The addresses of what passes, by the hash of its id."""
        addresses = [address for _, address in self.searcher.search(asked, limit=most, count=False).hits]
        return {
            int(hashed or 0): address
            for hashed, address in zip(self.searcher.fast_field_values("id_hash", addresses), addresses, strict=True)
        }
