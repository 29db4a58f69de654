"""Spans of time and where they stand: what terms of custody and fines are read from."""

import re
from dataclasses import dataclass
from functools import cache

from nlp import money
from nlp.numerals import FIGURES, PATTERN, value_of
from nlp.penalties import words

UNITS = {
    "en": {"year": 12.0, "years": 12.0, "month": 1.0, "months": 1.0, "days": 12 / 365},
    "fr": {"an": 12.0, "ans": 12.0, "année": 12.0, "années": 12.0, "mois": 1.0, "jours": 12 / 365},
    "ko": {"년": 12.0, "개월": 1.0, "일": 12 / 365},
}
# Farther than this from a word of custody a span of time is an age, a delay or a duration of something else.
REACH = 45


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
class Context:
    """What was stated just before a sentence.

    `follows` says that a punishment was, so that "the maximum rises to 20 years" is understood; `currency` is the money of its fine, so that
    "a network, up to one million" is.
    """

    follows: bool = False
    currency: str | None = None


@cache
def duration(language: str) -> re.Pattern[str]:
    """The pattern of a span of time, with the lower end of a range before it and (Korean) what bounds it after."""
    units = "|".join(sorted(UNITS[language], key=len, reverse=True))
    number = PATTERN[language]
    if language == "ko":
        return re.compile(
            rf"(?P<low>\d+\s?(?:년|개월)?\s?(?:이상|~|-|∼|에서)\s?|\d+\s?(?:년|개월)?\s?이하에서\s?)?(?P<n>\d+)\s?(?P<u>{units})(?:\s?(?P<rest>\d+)개월)?(?P<after>\s?(?:이하|이상|미만|넘))?"
        )
    joint = r"\s(?:to|or|and)\s" if language == "en" else r"\s(?:à|ou|et)\s"
    # A hyphen makes a range between figures only: « dix-huit mois » and "twenty-five years" are one number.
    half = r"(?P<half>\sand a half)?" if language == "en" else "(?P<half>)"
    low = rf"(?:(?P<low>{number})(?:\s(?P<low_unit>{units}))?(?P<joint>{joint})|(?P<low_figure>{FIGURES})\s?[-–]\s?)"
    return re.compile(rf"{low}?(?P<n>{number}){half}(?:-|\s|\u00a0|\u202f)?(?P<u>{units})\b(?P<demi>\set demi\b)?", re.I)


def rest(text: str, match: re.Match[str], language: str) -> float:
    """Months told beside whole years, or years beside months: "two and a half years", « un an et six mois », 1년 6개월."""
    if language == "ko":
        return float(match["rest"] or 0)
    if match["half"] or match["demi"]:
        return 6.0
    is_sum = (match["low_unit"] or "").startswith(("year", "an")) and match["u"].lower() in ("months", "mois")
    if not is_sum or match["joint"].strip() not in ("and", "et") or re.search(r"(?:between|entre)\s$", text[: match.start()]):
        return 0.0
    return 12 * (value_of(match["low"], language) or 0.0)


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


def is_joined(text: str, end: int, language: str, amounts: list[money.Amount]) -> bool:
    """Whether an amount is joined to the term that ends at `end` ("two years or a fine of …", « trois ans et 75 000 euros »)."""
    is_told = any(table[language].search(text) for table in (words.CUSTODY, words.FINE, words.PUNISHING))
    gap = 12 if language == "ko" else 40 if is_told else 12
    return any(0 < amount.start - end <= gap and _JOINT[language].search(text[end : amount.start]) for amount in amounts)


def is_alternative(text: str, start: int, language: str, amounts: list[money.Amount]) -> bool:
    """Whether an amount stands right before the term that begins at `start` ("400,000 rubles or up to six years")."""
    return any(0 < start - amount.end <= 14 and _ALTERNATIVE[language].match(text[amount.end : start]) for amount in amounts)


def is_age(text: str, match: re.Match[str], language: str) -> bool:
    """Whether a span of time is somebody's age, a past time or a year's number (2024년)."""
    after, before = text[match.end() : match.end() + 12], text[max(0, match.start() - 24) : match.start()]
    if words.NO_CUSTODY[language].match(text[match.end() :]):
        return True
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
