"""A listing is read oftener while it brings news, seldomer while it does not, and before its window has moved on."""

from datetime import UTC, datetime, timedelta

import pytest

from crawlers.feeds import Link
from crawlers.polling import Poll, failure_pause, next_pause, window

POLL = Poll(least_s=300, first_s=900, most_s=21_600)
DAY = 86_400.0


@pytest.mark.parametrize(
    ("before", "new", "entries", "window_s", "expected"),
    [
        (None, 20, 20, None, 900),  # a first reading: everything is new, which says nothing
        (900, 0, 20, None, 1350),
        (900, 3, 20, None, 450),
        (2400, 10, 20, None, 600),  # half of it was new: some may have been missed
        (400, 20, 20, None, 300),  # never below the least
        (20_000, 0, 20, None, 21_600),  # never above the most
        (20_000, 0, 20, 4000.0, 1000),  # a feed that moves on within an hour or so
        (20_000, 0, 1000, 2 * DAY, 21_600),
        (900, 0, 20, 100.0, 300),
        (900, 0, 0, None, 1350),  # empty, or 304
    ],
)
def test_the_pause_follows_what_the_listing_brings(
    before: float | None, new: int, entries: int, window_s: float | None, expected: float
) -> None:
    """Within the outlet's bounds."""
    assert next_pause(POLL, before, new=new, entries=entries, window_s=window_s) == expected


@pytest.mark.parametrize(
    ("failures", "reason", "expected"),
    [
        (1, "HTTP 404", 21_600),
        (1, "HTTP 403", 21_600),
        (1, "forbidden by robots.txt", 21_600),
        (1, "HTTP 429", 1800),
        (1, "HTTP 503", 1800),
        (3, "no whole answer in time", 7200),
        (50, "HTTP 500", 21_600),
        (2, "not a feed: neither RSS nor Atom", 3600),
    ],
)
def test_what_fails_is_left_alone_by_its_class(failures: int, reason: str, expected: float) -> None:
    """Gone or refused: at once the longest pause; what may pass: doubling."""
    assert failure_pause(POLL, failures, reason) == expected


def links(*ages_h: float) -> list[Link]:
    """Entries of these ages in hours."""
    now = datetime(2026, 11, 3, tzinfo=UTC)
    return [Link(url=f"https://a.example/{n}", published=(now - timedelta(hours=age)).isoformat()) for n, age in enumerate(ages_h)]


def test_the_window_is_from_the_oldest_to_the_newest_entry() -> None:
    """A pinned old page does not stretch it; entries without dates say nothing."""
    assert window(links(0, 5, 10)) == 10 * 3600
    assert window(links(*range(20), 9000)) == 18 * 3600
    assert window(links(1, 2)) is None
    assert window([Link(url="https://a.example/1")] * 5) is None
