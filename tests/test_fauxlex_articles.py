"""Articles that must not be read, or no longer kept: title and link only, or nothing for good."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fauxlex_calls import Caller, indexed

from core.archive import Archive, FrontierEntry, Response, Visit
from core.article import Article
from core.settings import Settings
from fauxlex.extracting import extract_all

PAGE = "https://a.example/1"
HINTS = {"title": "Parliament debates deepfake bill", "published": "2026-11-03T09:30:00+09:00"}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with one address on its frontier."""
    opened = Archive(tmp_path)
    opened.health.declare_sources(
        [{"id": "a", "name": "A Post", "domain": "a.example", "country": "GB", "language": "en", "feeds": [], "rights": "open"}]
    )
    opened.crawl.add_urls([entry()])
    yield opened
    opened.close()


def entry(**hints: str) -> FrontierEntry:
    """The address as a feed gave it."""
    return FrontierEntry(url=PAGE, source="a", kind="page", hints={**HINTS, **hints})


def extract(archive: Archive) -> tuple[int, int]:
    """Articles made, and things set aside."""
    done = extract_all(archive, Settings(home=archive.home, extract_workers=1))
    return done.done, done.set_aside


def fetch(archive: Archive) -> None:
    """The page itself, fetched after all."""
    body = f"<html lang=en><head><title>{HINTS['title']}</title></head><body><article><p>{'Words of a text. ' * 40}</p></article></body></html>"
    response = Response(
        url=PAGE, status=200, headers=(("Content-Type", "text/html; charset=utf-8"),), body=body.encode(), fetched_at=datetime(2026, 11, 4, tzinfo=UTC)
    )  # fmt: skip
    archive.crawl.put_fetch(response, archive.warc.append(response), Visit(url=PAGE, source="a", hints=HINTS), (None, None))


def test_a_refused_page_is_an_article_of_title_link_and_date(archive: Archive) -> None:
    """Marked with the reason; it was never fetched, so there is no record of it."""
    archive.crawl.put_refusal(entry(), "forbidden by robots.txt")
    assert extract(archive) == (1, 0)
    article = archive.article(archive.store.id_of(PAGE) or "")
    assert article is not None
    assert (article.title, article.text, article.rights, article.rights_reason) == (
        HINTS["title"],
        "",
        "reserved",
        "forbidden by robots.txt",
    )
    assert (article.outlet_country, article.language, article.published_at and article.published_at.isoformat()) == (
        "GB",
        "en",
        HINTS["published"],
    )
    assert archive.fetch_of(article.id) is None
    assert archive.health.drops() == [("a", "forbidden by robots.txt", 1)]


def test_the_same_refusal_again_is_nothing_new(archive: Archive) -> None:
    """A crawl a quarter of an hour makes no changes; a new title in the feed is one."""
    archive.crawl.put_refusal(entry(), "forbidden by robots.txt")
    before = archive.log.last_seq()
    archive.crawl.put_refusal(entry(), "forbidden by robots.txt")
    assert archive.log.last_seq() == before
    archive.crawl.put_refusal(entry(title="Parliament passes deepfake bill"), "forbidden by robots.txt")
    assert extract(archive) == (1, 0)
    assert [one.title for one in archive.revisions(archive.store.id_of(PAGE) or "")] == ["Parliament passes deepfake bill"]


def test_without_a_title_nothing_is_kept(archive: Archive) -> None:
    """A sitemap that gives only the address: the refusal is counted, no article is made."""
    archive.crawl.put_refusal(replace(entry(), hints={}), "forbidden by robots.txt")
    assert (extract(archive), archive.store.id_of(PAGE)) == ((0, 0), None)


def test_a_page_that_is_opened_later_gets_its_text(archive: Archive) -> None:
    """As a second revision; and a text that we have is not lost when the outlet shuts the page."""
    archive.crawl.put_refusal(entry(), "forbidden by robots.txt")
    extract(archive)
    fetch(archive)
    extract(archive)
    archive.crawl.put_refusal(entry(title="Another title"), "forbidden by robots.txt")
    extract(archive)
    first, second = archive.revisions(archive.store.id_of(PAGE) or "")
    assert (first.rights, second.rights, second.rights_reason, "Words of a text" in (second.text or "")) == ("reserved", "open", None, True)


def found(fauxlex: Caller, home: Path, *flags: str) -> list[str]:
    """The addresses that a search finds."""
    done = fauxlex("search", "deepfake", "--home", home, "--json", *flags)
    return [hit["url"] for hit in json.loads(done.out)["hits"]]


def test_articles_remove_takes_an_article_out_by_its_address(fauxlex: Caller, tmp_path: Path) -> None:
    """From archive and index at once; neither a new index nor an import brings it back."""
    indexed(tmp_path, fauxlex)
    url = "https://outlet0.example/3"
    assert url in found(fauxlex, tmp_path)
    done = fauxlex("articles", "remove", f"{url}#top", "--reason", "asked for", "--home", tmp_path)
    assert (done.code, "removed 1 from archive and index; 0 raw responses overwritten" in done.err) == (0, True)
    assert url not in found(fauxlex, tmp_path)
    row = json.dumps({"url": url, "title": "Senators propose a deepfake bill", "text": "The bill would punish deepfakes."})
    assert json.loads(fauxlex("import", "--jsonl", "--home", tmp_path, "--extract-workers", "1", stdin=[row]).out)["new"] is False
    assert fauxlex("index", "--rebuild", "--home", tmp_path).code == 0
    assert url not in found(fauxlex, tmp_path)


def test_articles_remove_called_wrongly(fauxlex: Caller, tmp_path: Path) -> None:
    """Without a reason, or with an address that nobody has seen: exit 2, and nothing is removed."""
    indexed(tmp_path, fauxlex)
    assert fauxlex("articles", "remove", "https://outlet0.example/3", "--home", tmp_path).code == 2
    done = fauxlex("articles", "remove", "https://outlet0.example/typo", "--reason", "x", "--home", tmp_path)
    assert (done.code, "nothing was removed" in done.err) == (2, True)


def test_articles_diff_shows_what_was_edited(fauxlex: Caller, tmp_path: Path) -> None:
    """By address or id, from revision to revision; one that was never edited has nothing to show."""
    archive = Archive(tmp_path)
    first = Article(id="", url=PAGE, title="Bill debated", text="A first line.\nThe vote is on Monday.\nA last line.")
    with archive.log.write() as tx:
        stored = archive.store.put_article(tx, first, [])
        archive.store.put_article(tx, replace(first, title="Bill passed", text="A first line.\nThe vote was on Monday.\nA last line."), [])
    archive.close()
    assert stored
    done = fauxlex("articles", "diff", f"{PAGE}#top", "--home", tmp_path)
    changed = [line for line in done.lines if line[:1] in "+-" and not line.startswith(("+++", "---"))]
    assert changed == ["-title: Bill debated", "+title: Bill passed", "-The vote is on Monday.", "+The vote was on Monday."]
    assert fauxlex("articles", "diff", stored.id, "--home", tmp_path).out == done.out
    unknown = fauxlex("articles", "diff", "nobody", "--home", tmp_path)
    assert (unknown.code, "no article 'nobody'" in unknown.err) == (2, True)
