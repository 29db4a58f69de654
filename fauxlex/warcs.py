"""Pages out of WARC files, Common Crawl's CC-NEWS among them: streaming, several files at a time, resumable, the gate before anything else.

A file is read by a process of its own, which lets through only pages that the gate and the language pass; the calling process writes
those into the archive and notes how far the file has been dealt with, so that a stop costs at most one batch, which is then read again.
"""

import logging
import multiprocessing
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from core.archive import Archive, Response, Visit, imports, read_responses
from core.errors import ExtractionError, FauxlexError, UsageError
from core.settings import Settings
from core.urls import belongs, host
from crawlers.sources import Source
from crawlers.wishes import refusal
from extraction.decoding import decode
from extraction.rough import running_text
from language.detection import detect
from nlp import gate

log = logging.getLogger(__name__)

BATCH = 200
"""Records after which a reader reports."""

LANGUAGES = ("ko", "fr", "en")
"""What the tagger reads."""

COUNTS = (
    "taken", "there already", "removed for good", "stopped by the gate", "other languages", "other statuses", "other types", "without a date",
    "too large", "not a web address", "no text",
)  # fmt: skip

DECLARED = re.compile(r"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?([a-zA-Z]{2,3})", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A batch of a reader: pages that passed, how many records were left out under which name, and up to which byte that is."""

    path: Path
    end: int
    pages: Sequence[Response] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    error: str | None = None
    is_last: bool = False


def import_warcs(archive: Archive, settings: Settings, paths: Sequence[Path], *, sources: Sequence[Source] = (), everything: bool = False) -> Iterator[tuple[Path, dict[str, int]]]:  # fmt: skip
    """Copies the pages of WARC files into the archive, as if they had been fetched at their date.

    Args:
        archive: where they go. settings: `extract_workers` files at a time, `crawl_max_bytes` of a page.
        paths: the files, packed record by record or not.
        sources: outlets, so that a page is laid to the one whose domain it is of.
        everything: also the pages that the gate would stop, and other languages.

    Yields:
        Each file when it is done, with its counts by name; `read` is the sum of the others.

    Raises:
        UsageError: a file is no WARC file, or damaged; what was read before is kept, and the others are done.
    """
    errors: list[str] = []
    with archive.log.consumer("crawl"):
        archive.warc.repair(archive.crawl.warc_ends())
        for reading in _readings(archive, settings, paths, everything):
            counts = dict(reading.counts)
            for page in reading.pages:
                name = _keep(archive, page, sources)
                counts[name] = counts.get(name, 0) + 1
            total = imports.advance(archive.log, reading.path, reading.end, counts)
            if reading.error:
                errors.append(reading.error)
            elif reading.is_last:
                imports.finish(archive.log, reading.path)
            if reading.is_last:
                yield reading.path, {"read": sum(total.values()), **{name: total.get(name, 0) for name in COUNTS}}
    if errors:
        raise UsageError("\n".join(errors))


def _readings(archive: Archive, settings: Settings, paths: Sequence[Path], everything: bool) -> Iterator[Reading]:
    """What the readers report, `extract_workers` of them at a time; each waits until its last batch is dealt with."""
    context = multiprocessing.get_context("spawn")
    waiting = list(dict.fromkeys(paths))
    running: dict[Any, tuple[Any, Path]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < settings.extract_workers:
                path = waiting.pop(0)
                ours, theirs = context.Pipe()
                start = imports.place(archive.log, path)
                process = context.Process(target=_read, args=(theirs, path, start, settings.crawl_max_bytes, everything), daemon=True)
                process.start()
                theirs.close()
                running[ours] = (process, path)
            ready: list[Any] = wait(list(running))
            for pipe in ready:
                process, path = running[pipe]
                try:
                    reading: Reading = pipe.recv()
                except EOFError as err:
                    raise FauxlexError(f"{path}: its reader died; start again, what was read is kept") from err
                yield reading
                if reading.is_last:
                    del running[pipe]
                    process.join()
                else:
                    pipe.send(None)
    finally:
        for process, _ in running.values():
            process.kill()


def _read(pipe: "Connection[Any, Any]", path: Path, start: int, max_bytes: int, everything: bool) -> None:
    """The reading process."""
    sys.stdout = sys.stderr  # warcio prints what it cannot unpack; ours is for data
    pages: list[Response] = []
    counts: dict[str, int] = {}
    end, error, seen = start, None, 0
    with suppress(BrokenPipeError, EOFError, KeyboardInterrupt):
        try:
            for record in read_responses(path, max_bytes, start):
                end = record.end
                name = record.left_out or (None if record.page is None else left_out(record.page, everything=everything))
                if name:
                    counts[name] = counts.get(name, 0) + 1
                elif record.page is not None:
                    pages.append(record.page)
                seen += 1
                if seen % BATCH == 0:
                    pipe.send(Reading(path=path, end=end, pages=pages, counts=counts))
                    pipe.recv()
                    pages, counts = [], {}
        except UsageError as err:
            error = str(err)
        pipe.send(Reading(path=path, end=end, pages=pages, counts=counts, error=error, is_last=True))


def left_out(page: Response, *, everything: bool = False) -> str | None:
    """Why a page is not taken: no web address, bytes that are no text, the gate, its language; None where it is."""
    try:
        host(page.url)
    except UsageError:
        return "not a web address"
    if everything:
        return None
    kind = next((value for name, value in page.headers if name.lower() == "content-type"), None)
    try:
        html = decode(page.body, kind)
    except ExtractionError:
        return "no text"
    text = running_text(html)
    if not gate.passes("", text):
        return "stopped by the gate"
    declared = DECLARED.search(html[:5000])
    language = detect("", text, declared.group(1) if declared else None)
    return None if language.split("-")[0] in LANGUAGES else "other languages"


def _keep(archive: Archive, page: Response, sources: Sequence[Source]) -> str:
    """Puts a page into the archive, without its body where it refuses the use of its text; returns the name of what came of it."""
    if archive.store.removed_at(page.url):
        return "removed for good"
    if archive.crawl.has_fetch(page.url, page.fetched_at):
        return "there already"
    why = refusal(page.headers, page.body)
    source = next((one.id for one in sources if belongs(host(page.url), one.domains)), None)
    hints: dict[str, Any] = {"imported": datetime.now(UTC).isoformat(timespec="seconds")}
    visit = Visit(url=page.url, source=source, rights="reserved" if why else "open", hints={**hints, "refusal": why} if why else hints)
    kept = replace(page, body=b"", truncated=True) if why else page
    archive.crawl.put_fetch(kept, archive.warc.append(kept), visit, (None, None))
    return "taken"
