"""The backend for those who run Elasticsearch 9: the same rows, words and orders as the embedded one.

An alias (`fauxlex`) names the index in use, which is called after its schema and generation. Its marker lies in the mapping's `_meta`. Versions are
the archive's sequence numbers (`external_gte`), so the engine itself refuses an older change; a removed article stays as a tombstone, because
Elasticsearch forgets the versions of deleted documents after a minute.
"""

import base64
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from elasticsearch import Elasticsearch, helpers

from core.errors import IndexMismatchError, IndexUnavailableError
from index.base import After, Hit, IndexDocument, Page, Query, Rejected, Tombstone
from index.collapse import once, search_collapsed
from index.cursors import Cursors, Place
from index.elastic_query import cosine_of, facet_body, knn_body, order_body, query_body
from index.elastic_server import GoneError, Server, reason_of, without_password
from index.fusion import search_fused
from index.marker import WAY_OUT, Marker, new_marker, read_marker
from index.query import read_as
from index.ranking import Plan, facet_counts, facet_field, place_after, plan
from index.rows import SCHEMA_VERSION, Row, row
from index.stored import Wanted, hit
from index.vectors import unpacked

MAPPING = Path(__file__).with_name("mapping.json")
_REQUEST_TIMEOUT_S = 30
_BULK_RETRIES = 4
_BULK_FIRST_WAIT_S = 1
_BULK_DOCUMENTS = 500
_SCAN_PAGE = 500
_MOST_BUCKETS = 65_000  # the engine refuses 65,536
_SCAN_ALIVE = "10m"
_CONFLICT = 409
_NOT_NOW = (429, 502, 503, 504)
_Answer = TypeVar("_Answer")


def open_elastic(url: str, *, name: str = "fauxlex", create: bool = True, fresh: bool = False) -> "ElasticIndex":
    """Opens the index behind the alias `name` on a server, or makes an empty one.

    Args:
        url: the server's address.
        name: the alias.
        create: False to refuse a missing one instead.
        fresh: put a new, empty index in the place of whatever the alias names, of any version; the old one is deleted after.

    Raises:
        IndexMismatchError: `name` is missing (and `create` is False), is something else, or an index of another version.
        IndexUnavailableError: the server does not answer, or not well.
    """
    client = Elasticsearch(url, request_timeout=_REQUEST_TIMEOUT_S, retry_on_timeout=True, max_retries=3, retry_on_status=_NOT_NOW)
    server = Server(client, without_password(url))
    try:
        current = server.behind(name)
        if current is None and not (create or fresh):
            raise IndexMismatchError(f"there is no index {name!r} at {server.shown}; {WAY_OUT}")
        if current is None or fresh:
            _make(server, name, current)
        return ElasticIndex(server, name)
    except (IndexMismatchError, IndexUnavailableError):
        client.close()
        raise


def _make(server: "Server", name: str, old: str | None) -> None:
    """A new, empty index, which takes the alias over in one step."""
    marker = new_marker()
    body = json.loads(MAPPING.read_text(encoding="utf-8"))
    body["mappings"]["_meta"] = {"marker": marker.to_json()}
    body["settings"]["number_of_replicas"] = 0 if server.nodes() == 1 else 1
    index = f"{name}-v{SCHEMA_VERSION}-{marker.generation}"
    server.ask(lambda: server.client.indices.create(index=index, settings=body["settings"], mappings=body["mappings"]))
    actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": name, "is_write_index": True}}]
    if old is not None:
        actions.append({"remove_index": {"index": old}})
    server.ask(lambda: server.client.indices.update_aliases(actions=actions))


class ElasticIndex:
    """See `index.base.Index`; made by `open_elastic`."""

    def __init__(self, server: "Server", name: str) -> None:
        self._server = server
        self._name = name
        self._follow()

    @property
    def generation(self) -> str:
        """The id stored inside the index when it was made."""
        return self._marker.generation

    # -- writing

    def upsert(self, documents: Sequence[IndexDocument]) -> list[Rejected]:
        """Adds or replaces documents; visible after `commit`."""
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
        actions = (self._action(one.article_id, one.sequence, {"id": one.article_id, "live": False}) for one in tombstones)
        rejected = self._bulk(actions)
        if rejected:
            raise IndexUnavailableError(
                f"{len(rejected)} removals were refused, first {rejected[0].article_id}: {rejected[0].reason}; run again"
            )

    def commit(self) -> None:
        """Makes everything before visible; each request was durable by itself."""
        self._asked(lambda: self._server.client.indices.refresh(index=self._index))

    def _action(self, article_id: str, sequence: int, source: dict[str, Any]) -> dict[str, Any]:
        return {
            "_op_type": "index", "_index": self._index, "_id": article_id,
            "version": sequence, "version_type": "external_gte", "_source": source,
        }  # fmt: skip

    def _bulk(self, actions: Iterable[dict[str, Any]]) -> list[Rejected]:
        """Sends actions; what the engine had no time for is sent again, what it refuses comes back with the reason."""
        rejected = []
        results = helpers.streaming_bulk(
            self._server.client,
            actions,
            chunk_size=_BULK_DOCUMENTS,
            max_retries=_BULK_RETRIES,
            initial_backoff=_BULK_FIRST_WAIT_S,
            retry_on_status=_NOT_NOW,
            raise_on_error=False,
            raise_on_exception=True,
        )
        for done, item in self._asked(lambda: list(results)):
            outcome = item["index"]
            status = outcome.get("status", 0)
            if done or status == _CONFLICT:  # a conflict means that the index holds something newer
                continue
            reason = reason_of(outcome.get("error"))
            if status in _NOT_NOW:
                raise IndexUnavailableError(
                    f"Elasticsearch at {self._server.shown} is too busy to write ({reason}); run the command again later"
                )
            if outcome.get("error", {}).get("type") == "index_not_found_exception":
                raise IndexMismatchError(f"the index {self._index} at {self._server.shown} was deleted; {WAY_OUT}")
            rejected.append(Rejected(article_id=outcome["_id"], reason=reason))
        return rejected

    # -- reading

    def search(self, query: Query) -> Page:
        """Answers a query; raises `QueryError` when it cannot be read."""
        if query.mode != "lexical":
            return search_fused(self, self._cursors, query)
        if query.collapse:
            return search_collapsed(self, query)
        begun = time.perf_counter()
        answer, made = self._answer(query)
        found = answer["hits"]["hits"]
        hits = tuple(_hit(one, made) for one in found[: query.limit])
        following = self._cursors.write(query, _place(found[query.limit - 1], made)) if len(found) > query.limit else None
        counted = answer.get("aggregations", {})
        return Page(
            query=query.text,
            read_as=read_as(made.node),
            total=answer["hits"]["total"]["value"],
            total_is_exact=answer["hits"]["total"]["relation"] == "eq",
            took_ms=(time.perf_counter() - begun) * 1000,
            hits=hits,
            facets={
                name: facet_counts(((b["key"], b["doc_count"]) for b in counted[name]["buckets"]), query.within) for name in query.facets
            },
            next=following,
            additions=made.expanded.additions,
            not_added=made.expanded.left_out,
        )

    def _answer(self, query: Query) -> tuple[dict[str, Any], Plan]:
        """The engine's answer; asked again once if another process put a new index in the place of this one."""
        made = plan(query, self._cursors)
        try:
            return self._asked(lambda: self._search(made)), made
        except GoneError:
            self._follow()
            made = plan(query, self._cursors)
            return self._asked(lambda: self._search(made)), made

    def _search(self, made: Plan) -> dict[str, Any]:
        query = made.query
        facets = {name: facet_body(facet_field(name, query), query.within) for name in query.facets}
        answer: dict[str, Any] = self._server.client.search(
            index=self._index,
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
        client, body = self._server.client, knn_body(vector, query.filters, most)
        found = self._asked(lambda: client.search(index=self._index, knn=body, size=most))["hits"]["hits"]
        return [hit(base64.b64decode(one["_source"]["payload"]), cosine_of(one["_score"]), Wanted()) for one in found]

    def stories(self, query: Query) -> int:
        """How many different stories the articles of a query tell."""
        body = query_body(plan(query, self._cursors).node, query.filters)
        told_often = {"stories": {"terms": {"field": "story", "size": _MOST_BUCKETS, "min_doc_count": 2}}}
        client = self._server.client
        answer = self._asked(lambda: client.search(index=self._index, query=body, size=0, aggs=told_often, track_total_hits=True))
        often = answer["aggregations"]["stories"]["buckets"]
        return int(answer["hits"]["total"]["value"]) - sum(int(bucket["doc_count"]) - 1 for bucket in often)

    def scan(self, query: Query, after: After | None = None) -> Iterator[Hit]:
        """Every hit in date order, newest first, a page in memory at a time; all of them as of the first."""
        hits = self._scan(query, place_after(after))
        return once(hits) if query.collapse else hits

    def _scan(self, query: Query, after: Place | None) -> Iterator[Hit]:
        made = replace(plan(replace(query, sort="date", cursor=None, limit=1), self._cursors), after=after)
        client = self._server.client
        opened = self._asked(
            lambda: client.open_point_in_time(index=self._index, keep_alive=_SCAN_ALIVE, allow_partial_search_results=False)
        )
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
        return int(self._asked(lambda: self._server.client.count(index=self._index, query=live))["count"])

    def close(self) -> None:
        """Closes the connections."""
        self._server.client.close()

    def _follow(self) -> None:
        """Turns to the index that the alias names now."""
        index = self._server.behind(self._name)
        if index is None:
            raise IndexMismatchError(f"the index {self._name!r} at {self._server.shown} was deleted; {WAY_OUT}")
        self._index = index
        self._marker: Marker = read_marker(self._server.marker(index), f"{self._server.shown} ({index})")
        self._cursors = Cursors(self._marker.secret, self._marker.generation)

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
