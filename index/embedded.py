"""The default backend: a Tantivy index in a folder, in this process.

One process writes (Tantivy's own lock holds that); any number read and see each commit without a restart. The folder's `fauxlex.json` is the
marker with the generation id; it is written last when an index is made, so that a half-made one is noticed.
"""

import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import tantivy

from core.errors import IndexMismatchError, IndexUnavailableError
from index.base import After, Hit, IndexDocument, Page, Query, Rejected, Tombstone
from index.collapse import once, search_collapsed
from index.cursors import Cursors, Place
from index.embedded_nearest import Neighbours
from index.embedded_pages import Reader, total_of
from index.embedded_query import Translator
from index.embedded_rows import document_of, schema, tombstone_of
from index.fusion import search_fused
from index.marker import WAY_OUT, Marker, new_marker, read_marker
from index.query import Everything, read_as
from index.ranking import facet_counts, facet_field, place_after, plan
from index.rows import id_hash, row
from index.snippets import Wanted
from index.stored import hit
from index.vectors import Embedded, Vectors, unpacked

_MARKER = "fauxlex.json"
_INDEX_FILE = re.compile(
    r"fauxlex\.json(\.new)?|vectors\.(ids|values|bin)|meta\.json|\.managed\.json|\.tantivy-.*\.lock|\.tmp.*|[0-9a-f]{32}\..+"
)
_HEAP_BYTES = 128_000_000
_FACET_BUCKETS = 100_000  # above what any field holds: counts are exact
_SCAN_PAGE = 200
_Answer = TypeVar("_Answer")


def open_embedded(folder: Path, *, create: bool = True, writer: bool = True, fresh: bool = False) -> "EmbeddedIndex":
    """Opens the index in `folder`, or makes an empty one there.

    Args:
        folder: where it is; made if missing.
        create: False to refuse a missing one instead.
        writer: False for a process that only reads.
        fresh: delete the index that is there, of any version, and make an empty one; never what is no index.

    Raises:
        IndexMismatchError: the folder is missing (and `create` is False), holds something else, or an index of another version.
        IndexUnavailableError: the folder cannot be read or written.
    """
    try:
        if fresh and folder.exists():
            _delete(folder)
        if not folder.exists() or not any(folder.iterdir()):
            if not (create or fresh):
                raise IndexMismatchError(f"there is no index at {folder}; {WAY_OUT}")
            _make(folder)
        stored = (folder / _MARKER).read_text(encoding="utf-8") if (folder / _MARKER).exists() else None
    except OSError as err:
        raise _unavailable(folder, err) from err
    return EmbeddedIndex(folder, read_marker(stored, str(folder)), writes=writer)


def _make(folder: Path) -> None:
    """An empty index in `folder`; the marker last."""
    folder.mkdir(parents=True, exist_ok=True)
    _engine(folder, lambda: tantivy.Index(schema(), path=str(folder)))
    partial = folder / f"{_MARKER}.new"
    partial.write_text(new_marker().to_json(), encoding="utf-8")
    os.replace(partial, folder / _MARKER)


def _delete(folder: Path) -> None:
    """Deletes an index. What does not look like one is left alone: the folder may have been named by mistake."""
    foreign = [path.name for path in folder.iterdir() if path.is_dir() or not _INDEX_FILE.fullmatch(path.name)]
    if foreign:
        raise IndexMismatchError(f"{folder} holds {sorted(foreign)[0]!r}, which is not part of an index; name another folder")
    (folder / _MARKER).unlink(missing_ok=True)  # first, so that readers notice
    for path in folder.iterdir():
        path.unlink()


class EmbeddedIndex:
    """See `index.base.Index`; made by `open_embedded`."""

    def __init__(self, folder: Path, marker: Marker, *, writes: bool) -> None:
        self._folder = folder
        self._marker = marker
        self._writes = writes
        self._writer: tantivy.IndexWriter | None = None
        self._pending: dict[str, int] = {}
        self._vectors = Vectors(folder)
        self._embedded: list[Embedded] = []
        self._marked: tuple[int, int, int] | None = None
        self._committed: tuple[int, int, int] | None = None
        self._searcher()

    @property
    def generation(self) -> str:
        """The id stored inside the index when it was made."""
        return self._marker.generation

    # -- writing

    def upsert(self, documents: Sequence[IndexDocument]) -> list[Rejected]:
        """Adds or replaces documents; visible after `commit`."""
        known = self._sequences([document.article.id for document in documents])
        embedded = self._vectors.known([id_hash(document.article.id) for document in documents])
        rejected = []
        for document in documents:
            article_id = document.article.id
            if document.sequence < known.get(article_id, -1):
                continue
            try:
                values = row(document)
                stored = document_of(values)
            except (ValueError, OverflowError) as err:
                rejected.append(Rejected(article_id=article_id, reason=str(err)))
                continue
            self._put(article_id, document.sequence, stored, replaces=article_id in known)
            if values.embedding is not None or id_hash(article_id) in embedded:
                self._embedded.append(Embedded(id_hash(article_id), values.embedding))
            known[article_id] = document.sequence
        return rejected

    def remove(self, tombstones: Sequence[Tombstone]) -> None:
        """Replaces articles by tombstones; visible after `commit`."""
        known = self._sequences([tombstone.article_id for tombstone in tombstones])
        for tombstone in tombstones:
            if tombstone.sequence < known.get(tombstone.article_id, -1):
                continue
            stored = tombstone_of(tombstone)
            self._put(tombstone.article_id, tombstone.sequence, stored, replaces=tombstone.article_id in known)
            known[tombstone.article_id] = tombstone.sequence

    def commit(self) -> None:
        """Makes everything since the last commit durable and visible."""
        if self._embedded:
            _engine(self._folder, lambda: self._vectors.append(self._embedded))
            self._embedded = []
        if self._writer is not None:
            self._written(self._writer.commit)
        self._pending.clear()

    def _put(self, article_id: str, sequence: int, document: tantivy.Document, *, replaces: bool) -> None:
        writer = self._open_writer()
        if replaces:
            self._written(lambda: writer.delete_documents_by_term("id", article_id))
        self._written(lambda: writer.add_document(document))
        self._pending[article_id] = sequence

    def _open_writer(self) -> tantivy.IndexWriter:
        if not self._writes:
            raise IndexUnavailableError(f"the index at {self._folder} was opened for reading only; open it with writer=True")
        if self._writer is None:
            self._writer = self._written(lambda: self._index.writer(heap_size=_HEAP_BYTES, num_threads=1))
        return self._writer

    def _written(self, step: Callable[[], _Answer]) -> _Answer:
        """Runs a step of writing. After a failed one the writer is given up: what was not committed is written again later."""
        try:
            return _engine(self._folder, step)
        except IndexUnavailableError:
            self._writer = None
            self._pending.clear()
            self._embedded = []
            raise

    def _sequences(self, ids: list[str]) -> dict[str, int]:
        """The sequence that each article has now, committed or pending."""
        searcher = self._searcher()
        schema = self._index.schema
        asked = tantivy.Query.term_set_query(schema, "id", ids)
        found = searcher.search(asked, limit=max(1, len(ids)), count=False).hits
        addresses = [address for _, address in found]
        hashes = searcher.fast_field_values("id_hash", addresses)
        sequences = searcher.fast_field_values("sequence", addresses)
        by_hash = dict(zip(hashes, sequences, strict=True))
        known = {}
        for article_id in ids:
            sequence = self._pending.get(article_id, by_hash.get(id_hash(article_id)))
            if sequence is not None:
                known[article_id] = int(sequence)
        return known

    # -- reading

    def search(self, query: Query) -> Page:
        """Answers a query; raises `QueryError` when it cannot be read."""
        if query.mode != "lexical":
            return search_fused(self, self._cursors, query)
        if query.collapse:
            return search_collapsed(self, query)
        begun = time.perf_counter()
        searcher = self._searcher()
        made = plan(query, self._cursors)
        asked = Translator(self._index.schema, searcher).query(made.node, query.filters)
        counting = [_counters().submit(searcher.aggregate, asked, part) for part in _halves(query)]
        total, ranked, more = _engine(self._folder, lambda: Reader(self._index.schema, searcher).page(made, asked))
        counted = {name: found for part in counting for name, found in _engine(self._folder, part.result).items()}
        following = self._cursors.write(query, ranked[-1].place) if more else None
        return Page(
            query=query.text,
            read_as=read_as(made.node),
            total=total,
            total_is_exact=True,
            took_ms=(time.perf_counter() - begun) * 1000,
            hits=tuple(found.hit for found in ranked),
            facets={
                name: facet_counts(((b["key"], b["doc_count"]) for b in counted[name]["buckets"]), query.within, name)
                for name in query.facets
            },
            next=following,
            additions=made.expanded.additions,
            not_added=made.expanded.left_out,
        )

    def nearest(self, query: Query, most: int) -> list[Hit]:
        """The articles whose embeddings are the most like the query's vector, under its filters."""
        vector = unpacked(query.vector)
        if vector is None:
            return []
        searcher = self._searcher()
        asked = Translator(self._index.schema, searcher).query(Everything(), query.filters)
        neighbours = Neighbours(schema=self._index.schema, searcher=searcher, vectors=self._vectors)
        found = _engine(self._folder, lambda: neighbours.nearest(vector, asked, most))
        return [hit(searcher.doc(address)["payload"][0], cosine, Wanted()) for address, cosine in found]

    def stories(self, query: Query) -> int:
        """How many different stories the articles of a query tell."""
        searcher = self._searcher()
        asked = Translator(self._index.schema, searcher).query(plan(query, self._cursors).node, query.filters)
        told_often = {"stories": {"terms": {"field": "story", "size": _FACET_BUCKETS, "min_doc_count": 2}}}
        counted: dict[str, Any] = _engine(self._folder, lambda: searcher.aggregate(asked, told_often))
        total = total_of(_engine(self._folder, lambda: searcher.search(asked, limit=1)))
        return total - sum(int(bucket["doc_count"]) - 1 for bucket in counted["stories"]["buckets"])

    def scan(self, query: Query, after: After | None = None) -> Iterator[Hit]:
        """Every hit in date order, newest first, a page in memory at a time; all of them as of the first."""
        hits = self._scan(query, place_after(after))
        return once(hits) if query.collapse else hits

    def _scan(self, query: Query, after: Place | None) -> Iterator[Hit]:
        searcher = self._searcher()
        made = replace(plan(replace(query, sort="date", limit=_SCAN_PAGE, cursor=None), self._cursors), after=after)
        asked = Translator(self._index.schema, searcher).query(made.node, query.filters)
        reader = Reader(self._index.schema, searcher)
        while True:
            _, ranked, more = reader.page(made, asked, count=False)
            yield from (found.hit for found in ranked)
            if not more:
                return
            made = replace(made, after=ranked[-1].place)

    def count(self) -> int:
        """How many live documents the index holds."""
        searcher = self._searcher()
        live = tantivy.Query.term_query(self._index.schema, "live", 1)
        return total_of(searcher.search(live, limit=1))

    def close(self) -> None:
        """Gives the writer's lock back; what was not committed is dropped."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.rollback()
            del writer
        self._pending.clear()
        self._embedded = []

    def _searcher(self) -> tantivy.Searcher:
        """A searcher over the last commit, also one that another process made, also of an index made anew in the same folder."""
        try:
            marked = _stamp(self._folder / _MARKER)
            committed = _stamp(self._folder / "meta.json")
        except FileNotFoundError as err:
            raise IndexMismatchError(f"the index at {self._folder} was deleted; {WAY_OUT}") from err
        if marked != self._marked:
            self._reopen(marked)
        if committed != self._committed:
            _engine(self._folder, self._index.reload)
            self._committed = committed
        return self._index.searcher()

    def _reopen(self, marked: tuple[int, int, int]) -> None:
        """Opens the index that stands in the folder now."""
        self._marker = read_marker((self._folder / _MARKER).read_text(encoding="utf-8"), str(self._folder))
        self._cursors = Cursors(self._marker.secret, self._marker.generation)
        self._index = _engine(self._folder, lambda: tantivy.Index.open(str(self._folder)))
        self._index.config_reader(reload_policy="manual")
        self._marked = marked
        self._committed = None


@cache
def _counters() -> ThreadPoolExecutor:
    """What counts facets while the hits are looked for: for many articles that takes the longest, and the engine lets other threads run."""
    return ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 2), thread_name_prefix="facets")


def _halves(query: Query) -> list[dict[str, Any]]:
    """The counts that a query asks for, in two parts that take about as long."""
    fields = {name: {"terms": {"field": facet_field(name, query), "size": _FACET_BUCKETS}} for name in query.facets}
    names = list(fields)
    return [{name: fields[name] for name in part} for part in (names[::2], names[1::2]) if part]


def _stamp(path: Path) -> tuple[int, int, int]:
    """What changes when a file is replaced or written."""
    stat = path.stat()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _engine(folder: Path, step: Callable[[], _Answer]) -> _Answer:
    """Runs a step of the engine, its errors turned into ours. Tantivy tells kinds apart by message only."""
    try:
        return step()
    except OSError as err:
        raise _unavailable(folder, err) from err
    except (ValueError, RuntimeError) as err:
        raise _unavailable(folder, err) from err


def _unavailable(folder: Path, err: Exception) -> IndexUnavailableError | IndexMismatchError:
    """The error of ours that says what an error of the engine means, and the way out."""
    said = str(err)
    if "No space left" in said or "os error 28" in said:
        return IndexUnavailableError(f"the disk of {folder} is full; nothing of this batch was kept; free space and run the command again")
    if "Lock" in said:
        return IndexUnavailableError(f"another process writes to the index at {folder}; stop it, or wait until it is done")
    if "Permission denied" in said or isinstance(err, PermissionError):
        return IndexUnavailableError(f"the index at {folder} may not be read or written ({said}); give this user the right to")
    if isinstance(err, NotADirectoryError | FileExistsError):
        return IndexMismatchError(f"{folder} is not a folder; name another place for the index")
    return IndexMismatchError(f"the index at {folder} is damaged ({said}); {WAY_OUT}")
