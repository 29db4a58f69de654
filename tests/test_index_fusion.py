"""Two rankings made one, and the embeddings behind one of them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.base import Filters, Hit, Snippet, Tombstone
from index.embedded import EmbeddedIndex, open_embedded
from index.embedded_nearest import Neighbours
from index.embedded_query import Translator
from index.fusion import RANK_CONSTANT, fused
from index.query import Everything
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
    """The files go on after the last record that is whole in both."""
    one = np.eye(1, DIMENSIONS, dtype="<f2").tobytes()
    vectors = Vectors(tmp_path)
    vectors.append([Embedded(1, one)])
    for name, torn in (("values", b"\x7f" * (DIMENSIONS + 3)), ("ids", b"half")):
        with (tmp_path / f"vectors.{name}").open("ab") as out:
            out.write(torn)
    assert [at for at, _ in Vectors(tmp_path).nearest(np.eye(1, DIMENSIONS, dtype=np.float32)[0], np.array([1, 2]), 5)] == [1]
    vectors.append([Embedded(2, one)])
    assert {at for at, _ in vectors.nearest(np.eye(1, DIMENSIONS, dtype=np.float32)[0], np.array([1, 2]), 5)} == {1, 2}


def embedded(tmp_path: Path, count: int) -> tuple[EmbeddedIndex, NDArray[np.float32]]:
    """An index of made-up articles with embeddings: two languages in turns, every 60th of a rare source, every third embedded twice, every tenth removed."""
    made = np.random.default_rng(3)
    values = made.normal(size=(count, DIMENSIONS)).astype(np.float32) + 2 * made.normal(size=DIMENSIONS).astype(np.float32)
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    opened = open_embedded(tmp_path / "index")
    for sequence in (1, 2):
        for n in range(0, count, 1 if sequence == 1 else 3):
            row = values[n] if sequence == 2 or n % 3 else values[-n]
            language, source = "en" if n % 2 else "fr", "rare" if n % 60 == 1 else "daily"
            opened.upsert([document(f"a{n}", language=language, source=source, embedding=row.astype("<f2").tobytes(), sequence=sequence)])
        opened.commit()
    opened.remove([Tombstone(article_id=f"a{n}", sequence=3) for n in range(0, count, 10)])
    opened.commit()
    return opened, values


def test_neighbours_that_are_sifted_are_those_that_are_listed(tmp_path: Path) -> None:
    """Whether few articles pass or many: the same neighbours, which are those of the whole embeddings, without the removed and the replaced."""
    opened, values = embedded(tmp_path, 300)
    searcher = opened._searcher()
    schema = opened._index.schema
    for filters in (Filters(), Filters(languages=("fr",)), Filters(sources=("rare",))):
        asked = Translator(schema, searcher).query(Everything(), filters)
        ways = [Neighbours(schema=schema, searcher=searcher, vectors=opened._vectors, few=few) for few in (0, 1000)]
        for query in values[:5]:
            sifted, listed = ([cosine for _, cosine in way.nearest(query, asked, 7)] for way in ways)
            there = [n for n in range(300) if n % 10 and (not filters.languages or n % 2 == 0) and (not filters.sources or n % 60 == 1)]
            assert sifted == pytest.approx(listed, abs=1e-6)
            assert listed == pytest.approx(sorted((float(values[n] @ query) for n in there), reverse=True)[:7], abs=0.004)
    opened.close()


def test_the_likest_of_many_are_found_by_their_blocks(tmp_path: Path) -> None:
    """As sorting all of them would find them; what has no embedding any more is not among them."""
    made = np.random.default_rng(11)
    values = made.normal(size=(5000, DIMENSIONS)).astype(np.float32)
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    vectors = Vectors(tmp_path)
    vectors.append([Embedded(n, row.astype("<f2").tobytes()) for n, row in enumerate(values)])
    vectors.append([Embedded(17, None)])
    found = vectors.scan(values[17]).likest(20)
    expected = vectors.nearest(values[17], np.arange(5000), 20)
    assert [at for at, _ in found][:10] == [at for at, _ in expected][:10]
    assert 17 not in dict(found)


@pytest.mark.parametrize("data", [None, b"", b"\0" * 10, b"\0" * (2 * DIMENSIONS), np.full(DIMENSIONS, np.nan, "<f2").tobytes()])
def test_what_is_no_embedding_is_none(data: bytes | None) -> None:
    """Other sizes, zeros and not-numbers are not searched."""
    assert unpacked(data) is None


def test_a_reserved_text_has_no_embedding_in_an_index() -> None:
    """It was made from the text."""
    made = document("a", embedding=b"x")
    assert row(made).embedding == b"x"
    assert row(replace(made, article=replace(made.article, rights="reserved"))).embedding is None
