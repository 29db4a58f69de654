"""The sample press's feeds and sitemaps: every article can be found, and the broken things are broken as planned."""

import gzip
import json
import xml.etree.ElementTree as ET

import feedparser
import pytest

from press import difficulties, doubles, expected, load_outlets, sources
from press.outlets import Outlet
from press.sitemaps import NEWS, SITEMAP
from press.world import World


def _body(world: World, url: str) -> bytes:
    """What an address answers, unpacked where it is a gzipped sitemap."""
    host, _, path = url.removeprefix("http://").partition("/")
    response = world.respond(host, "/" + path, {})
    assert response.status == 200, url
    return gzip.decompress(response.body) if url.endswith(".gz") else response.body


def _feed_urls(world: World, outlet: Outlet) -> list[str]:
    """The addresses in an outlet's feed, as a common reader sees them."""
    body = _body(world, outlet.url(outlet.feed))
    if outlet.feed_kind == "json":
        return [item["url"] for item in json.loads(body)["items"]]
    return [entry["link"] for entry in feedparser.parse(body).entries if "link" in entry]


def _sitemap_urls(world: World, url: str) -> list[str]:
    """The addresses in a sitemap and its children."""
    root = ET.fromstring(_body(world, url))
    found = [loc.text or "" for loc in root.iter(f"{{{SITEMAP}}}loc")]
    return [inner for child in found for inner in _sitemap_urls(world, child)] if root.tag.endswith("sitemapindex") else found


@pytest.fixture(scope="module")
def world() -> World:
    """The sample's world; no test of this module changes it."""
    return World()


def test_every_article_is_in_its_outlet_feed_or_sitemap(world: World) -> None:
    """Each canonical address is listed, in the feed under a double's address perhaps."""
    listed = {url for outlet in world.outlets.values() for url in _sitemap_urls(world, outlet.url(outlet.sitemap))}
    by_feed = {url for outlet in world.outlets.values() if outlet.feed for url in _feed_urls(world, outlet)}
    for url, article in expected().items():
        assert url in listed, url
        if load_outlets()[article["outlet"]].feed:
            assert {url, *doubles().get(url, ())} & by_feed, url


def test_three_kinds_of_feeds_and_four_of_sitemaps_are_offered() -> None:
    """RSS, Atom and JSON Feed; plain, news, index, and index of gzipped children."""
    outlets = load_outlets().values()
    assert {outlet.feed_kind for outlet in outlets if outlet.feed} == {"rss", "atom", "json"}
    assert {outlet.sitemap_kind for outlet in outlets} == {"plain", "news", "index", "index-gz"}


@pytest.mark.parametrize("outlet", [one for one in load_outlets().values() if one.feed_kind in ("rss", "atom")], ids=lambda one: one.id)
def test_xml_feeds_are_read_by_a_common_reader(world: World, outlet: Outlet) -> None:
    """Well-formed everywhere but at the outlet with the broken entry, and with times that parse."""
    feed = feedparser.parse(_body(world, outlet.url(outlet.feed)))
    broken = [entry for entry in feed.entries if "link" not in entry]
    assert len(broken) == ("broken_entry" in outlet.tricks)
    assert bool(feed.bozo) == ("broken_entry" in outlet.tricks)
    assert all(entry.get("published_parsed") and entry["title"] for entry in feed.entries if entry not in broken)


def test_the_broken_entry_has_no_link_no_date_and_a_control_character(world: World) -> None:
    """A strict XML parser refuses the whole feed; the other entries are whole all the same."""
    (url,) = difficulties()["broken entry"]
    body = _body(world, url)
    assert b"\x0b" in body
    with pytest.raises(ET.ParseError):
        ET.fromstring(body)
    assert len(_feed_urls(world, world.outlets["meuse"])) == len(world.articles(world.outlets["meuse"]))


def test_a_news_sitemap_names_title_language_and_time(world: World) -> None:
    """What the feed says at other outlets, the news sitemap says here."""
    root = ET.fromstring(_body(world, "http://dongne.example/sitemap-news.xml"))
    names = {tag.tag.removeprefix(f"{{{NEWS}}}") for tag in root.iter() if tag.tag.startswith(f"{{{NEWS}}}")}
    assert names == {"news", "publication", "name", "language", "publication_date", "title"}


def test_pages_that_are_no_articles_are_linked_from_feeds_or_sitemaps(world: World) -> None:
    """A crawler meets the gone, failing, consent, listing and members' pages by itself."""
    met = {url for outlet in world.outlets.values() for url in _sitemap_urls(world, outlet.url(outlet.sitemap))}
    met |= {url for outlet in world.outlets.values() if outlet.feed for url in _feed_urls(world, outlet)}
    for kind in ("gone", "error", "consent", "listing", "members"):
        assert set(difficulties()[kind]) <= met, kind


def test_feeds_list_doubles_old_addresses_and_campaign_links(world: World) -> None:
    """One article under several addresses: the same article each time."""
    narae, prairie = _feed_urls(world, world.outlets["narae"]), _feed_urls(world, world.outlets["prairie"])
    assert any(url.startswith("http://m.narae.example/") for url in narae)
    assert any(url.startswith("http://prairie.example/story.php?id=") for url in prairie)
    assert any(url.startswith("http://prairie.example/amp/") for url in prairie)
    assert any("utm_source=" in url for url in prairie)


def test_markup_in_a_title_is_escaped_in_every_feed_and_sitemap() -> None:
    """What is published with `&` and `<` comes out of each reader as it went in."""
    world, title = World(), 'A < B & "C" > D'
    for outlet in world.outlets.values():
        world.publish({"outlet": outlet.id, "slug": "ampersand", "lang": outlet.language, "title": title, "text": "t", "section": "tech"})
        assert len(_sitemap_urls(world, outlet.url(outlet.sitemap))) >= 1
        if outlet.feed_kind in ("rss", "atom"):
            entries = feedparser.parse(_body(world, outlet.url(outlet.feed)), sanitize_html=False).entries
            shown = [entry["title"].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for entry in entries]
            assert title in shown, outlet.id
        elif outlet.feed_kind == "json":
            assert title in [item["title"] for item in json.loads(_body(world, outlet.url(outlet.feed)))["items"]]


def test_sources_name_every_feed_and_sitemap_and_all_answer(world: World) -> None:
    """The list that a crawler starts from has no dead address."""
    named = [url for source in sources() for url in [*source["feeds"], *source["sitemaps"], source["home"]]]
    assert len(sources()) == 13
    assert all(_body(world, url) for url in named)
