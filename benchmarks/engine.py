"""One engine filled with made-up articles, or asked, in a process of its own; `benchmarks.search` and `benchmarks.scale` start it.

    python -m benchmarks.engine fill ENGINE FOLDER --articles N
    python -m benchmarks.engine ask ENGINE FOLDER

prints one JSON object. ENGINE is embedded, fts5, or the address of an Elasticsearch node.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.corpus import Corpus
from benchmarks.fts5 import FullText
from benchmarks.queries import CHOSEN, FACETS, Asked, asked_of, without_own
from extraction.characters import hangul_share
from index.base import CONCEPT_LANGUAGES, Index, Query
from index.elastic import open_elastic
from index.embedded import open_embedded
from language.field_terms import Analysis

BATCH = 500
ROUNDS = 3
TOP = 10
NEIGHBOURS = 50
QUERIES = "queries.json"
NAME = "fauxlex-benchmark"

Engine = Index | FullText


def open_engine(name: str, folder: Path, *, fresh: bool = False) -> Engine:
    """An engine by its name."""
    if name == "embedded":
        return open_embedded(folder / "index", writer=fresh)
    return FullText(folder / "fts5.sqlite") if name == "fts5" else open_elastic(name, name=NAME, fresh=fresh)


def fill(name: str, folder: Path, count: int) -> dict[str, Any]:
    """Puts articles in from their stored terms, and writes down what is to be asked.

    Making the articles up does not count. The clock suffers from what else runs on the machine, the processor time does not.
    """
    folder.mkdir(parents=True, exist_ok=True)
    corpus, engine = Corpus(), open_engine(name, folder, fresh=True)
    documents = corpus.documents(count)
    spent = used = 0.0
    raw = 0
    while batch := list(islice(documents, BATCH)):
        raw += sum(len(f"{one.article.title}\n{one.article.text}".encode()) for one in batch)
        stored = [one.analysis.to_bytes() for one in batch]
        begun, began = time.perf_counter(), time.process_time()
        rejected = engine.upsert([replace(one, analysis=Analysis.from_bytes(data)) for one, data in zip(batch, stored, strict=True)])
        spent, used = spent + time.perf_counter() - begun, used + time.process_time() - began
        if rejected:
            raise SystemExit(f"refused: {rejected[0]}")
    begun, began = time.perf_counter(), time.process_time()
    engine.commit()
    spent, used = spent + time.perf_counter() - begun, used + time.process_time() - began
    engine.close()
    (folder / QUERIES).write_text(json.dumps(asdict(asked_of(corpus))), encoding="utf-8")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "articles": count, "per_s_by_clock": round(count / spent), "per_s_by_processor": round(count / used), "raw_bytes": raw, "index_bytes": size,
    }  # fmt: skip


def ask(name: str, folder: Path) -> dict[str, Any]:
    """Opens what was filled and asks it everything, some rounds over; no two queries of a round are the same. The first Korean one loads the analyser."""
    asked = Asked.from_json(json.loads((folder / QUERIES).read_text("utf-8")))
    begun = time.perf_counter()
    engine = open_engine(name, folder)
    engine.search(Query(text=asked.kinds["term"][-1], limit=TOP))
    report: dict[str, Any] = {"open_ms": _ms(begun), "articles": engine.count()}
    begun = time.perf_counter()
    engine.search(Query(text=next(text for text in asked.kinds["term"] if hangul_share(text)), limit=TOP))
    report["first_korean_ms"] = _ms(begun)
    report |= {f"top10 {kind}": timed([_top(engine, text) for text in texts]) for kind, texts in asked.kinds.items()}
    mix = [text for texts in zip(*asked.kinds.values(), strict=True) for text in texts]
    report["top10"] = timed([_top(engine, text) for text in mix])
    report["facets"] = timed([_top(engine, text, FACETS) for text in mix])
    report["chosen"] = timed([_chosen(engine, text, number) for number, text in enumerate(mix)])
    report["expanded"] = timed([_top(engine, text, expand=CONCEPT_LANGUAGES) for text in asked.concepts])
    report["hardest"] = timed([_top(engine, text) for text in asked.hardest])
    if not isinstance(engine, FullText):
        report["knn"] = timed([_near(engine, vector, number) for number, vector in enumerate(asked.vectors)])
    report["totals"] = [engine.search(Query(text=text, limit=1)).total for text in mix]
    report["memory"] = memory()
    engine.close()
    return report


def _top(engine: Engine, text: str, facets: tuple[str, ...] = (), expand: tuple[str, ...] = ()) -> Callable[[], object]:
    return lambda: engine.search(Query(text=text, limit=TOP, facets=facets, expand=expand))


def _chosen(engine: Engine, text: str, number: int) -> Callable[[], object]:
    query = Query(text=text, limit=TOP, facets=FACETS, filters=CHOSEN[number % len(CHOSEN)])
    return lambda: [engine.search(one) for one in (query, *without_own(query))]


def _near(engine: Index, vector: str, number: int) -> Callable[[], object]:
    query = Query(vector=bytes.fromhex(vector), filters=CHOSEN[number % len(CHOSEN)])
    return lambda: engine.nearest(query, NEIGHBOURS)


def timed(actions: Sequence[Callable[[], object]]) -> dict[str, float]:
    """Milliseconds of some actions, each run in every round, after one round that does not count: by the clock, and of processor time."""
    took: list[float] = []
    used: list[float] = []
    for turn in range(ROUNDS + 1):
        for action in actions:
            begun, began = time.perf_counter(), time.process_time()
            action()
            if turn:
                took.append(_ms(begun))
                used.append((time.process_time() - began) * 1000)
    return {
        "p50_ms": _share(took, 0.5), "p95_ms": _share(took, 0.95), "cpu_p50_ms": _share(used, 0.5), "cpu_p95_ms": _share(used, 0.95),
    }  # fmt: skip


def memory(process: int | str = "self") -> dict[str, int]:
    """What a process holds, in megabytes: the most so far, what it holds now, and what of that is no file's content (Linux)."""
    wanted = {"VmHWM": "most", "VmRSS": "resident", "RssAnon": "anonymous"}
    lines = (line.split() for line in Path(f"/proc/{process}/status").read_text().splitlines())
    return {wanted[name[:-1]]: int(value[0]) // 1024 for name, *value in lines if name[:-1] in wanted}


def _ms(begun: float) -> float:
    return round((time.perf_counter() - begun) * 1000, 2)


def _share(values: Sequence[float], share: float) -> float:
    return round(sorted(values)[min(len(values) - 1, int(len(values) * share))], 2)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Fills one engine with made-up articles, or asks it.")
    parser.add_argument("what", choices=["fill", "ask"])
    parser.add_argument("engine")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    given = parser.parse_args()
    made = fill(given.engine, given.folder, given.articles) if given.what == "fill" else ask(given.engine, given.folder)
    json.dump(made, sys.stdout)
    print()
    return 0


if __name__ == "__main__":
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    sys.exit(main())
