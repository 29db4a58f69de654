"""How far files from elsewhere have been taken in: by name and size, so that a stopped import goes on where it was."""

import json
from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa

from core.archive import schema
from core.archive.log import Log, now_text


def place(log: Log, path: Path) -> int:
    """The byte from which a file is to be read: 0 where it is new, or another file under the same name."""
    table = schema.imports
    with log.read() as tx:
        row = tx.execute(sa.select(table).where(table.c.name == path.name)).first()
    return int(row.place) if row and row.size == path.stat().st_size else 0


def advance(log: Log, path: Path, end: int, counts: Mapping[str, int]) -> dict[str, int]:
    """Notes that a file is dealt with up to byte `end`, and adds to its counts; returns the counts of the whole file so far."""
    table, size = schema.imports, path.stat().st_size
    with log.write() as tx:
        row = tx.execute(sa.select(table).where(table.c.name == path.name)).first()
        total: dict[str, int] = json.loads(row.counts) if row and row.size == size else {}
        for name, count in counts.items():
            total[name] = total.get(name, 0) + count
        values = {"name": path.name, "size": size, "place": end, "counts": json.dumps(total), "at": now_text()}
        tx.execute(table.insert().prefix_with("OR REPLACE").values(values))
    return total


def finish(log: Log, path: Path) -> None:
    """Forgets a file that is dealt with to its end: read again, it is read whole."""
    with log.write() as tx:
        tx.execute(schema.imports.delete().where(schema.imports.c.name == path.name))
