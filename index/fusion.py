"""Searches by meaning, alone or together with words: the same ranks fused in our code, whatever the engine.

Words and meaning each give a list, that of the words with articles that lack some of them, each after those that have more; an article's score is the sum of 1 / (60 + rank) over the lists that hold it: reciprocal rank fusion (Cormack,
Clarke and Büttcher, SIGIR 2009), which needs no scale that two rankings share.
"""

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter
from typing import Protocol

from core.errors import QueryError
from index.base import MAX_LIMIT, Hit, Page, Query
from index.cursors import Cursors, Place
from index.query import UnreadableQueryError

NEIGHBOURS = 100
"""The likest articles that a search by meaning looks at; there is always a likest one, so a list without an end would say nothing."""
RANK_CONSTANT = 60
"""k of the paper; it keeps the first ranks of one list from outweighing both lists' agreement."""


class Engine(Protocol):
    """What of an index is needed here."""

    def search(self, query: Query) -> Page:
        """Answers a query by words."""
        ...

    def nearest(self, query: Query, most: int) -> list[Hit]:
        """The articles that are the most like the query's vector, under its filters."""
        ...


def search_fused(engine: Engine, cursors: Cursors, query: Query) -> Page:
    """The page of a query in mode `semantic` or `hybrid`.

    Raises:
        QueryError: it has no vector, asks for an order or facets that only words have, or its text cannot be read (hybrid).
    """
    begun = perf_counter()
    _check(query)
    place = cursors.read(query)
    lexical = replace(query, mode="lexical", match="most", vector=None, cursor=None, limit=MAX_LIMIT)
    words = engine.search(lexical) if query.mode == "hybrid" else None
    ranked = fused([engine.nearest(query, NEIGHBOURS), *([words.hits] if words else [])])
    begin = place.seen if place else 0
    end = begin + query.limit
    following = Place(score=0.0, key=0, id="", seen=end)
    empty = Page(query=query.text, read_as=query.text, total=0, total_is_exact=False, took_ms=0, hits=(), facets={}, next=None)
    return replace(
        words or empty,
        total=max(len(ranked), words.total if words else 0),
        total_is_exact=False,
        took_ms=(perf_counter() - begun) * 1000,
        hits=tuple(ranked[begin:end]),
        next=cursors.write(query, following) if end < len(ranked) else None,
    )


def fused(lists: Sequence[Sequence[Hit]]) -> list[Hit]:
    """The hits of several rankings as one, the best first; each with its fused score, and as the last list that has it shows it."""
    scores: dict[str, float] = {}
    shown: dict[str, Hit] = {}
    for ranking in lists:
        for rank, hit in enumerate(ranking, 1):
            scores[hit.id] = scores.get(hit.id, 0.0) + 1 / (RANK_CONSTANT + rank)
            shown[hit.id] = hit
    ordered = sorted(scores, key=lambda article_id: (-scores[article_id], article_id))
    return [replace(shown[article_id], score=scores[article_id]) for article_id in ordered]


def _check(query: Query) -> None:
    if query.vector is None:
        raise UnreadableQueryError("meaning_without_text")
    if not 1 <= query.limit <= MAX_LIMIT:
        raise QueryError(f"limit {query.limit} is out of range; ask for 1 to {MAX_LIMIT} and page on with the cursor")
    if query.sort != "score" or query.collapse:
        raise UnreadableQueryError("meaning_order")
    if query.facets and query.mode == "semantic":
        raise UnreadableQueryError("meaning_facets")
