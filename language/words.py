"""Words of a text in the Latin and other spaced scripts: where they stand, and the stem each is found by."""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

from language.normal import fold

# In this order: dotted initials (U.S., R.O.K.); one sign of a script written without blanks; a word, with apostrophes and hyphens inside it.
_IDEOGRAPHS = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"(?:[^\W\d_]\.){{2,}}|[{_IDEOGRAPHS}]|(?:(?![{_IDEOGRAPHS}])\w)+(?:['-](?:(?![{_IDEOGRAPHS}])\w)+)*")
# What French elides before a vowel; what stays one word although it has an apostrophe.
_ELISION = re.compile(r"^(?:l|d|j|m|t|s|c|n|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu)'(?=\w)", re.IGNORECASE)
_JOINED = re.compile(r"^(?:aujourd'hui|prud'hom\w*|presqu'[iî]le\w*|entr'\w+|o'\w+)$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"'s?$", re.IGNORECASE)
_CACHED_STEMS = 1 << 17
SPELLINGS_FILE = Path(__file__).with_name("spellings.txt")
# British spellings with the American one. Verbs in -ise that are so spelled everywhere (advise, supervise, promise …) keep their s.
_S_EVERYWHERE = "adv|ar|compr|comprom|conc|cru|dem|desp|dev|disgu|enterpr|exc|exerc|expert|franch|improv|merchand|parad|prec|prem|prom|rev|superv|surm|surpr|telev|tort|treat"
_BRITISH = (
    (re.compile(rf"^(?!(?:{_S_EVERYWHERE})is)(\w{{3,}})is(e|es|ed|ing|er|ers|ation|ations)$"), r"\1iz\2"),
    (re.compile(r"^(\w{3,})ys(e|es|ed|ing|er|ers)$"), r"\1yz\2"),
    (re.compile(r"^(off|def|pret)ence(s|less)?$"), r"\1ense\2"),
    (re.compile(r"^licenc(e|es|ed|ing)$"), r"licens\1"),
    (re.compile(r"^(arm|behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|parl|rum|sav|tum|vig)our"), r"\1or"),
)

Stem = Callable[[str], str]


def written_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Each written word of a text in normal form with its offsets: `Corée-du-Sud`, `l'Assemblée`, `U.S.` are one each."""
    for match in _WORD.finditer(text):
        yield match.group(), match.start(), match.end()


def pieces(word: str, language: str) -> list[tuple[str, int, int]]:
    """The finest parts of a written word with offsets inside it: no elided article, no possessive, hyphens apart.

    Args:
        word: one of `written_words`.
        language: the language whose elisions and possessives apply.
    """
    if "." in word:
        return [(word.replace(".", ""), 0, len(word))]
    if _JOINED.match(word):
        return [(word.replace("'", ""), 0, len(word))]
    start = 0
    if "'" in word:
        elided = _ELISION.match(word) if language != "en" else None
        start = elided.end() if elided else 0
        word = _POSSESSIVE.sub("", word) if language != "fr" else word
    found = []
    for match in re.compile(r"[^\W_]+").finditer(word, start):
        found.append((match.group(), match.start(), match.end()))
    return found


def stemmer(language: str) -> Stem:
    """The function that makes the term of one word of `language`: folded case and accents for all, snowball for English and French.

    French terms end in `:fr`, so that the stem of a French word is not taken for an English word: that of `news` would be `new`.
    """
    return {"en": stem_english, "fr": _french_term}.get(language, fold)


@lru_cache(maxsize=_CACHED_STEMS)
def stem_english(word: str) -> str:
    """The English snowball stem of a word, accents folded, in the spelling that most of the press uses (`criminalize`, `defense`, `color`)."""
    bare = fold(word)
    given = _spellings("en").get(bare)
    if given is None:
        for british, common in _BRITISH:
            bare = british.sub(common, bare)
        given = str(_ENGLISH.stemWord(bare))
    return given


@lru_cache(maxsize=_CACHED_STEMS)
def stem_french(word: str) -> str:
    """The French snowball stem of a word, accents folded first, so that a word typed without accents is found.

    Snowball tells `adoptée` from `adopte` by the accent, keeps the s of `lois`, `élus`, `contenus`, and `créatrice` apart from `créateur`;
    these are evened out here.
    """
    bare = fold(word)
    given = _spellings("fr").get(bare)
    if given is not None:
        return given
    if len(bare) >= 5:
        bare = re.sub(r"trices?$", "teur", re.sub(r"ees?$", "e", bare))
    stem = str(_FRENCH.stemWord(bare))
    if len(stem) >= 3 and stem[-1] in "sx" and stem[-2] in "aiou":
        stem = stem[:-1]
    return stem


@lru_cache(maxsize=_CACHED_STEMS)
def _french_term(word: str) -> str:
    stem = stem_french(word)
    return f"{stem}:fr" if stem.isalpha() else stem


@cache
def _spellings(language: str) -> dict[str, str]:
    """The stem of each form that `spellings.txt` lists for a language; the stem is one of its own forms."""
    found = {}
    for line in SPELLINGS_FILE.read_text(encoding="utf-8").splitlines():
        head, colon, forms = line.split("#", 1)[0].partition(":")
        code, _, stem = head.strip().partition(" ")
        if colon and code == language:
            found.update(dict.fromkeys((stem, *forms.split()), stem))
    return found


_ENGLISH = snowballstemmer.stemmer("english")
_FRENCH = snowballstemmer.stemmer("french")
