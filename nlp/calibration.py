"""Temperatures and thresholds: from logits to scores that mean what they say, chosen on articles set aside from training."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.article import RELEVANCES, TOPICS
from nlp.corpus import Record

Array = NDArray[np.floating[Any]]

GRID = np.round(np.arange(0.15, 0.86, 0.01), 2)
AS_GOOD = 0.01
"""Cuts whose F1 is so little below the best one's are taken for as good, and the middle of them all is chosen, not the luckiest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Stored with the model.

    Attributes:
        temperature: divides relevance logits. topic_temperature: divides topic logits.
        thresholds: the score from which each topic of `TOPICS` is given.
        roles: the scores from which a jurisdiction is primary, and else mentioned.
        certain: the least score of the winning relevance below which the tagger says `uncertain`.
    """

    temperature: float
    topic_temperature: float
    thresholds: tuple[float, ...]
    roles: tuple[float, float]
    certain: float

    def relevance_scores(self, logits: Array) -> Array:
        """Scores [..., 3] of `RELEVANCES`, summing to 1."""
        scaled = logits / self.temperature
        raised = np.exp(scaled - scaled.max(-1, keepdims=True))
        return np.asarray(raised / raised.sum(-1, keepdims=True))

    def topic_scores(self, logits: Array) -> Array:
        """Scores [..., T] in (0, 1)."""
        return _sigmoid(logits / self.topic_temperature)

    def decide(self, relevance: Array, topics: Array) -> tuple[str, set[str]]:
        """Relevance and topic codes of one article from its logits; `other` has no topics."""
        said = RELEVANCES[int(np.argmax(relevance))]
        if said == "other":
            return said, set()
        scores = self.topic_scores(topics)
        return said, {code for n, code in enumerate(TOPICS) if scores[n] >= self.thresholds[n]}

    def decide_roles(self, logits: Array) -> NDArray[np.bool_]:
        """Which candidate jurisdictions are primary, mentioned [c, 2], from their logits [c, 2]."""
        return _given(_sigmoid(logits), self.roles)


def calibrate(records: Sequence[Record], relevance: Array, topics: Array, roles: Array, labelled: NDArray[np.bool_]) -> Calibration:
    """Temperatures by least log loss, thresholds by best F1: one for all topics, for on some dozens of positives each a topic's own is luck.

    Args:
        records: the articles set aside. relevance: their logits [n, 3]. topics: their logits [n, T].
        roles: logits [c, 2] of all their candidate jurisdictions. labelled: [c, 2] which of them are primary, mentioned.
    """
    gold = np.array([RELEVANCES.index(record.relevance) for record in records])
    labels = np.array([[code in record.topics for code in TOPICS] for record in records])
    temperature = _best_temperature(lambda t: _cross_entropy(relevance / t, gold))
    live = np.array([record.relevance != "other" for record in records])
    topic_temperature = _best_temperature(lambda t: _binary_entropy(topics[live] / t, labels[live]))
    scores = _sigmoid(topics[live] / topic_temperature)
    reached = np.array([f1(scores >= cut, labels[live]) for cut in GRID])
    threshold = round(float(GRID[reached >= reached.max() - AS_GOOD].mean()), 3)
    return Calibration(
        temperature=temperature,
        topic_temperature=topic_temperature,
        thresholds=(threshold,) * len(TOPICS),
        roles=_role_thresholds(_sigmoid(roles), labelled),
        certain=0.6,
    )


def _role_thresholds(scores: Array, labelled: NDArray[np.bool_]) -> tuple[float, float]:
    """The cuts for primary and mentioned by the sum of both F1, for what is primary is not mentioned."""
    cuts = [float(cut) for cut in GRID]
    summed = {pair: _role_f1(scores, pair, labelled) for pair in product(cuts, cuts)}
    best = max(summed.values())
    good = np.array([pair for pair, reached in summed.items() if reached >= best - AS_GOOD])
    primary, mentioned = good.mean(0).round(3).tolist()
    return primary, mentioned


def _role_f1(scores: Array, cuts: tuple[float, float], labelled: NDArray[np.bool_]) -> float:
    """F1 of primary and of mentioned, added up."""
    given = _given(scores, cuts)
    return f1(given[:, 0], labelled[:, 0]) + f1(given[:, 1], labelled[:, 1])


def _given(scores: Array, roles: tuple[float, float]) -> NDArray[np.bool_]:
    """Which roles [c, 2] are given: a candidate is asked whether it is mentioned only where it is not primary."""
    primary = scores[:, 0] >= roles[0]
    return np.stack([primary, (scores[:, 1] >= roles[1]) & ~primary], 1)


def f1(said: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    """F1 over all entries; 1 where nothing is to be found and nothing was."""
    tp, wrong = float((said & truth).sum()), float((said ^ truth).sum())
    return 2 * tp / (2 * tp + wrong) if tp + wrong else 1.0


def _sigmoid(logits: Array) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-logits)))


def _best_temperature(cost: Any) -> float:
    grid = np.round(np.exp(np.linspace(np.log(0.5), np.log(4.0), 60)), 4)
    return float(min(grid, key=cost))


def _cross_entropy(logits: Array, gold: NDArray[np.int_]) -> float:
    shifted = logits - logits.max(1, keepdims=True)
    return float(-(shifted[np.arange(len(gold)), gold] - np.log(np.exp(shifted).sum(1))).mean())


def _binary_entropy(logits: Array, labels: NDArray[np.bool_]) -> float:
    return float(np.mean(np.logaddexp(0, logits) - labels * logits))
