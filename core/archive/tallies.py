"""Named counts of what passed through a stage: what is counted in is counted out again, kept or left out."""

from collections.abc import Mapping
from typing import Literal

import sqlalchemy as sa

_ADD = sa.text(
    "INSERT INTO tallies (source, stage, kind, name, count) VALUES (:source, :stage, :kind, :name, :count) "
    "ON CONFLICT (source, stage, kind, name) DO UPDATE SET count = count + excluded.count"
)

TallyKind = Literal["in", "kept", "left_out"]


def add(tx: sa.Connection, source: str, stage: str, kind: TallyKind, counts: Mapping[str, int]) -> None:
    """Adds to counts of a stage inside the transaction that makes them true."""
    for name, count in counts.items():
        if count:
            tx.execute(_ADD, {"source": source, "stage": stage, "kind": kind, "name": name[:300], "count": count})


def add_one(tx: sa.Connection, source: str, stage: str, kind: TallyKind, name: str) -> None:
    """Counts one thing that came to its end: in, and under its name."""
    add(tx, source, stage, "in", {"all": 1})
    add(tx, source, stage, kind, {name: 1})
