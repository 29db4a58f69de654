"""Everything that is measured, in one table: `make bench`. Each part in a process of its own, one after the other."""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parent.parent
PARTS = ("annotate", "search", "kill")


class Row(NamedTuple):
    """A figure, what it should be, and whether it is."""

    name: str
    value: float
    target: str
    met: bool


def least(name: str, value: float, target: float) -> Row:
    """A figure that should not be smaller."""
    return Row(name, value, f"≥ {target:g}", value >= target)


def most(name: str, value: float, target: float) -> Row:
    """A figure that should not be larger."""
    return Row(name, value, f"≤ {target:g}", value <= target)


def rows(part: str, report: dict[str, Any]) -> Iterator[Row]:
    """The figures of a part that have a target."""
    if part == "annotate":
        for how in ("by_clock", "by_processor_time"):
            yield least(
                f"tokens/s, whole path, two threads ({how.replace('_', ' ')})", report["annotate"]["tokens_per_s_whole_path"][how], 2000
            )
        yield least("texts/s through the gate", report["gate"]["texts_per_s"]["by_clock"], 2000)
        yield most("peak memory of tagging, MB", report["annotate"]["peak_memory_mb"], 1200)
        yield most("extraction, times trafilatura's time", report["extraction"]["ratio"], 5)
        yield most("make run ONCE=1, s", report["make_run_once"]["seconds"], 90)
    elif part == "search":
        yield most("search with three facets, p95 ms", report["embedded"]["p95_ms"], 15)
        yield least("word in half of the articles, times faster than FTS5", report["word_in_half_of_the_articles"]["times_faster"], 10)
        yield least("indexing from stored terms, articles/s", report["indexing_from_stored_terms_per_s"]["by_clock"], 2000)
        yield least("analysing English text, articles/s", report["analysing_english_text_per_s"], 0)
    else:
        yield least("random kills", report["kills"], 50)
        for name, value in report["wrong"].items():
            yield most(f"after them: {name.replace('_', ' ')}", value, 0)


def main() -> int:
    """Runs the parts and prints the table; 1 if a part fails or a target is missed."""
    parser = argparse.ArgumentParser(description="Everything that is measured, in one table.")
    parser.add_argument("parts", nargs="*", default=PARTS, choices=PARTS, metavar="PART", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument("--json", action="store_true", help="print the whole reports instead")
    options = parser.parse_args()
    reports: dict[str, dict[str, Any]] = {}
    for part in options.parts:
        print(f"measuring: {part}", file=sys.stderr)
        made = subprocess.run([sys.executable, "-m", f"benchmarks.{part}"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        if not made.stdout:
            print(f"{part}: ended with exit code {made.returncode} and no figures", file=sys.stderr)
            return 1
        reports[part] = json.loads(made.stdout)
    figures = [row for part, report in reports.items() for row in rows(part, report)]
    if options.json:
        print(json.dumps(reports, indent=2))
    else:
        shown = Table("figure", "measured", "target", "", box=None)
        for row in figures:
            shown.add_row(row.name, f"{row.value:g}", row.target, "" if row.met else "missed")
        Console(highlight=False).print(shown)
    return 0 if all(row.met for row in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
