"""`/metrics`: what Prometheus can read, of what `doctor` says, and nothing of it costs the site anything."""

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fauxlex_calls import fill

from core.archive import Archive, FrontierEntry, tallies
from fauxlex.metrics import FRESH_S, WithMetrics, exposition

SAMPLE = re.compile(r'fauxlex_[a-z_]+(\{[a-z_]+="(?:[^"\\\n]|\\.)*"(,[a-z_]+="(?:[^"\\\n]|\\.)*")*\})? -?[0-9.e+-]+')


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive of six articles and two outlets, one of which fails."""
    fill(tmp_path)
    opened = Archive(tmp_path)
    rows = [
        {
            "id": name,
            "name": name,
            "domain": f"{name}.example",
            "country": None,
            "language": None,
            "feeds": [f"https://{name}.example/f"],
            "rights": "open",
        }
        for name in ("well", 'i"l\\l\n')
    ]
    rows[1] = {**rows[1], "feeds": ["https://ill.example/f"]}
    opened.health.declare_sources(rows)
    opened.health.listing_read(FrontierEntry(url="https://well.example/f", source="well", kind="feed"), entries=3)
    opened.health.listing_failed(FrontierEntry(url="https://ill.example/f", source=rows[1]["id"], kind="feed"), "HTTP 404")
    with opened.log.write() as tx:
        tallies.add(tx, "well", "listing", "in", {"all": 3})
        tallies.add(tx, "well", "listing", "kept", {"new": 2})
        tallies.add(tx, "well", "listing", "left_out", {"a link to another site": 1})
    yield opened
    opened.close()


def test_every_line_is_one_that_prometheus_reads(archive: Archive) -> None:
    """Help and type before the samples of each metric; labels escaped; each metric once."""
    lines = exposition(archive, datetime.now(UTC)).splitlines()
    samples = [line for line in lines if not line.startswith("#")]
    assert [line for line in samples if not SAMPLE.fullmatch(line)] == []
    names = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(names) == len(set(names))
    assert {line.partition("{")[0].partition(" ")[0] for line in samples} <= set(names)
    assert len(samples) == len(set(samples))


@pytest.mark.parametrize(
    "expected",
    [
        'fauxlex_articles{relevance="law"} 3',
        'fauxlex_sources{verdict="ok"} 1',
        'fauxlex_sources{verdict="dead"} 1',
        'fauxlex_items_total{stage="listing",kind="in"} 3',
        'fauxlex_items_total{stage="listing",kind="left_out"} 1',
        'fauxlex_behind{consumer="tag"} 6',
        'fauxlex_quarantine{stage="extract"} 0',
        "fauxlex_removals_total 0",
    ],
)
def test_the_figures_are_those_of_the_archive(archive: Archive, expected: str) -> None:
    """As counted there."""
    assert expected in exposition(archive, datetime.now(UTC)).splitlines()


async def beyond(scope: Any, receive: Any, send: Any) -> None:
    """The site."""
    await send({"type": "http.response.start", "status": 418, "headers": []})


def ask(app: WithMetrics, path: str = "/metrics", method: str = "GET") -> list[dict[str, Any]]:
    """What a request is answered with."""
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(dict(message))

    asyncio.run(app({"type": "http", "path": path, "method": method}, None, send))  # type: ignore[arg-type]
    return sent


def test_other_addresses_are_the_sites(archive: Archive) -> None:
    """Only the one path is answered here, and only to be read."""
    app = WithMetrics(beyond, archive)
    assert ask(app, "/search")[0]["status"] == 418
    assert ask(app, method="POST")[0]["status"] == 405
    start, body = ask(app)
    assert (start["status"], dict(start["headers"])[b"content-type"].startswith(b"text/plain; version=0.0.4")) == (200, True)
    assert int(dict(start["headers"])[b"content-length"]) == len(body["body"])
    assert ask(app, method="HEAD")[1]["body"] == b""


def test_an_answer_is_given_again_for_a_while(archive: Archive) -> None:
    """However often it is asked for."""
    now = 100.0
    app = WithMetrics(beyond, archive, lambda: now)
    first = ask(app)[1]["body"]
    with archive.log.write() as tx:
        tallies.add(tx, "well", "listing", "in", {"all": 40})
    assert ask(app)[1]["body"] == first
    now += FRESH_S
    assert b'fauxlex_items_total{stage="listing",kind="in"} 43' in ask(app)[1]["body"]
