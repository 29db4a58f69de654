"""Terms of an article with their offsets: the one analysis that the index, queries and snippets share.

Three layers a field, so that every engine sees the same positions:

    terms    the finest units, one a position: stems (French, English), morphemes (Korean); for words, phrases and proximity
    wholes   what the units of one written word make together where they are several: 딥페이크처벌법, deep-fake → deepfak
    surface  each written word in folded form: for exact words and prefixes

A query goes through the same code, so particles, endings, spacing, elision, accents and plurals never stand between a word and its match.
"""

import hashlib
import re
import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from kiwipiepy import Token

from language import joined, korean, words
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


def _offsets() -> "array[int]":
    return array("I")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTerms:
    """The terms of one field, in order of position. Rows of words are kept in one string, between single blanks, as files and indices hold them.

    Attributes:
        term_row: the finest unit at each position.
        starts, ends: code-point offsets of each position in the raw field, end exclusive.
        whole_row, whole_places: compounds, and the position of the first unit of each.
        surface_row, surface_places: written words in folded form, and the position of the first unit of each.
    """

    term_row: str = ""
    starts: "array[int]" = field(default_factory=_offsets)
    ends: "array[int]" = field(default_factory=_offsets)
    whole_row: str = ""
    whole_places: "array[int]" = field(default_factory=_offsets)
    surface_row: str = ""
    surface_places: "array[int]" = field(default_factory=_offsets)

    @classmethod
    def of(
        cls,
        terms: Iterable[str],
        starts: "array[int]",
        ends: "array[int]",
        wholes: Sequence[tuple[str, int]],
        surface: Sequence[tuple[str, int]],
    ) -> "FieldTerms":
        """The terms from words; none of them holds a blank."""
        return cls(
            term_row=" ".join(terms),
            starts=starts,
            ends=ends,
            whole_row=" ".join([word for word, _ in wholes]),
            whole_places=array("I", [place for _, place in wholes]),
            surface_row=" ".join([word for word, _ in surface]),
            surface_places=array("I", [place for _, place in surface]),
        )

    @property
    def terms(self) -> tuple[str, ...]:
        """The finest unit at each position."""
        return tuple(self.term_row.split())

    @property
    def wholes(self) -> tuple[tuple[str, int], ...]:
        """Compounds as (word, position of their first unit)."""
        return tuple(zip(self.whole_row.split(), self.whole_places, strict=True))

    @property
    def surface(self) -> tuple[tuple[str, int], ...]:
        """Written words as (folded form, position of their first unit)."""
        return tuple(zip(self.surface_row.split(), self.surface_places, strict=True))

    def lengths(self) -> bytes:
        """How long each position is in the raw field, two bytes each, at most 65,535."""
        lengths = np.frombuffer(self.ends, np.uint32) - np.frombuffer(self.starts, np.uint32)
        return np.minimum(lengths, 0xFFFF).astype(np.uint16).tobytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """An article's terms. `version` is the `ANALYSIS_VERSION` that made them."""

    version: str
    title: FieldTerms
    text: FieldTerms

    def to_bytes(self) -> bytes:
        """A compact form to keep with the article (about a byte and a half per character of text)."""
        version = self.version.encode()
        body = b"".join((_pack(self.title), _pack(self.text)))
        return b"FXT1" + struct.pack("<B", len(version)) + version + zlib.compress(body, 1)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Analysis":
        """The analysis that `to_bytes` wrote.

        Raises:
            ValueError: the bytes are not such a form.
        """
        if data[:4] != b"FXT1":
            raise ValueError(f"not a stored analysis: begins with {data[:4]!r}; analyse the article again")
        size = data[4]
        try:
            body = zlib.decompress(data[5 + size :])
        except zlib.error as err:
            raise ValueError(f"a stored analysis is damaged ({err}); analyse the article again") from err
        title, at = _unpack(body, 0)
        text, _ = _unpack(body, at)
        return cls(version=data[5 : 5 + size].decode(), title=title, text=text)


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
        self.starts = _offsets()
        self.ends = _offsets()
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


def _pack(found: FieldTerms) -> bytes:
    """One field as bytes: seven counts of bytes; the terms, their beginnings and lengths; each layer's words and positions."""
    parts = (
        found.term_row.encode(),
        found.starts.tobytes(),
        found.lengths(),
        found.whole_row.encode(),
        found.whole_places.tobytes(),
        found.surface_row.encode(),
        found.surface_places.tobytes(),
    )
    return struct.pack("<7I", *map(len, parts)) + b"".join(parts)


def _unpack(body: bytes, at: int) -> tuple[FieldTerms, int]:
    """One field from `body` at `at`, and where the next begins."""
    terms, starts, lengths, wholes, whole_places, surface, surface_places = blobs = tuple(_blobs(body, at))
    found = FieldTerms(
        term_row=terms.decode(),
        starts=array("I", starts),
        ends=array("I", (np.frombuffer(starts, np.uint32) + np.frombuffer(lengths, np.uint16)).tobytes()),
        whole_row=wholes.decode(),
        whole_places=array("I", whole_places),
        surface_row=surface.decode(),
        surface_places=array("I", surface_places),
    )
    return found, at + 28 + sum(map(len, blobs))


def _blobs(body: bytes, at: int) -> Iterator[bytes]:
    sizes = struct.unpack_from("<7I", body, at)
    at += 28
    for size in sizes:
        yield body[at : at + size]
        at += size
