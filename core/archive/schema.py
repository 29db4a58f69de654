"""The archive's tables (SQLite through SQLAlchemy Core) and the steps that bring an older file up to date.

Every row of `changes` is one change with one number from one sequence. SQLite serialises writers, so numbers come in commit order.
"""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Column, Float, Index, Integer, LargeBinary, String, Table, Text

from core.errors import ArchiveError, ArchiveVersionError

SCHEMA_VERSION = 4

metadata = sa.MetaData()

meta = Table("meta", metadata, Column("name", String, primary_key=True), Column("value", Text, nullable=False))

changes = Table(
    "changes",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("kind", String, nullable=False),  # fetch | refusal | article | annotation | removal | retagging
    Column("ref", String, nullable=False),  # fetch id, refused address, article id or number of a tagging
    Column("at", String, nullable=False),
    Index("changes_kind_seq", "kind", "seq"),
    sqlite_autoincrement=True,
)

fetches = Table(
    "fetches",
    metadata,
    Column("id", String, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("url", Text, nullable=False),  # as requested
    Column("final_url", Text, nullable=False),  # after redirects
    Column("source", String),
    Column("status", Integer, nullable=False),
    Column("content_type", Text),
    Column("fetched_at", String, nullable=False),
    Column("robots", String, nullable=False),  # what robots.txt said: allowed | none | unknown
    Column("rights", String, nullable=False),  # open | reserved
    Column("warc_file", String, nullable=False),
    Column("warc_offset", Integer, nullable=False),
    Column("record_id", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("hints", Text, nullable=False),  # JSON: what feed or sitemap said of the page
    Index("fetches_url", "url"),
)

articles = Table(
    "articles",
    metadata,
    Column("id", String, primary_key=True),
    Column("url", Text, nullable=False),
    Column("source", String, index=True),
    Column("revision", Integer, nullable=False),
    Column("minted_at", String, nullable=False),
    Column("first_tagged_at", String),
    Column("first_indexed_at", String),
    Column("merged_into", String),
)

aliases = Table("aliases", metadata, Column("url", Text, primary_key=True), Column("article_id", String, nullable=False, index=True))

revisions = Table(
    "revisions",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("fetch_id", String),
    Column("digest", String, nullable=False),
    Column("document", Text, nullable=False),  # Article.to_json
)

annotations = Table(
    "annotations",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("tagging", Integer, primary_key=True),  # readers see those up to the tagging that is served
    Column("model", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("relevance", String),
    Column("document", Text, nullable=False),  # Annotation.to_json
    Column("embedding", LargeBinary),
)

taggings = Table(
    "taggings",  # passes over the whole archive; the first tagging, number 1, has no row
    metadata,
    Column("number", Integer, primary_key=True),
    Column("model", String, nullable=False),
    Column("since", Integer, nullable=False),  # an annotation of this model with no lower number need not be made again
    Column("started_at", String, nullable=False),
    Column("seq", Integer),  # of the change that made readers switch to it; none while it is under way
    Column("switched_at", String),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("article_id", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("labels", Text, nullable=False),  # JSON: the fields that a person gave, as in an annotation
    Column("relevance", String),  # the one among them, if it is
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("revision", Integer, nullable=False),  # of the text that the person read
    Column("model", String, nullable=False),  # whose labels were corrected
    Column("found", String),  # the relevance that was served then
    Column("withdrawn_at", String),
    Column("withdrawn_by", Text),
    Column("withdrawn_because", Text),
    Index("corrections_article", "article_id"),
    sqlite_autoincrement=True,
)

analyses = Table(
    "analyses",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("version", String, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

bands = Table(
    "bands",
    metadata,
    Column("band", String, primary_key=True),
    Column("article_id", String, primary_key=True),
    Column("story", String, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

removals = Table(
    "removals",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("url", Text),  # the address that was named; what it was known under beside it stays in aliases
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("stage", String, primary_key=True),
    Column("ref", String, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("times", Integer, nullable=False),
)

watermarks = Table(
    "watermarks",
    metadata,
    Column("consumer", String, primary_key=True),
    Column("generation", String, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("at", String, nullable=False),
)

frontier = Table(
    "frontier",
    metadata,
    Column("url", Text, primary_key=True),
    Column("source", String, nullable=False),
    Column("kind", String, nullable=False),  # feed | sitemap | page
    Column("state", String, nullable=False),  # pending | done | failed | refused
    Column("added_at", String, nullable=False),
    Column("due_at", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("reason", Text),
    Column("hints", Text, nullable=False),
    Column("checked_at", String),  # when it was last answered, 304 among the answers
    Column("revisits", Integer, nullable=False, server_default="0"),  # how often it was asked again because of its age
    Index("frontier_due", "state", "due_at"),
)

source_state = Table(
    "source_state",
    metadata,
    Column("source", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("country", String),
    Column("language", String),
    Column("feeds", Text, nullable=False),
    Column("rights", String, nullable=False),
)

listings = Table(
    "listings",
    metadata,
    Column("url", Text, primary_key=True),
    Column("source", String, nullable=False, index=True),
    Column("kind", String, nullable=False),  # feed | sitemap
    Column("depth", Integer, nullable=False),  # 0 where the list of sources declares it, else below how many sitemaps it was found
    Column("last_read", String, nullable=False),  # whatever came of it
    Column("last_ok", String),
    Column("last_new", String),  # when it last listed a page not known before
    Column("last_error", Text),
    Column("last_error_at", String),
    Column("failures", Integer, nullable=False),  # since the last success
    Column("reads", Integer, nullable=False),  # successes, 304 among them
    Column("unchanged", Integer, nullable=False),  # 304
    Column("entries", Integer, nullable=False),  # pages that it listed when last read
    Column("interval_s", Float),  # pause until it is read again with --follow
)

tallies = Table(
    "tallies",
    metadata,
    Column("source", String, primary_key=True),
    Column("stage", String, primary_key=True),  # listing | page | list | extract; `earlier` for what version 1 counted
    Column("kind", String, primary_key=True),  # in | kept | left_out: of a stage, kept and left_out sum to in
    Column("name", String, primary_key=True),
    Column("count", Integer, nullable=False),
)

host_rights = Table(
    "host_rights",
    metadata,
    Column("host", String, primary_key=True),
    Column("kind", String, primary_key=True),  # robots | tdmrep
    Column("at", String, primary_key=True),
    Column("digest", String, nullable=False),
    Column("says", Text, nullable=False),
)

refusals = Table(
    "refusals",
    metadata,
    Column("url", Text, primary_key=True),  # a page that is not fetched; what an open feed said of it is in the hints
    Column("source", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("hints", Text, nullable=False),
)

imports = Table(
    "imports",
    metadata,
    Column("name", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("place", Integer, nullable=False),  # bytes up to which its records are dealt with
    Column("counts", Text, nullable=False),  # JSON: name → count
    Column("at", String, nullable=False),
)


def _health_by_listing(tx: sa.Connection) -> None:
    """1 → 2: health by feed instead of by source, one table of counts, rights of hosts, places in imported files."""
    for table in (listings, tallies, host_rights, imports):
        table.create(tx)
    tx.execute(sa.text("INSERT INTO tallies SELECT source, 'earlier', 'left_out', reason, count FROM drops"))
    tx.execute(sa.text("INSERT INTO tallies SELECT source, 'earlier', 'in', 'all', sum(count) FROM drops GROUP BY source"))
    tx.execute(sa.text("DROP TABLE drops"))
    for name in ("last_ok", "last_error", "last_error_at", "failures"):
        tx.execute(sa.text(f"ALTER TABLE source_state DROP COLUMN {name}"))
    tx.execute(sa.text("ALTER TABLE articles ADD COLUMN first_indexed_at VARCHAR"))
    tx.execute(sa.text("ALTER TABLE frontier ADD COLUMN checked_at VARCHAR"))
    tx.execute(sa.text("ALTER TABLE frontier ADD COLUMN revisits INTEGER NOT NULL DEFAULT 0"))
    tx.execute(sa.text("ALTER TABLE removals ADD COLUMN url TEXT"))


def _refusals(tx: sa.Connection) -> None:
    """2 → 3: pages that must not be fetched, kept by title and link."""
    refusals.create(tx)


def _taggings(tx: sa.Connection) -> None:
    """3 → 4: corrections, and annotations by tagging instead of by model: the newest of each article is of the first, earlier ones come before it.

    Signatures are made in another way since: those of before go, and the stories that they made stay.
    """
    tx.execute(sa.text("ALTER TABLE annotations RENAME TO annotations_by_model"))
    for table in (annotations, taggings, corrections):
        table.create(tx)
    tx.execute(
        sa.text(
            "INSERT INTO annotations (article_id, tagging, model, revision, seq, relevance, document, embedding) "
            "SELECT article_id, 2 - row_number() OVER (PARTITION BY article_id ORDER BY seq DESC), model, revision, seq, relevance, document, embedding "
            "FROM annotations_by_model"
        )
    )
    tx.execute(sa.text("DROP TABLE annotations_by_model"))
    tx.execute(sa.text("DELETE FROM bands"))


MIGRATIONS: dict[int, Callable[[sa.Connection], None]] = {1: _health_by_listing, 2: _refusals, 3: _taggings}
"""Step N turns a file of schema version N into version N + 1."""


def prepare(engine: sa.Engine, path: Path) -> None:
    """Makes the tables of a new archive, or brings an older one up to date, one version a transaction.

    Raises:
        ArchiveVersionError: the file was written by a newer Fauxlex.
        ArchiveError: a step is missing for the file's version.
    """
    with engine.begin() as tx:
        if not sa.inspect(tx).has_table("meta"):
            metadata.create_all(tx)
            tx.execute(meta.insert(), [{"name": "schema_version", "value": str(SCHEMA_VERSION)}])
            return
        found = int(tx.execute(sa.select(meta.c.value).where(meta.c.name == "schema_version")).scalar_one())
    if found > SCHEMA_VERSION:
        raise ArchiveVersionError(
            f"{path}: schema version {found}, this Fauxlex knows up to {SCHEMA_VERSION}; upgrade Fauxlex or name another folder with --home"
        )
    for version in range(found, SCHEMA_VERSION):
        if version not in MIGRATIONS:
            raise ArchiveError(f"{path}: no way from schema version {version} to {version + 1}; start with a new --home and import")
        with engine.begin() as tx:
            MIGRATIONS[version](tx)
            tx.execute(meta.update().where(meta.c.name == "schema_version").values(value=str(version + 1)))
