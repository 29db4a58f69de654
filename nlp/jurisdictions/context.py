"""Whose law a single statement of an article speaks of."""

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from core.article import Jurisdiction
from nlp.pipeline import sentences

_SUBJECT_PLACES = {"country", "adjective", "state", "capital", "parliament", "government", "court", "police", "regulator", "act"}
# A country's name in the name of a money: "Singapore dollars", « wons sud-coréens », 홍콩달러.
_MONEY_AFTER = re.compile(
    r"\s?(?:dollars?|won|yen|yuan|pounds?|pesos?|rupees?|francs?|kron\w+|shillings?|dinars?|rand|달러|원|엔|위안|페소|루피|프랑|실링)"
)
# A sentence that names no country and so begins, or says "there", speaks of the country of the sentence before.
_LEANS = {
    "en": re.compile(
        r"^(?:It|Its|They|Their|An? (?:\w+ )?(?:law|bill|act|statute))\b|\b(?:maximum|ceiling|limit|law|penalty|punishment|offen[cs]e|courts?|judges?)\sthere\b|"
        r"\bthere\b(?! (?:is|are|was|were|will|would|has|have|can|may)\b)"
    ),
    "fr": re.compile(r"^(?:Elles?|Son|Sa|Leurs?|Une loi|Un (?:projet|texte))\b|\blà-bas\b|\b[Oo]n y\b"),
    "ko": re.compile(r"(?!)"),
}
_MONEY_BEFORE = re.compile(
    r"(?:dollars?|wons?|yens?|yuans?|livres?|pesos?|roupies?|francs?|couronnes?|shillings?|dinars?|réaux)\s(?:de\s)?$"
)


def jurisdiction_at(doc: Doc, position: int, number: int, jurisdictions: Sequence[Jurisdiction]) -> str | None:
    """Whose law a statement speaks of.

    Args:
        doc: from `nlp.pipeline.make_doc`.
        position: code points from the document's start to the statement.
        number: index of its sentence.
        jurisdictions: the article's.

    Returns:
        In an article on one country, that country, unless the statement's sentence names another alone. In an overview of countries or states, the jurisdiction named
        last before the statement in its sentence, or next after it, or last in the sentences before. None where the article has none.
    """
    known = {item.code for item in jurisdictions}
    if not known:
        return None
    primary = [item.code for item in jurisdictions if item.role == "primary"]
    states = [code for code in primary if "-" in code]
    main = states[0] if len(states) == 1 and len(primary) == 2 else next((code for code in primary), next(iter(known)))
    is_overview = len(primary) - len(states) > 1 or len(states) > 1
    for n in range(number, -1 if is_overview else number - 1, -1):
        named = _named(doc, n, known)
        if not named:
            continue
        codes = [code for _, code in named]
        if not is_overview:
            return main if main in codes or main.split("-")[0] in codes else codes[-1]
        before = [code for start, code in named if start < position]
        return before[-1] if before else codes[0]
    return main if is_overview else _told_before(doc, number, known, main)


def _told_before(doc: Doc, number: int, known: set[str], main: str) -> str:
    """The only other jurisdiction of the sentence before, where a sentence leans on it, else `main`."""
    parts = sentences(doc)
    if not number or parts[number - 1].field != "text" or not _LEANS[doc.user_data["language"]].search(parts[number].text):
        return main
    codes = {code for _, code in _named(doc, number - 1, known)}
    return codes.pop() if len(codes) == 1 and not codes & {main, main.split("-")[0]} else main


def names_jurisdiction(doc: Doc, number: int, jurisdictions: Sequence[Jurisdiction]) -> bool:
    """Whether a sentence names one of the article's jurisdictions or its authorities."""
    return bool(_named(doc, number, {item.code for item in jurisdictions}))


def _named(doc: Doc, number: int, known: set[str]) -> list[tuple[int, str]]:
    """The known jurisdictions that a sentence names, each with its place in the document: no names of moneys, no country beside its state."""
    part = sentences(doc)[number]
    found = []
    for find in doc.user_data["finds"]:
        start, end = find.start - part.offset, find.end - part.offset
        if not 0 <= start < len(part.text) or find.kind not in _SUBJECT_PLACES or (find.weak and find.kind != "state"):
            continue
        code = find.code if find.code in known else find.code.split("-")[0]
        if code in known and not _MONEY_AFTER.match(part.text[end:]) and not _MONEY_BEFORE.search(part.text[:start]):
            found.append((find.start, code))
    families = {code.split("-")[0] for _, code in found if "-" in code}
    return [(start, code) for start, code in found if code not in families]
