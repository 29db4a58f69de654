"""What an outlet reserves: the TDM Reservation Protocol (W3C community group report, 10 May 2024), in its three places.

A header of the page beats its meta element, and that the host's `/.well-known/tdmrep.json`.
"""

import asyncio
import json
import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.http.request import NO_CALLBACK

from crawlers.failures import FAILURES

log = logging.getLogger(__name__)

WELL_KNOWN = "/.well-known/tdmrep.json"
MAX_RULES_BYTES = 100_000
HEAD_BYTES = 100_000
META = re.compile(rb"<meta\b[^>]{0,500}>", re.I)
META_NAME = re.compile(rb"\bname\s*=\s*[\"']?tdm-reservation[\"'\s/>]", re.I)
META_ONE = re.compile(rb"\bcontent\s*=\s*[\"']?\s*1\b", re.I)


def is_reserved(headers: Mapping[str, str], body: bytes, by_path: bool = False) -> bool:
    """Whether a page's text and data mining is reserved.

    Args:
        headers: of the response, names in lower case.
        body: of the response.
        by_path: what the host's rules say of its path.
    """
    said = headers.get("tdm-reservation")
    if said is not None:
        return said.strip() == "1"
    for element in META.findall(body[:HEAD_BYTES]):
        if META_NAME.search(element):
            return META_ONE.search(element) is not None
    return by_path


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
    """Reads each host's rules before its first page, and notes with each request of a page whether they reserve its path."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self._rules: dict[str, asyncio.Future[Sequence[str]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> "Reservations":
        """Made by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Any) -> None:
        """Scrapy's interface."""
        if "entry" not in request.meta:
            return
        parts = urlsplit(request.url)
        if parts.netloc not in self._rules:
            self._rules[parts.netloc] = asyncio.ensure_future(self._read(f"{parts.scheme}://{parts.netloc}{WELL_KNOWN}"))
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        request.meta["reserved_path"] = any(matches(pattern, path) for pattern in await self._rules[parts.netloc])

    async def _read(self, url: str) -> Sequence[str]:
        request = scrapy.Request(url, callback=NO_CALLBACK, priority=900, meta={"download_maxsize": MAX_RULES_BYTES * 10})
        try:
            response = await self.crawler.engine.download_async(request)
        except FAILURES as err:
            log.debug("%s: %s; nothing is reserved there", url, err)
            return ()
        if response.status != 200:
            return ()
        try:
            return read_rules(response.body)
        except ValueError as err:
            log.warning("%s cannot be read (%s); taken as no reservation", url, err)
            return ()


def _is_one(value: Any) -> bool:
    return value == 1 or (isinstance(value, str) and value.strip() == "1")
