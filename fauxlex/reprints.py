"""`reprints --jsonl`: which of many articles are one text printed again, without an archive."""

import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import click

from core.settings import Settings
from fauxlex.lines import Tally, read_rows
from fauxlex.options import with_settings
from nlp.stories import Hashes, first_prints, sketch

CHUNK = 500


@click.command()
@click.option(
    "--jsonl", is_flag=True, required=True, help='read {"id", "text", …} lines from stdin, write {"id", "story", "copies"} lines to stdout'
)
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings("extract_workers")
def reprints(jsonl: bool, quiet: bool, settings: Settings) -> int:
    """Groups articles by text: `story` is the id of the first line with the same text, `copies` how many lines have it."""
    tally = Tally()
    rows = list(read_rows(sys.stdin.buffer, tally, ("id", "text")))
    groups = first_prints(sketch_all([row.get("text", "") if "error" not in row else "" for row in rows], settings.extract_workers))
    copies = Counter(groups)
    tally.write((_answer(row, rows[first], copies[first]) for row, first in zip(rows, groups, strict=True)), sys.stdout)
    return tally.close(quiet)


def sketch_all(texts: Sequence[str], processes: int) -> list[Hashes | None]:
    """The sketches of many texts, made by several processes where there are enough texts to be worth it."""
    chunks = [texts[start : start + CHUNK] for start in range(0, len(texts), CHUNK)]
    if processes < 2 or len(chunks) < processes:
        return _sketches(texts)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return [found for part in pool.map(_sketches, chunks) for found in part]


def _sketches(texts: Sequence[str]) -> list[Hashes | None]:
    return [sketch(text) for text in texts]


def _answer(row: dict[str, Any], first: dict[str, Any], copies: int) -> dict[str, Any]:
    return {"id": row["id"], "error": row["error"]} if "error" in row else {"id": row["id"], "story": first["id"], "copies": copies}
