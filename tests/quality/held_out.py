"""The tagger on its own articles that were set aside from training: `python -m tests.quality.held_out`.

The shipped temperatures and thresholds were chosen on these articles, so here each half of the events is judged with those chosen on the other
half. Prints the figures, the expected calibration error of the scores, and which relevance and which topics are taken for which.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.article import RELEVANCES, TOPICS
from nlp.annotate import MODEL
from nlp.calibration import Calibration, calibrate
from nlp.corpus import Record, load, parted
from nlp.encoder import Encoder, Reading
from nlp.sentences import sentences_of
from tests.quality.errors import NONE, confusion, grid
from tests.quality.scoring import f1

Array = NDArray[Any]
BINS = 10


def set_aside(encoder: Encoder) -> list[Record]:
    """The articles that the model was not trained on."""
    return parted(load(), set(encoder.about["set_aside"]))[1]


def crossed(records: Sequence[Record], readings: Sequence[Reading]) -> Iterator[tuple[Record, Reading, Calibration]]:
    """Every article with the calibration that was chosen on the half of the events which it is not in."""
    events = sorted({record.event for record in records})
    halves = [set(events[::2]), set(events[1::2])]
    for mine, others in (halves, halves[::-1]):
        chosen = [n for n, record in enumerate(records) if record.event in others]
        nothing = np.zeros((1, 2))
        calibration = calibrate(
            [records[n] for n in chosen],
            np.stack([readings[n].relevance for n in chosen]),
            np.stack([readings[n].topics for n in chosen]),
            nothing,
            nothing > 0,
        )
        yield from ((record, readings[n], calibration) for n, record in enumerate(records) if record.event in mine)


def calibration_error(scores: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error: over ten bins of equal width, how far the mean score lies from the share that is right, weighed by count."""
    given, truth = np.array(scores), np.array(right, float)
    place = np.minimum((given * BINS).astype(int), BINS - 1)
    gaps = [abs(given[place == n].mean() - truth[place == n].mean()) * (place == n).mean() for n in range(BINS) if (place == n).any()]
    return float(sum(gaps))


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.held_out", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, default=MODEL)
    encoder = Encoder(parser.parse_args().model)
    records = set_aside(encoder)
    read = encoder.read([sentences_of(r.title, r.text, r.language) for r in records])
    pairs = [(record, reading) for record, reading in zip(records, read, strict=True) if reading is not None]
    judged = list(crossed([record for record, _ in pairs], [reading for _, reading in pairs]))
    print(f"model {encoder.version}, {len(judged)} articles set aside")

    taken: Counter[tuple[str, str]] = Counter()
    confused: Counter[tuple[str, str]] = Counter()
    by_language: dict[str, list[int]] = {name: [0, 0, 0] for name in ("all", "ko", "fr", "en")}
    winning: list[float] = []
    right: list[bool] = []
    topic_scores: list[float] = []
    topic_right: list[bool] = []
    for record, reading, calibration in judged:
        said, codes = calibration.decide(reading.relevance, reading.topics)
        taken[record.relevance, said] += 1
        scores = calibration.relevance_scores(reading.relevance)
        winning.append(float(scores.max()))
        right.append(said == record.relevance)
        gold = set(record.topics)
        for group in ("all", record.language):
            counts = by_language[group]
            counts[0], counts[1], counts[2] = counts[0] + len(gold & codes), counts[1] + len(codes - gold), counts[2] + len(gold - codes)
        confused.update(confusion(gold, codes))
        if record.relevance != "other":
            topic_scores.extend(map(float, calibration.topic_scores(reading.topics)))
            topic_right.extend(code in gold for code in TOPICS)

    print(f"relevance {np.mean(right):.3f}, calibration error of its score {calibration_error(winning, right):.3f}")
    print("topics micro F1 " + ", ".join(f"{name} {f1(*counts):.3f}" for name, counts in by_language.items()))
    print(f"calibration error of topic scores {calibration_error(topic_scores, topic_right):.3f}")
    print("\nRelevance: labelled (down), said (across)\n\n" + grid(taken, RELEVANCES))
    print("\nTopics: missed (down) while wrongly raised (across) in the same article\n\n" + grid(confused, (*TOPICS, NONE)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
