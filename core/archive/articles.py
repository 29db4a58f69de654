"""Articles, their revisions and aliases, what is said of them, and what was set aside or removed."""

import hashlib
import json
from base64 import b32encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from core.archive import schema
from core.archive.annotations import AnnotationStore
from core.archive.log import now_text
from core.archive.revisions import completed, details, digest, only_fills_in, storable
from core.article import Article
from core.errors import UsageError
from core.urls import canonical

ID_LENGTH = 12
"""Base 32 letters of an id: 60 bits, so that a clash among 10 million articles has a chance of 1 in 20,000 (and is then resolved)."""

MOST_CANDIDATES = 16
"""Articles that a new text is compared with, those that share the most bands."""
_WHOLE = ""
"""The band under which an article's signature stands."""


class ArticleStore(AnnotationStore):
    """Reads and writes articles, and what is said of them, in the archive's file. Every write is idempotent."""

    def put_article(self, tx: sa.Connection, article: Article, urls: Iterable[str], fetch_id: str | None = None) -> Article | None:
        """Adds an article or a new revision of it, under the id that one of its URLs already has or that is minted now.

        Args:
            tx: the write transaction.
            article: as extracted; its `id` and `revision` are set here.
            urls: every canonical address it is known under; the first one names it.
            fetch_id: the fetch it was read from.

        Returns:
            The article as stored, or None where the archive already has this text, or the article was removed for good.
        """
        names = list(dict.fromkeys([article.url, *urls]))
        known = self._ids_of(tx, names)
        gone = [name for name in known if self._removed(tx, name)]  # what was removed for good stays so under any other address
        article_id = (gone or known)[0] if known else self._mint(tx, article)
        for double in known:
            if double != article_id:
                self._merge(tx, double, article_id)
        for name in names:
            _insert_or_ignore(tx, schema.aliases, {"url": name, "article_id": article_id})
        if self._removed(tx, article_id):
            return None
        table = schema.articles
        held = tx.execute(sa.select(table.c.revision, table.c.url).where(table.c.id == article_id)).one()
        stored = replace(article, id=article_id, url=held.url, revision=held.revision + 1)
        if held.revision:
            before = self._revision(tx, article_id, held.revision)
            stored = completed(stored, before)
            if digest(stored) == digest(before):
                return None
            if only_fills_in(stored, before):
                read_at = stored.fetched_url if stored.fetched_url == stored.url else before.fetched_url
                return self._fill_in(tx, replace(before, fetched_url=read_at, **details(stored)))
        seen = digest(stored)
        seq = self.log.record(tx, "article", article_id)
        tx.execute(
            schema.revisions.insert().values(
                article_id=article_id,
                revision=stored.revision,
                seq=seq,
                fetch_id=fetch_id,
                digest=seen,
                document=storable(stored.to_json()),
            )
        )
        tx.execute(table.update().where(table.c.id == article_id).values(revision=stored.revision))
        return stored

    def put_title(self, tx: sa.Connection, article: Article) -> Article | None:
        """Adds an article of which only the title is known; one that the archive has with its text stays as it is."""
        known = self._ids_of(tx, [article.url])
        if known:
            held = tx.execute(sa.select(schema.articles.c.revision).where(schema.articles.c.id == known[0])).scalar_one()
            if held and self._revision(tx, known[0], held).text:
                return None
        return self.put_article(tx, article, [])

    def article(self, article_id: str) -> Article | None:
        """The newest revision of an article, or None."""
        table = schema.revisions
        query = sa.select(table.c.document).where(table.c.article_id == article_id).order_by(table.c.revision.desc()).limit(1)
        with self.log.read() as tx:
            row = tx.execute(query).scalar()
        return Article.from_json(json.loads(row)) if row else None

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """The newest revisions of several articles, by id."""
        table, newest = schema.revisions, schema.articles
        query = (
            sa.select(table.c.article_id, table.c.document)
            .join(newest, sa.and_(newest.c.id == table.c.article_id, newest.c.revision == table.c.revision))
            .where(table.c.article_id.in_(ids))
        )
        with self.log.read() as tx:
            return {row.article_id: Article.from_json(json.loads(row.document)) for row in tx.execute(query)}

    def revisions(self, article_id: str) -> list[Article]:
        """Every revision of an article, oldest first."""
        table = schema.revisions
        query = sa.select(table.c.document).where(table.c.article_id == article_id).order_by(table.c.revision)
        with self.log.read() as tx:
            return [Article.from_json(json.loads(text)) for text in tx.execute(query).scalars()]

    def id_of(self, url: str) -> str | None:
        """The id of the article known under a canonical URL."""
        with self.log.read() as tx:
            return next(iter(self._ids_of(tx, [url])), None)

    def note_indexed(self, tx: sa.Connection, ids: Sequence[str]) -> None:
        """Notes when articles first reached a search index; a rebuild never moves it."""
        table = schema.articles
        tx.execute(table.update().where(table.c.id.in_(ids), table.c.first_indexed_at.is_(None)).values(first_indexed_at=now_text()))

    def put_analysis(self, tx: sa.Connection, article_id: str, revision: int, version: str, data: bytes) -> None:
        """Keeps the terms and offsets of an article, so that its text is analysed once."""
        row = {"article_id": article_id, "revision": revision, "version": version, "data": data}
        tx.execute(schema.analyses.insert().prefix_with("OR REPLACE").values(row))

    def analyses(self, ids: Sequence[str], version: str) -> dict[str, tuple[int, bytes]]:
        """The stored terms of several articles in this version: id → (revision, bytes)."""
        table = schema.analyses
        query = sa.select(table).where(table.c.article_id.in_(ids), table.c.version == version)
        with self.log.read() as tx:
            return {row.article_id: (row.revision, row.data) for row in tx.execute(query)}

    def story_candidates(self, tx: sa.Connection, bands: Sequence[str], but: str) -> dict[str, tuple[str, bytes]]:
        """The articles that share the most bands: id → (story, signature). A story of many copies needs no comparison with all of them."""
        table = schema.bands
        near = (
            sa.select(table.c.article_id)
            .where(table.c.band.in_(bands), table.c.article_id != but)
            .group_by(table.c.article_id)
            .order_by(sa.func.count().desc(), table.c.article_id)
            .limit(MOST_CANDIDATES)
        )
        query = sa.select(table).where(table.c.band == _WHOLE, table.c.article_id.in_(near))
        return {row.article_id: (row.story, row.signature) for row in tx.execute(query)}

    def put_story(self, tx: sa.Connection, article_id: str, story: str, bands: Sequence[str], signature: bytes) -> None:
        """Notes an article's story, its signature (once), and the bands under which later articles find it."""
        tx.execute(schema.bands.delete().where(schema.bands.c.article_id == article_id))
        kept = {_WHOLE: signature, **dict.fromkeys(bands, b"")}
        rows = [{"band": band, "article_id": article_id, "story": story, "signature": values} for band, values in kept.items()]
        tx.execute(schema.bands.insert(), rows)

    def remove(self, article_id: str, reason: str, url: str | None = None) -> None:
        """Removes an article for good: its texts, labels and terms go, a tombstone stays and every consumer gets it.

        The raw responses go with `core.archive.removal.remove`, which calls this.
        """
        with self.log.write() as tx:
            seq = self.log.record(tx, "removal", article_id)
            row = {"article_id": article_id, "seq": seq, "reason": reason, "at": now_text(), "url": url}
            _insert_or_ignore(tx, schema.removals, row)
            _forget(tx, article_id)

    def reserve(self, urls: Sequence[str]) -> str:
        """The id of the article known under one of these canonical URLs, minted where nobody has seen it yet; all of them lead to it then."""
        with self.log.write() as tx:
            known = self._ids_of(tx, urls)
            article_id = known[0] if known else self._mint(tx, Article(id="", url=urls[0]))
            for url in urls:
                _insert_or_ignore(tx, schema.aliases, {"url": url, "article_id": article_id})
            return article_id

    def addresses(self, article_id: str) -> list[str]:
        """Every canonical address that an article is known under."""
        table = schema.aliases
        with self.log.read() as tx:
            return list(tx.execute(sa.select(table.c.url).where(table.c.article_id == article_id).order_by(table.c.url)).scalars())

    def removed(self, article_id: str) -> bool:
        """Whether the article was removed."""
        with self.log.read() as tx:
            return self._removed(tx, article_id)

    def removed_at(self, url: str) -> bool:
        """Whether the article at an address (as it was fetched) was removed."""
        try:
            name = canonical(url)
        except UsageError:
            return False
        article_id = self.id_of(name)
        return article_id is not None and self.removed(article_id)

    def set_aside(self, tx: sa.Connection, stage: str, ref: str, seq: int, reason: str) -> None:
        """Puts what `stage` could not process into quarantine with its reason, counted and replayable."""
        tx.execute(
            sa.text(
                "INSERT INTO quarantine (stage, ref, seq, reason, at, times) VALUES (:stage, :ref, :seq, :reason, :at, 1) "
                "ON CONFLICT (stage, ref) DO UPDATE SET reason = excluded.reason, at = excluded.at, times = times + 1"
            ),
            {"stage": stage, "ref": ref, "seq": seq, "reason": reason[:2000], "at": now_text()},
        )

    def release(self, tx: sa.Connection, stage: str, ref: str) -> None:
        """Takes something out of quarantine, because it was processed after all."""
        table = schema.quarantine
        tx.execute(table.delete().where(table.c.stage == stage, table.c.ref == ref))

    def replay(self, stage: str, like: str = "") -> int:
        """Gives what a stage set aside (whose reason has `like` in it) a new number, so that the stage takes it up again; returns how many."""
        kinds = {"extract": "fetch", "tag": "article", "index": "annotation"}
        table = schema.quarantine
        with self.log.write() as tx:
            refs = tx.execute(
                sa.select(table.c.ref).where(table.c.stage == stage, table.c.reason.contains(like, autoescape=True)).order_by(table.c.seq)
            )
            found = list(refs.scalars())
            for ref in found:
                self.log.record(tx, kinds[stage], ref)
        return len(found)

    def quarantined(self) -> list[Mapping[str, Any]]:
        """What is set aside: stage, ref, reason, at, times; newest first."""
        table = schema.quarantine
        with self.log.read() as tx:
            return [dict(row) for row in tx.execute(sa.select(table).order_by(table.c.at.desc())).mappings()]

    def counts(self) -> dict[str, int]:
        """How much the archive holds: fetches, articles, revisions, each relevance, untagged, removed, quarantined."""
        by_relevance = self.by_relevance()
        with self.log.read() as tx:
            out = {
                name: int(tx.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one())
                for name in ("fetches", "revisions", "removals", "quarantine")
            }
            out["articles"] = int(tx.execute(sa.text("SELECT count(DISTINCT article_id) FROM revisions")).scalar_one())
        for relevance in ("law", "deepfake", "other"):
            out[relevance] = by_relevance.get(relevance, 0)
        out["other_language"] = by_relevance.get(None, 0)
        out["untagged"] = out["articles"] - sum(by_relevance.values())
        return out

    def _ids_of(self, tx: sa.Connection, urls: Sequence[str]) -> list[str]:
        """The ids that these URLs have, in the URLs' order, each once."""
        table = schema.aliases
        found = {row.url: row.article_id for row in tx.execute(sa.select(table).where(table.c.url.in_(urls)))}
        return list(dict.fromkeys(found[url] for url in urls if url in found))

    def _merge(self, tx: sa.Connection, double: str, into: str) -> None:
        """Records that two ids are one article: the double's addresses lead to the other, and consumers drop it."""
        self.log.record(tx, "removal", double)
        tx.execute(schema.aliases.update().where(schema.aliases.c.article_id == double).values(article_id=into))
        tx.execute(schema.articles.update().where(schema.articles.c.id == double).values(merged_into=into))
        theirs = schema.corrections.update().where(schema.corrections.c.article_id == double)
        if not self._removed(tx, into) and tx.execute(theirs.values(article_id=into)).rowcount:
            self.log.record(tx, "annotation", into)
        _forget(tx, double)

    def _mint(self, tx: sa.Connection, article: Article) -> str:
        """A new id for an article, made from its first URL."""
        for salt in range(100):
            material = article.url if not salt else f"{article.url}#{salt}"
            candidate = b32encode(hashlib.sha256(material.encode()).digest()).decode().lower()[:ID_LENGTH]
            row = {"id": candidate, "url": article.url, "source": article.source, "revision": 0, "minted_at": now_text()}
            if _insert_or_ignore(tx, schema.articles, row):
                return candidate
        raise AssertionError("a hundred ids in a row were taken")

    def _removed(self, tx: sa.Connection, article_id: str) -> bool:
        table = schema.removals
        return tx.execute(sa.select(table.c.seq).where(table.c.article_id == article_id)).first() is not None

    def _revision(self, tx: sa.Connection, article_id: str, revision: int) -> Article:
        table = schema.revisions
        text = tx.execute(sa.select(table.c.document).where(table.c.article_id == article_id, table.c.revision == revision)).scalar_one()
        return Article.from_json(json.loads(text))

    def _fill_in(self, tx: sa.Connection, article: Article) -> Article:
        """Completes the newest revision where it stands: its text is the same, so there is nothing to keep beside it."""
        table = schema.revisions
        mine = sa.and_(table.c.article_id == article.id, table.c.revision == article.revision)
        tx.execute(table.update().where(mine).values(document=storable(article.to_json()), digest=digest(article)))
        tagged = tx.execute(sa.select(schema.annotations.c.seq).where(schema.annotations.c.article_id == article.id)).first()
        self.log.record(tx, "annotation" if tagged else "article", article.id)  # what was tagged needs no tagging again, but indexing
        return article


def _forget(tx: sa.Connection, article_id: str) -> None:
    """Deletes an article's texts, labels and terms."""
    for table in (schema.revisions, schema.annotations, schema.corrections, schema.analyses, schema.bands):
        tx.execute(table.delete().where(table.c.article_id == article_id))


def _insert_or_ignore(tx: sa.Connection, table: sa.Table, row: Mapping[str, Any]) -> bool:
    """Inserts a row unless its key is there; whether it was inserted."""
    return tx.execute(table.insert().prefix_with("OR IGNORE").values(row)).rowcount > 0
