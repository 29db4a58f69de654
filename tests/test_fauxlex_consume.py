"""A consumer on which one article breaks sets that article aside with the reason and goes on with the others."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fauxlex_calls import fill

from core.archive import Archive, Response, Visit
from core.archive.articles import ArticleStore
from core.article import Annotation
from core.errors import ArchiveFullError, ModelError
from core.settings import Settings
from fauxlex import consume, extracting
from fauxlex.extracting import extract_all
from fauxlex.tagging import retag
from index.embedded import open_embedded
from nlp.annotate import Text


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive of six articles, none of them tagged by the annotator at hand."""
    fill(tmp_path)
    opened = Archive(tmp_path)
    yield opened
    opened.close()


class Breaking:
    """An annotator that breaks on a title, as a mistake of ours would."""

    version = "breaks"

    def __init__(self, word: str, error: Exception) -> None:
        self.word, self.error = word, error

    def annotate(self, texts: Sequence[Text]) -> list[Annotation]:
        """The interface of `nlp.annotate.Annotator`."""
        if any(self.word in text.title for text in texts):
            raise self.error
        return [
            Annotation(article_id=text.id, revision=text.revision, language=text.language, relevance=None, model=self.version)
            for text in texts
        ]


def aside(archive: Archive) -> list[tuple[str, str, int]]:
    """What is set aside: stage, reason, how often."""
    return [(row["stage"], row["reason"], row["times"]) for row in archive.store.quarantined()]


@pytest.mark.parametrize(
    "error", [ValueError("no such span"), KeyError("ko"), RecursionError("too deep"), MemoryError("too large")], ids=repr
)
def test_the_tagger_sets_aside_the_article_that_breaks_it(archive: Archive, error: Exception) -> None:
    """The other five are tagged, the watermark is at the end, and the reason says which error it was."""
    report = consume.tag(archive, Breaking("Senators", error))  # type: ignore[arg-type]
    assert (report.seen, report.done, report.set_aside) == (6, 5, 1)
    assert aside(archive) == [("tag", f"unforeseen {type(error).__name__}: {error}", 1)]
    assert archive.log.changes_after(archive.log.watermark("tag"), ["article"], 10) == []
    assert consume.tag(archive, Breaking("Senators", error)).seen == 0  # type: ignore[arg-type]


def test_what_was_set_aside_is_released_when_it_can_be_tagged(archive: Archive) -> None:
    """After the mistake is mended, a rebuild takes it out of quarantine."""
    consume.tag(archive, Breaking("Senators", ValueError("x")))  # type: ignore[arg-type]
    assert retag(archive, Breaking("no such word", ValueError("x")), anew=True).done == 6  # type: ignore[arg-type]
    assert aside(archive) == []


@pytest.mark.parametrize("error", [ModelError("damaged"), ArchiveFullError("full"), OSError("too many open files")], ids=repr)
def test_what_stops_every_article_sets_none_aside(archive: Archive, error: Exception) -> None:
    """A damaged model or a full disk is no article's fault: the consumer stops where it was."""
    with pytest.raises(type(error)):
        consume.tag(archive, Breaking("Senators", error))  # type: ignore[arg-type]
    assert aside(archive) == []
    assert archive.log.watermark("tag") == 0


def breaks_on(word: str, real: Callable[..., Any]) -> Callable[..., Any]:
    """`real`, but broken where an argument's text has `word` in it."""

    def broken(*args: Any, **kwargs: Any) -> Any:
        if any(word in str(arg) for arg in args):
            raise IndexError("list index out of range")
        return real(*args, **kwargs)

    return broken


def test_a_mistake_while_an_annotation_is_stored_costs_that_article_alone(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its half-written step is undone, those before it in the batch are kept."""
    gone = next(article.id for article in archive.store.articles(ids(archive)).values() if "Senators" in (article.title or ""))
    monkeypatch.setattr(ArticleStore, "put_story", breaks_on(gone, ArticleStore.put_story))
    long = "A sentence of many words that says what lawmakers debate about deepfakes and when. " * 6
    with archive.log.write() as tx:
        for article in archive.store.articles(ids(archive)).values():
            archive.store.put_article(tx, consume.replace(article, text=f"{article.title} {long}"), [])
    assert consume.tag(archive, Breaking("no such word", ValueError())).set_aside == 2  # type: ignore[arg-type]
    assert [reason for _, reason, _ in aside(archive)] == ["unforeseen IndexError: list index out of range"]


def ids(archive: Archive) -> list[str]:
    """The ids of all articles."""
    return sorted({change.ref for change in archive.log.changes_after(0, ["article"], 100)})


def test_the_indexer_sets_aside_the_article_that_breaks_it(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are found."""
    monkeypatch.setattr(consume, "analyze", breaks_on("Senators", consume.analyze))
    target = open_embedded(tmp_path / "index")
    report = consume.index(archive, target)
    assert (report.seen, report.set_aside, target.count()) == (6, 1, 5)
    assert aside(archive) == [("index", "unforeseen IndexError: list index out of range", 1)]
    target.close()


def test_a_removal_is_never_passed_over(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that cannot take a tombstone stops: the article must not stay to be found."""
    target = open_embedded(tmp_path / "index")
    consume.index(archive, target)
    archive.store.remove(ids(archive)[0], "asked for")
    monkeypatch.setattr(type(target), "remove", breaks_on("Tombstone", type(target).remove))
    with pytest.raises(IndexError):
        consume.index(archive, target)
    monkeypatch.undo()
    consume.index(archive, target)
    assert target.count() == 5
    target.close()


def keep(archive: Archive, url: str) -> None:
    """A fetched page."""
    body = f"<html lang=en><head><title>About {url}</title></head><body><article><p>{'Words of a text. ' * 30}</p></article></body></html>"
    response = Response(
        url=url, status=200, headers=(("Content-Type", "text/html; charset=utf-8"),), body=body.encode(), fetched_at=datetime(2026, 11, 3, tzinfo=UTC)
    )  # fmt: skip
    archive.crawl.put_fetch(response, archive.warc.append(response), Visit(url=url, source=None), (None, None))


@pytest.mark.parametrize("place", ["_article", "_why_not"])
def test_the_extractor_sets_aside_the_page_that_breaks_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """The pages before and behind it become articles."""
    archive = Archive(tmp_path)
    for number in range(4):
        keep(archive, f"https://a.example/{number}")
    monkeypatch.setattr(extracting, place, breaks_on("a.example/2", getattr(extracting, place)))
    report = extract_all(archive, Settings(home=tmp_path, extract_workers=1))
    assert (report.seen, report.done, report.set_aside) == (4, 3, 1)
    assert aside(archive) == [("extract", "unforeseen IndexError: list index out of range", 1)]
    assert extract_all(archive, Settings(home=tmp_path, extract_workers=1)).seen == 0
    archive.close()
