"""The maximum punishments that an article states for offences with deepfakes (codebook: penalties).

A sentence's terms of custody and fines are grouped into punishments; the words around each tell the conduct, whose law it is, its tier, and
whether it is a law's maximum at all or a sentence given to one defendant.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from core.article import Jurisdiction, Penalty
from nlp import money
from nlp.jurisdictions.context import jurisdiction_at
from nlp.penalties import words
from nlp.penalties.terms import Punishment, punishments
from nlp.pipeline import Sentence, evidence, sentences

# How many sentences back a conduct or a country may be told.
_LOOK_BACK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """A punishment with the words before, within and after it, up to its neighbours."""

    punishment: Punishment
    before: str
    inside: str
    after: str
    number: int


def find(doc: Doc, jurisdictions: Sequence[Jurisdiction], relevance: str) -> tuple[Penalty, ...]:
    """The penalties of an article.

    Args:
        doc: from `nlp.pipeline.make_doc`.
        jurisdictions: the article's jurisdictions; a punishment whose sentence names none of them gets the main one.
        relevance: only `law` articles have penalties.

    Returns:
        One record per conduct, jurisdiction and punishment, in order of the text; sentences given to defendants, minimum terms and fines
        without an amount left out.
    """
    if relevance != "law":
        return ()
    language: str = doc.user_data["language"]
    parts = sentences(doc)
    found: list[Penalty] = []
    last = -_LOOK_BACK - 1
    for number, sentence in enumerate(parts):
        if sentence.field == "title" or not _is_about_fakes(parts, number, language):
            continue
        follows = number - last <= _LOOK_BACK
        recent = _recent(found, number, parts)
        if recent and words.SAME[language].search(sentence.text):
            found.extend(_same(doc, recent, number, language))
        for clause in _clauses(sentence, number, language, follows):
            if _is_given(clause, parts, language, follows):
                continue
            last = number
            records = _records(doc, clause, jurisdictions, _recent(found, number, parts))
            if clause.punishment.months is None and not clause.punishment.life and _completes(found, records, sentence, language):
                continue
            found.extend(records)
    return _with_tiers(_distinct(found), parts, language)


def _recent(found: Sequence[Penalty], number: int, parts: Sequence[Sentence]) -> list[Penalty]:
    """The records read from a sentence or shortly before it."""
    return [item for item in found if number - _number_of(item, parts) <= _LOOK_BACK]


def _number_of(item: Penalty, parts: Sequence[Sentence]) -> int:
    """Index of the sentence that a record was read from."""
    place = item.evidence[0]
    return next(n for n, part in enumerate(parts) if (part.field, part.start) == (place.field, place.start))


def _same(doc: Doc, recent: Sequence[Penalty], number: int, language: str) -> list[Penalty]:
    """The punishment stated last, for the conducts of a sentence that says "the same maximum applies to …"."""
    part = sentences(doc)[number]
    place = evidence(doc, part.offset, part.offset + len(part.text))
    conducts = conducts_in(part.text, language)
    return [replace(recent[-1], conduct=conduct, evidence=(place,)) for conduct in conducts]


def _is_about_fakes(parts: Sequence[Sentence], number: int, language: str) -> bool:
    """Whether the punishments of a sentence are for fakes: not when it names another offence and no fake."""
    text = parts[number].text
    return bool(words.FAKE[language].search(text)) or not words.OTHER_OFFENCE[language].search(words.EXAMPLE[language].sub(" ", text))


def _clauses(sentence: Sentence, number: int, language: str, follows: bool) -> list[_Clause]:
    """The punishments of a sentence, each with its surroundings."""
    stated = punishments(sentence.text, language, follows)
    made = []
    for n, punishment in enumerate(stated):
        start = stated[n - 1].end if n else 0
        end = stated[n + 1].start if n + 1 < len(stated) else len(sentence.text)
        made.append(
            _Clause(
                punishment=punishment,
                before=sentence.text[start : punishment.start],
                inside=sentence.text[punishment.start : punishment.end],
                after=sentence.text[punishment.end : end],
                number=number,
            )
        )
    return made


def _is_given(clause: _Clause, parts: Sequence[Sentence], language: str, follows: bool) -> bool:
    """Whether a punishment was given to, or asked for, one defendant and is not a law's maximum."""
    text = parts[clause.number].text
    around = text[max(0, clause.punishment.start - 90) : clause.punishment.end + 60]
    if words.GIVEN[language].search(around):
        reach = 12 if language == "ko" else 25
        near = text[max(0, clause.punishment.start - reach) : clause.punishment.end + 14]
        return not words.LIMIT[language].search(near)
    if _is_civil(clause, parts, language):
        return True
    before = parts[clause.number - 1].text if clause.number and parts[clause.number].field == "text" else ""
    if clause.punishment.is_range or (clause.punishment.amount and clause.punishment.months):
        return False
    return not (follows or words.POSSIBLE[language].search(text) or words.POSSIBLE[language].search(before))


def _is_civil(clause: _Clause, parts: Sequence[Sentence], language: str) -> bool:
    """Whether a sum without a word for a fine is what a victim can sue for."""
    text = parts[clause.number].text
    if clause.punishment.amount is None or clause.punishment.months or clause.punishment.life or words.FINE[language].search(text):
        return False
    told = [part.text for part in parts[max(0, clause.number - 1) : clause.number] if part.field == "text"]
    return any(words.SUIT[language].search(one) for one in (text, *told))


def _conducts(clause: _Clause, parts: Sequence[Sentence], recent: Sequence[Penalty], language: str) -> list[str]:
    """The conducts that a punishment is for: from its clause, else the duty or the conducts told before it."""
    after = clause.after if _explains(clause.after, language) else ""
    is_fine = bool(clause.punishment.amount) and clause.punishment.months is None
    if is_fine and words.BREACH[language].search(clause.before) and words.MUST[language].search(clause.before):
        duty = _duty_in(clause.before, language)
        if duty:
            return [duty]
    nearby = clause.before if language == "ko" else f"{clause.before} {after or clause.after[:40]}"
    if words.FRAUD[language].search(nearby) and "distribute" not in conducts_in(nearby, language):
        return ["other"]
    for text in (clause.inside, after, clause.before.rpartition(";")[2], clause.before, clause.after):
        found = conducts_in(text, language, is_fine=is_fine)
        if found:
            return found
    earlier = [parts[n].text for n in range(clause.number - 1, max(-1, clause.number - 1 - _LOOK_BACK), -1)]
    farther = [parts[n].text for n in range(clause.number - 1 - _LOOK_BACK, -1, -1)]
    own = parts[clause.number].text
    is_first = not any(_number_of(item, parts) == clause.number for item in recent)
    if is_first and words.PRONOUN[language].search(own) and earlier and parts[clause.number - 1].field == "text":
        told = conducts_in(earlier[0], language)
        if told:
            return told
    if clause.punishment.amount and words.BREACH[language].search(own):
        duty = _duty(own, (*earlier, *farther), parts, language)
        if duty:
            return [duty]
    is_by_the_day = bool(clause.punishment.amount and words.BY_THE_DAY[language].search(own))
    if is_fine or is_by_the_day:
        # A fine alone is what operators pay: the duty told before is what it enforces.
        for text in (clause.before, *earlier, *(farther if is_by_the_day or not recent else ())):
            duty = _duty_in(text, language)
            if duty and (text in earlier or words.MUST[language].search(text)):
                return [duty]
    if recent:
        latest = recent[-1]
        return [item.conduct for item in recent if item.evidence[0] == latest.evidence[0] and _severity(item) == _severity(latest)]
    if words.BAN[language].search(own):
        return ["distribute"]
    for text in (*earlier, *farther):
        is_ban = bool(words.BAN[language].search(text))
        found = conducts_in(text, language)
        if not is_ban and not words.PUNISHING[language].search(text):
            found = [name for name in found if name not in ("possess", "view")]
        if is_ban and (not found or (found == ["create"] and words.USE[language].search(text))):
            return [*found, "distribute"]
        if found:
            return found
    return ["other"]


def _duty(own: str, told: Sequence[str], parts: Sequence[Sentence], language: str) -> str | None:
    """The duty whose breach a sentence punishes without naming it: told just before, or by an operator's duty that the article is full of."""
    if words.BAN[language].search(own):
        return None
    if words.DISOBEY[language].search(own) and any(words.DUTIES["fail_to_remove"][language].search(text) for text in told):
        return "fail_to_remove"
    is_operator = bool(words.OPERATOR[language].search(own) or words.DISOBEY[language].search(own))
    for text in (own, *told[:_LOOK_BACK]):
        if text is not own and words.BAN[language].search(text):
            return None
        duty = _duty_in(text, language)
        if duty and (is_operator or text is own or words.OPERATOR[language].search(text)):
            return duty
    counts = {duty: sum(bool(table[language].search(part.text)) for part in parts) for duty, table in words.DUTIES.items()}
    most = max(counts, key=lambda duty: counts[duty])
    return most if is_operator and counts[most] >= 2 else None


def _duty_in(text: str, language: str) -> str | None:
    """The breach of the duty that a stretch of text names; of both, removal where there is a deadline."""
    named = [duty for duty, table in words.DUTIES.items() if table[language].search(text)]
    return named[-1] if named and words.DEADLINE[language].search(text) else next(iter(named), None)


def _explains(after: str, language: str) -> bool:
    """Whether what follows a punishment says what it is for."""
    patterns = {
        "en": r"^[^.;]{0,45}?\b(?:for|to anyone|anyone who|if|when|those who|on anyone|awaits?|whoever)\b",
        "fr": r"^[^.;]{0,45}?(?:\bpour\b|quiconque|à celui|ceux qui|\bsi\b|lorsque|toute personne|\bqui\b|le fait)",
        "ko": r"(?!)",
    }
    return bool(re.search(patterns[language], after, re.I))


def conducts_in(text: str, language: str, is_fine: bool = True) -> list[str]:
    """The conducts named in a stretch of text; purposes are not conducts, and what is left undone hides what is done.

    Custody is for spreading, and the missing label its circumstance: with `is_fine` false, spreading comes before it.
    """
    plain = words.IDIOM[language].sub(" ", words.PURPOSE[language].sub(" ", text))
    found = [name for name, table in words.CONDUCTS.items() if table[language].search(plain)]
    if not is_fine and "distribute" in found and "fail_to_label" in found:
        return [name for name in found if name not in words.UNDONE]
    for left_undone in words.UNDONE:
        if left_undone in found:
            return [left_undone]
    return found


def _records(doc: Doc, clause: _Clause, jurisdictions: Sequence[Jurisdiction], recent: Sequence[Penalty]) -> list[Penalty]:
    """The records of one punishment: one per conduct; `recent` are those stated just before."""
    language: str = doc.user_data["language"]
    parts = sentences(doc)
    sentence, punishment = parts[clause.number], clause.punishment
    code = jurisdiction_at(doc, sentence.offset + punishment.start, clause.number, jurisdictions)
    if code and "-" in code and words.FEDERAL[language].search(clause.before):
        code = code.split("-")[0]
    amount = _own_amount(punishment, code)
    near = clause.before[-120:] + clause.after[:60]
    status = "former" if words.FORMER[language].search(near) else "bill" if words.BILL[language].search(sentence.text) else "law"
    place = evidence(doc, sentence.offset, sentence.offset + len(sentence.text))
    return [
        Penalty(
            jurisdiction=code,
            conduct=conduct,
            custody_months_max=punishment.months,
            fine_max=amount.value if amount else None,
            currency=money.settle(amount.currency, code) if amount else None,
            aggravated=False,
            status=status,
            life=punishment.life,
            evidence=(place,),
        )
        for conduct in _conducts(clause, parts, [item for item in recent if item.jurisdiction == code], language)
    ]


def _own_amount(punishment: Punishment, code: str | None) -> money.Amount | None:
    """The fine in the jurisdiction's own currency where it is told in several, else as first told."""
    own = [amount for amount in (punishment.amount, *punishment.others) if amount and money.is_own(amount.currency, code)]
    return own[0] if own else punishment.amount


def _completes(found: list[Penalty], records: list[Penalty], sentence: Sentence, language: str) -> bool:
    """Adds a fine told in a further sentence to the terms just stated ("the law also provides for a fine of …"); whether it did."""
    if not records or not words.ADDITION[language].search(sentence.text):
        return False
    if conducts_in(sentence.text, language):
        return False
    last = [n for n in range(max(0, len(found) - 4), len(found)) if found[n].fine_max is None and found[n].custody_months_max is not None]
    for n in last:
        found[n] = replace(
            found[n], fine_max=records[0].fine_max, currency=records[0].currency, evidence=found[n].evidence + records[0].evidence
        )
    return bool(last)


def _distinct(found: Sequence[Penalty]) -> list[Penalty]:
    """Records without repeats; one told again with less (without its fine, or its term) is dropped."""
    kept: list[Penalty] = []
    clear = [item for item in found if item.conduct != "other"]
    for item in found:
        if item.conduct == "other" and any(item.jurisdiction == other.jurisdiction and _says_less(item, other) for other in clear):
            continue
        same = [other for other in kept if (other.jurisdiction, other.conduct) == (item.jurisdiction, item.conduct)]
        if any(_says_less(item, other) for other in same):
            continue
        kept = [other for other in kept if other not in same or not _says_less(other, item)]
        kept.append(item)
    return kept


def _says_less(one: Penalty, other: Penalty) -> bool:
    """Whether `one` states nothing that `other` does not state as well."""
    return (one.life, one.custody_months_max or other.custody_months_max, one.fine_max or other.fine_max) == (
        other.life,
        other.custody_months_max,
        other.fine_max,
    )


def _with_tiers(found: Sequence[Penalty], parts: Sequence[Sentence], language: str) -> tuple[Penalty, ...]:
    """Marks the higher of two tiers for one conduct as aggravated where its sentence names a raising factor."""
    starts = {(part.field, part.start): part.text for part in parts}
    marked = []
    for item in found:
        lower = any(
            other.jurisdiction == item.jurisdiction
            and other.conduct == item.conduct
            and _severity(other) < _severity(item)
            and other.status == item.status
            for other in found
        )
        text = starts[(item.evidence[0].field, item.evidence[0].start)]
        marked.append(replace(item, aggravated=lower and bool(words.AGGRAVATING[language].search(text))))
    return tuple(marked)


def _severity(item: Penalty) -> tuple[bool, float, float]:
    """An order of punishments: life, then custody, then fine."""
    return item.life, item.custody_months_max or 0.0, item.fine_max or 0.0
