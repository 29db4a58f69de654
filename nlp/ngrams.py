"""What a sentence shows by its letters alone: a linear model over hashed character n-grams, added to what the network reads.

The network has its training articles by heart, and a small linear model errs elsewhere than it does; their sum errs less than either. Runs of two to
five letters stand for endings and particles as well as for words, in all three languages, without analysis. Fitted by `nlp.ngrams_fit`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

BITS = 16
"""Buckets are 2 to this power; with four times as many, nothing is gained."""
SHORTEST, LONGEST = 2, 5
_STEP, _MIX, _MIX_AGAIN = np.uint64(1_000_003), np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)


def buckets(text: str) -> NDArray[np.uint64]:
    """The buckets of a text's character n-grams, distinct and in order; letters small, space between words one, and one at either end."""
    letters = np.frombuffer(f" {' '.join(text.lower().split())} ".encode("utf-32-le", "replace"), "<u4").astype(np.uint64)
    found = []
    rolling = np.zeros(len(letters), np.uint64)
    for size in range(1, min(LONGEST, len(letters)) + 1):
        rolling = rolling[: len(letters) - size + 1] * _STEP + letters[size - 1 :]
        if size >= SHORTEST:
            mixed = (rolling + np.uint64(size)) * _MIX
            mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX_AGAIN
            found.append(mixed >> np.uint64(64 - BITS))
    return np.unique(np.concatenate(found))


def logits(heads: Mapping[str, NDArray[Any]], texts: Sequence[str]) -> NDArray[np.float32]:
    """What each text shows, [n, T].

    Args:
        heads: `ngram_weight` int8 [buckets, T], `ngram_scale` [T], `ngram_bias` [T].
    """
    rows = []
    for text in texts:
        mine = buckets(text)
        rows.append(heads["ngram_weight"][mine].sum(0, dtype=np.int32) / np.sqrt(len(mine)))
    return np.asarray(np.stack(rows) * heads["ngram_scale"] + heads["ngram_bias"], dtype=np.float32)
