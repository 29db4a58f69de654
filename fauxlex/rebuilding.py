"""`index --rebuild` where the old index can go on serving: fill a new one beside it, check its count, hand over."""

from collections.abc import Callable
from contextlib import suppress

from core.archive import FOLLOWED, Archive
from core.errors import IndexUnavailableError, SearchIndexError
from fauxlex import consume
from index.base import Index, Rebuild

LOCK = "rebuild"
"""The lock of a rebuild: another one is refused, while `index` and `run --follow` go on writing to the index in use."""


def rebuild_beside(archive: Archive, begin: Callable[[], Rebuild], progress: consume.Progress = consume.silent) -> consume.Report:
    """Fills a new index from the archive, checks that it holds as many articles as it should, and puts it in the place of the old one.

    What comes into the archive meanwhile goes into both: into the old one by whoever indexes, into the new one because it is filled until nothing
    waits. What comes in after that moment is the next indexer's, by the new index's own watermark.

    Args:
        archive: what is indexed.
        begin: makes the new index.
        progress: called with the number of changes just dealt with.

    Raises:
        IndexUnavailableError: the counts differ, or the server fails; the old index goes on serving, and the new one is deleted.
        ConsumerBusyError: another rebuild is running.
    """
    with archive.log.consumer(LOCK):
        made = begin()
        try:
            report = consume.fill(archive, made.index, progress)
            check_count(archive, made.index)
            made.publish()
        except BaseException:
            with suppress(SearchIndexError):  # what cannot be deleted now, the next rebuild deletes
                made.abandon()
            raise
        finally:
            made.index.close()
    return report


def check_count(archive: Archive, target: Index) -> None:
    """That an index holds what the archive has given it.

    Changes that came in after its watermark may have taken articles away from the archive, and excuse as large a difference.

    Raises:
        IndexUnavailableError: it does not.
    """
    mark = archive.log.watermark("index", target.generation)
    held, given = target.count(), archive.store.tagged_before(mark)
    later = archive.log.count_after(mark, FOLLOWED["index"])
    if not given <= held <= given + later:
        raise IndexUnavailableError(
            f"the new index holds {held} articles and the archive {given}: it was not put in the place of the old one, which goes on serving; "
            "look at `python -m fauxlex doctor`, then run the command again"
        )
