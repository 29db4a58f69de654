"""How annotations are scored against labels (`tests/quality/gold`).

relevance: accuracy, and F1 averaged over the three classes. topics: micro F1, and F1 averaged over topics with at least 3 positives. primary,
mentioned: micro F1 over (text, code). penalties: micro F1 over (jurisdiction, conduct, months, fine). laws: micro F1; names match where one holds
the other and is not twice as long, or their words overlap by 0.6 (Jaccard). Labels raised on `other` texts count as false.
"""

import json
import random
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.article import RELEVANCES, TOPICS

GOLD = Path(__file__).parent / "gold"
MEASURES = ("relevance", "relevance_f1", "topics", "topics_macro", "primary", "mentioned", "penalties", "laws")


@dataclass(frozen=True, slots=True)
class Labels:
    """What is said of one text, by people or by the tagger."""

    relevance: str | None
    topics: frozenset[str]
    primary: frozenset[str]
    mentioned: frozenset[str]
    penalties: frozenset[tuple[Any, ...]]
    laws: tuple[str, ...]


Pair = tuple[Labels, Labels]


def load_gold(folder: Path = GOLD) -> dict[str, dict[str, Any]]:
    """The labelled texts, by id."""
    rows = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf8").splitlines() if line.strip()]
    return {row["id"]: row for row in rows}


def gold_labels(row: Mapping[str, Any]) -> Labels:
    """The labels of a gold record."""
    sets = (frozenset(row[name]) for name in ("topics", "primary", "mentioned"))
    return Labels(row["relevance"], *sets, _penalties(row["penalties"]), tuple(row["laws"]))


def said_labels(row: Mapping[str, Any] | None) -> Labels:
    """The labels of a line that `annotate --jsonl` wrote; nothing where there is none."""
    if row is None or "error" in row:
        return Labels(None, frozenset(), frozenset(), frozenset(), frozenset(), ())
    roles = {role: frozenset(item["code"] for item in row["jurisdictions"] if item["role"] == role) for role in ("primary", "mentioned")}
    topics = frozenset(item["code"] for item in row["topics"])
    laws = tuple(item["name"] for item in row["laws"])
    return Labels(row["relevance"], topics, roles["primary"], roles["mentioned"], _penalties(row["penalties"]), laws)


def figures(pairs: Sequence[Pair]) -> dict[str, float]:
    """Every measure over (gold, said) pairs."""
    classes = [_counts([({gold.relevance} & {name}, {said.relevance} & {name}) for gold, said in pairs]) for name in RELEVANCES]
    per_topic = [_counts([(gold.topics & {code}, said.topics & {code}) for gold, said in pairs]) for code in TOPICS]
    kept = [f1(*counts) for counts in per_topic if counts[0] + counts[2] >= 3]
    out = {
        "relevance": sum(gold.relevance == said.relevance for gold, said in pairs) / len(pairs),
        "relevance_f1": sum(f1(*counts) for counts in classes) / len(classes),
        "topics_macro": sum(kept) / len(kept) if kept else 1.0,
    }
    for name in ("topics", "primary", "mentioned", "penalties"):
        out[name] = f1(*_counts([(getattr(gold, name), getattr(said, name)) for gold, said in pairs]))
    laws = [_law_counts(gold.laws, said.laws) for gold, said in pairs]
    out["laws"] = f1(*(sum(column) for column in zip(*laws, strict=True)))
    return {name: out[name] for name in MEASURES}


def by_topic(pairs: Sequence[Pair]) -> dict[str, tuple[int, int, int]]:
    """(found, raised wrongly, missed) of each topic."""
    return {code: _counts([(gold.topics & {code}, said.topics & {code}) for gold, said in pairs]) for code in TOPICS}


def intervals(pairs: Sequence[Pair], runs: int = 200) -> dict[str, tuple[float, float]]:
    """95 % intervals by bootstrap over texts (seed 0)."""
    rng = random.Random(0)
    drawn = [figures([rng.choice(pairs) for _ in pairs]) for _ in range(runs)]
    out = {}
    for name in MEASURES:
        values = sorted(row[name] for row in drawn)
        out[name] = (values[int(0.025 * runs)], values[int(0.975 * runs) - 1])
    return out


def f1(found: int, wrong: int, missed: int) -> float:
    """F1; 1 where there was nothing to find and nothing was raised."""
    return 2 * found / (2 * found + wrong + missed) if found + wrong + missed else 1.0


def same_law(left: str, right: str) -> bool:
    """Whether two names mean one law."""
    short, long = sorted((_folded(left), _folded(right)), key=len)
    mine, theirs = _words(left), _words(right)
    return bool(short) and ((short in long and len(short) >= len(long) / 2) or len(mine & theirs) / max(1, len(mine | theirs)) >= 0.6)


def _penalties(rows: Iterable[Mapping[str, Any]]) -> frozenset[tuple[Any, ...]]:
    names = ("jurisdiction", "conduct", "custody_months_max", "fine_max")
    return frozenset(tuple(row.get(name) for name in names) for row in rows)


def _counts(pairs: Iterable[tuple[Any, Any]]) -> tuple[int, int, int]:
    found = wrong = missed = 0
    for gold, said in pairs:
        found, wrong, missed = found + len(gold & said), wrong + len(said - gold), missed + len(gold - said)
    return found, wrong, missed


def _law_counts(gold: Sequence[str], said: Sequence[str]) -> tuple[int, int, int]:
    left, found = list(gold), 0
    for name in said:
        hit = next((law for law in left if same_law(law, name)), None)
        if hit is not None:
            left.remove(hit)
            found += 1
    return found, len(said) - found, len(left)


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))
