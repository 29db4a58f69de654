"""A silent outlet, a dead feed, a refusal and a broken reading are told apart; lag, disk and sums are figures one can check."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.archive import Archive, FrontierEntry, Response, Visit, schema
from core.archive.figures import disk, lag, unsummed
from core.archive.health import Listing, SourceHealth
from core.archive.silence import VERDICTS, Volume, verdict, volumes
from core.article import Article

NOW = datetime.now(UTC)


def listing(failures: int = 0, error: str = "", ago_h: float = 0.5) -> Listing:
    """A feed that was read so long ago, and how it went."""
    then = NOW - timedelta(hours=ago_h)
    ok = None if failures and ago_h > 1000 else then
    return Listing(
        url=f"https://a.example/{error or 'feed'}", kind="feed", last_read=NOW, last_ok=ok, last_new=ok, last_error=error or None,
        last_error_at=NOW if error else None, failures=failures, reads=1, unchanged=0, entries=5, interval_s=900,
    )  # fmt: skip


def health(*listings: Listing) -> SourceHealth:
    """A source with these feeds."""
    return SourceHealth(
        id="a", name="A", domain="a.example", country="GB", language="en", feeds=(), rights="open", articles=9, listings=listings
    )  # fmt: skip


BUSY = Volume(seen=12, usual=10.0, fetched=20, unread=1)


@pytest.mark.parametrize(
    ("listings", "volume", "expected"),
    [
        ([], BUSY, "never"),
        ([listing()], BUSY, "ok"),
        ([listing()], Volume(seen=0, usual=10.0, fetched=20), "quiet"),
        ([listing()], Volume(seen=0, usual=0.5), "ok"),  # a court that prints twice a month
        ([listing(ago_h=40)], Volume(seen=0, usual=10.0), "ok"),  # it is we who have not read it
        ([listing(), listing(3, "HTTP 404")], BUSY, "partly"),
        ([listing(3, "HTTP 404")], BUSY, "dead"),
        ([listing(1, "not a feed: neither RSS nor Atom nor JSON Feed")], BUSY, "dead"),
        ([listing(1, "no whole answer in time"), listing(1, "HTTP 403")], BUSY, "dead"),
        ([listing(1, "HTTP 403"), listing(2, "HTTP 429 (after 4 attempts)")], BUSY, "blocked"),
        ([listing(1, "forbidden by robots.txt")], Volume(), "blocked"),
        ([listing()], Volume(seen=12, usual=10.0, fetched=20, unread=15), "parser"),
        ([listing(), listing(1, "HTTP 500")], Volume(seen=12, usual=10.0, fetched=20, unread=15), "parser"),
        ([listing()], Volume(fetched=3, unread=3), "ok"),  # too few to say so
    ],
)
def test_silence_is_told_apart(listings: list[Listing], volume: Volume, expected: str) -> None:
    """One word, of a closed list."""
    assert verdict(health(*listings), volume, NOW) == expected
    assert expected in VERDICTS


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    opened = Archive(tmp_path)
    yield opened
    opened.close()


def found(archive: Archive, source: str, days_ago: float, count: int = 1, **hints: Any) -> None:
    """Pages that were found so long ago."""
    start = len(archive.crawl.due([source], ["page"], 10_000))
    entries = [FrontierEntry(url=f"https://{source}.example/{start + n}", source=source, kind="page", hints=hints) for n in range(count)]
    archive.crawl.add_urls(entries)
    then = (NOW - timedelta(days=days_ago)).isoformat(timespec="milliseconds")
    with archive.log.write() as tx:
        tx.execute(schema.frontier.update().where(schema.frontier.c.url.in_([entry.url for entry in entries])).values(added_at=then))


def test_what_is_usual_is_the_median_of_the_days_before(archive: Archive) -> None:
    """One wild day changes nothing; days without a page count; the last day is what was seen; a backfill is no news."""
    for day, count in ((1.5, 4), (2.5, 4), (3.5, 400), (5.5, 4)):
        found(archive, "a", day, count)
    found(archive, "a", 0.1, 7)
    found(archive, "a", 0.1, 50, backfill=True)
    found(archive, "b", 0.2)
    seen = volumes(archive.log, NOW)
    assert (seen["a"].seen, seen["a"].usual) == (7, 4.0)
    assert (seen["b"].seen, seen["b"].usual) == (1, 0.0)


def fetched(archive: Archive, number: int, **hints: Any) -> str:
    """A fetched page; its id."""
    url = f"https://a.example/{number}"
    response = Response(
        url=url, status=200, headers=(("Content-Type", "text/html"),), body=b"x" * 5000, fetched_at=NOW - timedelta(hours=1)
    )
    return archive.crawl.put_fetch(response, archive.warc.append(response), Visit(url=url, source="a", hints=hints), (None, None))


def test_pages_that_cannot_be_read_are_counted_among_the_newest(archive: Archive) -> None:
    """Thirty fetches, of which the last fifteen were set aside: fifteen of twenty."""
    refs = [fetched(archive, number) for number in range(30)]
    with archive.log.write() as tx:
        for number, ref in enumerate(refs[15:]):
            archive.store.set_aside(tx, "extract", ref, number, "of kind consent")
    volume = volumes(archive.log, NOW)["a"]
    assert (volume.fetched, volume.unread) == (20, 15)
    assert verdict(health(listing()), volume, NOW) == "parser"


def article(archive: Archive, number: int, minutes: float | None, **hints: Any) -> None:
    """An article that was indexed so many minutes after its publication."""
    ref = fetched(archive, number, **hints)
    published = datetime.now(UTC) - timedelta(minutes=minutes) if minutes is not None else None
    with archive.log.write() as tx:
        one = Article(id="", url=f"https://a.example/{number}", source="a", title=str(number), text="x", published_at=published)
        stored = archive.store.put_article(tx, one, [], ref)
        assert stored
        archive.store.note_indexed(tx, [stored.id])


def test_the_lag_is_from_publication_to_the_index(archive: Archive) -> None:
    """Median and 95th percentile; backfills, imports, pages without a date and old finds are no measure of it; a rebuild changes nothing."""
    assert lag(archive.log, NOW).count == 0
    for number, minutes in enumerate([10.0] * 18 + [60.0, 600.0]):
        article(archive, number, minutes)
    article(archive, 100, None)
    article(archive, 101, 60 * 24 * 30)
    article(archive, 102, 5000, backfill=True)
    article(archive, 103, 5000, imported="2026-11-03")
    first = lag(archive.log, NOW)
    assert first.count == 20
    assert first.p50_s == pytest.approx(600, abs=60)
    assert first.p95_s == pytest.approx(36_000, abs=120)
    with archive.log.write() as tx:
        archive.store.note_indexed(tx, [change.ref for change in archive.log.changes_after(0, ["article"], 100)])
    assert lag(archive.log, NOW) == first


def test_the_disk_is_forecast_from_the_last_week(archive: Archive) -> None:
    """Nothing fetched: no growth, no date; else bytes a day and days until it is full."""
    empty = disk(archive.log, archive.home, NOW)
    assert (empty.grows_a_day, empty.days_left, empty.warc) == (0.0, None, 0)
    for number in range(5):
        fetched(archive, number)
    grown = disk(archive.log, archive.home, NOW)
    assert grown.warc > 0
    assert grown.days_left is not None
    assert grown.grows_a_day == pytest.approx(grown.archive + grown.warc + grown.index)
    assert grown.days_left == pytest.approx(grown.free / grown.grows_a_day)


def test_counts_that_do_not_sum_are_named() -> None:
    """With stage, source and the three numbers."""
    good = [("a", "page", "in", "all", 5), ("a", "page", "kept", "fetched", 3), ("a", "page", "left_out", "HTTP 404", 2)]
    assert unsummed(good) == []
    assert unsummed([*good, ("a", "listing", "left_out", "x", 1)]) == ["a, listing: in 0, kept 0, left out 1"]
