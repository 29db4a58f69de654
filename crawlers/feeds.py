"""What a feed or a sitemap lists: RSS, Atom and JSON Feed, sitemaps, sitemap indexes and news sitemaps (sitemaps.org 0.9, Google News 0.9)."""

import gzip
import html
import json
import re
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any

import feedparser
from lxml import etree

from core.urls import join

MAX_ENTRIES = 50_000
"""Of one sitemap, as sitemaps.org allows; the rest is counted as left out."""

MAX_UNPACKED = 52_428_800
"""Bytes of one unpacked sitemap, as sitemaps.org allows."""

MAX_URL = 2000
"""Characters of an address; news sites stay far below, and some servers and caches refuse longer ones."""

MAX_FEED = 5_242_880
"""Bytes of one feed; the largest real ones have a tenth of it, and the parser needs two seconds a megabyte."""

MAX_TAGS = 400_000
"""Of one feed, for the same reason."""

MAX_ATTRIBUTES = 1000
"""Of one element of a feed: the parser's time grows with their square."""

FIRST_YEAR = 1990
"""Before it there was no web: such a date is a program's zero (year 1, 1970), not a time of publication."""

LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{2000,}")

TAG = re.compile(r"<[^<>]{1,2000}>")

ODD_YEAR = re.compile(r"\s(-\d+|0\d{3})\s+\d{1,2}:")
"""Year -1 or 0001 before the time: the standard library would take it for 2000 or 2001."""

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What no XML document and no database may hold: control characters and lone surrogates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A page (or, `kind` sitemap, a further sitemap) that a feed lists, with what it says of it; dates in ISO 8601 with offset."""

    url: str
    kind: str = "page"
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    language: str | None = None
    depth: int = 0

    def hints(self) -> dict[str, Any]:
        """What extraction may fall back on, unknown fields left out."""
        row = {"title": self.title, "published": self.published, "updated": self.updated, "language": self.language, "depth": self.depth}
        return {name: value for name, value in row.items() if value}


@dataclass(slots=True)
class Listing:
    """What was read: links, entries that could not be used (reason → count), and the error that stopped the reading, if any."""

    links: list[Link] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    error: str | None = None

    def leave_out(self, reason: str) -> None:
        """Counts an entry that is not used."""
        self.left_out[reason] = self.left_out.get(reason, 0) + 1


def read_feed(body: bytes, url: str, content_type: str = "") -> Listing:
    """Reads RSS, Atom or JSON Feed 1.x; what can be read of a broken feed is used, and what cannot is counted."""
    if len(body) > MAX_FEED:
        return Listing(error=f"a feed of {len(body)} bytes; at most {MAX_FEED} are read")
    if "json" in content_type or body.lstrip()[:1] == b"{":
        return _read_json(body, url)
    if body.count(b"<") > MAX_TAGS:
        return Listing(error=f"a feed with over {MAX_TAGS} tags")
    if any(tag.count(b"=") > MAX_ATTRIBUTES for tag in LONG_TAG.findall(body)):
        return Listing(error=f"not a feed: an element with over {MAX_ATTRIBUTES} attributes")
    listing = Listing()
    # As a stream: bytes by themselves are taken for the name of a local file first, and a feed could read to us what it likes.
    parsed = feedparser.parse(
        BytesIO(body), response_headers={"content-location": url, "content-type": content_type or "application/xml"}, sanitize_html=False
    )
    if not parsed.entries and (parsed.bozo or not parsed.get("version")):
        listing.error = f"not a feed: {_one_line(parsed.get('bozo_exception') or 'neither RSS nor Atom nor JSON Feed')}"
        return listing
    for entry in parsed.entries:
        _take(
            listing,
            url,
            entry.get("link"),
            title=_title(entry),
            published=dict.get(entry, "published"),  # feedparser's own get would give one date for the other
            updated=dict.get(entry, "updated"),
        )
    return listing


def read_sitemap(body: bytes, url: str) -> Listing:
    """Reads a sitemap or a sitemap index, packed or not; entities and DTDs are never resolved."""
    listing = Listing()
    try:
        root = etree.fromstring(
            _unpacked(body), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=True)
        )
    except (etree.XMLSyntaxError, ValueError, OSError, EOFError, zlib.error) as err:
        listing.error = f"not a sitemap: {_one_line(err)}"
        return listing
    name = etree.QName(root).localname if root is not None else ""
    if root is None or name not in ("urlset", "sitemapindex"):
        listing.error = f"not a sitemap: its root is <{name or 'nothing'}>"
        return listing
    for number, element in enumerate(root.iterchildren(tag=etree.Element)):
        if number >= MAX_ENTRIES:
            listing.leave_out(f"beyond the {MAX_ENTRIES} entries that a sitemap may have")
            continue
        values = _values(element)
        kind = "sitemap" if name == "sitemapindex" else "page"
        _take(
            listing,
            url,
            values.get("loc"),
            kind=kind,
            title=values.get("title"),
            published=values.get("publication_date"),
            updated=values.get("lastmod"),
            language=values.get("language"),
        )
    return listing


def _values(element: Any) -> dict[str, str]:
    """What an entry says: its own elements and those of its news extension; pictures and videos have a `loc` and a `title` of their own."""
    values = {}
    for child in element.iterchildren(tag=etree.Element):
        if etree.QName(child).localname == "news":
            values.update({etree.QName(inner).localname: inner.text or "" for inner in child.iter(tag=etree.Element) if inner is not child})
    for child in element.iterchildren(tag=etree.Element):
        if etree.QName(child).localname in ("loc", "lastmod"):
            values[etree.QName(child).localname] = child.text or ""
    return values


def _read_json(body: bytes, url: str) -> Listing:
    listing = Listing()
    try:
        items = json.loads(body)["items"]
        entries = [item for item in items if isinstance(item, dict)]
    except (ValueError, KeyError, TypeError, RecursionError) as err:
        listing.error = f"not a JSON Feed: {_one_line(err)}"
        return listing
    for item in entries:
        _take(
            listing,
            url,
            item.get("url"),
            title=item.get("title"),
            published=item.get("date_published"),
            updated=item.get("date_modified"),
            language=item.get("language"),
        )
    return listing


def _take(listing: Listing, base: str, link: Any, **said: Any) -> None:
    if not isinstance(link, str) or not link.strip():
        listing.leave_out("an entry without a link")
        return
    address = join(base, link)
    if address is None:
        listing.leave_out("a link that is not http or https")
        return
    if len(address) > MAX_URL:
        listing.leave_out(f"an address of over {MAX_URL} characters")
        return
    clean: dict[str, Any] = {name: _plain(value) for name, value in said.items() if isinstance(value, str) and _plain(value)}
    for name in ("published", "updated"):
        if name in clean:
            clean[name] = _moment(clean[name])
    listing.links.append(Link(url=address, **clean))


def _moment(text: str) -> str | None:
    """A date of a feed (RFC 3339 or RFC 822) in ISO 8601 with its offset (UTC where it gives none), or None where it cannot be meant."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        if ODD_YEAR.search(text):
            return None
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, OverflowError):
            return None
    if moment.year < FIRST_YEAR:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _title(entry: Any) -> str | None:
    """An entry's title as text; feeds may write it in HTML."""
    text = entry.get("title")
    if not isinstance(text, str) or "html" not in (entry.get("title_detail") or {}).get("type", ""):
        return text if isinstance(text, str) else None
    return html.unescape(TAG.sub("", text))


def _plain(text: str) -> str:
    """A value in one line, without what cannot be stored."""
    return " ".join(UNPRINTABLE.sub("", text).split())[:500]


def _unpacked(body: bytes) -> bytes:
    """The sitemap's XML; a packed one is unpacked up to `MAX_UNPACKED`."""
    if body[:2] != b"\x1f\x8b":
        return body
    with gzip.GzipFile(fileobj=BytesIO(body)) as handle:
        data = handle.read(MAX_UNPACKED + 1)
    if len(data) > MAX_UNPACKED:
        raise ValueError(f"larger than {MAX_UNPACKED} bytes when unpacked")
    return data


def _one_line(err: Any) -> str:
    return " ".join(str(err).split())[:200]
