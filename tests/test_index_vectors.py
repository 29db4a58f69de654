"""The scan over embeddings: however few or many are asked for, they are those that comparing every one would give."""

from pathlib import Path

import numpy as np
import pytest

from index.vectors import DIMENSIONS, Embedded, Floats, Vectors

COUNT = 5_000


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Vectors, Floats]:
    """Embeddings near five centres; every tenth article has none. The second part is their values, [COUNT, DIMENSIONS]."""
    drawn = np.random.default_rng(3)
    centres = drawn.normal(size=(5, DIMENSIONS))
    values = (centres[drawn.integers(5, size=COUNT)] + 0.7 * drawn.normal(size=(COUNT, DIMENSIONS))).astype(np.float32)
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    folder: Path = tmp_path_factory.mktemp("vectors")
    vectors = Vectors(folder)
    vectors.append([Embedded(n, values[n].astype("<f2").tobytes() if n % 10 else None) for n in range(COUNT)])
    return vectors, values


@pytest.mark.parametrize("most", [1, 7, 50, 70, 400, 2_000, 4_499, 4_500, 4_501, 9_000])
def test_the_likest_are_found(held: tuple[Vectors, Floats], most: int) -> None:
    """Of those clearly likest, none is missed; none without an embedding is told; there are as many as asked for, or all."""
    vectors, values = held
    query = values[1234]
    found = vectors.scan(query).likest(most)
    known = [n for n in range(COUNT) if n % 10]
    cosines = values @ query
    ranked = sorted(known, key=lambda n: -cosines[n])
    assert len(found) == min(most, len(known))
    last = cosines[ranked[len(found) - 1]]
    clearly = {n for n in ranked if cosines[n] > last + 0.01}  # 8 bits of the row, and of the query
    assert clearly <= {n for n, _ in found}
    assert all(n % 10 for n, _ in found)
    assert found[0][0] == 1234
    assert all(cosine == pytest.approx(cosines[n], abs=0.005) for n, cosine in found)
