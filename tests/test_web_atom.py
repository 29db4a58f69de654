"""Feeds: valid, stable, silent over re-tagging."""

from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as xml

import feedparser
import pytest
from starlette.testclient import TestClient

from core.article import Topic
from tests.web_fakes import READ
from tests.web_samples import make_archive, make_site
from web.app import create_app

ATOM = "{http://www.w3.org/2005/Atom}"


def feed_of(client: TestClient, path: str = "/en/search.atom") -> xml.Element:
    answer = client.get(path)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return xml.fromstring(answer.content)


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app(make_site()))


@pytest.mark.parametrize(
    "path",
    ["/search.atom", "/fr/search.atom?q=alert", "/ko/search.atom?jurisdiction=KR", "/en/jurisdictions/KR.atom", "/jurisdictions/CH.atom"],
)
def test_a_feed_has_all_that_rfc_4287_asks_for(client: TestClient, path: str) -> None:
    """Ids, titles, times and authors; hostile titles do no harm."""
    feed = feed_of(client, path)
    assert all(feed.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "author"))
    for entry in feed.iter(f"{ATOM}entry"):
        assert all(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    assert not feedparser.parse(client.get(path).content).bozo


def test_no_control_character_breaks_a_feed() -> None:
    """Every character that XML 1.0 cannot hold is left out."""
    archive = make_archive()
    odd = "".join(map(chr, range(0x20))) + "\x7f\x85\ufffe\uffff\ud800\udfff\u202e"
    archive.articles["ko00"] = replace(archive.articles["ko00"], title=f"before{odd}after", text=f"{odd}<b>]]></b>")
    feed = feed_of(TestClient(create_app(make_site(archive))))
    assert any(title.text == "before after" for title in feed.iter(f"{ATOM}title"))


def test_ids_are_tags_that_do_not_change_with_the_search(client: TestClient) -> None:
    """One article has one id in every feed; a feed's id says its search."""
    everything = {entry.findtext(f"{ATOM}id") for entry in feed_of(client).iter(f"{ATOM}entry")}
    assert {entry.findtext(f"{ATOM}id") for entry in feed_of(client, "/fr/search.atom?jurisdiction=KR").iter(f"{ATOM}entry")} < everything
    assert "tag:fauxlex.example,2026:article/ko00" in everything
    assert feed_of(client, "/fr/search.atom?jurisdiction=KR").findtext(f"{ATOM}id") == "tag:fauxlex.example,2026:fr/search?jurisdiction=KR"


def test_retagging_leaves_every_entry_as_it_was() -> None:
    """New labels change neither an entry nor the feed."""
    archive = make_archive()
    client = TestClient(create_app(make_site(archive)))
    before = client.get("/search.atom").content
    for article_id, annotation in archive.annotations.items():
        if annotation.relevance in ("law", "deepfake"):
            archive.annotations[article_id] = replace(annotation, model="fauxlex-2", topics=(Topic(code="fraud", score=0.5),), penalties=())
    assert client.get("/search.atom").content == before


def test_a_feed_is_ordered_by_when_articles_were_first_seen() -> None:
    """Whatever order the address names, the index is asked for the latest additions."""
    site = make_site()
    TestClient(create_app(site)).get("/search.atom?q=a&sort=score&limit=3")
    asked = site.index.asked[-1]  # type: ignore[attr-defined]
    assert (asked.sort, asked.limit, asked.cursor) == ("seen", 50, None)


def test_a_feed_says_when_the_sources_were_last_read() -> None:
    """In words in its subtitle, and as its time, so that silence can be told from a standstill."""
    archive = make_archive()
    archive.read = READ + timedelta(hours=3)
    feed = feed_of(TestClient(create_app(make_site(archive))), "/fr/search.atom")
    assert feed.findtext(f"{ATOM}subtitle") == "Dernière lecture des sources : 20 nov. 2026, 09:30 UTC"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-20T09:30:00Z"


def test_entries_link_to_our_page_and_to_the_outlet(client: TestClient) -> None:
    """With the configured origin; a javascript: address is no link."""
    links = {(link.get("rel"), link.get("href")) for link in feed_of(client).iter(f"{ATOM}link")}
    assert ("self", "https://fauxlex.example/en/search.atom") in links
    assert ("alternate", "https://fauxlex.example/en/articles/fr01") in links
    assert ("via", "https://courrier.example/politique/hypertrucages") in links
    assert not [href for _, href in links if href and href.startswith("javascript")]


def test_entries_say_their_language(client: TestClient) -> None:
    """A Korean title in an English feed is Korean."""
    languages = {entry.get("{http://www.w3.org/XML/1998/namespace}lang") for entry in feed_of(client).iter(f"{ATOM}entry")}
    assert {"ko", "fr", "en"} <= languages


def test_a_reader_that_has_the_feed_is_told_so(client: TestClient) -> None:
    """304 without a body for a matching entity tag."""
    first = client.get("/search.atom")
    again = client.get("/search.atom", headers={"if-none-match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
