"""Results kept to be cited."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from core.errors import IndexUnavailableError, UsageError
from index import citations
from index.base import Filters, Index, Query, Tombstone
from index.citations import Citations, since
from index.embedded import open_embedded
from tests.index_documents import document


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """Three articles, two of which are found."""
    opened = open_embedded(tmp_path / "index")
    opened.upsert([document("a", "deepfake"), document("b", "deepfake"), document("c", "weather")])
    opened.commit()
    yield opened
    opened.close()


ASKED = Query(text="deepfake", filters=Filters(jurisdictions=(), date_from=date(2026, 1, 1)), expand=("ko",), drop=("허위영상물",), limit=1)


def test_a_result_says_what_has_changed(index: Index, tmp_path: Path) -> None:
    """New articles, those that were removed, and those that the words no longer find."""
    store = Citations(tmp_path / "kept")
    kept = store.keep(index, ASKED, 7)
    assert (set(kept.ids), kept.sequence) == ({"a", "b"}, 7)
    assert since(index, kept) == citations.Since(total=2, added=(), gone=())
    index.upsert([document("d", "딥페이크", language="ko"), document("b", "weather", sequence=2)])
    index.remove([Tombstone(article_id="a", sequence=2)])
    index.commit()
    changed = since(index, store.read(kept.id) or kept)
    assert (changed.total, [hit.id for hit in changed.added], set(changed.gone)) == (1, ["d"], {"a", "b"})


def test_the_same_result_is_kept_once_and_read_back_whole(index: Index, tmp_path: Path) -> None:
    """Order, page and facets make no other result; another number of the archive does."""
    store = Citations(tmp_path / "kept")
    kept = store.keep(index, ASKED, 7)
    assert store.read(kept.id) == kept
    assert store.keep(index, Query(text="deepfake", filters=ASKED.filters, expand=("ko",), drop=("허위영상물",), sort="score"), 7) == kept
    assert store.keep(index, ASKED, 8).id != kept.id
    assert len(list((tmp_path / "kept").iterdir())) == 2


@pytest.mark.parametrize("name", ["", "0123456789abcdef", "../../../etc/passwd", "0123456789abcdef/../x", "ABCDEF0123456789"])
def test_what_is_not_kept_is_none(tmp_path: Path, name: str) -> None:
    """Nor is a path that leads out of the folder."""
    assert Citations(tmp_path).read(name) is None


def test_limits_and_a_folder_that_cannot_be_written_are_told(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the way out."""
    monkeypatch.setattr(citations, "MAX_RESULT", 1)
    with pytest.raises(UsageError, match="narrow"):
        Citations(tmp_path / "kept").keep(index, ASKED, 1)
    monkeypatch.setattr(citations, "MAX_RESULT", 10)
    monkeypatch.setattr(citations, "MAX_KEPT", 0)
    with pytest.raises(UsageError, match="are kept here already"):
        Citations(tmp_path / "kept").keep(index, ASKED, 1)
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnavailableError, match="cannot be kept"):
        Citations(tmp_path / "file").keep(index, ASKED, 1)
