"""The Elasticsearch node for tests and trials: found, built, and as durable as a real one."""

from pathlib import Path

import pytest

from core.errors import IndexUnavailableError
from index import node
from index.base import Query
from index.elastic import open_elastic
from tests.elastic_node import elastic_url
from tests.index_documents import document


def test_without_maven_the_reason_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason that a skipped test shows says what to install."""
    monkeypatch.setattr(node.shutil, "which", lambda name: None)
    assert "install maven" in str(node.missing())


def test_an_old_java_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The first runtime that is new enough is taken, a broken one is none."""
    for name, version in (("old", "17.0.2"), ("new", "25.0.1")):
        (tmp_path / name).write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "broken").write_text("no program", encoding="utf-8")
    monkeypatch.setattr(node, "_javas", lambda: iter([tmp_path / "none", tmp_path / "broken", tmp_path / "old", tmp_path / "new"]))
    assert node.java() == tmp_path / "new"
    monkeypatch.setattr(node, "_javas", lambda: iter([tmp_path / "old"]))
    with pytest.raises(IndexUnavailableError, match="FAUXLEX_JAVA"):
        node.java()


def test_a_failing_tool_is_told_without_addresses() -> None:
    """What a build tool says is passed on, but for addresses, which may be private."""
    script = "echo 'cannot reach https://mirror.example/maven2/x.jar' >&2; exit 1"
    with pytest.raises(IndexUnavailableError, match="cannot fetch:\ncannot reach <address>") as caught:
        node._tool(["sh", "-c", script], "cannot fetch")
    assert "mirror" not in str(caught.value)


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    """Killed without warning the node loses nothing that it took; meanwhile a search says so."""
    elastic_url()  # skips where no node can be built
    own = node.Node(tmp_path, node.build(node.CACHE), heap="256m").start()
    try:
        index = open_elastic(own.url)
        index.upsert([document(f"d{n}", "deepfake") for n in range(200)])
        own.kill()
        with pytest.raises(IndexUnavailableError, match="does not answer"):
            index.search(Query(text="deepfake"))
        own.start()
        again = open_elastic(own.url, create=False)
        again.commit()
        assert (again.count(), again.generation) == (200, index.generation)
    finally:
        own.stop()
