"""Pages of a Tantivy result in an order that does not depend on how the engine laid its segments out.

Tantivy breaks ties by where a document lies, which changes with every merge. Here equal scores follow by date, equal dates by id, and a page goes on
after the last hit of the one before.
"""

import math
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from tantivy import DocAddress, FieldType, Occur, Order, Query, Schema, Searcher

from index.base import Hit
from index.cursors import Place
from index.ranking import Plan
from index.stored import hit

_SLACK = 32  # fetched beyond a page, so that equal orders at its edge are mostly seen whole at once
_GROWTH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A hit with its place in the order."""

    hit: Hit
    place: Place


class _Candidate(NamedTuple):
    """Sorts by score (negated), then key. The address takes no part."""

    negated: float
    key: int


class Reader:
    """Reads pages as one searcher sees the index."""

    def __init__(self, schema: Schema, searcher: Searcher) -> None:
        self.schema = schema
        self.searcher = searcher

    def page(self, plan: Plan, asked: Query, *, count: bool = True) -> tuple[int, list[Ranked], bool]:
        """The total, the hits of one page, and whether there are more.

        Args:
            plan: order, limit and the place to go on from.
            asked: the query with its filters.
            count: False where nobody asks for the total (it is 0 then).
        """
        need = plan.query.limit + 1
        size = need + _SLACK + (plan.after.seen if plan.after and plan.order == "score" else 0)
        total: int | None = None if count else 0
        place = _place(plan)
        while True:
            counted, found = self._fetch(plan, asked, size, total is None)
            total = counted if total is None else total
            left = _after(plan, found)
            beyond = [candidate for candidate, _ in left if candidate != place]
            # The engine cut its list somewhere among equals, so what has the last one's order is not known to be complete.
            enough = len(beyond) > need and _edge(plan, beyond[need - 1]) != _edge(plan, beyond[-1])
            if enough or len(found) < size:
                break
            size *= _GROWTH
        if plan.after is not None and plan.order != "score" and count:
            total = total_of(self.searcher.search(asked, limit=1))
        return total, *self._ranked(plan, left)

    def _fetch(self, plan: Plan, asked: Query, size: int, count: bool) -> tuple[int, list[tuple[_Candidate, DocAddress]]]:
        """The first `size` candidates; in order of date those from the place on."""
        if plan.order == "score":
            result = self.searcher.search(asked, limit=size, count=count)
            keys = self.searcher.fast_field_values("recency", [address for _, address in result.hits])
            pairs = zip(result.hits, keys, strict=True)
            return total_of(result), [(_Candidate(-float(score), int(key or 0)), address) for (score, address), key in pairs]
        if plan.after is not None:
            later = Query.range_query(self.schema, plan.order, FieldType.Integer, plan.after.key, None)
            asked = Query.boolean_query([(Occur.Must, asked), (Occur.Must, later)])
        result = self.searcher.search(asked, limit=size, count=count, order_by_field=plan.order, order=Order.Asc)
        return total_of(result), [(_Candidate(0.0, int(key)), address) for key, address in result.hits]

    def _ranked(self, plan: Plan, left: list[tuple[_Candidate, DocAddress]]) -> tuple[list[Ranked], bool]:
        """The first as hits, as many as a page has, those of one order sorted by id; and whether there are more, of which none is unpacked to know it."""
        before, most = plan.after.seen if plan.after else 0, plan.query.limit
        rows: list[tuple[_Candidate, str, Hit]] = []
        more = False
        for candidate, address in left:
            if len(rows) >= most and candidate != rows[-1][0]:
                more = True
                break
            found = hit(self.searcher.doc(address)["payload"][0], abs(candidate.negated), plan.show)
            if plan.after is None or (candidate, found.id) > (_place(plan), plan.after.id):
                rows.append((candidate, found.id, found))
        rows.sort(key=lambda row: row[:2])
        ranked = [
            Ranked(hit=found, place=Place(score=abs(candidate.negated), key=candidate.key, id=article_id, seen=before + number))
            for number, (candidate, article_id, found) in enumerate(rows[:most], 1)
        ]
        return ranked, more or len(rows) > most


def total_of(result: Any) -> int:
    """How many documents a search matched (tantivy's type hints leave the attribute out)."""
    return int(result.count or 0)


def _after(plan: Plan, found: list[tuple[_Candidate, DocAddress]]) -> list[tuple[_Candidate, DocAddress]]:
    """The candidates in order, from the place on (the one at the place itself is still there)."""
    ordered = sorted(found, key=itemgetter(0))
    if plan.after is None:
        return ordered
    place = _place(plan)
    return [pair for pair in ordered if pair[0] >= place]


def _place(plan: Plan) -> _Candidate:
    """The place to go on from; before everything where there is none."""
    return _Candidate(-plan.after.score, plan.after.key) if plan.after else _Candidate(-math.inf, 0)


def _edge(plan: Plan, candidate: _Candidate) -> float:
    """What the engine itself ordered by."""
    return candidate.negated if plan.order == "score" else candidate.key
