"""Whole results as files, streamed in constant memory, in the formats of `index.export`."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import chain, islice
from threading import BoundedSemaphore

from starlette.responses import Response, StreamingResponse

from core.errors import IndexUnavailableError, UsageError
from index.base import After, Hit
from index.export import EXCERPTS, FORMS, Form, chunks, csv_form
from web.context import Context, source_names
from web.params import read_state
from web.views.hits import quiet_hits

MOST_AT_ONCE = 4
"""Exports at the same time: each holds a reader of the index for as long as its client takes."""
_slots = BoundedSemaphore(MOST_AT_ONCE)
_BATCH = 100
SEPARATORS = {"comma": ",", "semicolon": ";"}
OWN = ("separator", "after", "after_date")
"""Parameters of exports beside those of a search: `after` and `after_date` are id and published_at of the last article of a file that was cut off."""


def jsonl(ctx: Context) -> Response:
    """Every hit as a line of JSON; the last line says how many there were, so that a cut file can be told."""
    return _stream(ctx, FORMS["jsonl"])


def csv(ctx: Context) -> Response:
    """Every hit as a row: UTF-8 with a byte order mark for spreadsheets, formula cells made harmless; `separator=semicolon` for French Excel."""
    return _stream(ctx, csv_form(separator=separator_of(ctx)))


def separator_of(ctx: Context) -> str:
    """The character between cells that the parameter `separator` asks for."""
    chosen = [value for name, value in ctx.pairs if name == "separator"]
    if any(value not in SEPARATORS for value in chosen):
        raise UsageError(f"separator={chosen[0][:40]!r} is not one of {', '.join(SEPARATORS)}")
    return SEPARATORS[chosen[-1]] if chosen else ","


def ris(ctx: Context) -> Response:
    """Every hit as a reference in RIS."""
    return _stream(ctx, FORMS["ris"])


def bibtex(ctx: Context) -> Response:
    """Every hit as a reference in BibTeX."""
    return _stream(ctx, FORMS["bibtex"])


def csl(ctx: Context) -> Response:
    """Every hit as an item of CSL-JSON."""
    return _stream(ctx, FORMS["csl"])


@contextmanager
def slot() -> Iterator[None]:
    """One of the places for what reads a whole result; raises `IndexUnavailableError` where all are taken."""
    if not _slots.acquire(blocking=False):
        raise IndexUnavailableError(f"{MOST_AT_ONCE} exports are running already", retry_after_s=30)
    try:
        yield
    finally:
        _slots.release()


def _stream(ctx: Context, form: Form) -> Response:
    own = {name: value for name, value in ctx.pairs if name in OWN}
    query = replace(read_state([(name, value) for name, value in ctx.pairs if name not in OWN]).stream().query(), excerpts=EXCERPTS)
    after = After(id=own["after"], published_at=own.get("after_date")) if "after" in own else None
    return sent(ctx, form, lambda: ctx.site.index.scan(query, after))


def sent(ctx: Context, form: Form, scan: Callable[[], Iterator[Hit]]) -> Response:
    """The hits of `scan` as a file, which begins once the first is there; raises `IndexUnavailableError` where too many are being sent."""
    if not _slots.acquire(blocking=False):
        raise IndexUnavailableError(f"{MOST_AT_ONCE} exports are running already", retry_after_s=30)
    with ExitStack() as undo:
        undo.callback(_slots.release)
        sources = ctx.site.archive.sources()
        hits = quiet_hits(scan(), sources)
        # One hit is read ahead, so that a query that cannot be read fails before the answer begins.
        ahead = list(islice(hits, 1))
        body = _Released(_batches(chunks(chain(ahead, hits), form, source_names(sources))))
        undo.pop_all()
    headers = {"content-disposition": f'attachment; filename="fauxlex.{form.suffix}"', "cache-control": "no-store"}
    return StreamingResponse(body, headers=headers, media_type=f"{form.media_type}; charset=utf-8")


def _batches(pieces: Iterator[str]) -> Iterator[str]:
    """The pieces, a hundred at a time: each piece sent costs a turn of the event loop."""
    while batch := list(islice(pieces, _BATCH)):
        yield "".join(batch)


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
