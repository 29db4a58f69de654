"""`/metrics` for Prometheus (text exposition format 0.0.4): an ASGI layer before the site, so that an operator sees what `doctor` sees."""

import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, MutableMapping
from datetime import UTC, datetime
from typing import Any

from core.archive import Archive, retagging
from core.archive.figures import disk, lag
from core.archive.silence import VERDICTS
from fauxlex.examine import BEHIND, behind, sources

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

FRESH_S = 15.0
"""An answer is given again for so long: however often it is asked for, the archive is looked through four times a minute."""

CONTENT_TYPE = b"text/plain; version=0.0.4; charset=utf-8"


class WithMetrics:
    """Answers `/metrics` and hands everything else on. Reads the archive only; a proxy that shows the site to the world should not show this."""

    def __init__(self, app: App, archive: Archive, clock: Callable[[], float] = time.monotonic) -> None:
        self.app, self.archive, self.clock = app, archive, clock
        self._made: tuple[float, bytes] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or scope["path"] != "/metrics":
            await self.app(scope, receive, send)
            return
        allowed = scope["method"] in ("GET", "HEAD")
        body = self._text() if allowed else b"only GET\n"
        headers = [(b"content-type", CONTENT_TYPE), (b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 200 if allowed else 405, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def _text(self) -> bytes:
        now = self.clock()
        if self._made is None or now - self._made[0] >= FRESH_S:
            self._made = (now, exposition(self.archive, datetime.now(UTC)).encode())
        return self._made[1]


def exposition(archive: Archive, now: datetime) -> str:
    """The archive's figures in Prometheus's text format."""
    return "".join(line + "\n" for line in _lines(archive, now))


def _lines(archive: Archive, now: datetime) -> Iterator[str]:
    counts = dict(archive.counts())
    relevance = {name: counts[name] for name in ("law", "deepfake", "other", "other_language", "untagged")}
    yield from _family("articles", "gauge", "articles by relevance", (({"relevance": name}, count) for name, count in relevance.items()))
    for name in ("fetches", "revisions", "removals"):
        yield from _family(f"{name}_total", "counter", f"{name} in the archive", [({}, counts[name])])
    yield from _family("corrections", "gauge", "corrections by people that stand", [({}, counts["corrections"])])
    yield from _family("retagging", "gauge", "articles of a pass of the tagger over the archive", _retagging(archive))
    yield from _family("frontier", "gauge", "addresses by kind and state", _frontier(archive))
    told = sources(archive, now)
    verdicts = Counter(one["verdict"] for one in told)
    yield from _family("sources", "gauge", "sources by verdict", (({"verdict": name}, verdicts[name]) for name in VERDICTS))
    yield from _family(
        "source_new_pages", "gauge", "new pages of a source in 24 hours", (({"source": one["id"]}, one["seen"]) for one in told)
    )
    yield from _family(
        "source_usual_pages", "gauge", "median of new pages a day over four weeks", (({"source": one["id"]}, one["usual"]) for one in told)
    )
    ages = [(one["id"], (now - datetime.fromisoformat(one["last_ok"])).total_seconds()) for one in told if one["last_ok"]]
    yield from _family(
        "source_last_read_seconds", "gauge", "since a feed or sitemap was read", (({"source": name}, round(age)) for name, age in ages)
    )
    passed: Counter[tuple[str, str]] = Counter()
    for _, stage, kind, _, count in archive.health.tallies():
        passed[stage, kind] += count
    yield from _family(
        "items_total",
        "counter",
        "items by stage: in, kept, left_out",
        (({"stage": s, "kind": k}, n) for (s, k), n in sorted(passed.items())),
    )
    stages = Counter(str(row["stage"]) for row in archive.store.quarantined())
    yield from _family(
        "quarantine", "gauge", "things set aside by stage", (({"stage": name}, stages[name]) for name in ("extract", "tag", "index"))
    )
    yield from _family(
        "behind",
        "gauge",
        "changes that a consumer has yet to deal with",
        (({"consumer": c}, behind(archive, c, kinds)) for c, kinds in BEHIND),
    )
    found = lag(archive.log, now)
    if found.p50_s is not None and found.p95_s is not None:
        values = (({"quantile": "0.5"}, found.p50_s), ({"quantile": "0.95"}, found.p95_s))
        yield from _family("lag_seconds", "gauge", "from publication to the index", values)
    room = disk(archive.log, archive.home, now)
    yield from _family(
        "disk_bytes", "gauge", "bytes by part", (({"part": name}, getattr(room, name)) for name in ("archive", "warc", "index", "free"))
    )


def _frontier(archive: Archive) -> list[tuple[dict[str, str], int]]:
    return [({"kind": kind, "state": state}, count) for kind, state, count in archive.crawl.states()]


def _retagging(archive: Archive) -> list[tuple[dict[str, str], int]]:
    """How far a pass is; nothing where none is under way."""
    one = retagging.under_way(archive.log)
    if one is None:
        return []
    found = retagging.progress(archive.log, one)
    return [({"state": name}, getattr(found, name)) for name in ("total", "done", "set_aside")]


def _family(name: str, kind: str, says: str, samples: Iterable[tuple[Mapping[str, str], float]]) -> Iterator[str]:
    """One metric with its samples."""
    yield f"# HELP fauxlex_{name} {says}"
    yield f"# TYPE fauxlex_{name} {kind}"
    for labels, value in samples:
        named = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"fauxlex_{name}{{{named}}} {value}" if named else f"fauxlex_{name} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
