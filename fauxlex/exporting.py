"""`export`: a whole result as a file, which can go on where it was cut off."""

import csv
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

import click

from core.errors import UsageError
from core.settings import Settings
from fauxlex.backends import open_index
from fauxlex.find import filter_options, query_of
from fauxlex.options import INDEX_SETTINGS, with_settings
from fauxlex.talk import counted, say, set_up_log
from index.base import MAX_LIMIT, After, Index, Query
from index.export import CSV_COLUMNS, EXCERPTS, FORMS, Form, csv_form, write

RESUMABLE = ("jsonl", "csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What a file holds of an export: whole records, where the last ends, and which article it is; `complete` where nothing is missing."""

    written: int = 0
    end: int = 0
    after: After | None = None
    complete: bool = False


@click.command()
@click.argument("words", nargs=-1, metavar="QUERY")
@filter_options
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="jsonl", show_default=True)
@click.option("--bom/--no-bom", default=True, help="begin CSV with a byte order mark, for Excel (default: yes)")
@click.option("--semicolon", is_flag=True, help="part the cells of CSV by ; as spreadsheets in French expect")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="write to this file instead of stdout")
@click.option("--resume", is_flag=True, help="go on with FILE where it was cut off (jsonl and csv)")
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings(*INDEX_SETTINGS)
def export(words: Sequence[str], settings: Settings, **given: Any) -> int:
    """Writes every article of a search to stdout or a file, newest first."""
    set_up_log(settings)
    name, output = given["form"], given["output"]
    if given["resume"] and (output is None or name not in RESUMABLE):
        raise UsageError(f"--resume needs --output FILE and one of --format {', '.join(RESUMABLE)}")
    if given["resume"] and given["collapse"]:
        raise UsageError("--resume cannot know which stories are told already; begin anew, or leave --collapse out")
    form = csv_form(separator=";" if given["semicolon"] else ",", bom=given["bom"]) if name == "csv" else FORMS[name]
    query = replace(query_of(words, given), sort="date", limit=MAX_LIMIT, excerpts=EXCERPTS)
    found = open_index(settings)
    try:
        if output is None:
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(newline="")
            count = _written(found, query, (form, Begun()), sys.stdout)
        else:
            count = _to_file(found, query, form, output, resume=given["resume"])
    finally:
        found.close()
    say(f"wrote {counted(count)}", quiet=given["quiet"])
    return 0


def _to_file(found: Index, query: Query, form: Form, path: Path, *, resume: bool) -> int:
    """Writes to a file, going on after its last whole record where it is there; how many records it has then."""
    begun = begun_in(path, form) if resume and path.exists() else Begun()
    if begun.complete:
        return begun.written
    with path.open("r+" if begun.written else "w", encoding="utf-8", errors="backslashreplace", newline="") as out:
        if begun.written:
            out.seek(begun.end)
            out.truncate()
        return _written(found, query, (form, begun), out)


def _written(found: Index, query: Query, begun: tuple[Form, Begun], out: TextIO) -> int:
    form, before = begun
    return write(found.scan(query, before.after), form, out, written=before.written)


def begun_in(path: Path, form: Form) -> Begun:
    """What a file holds of an export in a form of lines.

    Raises:
        UsageError: it holds something else.
    """
    begun = Begun()
    with path.open("rb") as lines:
        for number, line in enumerate(lines):
            if not line.endswith(b"\n"):
                break
            end = begun.end + len(line)
            if form.suffix == "csv" and number == 0:
                if line.decode("utf-8-sig").strip() != form.begin.removeprefix("\ufeff").strip():
                    raise UsageError(
                        f"{path} does not begin as this export does; name another file, or give the options that it was begun with"
                    )
                begun = replace(begun, end=end)
                continue
            record = _csv_record(line, form) if form.suffix == "csv" else _json_record(line)
            if record is None:
                raise UsageError(f"{path} line {number + 1} is no record of an export; name another file")
            if "complete" in record:
                return replace(begun, complete=True)
            after = After(id=record["id"], published_at=record["published_at"] or None)
            begun = Begun(written=begun.written + 1, end=end, after=after)
    return begun


def _json_record(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    known = isinstance(record, dict) and ("complete" in record or {"id", "published_at"} <= record.keys())
    return record if known else None


def _csv_record(line: bytes, form: Form) -> dict[str, Any] | None:
    separator = form.begin.removeprefix("\ufeff")[len(CSV_COLUMNS[0])]
    cells = next(csv.reader([line.decode("utf-8", "replace")], delimiter=separator), [])
    return dict(zip(CSV_COLUMNS, cells, strict=True)) if len(cells) == len(CSV_COLUMNS) else None
