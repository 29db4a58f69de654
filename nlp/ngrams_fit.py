"""Fits the linear model of `nlp.ngrams` beside a trained network: `python -m nlp.ngrams_fit` (after a training; `nlp.train` calls it).

Temperature and thresholds of topics are chosen anew on the articles set aside, for network and n-grams together; those of relevance and of
jurisdictions stay. Needs scikit-learn.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.article import TOPICS
from nlp.calibration import calibrate
from nlp.corpus import Record, load, parted
from nlp.encoder import MODEL, Encoder, describe
from nlp.ngrams import BITS, buckets
from nlp.sentences import meet, sentences_of

PENALTY = 1e-6
"""Of squared weights (scikit-learn's `alpha`). Chosen, as the shape of the model, on the articles set aside."""
PASSES = 15
UNSURE = 0.5
"""What a sentence counts that is not marked, in an article that has the topic: a labeller marks the clear sentences, not all."""
LEVELS = 127


def write_ngrams(folder: Path, training: Sequence[Record], validation: Sequence[Record]) -> None:
    """Adds the n-grams' weights to the model's heads, and calibrates. The model's version changes with them."""
    heads: dict[str, Any] = {name: value for name, value in Encoder(folder).heads.items() if not name.startswith("ngram_")}
    weight, bias = fit(training)
    scale = np.maximum(np.abs(weight).max(0), 1e-9) / LEVELS
    packed = np.rint(weight / scale).astype(np.int8)
    np.savez(folder / "heads.npz", **heads, ngram_weight=packed, ngram_scale=scale, ngram_bias=bias)
    encoder = Encoder(folder)
    read = encoder.read([sentences_of(one.title, one.text, one.language) for one in validation])
    pairs = [(record, reading) for record, reading in zip(validation, read, strict=True) if reading is not None]
    nothing = np.zeros((1, 2))
    chosen = calibrate(
        [record for record, _ in pairs],
        np.stack([reading.relevance for _, reading in pairs]),
        np.stack([reading.topics for _, reading in pairs]),
        nothing,
        nothing > 0,
    )
    calibration = replace(encoder.calibration, topic_temperature=chosen.topic_temperature, thresholds=chosen.thresholds)
    about = {name: value for name, value in encoder.about.items() if name != "version"}
    describe(folder, {**about, "calibration": asdict(calibration)})


def fit(records: Sequence[Record]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights [buckets, T] and bias [T] of a logistic regression for each topic over all sentences of all articles; 0 for one that is nowhere marked."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import SGDClassifier

    found, marked, open_to = [], [], []
    for record in records:
        for place, text in sentences_of(record.title, record.text, record.language):
            found.append(buckets(text))
            marked.append([any(meet(place, one) for one in record.topics.get(code, ())) for code in TOPICS])
            open_to.append([code in record.topics for code in TOPICS])
    sizes = np.array([len(mine) for mine in found])
    values = np.repeat(1 / np.sqrt(sizes), sizes)
    rows = csr_matrix((values, np.concatenate(found).astype(np.int64), np.concatenate([[0], np.cumsum(sizes)])), (len(found), 1 << BITS))
    truth, likely = np.array(marked), np.array(open_to)
    weight, bias = np.zeros((1 << BITS, len(TOPICS)), np.float32), np.zeros(len(TOPICS), np.float32)
    for n in np.flatnonzero(truth.any(0)):
        model = SGDClassifier(loss="log_loss", alpha=PENALTY, max_iter=PASSES, tol=None, random_state=0)
        model.fit(rows, truth[:, n], sample_weight=np.where(likely[:, n] & ~truth[:, n], UNSURE, 1.0))
        weight[:, n], bias[n] = model.coef_[0], model.intercept_[0]
    return weight, bias


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m nlp.ngrams_fit", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, default=MODEL)
    folder: Path = parser.parse_args().model
    write_ngrams(folder, *parted(load(), set(Encoder(folder).about["set_aside"])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
