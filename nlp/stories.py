"""Signatures by which reprints of one text are recognised, whatever headline, lead and byline they carry.

A signature is a text's bottom-k sketch: of the hashes of all its runs of letters, the smallest (MinHash with one hash function; Broder, "On the
resemblance and containment of documents", 1997). Containment is asked for rather than resemblance, because outlets cut: a good part of the shorter
text must stand in the longer one. Runs are as long as three or four words, so that two reports on one event, which share names, phrases and
figures but no sentences, share next to none. What the choice of lengths and limits gives on labelled pairs is pinned in tests/test_nlp_stories.py.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint32]

SKETCH = 256
"""Hashes kept of a text: an estimated share of 0.3 has a standard error of 0.03."""
KEYS = 24
"""Of them those under which it is looked up: two texts of which a quarter is shared have one in common with a chance of 0.998."""
RUN, RUN_HANGUL = 16, 8
"""Letters in a run; a Korean letter is a syllable."""
LEAST_LETTERS = 150
"""Shorter texts have too few runs to be told apart."""
SAME_STORY = 0.36
"""How much of the shorter text must stand in the longer; independent reports on one event reach 0.27."""
SPREAD = 0.12
"""How much of the longer text that must be, so that a digest is no reprint of the notes in it."""

_HANGUL_SHARE = 0.4
_NOT_LETTERS = re.compile(r"[\W_]+")
_HANGUL = re.compile("[가-힣]")
_FACTORS = tuple(
    np.uint64(factor) for factor in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xFF51AFD7ED558CCD)
)
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Signature:
    """`values`: up to 256 hashes, ascending, as little-endian uint32 bytes. `bands`: the keys under which it is looked up."""

    values: bytes
    bands: tuple[str, ...]


def signature(text: str) -> Signature | None:
    """The signature of an article's text, or None where it is too short to have one."""
    found = sketch(text)
    return None if found is None else Signature(found.astype("<u4").tobytes(), tuple(f"{value:08x}" for value in found[:KEYS]))


def sketch(text: str) -> Hashes | None:
    """The smallest `SKETCH` hashes of a text's runs, ascending; None where it is too short."""
    letters = _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())
    if len(letters) < LEAST_LETTERS:
        return None
    run = RUN_HANGUL if len(_HANGUL.findall(letters)) > _HANGUL_SHARE * len(letters) else RUN
    values = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    width = 1
    for factor in _FACTORS:
        if width == run:
            break
        values = values[:-width] * factor + (values[width:] ^ (values[width:] >> np.uint64(29)))
        values ^= values >> _HALF
        width *= 2
    hashes: Hashes = ((values * _FACTORS[-1]) >> _HALF).astype(np.uint32)
    return np.unique(hashes)[:SKETCH]


def similarity(left: bytes, right: bytes) -> float:
    """The estimated share of the shorter text that stands in the longer, from two signatures' values; 0 where it is too little of the longer."""
    return shared(np.frombuffer(left, "<u4"), np.frombuffer(right, "<u4"))


def shared(left: Hashes, right: Hashes) -> float:
    """As `similarity`, of two sketches. Both are compared up to where the one that was cut off sooner ends."""
    ends = [int(values[-1]) for values in (left, right) if len(values) == SKETCH]
    if ends:
        left, right = (values[: np.searchsorted(values, min(ends), "right")] for values in (left, right))
    common = len(np.intersect1d(left, right, assume_unique=True))
    shorter, longer = sorted((len(left), len(right)))
    return common / shorter if shorter and common >= SPREAD * longer else 0.0


def first_prints(sketches: Sequence[Hashes | None]) -> list[int]:
    """For each text the position of the first text of which it is a reprint, directly or by way of others; its own where it is none.

    A text is compared with the first holder of each of its keys, the likest first.
    """
    known = [position for position, found in enumerate(sketches) if found is not None]
    keys = np.full((len(known), KEYS), -1, np.int64)
    for row, position in enumerate(known):
        values = sketches[position]
        assert values is not None
        keys[row, : min(KEYS, len(values))] = values[:KEYS]
    _, firsts, places = np.unique(keys.ravel(), return_index=True, return_inverse=True)
    holders = (firsts[places] // KEYS).reshape(keys.shape)
    holders[keys < 0] = np.arange(len(known))[:, None].repeat(KEYS, 1)[keys < 0]
    result = list(range(len(sketches)))
    for row in np.flatnonzero((holders != np.arange(len(known))[:, None]).any(axis=1)).tolist():
        own = sketches[known[row]]
        rows, counts = np.unique(holders[row], return_counts=True)
        for holder in rows[np.argsort(-counts, kind="stable")]:
            other = sketches[known[holder]]
            if holder < row and own is not None and other is not None and shared(own, other) >= SAME_STORY:
                result[known[row]] = result[known[holder]]
                break
    return result
