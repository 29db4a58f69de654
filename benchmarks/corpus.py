"""Made-up articles with the statistics of the training articles (`nlp/data`), as many as asked for, the same for every run of the same seed.

    python -m benchmarks.corpus [--articles 1000] [--seed 1] > made-up.jsonl

An article is a row of short stretches from training articles of its language, so words, their forms and their neighbours occur as often as there.
A share of its words is new: as large as the share of words that the training articles hold once (the estimate of Good, Biometrika 1953, for words
not seen), their ranks of a Zipf distribution (exponent 1), so that the vocabulary grows with the number of articles as that of real ones does. Labels are those of
one training article; lengths, languages, outlets, days and stories are drawn; embeddings lie around centres, two halves of them in common, as those of
one narrow subject do.
"""

import argparse
import json
import sys
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.article import Annotation, Article, Jurisdiction, Law, Topic
from index.base import IndexDocument
from index.vectors import DIMENSIONS
from language.analysis import ANALYSIS_VERSION, analyze_field
from language.field_terms import Analysis, FieldTerms
from nlp.corpus import DATA

STRETCH = (5, 14)  # words that follow each other in a training article
OUTLETS = 190
CENTRES = 2000
NEW_WORDS = 40_000_000  # ranks of the words that no training article has
TOLD_AGAIN = 0.3  # of the articles tell a story that another tells
HOURS = {"ko": 9, "fr": 1, "en": 0}
COUNTRIES = {"ko": ("KR",), "fr": ("FR", "BE", "CH", "CA"), "en": ("US", "GB", "AU", "CA", "IN")}
FIRST_DAY = datetime(2018, 1, 1, tzinfo=UTC)
DAYS = 3240
_LETTERS = {"ko": [chr(0xAC00 + 28 * 7 * number) for number in range(57)], "fr": list("abcdefilmnoprstu"), "en": list("abcdefghilmnoprstw")}

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Word:
    """A written word with its finest units and where they stand in it, what these make together, and its folded form."""

    written: str
    units: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    whole: str | None
    surface: str


class Language:
    """The words of one language's training articles in their order, and the articles' labels. Word 0 stands for a new one."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.rows: list[dict[str, Any]] = [json.loads(line) for line in (DATA / f"{code}.jsonl").read_text("utf8").splitlines()]
        self.words = [Word("?", ("?",), ((0, 1),), None, "?")]
        self._numbers: dict[Word, int] = {}
        self.titles = [self._read(row["title"]) for row in self.rows]
        self.texts = [self._read(row["text"]) for row in self.rows]
        self.stream = np.concatenate(self.texts)
        counts = Counter(self.words[number].surface for number in self.stream)
        self.unseen = sum(1 for count in counts.values() if count == 1) / len(self.stream)
        self.by_count = [surface for surface, _ in counts.most_common()]
        self._lay_out()

    def made(self, words: int, drawn: np.random.Generator) -> tuple[str, FieldTerms]:
        """A text of so many words with its terms."""
        stretches = drawn.integers(*STRETCH, size=words // STRETCH[0] + 1)
        begins = drawn.integers(0, len(self.stream) - STRETCH[1], size=len(stretches))
        within = np.arange(stretches.sum()) - np.repeat(np.cumsum(stretches) - stretches, stretches)
        numbers = self.stream[np.repeat(begins, stretches) + within][:words]
        at = np.flatnonzero(drawn.random(len(numbers)) < self.unseen)
        numbers[at] = 0
        ranks = (NEW_WORDS ** drawn.random(len(at))).astype(np.int64).tolist()
        return self._put_together(numbers, [(place, new_word(self.code, rank)) for place, rank in zip(at.tolist(), ranks, strict=True)])

    def neighbours(self, drawn: np.random.Generator) -> str:
        """Two or three words that follow each other in a training article."""
        begin = int(drawn.integers(0, len(self.stream) - 3))
        return " ".join(self.words[number].surface for number in self.stream[begin : begin + int(drawn.integers(2, 4))])

    def _put_together(self, numbers: Ints, new: list[tuple[int, str]]) -> tuple[str, FieldTerms]:
        """The text of some words, new ones at some places, and its terms."""
        sizes, lengths = self._sizes[numbers], self._lengths[numbers]
        positions = np.cumsum(sizes) - sizes
        units = np.repeat(self._firsts[numbers] - positions, sizes) + np.arange(sizes.sum())
        ends = self._ends[units]
        words, placed = numbers.tolist(), positions.tolist()
        terms = [self._units[unit] for unit in units.tolist()]
        written = [self._written[word] for word in words]
        surface = [self._surface[word] for word in words]
        for place, word in new:
            at = placed[place]
            lengths[place] = ends[at] = len(word)
            terms[at] = written[place] = surface[place] = word
        begins = np.repeat(np.cumsum(lengths + 1) - lengths - 1, sizes)
        return " ".join(written), FieldTerms.of(
            terms,
            _array(begins + self._starts[units]),
            _array(begins + ends),
            [(whole, at) for word, at in zip(words, placed, strict=True) if (whole := self._wholes[word])],
            list(zip(surface, placed, strict=True)),
        )

    def _read(self, text: str) -> Ints:
        """The numbers of a text's words."""
        found = analyze_field(text, self.code)
        wholes = {first: whole for whole, first in found.wholes}
        terms = found.terms
        numbers = []
        for (surface, first), end in zip(found.surface, [*found.surface_places, len(terms)][1:], strict=True):
            if end == first:  # the second half of a word that is also written as one
                continue
            begin = found.starts[first]
            spans = tuple((found.starts[at] - begin, found.ends[at] - begin) for at in range(first, end))
            written = " ".join(text[begin : found.starts[end] if end < len(terms) else len(text)].split())  # with its comma
            word = Word(written, terms[first:end], spans, wholes.get(first), surface)
            number = self._numbers.setdefault(word, len(self.words))
            if number == len(self.words):
                self.words.append(word)
            numbers.append(number)
        return np.array(numbers, np.int64)

    def _lay_out(self) -> None:
        """The words as arrays, so that an article is put together by a few lookups."""
        self._lengths = np.array([len(word.written) for word in self.words])
        self._sizes = np.array([len(word.units) for word in self.words])
        self._firsts = np.cumsum(self._sizes) - self._sizes
        spans = np.array([span for word in self.words for span in word.spans])
        self._starts, self._ends = spans[:, 0], spans[:, 1]
        self._units = [unit for word in self.words for unit in word.units]
        self._written = [word.written for word in self.words]
        self._surface = [word.surface for word in self.words]
        self._wholes = [word.whole for word in self.words]


class Corpus:
    """Makes articles up.

    Args:
        seed: of everything that is drawn.
        languages: those of another corpus, which take some seconds to read.
    """

    def __init__(self, seed: int = 1, languages: Sequence[Language] = ()) -> None:
        self.seed = seed
        self.languages = languages or [Language(code) for code in ("ko", "fr", "en")]
        drawn = np.random.default_rng(seed)
        self._common = _unit(drawn.standard_normal(DIMENSIONS))
        self._centres = _unit(drawn.standard_normal((CENTRES, DIMENSIONS)))

    def documents(self, count: int) -> Iterator[IndexDocument]:
        """So many articles with their terms; the first ones are the same however many are asked for."""
        drawn = np.random.default_rng((self.seed, 1))
        for number in range(count):
            yield self._document(number, drawn)

    def embedding(self, centre: int, drawn: np.random.Generator) -> bytes:
        """An embedding near a centre."""
        values = _unit(0.7 * self._common + 0.5 * self._centres[centre] + 0.5 * _unit(drawn.standard_normal(DIMENSIONS)))
        return values.astype("<f2").tobytes()

    def _document(self, number: int, drawn: np.random.Generator) -> IndexDocument:
        language = self.languages[int(drawn.integers(len(self.languages)))]
        like = int(drawn.integers(len(language.rows)))
        title, title_terms = language.made(len(language.titles[like]), drawn)
        text, text_terms = language.made(len(language.texts[int(drawn.integers(len(language.texts)))]), drawn)
        outlet = int(OUTLETS ** drawn.random()) - 1
        places = COUNTRIES[language.code]
        moment = FIRST_DAY + timedelta(days=DAYS * float(drawn.beta(2.5, 1.0)))  # more of the later years
        published = moment.replace(microsecond=0).astimezone(timezone(timedelta(hours=HOURS[language.code])))
        source = f"{language.code}-outlet-{outlet}"
        article = Article(
            id=f"{number:08x}", url=f"https://www.{source}.example/{published:%Y/%m}/{number:08x}", title=title, text=text, language=language.code,
            source=source, outlet_country=places[outlet % len(places)], published_at=published,
        )  # fmt: skip
        return IndexDocument(
            article=article,
            annotation=self._annotation(language, like, number, drawn),
            analysis=Analysis(version=ANALYSIS_VERSION, title=title_terms, text=text_terms),
            sequence=number,
            first_seen=published,
        )

    def _annotation(self, language: Language, like: int, number: int, drawn: np.random.Generator) -> Annotation:
        """The labels of a training article."""
        row = language.rows[like]
        centre = int(drawn.integers(CENTRES))
        told_again = drawn.random() < TOLD_AGAIN
        return Annotation(
            article_id=f"{number:08x}",
            revision=1,
            language=language.code,
            relevance=row["relevance"],
            topics=tuple(Topic(code=topic["code"], score=0.9) for topic in row["topics"]),
            jurisdictions=tuple(Jurisdiction(code=place["code"], role=place["role"], score=0.9) for place in row["jurisdictions"]),
            laws=tuple(Law(name=law["name"], jurisdiction=law["jurisdiction"]) for law in row["laws"]),
            story=f"story-{number // 8}" if told_again else None,
            embedding=None if row["relevance"] == "other" else self.embedding(centre, drawn),
        )


@lru_cache(maxsize=1 << 16)
def new_word(code: str, rank: int) -> str:
    """A word that no training article has."""
    letters, left, made = _LETTERS[code], rank, ""
    while left:
        left, at = divmod(left, len(letters))
        made += letters[at]
    return f"{made}{letters[-1]}"


def _array(values: Ints) -> "array[int]":
    made = array("I")
    made.frombytes(values.astype(np.uint32).tobytes())
    return made


def _unit(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return values / np.linalg.norm(values, axis=-1, keepdims=True)


def main() -> int:
    """Prints articles as `import --jsonl` takes them."""
    parser = argparse.ArgumentParser(description="Made-up articles as JSON Lines, as `python -m fauxlex import --jsonl` takes them.")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for document in Corpus(given.seed).documents(given.articles):
        article = document.article
        row = {name: getattr(article, name) for name in ("id", "url", "title", "text", "source", "language", "outlet_country")}
        print(json.dumps(row | {"published_at": str(article.published_at)}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
