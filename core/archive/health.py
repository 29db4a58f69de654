"""How each outlet and each of its listings fares, and what became of everything that was listed or fetched, by name and number."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from core.archive import schema, tallies
from core.archive.crawl import FrontierEntry
from core.archive.log import Log, now_text
from core.urls import canonical

CHILD_COUNTS = timedelta(days=2)
"""A sitemap that another one lists tells of its source this long after it was last read; indexes drop their old ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """How a feed or sitemap fares. `failures` counts those since the last success; `interval_s` is the pause between two readings."""

    url: str
    kind: str
    last_read: datetime
    last_ok: datetime | None
    last_new: datetime | None
    last_error: str | None
    last_error_at: datetime | None
    failures: int
    reads: int
    unchanged: int
    entries: int
    interval_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """How a source fares. `failures` are those of its worst listing, `last_error` the newest one; `status` is ok, failing or never."""

    id: str
    name: str
    domain: str
    country: str | None
    language: str | None
    feeds: tuple[str, ...]
    rights: str
    articles: int
    listings: tuple[Listing, ...] = ()

    @property
    def failing(self) -> tuple[Listing, ...]:
        """The listings that could not be read when last asked for, the newest failure first."""
        bad = [one for one in self.listings if one.failures]
        return tuple(sorted(bad, key=lambda one: one.last_error_at or one.last_read, reverse=True))

    @property
    def failures(self) -> int:
        """Failures in a row of the listing that has most of them."""
        return max((one.failures for one in self.failing), default=0)

    @property
    def failing_since(self) -> datetime | None:
        """When what fails was last read without error, the earliest where several listings do; None where that never was, or none fails."""
        return min((one.last_ok for one in self.failing if one.last_ok), default=None)

    @property
    def partly(self) -> bool:
        """Whether it fails and another of its listings is read."""
        return 0 < len(self.failing) < len(self.listings)

    @property
    def last_ok(self) -> datetime | None:
        """When one of its listings was last read."""
        return max((one.last_ok for one in self.listings if one.last_ok), default=None)

    @property
    def last_error(self) -> str | None:
        """Why a listing could not be read: of one that still fails, else of the last that did."""
        one = self._told
        return f"{one.url}: {one.last_error}" if one else None

    @property
    def errors(self) -> tuple[str, ...]:
        """Each listing that fails, with why."""
        return tuple(f"{one.url}: {one.last_error}" for one in self.failing)

    @property
    def last_error_at(self) -> datetime | None:
        """When that was."""
        one = self._told
        return one.last_error_at if one else None

    @property
    def status(self) -> str:
        """failing where any listing is, ok, or never (nothing was ever read from it)."""
        if self.failing:
            return "failing"
        return "ok" if self.last_ok else "never"

    @property
    def _told(self) -> Listing | None:
        known = [one for one in self.listings if one.last_error_at]
        return next(iter(self.failing), None) or max(known, key=lambda one: one.last_error_at or one.last_read, default=None)


class HealthStore:
    """Reads and writes the health of sources and the counts of what passed through."""

    def __init__(self, log: Log) -> None:
        self.log = log

    def declare_sources(self, sources: Sequence[Mapping[str, Any]]) -> None:
        """Notes the outlets of the list of sources (id, name, domain, country, language, feeds, rights); their health stays."""
        statement = sa.text(
            "INSERT INTO source_state (source, name, domain, country, language, feeds, rights) "
            "VALUES (:id, :name, :domain, :country, :language, :feeds, :rights) ON CONFLICT (source) DO UPDATE SET name = excluded.name, "
            "domain = excluded.domain, country = excluded.country, language = excluded.language, feeds = excluded.feeds, rights = excluded.rights"
        )
        with self.log.write() as tx:
            for source in sources:
                tx.execute(statement, {**source, "feeds": json.dumps(list(source["feeds"]))})

    def listing_read(self, entry: FrontierEntry, *, entries: int | None, new: int = 0) -> None:
        """Notes that a feed or sitemap was read: how many pages it lists (None where it answered 304), and how many were new."""
        now = now_text()
        values: dict[str, Any] = {"last_ok": now, "failures": 0}
        if entries is None:
            values["unchanged"] = schema.listings.c.unchanged + 1
        else:
            values["entries"] = entries
        if new:
            values["last_new"] = now
        with self.log.write() as tx:
            self._note(tx, entry, {**values, "reads": schema.listings.c.reads + 1})

    def listing_failed(self, entry: FrontierEntry, reason: str) -> int:
        """Notes that a feed or sitemap could not be read, and why; returns how often in a row that is now."""
        values = {"last_error": reason[:500], "last_error_at": now_text(), "failures": schema.listings.c.failures + 1}
        with self.log.write() as tx:
            self._note(tx, entry, values)
            return int(tx.execute(sa.select(schema.listings.c.failures).where(schema.listings.c.url == entry.url)).scalar_one())

    def set_interval(self, url: str, interval_s: float) -> None:
        """Notes after how long a listing is read again."""
        with self.log.write() as tx:
            tx.execute(schema.listings.update().where(schema.listings.c.url == url).values(interval_s=interval_s))

    def interval(self, url: str) -> float | None:
        """After how long a listing is read again, or None where that was never set."""
        with self.log.read() as tx:
            found = tx.execute(sa.select(schema.listings.c.interval_s).where(schema.listings.c.url == url)).scalar()
        return None if found is None else float(found)

    def kept(self, source: str, stage: str, name: str) -> None:
        """Counts one thing of a stage that came to its end."""
        with self.log.write() as tx:
            tallies.add_one(tx, source, stage, "kept", name)

    def left_out(self, source: str, stage: str, reason: str) -> None:
        """Counts one thing of a stage that is left out, with why."""
        with self.log.write() as tx:
            tallies.add_one(tx, source, stage, "left_out", reason)

    def forget_counts(self, stage: str) -> None:
        """Begins the counts of a stage anew, as where it is run over everything again."""
        with self.log.write() as tx:
            tx.execute(schema.tallies.delete().where(schema.tallies.c.stage == stage))

    def note_rights(self, host: str, kind: str, digest: str, says: str) -> None:
        """Keeps what a host's robots.txt or tdmrep.json says of us (`kind` robots or tdmrep), where it is not what it last said."""
        table = schema.host_rights
        query = sa.select(table.c.digest).where(table.c.host == host, table.c.kind == kind).order_by(table.c.at.desc()).limit(1)
        with self.log.write() as tx:
            if tx.execute(query).scalar() != digest:
                tx.execute(table.insert().values(host=host, kind=kind, at=now_text(), digest=digest, says=says[:500]))

    def rights_changes(self, since: datetime) -> list[tuple[str, str, str, str, str]]:
        """Changes of what hosts want since a moment, newest first: host, kind, when, what it said before, what it says now."""
        query = sa.text(
            "SELECT * FROM (SELECT host, kind, at, lag(says) OVER (PARTITION BY host, kind ORDER BY at) AS before, says FROM host_rights) "
            "WHERE before IS NOT NULL AND at >= :since ORDER BY at DESC"
        )
        with self.log.read() as tx:
            return [
                (row.host, row.kind, row.at, row.before, row.says)
                for row in tx.execute(query, {"since": since.astimezone(UTC).isoformat()})
            ]

    def tallies(self) -> list[tuple[str, str, str, str, int]]:
        """Every count: source, stage, kind (in, kept, left_out), name, number."""
        table = schema.tallies
        order = (table.c.source, table.c.stage, table.c.kind, table.c.count.desc(), table.c.name)
        with self.log.read() as tx:
            rows = tx.execute(sa.select(table).order_by(*order)).mappings()
            return [(row["source"], row["stage"], row["kind"], row["name"], int(row["count"])) for row in rows]

    def drops(self) -> list[tuple[str, str, int]]:
        """What was left out: (source, reason, count), the largest first."""
        found: dict[tuple[str, str], int] = {}
        for source, _, kind, name, count in self.tallies():
            if kind == "left_out":
                found[source, name] = found.get((source, name), 0) + count
        return sorted(((source, name, count) for (source, name), count in found.items()), key=lambda row: -row[2])

    def sources(self) -> list[SourceHealth]:
        """Every declared source with its health and its number of articles."""
        query = sa.text(
            "SELECT s.*, (SELECT count(*) FROM articles a WHERE a.source = s.source AND a.revision > 0 AND a.merged_into IS NULL) AS articles "
            "FROM source_state s ORDER BY s.country, s.source"
        )
        with self.log.read() as tx:
            rows = list(tx.execute(query).mappings())
            listings: dict[str, list[Any]] = {}
            for one in tx.execute(sa.select(schema.listings).order_by(schema.listings.c.url)).mappings():
                listings.setdefault(one["source"], []).append(one)
        return [_health(row, listings.get(row["source"], [])) for row in rows]

    def last_read(self) -> datetime | None:
        """When any source was last read."""
        with self.log.read() as tx:
            return _moment(tx.execute(sa.select(sa.func.max(schema.listings.c.last_ok))).scalar())

    def _note(self, tx: sa.Connection, entry: FrontierEntry, values: Mapping[str, Any]) -> None:
        table = schema.listings
        who = {"source": entry.source, "kind": entry.kind, "depth": int(entry.hints.get("depth", 0)), "last_read": now_text()}
        fresh = {"url": entry.url, **who, "failures": 0, "reads": 0, "unchanged": 0, "entries": 0}
        tx.execute(table.insert().prefix_with("OR IGNORE").values(fresh))
        tx.execute(table.update().where(table.c.url == entry.url).values(**who, **values))


def _health(row: Any, listings: Sequence[Any]) -> SourceHealth:
    declared = {canonical(address) for address in json.loads(row["feeds"])}
    recent = (datetime.now(UTC) - CHILD_COUNTS).isoformat()
    mine = [one for one in listings if (one["url"] in declared if not one["depth"] else one["last_read"] > recent)]
    known = {name: row[name] for name in ("name", "domain", "country", "language", "rights", "articles")}
    return SourceHealth(id=row["source"], feeds=tuple(json.loads(row["feeds"])), listings=tuple(map(_listing, mine)), **known)


def _listing(row: Any) -> Listing:
    known = {name: row[name] for name in Listing.__dataclass_fields__}
    return Listing(**{**known, **{name: _moment(row[name]) for name in ("last_read", "last_ok", "last_new", "last_error_at")}})


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
