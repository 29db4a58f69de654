"""The archive: one sequence, idempotent writes, revisions, removals, watermarks, locks, and clear words when the disk is full."""

import multiprocessing
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.archive import Archive, FrontierEntry, Response, Visit
from core.archive import schema as tables
from core.article import Annotation, Article, Evidence, Jurisdiction, Law, Penalty, Topic
from core.errors import ArchiveError, ArchiveFullError, ArchiveVersionError, ConsumerBusyError

SEOUL = timezone(timedelta(hours=9))
ARTICLE = Article(
    id="",
    url="https://a.example/1",
    source="a",
    title="제목",
    text="본문입니다.",
    authors=("가나다",),
    language="ko",
    published_at=datetime(2026, 11, 3, 0, 30, tzinfo=SEOUL),
    fetched_at=datetime(2026, 11, 3, 1, 0, tzinfo=UTC),
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    made = Archive(tmp_path / "home")
    yield made
    made.close()


def put(archive: Archive, article: Article = ARTICLE, *urls: str) -> Article | None:
    """Stores an article."""
    with archive.log.write() as tx:
        return archive.store.put_article(tx, article, urls)


def annotation(article_id: str, model: str = "m1", revision: int = 1) -> Annotation:
    """An annotation with one of everything."""
    shown = (Evidence(field="text", start=0, end=3),)
    return Annotation(
        article_id=article_id,
        revision=revision,
        language="ko",
        relevance="law",
        scores={"law": 0.9, "deepfake": 0.1, "other": 0.0},
        topics=(Topic(code="bill", score=0.8, evidence=shown),),
        jurisdictions=(Jurisdiction(code="KR", role="primary", score=0.9, evidence=shown),),
        penalties=(
            Penalty(
                jurisdiction="KR", conduct="create", custody_months_max=84, fine_max=5e7, currency="KRW", aggravated=False, evidence=shown
            ),
        ),
        laws=(Law(name="성폭력처벌법", jurisdiction="KR", evidence=shown),),
        embedding=b"\x00\x01",
        model=model,
    )


def test_an_article_comes_back_as_it_went_in(archive: Archive) -> None:
    """Every field, the outlet's offset of the date with it."""
    stored = put(archive)
    assert stored is not None
    assert archive.article(stored.id) == stored
    assert stored == replace(ARTICLE, id=stored.id)
    assert archive.article(stored.id).published_day.isoformat() == "2026-11-03"  # type: ignore[union-attr]


def test_the_same_text_again_is_nothing_new(archive: Archive) -> None:
    """Writing is idempotent: no revision, no change number."""
    put(archive)
    before = archive.log.last_seq()
    assert put(archive) is None
    assert archive.log.last_seq() == before


def test_an_edited_page_is_a_new_revision_and_the_old_one_stays(archive: Archive) -> None:
    """The id stays, both texts can be read."""
    first = put(archive)
    second = put(archive, replace(ARTICLE, text="고친 본문입니다."))
    assert first and second and first.id == second.id
    assert [item.text for item in archive.revisions(first.id)] == ["본문입니다.", "고친 본문입니다."]
    assert archive.article(first.id).revision == 2  # type: ignore[union-attr]


def test_an_alias_leads_to_the_same_article(archive: Archive) -> None:
    """The AMP address and the canonical one are one article."""
    first = put(archive, ARTICLE, "https://a.example/amp/1")
    assert put(archive, replace(ARTICLE, url="https://a.example/amp/1")) is None
    assert first and archive.store.id_of("https://a.example/amp/1") == first.id


def test_two_articles_that_turn_out_to_be_one_are_merged(archive: Archive) -> None:
    """The double's addresses lead to the other, and consumers are told to drop it."""
    double = put(archive, replace(ARTICLE, url="https://m.a.example/1"))
    kept = put(archive)
    put(archive, replace(ARTICLE, text="새 본문입니다."), "https://m.a.example/1")
    assert double and kept and archive.store.id_of("https://m.a.example/1") == kept.id
    assert archive.article(double.id) is None
    assert [change.ref for change in archive.log.changes_after(0, ["removal"], 10)] == [double.id]


def test_a_removal_is_for_good(archive: Archive) -> None:
    """Texts and labels go, a tombstone is told, and a later crawl does not bring the article back."""
    stored = put(archive)
    assert stored
    with archive.log.write() as tx:
        archive.store.put_annotation(tx, annotation(stored.id))
    archive.store.remove(stored.id, "asked by the person concerned")
    assert archive.removed(stored.id) and archive.article(stored.id) is None and archive.annotation(stored.id) is None
    assert put(archive, replace(ARTICLE, text="또 다른 본문")) is None
    assert archive.log.changes_after(0, ["removal"], 10)[0].ref == stored.id


def test_an_annotation_comes_back_as_it_went_in(archive: Archive) -> None:
    """With evidence and embedding; the newest one counts, and the first tagging's moment never moves."""
    stored = put(archive)
    assert stored
    with archive.log.write() as tx:
        archive.store.put_annotation(tx, annotation(stored.id))
    seen = archive.first_seen(stored.id)
    assert archive.annotation(stored.id) == annotation(stored.id)
    with archive.log.write() as tx:
        archive.store.put_annotation(tx, annotation(stored.id, "m2"))
    assert archive.annotation(stored.id).model == "m2"  # type: ignore[union-attr]
    assert archive.first_seen(stored.id) == seen


def test_an_undone_transaction_leaves_nothing(archive: Archive) -> None:
    """Effect, change number and watermark live or die together."""
    with pytest.raises(RuntimeError), archive.log.write() as tx:
        archive.store.put_article(tx, ARTICLE, [])
        archive.log.set_watermark("extract", 5, tx=tx)
        raise RuntimeError
    assert archive.log.last_seq() == 0 and archive.log.watermark("extract") == 0 and archive.counts()["articles"] == 0


def test_numbers_come_in_commit_order(archive: Archive) -> None:
    """A consumer that has seen number N has seen everything before it."""
    for n in range(5):
        put(archive, replace(ARTICLE, url=f"https://a.example/{n}"))
    numbers = [change.seq for change in archive.log.changes_after(0, ["article"], 10)]
    assert numbers == sorted(numbers) and len(set(numbers)) == 5
    assert archive.log.changes_after(numbers[2], ["article"], 1)[0].seq == numbers[3]


def test_watermarks_belong_to_a_generation(archive: Archive) -> None:
    """A new index begins at the first change."""
    archive.log.set_watermark("index", 7, "g1")
    assert (archive.log.watermark("index", "g1"), archive.log.watermark("index", "g2")) == (7, 0)


def _hold(home: Path, ready: object, done: object) -> None:
    archive = Archive(home)
    with archive.log.consumer("tag"):
        ready.set()  # type: ignore[attr-defined]
        done.wait(20)  # type: ignore[attr-defined]


def test_a_second_instance_of_a_consumer_is_refused_with_the_holders_name(archive: Archive) -> None:
    """The lock is held by a process and named by it; it is free again when that process is gone."""
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    child = context.Process(target=_hold, args=(archive.home, ready, done))
    child.start()
    assert ready.wait(20)
    with pytest.raises(ConsumerBusyError, match=f"process {child.pid} on "), archive.log.consumer("tag"):
        pass
    child.kill()
    child.join()
    with archive.log.consumer("tag"):
        pass


def test_a_reader_sees_new_commits_without_a_restart(archive: Archive) -> None:
    """Another connection's commit is there at the next read."""
    reader = Archive(archive.home)
    assert reader.counts()["articles"] == 0
    put(archive)
    assert reader.counts()["articles"] == 1
    reader.close()


def test_a_full_disk_undoes_the_step_and_says_so(archive: Archive) -> None:
    """SQLite is told that it may not grow: what was there stays, the message names the file and the way out."""
    put(archive)

    def cap(connection: sqlite3.Connection, *_: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    archive.log.engine.dispose()
    sa.event.listen(archive.log.engine, "connect", cap)
    with pytest.raises(ArchiveFullError, match=r"archive\.sqlite.*free space"):
        for n in range(200):
            put(archive, replace(ARTICLE, url=f"https://a.example/{n}", text="가" * 5000 + str(n)))
    sa.event.remove(archive.log.engine, "connect", cap)
    archive.log.engine.dispose()
    count = archive.counts()["articles"]
    assert archive.log.last_seq() == count >= 1


def test_an_archive_of_a_newer_version_is_refused(archive: Archive) -> None:
    """The message says both versions."""
    with archive.log.write() as tx:
        tx.execute(tables.meta.update().values(value="99"))
    archive.close()
    with pytest.raises(ArchiveVersionError, match="schema version 99"):
        Archive(archive.home)


def test_an_older_archive_is_brought_up_to_date(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step runs once, in a transaction of its own."""
    archive.close()
    newest = tables.SCHEMA_VERSION
    monkeypatch.setattr(tables, "SCHEMA_VERSION", newest + 1)
    monkeypatch.setitem(tables.MIGRATIONS, newest, lambda tx: tx.execute(sa.text("ALTER TABLE tallies ADD COLUMN note TEXT")))
    for _ in range(2):
        opened = Archive(archive.home)
        assert "note" in {column["name"] for column in sa.inspect(opened.log.engine).get_columns("tallies")}
        opened.close()


FIRST_TABLES = """
CREATE TABLE meta (name VARCHAR NOT NULL PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE articles (id VARCHAR NOT NULL PRIMARY KEY, url TEXT NOT NULL, source VARCHAR, revision INTEGER NOT NULL, minted_at VARCHAR NOT NULL,
  first_tagged_at VARCHAR, merged_into VARCHAR);
CREATE TABLE removals (article_id VARCHAR NOT NULL PRIMARY KEY, seq INTEGER NOT NULL, reason TEXT NOT NULL, at VARCHAR NOT NULL);
CREATE TABLE frontier (url TEXT NOT NULL PRIMARY KEY, source VARCHAR NOT NULL, kind VARCHAR NOT NULL, state VARCHAR NOT NULL, added_at VARCHAR NOT NULL,
  due_at VARCHAR NOT NULL, attempts INTEGER NOT NULL, etag TEXT, last_modified TEXT, reason TEXT, hints TEXT NOT NULL);
CREATE TABLE source_state (source VARCHAR NOT NULL PRIMARY KEY, name TEXT NOT NULL, domain TEXT NOT NULL, country VARCHAR, language VARCHAR,
  feeds TEXT NOT NULL, rights VARCHAR NOT NULL, last_ok VARCHAR, last_error TEXT, last_error_at VARCHAR, failures INTEGER NOT NULL);
CREATE TABLE annotations (article_id VARCHAR NOT NULL, model VARCHAR NOT NULL, revision INTEGER NOT NULL, seq INTEGER NOT NULL, relevance VARCHAR,
  document TEXT NOT NULL, embedding BLOB, PRIMARY KEY (article_id, model));
INSERT INTO annotations VALUES ('x', 'm2', 1, 9, 'law', '{"article_id": "x", "revision": 1, "language": "ko", "relevance": "law", "topics": [],
  "jurisdictions": [], "penalties": [], "laws": [], "model": "m2"}', NULL);
INSERT INTO annotations VALUES ('x', 'm1', 1, 4, 'other', '{"article_id": "x", "revision": 1, "language": "ko", "relevance": "other", "topics": [],
  "jurisdictions": [], "penalties": [], "laws": [], "model": "m1"}', NULL);
CREATE TABLE bands (band VARCHAR NOT NULL, article_id VARCHAR NOT NULL, story VARCHAR NOT NULL, signature BLOB NOT NULL, PRIMARY KEY (band, article_id));
INSERT INTO bands VALUES ('0:1f', 'x', 'x', x'00');
CREATE TABLE drops (source VARCHAR NOT NULL, reason VARCHAR NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (source, reason));
INSERT INTO meta VALUES ('schema_version', '1');
INSERT INTO frontier VALUES ('https://a.example/1', 'a', 'page', 'pending', '2026-11-01T00:00:00.000+00:00', '2026-11-01T00:00:00.000+00:00', 0,
  NULL, NULL, NULL, '{}');
INSERT INTO source_state VALUES ('a', 'A', 'a.example', 'GB', 'en', '["https://a.example/feed"]', 'open', NULL, NULL, NULL, 0);
INSERT INTO drops VALUES ('a', 'HTTP 404', 7);
"""


def test_an_archive_of_the_first_version_keeps_what_it_holds(tmp_path: Path) -> None:
    """Frontier, sources, counts and labels are those that it had, and the newest labels are shown; every column of today is there."""
    with sqlite3.connect(tmp_path / "archive.sqlite") as old:
        old.executescript(FIRST_TABLES)
    old.close()
    opened = Archive(tmp_path)
    assert [entry.url for entry in opened.crawl.due(["a"], ["page"])] == ["https://a.example/1"]
    assert opened.health.drops() == [("a", "HTTP 404", 7)]
    assert [(one.id, one.status) for one in opened.sources()] == [("a", "never")]
    assert opened.annotation("x").model == "m2"  # type: ignore[union-attr]
    with opened.log.read() as tx:
        kept = sa.select(tables.annotations.c.model, tables.annotations.c.tagging).order_by(tables.annotations.c.tagging)
        assert [tuple(row) for row in tx.execute(kept)] == [("m1", 0), ("m2", 1)]
        assert not tx.execute(sa.select(tables.bands)).all()  # signatures of another kind than today's
    for table in (
        "annotations",
        "corrections",
        "taggings",
        "articles",
        "removals",
        "frontier",
        "source_state",
        "listings",
        "tallies",
        "host_rights",
        "imports",
    ):
        found = {column["name"] for column in sa.inspect(opened.log.engine).get_columns(table)}
        assert found == {column.name for column in tables.metadata.tables[table].columns}
    opened.close()


def entry(url: str, depth: int = 0) -> FrontierEntry:
    """A feed of outlet a."""
    return FrontierEntry(url=url, source="a", kind="feed", hints={"depth": depth} if depth else {})


def test_a_good_feed_does_not_hide_a_failing_one(archive: Archive) -> None:
    """In whichever order they are read; the error names the feed, and a success of that feed itself ends it."""
    good, bad = entry("https://a.example/good"), entry("https://a.example/bad")
    row = {"id": "a", "name": "A", "domain": "a.example", "country": None, "language": None, "feeds": [good.url, bad.url], "rights": "open"}
    archive.health.declare_sources([row])
    for _ in range(2):
        archive.health.listing_failed(bad, "HTTP 404")
        archive.health.listing_read(good, entries=5, new=2)
    (health,) = archive.sources()
    assert (health.status, health.failures, health.last_error) == ("failing", 2, "https://a.example/bad: HTTP 404")
    assert health.last_ok is not None
    archive.health.listing_read(bad, entries=None)
    (health,) = archive.sources()
    assert (health.status, health.failures) == ("ok", 0)
    assert {one.url: (one.reads, one.unchanged, one.entries) for one in health.listings} == {good.url: (2, 0, 5), bad.url: (1, 1, 0)}


def test_a_feed_that_is_no_longer_declared_is_not_held_against_the_source(archive: Archive) -> None:
    """A sitemap that another one led to is, while it was read of late."""
    row = {
        "id": "a",
        "name": "A",
        "domain": "a.example",
        "country": None,
        "language": None,
        "feeds": ["https://a.example/good"],
        "rights": "open",
    }
    archive.health.declare_sources([row])
    archive.health.listing_failed(entry("https://a.example/old"), "HTTP 404")
    assert archive.sources()[0].status == "never"
    archive.health.listing_failed(entry("https://a.example/below", depth=1), "HTTP 500")
    assert archive.sources()[0].last_error == "https://a.example/below: HTTP 500"
    with archive.log.write() as tx:
        tx.execute(tables.listings.update().values(last_read="2026-01-01T00:00:00.000+00:00"))
    assert archive.sources()[0].status == "never"


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    """A foreign file under the archive's name is left alone."""
    (tmp_path / "archive.sqlite").write_bytes(b"this is no database, it only stands where one should be" * 50)
    with pytest.raises(ArchiveError, match="not a Fauxlex archive"):
        Archive(tmp_path)
    assert (tmp_path / "archive.sqlite").read_bytes().startswith(b"this is")


def test_quarantine_counts_and_forgets(archive: Archive) -> None:
    """The same thing set aside twice is one entry; processed after all, it is gone."""
    for reason in ("first", "second"):
        with archive.log.write() as tx:
            archive.store.set_aside(tx, "extract", "f1", 3, reason)
    (entry,) = archive.store.quarantined()
    assert (entry["reason"], entry["times"]) == ("second", 2)
    with archive.log.write() as tx:
        archive.store.release(tx, "extract", "f1")
    assert archive.store.quarantined() == []


def test_the_frontier_survives_and_forgets_nothing(archive: Archive) -> None:
    """Pending stays pending until its fetch is acknowledged; known addresses are not added twice."""
    entries = [FrontierEntry(url=f"https://a.example/{n}", source="a", kind="page") for n in range(3)]
    assert archive.crawl.add_urls(entries) == 3 and archive.crawl.add_urls(entries) == 0
    archive.close()
    again = Archive(archive.home)
    response = Response(url=entries[0].url, status=200, body=b"x", fetched_at=datetime.now(UTC))
    again.crawl.put_fetch(response, again.warc.append(response), Visit(url=entries[0].url, source="a"), ('"e1"', None))
    again.crawl.postpone(entries[1].url, 3600, "HTTP 429")
    assert [entry.url for entry in again.crawl.due(["a"], ["page"])] == [entries[2].url]
    count, wait_s = again.crawl.waiting(["a"])
    assert count == 2 and wait_s == 0.0
    again.close()


@pytest.mark.parametrize(("updated", "is_due"), [("2026-11-02T00:00:00+00:00", True), ("2026-10-30T00:00:00+00:00", False), (None, False)])
def test_a_page_is_visited_again_when_its_listing_says_that_it_changed(archive: Archive, updated: str | None, is_due: bool) -> None:
    """Only a later date of change re-arms a page."""
    first = FrontierEntry(url="https://a.example/1", source="a", kind="page", hints={"published": "2026-11-01T00:00:00+00:00"})
    archive.crawl.add_urls([first])
    archive.crawl.finish(first.url, "done")
    archive.crawl.add_urls([replace(first, hints={"updated": updated} if updated else {})])
    assert bool(archive.crawl.due(["a"], ["page"])) is is_due


def test_a_page_that_must_wait_is_not_hurried_by_its_listing(archive: Archive) -> None:
    """A server that asked for an hour gets it, whatever the sitemap says of the page meanwhile."""
    first = FrontierEntry(url="https://a.example/1", source="a", kind="page", hints={"published": "2026-11-01T00:00:00+00:00"})
    archive.crawl.add_urls([first])
    archive.crawl.postpone(first.url, 3600, "HTTP 429")
    archive.crawl.add_urls([replace(first, hints={"updated": "2026-11-02T00:00:00+00:00"})])
    assert archive.crawl.due(["a"], ["page"]) == []


@pytest.mark.parametrize(("updated", "is_due"), [("2026-11-03T12:00:00+09:00", False), ("2026-11-03T12:00:01+09:00", True)])
def test_the_first_word_of_a_change_that_our_copy_has_is_only_noted(archive: Archive, updated: str, is_due: bool) -> None:
    """A feed lists a page without a date of change, the sitemap with one: only a change after the fetch is a reason to fetch again."""
    first = FrontierEntry(url="https://a.example/1", source="a", kind="page", hints={"published": "2026-11-01T00:00:00+00:00"})
    archive.crawl.add_urls([first])
    response = Response(url=first.url, status=200, body=b"x", fetched_at=datetime(2026, 11, 3, 12, tzinfo=SEOUL))
    archive.crawl.put_fetch(response, archive.warc.append(response), Visit(url=first.url, source="a"), (None, None))
    archive.crawl.add_urls([replace(first, hints={"updated": updated})])
    assert bool(archive.crawl.due(["a"], ["page"])) is is_due
    archive.crawl.add_urls([replace(first, hints={"updated": "2026-11-05T00:00:00+00:00"})])
    assert archive.crawl.due(["a"], ["page"])


def test_what_a_feed_said_of_a_page_stays_when_the_sitemap_says_less(archive: Archive) -> None:
    """The title is all that is kept of a reserved page."""
    first = FrontierEntry(
        url="https://a.example/1", source="a", kind="page", hints={"title": "T", "published": "2026-11-01T00:00:00+00:00"}
    )
    archive.crawl.add_urls([first])
    archive.crawl.finish(first.url, "done")
    archive.crawl.add_urls([replace(first, hints={"updated": "2026-11-02T00:00:00+00:00"})])
    (entry,) = archive.crawl.due(["a"], ["page"])
    assert entry.hints == {**first.hints, "updated": "2026-11-02T00:00:00+00:00"}


def test_another_kinds_addresses_are_not_waited_for(archive: Archive) -> None:
    """Each spider ends when what it visits itself is done."""
    archive.crawl.add_urls([FrontierEntry(url="https://a.example/map", source="a", kind="sitemap")])
    assert archive.crawl.waiting(["a"], ["feed", "page"]) == (0, None)
    assert archive.crawl.waiting(["a"])[0] == 1


@pytest.mark.parametrize("order", [("https://a.example/1", "https://a.example/2"), ("https://a.example/2", "https://a.example/1")])
def test_a_removed_article_does_not_come_back_under_another_address(archive: Archive, order: tuple[str, str]) -> None:
    """Not even when a page says that a living and the removed one are the same."""
    gone, living = put(archive), put(archive, replace(ARTICLE, url="https://a.example/2", text="Anderer Text."))
    assert gone and living
    archive.store.remove(gone.id, "asked for")
    assert put(archive, replace(ARTICLE, url=order[0], text="Noch einer."), order[1]) is None
    assert [archive.article(archive.store.id_of(url) or "") for url in order] == [None, None]


def test_the_same_text_at_an_address_that_says_less_loses_nothing(archive: Archive) -> None:
    """A mobile page without a summary is no new revision; an edit that drops the authors is one."""
    put(archive, replace(ARTICLE, summary="Kurz."))
    assert put(archive, replace(ARTICLE, url="https://m.a.example/1", summary=None, published_at=None), ARTICLE.url) is None
    edited = put(archive, replace(ARTICLE, text="Neu.", authors=None))
    assert edited and (edited.revision, edited.authors) == (2, None)


AMP = "https://a.example/amp/1"


@pytest.mark.parametrize("poor_first", [True, False], ids=["the mobile page first", "the full page first"])
def test_two_addresses_of_one_page_make_one_revision_in_either_order(archive: Archive, poor_first: bool) -> None:
    """What only one of them says is filled in, what both say otherwise stays as it was first read."""
    full = replace(ARTICLE, fetched_url=ARTICLE.url, summary="Kurz.", authors=("Ada",))
    poor = replace(ARTICLE, fetched_url=AMP, summary=None, authors=None, published_at=None)
    one, two = (poor, full) if poor_first else (full, poor)
    first = put(archive, one, AMP)
    put(archive, two, AMP)
    put(archive, replace(poor, summary="Auf dem Telefon kürzer."), AMP)
    assert first
    (kept,) = archive.revisions(first.id)
    assert (kept.summary, kept.authors, kept.published_at, kept.revision) == ("Kurz.", ("Ada",), ARTICLE.published_at, 1)


def test_what_is_filled_in_is_indexed_without_being_tagged_again(archive: Archive) -> None:
    """An article that was tagged gets a change for the indexer; one that was not is still the tagger's."""
    first = put(archive, replace(ARTICLE, authors=None))
    assert first
    assert put(archive, replace(ARTICLE, authors=("Ada",))) is not None
    with archive.log.write() as tx:
        archive.store.put_annotation(tx, annotation(first.id))
    before = archive.log.last_seq()
    put(archive, replace(ARTICLE, authors=("Ada",), summary="Kurz."))
    assert [change.kind for change in archive.log.changes_after(before, ["article", "annotation"], 9)] == ["annotation"]


def test_a_detail_that_the_same_address_changes_is_an_edit(archive: Archive) -> None:
    """A corrected byline is a revision: both can be read."""
    first = put(archive, replace(ARTICLE, authors=("Ada",)))
    second = put(archive, replace(ARTICLE, authors=("Ada", "Grace")))
    assert first and second and second.revision == 2


def test_a_lone_surrogate_is_stored_and_comes_back(archive: Archive) -> None:
    """It is no character, but one in a title must not stop the flow."""
    stored = put(archive, replace(ARTICLE, title="a\ud800b"))
    assert stored and archive.article(stored.id) == stored


def test_a_damaged_file_is_named_with_the_way_out(archive: Archive) -> None:
    """Not with a stack of calls."""
    put(archive)
    archive.close()
    with archive.log.path.open("r+b") as handle:
        handle.seek(4096)
        handle.write(b"\xff" * 400_000)
    with pytest.raises(ArchiveError, match=r"archive\.sqlite"):
        broken = Archive(archive.home)
        broken.counts()


def test_an_archive_may_be_opened_by_many_while_it_is_made(tmp_path: Path) -> None:
    """SQLite does not wait where a file is turned to WAL: whoever comes in that moment tries again, and takes nothing for damaged."""
    with ThreadPoolExecutor(8) as pool:
        for home in (tmp_path / str(n) for n in range(12)):
            for opened in list(pool.map(Archive, [home] * 8)):
                opened.close()


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """With the flag that names another."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(ArchiveError, match="--home"):
        Archive(tmp_path / "file")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "warc").write_text("x")
    with pytest.raises(ArchiveError, match="--home"):
        Archive(tmp_path / "home")


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"pid": "x"}', '{"host": 5}'])
def test_a_lock_without_a_readable_holder_is_refused_all_the_same(archive: Archive, content: str) -> None:
    """The name comes a moment after the lock."""
    with archive.log.consumer("index"):
        (archive.home / "locks" / "index.lock").write_text(content)
        with pytest.raises(ConsumerBusyError, match="another process"), archive.log.consumer("index"):
            pass


def test_a_fetch_is_known_by_address_and_moment(archive: Archive) -> None:
    """So that the same WARC file is taken in once."""
    response = Response(url="https://a.example/1", status=200, body=b"x", fetched_at=datetime(2026, 11, 3, 9, tzinfo=SEOUL))
    archive.crawl.put_fetch(response, archive.warc.append(response), Visit(url=response.url, source=None), (None, None))
    assert archive.crawl.has_fetch(response.url, datetime(2026, 11, 3, tzinfo=UTC))
    assert not archive.crawl.has_fetch(response.url, datetime(2026, 11, 4, tzinfo=UTC))
