"""`python -m benchmarks [NAME …]`: measures and prints one table with targets.

Parts: `search` (search and indexing beside SQLite's FTS5), `annotate` (tagging, gate, memory, extraction beside trafilatura), `flow` (the whole
flow over the sample press), `kill` (the flow under random SIGKILLs); all of them by default, each in a process of its own, one after another, so
that none disturbs the next. Ends with 1 where something was lost, doubled or did not run; a slow machine misses targets and ends with 0.
"""

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from benchmarks import Figure, Options

PARTS = ("search", "annotate", "flow", "kill")
SEARCH_P95_MS = 15.0
TIMES_FASTER = 10.0
INDEXED_A_SECOND = 2000


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    given = _parse(arguments)
    options = Options(kills=given.kills, seed=given.seed, keep_log=given.keep_log, articles=given.articles, seconds=given.seconds)
    if given.as_json:
        made = importlib.import_module(f"benchmarks.{given.parts[0]}").measure(options)
        print(json.dumps([asdict(figure) for figure in made]))
        return 0
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n",
        flush=True,
    )
    failed = False
    for part in given.parts or PARTS:
        try:
            figures = _search(options) if part == "search" else _in_child(part, options)
        except subprocess.CalledProcessError as err:
            print(f"{part}: ended with {err.returncode}", flush=True)
            failed = True
            continue
        _show(part, figures)
        failed = failed or any(figure.must and not figure.ok for figure in figures)
    return 1 if failed else 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    standard = Options()
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measures speed, memory and endurance; one table with targets."
    )
    parser.add_argument("parts", nargs="*", metavar="NAME", help=f"{', '.join(PARTS)}; all by default")
    parser.add_argument(
        "--articles", type=int, default=standard.articles, help="made-up articles in the index (the targets are for 100,000)"
    )
    parser.add_argument("--kills", type=int, default=standard.kills)
    parser.add_argument("--seed", type=int, default=standard.seed, help="of the kills' moments")
    parser.add_argument("--seconds", type=float, default=standard.seconds, help="how long each rate is measured at least")
    parser.add_argument("--keep-log", metavar="FILE", help="keep what the killed processes said")
    parser.add_argument("--json", dest="as_json", action="store_true", help="one part in this process; its figures as JSON")
    given = parser.parse_args(arguments)
    unknown = [part for part in given.parts if part not in PARTS]
    if unknown:
        parser.error(f"no part '{unknown[0]}'; there are {', '.join(PARTS)}")
    if given.as_json and (len(given.parts) != 1 or given.parts == ["search"]):
        parser.error("--json goes with one part; search prints JSON by itself: python -m benchmarks.search")
    return given


def _in_child(part: str, options: Options) -> list[Figure]:
    """A part's figures, from a process of its own."""
    command = [sys.executable, "-m", "benchmarks", part, "--json", "--kills", str(options.kills), "--seed", str(options.seed)]
    command += ["--seconds", str(options.seconds), *(["--keep-log", options.keep_log] if options.keep_log else [])]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [Figure(**row) for row in json.loads(said.splitlines()[-1])]


def _search(options: Options) -> list[Figure]:
    """The figures of `benchmarks.search`, which prints one JSON object."""
    command = [sys.executable, "-m", "benchmarks.search", "--articles", str(options.articles)]
    said: dict[str, Any] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    half, rate = said["word_in_half_of_the_articles"], said["indexing_from_stored_terms_per_s"]
    slowest, latency = max(((kind["p95_ms"], name) for name, kind in said["embedded"]["kinds"].items())), said["embedded"]
    return [
        Figure(what=f"search with three facets, {options.articles:,} articles, p95", value=f"{latency['p95_ms']} ms", target=f"≤ {SEARCH_P95_MS:.0f} ms",
               ok=latency["p95_ms"] <= SEARCH_P95_MS),
        Figure(what=f"of it the slowest kind ({slowest[1]}), p95", value=f"{slowest[0]} ms"),
        Figure(what="times faster than FTS5, word in half of the articles", value=f"{half['times_faster']}×", target=f"≥ {TIMES_FASTER:.0f}×",
               ok=half["times_faster"] >= TIMES_FASTER),
        Figure(what="the same with three facets", value=f"{half['with_facets']['times_faster']}×"),
        Figure(what="indexing from stored terms, by the clock", value=f"{rate['by_clock']:,} articles/s", target=f"≥ {INDEXED_A_SECOND:,} articles/s",
               ok=rate["by_clock"] >= INDEXED_A_SECOND),
        Figure(what="the same by processor time of all threads", value=f"{rate['by_processor_time']:,} articles/s"),
        Figure(what="analysing raw English text, without indexing", value=f"{said['analysing_english_text_per_s']:,} articles/s"),
    ]  # fmt: skip


def _show(part: str, figures: Sequence[Figure]) -> None:
    """The part's rows of the table: ok or MISSED, what, value, target."""
    print(part, flush=True)
    for figure in figures:
        mark = {True: "ok", False: "MISSED", None: ""}[figure.ok]
        print(f"  {mark:7}{figure.value:>18}  {figure.target:22}  {figure.what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
