"""Reads every page with every extractor, page by page in turn, and keeps what each read and how long it took."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

from benchmarks.extraction.design import Page
from benchmarks.extraction.scoring import f1, group_f1, precision_and_recall
from benchmarks.extraction.worker import EXTRACTORS

ROOT = Path(__file__).parent.parent.parent
PEERS = ROOT / ".cache" / "peers" / "bin" / "python"
BAD = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What an extractor made of one page. `ms`: processor time, the least of the rounds."""

    page: Page
    text: str
    kind: str | None
    is_partial: bool | None
    error: str | None
    ms: float

    @property
    def scores(self) -> tuple[float, float]:
        """Precision and recall."""
        return precision_and_recall(self.page, self.text)


def python_of(name: str) -> str | None:
    """The interpreter that has an extractor; None where the peers are not set up."""
    if name == "fauxlex" or name.startswith("trafilatura"):
        return sys.executable
    return str(PEERS) if PEERS.exists() else None


def read_all(pages: Sequence[Page], names: Sequence[str] = tuple(EXTRACTORS), rounds: int = 2) -> dict[str, list[Result]]:
    """Every extractor that is set up over every page: a page goes to all of them before the next, so that all meet the same machine.

    The first round warms up caches and dictionaries; of all rounds the least time counts.
    """
    known = {name: python for name in names if (python := python_of(name))}
    said: dict[str, list[dict[str, Any]]] = {name: [] for name in known}
    with ExitStack() as stack:
        running = {name: stack.enter_context(_start(python, name)) for name, python in known.items()}
        for number in range(rounds):
            for position, page in enumerate(pages):
                for name, process in running.items():
                    row = _ask(process, page)
                    if number:
                        row["ms"] = min(row["ms"], said[name][position]["ms"])
                        said[name][position] = row
                    else:
                        said[name].append(row)
        for process in running.values():
            assert process.stdin
            process.stdin.close()
    return {name: [_result(page, row) for page, row in zip(pages, rows, strict=True)] for name, rows in said.items()}


def _start(python: str, name: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf8"}
    command = [python, "-m", "benchmarks.extraction.worker", name]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def _ask(process: "subprocess.Popen[str]", page: Page) -> dict[str, Any]:
    assert process.stdin and process.stdout
    process.stdin.write(json.dumps({"html": page.html, "url": page.url, "language": page.language}) + "\n")
    process.stdin.flush()
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"{process.args!r} ended at page {page.name}; run it by hand to see why")
    row: dict[str, Any] = json.loads(line)
    return row


def _result(page: Page, row: Mapping[str, Any]) -> Result:
    return Result(
        page=page, text=row.get("text") or "", kind=row.get("kind"), is_partial=row.get("is_partial"), error=row.get("error"), ms=row["ms"]
    )


def summary(results: Sequence[Result]) -> dict[str, float]:
    """F1 by language and over all article pages, how many are read badly or raise, how many pages without an article are read to nothing, times."""
    articles = [one for one in results if one.page.text]
    empty = [one for one in results if not one.page.text]
    row = {language: group_f1(one.scores for one in articles if one.page.language == language) for language in ("ko", "fr", "en")}
    row["all"] = group_f1(one.scores for one in articles)
    row["worst family"] = min(by_family(articles).values())
    row["bad"] = sum(f1(*one.scores) < BAD for one in articles)
    row["raised"] = sum(one.error is not None for one in results)
    row["no article"] = mean(not one.text.strip() for one in empty) if empty else 0.0
    row["ms"] = median(one.ms for one in results)
    return row


def by_family(results: Sequence[Result]) -> dict[str, float]:
    """F1 of each family that has article pages."""
    families = dict.fromkeys(one.page.family for one in results)
    return {family: group_f1(one.scores for one in results if one.page.family == family) for family in families}
