"""Spans of time and where they stand: what terms of custody and fines are read from."""

import re
from dataclasses import dataclass
from functools import cache

from nlp import money
from nlp.numerals import FIGURES, NATIVE, PATTERN, SINO, value_of
from nlp.penalties import words

# Months in a unit of time.
UNITS = {
    "en": {"year": 12.0, "years": 12.0, "month": 1.0, "months": 1.0, "week": 12 / 52, "weeks": 12 / 52, "days": 12 / 365},
    "fr": {"an": 12.0, "ans": 12.0, "année": 12.0, "années": 12.0, "mois": 1.0, "semaine": 12 / 52, "semaines": 12 / 52, "jours": 12 / 365},
    "ko": {"년": 12.0, "해": 12.0, "개월": 1.0, "달": 1.0, "일": 12 / 365},
}
# Farther than this from a word of custody a span of time is an age, a delay or a duration of something else.
REACH = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of custody or a fine at `start:end` of a sentence; `months` is None for life, `amount` is set for a fine.

    `others` are the same fine in further currencies, within `start:end`; `is_range` says that a lower limit of custody is told too, `is_former` that
    the term is the one that a higher takes the place of.
    """

    start: int
    end: int
    months: float | None = None
    life: bool = False
    amount: money.Amount | None = None
    others: tuple[money.Amount, ...] = ()
    is_range: bool = False
    is_former: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What was stated just before a sentence.

    `follows` says that a punishment was, so that "the maximum rises to 20 years" is understood; `currency` is the money of its fine, so that
    "a network, up to one million" is; `owes` says that the sentence before named a fine without its amount.
    """

    follows: bool = False
    currency: str | None = None
    owes: bool = False


@cache
def duration(language: str) -> re.Pattern[str]:
    """The pattern of a span of time, with the lower end of a range before it and (Korean) what bounds it after."""
    units = "|".join(sorted(UNITS[language], key=len, reverse=True))
    number = PATTERN[language]
    if language == "ko":
        # Letters count whole words: 삼 년, 여섯 해, 반년. 해 and 달 begin other words (해외, 달러).
        end = r"(?=[^가-힣]|까지|[로를의이가는도에나]|보다|동안|간|만|$)"
        number = rf"(?:\d+(?=\s?(?:년|개월|일|이상|~|-|∼|에서))|(?<![가-힣\d])(?:{SINO}(?=\s?(?:년|개월))|{NATIVE}(?=\s(?:해|달){end})|반(?=\s?년)))"
        return re.compile(
            rf"(?P<low>(?P<low_n>{number})\s?(?P<low_u>{units})?\s?(?:이상|~|-|∼|(?:이하)?에서)\s?)?(?P<n>{number})\s?(?P<u>{units})(?:\s?(?P<rest>\d+)개월|\s(?P<half>반)(?=[^가-힣]|[을의이에]|까지|으로|$))?(?P<after>\s?(?:이하|이상|미만|넘))?"
        )
    joint = r"\s(?:to|or|and)\s" if language == "en" else r"\s(?:à|ou|et)\s"
    # A hyphen makes a range between figures only: « dix-huit mois » and "twenty-five years" are one number.
    half = r"(?P<half>\sand a half)?" if language == "en" else "(?P<half>)"
    low = rf"(?:(?P<low>{number})(?:\s(?P<low_unit>{units}))?(?P<joint>{joint})|(?P<low_figure>{FIGURES})\s?[-–]\s?)"
    return re.compile(rf"{low}?(?P<n>{number}){half}(?:-|\s|\u00a0|\u202f)?(?P<u>{units})\b(?P<demi>\set demi\b)?", re.I)


def rest(text: str, match: re.Match[str], language: str) -> float:
    """Months told beside whole years, or years beside months: "two and a half years", « un an et six mois », 1년 6개월."""
    if language == "ko":
        return 6.0 if match["half"] else float(match["rest"] or 0)
    if match["half"] or match["demi"]:
        return UNITS[language][match["u"].lower()] / 2
    return 12 * (value_of(match["low"], language) or 0.0) if is_sum(text, match) else 0.0


def is_sum(text: str, match: re.Match[str]) -> bool:
    """Whether a French or English span of time is years and months together, not a range from years to months."""
    is_mixed = (match["low_unit"] or "").lower().startswith(("year", "an")) and match["u"].lower() in ("month", "months", "mois")
    return is_mixed and match["joint"].strip().lower() in ("and", "et") and not re.search(r"(?:between|entre)\s$", text[: match.start()])


# Before « de cinq à sept ans », "from five to seven years": the first is what the law gave until now.
_RAISING = {
    "en": re.compile(r"\b(?:rais|ris|rose|increas|lift|go(?:es)?\b|went|mov|jump|climb)\w*\s(?:[\w'’-]+\s){0,4}from\s$", re.I),
    "fr": re.compile(
        r"\b(?:(?:port|pass|mont|grimp)(?:e|ent|er\w*|ées?|és?|ait|aient)|relev\w+|alourdi\w*|augment\w+)\s(?:[\w'’-]+\s){0,5}de\s$", re.I
    ),
}
# After « sept ans », "seven years": the number that follows is what the law gave until now.
_IN_PLACE_OF = {
    "en": re.compile(
        rf"(?:\s(?:in (?:prison|jail)|behind bars|of imprisonment))?,?\s(?:up from|instead of|rather than)\s(?P<n>{PATTERN['en']})(?=[\s.,;:]|$)",
        re.I,
    ),
    "fr": re.compile(
        rf"(?:\s(?:de (?:prison|réclusion)|d['’]emprisonnement))?,?\s(?:contre|au lieu de)\s(?P<n>{PATTERN['fr']})(?=[\s.,;:]|$)(?!\s(?:voix|et)\b)",
        re.I,
    ),
}


def raised_from(text: str, match: re.Match[str], language: str) -> Term | None:
    """The former term of custody, in years, where a span of time is told as what it rises to, else None."""
    low = match["low"] if match["low"] and match["joint"].strip() in ("to", "à") else None
    if low and not match["low_unit"] and _RAISING[language].search(text[max(0, match.start() - 60) : match.start()]):
        start, end = match.span("low")
    else:
        after = _IN_PLACE_OF[language].match(text, match.end())
        if not after:
            return None
        low = after["n"]
        start, end = match.start(), match.start()
    value, high = value_of(low, language), value_of(match["n"], language)
    is_year = match["u"].lower().startswith(("year", "an"))
    if not value or not high or value >= high or not is_year:
        return None
    return Term(start=start, end=end, months=value * 12, is_former=True)


_JOINT = {
    "en": re.compile(r"\b(?:or|and|with|plus)\b|,"),
    "fr": re.compile(r"\b(?:ou|et|plus)\b|,"),
    "ko": re.compile(r"이나|나\s|또는|혹은|과\s|와\s|및|^,\s$|^에\s$"),
}


_ALTERNATIVE = {
    "en": re.compile(r"(?:\s(?:a|per) day|\))?\s(?:or|and)\s(?:up to\s)?$"),
    "fr": re.compile(r"(?:\spar jour|\))?\s(?:ou|et)\s(?:jusqu['’]à\s)?$"),
    "ko": re.compile(r"\s?(?:이나|또는|혹은|과|와)\s$"),
}


def is_joined(text: str, end: int, language: str, amounts: list[money.Amount]) -> bool:
    """Whether an amount is joined to the term that ends at `end` ("two years or a fine of …", « trois ans et 75 000 euros »)."""
    is_told = any(table[language].search(text) for table in (words.CUSTODY, words.FINE, words.PUNISHING, words.LIMIT))
    gap = 12 if language == "ko" else 40 if is_told else 12
    return any(0 < amount.start - end <= gap and _JOINT[language].search(text[end : amount.start]) for amount in amounts)


def is_alternative(text: str, start: int, language: str, amounts: list[money.Amount]) -> bool:
    """Whether an amount stands right before the term that begins at `start` ("400,000 rubles or up to six years")."""
    return any(0 < start - amount.end <= 24 and _ALTERNATIVE[language].match(text[amount.end : start]) for amount in amounts)


# Right before a French span of time: it is somebody's age or a delay.
_AGED = re.compile(
    r"\b(?:moins de|âgée?s? de|plus de|homme de|femme de|depuis|il y a|pendant|a de|adolescente? de)\s$|"
    r"\b(?:élèves?|enfants?|jeunes|adolescente?s?|filles?|garçons?|mineure?s?|victimes|lycéenne?s?|collégienne?s?|étudiante?s?)\s(?:de\s|d['’])$",
    re.I,
)
# « entre douze et seize ans » is an age after such a word, or where no custody is told beside it.
_AGED_BETWEEN = re.compile(r"\b(?:âgée?s?|a|ont|avai(?:t|ent)|ayant|mineure?s?|victimes?|enfants?)\s(?=entre\s$)", re.I)
_OF_CUSTODY = re.compile(r"\s(?:d['’]|de\s)(?:\w+\s)?(?:prison|emprisonn|réclusion|détention|incarcér|privation)", re.I)
# Before a Korean span of time: it is how long a licence is lost or a name made public.
_KOREAN_LOSS = re.compile(r"(?:신상|자격|면허|취업)\S*\s(?:최대\s|최장\s)?$")
# After a Korean span of time: it is a delay, an age or a duration, unless it is spent in prison.
_KOREAN_DELAY = re.compile(
    r"\s?(?:전|만에|안에|뒤|후|(?:간|동안)(?!\s(?:교도소|감옥|철창|가[두둘]|갇|복역|수감))|새|째|차|생|여|부터|씩|\d)"
)


# What is taken away for a time, before the time and without a word of custody between them: accounts, licences, rights, office.
_TAKEN_AWAY = {
    "en": re.compile(
        r"\b(?:suspend\w*|suspension|ban(?:s|ned|ning)?|bar(?:s|red|ring)?|disqualif\w+|revok\w+|deactivat\w+)\b"
        r"(?:(?!\b(?:jail|prison|imprison|custody|sentence|term|behind|detention|fac)\w*)[^.;:])*\bfor\s(?:up to\s|a maximum of\s|as long as\s|at least\s)?$",
        re.I,
    ),
    "fr": re.compile(
        r"\b(?:suspen\w+|interdi\w+|interdiction|bann\w+|priv(?:er|é|ée|és|ées|ation)|retirer|retrait|déchéance|fermeture|fermer)\b"
        r"(?:(?!\b(?:prison|emprisonn|réclusion|détention|peine|encour(?!ag)|risqu)\w*)[^.;:])*"
        r"(?:\b(?:pour|pendant|durée de|durant)\s(?:au plus\s|au maximum\s|jusqu['’]à\s)?|\()$",
        re.I,
    ),
    "ko": re.compile(
        r"(?:정지|제한|금지|박탈|차단|폐쇄)(?:(?!징역|금고|교도소|감옥|실형|구금|[.;])[^.;])*\($|(?:계정|자격|면허|영업|접속|이용|선거권|피선거권)\S*\s(?:최대\s|최장\s)?$"
    ),
}


def _is_taken_away(text: str, match: re.Match[str], language: str) -> bool:
    """Whether a span of time is how long an account, a licence or a right is lost."""
    if words.CUSTODY[language].search(text[match.end() : match.end() + 30]):
        return False
    return bool(_TAKEN_AWAY[language].search(text[max(0, match.start() - 120) : match.start()]))


def _is_age_range(before: str, after: str) -> bool:
    """Whether a French span of time after « entre » is an age."""
    return bool(_AGED_BETWEEN.search(before)) or not (_OF_CUSTODY.match(after) or words.CUSTODY["fr"].search(before))


def is_age(text: str, match: re.Match[str], language: str) -> bool:
    """Whether a span of time is somebody's age, a past time, a year's number (2024년) or how long something but freedom is lost."""
    after, before = text[match.end() : match.end() + 12], text[max(0, match.start() - 24) : match.start()]
    if words.NO_CUSTODY[language].match(text[match.end() :]) or _is_taken_away(text, match, language):
        return True
    if language == "ko":
        value = value_of(match["n"], language) or 0.0
        is_rate = match["u"] == "달" and after.startswith("에 ")
        is_year = value >= 100 and match["u"] != "일"
        return is_rate or is_year or bool(_KOREAN_DELAY.match(after) or _KOREAN_LOSS.search(before))
    if language == "fr":
        is_apposition = match["n"].isdigit() and after.startswith(",") and before.endswith(", ")
        is_after_person = bool(re.match(r"\s?(?:,| après| plus tard|\))", after)) and bool(
            re.search(r"(?:homme|femme|âgée?s?|mineur\w*|garçon|fille|victime)\W+(?:de\s|d')?$", before)
        )
        is_age_range = before.endswith("entre ") and _is_age_range(before, text[match.end() : match.end() + 30])
        return is_apposition or is_after_person or is_age_range or bool(_AGED.search(before))
    return bool(re.match(r"[\s-]*(?:old|ago|later|after|earlier|since)\b", after)) or bool(
        re.search(
            r"\b(?:aged|under|past|last|age of|for the|within|over|(?:rais|ris|ros|increas|lift|go|climb|grow|extend)\w*\sby)\s$", before
        )
    )
