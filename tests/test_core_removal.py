"""What is removed on request is gone from every place and stays gone: text, labels, terms, hints, raw responses; a tombstone keeps it out."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from warcio.archiveiterator import ArchiveIterator

from core.archive import Archive, FrontierEntry, Response, Visit, removal, schema
from core.archive.warc import WarcStore
from core.article import Article
from core.errors import ArchiveError, UsageError

NAME = "Wilhelmina Featherstonehaugh"
URL = "https://a.example/1"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Three pages, fetched and extracted; the second has an AMP address beside it."""
    opened = Archive(tmp_path)
    for number in range(3):
        put(opened, f"https://a.example/{number}", NAME if number == 1 else "Somebody else")
    put(opened, "https://a.example/amp/1", NAME, also=URL)
    yield opened
    opened.close()


def put(archive: Archive, url: str, name: str, also: str | None = None) -> None:
    """A page as crawler and extractor leave it."""
    body = f"<html><body><h1>{name}</h1><p>{'A text about ' + name + '. ' * 2000}</p></body></html>".encode()
    response = Response(
        url=url, status=200, headers=(("Content-Type", "text/html"),), body=body, fetched_at=datetime(2026, 11, 3, tzinfo=UTC)
    )
    archive.crawl.add_urls([FrontierEntry(url=url, source="a", kind="page", hints={"title": f"About {name}"})])
    visit = Visit(url=url, source="a", hints={"title": f"About {name}"})
    fetch_id = archive.crawl.put_fetch(response, archive.warc.append(response), visit, ("tag", None))
    with archive.log.write() as tx:
        article = Article(id="", url=also or url, fetched_url=url, title=f"About {name}", text=f"A text about {name}.")
        stored = archive.store.put_article(tx, article, [url], fetch_id)
        if stored:
            archive.store.put_analysis(tx, stored.id, 1, "v", name.encode())
            archive.store.put_story(tx, stored.id, stored.id, ["band"], name.encode())


def everything(archive: Archive) -> bytes:
    """Every byte that the archive keeps, packed WARC records unpacked."""
    with archive.log.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = b"".join(path.read_bytes() for path in archive.home.rglob("*") if path.is_file())
    with next((archive.home / "warc").glob("*.gz")).open("rb") as handle:
        for record in ArchiveIterator(handle):
            raw += record.content_stream().read()
    return raw


def test_nothing_of_a_removed_article_is_left(archive: Archive) -> None:
    """Neither under its own address nor under its AMP one; the others are whole, and every fetch still finds its record."""
    assert NAME.encode() in everything(archive)
    assert removal.remove_url(archive, f"{URL}?utm_source=x", "asked by the person concerned") == 2
    assert NAME.encode() not in everything(archive)
    with archive.log.read() as tx:
        rows = tx.execute(sa.select(schema.fetches)).mappings().all()
    assert sorted(row["url"] for row in rows if row["warc_file"]) == ["https://a.example/0", "https://a.example/2"]
    for row in rows:
        if row["warc_file"]:
            assert b"Somebody else" in archive.warc.read(row["warc_file"], row["warc_offset"]).body
    article_id = archive.store.id_of(URL)
    assert article_id and archive.removed(article_id) and archive.article(article_id) is None


def test_the_warc_file_stays_one_that_others_can_read(archive: Archive) -> None:
    """Record by record, with a note where something stood; its length is what it was."""
    path = next((archive.home / "warc").glob("*.gz"))
    size = path.stat().st_size
    removal.remove_url(archive, URL, "x")
    with path.open("rb") as handle:
        kinds = [record.rec_type for record in ArchiveIterator(handle)]
    assert (kinds, path.stat().st_size) == (["response", "metadata", "response", "metadata"], size)


def test_it_stays_away_when_it_is_seen_again(archive: Archive) -> None:
    """A feed that lists it, a fetch under a third address, an import: nothing of it comes back."""
    removal.remove_url(archive, URL, "x")
    archive.crawl.add_urls(
        [FrontierEntry(url=URL, source="a", kind="page", hints={"title": f"About {NAME}", "updated": "2026-12-01T00:00:00+00:00"})]
    )
    assert [entry.url for entry in archive.crawl.due(["a"], ["page"])] == []
    put(archive, "https://m.a.example/1", NAME, also=URL)
    assert removal.finish(archive) == 1
    assert archive.store.removed_at("https://m.a.example/1?fbclid=1")
    assert NAME.encode() not in everything(archive)


def test_a_kill_on_the_way_is_made_good(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tombstone is the first thing that is written; what was left over goes at the next turn."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(WarcStore, "erase", killed)
    with pytest.raises(KeyboardInterrupt):
        removal.remove_url(archive, URL, "x")
    monkeypatch.undo()
    article_id = archive.store.id_of(URL)
    assert article_id and archive.removed(article_id)
    assert removal.finish(archive) == 2
    assert NAME.encode() not in everything(archive)
    assert removal.finish(archive) == 0


def test_what_nobody_has_seen_can_be_kept_out(archive: Archive) -> None:
    """Only where that is asked for: a slip in an address must not pass for a removal."""
    with pytest.raises(UsageError, match="--unseen"):
        removal.remove_url(archive, "https://a.example/typo", "x")
    with pytest.raises(UsageError, match="not a URL"):
        removal.remove_url(archive, "a.example", "x")
    assert removal.remove_url(archive, "https://b.example/1", "x", unseen=True) == 0
    put(archive, "https://b.example/1", NAME.swapcase())
    assert archive.store.id_of("https://b.example/1") and archive.article(archive.store.id_of("https://b.example/1") or "") is None


def test_the_ledger_brings_removals_to_an_older_copy(archive: Archive, tmp_path: Path) -> None:
    """What was removed after the copy was made is removed from it too."""
    removal.remove_url(archive, URL, "asked for")
    ledger = removal.read_ledger(archive.home / removal.LEDGER)
    assert [(row["urls"], row["reason"]) for row in ledger] == [(["https://a.example/1", "https://a.example/amp/1"], "asked for")]
    older = Archive(tmp_path / "older")
    put(older, URL, NAME)
    assert (removal.apply(older, ledger), removal.apply(older, ledger)) == (1, 0)
    assert NAME.encode() not in everything(older)
    assert [json.loads(line)["urls"] for line in (older.home / removal.LEDGER).read_text("utf8").splitlines()] == [ledger[0]["urls"]]
    older.close()


def test_a_ledger_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """And none is no removal."""
    (tmp_path / "l").write_text("{", "utf8")
    with pytest.raises(ArchiveError, match="--removals"):
        removal.read_ledger(tmp_path / "l")
    assert removal.read_ledger(tmp_path / "none") == []


@pytest.mark.parametrize(("file", "offset"), [("none.warc.gz", 0), ("fauxlex-000001.warc.gz", 7), ("fauxlex-000001.warc.gz", 10**9)])
def test_a_record_that_is_not_there_is_not_overwritten(archive: Archive, file: str, offset: int) -> None:
    """The file stays as it was."""
    path = next((archive.home / "warc").glob("*.gz"))
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="cannot be overwritten"):
        archive.warc.erase(file, offset)
    assert path.read_bytes() == before
