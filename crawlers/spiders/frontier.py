"""What both spiders share: they visit what the archive's frontier holds, and put what they find there first.

The frontier is the truth: a killed crawl goes on where it was, because an address leaves the frontier only in the transaction that
acknowledges its fetch (or that says why it will not be fetched).
"""

import email.utils
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy import signals
from scrapy.exceptions import DontCloseSpider

from core.archive import Archive, FrontierEntry, Response, Visit
from core.settings import Settings
from core.urls import belongs, canonical, host
from crawlers.feeds import Listing
from crawlers.pipelines import RawPage
from crawlers.politeness import Forbidden
from crawlers.sources import Source

BATCH = 200
LONGEST_WAIT_S = 90.0
"""A crawl that is not told to follow waits this long for an address that asked for later; what asks for more stays for the next crawl."""

ANSWERS = [304, *range(400, 600)]
"""Statuses that the spiders deal with themselves; redirects are followed by Scrapy."""

META_RESERVED = re.compile(rb"<meta[^>]+name=[\"']?tdm-reservation[\"']?[^>]+content=[\"']?1", re.I)
"""TDM Reservation Protocol (W3C community group report, 10 May 2024): the HTML meta element."""


class FrontierSpider(scrapy.Spider):
    """Base of the spiders. Subclasses say which kind of listing they read, and how."""

    listing_kind = ""

    def __init__(self, sources: Sequence[Source], archive: Archive, limits: Settings, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sources = {source.id: source for source in sources}
        self.archive, self.limits = archive, limits
        self.crawl = archive.crawl
        self.in_flight: set[str] = set()
        self.reserved_paths: dict[str, list[str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> Any:
        """Made by Scrapy; listens for the moment when nothing is left to do."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_idle, signal=signals.spider_idle)
        return spider

    def addresses(self, source: Source) -> tuple[str, ...]:
        """The listings of a source."""
        raise NotImplementedError

    def read(self, response: Any) -> Listing:
        """What a listing says."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Any]:
        """The listings of every source, after a look at what the outlet reserves."""
        ids = list(self.sources)
        entries = [
            FrontierEntry(url=canonical(address), source=source.id, kind=self.listing_kind)
            for source in self.sources.values()
            for address in self.addresses(source)
        ]
        self.crawl.add_urls(entries)
        self.crawl.rearm(ids, [self.listing_kind])
        for source in self.sources.values():
            if self.addresses(source):
                root = urlsplit(self.addresses(source)[0])
                address = f"{root.scheme}://{source.domain}/.well-known/tdmrep.json"
                yield scrapy.Request(
                    address, self.on_reservation, errback=self.on_reservation_error, priority=100, meta={"handle_httpstatus_list": ANSWERS}
                )
        for request in self.next_requests():
            yield request

    def next_requests(self) -> Iterator[Any]:
        """Requests for addresses that are due and not yet under way."""
        for entry in self.crawl.due(list(self.sources), [self.listing_kind, "page"], BATCH + len(self.in_flight)):
            if entry.url not in self.in_flight:
                self.in_flight.add(entry.url)
                yield self.request(entry)

    def request(self, entry: FrontierEntry) -> Any:
        """A request for an address, conditional where its last answer had validators."""
        headers = {}
        if entry.etag:
            headers["If-None-Match"] = entry.etag
        if entry.last_modified:
            headers["If-Modified-Since"] = entry.last_modified
        is_listing = entry.kind == self.listing_kind
        return scrapy.Request(
            entry.url,
            self.on_listing if is_listing else self.on_page,
            errback=self.on_error,
            headers=headers,
            dont_filter=True,
            priority=10 if is_listing else 0,
            meta={"entry": entry, "handle_httpstatus_list": ANSWERS},
        )

    def on_reservation(self, response: Any) -> None:
        """Notes the paths for which the outlet reserves text and data mining (`/.well-known/tdmrep.json`)."""
        if response.status != 200:
            return
        try:
            rules = json.loads(response.body[:100_000])
            paths = [str(rule["location"]) for rule in rules if int(rule.get("tdm-reservation", 0)) == 1]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self.logger.warning("%s cannot be read; taken as no reservation", response.url)
            return
        self.reserved_paths[host(response.url)] = paths

    def on_reservation_error(self, failure: Any) -> None:
        """No file that could be read: nothing is reserved there."""
        self.logger.debug("no tdmrep.json: %s", failure.value)

    def on_listing(self, response: Any) -> Iterator[Any]:
        """Puts what a listing lists on the frontier and goes on with what is due."""
        entry: FrontierEntry = response.meta["entry"]
        if self._settled(response, entry):
            yield from self.next_requests()
            return
        listing = self.read(response)
        if listing.error:
            self.crawl.finish(entry.url, "failed", reason=listing.error)
            self.crawl.source_failed(entry.source, f"{entry.url}: {listing.error}")
        else:
            self._take(listing, self.sources[entry.source])
            self.crawl.finish(entry.url, "done", validators=_validators(response))
            self.crawl.source_ok(entry.source)
        self.in_flight.discard(entry.url)
        yield from self.next_requests()

    def on_page(self, response: Any) -> Iterator[Any]:
        """Hands a page to the pipelines."""
        entry: FrontierEntry = response.meta["entry"]
        if self._settled(response, entry):
            return
        source = self.sources[entry.source]
        if not belongs(host(response.url), source.domains):
            self.crawl.drop(entry.source, "a page that leads to another site")
            self.crawl.finish(entry.url, "refused", reason=f"leads to {response.url}")
            self.in_flight.discard(entry.url)
            return
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, values in response.headers.items() for value in values)
        kept = Response(url=response.url, status=response.status, headers=headers, body=response.body, fetched_at=datetime.now(UTC))
        rights = "reserved" if source.rights == "reserved" or self._is_reserved(response) else "open"
        visit = Visit(url=entry.url, source=entry.source, robots=response.meta.get("robots", "unknown"), rights=rights, hints=entry.hints)
        yield RawPage(response=kept, visit=visit, validators=_validators(response))
        self.in_flight.discard(entry.url)

    def on_error(self, failure: Any) -> None:
        """A request that got no answer: refused by the outlet's rules, too large, or to be tried again."""
        entry: FrontierEntry = failure.request.meta["entry"]
        reason = f"{type(failure.value).__name__}: {failure.value}".strip(": ")[:300]
        if isinstance(failure.value, Forbidden):
            self.crawl.drop(entry.source, str(failure.value))
            self.crawl.finish(entry.url, "refused", reason=str(failure.value))
            if entry.kind == self.listing_kind:
                self.crawl.source_failed(entry.source, f"{entry.url}: {failure.value}")
            self.in_flight.discard(entry.url)
            return
        self._later(entry, reason, None)

    def on_idle(self) -> None:
        """Goes on while addresses are due or soon will be; else lets the crawl end."""
        requests = list(self.next_requests())
        for request in requests:
            self.crawler.engine.crawl(request)
        count, wait_s = self.crawl.waiting(list(self.sources))
        if not requests and (wait_s is None or wait_s > LONGEST_WAIT_S):
            if count:
                self.logger.info("%d addresses wait for a later crawl; the next is due in %.0f s", count, wait_s or 0)
            return
        raise DontCloseSpider

    def _settled(self, response: Any, entry: FrontierEntry) -> bool:
        """Deals with answers that bring no content; whether it did."""
        if response.status == 304:
            self.crawl.finish(entry.url, "done")
            if entry.kind == self.listing_kind:
                self.crawl.source_ok(entry.source)
        elif response.status == 429 or response.status >= 500:
            self._later(entry, f"HTTP {response.status}", _retry_after(response))
            return True
        elif response.status != 200:
            self.crawl.drop(entry.source, f"HTTP {response.status}")
            self.crawl.finish(entry.url, "failed", reason=f"HTTP {response.status}")
            if entry.kind == self.listing_kind:
                self.crawl.source_failed(entry.source, f"{entry.url}: HTTP {response.status}")
        else:
            return False
        self.in_flight.discard(entry.url)
        return True

    def _later(self, entry: FrontierEntry, reason: str, asked_s: float | None) -> None:
        """Tries an address again later, as the server asked or with doubling pauses; gives up after the last attempt."""
        if entry.attempts + 1 >= self.limits.crawl_max_attempts:
            self.crawl.drop(entry.source, reason)
            self.crawl.finish(entry.url, "failed", reason=f"{reason} (after {entry.attempts + 1} attempts)")
            if entry.kind == self.listing_kind:
                self.crawl.source_failed(entry.source, f"{entry.url}: {reason}")
        else:
            pause = self.limits.crawl_retry_s * 2**entry.attempts
            self.crawl.postpone(entry.url, max(pause, asked_s or 0.0), reason)
        self.in_flight.discard(entry.url)

    def _take(self, listing: Listing, source: Source) -> None:
        """Puts a listing's links on the frontier, its own outlet's only; counts the rest."""
        entries = []
        for link in listing.links:
            if not belongs(host(link.url), source.domains):
                listing.leave_out("a link to another site")
            elif self._is_old(link.published or link.updated, link.kind):
                listing.leave_out(f"older than {self.limits.crawl_max_age_days} days")
            else:
                entries.append(FrontierEntry(url=canonical(link.url), source=source.id, kind=link.kind, hints=link.hints()))
        self.crawl.add_urls(entries)
        for reason, count in listing.left_out.items():
            self.crawl.drop(source.id, reason, count)

    def _is_old(self, said: str | None, kind: str) -> bool:
        """Whether a sitemap dates an entry beyond the age that is read; feeds are short, so theirs are always read."""
        if self.listing_kind != "sitemap" or kind == "sitemap" or not said:
            return False
        return (datetime.now(UTC) - datetime.fromisoformat(said)).days > self.limits.crawl_max_age_days

    def _is_reserved(self, response: Any) -> bool:
        """The TDM Reservation Protocol: a header beats the page's meta element, and that the well-known file."""
        header = response.headers.get("tdm-reservation")
        if header is not None:
            return bool(header.strip() == b"1")
        if META_RESERVED.search(response.body[:50_000]):
            return True
        path = urlsplit(response.url).path
        patterns = self.reserved_paths.get(host(response.url), [])
        return any(re.match(re.escape(pattern).replace(r"\*", ".*"), path) for pattern in patterns)


def _validators(response: Any) -> tuple[str | None, str | None]:
    found: Callable[[str], bytes | None] = response.headers.get
    etag, modified = found("ETag"), found("Last-Modified")
    return (etag.decode("latin-1") if etag else None, modified.decode("latin-1") if modified else None)


def _retry_after(response: Any) -> float | None:
    """Seconds of a Retry-After header (RFC 9110, 10.2.3), in either of its forms."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
