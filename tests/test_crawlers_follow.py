"""Ways in beside feeds: backfills, lists of addresses, revisits; and a crawl that goes on until it is told to stop."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from crawl_stage import Answer, Script, Seen, Stage, hurried, page, rss, source, toml
from fauxlex_calls import ROOT, Caller

from core.archive import Archive, FrontierEntry, schema
from core.article import Annotation, Article
from core.errors import SettingsError, UsageError
from core.settings import Settings
from crawlers.plan import Plan, backfill
from crawlers.polling import revisit_pauses
from crawlers.run import crawl
from crawlers.spiders.archives import filled_in
from crawlers.spiders.feeds import FeedsSpider
from crawlers.spiders.queue import AT_ONCE, PATIENCE, Queue


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/map.xml", ["https://a.example/map.xml"]),
        (
            "https://a.example/{yyyy}/{mm}/{dd}",
            ["https://a.example/2026/10/31", "https://a.example/2026/11/01", "https://a.example/2026/11/02"],
        ),
        ("https://a.example/{yyyymmdd}", ["https://a.example/20261031", "https://a.example/20261101", "https://a.example/20261102"]),
        ("https://a.example/{yyyy}-{mm}.xml", ["https://a.example/2026-10.xml", "https://a.example/2026-11.xml"]),
    ],
)
def test_the_days_of_a_backfill_are_filled_in(address: str, expected: list[str]) -> None:
    """Each address once."""
    assert filled_in(address, date(2026, 10, 31), date(2026, 11, 2)) == expected


def test_the_days_of_a_backfill_must_make_sense() -> None:
    """In order, and not of a century."""
    with pytest.raises(UsageError, match="is before --since"):
        backfill(date(2026, 11, 2), date(2026, 11, 1))
    with pytest.raises(UsageError, match="ten years at a time"):
        backfill(date(1990, 1, 1), date(2026, 11, 1))


def dated(*pages: tuple[str, str]) -> Answer:
    """A sitemap of pages with the days of their last change."""
    rows = "".join(f"<url><loc>{url}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>" for url, day in pages)
    return Answer(body=f"<urlset>{rows}</urlset>".encode())


def test_a_backfill_visits_the_pages_of_its_days_and_no_other(tmp_path: Path) -> None:
    """Of the archives alone: by day in the address, by date in the sitemap, of a month's index only those that can hold one."""
    index = "".join(
        f"<sitemap><loc>http://a.example/{name}.xml</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in (("old", "2020-01-31"), ("new", "2026-11-05"))
    )
    scripts: dict[str, Script] = {
        "a.example/feed": rss(["http://a.example/f"]),
        "a.example/20261101": dated(("http://a.example/1", "2026-11-01T10:00:00+09:00"), ("http://a.example/2", "")),
        "a.example/20261102": dated(("http://a.example/3", "2026-12-24")),
        "a.example/all": Answer(body=f"<sitemapindex>{index}</sitemapindex>".encode()),
        "a.example/new.xml": dated(("http://a.example/4", "2026-11-02"), ("http://a.example/5", "2026-10-31")),
        **{f"a.example/{n}": page(f"Page {n}") for n in "12345f"},
    }
    with Stage(scripts) as stage:
        mine = replace(source("a", feeds=["http://a.example/feed"]), archives=("http://a.example/{yyyymmdd}", "http://a.example/all"))
        settings = hurried(tmp_path, stage.port, crawl_max_age_days=1)
        report = crawl(settings, [mine], backfill(date(2026, 11, 1), date(2026, 11, 2)))
        paths = stage.paths("a.example")
        assert sorted(paths) == ["/1", "/2", "/20261101", "/20261102", "/4", "/all", "/new.xml"]
        assert report.fetched == 3
        crawl(settings, [mine])
        assert stage.paths("a.example")[len(paths) :] == ["/feed", "/f"]
        archive = Archive(tmp_path)
        hints = [
            fetch.hints.get("backfill") for one in archive.log.changes_after(0, ["fetch"], 9) if (fetch := archive.crawl.fetch(one.ref))
        ]
        assert sorted(hints, key=str) == [None, True, True, True]
        assert ("a", "outside the days asked for", 3) in archive.health.drops()
        archive.close()


def test_a_list_of_addresses_is_visited(fauxlex: Caller, tmp_path: Path) -> None:
    """Those of declared outlets; the others are counted by name; no feed is read."""
    with Stage({"a.example/feed": rss(["http://a.example/9"]), **{f"a.example/{n}": page(f"Page {n}") for n in range(3)}}) as stage:
        (tmp_path / "sources.toml").write_text(toml([source("a", feeds=["http://a.example/feed"])]), "utf8")
        listed = tmp_path / "urls.txt"
        listed.write_text(
            "# a comment\nhttp://a.example/0 a note\n\nhttp://a.example/1?utm_source=x\nhttp://b.example/1\nnothing\n", "utf8"
        )
        flags = ["--home", tmp_path, "--sources", tmp_path / "sources.toml", "--contact", "a@b.example", "--crawl-delay-s", "0"]
        done = fauxlex("crawl", "--urls", listed, "--resolve", f"*.example=127.0.0.1:{stage.port}", *flags)
        assert (done.code, sorted(stage.paths("a.example"))) == (0, ["/0", "/1"])
    assert "2 new addresses, 0 known already, 1 no web address, 1 of no outlet of the list" in done.err
    assert "crawled: 2 new pages" in done.err
    listed.write_text("http://b.example/1\n", "utf8")
    assert "sources add URL" in fauxlex("crawl", "--urls", listed, *flags).err


@pytest.mark.parametrize(
    "flags",
    [
        ["--follow", "--since", "2026-11-01"],
        ["--until", "2026-11-01"],
        ["--since", "November"],
        ["--since", "2026-11-02", "--until", "2026-11-01"],
    ],
)
def test_crawl_called_with_what_does_not_go_together(fauxlex: Caller, tmp_path: Path, flags: list[str]) -> None:
    """Exit 2, and nobody is asked."""
    (tmp_path / "sources.toml").write_text(toml([source("a", feeds=["http://a.example/feed"])]), "utf8")
    assert fauxlex("crawl", "--home", tmp_path, "--sources", tmp_path / "sources.toml", "--contact", "a@b.example", *flags).code == 2


@pytest.mark.parametrize(("text", "hours"), [("2,12,48", [2, 12, 48]), ("", []), (" 0.5 ", [0.5])])
def test_the_pauses_between_revisits_are_hours(text: str, hours: list[float]) -> None:
    """As many as there are revisits."""
    assert revisit_pauses(text) == [hour * 3600 for hour in hours]


@pytest.mark.parametrize("text", ["2;12", "soon", "0", "-1", "1e9", "nan"])
def test_pauses_that_are_none_are_refused(text: str) -> None:
    """With the setting's name."""
    with pytest.raises(SettingsError, match="crawl_revisit_h"):
        revisit_pauses(text)


def on_subject(archive: Archive, url: str, relevance: str) -> None:
    """The article of a fetched page, tagged."""
    with archive.log.write() as tx:
        fetch = tx.execute(sa.select(schema.fetches.c.id).where(schema.fetches.c.url == url)).scalar_one()
        stored = archive.store.put_article(tx, Article(id="", url=url, fetched_url=url, title=url, text=url), [], fetch)
        assert stored
        said = Annotation(article_id=stored.id, revision=1, language="en", relevance=relevance, model="m")  # type: ignore[arg-type]
        archive.store.put_annotation(tx, said)


def older(archive: Archive, hours: float) -> None:
    """Puts every visit further into the past."""
    then = (datetime.now(UTC) - timedelta(hours=hours)).isoformat(timespec="milliseconds")
    with archive.log.write() as tx:
        tx.execute(schema.frontier.update().values(checked_at=then))


def test_articles_on_the_subject_are_asked_for_again_as_they_age(tmp_path: Path) -> None:
    """Conditionally, as often as there are pauses, each counted from the visit before; those on other subjects are not."""
    tagged = {"ETag": '"1"'}

    def answer(seen: Seen) -> Answer:
        return Answer(status=304) if seen.headers.get("if-none-match") else page("Law", **tagged)

    with Stage(
        {
            "a.example/feed": rss(["http://a.example/law", "http://a.example/other"]),
            "a.example/law": answer,
            "a.example/other": page("Other"),
        }
    ) as stage:
        settings, mine = hurried(tmp_path, stage.port, crawl_revisit_h="2,12"), [source("a", feeds=["http://a.example/feed"])]
        crawl(settings, mine)
        archive = Archive(tmp_path)
        on_subject(archive, "http://a.example/law", "law")
        on_subject(archive, "http://a.example/other", "other")
        asked = []
        for hours in (1.9, 2.1, 11.9, 12.1, 1000):
            older(archive, hours)
            before = len(stage.paths("a.example"))
            crawl(settings, mine, Plan(spiders=("pages",)))
            asked.append(stage.paths("a.example")[before:])
        assert asked == [[], ["/law"], [], ["/law"], []]
        assert archive.counts()["fetches"] == 2
        assert ("a", "page", "kept", "not changed", 2) in archive.health.tallies()
        archive.close()


def test_only_due_listings_are_read_by_a_crawl_that_follows(tmp_path: Path) -> None:
    """A feed that was just read is left alone; what it listed is visited all the same."""
    with Stage({"a.example/feed": rss(["http://a.example/1"]), "a.example/1": page("One")}) as stage:
        settings, mine = hurried(tmp_path, stage.port), [source("a", feeds=["http://a.example/feed"])]
        report = crawl(settings, mine, Plan(only_due=True))
        assert report.next_s is not None
        assert 290 < report.next_s <= 900
        crawl(settings, mine, Plan(only_due=True))
        assert stage.paths("a.example") == ["/feed", "/1"]


def test_a_round_ends_when_its_time_is_up(tmp_path: Path) -> None:
    """What is left waits for the next round, and is not lost."""
    many = {f"a.example/{n}": page(f"Page {n}") for n in range(40)}
    with Stage({"a.example/feed": rss(f"http://a.example/{n}" for n in range(40)), **many}) as stage:
        settings, mine = hurried(tmp_path, stage.port, crawl_delay_s=0.5), [source("a", feeds=["http://a.example/feed"])]
        report = crawl(settings, mine, Plan(round_s=6.0))
        assert 0 < report.fetched < 40
        assert report.fetched + report.waiting == 40
        assert report.next_s == 0


def wait_until(done: Callable[[], bool], limit_s: float = 120.0) -> None:
    """Waits for something that another process does."""
    begun = time.monotonic()
    while not done():
        assert time.monotonic() - begun < limit_s
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_crawl_that_follows_stops_when_it_is_told_to(tmp_path: Path, number: signal.Signals) -> None:
    """Within ten seconds, exit 0, no torn record, no process left; started again, it fetches the rest and nothing twice."""
    many: Mapping[str, Script] = {f"a.example/{n}": page(f"Page {n}") for n in range(30)}
    with Stage({"a.example/feed": rss(f"http://a.example/{n}" for n in range(30)), **many}) as stage:
        one = source("a", feeds=["http://a.example/feed"])
        (tmp_path / "sources.toml").write_text(toml([one]), "utf8")
        flags = ["--home", str(tmp_path), "--sources", str(tmp_path / "sources.toml"), "--contact", "a@b.example", "--crawl-delay-s", "0.3"]
        command = [sys.executable, "-m", "fauxlex", "crawl", "--follow", "--resolve", f"*.example=127.0.0.1:{stage.port}", *flags]
        child = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.PIPE)
        wait_until(lambda: len(stage.paths("a.example")) > 6)
        begun = time.monotonic()
        (os.kill if number == signal.SIGTERM else os.killpg)(child.pid, number)
        said = child.communicate(timeout=30)[1].decode()
        assert time.monotonic() - begun < 10
        assert (child.returncode, "stopped: nothing acknowledged is lost" in said) == (0, True), said
        archive = Archive(tmp_path)
        assert archive.warc.repair(archive.crawl.warc_ends()) == []
        crawl(hurried(tmp_path, stage.port), [one])
        asked = [path for path in stage.paths("a.example") if path != "/feed"]
        assert (len(set(asked)), archive.counts()["fetches"]) == (30, 30)
        assert len(asked) <= 30 + AT_ONCE
        archive.close()


def entries(name: str, count: int) -> list[FrontierEntry]:
    """Pages of an outlet."""
    return [FrontierEntry(url=f"http://{name}.example/{n}", source=name, kind="page") for n in range(count)]


def test_a_queue_hands_out_a_few_pages_of_each_outlet() -> None:
    """However many wait; the next one when one is done."""
    queue = Queue(budget=1000)
    queue.offer([*entries("a", 50), *entries("b", 1)])
    first = queue.take()
    assert [entry.source for entry in first] == ["a"] * AT_ONCE + ["b"]
    assert queue.take() == []
    queue.done(first[0])
    assert [entry.url for entry in queue.take()] == [f"http://a.example/{AT_ONCE}"]
    queue.offer(entries("a", 50))
    assert queue.take() == []


def test_a_queue_keeps_to_the_budget_and_stops_where_it_is_turned_away() -> None:
    """What is left stays on the frontier; listings come before pages."""
    queue = Queue(budget=5)
    queue.offer(entries("a", 50))
    asked = 0
    while taken := queue.take():
        asked += len(taken)
        for entry in taken:
            queue.done(entry)
    assert (asked, queue.is_open("a"), queue.is_empty("a")) == (5, False, True)
    other = Queue(budget=100)
    other.offer([*entries("b", 9), FrontierEntry(url="http://b.example/map", source="b", kind="sitemap")])
    assert other.take()[0].kind == "sitemap"
    for status in [403] * (PATIENCE - 1) + [200] + [403, 429, 401] * 2:
        other.answered("b", status)
    assert not other.is_open("b")


def test_no_outlet_starves_another(tmp_path: Path) -> None:
    """Of the addresses that are due, each outlet has its share, the oldest first."""
    archive = Archive(tmp_path)
    archive.crawl.add_urls([*entries("a", 500), *entries("b", 3)])
    due = archive.crawl.due(["a", "b"], ["page"], 100, per_source=10)
    assert [sum(entry.source == name for entry in due) for name in "ab"] == [10, 3]
    archive.close()


def test_many_outlets_with_many_old_addresses_starve_no_other(tmp_path: Path) -> None:
    """Taken up again with more addresses than are taken at a time, a crawl visits every outlet and every listing at once."""
    archive = Archive(tmp_path)
    names = [f"s{number:02d}" for number in range(40)]
    for name in names:  # those of the first outlets are the oldest
        archive.crawl.add_urls(entries(name, 30))
    listings = [FrontierEntry(url=f"http://{name}.example/feed", source=name, kind="feed") for name in names]
    archive.crawl.add_urls(listings)
    due = archive.crawl.due(names, ["feed", "page"], 160, per_source=20)
    assert {entry.source for entry in due if entry.kind == "page"} == set(names)
    assert {entry.url for entry in due} >= {entry.url for entry in listings}
    assert len(due) == 160
    archive.close()


def test_a_spider_does_not_wait_for_pages_that_a_later_one_visits(tmp_path: Path) -> None:
    """Pages put off are waited for by the last spider that visits their outlet; listings by the spider that reads them."""
    archive = Archive(tmp_path)
    sources = [source(name) for name in ("a", "b")]
    archive.crawl.add_urls([*entries("a", 1), *entries("b", 1)])
    for name, wait_s in (("a", 30.0), ("b", 50.0)):
        archive.crawl.postpone(entries(name, 1)[0].url, wait_s, "HTTP 500")

    def waits(later: tuple[str, ...]) -> tuple[int, float | None]:
        count, wait_s = FeedsSpider(sources, archive, Settings(), later=later)._waiting()
        return count, wait_s and round(wait_s, -1)

    assert (waits(()), waits(("a",)), waits(("a", "b"))) == ((2, 30.0), (1, 50.0), (0, None))
    archive.crawl.add_urls([FrontierEntry(url="http://a.example/feed", source="a", kind="feed")])
    archive.crawl.postpone("http://a.example/feed", 10.0, "HTTP 503")
    assert waits(("a", "b")) == (1, 10.0)
    archive.close()
