"""The embedded index: other processes, and what is said when its folder is gone, foreign, old, damaged, locked or full."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import IndexMismatchError, IndexUnavailableError, QueryError
from index import embedded
from index.base import Query
from index.embedded import open_embedded
from tests.index_documents import document

WRITER = """
import sys
from pathlib import Path
sys.path[:0] = [{root!r}]
from index.embedded import open_embedded
from tests.index_documents import document
index = open_embedded(Path(sys.argv[1]))
index.upsert([document(sys.argv[2], "deepfake")])
index.commit()
index.close()
"""


def write_elsewhere(folder: Path, article_id: str) -> None:
    """Another process adds one article and commits."""
    program = WRITER.format(root=str(Path(__file__).parents[1]))
    subprocess.run([sys.executable, "-c", program, str(folder), article_id], check=True, timeout=120)


def test_a_reader_sees_what_another_process_commits(tmp_path: Path) -> None:
    """An open reader answers with each new commit, without being opened again."""
    open_embedded(tmp_path / "index").close()
    reader = open_embedded(tmp_path / "index", create=False, writer=False)
    assert reader.count() == 0
    write_elsewhere(tmp_path / "index", "a")
    assert reader.count() == 1
    write_elsewhere(tmp_path / "index", "b")
    assert {hit.id for hit in reader.search(Query(text="deepfake")).hits} == {"a", "b"}


def test_a_reader_follows_an_index_made_anew(tmp_path: Path) -> None:
    """After a rebuild in the same folder the reader has its generation, and refuses cursors of the old one."""
    old = open_embedded(tmp_path)
    old.upsert([document(f"d{n}", "deepfake") for n in range(3)])
    old.commit()
    old.close()
    reader = open_embedded(tmp_path, writer=False)
    query = Query(text="deepfake", limit=1)
    cursor = reader.search(query).next
    new = open_embedded(tmp_path, fresh=True)
    assert reader.count() == 0
    assert reader.generation == new.generation != old.generation
    with pytest.raises(QueryError, match="cursor"):
        reader.search(replace(query, cursor=cursor))


def test_the_generation_stays_while_the_index_does(tmp_path: Path) -> None:
    """Opening again, also for writing, does not change it."""
    first = open_embedded(tmp_path)
    first.close()
    assert open_embedded(tmp_path).generation == first.generation


def test_a_missing_index_is_told(tmp_path: Path) -> None:
    """A reader does not make one."""
    with pytest.raises(IndexMismatchError, match=r"no index at .*--rebuild"):
        open_embedded(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()


def test_a_deleted_folder_is_told(tmp_path: Path) -> None:
    """An index deleted under an open reader is an error, not an empty answer."""
    index = open_embedded(tmp_path / "index")
    for path in (tmp_path / "index").iterdir():
        path.unlink()
    (tmp_path / "index").rmdir()
    with pytest.raises(IndexMismatchError, match=r"was deleted.*--rebuild"):
        index.search(Query())


def test_a_foreign_folder_is_left_alone(tmp_path: Path) -> None:
    """A folder with other things is refused, also when asked to start anew, and nothing in it is touched."""
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(IndexMismatchError, match="something else"):
        open_embedded(tmp_path)
    with pytest.raises(IndexMismatchError, match=r"thesis\.txt"):
        open_embedded(tmp_path, fresh=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    """A path that is a file cannot hold an index."""
    (tmp_path / "index").write_text("", encoding="utf-8")
    with pytest.raises(IndexMismatchError, match="not a folder"):
        open_embedded(tmp_path / "index")


@pytest.mark.parametrize(("key", "value"), [("schema", 0), ("analysis", "0-00000000")])
def test_an_older_version_is_told_and_made_anew(tmp_path: Path, key: str, value: object) -> None:
    """An index of other fields or other terms is refused with the way out, which works."""
    open_embedded(tmp_path).close()
    marker = json.loads((tmp_path / "fauxlex.json").read_text(encoding="utf-8"))
    marker["fauxlex"][key] = value
    (tmp_path / "fauxlex.json").write_text(json.dumps(marker), encoding="utf-8")
    with pytest.raises(IndexMismatchError, match=r"is of version .*--rebuild"):
        open_embedded(tmp_path)
    assert open_embedded(tmp_path, fresh=True).count() == 0


@pytest.mark.parametrize("name", ["meta.json", "fauxlex.json"])
def test_a_damaged_index_is_told(tmp_path: Path, name: str) -> None:
    """Files that cannot be read are an error with the way out."""
    open_embedded(tmp_path).close()
    (tmp_path / name).write_text("{", encoding="utf-8")
    with pytest.raises(IndexMismatchError, match="--rebuild"):
        open_embedded(tmp_path)


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    """Two writers at once are refused; reading goes on."""
    first = open_embedded(tmp_path)
    first.upsert([document("a")])
    second = open_embedded(tmp_path)
    with pytest.raises(IndexUnavailableError, match="another process writes"):
        second.upsert([document("b")])
    assert second.count() == 0
    first.commit()
    first.close()
    assert second.upsert([document("b")]) == []
    second.commit()
    assert second.count() == 2


def test_a_reader_refuses_to_write(tmp_path: Path) -> None:
    """What was opened for reading does not take the writer's lock."""
    open_embedded(tmp_path).close()
    with pytest.raises(IndexUnavailableError, match="reading only"):
        open_embedded(tmp_path, writer=False).upsert([document("a")])


def test_a_full_disk_is_told_and_nothing_half_done_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The batch is lost with a clear message; the same index takes it again later."""
    index = open_embedded(tmp_path)

    def full(folder: Path, step: object) -> None:
        raise embedded._unavailable(folder, OSError(28, "No space left on device"))

    index.upsert([document("a")])
    with monkeypatch.context() as broken:
        broken.setattr(embedded, "_engine", full)
        with pytest.raises(IndexUnavailableError, match=r"disk of .* is full.*free space"):
            index.commit()
    assert index.count() == 0
    index.upsert([document("a")])
    index.commit()
    assert index.count() == 1


def test_what_was_not_committed_is_not_there_after_closing(tmp_path: Path) -> None:
    """The indexer's watermark moves after the commit, so uncommitted documents come again."""
    index = open_embedded(tmp_path)
    index.upsert([document("a")])
    index.close()
    assert open_embedded(tmp_path).count() == 0


def test_a_prefix_may_be_as_long_as_a_query(tmp_path: Path) -> None:
    """It finds nothing then; a pattern of as many letters would be refused by the engine."""
    index = open_embedded(tmp_path)
    index.upsert([document("a", "deepfake")])
    index.commit()
    found = [index.search(Query(text=f"{text}*")).total for text in ("deep", "deep" * 480, "딥" * 1_900, "source:" + "x" * 1_900)]
    assert found == [1, 0, 0, 0]
