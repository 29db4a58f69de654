"""How far machine and person agree: precision and recall of each label with intervals, F1, Cohen's kappa.

What a person gave is held to be right. Intervals are of 95 %: Wilson's for shares (Wilson 1927), percentiles of a bootstrap over articles
(Efron 1979) for F1 and kappa, and for everything where articles are weighted.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.article import RELEVANCES, TOPICS, Annotation

Z = 1.959963984540054
"""The quantile of the normal distribution for 95 %."""

RUNS = 1_000
UNLABELLED = "unlabelled"
"""The relevance of an article in a language that is not tagged."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An article with what a person gave (by field) and what the machine says; `weight`: how many articles it stands for."""

    person: Mapping[str, Any]
    machine: Annotation
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Of each article and label: found (both say it), wrong (the machine alone), missed (the person alone). Shape (articles, labels, 3)."""

    labels: tuple[str, ...]
    cells: Array
    weights: Array


def agreement(pairs: Sequence[Pair], *, seed: int = 0) -> dict[str, Any]:
    """Figures for each field that a person gave in some article, as JSON values.

    Args:
        pairs: articles. A field counts over the articles in which the person gave it.
        seed: of the bootstrap.
    """
    out: dict[str, Any] = {}
    for name, parts in _FIELDS.items():
        mine = [pair for pair in pairs if name in pair.person]
        if mine:
            out |= {part: _figures(counted(mine), part, seed) for part, counted in parts.items()}
    return out


def wilson(found: float, total: float) -> tuple[float, float] | None:
    """Wilson's 95 % interval of a share; None where there is nothing to take a share of."""
    if not total:
        return None
    share = found / total
    middle = share + Z**2 / (2 * total)
    half = Z * float(np.sqrt(share * (1 - share) / total + Z**2 / (4 * total**2)))
    return max(0.0, (middle - half) / (1 + Z**2 / total)), min(1.0, (middle + half) / (1 + Z**2 / total))


def kappa(found: Array, wrong: Array, missed: Array, total: Array) -> Array:
    """Cohen's kappa (Cohen 1960) of two readers who each say yes or no; 1 where both always say the same one, NaN without decisions.

    Args:
        found, wrong, missed: how often both said yes, only the second, only the first. total: of all decisions. Arrays of one shape.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        first, second = (found + missed) / total, (found + wrong) / total
        return _beyond_chance((total - wrong - missed) / total, first * second + (1 - first) * (1 - second))


def same_law(left: str, right: str) -> bool:
    """Whether two names mean one law: one holds the other and is not twice as long, or their words overlap by 0.6 (Jaccard)."""
    short, long = sorted((_folded(left), _folded(right)), key=len)
    mine, theirs = (set(re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold())) for name in (left, right))
    return bool(short) and ((short in long and 2 * len(short) >= len(long)) or len(mine & theirs) >= 0.6 * len(mine | theirs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The measures of one part: over its articles, and over each draw of the bootstrap; those of labels have a column each."""

    counts: Counts
    point: Mapping[str, Array]
    spread: Mapping[str, Array]

    def told(self, name: str, label: int | None = None) -> dict[str, float | None]:
        """A measure with its interval by bootstrap."""
        place = ... if label is None else label
        values = self.spread[name][:, place].ravel()
        known = values[~np.isnan(values)]
        interval = (float(np.quantile(known, 0.025)), float(np.quantile(known, 0.975))) if len(known) else None
        return _told(float(self.point[name][0][place]), interval)

    def share(self, name: str, label: int | None, found: float, total: float) -> dict[str, float | None]:
        """A measure that is a share: with Wilson's interval, but for weighted articles."""
        if (self.counts.weights != self.counts.weights[0]).any():
            return self.told(name, label)
        return _told(found / total if total else float("nan"), wilson(found, total))


def _figures(counts: Counts, part: str, seed: int) -> dict[str, Any]:
    """The figures of one part."""
    articles = len(counts.weights)
    drawn = np.random.default_rng(seed).multinomial(articles, np.full(articles, 1 / articles), RUNS) * counts.weights
    found = Measured(counts=counts, point=_measures(counts, counts.weights[None, :], part), spread=_measures(counts, drawn, part))
    out: dict[str, Any] = {"articles": articles}
    if part == "relevance":
        out["accuracy"] = found.share("micro_f1", None, float(counts.cells[..., 0].sum()), articles)
    else:
        out["micro_f1"] = found.told("micro_f1")
    if part not in _PLAIN:
        out["macro_f1"] = found.told("macro_f1")
    if part in _CLOSED:
        out["kappa"] = found.told("overall_kappa")
    out["labels"] = {label: _figures_of_label(found, n, part) for n, label in enumerate(counts.labels)}
    return out


def _figures_of_label(found: Measured, label: int, part: str) -> dict[str, Any]:
    both, wrong, missed = (float(value) for value in found.counts.cells[:, label].sum(axis=0))
    out: dict[str, Any] = {
        "person": int(both + missed),
        "machine": int(both + wrong),
        "both": int(both),
        "precision": found.share("precision", label, both, both + wrong),
        "recall": found.share("recall", label, both, both + missed),
        "f1": found.told("f1", label),
    }
    return out | {"kappa": found.told("kappa", label)} if part in _CLOSED else out


def _measures(counts: Counts, weights: Array, part: str) -> dict[str, Array]:
    """Every measure for each row of weights (draws, articles): those of labels (draws, labels), those of the whole (draws,)."""
    sums = np.einsum("da,alk->dlk", weights, counts.cells)
    found, wrong, missed = sums[..., 0], sums[..., 1], sums[..., 2]
    total = weights.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        f1 = 2 * found / (2 * found + wrong + missed)
        measures = {
            "precision": found / (found + wrong),
            "recall": found / (found + missed),
            "f1": f1,
            "macro_f1": np.nansum(f1, axis=1) / (~np.isnan(f1)).sum(axis=1),
            "micro_f1": 2 * found.sum(axis=1) / (2 * found + wrong + missed).sum(axis=1),
        }
    if part in _CLOSED:
        measures["kappa"] = kappa(found, wrong, missed, np.broadcast_to(total[:, None], found.shape))
        flat = (found.sum(axis=1), wrong.sum(axis=1), missed.sum(axis=1))
        measures["overall_kappa"] = _nominal_kappa(sums, total) if part == "relevance" else kappa(*flat, total * len(counts.labels))
    return measures


def _nominal_kappa(sums: Array, total: Array) -> Array:
    """Cohen's kappa over classes of which each reader gives one an article; `sums` has shape (draws, classes, 3)."""
    found, wrong, missed = sums[..., 0], sums[..., 1], sums[..., 2]
    chance = ((found + missed) * (found + wrong)).sum(axis=1) / total**2
    return _beyond_chance(found.sum(axis=1) / total, chance)


def _beyond_chance(observed: Array, chance: Array) -> Array:
    """The share of agreement that chance does not explain; 1 where chance explains all."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(chance == 1, 1.0, (observed - chance) / (1 - chance))


def _told(value: float, interval: tuple[float, float] | None) -> dict[str, float | None]:
    """A figure with its interval as JSON values; None where there is nothing to measure."""
    low, high = interval or (None, None)
    known = not np.isnan(value)
    return {
        "value": round(value, 4) if known else None,
        "low": round(low, 4) if known and low is not None else None,
        "high": round(high, 4) if known and high is not None else None,
    }


def _sets(pairs: Sequence[Pair], name: str, codes: Callable[[Any], Iterable[str]], order: Sequence[str] = ()) -> Counts:
    """Counts over sets of codes, which `codes` takes from a field; labels that nobody used are left out."""
    said = [(set(codes(pair.person[name])), set(codes(getattr(pair.machine, name)))) for pair in pairs]
    used = set[str]().union(*(left | right for left, right in said))
    labels = tuple(sorted(used, key=lambda label: (order.index(label) if label in order else len(order), label)))
    cells = [[(label in left and label in right, label in right - left, label in left - right) for label in labels] for left, right in said]
    return _counts(labels, cells, pairs)


def _relevance(pairs: Sequence[Pair]) -> Counts:
    return _sets(pairs, "relevance", lambda value: [value or UNLABELLED], RELEVANCES)


def _topics(pairs: Sequence[Pair]) -> Counts:
    return _sets(pairs, "topics", lambda items: [item.code for item in items], TOPICS)


def _role(role: str) -> Callable[[Sequence[Pair]], Counts]:
    return lambda pairs: _sets(pairs, "jurisdictions", lambda items: [item.code for item in items if item.role == role])


def _penalties(pairs: Sequence[Pair]) -> Counts:
    """A penalty is found where jurisdiction, conduct, months and fine are the same."""
    cells = []
    for pair in pairs:
        left, right = (
            {(p.jurisdiction, p.conduct, p.custody_months_max, p.fine_max) for p in of}
            for of in (pair.person["penalties"], pair.machine.penalties)
        )
        cells.append([(len(left & right), len(right - left), len(left - right))])
    return _counts(("penalties",), cells, pairs)


def _laws(pairs: Sequence[Pair]) -> Counts:
    cells = []
    for pair in pairs:
        left, found = [law.name for law in pair.person["laws"]], 0
        for law in pair.machine.laws:
            hit = next((name for name in left if same_law(name, law.name)), None)
            if hit is not None:
                left.remove(hit)
                found += 1
        cells.append([(found, len(pair.machine.laws) - found, len(left))])
    return _counts(("laws",), cells, pairs)


def _counts(labels: tuple[str, ...], cells: Sequence[Any], pairs: Sequence[Pair]) -> Counts:
    return Counts(
        labels=labels,
        cells=np.array(cells, float).reshape(len(pairs), len(labels), 3),
        weights=np.array([pair.weight for pair in pairs], float),
    )


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


_FIELDS: Mapping[str, Mapping[str, Callable[[Sequence[Pair]], Counts]]] = {
    "relevance": {"relevance": _relevance},
    "topics": {"topics": _topics},
    "jurisdictions": {"primary": _role("primary"), "mentioned": _role("mentioned")},
    "penalties": {"penalties": _penalties},
    "laws": {"laws": _laws},
}
"""Each field with the parts that are measured of it."""

_PLAIN = ("penalties", "laws")
"""Parts that are counted as a whole, without labels among which a mean could be taken."""

_CLOSED = ("relevance", "topics")
"""Parts with a fixed list of labels, over which a reader decides each time: only there does kappa fit."""
