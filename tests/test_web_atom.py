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
    feed = feed_of(TestClient(create_app(make_site(archive))), "/fr/search.atom?language=fr")
    assert feed.findtext(f"{ATOM}subtitle") == "Dernière lecture des sources : 20 nov. 2026, 09:30 UTC"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-20T09:30:00Z"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/en/search.atom", "1 of 5 sources could not be read since 16 Nov 2026, 04:02 UTC"),
        ("/fr/search.atom", "1 source sur 5 n’a pas pu être lue depuis le 16 nov. 2026, 04:02 UTC"),
        ("/ko/search.atom", "수집처 5곳 중 1곳을 2026. 11. 16. 04:02 UTC부터 읽지 못했습니다(가장 이른 시각)"),
        ("/en/search.atom?language=de", "1 of 1 sources could not be read since 16 Nov 2026, 04:02 UTC"),
        ("/en/search.atom?source=morgen&source=hanbit", "1 of 2 sources could not be read since 16 Nov 2026, 04:02 UTC"),
        ("/en/search.atom?outlet_country=DE", "1 of 1 sources could not be read since 16 Nov 2026, 04:02 UTC"),
        ("/en/jurisdictions/CH.atom", "1 of 5 sources could not be read since 16 Nov 2026, 04:02 UTC"),
        ("/en/search.atom?language=ko", None),
        ("/en/search.atom?source=hanbit", None),
        ("/en/search.atom?language=it", "none of the sources that are read fits this search"),
    ],
)
def test_a_feed_tells_the_silence_of_its_sources_from_that_of_the_news(client: TestClient, path: str, said: str | None) -> None:
    """Those that its search can hear of, in its language, with since when."""
    subtitle = feed_of(client, path).findtext(f"{ATOM}subtitle") or ""
    assert subtitle.split(" · ")[1:] == ([said] if said else [])


def health_entries(feed: xml.Element) -> list[tuple[str | None, str | None, str | None]]:
    """Id, title and summary of the entries that tell of sources."""
    entries = [entry for entry in feed.iter(f"{ATOM}entry") if entry.find(f"{ATOM}category[@term='health']") is not None]
    return [(entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}summary")) for entry in entries]


def test_an_entry_tells_each_state_of_the_sources_once() -> None:
    """One id while the same sources fail, whatever else changes; another when one more does; none on the first day, nor when all is read."""
    archive = make_archive()
    client = TestClient(create_app(make_site(archive)))
    ((first, title, named),) = health_entries(feed_of(client))
    assert (title, named) == (
        "1 of 5 sources could not be read since 16 Nov 2026, 04:02 UTC",
        "Morgenblatt am See (16 Nov 2026, 04:02 UTC)",
    )
    archive.source_list[3] = replace(archive.source_list[3], failures=9, last_error="HTTP 410", last_error_at=READ)
    assert [entry[0] for path in ("/fr/search.atom", "/en/search.atom?language=de") for entry in health_entries(feed_of(client, path))] == [
        first
    ] * 2
    archive.source_list[1] = replace(archive.source_list[1], status="failing", last_ok=READ - timedelta(hours=23))
    assert [entry[0] for entry in health_entries(feed_of(client))] == [first]
    archive.source_list[1] = replace(archive.source_list[1], last_ok=READ - timedelta(hours=25))
    ((second, title, _),) = health_entries(feed_of(client))
    assert second != first and title == "2 of 5 sources could not be read since 16 Nov 2026, 04:02 UTC (the first of them)"
    archive.source_list[1] = replace(archive.source_list[1], partly=True)
    assert (feed_of(client).findtext(f"{ATOM}subtitle") or "").endswith("; 1 of them is read in part")
    archive.source_list = [replace(source, status="ok", last_ok=READ) for source in archive.source_list]
    assert health_entries(feed_of(client)) == []


def test_a_source_that_was_never_read_is_no_change() -> None:
    """The subtitle tells it without a day; no entry does."""
    archive = make_archive()
    archive.source_list[3] = replace(archive.source_list[3], last_ok=None)
    feed = feed_of(TestClient(create_app(make_site(archive))))
    assert (feed.findtext(f"{ATOM}subtitle") or "").endswith(" · 1 of 5 sources could not be read")
    assert health_entries(feed) == []


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
