"""What both backends make of a query before they ask their engine, and of the answer after."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from core.errors import QueryError
from index.base import FACETS, MAX_LIMIT, FacetCount, Query
from index.cursors import Cursors, Place
from index.query import And, Everything, Leaf, Near, Node, Not, Or, parse, positive_leaves
from index.rows import JURISDICTION_FIELDS
from index.stored import Wanted, wanted

MAX_FACET_VALUES = 200
"""The values of one facet that are listed, most frequent first; counts of those are exact."""

Order = Literal["score", "recency", "seen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A query made ready: its tree, its order (score only where something can differ in it), the place to go on from, what to show."""

    query: Query
    node: Node
    order: Order
    after: Place | None
    show: Wanted


def plan(query: Query, cursors: Cursors) -> Plan:
    """Reads and checks a query.

    Raises:
        QueryError: its text, cursor, limit, sort or a facet's name cannot be read.
    """
    if not 1 <= query.limit <= MAX_LIMIT:
        raise QueryError(f"limit {query.limit} is out of range; ask for 1 to {MAX_LIMIT} and page on with the cursor")
    unknown = [name for name in query.facets if name not in FACETS]
    if unknown:
        raise QueryError(f"there is no facet {unknown[0]!r}; the facets are {', '.join(FACETS)}")
    if query.sort not in ("score", "date", "seen"):
        raise QueryError(f"there is no order {query.sort!r}; sort by score, date or seen")
    node = parse(query.text)
    order: Order = "seen" if query.sort == "seen" else "score" if query.sort == "score" and _scores(node) else "recency"
    return Plan(query=query, node=node, order=order, after=cursors.read(query), show=wanted(positive_leaves(node)))


def facet_field(name: str, query: Query) -> str:
    """The field that a facet counts."""
    return JURISDICTION_FIELDS[query.filters.role] if name == "jurisdiction" else name


def facet_counts(counted: Iterable[tuple[str, int]]) -> tuple[FacetCount, ...]:
    """The values of a facet, most frequent first, then by name."""
    ordered = sorted(counted, key=lambda pair: (-pair[1], pair[0]))
    return tuple(FacetCount(value=value, count=count) for value, count in ordered[:MAX_FACET_VALUES] if count)


def needs_live(node: Node) -> bool:
    """Whether a tree may match what has no words, so that removed articles must be kept out by name."""
    match node:
        case Everything() | Not():
            return True
        case And(parts=parts):
            return all(needs_live(part) for part in parts)
        case Or(parts=parts):
            return any(needs_live(part) for part in parts)
        case _:
            return False


def _scores(node: Node) -> bool:
    """Whether hits can differ in score: a word or phrase counts for more or less, what is exact, a pattern, a value or NOT does not."""
    match node:
        case Leaf(kind=kind):
            return kind in ("word", "phrase")
        case Near():
            return True
        case And(parts=parts) | Or(parts=parts):
            return any(_scores(part) for part in parts)
        case _:
            return False
