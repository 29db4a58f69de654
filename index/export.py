"""Hits as files: JSON Lines and CSV, written as they come, so that an export of any size takes the same memory.

JSONL ends with a line of its own, `{"count": N, "complete": true}`: a file without it was cut off. CSV readers take every line for a row, so
there the count is returned for the caller to tell (the command line writes it to stderr).

A cell that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises ("CSV Injection"); numbers are left alone.
"""

import csv
import json
from collections.abc import Iterable
from typing import TextIO

from index.base import Hit
from language.normal import clean

CSV_COLUMNS: tuple[str, ...] = (
    "id", "url", "title", "source", "outlet_country", "published_at", "language", "relevance", "topics", "jurisdictions_primary",
    "jurisdictions_mentioned", "story", "snippet",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
_BOM = "\ufeff"


def write_jsonl(hits: Iterable[Hit], out: TextIO) -> int:
    """Writes one JSON object a line, and a last line that says how many; returns the count."""
    count = 0
    for hit in hits:
        out.write(json.dumps(_record(hit), ensure_ascii=False) + "\n")
        count += 1
    out.write(json.dumps({"count": count, "complete": True}) + "\n")
    return count


def write_csv(hits: Iterable[Hit], out: TextIO, bom: bool = False) -> int:
    """Writes a header and one row a hit; returns the count.

    Args:
        hits: what to write.
        out: opened with newline="" so that line ends stay CRLF (RFC 4180).
        bom: begin with a byte order mark: Excel takes UTF-8 without one for the local code page.
    """
    if bom:
        out.write(_BOM)
    writer = csv.writer(out)
    writer.writerow(CSV_COLUMNS)
    count = 0
    for hit in hits:
        writer.writerow(_row(hit))
        count += 1
    return count


def safe_cell(value: str | None) -> str:
    """A text as a cell that no spreadsheet runs: control characters out, line breaks as blanks, an apostrophe before what begins a formula."""
    text = clean(" ".join((value or "").split("\0")))
    begin = text.lstrip()
    if text.startswith(_FORMULA) or begin.startswith(_FORMULA):
        text = f"'{text}"
    return " ".join(text.splitlines())


def _record(hit: Hit) -> dict[str, object]:
    """A hit in the words of the JSON contract; its score belongs to a search, not to an export."""
    return {
        "id": hit.id,
        "url": hit.url,
        "title": hit.title,
        "source": hit.source,
        "outlet_country": hit.outlet_country,
        "published_at": hit.published_at,
        "language": hit.language,
        "relevance": hit.relevance,
        "topics": [{"code": code, "score": round(score, 4)} for code, score in hit.topics],
        "jurisdictions": [{"code": code, "role": role} for code, role in hit.jurisdictions],
        "story": hit.story,
        "snippet": hit.snippet.text,
    }


def _row(hit: Hit) -> list[str]:
    """A hit as cells; several codes in one cell are parted by semicolons."""
    codes = {role: ";".join(code for code, one in hit.jurisdictions if one == role) for role in ("primary", "mentioned")}
    topics = ";".join(code for code, _ in hit.topics)
    cells = (
        hit.id, hit.url, hit.title, hit.source, hit.outlet_country, hit.published_at, hit.language, hit.relevance, topics,
        codes["primary"], codes["mentioned"], hit.story, hit.snippet.text,
    )  # fmt: skip
    return [safe_cell(cell) for cell in cells]
