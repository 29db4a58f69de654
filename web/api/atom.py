"""Atom feeds (RFC 4287): the first alert channel.

An entry's id and `updated` come from the article's id and from when it was first tagged, and nothing in an entry comes from its labels:
re-tagging leaves every entry as it was. What is told of sources that fail comes from their health alone. Written with the standard library, because each entry says its own language.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as xml

from starlette.responses import Response

from web.context import Context
from web.health import Reading
from web.i18n import LANGUAGE_TAG
from web.site import SourceView
from web.text import plain
from web.views.hits import HitView

ENTRIES = 50
PATIENCE = timedelta(days=1)
"""How long a source must have failed before an entry tells it; the subtitle tells it at once."""
MOST_NAMED = 20
TAG_YEAR = "2026"
"""The year of the `tag:` ids (RFC 4151): it names who owned the host name when ids were first minted, and never changes."""
_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article in a feed, or what is told of its sources, which has a category."""

    id: str
    title: str
    language: str | None
    href: str
    outward: str | None
    outlet: str
    published: str | None
    updated: datetime
    summary: str
    category: str | None = None


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


def with_health(ctx: Context, feed: Feed, reading: Reading) -> Feed:
    """The feed with how its sources fare: in its subtitle, and as an entry where some have failed for a day."""
    said = reading.in_words(ctx.ui)
    if not said:
        return feed
    feed = replace(feed, subtitle=f"{feed.subtitle} · {said}")
    entry = _health_entry(ctx, reading, said)
    if entry is None:
        return feed
    newer = [one for one in feed.entries if one.updated >= entry.updated]
    entries = (*feed.entries[: len(newer)], entry, *feed.entries[len(newer) :])
    return replace(feed, updated=max(feed.updated, entry.updated), entries=entries)


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


def _health_entry(ctx: Context, reading: Reading, said: str) -> Entry | None:
    """An entry on the sources that fail; its id is that of which fail since when, so that each state is told once, in every feed the same."""
    lasting = _lasting(reading)
    if not lasting:
        return None
    state = "".join(f"{source.id} {_stamp(since)}\n" for source, since in sorted(lasting, key=lambda one: one[0].id))
    named = [f"{plain(source.name) or source.id} ({ctx.ui.minute(since)})" for source, since in lasting[:MOST_NAMED]]
    return Entry(
        id=f"tag:{ctx.site.authority},{TAG_YEAR}:health/{hashlib.sha256(state.encode()).hexdigest()[:16]}",
        title=said,
        language=ctx.ui.lang,
        href=ctx.absolute("/sources"),
        outward=None,
        outlet="Fauxlex",
        published=None,
        updated=max(since for _, since in lasting) + PATIENCE,
        summary=", ".join(named) + (" …" if len(lasting) > MOST_NAMED else ""),
        category="health",
    )


def _lasting(reading: Reading) -> list[tuple[SourceView, datetime]]:
    """The sources that have failed for a day when any was last asked, with since when; those that were never read are no change."""
    asked = max((at for source in reading.sources for at in (source.last_ok, source.last_error_at) if at), default=_LONG_AGO)
    known = [(source, source.failing_since) for source in reading.failing]
    return [(source, since) for source, since in known if since and asked - since >= PATIENCE]


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
    if entry.category:
        xml.SubElement(element, "category", {"term": entry.category})
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
