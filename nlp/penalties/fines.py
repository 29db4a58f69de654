"""Fines in a sentence."""

import re
from dataclasses import replace

from nlp import money
from nlp.penalties import words
from nlp.penalties.spans import REACH, Context, Term, duration, is_age, is_alternative, is_joined

# A money's word, to read a sum that lacks one.
_ANY_MONEY = {"en": "dollars", "fr": "d'euros", "ko": "원"}
# An amount in another currency this close after a fine tells the same fine again.
_CONVERSION_GAP = 40

# What costs less is a thing's price: no law's highest fine is as low.
_LEAST_FINE = 20


def fines(text: str, language: str, context: Context) -> list[Term]:
    """Amounts of money near a word for a fine; the same amount told again in another currency goes with the first."""
    anchors = [(m.start(), m.end()) for m in words.FINE[language].finditer(text)]
    anchors += [(m.end(), m.end()) for m in re.finditer(r"maximum of (?=\S+ or (?:imprisonment|jail|prison))", text)]
    undone = [(m.start(), m.end()) for name in words.UNDONE for m in words.CONDUCTS[name][language].finditer(text)]
    anchors += undone
    if undone or words.BREACH[language].search(text):
        anchors += [(m.start(), m.end()) for m in words.PAYING[language].finditer(text)]
    if context.follows:
        anchors += [(m.start(), m.end()) for m in words.ELLIPSIS[language].finditer(text)]
    if context.owes:
        anchors += [(m.start(), m.end()) for m in words.LIMIT[language].finditer(text)]
    found: list[Term] = []
    sums = [amount for amount in money.find(text, language) if amount.value >= _LEAST_FINE]
    for amount in sums:
        # "50 million won (157,000 ringgit) and five years": what is joined to the second sum is joined to the first.
        told = [amount, *(other for other in sums if re.fullmatch(r"\s?\(", text[amount.end : other.start]))]
        joined = any(
            is_joined(text, m.end(), language, told) or is_alternative(text, m.start(), language, told)
            for m in duration(language).finditer(text)
            if not is_age(text, m, language)
        )
        near = [0] if joined else [min(abs(start - amount.end), abs(amount.start - end)) for start, end in anchors]
        near += [amount.start - fine.end for fine in found[-1:] if not re.search(r"[.;]\s", text[fine.end : amount.start])]
        near += [0] if found and words.LISTED[language].search(text[found[-1].end : amount.start]) else []
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
        reach = 2 * REACH if not found and words.EQUIVALENT[language].search(text, max(0, amount.start - 24), amount.start) else REACH
        is_repeat = is_repeat and reach == REACH
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
