"""The tree of a query: what every backend translates."""

from dataclasses import dataclass
from typing import Literal

LeafKind = Literal["word", "phrase", "prefix", "exact", "fuzzy"]
TextField = Literal["title", "cites"]
ValueField = Literal["source", "site", "jurisdiction", "primary", "mentioned", "topic", "stage", "language"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """Words looked for in all text or in one field.

    Attributes:
        kind: `word` and `phrase` in any form, `exact` as written, `prefix` what begins so, `fuzzy` what is spelled almost so.
        position: where it begins in the query as typed.
        edits: how many letters a `fuzzy` one may differ by.
    """

    kind: LeafKind
    text: str
    field: TextField | None
    position: int
    edits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """One of `first` and one of `second`, in any order, with at most `distance` words between; all are words or phrases of one field."""

    first: tuple[Leaf, ...]
    second: tuple[Leaf, ...]
    distance: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value that an article has in a field that is not text; with `prefix`, one that begins so."""

    field: ValueField
    value: str
    position: int
    prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Days of publication where the outlet is, as yyyymmdd, both inclusive; None is open. `text` is the range as typed."""

    first: int | None
    last: int | None
    text: str
    position: int


@dataclass(frozen=True, slots=True)
class And:
    """All of `parts`."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of `parts`."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Most:
    """At least `least` of `parts`, fewer than all; unlike in an Or, what has more of them always comes first."""

    parts: tuple["Node", ...]
    least: int


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but `part`."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Everything:
    """No condition: what an empty query asks for."""


Node = Leaf | Near | Value | Days | And | Or | Most | Not | Everything


def positive_leaves(node: Node) -> list[Leaf]:
    """The words that a hit may show: all that are not under a NOT."""
    match node:
        case Leaf():
            return [node]
        case Near(first=first, second=second):
            return [*first, *second]
        case And(parts=parts) | Or(parts=parts) | Most(parts=parts):
            return [leaf for part in parts for leaf in positive_leaves(part)]
        case _:
            return []
