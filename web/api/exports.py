"""Whole results as files, streamed in constant memory, in the formats of `index.export`."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import StringIO
from itertools import chain, islice
from threading import BoundedSemaphore

from starlette.responses import Response, StreamingResponse

from core.errors import IndexUnavailableError
from index.base import Hit
from index.export import write_csv, write_jsonl
from web.context import Context
from web.params import read_state
from web.views.hits import quiet_hits

MOST_AT_ONCE = 4
"""Exports at the same time: each holds a reader of the index for as long as its client takes."""
_slots = BoundedSemaphore(MOST_AT_ONCE)
_BATCH = 100


def jsonl(ctx: Context) -> Response:
    """Every hit as a line of JSON; the last line says how many there were, so that a cut file can be told."""
    return _stream(ctx, "jsonl", "application/x-ndjson", _jsonl)


def csv(ctx: Context) -> Response:
    """Every hit as a row: UTF-8 with a byte order mark for spreadsheets, formula cells made harmless."""
    return _stream(ctx, "csv", "text/csv", _csv)


def _stream(ctx: Context, suffix: str, media_type: str, write: Callable[[Iterator[Hit]], Iterator[str]]) -> Response:
    query = read_state(ctx.pairs).stream().query()
    if not _slots.acquire(blocking=False):
        raise IndexUnavailableError(f"{MOST_AT_ONCE} exports are running already", retry_after_s=30)
    with ExitStack() as undo:
        undo.callback(_slots.release)
        hits = quiet_hits(ctx.site.index.scan(query), ctx.site.archive.sources())
        # One hit is read ahead, so that a query that cannot be read fails before the answer begins.
        ahead = list(islice(hits, 1))
        body = _Released(write(chain(ahead, hits)))
        undo.pop_all()
    headers = {"content-disposition": f'attachment; filename="fauxlex.{suffix}"', "cache-control": "no-store"}
    return StreamingResponse(body, headers=headers, media_type=f"{media_type}; charset=utf-8")


class _Released:
    """The chunks of an export as bytes; its slot comes back at the end, or when the answer is dropped, begun or not."""

    def __init__(self, chunks: Iterator[str]) -> None:
        self._chunks = chunks
        self._held = True

    def __iter__(self) -> "_Released":
        return self

    def __next__(self) -> bytes:
        chunk = None
        try:
            chunk = next(self._chunks).encode("utf-8", "backslashreplace")
        finally:
            # No chunk: the end, or an error.
            if chunk is None:
                self._release()
        return chunk

    def __del__(self) -> None:
        self._release()

    def _release(self) -> None:
        if self._held:
            self._held = False
            _slots.release()


def _jsonl(hits: Iterator[Hit]) -> Iterator[str]:
    """The lines of `write_jsonl`, batch by batch; each batch ends with its count, of which only a total is kept."""
    total = 0
    while batch := list(islice(hits, _BATCH)):
        written = StringIO()
        total += write_jsonl(batch, written)
        yield written.getvalue().rstrip("\n").rpartition("\n")[0] + "\n"
    yield json.dumps({"count": total, "complete": True}) + "\n"


def _csv(hits: Iterator[Hit]) -> Iterator[str]:
    """The rows of `write_csv`, batch by batch; only the first batch keeps its header."""
    first = list(islice(hits, _BATCH))
    written = StringIO(newline="")
    write_csv(first, written, bom=True)
    yield written.getvalue()
    while batch := list(islice(hits, _BATCH)):
        written = StringIO(newline="")
        write_csv(batch, written)
        yield written.getvalue().partition("\r\n")[2]
