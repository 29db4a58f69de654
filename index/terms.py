"""What a word or phrase of a query is looked for as, and how it weighs: the same in both backends."""

from dataclasses import dataclass

from index.query import Leaf, Near, Value
from index.rows import JURISDICTION_FIELDS, LAYERS
from language.analysis import QueryTerms, analyze_query
from language.normal import fold
from language.words import pieces

TITLE_BOOST = 2.0
"""A match in the title counts this much more, beside its match in the whole."""

WHOLE_BOOST = 1.2
"""A compound matched as one word counts a little more than its parts in a row."""

PART_BONUS = 100.0
"""Where not all parts of a query must match, each that does counts so much beside its words: more than words alone weigh, so that who has more of
what was asked for comes first (coordination level matching)."""

_ROLES = {role: JURISDICTION_FIELDS[role] for role in ("primary", "mentioned")}


@dataclass(frozen=True, slots=True)
class Sought:
    """One way in which an article may have a word or phrase: these terms in a row in this field."""

    field: str
    terms: tuple[str, ...]
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Two rows of terms to be found in one field without overlap, in any order, with at most `distance` positions between."""

    field: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    distance: int


def sought(leaf: Leaf) -> list[Sought]:
    """Every way in which an article may have a word or phrase: any of them is a match.

    A word of several units is looked for as these in a row, and as one: `deep-fakes` finds `deepfake`, and the other way round.
    """
    terms, wholes, _ = LAYERS[leaf.field]
    found: dict[Sought, None] = {}
    for reading in analyze_query(leaf.text):
        if len(reading.surface) == 1:
            found[Sought(wholes, (reading.whole,), WHOLE_BOOST)] = None
        for row in _rows(reading):
            found[Sought(terms, row)] = None
            if leaf.field is None:
                found[Sought(LAYERS["title"][0], row, TITLE_BOOST)] = None
    return list(found)


def exact_forms(leaf: Leaf) -> list[tuple[str, ...]]:
    """The written words, folded, that an exact word is looked for as: all words of one of these must be there."""
    return list(dict.fromkeys(reading.surface for reading in analyze_query(leaf.text) if reading.surface))


def neighbours(near: Near) -> list[Neighbours]:
    """Every way in which an article may have the two sides of a NEAR."""
    field = LAYERS[near.first[0].field][0]
    firsts, seconds = (dict.fromkeys(_rows_of(side)) for side in (near.first, near.second))
    return [Neighbours(field, first, second, near.distance) for first in firsts for second in seconds]


def value_field(value: Value) -> str:
    """The field of the rows that holds a value."""
    return _ROLES.get(value.field, value.field)


def _rows_of(side: tuple[Leaf, ...]) -> list[tuple[str, ...]]:
    return [row for leaf in side for reading in analyze_query(leaf.text) for row in _rows(reading)]


def _rows(reading: QueryTerms) -> list[tuple[str, ...]]:
    """The rows of terms that a reading stands for: its units, and for one written word what they make together."""
    return list(dict.fromkeys((reading.terms, (reading.whole,)))) if len(reading.surface) == 1 else [reading.terms]


def prefixes(text: str) -> tuple[str, ...]:
    """A prefix in the form of written words, with and without an elided article: `l'assembl` and `assembl`."""
    found = [fold(text)]
    parts = pieces(text, "fr")
    if parts and parts[0][1] > 0:
        found.append(fold(text[parts[0][1] :]))
    return tuple(dict.fromkeys(found))
