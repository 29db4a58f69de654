"""Dates as pages write them: machine forms, and Korean, French and English prose forms."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
PARIS = ZoneInfo("Europe/Paris")
_COUNTRY_ZONES: dict[str, tzinfo] = {
    "fr": PARIS, "be": ZoneInfo("Europe/Brussels"), "ch": ZoneInfo("Europe/Zurich"), "lu": ZoneInfo("Europe/Luxembourg"), "uk": ZoneInfo("Europe/London"),
    "ie": ZoneInfo("Europe/Dublin"), "de": ZoneInfo("Europe/Berlin"), "it": ZoneInfo("Europe/Rome"), "in": ZoneInfo("Asia/Kolkata"),
    "jp": ZoneInfo("Asia/Tokyo"), "za": ZoneInfo("Africa/Johannesburg"),
}  # fmt: skip
_REGION_ZONES: dict[str, tzinfo] = {code.upper(): _COUNTRY_ZONES[code] for code in ("be", "ch", "lu", "ie", "in", "za")}
_EARLIEST_YEAR = 1990
_FUTURE_SLACK = timedelta(hours=24)

_OFFSET = r"(?P<offset>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d)|[A-Z]{3,4}\b)?"
_ISO = re.compile(
    r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*" + _OFFSET + r")?"
)
_COMPACT = re.compile(
    r"^(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?\s*" + _OFFSET + r")?$"
)
_KOREAN = re.compile(
    r"(?<![\d.])(?P<year>\d{4}|\d{2})\s*(?:[./-]|년)\s*(?P<month>\d{1,2})\s*(?:[./-]|월)\s*(?P<day>\d{1,2})(?!\d)\s*[.일]?\s*"
    r"(?:\(?[월화수목금토일](?:요일)?\)?)?\s*(?:(?P<half>오전|오후|AM|PM)\s*)?"
    r"(?:(?P<hour>\d{1,2})\s*(?::|시)\s*(?P<minute>\d{2})?\s*분?(?::(?P<second>\d{2}))?)?"
)
_NUMERIC = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})[/.](?P<second_>\d{1,2})[/.](?P<year>\d{4})"
    r"(?:\D{1,6}?(?P<hour>\d{1,2})\s*[h:]\s*(?P<minute>\d{2})?(?::(?P<second>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?)?",
    re.IGNORECASE,
)
_MONTHS = {
    **dict.fromkeys(("january", "jan", "janvier", "janv"), 1),
    **dict.fromkeys(("february", "feb", "février", "fevrier", "févr", "fév"), 2),
    **dict.fromkeys(("march", "mar", "mars"), 3),
    **dict.fromkeys(("april", "apr", "avril", "avr"), 4),
    **dict.fromkeys(("may", "mai"), 5),
    **dict.fromkeys(("june", "jun", "juin"), 6),
    **dict.fromkeys(("july", "jul", "juillet", "juil"), 7),
    **dict.fromkeys(("august", "aug", "août", "aout"), 8),
    **dict.fromkeys(("september", "sept", "sep", "septembre"), 9),
    **dict.fromkeys(("october", "oct", "octobre"), 10),
    **dict.fromkeys(("november", "nov", "novembre"), 11),
    **dict.fromkeys(("december", "dec", "décembre", "decembre", "déc"), 12),
}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_CLOCK = (
    r"(?:[\s,]*(?:à|at|-|–|\||·)?\s*(?P<hour>\d{1,2})\s*(?:[h:.]|heures?)\s*(?P<minute>\d{2})?(?::(?P<second>\d{2}))?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?\s*" + _OFFSET.replace("[A-Z]{3,4}", "(?-i:[A-Z]{3,4})") + r")?"
)
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?P<name>{_NAMES})\b\.?,?\s+(?P<year>\d{{4}}){_CLOCK}", re.IGNORECASE
)
_MONTH_FIRST = re.compile(rf"\b(?P<name>{_NAMES})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_CLOCK}", re.IGNORECASE)
_CLOCK_BEFORE = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d{2})\s*(?P<half>[ap]\.?m\b\.?)?\s*(?P<offset>[A-Z]{3,4})?[,\s]+$")
_EPOCH = re.compile(r"^1\d{9}(?:\d{3})?$")
# Abbreviations that mean one offset in news pages; IST, CST outside America and the like are left out as ambiguous.
_ABBREVIATIONS = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "CET": 1, "WEST": 1, "CEST": 2, "EET": 2, "SAST": 2, "EEST": 3, "KST": 9, "JST": 9,
    "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "ADT": -3, "EDT": -4, "EST": -5, "CDT": -5, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8,
}  # fmt: skip


def home_zone(host: str, language: str | None, country: str | None = None) -> tzinfo:
    """The zone that a date without one is read in, where the page states no offset anywhere.

    An outlet whose home is known (`country`, ISO 3166-1) to be a country of one zone is read in that zone. Else a page in Korean or under
    .kr is read in Seoul's time. Else the domain's country counts, then the region of the declared language, but
    only countries with one zone and, for languages, only regions that nobody declares by default (`fr-BE`, not `fr-FR` or `en-US`). All
    others are read as UTC, because no home can be known from the page; the day may then be off by one at the edges of a day.
    """
    known = {"KR": SEOUL, "GB": _COUNTRY_ZONES.get("uk")}.get(country or "") or _COUNTRY_ZONES.get((country or "").lower())
    if known:
        return known
    primary, _, region = (language or "").partition("-")
    if primary.lower() == "ko" or host.endswith(".kr"):
        return SEOUL
    return _COUNTRY_ZONES.get(host.rpartition(".")[2]) or _REGION_ZONES.get(region.upper()) or UTC


def parse_date(text: object, zone: tzinfo, *, month_first: bool = False) -> datetime | None:
    """The first date in `text`, aware, or None.

    Args:
        text: an attribute, JSON value or a line of prose (`입력 2024.09.26. 오후 2:05`, `Publié le 26/09/2024 à 14h05`, `24.09.26`).
        zone: what a date without an offset is read in; a date without a time becomes midnight there.
        month_first: how `03/04/2024` is read; only pages from the United States write the month first.
    """
    if isinstance(text, (int, float)) and not isinstance(text, bool):
        text = str(int(text)) if abs(text) < 1e15 else ""
    if not isinstance(text, str):
        return None
    text = text.strip()[:200]
    if _EPOCH.match(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    for pattern in (_ISO, _COMPACT, _DAY_FIRST, _MONTH_FIRST, _NUMERIC, _KOREAN):
        match = pattern.search(text)
        if match:
            parts: dict[str, str | None] = match.groupdict()
            if pattern is _NUMERIC:
                first, second = int(match.group("first")), int(match.group("second_"))
                swap = (month_first and first <= 12) or second > 12
                parts["month"], parts["day"] = (str(first), str(second)) if swap else (str(second), str(first))
            if parts.get("hour") is None:
                before = _CLOCK_BEFORE.search(text[: match.start()])
                parts.update(before.groupdict() if before else {})
            found = _build(parts, zone)
            if found:
                return found
    return None


def is_plausible(moment: datetime, now: datetime) -> bool:
    """Whether a page may have been published then: not before the web, not more than a day after `now`."""
    return moment.year >= _EARLIEST_YEAR and moment <= now + _FUTURE_SLACK


def stated_offset(text: object) -> tzinfo | None:
    """The offset that a machine-readable date states, or None; `Z` says nothing about where the outlet is."""
    match = _ISO.search(text) if isinstance(text, str) else None
    offset = match.group("offset") if match else None
    return _zone(offset) if offset and offset[0] in "+-" else None


def _build(parts: dict[str, str | None], zone: tzinfo) -> datetime | None:
    """A datetime from the named parts of a match, or None where they name no real moment."""
    year = int(parts["year"] or 0)
    year += 2000 if year < 100 else 0
    number = parts.get("month")
    month = int(number) if number else _MONTHS[(parts.get("name") or "").casefold()]
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or "").casefold().replace(".", "")
    if half in ("오후", "pm") and hour < 12:
        hour += 12
    elif half in ("오전", "am") and hour == 12:
        hour = 0
    try:
        return datetime(
            year, month, int(parts["day"] or 0), hour, int(parts.get("minute") or 0), int(parts.get("second") or 0),
            tzinfo=_zone(parts.get("offset")) or zone,
        )  # fmt: skip
    except ValueError:
        return None


def _zone(offset: str | None) -> timezone | None:
    """The fixed offset that `+09:00`, `+0900`, `+09`, `Z` or `KST` names, or None."""
    if not offset:
        return None
    if offset[0] in "+-":
        digits = offset[1:].replace(":", "").ljust(4, "0")
        delta = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return timezone(-delta if offset[0] == "-" else delta) if delta < timedelta(hours=24) else None
    hours = _ABBREVIATIONS.get(offset.upper())
    return None if hours is None else timezone(timedelta(hours=hours))
