"""What the outlets hold and answer, without a socket: `World.respond` turns a request into a response."""

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from press import feeds, pages, sitemaps
from press.articles import PressArticle, PressError, from_record, load_articles
from press.dates import http_date
from press.outlets import Outlet, load_outlets

HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
STEP = timedelta(minutes=10)
# What the header and the meta element claim of bytes that are CP949 in truth; which pair a page gets follows from its number.
CP949_CLAIMS = (("text/html; charset=euc-kr", "utf-8"), ("text/html", "utf-8"), ("text/html; charset=utf-8", "euc-kr"))
TRACKING = ("utm_", "fbclid")
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360"><rect width="640" height="360" fill="#b8bcc4"/></svg>\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer; `changed` is when the resource last changed (None: unknown), `version` what its ETag is made from."""

    status: int = 200
    content_type: str = HTML
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    changed: datetime | None = None
    version: bytes = b""
    drip: bool = False


def _without_tracking(target: str) -> str:
    """Path and query without the parameters that mailing campaigns hang on links."""
    parts = urlsplit(target)
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not key.startswith(TRACKING)]
    return parts.path + ("?" + urlencode(kept) if kept else "")


def _redirect(status: HTTPStatus, url: str) -> Response:
    """A redirect with an absolute Location."""
    body = f'<!doctype html><title>Moved</title><a href="{url}">moved</a>\n'.encode()
    return Response(status=status, body=body, headers={"Location": url})


class World:
    """All outlets and their articles at a moment that never moves by itself.

    Args:
        articles: what is printed; the sample's articles if None.
        now: the world's time; nothing published later is to be seen. The newest article's time if None.
    """

    def __init__(self, articles: tuple[PressArticle, ...] | None = None, now: datetime | None = None) -> None:
        self.outlets = load_outlets()
        self._articles = list(load_articles() if articles is None else articles)
        self.now = now or max(article.changed for article in self._articles)
        self._by_host = {outlet.host: (outlet, "") for outlet in self.outlets.values()}
        for outlet in self.outlets.values():
            if mobile := outlet.tricks.get("mobile"):
                self._by_host[mobile] = (outlet, "mobile")
        self._refused: set[str] = set()
        self._lock = threading.RLock()

    @property
    def hosts(self) -> list[str]:
        """Every name that answers, mobile doubles included."""
        return sorted(self._by_host)

    def articles(self, outlet: Outlet) -> list[PressArticle]:
        """What an outlet has printed up to now, newest first."""
        with self._lock:
            printed = [one for one in self._articles if one.outlet == outlet.id and one.published <= self.now]
        return sorted(printed, key=lambda one: (one.published, one.id), reverse=True)

    def publish(self, record: Mapping[str, Any]) -> PressArticle:
        """Prints one more article; without `published` ten minutes after now, and the world's time moves there.

        Raises:
            PressError: a key is missing, the outlet unknown, or the slug taken.
        """
        with self._lock:
            filled = {"published": (self.now + STEP).isoformat(), "id": f"{record.get('outlet')}-{record.get('slug')}"} | dict(record)
            article = from_record(filled, "publish")
            outlet = self._outlet(article.outlet)
            if any(one.number == article.number for one in self._articles if one.outlet == outlet.id):
                raise PressError(f"publish: {outlet.host} has printed '{article.slug}' already; choose another slug, or edit that article")
            self._articles.append(article)
            self.now = max(self.now, article.changed)
        return article

    def edit(self, outlet_id: str, slug: str, text: str) -> PressArticle:
        """Replaces the text of a printed article, ten minutes after now; its address stays.

        Raises:
            PressError: there is no such article.
        """
        outlet = self._outlet(outlet_id)
        with self._lock:
            for place, article in enumerate(self._articles):
                if (article.outlet, article.slug) == (outlet.id, slug):
                    self.now += STEP
                    updated = self.now.astimezone(article.published.tzinfo)
                    self._articles[place] = replace(article, text=text, updated=updated)
                    return self._articles[place]
        raise PressError(f"edit: {outlet.host} has printed no '{slug}'; slugs stand in articles/*.jsonl")

    def _outlet(self, outlet_id: str) -> Outlet:
        """An outlet by id."""
        if outlet_id not in self.outlets:
            raise PressError(f"no outlet '{outlet_id}'; there are {', '.join(self.outlets)}")
        return self.outlets[outlet_id]

    def respond(self, host: str, target: str, headers: Mapping[str, str]) -> Response:
        """Answers one request.

        Args:
            host: the Host header, port and case of no account.
            target: path and query.
            headers: the request's headers, names in lower case.
        """
        name = host.partition(":")[0].lower().rstrip(".")
        if name not in self._by_host:
            known = "\n".join(self.hosts)
            message = f"The sample press plays these names, and '{name}' is none of them:\n{known}\n"
            return Response(status=HTTPStatus.MISDIRECTED_REQUEST, content_type=TEXT, body=message.encode())
        outlet, variant = self._by_host[name]
        path = _without_tracking(target)
        response = self._resource(outlet, path) if not variant else None
        response = response or self._article(outlet, path, variant) or self._not_found(outlet)
        return self._validated(outlet, response, headers)

    def _resource(self, outlet: Outlet, path: str) -> Response | None:
        """Everything that is no article: robots.txt, feeds, sitemaps, front pages, extra pages."""
        articles = self.articles(outlet)
        if path == "/robots.txt":
            return self._robots(outlet)
        if path == outlet.feed:
            listed = feeds.entries(outlet, articles, self.now)
            body = feeds.WRITERS[outlet.feed_kind](outlet, listed, self.now)
            return Response(content_type=feeds.TYPES[outlet.feed_kind], body=body, changed=self.now, version=body)
        found = sitemaps.documents(outlet, articles)
        if path in found:
            kind, body = found[path]
            return Response(content_type=kind, body=body, changed=self.now, version=body)
        if path == "/.well-known/tdmrep.json" and "reserved" in outlet.tricks:
            return self._tdmrep(outlet)
        if path.startswith("/img/"):
            return Response(content_type="image/svg+xml", body=PICTURE)
        for page in outlet.pages:
            if path == page.path:
                status = {"gone": HTTPStatus.NOT_FOUND, "error": HTTPStatus.INTERNAL_SERVER_ERROR}.get(page.kind, HTTPStatus.OK)
                return self._html(outlet, pages.extra_page(outlet, page, articles, self.now), status=status)
        return self._front(outlet, path, articles)

    def _robots(self, outlet: Outlet) -> Response:
        """robots.txt naming the sitemap, or 404 where the outlet has none."""
        if outlet.robots is None:
            return self._not_found(outlet)
        body = f"{outlet.robots.lstrip()}\nSitemap: {outlet.url(outlet.sitemap)}\n"
        return Response(content_type=TEXT, body=body.encode())

    def _tdmrep(self, outlet: Outlet) -> Response:
        """Which section reserves text and data mining (W3C TDM Reservation Protocol, report of 2024-05-10)."""
        location = outlet.section.format(section=outlet.tricks["reserved"]) + "*"
        body = json.dumps([{"location": location, "tdm-reservation": 1}], indent=1)
        return Response(content_type="application/json", body=body.encode())

    def _front(self, outlet: Outlet, path: str, articles: list[PressArticle]) -> Response | None:
        """The front page or a section's."""
        if path == "/":
            return self._html(outlet, pages.listing_page(outlet, outlet.name, articles, articles, self.now))
        for section in {article.section for article in articles}:
            if path == outlet.section.format(section=section):
                listed = [article for article in articles if article.section == section]
                title = outlet.section_name(section)
                return self._html(outlet, pages.listing_page(outlet, title, listed, articles, self.now))
        return None

    def _article(self, outlet: Outlet, path: str, variant: str) -> Response | None:
        """An article at its canonical path, or at a double: AMP and mobile answer, old and short addresses redirect."""
        articles = self.articles(outlet)
        if not variant and (prefix := outlet.tricks.get("amp")) and path.startswith(prefix + "/"):
            path, variant = path.removeprefix(prefix), "amp"
        for article in articles:
            if path == outlet.article_path(article):
                if refusal := self._refusal(outlet, article):
                    return refusal
                html = pages.article_page(outlet, article, articles, self.now, variant=variant)
                return self._printed(outlet, article, self._html(outlet, html, number=article.number))
            doubles = outlet.double_urls(article)
            if doubles.get("old") == outlet.url(path):
                return _redirect(HTTPStatus.MOVED_PERMANENTLY, outlet.article_url(article))
            if doubles.get("short") == outlet.url(path):
                return _redirect(HTTPStatus.FOUND, outlet.article_url(article))
        return None

    def _refusal(self, outlet: Outlet, article: PressArticle) -> Response | None:
        """429 with Retry-After (RFC 6585, 4) on the first hit of the page that has this trick."""
        if outlet.tricks.get("busy") != article.slug:
            return None
        with self._lock:
            if article.slug in self._refused:
                return None
            self._refused.add(article.slug)
        wait = outlet.tricks["retry_after_s"]
        body = b"<!doctype html><title>Too many requests</title>\n"
        return Response(status=HTTPStatus.TOO_MANY_REQUESTS, body=body, headers={"Retry-After": wait})

    def _printed(self, outlet: Outlet, article: PressArticle, response: Response) -> Response:
        """An article's response with what its outlet adds: reservation, slowness, and when it changed."""
        headers = dict(response.headers)
        if outlet.tricks.get("reserved") == article.section:
            headers["tdm-reservation"] = "1"
        version = f"{article.title}\n{article.changed.isoformat()}\n{article.text}".encode("utf-8", "replace")
        slow = outlet.tricks.get("slow") == article.slug
        return replace(response, headers=headers, changed=article.changed, version=version, drip=slow)

    def _html(self, outlet: Outlet, html: str, *, status: int = HTTPStatus.OK, number: int = 0) -> Response:
        """A page as bytes, in the outlet's encoding, with what the outlet claims of it."""
        if outlet.tricks.get("encoding") == "cp949":
            claim, meta = CP949_CLAIMS[number % len(CP949_CLAIMS)]
            body = html.replace("META-CHARSET", meta, 1).encode("cp949", "xmlcharrefreplace")
            return Response(status=status, content_type=claim, body=body)
        return Response(status=status, body=html.encode("utf-8", "xmlcharrefreplace"))

    def _not_found(self, outlet: Outlet) -> Response:
        """A short 404 page."""
        return Response(status=HTTPStatus.NOT_FOUND, body=f"<!doctype html><title>404 - {outlet.name}</title><h1>404</h1>\n".encode())

    def _validated(self, outlet: Outlet, response: Response, headers: Mapping[str, str]) -> Response:
        """Adds the outlet's validators, and answers 304 where the client's copy is the present one (RFC 9110, 13.2.2)."""
        if response.status != HTTPStatus.OK or response.changed is None:
            return response
        sent = dict(response.headers)
        if "etag" in outlet.validators:
            sent["ETag"] = f'"{hashlib.sha256(response.version).hexdigest()[:20]}"'
        if "modified" in outlet.validators:
            sent["Last-Modified"] = http_date(response.changed)
        if "ETag" in sent and (known := headers.get("if-none-match")):
            fresh = sent["ETag"] in {tag.strip().removeprefix("W/") for tag in known.split(",")}
        else:
            fresh = "Last-Modified" in sent and _not_newer(response.changed, headers.get("if-modified-since"))
        if fresh:
            return replace(response, status=HTTPStatus.NOT_MODIFIED, body=b"", headers=sent, drip=False)
        return replace(response, headers=sent)


def _not_newer(changed: datetime, since: str | None) -> bool:
    """True when a resource has not changed since the time in If-Modified-Since; a malformed one is ignored, as the RFC says."""
    if not since:
        return False
    try:
        moment = parsedate_to_datetime(since)
    except ValueError:
        return False
    return changed.replace(microsecond=0) <= (moment if moment.tzinfo else moment.replace(tzinfo=UTC))
