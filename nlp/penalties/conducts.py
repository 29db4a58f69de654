"""The conduct that a stated punishment is for."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.article import Penalty
from nlp.penalties import offences, ties, words
from nlp.penalties.terms import Punishment
from nlp.pipeline import Sentence

# How many sentences back a conduct or a country may be told.
LOOK_BACK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A punishment with the words before, within and after it, up to its neighbours; `is_raised` says that it replaces the one before it."""

    punishment: Punishment
    before: str
    inside: str
    after: str
    number: int
    is_last: bool
    is_raised: bool = False


def conducts_of(clause: Clause, parts: Sequence[Sentence], recent: Sequence[Penalty], told: Sequence[int], language: str) -> list[str]:
    """The conducts that a punishment is for: from its clause, else the duty or the conducts told before it.

    Args:
        clause: the punishment and the words around it.
        parts: the article's sentences.
        recent: records of the same jurisdiction that were read from the sentences just before.
        told: numbers of the sentences before, nearest first, as far as they speak of the same jurisdiction.
        language: ko, fr or en.

    Returns:
        Names of conducts; `other` alone where none is told.
    """
    own = parts[clause.number].text
    near = [parts[n].text for n in told if clause.number - n <= LOOK_BACK]
    far = [parts[n].text for n in told if clause.number - n > LOOK_BACK]
    is_fine = bool(clause.punishment.amount) and clause.punishment.months is None
    if is_fine and words.BREACH[language].search(clause.before) and words.MUST[language].search(clause.before):
        duty = _duty_in(clause.before, language)
        if duty:
            return [duty]
    found = _conducts_beside(clause, language, is_fine)
    is_of_tool = is_fine and any(offences.TOOL[language].search(text) for text in (own, *near))
    if (
        is_of_tool
        and not set(found) & set(words.UNDONE)
        and not (words.BREACH[language].search(own) and near and _duty_in(near[0], language))
    ):
        return ["other"]
    is_first = not any(number_of(item, parts) == clause.number for item in recent)
    if not found and is_first and language != "ko" and not clause.is_last:
        found = conducts_in(own, language, is_fine=is_fine)
    if found:
        return found
    if is_first and words.PRONOUN[language].search(own) and near and parts[clause.number - 1].field == "text":
        found = conducts_in(near[0], language)
        if found:
            return found
    found = _conducts_announced(clause, near, parts, language)
    if found:
        return found
    duty = _duty_breached(clause, own, (near, far), parts, language, bool(recent))
    if duty:
        return [duty]
    if recent and not _is_anothers(clause, recent, own, language):
        latest = recent[-1]
        found = [item.conduct for item in recent if item.evidence[0] == latest.evidence[0] and severity(item) == severity(latest)]
        return ["distribute"] if "distribute" in found and words.ONLINE[language].search(clause.before) else found
    found = _conducts_told(own, (near, far), language, is_fine)
    if found == ["other"] and len(told) < clause.number:
        # In a comparison, what all the countries punish may be told once for all.
        others = [parts[n].text for n in range(clause.number - 1 - len(told), -1, -1)]
        found = [name for name in _conducts_told("", ((), others), language, is_fine) if name != "threaten"] or ["other"]
    if found == ["other"]:
        # "Two years, and what counts is the spreading", or of "pictures made by a machine" and of nothing that is done with them.
        found = conducts_in(own, language, is_fine=is_fine) or (
            ["create"] if any(ties.MADE[language].search(text) for text in near) else found
        )
    return found


def _conducts_announced(clause: Clause, near: Sequence[str], parts: Sequence[Sentence], language: str) -> list[str]:
    """The conducts of a sentence that says nothing but whose the punishment beside it is: just before ("Second, the makers:"), or just after."""
    before = near[0] if near and parts[clause.number - 1].field == "text" else ""
    if ties.TOPIC[language].search(before):
        return conducts_in(before, language)
    after = parts[clause.number + 1].text if clause.number + 1 < len(parts) else ""
    return conducts_in(after, language) if words.APPLIES[language].search(after) and not conducts_in(before, language) else []


def _is_anothers(clause: Clause, recent: Sequence[Penalty], own: str, language: str) -> bool:
    """Whether a term of custody follows on operators' fines, told before of duties that the sentence does not break: it is for what others do."""
    is_custody = clause.punishment.months is not None or clause.punishment.life
    is_duty = all(item.conduct in words.UNDONE and item.custody_months_max is None for item in recent)
    return is_custody and is_duty and not words.BREACH[language].search(own)


def _conducts_beside(clause: Clause, language: str, is_fine: bool) -> list[str]:
    """The conducts named next to a punishment in its own sentence."""
    after = words.NEXT_CLAUSE[language].split(clause.after, maxsplit=1)[0]
    after = after if _explains(after, language) else ""
    nearby = clause.before if language == "ko" else f"{clause.before} {after or clause.after[:40]}"
    if offences.FRAUD[language].search(nearby) and "distribute" not in conducts_in(nearby, language):
        return ["other"]
    rest = words.NEXT_CLAUSE[language].split(clause.after, maxsplit=1)[0] if language != "ko" or clause.is_last else ""
    for text in (clause.inside, after, clause.before.rpartition(";")[2], clause.before, rest):
        found = conducts_in(text, language, is_fine=is_fine)
        if found:
            return found
    return []


def _duty_breached(
    clause: Clause, own: str, told: tuple[Sequence[str], Sequence[str]], parts: Sequence[Sentence], language: str, is_going_on: bool
) -> str | None:
    """The duty told before whose breach a punishment enforces, if it enforces one; `is_going_on` says that punishments were just told."""
    near, far = told
    amount = clause.punishment.amount
    before = clause.before if language == "ko" else own
    is_disobeyed = any(words.DISOBEY[language].search(text) for text in (before, *near))
    if is_disobeyed and any(words.DUTIES["fail_to_remove"][language].search(text) for text in (*near, *far)):
        return "fail_to_remove"
    if amount and words.BREACH[language].search(own):
        duty = _duty(before, (*near, *far), parts, language)
        if duty:
            return duty
    is_by_the_day = bool(amount and words.BY_THE_DAY[language].search(own))
    if (amount and clause.punishment.months is None) or is_by_the_day:
        # A fine alone is what operators pay: the duty told before is what it enforces.
        for text in (clause.before, *near, *(far if is_by_the_day or not is_going_on else ())):
            duty = _duty_in(text, language)
            if duty and (text in near or words.MUST[language].search(text)):
                return duty
    return None


def _conducts_told(own: str, told: tuple[Sequence[str], Sequence[str]], language: str, is_fine: bool) -> list[str]:
    """The conducts told in the sentences before, nearest first."""
    if words.BAN[language].search(own):
        return ["distribute"]
    near, far = told
    for text in (*near, *far):
        if ties.DEFINITION[language].search(text) or ties.LAWFUL[language].search(text):
            continue
        is_ban = bool(words.BAN[language].search(text))
        found = conducts_in(text, language, is_fine=is_fine)
        if offences.FRAUD[language].search(text) and "distribute" not in found and text in near:
            return ["other"]
        is_listed = len(found) > 2 or {"possess", "view"} <= set(found)
        if not is_listed and not is_ban and not words.PUNISHING[language].search(text):
            found = [name for name in found if name not in ("possess", "view")]
        if not is_fine and text not in near:
            found = [name for name in found if name not in words.UNDONE]
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
    for text in (own, *told[:LOOK_BACK]):
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
    return bool(ties.EXPLAINS[language].search(after))


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


def number_of(item: Penalty, parts: Sequence[Sentence]) -> int:
    """Index of the sentence that a record was read from."""
    place = item.evidence[0]
    return next(n for n, part in enumerate(parts) if (part.field, part.start) == (place.field, place.start))


def severity(item: Penalty) -> tuple[bool, float, float]:
    """An order of punishments: life, then custody, then fine."""
    return item.life, item.custody_months_max or 0.0, item.fine_max or 0.0
