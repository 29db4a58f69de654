"""The backend for those who run Elasticsearch 9: the same rows, words and orders as the embedded one.

An alias (`fauxlex`) names the index in use (see index/elastic_indices.py). Its marker lies in the mapping's `_meta`. Versions are the archive's
sequence numbers (`external_gte`), so the engine itself refuses an older change; a removed article stays as a tombstone, because Elasticsearch forgets
the versions of deleted documents after a minute.
"""

import base64
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from elasticsearch import helpers

from core.errors import IndexMismatchError, IndexUnavailableError
from index import elastic_indices
from index.base import After, Hit, IndexDocument, Page, Query, Rejected, Tombstone
from index.collapse import once, search_collapsed
from index.cursors import Cursors, Place
from index.elastic_faults import CONFLICT, NOT_NOW, OF_THE_DOCUMENT, GoneError, reason_of, refused
from index.elastic_query import cosine_of, facet_body, knn_body, order_body, query_body
from index.elastic_server import Access, Server, connect
from index.fusion import search_fused
from index.marker import WAY_OUT, read_marker
from index.query import read_as
from index.ranking import Plan, facet_counts, facet_field, place_after, plan
from index.rows import EMPTY, TEXTS, Row, row
from index.snippets import Wanted
from index.stored import hit
from index.vectors import unpacked

log = logging.getLogger(__name__)

_BULK_RETRIES = 4
_BULK_FIRST_WAIT_S = 1
_BULK_DOCUMENTS = 500
_BULK_BYTES = 10_000_000
_SCAN_PAGE = 500
_MOST_BUCKETS = 65_000  # the engine refuses 65,536
_SCAN_ALIVE = "10m"
_LOOK_EVERY_S = 1.0
"""How long a reader may go on with an index after its alias was handed to another."""

_Answer = TypeVar("_Answer")


def open_elastic(
    url: str, *, name: str = "fauxlex", create: bool = True, fresh: bool = False, access: Access | None = None
) -> "ElasticIndex":
    """Opens the index behind the alias `name` on a cluster, or makes an empty one.

    Args:
        url: the cluster's address, or several of its nodes' with commas between.
        name: the alias.
        create: False to refuse a missing one instead.
        fresh: put a new, empty index in the place of whatever index of ours the alias names, at once.
        access: user or key, authority, and the cluster's name; by default none of them.

    Raises:
        IndexMismatchError: `name` is missing (and `create` is False), is something else, or an index of another version.
        IndexUnavailableError: the cluster does not answer, not well, or is not the one that is meant.
        SettingsError: address and access do not fit together.
    """
    server = connect(url, access or Access())
    try:
        if fresh:
            elastic_indices.hand_over(server, name, elastic_indices.begin(server, name))
        elif server.behind(name) is None:
            if not create:
                raise IndexMismatchError(f"there is no index {name!r} at {server.shown}; {WAY_OUT}")
            elastic_indices.make(server, name, alias=True)
        return ElasticIndex(server, name)
    except (IndexMismatchError, IndexUnavailableError):
        server.client.close()
        raise


@dataclass(frozen=True, slots=True)
class _Generation:
    """One index: its name, its id, and who signs its cursors. Held as one, so that a search never mixes two."""

    index: str
    id: str
    cursors: Cursors


class ElasticIndex:
    """See `index.base.Index`; made by `open_elastic`."""

    def __init__(self, server: Server, name: str, index: str | None = None) -> None:
        """Turns to the index that the alias `name` names, or to `index` for good."""
        self._server = server
        self._name = name
        self._stays = index is not None
        self._looked = time.monotonic()
        self._unread = ""
        self._now = self._read(index) if index else self._behind()

    @property
    def generation(self) -> str:
        """The id stored inside the index when it was made."""
        return self._now.id

    # -- writing

    def upsert(self, documents: Sequence[IndexDocument]) -> list[Rejected]:
        """Adds or replaces documents; visible after `commit`. Who writes stays with this generation, to which the watermark belongs."""
        rejected: list[Rejected] = []
        rows = []
        for document in documents:
            try:
                rows.append(row(document))
            except (ValueError, OverflowError) as err:
                rejected.append(Rejected(article_id=document.article.id, reason=str(err)))
        return rejected + self._bulk(self._action(values.id, values.sequence, _source(values)) for values in rows)

    def remove(self, tombstones: Sequence[Tombstone]) -> None:
        """Replaces articles by tombstones; visible after `commit`."""
        empty = dict.fromkeys(TEXTS, EMPTY)
        actions = (self._action(one.article_id, one.sequence, {"id": one.article_id, "live": False, **empty}) for one in tombstones)
        rejected = self._bulk(actions)
        if rejected:
            raise IndexUnavailableError(
                f"{len(rejected)} removals were refused, first {rejected[0].article_id}: {rejected[0].reason}; run again"
            )

    def commit(self) -> None:
        """Makes everything before visible; each request was durable by itself."""
        self._asked(lambda: self._server.patient.indices.refresh(index=self._now.index))

    def _action(self, article_id: str, sequence: int, source: dict[str, Any]) -> dict[str, Any]:
        return {
            "_op_type": "index", "_index": self._now.index, "_id": article_id,
            "version": sequence, "version_type": "external_gte", "_source": source,
        }  # fmt: skip

    def _bulk(self, actions: Iterable[dict[str, Any]]) -> list[Rejected]:
        """Sends actions; what the engine had no time for is sent again, what it refuses comes back with the reason.

        Only a refusal of a document's content sets that document aside. Anything else (rights, a full disk, a lost shard) would refuse the others
        too: it stops the batch, which is sent again from the watermark.
        """
        self._stays = True
        rejected = []
        results = helpers.streaming_bulk(
            self._server.patient,
            actions,
            chunk_size=_BULK_DOCUMENTS,
            max_chunk_bytes=_BULK_BYTES,
            max_retries=_BULK_RETRIES,
            initial_backoff=_BULK_FIRST_WAIT_S,
            retry_on_status=NOT_NOW,
            raise_on_error=False,
            raise_on_exception=True,
        )
        for done, item in self._asked(lambda: list(results)):
            outcome = item["index"]
            status = outcome.get("status", 0)
            if done or status == CONFLICT:  # a conflict means that the index holds something newer
                continue
            if status != OF_THE_DOCUMENT:
                raise refused(status, outcome.get("error"), self._server.shown)
            rejected.append(Rejected(article_id=outcome["_id"], reason=reason_of(outcome.get("error"))))
        return rejected

    # -- reading

    def search(self, query: Query) -> Page:
        """Answers a query; raises `QueryError` when it cannot be read."""
        if query.mode != "lexical":
            return search_fused(self, self._at().cursors, query)
        if query.collapse:
            return search_collapsed(self, query)
        begun = time.perf_counter()
        at, made, answer = self._answer(query)
        found = answer["hits"]["hits"]
        hits = tuple(_hit(one, made) for one in found[: query.limit])
        following = at.cursors.write(query, _place(found[query.limit - 1], made)) if len(found) > query.limit else None
        counted = answer.get("aggregations", {})
        return Page(
            query=query.text,
            read_as=read_as(made.node),
            total=answer["hits"]["total"]["value"],
            total_is_exact=answer["hits"]["total"]["relation"] == "eq",
            took_ms=(time.perf_counter() - begun) * 1000,
            hits=hits,
            facets={
                name: facet_counts(((b["key"], b["doc_count"]) for b in counted[name]["buckets"]), query.within, name)
                for name in query.facets
            },
            next=following,
            additions=made.expanded.additions,
            not_added=made.expanded.left_out,
        )

    def _answer(self, query: Query) -> tuple[_Generation, Plan, dict[str, Any]]:
        """The engine's answer; asked again once if the index was deleted and its alias leads to another."""
        at = self._at()
        made = plan(query, at.cursors)
        try:
            return at, made, self._asked(lambda: self._search(at, made))
        except GoneError:
            if self._stays:
                raise
            at = self._now = self._behind()
            made = plan(query, at.cursors)
            return at, made, self._asked(lambda: self._search(at, made))

    def _search(self, at: _Generation, made: Plan) -> dict[str, Any]:
        query = made.query
        facets = {name: facet_body(facet_field(name, query), query.within) for name in query.facets}
        answer: dict[str, Any] = self._server.client.search(
            index=at.index,
            query=query_body(made.node, query.filters),
            size=query.limit + 1,
            aggs=facets or None,
            track_total_hits=True,
            allow_partial_search_results=False,
            **order_body(made),
        ).body
        return answer

    def nearest(self, query: Query, most: int) -> list[Hit]:
        """The articles whose embeddings are the most like the query's vector, under its filters."""
        vector = unpacked(query.vector)
        if vector is None:
            return []
        at, client, body = self._at(), self._server.client, knn_body(vector, query.filters, most)
        found = self._asked(lambda: client.search(index=at.index, knn=body, size=most))["hits"]["hits"]
        return [hit(base64.b64decode(one["_source"]["payload"]), cosine_of(one["_score"]), Wanted()) for one in found]

    def stories(self, query: Query) -> int:
        """How many different stories the articles of a query tell."""
        at = self._at()
        body = query_body(plan(query, at.cursors).node, query.filters)
        told_often = {"stories": {"terms": {"field": "story", "size": _MOST_BUCKETS, "min_doc_count": 2}}}
        client = self._server.client
        answer = self._asked(lambda: client.search(index=at.index, query=body, size=0, aggs=told_often, track_total_hits=True))
        often = answer["aggregations"]["stories"]["buckets"]
        return int(answer["hits"]["total"]["value"]) - sum(int(bucket["doc_count"]) - 1 for bucket in often)

    def scan(self, query: Query, after: After | None = None) -> Iterator[Hit]:
        """Every hit in date order, newest first, a page in memory at a time; all of them as of the first."""
        hits = self._scan(query, place_after(after))
        return once(hits) if query.collapse else hits

    def _scan(self, query: Query, after: Place | None) -> Iterator[Hit]:
        at = self._at()
        made = replace(plan(replace(query, sort="date", cursor=None, limit=1), at.cursors), after=after)
        client = self._server.client
        opened = self._asked(lambda: client.open_point_in_time(index=at.index, keep_alive=_SCAN_ALIVE, allow_partial_search_results=False))
        point = opened["id"]
        try:
            while True:
                pit = {"id": point, "keep_alive": _SCAN_ALIVE}
                body = {"query": query_body(made.node, query.filters), "size": _SCAN_PAGE, **order_body(made)}
                found = self._asked(lambda: client.search(pit=pit, track_total_hits=False, **body))["hits"]["hits"]  # noqa: B023 - called at once
                yield from (_hit(one, made) for one in found)
                if len(found) < _SCAN_PAGE:
                    return
                made = replace(made, after=_place(found[-1], made))
        finally:
            self._asked(lambda: client.options(ignore_status=404).close_point_in_time(id=point))

    def count(self) -> int:
        """How many live documents the index holds."""
        live = {"term": {"live": True}}
        return int(self._asked(lambda: self._server.client.count(index=self._now.index, query=live))["count"])

    def close(self) -> None:
        """Closes the connections."""
        self._server.client.close()

    def _at(self) -> _Generation:
        """The index to search: the one that the alias names, looked for once a second; who writes stays with the one that was opened."""
        if not self._stays and time.monotonic() - self._looked >= _LOOK_EVERY_S:
            self._looked = time.monotonic()
            index = self._server.aliased(self._name)
            if index is not None and index not in (self._now.index, self._unread):
                self._turn(index)
        return self._now

    def _turn(self, index: str) -> None:
        """Turns to the index that has the alias now; stays with the one before, while that is there, where a newer Fauxlex made it."""
        try:
            self._now = self._read(index)
        except IndexMismatchError as err:
            self._unread = index
            log.warning("the search stays with the index before: %s", err)

    def _behind(self) -> _Generation:
        """The index that the alias names."""
        index = self._server.behind(self._name)
        if index is None:
            raise IndexMismatchError(f"the index {self._name!r} at {self._server.shown} was deleted; {WAY_OUT}")
        return self._read(index)

    def _read(self, index: str) -> _Generation:
        marker = read_marker(self._server.marker(index), f"{self._server.shown} ({index})")
        return _Generation(index, marker.generation, Cursors(marker.secret, marker.generation))

    def _asked(self, request: Callable[[], _Answer]) -> _Answer:
        return self._server.ask(request)


def _hit(found: dict[str, Any], made: Plan) -> Hit:
    return hit(base64.b64decode(found["_source"]["payload"]), float(found["_score"] or 0.0), made.show)


def _place(found: dict[str, Any], made: Plan) -> Place:
    """The place of a hit in the order; how many came before does not matter to this engine."""
    *score, key, article_id = found["sort"][: 3 if made.order == "score" else 2]  # a point in time adds an order of its own
    return Place(score=score[0] if score else 0.0, key=key, id=article_id, seen=0)


def _source(values: Row) -> dict[str, Any]:
    """A row as Elasticsearch takes it."""
    source: dict[str, Any] = {"id": values.id, "live": True, "recency": values.recency, "seen": values.seen}
    if values.day is not None:
        source["day"] = values.day
    source |= {name: list(words) for name, words in (*values.keywords.items(), *values.texts.items()) if words}
    vector = unpacked(values.embedding)
    if vector is not None:
        source["embedding"] = vector.tolist()
    source["payload"] = base64.b64encode(values.payload).decode()
    return source
