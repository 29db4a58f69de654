"""Passes of the tagger over the whole archive: new annotations beside the old ones, which readers see until all are there.

A pass writes into a tagging of its own (core/archive/annotations.py). Its last step makes that tagging the one that is served, in one
transaction with a `retagging` change, which tells the index to take all of it at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.archive import schema
from core.archive.annotations import FIRST, SERVED, write
from core.archive.log import Log, now_text
from core.article import Annotation, Article

CONSUMER = "retag"
"""Its lock and watermark; the watermark belongs to one tagging."""

_DONE = (
    "EXISTS (SELECT 1 FROM annotations n WHERE n.article_id = a.id AND n.revision = a.revision AND n.model = :model "
    f"AND (n.tagging = :number OR (n.tagging <= {SERVED} AND n.seq >= :since)))"
)
_LIVING = (
    "FROM articles a WHERE a.revision > 0 AND a.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM removals r WHERE r.article_id = a.id)"
)
_ASIDE = "SELECT ref FROM quarantine WHERE stage = 'tag'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """A pass under way: the number of its tagging, the model, when it began (UTC).

    `since`: an annotation of this model that readers see, and whose number is no lower, is as good as one of this pass.
    """

    number: int
    model: str
    since: int
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a pass is: articles in all, done, and set aside because the tagger cannot take them."""

    total: int
    done: int
    set_aside: int


def under_way(log: Log) -> Pass | None:
    """The pass that was begun and is not done, or None."""
    with log.read() as tx:
        return _under_way(tx)


def begin(log: Log, model: str, *, anew: bool = False) -> Pass:
    """The pass of a model: the one under way, or a new one; what a pass of another model has made is dropped.

    Args:
        log: of the archive.
        model: version of the tagger.
        anew: also articles that this model tagged before, and also where a pass of it is under way, which is dropped.
    """
    with log.write() as tx:
        held = _under_way(tx)
        if held is not None and held.model == model and not anew:
            return held
        number = held.number if held else int(tx.execute(sa.text(f"SELECT coalesce(max(number), {FIRST}) + 1 FROM taggings")).scalar_one())
        if held is not None:
            _drop(tx, number)
        since = int(tx.execute(sa.select(sa.func.coalesce(sa.func.max(schema.changes.c.seq), 0))).scalar_one()) + 1 if anew else 0
        tx.execute(schema.taggings.insert().values(number=number, model=model, since=since, started_at=now_text()))
        found = _under_way(tx)
    assert found is not None
    return found


def wanting(log: Log, one: Pass, articles: Mapping[str, Article]) -> list[Article]:
    """Those of some articles (in their newest revision) that the pass has yet to tag."""
    query = sa.text(f"SELECT a.id FROM articles a WHERE a.id IN :ids AND NOT {_DONE}").bindparams(sa.bindparam("ids", expanding=True))
    with log.read() as tx:
        ids = set(tx.execute(query, {"ids": list(articles), **_of(one)}).scalars())
    return [article for article in articles.values() if article.id in ids]


def put(tx: sa.Connection, one: Pass, annotation: Annotation) -> None:
    """Stores what the pass says of an article, for nobody to see yet."""
    write(tx, annotation, one.number, 0)


def progress(log: Log, one: Pass) -> Progress:
    """How far a pass is."""
    counted = f"SELECT count(*) AS total, coalesce(sum({_DONE}), 0) AS done, coalesce(sum(a.id IN ({_ASIDE}) AND NOT {_DONE}), 0) AS aside {_LIVING}"
    with log.read() as tx:
        row = tx.execute(sa.text(counted), _of(one)).one()
    return Progress(total=int(row.total), done=int(row.done), set_aside=int(row.aside))


def switch(log: Log, one: Pass) -> int | None:
    """Makes readers see the pass's annotations, if every article that is not set aside has one; the change's number, or None where some lack it."""
    lacking = sa.text(f"SELECT 1 {_LIVING} AND a.id NOT IN ({_ASIDE}) AND NOT {_DONE} LIMIT 1")
    with log.write() as tx:
        if tx.execute(lacking, _of(one)).first() is not None:
            return None
        seq = log.record(tx, "retagging", str(one.number))
        now = now_text()
        tx.execute(schema.taggings.update().where(schema.taggings.c.number == one.number).values(seq=seq, switched_at=now))
        tx.execute(
            sa.text(
                "UPDATE articles SET first_tagged_at = :now WHERE first_tagged_at IS NULL "
                "AND id IN (SELECT article_id FROM annotations WHERE tagging = :number)"
            ),
            {"now": now, "number": one.number},
        )
    return seq


def retagged(log: Log, number: int) -> list[str]:
    """The ids of the articles that a tagging has annotated, in order."""
    table = schema.annotations
    with log.read() as tx:
        return list(tx.execute(sa.select(table.c.article_id).where(table.c.tagging == number).order_by(table.c.article_id)).scalars())


def _under_way(tx: sa.Connection) -> Pass | None:
    row = tx.execute(sa.select(schema.taggings).where(schema.taggings.c.seq.is_(None))).first()
    if row is None:
        return None
    return Pass(number=row.number, model=row.model, since=row.since, started_at=datetime.fromisoformat(row.started_at))


def _drop(tx: sa.Connection, number: int) -> None:
    """Forgets a pass with all that it made."""
    tx.execute(schema.annotations.delete().where(schema.annotations.c.tagging == number))
    tx.execute(schema.taggings.delete().where(schema.taggings.c.number == number))
    tx.execute(schema.watermarks.delete().where(schema.watermarks.c.consumer == CONSUMER, schema.watermarks.c.generation == str(number)))


def _of(one: Pass) -> dict[str, Any]:
    return {"model": one.model, "number": one.number, "since": one.since}
