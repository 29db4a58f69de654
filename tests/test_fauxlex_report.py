"""`doctor`, `sources`, `settings`: what is there, how it fares, and what is not well."""

import json
from pathlib import Path

import pytest
from crawl_stage import source, toml
from fauxlex_calls import Caller, fill, indexed

from core.archive import Archive, FrontierEntry, tallies
from core.settings import Settings, table


def test_settings_are_shown_with_value_default_and_origin(fauxlex: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a table for a person, as JSON for a program; each setting once."""
    monkeypatch.setenv("FAUXLEX_PORT", "8123")
    rows = {row["name"]: row for row in json.loads(fauxlex("settings", "--json").out)}
    assert list(rows) == [entry.name for entry in table()]
    assert (rows["port"]["value"], rows["port"]["default"], rows["port"]["origin"]) == ("8123", "8000", "environment")
    assert rows["home"]["origin"] == "default"
    shown = fauxlex("settings")
    assert all(name in shown.out for name in rows)


def test_sources_are_shown_with_their_health(fauxlex: Caller, tmp_path: Path) -> None:
    """Declared ones, also those that were never read; what failed is told with the reason."""
    listed = tmp_path / "sources.toml"
    listed.write_text(toml(source(name, feeds=[f"http://{name}.example/feed"]) for name in ("well", "ill", "new")), "utf8")
    archive = Archive(tmp_path)
    archive.health.declare_sources([source(name, feeds=[f"http://{name}.example/feed"]).to_row() for name in ("well", "ill")])
    archive.health.listing_read(FrontierEntry(url="http://well.example/feed", source="well", kind="feed"), entries=3)
    archive.health.listing_failed(FrontierEntry(url="http://ill.example/feed", source="ill", kind="feed"), "HTTP 500")
    archive.close()
    rows = {row["id"]: row for row in json.loads(fauxlex("sources", "--home", tmp_path, "--sources", listed, "--json").out)}
    assert {name: (row["status"], row["last_error"]) for name, row in rows.items()} == {
        "well": ("ok", None), "ill": ("failing", "http://ill.example/feed: HTTP 500"), "new": ("never", None),
    }  # fmt: skip
    assert "failing" in fauxlex("sources", "--home", tmp_path, "--sources", listed).out


def test_the_shipped_sources_can_be_shown(fauxlex: Caller, tmp_path: Path) -> None:
    """From any home."""
    done = fauxlex("sources", "--home", tmp_path, "--json", "--sources", str(Settings().sources))
    assert len(json.loads(done.out)) > 10


def checks(fauxlex: Caller, home: Path, *flags: str) -> tuple[int, dict[str, dict[str, object]]]:
    """What the doctor finds."""
    done = fauxlex("doctor", "--home", home, "--json", *flags)
    return done.code, json.loads(done.out)["checks"]


def test_a_healthy_home_is_told_to_be_so(fauxlex: Caller, tmp_path: Path) -> None:
    """All that the flow needs, each by name; only what the made-up labels leave open is not."""
    indexed(tmp_path, fauxlex)
    _, found = checks(fauxlex, tmp_path)
    assert set(found) >= {"archive", "extract", "tag", "index", "model", "sources", "quarantine", "counts", "lag", "disk"}
    assert [found[name]["ok"] for name in ("archive", "extract", "index", "model", "sources", "counts")] == [True] * 6
    assert "6 articles" in str(found["index"]["says"])


@pytest.mark.parametrize(
    ("trouble", "check", "says"),
    [
        ("no index", "index", "index --rebuild"),
        ("behind", "index", "waiting"),
        ("untagged", "tag", "run `python -m fauxlex tag`"),
        ("source", "sources", "a is dead: http://a.example/: HTTP 500"),
        ("model", "model", "/nowhere"),
        ("server", "index", "http://127.0.0.1:1"),
    ],
)
def test_what_is_not_well_is_named_with_the_way_out(fauxlex: Caller, tmp_path: Path, trouble: str, check: str, says: str) -> None:
    """Exit 1, and the other checks are made all the same."""
    fill(tmp_path) if trouble == "no index" else indexed(tmp_path, fauxlex)
    if trouble == "behind":
        fill(tmp_path, 2)
    if trouble == "source":
        archive = Archive(tmp_path)
        archive.health.declare_sources([source("a", feeds=["http://a.example/"]).to_row()])
        archive.health.listing_failed(FrontierEntry(url="http://a.example/", source="a", kind="feed"), "HTTP 500")
        archive.close()
    flags = {"model": ["--model", "/nowhere"], "server": ["--backend", "elasticsearch", "--elasticsearch-url", "http://127.0.0.1:1"]}
    code, found = checks(fauxlex, tmp_path, *flags.get(trouble, []))
    assert code == 1
    assert not found[check]["ok"]
    assert says in str(found[check]["says"])
    assert found["archive"]["ok"]


def test_quarantine_and_what_was_left_out_are_listed(fauxlex: Caller, tmp_path: Path) -> None:
    """With stage, reason and count."""
    archive = Archive(tmp_path)
    with archive.log.write() as tx:
        archive.store.set_aside(tx, "extract", "f1", 1, "the page is no article")
    with archive.log.write() as tx:
        tallies.add(tx, "a", "listing", "left_out", {"a link to another site": 3})
    archive.close()
    found = json.loads(fauxlex("doctor", "--home", tmp_path, "--json").out)
    assert found["quarantine"][0]["reason"] == "the page is no article"
    assert found["left_out"] == [["a", "a link to another site", 3]]
    shown = fauxlex("doctor", "--home", tmp_path)
    assert "set aside by extract (1×" in shown.out
    assert "left out of a: a link to another site (3)" in shown.out


def test_silence_and_changes_of_rights_are_told(fauxlex: Caller, tmp_path: Path) -> None:
    """Each source with its verdict and volume; what a host wanted before and wants now; counts that do not sum."""
    archive = Archive(tmp_path)
    archive.health.declare_sources([source("a", feeds=["http://a.example/", "http://a.example/b"]).to_row()])
    archive.health.listing_read(FrontierEntry(url="http://a.example/", source="a", kind="feed"), entries=3, new=3)
    archive.health.listing_failed(FrontierEntry(url="http://a.example/b", source="a", kind="feed"), "HTTP 404")
    archive.crawl.add_urls([FrontierEntry(url=f"http://a.example/{n}", source="a", kind="page") for n in range(3)])
    for digest, says in (("1", "lets us in"), ("2", "refuses us at its front page")):
        archive.health.note_rights("a.example", "robots", digest, says)
    with archive.log.write() as tx:
        tallies.add(tx, "a", "page", "in", {"all": 2})
    archive.close()
    found = json.loads(fauxlex("doctor", "--home", tmp_path, "--json").out)
    (one,) = found["sources"]
    assert (one["verdict"], one["seen"], one["failing"]) == ("partly", 3, {"http://a.example/b": "HTTP 404"})
    assert [change[3:] for change in found["rights_changes"]] == [["lets us in", "refuses us at its front page"]]
    assert (found["checks"]["counts"]["ok"], found["checks"]["counts"]["says"]) == (False, "a, page: in 2, kept 0, left out 0")
    shown = fauxlex("doctor", "--home", tmp_path).out
    assert "a is partly: 3 new pages in a day" in shown
    assert "robots of a.example changed" in shown


@pytest.mark.parametrize("content", [b"a letter to a friend", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_archive_is_left_alone(fauxlex: Caller, tmp_path: Path, content: bytes) -> None:
    """By every command that would open it: exit 1 with its name."""
    (tmp_path / "archive.sqlite").write_bytes(content)
    for command in (["doctor"], ["extract"], ["import", "--jsonl"]):
        done = fauxlex(*command, "--home", tmp_path)
        assert (done.code, "archive.sqlite" in done.err) == (1, True)
    assert (tmp_path / "archive.sqlite").read_bytes() == content
