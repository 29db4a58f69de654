"""Whole results as files, streamed in constant memory."""

import csv as csv_module
import json
from collections.abc import Callable, Iterator
from io import StringIO
from threading import BoundedSemaphore

from starlette.responses import Response, StreamingResponse

from core.errors import IndexUnavailableError
from index.base import Hit
from web.context import Context
from web.params import read_state

MOST_AT_ONCE = 4
"""Exports at the same time: each holds a reader of the index for as long as its client takes."""
_slots = BoundedSemaphore(MOST_AT_ONCE)
_BATCH = 100
_COLUMNS: dict[str, Callable[[Hit], str]] = {
    "id": lambda hit: hit.id,
    "url": lambda hit: hit.url,
    "title": lambda hit: hit.title or "",
    "source": lambda hit: hit.source or "",
    "outlet_country": lambda hit: hit.outlet_country or "",
    "language": lambda hit: hit.language or "",
    "published_at": lambda hit: hit.published_at or "",
    "first_seen": lambda hit: hit.first_seen or "",
    "relevance": lambda hit: hit.relevance or "",
    "topics": lambda hit: " ".join(code for code, _ in hit.topics),
    "primary_jurisdictions": lambda hit: " ".join(code for code, role in hit.jurisdictions if role == "primary"),
    "mentioned_jurisdictions": lambda hit: " ".join(code for code, role in hit.jurisdictions if role == "mentioned"),
}


def jsonl(ctx: Context) -> Response:
    """Every hit as a line of JSON; the last line, `{"end": true, "count": n}`, tells a whole file from a cut one."""
    return _stream(ctx, "jsonl", "application/x-ndjson", _jsonl)


def csv(ctx: Context) -> Response:
    """Every hit as a row: UTF-8 with a byte order mark for spreadsheets, formula cells made harmless."""
    return _stream(ctx, "csv", "text/csv", _csv)


def harmless(cell: str) -> str:
    """`cell` so that no spreadsheet takes it for a formula (OWASP, CSV injection): an apostrophe before `=`, `+`, `-`, `@` and controls."""
    cell = cell.replace("\0", "")
    return f"'{cell}" if cell.lstrip()[:1] in tuple("=+-@＝＋－＠") or cell[:1] in tuple("\t\r\n") else cell


def _stream(ctx: Context, suffix: str, media_type: str, write: Callable[[Iterator[Hit]], Iterator[str]]) -> Response:
    query = read_state(ctx.pairs).stream().query()
    if not _slots.acquire(blocking=False):
        raise IndexUnavailableError(f"{MOST_AT_ONCE} exports are running already", retry_after_s=30)
    try:
        hits = ctx.site.index.scan(query)
        first = next(hits, None)
    except BaseException:
        # Whatever it was, the slot must not stay taken.
        _slots.release()
        raise
    headers = {"content-disposition": f'attachment; filename="fauxlex.{suffix}"', "cache-control": "no-store"}
    return StreamingResponse(_released(write(_again(first, hits))), headers=headers, media_type=f"{media_type}; charset=utf-8")


def _again(first: Hit | None, rest: Iterator[Hit]) -> Iterator[Hit]:
    """The hits with the one that was read ahead, so that a query that cannot be read fails before the answer begins."""
    if first is not None:
        yield first
        yield from rest


def _released(chunks: Iterator[str]) -> Iterator[bytes]:
    try:
        for chunk in chunks:
            yield chunk.encode("utf-8", "backslashreplace")
    finally:
        _slots.release()


def _jsonl(hits: Iterator[Hit]) -> Iterator[str]:
    count, lines = 0, []
    for hit in hits:
        count += 1
        lines.append(json.dumps(_row(hit), ensure_ascii=False) + "\n")
        if len(lines) == _BATCH:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines) + json.dumps({"end": True, "count": count}) + "\n"


def _csv(hits: Iterator[Hit]) -> Iterator[str]:
    buffer = StringIO(newline="")
    writer = csv_module.writer(buffer, lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow(_COLUMNS)
    for number, hit in enumerate(hits, 1):
        writer.writerow([harmless(column(hit)) for column in _COLUMNS.values()])
        if number % _BATCH == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _row(hit: Hit) -> dict[str, object]:
    """A hit without extract and score: what an export is for is counting and citing."""
    return {
        "id": hit.id,
        "url": hit.url,
        "title": hit.title,
        "source": hit.source,
        "outlet_country": hit.outlet_country,
        "language": hit.language,
        "published_at": hit.published_at,
        "first_seen": hit.first_seen,
        "relevance": hit.relevance,
        "topics": [{"code": code, "score": round(score, 4)} for code, score in hit.topics],
        "jurisdictions": [{"code": code, "role": role} for code, role in hit.jurisdictions],
    }
