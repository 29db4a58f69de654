"""Two rankings made one."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.base import Hit, Snippet
from index.fusion import RANK_CONSTANT, fused
from index.rows import row
from index.vectors import DIMENSIONS, Embedded, Vectors, unpacked
from tests.index_documents import document


def hit(article_id: str, score: float = 1.0) -> Hit:
    return Hit(
        id=article_id, url="", title=None, source=None, published_at=None, language=None, relevance=None, topics=(), jurisdictions=(), story=None,
        score=score, snippet=Snippet(text=""),
    )  # fmt: skip


def test_ranks_are_summed_not_scores() -> None:
    """1 / (60 + rank) over the lists; what both lists have beats what one has first; equal ones stand in order of id."""
    words, meaning = [hit("a", 99.0), hit("b"), hit("c")], [hit("d"), hit("b", 0.1), hit("a")]
    assert [one.id for one in fused([words, meaning])] == ["a", "b", "d", "c"]
    assert fused([words, meaning])[0].score == pytest.approx(1 / (RANK_CONSTANT + 1) + 1 / (RANK_CONSTANT + 3))
    assert fused([[], []]) == []


def test_eight_bits_keep_the_cosine(tmp_path: Path) -> None:
    """Within two thousandths over made-up embeddings, and exactly the same neighbour first."""
    made = np.random.default_rng(7)
    values = made.normal(size=(500, DIMENSIONS)).astype(np.float32)
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    vectors = Vectors(tmp_path)
    vectors.append([Embedded(n, row.astype("<f2").tobytes()) for n, row in enumerate(values)])
    for n in (0, 99, 499):
        found = vectors.nearest(values[n], np.arange(500), 500)
        assert found[0][0] == n
        assert max(abs(cosine - float(values[n] @ values[at])) for at, cosine in found) < 0.002


def test_what_a_crash_left_of_a_record_is_cut_off(tmp_path: Path) -> None:
    """The file goes on after its last whole record."""
    one = np.eye(1, DIMENSIONS, dtype="<f2").tobytes()
    vectors = Vectors(tmp_path)
    vectors.append([Embedded(1, one)])
    with (tmp_path / "vectors.bin").open("ab") as out:
        out.write(b"half a record")
    assert [at for at, _ in Vectors(tmp_path).nearest(np.eye(1, DIMENSIONS, dtype=np.float32)[0], np.array([1, 2]), 5)] == [1]
    vectors.append([Embedded(2, one)])
    assert {at for at, _ in vectors.nearest(np.eye(1, DIMENSIONS, dtype=np.float32)[0], np.array([1, 2]), 5)} == {1, 2}


@pytest.mark.parametrize("data", [None, b"", b"\0" * 10, b"\0" * (2 * DIMENSIONS), np.full(DIMENSIONS, np.nan, "<f2").tobytes()])
def test_what_is_no_embedding_is_none(data: bytes | None) -> None:
    """Other sizes, zeros and not-numbers are not searched."""
    assert unpacked(data) is None


def test_a_reserved_text_has_no_embedding_in_an_index() -> None:
    """It was made from the text."""
    made = document("a", embedding=b"x")
    assert row(made).embedding == b"x"
    assert row(replace(made, article=replace(made.article, rights="reserved"))).embedding is None
