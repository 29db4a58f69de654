"""What the benchmarks stand on: articles that are the same in every run, whose terms are where they say, and peers that find the same."""

from pathlib import Path

import pytest

from benchmarks.corpus import Corpus
from benchmarks.engine import open_engine
from benchmarks.plot import Line, plot
from benchmarks.queries import CHOSEN, FACETS, asked_of
from index.base import Query


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus(seed=4)


def test_articles_are_the_same_however_many_are_made(corpus: Corpus) -> None:
    """And others with another seed."""
    ten = list(corpus.documents(10))
    assert ten == list(corpus.documents(30))[:10]
    other = Corpus(seed=5, languages=corpus.languages)
    assert ten != list(other.documents(10))


def test_terms_stand_where_they_say(corpus: Corpus) -> None:
    """In order, inside the text, and a word that is its own term is found at its place."""
    for document in corpus.documents(60):
        for text, found in ((document.article.title, document.analysis.title), (document.article.text, document.analysis.text)):
            assert text is not None
            assert len(found.terms) == len(found.starts) == len(found.ends)
            assert list(found.starts) == sorted(found.starts) and all(end <= len(text) for end in found.ends)
            for term, start, end in zip(found.terms, found.starts, found.ends, strict=True):
                assert not text[start:end].isspace() and (not term.isascii() or not term.isdigit() or text[start:end].isdigit())


def test_words_are_as_frequent_as_in_the_training_articles(corpus: Corpus) -> None:
    """The commonest word of a language, within a tenth, where no new word has taken its place; and the share of new words."""
    for language in corpus.languages:
        common = language.by_count[0]
        there = sum(language.words[number].surface == common for number in language.stream) / len(language.stream)
        surfaces = [
            word for one in corpus.documents(3000) if one.article.language == language.code for word, _ in one.analysis.text.surface
        ]
        share = surfaces.count(common) / len(surfaces)
        assert share == pytest.approx(there * (1 - language.unseen), rel=0.1)
        known = set(language.by_count)
        assert sum(word not in known for word in surfaces) / len(surfaces) == pytest.approx(language.unseen, rel=0.2)


def test_fts5_finds_what_the_embedded_index_finds(corpus: Corpus, tmp_path: Path) -> None:
    """Totals and facets of every kind of query, with and without filters."""
    documents = list(corpus.documents(300))
    engines = [open_engine(name, tmp_path, fresh=True) for name in ("embedded", "fts5")]
    for engine in engines:
        assert engine.upsert(documents) == []
        engine.commit()
    asked = asked_of(corpus)
    for number, text in enumerate(text for texts in (*asked.kinds.values(), asked.hardest) for text in texts):
        for filters in (CHOSEN[number % len(CHOSEN)], Query().filters):
            query = Query(text=text, filters=filters, facets=FACETS, limit=5)
            embedded, peer = (engine.search(query) for engine in engines)
            assert (peer.total, peer.facets) == (embedded.total, embedded.facets), text
    for engine in engines:
        engine.close()


def test_a_plot_says_its_values_in_words() -> None:
    """For those who cannot see the lines; names of lines do not cover each other."""
    made = plot(
        "A & B", ("articles", "ms"), [Line(name="one", points=[(10, 1), (1000, 20)]), Line(name="two", points=[(10, 1), (1000, 20)])]
    )
    assert "A &amp; B" in made and "one: 1 at 10, 20 at 1,000; two:" in made
    assert (
        made.count("<polyline") == 2
        and len({line for line in made.splitlines() if 'fill="#' in line and ("one</text>" in line or "two</text>" in line)}) == 2
    )
