"""The Elasticsearch backend: aliases, versions, single refusals, and what is said when the server cannot."""

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from elasticsearch import BadRequestError, Elasticsearch

from core.errors import IndexMismatchError, IndexUnavailableError, QueryError
from index import elastic, elastic_indices
from index.base import Filters, Query
from index.elastic import open_elastic
from index.rows import KEYWORDS, TEXTS
from tests.elastic_node import elastic_url
from tests.index_documents import document


@pytest.fixture
def name() -> str:
    return f"t-{uuid.uuid4().hex}"


@contextmanager
def server(status: int, body: dict[str, object]) -> Iterator[str]:
    """A server that answers every request alike, as Elasticsearch would."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            content = json.dumps(body).encode()
            self.send_response(status)
            for header, value in (
                ("X-Elastic-Product", "Elasticsearch"),
                ("Content-Type", "application/json"),
                ("Content-Length", str(len(content))),
            ):
                self.send_header(header, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = answer

        def log_message(self, *args: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    listening.server_close()


def test_the_mapping_names_the_fields_of_a_row() -> None:
    """Mapping and rows cannot drift apart."""
    properties = json.loads(elastic_indices.MAPPING.read_text(encoding="utf-8"))["mappings"]["properties"]
    assert set(properties) == {*KEYWORDS, *TEXTS, "id", "live", "day", "recency", "seen", "embedding", "payload"}


def test_unknown_fields_are_refused(name: str) -> None:
    """The mapping is strict: nothing is indexed by guess."""
    open_elastic(elastic_url(), name=name).close()
    with Elasticsearch(elastic_url()) as client, pytest.raises(BadRequestError, match="strict_dynamic_mapping"):
        client.index(index=name, document={"colour": "red"})


def test_an_alias_names_an_index_of_this_version(name: str) -> None:
    """Opened again it is the same index; the index behind the alias carries its schema and generation."""
    first = open_elastic(elastic_url(), name=name)
    again = open_elastic(elastic_url(), name=name, create=False)
    assert again.generation == first.generation
    with Elasticsearch(elastic_url()) as client:
        (behind,) = client.indices.get_alias(name=name)
    assert behind.startswith(f"{name}-v") and behind.endswith(first.generation)


def test_a_fresh_index_takes_the_alias_and_readers_follow(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An open reader has the new generation within a second, and refuses the old one's cursors; who writes stays with the old one."""
    monkeypatch.setattr(elastic, "_LOOK_EVERY_S", 0.0)
    writer, old = (open_elastic(elastic_url(), name=name) for _ in range(2))
    writer.upsert([document(f"d{n}", "deepfake") for n in range(3)])
    writer.commit()
    query = Query(text="deepfake", limit=1)
    cursor = old.search(query).next
    new = open_elastic(elastic_url(), name=name, fresh=True)
    new.upsert([document("n", "deepfake")])
    new.commit()
    assert [hit.id for hit in old.search(query).hits] == ["n"]
    assert old.generation == new.generation != writer.generation
    assert writer.search(query).total == 3
    with pytest.raises(QueryError, match="cursor"):
        old.search(replace(query, cursor=cursor))


def test_a_missing_index_is_told(name: str) -> None:
    """A reader does not make one."""
    with pytest.raises(IndexMismatchError, match=r"no index.*--rebuild"):
        open_elastic(elastic_url(), name=name, create=False)


def test_a_deleted_index_is_told_to_readers_and_writers(name: str) -> None:
    """An index deleted on the server is an error with the way out, not an empty answer."""
    index = open_elastic(elastic_url(), name=name)
    with Elasticsearch(elastic_url()) as client:
        client.indices.delete(index=",".join(client.indices.get(index=f"{name}*")))
    for act in (lambda: index.search(Query()), index.count, index.commit, lambda: index.upsert([document("a")])):
        with pytest.raises(IndexMismatchError, match=r"deleted.*--rebuild"):
            act()


@pytest.mark.parametrize("aliased", [True, False])
def test_a_foreign_index_is_refused(name: str, aliased: bool) -> None:
    """Someone else's index under our name, or behind our alias, is not touched."""
    real = f"{name}-theirs" if aliased else name
    with Elasticsearch(elastic_url()) as client:
        client.indices.create(index=real, aliases={name: {}} if aliased else None, settings={"number_of_replicas": 0})
        with pytest.raises(IndexMismatchError, match=r"not a Fauxlex index|something else"):
            open_elastic(elastic_url(), name=name)
        assert client.indices.exists(index=real)


def test_an_older_version_is_told_and_made_anew(name: str) -> None:
    """An index of other terms is refused with the way out, which works."""
    open_elastic(elastic_url(), name=name).close()
    with Elasticsearch(elastic_url()) as client:
        ((_, mapping),) = client.indices.get_mapping(index=name).items()
        marker = json.loads(mapping["mappings"]["_meta"]["marker"])
        marker["fauxlex"]["analysis"] = "0-00000000"
        client.indices.put_mapping(index=name, meta={"marker": json.dumps(marker)})
    with pytest.raises(IndexMismatchError, match=r"is of version .*--rebuild"):
        open_elastic(elastic_url(), name=name)
    assert open_elastic(elastic_url(), name=name, fresh=True).count() == 0


def test_what_the_engine_refuses_comes_back_alone(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that does not fit the mapping is rejected with the engine's reason; its batch goes in."""
    index = open_elastic(elastic_url(), name=name)
    made = elastic._source
    monkeypatch.setattr(elastic, "_source", lambda values: made(values) | ({"day": "no day"} if values.id == "bad" else {}))
    rejected = index.upsert([document("a"), document("bad"), document("b")])
    index.commit()
    assert [one.article_id for one in rejected] == ["bad"]
    assert "day" in rejected[0].reason
    assert index.count() == 2


def test_versions_are_the_sequence(name: str) -> None:
    """The engine itself refuses an older change."""
    index = open_elastic(elastic_url(), name=name)
    index.upsert([document("a", sequence=41)])
    with Elasticsearch(elastic_url()) as client:
        assert client.get(index=name, id="a")["_version"] == 41


def test_no_server_is_told() -> None:
    """Nothing listening: the address and what to do, without the password in it."""
    with pytest.raises(IndexUnavailableError, match=r"http://127\.0\.0\.1:9 does not answer.*make elasticsearch") as caught:
        open_elastic("http://reader:secret@127.0.0.1:9")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "kind"), [(503, "all shards failed"), (429, "too many requests"), (401, "missing authentication"), (500, "broken")]
)
def test_a_server_that_cannot_is_told(status: int, kind: str) -> None:
    """Red, too busy, refusing: readable, with what the server said."""
    with (
        server(status, {"error": {"type": "some_exception", "reason": kind}, "status": status}) as url,
        pytest.raises(IndexUnavailableError, match=kind),
    ):
        open_elastic(url)


def test_filters_do_not_weigh(name: str) -> None:
    """A filter changes which hits there are, not their scores."""
    index = open_elastic(elastic_url(), name=name)
    index.upsert([document("a", "deepfake", topics=("sexual",), source="x"), document("b", "deepfake law")])
    index.commit()
    plain = {hit.id: hit.score for hit in index.search(Query(text="deepfake")).hits}
    filtered = index.search(Query(text="deepfake", filters=Filters(topics=("sexual",), sources=("x",)))).hits
    assert [(hit.id, hit.score) for hit in filtered] == [("a", plain["a"])]
