"""Korean morphology: one Kiwi for the process, which knows the legal terms that a general dictionary splits or misreads."""

import threading
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from kiwipiepy import Kiwi, Token

TERMS_FILE = Path(__file__).with_name("legal_terms.txt")
_LOCK = threading.Lock()
_WORD_SCORE = 3.0  # Kiwi's log-probability bonus: enough to win over the split reading, as tests/test_language_korean.py shows.

# Sejong tags that carry meaning. Particles (J*), endings (E*), the suffixes that make verbs (XSV, XSA, XSM), auxiliary verbs (VX), the copula
# and punctuation carry none for search: 딥페이크를 must match 딥페이크.
_CONTENT = ("NN", "NR", "NP", "VV", "VA", "MM", "MA", "XR", "XPN", "SL", "SH", "SN", "W_", "XSN", "IC", "UN")
_SILENT = frozenset({("들", "XSN"), ("것", "NNB"), ("등", "NNB"), ("수", "NNB"), ("바", "NNB")})
# Nouns that close a compound of law and keep their own meaning there: 처벌법 = 처벌 + 법, 개정안 = 개정 + 안, 영상물 = 영상 + 물.
_CLOSING = ("법", "안", "물", "률")
_SHORTEST_PART = 2  # syllables: a compound is taken apart into nouns of at least so many


class Morpheme(NamedTuple):
    """A part of one of Kiwi's tokens, with the same names."""

    form: str
    tag: str
    start: int
    len: int


@cache
def legal_terms() -> dict[str, tuple[str, ...]]:
    """Each legal term with its finest parts, as `legal_terms.txt` lists them."""
    terms: dict[str, tuple[str, ...]] = {}
    for line in TERMS_FILE.read_text(encoding="utf-8").splitlines():
        entry, _, parts = line.split("#", 1)[0].partition("=")
        if entry.strip():
            terms[entry.strip()] = tuple(parts.split()) or (entry.strip(),)
    return terms


def kiwi() -> Kiwi:
    """The process-wide Kiwi, made at the first call (about two seconds)."""
    with _LOCK:
        return _made()


@cache
def _made() -> Kiwi:
    made = Kiwi(num_workers=1)
    for term in legal_terms():
        made.add_user_word(term, "NNP", _WORD_SCORE)
    return made


def tokenize(text: str) -> list[Token]:
    """Kiwi's morphemes of a text in normal form, offsets in code points."""
    found: list[Token] = kiwi().tokenize(text)
    return found


def morphemes(text: str) -> Iterator[Token | Morpheme]:
    """The same, but names of several words (테일러 스위프트, also where it is written 테일러스위프트) word by word: a term has no blank."""
    for token in tokenize(text):
        if " " not in token.form:
            yield token
            continue
        at, end = token.start, token.start + token.len
        for word in token.form.split():
            found = text.find(word, at, end)
            start, length = (found, len(word)) if found >= 0 else (token.start, token.len)
            yield Morpheme(word, token.tag, start, length)
            at = start + length if found >= 0 else at


def is_content(token: Token | Morpheme) -> bool:
    """Whether a morpheme is worth finding."""
    return token.tag.startswith(_CONTENT) and (token.form, token.tag) not in _SILENT


@lru_cache(maxsize=1 << 15)
def parts(form: str) -> tuple[str, ...]:
    """The finest units of a noun: a legal term by the dictionary, another by the nouns that it is made of or by its closing noun."""
    known = legal_terms().get(form)
    if known is not None:
        return known
    for cut in range(len(form) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        if _is_noun(form[:cut]) and _is_noun(form[cut:]):
            return (*parts(form[:cut]), *parts(form[cut:]))
    if len(form) >= 3 and form.endswith(_CLOSING):
        return (*parts(form[:-1]), form[-1])
    return (form,)


@lru_cache(maxsize=1 << 15)
def _is_noun(form: str) -> bool:
    """Whether a word is one common noun of Kiwi's dictionary."""
    found = tokenize(form)
    return len(found) == 1 and found[0].tag == "NNG" and found[0].form == form and not found[0].oov
