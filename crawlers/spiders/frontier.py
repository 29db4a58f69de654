"""What the spiders share: they visit what the archive's frontier holds, and put what they find there first.

The frontier is the truth: a killed crawl goes on where it was, because an address leaves the frontier only in the transaction that
acknowledges its fetch (or that says why it will not be fetched).
"""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import scrapy
from scrapy import signals
from scrapy.exceptions import DontCloseSpider

from core.archive import Archive, FrontierEntry, Response, Visit
from core.errors import ArchiveError
from core.settings import Settings
from core.urls import belongs, canonical, host
from crawlers.failures import Forbidden, describe, is_final
from crawlers.feeds import Link, Listing
from crawlers.pipelines import RawPage
from crawlers.plan import Plan
from crawlers.polling import failure_pause, next_pause, window
from crawlers.responses import pairs, retry_after, validators
from crawlers.sources import Source
from crawlers.spiders.links import put_links
from crawlers.spiders.queue import AT_ONCE, Queue
from crawlers.wishes import refusal

BATCH, PER_SOURCE = 2000, 50
"""Addresses taken from the frontier at a time, in all (more where outlets are so many that not each would have its share) and of one outlet."""
LONGEST_WAIT_S = 90.0
"""A crawl that is not told to follow waits this long for an address that asked for later; what asks for more stays for the next crawl."""

ANSWERS = [304, *range(400, 600)]
"""Statuses that the spiders deal with themselves; redirects are followed by Scrapy."""

MOST_RETRY_AFTER_S = 7 * 86_400.0
"""A server that asks for more (or by a slip for centuries) is asked again after a week."""


class FrontierSpider(scrapy.Spider):
    """Base of the spiders. Subclasses say which kind of listing they read, and how."""

    listing_kind = ""
    marks: Mapping[str, Any] = {}  # hints that every page found gets

    def __init__(
        self,
        sources: Sequence[Source],
        archive: Archive,
        limits: Settings,
        plan: Plan | None = None,
        later: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        """`later`: ids of the sources whose pages another spider visits after this one, so that this one need not wait for those put off."""
        super().__init__(**kwargs)
        self.plan, self.later = plan or Plan(), frozenset(later)
        self.ends_at = math.inf
        self.sources = {source.id: source for source in sources}
        self.archive, self.limits = archive, limits
        self.crawl = archive.crawl
        self.queue = Queue(limits.crawl_pages_per_source)
        self.listings_read: set[str] = set()
        self.broken = ""
        self._alarm: Any = None
        self._closing: Any = None

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> Any:
        """Made by Scrapy; listens for what becomes of each page, and for the moment when nothing is left to do."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_idle, signal=signals.spider_idle)
        crawler.signals.connect(spider.on_kept, signal=signals.item_scraped)
        crawler.signals.connect(spider.on_not_kept, signal=signals.item_error)
        crawler.signals.connect(spider.on_mistake, signal=signals.spider_error)
        return spider

    @property
    def kinds(self) -> list[str]:
        """The kinds of addresses that this spider visits."""
        return [self.listing_kind, "page"]

    def addresses(self, source: Source) -> tuple[str, ...]:
        """The listings of a source."""
        raise NotImplementedError

    def read(self, response: Any) -> Listing:
        """What a listing says."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Any]:
        """The listings of every source."""
        self.ends_at = time.monotonic() + (self.plan.round_s or math.inf)
        entries = [
            FrontierEntry(url=canonical(address), source=source.id, kind=self.listing_kind)
            for source in self.sources.values()
            for address in self.addresses(source)
        ]
        self.crawl.add_urls(entries)
        self.crawl.rearm(list(self.sources), self.listing_kind, [entry.url for entry in entries], only_due=self.plan.only_due)
        for request in self.next_requests():
            yield request

    def next_requests(self, source: str | None = None) -> Iterator[Any]:
        """Requests for what is due, of one outlet or of all; pages that the list of sources refuses leave the frontier here."""
        names = [name for name in ([source] if source else self.sources) if self.queue.is_open(name)]
        due: list[FrontierEntry] = []
        refused: list[FrontierEntry] | None = None
        while refused != [] and not self._is_over():
            due = self.crawl.due(names, self.kinds, max(BATCH, 2 * AT_ONCE * len(names)) + len(self.queue.under_way), PER_SOURCE)
            refused = [entry for entry in due if entry.kind == "page" and self.sources[entry.source].rights.refused]
            for entry in refused:
                self.crawl.put_refusal(entry, self.sources[entry.source].rights.refused or "")
        self.queue.offer(due)
        yield from self._taken()

    def _taken(self, source: str | None = None) -> list[Any]:
        """Requests for what the queue gives out now, of one outlet or of all."""
        return [] if self._is_over() else [self.request(entry) for entry in self.queue.take(source)]

    def _is_over(self) -> bool:
        """Whether nothing further is begun: the archive takes no more, or the round's time is up."""
        return bool(self.broken) or time.monotonic() > self.ends_at

    def _done(self, entry: FrontierEntry) -> None:
        """An address came to its end: the outlet's next one may be asked for."""
        self.queue.done(entry)
        self._ask(self.next_requests(entry.source) if self.queue.is_empty(entry.source) else self._taken(entry.source))

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

    def on_listing(self, response: Any) -> None:
        """Puts what a listing lists on the frontier and goes on with what is due."""
        entry: FrontierEntry = response.meta["entry"]
        self.listings_read.add(entry.url)
        if self._settled(response, entry):
            return
        listing = self.read(response)
        if listing.error:
            self.crawl.finish(entry.url, "failed", reason=listing.error)
            self._listing_failed(entry, listing.error)
        else:
            why = refusal(pairs(response), b"", by_path=bool(response.meta.get("reserved_path")), usage=response.meta.get("usage"))
            if why:  # it may be read for its links, but what it says of them is the outlet's
                listing.links = [replace(link, title=None) for link in listing.links]
            new = put_links(self.archive, listing, self.sources[entry.source], self._left_out, self.marks)
            self.crawl.finish(entry.url, "done", validators=validators(response))
            self.archive.health.listing_read(entry, entries=len(listing.links), new=new)
            self._pause(entry, new, listing.links)
        self._done(entry)

    def on_page(self, response: Any) -> Iterator[Any]:
        """Hands a page to the pipelines."""
        entry: FrontierEntry = response.meta["entry"]
        if self._settled(response, entry):
            return
        source = self.sources[entry.source]
        if not belongs(host(response.url), source.domains):
            self.archive.health.left_out(entry.source, "page", "a page that leads to another site")
            self.crawl.finish(entry.url, "refused", reason=f"leads to {response.url}")
            self._done(entry)
            return
        headers = pairs(response)
        kept = Response(url=response.url, status=response.status, headers=tuple(headers), body=response.body, fetched_at=datetime.now(UTC))
        why = refusal(headers, response.body, usage=response.meta.get("usage"))
        visit = Visit(
            url=entry.url,
            source=entry.source,
            robots=response.meta.get("robots", "unknown"),
            rights="reserved" if why else "open",
            hints={**entry.hints, "refusal": why} if why else entry.hints,
        )
        yield RawPage(response=kept, visit=visit, validators=validators(response))

    def on_kept(self, item: RawPage) -> None:
        """A page is in the archive: its address is done."""
        self._done(FrontierEntry(url=item.visit.url, source=item.visit.source or "", kind="page"))

    def on_not_kept(self, item: RawPage, failure: Any) -> None:
        """A page could not be put into the archive: no other can be either, so the crawl ends; the address stays on the frontier."""
        self._stop(f"{item.visit.url}: {failure.value}")

    def on_mistake(self, failure: Any, response: Any) -> None:
        """An answer on which the reading itself broke: its address is set aside with the reason, the others go on."""
        request = getattr(response, "request", None) or getattr(failure, "request", None)
        entry = request.meta.get("entry") if request is not None else None
        if entry is None or isinstance(failure.value, ArchiveError):
            self._stop(str(failure.value))
            return
        self._give_up(entry, "failed", f"{type(failure.value).__name__}: {failure.value}"[:300])

    def on_error(self, failure: Any) -> None:
        """A request that got no answer: refused by the outlet's rules, too large, or to be tried again."""
        entry: FrontierEntry = failure.request.meta["entry"]
        reason = describe(failure.value, self.limits.crawl_max_bytes)
        if isinstance(failure.value, Forbidden) and entry.kind == "page":
            self.crawl.put_refusal(entry, reason)
            self._done(entry)
        elif isinstance(failure.value, Forbidden):
            self._give_up(entry, "refused", reason)
        elif is_final(failure.value):
            self._give_up(entry, "failed", reason)
        else:
            self._put_off(entry, reason, None)

    def on_idle(self) -> None:
        """Goes on while addresses are due or soon will be; else lets the crawl end."""
        try:
            going_on = self._go_on()
        except ArchiveError as err:
            self._stop(str(err))
            return
        if going_on:
            raise DontCloseSpider

    def closed(self, reason: str) -> None:
        """Called by Scrapy at the end."""
        if self._alarm is not None:
            self._alarm.cancel()

    def _go_on(self) -> bool:
        """Asks for what is due, or sets an alarm for what soon will be; whether there is such a thing."""
        for entry in list(self.queue.under_way.values()):  # nothing is under way now: asking again and again would be the worse mistake
            self.logger.error("%s: its request came to no end", entry.url)
            self.crawl.finish(entry.url, "failed", reason="its request came to no end")
            self.queue.done(entry)
        if self._ask(self.next_requests()):
            return True
        if self._is_over():
            return False
        count, wait_s = self._waiting()
        if wait_s is None or wait_s > LONGEST_WAIT_S:
            if count:
                self.logger.info("%d addresses wait for a later crawl; the next is due in %.0f s", count, wait_s or 0)
            return False
        if self._alarm is None:
            self._alarm = asyncio.get_running_loop().call_later(wait_s + 0.01, self.on_alarm)
        return True

    def _waiting(self) -> tuple[int, float | None]:
        """How many addresses were put off that no later spider will visit, and in how many seconds the first of them is due."""
        names = [name for name in self.sources if self.queue.is_open(name)]
        listings, listing_s = self.crawl.waiting(names, [self.listing_kind])
        pages, page_s = self.crawl.waiting([name for name in names if name not in self.later], ["page"])
        return listings + pages, min((wait_s for wait_s in (listing_s, page_s) if wait_s is not None), default=None)

    def on_alarm(self) -> None:
        """Asks for what was waited for; Scrapy itself would look every five seconds."""
        self._alarm = None
        self._ask(self.next_requests())

    def _ask(self, requests: Iterable[Any]) -> bool:
        """Hands requests to Scrapy; whether there were any."""
        made = list(requests)
        for request in made:
            self.crawler.engine.crawl(request)
        return bool(made)

    def _stop(self, why: str) -> None:
        """Ends the crawl because the archive cannot take what it finds; nothing acknowledged is lost."""
        if not self.broken:
            self.broken = why
            self.logger.error("the crawl ends: %s", why)
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="archive"))

    def _settled(self, response: Any, entry: FrontierEntry) -> bool:
        """Deals with answers that bring no content; whether it did."""
        self.queue.answered(entry.source, response.status)
        if response.status == 304:
            self.crawl.finish(entry.url, "done")
            if entry.kind == self.listing_kind:
                self.archive.health.listing_read(entry, entries=None)
                self._pause(entry, 0, ())
            else:
                self.archive.health.kept(entry.source, "page", "not changed")
        elif response.status == 429 or response.status >= 500:
            self._put_off(entry, f"HTTP {response.status}", retry_after(response))
            return True
        elif response.status != 200:
            self._give_up(entry, "failed", f"HTTP {response.status}")
        else:
            return False
        self._done(entry)
        return True

    def _put_off(self, entry: FrontierEntry, reason: str, asked_s: float | None) -> None:
        """Tries an address again later, as the server asked or with doubling pauses; gives up after the last attempt."""
        if entry.attempts + 1 >= self.limits.crawl_max_attempts:
            self._give_up(entry, "failed", reason, f" (after {entry.attempts + 1} attempts)")
            return
        pause = self.limits.crawl_retry_s * 2**entry.attempts
        self.crawl.postpone(entry.url, min(max(pause, asked_s or 0.0), MOST_RETRY_AFTER_S), reason)
        if entry.kind == self.listing_kind:  # said at once: the last attempt may be days away
            self.archive.health.listing_failed(entry, reason)
        self._done(entry)

    def _give_up(self, entry: FrontierEntry, state: str, reason: str, attempts: str = "") -> None:
        """Takes an address off the frontier with the reason, counted."""
        self.crawl.finish(entry.url, state, reason=reason + attempts)
        if entry.kind == self.listing_kind:
            self._listing_failed(entry, reason)
        else:
            self.archive.health.left_out(entry.source, "page", reason)
        self._done(entry)

    def _listing_failed(self, entry: FrontierEntry, reason: str) -> None:
        """Notes that a listing could not be read; a crawl that follows asks again later and later."""
        failures = self.archive.health.listing_failed(entry, reason)
        self.crawl.read_again(entry.url, failure_pause(self.sources[entry.source].poll(self.limits.crawl_every_s), failures, reason))

    def _pause(self, entry: FrontierEntry, new: int, links: Sequence[Link]) -> None:
        """Notes when a listing is to be read again."""
        poll = self.sources[entry.source].poll(self.limits.crawl_every_s)
        pause_s = next_pause(poll, self.archive.health.interval(entry.url), new=new, entries=len(links), window_s=window(links))
        self.archive.health.set_interval(entry.url, pause_s)
        self.crawl.read_again(entry.url, pause_s)

    def _left_out(self, link: Link) -> str | None:
        """Why a link of a listing is not followed, or None."""
        if (why := self.too_old(link)) is not None:
            return why
        is_read = link.kind != "page" and canonical(link.url) in self.listings_read
        return "a sitemap that was read in this crawl already" if is_read else None

    def too_old(self, link: Link) -> str | None:
        """Why a link is too old to be followed, or None; feeds are short, so all of them is read."""
        return None
