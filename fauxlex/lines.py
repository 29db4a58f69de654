"""`extract` and `annotate`: JSON lines in, JSON lines out; without `--jsonl`, `extract` follows the archive."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, BinaryIO, TextIO

import click

from core.archive import Archive
from core.article import Annotation
from core.settings import Settings
from extraction.workers import Job, WorkerPool
from fauxlex.extracting import extract_all
from fauxlex.options import with_settings
from fauxlex.talk import say, set_up_log
from nlp.annotate import Annotator, Text

ANNOTATE_BATCH = 32


@click.command()
@click.option("--jsonl", is_flag=True, help='read {"id", "url", "html"} lines from stdin, write articles to stdout')
@click.option("--rebuild", is_flag=True, help="extract every fetch again")
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings("extract_workers", "extract_timeout_s", "crawl_max_bytes")
def extract(jsonl: bool, rebuild: bool, quiet: bool, settings: Settings) -> int:
    """Turns raw pages into articles: those the archive has not extracted yet, or those on stdin."""
    set_up_log(settings)
    if not jsonl:
        archive = Archive(settings.home)
        done = extract_all(archive, settings, rebuild=rebuild)
        say(f"read {done.seen}, articles or revisions {done.done}, set aside {done.set_aside}", quiet=quiet)
        archive.close()
        return 0
    tally = Tally()
    with WorkerPool(settings.extract_workers, settings.extract_timeout_s, settings.crawl_max_bytes) as pool:
        tally.write(_extracted(pool, read_rows(sys.stdin.buffer, tally, ("id", "url", "html"))), sys.stdout)
    return tally.close(quiet)


@click.command()
@click.option("--jsonl", is_flag=True, required=True, help='read {"id", "title", "text", …} lines from stdin, write annotations to stdout')
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings("model", "threads")
def annotate(jsonl: bool, quiet: bool, settings: Settings) -> int:
    """Tags the articles on stdin: relevance, topics, jurisdictions, penalties, laws, each with its evidence."""
    set_up_log(settings)
    annotator = Annotator(settings.model, settings.threads)
    tally = Tally()
    rows = read_rows(sys.stdin.buffer, tally, ("id",))
    tally.write(_annotated(annotator, rows), sys.stdout)
    return tally.close(quiet)


class Tally:
    """Counts lines read, done and failed, and writes their answers in order."""

    def __init__(self) -> None:
        self.read = self.failed = self.done = 0

    def write(self, answers: Iterable[Mapping[str, Any]], out: TextIO) -> None:
        """Writes each answer as a line; one with an `error` counts as failed."""
        for answer in answers:
            if "error" in answer:
                self.failed += 1
            else:
                self.done += 1
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
            out.flush()

    def close(self, quiet: bool) -> int:
        """Says the counts; the exit code: lines that failed have their error on stdout and stop nothing."""
        say(f"read {self.read}, done {self.done}, failed {self.failed}", quiet=quiet)
        return 0


TEXTS = ("title", "text", "html", "url", "language", "source", "outlet_country", "country", "published_at", "updated_at")
"""Fields that are text where they are given."""


def read_rows(source: BinaryIO, tally: Tally, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The JSON objects of a JSONL stream in UTF-8; a bad line becomes `{"id", "error"}`, blank lines are passed over."""
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        tally.read += 1
        try:
            row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except UnicodeDecodeError as err:
            yield {"id": None, "error": f"line {number} is not UTF-8 (byte {err.start}); save the file as UTF-8"}
            continue
        except (ValueError, RecursionError) as err:
            yield {"id": None, "error": f"line {number} is not JSON ({str(err)[:100]}); write one object a line"}
            continue
        if not isinstance(row, dict):
            yield {"id": None, "error": f"line {number} is not a JSON object but {type(row).__name__}; write one object a line"}
            continue
        row.pop("error", None)  # a line that was an answer before brings its old error along; ours alone count here
        missing = [name for name in needed if row.get(name) is None]
        wrong = [name for name in TEXTS if not isinstance(row.get(name, ""), str | None)]
        if missing:
            yield {"id": row.get("id"), "error": f"line {number} has no {', '.join(missing)}"}
        elif wrong:
            yield {"id": row.get("id"), "error": f"line {number}: {', '.join(wrong)} must be text"}
        else:
            yield row


def _in_order(
    rows: Iterable[dict[str, Any]], size: int, work: Callable[[list[dict[str, Any]]], Iterable[dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    """Answers in the order of the rows: rows that already carry an error pass through, the others go to `work` in batches."""
    stream = iter(rows)
    while batch := list(islice(stream, size)):
        answers = iter(work([row for row in batch if "error" not in row]))
        for row in batch:
            yield {"id": row["id"], "error": row["error"]} if "error" in row else next(answers)


def _extracted(pool: WorkerPool, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    def work(batch: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        jobs = [Job(id=str(row["id"]), url=row["url"], html=row["html"]) for row in batch]
        for row, result in zip(batch, pool.map(jobs), strict=True):
            yield {"id": row["id"], "error": result.error} if result.page is None else {"id": row["id"], **result.page.to_json()}

    return _in_order(rows, 64, work)


def _annotated(annotator: Annotator, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    def work(batch: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for row, said in zip(batch, annotator.annotate([_text(row) for row in batch]), strict=True):
            yield {"id": row["id"], **_answer(said)} if isinstance(said, Annotation) else {"id": row["id"], "error": str(said)}

    return _in_order(rows, ANNOTATE_BATCH, work)


def _text(row: Mapping[str, Any]) -> Text:
    country = row.get("outlet_country") or row.get("country")
    return Text(
        id=str(row["id"]), title=row.get("title") or "", text=row.get("text") or "", language=row.get("language"), outlet_country=country
    )


def _answer(said: Annotation) -> dict[str, Any]:
    """An annotation as the command prints it."""
    row = said.to_json()
    for name in ("article_id", "revision", "story"):
        del row[name]
    return row
