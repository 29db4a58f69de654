"""What is said of articles: the tagger's annotations, tagging by tagging, with people's corrections laid over them for every reader.

A *tagging* is a set of annotations. The tagger writes into the one that is served; a pass over the whole archive (core/archive/retagging.py)
writes into the next one, which nobody reads until it is whole. Of an article the annotation of the newest revision counts, and of two on one
revision that of the later tagging.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.archive import schema
from core.archive.corrections import standing
from core.archive.log import Log, now_text
from core.archive.revisions import storable
from core.article import Annotation
from core.correction import corrected

_AT_ONCE = 500

FIRST = 1
"""The number of the first tagging."""

SERVED = f"(SELECT coalesce(max(number), {FIRST}) FROM taggings WHERE seq IS NOT NULL)"
"""The tagging that readers see, as SQL."""

NEWEST = (
    "(SELECT a.article_id, a.model, a.revision, a.relevance, a.tagging, max(a.seq, coalesce(t.seq, 0)) AS seq, "
    "row_number() OVER (PARTITION BY a.article_id ORDER BY a.revision DESC, a.tagging DESC) AS place "
    f"FROM annotations a LEFT JOIN taggings t ON t.number = a.tagging WHERE a.tagging <= {SERVED})"
)
"""The annotations that readers see, as SQL, each article's with `place` 1; `seq` since when they do."""


def served(tx: sa.Connection) -> int:
    """The number of the tagging that readers see."""
    return int(tx.execute(sa.text(f"SELECT {SERVED}")).scalar_one())


class AnnotationStore:
    """Reads and writes annotations in the archive's file."""

    def __init__(self, log: Log) -> None:
        self.log = log

    def put_annotation(self, tx: sa.Connection, annotation: Annotation) -> int:
        """Stores what the tagger says of an article for readers to see; returns the change's number."""
        seq = self.log.record(tx, "annotation", annotation.article_id)
        write(tx, annotation, served(tx), seq)
        table = schema.articles
        tx.execute(
            table.update().where(table.c.id == annotation.article_id, table.c.first_tagged_at.is_(None)).values(first_tagged_at=now_text())
        )
        return seq

    def annotation(self, article_id: str) -> Annotation | None:
        """What is said of an article: the tagger's newest annotation with people's corrections laid over it, or None."""
        return self.annotations([article_id]).get(article_id)

    def annotations(self, ids: Sequence[str]) -> dict[str, Annotation]:
        """What is said of several articles, by id."""
        with self.log.read() as tx:
            found = read(tx, ids)
            people = standing(tx, list(found))
        return {article_id: corrected(one, people.get(article_id, ())) for article_id, one in found.items()}

    def machine_annotations(self, ids: Sequence[str]) -> dict[str, Annotation]:
        """What the tagger alone says of several articles, by id."""
        with self.log.read() as tx:
            return read(tx, ids)

    def tagged_before(self, seq: int) -> int:
        """How many articles have had their newest annotation since no later than number `seq`, those that the index refused left out."""
        query = sa.text(
            f"SELECT count(*) FROM {NEWEST} WHERE place = 1 AND seq <= :seq AND article_id NOT IN (SELECT ref FROM quarantine WHERE stage = 'index')"
        )
        with self.log.read() as tx:
            return int(tx.execute(query, {"seq": seq}).scalar_one())

    def tagged_ids(self) -> list[str]:
        """The ids of every article that readers see tagged, in order."""
        query = sa.text(f"SELECT DISTINCT article_id FROM annotations WHERE tagging <= {SERVED} ORDER BY 1")
        with self.log.read() as tx:
            return list(tx.execute(query).scalars())

    def first_seen(self, article_id: str) -> datetime | None:
        """When the article was first tagged (UTC); re-tagging never moves it."""
        return self.first_seen_of([article_id]).get(article_id)

    def first_seen_of(self, ids: Sequence[str]) -> dict[str, datetime]:
        """When each article was first tagged."""
        table = schema.articles
        query = sa.select(table.c.id, table.c.first_tagged_at).where(table.c.id.in_(ids), table.c.first_tagged_at.is_not(None))
        with self.log.read() as tx:
            return {row.id: datetime.fromisoformat(row.first_tagged_at) for row in tx.execute(query)}

    def by_relevance(self) -> dict[str | None, int]:
        """How many articles each relevance has, corrections counted in; None for languages that are not tagged."""
        people = "SELECT article_id FROM corrections WHERE withdrawn_at IS NULL"
        query = f"SELECT relevance, count(*) FROM {NEWEST} WHERE place = 1 AND article_id NOT IN ({people}) GROUP BY 1"
        with self.log.read() as tx:
            counts: dict[str | None, int] = {row[0]: int(row[1]) for row in tx.execute(sa.text(query))}
            known = sa.text(f"SELECT DISTINCT article_id FROM annotations WHERE tagging <= {SERVED} AND article_id IN ({people})")
            ids = list(tx.execute(known).scalars())
        for start in range(0, len(ids), _AT_ONCE):
            for one in self.annotations(ids[start : start + _AT_ONCE]).values():
                counts[one.relevance] = counts.get(one.relevance, 0) + 1
        return counts

    def by_model(self) -> dict[str, int]:
        """How many articles readers see with labels of each model."""
        with self.log.read() as tx:
            rows = tx.execute(sa.text(f"SELECT model, count(*) FROM {NEWEST} WHERE place = 1 GROUP BY 1 ORDER BY 2 DESC, 1"))
            return {row[0]: int(row[1]) for row in rows}


def write(tx: sa.Connection, annotation: Annotation, tagging: int, seq: int) -> None:
    """Puts an annotation into a tagging, in the place of what that one said before."""
    values: Mapping[str, Any] = {
        "article_id": annotation.article_id,
        "tagging": tagging,
        "model": annotation.model,
        "revision": annotation.revision,
        "seq": seq,
        "relevance": annotation.relevance,
        "document": storable(annotation.to_json()),
        "embedding": annotation.embedding,
    }
    tx.execute(schema.annotations.insert().prefix_with("OR REPLACE").values(values))


def read(tx: sa.Connection, ids: Sequence[str]) -> dict[str, Annotation]:
    """The tagger's annotations that readers see, by id."""
    table = schema.annotations
    query = (
        sa.select(table.c.article_id, table.c.document, table.c.embedding)
        .where(table.c.article_id.in_(ids), table.c.tagging <= sa.text(SERVED))
        .order_by(table.c.revision, table.c.tagging)
    )
    return {row.article_id: Annotation.from_json(json.loads(row.document), row.embedding) for row in tx.execute(query)}
