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
from urllib.parse import urlsplit, urlunsplit

from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError, helpers

from core.errors import IndexMismatchError, IndexUnavailableError
from index.base import Hit, IndexDocument, Page, Query, Rejected, Tombstone
from index.cursors import Cursors, Place
from index.elastic_query import order_body, query_body
from index.marker import WAY_OUT, Marker, new_marker, read_marker
from index.query import read_as
from index.ranking import MAX_FACET_VALUES, Plan, facet_counts, facet_field, plan
from index.rows import SCHEMA_VERSION, Row, row
from index.stored import hit

MAPPING = Path(__file__).with_name("mapping.json")
_REQUEST_TIMEOUT_S = 30
_BULK_RETRIES = 4
_BULK_FIRST_WAIT_S = 1
_BULK_DOCUMENTS = 500
_SCAN_PAGE = 500
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
    server = _Server(client, _shown(url))
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


def _make(server: "_Server", name: str, old: str | None) -> None:
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

    def __init__(self, server: "_Server", name: str) -> None:
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
            reason = _reason(outcome.get("error"))
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
            facets={name: facet_counts((b["key"], b["doc_count"]) for b in counted[name]["buckets"]) for name in query.facets},
            next=following,
        )

    def _answer(self, query: Query) -> tuple[dict[str, Any], Plan]:
        """The engine's answer; asked again once if another process put a new index in the place of this one."""
        made = plan(query, self._cursors)
        try:
            return self._asked(lambda: self._search(made)), made
        except _GoneError:
            self._follow()
            made = plan(query, self._cursors)
            return self._asked(lambda: self._search(made)), made

    def _search(self, made: Plan) -> dict[str, Any]:
        query = made.query
        facets = {name: {"terms": {"field": facet_field(name, query), "size": MAX_FACET_VALUES}} for name in query.facets}
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

    def scan(self, query: Query) -> Iterator[Hit]:
        """Every hit in date order, newest first, a page in memory at a time; all of them as of the first."""
        made = plan(replace(query, sort="date", cursor=None, limit=1), self._cursors)
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


class _GoneError(IndexMismatchError):
    """Raised when an index is not there any more; caught here to look where its alias points now."""


class _Server:
    """The connection, with its errors turned into ours."""

    def __init__(self, client: Elasticsearch, shown: str) -> None:
        self.client = client
        self.shown = shown

    def behind(self, name: str) -> str | None:
        """The index that an alias names; None if there is no such alias."""
        answer = self.ask(lambda: self.client.options(ignore_status=404).indices.get(index=name))
        found: dict[str, Any] = {} if "error" in answer else dict(answer)
        if not found:
            return None
        index = next(iter(found))
        if len(found) > 1 or name not in found[index].get("aliases", {}):
            raise IndexMismatchError(f"{name!r} at {self.shown} is not a Fauxlex index; name the index otherwise, or remove that one")
        return index

    def marker(self, index: str) -> str | None:
        """What an index holds as its marker."""
        mapping = self.ask(lambda: self.client.indices.get_mapping(index=index))
        meta = mapping[index]["mappings"].get("_meta", {})
        stored: str | None = meta.get("marker")
        return stored

    def nodes(self) -> int:
        """How many data nodes there are: a replica on one node only would stay unassigned."""
        return int(self.ask(self.client.cluster.health)["number_of_data_nodes"])

    def ask(self, request: Callable[[], _Answer]) -> _Answer:
        """The answer to a request.

        Raises:
            IndexUnavailableError: none, or not now.
            IndexMismatchError: the index is gone.
        """
        try:
            return request()
        except NotFoundError as err:
            raise _GoneError(f"the index at {self.shown} was deleted; {WAY_OUT}") from err
        except ApiError as err:
            said = _reason(err.body.get("error") if isinstance(err.body, dict) else None) or str(err.meta.status)
            raise IndexUnavailableError(f"Elasticsearch at {self.shown} cannot answer: {said}; look at its health, then try again") from err
        except (NoConnection, ConnectionTimeout, TransportError) as err:
            kind = "is too slow" if isinstance(err, ConnectionTimeout) else "does not answer"
            way_out = "start it (`make elasticsearch`), check the address, or use the embedded index"
            raise IndexUnavailableError(f"Elasticsearch at {self.shown} {kind} ({type(err).__name__}); {way_out}") from err


def _source(values: Row) -> dict[str, Any]:
    """A row as Elasticsearch takes it."""
    source: dict[str, Any] = {"id": values.id, "live": True, "recency": values.recency, "seen": values.seen}
    if values.day is not None:
        source["day"] = values.day
    source |= {name: list(words) for name, words in (*values.keywords.items(), *values.texts.items()) if words}
    source["payload"] = base64.b64encode(values.payload).decode()
    return source


def _hit(found: dict[str, Any], made: Plan) -> Hit:
    return hit(base64.b64decode(found["_source"]["payload"]), float(found["_score"] or 0.0), made.show)


def _place(found: dict[str, Any], made: Plan) -> Place:
    """The place of a hit in the order; how many came before does not matter to this engine."""
    *score, key, article_id = found["sort"][: 3 if made.order == "score" else 2]  # a point in time adds an order of its own
    return Place(score=score[0] if score else 0.0, key=key, id=article_id, seen=0)


def _reason(error: Any) -> str:
    """What an error of the engine says, its first cause too."""
    if not isinstance(error, dict):
        return str(error or "")
    cause = error.get("caused_by") or next(iter(error.get("root_cause", [])), None)
    said = f"{error.get('type', '')}: {error.get('reason', '')}"
    return f"{said} ({cause.get('reason', '')})" if isinstance(cause, dict) and cause.get("reason") != error.get("reason") else said


def _shown(url: str) -> str:
    """An address without the password in it, for messages."""
    split = urlsplit(url)
    return urlunsplit((split.scheme, split.netloc.rpartition("@")[2], split.path, "", ""))
