"""Whose law an article is about (`primary`), and whose it names beside (`mentioned`).

Candidates come from the gazetteer; each naming is judged for authority (`mentions`), authorities without a country are given to the country
in focus or to the article's home, and two small models over the sums decide on the roles (`scoring`).
"""

from spacy.tokens import Doc

from core.article import Evidence, Jurisdiction, Role
from nlp.jurisdictions.mentions import Mention, mentions
from nlp.jurisdictions.scoring import Candidate, Home, candidates, features, score, weights
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


def find(doc: Doc, outlet_country: str | None, relevance: str) -> tuple[Jurisdiction, ...]:
    """The jurisdictions of an article, primary ones first, each with a score in [0, 1] and the sentences that show it.

    Args:
        doc: from `nlp.pipeline.make_doc`.
        outlet_country: ISO 3166-1 alpha-2 of the outlet's home, or None; it is then inferred.
        relevance: the article's relevance; only `law` has jurisdictions (an article without law or authority has none to name).
    """
    if relevance != "law":
        return ()
    found = mentions(doc)
    home = infer_home(doc, found, outlet_country)
    by_code = candidates(found, home)
    parts = sentences(doc)
    rows = features(by_code, home, (len(parts), bool(parts) and parts[0].field == "title"))
    primary = {code: score("primary", row) for code, row in rows.items()}
    mentioned = {code: score("mentioned", row) for code, row in rows.items()}
    roles = _roles(primary, mentioned)
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


def infer_home(doc: Doc, found: list[Mention], outlet_country: str | None) -> Home:
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


def _roles(primary: dict[str, float], mentioned: dict[str, float]) -> dict[str, Role]:
    """The role of each candidate whose score reaches that role's threshold."""
    roles: dict[str, Role] = {}
    for code in {**primary, **mentioned}:
        if primary.get(code, 0.0) >= weights()["primary"]["threshold"]:
            roles[code] = "primary"
        elif mentioned.get(code, 0.0) >= weights()["mentioned"]["threshold"]:
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
    """The sentences in which a candidate is strongest, in order of the text."""
    if candidate is None:
        return ()
    parts = sentences(doc)
    best = sorted(candidate.by_sentence, key=lambda n: (-candidate.by_sentence[n], n))[:MAX_EVIDENCE]
    return tuple(evidence(doc, parts[n].offset, parts[n].offset + len(parts[n].text)) for n in sorted(best) if candidate.by_sentence[n] > 0)
