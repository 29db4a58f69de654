"""Copies of an archive that is being written, and back; what was removed meanwhile stays removed."""

import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from fauxlex_calls import Caller

from core.archive import Archive, FrontierEntry, Response, Visit, backup, removal, schema
from core.archive.retention import prune
from core.article import Article
from core.errors import ArchiveError


def fetch(archive: Archive, number: int, at: datetime = datetime(2026, 11, 3, tzinfo=UTC)) -> None:
    """A page, fetched and made an article."""
    url = f"https://a.example/{number}"
    response = Response(url=url, status=200, headers=(("Content-Type", "text/html"),), body=f"page {number} ".encode() * 200, fetched_at=at)
    archive.crawl.add_urls([FrontierEntry(url=url, source="a", kind="page")])
    fetch_id = archive.crawl.put_fetch(response, archive.warc.append(response), Visit(url=url, source="a"), (None, None))
    with archive.log.write() as tx:
        archive.store.put_article(tx, Article(id="", url=url, title=f"Page {number}", text=f"Text {number}"), [], fetch_id)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Ten pages in several WARC files."""
    opened = Archive(tmp_path / "home", warc_max_bytes=2048)
    for number in range(10):
        fetch(opened, number)
    yield opened
    opened.close()


def titles(home: Path) -> set[str | None]:
    """The titles of an archive."""
    opened = Archive(home)
    ids = {change.ref for change in opened.log.changes_after(0, ["article"], 10_000)}
    found = {article.title for article in opened.store.articles(sorted(ids)).values()}
    opened.close()
    return found


def test_a_copy_made_while_it_is_written_can_be_restored(archive: Archive, tmp_path: Path) -> None:
    """Every fetch of the copy finds its record; nothing of what was there before is missing; writers are not held up."""
    stop, written = threading.Event(), []

    def write() -> None:
        number = 1000
        while not stop.is_set():
            fetch(archive, number)
            written.append(number)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 3:
            stop.wait(0.01)
        backup.backup(archive, tmp_path / "copy")
        before = len(written)
        while len(written) < before + 3:
            stop.wait(0.01)
    finally:
        stop.set()
        writer.join()
    done = backup.restore(tmp_path / "copy", tmp_path / "back")
    found = titles(tmp_path / "back")
    assert {f"Page {number}" for number in range(10)} <= found
    assert len(found) <= done["fetches"] <= len(found) + 1, "the page being written may be fetched and no article yet"
    assert done["fetches"] <= 10 + len(written)
    back = Archive(tmp_path / "back")
    fetch(back, 5000)  # it can be written to like any other
    back.close()


def test_a_second_copy_takes_only_what_is_new(archive: Archive, tmp_path: Path) -> None:
    """WARC files that are full do not change; an erased record is a change."""
    first = backup.backup(archive, tmp_path / "copy")
    assert first["files"] >= 3
    second = backup.backup(archive, tmp_path / "copy")
    assert (second["files"], second["unchanged"]) == (1, first["files"] - 1)
    removal.remove_url(archive, "https://a.example/0", "asked for")
    third = backup.backup(archive, tmp_path / "copy")
    assert third["files"] == 3  # the snapshot, the file with the erased record, the ledger
    backup.check(tmp_path / "copy")


def test_files_beside_the_archive_are_copied_where_they_are_named(archive: Archive, tmp_path: Path) -> None:
    """Those that match a pattern, and come back where they were."""
    folder = archive.home / "kept"
    folder.mkdir()
    (folder / "a.gz").write_bytes(b"one")
    (folder / "a.new").write_bytes(b"half writ")
    backup.backup(archive, tmp_path / "copy", ["kept/*.gz", "none/*"])
    backup.restore(tmp_path / "copy", tmp_path / "back")
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "back" / "kept").iterdir()] == [("a.gz", b"one")]
    (folder / "a.gz").unlink()
    backup.backup(archive, tmp_path / "copy", ["kept/*.gz"])
    assert not list((tmp_path / "copy" / "kept").iterdir())


def test_what_was_removed_after_the_copy_stays_removed(archive: Archive, tmp_path: Path) -> None:
    """By the ledger beside the old archive, or by one that is named."""
    backup.backup(archive, tmp_path / "copy")
    removal.remove_url(archive, "https://a.example/3", "asked for")
    ledger = archive.home / removal.LEDGER
    assert backup.restore(tmp_path / "copy", tmp_path / "one", (ledger,))["removed again"] == 1
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / removal.LEDGER).write_bytes(ledger.read_bytes())
    assert backup.restore(tmp_path / "copy", tmp_path / "two")["removed again"] == 1
    for name in ("one", "two"):
        assert titles(tmp_path / name) == {f"Page {number}" for number in range(10) if number != 3}
        opened = Archive(tmp_path / name)
        fetch(opened, 3)
        opened.close()
        assert "Page 3" not in titles(tmp_path / name)


@pytest.mark.parametrize("harm", ["missing", "changed", "no manifest", "torn manifest", "database"])
def test_a_copy_that_is_not_whole_is_refused(archive: Archive, tmp_path: Path, harm: str) -> None:
    """Before anything is written."""
    copy = tmp_path / "copy"
    backup.backup(archive, copy)
    warc = next((copy / "warc").glob("*.gz"))
    if harm == "missing":
        warc.unlink()
    elif harm == "changed":
        warc.write_bytes(warc.read_bytes()[:-1] + b"x")
    elif harm == "database":
        with sqlite3.connect(copy / "archive.sqlite") as database:
            database.execute("DELETE FROM fetches")
        database.close()
    else:
        (copy / "manifest.json").write_text("{", "utf8") if harm == "torn manifest" else (copy / "manifest.json").unlink()
    with pytest.raises(ArchiveError, match="copy"):
        backup.restore(copy, tmp_path / "back")
    assert not (tmp_path / "back" / "archive.sqlite").exists()


def test_an_archive_is_never_overwritten(archive: Archive, tmp_path: Path) -> None:
    """The way out is named."""
    backup.backup(archive, tmp_path / "copy")
    with pytest.raises(ArchiveError, match="there is an archive already"):
        backup.restore(tmp_path / "copy", archive.home)


def test_old_raw_responses_are_let_go_file_by_file(archive: Archive, tmp_path: Path) -> None:
    """Not the newest file, not what was not extracted; the articles stay, and a look at a record that has gone is said."""
    long_ago = datetime.now(UTC) - timedelta(days=1)
    assert prune(archive, long_ago) == []
    archive.log.set_watermark("extract", archive.log.last_seq())
    files = sorted(path.name for path in archive.warc.folder.glob("*.gz"))
    named = prune(archive, long_ago, dry_run=True)
    assert [name for name, _ in named] == files[:-1]
    assert prune(archive, long_ago) == named
    assert sorted(path.name for path in archive.warc.folder.glob("*.gz")) == files[-1:]
    assert len(titles(archive.home)) == 10
    with archive.log.read() as tx:
        left = tx.execute(sa.select(sa.func.count()).select_from(schema.fetches).where(schema.fetches.c.warc_file != "")).scalar_one()
    assert 0 < left < 10


def test_the_commands(fauxlex: Caller, archive: Archive, tmp_path: Path) -> None:
    """backup, restore, prune and replay, as an operator calls them."""
    assert fauxlex("backup", tmp_path / "copy", "--home", archive.home).err.startswith("copied ")
    done = fauxlex("restore", tmp_path / "copy", "--home", tmp_path / "back")
    assert (done.code, "10 raw responses found" in done.err) == (0, True)
    assert fauxlex("restore", tmp_path / "copy", "--home", tmp_path / "back").code == 1
    assert "would delete 0 files" in fauxlex("prune", "--days", "1", "--dry-run", "--home", tmp_path / "back").err
    with archive.log.write() as tx:
        ref = archive.log.changes_after(0, ["fetch"], 1)[0].ref
        archive.store.set_aside(tx, "extract", ref, 1, "took longer than 20 s")
        archive.store.set_aside(tx, "extract", "other", 1, "of kind consent")
    before = archive.log.last_seq()
    assert "1 given back" in fauxlex("replay", "extract", "--reason", "longer than", "--home", archive.home).err
    assert [change.ref for change in archive.log.changes_after(before, ["fetch"], 9)] == [ref]
