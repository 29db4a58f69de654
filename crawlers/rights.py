"""What a host reserves as a whole: its `/.well-known/tdmrep.json` (TDM Reservation Protocol, W3C community group report, 10 May 2024)."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.http.request import NO_CALLBACK

from crawlers.failures import FAILURES, Forbidden, Unreadable, describe, is_final

log = logging.getLogger(__name__)

WELL_KNOWN = "/.well-known/tdmrep.json"
MAX_RULES_BYTES = 100_000


def read_rules(body: bytes) -> list[str]:
    """The path patterns that a `tdmrep.json` reserves; a rule that cannot be read is passed over.

    Raises:
        ValueError: it is no list of rules.
    """
    try:
        rules = json.loads(body[:MAX_RULES_BYTES])
    except RecursionError as err:
        raise ValueError("nested too deeply") from err
    if not isinstance(rules, list):
        raise ValueError("not a list of rules")
    return [
        str(rule["location"]) for rule in rules if isinstance(rule, dict) and rule.get("location") and _is_one(rule.get("tdm-reservation"))
    ]


def matches(pattern: str, path: str) -> bool:
    """Whether a path is one that a pattern names, as robots.txt would read it: from the start, `*` any stretch, `$` the end. Linear in time."""
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    last = rest.pop() if anchored and rest else None
    for part in rest:
        place = path.find(part, place)
        if place < 0:
            return False
        place += len(part)
    if last is not None:
        return len(path) - place >= len(last) and path.endswith(last)
    return not anchored or place == len(path)


class Reservations:
    """Reads each host's rules before its first page. A page whose path they reserve is not asked for."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self._rules: dict[str, asyncio.Future[Sequence[str]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> "Reservations":
        """Made by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Any) -> None:
        """Scrapy's interface; raises `Forbidden` for a page whose path is reserved."""
        if "entry" not in request.meta:
            return
        parts = urlsplit(request.url)
        if parts.netloc not in self._rules:
            self._rules[parts.netloc] = asyncio.ensure_future(self._read(parts.netloc, f"{parts.scheme}://{parts.netloc}{WELL_KNOWN}"))
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if any(matches(pattern, path) for pattern in await self._rules[parts.netloc]):
            if request.meta["entry"].kind == "page":
                raise Forbidden("text and data mining is reserved (tdmrep.json)")
            request.meta["reserved_path"] = True

    async def _read(self, name: str, url: str) -> Sequence[str]:
        request = scrapy.Request(url, callback=NO_CALLBACK, priority=900, meta={"download_maxsize": MAX_RULES_BYTES * 10})
        rules: list[str] = []
        try:
            response = await self.crawler.engine.download_async(request)
            if response.status == 200:
                rules = read_rules(response.body)
        except FAILURES as err:
            if not is_final(err):  # the way to the host fails: what it reserves is not known yet
                self._rules.pop(name, None)
                raise Unreadable(f"tdmrep.json cannot be read: {describe(err, MAX_RULES_BYTES * 10)}") from err
            log.debug("%s: %s; nothing is reserved there", url, err)
            return ()
        except ValueError as err:
            log.warning("%s cannot be read (%s); taken as no reservation", url, err)
        says = f"reserves {', '.join(rules)}" if rules else "reserves nothing"
        self.crawler.spider.archive.health.note_rights(name, "tdmrep", hashlib.sha256("\n".join(rules).encode()).hexdigest(), says)
        return rules


def _is_one(value: Any) -> bool:
    return value == 1 or (isinstance(value, str) and value.strip() == "1")
