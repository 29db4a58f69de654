"""Terms of an article with their offsets: the one analysis that the index, queries and snippets share.

Three layers a field, so that every engine sees the same positions:

    terms    the finest units, one a position: stems (French, English), morphemes (Korean); for words, phrases and proximity
    wholes   what the units of one written word make together where they are several: 딥페이크처벌법, deep-fake → deepfak
    surface  each written word in folded form: for exact words and prefixes

A query goes through the same code, so particles, endings, spacing, elision, accents and plurals never stand between a word and its match.
"""

import hashlib
import re
from array import array
from dataclasses import dataclass
from functools import lru_cache

from kiwipiepy import Token

from language import joined, korean, words
from language.field_terms import Analysis, FieldTerms
from language.hanja import ALONE, HANJA, in_hangul
from language.normal import Normal, fold, normal_with_origins
from language.words import Stem, pieces, stemmer, written_words

_RULES = 3  # raise it when the rules of this room change what they yield


def _version() -> str:
    content = b"".join(path.read_bytes() for path in (korean.TERMS_FILE, words.SPELLINGS_FILE, joined.WORDS_FILE))
    return f"{_RULES}-{hashlib.blake2b(content, digest_size=4).hexdigest()}"


ANALYSIS_VERSION = _version()
"""Changes with the rules and with the word lists: terms of another version must not be mixed into one index."""

QUERY_LANGUAGES = ("ko", "fr", "en", "und")
_JOINTS = ("", " ", "-")  # what may stand between the halves of a word that is also written as one
_HANJA = re.compile(f"[{HANJA}]")
_MAX_TERM = 60  # characters; what is longer is no word, and engines refuse very long terms


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTerms:
    """One reading of a word or phrase: its units in order, what they make together, and the written words."""

    terms: tuple[str, ...]
    whole: str
    surface: tuple[str, ...]


def analyze(title: str, text: str, language: str) -> Analysis:
    """The terms of an article.

    Args:
        title: headline, raw.
        text: body, raw; offsets count its code points.
        language: ISO 639-1 code or BCP 47 tag of the text; other than ko, fr, en: words are folded, not stemmed.
    """
    base = language.split("-")[0].lower()
    return Analysis(version=ANALYSIS_VERSION, title=analyze_field(title, base), text=analyze_field(text, base))


def analyze_field(text: str, language: str) -> FieldTerms:
    """The terms of one field (see `analyze`)."""
    shape = normal_with_origins(text)
    builder = _Builder(shape)
    if language == "ko" or _has_hangul(shape.text):
        _korean(shape.text, stemmer("en" if language == "ko" else language), builder, language)
    else:
        _spaced(shape.text, language, builder)
    return builder.done()


def analyze_query(typed: str, language: str | None = None) -> tuple[QueryTerms, ...]:
    """The readings of a word or phrase of a query: one if the language is known, else one for each way the languages differ.

    Args:
        typed: a word, or several that were quoted; without operators.
        language: None to read it as Korean, French, English and unstemmed at once.

    Returns:
        Different readings, the likeliest language's first; empty if there is no word in it (only punctuation).
    """
    return _analyze_query(typed, language)


@lru_cache(maxsize=4096)
def _analyze_query(typed: str, language: str | None) -> tuple[QueryTerms, ...]:
    languages = (language,) if language else _languages_of(typed)
    readings: dict[tuple[str, ...], QueryTerms] = {}
    for one in languages:
        found = analyze_field(typed, one)
        terms, wholes, surface = found.terms, found.whole_row.split(), tuple(found.surface_row.split())
        if terms:
            whole = wholes[0] if len(wholes) == 1 and len(surface) == 1 else "".join(terms)
            readings.setdefault(terms, QueryTerms(terms=terms, whole=whole, surface=surface))
    return tuple(readings.values())


class _Builder:
    """Collects terms at offsets of the normal form and gives them back at raw offsets."""

    def __init__(self, shape: Normal) -> None:
        self.shape = shape
        self.units = 0
        self.terms: list[str] = []
        self.starts = array("I")
        self.ends = array("I")
        self.wholes: list[tuple[str, int]] = []
        self.surface: list[tuple[str, int]] = []
        self._last = ("", 0)  # the piece that made the last term, and its end

    def term(self, piece: str, stem: Stem, start: int, end: int) -> None:
        """A unit at offsets of the normal form. The second half of a word that is also written as one joins the first."""
        form = stem(piece)
        if not form or form.isspace():
            return
        self.units += 1
        last, last_end = self._last
        if self.shape.text[last_end:start] in _JOINTS and joined.joins(last, piece):
            piece = last + piece
            self.terms[-1] = stem(piece)[:_MAX_TERM]
            self.ends[-1] = self.shape.raw(end)
        else:
            self.terms.append(form[:_MAX_TERM])
            self.starts.append(self.shape.raw(start))
            self.ends.append(self.shape.raw(end))
        self._last = piece, end

    def word(self, written: str, whole: str, first: int) -> None:
        """A written word whose terms begin at position `first`; its first unit may have joined the term before."""
        self.surface.append((fold(written)[:_MAX_TERM], min(first, len(self.terms) - 1)))
        if len(self.terms) - first > 1 and whole:
            self.wholes.append((whole[:_MAX_TERM], first))

    def done(self) -> FieldTerms:
        return FieldTerms.of(self.terms, self.starts, self.ends, self.wholes, self.surface)


def _spaced(text: str, language: str, builder: _Builder) -> None:
    """Words between blanks: French, English and others."""
    stem = stemmer(language)
    for written, start, _ in written_words(text):
        _written(written, start, (language, stem), builder)


def _written(written: str, start: int, by: tuple[str, Stem], builder: _Builder) -> None:
    """The units of one written word."""
    language, stem = by
    first, before = len(builder.terms), builder.units
    found = pieces(written, language)
    for piece, begin, end in found:
        builder.term(piece, stem, start + begin, start + end)
    if builder.units > before:
        builder.word(written[found[0][1] :], stem("".join(piece for piece, _, _ in found)), first)


def _korean(text: str, latin: Stem, builder: _Builder, language: str) -> None:
    """Morphemes by Kiwi, grouped by written word; words in other scripts as those languages have them; Hanja of Korean texts as Hangul."""
    typed = text
    text = in_hangul(text) if language == "ko" else text
    tokens = korean.morphemes(text)
    token = next(tokens, None)
    for written, start, end in written_words(text):
        mine = []
        while token is not None and token.start < end:
            if token.start + token.len > start:
                mine.append(token)
            token = next(tokens, None)
        if not _has_hangul(written):
            _written(written, start, ("en" if language == "ko" else language, latin), builder)
            continue
        first, before = len(builder.terms), builder.units
        for piece in mine:
            if korean.is_content(piece):
                _morpheme(piece, latin, builder)
        if builder.units == before:
            builder.term(written, fold, start, end)
        builder.word(typed[start:end], "".join(builder.terms[first:]), first)
        if typed[start] in ALONE and not _is_hanja(typed[start + 1 : start + 2]):
            builder.wholes.append((ALONE[typed[start]], min(first, len(builder.terms) - 1)))


def _morpheme(token: Token | korean.Morpheme, latin: Stem, builder: _Builder) -> None:
    """One morpheme as its finest units."""
    start, end = token.start, token.start + token.len
    if token.tag in ("SL", "SN", "W_SERIAL") or not token.tag.startswith("NN"):
        builder.term(token.form, latin if token.tag == "SL" else fold, start, end)
        return
    units = korean.parts(token.form)
    if sum(map(len, units)) != token.len:  # contracted on the page: the units share the stretch
        for unit in units:
            builder.term(unit, fold, start, end)
        return
    for unit in units:
        builder.term(unit, fold, start, start + len(unit))
        start += len(unit)


def _languages_of(typed: str) -> tuple[str, ...]:
    """The languages to read a word of a query in: Korean for Hangul, Korean too for Hanja, the others for what has other letters."""
    if _has_hangul(typed) and not any(char.isalpha() and not "가" <= char <= "힣" for char in typed):
        return ("ko",)
    return QUERY_LANGUAGES if any(map(_is_hanja, typed)) else QUERY_LANGUAGES[1:]


def _is_hanja(char: str) -> bool:
    return _HANJA.match(char) is not None


def _has_hangul(text: str) -> bool:
    return not text.isascii() and any("가" <= char <= "힣" for char in text)
