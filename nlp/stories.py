"""Signatures by which reprints of one text are recognised, whatever headline and byline they carry.

MinHash over letter 3-grams (Broder 1997) with banded look-up (LSH): a light edit of a text keeps a similarity near 0.8, another story on
the same event stays below 0.2 (measured on news in three languages).
"""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
from datasketch import MinHash

PERMUTATIONS = 64
ROWS = 4
"""Rows a band: 16 bands of 4 find a pair of similarity 0.6 with a chance of 0.89, and one of 0.2 with 0.03 (then compared whole)."""

SAME_STORY = 0.5
LEAST_LETTERS = 150
"""Shorter texts have too few grams to be told apart."""


@dataclass(frozen=True, slots=True)
class Signature:
    """`values`: 64 minima as little-endian uint32 bytes. `bands`: the keys under which it is looked up."""

    values: bytes
    bands: tuple[str, ...]


def signature(text: str) -> Signature | None:
    """The signature of an article's text, or None where it is too short to have one."""
    letters = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
    if len(letters) < LEAST_LETTERS:
        return None
    sketch = MinHash(num_perm=PERMUTATIONS, seed=1)
    sketch.update_batch([letters[i : i + 3].encode("utf8", "surrogatepass") for i in range(len(letters) - 2)])
    values = np.asarray(sketch.hashvalues, dtype="<u4")
    bands = tuple(f"{n}:{values[n : n + ROWS].tobytes().hex()}" for n in range(0, PERMUTATIONS, ROWS))
    return Signature(values.tobytes(), bands)


def similarity(left: bytes, right: bytes) -> float:
    """The estimated Jaccard similarity of two texts from their signatures' values."""
    return float(np.mean(np.frombuffer(left, "<u4") == np.frombuffer(right, "<u4")))
