"""Rows for spreadsheets.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises ("CSV Injection"); numbers are left alone.
"""

import csv
import io
from collections.abc import Iterable

from index.base import Hit
from language.normal import clean

CSV_COLUMNS: tuple[str, ...] = (
    "id", "url", "title", "source", "outlet_country", "published_at", "language", "relevance", "topics", "jurisdictions_primary",
    "jurisdictions_mentioned", "story", "snippet", "snippet_2", "snippet_3", "corrected",
)  # fmt: skip

BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def header(separator: str) -> str:
    """The names of the columns as a line."""
    return _line(list(CSV_COLUMNS), separator)


def row(hit: Hit, separator: str) -> str:
    """A hit as a line; several codes in one cell are parted by semicolons."""
    codes = {role: ";".join(code for code, one in hit.jurisdictions if one == role) for role in ("primary", "mentioned")}
    topics = ";".join(code for code, _ in hit.topics)
    further = [snippet.text for snippet in hit.more[:2]]
    cells = (
        hit.id, hit.url, hit.title, hit.source, hit.outlet_country, hit.published_at, hit.language, hit.relevance, topics,
        codes["primary"], codes["mentioned"], hit.story, hit.snippet.text, *further, *[None] * (2 - len(further)),
        ";".join(hit.corrected),
    )  # fmt: skip
    return _line([safe_cell(cell) for cell in cells], separator)


def safe_cell(value: str | None) -> str:
    """A text as a cell that no spreadsheet runs: control characters out, line breaks as blanks, an apostrophe before what begins a formula."""
    text = clean(" ".join((value or "").split("\0")))
    begin = text.lstrip()
    if text.startswith(_FORMULA) or begin.startswith(_FORMULA):
        text = f"'{text}"
    return " ".join(text.splitlines())


def table(rows: Iterable[list[str]], separator: str) -> str:
    """Rows of cells as a file for spreadsheets; with a byte order mark, because Excel takes UTF-8 without one for the local code page."""
    return BOM + "".join(_line(cells, separator) for cells in rows)


def _line(cells: list[str], separator: str) -> str:
    """Cells as a line that ends in CRLF (RFC 4180)."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerow(cells)
    return out.getvalue()
