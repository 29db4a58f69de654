"""What both backends make of a query before they ask their engine, and of the answer after."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from core.errors import QueryError
from index import acts
from index.base import EXPANSIONS, FACETS, MAX_LIMIT, After, FacetCount, Query
from index.concepts import Expanded, expand
from index.cursors import Cursors, Place
from index.loosening import loosened
from index.query import And, Everything, Leaf, Most, Near, Node, Not, Or, parse, positive_leaves
from index.rows import JURISDICTION_FIELDS, order_key
from index.snippets import Wanted, wanted

MAX_FACET_VALUES = 200
"""The values of one facet that are listed, most frequent first; counts of those are exact."""

MAX_WITHIN = 100
"""Characters that the values of a facet can be asked to contain."""

Order = Literal["score", "recency", "seen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A query made ready: its tree, its order (score only where something can differ in it), the place to go on from, what to show."""

    query: Query
    expanded: Expanded
    order: Order
    after: Place | None
    show: Wanted

    @property
    def node(self) -> Node:
        """The tree, with what was added to it."""
        return self.expanded.node


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
    if len(query.within) > MAX_WITHIN:
        raise QueryError(f"{len(query.within)} characters are too many to look for in the values of a facet; type at most {MAX_WITHIN}")
    unread = [language for language in query.expand if language not in EXPANSIONS]
    if unread:
        raise QueryError(f"there are no terms in {unread[0]!r} to add; there are {', '.join(EXPANSIONS)}")
    expanded = expand(parse(query.text), query.expand, query.drop)
    if query.match == "most":
        expanded = replace(expanded, node=loosened(expanded.node))
    node = expanded.node
    order: Order = "seen" if query.sort == "seen" else "score" if query.sort == "score" and _scores(node) else "recency"
    return Plan(query=query, expanded=expanded, order=order, after=cursors.read(query), show=wanted(positive_leaves(node), query.excerpts))


def place_after(after: After | None) -> Place | None:
    """The place of an article in order of date.

    Raises:
        QueryError: its date cannot be read.
    """
    if after is None:
        return None
    try:
        moment = datetime.fromisoformat(after.published_at) if after.published_at else None
    except ValueError as err:
        raise QueryError(
            f"'{after.published_at[:40] if after.published_at else ''}' is no date; give published_at as the export has it"
        ) from err
    return Place(score=0.0, key=order_key(moment, after.id), id=after.id, seen=0)


def facet_field(name: str, query: Query) -> str:
    """The field that a facet counts."""
    return JURISDICTION_FIELDS[query.filters.role] if name == "jurisdiction" else name


def facet_counts(counted: Iterable[tuple[str, int]], within: str = "", name: str = "") -> tuple[FacetCount, ...]:
    """The values of a facet that contain `within`, of laws also those of which a name does, most frequent first, then by value."""
    asked = re.compile("".join(f"[{''.join(map(re.escape, either_case(char)))}]" for char in within))
    left = [
        (value, count)
        for value, count in counted
        if asked.search(value) or (name == "law" and any(map(asked.search, acts.names_of(value))))
    ]
    ordered = sorted(left, key=lambda pair: (-pair[1], pair[0]))
    return tuple(FacetCount(value=value, count=count) for value, count in ordered[:MAX_FACET_VALUES] if count)


def either_case(char: str) -> tuple[str, ...]:
    """A letter in both cases where each is one character, else the character: what both engines can look for."""
    cases = dict.fromkeys((char.lower(), char.upper()))
    return tuple(cases) if len(cases) > 1 and all(len(case) == 1 for case in cases) else (char,)


def needs_live(node: Node) -> bool:
    """Whether a tree may match what has no words, so that removed articles must be kept out by name."""
    match node:
        case Everything() | Not():
            return True
        case And(parts=parts):
            return all(needs_live(part) for part in parts)
        case Or(parts=parts) | Most(parts=parts):
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
        case Most():
            return True
        case And(parts=parts) | Or(parts=parts):
            return any(_scores(part) for part in parts)
        case _:
            return False
