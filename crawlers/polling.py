"""How often a listing is read: faster while it brings news, slower while it does not, and always well inside the window that it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.errors import SettingsError
from crawlers.feeds import Link

QUICKER, SLOWER = 0.5, 1.5
"""Factors on the pause: a reading that brought news halves it; one that did not makes it half as long again."""

FULL = 0.5
"""A listing of which this share was new may have lost some between two readings: the pause falls by a further half."""

IN_WINDOW = 4
"""A listing is read at least this often while its oldest entry moves through it, as news sitemaps of two days or a hundred entries need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """Bounds of the pause between two readings of a listing, in seconds. `first_s` is the pause before anything is known of it."""

    least_s: float
    first_s: float
    most_s: float


def next_pause(poll: Poll, before_s: float | None, *, new: int, entries: int, window_s: float | None) -> float:
    """Seconds until a listing is read again.

    Args:
        poll: the bounds.
        before_s: the pause so far, None for a first reading.
        new: pages that were not known. entries: pages that it lists.
        window_s: time between its oldest and newest entry, None where it gives no dates.
    """
    if before_s is None:
        pause = poll.first_s
    elif not new:
        pause = before_s * SLOWER
    else:
        pause = before_s * QUICKER * (QUICKER if new >= FULL * entries else 1.0)
    if window_s:
        pause = min(pause, window_s / IN_WINDOW)
    return min(max(pause, poll.least_s), poll.most_s)


def failure_pause(poll: Poll, failures: int, reason: str) -> float:
    """Seconds until a listing that could not be read is asked for again.

    Classes: what says that it is gone or that we are not wanted (4xx, forbidden) is asked for at the slowest pace at once; what may pass
    (5xx, no answer, no robots.txt) with doubling pauses; what is no feed any more in between.
    """
    if reason.startswith(("HTTP 4", "forbidden")) and not reason.startswith(("HTTP 408", "HTTP 425", "HTTP 429")):
        return poll.most_s
    return min(poll.first_s * 2.0 ** min(failures, 20), poll.most_s)


def revisit_pauses(text: str) -> list[float]:
    """Reads the setting `crawl_revisit_h`: hours after which a page is asked for again, each counted from the visit before; seconds.

    Raises:
        SettingsError: it is no list of hours.
    """
    try:
        hours = [float(part) for part in text.split(",") if part.strip()]
    except ValueError as err:
        raise SettingsError(f"crawl_revisit_h: '{text}' is no list of hours; write 2,12,48,168, or nothing for never") from err
    if any(not 0.01 <= hour <= 24 * 366 for hour in hours):
        raise SettingsError(f"crawl_revisit_h: '{text}' has a pause under a minute or over a year")
    return [hour * 3600 for hour in hours]


def window(links: Sequence[Link]) -> float | None:
    """Seconds between the oldest and the newest entry, or None where fewer than three have a date.

    One stray old entry (a pinned page) must not stretch it: the oldest tenth is left out.
    """
    times = sorted(datetime.fromisoformat(said).timestamp() for link in links if (said := link.published or link.updated))
    if len(times) < 3:
        return None
    recent = times[len(times) // 10 :]
    return max(recent[-1] - recent[0], 1.0)
