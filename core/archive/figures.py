"""Figures for the operator: lag from publication to index, growth and room on disk, whether every count sums."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from core.archive.log import Log

LAG_DAYS = 7
"""Articles first indexed in the last seven days count, and of them those published within the seven days before they were found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """Seconds from publication (as the outlet dates it) to the index: median and 95th percentile of `count` articles; None where there are none."""

    count: int
    p50_s: float | None
    p95_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """Bytes by part of the home folder, growth a day (of WARC files, from the last seven days), room, and days until it is full."""

    archive: int
    warc: int
    index: int
    grows_a_day: float
    free: int
    days_left: float | None


def lag(log: Log, now: datetime) -> Lag:
    """How long articles took from publication to the index; those of imports and backfills are not counted."""
    query = sa.text(
        "SELECT (julianday(a.first_indexed_at) - julianday(json_extract(r.document, '$.published_at'))) * 86400.0 AS lag FROM articles a "
        "JOIN revisions r ON r.article_id = a.id AND r.revision = 1 LEFT JOIN fetches f ON f.id = r.fetch_id WHERE a.first_indexed_at >= :since "
        "AND a.source IS NOT NULL AND coalesce(json_extract(f.hints, '$.backfill'), json_extract(f.hints, '$.imported'), 0) = 0 "
        "AND julianday(a.minted_at) - julianday(json_extract(r.document, '$.published_at')) BETWEEN 0 AND :days ORDER BY lag"
    )
    since = (now - timedelta(days=LAG_DAYS)).astimezone(UTC).isoformat(timespec="milliseconds")
    with log.read() as tx:
        values = [float(value) for value in tx.execute(query, {"since": since, "days": LAG_DAYS}).scalars()]
    return Lag(count=len(values), p50_s=_quantile(values, 0.5), p95_s=_quantile(values, 0.95))


def disk(log: Log, home: Path, now: datetime) -> Disk:
    """What the home folder takes, and when the disk will be full if the last week goes on."""
    sizes = {name: _size(home / name) for name in ("warc", "index")}
    archive = sum(path.stat().st_size for path in home.glob("archive.sqlite*"))
    since = (now - timedelta(days=7)).astimezone(UTC).isoformat(timespec="seconds")
    kept = sa.text(
        "SELECT coalesce(sum(bytes), 0), coalesce(sum(CASE WHEN fetched_at >= :since THEN bytes END), 0), min(fetched_at) FROM fetches"
    )
    with log.read() as tx:
        whole, week, first = tx.execute(kept, {"since": since}).one()
    days = min(7.0, max(1.0, (now - datetime.fromisoformat(first)).total_seconds() / 86_400)) if first else 7.0
    share = (sizes["warc"] + archive + sizes["index"]) / whole if whole else 0.0  # of a byte fetched, what is kept of it in all
    grows = share * week / days
    free = shutil.disk_usage(home).free
    return Disk(archive=archive, **sizes, grows_a_day=grows, free=free, days_left=free / grows if grows else None)


def unsummed(tallies: Sequence[tuple[str, str, str, str, int]]) -> list[str]:
    """Stages of sources whose counts do not sum: what came in is not what was kept and left out under a name. Always empty, or a mistake of ours."""
    sums: dict[tuple[str, str], dict[str, int]] = {}
    for source, stage, kind, _, count in tallies:
        if (source, stage) not in sums:
            sums[source, stage] = {"in": 0, "kept": 0, "left_out": 0}
        sums[source, stage][kind] += count
    wrong = [(place, of) for place, of in sorted(sums.items()) if of["in"] != of["kept"] + of["left_out"]]
    return [f"{source or 'lists'}, {stage}: in {of['in']}, kept {of['kept']}, left out {of['left_out']}" for (source, stage), of in wrong]


def _quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which a share of the sorted values lies (nearest rank)."""
    return values[min(len(values) - 1, int(share * len(values)))] if values else None


def _size(folder: Path) -> int:
    return sum(os.path.getsize(Path(place) / name) for place, _, names in os.walk(folder) for name in names)
