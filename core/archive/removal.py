"""Taking an article out for good: text, labels, terms, what feeds said of it, and every raw response; a tombstone keeps it out.

Order: the tombstone first, in one transaction, so that a kill leaves nothing that a reader could still see; then the WARC records, each
marked as erased once it is. `finish` takes up what a kill left over. `removals.jsonl` beside the archive repeats the tombstones, so that a
backup from before the removal can be restored without bringing the article back.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from core.archive import Archive, now_text, schema
from core.archive.crawl import REMOVED
from core.errors import ArchiveError, UsageError
from core.urls import canonical

LEDGER = "removals.jsonl"


def remove(archive: Archive, article_id: str, reason: str, url: str | None = None) -> int:
    """Removes an article that the archive knows.

    Args:
        archive: where. article_id: of the article. reason: kept with the tombstone. url: the address that was named, if one was.

    Returns:
        How many raw responses were overwritten.

    Raises:
        ArchiveError: a WARC record cannot be overwritten; the tombstone stands, and `finish` tries again.
    """
    urls = archive.store.addresses(article_id)
    archive.store.remove(article_id, reason, url)
    _note(archive.home, {"urls": urls, "reason": reason, "at": now_text()})
    return finish(archive)


def remove_url(archive: Archive, url: str, reason: str, *, unseen: bool = False) -> int:
    """Removes the article known under an address.

    Args:
        archive, url, reason: as `remove`. unseen: also where the archive has never seen it, so that it is never taken in.

    Raises:
        UsageError: no web address, or unknown and not `unseen`.
        ArchiveError: as `remove`.
    """
    name = canonical(url)
    if archive.store.id_of(name) is None and not unseen and not _is_fetched(archive, name):
        raise UsageError(f"no article at {name} in {archive.home}; nothing was removed (--unseen keeps it out all the same)")
    return remove(archive, archive.store.reserve([name]), reason, name)


def finish(archive: Archive) -> int:
    """Overwrites every raw response of a removed article that is still there, and forgets what feeds said of it; returns how many."""
    fetches, frontier, refusals = schema.fetches, schema.frontier, schema.refusals
    gone = (
        sa.select(schema.aliases.c.url)
        .join(schema.removals, schema.removals.c.article_id == schema.aliases.c.article_id)
        .where(schema.removals.c.article_id.is_not(None))
    )
    with archive.log.read() as tx:
        left = list(tx.execute(sa.select(fetches).where(fetches.c.url.in_(gone), fetches.c.warc_file != "")).mappings())
    for row in left:
        archive.warc.erase(row["warc_file"], row["warc_offset"])
        with archive.log.write() as tx:
            tx.execute(fetches.update().where(fetches.c.id == row["id"]).values(warc_file="", hints="{}", digest="", bytes=0))
    with archive.log.write() as tx:
        values = {"state": "refused", "reason": REMOVED, "hints": "{}", "etag": None, "last_modified": None}
        tx.execute(frontier.update().where(frontier.c.url.in_(gone), frontier.c.reason.is_distinct_from(REMOVED)).values(values))
        tx.execute(refusals.delete().where(refusals.c.url.in_(gone)))
    return len(left)


def read_ledger(path: Path) -> list[Mapping[str, Any]]:
    """The removals that a ledger names; nothing where there is none.

    Raises:
        ArchiveError: it cannot be read.
    """
    try:
        lines = path.read_text("utf8").splitlines() if path.is_file() else []
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as err:
        raise ArchiveError(f"{path}: cannot be read ({err}); mend the line, or name another file with --removals") from err


def apply(archive: Archive, ledger: list[Mapping[str, Any]]) -> int:
    """Removes again what a ledger names and the archive does not know as removed; returns how many articles."""
    count = 0
    for row in ledger:
        first = archive.store.reserve(row["urls"])
        ids = {archive.store.id_of(url) or first for url in row["urls"]}  # the copy may not know yet that they are one article
        living = [article_id for article_id in sorted(ids) if not archive.removed(article_id)]
        for article_id in living:
            archive.store.remove(article_id, row["reason"])
        count += len(living)
        _note(archive.home, row)
    finish(archive)
    return count


def _is_fetched(archive: Archive, url: str) -> bool:
    with archive.log.read() as tx:
        known = sa.select(schema.frontier.c.url).where(schema.frontier.c.url == url)
        fetched = sa.select(schema.fetches.c.id).where(schema.fetches.c.url == url)
        return any(tx.execute(query).first() is not None for query in (known, fetched))


def _note(home: Path, row: Mapping[str, Any]) -> None:
    """Adds a removal to the ledger, durably; one that stands there already is not repeated."""
    path = home / LEDGER
    if any(known["urls"] == row["urls"] for known in read_ledger(path)):
        return
    with path.open("a", encoding="utf8") as handle:
        handle.write(json.dumps(row, ensure_ascii=False) + "\n")
        handle.flush()
        os.fsync(handle.fileno())
