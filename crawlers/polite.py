"""Single requests with the crawler's manners: robots.txt read first and obeyed, a pause between two requests to one host, through the guard."""

import time
from collections.abc import Callable
from typing import Any

from protego import Protego

from core.errors import FetchError
from core.http import Answer, Client
from core.urls import parse
from crawlers.agent import ROBOTS_NAME

MAX_ROBOTS_BYTES = 512_000
MAX_PAUSE_S = 120.0


class RefusedError(FetchError):
    """Raised where robots.txt forbids an address, or cannot be read (RFC 9309: then nothing may be fetched)."""


class Visitor:
    """Asks for single addresses. `pause_s` is the least time between two requests to one host; a crawl delay of robots.txt wins."""

    def __init__(self, client: Client, pause_s: float, sleep: Callable[[float], None] = time.sleep) -> None:
        self.client, self.pause_s, self.sleep = client, pause_s, sleep
        self._rules: dict[str, Any] = {}
        self._last: dict[str, float] = {}

    def get(self, url: str) -> Answer:
        """The answer of an address that robots.txt allows.

        Raises:
            RefusedError: it does not, or cannot be read.
            FetchError: no usable answer.
        """
        rules = self.rules(url)
        if not rules.can_fetch(url, ROBOTS_NAME):
            raise RefusedError(f"{url}: forbidden by robots.txt")
        return self._paced(url, rules.crawl_delay(ROBOTS_NAME))

    def rules(self, url: str) -> Any:
        """The robots.txt of an address's host, as Protego reads it.

        Raises:
            RefusedError: it cannot be read because the server or the way to it fails.
        """
        address = parse(url)
        place = url.partition("//")[2].partition("/")[0]
        root = f"{address.scheme}://{place}"
        if root not in self._rules:
            try:
                answer = self._paced(f"{root}/robots.txt", None)
            except FetchError as err:
                raise RefusedError(f"robots.txt cannot be read: {err}") from err
            if answer.status >= 500 or answer.status == 429:
                raise RefusedError(f"{root}/robots.txt answers {answer.status}")
            body = answer.body[:MAX_ROBOTS_BYTES] if answer.status < 400 else b""
            self._rules[root] = Protego.parse(body.decode("utf8", "replace"))
        return self._rules[root]

    def _paced(self, url: str, asked_s: float | None) -> Answer:
        host = parse(url).host
        pause = min(max(self.pause_s, float(asked_s or 0.0)), MAX_PAUSE_S)
        if host in self._last:
            self.sleep(max(0.0, self._last[host] + pause - time.monotonic()))
        try:
            return self.client.get(url)
        finally:
            self._last[host] = time.monotonic()
