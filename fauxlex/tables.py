"""Tables of articles as rows for `import`: our own CSV, Media Cloud's exports of stories, and any table with such columns."""

import csv
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from core.errors import UsageError
from fauxlex.lines import Tally

COLUMNS = {
    "id": "id", "url": "url", "title": "title", "text": "text", "html": "html", "source": "source", "language": "language", "authors": "authors",
    "outlet_country": "outlet_country", "country": "outlet_country", "published_at": "published_at", "updated_at": "updated_at",
    # Media Cloud: search.mediacloud.org and the older Explorer
    "stories_id": "id", "publish_date": "published_at", "media_name": "source", "media_url": "source",
}  # fmt: skip
"""The columns that are read, and the field of a row that each fills; of two that fill one, the first that is not empty counts."""

_SEPARATORS = ",;\t"
_NEUTRALISED = ("'=", "'+", "'-", "'@", "'＝", "'＋", "'－", "'＠", "'|", "'%")  # as our export has what a spreadsheet would run
_MOST_CHARACTERS = 10_000_000  # of one cell

csv.field_size_limit(_MOST_CHARACTERS)


def table_rows(source: BinaryIO, tally: Tally) -> Iterator[dict[str, Any]]:
    """The rows of a CSV table in UTF-8, as `read_rows` gives those of JSON lines; a bad one becomes `{"id", "error"}`.

    Args:
        source: with a header; cells parted by comma, semicolon or tab; a byte order mark is passed over.
        tally: counts what is read.

    Raises:
        UsageError: it is not UTF-8, or its header names no column that says which article a row is.
    """
    text = io.TextIOWrapper(source, encoding="utf-8-sig", errors="strict", newline="")
    try:
        header = text.readline()
        separator = max(_SEPARATORS, key=header.count)
        names = [COLUMNS.get(name.strip().lower()) for name in next(csv.reader([header], delimiter=separator), [])]
        if not {"url", "id"} & set(names) or not {"title", "text", "html"} & set(names):
            raise UsageError(f"the table's header is {header.strip()[:100]!r}; it needs a column url or id, and title or text")
        for number, cells in enumerate(csv.reader(text, delimiter=separator, strict=True), 2):
            if any(cell.strip() for cell in cells):
                tally.read += 1
                yield _row(names, cells, number)
    except UnicodeDecodeError as err:
        raise UsageError(f"the table is not UTF-8 (byte {err.start}); save it as CSV UTF-8") from err
    except csv.Error as err:
        raise UsageError(f"the table cannot be read after row {tally.read + 1} ({err}); check its quotes") from err
    finally:
        text.detach()  # else the stream that was handed in would be closed with this one


def _row(names: list[str | None], cells: list[str], number: int) -> dict[str, Any]:
    if len(cells) != len(names):
        return {"id": None, "error": f"row {number} has {len(cells)} cells, the header {len(names)}; check its quotes and separators"}
    row: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=True):
        if name is not None and cell.strip() and name not in row:
            row[name] = unguarded(cell)
    if "authors" in row:
        row["authors"] = [author.strip() for author in row["authors"].split(";") if author.strip()]
    return row


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that our own exports put before what a spreadsheet would run."""
    return cell[1:] if cell.startswith(_NEUTRALISED) else cell
