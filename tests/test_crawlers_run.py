"""Crawls of the sample press with the real crawler: everything is fetched once, changes are seen, kills change nothing."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa
from crawl_stage import Script, Stage, hurried, page, rss, source, toml, urlset

from core.archive import Archive
from core.errors import ConsumerBusyError, SettingsError
from core.settings import Settings
from core.urls import canonical
from crawlers.run import CrawlReport, crawl, scrapy_settings
from crawlers.sources import Source
from crawlers.spiders.queue import AT_ONCE
from fauxlex.extracting import extract_all
from press import Press, Visit, difficulties, doubles, expected, load_outlets, sources

ROOT = Path(__file__).parent.parent
EDITED = "carnet"


def outlets(*names: str) -> list[Source]:
    """Outlets of the sample press as sources; all where none is named."""
    found = []
    for row in sources():
        domain = row["home"].split("/")[2]
        one = Source(
            id=row["id"], name=row["name"], domain=domain, country=row["country"], language=row["languages"][0],
            feeds=tuple(row["feeds"]), sitemaps=tuple(row["sitemaps"]),
        )  # fmt: skip
        if not names or one.id in names:
            found.append(one)
    return found


@dataclass
class Rounds:
    """Three crawls: of everything, again, and again after an edit. What each asked for, and what the archive then held."""

    home: Path
    reports: list[CrawlReport] = field(default_factory=list)
    visits: list[list[Visit]] = field(default_factory=list)
    edited: str = ""
    articles: dict[str, str] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)

    def statuses(self, number: int, urls: Sequence[str]) -> list[int]:
        """How the press answered the requests for some addresses in one crawl."""
        wanted = {url.removeprefix("http://") for url in urls}
        return [one.status for one in self.visits[number] if one.host + one.path in wanted]


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rounds]:
    """The press crawled three times (the later two without the outlet that asks for a long delay)."""
    out = Rounds(tmp_path_factory.mktemp("press"))
    quick = [one.id for one in outlets() if one.id != "harbour"]
    with Press(slow_s=0.1) as press:
        settings = hurried(out.home, press.port, crawl_delay_s=0.01, extract_workers=1)
        archive = Archive(out.home)

        def once(*names: str) -> None:
            before = len(press.requests)
            out.reports.append(crawl(settings, outlets(*names)))
            out.visits.append(press.requests[before:])
            extract_all(archive, settings)

        once()
        once(*quick)
        article = next(one for one in press.world.articles(press.world.outlets[EDITED]))
        out.edited = press.edit(EDITED, article.slug, "A text that is another one now. " * 30)
        once(*quick)
        with archive.log.read() as tx:
            rows = tx.execute(sa.text("SELECT id, url FROM articles WHERE revision > 0 AND merged_into IS NULL"))
            out.articles = {row.url: row.id for row in rows}
        out.aside = [str(row["reason"]) for row in archive.store.quarantined()]
        archive.close()
    yield out


@pytest.fixture
def archive(rounds: Rounds) -> Iterator[Archive]:
    """The archive of the three crawls."""
    opened = Archive(rounds.home)
    yield opened
    opened.close()


def test_every_open_article_is_fetched_and_becomes_one_article(rounds: Rounds) -> None:
    """The archive holds the press's articles under their canonical addresses, and nothing else: a page of headlines is none."""
    assert set(rounds.articles) == {canonical(url) for url in expected()}
    assert len(rounds.articles) == len(expected())


def test_every_article_is_fetched_once(rounds: Rounds) -> None:
    """Whether feed or sitemap lists it, or both; only the one that was too busy at first is asked twice."""
    busy = set(difficulties()["busy"])
    counted = Counter(f"http://{one.host}{one.path}" for one in rounds.visits[0] if one.status == 200)
    assert {counted[url] for url in expected() if url not in {*busy, *listed_elsewhere(), *difficulties()["reserved"]}} == {1}
    assert rounds.statuses(0, list(busy)) == [429, 200]


def listed_elsewhere() -> set[str]:
    """Articles that a feed lists at another address as well: that double is fetched, and may be all that is."""
    return {url for url, others in doubles().items() if others}


def test_the_forbidden_section_is_refused_and_counted(rounds: Rounds, archive: Archive) -> None:
    """robots.txt is obeyed for addresses that the outlet's own sitemap lists."""
    assert rounds.statuses(0, difficulties()["members"]) == []
    assert ("harbour", "forbidden by robots.txt", 1) in archive.health.drops()


def test_missing_and_broken_pages_are_counted(rounds: Rounds, archive: Archive) -> None:
    """404 once, 500 as often as is set, a broken entry, a consent page, a page of headlines: each has its name in the counts."""
    drops = {(source_id, reason) for source_id, reason, _ in archive.health.drops()}
    assert {("leman", "HTTP 404"), ("fil-seoul", "HTTP 404"), ("deccan", "HTTP 500"), ("meuse", "an entry without a link")} <= drops
    assert rounds.statuses(0, difficulties()["error"]) == [500] * Settings().crawl_max_attempts
    assert sorted(kind for reason in rounds.aside for kind in ("consent", "listing") if f"'{kind}'" in reason) == ["consent", "listing"]
    assert len(rounds.aside) == 2


def test_doubles_are_known_under_every_address_and_are_one_article(rounds: Rounds, archive: Archive) -> None:
    """AMP, mobile and moved addresses that a feed lists lead to the article's one id."""
    fetched = {f"http://{one.host}{one.path}" for one in rounds.visits[0] if one.status in (200, 301, 302)}
    seen = [
        (double, url) for url, others in doubles().items() for double in others if double in fetched and canonical(double) != canonical(url)
    ]
    assert {kind for kind in ("/amp/", "//m.", "story.php") if any(kind in double for double, _ in seen)} == {"/amp/", "//m.", "story.php"}
    for double, url in seen:
        assert archive.store.id_of(canonical(double)) == rounds.articles[canonical(url)]


def test_a_reserved_page_is_kept_by_title_and_link_only(rounds: Rounds, archive: Archive) -> None:
    """The host's rules reserve it, so it is never asked for; what the feed says of it is kept, with the reason."""
    for url in difficulties()["reserved"]:
        article = archive.article(rounds.articles[canonical(url)])
        assert article is not None
        assert (article.rights, article.text, article.title) == ("reserved", "", expected()[url]["title"])
        assert article.rights_reason == "text and data mining is reserved (tdmrep.json)"
        assert archive.fetch_of(article.id) is None
        assert rounds.statuses(0, [url]) == []


def test_nothing_is_fetched_again_that_has_not_changed(rounds: Rounds) -> None:
    """The second crawl asks for listings only, conditionally where there is something to compare, and brings nothing new."""
    assert rounds.reports[1].fetched == 0
    assert rounds.statuses(1, list(expected())) == []
    listings = [
        f"{one.url(path)}"
        for one in load_outlets().values()
        if one.validators and one.id != "harbour"
        for path in (one.feed, one.sitemap)
        if path
    ]
    assert set(rounds.statuses(1, listings)) == {304}


def test_an_edited_article_is_a_second_revision_and_the_first_is_kept(rounds: Rounds, archive: Archive) -> None:
    """Only the edited page is fetched again."""
    assert rounds.reports[2].fetched == 1
    assert rounds.statuses(2, list(expected())) == [200]
    before, after = archive.revisions(rounds.articles[canonical(rounds.edited)])
    assert ("another one now" in (before.text or ""), "another one now" in (after.text or "")) == (False, True)
    assert expected()[rounds.edited]["text"][-60:] in (before.text or "")
    assert (before.revision, after.revision, before.id) == (1, 2, after.id)


def test_no_other_article_has_a_second_text(rounds: Rounds, archive: Archive) -> None:
    """A double may add what the first address did not say, never another title or text."""
    for url, article_id in rounds.articles.items():
        if url != canonical(rounds.edited):
            assert len({(one.title, one.text) for one in archive.revisions(article_id)}) == 1, url


def test_every_outlet_is_well_and_named(rounds: Rounds, archive: Archive) -> None:
    """With the number of its articles and the moment when it was read."""
    health = {one.id: one for one in archive.sources()}
    assert {one.status for one in health.values()} == {"ok"}
    assert sum(one.articles for one in health.values()) == len(rounds.articles)
    assert all(report.failing == {} for report in rounds.reports)


def test_every_fetch_has_its_record(rounds: Rounds, archive: Archive) -> None:
    """The WARC file holds under each fetch's place the response of its address."""
    with archive.log.read() as tx:
        rows = tx.execute(sa.text("SELECT final_url, warc_file, warc_offset, bytes FROM fetches")).all()
    assert len(rows) == sum(report.fetched for report in rounds.reports)
    for row in rows:
        kept = archive.warc.read(row.warc_file, row.warc_offset)
        assert (kept.url, len(kept.body)) == (row.final_url, row.bytes)


def test_the_crawler_says_who_it_is(rounds: Rounds) -> None:
    """One name with a contact, in every request."""
    (agent,) = {one.user_agent for visits in rounds.visits for one in visits}
    assert "desk@press.example" in agent


PAGES = 24


def numbered() -> dict[str, Script]:
    """An outlet with two listings of many pages each."""
    pages = {f"many.example/{kind}/{n}": page(f"{kind} {n}") for kind in ("f", "s") for n in range(PAGES)}
    feed = rss(f"http://many.example/f/{n}" for n in range(PAGES))
    return {"many.example/feed": feed, "many.example/map": urlset(f"http://many.example/s/{n}" for n in range(PAGES)), **pages}


@pytest.mark.parametrize("prefix", ["/f/", "/s/"], ids=["among the feeds", "among the sitemaps"])
@pytest.mark.parametrize("whole", [True, False], ids=["parent and child", "parent alone"])
def test_a_killed_crawl_goes_on_and_ends_with_the_same_set(tmp_path: Path, prefix: str, whole: bool) -> None:
    """What was acknowledged is not fetched again; at most the pages under way are: one that is being written, and the next."""
    with Stage(numbered()) as stage:
        settings = hurried(tmp_path, stage.port, crawl_delay_s=0.02)
        many = source("many", feeds=["http://many.example/feed"], sitemaps=["http://many.example/map"])
        (tmp_path / "sources.toml").write_text(toml([many]), "utf8")
        flags = ["--home", str(tmp_path), "--sources", str(tmp_path / "sources.toml"), "--contact", settings.contact]
        flags += ["--resolve", settings.resolve, "--crawl-delay-s", "0.02"]
        child = subprocess.Popen(
            [sys.executable, "-m", "fauxlex", "crawl", *flags], cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL
        )
        stage.wait_for(lambda seen: sum(one.path.startswith(prefix) for one in seen) >= PAGES // 3)
        (os.killpg if whole else os.kill)(child.pid, signal.SIGKILL)
        child.wait()
        crawl(settings, [many])
        counted = Counter(path for path in stage.paths("many.example") if path[:3] in ("/f/", "/s/"))
        assert len(counted) == 2 * PAGES
        assert counted.total() <= 2 * PAGES + AT_ONCE
        archive = Archive(tmp_path)
        with archive.log.read() as tx:
            urls = tx.execute(sa.text("SELECT url FROM fetches")).scalars().all()
        assert sorted(urls) == sorted(f"http://many.example{path}" for path in counted)
        assert archive.crawl.waiting(["many"]) == (0, None)
        archive.close()


def test_a_second_crawl_is_refused_with_the_holders_name(tmp_path: Path) -> None:
    """The first one goes on undisturbed."""
    archive = Archive(tmp_path)
    with (
        archive.log.consumer("crawl"),
        pytest.raises(ConsumerBusyError, match=rf"'crawl' is already being run by process {os.getpid()} on "),
    ):
        crawl(hurried(tmp_path, 9), [source("a", feeds=["http://a.example/feed"])])
    archive.close()


@pytest.mark.parametrize("contact", ["", "  ", "a\nb"])
def test_without_a_contact_nothing_is_asked(tmp_path: Path, contact: str) -> None:
    """The message names the setting and the flag."""
    with pytest.raises(SettingsError, match="--contact"):
        crawl(hurried(tmp_path, 9, contact=contact), [source("a", feeds=["http://a.example/feed"])])
    assert not (tmp_path / "archive.sqlite").exists()


def test_a_refused_connection_is_told_with_the_source(tmp_path: Path) -> None:
    """Nobody listens there: the source fails with the reason, and its feed waits for the next crawl."""
    with Stage({}) as stage:
        port = stage.port
    report = crawl(hurried(tmp_path, port, crawl_max_attempts=1), [source("a", feeds=["http://a.example/feed"])])
    assert report.fetched == 0
    assert report.failing == {"a": "http://a.example/feed: robots.txt cannot be read: the connection was refused"}


def test_a_feed_that_is_no_longer_listed_is_let_go(tmp_path: Path) -> None:
    """The list of sources is the truth, not what was once on the frontier."""
    with Stage({"a.example/old": rss([]), "a.example/new": rss(["http://a.example/1"]), "a.example/1": page("One")}) as stage:
        settings = hurried(tmp_path, stage.port)
        crawl(settings, [source("a", feeds=["http://a.example/old"])])
        crawl(settings, [source("a", feeds=["http://a.example/new"])])
        assert stage.paths("a.example") == ["/old", "/new", "/1"]


def test_a_failed_page_that_is_still_listed_gets_a_second_chance_the_next_day(tmp_path: Path) -> None:
    """The outage may have been ours; within the day it is left alone."""
    with Stage({"a.example/feed": rss(["http://a.example/1"])}) as stage:
        settings, mine = hurried(tmp_path, stage.port), [source("a", feeds=["http://a.example/feed"])]
        crawl(settings, mine)
        crawl(settings, mine)
        assert stage.paths("a.example") == ["/feed", "/1", "/feed"]
        archive = Archive(tmp_path)
        with archive.log.write() as tx:
            tx.execute(sa.text("UPDATE frontier SET due_at = '2026-01-01T00:00:00.000+00:00' WHERE kind = 'page'"))
        stage.scripts["a.example/1"] = page("One")
        assert crawl(settings, mine).fetched == 1
        archive.close()


def test_scrapys_settings_hold_ours() -> None:
    """Robots obeyed, no proxy that would resolve names unseen, no cookies, one request at a time to a host."""
    made = scrapy_settings(Settings(contact="a@b.example", crawl_delay_s=7, crawl_timeout_s=3, crawl_max_bytes=5000))
    assert (made["ROBOTSTXT_OBEY"], made["HTTPPROXY_ENABLED"], made["COOKIES_ENABLED"]) == (True, False, False)
    assert (made["DOWNLOAD_DELAY"], made["DOWNLOAD_TIMEOUT"], made["DOWNLOAD_MAXSIZE"]) == (7, 3, 5000)
    assert made["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
