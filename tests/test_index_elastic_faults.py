"""What Elasticsearch cannot do now is named with the way out, and nothing is lost by it. The faults are the real node's, where it can have them."""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from fauxlex_calls import fill
from starlette.testclient import TestClient

from core.archive import Archive
from core.errors import FauxlexError, IndexMismatchError, IndexUnavailableError
from fauxlex import consume
from index import elastic, elastic_server, node
from index.base import Query
from index.elastic import open_elastic
from tests.elastic_gate import HANG_UP, Answer, Fault, Gate, error, gate, on, once, refusing
from tests.elastic_node import elastic_url
from tests.index_documents import document
from tests.web_samples import make_site
from web.app import create_app


@pytest.fixture
def name() -> str:
    return f"t-{uuid.uuid4().hex}"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses between attempts that a test need not wait for."""
    monkeypatch.setattr(elastic, "_BULK_FIRST_WAIT_S", 0.01)
    monkeypatch.setattr(elastic_server, "_WRITE_FIRST_S", 0.01)


@pytest.fixture
def door() -> Iterator[Gate]:
    """A door before the node, on which faults can be hung."""
    with gate(elastic_url()) as opened:
        yield opened


@contextmanager
def setting(index: str, **settings: object) -> Iterator[None]:
    """Settings of an index, as an operator or the disk's watermark would set them, for a while."""
    with Elasticsearch(elastic_url()) as client:
        client.indices.put_settings(index=index, settings=settings)
        try:
            yield
        finally:
            client.indices.put_settings(index=index, settings=dict.fromkeys(settings))


BLOCKS = [
    pytest.param("index.blocks.read_only_allow_delete", r"no room on its disk.*flood stage.*free or add disk space", id="full disk"),
    pytest.param("index.blocks.write", r"blocked by its operator.*index\.blocks\.write", id="operator"),
]


@pytest.mark.parametrize(("block", "says"), BLOCKS)
def test_an_index_that_takes_nothing_sets_nothing_aside(name: str, tmp_path: Path, block: str, says: str) -> None:
    """The reason is told, the watermark stays, no article is blamed; when the block is gone all go in, and searching works all the while."""
    ids = fill(tmp_path)
    archive, index = Archive(tmp_path), open_elastic(elastic_url(), name=name)
    with setting(name, **{block: True}):
        with pytest.raises(IndexUnavailableError, match=says):
            consume.index(archive, index)
        assert index.search(Query()).total == 0
    assert (archive.store.quarantined(), archive.log.watermark("index", index.generation)) == ([], 0)
    assert consume.index(archive, index).done == index.count() == len(ids)
    archive.close()


REFUSALS = [
    pytest.param((403, "security_exception", "action [indices:data/write/bulk] is unauthorized for user [reader]"),
                 r"does not let this user.*\[reader\].*docs/elasticsearch\.md", id="rights"),
    pytest.param((503, "unavailable_shards_exception", "primary shard is not active"), r"is red.*allocation/explain", id="red"),
    pytest.param((429, "es_rejected_execution_exception", "rejected execution of primary operation"), r"too busy.*nothing is lost", id="busy"),
    pytest.param((500, "some_exception", "broken"), r"cannot answer.*broken", id="other"),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "says"), REFUSALS)
def test_a_refusal_that_is_of_no_document_stops_the_batch(
    door: Gate, name: str, tmp_path: Path, fault: tuple[int, str, str], says: str
) -> None:
    """Each write of a batch is refused by itself, but not for what is in it: none is set aside, and all go in later."""
    ids = fill(tmp_path)
    archive, index = Archive(tmp_path), open_elastic(door.url, name=name)
    door.faults.append(refusing(*fault))
    with pytest.raises(IndexUnavailableError, match=says):
        consume.index(archive, index)
    assert archive.store.quarantined() == []
    door.faults.clear()
    assert consume.index(archive, index).done == len(ids)
    archive.close()


@pytest.mark.parametrize(
    "fault",
    [
        refusing(429, "es_rejected_execution_exception", "full"),
        on("_bulk", error(429, "circuit_breaking_exception", "too much data")),
        on("_bulk", Answer(503, "starting", {})),
        on("_bulk", HANG_UP),
    ],
    ids=["writes", "request", "proxy", "hung up"],
)
def test_what_passes_is_waited_for(door: Gate, name: str, fault: Fault) -> None:
    """Too busy for a moment, or gone for one: sent again, and nobody notices."""
    index = open_elastic(door.url, name=name)
    door.faults += [once(fault), once(fault)]
    assert index.upsert([document(f"d{n}") for n in range(3)]) == []
    index.commit()
    assert index.count() == 3


def test_one_article_that_is_refused_is_set_aside(name: str, tmp_path: Path) -> None:
    """By the engine itself, with its reason, counted; the others go in; taken up again when it is mended."""
    ids = fill(tmp_path)
    archive, index = Archive(tmp_path), open_elastic(elastic_url(), name=name)
    article = archive.article(ids[1])
    assert article is not None
    with archive.log.write() as tx:
        archive.store.put_article(tx, replace(article, source="x" * 40_000, title="A changed title"), [])
    report = consume.index(archive, index)
    assert (report.done, report.set_aside, index.count()) == (len(ids) - 1, 1, len(ids) - 1)
    (aside,) = archive.store.quarantined()
    assert (aside["stage"], aside["ref"]) == ("index", ids[1]) and "failed to parse field [source]" in aside["reason"]
    with archive.log.write() as tx:
        archive.store.put_article(tx, replace(article, source="outlet", title="A third title"), [])
    archive.store.replay("index")
    assert consume.index(archive, index).done == 1
    assert (archive.store.quarantined(), index.count()) == ([], len(ids))
    archive.close()


def test_a_red_index_is_told(name: str) -> None:
    """A shard on no node: a search says so, and what to look at."""
    index = open_elastic(elastic_url(), name=name)
    index.upsert([document("a")])
    index.commit()
    with Elasticsearch(elastic_url()) as client:
        ((real, made),) = client.indices.get(index=name).items()
        kept = {key: value for key, value in made["settings"]["index"].items() if key in ("analysis", "similarity")}
        client.indices.delete(index=real)
        nowhere = {**kept, "number_of_replicas": 0, "routing.allocation.require._name": "nowhere"}
        client.indices.create(index=real, mappings=made["mappings"], settings=nowhere, aliases=made["aliases"], wait_for_active_shards=0)
        with pytest.raises(IndexUnavailableError, match=r"is red: a shard of the index is on no node.*allocation/explain.*--rebuild"):
            index.search(Query())
        client.indices.put_settings(index=real, settings={"index.routing.allocation.require._name": None})
        client.cluster.health(index=real, wait_for_status="yellow")
    assert index.search(Query()).total == 0


FAULTS = [
    pytest.param(error(503, "cluster_block_exception", "blocked by: [SERVICE_UNAVAILABLE/2/no master];"), "has no master", 10, id="master"),
    pytest.param(error(503, "master_not_discovered_exception", "null"), "has no master", 10, id="no master"),
    pytest.param(error(429, "circuit_breaking_exception", "data too large", Retry_After="7"), "too busy", 7, id="busy"),
    pytest.param(error(403, "security_exception", "action is unauthorized"), "does not let this user", 60, id="rights"),
    pytest.param(Answer(413, "too large", {}), "client_max_body_size", 60, id="size"),
    pytest.param(Answer(502, "<html>bad gateway</html>", {"Content-Type": "text/html"}), "cannot answer now", 10, id="proxy"),
    pytest.param(HANG_UP, "does not answer", 5, id="hung up"),
]


@pytest.mark.parametrize(("fault", "says", "after_s"), FAULTS)
def test_the_site_answers_503_while_the_search_cannot(door: Gate, name: str, fault: Answer, says: str, after_s: int) -> None:
    """Pages and the API alike, readable, with Retry-After; and are well again when it is."""
    index = open_elastic(door.url, name=name)
    client = TestClient(create_app(make_site(index=index)), raise_server_exceptions=False)
    door.faults.append(on("_search", fault))
    page, api = client.get("/en/search?q=deepfake"), client.get("/search.json?q=deepfake")
    assert (page.status_code, api.status_code) == (503, 503)
    assert page.headers["retry-after"] == api.headers["retry-after"] == str(after_s)
    assert says in api.json()["detail"] and "<h1" in page.text
    door.faults.clear()
    assert (client.get("/en/search?q=deepfake").status_code, client.get("/search.json?q=deepfake").status_code) == (200, 200)


def test_an_export_whose_search_was_forgotten_says_how_to_go_on(door: Gate, name: str) -> None:
    """That is no deleted index."""
    index = open_elastic(door.url, name=name)
    door.faults.append(on("_search", error(404, "search_phase_execution_exception", "No search context found for id [1]")))
    with pytest.raises(IndexUnavailableError, match=r"begin again, an export with --resume"):
        list(index.scan(Query()))


def test_a_node_that_is_restarted_in_the_middle_of_a_batch_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Killed without warning under the second request, started again, and the same call ends well."""
    elastic_url()  # skips where no node can be built
    monkeypatch.setattr(elastic_server, "_WRITE_RETRIES", 600)
    monkeypatch.setattr(elastic_server, "_WRITE_FIRST_S", 0.2)
    monkeypatch.setattr(elastic_server, "_WRITE_MOST_S", 0.2)
    caplog.set_level(logging.CRITICAL, "elastic_transport")
    own = node.Node(tmp_path, node.build(node.CACHE), heap="256m").start()
    with gate(own.url) as before:
        restarts: list[threading.Thread] = []

        def restart() -> None:
            before.node = own.start().url

        def kill(_method: str, path: str, _body: bytes) -> Answer | None:
            if restarts or "_bulk" not in path or sum("_bulk" in one for one in before.seen) < 2:
                return None
            own.kill()
            restarts.append(threading.Thread(target=restart))
            restarts[0].start()
            return HANG_UP

        try:
            index = open_elastic(before.url)
            before.faults.append(kill)
            assert index.upsert([document(f"d{n}", "deepfake") for n in range(1200)]) == []
            index.commit()
            assert restarts and index.count() == 1200
            index.close()
        finally:
            for thread in restarts:
                thread.join()
            own.stop()


@pytest.mark.parametrize("act", [lambda index: index.search(Query()), lambda index: index.commit()], ids=["search", "commit"])
def test_a_deleted_index_is_no_fault_of_the_server(name: str, act: Callable[[object], FauxlexError]) -> None:
    """The way out is to make it anew."""
    index = open_elastic(elastic_url(), name=name)
    with Elasticsearch(elastic_url()) as client:
        client.indices.delete(index=",".join(client.indices.get(index=f"{name}*")))
    with pytest.raises(IndexMismatchError, match="--rebuild"):
        act(index)
