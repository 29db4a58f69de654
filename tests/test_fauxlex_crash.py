"""Stopped at any write step, the flow loses no acknowledged article, doubles none, and goes on.

Each test stops the process (an exception that nothing catches) right before or right after one write step, opens archive and index anew as a
restarted process would, runs the flow again and compares everything with a run that was never stopped.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from core.archive import Archive, FrontierEntry, Response, Visit
from core.archive.articles import ArticleStore
from core.archive.crawl import CrawlStore
from core.archive.log import Log
from core.archive.warc import WarcStore
from core.settings import Settings
from crawlers.pipelines import ArchivePipeline, RawPage, RightsPipeline
from fauxlex import consume
from fauxlex.extracting import extract_all
from index.base import Query
from index.embedded import EmbeddedIndex, open_embedded
from nlp.annotate import Annotator

TEXTS = {
    "https://a.example/1": (
        "국회, 딥페이크 처벌법 논의",
        "국회는 딥페이크 성범죄를 처벌하는 법 개정안을 논의했다. 위원회는 다음 주에 표결한다. " * 6,
    ),
    "https://a.example/2": (
        "Un texte contre les hypertrucages",
        "Les députés ont examiné un texte contre les hypertrucages sexuels. Le vote est prévu mardi. " * 6,
    ),
    "https://a.example/3": (
        "Lawmakers debate deepfake bill",
        "Lawmakers debated a bill that would punish sexual deepfakes. A vote is expected next week. " * 6,
    ),
}


class Stop(BaseException):
    """The process ends here."""


@cache
def annotator() -> Annotator:
    """The real tagger, loaded once."""
    return Annotator()


@dataclass
class Flow:
    """One life of the process over a home folder."""

    home: Path

    def __post_init__(self) -> None:
        self.archive = Archive(self.home)
        self.archive.warc.repair(self.archive.crawl.warc_ends())
        self.archive.crawl.add_urls([FrontierEntry(url=url, source="a", kind="page") for url in TEXTS])

    def fetch(self) -> None:
        """Visits what is due, through the crawler's own pipelines."""
        for entry in self.archive.crawl.due(["a"], ["page"]):
            title, text = TEXTS[entry.url]
            body = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
            response = Response(
                url=entry.url, status=200, headers=(("Content-Type", "text/html; charset=utf-8"),), body=body.encode(), fetched_at=NOW
            )
            item = RawPage(response=response, visit=Visit(url=entry.url, source="a"), validators=(None, None))
            ArchivePipeline(self.archive).keep([RightsPipeline().process_item(item)])

    def run(self) -> None:
        """The whole flow once."""
        self.fetch()
        extract_all(self.archive, Settings(home=self.home, extract_workers=1))
        consume.tag(self.archive, annotator())
        target = open_embedded(self.home / "index")
        try:
            consume.index(self.archive, target)
        finally:
            with suppress(Exception):
                target.close()

    def state(self) -> dict[str, Any]:
        """What must be the same however often the flow was stopped."""
        target = open_embedded(self.home / "index", create=False, writer=False)
        page = target.search(Query(facets=("language",)))
        found = {
            "articles": sorted((a.url, a.revision, a.title, a.text) for a in self.articles()),
            "tagged": sorted(self.archive.store.annotations([a.id for a in self.articles()])),
            "indexed": sorted(hit.id for hit in page.hits),
            "count": target.count(),
            "facets": [(item.value, item.count) for item in page.facets["language"]],
            "aside": self.archive.store.quarantined(),
            "waiting": self.archive.crawl.waiting(["a"])[0],
        }
        target.close()
        return found

    def articles(self) -> Iterator[Any]:
        """Every article of the archive."""
        for url in TEXTS:
            article_id = self.archive.store.id_of(url)
            if article_id:
                yield self.archive.article(article_id)


NOW = datetime(2026, 11, 3, tzinfo=UTC)

STEPS: list[tuple[str, type, str]] = [
    ("fetch: raw bytes", WarcStore, "append_all"),
    ("fetch: acknowledgement", CrawlStore, "put_fetches"),
    ("extract: article", ArticleStore, "put_article"),
    ("annotate: annotation", ArticleStore, "put_annotation"),
    ("annotate: story", ArticleStore, "put_story"),
    ("index: terms", ArticleStore, "put_analysis"),
    ("index: documents", EmbeddedIndex, "upsert"),
    ("index: commit", EmbeddedIndex, "commit"),
    ("every step: watermark", Log, "set_watermark"),
]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The state after a run that was never stopped."""
    flow = Flow(tmp_path_factory.mktemp("undisturbed"))
    flow.run()
    state = flow.state()
    flow.archive.close()
    assert len(state["articles"]) == state["count"] == 3
    return state


def stop_at(monkeypatch: pytest.MonkeyPatch, owner: type, name: str, *, call: int, after: bool) -> None:
    """Ends the process at the given call of a step, before or after its effect."""
    real: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def stopping(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call and not after:
            raise Stop
        result = real(*args, **kwargs)
        if calls == call:
            raise Stop
        return result

    monkeypatch.setattr(owner, name, stopping)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("call", [1, 2], ids=["first", "second"])
@pytest.mark.parametrize(("owner", "name"), [step[1:] for step in STEPS], ids=[step[0] for step in STEPS])
def test_a_stop_at_a_write_step_changes_nothing_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: dict[str, Any], owner: type, name: str, call: int, after: bool
) -> None:
    """Same articles, revisions, labels, index and counts as without the stop."""
    with monkeypatch.context() as patch:
        stop_at(patch, owner, name, call=call, after=after)
        flow = Flow(tmp_path)
        with suppress(Stop):
            flow.run()
        flow.archive.close()
    again = Flow(tmp_path)
    again.run()
    assert json.dumps(again.state(), default=str) == json.dumps(undisturbed, default=str)
    again.archive.close()


def test_a_lost_index_is_made_again_from_the_archive(tmp_path: Path, undisturbed: dict[str, Any]) -> None:
    """Its generation is new, so the indexer begins at the first change, with the same counts."""
    flow = Flow(tmp_path)
    flow.run()
    shutil.rmtree(tmp_path / "index")
    flow.run()
    assert flow.state()["count"] == undisturbed["count"]
    flow.archive.close()


def test_an_older_copy_of_the_index_put_back_is_filled_again(tmp_path: Path, undisturbed: dict[str, Any]) -> None:
    """Its generation is the same and the watermark ran ahead, but it holds fewer articles than it was given."""
    flow = Flow(tmp_path)
    empty = open_embedded(tmp_path / "index")
    empty.commit()
    empty.close()
    shutil.copytree(tmp_path / "index", tmp_path / "older")
    flow.run()
    shutil.rmtree(tmp_path / "index")
    shutil.move(tmp_path / "older", tmp_path / "index")
    flow.run()
    assert flow.state() == undisturbed
    flow.archive.close()
