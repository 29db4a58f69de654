"""Why a source is silent, and whether it is: the outlet has nothing to say, its feeds are dead, it turns us away, or its pages cannot be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from statistics import median

import sqlalchemy as sa

from core.archive.health import SourceHealth
from core.archive.log import Log

USUAL_DAYS = 28
"""Days before the last one from which it is taken how much an outlet usually prints."""

LATEST_FETCHES = 20
"""Of a source: where more than half of them could not be turned into articles, its pages have changed and our reading has not."""

BLOCKS = ("HTTP 401", "HTTP 403", "HTTP 429", "HTTP 451", "forbidden by robots.txt", "robots.txt answers 429")
VERDICTS = ("ok", "quiet", "partly", "parser", "blocked", "dead", "never")


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """How much came from a source.

    Attributes:
        seen: new pages in the last 24 hours. usual: median a day over the 28 days before, of the days since its first page.
        fetched: of the newest fetches, at most 20, how many there were. unread: how many of those were set aside.
        last_new: when it last listed a page that was not known.
    """

    seen: int = 0
    usual: float = 0.0
    fetched: int = 0
    unread: int = 0
    last_new: datetime | None = None


def volumes(log: Log, now: datetime) -> dict[str, Volume]:
    """How much came from each source, by id."""
    day, since = _text(now - timedelta(days=1)), _text(now - timedelta(days=USUAL_DAYS + 1))
    pages = sa.text(
        "SELECT source, CASE WHEN added_at >= :day THEN 'today' ELSE substr(added_at, 1, 10) END AS day, count(*) AS number, max(added_at) AS newest "
        "FROM frontier WHERE kind = 'page' AND added_at >= :since AND coalesce(json_extract(hints, '$.backfill'), 0) = 0 GROUP BY 1, 2"
    )
    latest = sa.text(
        "SELECT source, count(*) AS fetched, sum(aside) AS unread FROM (SELECT f.source AS source, q.ref IS NOT NULL AS aside, "
        "row_number() OVER (PARTITION BY f.source ORDER BY f.seq DESC) AS place FROM fetches f LEFT JOIN quarantine q ON q.stage = 'extract' AND q.ref = f.id "
        "WHERE f.source IS NOT NULL AND f.rights = 'open') WHERE place <= :latest GROUP BY 1"
    )
    out: dict[str, Volume] = {}
    with log.read() as tx:
        rows = tx.execute(pages, {"day": day, "since": since}).all()
        read = {row.source: (int(row.fetched), int(row.unread or 0)) for row in tx.execute(latest, {"latest": LATEST_FETCHES})}
    by_source = {
        source: list(group) for source, group in groupby(sorted(rows, key=lambda row: str(row.source)), key=lambda row: str(row.source))
    }
    for source in {*by_source, *read}:
        days = {row.day: int(row.number) for row in by_source.get(source, [])}
        seen = days.pop("today", 0)
        newest = max((str(row.newest) for row in by_source.get(source, [])), default=None)
        fetched, unread = read.get(source, (0, 0))
        out[source] = Volume(
            seen=seen,
            usual=_usual(days, now),
            fetched=fetched,
            unread=unread,
            last_new=datetime.fromisoformat(newest) if newest else None,
        )
    return out


def verdict(health: SourceHealth, volume: Volume, now: datetime) -> str:
    """One word on a source (`VERDICTS`).

    never: nothing was ever read. blocked, dead: none of its listings can be read, because it turns us away, or for another reason. parser: its
    listings are read, but most of its newest pages cannot be turned into articles. partly: some listings fail. quiet: they are read, and bring
    nothing for longer than a day in which it usually prints three pages or more. ok: none of these.
    """
    if health.listings and len(health.failing) == len(health.listings):
        reasons = [one.last_error or "" for one in health.failing]
        return "blocked" if all(reason.startswith(BLOCKS) for reason in reasons) else "dead"
    if health.last_ok is None:
        return "never"
    if volume.fetched >= 4 and volume.unread > volume.fetched / 2:
        return "parser"
    if health.failing:
        return "partly"
    read_of_late = health.last_ok > now - timedelta(days=1)
    if read_of_late and volume.usual >= 3 and volume.seen == 0:
        return "quiet"
    return "ok"


def _usual(days: Mapping[str, int], now: datetime) -> float:
    """The median number of pages a day since the first day that has any, days without one counted as 0."""
    if not days:
        return 0.0
    first = datetime.fromisoformat(min(days)).replace(tzinfo=UTC)
    length = max(1, min(USUAL_DAYS, (now - timedelta(days=1) - first).days + 1))
    counts: Sequence[int] = [*days.values(), *[0] * max(0, length - len(days))]
    return float(median(counts))


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
