"""Copies of an archive, made while it is being written, and back again.

A copy is a folder: a snapshot of the archive's file (SQLite's own online backup, one consistent state), the WARC files that it speaks of, the
ledger of removals, files beside them that the caller names, and `manifest.json` with the size and SHA-256 of each. The index is not in it: it is
made again from the archive. The snapshot comes first, so that every record it speaks of is in the WARC files copied after it.
"""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from core.archive import Archive, now_text, removal, schema
from core.errors import ArchiveError, ArchiveFullError

MANIFEST = "manifest.json"
DATABASE = "archive.sqlite"
CHUNK = 1 << 20


def backup(archive: Archive, target: Path, beside: Sequence[str] = ()) -> dict[str, int]:
    """Copies an archive that others may be writing.

    Args:
        archive: what. target: a folder; files that an earlier copy in it holds unchanged are not copied again.
        beside: patterns of further files in the archive's home, as `folder/*.gz`.

    Returns:
        Counts: files and bytes copied, files unchanged.

    Raises:
        ArchiveError: the folder cannot be written, or the disk is full; an earlier copy's manifest is then gone, and it cannot be restored.
    """
    before = _read_manifest(target) if (target / MANIFEST).is_file() else {}
    counts = {"files": 0, "bytes": 0, "unchanged": 0}
    files: dict[str, dict[str, Any]] = {}
    try:
        (target / "warc").mkdir(parents=True, exist_ok=True)
        (target / MANIFEST).unlink(missing_ok=True)
        _snapshot(archive.log.path, target / DATABASE)
        names = [DATABASE, *sorted(f"warc/{name}" for name in archive.crawl.warc_ends() if name)]
        if (archive.home / removal.LEDGER).is_file():
            names.append(removal.LEDGER)
        names += sorted(path.relative_to(archive.home).as_posix() for pattern in beside for path in archive.home.glob(pattern))
        for name in names:
            source = archive.home / name
            stamp = source.stat().st_mtime_ns if name != DATABASE else 0
            known = before.get(name)
            if (
                name != DATABASE
                and known
                and (known["size"], known["stamp"]) == (source.stat().st_size, stamp)
                and (target / name).is_file()
            ):
                files[name] = known
                counts["unchanged"] += 1
                continue
            if name != DATABASE:
                _copy(source, target / name)
            files[name] = {"size": (target / name).stat().st_size, "sha256": _digest(target / name), "stamp": stamp}
            counts["files"] += 1
            counts["bytes"] += files[name]["size"]
        manifest = {"made_at": now_text(), "schema_version": schema.SCHEMA_VERSION, "files": files}
        (target / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf8")
        for name in before.keys() - files.keys():  # what was removed since must not stay in the copy
            (target / name).unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as err:
        kind = ArchiveFullError if "full" in str(err) or getattr(err, "errno", None) == 28 else ArchiveError
        raise kind(f"{target}: the copy was not finished ({err}); free space or name another folder, and start again") from err
    return counts


def check(source: Path) -> Mapping[str, Any]:
    """Compares a copy with its manifest; returns that of its files.

    Raises:
        ArchiveError: it is none, or a file is missing or changed.
    """
    files = _read_manifest(source)
    for name, known in files.items():
        path = source / name
        if not path.is_file() or path.stat().st_size != known["size"] or _digest(path) != known["sha256"]:
            raise ArchiveError(f"{path}: missing, or not what was copied; take another copy")
    with closing(sqlite3.connect(f"file:{source / DATABASE}?mode=ro", uri=True)) as database:
        (found,) = database.execute("PRAGMA integrity_check").fetchone()
    if found != "ok":
        raise ArchiveError(f"{source / DATABASE}: damaged ({found}); take another copy")
    return files


def restore(source: Path, home: Path, ledgers: tuple[Path, ...] = ()) -> dict[str, int]:
    """Makes an archive of a copy.

    Args:
        source: the copy. home: a folder without an archive; a ledger of removals that lies in it is obeyed.
        ledgers: further ledgers of removals made since the copy.

    Returns:
        Counts: files, fetches whose record was found, articles removed again.

    Raises:
        ArchiveError: the copy is not whole, `home` holds an archive, or a record is not where the archive says.
    """
    if (home / DATABASE).exists():
        raise ArchiveError(f"{home}: there is an archive already; name an empty folder with --home, or move this one away")
    files = check(source)
    known = [row for path in (source / removal.LEDGER, home / removal.LEDGER, *ledgers) for row in removal.read_ledger(path)]
    try:
        (home / "warc").mkdir(parents=True, exist_ok=True)
        for name in files:
            if name not in (DATABASE, removal.LEDGER):
                _copy(source / name, home / name)
        _copy(source / DATABASE, home / (DATABASE + ".new"))
        os.replace(home / (DATABASE + ".new"), home / DATABASE)  # last: a torn restore is no archive
    except OSError as err:
        raise ArchiveError(f"{home}: the copy was not restored ({err}); free space or name another folder, and start again") from err
    archive = Archive(home)
    try:
        archive.warc.repair(archive.crawl.warc_ends())
        again = removal.apply(archive, known)
        return {"files": len(files), "fetches": _found(archive), "removed again": again}
    finally:
        archive.close()


def _found(archive: Archive) -> int:
    """How many fetches there are whose record can be read at its place.

    Raises:
        ArchiveError: one cannot.
    """
    start = count = 0
    while batch := archive.log.changes_after(start, ["fetch"], 1000):
        for change in batch:
            fetch = archive.crawl.fetch(change.ref)
            if fetch is not None and fetch.warc_file:
                archive.warc.read(fetch.warc_file, fetch.warc_offset)
                count += 1
        start = batch[-1].seq
    return count


def _snapshot(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy, pages=4096, sleep=0.005)
        copy.execute("PRAGMA journal_mode = DELETE")


def _copy(source: Path, target: Path) -> None:
    """Copies a file durably; what is appended to it meanwhile may be in the copy or not."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as read, target.open("wb") as written:
        shutil.copyfileobj(read, written, CHUNK)
        written.flush()
        os.fsync(written.fileno())


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        files: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf8"))["files"]
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise ArchiveError(f"{folder}: no finished copy of an archive ({MANIFEST}: {err}); name a folder that `backup` wrote") from err
    return files


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
