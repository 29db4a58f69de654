"""The maximum punishments that an article states for offences with deepfakes (codebook: penalties).

A sentence's terms of custody and fines are grouped into punishments; the words around each tell the conduct, whose law it is, its tier, and
whether it is a law's maximum at all or a sentence given to one defendant.
"""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from core.article import Jurisdiction, Penalty
from nlp import money
from nlp.jurisdictions.context import jurisdiction_at, names_jurisdiction
from nlp.penalties import offences, ties, words
from nlp.penalties.conducts import LOOK_BACK, Clause, conducts_in, conducts_of, number_of, severity
from nlp.penalties.spans import Context
from nlp.penalties.terms import Punishment, punishments
from nlp.pipeline import Sentence, evidence, sentences

# How many sentences back the term may be told that "in addition, a fine of …" is added to.
_ADDED_BACK = 2 * LOOK_BACK


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
    last = -LOOK_BACK - 1
    aside = _asides(parts, language)
    for number, sentence in enumerate(parts):
        if sentence.field == "title" or number in aside or not _is_about_fakes(parts, number, language):
            continue
        follows = number - last <= LOOK_BACK
        recent = _recent(found, number, parts)
        money_told = next((item.currency for item in reversed(recent) if item.currency), None) if follows else None
        owes = number > 0 and _owes(parts[number - 1], language)
        stated = _clauses(sentence, number, language, Context(follows=follows, currency=money_told, owes=owes))
        same = words.SAME[language].search(sentence.text)
        # "Three years for making one, and the same for sharing it": the punishment is this sentence's own.
        is_own = same is not None and bool(stated) and stated[-1].punishment.end <= same.start()
        if recent and same and not is_own:
            found.extend(_same(doc, recent, number, stated))
            stated = [] if _is_fine_alone(stated) else stated
        for clause in stated:
            if _is_given(clause, parts, language, follows):
                continue
            last = number
            records = _records(doc, clause, jurisdictions, _recent(found, number, parts))
            if clause.punishment.months is None and not clause.punishment.life and _completes(found, records, doc, number):
                continue
            found.extend(records)
        if same and is_own and last == number:
            found.extend(_same(doc, _recent(found, number, parts), number, (), same.end()))
    return _with_tiers(_distinct(found), parts, language)


def _recent(found: Sequence[Penalty], number: int, parts: Sequence[Sentence]) -> list[Penalty]:
    """The records read from a sentence or shortly before it."""
    return [item for item in found if number - number_of(item, parts) <= LOOK_BACK]


def _owes(before: Sentence, language: str) -> bool:
    """Whether a sentence names a fine and no amount, so that the next may tell how much it is."""
    return before.field == "text" and bool(words.FINE[language].search(before.text)) and not money.find(before.text, language)


def _is_fine_alone(stated: Sequence[Clause]) -> bool:
    """Whether a sentence states a fine and no term of custody."""
    return len(stated) == 1 and bool(stated[0].punishment.amount) and stated[0].punishment.months is None and not stated[0].punishment.life


def _same(doc: Doc, recent: Sequence[Penalty], number: int, stated: Sequence[Clause], start: int = 0) -> list[Penalty]:
    """The punishment stated last, for the conducts that a sentence names from `start` on: "the same maximum applies to …", with its fine."""
    language: str = doc.user_data["language"]
    part = sentences(doc)[number]
    place = evidence(doc, part.offset, part.offset + len(part.text))
    conducts = conducts_in(part.text[start:], language)
    same = recent[-1]
    fine = stated[0].punishment.amount if _is_fine_alone(stated) else None
    if fine:
        same = replace(same, fine_max=fine.value, currency=money.settle(fine.currency, same.jurisdiction))
    return [replace(same, conduct=conduct, evidence=(place,)) for conduct in conducts]


def _asides(parts: Sequence[Sentence], language: str) -> set[int]:
    """Numbers of the sentences that tell of other offences: those that follow a word of it, until a fake is named again."""
    found: set[int] = set()
    is_aside = False
    for number, part in enumerate(parts):
        is_opening = bool(offences.ASIDE[language].search(part.text))
        is_aside = is_opening or (is_aside and not offences.FAKE[language].search(part.text))
        if is_aside and not is_opening:
            found.add(number)
    return found


def _is_about_fakes(parts: Sequence[Sentence], number: int, language: str) -> bool:
    """Whether the punishments of a sentence are for fakes: not when it, or the sentence that it leans on, names another offence and no fake."""
    text = parts[number].text
    if offences.FAKE[language].search(text):
        return True
    if _names_another(text, language):
        return False
    leans = number > 0 and parts[number - 1].field == "text" and not conducts_in(text, language)
    before = parts[number - 1].text if leans else ""
    return offences.FAKE[language].search(before) is not None or not _names_another(before, language)


def _names_another(text: str, language: str) -> bool:
    """Whether a text names an offence that needs no fake, other than as an example."""
    return bool(offences.OTHER_OFFENCE[language].search(offences.EXAMPLE[language].sub(" ", text)))


def _clauses(sentence: Sentence, number: int, language: str, context: Context) -> list[Clause]:
    """The punishments of a sentence, each with its surroundings."""
    stated = punishments(sentence.text, language, context)
    made = []
    for n, punishment in enumerate(stated):
        start = stated[n - 1].end if n else 0
        is_raised = bool(n and ties.RAISED_FROM[language].match(sentence.text[start : punishment.start]))
        if is_raised:
            start = stated[n - 2].end if n > 1 else 0
        end = stated[n + 1].start if n + 1 < len(stated) else len(sentence.text)
        made.append(
            Clause(
                punishment=punishment,
                before=words.LEAST_TOLD.split(sentence.text[start : punishment.start])[-1],
                inside=sentence.text[punishment.start : punishment.end],
                after=sentence.text[punishment.end : end],
                number=number,
                is_last=n + 1 == len(stated),
                is_raised=is_raised,
            )
        )
    return made


def _is_given(clause: Clause, parts: Sequence[Sentence], language: str, follows: bool) -> bool:
    """Whether a punishment was given to, or asked for, one defendant and is not a law's maximum."""
    text = parts[clause.number].text
    around = text[max(0, clause.punishment.start - 90) : clause.punishment.end + 60]
    if words.GIVEN[language].search(ties.CAN_BE_GIVEN[language].sub(" can ", around)):
        reach = 12 if language == "ko" else 25
        near = text[max(0, clause.punishment.start - reach) : clause.punishment.end + 14]
        return not words.LIMIT[language].search(near)
    if _is_civil(clause, parts, language):
        return True
    before = parts[clause.number - 1].text if clause.number and parts[clause.number].field == "text" else ""
    if clause.punishment.is_range or (clause.punishment.amount and clause.punishment.months):
        return False
    return not (follows or words.POSSIBLE[language].search(text) or words.POSSIBLE[language].search(before))


def _is_civil(clause: Clause, parts: Sequence[Sentence], language: str) -> bool:
    """Whether a sum without a word for a fine is what a victim can sue for."""
    text = parts[clause.number].text
    if clause.punishment.amount is None or clause.punishment.months or clause.punishment.life or words.FINE[language].search(text):
        return False
    told = [part.text for part in parts[max(0, clause.number - 1) : clause.number] if part.field == "text"]
    return any(words.SUIT[language].search(one) for one in (text, *told))


def _records(doc: Doc, clause: Clause, jurisdictions: Sequence[Jurisdiction], recent: Sequence[Penalty]) -> list[Penalty]:
    """The records of one punishment: one per conduct; `recent` are those stated just before."""
    language: str = doc.user_data["language"]
    parts = sentences(doc)
    sentence, punishment = parts[clause.number], clause.punishment
    code = jurisdiction_at(doc, sentence.offset + punishment.start, clause.number, jurisdictions)
    if code and "-" in code and _is_federal(doc, clause, jurisdictions):
        code = code.split("-")[0]
    told = _told(doc, clause.number, code, jurisdictions)
    amount = _own_amount(punishment, code)
    near = clause.before[-120:] + ("" if words.INSTEAD[language].match(clause.after) else clause.after[:60])
    is_told_former = words.FORMER[language].search(near) or ties.RAISED_FROM[language].match(clause.after)
    is_former = punishment.is_former or (is_told_former and not clause.is_raised)
    status = "former" if is_former else "bill" if words.BILL[language].search(sentence.text) else "law"
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
        for conduct in conducts_of(clause, parts, [item for item in recent if item.jurisdiction == code], told, language)
    ]


def _is_federal(doc: Doc, clause: Clause, jurisdictions: Sequence[Jurisdiction]) -> bool:
    """Whether a punishment told among a state's is the federation's: so before it, or in the sentence before where its own names no authority."""
    language: str = doc.user_data["language"]
    if words.FEDERAL[language].search(clause.before):
        return True
    parts = sentences(doc)
    number = clause.number
    if not number or parts[number - 1].field != "text" or names_jurisdiction(doc, number, jurisdictions):
        return False
    return bool(words.FEDERAL[language].search(parts[number - 1].text))


def _told(doc: Doc, number: int, code: str | None, jurisdictions: Sequence[Jurisdiction]) -> list[int]:
    """Numbers of the sentences before one, nearest first, back to where an overview turns from another jurisdiction to this one."""
    parts = sentences(doc)
    family = (code or "").split("-")[0]
    told = []
    for n in range(number - 1, -1, -1):
        own = jurisdiction_at(doc, parts[n].offset + len(parts[n].text), n, jurisdictions)
        if family and (own or "").split("-")[0] != family:
            break
        told.append(n)
    return told


def _own_amount(punishment: Punishment, code: str | None) -> money.Amount | None:
    """The fine in the jurisdiction's own currency where it is told in several, else as first told."""
    own = [amount for amount in (punishment.amount, *punishment.others) if amount and money.is_own(amount.currency, code)]
    return own[0] if own else punishment.amount


def _completes(found: list[Penalty], records: list[Penalty], doc: Doc, number: int) -> bool:
    """Adds a fine told in a sentence of its own to its jurisdiction's terms just stated ("the law also provides for a fine of …"); whether it did."""
    language: str = doc.user_data["language"]
    parts = sentences(doc)
    sentence = parts[number]
    if not records or conducts_in(sentence.text, language):
        return False
    last = [
        n
        for n, item in enumerate(found)
        if item.jurisdiction == records[0].jurisdiction
        and item.fine_max is None
        and item.custody_months_max is not None
        and number - number_of(item, parts) <= _ADDED_BACK
    ][-4:]
    if not words.ADDITION[language].search(sentence.text):
        is_another = any(table[language].search(sentence.text) for table in (words.BREACH, words.AGGRAVATING, words.OPERATOR))
        last = [n for n in last if number_of(found[n], parts) == number - 1 and not is_another]
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
            and severity(other) < severity(item)
            and other.status == item.status
            for other in found
        )
        text = starts[(item.evidence[0].field, item.evidence[0].start)]
        marked.append(replace(item, aggravated=lower and bool(words.AGGRAVATING[language].search(text))))
    return tuple(marked)
