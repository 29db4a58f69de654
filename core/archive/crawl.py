"""What the crawler must remember: the frontier and the fetches."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from core.archive import schema, tallies
from core.archive.fetches import Fetched, FetchRecord, Visit, fetch_record, fetch_row
from core.archive.log import Log, now_text
from core.archive.warc import Location, Response

KINDS = ("feed", "sitemap", "page")

REMOVED = "removed on request"
"""The reason for which an address is never visited again, whatever a listing says of it."""

UNDECLARED = "no longer in the list of sources"

# Built once: SQLAlchemy takes longer to build a statement than SQLite to carry it out.
_NEW = schema.frontier.insert().prefix_with("OR IGNORE")
_HELD = sa.text("SELECT hints, state, due_at, reason FROM frontier WHERE url = :address")
_DONE = sa.text(
    "UPDATE frontier SET state = 'done', reason = NULL, etag = :etag, last_modified = :last_modified, checked_at = :checked_at WHERE url = :address"
)

SECOND_CHANCE = timedelta(days=1)
"""A page that failed and is still listed after this long is tried again: the outage may have been ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A page that is not fetched: why, and what an open feed said of it."""

    url: str
    source: str
    reason: str
    hints: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierEntry:
    """An address to visit: `kind` is feed, sitemap or page; `etag` and `last_modified` make the next request conditional."""

    url: str
    source: str
    kind: str
    attempts: int = 0
    etag: str | None = None
    last_modified: str | None = None
    hints: Mapping[str, Any] = field(default_factory=dict)


class CrawlStore:
    """Reads and writes the crawler's state. Every write is idempotent by URL."""

    def __init__(self, log: Log) -> None:
        self.log = log

    def add_urls(self, entries: Sequence[FrontierEntry], tx: sa.Connection | None = None) -> int:
        """Puts new addresses on the frontier, and known ones again whose listing gives a new date of change; returns how many were new."""
        if tx is None:
            with self.log.write() as own:
                return self.add_urls(entries, own)
        return sum(self._add(tx, entry) for entry in entries)

    def due(self, sources: Sequence[str], kinds: Sequence[str], limit: int = 500, per_source: int | None = None) -> list[FrontierEntry]:
        """Addresses whose turn has come, at most `limit`, oldest first.

        With `per_source` the outlets share: the oldest address of each comes first, then the second of each, and of none more pages than that, so
        that none starves the others, however many addresses it has and however old they are.
        """
        given = {"now": now_text(), "sources": list(sources), "kinds": list(kinds), "most": limit, "each": per_source}
        with self.log.read() as tx:
            return [_entry(row) for row in tx.execute(_due(shared=per_source is not None), given)]

    def rearm(self, sources: Sequence[str], kind: str, declared: Sequence[str], *, only_due: bool = False) -> None:
        """Makes listings due again at the start of a crawl: the declared ones and those that they led to; one no longer declared is let go.

        Args:
            sources: ids of the outlets. kind: feed or sitemap. declared: the canonical addresses that the list of sources gives.
            only_due: leave those alone whose pause is not over.
        """
        table = schema.frontier
        mine = sa.and_(table.c.source.in_(sources), table.c.kind == kind)
        gone = sa.and_(mine, table.c.url.not_in(declared), sa.func.coalesce(sa.func.json_extract(table.c.hints, "$.depth"), 0) == 0)
        with self.log.write() as tx:
            again = sa.and_(mine, table.c.due_at <= now_text()) if only_due else mine
            tx.execute(table.update().where(again).values(state="pending", due_at=now_text(), attempts=0))
            tx.execute(table.update().where(gone).values(state="done", reason=UNDECLARED))

    def finish(self, url: str, state: str, *, reason: str | None = None, validators: tuple[str | None, str | None] | None = None) -> None:
        """Takes an address off the frontier: `done`, `failed` or `refused`, with why; keeps its ETag and Last-Modified."""
        values: dict[str, Any] = {"state": state, "reason": reason}
        if state == "done":
            values["checked_at"] = now_text()
        if validators is not None:
            values.update(etag=validators[0], last_modified=validators[1])
        with self.log.write() as tx:
            tx.execute(schema.frontier.update().where(schema.frontier.c.url == url).values(values))

    def read_again(self, url: str, pause_s: float) -> None:
        """Says when a listing that is done will be due, should the crawl follow it."""
        due = (datetime.now(UTC) + timedelta(seconds=pause_s)).isoformat(timespec="milliseconds")
        with self.log.write() as tx:
            tx.execute(schema.frontier.update().where(schema.frontier.c.url == url).values(due_at=due))

    def next_listing_s(self, sources: Sequence[str]) -> float | None:
        """In how many seconds the next listing of these outlets is due, or None where none was read yet."""
        table = schema.frontier
        query = sa.select(sa.func.min(table.c.due_at)).where(
            table.c.source.in_(sources), table.c.kind.in_(("feed", "sitemap")), table.c.reason.is_distinct_from(UNDECLARED)
        )
        with self.log.read() as tx:
            first = tx.execute(query).scalar()
        return max(0.0, (datetime.fromisoformat(first) - datetime.now(UTC)).total_seconds()) if first else None

    def postpone(self, url: str, delay_s: float, reason: str) -> None:
        """Leaves an address for later: counted as an attempt, due after `delay_s` seconds."""
        table = schema.frontier
        due = (datetime.now(UTC) + timedelta(seconds=delay_s)).isoformat(timespec="milliseconds")
        with self.log.write() as tx:
            tx.execute(table.update().where(table.c.url == url).values(due_at=due, attempts=table.c.attempts + 1, reason=reason))

    def plan_revisits(self, pauses_s: Sequence[float]) -> int:
        """Puts articles on the subject back on the frontier whose next visit is due; returns how many.

        Args:
            pauses_s: seconds from each visit to the next; an article is revisited as often as there are pauses.
        """
        statement = sa.text(
            "UPDATE frontier SET state = 'pending', due_at = :now, attempts = 0, revisits = revisits + 1 WHERE kind = 'page' AND state = 'done' "
            "AND revisits = :number AND checked_at <= :before AND url IN (SELECT f.url FROM articles a "
            "JOIN revisions r ON r.article_id = a.id AND r.revision = a.revision JOIN fetches f ON f.id = r.fetch_id AND f.rights = 'open' "
            "WHERE EXISTS (SELECT 1 FROM annotations n WHERE n.article_id = a.id AND n.relevance IN ('law', 'deepfake')) "
            "OR EXISTS (SELECT 1 FROM corrections c WHERE c.article_id = a.id AND c.relevance IN ('law', 'deepfake') AND c.withdrawn_at IS NULL))"
        )
        now = datetime.now(UTC)
        count = 0
        with self.log.write() as tx:
            for number, pause_s in reversed(list(enumerate(pauses_s))):
                before = (now - timedelta(seconds=pause_s)).isoformat(timespec="milliseconds")
                count += tx.execute(statement, {"now": now_text(), "number": number, "before": before}).rowcount
        return count

    def waiting(self, sources: Sequence[str], kinds: Sequence[str] = KINDS) -> tuple[int, float | None]:
        """How many addresses of these kinds are pending, and in how many seconds the next is due (None when there is none)."""
        table = schema.frontier
        query = sa.select(sa.func.count(), sa.func.min(table.c.due_at)).where(
            table.c.state == "pending", table.c.source.in_(sources), table.c.kind.in_(kinds)
        )
        with self.log.read() as tx:
            count, first = tx.execute(query).one()
        if not first:
            return 0, None
        return int(count), max(0.0, (datetime.fromisoformat(first) - datetime.now(UTC)).total_seconds())

    def states(self) -> list[tuple[str, str, int]]:
        """How many addresses there are of each kind in each state."""
        query = sa.text("SELECT kind, state, count(*) AS number FROM frontier GROUP BY 1, 2 ORDER BY 1, 2")
        with self.log.read() as tx:
            return [(row.kind, row.state, int(row.number)) for row in tx.execute(query)]

    def put_fetch(self, response: Response, location: Location, visit: Visit, validators: tuple[str | None, str | None]) -> str:
        """Acknowledges one response; see `put_fetches`.

        Returns:
            The fetch's id (its WARC record id).
        """
        self.put_fetches([Fetched(response=response, location=location, visit=visit, validators=validators)])
        return location.record_id

    def put_fetches(self, fetched: Sequence[Fetched]) -> None:
        """Acknowledges responses whose raw bytes are durable: each one's fetch, its change, and its address done, all in one transaction."""
        with self.log.write() as tx:
            rows = [fetch_row(one, self.log.record(tx, "fetch", one.location.record_id)) for one in fetched]
            tx.execute(schema.fetches.insert(), rows)
            tx.execute(_DONE, [_done_row(one) for one in fetched])
            for source, count in Counter(one.visit.source or "" for one in fetched).items():
                tallies.add(tx, source, "page", "in", {"all": count})
                tallies.add(tx, source, "page", "kept", {"fetched": count})

    def put_refusal(self, entry: FrontierEntry, reason: str) -> None:
        """Takes a page that must not be fetched off the frontier; title, link and date stay where a feed gave them."""
        table, frontier = schema.refusals, schema.frontier
        row = {"source": entry.source, "reason": reason, "hints": json.dumps(dict(entry.hints), ensure_ascii=False)}
        with self.log.write() as tx:
            tx.execute(frontier.update().where(frontier.c.url == entry.url).values(state="refused", reason=reason))
            tallies.add_one(tx, entry.source, "page", "left_out", reason)
            held = tx.execute(sa.select(table.c.hints).where(table.c.url == entry.url)).scalar()
            if entry.hints.get("title") and held != row["hints"]:
                seq = self.log.record(tx, "refusal", entry.url)
                tx.execute(table.insert().prefix_with("OR REPLACE").values(url=entry.url, seq=seq, at=now_text(), **row))

    def refusal(self, url: str) -> Refusal | None:
        """A page that was refused, by address."""
        with self.log.read() as tx:
            row = tx.execute(sa.select(schema.refusals).where(schema.refusals.c.url == url)).first()
        return Refusal(url=row.url, source=row.source, reason=row.reason, hints=json.loads(row.hints)) if row else None

    def has_fetch(self, url: str, fetched_at: datetime) -> bool:
        """Whether the response of this moment at this address is kept already."""
        table = schema.fetches
        at = fetched_at.astimezone(UTC).isoformat(timespec="seconds")
        with self.log.read() as tx:
            return tx.execute(sa.select(table.c.id).where(table.c.url == url, table.c.fetched_at == at)).first() is not None

    def fetch(self, fetch_id: str) -> FetchRecord | None:
        """A fetch by id."""
        with self.log.read() as tx:
            row = tx.execute(sa.select(schema.fetches).where(schema.fetches.c.id == fetch_id)).mappings().first()
        return fetch_record(row) if row else None

    def fetch_of(self, article_id: str) -> FetchRecord | None:
        """The fetch that the newest revision of an article was read from."""
        revisions, fetches = schema.revisions, schema.fetches
        query = (
            sa.select(fetches)
            .join(revisions, revisions.c.fetch_id == fetches.c.id)
            .where(revisions.c.article_id == article_id)
            .order_by(revisions.c.revision.desc())
            .limit(1)
        )
        with self.log.read() as tx:
            row = tx.execute(query).mappings().first()
        return fetch_record(row) if row else None

    def warc_ends(self) -> dict[str, int]:
        """For each WARC file the offset of its last acknowledged record."""
        table = schema.fetches
        with self.log.read() as tx:
            return {
                row[0]: int(row[1])
                for row in tx.execute(sa.select(table.c.warc_file, sa.func.max(table.c.warc_offset)).group_by(table.c.warc_file))
            }

    def _add(self, tx: sa.Connection, entry: FrontierEntry) -> int:
        row = {
            "url": entry.url,
            "source": entry.source,
            "kind": entry.kind,
            "state": "pending",
            "added_at": now_text(),
            "due_at": now_text(),
            "attempts": 0,
            "hints": json.dumps(dict(entry.hints), ensure_ascii=False),
        }
        if tx.execute(_NEW, row).rowcount:
            return 1
        held = tx.execute(_HELD, {"address": entry.url}).one()
        if held.reason == REMOVED:
            return 0
        known = json.loads(held.hints)
        newer = _is_newer(entry.hints, known)
        first_word = "updated" in entry.hints and "updated" not in known
        forgiven = held.state == "failed" and datetime.fromisoformat(held.due_at) + SECOND_CHANCE < datetime.now(UTC)
        if not (newer or first_word or forgiven):
            return 0
        values: dict[str, Any] = {
            "hints": json.dumps({**known, **entry.hints}, ensure_ascii=False)
        }  # a sitemap may lack the title that a feed gave
        # The first word of a change may be of one that our copy already has: feed and sitemap tell of one page in turn.
        changed = (
            newer and held.state in ("done", "failed") and not (first_word and self._fetched_since(tx, entry.url, entry.hints["updated"]))
        )
        if forgiven or changed:
            values |= {"state": "pending", "due_at": row["due_at"], "attempts": 0}
        table = schema.frontier
        tx.execute(table.update().where(table.c.url == entry.url).values(values))
        return 0

    def _fetched_since(self, tx: sa.Connection, url: str, moment: str) -> bool:
        """Whether a page was fetched at or after a moment."""
        table = schema.fetches
        at = datetime.fromisoformat(moment).astimezone(UTC).isoformat(timespec="seconds")
        return tx.execute(sa.select(table.c.id).where(table.c.url == url, table.c.fetched_at >= at)).first() is not None


def _is_newer(said: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """Whether a listing dates a page's last change after what was known of it."""
    before = known.get("updated") or known.get("published")
    if not before or not said.get("updated"):
        return False
    return datetime.fromisoformat(said["updated"]) > datetime.fromisoformat(before)


@cache
def _due(*, shared: bool) -> sa.Select[Any]:
    """Addresses of some `kinds` and `sources` whose turn has come `now`, `most` at most; where outlets share, in turn, `each` gets only so many pages."""
    table = schema.frontier
    order = (table.c.due_at, table.c.added_at, table.c.url)
    mine = (table.c.source.in_(sa.bindparam("sources", expanding=True)), table.c.kind.in_(sa.bindparam("kinds", expanding=True)))
    ready = (table.c.state == "pending", table.c.due_at <= sa.bindparam("now"), *mine)
    most = sa.bindparam("most", type_=sa.Integer)
    if not shared:
        return sa.select(table).where(*ready).order_by(*order).limit(most)
    place = sa.func.row_number().over(partition_by=(table.c.source, table.c.kind), order_by=order).label("place")
    ranked = sa.select(table, place).where(*ready).subquery()
    few = sa.or_(ranked.c.place <= sa.bindparam("each", type_=sa.Integer), ranked.c.kind != "page")
    return sa.select(ranked).where(few).order_by(ranked.c.place, ranked.c.due_at, ranked.c.added_at, ranked.c.url).limit(most)


def _done_row(one: Fetched) -> dict[str, Any]:
    """What `_DONE` notes of an address."""
    return {"address": one.visit.url, "etag": one.validators[0], "last_modified": one.validators[1], "checked_at": now_text()}


def _entry(row: Any) -> FrontierEntry:
    hints = json.loads(row.hints)
    return FrontierEntry(
        url=row.url, source=row.source, kind=row.kind, attempts=row.attempts, etag=row.etag, last_modified=row.last_modified, hints=hints
    )
