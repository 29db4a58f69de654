"""Manners and limits on a web that has none: what an outlet forbids, reserves, delays or breaks, all seen in one real crawl over loopback."""

import gzip
import random
import resource
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from crawl_stage import Answer, Script, Seen, Stage, hurried, page, rss, sitemap_index, source, toml, urlset

from core.archive import Archive, SourceHealth
from core.errors import FauxlexError
from crawlers.failures import describe, is_final
from crawlers.rights import matches, read_rules
from crawlers.run import CrawlReport, crawl
from crawlers.sources import Source, load_sources
from crawlers.spiders.queue import AT_ONCE, PATIENCE
from crawlers.wishes import refusal, usage_of, usage_rules

LIMIT = 40_000
HTML = {"Content-Type": "text/html; charset=utf-8"}


def once(*answers: Answer) -> Script:
    """These answers one after the other, the last one for ever."""
    left = list(answers)
    return lambda _seen: left.pop(0) if len(left) > 1 else left[0]


def scripts() -> dict[str, Script]:
    """Every host with its difficulty."""
    now = datetime.now(UTC).isoformat()
    tdm = b'[{"location": "/paid/*.html$", "tdm-reservation": 1}, {"location": 5}, 7, {"location": "/open*", "tdm-reservation": 0}]'
    return {
        "size.example/feed": rss(f"http://size.example/{name}" for name in ("said", "endless", "bomb", "small")),
        "size.example/said": Answer(body=b"<p>word</p>" * LIMIT, headers=HTML),
        "size.example/endless": Answer(body=b"<p>word</p>" * 500, headers=HTML, endless=True),
        "size.example/bomb": Answer(body=gzip.compress(b"<p>word</p>" * 1_000_000), headers={**HTML, "Content-Encoding": "gzip"}),
        "size.example/small": page("Small"),
        "slow.example/feed": rss(["http://slow.example/drip", "http://slow.example/quick"]),
        "slow.example/drip": Answer(body=b"x" * 3000, headers=HTML, drip_s=0.05),
        "slow.example/quick": page("Quick"),
        "turns.example/feed": rss(f"http://turns.example/{name}" for name in ("loop", "inside", "file", "away", "moved", "reload")),
        "turns.example/loop": Answer(status=302, headers={"Location": "/loop"}),
        "turns.example/inside": Answer(status=302, headers={"Location": "http://127.0.0.1/secret"}),
        "turns.example/file": Answer(status=302, headers={"Location": "file:///etc/passwd"}),
        "turns.example/away": Answer(status=301, headers={"Location": "http://elsewhere.example/story"}),
        "turns.example/moved": Answer(status=301, headers={"Location": "/new"}),
        "turns.example/new": page("Moved"),
        "turns.example/reload": Answer(body=b'<meta http-equiv="refresh" content="60">' + page("Reload").body, headers=HTML),
        "elsewhere.example/story": page("Elsewhere"),
        "shut.example/robots.txt": Answer(status=503),
        "shut.example/feed": rss(["http://shut.example/1"]),
        "long.example/robots.txt": Answer(body=b"User-agent: *\nDisallow: /secret\n" + b"# filling\n" * 300_000),
        "long.example/feed": rss(["http://long.example/secret/1", "http://long.example/free"]),
        "long.example/free": page("Free"),
        "long.example/secret/1": page("Secret"),
        "named.example/robots.txt": Answer(body=b"User-agent: Fauxlex\nDisallow: /no\nCrawl-delay: 0.8\n\nUser-agent: *\nDisallow: /\n"),
        "named.example/feed": rss(f"http://named.example/{name}" for name in ("no/1", "yes/1", "yes/2", "yes/3")),
        **{f"named.example/yes/{n}": page(f"Yes {n}") for n in (1, 2, 3)},
        "www.tdm.example/.well-known/tdmrep.json": Answer(body=tdm),
        "www.tdm.example/feed": rss(f"http://www.tdm.example/{name}" for name in ("paid/1.html", "paid/1.htm", "open/1", "header", "meta", "noai", "zero/paid")),
        "www.tdm.example/paid/1.html": page("Paid"),
        "www.tdm.example/paid/1.htm": page("Not the pattern"),
        "www.tdm.example/open/1": page("Open"),
        "www.tdm.example/header": page("Header", **{"tdm-reservation": "1"}),
        "www.tdm.example/meta": Answer(body=b'<meta content="1" name="tdm-reservation">' + page("Meta").body, headers=HTML),
        "www.tdm.example/noai": page("No AI", **{"X-Robots-Tag": "noai, noimageai"}),
        "www.tdm.example/zero/paid": page("Zero", **{"tdm-reservation": "0"}),
        "later.example/feed": rss(f"http://later.example/{name}" for name in ("soon", "date", "century", "flaky", "never", "gone")),
        "later.example/soon": once(Answer(status=429, headers={"Retry-After": "1"}), page("Soon")),
        "later.example/date": once(
            Answer(status=503, headers={"Retry-After": format_datetime(datetime.now(UTC) + timedelta(hours=3))}), page("Date")
        ),
        "later.example/century": Answer(status=429, headers={"Retry-After": "9" * 30}),
        "later.example/flaky": once(Answer(status=500), page("Flaky")),
        "later.example/never": Answer(status=500),
        "later.example/gone": Answer(status=404),
        "maze.example/index": sitemap_index([f"http://maze.example/{name}" for name in ("index", "a", "deep1")], now),
        "maze.example/a": sitemap_index(["http://maze.example/b", "http://maze.example/index"], now),
        "maze.example/b": sitemap_index(["http://maze.example/a"], now),
        "maze.example/deep1": sitemap_index(["http://maze.example/deep2"]),
        "maze.example/deep2": sitemap_index(["http://maze.example/deep3"]),
        "maze.example/deep3": urlset(["http://maze.example/too-deep"]),
        "mixed.example/feed": rss(
            ["http://other.example/1", "http://mixed.example.evil.example/1", "http://127.0.0.1/1", "http://localhost/1", "http://mixed.example/1"]
        ),
        "mixed.example/1": page("Mixed"),
        "odd.example/feed": Answer(
            body=b'{"items": [{"url": "http://odd.example/1", "title": "\\ud800", "date_published": "0001-01-01T00:00:00+14:00"}]}'
        ),
        "odd.example/1": page("Odd"),
        "terms.example/feed": rss(["http://terms.example/1", "http://terms.example/2"]),
        "mum.example/robots.txt": Answer(body=b"User-agent: *\nDisallow: /no\n"),
        "mum.example/feed": Answer(body=rss(["http://mum.example/1", "http://mum.example/no"]).body, headers={"X-Robots-Tag": "noai"}),
        "mum.example/1": page("Mum"),
        "away.example/feed": rss(f"http://away.example/{n}" for n in range(30)),
        **{f"away.example/{n}": Answer(status=403) for n in range(30)},
        "nofeed.example/feed": Answer(body=b"<html>A page, not a feed</html>"),
        "feed404.example/other": Answer(),
    }  # fmt: skip


NAMES = ("size", "slow", "turns", "shut", "long", "named", "later", "mixed", "odd", "nofeed", "feed404", "mum", "away")


def sources(port: int) -> list[Source]:
    """The outlets of the stage; two of them at addresses that must not be visited."""
    return [
        *(source(name, feeds=[f"http://{name}.example/feed"]) for name in NAMES),
        source("terms", feeds=["http://terms.example/feed"], rights="reserved"),
        source("tdm", feeds=["http://www.tdm.example/feed"]),
        source("maze", sitemaps=["http://maze.example/index"]),
        source("loopback", feeds=[f"http://127.0.0.1:{port}/feed"], domain="127.0.0.1"),
        source("private", feeds=["http://10.0.0.1/feed"], domain="10.0.0.1"),
    ]


@dataclass
class Crawled:
    """What a crawl over the stage left behind."""

    stage: Stage
    archive: Archive
    report: CrawlReport

    def kept(self, host: str) -> dict[str, Mapping[str, Any]]:
        """The fetches of a host, by path."""
        query = sa.text("SELECT * FROM fetches WHERE url LIKE :start")
        with self.archive.log.read() as tx:
            rows = tx.execute(query, {"start": f"http://{host}/%"}).mappings().all()
        return {str(row["url"]).partition(host)[2]: row for row in rows}

    def state(self, url: str) -> tuple[str, str]:
        """How an address stands on the frontier, and why."""
        with self.archive.log.read() as tx:
            row = tx.execute(sa.text("SELECT state, reason FROM frontier WHERE url = :url"), {"url": url}).one()
        return str(row.state), str(row.reason or "")

    def drops(self, name: str) -> dict[str, int]:
        """What was left out of a source."""
        return {reason: count for who, reason, count in self.archive.health.drops() if who == name}

    def health(self, name: str) -> SourceHealth:
        """How a source fares."""
        return next(item for item in self.archive.sources() if item.id == name)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """One crawl over everything."""
    home = tmp_path_factory.mktemp("stage")
    with Stage(scripts()) as stage:
        settings = hurried(home, stage.port, crawl_max_bytes=LIMIT, crawl_timeout_s=1.5, crawl_max_attempts=2)
        (home / "sources.toml").write_text(toml(sources(stage.port)), "utf8")
        report = crawl(settings, load_sources(home / "sources.toml"))
        archive = Archive(home)
        yield Crawled(stage, archive, report)
        archive.close()


def test_a_body_over_the_limit_is_dropped_with_the_reason_and_not_asked_for_again(crawled: Crawled) -> None:
    """Whether its length is said, endless, or hidden in a packing."""
    assert set(crawled.kept("size.example")) == {"/small"}
    for name in ("said", "endless", "bomb"):
        assert crawled.state(f"http://size.example/{name}") == ("failed", f"larger than {LIMIT} bytes (crawl_max_bytes)")
        assert crawled.stage.paths("size.example").count(f"/{name}") == 1


def test_a_body_that_drips_is_dropped_when_the_time_is_up(crawled: Crawled) -> None:
    """The limit is on the whole request, and the outlet's other pages are read."""
    assert set(crawled.kept("slow.example")) == {"/quick"}
    assert crawled.state("http://slow.example/drip") == ("failed", "no whole answer in time (after 2 attempts)")


def test_redirects_are_followed_to_the_outlets_own_pages_only(crawled: Crawled) -> None:
    """Not round and round, not inside, not to files, not to other sites; a page that reloads itself is no redirect."""
    assert set(crawled.kept("turns.example")) == {"/moved", "/reload"}
    assert crawled.kept("turns.example")["/moved"]["final_url"] == "http://turns.example/new"
    assert crawled.state("http://turns.example/loop") == ("failed", "IgnoreRequest: max redirections reached")
    assert crawled.stage.paths("turns.example").count("/loop") == 6
    assert crawled.state("http://turns.example/away") == ("refused", "leads to http://elsewhere.example/story")
    assert crawled.drops("turns")["a page that leads to another site"] == 1
    for name in ("inside", "file"):
        assert crawled.state(f"http://turns.example/{name}")[0] == "failed"


def test_no_private_address_is_ever_asked(crawled: Crawled) -> None:
    """Neither as a source nor by a redirect nor by a link: the server sees requests under the mapped names alone."""
    assert {one.host for one in crawled.stage.seen if not one.host.endswith(".example")} == set()
    for name in ("loopback", "private"):
        assert crawled.health(name).status == "failing"
        assert "robots.txt cannot be read" in (crawled.health(name).last_error or "")


def test_an_unreadable_robots_txt_stops_the_visit_for_now(crawled: Crawled) -> None:
    """Nothing is fetched, and nothing is refused for good: the address is tried again, and the source told to fail."""
    assert crawled.stage.paths("shut.example") == []
    assert crawled.state("http://shut.example/feed") == ("failed", "robots.txt answers 503 (after 2 attempts)")
    assert crawled.health("shut").last_error == "http://shut.example/feed: robots.txt answers 503"


def test_the_beginning_of_an_endless_robots_txt_counts(crawled: Crawled) -> None:
    """Half a megabyte of it is read, as RFC 9309 asks, and its rules are kept."""
    assert crawled.stage.paths("long.example") == ["/feed", "/free"]
    assert crawled.drops("long") == {"forbidden by robots.txt": 1}
    assert crawled.state("http://long.example/secret/1") == ("refused", "forbidden by robots.txt")


def test_rules_for_our_name_beat_those_for_all(crawled: Crawled) -> None:
    """And what the rules said stands with each fetch."""
    kept = crawled.kept("named.example")
    assert set(kept) == {"/yes/1", "/yes/2", "/yes/3"}
    assert {row["robots"] for row in kept.values()} == {"allowed"}
    assert {row["robots"] for row in crawled.kept("mixed.example").values()} == {"allowed"}


def test_a_crawl_delay_is_kept(crawled: Crawled) -> None:
    """The server's own clock between two requests, once its robots.txt has been read."""
    times = [one.at for one in crawled.stage.seen if one.host == "named.example"][1:]
    assert len(times) == 5
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.6


def test_a_reserved_page_leaves_its_body_behind(crawled: Crawled) -> None:
    """By header, by meta element, by X-Robots-Tag; a header of 0 opens. Why stands with the fetch."""
    kept = crawled.kept("www.tdm.example")
    assert {path for path, row in kept.items() if row["rights"] == "reserved"} == {"/header", "/meta", "/noai"}
    for row in kept.values():
        body = crawled.archive.warc.read(str(row["warc_file"]), int(row["warc_offset"])).body
        assert bool(body) == (row["rights"] == "open")
        assert ("refusal" in str(row["hints"])) == (row["rights"] == "reserved")


def test_a_page_that_the_hosts_rules_reserve_is_never_asked_for(crawled: Crawled) -> None:
    """The rules are read before the first page; title and link stay, with the reason."""
    url = "http://www.tdm.example/paid/1.html"
    assert "/paid/1.html" not in crawled.stage.paths("www.tdm.example")
    assert crawled.state(url) == ("refused", f"{RESERVED} (tdmrep.json)")
    found = crawled.archive.crawl.refusal(url)
    assert found is not None
    assert (found.source, found.hints["title"]) == ("tdm", f"Title of {url}")
    paths = [one.path for one in crawled.stage.seen if one.host == "www.tdm.example"]
    assert paths.index("/.well-known/tdmrep.json") < min(paths.index(path) for path in crawled.kept("www.tdm.example"))


def test_an_outlet_that_the_list_says_refuses_is_read_by_title_and_link(crawled: Crawled) -> None:
    """Its feed is read, its pages never are."""
    assert crawled.stage.paths("terms.example") == ["/feed"]
    assert crawled.drops("terms") == {"the terms refuse robots, says the list of sources": 2}


def test_titles_of_a_feed_that_refuses_its_use_are_not_kept(crawled: Crawled) -> None:
    """Its links are visited and say for themselves what they allow; what may not be visited leaves nothing."""
    assert set(crawled.kept("mum.example")) == {"/1"}
    assert "title" not in str(crawled.kept("mum.example")["/1"]["hints"])
    assert crawled.archive.crawl.refusal("http://mum.example/no") is None
    assert crawled.state("http://mum.example/no") == ("refused", "forbidden by robots.txt")


def test_an_outlet_that_turns_us_away_again_and_again_is_left_alone(crawled: Crawled) -> None:
    """After five refusals in a row; what was not asked for waits for the next crawl."""
    asked = len(crawled.stage.paths("away.example")) - 1
    assert PATIENCE <= asked <= PATIENCE + AT_ONCE
    assert crawled.archive.crawl.waiting(["away"])[0] == 30 - asked


def test_what_hosts_want_is_kept_so_that_a_change_is_seen(crawled: Crawled) -> None:
    """Their robots.txt and tdmrep.json in a few words; once as long as they stay the same."""
    with crawled.archive.log.read() as tx:
        rows = {(row.host, row.kind): row.says for row in tx.execute(sa.text("SELECT * FROM host_rights"))}
    assert rows["named.example", "robots"] == "lets us in, crawl delay 0.8 s"
    assert rows["www.tdm.example", "tdmrep"] == "reserves /paid/*.html$"
    crawled.archive.health.note_rights("named.example", "robots", "other", "refuses us at its front page")
    crawled.archive.health.note_rights("named.example", "robots", "other", "refuses us at its front page")
    (change,) = crawled.archive.health.rights_changes(datetime.now(UTC) - timedelta(days=1))
    assert (change[0], change[3], change[4]) == ("named.example", "lets us in, crawl delay 0.8 s", "refuses us at its front page")


def test_retry_after_is_kept_and_then_the_page_is_fetched(crawled: Crawled) -> None:
    """In seconds; as a date or for centuries the page stays for a later crawl."""
    assert set(crawled.kept("later.example")) == {"/soon", "/flaky"}
    first, second = [one.at for one in crawled.stage.seen if one.path == "/soon"]
    assert second - first >= 1
    for name in ("date", "century"):
        assert crawled.state(f"http://later.example/{name}")[0] == "pending"
        assert crawled.stage.paths("later.example").count(f"/{name}") == 1
    assert crawled.archive.crawl.waiting(["later"])[0] == 2


def test_a_page_that_goes_on_failing_is_given_up_with_the_reason(crawled: Crawled) -> None:
    """After as many attempts as are set; a missing page at once."""
    assert crawled.state("http://later.example/never") == ("failed", "HTTP 500 (after 2 attempts)")
    assert crawled.stage.paths("later.example").count("/never") == 2
    assert crawled.state("http://later.example/gone") == ("failed", "HTTP 404")
    assert crawled.drops("later") == {"HTTP 500": 1, "HTTP 404": 1}


def test_sitemaps_that_list_themselves_or_each_other_come_to_an_end(crawled: Crawled) -> None:
    """Each is read once a crawl, even if it always says that it has just changed, and no deeper than three."""
    paths = crawled.stage.paths("maze.example")
    assert sorted(paths) == ["/a", "/b", "/deep1", "/deep2", "/index"]
    assert crawled.drops("maze") == {"a sitemap too deep in others": 2, "a sitemap that was read in this crawl already": 2}


def test_links_to_other_sites_are_left_out_and_counted(crawled: Crawled) -> None:
    """A name that only begins or ends alike is another site."""
    assert set(crawled.kept("mixed.example")) == {"/1"}
    assert crawled.drops("mixed") == {"a link to another site": 4}
    assert crawled.stage.paths("other.example") == []


def test_a_feed_with_impossible_characters_and_dates_stops_nothing(crawled: Crawled) -> None:
    """Its page is fetched like any other."""
    assert set(crawled.kept("odd.example")) == {"/1"}
    assert crawled.kept("odd.example")["/1"]["hints"] == "{}"


@pytest.mark.parametrize(("name", "says"), [("nofeed", "not a feed"), ("feed404", "HTTP 404")])
def test_a_source_that_fails_is_recorded_with_why(crawled: Crawled, name: str, says: str) -> None:
    """In its health and in the crawl's report."""
    assert crawled.health(name).status == "failing"
    assert says in (crawled.health(name).last_error or "")
    assert says in crawled.report.failing[name]


def test_the_others_are_well(crawled: Crawled) -> None:
    """One outlet's trouble is not another's."""
    assert sorted(crawled.report.failing) == ["feed404", "loopback", "nofeed", "private", "shut"]


def test_every_request_says_who_asks(crawled: Crawled) -> None:
    """Name, version and contact, also for robots.txt; no cookies, no credentials."""
    agents = {one.headers.get("user-agent", "") for one in crawled.stage.seen}
    assert len(agents) == 1
    assert agents.pop().startswith("Fauxlex/")
    assert all("desk@press.example" in one.headers["user-agent"] for one in crawled.stage.seen)
    assert not any({"cookie", "authorization"} & set(one.headers) for one in crawled.stage.seen)


@contextmanager
def files_no_larger_than(limit: int) -> Iterator[None]:
    """The system refuses larger files to this process and its children, as it would on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_ends_the_crawl_and_the_address_stays(tmp_path: Path) -> None:
    """Without asking the outlet for the same page over and over; with room again, the crawl goes on."""
    large = Answer(body=random.Random(1).randbytes(3_000_000), headers=HTML)
    with Stage({"a.example/feed": rss(["http://a.example/1"]), "a.example/1": large}) as stage:
        settings, mine = hurried(tmp_path, stage.port), [source("a", feeds=["http://a.example/feed"])]
        with files_no_larger_than(2_000_000), pytest.raises(FauxlexError, match="nothing acknowledged is lost: start it again"):
            crawl(settings, mine)
        assert stage.paths("a.example").count("/1") == 1
        archive = Archive(tmp_path)
        assert (archive.counts()["fetches"], archive.crawl.waiting(["a"])[0]) == (0, 1)
        assert crawl(settings, mine).fetched == 1
        archive.close()


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("/", "/a", True),
        ("/paid", "/paid/1", True),
        ("/paid", "/Paid/1", False),
        ("/*.html$", "/a/b.html", True),
        ("/*.html$", "/a.html?x", False),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/*a*b*c", "/xxaxxbxxc", True),
        ("/*a*b*c", "/xxcxxbxxa", False),
        ("*", "/anything", True),
        ("/" + "*a" * 5000 + "*b$", "/" + "a" * 5000, False),
    ],
)
def test_patterns_of_paths(pattern: str, path: str, expected: bool) -> None:
    """As robots.txt reads them, and never slowly."""
    assert matches(pattern, path) is expected


@pytest.mark.parametrize("body", [b"", b"{}", b"[", b"[" * 90_000, b"null", b"\xff\xfe"])
def test_rules_that_are_none_are_refused(body: bytes) -> None:
    """With an error that the caller expects."""
    with pytest.raises(ValueError, match=r"."):
        read_rules(body)


def test_a_long_run_of_open_elements_costs_nothing() -> None:
    """The page's head is searched once, without going back."""
    assert refusal([], b"<meta " * 20_000) is None
    assert refusal([], b"<meta name=" + b"'x" * 50_000) is None


RESERVED = "text and data mining is reserved"


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ([], b"<p>no word of it</p>", None),
        ([], b"<META NAME='tdm-reservation' CONTENT='1'/>", f"{RESERVED} (meta element tdm-reservation)"),
        ([("TDM-Reservation", "1")], b"", f"{RESERVED} (header tdm-reservation)"),
        ([("tdm-reservation", "0")], b"<meta name=tdm-reservation content=1>", None),
        ([("X-Robots-Tag", "noai, noimageai")], b"", "noai (X-Robots-Tag)"),
        ([("X-Robots-Tag", "NoArchive")], b"", "noarchive (X-Robots-Tag)"),
        ([("X-Robots-Tag", "max-snippet: 50"), ("X-Robots-Tag", "fauxlex: noindex, nofollow")], b"", "noindex (X-Robots-Tag)"),
        ([("X-Robots-Tag", "googlebot: noindex, noarchive")], b"", None),
        ([("X-Robots-Tag", "googlebot: nofollow, fauxlex: noai")], b"", "noai (X-Robots-Tag)"),
        ([("X-Robots-Tag", "unavailable_after: 25 Jun 2030 15:00:00 PST, noarchive")], b"", "noarchive (X-Robots-Tag)"),
        ([("X-Robots-Tag", "all, index, follow, nosnippet")], b"", None),
        ([], b'<meta name="robots" content="index, follow, max-image-preview:large">', None),
        ([], b'<meta content="index,noarchive" name="ROBOTS">', "noarchive (meta element robots)"),
        ([], b"<meta name=fauxlex content=none>", "none (meta element fauxlex)"),
        ([], b'<meta name="googlebot" content="noindex">', None),
        ([("Content-Usage", "train-ai=n, search=y")], b"", "train-ai=n (Content-Usage)"),
        ([("Content-Usage", "train-ai=y")], b"", None),
        ([("tdm-reservation", "0"), ("X-Robots-Tag", "noai")], b"", "noai (X-Robots-Tag)"),
    ],
)
def test_what_a_page_says_of_its_use(headers: list[tuple[str, str]], body: bytes, expected: str | None) -> None:
    """Header before element before the host's rules; a word for another robot is not for us."""
    assert refusal(headers, body) == expected


def test_the_hosts_rules_count_where_the_page_says_nothing() -> None:
    """Of text and data mining, and of AI preferences in robots.txt: those of our own group, and of the longest path."""
    assert refusal([], b"", by_path=True) == f"{RESERVED} (tdmrep.json)"
    assert refusal([], b"<meta name=tdm-reservation content=0>", by_path=True) is None
    robots = "User-agent: *\nContent-Usage: train-ai=n\nContent-Usage: /open/ train-ai=y\n\nUser-agent: other\nContent-Usage: search=n\n"
    rules = usage_rules(robots)
    assert (usage_of(rules, "/news/1"), usage_of(rules, "/open/1"), usage_of([], "/")) == ("train-ai=n", "train-ai=y", None)
    assert usage_rules(robots + "\nUser-agent: x\nUser-agent: Fauxlex\nContent-Usage: bots=y\n") == [("/", "bots=y")]
    assert refusal([], b"", usage="train-ai=n") == "train-ai=n (Content-Usage in robots.txt)"
    assert refusal([("Content-Usage", "train-ai=y")], b"", usage="train-ai=n") is None


def test_what_would_be_the_same_again_is_not_asked_again() -> None:
    """Too large is final; no answer is not."""
    from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError

    assert is_final(DownloadCancelledError("Received 5 bytes"))
    assert not is_final(DownloadTimeoutError())
    assert describe(DownloadTimeoutError(), 5) == "no whole answer in time"


def test_the_stage_itself_answers(tmp_path: Path) -> None:
    """What is not written is missing, what is a function is called with the request."""
    import http.client

    def echo(seen: Seen) -> Answer:
        return Answer(body=seen.headers["x-word"].encode())

    with Stage({"a.example/echo": echo}) as stage:
        for path, expected in (("/echo", (200, b"hello")), ("/none", (404, b""))):
            connection = http.client.HTTPConnection("127.0.0.1", stage.port, timeout=5)
            connection.request("GET", path, headers={"Host": "a.example", "X-Word": "hello"})
            answer = connection.getresponse()
            assert (answer.status, answer.read()) == expected
            connection.close()
    assert tmp_path.exists()
