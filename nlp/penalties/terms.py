"""Terms of custody and fines in a sentence, and which of them make one punishment."""

import re
from dataclasses import dataclass

from nlp import money
from nlp.numerals import value_of
from nlp.penalties import ties, words
from nlp.penalties.fines import fines
from nlp.penalties.spans import REACH, UNITS, Context, Term, duration, is_age, is_alternative, is_joined, is_sum, raised_from, rest

# A fine and a term farther apart than this belong to different punishments; where no conduct stands between them, than `_WIDE_GAP`.
_GAP = 70
# A span of time as near as this to a word of a maximum is custody where no prison is named.
_NEAR_CEILING = 30
_WIDE_GAP = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Punishment:
    """A term of custody, a fine, or both, stated together at `start:end` of a sentence; `is_range` and `is_former` as in `Term`."""

    start: int
    end: int
    months: float | None
    life: bool
    amount: money.Amount | None
    others: tuple[money.Amount, ...] = ()
    is_range: bool = False
    is_former: bool = False


def punishments(text: str, language: str, context: Context) -> list[Punishment]:
    """The punishments that a sentence states, left to right; minimum-only terms left out.

    Args:
        text: the sentence.
        language: ko, fr or en.
        context: what was stated just before.
    """
    terms = sorted([*_custody(text, language, context.follows), *fines(text, language, context)], key=lambda term: term.start)
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
                is_former=bool(custody and custody.is_former),
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


def _custody(text: str, language: str, follows: bool) -> list[Term]:
    """Terms of custody: spans of time close to a word of custody, and life.

    Days and weeks count where prison is named right beside them, rounded to whole months of a year's twelfth: 26 weeks are six months.
    """
    found = [Term(start=m.start(), end=m.end(), life=True) for m in words.LIFE[language].finditer(text)]
    if _tells_of_others(text, language):
        return found
    anchors = [(m.start(), m.end()) for m in words.CUSTODY[language].finditer(text)]
    amounts = money.find(text, language)
    if follows:
        anchors += [(m.start(), m.end()) for m in words.ELLIPSIS[language].finditer(text)]
    least = -1
    for match in duration(language).finditer(text):
        value = value_of(match["n"], language)
        if _is_minimum(text, match, language) or (least >= 0 and words.AND[language].fullmatch(text, least, match.start())):
            least = match.end()
            continue
        if value is None or value <= 0 or is_age(text, match, language):
            continue
        near = any(-REACH <= start - match.end() <= REACH or -REACH <= match.start() - end <= REACH for start, end in anchors)
        near = near or _is_near(words.CEILING[language], text, match.start(), match.end(), _NEAR_CEILING)
        near = near or bool(found and _is_added(text, found[-1].end, match.start(), language))
        near = near or is_joined(text, match.end(), language, amounts) or is_alternative(text, match.start(), language, amounts)
        if not near and not _is_bare(text, match, language, follows or bool(found)):
            continue
        unit = match["u"].lower()
        months = value * UNITS[language][unit] + rest(text, match, language)
        if UNITS[language][unit] < 1:
            is_served = words.DAYS_OF_CUSTODY[language].match(text[match.end() :]) or ties.LOCKED_UP[language].search(text[: match.start()])
            if not is_served:
                continue
            months = float(max(1, round(months)))
        former = _former(text, match, language)
        start = (match.start("n") if language == "ko" else former.end) if former else match.start()
        found += [former] if former else []
        found.append(Term(start=start, end=match.end(), months=months, is_range=not former and _is_range(text, match, language)))
    return found + (_implied(text, language) if follows or found else [])


def _tells_of_others(text: str, language: str) -> bool:
    """Whether the spans of time of a sentence are lower limits, or how long a right outlives a person."""
    if words.LEAST[language].search(text) and not words.LIMIT[language].search(text):
        return True
    return bool(words.AFTER_DEATH[language].search(text)) and not words.CUSTODY[language].search(text)


def _is_range(text: str, match: re.Match[str], language: str) -> bool:
    """Whether a span of time is told with its lower end ("one to five years"), and not as a sum ("one year and six months")."""
    if language == "ko":
        return bool(match["low"]) and "이하" not in match["low"]
    return bool(match["low"] or match["low_figure"]) and not is_sum(text, match)


def _former(text: str, match: re.Match[str], language: str) -> Term | None:
    """The lower end of what looks like a range where it is the maximum that is raised: 5년 이하에서 7년 이하로 올랐다."""
    if language != "ko":
        return raised_from(text, match, language)
    if not (match["low"] or "").rstrip().endswith("에서"):
        return None
    value = value_of(match["low_n"], language)
    is_raised = ties.RAISED[language].match(text[match.end() :]) and ties.OF_MAXIMA[language].search(text)
    if not value or not is_raised:
        return None
    end = match.end("low_u" if match["low_u"] else "low_n")
    return Term(start=match.start(), end=end, months=value * UNITS[language][match["low_u"] or match["u"]], is_former=True)


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
    before, after = text[max(0, match.start() - 45) : match.start()], text[match.end() : match.end() + 40]
    if follows and ties.COLON[language].search(before) and ties.CLOSES[language].match(after):
        return True
    if words.STRONG_LEAD[language].search(before) or words.BESIDE_FINE[language].match(after):
        return True
    if words.INSTEAD[language].match(after) and words.PUNISHING[language].search(text):
        return True
    if follows and (words.LIMIT_LEAD[language].search(before) or words.FOR_WHOM[language].match(after) or _is_range(text, match, language)):
        return True
    if follows and ties.RISEN[language].match(after):
        return True
    is_bounded = ties.ENDS[language].match(after) and (follows or (match.groupdict().get("after") or "").strip() == "이하")
    if (is_bounded or ties.SERVED[language].match(after)) and any(table[language].search(text) for table in words.CONDUCTS.values()):
        return True
    if not words.PUNISHING[language].search(text):
        return False
    if language == "ko":
        return bool(words.BARE_LEAD["ko"].match(text[match.end() - len(match["after"] or "") :]))
    return bool(words.BARE_LEAD[language].search(before))


def _is_near(pattern: re.Pattern[str], text: str, start: int, end: int, reach: int) -> bool:
    """Whether a pattern occurs within `reach` characters of `start:end`."""
    return bool(pattern.search(text[max(0, start - reach) : start]) or pattern.search(text[end : end + reach]))


def _is_added(text: str, end: int, start: int, language: str) -> bool:
    """Whether a span of time is told on after a term that ends at `end` ("six years in prison for sharing and seven years for …")."""
    between = text[end:start]
    return 0 < len(between) <= 2 * REACH and bool(words.ADDED[language].search(between)) and not re.search(r"[.;]\s", between)


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
