"""`index --rebuild` on Elasticsearch: the old index serves until the new one is complete, whoever writes meanwhile."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from fauxlex_calls import Caller, fill, indexed, labels

from core.archive import Archive
from core.article import Article
from core.errors import ConsumerBusyError, IndexMismatchError, IndexUnavailableError
from core.settings import Settings
from crawlers.plan import Stop
from fauxlex import collect, consume
from fauxlex.rebuilding import LOCK, rebuild_beside
from index import elastic
from index.base import Filters, Query, Rebuild
from index.elastic import open_elastic
from index.elastic_rebuild import ElasticRebuild
from index.rows import SCHEMA_VERSION
from language.analysis import ANALYSIS_VERSION
from tests.elastic_gate import HANG_UP, Answer, gate
from tests.elastic_node import elastic_url

EVERY = Query(filters=Filters(relevance=()), limit=100)


@pytest.fixture
def name() -> str:
    return f"t-{uuid.uuid4().hex}"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers look where the alias points at every search."""
    monkeypatch.setattr(elastic, "_LOOK_EVERY_S", 0.0)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Six articles, tagged."""
    fill(tmp_path)
    return Archive(tmp_path)


def begin(name: str) -> Callable[[], Rebuild]:
    return lambda: ElasticRebuild(elastic_url(), name=name)


def first(archive: Archive, name: str) -> str:
    """Fills the first index of the alias; its own name."""
    index = open_elastic(elastic_url(), name=name)
    consume.index(archive, index)
    index.close()
    return behind(name)


def behind(name: str) -> str:
    with Elasticsearch(elastic_url()) as client:
        (index,) = client.indices.get_alias(name=name)
    return index


def indices(name: str) -> set[str]:
    with Elasticsearch(elastic_url()) as client:
        return set(client.indices.get(index=f"{name}-v*"))


def add(archive: Archive, path: str) -> str:
    """One more article, tagged."""
    article = Article(id="", url=f"https://outlet1.example/{path}", title="New deepfake bill", text="A bill.", language="en", fetched_at=datetime(2026, 11, 20, tzinfo=UTC))  # fmt: skip
    with archive.log.write() as tx:
        stored = archive.store.put_article(tx, article, [])
        assert stored is not None
        archive.store.put_annotation(tx, labels(stored.id, "en", "law", "US"))
    return stored.id


def found(index: elastic.ElasticIndex) -> set[str]:
    return {hit.id for hit in index.search(EVERY).hits}


def test_the_old_index_serves_until_the_new_one_is_complete(archive: Archive, name: str) -> None:
    """A reader finds everything at every moment, and the new index from its first search after; versions stand in the name."""
    old = first(archive, name)
    reader = open_elastic(elastic_url(), name=name, create=False)
    everything, generation = found(reader), reader.generation
    during = []
    report = rebuild_beside(archive, begin(name), lambda _count: during.append((found(reader), behind(name))))
    assert during and all(one == (everything, old) for one in during)
    assert (report.done, found(reader)) == (6, everything)
    assert reader.generation != generation
    assert behind(name) == f"{name}-v{SCHEMA_VERSION}-a{ANALYSIS_VERSION}-{reader.generation}"


def test_the_index_before_is_kept_until_the_next_rebuild(archive: Archive, name: str) -> None:
    """One step back can be taken; two cannot, and what a killed rebuild left goes too."""
    oldest = first(archive, name)
    rebuild_beside(archive, begin(name))
    second = behind(name)
    assert indices(name) == {oldest, second}
    left = ElasticRebuild(elastic_url(), name=name)  # killed here
    assert oldest not in indices(name) and len(indices(name)) == 2
    left.index.close()
    rebuild_beside(archive, begin(name))
    assert indices(name) == {second, behind(name)}


def test_what_comes_in_meanwhile_is_in_both(archive: Archive, name: str) -> None:
    """Somebody follows the archive while the new index is filled: the article is found before the hand-over and after it."""
    first(archive, name)
    reader, follower = (open_elastic(elastic_url(), name=name) for _ in range(2))
    came: list[str] = []

    def meanwhile(_count: int) -> None:
        if not came:
            came.append(add(archive, "meanwhile"))
            assert consume.index(archive, follower).done == 1
            assert came[0] in found(reader)

    rebuild_beside(archive, begin(name), meanwhile)
    assert came[0] in found(reader) and reader.generation != follower.generation
    later = add(archive, "later")
    consume.index(archive, open_elastic(elastic_url(), name=name))
    assert later in found(reader)


def test_a_removal_meanwhile_holds_in_the_new_index(archive: Archive, name: str) -> None:
    """What is removed while it is being filled does not come back with it."""
    first(archive, name)
    gone = archive.store.tagged_ids()[0]
    rebuild_beside(archive, begin(name), lambda _count: archive.removed(gone) or archive.store.remove(gone, "asked to"))
    reader = open_elastic(elastic_url(), name=name)
    assert gone not in found(reader) and reader.count() == 5


def test_an_index_that_lacks_articles_does_not_take_over(archive: Archive, name: str) -> None:
    """The counts are compared before the hand-over; the old index goes on, the new one is deleted."""
    old = first(archive, name)

    def lose(_count: int) -> None:
        (new,) = indices(name) - {old}
        with Elasticsearch(elastic_url()) as client:
            client.delete(index=new, id=archive.store.tagged_ids()[0], refresh=True)

    with pytest.raises(IndexUnavailableError, match=r"holds 5 articles and the archive 6.*old one, which goes on serving"):
        rebuild_beside(archive, begin(name), lose)
    assert indices(name) == {behind(name)} == {old}


def test_a_hand_over_whose_answer_is_lost_was_made_all_the_same(archive: Archive, name: str) -> None:
    """The connection breaks after the step was taken: the new index serves, and is not deleted as one that failed."""
    old = first(archive, name)
    with gate(elastic_url()) as door:

        def lose(method: str, path: str, body: bytes) -> Answer | None:
            if path.startswith("/_aliases"):
                door.faults.clear()
                door.answer(method, path, {"content-type": "application/json"}, body)
                return HANG_UP
            return None

        door.faults.append(lose)
        rebuild_beside(archive, lambda: ElasticRebuild(door.url, name=name))
    assert behind(name) != old and indices(name) == {old, behind(name)}
    assert len(found(open_elastic(elastic_url(), name=name))) == 6


def test_two_rebuilds_do_not_disturb_one_another(archive: Archive, name: str) -> None:
    """The second is refused before it has touched anything."""
    old = first(archive, name)
    with archive.log.consumer(LOCK), pytest.raises(ConsumerBusyError, match="rebuild"):
        rebuild_beside(archive, begin(name))
    assert indices(name) == {old}


def test_a_foreign_index_is_not_replaced(archive: Archive, name: str) -> None:
    """Whatever the alias names that is not ours stays as it is."""
    with Elasticsearch(elastic_url()) as client:
        client.indices.create(index=f"{name}-theirs", aliases={name: {}}, settings={"number_of_replicas": 0})
    with pytest.raises(IndexMismatchError, match="not a Fauxlex index"):
        rebuild_beside(archive, begin(name))
    assert behind(name) == f"{name}-theirs"


def test_an_older_fauxlex_goes_on_with_the_index_that_it_can_read(archive: Archive, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that still runs while a newer Fauxlex rebuilds finds what it found before."""
    first(archive, name)
    reader = open_elastic(elastic_url(), name=name, create=False)
    everything, generation = found(reader), reader.generation
    rebuild_beside(archive, begin(name))
    monkeypatch.setattr("index.marker.SCHEMA_VERSION", SCHEMA_VERSION - 1)
    assert (found(reader), reader.generation) == (everything, generation)


def test_following_goes_on_while_the_index_cannot_be_written(archive: Archive, tmp_path: Path) -> None:
    """It is said, and put off until the next round; a single run ends with the error instead."""
    settings = Settings(home=tmp_path, backend="elasticsearch", elasticsearch_url="http://127.0.0.1:9")
    with Stop() as stop:
        lines = list(collect._worked(settings, stop, quiet=True))
    assert lines[1].startswith("tagged: 6 articles")
    assert "put off until the next round" in lines[2] and "does not answer" in lines[2]
    with pytest.raises(IndexUnavailableError, match="does not answer"):
        list(collect._worked(settings, None, quiet=True))


def test_the_command_rebuilds_beside_and_reads_on(fauxlex: Caller, tmp_path: Path, name: str) -> None:
    """Also over an index of an older version, which the command alone cannot read."""
    flags = ("--backend", "elasticsearch", "--elasticsearch-url", elastic_url(), "--index-name", name)
    indexed(tmp_path, fauxlex, flags=flags)
    old = behind(name)
    done = fauxlex("index", "--rebuild", "--home", tmp_path, *flags)
    assert (done.code, done.err.strip()) == (0, "read 6, indexed 6, set aside 0")
    assert indices(name) == {old, behind(name)} and behind(name) != old
    assert fauxlex("index", "--home", tmp_path, *flags).err.strip() == "read 0, indexed 0, set aside 0"
