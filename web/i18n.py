"""The interface in three languages: gettext catalogs, the choice of language, and dates, numbers and names as each writes them."""

import gettext
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import pycountry
from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal
from babel.support import Translations
from markupsafe import Markup

LANGUAGES: tuple[str, ...] = ("en", "fr", "ko")
CATALOGS = Path(__file__).parent / "locale"
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
JURISDICTION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")

# CLDR's long forms of these two are for passports, not for lists.
_SHORT_NAMES = {"HK": {"en": "Hong Kong", "fr": "Hong Kong", "ko": "홍콩"}, "MO": {"en": "Macao", "fr": "Macao", "ko": "마카오"}}

# States and provinces in the news that iso-codes has not translated yet.
_SUBDIVISIONS = {
    "ko": {
        "US-CA": "캘리포니아주", "US-FL": "플로리다주", "US-MA": "매사추세츠주", "US-MN": "미네소타주", "US-NY": "뉴욕주", "US-PA": "펜실베이니아주",
        "US-TN": "테네시주", "US-TX": "텍사스주", "US-WA": "워싱턴주", "CA-BC": "브리티시컬럼비아주", "CA-ON": "온타리오주", "CA-QC": "퀘벡주",
        "AU-NSW": "뉴사우스웨일스주", "AU-QLD": "퀸즐랜드주", "AU-VIC": "빅토리아주",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ui:
    """One interface language: its texts and its way to write dates, numbers and names."""

    lang: str
    locale: Locale
    translations: Translations

    def gettext(self, message: str) -> str:
        """`message` in this language."""
        return str(self.translations.ugettext(message))

    def ngettext(self, one: str, many: str, count: int) -> str:
        """`one` or `many` in this language, by its plural rule."""
        return str(self.translations.ungettext(one, many, count))

    def number(self, value: float) -> str:
        """A number with this language's separators."""
        return str(format_decimal(value, locale=self.locale))

    def score(self, value: float) -> str:
        """A score or figure in [0, 1] with two decimals."""
        return str(format_decimal(value, format="0.00", locale=self.locale))

    def day(self, value: date | datetime | str | None) -> str:
        """A day, as counted in the value's own offset; empty where unknown."""
        moment = _moment(value)
        return str(format_date(moment, format="long", locale=self.locale)) if moment else ""

    def minute(self, value: datetime | str | None) -> str:
        """Day and time in the value's own offset, which is named; empty where unknown."""
        moment = _moment(value)
        if not isinstance(moment, datetime):
            return self.day(moment)
        pattern = "y. M. d. HH:mm" if self.lang == "ko" else "d MMM y, HH:mm"
        shown = str(format_datetime(moment, format=pattern, locale=self.locale, tzinfo=moment.tzinfo))
        return f"{shown} {_offset(moment)}".strip()

    def month(self, value: str) -> str:
        """`2026-09` in words; anything else as it is."""
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
            return value
        pattern = "y년 M월" if self.lang == "ko" else "LLLL y"
        return str(format_date(date(int(value[:4]), int(value[5:]), 1), format=pattern, locale=self.locale))

    def place(self, code: str) -> str:
        """The name of a country, the EU, or a state or province; the code itself where it is not known."""
        if code in _SHORT_NAMES:
            return _SHORT_NAMES[code][self.lang]
        if "-" not in code:
            return str(self.locale.territories.get(code, code))
        name = _subdivision(code, self.lang)
        return f"{name} ({self.place(code[:2])})" if name else code

    def language(self, tag: str) -> str:
        """The name of a language (`fr-CA` → Canadian French); the tag itself where it is not known."""
        try:
            return str(Locale.parse(tag, sep="-").get_display_name(self.locale) or tag)
        except (UnknownLocaleError, ValueError):
            return str(self.locale.languages.get(tag.split("-")[0].lower(), tag))

    def money(self, amount: float, currency: str | None) -> str:
        """An amount in whole units of a currency (ISO 4217)."""
        if not currency:
            return self.number(amount)
        pattern = self.locale.currency_formats["standard"].pattern.replace(".00", "")
        return str(format_currency(amount, currency, format=pattern, locale=self.locale, currency_digits=False))

    def custody(self, months: float) -> str:
        """A term of custody in years where it is whole years of two or more, else in months."""
        if months >= 24 and months % 12 == 0:
            years = int(months // 12)
            return self.ngettext("%(n)s year", "%(n)s years", years) % {"n": self.number(years)}
        return self.ngettext("%(n)s month", "%(n)s months", 1 if months == 1 else 2) % {"n": self.number(months)}

    def custody_at_length(self, months: float) -> str:
        """A term of custody to be compared with others, in years and in months where it has both: `3 years (36 months)`, `18 months (1 year 6 months)`."""
        whole = self.ngettext("%(n)s month", "%(n)s months", 1 if months == 1 else 2) % {"n": self.number(months)}
        if months < 12 or months % 1:
            return whole
        years, rest = divmod(int(months), 12)
        in_years = self.ngettext("%(n)s year", "%(n)s years", years) % {"n": self.number(years)}
        return f"{whole} ({in_years} {self.custody(rest)})" if rest else f"{in_years} ({whole})"

    def mark_language(self, tag: str | None) -> Markup:
        """` lang="…"` for an element in another language than the page; nothing where it is the same or unknown."""
        if not tag or not LANGUAGE_TAG.fullmatch(tag) or tag.split("-")[0].lower() == self.lang:
            return Markup("")
        return Markup(' lang="{}"').format(tag)


@cache
def interface(lang: str) -> Ui:
    """The interface in `lang`, its catalog compiled from `web/locale` on first use."""
    with (CATALOGS / lang / "LC_MESSAGES" / "messages.po").open("rb") as source:
        catalog = read_po(source, locale=lang)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Ui(lang=lang, locale=Locale.parse(lang), translations=Translations(fp=compiled))


def choose(asked: str | None, accept_language: str | None) -> str:
    """The interface language: `asked` where there is such a one, else the best of `Accept-Language` (RFC 9110, 12.5.4), else English."""
    if asked in LANGUAGES:
        return str(asked)
    best, weight = LANGUAGES[0], 0.0
    for part in (accept_language or "")[:500].split(","):
        tag, _, rest = part.strip().partition(";")
        lang = tag.split("-")[0].lower()
        match = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", rest)
        quality = float(match[1]) if match else (0.0 if rest else 1.0)
        if lang in LANGUAGES and quality > weight:
            best, weight = lang, quality
    return best


def noop(message: str) -> str:
    """Marks a text for translation that is looked up later."""
    return message


def is_jurisdiction(code: str) -> bool:
    """True for a code of a country, the EU, or a state or province that exists."""
    if not JURISDICTION.fullmatch(code):
        return False
    if "-" in code:
        return bool(pycountry.subdivisions.get(code=code))  # type: ignore[no-untyped-call]
    return code == "EU" or pycountry.countries.get(alpha_2=code) is not None


@cache
def _subdivision(code: str, lang: str) -> str | None:
    found = pycountry.subdivisions.get(code=code)  # type: ignore[no-untyped-call]
    if found is None:
        return None
    if lang in _SUBDIVISIONS and code in _SUBDIVISIONS[lang]:
        return _SUBDIVISIONS[lang][code]
    return gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=[lang], fallback=True).gettext(str(found.name))


def _moment(value: date | datetime | str | None) -> date | None:
    if not isinstance(value, str):
        return value
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _offset(moment: datetime) -> str:
    """`UTC+9`, `UTC-3:30` or `UTC`; empty for a naive time."""
    offset = moment.utcoffset()
    if offset is None:
        return ""
    minutes = int(offset.total_seconds() // 60)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")
