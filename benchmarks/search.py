"""Search and indexing speed over made-up articles, beside SQLite's FTS5 holding the same terms, in one run.

    python -m benchmarks.search [--articles 100000] [--elasticsearch URL]

The articles are words of a Zipf distribution, not prose: what matters to an engine is how often terms occur, not what they mean. One word is put into
every second article, because frequent words are what a monitor of one subject searches for.
"""

import argparse
import json
import random
import sqlite3
import sys
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

from core.article import TOPICS, Annotation, Article, Jurisdiction, Topic
from index.base import Filters, Index, IndexDocument, Query
from index.elastic import open_elastic
from index.embedded import open_embedded
from language.analysis import ANALYSIS_VERSION, Analysis, FieldTerms, analyze

VOCABULARY = 60_000
ZIPF_EXPONENT = 1.05
WORDS_A_TEXT = (120, 420)
WORDS_A_TITLE = (6, 12)
HALF = "halfofthem"
BATCH = 500
FACETS = ("jurisdiction", "topic", "month")
COUNTRIES = ("KR", "FR", "US", "US-CA", "GB", "EU", "DE", "JP", "IN", "CA", "CA-QC", "AU", "BR", "IT", "ES", "DK")
REPEATS = 30


class World:
    """Made-up articles, the same in every run of the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = [f"{self.random.choice('bcdfglmnprstv')}{number:x}" for number in range(VOCABULARY)]
        self.weights = list(accumulate(1 / (rank + 1) ** ZIPF_EXPONENT for rank in range(VOCABULARY)))

    def documents(self, count: int) -> Iterator[IndexDocument]:
        """`count` articles with their terms."""
        for number in range(count):
            title, text = self._words(WORDS_A_TITLE), self._words(WORDS_A_TEXT)
            if number % 2:
                text[self.random.randrange(len(text))] = HALF
            yield self._document(number, title, text)

    def hardest(self) -> Query:
        """A phrase of two words that are in nearly every article, as `of the` would be; told apart from what readers ask."""
        return Query(text=f'"{self.words[1]} {self.words[2]}"', facets=FACETS)

    def _words(self, length: tuple[int, int]) -> list[str]:
        return self.random.choices(self.words, cum_weights=self.weights, k=self.random.randint(*length))

    def _document(self, number: int, title: list[str], text: list[str]) -> IndexDocument:
        published = datetime(2022, 1, 1, tzinfo=UTC) + timedelta(minutes=self.random.randrange(60 * 24 * 365 * 4))
        article = Article(
            id=f"{number:08x}", url=f"https://outlet.example/{number}", title=" ".join(title), text=" ".join(text), language="en",
            source=f"outlet{number % 40}", outlet_country=self.random.choice(COUNTRIES)[:2], published_at=published,
        )  # fmt: skip
        annotation = Annotation(
            article_id=article.id,
            revision=1,
            language="en",
            relevance=self.random.choices(("law", "deepfake", "other"), (55, 20, 25))[0],
            topics=tuple(Topic(code=code, score=0.9) for code in self.random.sample(TOPICS, 2)),
            jurisdictions=tuple(Jurisdiction(code=code, role="primary", score=0.9) for code in self.random.sample(COUNTRIES, 2)),
        )
        analysis = Analysis(version=ANALYSIS_VERSION, title=_terms(title), text=_terms(text))
        return IndexDocument(article=article, annotation=annotation, analysis=analysis, sequence=number, first_seen=published)

    def queries(self) -> dict[str, Query]:
        """What is asked, by name: the kinds that a reader of the site makes."""
        common, medium, rare = self.words[3], self.words[200], self.words[9000]
        half = Query(text=HALF, facets=FACETS)
        return {
            "half of the articles": half,
            "everything": replace(half, text=""),
            "frequent word": replace(half, text=common),
            "medium word": replace(half, text=medium),
            "rare word": replace(half, text=rare),
            "two words": replace(half, text=f"{HALF} {medium}"),
            "either": replace(half, text=f"{medium} OR {rare} OR {HALF}"),
            "not": replace(half, text=f"{HALF} -{common}"),
            "phrase": replace(half, text=f'"{self.words[30]} {self.words[60]}"'),
            "prefix": replace(half, text=f"{medium[:3]}*"),
            "title": replace(half, text=f"title:{common}"),
            "filtered": replace(half, filters=Filters(jurisdictions=("US",), topics=("sexual", "fraud"), relevance=("law",))),
            "by date": replace(half, sort="date"),
        }


def _terms(words: list[str]) -> FieldTerms:
    """Words that are their own terms."""
    ends = array("I", accumulate(len(word) + 1 for word in words))
    starts = array("I", (end - 1 - len(word) for word, end in zip(words, ends, strict=True)))
    return FieldTerms(
        terms=tuple(words),
        starts=starts,
        ends=array("I", (end - 1 for end in ends)),
        surface=tuple((word, at) for at, word in enumerate(words)),
    )


class Peer:
    """SQLite's FTS5 with the same terms, and the facets' values in a table beside it."""

    def __init__(self, path: Path) -> None:
        self.base = sqlite3.connect(path)
        self.base.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-200000; PRAGMA mmap_size=2000000000;"
            "CREATE VIRTUAL TABLE terms USING fts5(title, text, content='', tokenize='unicode61');"
            "CREATE TABLE facets(facet TEXT, value TEXT, article INTEGER);"
        )

    def add(self, number: int, document: IndexDocument) -> None:
        title, text = document.article.title, document.article.text
        self.base.execute("INSERT INTO terms(rowid, title, text) VALUES (?, ?, ?)", (number, title, text))
        month = str(document.article.published_at)[:7]
        values = [("month", month)] + [("topic", topic.code) for topic in document.annotation.topics]
        values += [("jurisdiction", found.code) for found in document.annotation.jurisdictions]
        self.base.executemany("INSERT INTO facets VALUES (?, ?, ?)", [(facet, value, number) for facet, value in values])

    def finish(self) -> None:
        self.base.execute("INSERT INTO terms(terms) VALUES ('optimize')")
        self.base.execute("CREATE INDEX by_article ON facets(article, facet, value)")
        self.base.commit()

    def search(self, word: str) -> int:
        """The best 20 and the total."""
        self.base.execute("SELECT rowid FROM terms WHERE terms MATCH ? ORDER BY rank LIMIT 20", (word,)).fetchall()
        return int(self.base.execute("SELECT count(*) FROM terms WHERE terms MATCH ?", (word,)).fetchone()[0])

    def search_with_facets(self, word: str) -> int:
        """The same, and three facets."""
        counted = (
            "SELECT facet, value, count(*) FROM facets WHERE article IN (SELECT rowid FROM terms WHERE terms MATCH ?) GROUP BY facet, value"
        )
        self.base.execute(counted, (word,)).fetchall()
        return self.search(word)


def timed(action: Callable[[], object], repeats: int = REPEATS) -> list[float]:
    """Milliseconds of each of some runs, after one that does not count."""
    action()
    took = []
    for _ in range(repeats):
        begun = time.perf_counter()
        action()
        took.append((time.perf_counter() - begun) * 1000)
    return sorted(took)


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def fill(index: Index, world: World, count: int, peer: Peer | None) -> dict[str, int]:
    """Puts the articles in from their stored terms; returns articles a second, by the clock and by processor time (of all threads).

    Making the articles up does not count. The clock suffers from what else runs on the machine; the processor time does not.
    """
    documents = world.documents(count)
    spent = used = 0.0
    number = 0
    while batch := list(islice(documents, BATCH)):
        stored = [document.analysis.to_bytes() for document in batch]
        begun, began = time.perf_counter(), time.process_time()
        ready = [replace(document, analysis=Analysis.from_bytes(data)) for document, data in zip(batch, stored, strict=True)]
        rejected = index.upsert(ready)
        spent += time.perf_counter() - begun
        used += time.process_time() - began
        if rejected:
            raise SystemExit(f"refused: {rejected[0]}")
        if peer is not None:
            for document in batch:
                number += 1
                peer.add(number, document)
    begun, began = time.perf_counter(), time.process_time()
    index.commit()
    spent += time.perf_counter() - begun
    used += time.process_time() - began
    return {"by_clock": round(count / spent), "by_processor_time": round(count / used)}


def from_text(world: World, count: int) -> float:
    """Articles a second when the terms are still to be made (English stems), without indexing."""
    documents = [(one.article.title or "", one.article.text or "") for one in world.documents(count)]
    begun = time.perf_counter()
    for title, text in documents:
        analyze(title, text, "en")
    return count / (time.perf_counter() - begun)


def measure(index: Index, world: World) -> dict[str, object]:
    """Latency of each kind of query and of all together."""
    everything: list[float] = []
    kinds = {}
    for name, query in world.queries().items():
        took = timed(lambda query=query: index.search(query))  # type: ignore[misc]
        everything += took
        kinds[name] = {
            "total": index.search(query).total,
            "p50_ms": round(percentile(took, 0.5), 2),
            "p95_ms": round(percentile(took, 0.95), 2),
        }
    hardest = timed(lambda: index.search(world.hardest()))
    return {
        "p50_ms": round(percentile(everything, 0.5), 2),
        "p95_ms": round(percentile(everything, 0.95), 2),
        "kinds": kinds,
        "phrase_of_the_two_most_frequent_words_p95_ms": round(percentile(hardest, 0.95), 2),
    }


def main() -> int:
    """Runs everything and prints one JSON object."""
    parser = argparse.ArgumentParser(description="Search and indexing speed over made-up articles.")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--elasticsearch", metavar="URL", help="measure that server too")
    options = parser.parse_args()
    report: dict[str, object] = {"articles": options.articles, "facets": FACETS}
    with tempfile.TemporaryDirectory() as folder:
        peer = Peer(Path(folder) / "peer.sqlite")
        index = open_embedded(Path(folder) / "index")
        report["indexing_from_stored_terms_per_s"] = fill(index, World(1), options.articles, peer)
        report["analysing_english_text_per_s"] = round(from_text(World(2), 2000))
        peer.finish()
        report["embedded"] = measure(index, World(1))
        whole = Filters(relevance=())
        plain = percentile(timed(lambda: index.search(Query(text=HALF, filters=whole))), 0.5)
        faceted = percentile(timed(lambda: index.search(Query(text=HALF, filters=whole, facets=FACETS))), 0.5)
        total = index.search(Query(text=HALF, filters=whole)).total
        if peer.search(HALF) != total:
            raise SystemExit(f"the peer finds {peer.search(HALF)} articles, the index {total}: they do not hold the same")
        peer_plain = percentile(timed(lambda: peer.search(HALF), 5), 0.5)
        peer_faceted = percentile(timed(lambda: peer.search_with_facets(HALF), 3), 0.5)
        report["word_in_half_of_the_articles"] = {
            "articles": total,
            "embedded_ms": round(plain, 2), "fts5_ms": round(peer_plain, 2), "times_faster": round(peer_plain / plain, 1),
            "with_facets": {"embedded_ms": round(faceted, 2), "fts5_ms": round(peer_faceted, 2), "times_faster": round(peer_faceted / faceted, 1)},
        }  # fmt: skip
        index.close()
    if options.elasticsearch:
        server = open_elastic(options.elasticsearch, name="fauxlex-benchmark", fresh=True)
        rate = fill(server, World(1), options.articles, None)
        report["elasticsearch"] = {"indexing_from_stored_terms_per_s": rate, **measure(server, World(1))}
        server.close()
    json.dump(report, sys.stdout, indent=2)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
