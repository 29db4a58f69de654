"""Whose law an article is about (`primary`), and whose it names beside (`mentioned`).

Candidates come from the gazetteer; each naming is judged for authority (`mentions`), authorities without a country are given to the country
in focus or to the article's home, and two small models over the sums (`scoring`), with a head of the network over the namings, decide on the roles.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from core.article import Evidence, Jurisdiction, Role
from nlp.jurisdictions.mentions import Mention, mentions
from nlp.jurisdictions.scoring import Candidate, Home, candidates, features, logit, probability, weights
from nlp.pipeline import evidence, sentences

# Territories with an ISO code of their own whose criminal law is their sovereign's.
SOVEREIGN = dict.fromkeys(("RE", "GP", "MQ", "GF", "YT", "NC", "PF", "PM", "BL", "MF", "WF"), "FR") | {
    "PR": "US",
    "GU": "US",
    "VI": "US",
    "AS": "US",
    "MP": "US",
}
MAX_EVIDENCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Namings:
    """What the network reads in an article's namings.

    Attributes:
        vectors: by naming, [R]; namings without any token are left out. weight: [2, R], bias: [2], rows primary and mentioned.
        prior: [2] how much the counts weigh beside. thresholds: the scores from which a role is given.
    """

    vectors: Mapping[Mention, NDArray[np.floating[Any]]]
    weight: NDArray[np.floating[Any]]
    bias: NDArray[np.floating[Any]]
    prior: NDArray[np.floating[Any]]
    thresholds: tuple[float, float]

    def scores(self, candidate: Candidate, counted: tuple[float, float]) -> tuple[float, float]:
        """Primary and mentioned, each in (0, 1); `counted` are the log odds that the counts give."""
        logits = self.prior * np.array(counted)
        read = [self.vectors[mention] for mention in candidate.mentions if mention in self.vectors]
        if read:
            logits = logits + self.weight @ np.mean(read, 0) + self.bias
        return probability(float(logits[0])), probability(float(logits[1]))


def find(
    doc: Doc, outlet_country: str | None, relevance: str, *, found: Sequence[Mention] | None = None, namings: Namings | None = None
) -> tuple[Jurisdiction, ...]:
    """The jurisdictions of an article, primary ones first, each with a score in [0, 1] and the sentences that show it.

    Args:
        doc: from `nlp.pipeline.make_doc`.
        outlet_country: ISO 3166-1 alpha-2 of the outlet's home, or None; it is then inferred.
        relevance: the article's relevance; only `law` has jurisdictions (an article without law or authority has none to name).
        found: `mentions(doc)`, where it is known already.
        namings: what the network reads in them; without it the counts decide alone.
    """
    if relevance != "law":
        return ()
    by_code, counted = counts(doc, mentions(doc) if found is None else found, outlet_country)
    scores = {
        code: namings.scores(by_code[code], odds) if namings else (probability(odds[0]), probability(odds[1]))
        for code, odds in counted.items()
    }
    primary, mentioned = ({code: pair[n] for code, pair in scores.items()} for n in (0, 1))
    roles = _roles(
        primary, mentioned, namings.thresholds if namings else (weights()["primary"]["threshold"], weights()["mentioned"]["threshold"])
    )
    if not any(role == "primary" for role in roles.values()) and primary:
        roles[max(primary, key=lambda code: primary[code])] = "primary"
    _add_parents(roles)
    made = [
        Jurisdiction(
            code=code,
            role=role,
            score=round((primary if role == "primary" else mentioned).get(code, primary.get(_child(code, roles), 0.5)), 4),
            evidence=_evidence(doc, by_code.get(code) or by_code.get(_child(code, roles))),
        )
        for code, role in roles.items()
    ]
    return tuple(sorted(made, key=lambda item: (item.role != "primary", -item.score, item.code)))


def counts(doc: Doc, found: Sequence[Mention], outlet_country: str | None) -> tuple[dict[str, Candidate], dict[str, tuple[float, float]]]:
    """The candidates by code, and for each the log odds of primary and mentioned by its counts alone."""
    home = infer_home(doc, found, outlet_country)
    by_code = candidates(found, home)
    parts = sentences(doc)
    rows = features(by_code, home, (len(parts), bool(parts) and parts[0].field == "title"))
    return by_code, {code: (logit("primary", row), logit("mentioned", row)) for code, row in rows.items()}


def infer_home(doc: Doc, found: Sequence[Mention], outlet_country: str | None) -> Home:
    """The article's home: the outlet's country, or the country that institutions named without one point to, or Korea for Korean."""
    if outlet_country:
        return Home(code=SOVEREIGN.get(outlet_country, outlet_country), is_given=True)
    if doc.user_data["language"] == "ko":
        return Home(code="KR", is_given=False)
    hints: dict[str, int] = {}
    for mention in found:
        if mention.hint:
            hints[mention.hint] = hints.get(mention.hint, 0) + 1
    if hints:
        return Home(code=max(hints, key=lambda code: hints[code]), is_given=False)
    return Home(code="FR" if doc.user_data["language"] == "fr" else None, is_given=False)


def _roles(primary: dict[str, float], mentioned: dict[str, float], thresholds: tuple[float, float]) -> dict[str, Role]:
    """The role of each candidate whose score reaches that role's threshold."""
    roles: dict[str, Role] = {}
    for code in primary:
        if primary[code] >= thresholds[0]:
            roles[code] = "primary"
        elif mentioned[code] >= thresholds[1]:
            roles[code] = "mentioned"
    return roles


def _add_parents(roles: dict[str, Role]) -> None:
    """A state gives its country as well, with its own role unless the country has the higher one."""
    for code in [code for code in roles if "-" in code]:
        parent = code.split("-")[0]
        if roles[code] == "primary" or parent not in roles:
            roles[parent] = "primary" if roles[code] == "primary" else roles.get(parent, "mentioned")


def _child(code: str, roles: dict[str, Role]) -> str:
    """A state among `roles` that brought `code` in, or ""."""
    return next((other for other in roles if other.startswith(code + "-")), "")


def _evidence(doc: Doc, candidate: Candidate | None) -> tuple[Evidence, ...]:
    """The sentences in which a candidate is strongest, in order of the text; those that only name it where none speaks of its law or authority."""
    if candidate is None:
        return ()
    parts = sentences(doc)
    best = sorted(candidate.by_sentence, key=lambda n: (-candidate.by_sentence[n], n))[:MAX_EVIDENCE]
    strong = [n for n in best if candidate.by_sentence[n] > 0]
    return tuple(evidence(doc, parts[n].offset, parts[n].offset + len(parts[n].text)) for n in sorted(strong or best))
