"""`python -m benchmarks [NAME …]`: measures and prints one table with targets.

Parts: `search` (search and indexing beside SQLite's FTS5 and an Elasticsearch node), `annotate` (tagging, gate, memory, extraction beside
trafilatura), `flow` (the whole flow over the sample press), `kill` (the flow under random SIGKILLs), `extraction` (page designs of our own, beside
other extractors), `reprints` (100,000 articles by their signatures), all of them by default; and by name `scale` (search at up to a million articles:
an hour and 10 GB), `hosts` (20,000 pages of 200 simulated outlets, collected under SIGKILLs: a quarter of an hour and 2 GB), `warc` (import and
extraction of made-up files of Common Crawl's kind) and `soak` (a compressed week of `crawl --follow`). Each in a process of its own, one after
another, so that none disturbs the next. Ends with 1 where something was lost, doubled or did not run; a slow machine misses targets and ends with 0.
"""

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime

from benchmarks import Figure, Options

PARTS = ("search", "annotate", "flow", "kill", "extraction", "reprints")
BY_NAME = ("scale", "hosts", "warc", "soak")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    given = _parse(arguments)
    options = Options(**{field.name: getattr(given, field.name) for field in fields(Options)})
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
            figures = _in_child(part, options)
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
    parser.add_argument("parts", nargs="*", metavar="NAME", help=f"{', '.join(PARTS)} (all by default), {', '.join(BY_NAME)}")
    parser.add_argument("--articles", type=int, default=standard.articles, help="made-up articles in each engine of search")
    parser.add_argument("--sizes", type=_sizes, default=standard.sizes, help="numbers of made-up articles of scale, as 10000,100000")
    parser.add_argument("--plot", metavar="FILE", help="where the plot of scale goes (SVG)")
    parser.add_argument("--hosts", type=int, default=standard.hosts, help="simulated outlets of hosts")
    parser.add_argument("--pages", type=int, default=standard.pages, help="pages that those have in all")
    parser.add_argument("--folder", help="where indices are built and pages kept; the system's folder for what is temporary by default")
    parser.add_argument("--kills", type=int, default=standard.kills)
    parser.add_argument("--seed", type=int, default=standard.seed, help="of the kills' moments")
    parser.add_argument("--seconds", type=float, default=standard.seconds, help="how long each rate is measured at least")
    parser.add_argument("--keep-log", metavar="FILE", help="keep what the killed processes said")
    parser.add_argument("--json", dest="as_json", action="store_true", help="one part in this process; its figures as JSON")
    given = parser.parse_args(arguments)
    unknown = [part for part in given.parts if part not in (*PARTS, *BY_NAME)]
    if unknown:
        parser.error(f"no part '{unknown[0]}'; there are {', '.join((*PARTS, *BY_NAME))}")
    if given.as_json and len(given.parts) != 1:
        parser.error("--json goes with one part")
    return given


def _sizes(given: str) -> tuple[int, ...]:
    return tuple(int(size) for size in given.split(","))


def _in_child(part: str, options: Options) -> list[Figure]:
    """A part's figures, from a process of its own."""
    given = {name.replace("_", "-"): value for name, value in asdict(options).items() if value is not None}
    given["sizes"] = ",".join(map(str, options.sizes))
    command = [sys.executable, "-m", "benchmarks", part, "--json", *(f"--{name}={value}" for name, value in given.items())]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [Figure(**row) for row in json.loads(said.splitlines()[-1])]


def _show(part: str, figures: Sequence[Figure]) -> None:
    """The part's rows of the table: ok or MISSED, what, value, target."""
    print(part, flush=True)
    for figure in figures:
        mark = {True: "ok", False: "MISSED", None: ""}[figure.ok]
        print(f"  {mark:7}{figure.value:>18}  {figure.target:22}  {figure.what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
