"""Terms of custody and fines in a sentence, and which of them make one punishment."""

import re
from dataclasses import dataclass, replace
from functools import cache

from nlp import money
from nlp.numerals import FIGURES, PATTERN, value_of
from nlp.penalties import words

_UNITS = {
    "en": {"year": 12.0, "years": 12.0, "month": 1.0, "months": 1.0, "days": 12 / 365},
    "fr": {"an": 12.0, "ans": 12.0, "année": 12.0, "années": 12.0, "mois": 1.0, "jours": 12 / 365},
    "ko": {"년": 12.0, "개월": 1.0, "일": 12 / 365},
}
# A money's word, to read a sum that lacks one.
_ANY_MONEY = {"en": "dollars", "fr": "d'euros", "ko": "원"}
# Farther than this from a word of custody a span of time is an age, a delay or a duration of something else.
_REACH = 45
# A fine and a term farther apart than this belong to different punishments; where no conduct stands between them, than `_WIDE_GAP`.
_GAP = 70
# A span of time as near as this to a word of a maximum is custody where no prison is named.
_NEAR_CEILING = 30
_WIDE_GAP = 160
# An amount in another currency this close after a fine tells the same fine again.
_CONVERSION_GAP = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of custody or a fine at `start:end` of a sentence; `months` is None for life, `amount` is set for a fine.

    `others` are the same fine in further currencies, within `start:end`; `is_range` says that a lower limit of custody is told too.
    """

    start: int
    end: int
    months: float | None = None
    life: bool = False
    amount: money.Amount | None = None
    others: tuple[money.Amount, ...] = ()
    is_range: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Punishment:
    """A term of custody, a fine, or both, stated together at `start:end` of a sentence; `is_range` as in `Term`."""

    start: int
    end: int
    months: float | None
    life: bool
    amount: money.Amount | None
    others: tuple[money.Amount, ...] = ()
    is_range: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What was stated just before a sentence.

    `follows` says that a punishment was, so that "the maximum rises to 20 years" is understood; `currency` is the money of its fine, so that
    "a network, up to one million" is.
    """

    follows: bool = False
    currency: str | None = None


def punishments(text: str, language: str, context: Context) -> list[Punishment]:
    """The punishments that a sentence states, left to right; minimum-only terms left out.

    Args:
        text: the sentence.
        language: ko, fr or en.
        context: what was stated just before.
    """
    terms = sorted([*_custody(text, language, context.follows), *_fines(text, language, context)], key=lambda term: term.start)
    grouped: list[list[Term]] = []
    for term in terms:
        if grouped and _belongs(text, grouped[-1], term, language):
            grouped[-1].append(term)
        else:
            grouped.append([term])
    made = []
    for group in grouped:
        custody = next((term for term in group if term.amount is None), None)
        fine = next((term for term in group if term.amount), None)
        made.append(
            Punishment(
                start=group[0].start,
                end=group[-1].end,
                months=custody.months if custody else None,
                life=bool(custody and custody.life),
                amount=fine.amount if fine else None,
                others=fine.others if fine else (),
                is_range=bool(custody and custody.is_range),
            )
        )
    return made


def _belongs(text: str, group: list[Term], term: Term, language: str) -> bool:
    """Whether a term completes a group: the other kind, close by, or farther on in a sentence that tells of no other conduct in between."""
    if len(group) > 1 or (group[0].amount is None) == (term.amount is None):
        return False
    between = text[group[0].end : term.start]
    if re.search(r"[.;]\s", between) or words.WORSE_CASES[language].search(between):
        return False
    if len(between) <= _GAP:
        return True
    if len(between) > _WIDE_GAP:
        return False
    if term.amount and words.ALSO_FINE[language].search(between) and not words.FOR_WHOM[language].match(text[term.end : term.end + 30]):
        return True
    return not any(table[language].search(between) for table in words.CONDUCTS.values())


@cache
def _duration(language: str) -> re.Pattern[str]:
    """The pattern of a span of time, with the lower end of a range before it and (Korean) what bounds it after."""
    units = "|".join(sorted(_UNITS[language], key=len, reverse=True))
    number = PATTERN[language]
    if language == "ko":
        return re.compile(
            rf"(?P<low>\d+\s?(?:년|개월)?\s?(?:이상|~|-|∼|에서)\s?|\d+\s?(?:년|개월)?\s?이하에서\s?)?(?P<n>\d+)\s?(?P<u>{units})(?P<half>\s?6개월)?(?P<after>\s?(?:이하|이상|미만|넘))?"
        )
    joint = r"\s(?:to|or|and)\s" if language == "en" else r"\s(?:à|ou|et)\s"
    # A hyphen makes a range between figures only: « dix-huit mois » and "twenty-five years" are one number.
    low = rf"(?:(?P<low>{number})(?:\s(?:{units}))?{joint}|(?P<low_figure>{FIGURES})\s?[-–]\s?)"
    return re.compile(rf"{low}?(?P<n>{number})(?:-|\s|\u00a0|\u202f)?(?P<u>{units})\b", re.I)


def _custody(text: str, language: str, follows: bool) -> list[Term]:
    """Terms of custody: spans of time close to a word of custody, and life."""
    found = [Term(start=m.start(), end=m.end(), life=True) for m in words.LIFE[language].finditer(text)]
    if _tells_of_others(text, language):
        return found
    anchors = [(m.start(), m.end()) for m in words.CUSTODY[language].finditer(text)]
    amounts = money.find(text, language)
    if follows:
        anchors += [(m.start(), m.end()) for m in words.ELLIPSIS[language].finditer(text)]
    least = -1
    for match in _duration(language).finditer(text):
        value = value_of(match["n"], language)
        if _is_minimum(text, match, language) or (least >= 0 and words.AND[language].fullmatch(text, least, match.start())):
            least = match.end()
            continue
        if value is None or value <= 0 or _is_age(text, match, language):
            continue
        near = any(-_REACH <= start - match.end() <= _REACH or -_REACH <= match.start() - end <= _REACH for start, end in anchors)
        near = near or _is_near(words.CEILING[language], text, match.start(), match.end(), _NEAR_CEILING)
        near = near or bool(found and _is_added(text, found[-1].end, match.start(), language))
        near = near or _is_joined(text, match.end(), language, amounts) or _is_alternative(text, match.start(), language, amounts)
        if not near and not _is_bare(text, match, language, follows):
            continue
        unit = match["u"].lower()
        months = value * _UNITS[language][unit] + (6.0 if language == "ko" and match["half"] else 0.0)
        if unit in ("days", "jours", "일"):
            if not words.DAYS_OF_CUSTODY[language].match(text[match.end() :]):
                continue
            months = float(max(1, round(months)))
        found.append(Term(start=match.start(), end=match.end(), months=months, is_range=_is_range(match, language)))
    return found + (_implied(text, language) if follows or found else [])


def _tells_of_others(text: str, language: str) -> bool:
    """Whether the spans of time of a sentence are lower limits, or how long a right outlives a person."""
    if words.LEAST[language].search(text) and not words.LIMIT[language].search(text):
        return True
    return bool(words.AFTER_DEATH[language].search(text)) and not words.CUSTODY[language].search(text)


def _is_range(match: re.Match[str], language: str) -> bool:
    """Whether a span of time is told with its lower end ("one to five years")."""
    low = match["low"] if language == "ko" else match["low"] or match["low_figure"]
    return bool(low) and "이하" not in low


def _implied(text: str, language: str) -> list[Term]:
    """Numbers that mean years where a term was told just before ("it could be ten")."""
    if words.LOWER_LIMIT[language].search(text):
        return []
    found = []
    for match in words.IMPLIED_YEARS[language].finditer(text):
        name = next((one for one, told in match.groupdict().items() if told), "n")
        value = value_of(match[name] or "", language)
        if value:
            found.append(Term(start=match.start(name), end=match.end(name), months=value * 12))
    return found


def _is_bare(text: str, match: re.Match[str], language: str, follows: bool) -> bool:
    """Whether a span of time is custody without a word of it: "punishes … with up to five years", « un délit qui vaudrait de un à trois ans »."""
    before, after = text[max(0, match.start() - 30) : match.start()], text[match.end() : match.end() + 40]
    if words.STRONG_LEAD[language].search(before) or words.BESIDE_FINE[language].match(after):
        return True
    if follows and (words.LIMIT_LEAD[language].search(before) or words.FOR_WHOM[language].match(after) or _is_range(match, language)):
        return True
    if not words.PUNISHING[language].search(text):
        return False
    if language == "ko":
        return bool(words.BARE_LEAD["ko"].match(text[match.end() - len(match["after"] or "") :]))
    return bool(words.BARE_LEAD[language].search(before))


def _is_near(pattern: re.Pattern[str], text: str, start: int, end: int, reach: int) -> bool:
    """Whether a pattern occurs within `reach` characters of `start:end`."""
    return bool(pattern.search(text[max(0, start - reach) : start]) or pattern.search(text[end : end + reach]))


_JOINT = {
    "en": re.compile(r"\b(?:or|and)\b|,"),
    "fr": re.compile(r"\b(?:ou|et)\b|,"),
    "ko": re.compile(r"이나|나\s|또는|혹은|과\s|와\s|및|^,\s$|^에\s$"),
}


_ALTERNATIVE = {
    "en": re.compile(r"\s(?:or|and)\s(?:up to\s)?$"),
    "fr": re.compile(r"\s(?:ou|et)\s(?:jusqu['’]à\s)?$"),
    "ko": re.compile(r"\s?(?:이나|또는|혹은|과|와)\s$"),
}


def _is_added(text: str, end: int, start: int, language: str) -> bool:
    """Whether a span of time is told on after a term that ends at `end` ("six years in prison for sharing and seven years for …")."""
    between = text[end:start]
    return 0 < len(between) <= 2 * _REACH and bool(words.ADDED[language].search(between)) and not re.search(r"[.;]\s", between)


def _is_joined(text: str, end: int, language: str, amounts: list[money.Amount]) -> bool:
    """Whether an amount is joined to the term that ends at `end` ("two years or a fine of …", « trois ans et 75 000 euros »)."""
    is_told = any(table[language].search(text) for table in (words.CUSTODY, words.FINE, words.PUNISHING))
    gap = 12 if language == "ko" else 40 if is_told else 12
    return any(0 < amount.start - end <= gap and _JOINT[language].search(text[end : amount.start]) for amount in amounts)


def _is_alternative(text: str, start: int, language: str, amounts: list[money.Amount]) -> bool:
    """Whether an amount stands right before the term that begins at `start` ("400,000 rubles or up to six years")."""
    return any(0 < start - amount.end <= 14 and _ALTERNATIVE[language].match(text[amount.end : start]) for amount in amounts)


def _is_minimum(text: str, match: re.Match[str], language: str) -> bool:
    """Whether a span of time is only a lower limit."""
    after = text[match.end() : match.end() + 30]
    if language == "ko":
        return (match["after"] or "").strip() in ("이상", "넘") or bool(
            words.MINIMUM_BEFORE["ko"].search(text[max(0, match.start() - 8) : match.start()])
        )
    before = text[max(0, match.start() - 35) : match.start()]
    return bool(words.MINIMUM_BEFORE[language].search(before) or words.MINIMUM_AFTER[language].match(after)) and not (
        match["low"] or match["low_figure"]
    )


def _is_age(text: str, match: re.Match[str], language: str) -> bool:
    """Whether a span of time is somebody's age, a past time or a year's number (2024년)."""
    after, before = text[match.end() : match.end() + 12], text[max(0, match.start() - 24) : match.start()]
    if language == "ko":
        value = float(match["n"].replace(",", ""))
        return (value >= 100 and match["u"] != "일") or bool(re.match(r"\s?(?:전|만에|뒤|후|간|동안|새|째|차|생|여|부터|\d)", after))
    if language == "fr":
        is_apposition = match["n"].isdigit() and after.startswith(",") and before.endswith(", ")
        is_after_person = bool(re.match(r"\s?(?:,| après| plus tard|\))", after)) and bool(
            re.search(r"(?:homme|femme|âgée?s?|mineur\w*|garçon|fille|victime)\W+(?:de\s|d')?$", before)
        )
        return is_apposition or is_after_person or bool(words.AGED["fr"].search(before))
    return bool(re.match(r"[\s-]*(?:old|ago|later|after|earlier|since)\b", after)) or bool(
        re.search(r"\b(?:aged|under|past|last|age of|for the|within|over)\s$", before)
    )


def _fines(text: str, language: str, context: Context) -> list[Term]:
    """Amounts of money near a word for a fine; the same amount told again in another currency goes with the first."""
    anchors = [(m.start(), m.end()) for m in words.FINE[language].finditer(text)]
    anchors += [(m.end(), m.end()) for m in re.finditer(r"maximum of (?=\S+ or (?:imprisonment|jail|prison))", text)]
    undone = [(m.start(), m.end()) for name in words.UNDONE for m in words.CONDUCTS[name][language].finditer(text)]
    anchors += undone
    if undone or words.BREACH[language].search(text):
        anchors += [(m.start(), m.end()) for m in words.PAYING[language].finditer(text)]
    if context.follows:
        anchors += [(m.start(), m.end()) for m in words.ELLIPSIS[language].finditer(text)]
    found: list[Term] = []
    sums = money.find(text, language)
    for amount in sums:
        joined = any(
            _is_joined(text, m.end(), language, [amount]) or _is_alternative(text, m.start(), language, [amount])
            for m in _duration(language).finditer(text)
            if not _is_age(text, m, language)
        )
        near = [0] if joined else [min(abs(start - amount.end), abs(amount.start - end)) for start, end in anchors]
        near += [amount.start - fine.end for fine in found[-1:] if not re.search(r"[.;]\s", text[fine.end : amount.start])]
        before = text[max(0, amount.start - 14) : amount.start]
        is_repeat = bool(
            re.search(r"(?:\(|\babout|roughly|around|approximately|environ|soit|\b약|한화|우리 돈|equivalent to|≈|~)[^)]{0,10}$", before)
        ) and bool(found)
        is_repeat = is_repeat or (bool(found) and text.rfind("(", 0, amount.start) > text.rfind(")", 0, amount.start))
        window = text[max(0, amount.start - 40) : amount.end + 30]
        is_other = words.NOT_A_FINE[language].search(window) and not words.FINE[language].search(
            text[max(0, amount.start - 25) : amount.end + 15]
        )
        if found and _is_conversion(text, found[-1], amount, language):
            found[-1] = replace(found[-1], end=amount.end, others=(*found[-1].others, amount))
            continue
        reach = 2 * _REACH if not found and words.EQUIVALENT[language].search(text, max(0, amount.start - 24), amount.start) else _REACH
        is_repeat = is_repeat and reach == _REACH
        if near and min(near) <= reach and not is_repeat and not is_other and not _is_lower_limit(text, amount, language):
            found.append(Term(start=amount.start, end=amount.end, amount=amount))
    return found + _bare_sums(text, language, sums, found[-1].amount.currency if found and found[-1].amount else context.currency)


def _bare_sums(text: str, language: str, sums: list[money.Amount], currency: str | None) -> list[Term]:
    """Fines told without their money, where a fine in `currency` was told before: « le réseau, lui, risque un million »."""
    if currency is None:
        return []
    found = []
    for match in words.BARE_SUM[language].finditer(text):
        is_told = any(amount.start < match.end() and match.start() < amount.end for amount in sums)
        if is_told or not words.BARE_SUM_LEAD[language].search(text[max(0, match.start() - 24) : match.start()]):
            continue
        amount = money.find(f"{match['n']} {_ANY_MONEY[language]}", language)
        if amount:
            sum_ = replace(amount[0], start=match.start(), end=match.end(), currency=currency)
            found.append(Term(start=match.start(), end=match.end(), amount=sum_))
    return found


def _is_conversion(text: str, fine: Term, amount: money.Amount, language: str) -> bool:
    """Whether an amount repeats the fine just before it in another currency: « 50 millions de wons, soit 35 000 euros », "(about $7,500)"."""
    between = text[fine.end : amount.start]
    if len(between) > _CONVERSION_GAP or fine.amount is None or fine.amount.currency == amount.currency:
        return False
    is_told = bool(words.EQUIVALENT[language].search(between)) or "(" in between
    return is_told or not re.search(r"\w", between)


def _is_lower_limit(text: str, amount: money.Amount, language: str) -> bool:
    """Whether an amount is only the least fine."""
    before, after = text[max(0, amount.start - 30) : amount.start], text[amount.end : amount.end + 10]
    return bool(words.MINIMUM_BEFORE[language].search(before) or words.MINIMUM_AFTER[language].match(after))
