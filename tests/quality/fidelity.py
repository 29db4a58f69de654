"""What the 8-bit encoder costs against the tuned one in full precision: `python -m tests.quality.fidelity` (extra `train`, after `make models`).

Both read the development set with the same heads, temperatures and thresholds; the figures may differ by 0.005 at most.
"""

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.annotate import MODEL
from nlp.encoder import Encoder
from nlp.export import TUNED
from nlp.sentences import sentences_of
from nlp.windows import Window
from tests.quality.scoring import f1, load_gold

MOST = 0.005


class FullPrecision(Encoder):
    """The shipped heads over the tuned encoder in torch."""

    def _run(self, session: Any, window: Window) -> NDArray[np.float32]:
        import torch
        from transformers import AutoModel

        if not hasattr(self, "network"):
            self.network: Any = AutoModel.from_pretrained(TUNED, add_pooling_layer=False).eval()
        ids = torch.tensor([window.ids])
        with torch.no_grad():
            return np.asarray(self.network(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state[0].numpy())


def main() -> int:
    """Prints both sets of figures; exit 1 where they differ by more than they may."""
    rows = list(load_gold().values())
    figures = {name: _figures(encoder, rows) for name, encoder in (("int8", Encoder(MODEL)), ("float32", FullPrecision(MODEL, threads=1)))}
    for name, (relevance, topics) in figures.items():
        print(f"{name}: relevance {relevance:.3f}, topics micro F1 {topics:.3f}")
    return int(figures["float32"][1] - figures["int8"][1] > MOST)


def _figures(encoder: Encoder, rows: Sequence[dict[str, Any]]) -> tuple[float, float]:
    readings = encoder.read([sentences_of(row.get("title") or "", row["text"], row["lang"]) for row in rows])
    hits = found = wrong = missed = 0
    for row, reading in zip(rows, readings, strict=True):
        if reading is None:
            continue
        said, codes = encoder.calibration.decide(reading.relevance, reading.topics)
        gold = set(row["topics"])
        hits += said == row["relevance"]
        found, wrong, missed = found + len(gold & codes), wrong + len(codes - gold), missed + len(gold - codes)
    return hits / len(rows), f1(found, wrong, missed)


if __name__ == "__main__":
    sys.exit(main())
