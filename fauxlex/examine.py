"""What `doctor` and `/metrics` say: every check, each source with a word on its silence, lag, room on disk, and whether the counts sum."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from core.archive import FOLLOWED, Archive, retagging
from core.archive.figures import disk, lag, unsummed
from core.archive.silence import Volume, verdict, volumes
from core.errors import FauxlexError
from core.settings import Settings
from fauxlex.backends import open_index

BEHIND = tuple((name, FOLLOWED[name]) for name in ("extract", "tag"))
"""Consumers of the archive alone, and the changes they follow."""

RIGHTS_DAYS = 30
LEAST_DAYS_LEFT = 14.0
"""A disk that will be full before that is not well."""

FAILING = ("dead", "blocked", "parser", "partly")
"""Verdicts that somebody should look at; an outlet that is quiet may have a holiday."""


def examine(settings: Settings) -> dict[str, Any]:
    """Every check with its finding, and the figures behind them, as JSON values."""
    now = datetime.now(UTC)
    archive = Archive(settings.home)
    try:
        told = sources(archive, now)
        aside = archive.store.quarantined()
        checks = {
            "archive": _archive(archive),
            **{consumer: _consumer(archive, consumer, kinds) for consumer, kinds in BEHIND},
            "retag": _retag(archive),
            "index": _index(archive, settings),
            "model": _model(settings),
            "sources": _sources(told),
            "quarantine": _quarantine(aside),
            "counts": _counts(archive),
            "lag": _lag(archive, now),
            "disk": _disk(archive, now),
        }
        changes = archive.health.rights_changes(now - timedelta(days=RIGHTS_DAYS))
        return {
            "checks": checks,
            "sources": told,
            "rights_changes": [list(change) for change in changes],
            "quarantine": aside,
            "left_out": archive.health.drops(),
            "last_number": archive.log.last_seq(),
        }
    finally:
        archive.close()


def sources(archive: Archive, now: datetime) -> list[dict[str, Any]]:
    """Each declared source: verdict, what was seen of it and what is usual, when it was last read, and what fails."""
    found = volumes(archive.log, now)
    out = []
    for health in archive.sources():
        volume = found.get(health.id) or Volume()
        out.append(
            {
                "id": health.id,
                "name": health.name,
                "verdict": verdict(health, volume, now),
                "seen": volume.seen,
                "usual": volume.usual,
                "articles": health.articles,
                "last_ok": health.last_ok.isoformat() if health.last_ok else None,
                "last_new": volume.last_new.isoformat() if volume.last_new else None,
                "last_error": health.last_error if health.failing else None,
                "failing": {one.url: one.last_error for one in health.failing},
                "unread": f"{volume.unread} of the last {volume.fetched}" if volume.unread else None,
            }
        )
    return out


def behind(archive: Archive, consumer: str, kinds: Sequence[str], generation: str = "") -> int:
    """How many changes a consumer has yet to deal with."""
    return archive.log.count_after(archive.log.watermark(consumer, generation), kinds)


def _archive(archive: Archive) -> dict[str, Any]:
    return {"ok": True, "says": ", ".join(f"{name} {count}" for name, count in archive.counts().items())}


def _consumer(archive: Archive, consumer: str, kinds: Sequence[str]) -> dict[str, Any]:
    waiting = behind(archive, consumer, kinds)
    return {"ok": waiting == 0, "says": f"{waiting} waiting; run `python -m fauxlex {consumer}`" if waiting else "up to date"}


def _retag(archive: Archive) -> dict[str, Any]:
    one = retagging.under_way(archive.log)
    if one is None:
        return {"ok": True, "says": "no pass under way"}
    found = retagging.progress(archive.log, one)
    aside = f", {found.set_aside} set aside" if found.set_aside else ""
    return {
        "ok": True,
        "says": f"{found.done} of {found.total} articles tagged with {one.model}{aside}; the old labels are shown until all are done; "
        "`python -m fauxlex tag --retag` goes on",
        "model": one.model,
        "started_at": one.started_at.isoformat(),
        "total": found.total,
        "done": found.done,
        "set_aside": found.set_aside,
    }


def _index(archive: Archive, settings: Settings) -> dict[str, Any]:
    try:
        target = open_index(settings)
    except FauxlexError as err:
        return {"ok": False, "says": str(err)}
    try:
        waiting = behind(archive, "index", FOLLOWED["index"], target.generation)
        more = f", {waiting} changes waiting; run `python -m fauxlex index`" if waiting else ""
        return {"ok": waiting == 0, "says": f"{settings.backend}, {target.count()} articles{more}"}
    except FauxlexError as err:
        return {"ok": False, "says": str(err)}
    finally:
        target.close()


def _model(settings: Settings) -> dict[str, Any]:
    from nlp.annotate import Annotator  # with spaCy and the transformer, which a list of settings need not wait for

    try:
        return {"ok": True, "says": f"version {Annotator(settings.model).version}"}
    except FauxlexError as err:
        return {"ok": False, "says": str(err)}


def _sources(told: Sequence[dict[str, Any]]) -> dict[str, Any]:
    counted = Counter(one["verdict"] for one in told)
    words = ", ".join(f"{count} {name}" for name, count in counted.most_common())
    bad = [one for one in told if one["verdict"] in FAILING]
    failing = "".join(f"; {one['id']} is {one['verdict']}: {one['last_error'] or one['unread']}" for one in bad)
    return {"ok": not bad, "says": f"{len(told)} declared{f' ({words})' if told else ''}{failing}"}


def _quarantine(aside: Sequence[Any]) -> dict[str, Any]:
    stages = Counter(str(row["stage"]) for row in aside)
    words = ", ".join(f"{count} by {stage} (`python -m fauxlex replay {stage}` tries again)" for stage, count in sorted(stages.items()))
    return {"ok": True, "says": f"{len(aside)} set aside{f': {words}' if words else ''}"}


def _counts(archive: Archive) -> dict[str, Any]:
    wrong = unsummed(archive.health.tallies())
    return {"ok": not wrong, "says": "; ".join(wrong) or "what came in at each stage was kept or left out under a name"}


def _lag(archive: Archive, now: datetime) -> dict[str, Any]:
    found = lag(archive.log, now)
    if found.p50_s is None or found.p95_s is None:
        return {"ok": True, "says": "no article was published and indexed in the last week"}
    says = f"from publication to the index: half within {found.p50_s / 60:.0f} min, 95 % within {found.p95_s / 60:.0f} min ({found.count} articles)"
    return {"ok": True, "says": says, "p50_s": found.p50_s, "p95_s": found.p95_s, "count": found.count}


def _disk(archive: Archive, now: datetime) -> dict[str, Any]:
    found = disk(archive.log, archive.home, now)
    parts = ", ".join(f"{name} {getattr(found, name) / 1e6:.1f} MB" for name in ("archive", "warc", "index"))
    left = f"; grows {found.grows_a_day / 1e6:.1f} MB a day, full in {found.days_left:.0f} days" if found.days_left is not None else ""
    enough = found.days_left is None or found.days_left >= LEAST_DAYS_LEFT
    says = f"{parts}; {found.free / 1e9:.1f} GB free{left}" + ("" if enough else "; `python -m fauxlex prune` makes room")
    return {"ok": enough, "says": says, "days_left": found.days_left, "grows_a_day": found.grows_a_day}
