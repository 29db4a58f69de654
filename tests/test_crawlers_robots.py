"""Hard case 17: whatever robots.txt is, it is read as far as it must be, obeyed, and never holds the crawl up. One crawl over loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from crawl_stage import Answer, Script, Stage, hurried, page, rss, source

from core.archive import Archive
from crawlers.run import crawl

RULES = b"User-agent: *\nDisallow: /no\n"
ROBOTS: dict[str, dict[str, Script]] = {
    "huge": {"/robots.txt": Answer(body=RULES + b"# filling the file up\n" * 2_400_000)},  # 50 MB, its length said
    "late": {"/robots.txt": Answer(body=b"# filling the file up\n" * 40_000 + RULES)},  # rules behind the first 500 KiB
    "page": {"/robots.txt": Answer(body=b"<!doctype html><html><body>Disallow: /</body></html>", headers={"Content-Type": "text/html"})},
    "none": {"/robots.txt": Answer(status=404)},
    "closed": {"/robots.txt": Answer(status=403)},
    "down": {"/robots.txt": Answer(status=500)},
    "busy": {"/robots.txt": Answer(status=429)},
    "loop": {"/robots.txt": Answer(status=302, headers={"Location": "/robots.txt"})},
    "inside": {"/robots.txt": Answer(status=302, headers={"Location": "http://127.0.0.1/robots.txt"})},
    "moved": {"/robots.txt": Answer(status=301, headers={"Location": "/r"}), "/r": Answer(body=RULES)},
    "slow": {"/robots.txt": Answer(body=RULES * 100, drip_s=0.05)},
    "odd": {"/robots.txt": Answer(body=b"\xef\xbb\xbfUSER-AGENT : fauxlex\r\nDisallow:/no\r\n\r\nUser-agent: *\r\nDisallow: /yes\r\n")},
    "binary": {"/robots.txt": Answer(body=bytes(range(256)) * 2000)},
    "stars": {"/robots.txt": Answer(body=b"User-agent: *\nDisallow: /" + b"*a" * 40 + b"b$\nDisallow: /no\n")},
}

READS_YES = {"huge", "late", "page", "none", "closed", "moved", "odd", "binary", "stars"}
READS_NO = {"late", "page", "none", "closed", "binary"}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stage, Archive]]:
    """One crawl over every robots.txt."""
    home = tmp_path_factory.mktemp("robots")
    scripts: dict[str, Script] = {}
    for name, files in ROBOTS.items():
        scripts |= {f"{name}.example{path}": answer for path, answer in files.items()}
        scripts[f"{name}.example/feed"] = rss([f"http://{name}.example/yes", f"http://{name}.example/no"])
        scripts |= {f"{name}.example/yes": page("Yes"), f"{name}.example/no": page("No")}
    with Stage(scripts) as stage:
        settings = hurried(home, stage.port, crawl_timeout_s=3, crawl_max_attempts=1)
        crawl(settings, [source(name, feeds=[f"http://{name}.example/feed"]) for name in ROBOTS])
        archive = Archive(home)
        yield stage, archive
        archive.close()


@pytest.mark.parametrize("name", ROBOTS)
def test_case_17_robots_txt_is_obeyed_whatever_it_is(asked: tuple[Stage, Archive], name: str) -> None:
    """5xx, 429, a loop, a way inside or no end: nothing is fetched. 4xx, a page, nothing in it: everything. Else what it says."""
    stage, _ = asked
    paths = set(stage.paths(f"{name}.example")) & {"/yes", "/no"}
    assert paths == {path for path, reads in (("/yes", READS_YES), ("/no", READS_NO)) if name in reads}


@pytest.mark.parametrize("name", sorted(set(ROBOTS) - READS_YES))
def test_case_17_what_cannot_be_read_stops_the_visit_and_is_said(asked: tuple[Stage, Archive], name: str) -> None:
    """Not even the feed is asked for, and its health says why."""
    stage, archive = asked
    assert "/feed" not in stage.paths(f"{name}.example")
    health = next(item for item in archive.sources() if item.id == name)
    assert (health.status, "robots.txt" in (health.last_error or "")) == ("failing", True)


def test_case_17_a_refusal_is_kept_with_its_reason(asked: tuple[Stage, Archive]) -> None:
    """In the frontier and in the counts."""
    _, archive = asked
    with archive.log.read() as tx:
        rows = tx.execute(sa.text("SELECT source, reason FROM frontier WHERE state = 'refused'")).all()
    assert {(row.source, row.reason) for row in rows} == {(name, "forbidden by robots.txt") for name in READS_YES - READS_NO}


def test_every_count_sums(asked: tuple[Stage, Archive]) -> None:
    """Of each stage of each outlet: what came in is kept or left out under a name, and every new page came to an end."""
    _, archive = asked
    sums: dict[tuple[str, str], dict[str, int]] = {}
    for name, stage, kind, _, count in archive.health.tallies():
        of = sums.setdefault((name, stage), {"in": 0, "kept": 0, "left_out": 0})
        of[kind] += count
    assert sums
    assert all(of["in"] == of["kept"] + of["left_out"] for of in sums.values()), sums
    with archive.log.read() as tx:
        pages = dict(tx.execute(sa.text("SELECT source, count(*) FROM frontier WHERE kind = 'page' GROUP BY 1")).all())
    assert {name: of["in"] for (name, stage), of in sums.items() if stage == "page"} == pages


def test_the_stage_played_a_robots_txt_of_fifty_megabytes(tmp_path: Path) -> None:
    """So that the case above is the one that it says."""
    answer = ROBOTS["huge"]["/robots.txt"]
    assert isinstance(answer, Answer)
    assert len(answer.body) > 50_000_000


def test_all_that_wait_for_one_robots_txt_obey_it(tmp_path: Path) -> None:
    """Many addresses of one host asked for before its rules are there: none slips through, not the second, not the fifth."""
    feeds = [*(f"http://many.example/no/{n}" for n in range(6)), "http://many.example/feed"]
    scripts: dict[str, Script] = {"many.example/robots.txt": Answer(body=RULES), "many.example/feed": rss([])}
    scripts |= {f"many.example/no/{n}": rss([]) for n in range(6)}
    with Stage(scripts) as stage:
        crawl(hurried(tmp_path, stage.port), [source("many", feeds=feeds)])
        assert [path for path in stage.paths("many.example") if path.startswith(("/no", "/feed"))] == ["/feed"]
