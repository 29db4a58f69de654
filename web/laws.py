"""What a law is called: one name for each act, bill and article of the table, whatever language an article cites it in.

The name is the main one in a language of the law's own country, with what readers of the page's language call it: `성폭력처벌법 (Act on Special Cases …)`.
"""

import re
from dataclasses import dataclass

from babel.languages import get_official_languages

from index.acts import act_of, acts, ids_of
from web.i18n import LANGUAGES, Ui
from web.text import plain

# CLDR names no official language for countries that have one by custom alone, and none for the Union.
_BY_CUSTOM = {"US": ("en",), "AU": ("en",), "NZ": ("en",), "EU": ("en", "fr")}
_CIVIL_LAW = frozenset(("EU", "PH"))
"""Of those that write law in English: where acts have articles, not sections."""
_KOREAN_NUMBER = re.compile(r"(\d+)-(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LawName:
    """The name of a law with its language, and what stands in parentheses after it: its name in the page's language, its place if others are called so."""

    main: str
    language: str | None
    beside: str = ""

    @property
    def text(self) -> str:
        """The name as one string."""
        return f"{self.main} ({self.beside})" if self.beside else self.main


def law_name(ui: Ui, law_id: str | None, written: str, language: str | None = None) -> LawName:
    """The name of the law `law_id`; where the table does not have it, the name as written, in the language of the text."""
    names = acts().get(act_of(law_id)) if law_id else None
    if not law_id or not names:
        return LawName(main=plain(written), language=language)
    place = law_id.split("/")[0].upper()
    own = _own_languages(place, ui.lang)
    main = next(tongue for tongue in (*own, ui.lang, *LANGUAGES) if names.get(tongue))
    parts = [_cited(names[ui.lang][0], law_id, ui.lang)] if ui.lang != main and names.get(ui.lang) else []
    if len({act_of(found) for found in ids_of(names[main][0])}) > 1:
        parts.append(ui.place(place))
    return LawName(main=_cited(names[main][0], law_id, main), language=main, beside=", ".join(parts))


def _own_languages(place: str, preferred: str) -> list[str]:
    """The languages of the site that a place writes its law in, the preferred one first."""
    country = place[:2]
    tongues = _BY_CUSTOM.get(country) or get_official_languages(country)
    return sorted((tongue for tongue in tongues if tongue in LANGUAGES), key=lambda tongue: tongue != preferred)


def _cited(act: str, law_id: str, language: str) -> str:
    """An act's name, for an article with its number as texts in the language cite it."""
    number = law_id.removeprefix(act_of(law_id)).lstrip("/")
    if not number:
        return act
    country = law_id[:2].upper()
    common_law = "en" in _own_languages(country, "en") and country not in _CIVIL_LAW
    number = number.upper() if common_law else number
    if language == "ko":
        own = _KOREAN_NUMBER.fullmatch(number) if country == "KR" else None
        return f"{act} 제{own[1]}조의{own[2]}" if own else f"{act} 제{number}조"
    return f"{act}, {'s.' if common_law and language == 'en' else 'art.'} {number}"
