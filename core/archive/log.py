"""The archive's file, its transactions, its one sequence of changes, and the watermarks and locks of those who follow it."""

import fcntl
import json
import os
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, IntegrityError

from core.archive import schema
from core.errors import ArchiveError, ArchiveFullError, ConsumerBusyError
from core.settings import without_credentials

BUSY_TIMEOUT_S = 30.0
"""How long a writer waits for another one: SQLite serialises them."""

_AGAIN_S = 0.05

FOLLOWED: Mapping[str, tuple[str, ...]] = {
    "extract": ("fetch", "refusal"),
    "tag": ("article",),
    "index": ("annotation", "removal", "retagging"),
}
"""The consumers of the archive, and the kinds of changes that each follows."""

ORPHANS_S = 5.0
"""How long the children of a killed process may take to notice that it is gone."""


def now_text() -> str:
    """The present moment, UTC, as the archive writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of the archive.

    Attributes:
        kind: fetch, refusal, article, annotation, removal or retagging.
        ref: a fetch id, a refused address, an article id, or the number of a tagging that readers have switched to.
    """

    seq: int
    kind: str
    ref: str


class Log:
    """Opens `home/archive.sqlite` and hands out transactions over it."""

    def __init__(self, home: Path) -> None:
        """Opens or makes the archive's file.

        Raises:
            ArchiveError: the folder or file cannot be opened or is not an archive.
            ArchiveVersionError: a newer Fauxlex wrote it.
        """
        self.home = home
        self.path = home / "archive.sqlite"
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as err:
            raise ArchiveError(f"{home}: cannot be made or opened ({err.strerror}); name another folder with --home") from err
        self.engine = sa.create_engine(f"sqlite:///{self.path}", connect_args={"timeout": BUSY_TIMEOUT_S, "check_same_thread": False})
        sa.event.listen(self.engine, "connect", _on_connect)
        sa.event.listen(self.engine, "begin", _on_begin)
        self._prepare(time.monotonic() + BUSY_TIMEOUT_S)

    def _prepare(self, until: float) -> None:
        """Makes or checks the tables. While another process makes the file, SQLite says that it is locked without waiting as it does else."""
        while True:
            try:
                schema.prepare(self.engine, self.path)
                return
            except DatabaseError as err:
                if "locked" not in str(err.orig):
                    raise ArchiveError(
                        f"{self.path}: {err.orig}; it is not a Fauxlex archive or is damaged: restore it or name another --home"
                    ) from err
                if time.monotonic() > until:
                    raise _readable(err, self.path) from err
            time.sleep(_AGAIN_S)

    def close(self) -> None:
        """Closes every connection."""
        self.engine.dispose()

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A write transaction: committed on leaving, undone on any error.

        Raises:
            ArchiveFullError: the disk is full; nothing of this transaction was kept.
        """
        try:
            with self.engine.connect().execution_options(fauxlex_write=True) as connection, connection.begin():
                yield connection
        except IntegrityError:
            raise  # a mistake of ours, not of the disk
        except DatabaseError as err:
            raise _readable(err, self.path) from err

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A read transaction: one consistent state, also while others write.

        Raises:
            ArchiveError: the file cannot be read.
        """
        try:
            with self.engine.connect() as connection, connection.begin():
                yield connection
        except DatabaseError as err:
            raise _readable(err, self.path) from err

    def record(self, tx: sa.Connection, kind: str, ref: str) -> int:
        """Gives a change its number inside the transaction that makes it."""
        row = tx.execute(schema.changes.insert().values(kind=kind, ref=ref, at=now_text()))
        return int(row.inserted_primary_key[0]) if row.inserted_primary_key else 0

    def changes_after(self, seq: int, kinds: Sequence[str], limit: int) -> list[Change]:
        """The next changes of `kinds` after number `seq`, in order."""
        table = schema.changes
        query = (
            sa.select(table.c.seq, table.c.kind, table.c.ref)
            .where(table.c.seq > seq, table.c.kind.in_(kinds))
            .order_by(table.c.seq)
            .limit(limit)
        )
        with self.read() as tx:
            return [Change(seq=row.seq, kind=row.kind, ref=row.ref) for row in tx.execute(query)]

    def count_after(self, seq: int, kinds: Sequence[str]) -> int:
        """How many changes of `kinds` there are after number `seq`."""
        table = schema.changes
        with self.read() as tx:
            return int(tx.execute(sa.select(sa.func.count()).where(table.c.seq > seq, table.c.kind.in_(kinds))).scalar_one())

    def last_seq(self) -> int:
        """The number of the newest change; 0 for an empty archive."""
        with self.read() as tx:
            return int(tx.execute(sa.select(sa.func.coalesce(sa.func.max(schema.changes.c.seq), 0))).scalar_one())

    def watermark(self, consumer: str, generation: str = "") -> int:
        """How far `consumer` has come (in `generation`, for an index); 0 if it never began."""
        table = schema.watermarks
        query = sa.select(table.c.seq).where(table.c.consumer == consumer, table.c.generation == generation)
        with self.read() as tx:
            return int(tx.execute(query).scalar() or 0)

    def set_watermark(self, consumer: str, seq: int, generation: str = "", tx: sa.Connection | None = None) -> None:
        """Moves a watermark; inside `tx` where the effect is in the archive too, else after the effect is durable."""
        if tx is None:
            with self.write() as own:
                self.set_watermark(consumer, seq, generation, own)
            return
        tx.execute(
            sa.text(
                "INSERT INTO watermarks (consumer, generation, seq, at) VALUES (:c, :g, :s, :a) "
                "ON CONFLICT (consumer, generation) DO UPDATE SET seq = excluded.seq, at = excluded.at"
            ),
            {"c": consumer, "g": generation, "s": seq, "a": now_text()},
        )

    @contextmanager
    def consumer(self, name: str) -> Iterator[int]:
        """Holds the lock of consumer `name`; a killed process frees it by dying.

        Yields:
            The lock's file descriptor: a child process that works for this consumer keeps it open, so that the lock ends with both.

        Raises:
            ConsumerBusyError: another process holds it; the message names that process.
            ArchiveError: the lock cannot be made.
        """
        folder = self.home / "locks"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            opened = (folder / f"{name}.lock").open("a+", encoding="utf8")
        except OSError as err:
            raise ArchiveError(f"{folder}: {err.strerror}; check the rights of the folder or name another --home") from err
        with opened as handle:
            _take_lock(handle, name)
            handle.truncate(0)
            mine = {
                "pid": os.getpid(),
                "host": socket.gethostname(),
                "command": without_credentials(" ".join(sys.argv[:4])) or "python",
                "since": now_text(),
            }
            handle.write(json.dumps(mine))
            handle.flush()
            yield handle.fileno()


def _take_lock(handle: TextIO, name: str) -> None:
    """Takes the lock. Where its holder was killed just now, its children need a moment to notice: they get `ORPHANS_S`."""
    deadline = time.monotonic() + ORPHANS_S
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as err:
            handle.seek(0)
            holder = _holder(handle.read())
            if time.monotonic() > deadline or not _is_gone(holder):
                raise ConsumerBusyError(f"'{name}' is already being run by {_named(holder)}; wait for it or stop it") from err
        time.sleep(0.05)


def _holder(text: str) -> dict[str, Any]:
    """What the lock's file says of its holder; nothing where it is just being written."""
    try:
        row = json.loads(text)
    except ValueError:
        return {}
    return row if isinstance(row, dict) else {}


def _is_gone(row: dict[str, Any]) -> bool:
    """Whether the process that took the lock has died on this machine."""
    if row.get("host") != socket.gethostname() or not isinstance(row.get("pid"), int):
        return False
    try:
        os.kill(row["pid"], 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _named(row: dict[str, Any]) -> str:
    if not {"pid", "host", "command", "since"} <= row.keys():
        return "another process"
    return f"process {row['pid']} on {row['host']} ({row['command']}, since {row['since']})"


def _on_connect(connection: Any, _record: Any) -> None:
    """Sets WAL, durable commits and SQLAlchemy's own transaction control on a new connection."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what is removed on request is overwritten, not only forgotten
    cursor.close()


def _on_begin(connection: sa.Connection) -> None:
    """Takes the write lock at once in writers, so that two of them queue instead of failing halfway."""
    write = connection.get_execution_options().get("fauxlex_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _readable(err: DatabaseError, path: Path) -> ArchiveError:
    said = str(err.orig)
    if "full" in said:
        return ArchiveFullError(f"{path}: the disk is full; nothing of this step was kept: free space and start again")
    if "readonly" in said or "read-only" in said:
        return ArchiveError(f"{path}: cannot be written ({said}); check the rights of the folder or name another --home")
    if "locked" in said:
        return ArchiveError(f"{path}: another process has been writing for over {BUSY_TIMEOUT_S:.0f} s; wait for it or stop it")
    if "malformed" in said or "not a database" in said:
        return ArchiveError(
            f"{path}: the file is damaged ({said}); restore it from a copy, or begin with another --home and import the WARC files"
        )
    return ArchiveError(f"{path}: {said}; run `python -m fauxlex doctor`")
