"""The feeds that outlets offer: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1, written by hand so that a broken entry can be broken."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from press.articles import PressArticle
from press.dates import rfc822
from press.outlets import Outlet

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
# No XML 1.0 document may hold U+000B: one such character makes a strict parser refuse the whole feed.
VERTICAL_TAB = "\x0b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a feed; `article` is None for a page that is no article."""

    url: str
    title: str
    when: datetime
    article: PressArticle | None = None


def entries(outlet: Outlet, articles: Sequence[PressArticle], now: datetime) -> list[Entry]:
    """What the outlet's feed lists: its articles newest first, its doubles, and its pages that are no articles."""
    listed = [Entry(url=outlet.listed_url(one), title=one.title, when=one.published, article=one) for one in articles]
    for trick, double in (("feed_amp", "amp"), ("feed_mobile", "mobile")):
        wanted = outlet.tricks.get(trick)
        for one in articles:
            if wanted == one.slug or (wanted == "newest" and one is articles[0]):
                listed.append(Entry(url=outlet.double_urls(one)[double], title=one.title, when=one.published, article=one))
    for page in outlet.pages:
        if page.listed == "feed":
            listed.append(Entry(url=outlet.url(page.path), title=page.title, when=now))
    return listed


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    """A child element with text."""
    child = ET.SubElement(parent, tag, attributes)
    child.text = text or None
    return child


def _xml(root: ET.Element) -> bytes:
    """The document with its declaration; characters that UTF-8 cannot hold become references."""
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode").encode("utf-8", "xmlcharrefreplace")


def rss(outlet: Outlet, listed: Sequence[Entry], now: datetime) -> bytes:
    """An RSS 2.0 feed, with a broken item at the end where the outlet has that trick."""
    ET.register_namespace("dc", DC)
    root = ET.Element("rss", {"version": "2.0"})
    channel = _add(root, "channel")
    _add(channel, "title", outlet.name)
    _add(channel, "link", outlet.home)
    _add(channel, "description", outlet.name)
    _add(channel, "language", outlet.language)
    _add(channel, "lastBuildDate", rfc822(now))
    for entry in listed:
        item = _add(channel, "item")
        _add(item, "title", entry.title)
        _add(item, "link", entry.url)
        _add(item, "guid", entry.url, isPermaLink="true")
        _add(item, "pubDate", rfc822(entry.when))
        if entry.article is not None:
            _add(item, "description", f"<p>{entry.article.lead}</p>")
            _add(item, "category", outlet.section_name(entry.article.section))
            for author in entry.article.authors:
                _add(item, f"{{{DC}}}creator", author)
    if "broken_entry" in outlet.tricks:
        item = _add(channel, "item")
        _add(item, "title", f"Brocante{VERTICAL_TAB}: le guide du week-end & des exposants")
        _add(item, "pubDate", "mardi 32 octobre 2026, vers midi")
    return _xml(root)


def atom(outlet: Outlet, listed: Sequence[Entry], now: datetime) -> bytes:
    """An Atom feed."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": outlet.language})
    _add(root, f"{{{ATOM}}}id", outlet.home)
    _add(root, f"{{{ATOM}}}title", outlet.name)
    _add(root, f"{{{ATOM}}}updated", now.isoformat())
    _add(root, f"{{{ATOM}}}link", rel="self", href=outlet.url(outlet.feed))
    _add(root, f"{{{ATOM}}}link", rel="alternate", href=outlet.home)
    for entry in listed:
        item = _add(root, f"{{{ATOM}}}entry")
        _add(item, f"{{{ATOM}}}id", entry.url)
        _add(item, f"{{{ATOM}}}title", entry.title)
        _add(item, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=entry.url)
        _add(item, f"{{{ATOM}}}published", entry.when.isoformat())
        _add(item, f"{{{ATOM}}}updated", (entry.article.changed if entry.article else entry.when).isoformat())
        for author in entry.article.authors if entry.article else (outlet.name,):
            _add(_add(item, f"{{{ATOM}}}author"), f"{{{ATOM}}}name", author)
        if entry.article is not None:
            _add(item, f"{{{ATOM}}}summary", entry.article.lead, type="text")
    return _xml(root)


def json_feed(outlet: Outlet, listed: Sequence[Entry], now: datetime) -> bytes:
    """A JSON Feed 1.1; it has no time of its own, so `now` only stamps the feed's extension."""
    items: list[dict[str, Any]] = []
    for entry in listed:
        item: dict[str, Any] = {"id": entry.url, "url": entry.url, "title": entry.title, "date_published": entry.when.isoformat()}
        if entry.article is not None:
            item["summary"] = entry.article.lead
            item["language"] = entry.article.lang
            item["authors"] = [{"name": name} for name in entry.article.authors]
            if entry.article.updated:
                item["date_modified"] = entry.article.updated.isoformat()
        items.append(item)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": outlet.home,
        "feed_url": outlet.url(outlet.feed),
        "language": outlet.language,
        "_press": {"built": now.isoformat()},
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode("utf-8", "xmlcharrefreplace")


WRITERS = {"rss": rss, "atom": atom, "json": json_feed}
