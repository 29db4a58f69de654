"""The forms of an export, and the one loop that writes them.

How a file that was cut off is told from a whole one:

    jsonl    the last line is {"count": N, "complete": true}
    csl      a JSON array: without its closing bracket it cannot be read
    bibtex   the last entry is @comment{fauxlex: N entries, complete}
    csv, ris readers would take a line more for a row or record, so the count is told beside: on stderr by the command line
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from index.base import Hit, hit_json
from index.export import cells, citations

EXCERPTS = 3
"""The extracts that an export asks for: what shows the words searched for, and no more of a text than a citation needs."""

Record = Callable[[Hit, Mapping[str, str]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How hits are written: what stands before all, a hit (given the names of outlets by id), what parts two, and what stands after `count`."""

    suffix: str
    media_type: str
    record: Record
    begin: str = ""
    between: str = ""
    end: Callable[[int], str] = lambda _count: ""


def csv_form(*, separator: str = ",", bom: bool = True) -> Form:
    """A table; with a byte order mark where `bom`."""
    begin = (cells.BOM if bom else "") + cells.header(separator)
    return Form(suffix="csv", media_type="text/csv", begin=begin, record=lambda hit, _outlets: cells.row(hit, separator))


def _jsonl(hit: Hit, _outlets: Mapping[str, str]) -> str:
    """A hit in the words of the JSON contract; its score belongs to a search, not to an export."""
    record = hit_json(hit) | {"outlet_country": hit.outlet_country, "excerpts": list(hit.excerpts)}
    del record["score"]
    return json.dumps(record, ensure_ascii=False) + "\n"


FORMS: Mapping[str, Form] = {
    "jsonl": Form(
        suffix="jsonl",
        media_type="application/x-ndjson",
        record=_jsonl,
        end=lambda count: json.dumps({"count": count, "complete": True}) + "\n",
    ),
    "csv": csv_form(),
    "ris": Form(suffix="ris", media_type="application/x-research-info-systems", record=citations.ris),
    "bibtex": Form(
        suffix="bib",
        media_type="application/x-bibtex",
        record=citations.bibtex,
        end=lambda count: f"@comment{{fauxlex: {count} entries, complete}}\n",
    ),
    "csl": Form(
        suffix="json",
        media_type="application/vnd.citationstyles.csl+json",
        begin="[\n",
        record=citations.csl,
        between=",\n",
        end=lambda count: "\n]\n" if count else "]\n",
    ),
}


def chunks(hits: Iterable[Hit], form: Form, outlets: Mapping[str, str] | None = None, *, written: int = 0) -> Iterator[str]:
    """An export piece by piece.

    Args:
        hits: what to write.
        form: one of FORMS, or of `csv_form`.
        outlets: names of outlets by id; the id where one is missing.
        written: how many hits were written before, of an export that goes on: what stands before all is left out then.
    """
    if not written:
        yield form.begin
    count = written
    for hit in hits:
        yield (form.between if count else "") + form.record(hit, outlets or {})
        count += 1
    yield form.end(count)


def write(hits: Iterable[Hit], form: Form, out: TextIO, outlets: Mapping[str, str] | None = None, *, written: int = 0) -> int:
    """Writes an export to `out`, opened with newline="" so that line ends stay as they are; how many hits it has now (see `chunks`)."""
    count = written - 1 if written else -2  # what stands before and after all are pieces too
    for piece in chunks(hits, form, outlets, written=written):
        out.write(piece)
        count += 1
    return count
