"""The names of countries and states that a search knows in three languages, from the gazetteer: `index/places.toml` is written from here.

The index may not import the tagger's room, so the table is a file; `python -m fauxlex.documents` writes it and a test holds that it is in step.
"""

from collections.abc import Iterable, Iterator

from babel import Locale

from index.base import CONCEPT_LANGUAGES
from language.analysis import analyze_field
from nlp.gazetteer import rows
from nlp.gazetteer.forms import french_forms

_HEADER = "# Names of countries and states, their adjectives and capitals. Written by `python -m fauxlex.documents` from nlp/gazetteer.\n"
# Names that are other words in news or to the morphology (기니 is read as a form of 길다), and forms that no newspaper writes.
_OTHER_WORDS = frozenset(
    (
        "Réunion",
        "La Réunion",
        "Man",
        "빈",
        "차드",
        "수단",
        "오만",
        "기니",
        "우리나라",
        "Kiwi",
        "Down Under",
        "the bloc",
        "the States",
        "the French Republic",
        "Hexagone",
        "l'Union",
    )
)
Names = dict[str, dict[str, list[str]]]


def table() -> str:
    """The file: a line for each place that has names in all three languages."""
    lines = []
    for code, names in _places().items():
        told = {language: _distinct(names[language], language) for language in CONCEPT_LANGUAGES}
        if all(told.values()):
            cells = (f"{language} = [{', '.join(_quoted(name) for name in told[language])}]" for language in CONCEPT_LANGUAGES)
            lines.append(f"{code} = {{ {', '.join(cells)} }}\n")
    return _HEADER + "".join(lines)


def _places() -> Names:
    """Every name of each place by language: countries and their capitals (`KR`, `KR-capital`), then states."""
    found: Names = {}
    for row in rows("countries"):
        code, en, en_people, fr, fr_people, ko, *capitals = (*row, "", "", "", "", "", "", "", "")[:9]
        feminine = ";".join(form for adjective in _cells(fr_people) for form in french_forms(adjective))
        own = {"en": f"{en};{en_people}", "fr": f"{fr};{feminine}", "ko": ko}
        found[code] = {language: [*_cldr(code, language), *_cells(own[language])] for language in CONCEPT_LANGUAGES}
        found[f"{code}-capital"] = {language: list(_cells(cell)) for language, cell in zip(CONCEPT_LANGUAGES, capitals, strict=True)}
    for row in rows("states"):
        code, *cells = (*row, "", "", "")[:4]
        found[code] = {language: list(_cells(cell)) for language, cell in zip(CONCEPT_LANGUAGES, cells, strict=True)}
    return found


def _cldr(code: str, language: str) -> Iterator[str]:
    name = str(Locale(language).territories.get(code, ""))
    yield from _cells(name.split("(")[0].replace("’", "'").replace(" SAR China", "").removeprefix("R.A.S. chinoise de "))


def _cells(cell: str) -> Iterator[str]:
    """The names of a cell that a search can ask for: no abbreviations with a point, no lone Chinese character."""
    for name in (part.strip().lstrip("~") for part in cell.split(";")):
        if len(name) > 1 and name not in _OTHER_WORDS and not name.endswith("'s") and (not name.endswith(".") or name == "U.S."):
            yield name


def _distinct(names: Iterable[str], language: str) -> list[str]:
    """The names less those that are matched like one before them; Korean names have one form."""
    found: dict[object, str] = {}
    for name in names:
        found.setdefault(name if language == "ko" else analyze_field(name, language).terms, name)
    return list(found.values())


def _quoted(name: str) -> str:
    return f'"{name}"'
