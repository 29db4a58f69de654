"""Labelled articles as files: JSON lines in the shape of `annotate --jsonl`, or a table for a spreadsheet; read and written.

In a table an empty cell is not given and `none` is known to be empty; topics are parted by semicolons, jurisdictions are `KR primary; US mentioned`,
penalties are JSON, laws either names parted by semicolons or JSON.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, BinaryIO, TextIO

from core.correction import FIELDS
from core.errors import UsageError
from fauxlex.tables import unguarded
from index.export import safe_cell

OWN = ("author", "reason", "at", "withdrawn")
"""Fields of a row that say who corrects, why and when, and whether it was taken back."""

CONTEXT = (
    "id", "url", "title", "text", "source", "publisher", "published_at", "updated_at", "outlet_country", "country", "language", "revision", "kind",
    "uncertain", "gated", "scores", "model", "story", "corrected", "correction", "stratum", "weight", "first_seen",
)  # fmt: skip
"""Fields of a row that say of which article it is and what the tagger said: our own files have them, a person does not set them."""

COLUMNS = (
    "id", "url", "title", "language", "revision", *FIELDS, "author", "reason", "at", "withdrawn_at", "withdrawn_by", "withdrawn_because",
    "correction", "model", "corrected", "stratum", "weight", "text",
)  # fmt: skip
_WITHDRAWN = {"withdrawn_at": "at", "withdrawn_by": "author", "withdrawn_because": "reason"}
_NONE = "none"
_NOT_UTF8 = "is not UTF-8; save the file as UTF-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a file with the line that it ends on, or what is wrong with it."""

    number: int
    row: Mapping[str, Any]
    error: str | None = None

    @property
    def name(self) -> Any:
        """What the row calls its article."""
        return self.row.get("id") or self.row.get("url")


def read(source: BinaryIO) -> Iterator[Line]:
    """The rows of JSON lines or of a table, whichever it is; blank lines are passed over.

    Raises:
        UsageError: a table whose header does not name an article's id or url and a label.
    """
    text = io.TextIOWrapper(source, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        begin, first = next(((number, line) for number, line in enumerate(text, 1) if line.strip()), (1, ""))
        if first.lstrip().startswith("{") or not first:
            yield from _json_lines(chain([first], text), begin)
        else:
            yield from _table(first, text, begin)
    finally:
        text.detach()


def _json_lines(lines: Iterable[str], begin: int) -> Iterator[Line]:
    for number, line in enumerate(lines, begin):
        if line.strip():
            yield _checked(number, *_json(line))


def _json(line: str) -> tuple[Mapping[str, Any], str | None]:
    if not _is_utf8(line):
        return {}, _NOT_UTF8
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as err:
        return {}, f"is not JSON ({str(err)[:100]}); write one object a line"
    if not isinstance(row, dict):
        return {}, f"is not a JSON object but {type(row).__name__}; write one object a line"
    return row, None


def _is_utf8(text: str) -> bool:
    """Whether a text was read from good UTF-8: a bad byte has become a surrogate."""
    return not any("\udc80" <= char <= "\udcff" for char in text)


def _table(header: str, rest: Iterable[str], begin: int) -> Iterator[Line]:
    separator = max(",;\t", key=header.count)
    names = [name.strip().lower() for name in next(csv.reader([header], delimiter=separator))]
    if not {"id", "url"} & set(names) or not set(FIELDS) & set(names):
        raise UsageError(f"the table's header is {header.strip()[:100]!r}; it needs a column id or url, and one of {', '.join(FIELDS)}")
    foreign = [name for name in names if name not in {*COLUMNS, *CONTEXT}]
    if foreign:
        raise UsageError(f"the table has a column '{foreign[0]}'; known are {', '.join(COLUMNS)}")
    rows = csv.reader(rest, delimiter=separator, strict=True)
    try:
        for cells in rows:
            number = rows.line_num + begin
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                yield _checked(number, {}, f"has {len(cells)} cells, the header {len(names)}; check its quotes and separators")
            elif not all(map(_is_utf8, cells)):
                yield _checked(number, {}, _NOT_UTF8)
            else:
                yield _checked(number, *_cells(dict(zip(names, map(unguarded, cells), strict=True))))
    except csv.Error as err:
        raise UsageError(f"the table cannot be read after line {rows.line_num + begin} ({err}); check its quotes") from err


def _cells(cells: Mapping[str, str]) -> tuple[Mapping[str, Any], str | None]:
    """A table's row as an object."""
    row: dict[str, Any] = {name: cell.strip() for name, cell in cells.items() if cell.strip() and name not in _WITHDRAWN}
    gone = {_WITHDRAWN[name]: cell.strip() for name, cell in cells.items() if name in _WITHDRAWN and cell.strip()}
    if gone:
        row["withdrawn"] = gone
    for name in FIELDS:
        cell = row.get(name, "")
        if not cell or name == "relevance":
            continue
        if cell.lower() == _NONE:
            row[name] = []
        elif cell.startswith("[") or name == "penalties":
            try:
                row[name] = json.loads(cell)
            except ValueError as err:
                return row, f"{name} is not JSON ({str(err)[:80]}); write [] or none where there are none"
        else:
            row[name] = [part.strip() for part in cell.split(";") if part.strip()]
    for name in ("revision", "weight"):
        try:
            row |= {name: float(row[name]) if name == "weight" else int(row[name])} if name in row else {}
        except ValueError:
            return row, f"{name} is {row[name]!r}; a number is meant"
    return row, None


def _checked(number: int, row: Mapping[str, Any], error: str | None) -> Line:
    """A row of which nothing would be passed over unseen."""
    foreign = sorted(set(row) - {*FIELDS, *OWN, *CONTEXT})
    if error is None and not row.get("id") and not row.get("url"):
        error = "has neither id nor url of an article"
    elif error is None and foreign:
        error = f"has '{foreign[0]}', which is no field; labels are {', '.join(FIELDS)}"
    return Line(number=number, row=row, error=f"line {number} {error}" if error else None)


def write_jsonl(rows: Iterable[Mapping[str, Any]], out: TextIO) -> int:
    """Writes rows as JSON lines; how many."""
    count = 0
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def write_csv(rows: Iterable[Mapping[str, Any]], out: TextIO) -> int:
    """Writes rows as a table (UTF-8 with a byte order mark, cells that no spreadsheet runs); how many."""
    out.write("\ufeff")
    table = csv.writer(out)
    table.writerow(COLUMNS)
    count = 0
    for row in rows:
        gone = row.get("withdrawn") or {}
        flat = {**row, **{name: gone.get(of) for name, of in _WITHDRAWN.items()}}
        table.writerow([_cell(name, flat.get(name)) for name in COLUMNS])
        count += 1
    return count


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name in FIELDS and not isinstance(value, str):
        return _NONE if not value else safe_cell(_labels(name, value))
    if isinstance(value, list):
        return ";".join(value)
    if isinstance(value, dict):
        return safe_cell("; ".join(f"{key} {part}" for key, part in value.items()))
    return safe_cell(str(value))


def _labels(name: str, items: list[Mapping[str, Any]]) -> str:
    if name == "topics":
        return ";".join(item["code"] for item in items)
    if name == "jurisdictions":
        return ";".join(f"{item['code']} {item['role']}" for item in items)
    return json.dumps(items, ensure_ascii=False)
