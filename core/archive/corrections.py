"""People's corrections in the archive: kept with author, time and reason, withdrawn but never deleted (other than with their article)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from core.archive import schema
from core.archive.log import Log
from core.archive.revisions import storable
from core.correction import Correction, Withdrawal, from_json, to_json
from core.errors import UsageError


class CorrectionStore:
    """Reads and writes corrections. Every write gives its article a new number, so that the index takes it up."""

    def __init__(self, log: Log) -> None:
        self.log = log

    def put(self, tx: sa.Connection, correction: Correction) -> Correction:
        """Stores a correction, whose `id` is set here, and its withdrawal where it has one."""
        seq = self.log.record(tx, "annotation", correction.article_id)
        gone = correction.withdrawn
        row = tx.execute(
            schema.corrections.insert().values(
                article_id=correction.article_id,
                seq=seq,
                labels=storable(to_json(correction.labels)),
                relevance=correction.labels.get("relevance"),
                author=correction.author,
                reason=correction.reason,
                at=_text(correction.at),
                revision=correction.revision,
                model=correction.model,
                found=correction.found,
                withdrawn_at=_text(gone.at) if gone else None,
                withdrawn_by=gone.author if gone else None,
                withdrawn_because=gone.reason if gone else None,
            )
        )
        return _correction(tx.execute(sa.select(schema.corrections).where(schema.corrections.c.id == row.inserted_primary_key[0])).one())  # type: ignore[index]

    def withdraw(self, tx: sa.Connection, number: int, gone: Withdrawal) -> Correction:
        """Takes a correction back; it stays in the history.

        Raises:
            UsageError: there is no such correction, or it was withdrawn before.
        """
        table = schema.corrections
        row = tx.execute(sa.select(table).where(table.c.id == number)).first()
        if row is None:
            raise UsageError(f"there is no correction {number}; `python -m fauxlex annotations export --history` lists them")
        if row.withdrawn_at:
            raise UsageError(f"correction {number} was withdrawn already, by {row.withdrawn_by} on {row.withdrawn_at[:10]}")
        self.log.record(tx, "annotation", row.article_id)
        values = {"withdrawn_at": _text(gone.at), "withdrawn_by": gone.author, "withdrawn_because": gone.reason}
        tx.execute(table.update().where(table.c.id == number).values(values))
        return _correction(tx.execute(sa.select(table).where(table.c.id == number)).one())

    def of(self, article_id: str, tx: sa.Connection | None = None) -> list[Correction]:
        """Every correction of an article, oldest first, those that were withdrawn among them."""
        table = schema.corrections
        query = sa.select(table).where(table.c.article_id == article_id).order_by(table.c.id)
        if tx is not None:
            return [_correction(row) for row in tx.execute(query)]
        with self.log.read() as own:
            return [_correction(row) for row in own.execute(query)]

    def all(self, *, history: bool = False) -> list[Correction]:
        """The corrections that stand, oldest first; with `history` also those that were withdrawn."""
        table = schema.corrections
        query = sa.select(table).order_by(table.c.id)
        if not history:
            query = query.where(table.c.withdrawn_at.is_(None))
        with self.log.read() as tx:
            return [_correction(row) for row in tx.execute(query)]

    def counts(self) -> tuple[int, int]:
        """How many corrections stand, and on how many articles."""
        with self.log.read() as tx:
            row = tx.execute(sa.text("SELECT count(*), count(DISTINCT article_id) FROM corrections WHERE withdrawn_at IS NULL")).one()
        return int(row[0]), int(row[1])


def standing(tx: sa.Connection, ids: Sequence[str]) -> dict[str, list[Correction]]:
    """The corrections of articles that were not withdrawn, oldest first, by article."""
    table = schema.corrections
    query = sa.select(table).where(table.c.article_id.in_(ids), table.c.withdrawn_at.is_(None)).order_by(table.c.id)
    out: dict[str, list[Correction]] = {}
    for row in tx.execute(query):
        out.setdefault(row.article_id, []).append(_correction(row))
    return out


def same(known: Iterable[Correction], new: Correction, *, dated: bool) -> Correction | None:
    """The correction among those known that says what a new one says.

    Args:
        known: of the same article. new: what somebody brings.
        dated: whether the moment of the new one is told: then it is the same only at that moment, be it withdrawn since, and whatever the evidence
            (a table has none); else it is the same as one that stands.
    """
    for one in known:
        if (one.author, one.reason) != (new.author, new.reason):
            continue
        if dated and _text(one.at) == _text(new.at) and _bare(one) == _bare(new):
            return one
        if not dated and one.withdrawn is None and one.labels == new.labels:
            return one
    return None


def _bare(correction: Correction) -> dict[str, Any]:
    """Its labels without evidence."""
    return {
        name: value if name == "relevance" else tuple(replace(item, evidence=()) for item in value)
        for name, value in correction.labels.items()
    }


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def _correction(row: Any) -> Correction:
    gone = None
    if row.withdrawn_at:
        gone = Withdrawal(at=datetime.fromisoformat(row.withdrawn_at), author=row.withdrawn_by, reason=row.withdrawn_because)
    return Correction(
        id=row.id,
        article_id=row.article_id,
        labels=from_json(json.loads(row.labels)),
        author=row.author,
        reason=row.reason,
        at=datetime.fromisoformat(row.at),
        revision=row.revision,
        model=row.model,
        found=row.found,
        withdrawn=gone,
    )
