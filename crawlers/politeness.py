"""Manners beyond Scrapy's own: crawl delays of robots.txt kept, an unreadable robots.txt taken as a no."""

from typing import Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle

from crawlers.agent import ROBOTS_NAME

MAX_CRAWL_DELAY_S = 120.0
"""A longer crawl delay is taken as this one, and said in the log."""

MAX_ROBOTS_BYTES = 512_000
"""RFC 9309: at least 500 KiB are read."""


class Forbidden(IgnoreRequest):
    """Raised where robots.txt forbids an address, or cannot be read because the server fails."""


class Robots(RobotsTxtMiddleware):
    """robots.txt after RFC 9309: 4xx = no rules; 5xx or no answer = nothing may be fetched."""

    async def _parse_robots(self, response: Any, netloc: str, request: Any) -> None:
        if response.status >= 500:
            self._refuse(netloc, f"robots.txt answers {response.status}")
            return
        body = response.body[:MAX_ROBOTS_BYTES] if response.status < 400 else b""
        await super()._parse_robots(response.replace(body=body), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._refuse(netloc, f"robots.txt cannot be read: {exc}")

    def process_request_2(self, rp: Any, request: Any) -> None:
        """Raises `Forbidden` where the rules, or their lack, say no; notes the decision with the request."""
        if isinstance(rp, _Refusal):
            raise Forbidden(rp.reason)
        if rp is not None and not rp.allowed(request.url, ROBOTS_NAME):
            raise Forbidden("forbidden by robots.txt")
        request.meta["robots"] = "allowed" if rp is not None else "none"

    def _refuse(self, netloc: str, reason: str) -> None:
        parsers: dict[str, Any] = self._parsers
        waiting, parsers[netloc] = parsers[netloc], _Refusal(reason)
        waiting.callback(parsers[netloc])


class _Refusal:
    """Stands where the rules of a host would: everything is forbidden, for this reason."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


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
            slot = self.crawler.engine.downloader.slots.get(name)
            if slot is not None:
                slot.delay = max(slot.delay, self.floors[name])

    def _adjust_delay(self, slot: Any, latency: float, response: Any) -> None:
        super()._adjust_delay(slot, latency, response)
        floor = self.floors.get(urlsplit(response.url).hostname or "", 0.0)
        slot.delay = max(slot.delay, floor)
