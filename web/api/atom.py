"""Atom feeds (RFC 4287): the first alert channel.

An entry's id and `updated` come from the article's id and from when it was first tagged, and nothing in an entry comes from its labels:
re-tagging leaves every entry as it was. Written with the standard library, because each entry says its own language.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as xml

from starlette.responses import Response

from web.context import Context
from web.i18n import LANGUAGE_TAG
from web.text import plain
from web.views.hits import HitView

ENTRIES = 50
TAG_YEAR = "2026"
"""The year of the `tag:` ids (RFC 4151): it names who owned the host name when ids were first minted, and never changes."""
_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article in a feed."""

    id: str
    title: str
    language: str | None
    href: str
    outward: str | None
    outlet: str
    published: str | None
    updated: datetime
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed; `updated` is the newer of the last reading of the sources and the newest entry."""

    id: str
    title: str
    subtitle: str
    language: str
    updated: datetime
    self_href: str
    page_href: str
    entries: tuple[Entry, ...]


def of_hits(ctx: Context, hits: Sequence[HitView], *, title: str, page_path: str, query: str) -> Feed:
    """The feed over `hits`, newest addition first."""
    last_read = ctx.site.archive.last_read()
    entries = tuple(_entry(ctx, view) for view in hits)
    moments = [entry.updated for entry in entries] + ([last_read] if last_read else [])
    read = (
        ctx.ui.gettext("Sources last read: %(when)s") % {"when": ctx.ui.minute(last_read)}
        if last_read
        else ctx.ui.gettext("No source was read yet")
    )
    return Feed(
        id=f"tag:{ctx.site.authority},{TAG_YEAR}:{ctx.ui.lang}{page_path}{query}",
        title=f"Fauxlex: {title}",
        subtitle=read,
        language=ctx.ui.lang,
        updated=max(moments, default=_LONG_AGO),
        self_href=ctx.absolute(f"{page_path}.atom", query),
        page_href=ctx.absolute(page_path, query),
        entries=entries,
    )


def respond(ctx: Context, feed: Feed) -> Response:
    """The feed as an answer, or 304 where the reader has it already."""
    body = write(feed)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "public, max-age=300", "content-language": ctx.ui.lang}
    if ctx.negotiated:
        headers["vary"] = "Accept-Language"
    if tag in [known.strip().removeprefix("W/") for known in (ctx.if_none_match or "").split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/atom+xml")


def write(feed: Feed) -> bytes:
    """The feed as a document; characters that XML 1.0 cannot hold are left out."""
    root = xml.Element("feed", {"xmlns": _ATOM, _LANG: feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", _stamp(feed.updated))
    _add(root, "generator", "Fauxlex")
    _link(root, "self", feed.self_href, "application/atom+xml")
    _link(root, "alternate", feed.page_href, "text/html")
    _add(xml.SubElement(root, "author"), "name", "Fauxlex")
    for entry in feed.entries:
        _write_entry(root, entry)
    xml.indent(root)
    written: bytes = xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(ctx: Context, view: HitView) -> Entry:
    hit = view.hit
    return Entry(
        id=f"tag:{ctx.site.authority},{TAG_YEAR}:article/{hit.id}",
        title=view.title,
        language=hit.language,
        href=ctx.absolute(ctx.article_path(hit.id)),
        outward=view.outward,
        outlet=view.outlet,
        published=hit.published_at,
        updated=_read_moment(hit.first_seen) or _read_moment(hit.published_at) or _LONG_AGO,
        summary=plain(view.snippet.striptags()),
    )


def _write_entry(root: xml.Element, entry: Entry) -> None:
    element = xml.SubElement(root, "entry")
    if entry.language and LANGUAGE_TAG.fullmatch(entry.language):
        element.set(_LANG, entry.language)
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "updated", _stamp(entry.updated))
    published = _read_moment(entry.published)
    if published:
        _add(element, "published", published.isoformat())
    _link(element, "alternate", entry.href, "text/html")
    if entry.outward:
        _link(element, "via", entry.outward, "text/html")
    if entry.outlet:
        _add(xml.SubElement(element, "author"), "name", entry.outlet)
    if entry.summary:
        _add(element, "summary", entry.summary)


def _add(parent: xml.Element, name: str, text: str) -> None:
    xml.SubElement(parent, name).text = plain(text)


def _link(parent: xml.Element, relation: str, href: str, kind: str) -> None:
    xml.SubElement(parent, "link", {"rel": relation, "href": plain(href), "type": kind})


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _read_moment(value: str | None) -> datetime | None:
    """An aware time; a naive one is taken as UTC, a day as its midnight."""
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
