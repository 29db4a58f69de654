"""Names of places, bodies and acts in three languages, and where they stand in a text.

The tables beside this file are data: a tab-separated file each for countries (names and adjectives beyond CLDR's, capitals as the press
uses them for governments), states, cities, bodies (institutions that name their country by themselves) and acts. `~` before a name marks it
as weak: an ordinary word or another place has the same form, so it counts only beside a word of authority. `=` before the name of an act marks one
that does not tell its country: only `nlp.acts` reads it.

Names are found in the raw string, not over tokens: Kiwi segments a name differently from sentence to sentence, and a name must be found
in each of them. `nlp.pipeline` turns the finds into spaCy spans.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ahocorasick_rs
from babel import Locale

from nlp.gazetteer.forms import french_forms, is_whole

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "fr", "ko")
# CLDR's long forms that no newspaper writes, and territories that are also ordinary words.
_DROPPED = {"IO", "UM", "QO", "ZZ", "XA", "XB", "EZ", "UN", "AQ", "BV", "HM", "TF", "GS", "PN", "NU", "TK", "CX", "CC", "NF"}
# Countries whose name is an ordinary word, a person or another place, per language.
_WEAK_COUNTRIES = {
    "en": {"JO", "TD", "GE", "TR", "GN", "OM", "JE", "IM", "RE", "MC", "NE", "CG"},
    "fr": {"GE", "JE", "RE", "PM", "IM"},
    "ko": {"GE", "GH", "ML", "IR", "OM", "GN"},
}
# Names that are far more often another word: 저지 (to stop), 건지 (rescue), 오만 (arrogance, fifty thousand).
_OTHER_WORDS = {"저지", "건지", "오만", "빈", "차드", "수단", "World", "Réunion", "La Réunion", "Man"}
# Names that are ordinary words, or persons, once their capital is gone.
_ORDINARY = frozenset(
    "antic argentine brest canton chili damas dict dominique eau fribourg grenade hollande jordan kiwi laval l'union lima maurice milan mons "
    "panama poles polish rennes tours turkey valence vienne".split()
)
# Short names that stay clear without capitals, in texts of any language and of one (French has the word « eu »); any other of three letters or
# fewer may be a word (us, opp).
_CLEAR = frozenset("uk usa u.s. u.k. e.u. fbi ftc fcc doj uae prc drc".split())
_CLEAR_IN = {"en": frozenset({"eu"}), "fr": frozenset({"ue", "rdc"}), "ko": frozenset({"eu"})}
_LEAST_LETTERS = 40


def is_lowered(text: str) -> bool:
    """Whether a text was written, or passed on, without capitals: many small letters and no other."""
    return text.islower() and sum(map(str.islower, text)) >= _LEAST_LETTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One name in the tables: whose it is, what kind of thing it names, and whether it is weak."""

    code: str
    kind: str
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """A name found: offsets in code points of the searched string."""

    start: int
    end: int
    name: str
    code: str
    kind: str
    weak: bool


class Gazetteer:
    """All names in one automaton; `find` yields the longest names that stand as whole words."""

    def __init__(self, entries: dict[str, Entry]) -> None:
        self.entries = entries
        self._names = list(entries)
        self._automaton = ahocorasick_rs.AhoCorasick(self._names)
        self._lowered: dict[str, Gazetteer] = {}

    def in_lower_case(self, language: str) -> "Gazetteer":
        """The names as a text of a language without capitals has them, less those that are then ordinary words."""
        if language not in self._lowered:
            clear = _CLEAR | _CLEAR_IN.get(language, frozenset())
            self._lowered[language] = Gazetteer(
                {n.lower(): entry for n, entry in reversed(self.entries.items()) if n == n.lower() or _stays_clear(n, entry, clear)}
            )
        return self._lowered[language]

    def find(self, text: str, language: str = "") -> list[Find]:
        """Names in `text`, left to right, none inside another; ’ and ' are one sign. A text without any capital is read as such."""
        return (self.in_lower_case(language) if is_lowered(text) else self)._find(text)

    def _find(self, text: str) -> list[Find]:
        plain = text.replace("’", "'")
        hits = [(start, end, self._names[n]) for n, start, end in self._automaton.find_matches_as_indexes(plain, overlapping=True)]
        hits.sort(key=lambda hit: (hit[0], -hit[1]))
        found: list[Find] = []
        for start, end, name in hits:
            if (found and start < found[-1].end) or not is_whole(plain, start, end):
                continue
            entry = self.entries[name]
            found.append(Find(start=start, end=end, name=name, code=entry.code, kind=entry.kind, weak=entry.weak))
        return found


def _stays_clear(name: str, entry: Entry, clear: Set[str]) -> bool:
    low = name.lower()
    return not entry.weak and low not in _ORDINARY and (low in clear or (len(low) >= 4 and not low.endswith(".")))


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of the tables, read once."""
    entries: dict[str, Entry] = {}
    for name, entry in _all_names():
        if name and name not in entries:
            entries[name] = entry
    return Gazetteer(entries)


def rows(table: str) -> Iterator[list[str]]:
    """The rows of `table` (file name without suffix), comments left out; cells are stripped."""
    for line in (FOLDER / f"{table}.tsv").read_text("utf8").splitlines():
        if line and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("\t")]


def _all_names() -> Iterator[tuple[str, Entry]]:
    """Every name with its entry; where a name has two owners, the first one keeps it."""
    for row in rows("acts"):
        for cell in row[3:6]:
            yield from (pair for pair in _names(cell, row[1], "act") if not pair[0].startswith("="))
    for table, kind_at, first in (("bodies", 1, 2), ("states", None, 1), ("cities", None, 1)):
        kind = {"states": "state", "cities": "city"}.get(table, "")
        for row in rows(table):
            for cell in row[first:]:
                yield from _names(cell, row[0], row[kind_at] if kind_at else kind)
    for row in rows("countries"):
        yield from _country_names(row + [""] * (9 - len(row)))
    yield from _cldr_names()


def _names(cell: str, code: str, kind: str) -> Iterator[tuple[str, Entry]]:
    """The names of one cell, separated by semicolons."""
    for name in filter(None, (part.strip() for part in cell.split(";"))):
        yield name.lstrip("~"), Entry(code=code, kind=kind, weak=name.startswith("~"))


def _country_names(row: list[str]) -> Iterator[tuple[str, Entry]]:
    """Names, adjectives in all their forms, and capitals of one row of countries.tsv."""
    code, en, en_adjectives, fr, fr_adjectives, ko, *capitals = row[:9]
    for cell in (en, fr, ko):
        yield from _names(cell, code, "country")
    for name, entry in _names(en_adjectives, code, "adjective"):
        yield name, entry
        if name.endswith("an"):
            yield name + "s", Entry(code=code, kind="people", weak=entry.weak)
    for name, entry in _names(fr_adjectives, code, "adjective"):
        for form in french_forms(name):
            yield form, entry
            yield form[0].upper() + form[1:], Entry(code=code, kind="people", weak=entry.weak)
    for cell in capitals:
        yield from _names(cell, code, "capital")


def _cldr_names() -> Iterator[tuple[str, Entry]]:
    """CLDR's names of territories (through Babel) in the three languages, in the short form that the press writes."""
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) != 2 or not code.isalpha() or code in _DROPPED:
                continue
            short = (
                name.split(" (")[0].split("(")[0].replace("’", "'").replace(" SAR China", "").removeprefix("R.A.S. chinoise de ").strip()
            )
            if short in _OTHER_WORDS:
                continue
            yield short, Entry(code=code, kind="country", weak=code in _WEAK_COUNTRIES[language])
