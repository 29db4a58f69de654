"""`sources`: what is asked of an outlet is asked politely, and what it answers is told in one word and a reason."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from crawl_stage import Answer, Stage, page, rss, source, toml, urlset
from fauxlex_calls import Caller

from core.archive import Archive, FrontierEntry

FRONT = """<html lang="en-GB"><head><meta property="og:site_name" content="Tarn Post"><title>x</title>
<link rel="alternate" type="application/rss+xml" href="/rss"><link rel="alternate" type="application/rss+xml" href="/comments/feed">
<link rel="alternate" type="application/atom+xml" href="http://elsewhere.example/atom"><link rel="alternate" hreflang="fr" href="/fr">
<link rel="alternate" type="application/rss+xml" href="/broken"></head><body><p>News</p></body></html>"""
ROBOTS = (
    b"User-agent: *\nDisallow: /private\n\nSitemap: http://www.tarn.example/all.xml\nSitemap: http://www.tarn.example/news-sitemap.xml\n"
)


def html(text: str) -> Answer:
    """A page."""
    return Answer(body=text.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """Outlets in every state."""
    with Stage(
        {
            "www.tarn.example/robots.txt": Answer(body=ROBOTS),
            "www.tarn.example/": html(FRONT),
            "www.tarn.example/rss": rss(["http://www.tarn.example/1", "http://www.tarn.example/2"]),
            "www.tarn.example/broken": page("Not a feed"),
            "elsewhere.example/atom": rss(["http://elsewhere.example/1"]),
            "www.tarn.example/news-sitemap.xml": urlset(["http://www.tarn.example/1"]),
            "www.tarn.example/private/rss": rss(["http://www.tarn.example/1"]),
            "www.tarn.example/moved": Answer(status=301, headers={"Location": "/rss"}),
            "www.tarn.example/403": Answer(status=403),
            "www.tarn.example/others": rss(["http://elsewhere.example/1"]),
            "www.tarn.example/.well-known/tdmrep.json": Answer(body=b'[{"location": "/", "tdm-reservation": 1}]'),
            "shut.example/robots.txt": Answer(status=503),
            "shut.example/rss": rss(["http://shut.example/1"]),
            "no.example/robots.txt": Answer(body=b"User-agent: *\nDisallow: /\n"),
            "bare.example/": html("<p>Nothing here</p>"),
        }
    ) as playing:
        yield playing


def flags(stage: Stage, listed: Path) -> list[str | Path]:
    """For commands that ask somebody."""
    mapped = f"*.example=127.0.0.1:{stage.port}"
    return ["--home", listed.parent, "--sources", listed, "--contact", "desk@press.example", "--resolve", mapped, "--crawl-delay-s", "0"]


PROBED = {
    "/rss": ("ok", ""),
    "/moved": ("moved", "now at http://www.tarn.example/rss"),
    "/missing": ("dead", "HTTP 404"),
    "/403": ("blocked", "HTTP 403"),
    "/private/rss": ("refused", "forbidden by robots.txt"),
    "/others": ("empty", "lists only elsewhere.example; add aliases"),
    "/": ("unreadable", "not a feed"),
}


def test_probe_asks_each_address_once_and_names_its_state(fauxlex: Caller, stage: Stage, tmp_path: Path) -> None:
    """robots.txt first and once; what it forbids is not asked for."""
    listed = tmp_path / "sources.toml"
    one = source("tarn", feeds=[f"http://www.tarn.example{path}" for path in PROBED], domain="tarn.example")
    two = source("shut", feeds=["http://shut.example/rss"])
    listed.write_text(toml([one, two]), "utf8")
    before = len(stage.seen)
    done = fauxlex("sources", "probe", "--json", *flags(stage, listed))
    rows = {row["address"].partition("tarn.example")[2] or row["source"]: row for row in map(json.loads, done.lines)}
    for path, (state, says) in PROBED.items():
        assert (rows[path]["state"], says in rows[path]["says"]) == (state, True), rows[path]
    assert (rows["shut"]["state"], rows["/rss"]["entries"], done.code) == ("refused", 2, 1)
    paths = [item.path for item in stage.seen[before:] if item.host == "www.tarn.example"]
    assert paths[0] == "/robots.txt"
    assert sorted(paths) == sorted(["/robots.txt", *(path for path in PROBED if path != "/private/rss"), "/rss"])
    assert all("desk@press.example" in item.headers["user-agent"] for item in stage.seen)


def test_add_finds_feeds_sitemaps_language_and_rights(fauxlex: Caller, stage: Stage, tmp_path: Path) -> None:
    """The entry is written with its evidence; the list can be read with it, and a second time the id is taken."""
    listed = tmp_path / "sources.toml"
    listed.write_text(toml([source("other", feeds=["http://other.example/rss"])]), "utf8")
    done = fauxlex("sources", "add", "http://www.tarn.example/", "--country", "GB", *flags(stage, listed))
    assert done.code == 0, done.err
    _, row = tomllib.loads(listed.read_text("utf8"))["source"]
    assert {name: row[name] for name in ("id", "name", "language", "country", "feeds", "sitemaps")} == {
        "id": "tarn", "name": "Tarn Post", "language": "en-GB", "country": "GB", "feeds": ["http://www.tarn.example/rss"],
        "sitemaps": ["http://www.tarn.example/news-sitemap.xml"],
    }  # fmt: skip
    assert row["rights"] == {"robots": "allowed", "tdm": "refused", "terms": "unknown"}
    assert set(row["evidence"]) == {*row["feeds"], *row["sitemaps"]}
    again = fauxlex("sources", "add", "http://www.tarn.example/", *flags(stage, listed))
    assert (again.code, "is there already; name another with --id" in again.err) == (2, True)
    assert "www.tarn.example" in fauxlex("sources", "add", "http://www.tarn.example/rss", "--dry-run", *flags(stage, listed)).out


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://no.example/", "forbidden by robots.txt; this outlet is left out"),
        ("http://shut.example/", "robots.txt answers 503"),
        ("http://bare.example/", "no feed and no sitemap that can be read"),
        ("http://www.tarn.example/missing", "answers 404; give the outlet's front page or a feed"),
        ("http://127.0.0.1/", "is not a public address"),
        ("ftp://tarn.example/", "only http and https are read"),
    ],
)
def test_add_says_why_it_cannot(fauxlex: Caller, stage: Stage, tmp_path: Path, url: str, says: str) -> None:
    """And leaves the list as it was."""
    listed = tmp_path / "sources.toml"
    listed.write_text(toml([source("other", feeds=["http://other.example/rss"])]), "utf8")
    before = listed.read_text("utf8")
    done = fauxlex("sources", "add", url, *flags(stage, listed))
    assert done.code == 2
    assert says in done.err
    assert listed.read_text("utf8") == before


def test_check_says_what_is_doubtful_and_asks_nobody(fauxlex: Caller, tmp_path: Path) -> None:
    """Exit 0 unless it is asked to be strict; a list that cannot be read is exit 2."""
    listed = tmp_path / "sources.toml"
    listed.write_text(toml([source("tarn", feeds=["http://tarn.example/rss"])]), "utf8")
    done = fauxlex("sources", "check", "--sources", listed)
    assert (done.code, "tarn: http://tarn.example/rss has no evidence" in done.out) == (0, True)
    assert fauxlex("sources", "check", "--strict", "--sources", listed).code == 1
    assert json.loads(fauxlex("sources", "check", "--json", "--sources", listed).out)["sources"] == 1
    listed.write_text("[[source]]\n", "utf8")
    assert fauxlex("sources", "check", "--sources", listed).code == 2


def known(home: Path) -> Path:
    """A home with two outlets, one of which has a feed that fails."""
    listed = home / "sources.toml"
    both = [source("well", feeds=["http://well.example/a", "http://well.example/b"]), source("new", feeds=["http://new.example/a"])]
    listed.write_text(toml(both), "utf8")
    archive = Archive(home)
    archive.health.declare_sources([one.to_row() for one in both])
    archive.health.listing_read(FrontierEntry(url="http://well.example/a", source="well", kind="feed"), entries=7, new=2)
    archive.health.listing_failed(FrontierEntry(url="http://well.example/b", source="well", kind="feed"), "HTTP 410")
    archive.close()
    return listed


def test_health_shows_every_feed_the_failing_ones_first(fauxlex: Caller, tmp_path: Path) -> None:
    """With what it listed, and why it fails."""
    listed = known(tmp_path)
    rows = json.loads(fauxlex("sources", "health", "--json", "--home", tmp_path, "--sources", listed).out)
    assert [(row["url"], row["failures"], row["entries"]) for row in rows] == [
        ("http://well.example/b", 1, 0),
        ("http://well.example/a", 0, 7),
    ]
    assert "HTTP 410" in fauxlex("sources", "health", "--home", tmp_path, "--sources", listed).out


def test_show_tells_all_of_one_outlet(fauxlex: Caller, tmp_path: Path) -> None:
    """As JSON and in words; an unknown id is told with those that there are."""
    listed = known(tmp_path)
    row: dict[str, Any] = json.loads(fauxlex("sources", "show", "well", "--json", "--home", tmp_path, "--sources", listed).out)
    assert (row["status"], row["wishes"]["terms"], len(row["listings"])) == ("failing", "unknown", 2)
    assert "http://well.example/a" in fauxlex("sources", "show", "well", "--home", tmp_path, "--sources", listed).out
    done = fauxlex("sources", "show", "ill", "--home", tmp_path, "--sources", listed)
    assert (done.code, "no source 'ill' in the list; it has new, well" in done.err) == (2, True)


def test_sources_alone_and_list_are_the_same(fauxlex: Caller, tmp_path: Path) -> None:
    """The short form stays as it was."""
    listed = known(tmp_path)
    plain = fauxlex("sources", "--json", "--home", tmp_path, "--sources", listed)
    assert plain.out == fauxlex("sources", "list", "--json", "--home", tmp_path, "--sources", listed).out
    assert [row["id"] for row in json.loads(plain.out)] == ["well", "new"]
