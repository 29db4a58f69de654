"""What a crawl is to do, and how it is told to stop."""

import signal
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import FrameType, TracebackType
from typing import Any, Self

from core.errors import UsageError

MOST_DAYS = 3700
"""Of one backfill: ten years; each may be a request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a crawl goes about it.

    Attributes:
        only_due: listings are left alone whose pause is not over; else all of them are read.
        round_s: after so many seconds no further page is begun; what is left waits for the next round. None: until nothing is due.
        spiders: which of `feeds`, `sitemaps`, `archives`, `pages` are run, in this order.
        since, until: the days of a backfill, both included.
    """

    only_due: bool = False
    round_s: float | None = None
    spiders: tuple[str, ...] = ("feeds", "sitemaps")
    since: date | None = None
    until: date | None = None

    @property
    def days(self) -> tuple[date, date]:
        """The days of a backfill."""
        if self.since is None or self.until is None:
            raise AssertionError("a crawl of archives has no days")
        return self.since, self.until


def backfill(since: date, until: date) -> Plan:
    """A crawl of the archives of these days.

    Raises:
        UsageError: they are in the wrong order, or too many.
    """
    if until < since:
        raise UsageError(f"--until {until} is before --since {since}; write the earlier day with --since")
    if (until - since).days >= MOST_DAYS:
        raise UsageError(f"{since} to {until} are over {MOST_DAYS} days; backfill ten years at a time")
    return Plan(spiders=("archives",), since=since, until=until)


class Stop:
    """Listens for SIGTERM and SIGINT, so that a crawl ends in good order. Use as a context manager, in the main thread."""

    def __init__(self) -> None:
        self.number = 0
        self._event = threading.Event()
        self._before: Mapping[int, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._heard) for number in (signal.SIGTERM, signal.SIGINT)}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def is_set(self) -> bool:
        """Whether it was told to stop."""
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Waits, but no longer than until it is told to stop; whether it was."""
        return self._event.wait(seconds)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        self.number = number
        self._event.set()
