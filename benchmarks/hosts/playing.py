"""Plays the simulated hosts: answers every request as the page's fate says, and keeps a log of what was asked for and when."""

import hashlib
import json
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import NamedTuple

from benchmarks.hosts import printed
from benchmarks.hosts.furniture import furnished
from benchmarks.hosts.printed import LISTED_IN_FEED, Fate, Host, Print
from press import PressArticle, feeds, pages, sitemaps
from press.world import TEXT, Response

PLACE = re.compile(r"\bp(\d{5})\b")

ROBOTS_DOWN_EVERY = 25
"""The robots.txt of one host in so many answers 503 at first."""

RELATED = 4
RETRY_AFTER_S = 1
NOINDEX = '<meta name="robots" content="noindex, follow">'
ARCHIVE = "/archive/"
"""Where pages that moved stand now."""


class Asked(NamedTuple):
    """One request: when it came (monotonic clock), its address, and the status that it was answered with."""

    at: float
    url: str
    status: int


class Playing:
    """What the hosts answer; `log` has every request in order."""

    def __init__(self, world: Print) -> None:
        self.world = world
        self.log: list[Asked] = []
        self._by_name = {host.outlet.host: host for host in world.hosts}
        self._seen: set[str] = set()
        self._lock = threading.Lock()
        # before the first visit: it takes a while
        self._listings = {name: self._make_listings(host) for name, host in self._by_name.items()}

    def respond(self, host: str, target: str, headers: Mapping[str, str]) -> Response:
        """Answers one request; see `press.world.World.respond`."""
        name = host.partition(":")[0].lower()
        played = self._by_name.get(name)
        response = self._answer(played, target) if played else _elsewhere(target)
        if response.version:
            etag = f'"{hashlib.sha256(response.version).hexdigest()[:20]}"'
            response = replace(response, headers={"ETag": etag})
            if headers.get("if-none-match") == etag:
                response = replace(response, status=HTTPStatus.NOT_MODIFIED, body=b"")
        self.log.append(Asked(time.monotonic(), f"http://{name}{target}", int(response.status)))
        return response

    def _answer(self, host: Host, target: str) -> Response:
        """An answer of one of the hosts."""
        if target == "/robots.txt":
            return self._robots(host)
        if target == "/.well-known/tdmrep.json" and host.reserves:
            rules = [{"location": f"/{printed.RESERVED.section}/*", "tdm-reservation": 1}]
            return Response(content_type="application/json", body=json.dumps(rules).encode())
        listings = self._listings[host.outlet.host]
        if target in listings:
            kind, body = listings[target]
            return Response(content_type=kind, body=body, version=body if "etag" in host.outlet.validators else b"")
        found = PLACE.search(target)
        if found is None or int(found[1]) >= host.count:
            return _short(HTTPStatus.NOT_FOUND)
        return self._page(host, int(found[1]), target)

    def _robots(self, host: Host) -> Response:
        """robots.txt: unreadable at first at some hosts, missing at others."""
        if self.world.hosts.index(host) % ROBOTS_DOWN_EVERY == 3 and self._is_first(f"robots.txt of {host.source}"):
            return _short(HTTPStatus.SERVICE_UNAVAILABLE)
        if host.outlet.robots is None:
            return _short(HTTPStatus.NOT_FOUND)
        return Response(content_type=TEXT, body=host.outlet.robots.encode())

    def _make_listings(self, host: Host) -> Mapping[str, tuple[str, bytes]]:
        """Feed and sitemaps of a host: content type and bytes by path."""
        outlet, now = host.outlet, self.world.now
        articles = [self.world.article(host, place) for place in range(host.count)]
        newest = articles[: max(1, int(len(articles) * LISTED_IN_FEED))]
        body = feeds.WRITERS[outlet.feed_kind](outlet, feeds.entries(outlet, newest, now), now)
        return {outlet.feed: (feeds.TYPES[outlet.feed_kind], body), **sitemaps.documents(outlet, articles)}

    def _page(self, host: Host, place: int, target: str) -> Response:
        """What stands at a page's address, or at that to which it moved."""
        fate = host.fate(place)
        article = self.world.article(host, place)
        if fate is printed.MOVED and not target.startswith(ARCHIVE):
            return _redirect(HTTPStatus.MOVED_PERMANENTLY, host.outlet.url(f"{ARCHIVE}{article.slug}"))
        if fate is printed.INTO:
            return _redirect(HTTPStatus.FOUND, host.outlet.url(f"/{printed.FORBIDDEN.section}/{article.slug}"))
        if fate is printed.AWAY:
            return _redirect(HTTPStatus.FOUND, f"http://elsewhere.example/offer?{article.slug}")
        if fate is printed.GONE:
            return _short(HTTPStatus.NOT_FOUND)
        if fate is printed.BUSY and self._is_first(article.id):
            return replace(_short(HTTPStatus.TOO_MANY_REQUESTS), headers={"Retry-After": str(RETRY_AFTER_S)})
        if fate is printed.DOWN or (fate is printed.FAILING and self._is_first(article.id)):
            return _short(HTTPStatus.INTERNAL_SERVER_ERROR)
        return self._printed(host, article, place, fate)

    def _printed(self, host: Host, article: PressArticle, place: int, fate: Fate) -> Response:
        """The article in its host's design."""
        if host.designs:
            html = self.world.html(host, article, place)
        else:
            near = [self.world.article(host, (place + n) % host.count) for n in range(RELATED + 1)]
            html = pages.article_page(host.outlet, article, near, self.world.now)
        html = furnished(html, host.outlet.host, host.language)
        if fate is printed.NOINDEX:
            html = html.replace("<head>", f"<head>{NOINDEX}", 1)
        headers = {"tdm-reservation": "1"} if fate is printed.MARKED else {}
        if host.outlet.tricks.get("encoding") == "cp949" and not host.designs:
            body = html.replace("META-CHARSET", "euc-kr", 1).encode("cp949", "xmlcharrefreplace")
            return Response(content_type="text/html; charset=euc-kr", body=body, headers=headers)
        return Response(body=html.encode(), headers=headers, drip=fate is printed.SLOW)

    def _is_first(self, what: str) -> bool:
        """Whether this is asked for the first time."""
        with self._lock:
            if what in self._seen:
                return False
            self._seen.add(what)
            return True


def _elsewhere(target: str) -> Response:
    """What another site answers: a page at every address but those of its rules."""
    return _short(HTTPStatus.NOT_FOUND if target.startswith(("/robots.txt", "/.well-known/")) else HTTPStatus.OK)


def _short(status: HTTPStatus) -> Response:
    """A page that says nothing but its status."""
    return Response(status=status, body=f"<!doctype html><title>{status.value}</title><h1>{status.phrase}</h1>\n".encode())


def _redirect(status: HTTPStatus, url: str) -> Response:
    return replace(_short(status), headers={"Location": url})
