"""Letting go of raw responses after their time: whole WARC files, never one that is still being written or not yet extracted."""

from datetime import datetime

import sqlalchemy as sa

from core.archive import Archive


def prune(archive: Archive, before: datetime, *, dry_run: bool = False) -> list[tuple[str, int]]:
    """Deletes the WARC files whose every record is older than a moment and was extracted; articles and their texts stay.

    Args:
        archive: whose. before: aware. dry_run: only say which.

    Returns:
        File names with their bytes.
    """
    newest = sa.text("SELECT warc_file, max(fetched_at) AS last, max(seq) AS seq FROM fetches WHERE warc_file != '' GROUP BY 1 ORDER BY 1")
    extracted = archive.log.watermark("extract")
    with archive.log.read() as tx:
        rows = tx.execute(newest).all()
    old = [row.warc_file for row in rows[:-1] if datetime.fromisoformat(row.last) < before and row.seq <= extracted]
    out = []
    for name in old:
        path = archive.warc.folder / name
        out.append((name, path.stat().st_size if path.exists() else 0))
        if not dry_run:
            with archive.log.write() as tx:  # first: a record that nothing speaks of is no loss, one that is missing is
                tx.execute(sa.text("UPDATE fetches SET warc_file = '' WHERE warc_file = :name"), {"name": name})
            path.unlink(missing_ok=True)
    return out
