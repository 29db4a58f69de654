"""What the engines are asked over a corpus: words, phrases, boolean queries and prefixes of its three languages, and filters as readers choose them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np

from benchmarks.corpus import CENTRES, Corpus, Language
from index.base import Filters, Query

EACH = 10
"""Queries of a kind in a language."""
FACETS = ("jurisdiction", "topic", "stage", "language", "month")
CHOSEN: tuple[Filters, ...] = (
    Filters(jurisdictions=("KR", "US"), topics=("sexual", "elections")),
    Filters(jurisdictions=("FR", "EU"), languages=("fr", "en"), date_from=date(2024, 1, 1)),
    Filters(topics=("fraud", "likeness", "platforms"), stages=("bill", "passed")),
    Filters(jurisdictions=("US",), stages=("in_force", "court", "enforcement")),
    Filters(languages=("ko", "en"), topics=("minors", "sexual"), date_from=date(2023, 1, 1), date_to=date(2025, 6, 30)),
)
"""Several values in several filters, as they are chosen on the page of a search."""
FILTER_OF = {"jurisdiction": "jurisdictions", "topic": "topics", "stage": "stages", "language": "languages"}

CONCEPTS = ("deepfake", "hypertrucage", "딥페이크", "projet de loi", "법안", "consent", "victim law", "election OR scrutin", "징역")
"""Words that bring those of the other languages with them."""
FREQUENT, MEDIUM, RARE = slice(20, 150), slice(300, 2500), slice(6000, 12000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The queries' words by kind, and embeddings to find neighbours of (hexadecimal)."""

    kinds: dict[str, list[str]]
    concepts: list[str]
    hardest: list[str]
    vectors: list[str]

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "Asked":
        """What `asdict` made."""
        return cls(**{field.name: row[field.name] for field in fields(cls)})


def asked_of(corpus: Corpus) -> Asked:
    """The queries over a corpus, the same for every run of its seed."""
    drawn = np.random.default_rng((corpus.seed, 2))
    kinds: dict[str, list[str]] = {"term": [], "phrase": [], "boolean": [], "prefix": []}
    for language in corpus.languages:
        for number in range(EACH):
            frequent, medium, other, rare = (_word(language, ranks, drawn) for ranks in (FREQUENT, MEDIUM, MEDIUM, RARE))
            kinds["term"].append((frequent, medium, rare)[number % 3])
            kinds["phrase"].append(f'"{language.neighbours(drawn)}"')
            kinds["boolean"].append(
                (f"{frequent} {medium}", f"{medium} OR {other} OR {rare}", f"{frequent} -{medium}", f"({frequent} OR {other}) {medium}")[
                    number % 4
                ]
            )
            kinds["prefix"].append(f"{medium[: 2 if language.code == 'ko' else 4]}*")
    hardest = [f'"{" ".join(language.by_count[1:3])}"' for language in corpus.languages]
    vectors = [corpus.embedding(int(drawn.integers(CENTRES)), drawn).hex() for _ in range(3 * EACH)]
    return Asked(kinds=kinds, concepts=list(CONCEPTS), hardest=hardest, vectors=vectors)


def without_own(query: Query) -> Iterator[Query]:
    """What the site asks beside a query with filters: the counts of each facet that is filtered by, without its own filter."""
    for facet in query.facets:
        name = FILTER_OF.get(facet)
        if name and getattr(query.filters, name):
            yield replace(query, filters=replace(query.filters, **{name: ()}), facets=(facet,), limit=1)


def _word(language: Language, ranks: slice, drawn: np.random.Generator) -> str:
    """A word of at least two letters among those of some ranks."""
    words: Sequence[str] = [
        word for word in language.by_count[ranks] if len(word) >= (2 if language.code == "ko" else 4) and word.isalpha()
    ]
    return words[int(drawn.integers(len(words)))]
