"""Mentions: each place, body or act named in a sentence, judged for how much it speaks of that country's law or authority."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from nlp.chrome import chrome_sentences
from nlp.gazetteer import Find
from nlp.jurisdictions import words
from nlp.pipeline import Sentence, sentence_at, sentences

HEAD = 18  # a name within the first letters of a sentence is what the sentence is about
ASKED = 0.2  # authorities that are only asked for help
BODY_KINDS = {"parliament", "government", "court", "police", "regulator"}
# A legislator's own state (Sen. … of Texas, D-Calif.) speaks of the national parliament.
SEAT = re.compile(
    r"\b(?:Sens?\.|Reps?\.|[Ss]enators?|[Rr]epresentatives?|Republicans?|Democrats?|[Cc]ongress\w+|sénat\w+|représentante?s?|élue?s?)[^.;:]{0,60}$|\b[DR]-$"
)
FEDERAL = re.compile(r"\bfederal|\bfédéra|연방|\bnational\b", re.I)
KOREAN_SHORT = re.compile(
    r"(?<![가-힣])(미|영|중|일|독|프|러|호)(?=\s(?:연방|의회|상원|하원|법무|정부|대통령|법원|대법원|당국|경찰|검찰|국무부|행정부|총리))"
)
SHORT_CODES = {"미": "US", "영": "GB", "중": "CN", "일": "JP", "독": "DE", "프": "FR", "러": "RU", "호": "AU"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One naming of a jurisdiction, or of an authority without a country.

    Attributes:
        code: ISO code, or "" for an authority whose country must be told by the context (`weak` bodies keep theirs as a hint in `hint`).
        strength: 0 a mere place, up to 1 an authority or act of that country.
        sentence: index of the sentence; start, end: code points of the document.
        opens: the name stands at the head of its sentence.
    """

    code: str
    strength: float
    sentence: int
    start: int
    end: int
    hint: str = ""
    opens: bool = False


def mentions(doc: Doc) -> list[Mention]:
    """All mentions of the document in order, authorities without a country among them."""
    language: str = doc.user_data["language"]
    parts = sentences(doc)
    if not parts:
        return []
    chrome = chrome_sentences(doc)
    found: list[Mention] = []
    named: dict[int, list[tuple[int, int]]] = {}
    for find in (*doc.user_data["finds"], *_korean_short(doc.text, language)):
        number = sentence_at(doc, find.start)
        sentence = parts[number]
        if find.end > sentence.offset + len(sentence.text) or number in chrome:
            continue
        named.setdefault(number, []).append((find.start, find.end))
        mention = _judge(find, sentence, number, language)
        if mention:
            found.append(mention)
    found.extend(_generic(parts, named, chrome, language))
    return sorted(found, key=lambda mention: mention.start)


def _korean_short(text: str, language: str) -> list[Find]:
    """미 의회, 영 하원: one-letter countries before a body."""
    if language != "ko":
        return []
    return [
        Find(start=m.start(), end=m.end(), name=m[0], code=SHORT_CODES[m[0]], kind="country", weak=False)
        for m in KOREAN_SHORT.finditer(text)
    ]


def _judge(find: Find, sentence: Sentence, number: int, language: str) -> Mention | None:
    """The mention that a find makes in its sentence, or None where it is another word."""
    strength = 1.0
    code, hint = find.code, ""
    if find.kind in BODY_KINDS or find.kind == "act":
        if find.weak:
            code, hint, strength = "", find.code, 0.8
    elif find.kind == "state" and SEAT.search(sentence.text[: find.start - sentence.offset]):
        code, strength = code.split("-")[0], 0.6
    else:
        strength = _place_strength(find, sentence, language)
        # A federal court sits in a city; the police of a city speak of its state.
        if find.kind == "city" and "-" in code and (strength < 1.0 or FEDERAL.search(sentence.text)):
            code = code.split("-")[0]
        if find.weak and strength < 0.7:
            return None
    return Mention(
        code=code,
        hint=hint,
        strength=strength,
        sentence=number,
        start=find.start,
        end=find.end,
        opens=find.start - sentence.offset <= HEAD,
    )


def _place_strength(find: Find, sentence: Sentence, language: str) -> float:
    """How much a place in a sentence stands for its law or authority: 1 bound to it, 0.5 in a sentence of law, 0 a mere place."""
    start, end = find.start - sentence.offset, find.end - sentence.offset
    before, after = sentence.text[max(0, start - 60) : start], sentence.text[end : end + 60]
    if words.PLACE_ONLY[language].match(after) or words.NOUN_BEFORE_PLACE_ONLY[language].search(before):
        return 0.0
    if words.HELP_AFTER[language].match(after) or words.HELP_BEFORE[language].search(before):
        return ASKED
    rest = sentence.text[:start] + " " + sentence.text[end:]
    has_actor = bool(words.ACTOR[language].search(rest))
    has_law = bool(words.LAW[language].search(rest))
    is_bound = bool(words.AFTER[language].match(after)) or bool(words.BEFORE[language].search(before))
    if is_bound and (has_actor or has_law):
        return 1.0
    if find.kind in ("people",):
        return 0.1
    if has_actor and has_law:
        return 0.5
    return 0.3 if has_actor or has_law else 0.0


def _generic(parts: Sequence[Sentence], named: dict[int, list[tuple[int, int]]], chrome: set[int], language: str) -> list[Mention]:
    """One mention without a country for each sentence in which an authority acts that no name of the gazetteer covers."""
    found = []
    for number, sentence in enumerate(parts):
        if number in chrome:
            continue
        taken = named.get(number, [])
        for match in words.GENERIC[language].finditer(sentence.text):
            start, end = match.start() + sentence.offset, match.end() + sentence.offset
            if not any(a < end and start < b for a, b in taken):
                found.append(Mention(code="", strength=0.6, sentence=number, start=start, end=end))
                break
    return found
