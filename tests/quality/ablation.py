"""What each part of the heads is worth: `python -m tests.quality.ablation`.

Each part is switched off in the trained model, which is not trained anew without it, and the development set is tagged again. So a figure says
how much the model as it is leans on the part, not how well another could do without it.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.annotate import MODEL, Annotator
from tests.quality.measure import tagged
from tests.quality.scoring import figures, gold_labels, load_gold

Weights = dict[str, NDArray[np.float32]]
MEASURES = ("relevance", "topics", "primary", "mentioned")


def zeroed(*names: str) -> Callable[[Weights], Weights]:
    """The weights with some of them nought."""
    return lambda heads: {name: np.zeros_like(values) if name in names else values for name, values in heads.items()}


PARTS: Mapping[str, Callable[[Weights], Weights]] = {
    "relevance from the mean of all tokens": zeroed("attention_weight"),
    "sentences by the mean of their tokens": zeroed("focus_weight"),
    "topics from sentences alone": zeroed("context_weight", "context_bias"),
    "topics without n-grams": zeroed("ngram_weight", "ngram_bias"),
    "topics from n-grams alone": zeroed("focus_weight", "sentence_weight", "sentence_bias", "context_weight", "context_bias"),
    "roles without what the namings say": zeroed("role_weight"),
    "roles without what the counts say": zeroed("prior"),
}
"""What is done without the part, and the weights that are then nought."""


def reached(annotator: Annotator, rows: list[Mapping[str, Any]]) -> dict[str, float]:
    """The figures of the development set."""
    gold = [gold_labels(row) for row in rows]
    return figures(list(zip(gold, tagged(annotator, rows), strict=True)))


def ablated(model: Path, rows: list[Mapping[str, Any]]) -> Iterator[tuple[str, dict[str, float]]]:
    """For the whole model and for each part switched off, the figures."""
    yield "all parts", reached(Annotator(model), rows)
    for name, change in PARTS.items():
        one = Annotator(model)
        one.encoder.__dict__["heads"] = change(one.encoder.heads)
        yield name, reached(one, rows)


def main() -> int:
    """Prints the table, a row as soon as it is known."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.ablation", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, default=MODEL)
    model: Path = parser.parse_args().model
    print(f"| | {' | '.join(MEASURES)} |\n|---|{'---|' * len(MEASURES)}")
    for name, row in ablated(model, list(load_gold().values())):
        print(f"| {name} | {' | '.join(f'{row[measure]:.3f}' for measure in MEASURES)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
