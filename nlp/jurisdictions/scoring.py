"""From mentions to features of each candidate jurisdiction, and from features to scores.

Two small linear models with a logistic link, one for `primary` and one for `mentioned`; their weights are data (`weights.toml`), fitted on
labelled training articles. The network's head adds to their log odds what it reads in the words around each naming.
"""

import math
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from nlp.jurisdictions.mentions import Mention

FEATURES = (
    "title_strength", "title_named", "lead_strength", "sum_log", "share", "bound", "given_home", "inferred_home", "generic_log", "hint_log",
    "is_state", "is_union", "rival", "late", "sole", "sentences_share", "solo_log", "strongest", "is_first", "rivals", "in_overview", "home_behind",
    "opens_log",
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Candidate:
    """What the mentions of one jurisdiction add up to."""

    code: str
    by_sentence: dict[int, float] = field(default_factory=dict)
    places: int = 0
    generic: float = 0.0
    hints: float = 0.0
    bound: int = 0
    opens: int = 0
    mentions: list[Mention] = field(default_factory=list)

    def add(self, mention: Mention, strength: float) -> None:
        """Counts a mention; a sentence counts once, with its strongest mention."""
        self.by_sentence[mention.sentence] = max(self.by_sentence.get(mention.sentence, 0.0), strength)
        self.mentions.append(mention)
        self.bound += mention.strength >= 0.9
        self.opens += mention.opens

    @property
    def total(self) -> float:
        """Sum over sentences, the title twice."""
        return sum(self.by_sentence.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The country the article speaks from: given with the outlet, or inferred from the language and the institutions named."""

    code: str | None
    is_given: bool


def candidates(found: Sequence[Mention], home: Home) -> dict[str, Candidate]:
    """Candidates by code; authorities without a country go to the country named in the sentence, the one just told of, the main one, or home."""
    by_code: dict[str, Candidate] = {}
    for mention in found:
        if mention.code:
            by_code.setdefault(mention.code, Candidate(code=mention.code)).add(mention, mention.strength)
    # A place named without any word of authority still tells a little of whom the text is about.
    strong = {code: candidate.total + 0.2 * len(candidate.by_sentence) for code, candidate in by_code.items()}
    strong = {code: value for code, value in strong.items() if value >= 0.5}
    main = max(strong, key=lambda code: strong[code]) if strong else None
    focus: dict[int, str] = {}
    for mention in found:
        if mention.code and (mention.strength >= 0.5 or mention.code == main):
            focus[mention.sentence] = mention.code
    first = min((number for number, code in focus.items() if code == main), default=0)
    for mention in found:
        if mention.code:
            continue
        owner = focus.get(mention.sentence) or focus.get(mention.sentence - 1) or _owner(mention, main, home, first)
        if owner is None:
            continue
        candidate = by_code.setdefault(owner, Candidate(code=owner))
        candidate.generic += 1.0
        candidate.hints += owner == mention.hint
        candidate.add(mention, mention.strength * 0.7)
    if home.code:
        by_code.setdefault(home.code, Candidate(code=home.code))
    return by_code


def _owner(mention: Mention, main: str | None, home: Home, first: int) -> str | None:
    """The country of an authority named without one, where neither its sentence nor the one before tells.

    `main`, the country named most, first stands in sentence `first`: told of from the start it owns the authorities, otherwise home does
    until it is named.
    """
    if mention.hint and (main is None or mention.hint == home.code):
        return mention.hint
    if home.code and (main is None or main == home.code or (first > 2 and mention.sentence < first)):
        return home.code
    return main or mention.hint or home.code


def features(by_code: Mapping[str, Candidate], home: Home, lengths: tuple[int, bool]) -> dict[str, tuple[float, ...]]:
    """The feature values (`FEATURES`) of each candidate.

    Args:
        by_code: from `candidates`.
        home: the article's home.
        lengths: number of sentences, and whether the first of them is a title.
    """
    count, has_title = lengths
    totals: dict[str, float] = defaultdict(float)
    for code, candidate in by_code.items():
        totals[code] = candidate.total
    best = max(totals.values(), default=0.0)
    firsts = {code: min((n for n, x in c.by_sentence.items() if x >= 0.4), default=count) for code, c in by_code.items() if c.total}
    holders: dict[int, set[str]] = defaultdict(set)
    for code, candidate in by_code.items():
        for number in candidate.by_sentence:
            holders[number].add(code)
    rows: dict[str, tuple[float, ...]] = {}
    for code, candidate in by_code.items():
        rivals = [
            value
            for other, value in totals.items()
            if other != code and not other.startswith(code + "-") and not code.startswith(other + "-")
        ]
        rival = max(rivals, default=0.0)
        title = candidate.by_sentence.get(0, 0.0) if has_title else 0.0
        first = 1 if has_title else 0
        lead = max((candidate.by_sentence.get(n, 0.0) for n in range(first, first + 3)), default=0.0)
        at = min(candidate.by_sentence, default=count)
        solo = math.log1p(sum(holders[n] == {code} for n, strength in candidate.by_sentence.items() if strength >= 0.4))
        is_overview = float(candidate.total >= 0.9 and sum(value >= 0.9 for value in rivals) >= 3)
        rows[code] = (
            title,
            float(has_title and 0 in candidate.by_sentence),
            lead,
            math.log1p(candidate.total),
            candidate.total / best if best else 0.0,
            math.log1p(candidate.bound),
            float(home.is_given and code == home.code),
            float(not home.is_given and code == home.code),
            math.log1p(candidate.generic),
            math.log1p(candidate.hints),
            float("-" in code),
            float(code == "EU"),
            math.log1p(rival),
            at / max(1, count),
            float(best > 0 and not any(rivals)),
            len(candidate.by_sentence) / max(1, count),
            solo,
            max(candidate.by_sentence.values(), default=0.0),
            float(bool(firsts) and min(firsts.values()) == firsts.get(code)),
            math.log1p(sum(value >= 0.9 for value in rivals)),
            is_overview,
            float(code == home.code and candidate.total < rival),
            math.log1p(candidate.opens),
        )
    return rows


@cache
def weights() -> dict[str, dict[str, float]]:
    """The weights of both models by feature name, with `bias` and `threshold`."""
    with (Path(__file__).parent / "weights.toml").open("rb") as file:
        return tomllib.load(file)


def logit(role: str, row: Sequence[float]) -> float:
    """The log odds that a candidate with these features has `role`."""
    model = weights()[role]
    return float(model["bias"] + sum(model[name] * x for name, x in zip(FEATURES, row, strict=True)))


def probability(value: float) -> float:
    """The probability that log odds stand for."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))
