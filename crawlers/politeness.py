"""Manners beyond Scrapy's own: crawl delays of robots.txt kept, an unreadable robots.txt taken as a no."""

import hashlib
import logging
import time
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import StopDownload
from scrapy.extensions.throttle import AutoThrottle

from crawlers.agent import ROBOTS_NAME
from crawlers.failures import Forbidden, Unreadable, describe
from crawlers.wishes import usage_of, usage_rules

log = logging.getLogger(__name__)

MAX_CRAWL_DELAY_S = 120.0
"""A longer crawl delay is taken as this one, and said in the log."""

MAX_ROBOTS_BYTES = 512_000
"""RFC 9309: at least 500 KiB are read."""

MOST_ROBOTS_BYTES = 67_108_864
"""A robots.txt that says it is larger than this is not begun."""


class Robots(RobotsTxtMiddleware):
    """robots.txt after RFC 9309: 4xx = no rules; 5xx, 429 or no answer = nothing may be fetched until it can be read."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._usage: dict[str, list[tuple[str, str]]] = {}
        self._patience_s = crawler.settings.getfloat("FAUXLEX_RETRY_S")
        crawler.signals.connect(self._enough, signal=signals.bytes_received)

    async def process_request(self, request: Any, spider: Any = None) -> None:
        """Scrapy's interface."""
        if request.meta.get("dont_obey_robotstxt"):  # robots.txt itself: cut off where it is long enough, not refused
            request.meta["download_maxsize"] = MOST_ROBOTS_BYTES
            return
        held = self._parsers.get(urlsplit(request.url).netloc)
        if isinstance(held, _Refusal) and time.monotonic() >= held.until:
            del self._parsers[urlsplit(request.url).netloc]
        await super().process_request(request)

    async def _parse_robots(self, response: Any, netloc: str, request: Any) -> None:
        if response.status >= 500 or response.status == 429:
            self._refuse(netloc, f"robots.txt answers {response.status}")
            return
        body = response.body[:MAX_ROBOTS_BYTES] if response.status < 400 else b""
        self._usage[netloc] = usage_rules(body.decode("utf8", "replace"))
        await super()._parse_robots(response.replace(body=body), netloc, request)
        self._note(netloc, body)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._refuse(netloc, f"robots.txt cannot be read: {describe(exc, MOST_ROBOTS_BYTES)}")

    def process_request_2(self, rp: Any, request: Any) -> None:
        """Raises `Forbidden` where the rules say no, `Unreadable` where there should be rules; notes the decision with the request."""
        parts = urlsplit(request.url)
        # Not `rp`: of several requests that wait for one robots.txt, Scrapy hands the rules to the first alone and None, no rules, to the others.
        rules: Any = self._parsers.get(parts.netloc)
        if isinstance(rules, _Refusal):
            raise Unreadable(rules.reason)
        if not hasattr(rules, "allowed"):
            raise Unreadable("robots.txt is not read yet")
        if not rules.allowed(request.url, ROBOTS_NAME):
            raise Forbidden("forbidden by robots.txt")
        request.meta["robots"] = "allowed"
        request.meta["usage"] = usage_of(self._usage.get(parts.netloc, ()), parts.path or "/")

    def _note(self, netloc: str, body: bytes) -> None:
        """Keeps what a robots.txt says of us, so that a change of it can be seen."""
        rules = Protego.parse(body.decode("utf8", "replace"))
        lets_in = rules.can_fetch(f"https://{netloc}/", ROBOTS_NAME)
        delay = rules.crawl_delay(ROBOTS_NAME)
        says = ("lets us in" if lets_in else "refuses us at its front page") + (f", crawl delay {delay:g} s" if delay else "")
        crawler: Any = self.crawler
        crawler.spider.archive.health.note_rights(netloc, "robots", hashlib.sha256(body).hexdigest(), says)

    def _refuse(self, netloc: str, reason: str) -> None:
        parsers: dict[str, Any] = self._parsers
        waiting, parsers[netloc] = parsers[netloc], _Refusal(reason, time.monotonic() + self._patience_s)
        waiting.callback(parsers[netloc])

    def _enough(self, data: bytes, request: Any) -> None:
        """Ends the reading of a robots.txt that goes on and on."""
        if not request.meta.get("dont_obey_robotstxt"):
            return
        request.meta["robots_bytes"] = request.meta.get("robots_bytes", 0) + len(data)
        if request.meta["robots_bytes"] > MAX_ROBOTS_BYTES:
            raise StopDownload(fail=False)


class _Refusal:
    """Stands where the rules of a host would: everything is forbidden, for this reason, until robots.txt is asked for again."""

    def __init__(self, reason: str, until: float) -> None:
        self.reason, self.until = reason, until


class Throttle(AutoThrottle):
    """AutoThrottle that never goes below a host's own crawl delay."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self.floors: dict[str, float] = {}
        crawler.signals.connect(self._learn, signal=signals.robots_parsed)

    def _learn(self, robotparser: Any, request: Any) -> None:
        asked = robotparser.rp.crawl_delay(ROBOTS_NAME)
        if asked:
            name = urlsplit(request.url).hostname or ""
            self.floors[name] = min(float(asked), MAX_CRAWL_DELAY_S)
            if asked > MAX_CRAWL_DELAY_S:
                log.warning("%s asks for a crawl delay of %g s; %g s are kept", name, asked, MAX_CRAWL_DELAY_S)
            slot = self.crawler.engine.downloader.slots.get(name)
            if slot is not None:
                slot.delay = max(slot.delay, self.floors[name])

    def _adjust_delay(self, slot: Any, latency: float, response: Any) -> None:
        super()._adjust_delay(slot, latency, response)
        floor = self.floors.get(urlsplit(response.url).hostname or "", 0.0)
        slot.delay = max(slot.delay, floor)
