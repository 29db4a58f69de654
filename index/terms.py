"""What a word or phrase of a query is looked for as, and how it weighs: the same in both backends."""

from dataclasses import dataclass

from index.query import Leaf
from index.rows import LAYERS
from language.analysis import analyze_query
from language.normal import fold
from language.words import pieces

TITLE_BOOST = 2.0
"""A match in the title counts this much more, beside its match in the whole."""

WHOLE_BOOST = 1.2
"""A compound matched as one word counts a little more than its parts in a row."""


@dataclass(frozen=True, slots=True)
class Sought:
    """One way in which an article may have a word or phrase: these terms in a row in this field."""

    field: str
    terms: tuple[str, ...]
    boost: float = 1.0


def sought(leaf: Leaf) -> list[Sought]:
    """Every way in which an article may have a word or phrase: any of them is a match.

    A word of several units is looked for as these in a row, and as one: `deep-fakes` finds `deepfake`, and the other way round.
    """
    terms, wholes, _ = LAYERS[leaf.field]
    found: dict[Sought, None] = {}
    for reading in analyze_query(leaf.text):
        rows = [reading.terms]
        if len(reading.surface) == 1:
            found[Sought(wholes, (reading.whole,), WHOLE_BOOST)] = None
            rows = list(dict.fromkeys((reading.terms, (reading.whole,))))
        for row in rows:
            found[Sought(terms, row)] = None
            if leaf.field is None:
                found[Sought(LAYERS["title"][0], row, TITLE_BOOST)] = None
    return list(found)


def prefixes(text: str) -> tuple[str, ...]:
    """A prefix in the form of written words, with and without an elided article: `l'assembl` and `assembl`."""
    found = [fold(text)]
    parts = pieces(text, "fr")
    if parts and parts[0][1] > 0:
        found.append(fold(text[parts[0][1] :]))
    return tuple(dict.fromkeys(found))
