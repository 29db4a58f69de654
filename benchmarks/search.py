"""The embedded index beside SQLite's FTS5 and a real Elasticsearch node: the same articles, terms and queries, one after another in one run.

The node is built and started here where Maven is there (1 GB of heap), or left out with the reason.
"""

import json
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import Figure, Options
from benchmarks.engine import memory
from benchmarks.scale import engine, figures
from index import node

HEAP = "1g"
ASKED = {"top10": "top 10 with snippets", "facets": "with five facets", "chosen": "with filters chosen", "knn": "50 nearest neighbours"}


def measure(options: Options) -> list[Figure]:
    """Fills and asks each engine; how much faster the embedded one is, and its own figures."""
    made: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(dir=options.folder) as folder, _elasticsearch(Path(folder)) as (url, reason):
        for name, where in (("embedded", "embedded"), ("FTS5", "fts5"), ("Elasticsearch", url)):
            if where is not None:
                at = Path(folder) / name
                made[name] = {**engine("fill", where, at, options.articles), **engine("ask", where, at, options.articles)}
        if url is not None:
            made["Elasticsearch"] |= _of_the_node(url)
    wrong = [name for name in made if made[name]["totals"] != made["embedded"]["totals"]]
    found = [figure for name in made if name != "embedded" for figure in _beside(name, made["embedded"], made[name])]
    found.append(Figure(what="all engines find the same number of articles", value=", ".join(wrong) or "yes", ok=not wrong, must=True))
    if reason:
        found.append(Figure(what=f"Elasticsearch left out: {reason}", value="-"))
    return [*found, *figures(made["embedded"])]


@contextmanager
def _elasticsearch(folder: Path) -> Iterator[tuple[str | None, str | None]]:
    """The address of a node that runs meanwhile, or why there is none."""
    reason = node.missing()
    if reason is not None:
        yield None, reason
        return
    started = node.Node(folder / "node", node.build(), heap=HEAP).start()
    try:
        yield started.url, None
    finally:
        started.stop()


def _of_the_node(url: str) -> dict[str, Any]:
    """What the node's process holds, and how large its indices are."""

    def told(path: str) -> Any:
        with urllib.request.urlopen(f"{url}/{path}", timeout=30) as answer:
            return json.load(answer)

    (process,) = told("_nodes/process")["nodes"].values()
    return {"memory": memory(process["process"]["id"]), "index_bytes": told("_stats/store")["_all"]["total"]["store"]["size_in_bytes"]}


def _beside(name: str, own: Mapping[str, Any], peer: Mapping[str, Any]) -> Iterator[Figure]:
    """How a peer did, and how many times faster the embedded index is."""
    for key, said in ASKED.items():
        if key in peer:
            for share in ("p50_ms", "p95_ms"):
                times = peer[key][share] / own[key][share]
                value = f"{own[key][share]:.1f} ms, {name} {peer[key][share]:.1f} ms: {times:.1f}×"
                yield Figure(what=f"{said}, {share[:3]}", value=value, target="ahead", ok=times > 1)
    yield Figure(what="indexing from stored terms", value=f"{own['per_s_by_clock']:,} a second, {name} {peer['per_s_by_clock']:,}")
    sizes, held = (
        [f"{one['index_bytes'] / one['raw_bytes']:.2f}×" for one in (own, peer)],
        [one["memory"]["resident"] for one in (own, peer)],
    )
    yield Figure(what="index to raw text; resident", value=f"{sizes[0]}, {held[0]} MB; {name} {sizes[1]}, {held[1]} MB")
