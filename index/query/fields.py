"""The fields that a query may name, and what may stand after each."""

import re
from calendar import monthrange
from typing import get_args

from core import urls
from core.article import STAGES, TOPICS
from core.errors import UsageError
from index.query.tree import Days, TextField, ValueField

TEXT_FIELDS: tuple[TextField, ...] = get_args(TextField)
VALUE_FIELDS: tuple[ValueField, ...] = get_args(ValueField)
FIELDS: tuple[str, ...] = (*TEXT_FIELDS, *VALUE_FIELDS, "date")

UNKNOWN = "unknown"
CHOICES: dict[str, tuple[str, ...]] = {"topic": (*TOPICS, UNKNOWN), "stage": (*STAGES, UNKNOWN)}
_CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def value_of(field: ValueField, typed: str) -> tuple[str | None, str]:
    """The value as an index holds it, and the problem where it cannot be one (then the value is None)."""
    text = typed.lower()
    if text == UNKNOWN and field != "site":
        return UNKNOWN, ""
    if field in ("jurisdiction", "primary", "mentioned"):
        return (text.upper(), "") if _CODE.fullmatch(text.upper()) else (None, "bad_code")
    if field in CHOICES:
        return (text, "") if text in CHOICES[field] else (None, "bad_value")
    if field == "language":
        return (text.partition("-")[0], "") if _LANGUAGE.fullmatch(text) else (None, "bad_language")
    if field == "site":
        found = _domain(text)
        return (found, "") if found else (None, "bad_site")
    return text, ""


def _domain(text: str) -> str | None:
    """The domain of an address or host, without www; None if it is none."""
    try:
        host = urls.host(text if "://" in text else f"https://{text}")
    except UsageError:
        return None
    return host.removeprefix("www.") if "." in host else None


def days_of(typed: str, position: int) -> Days | None:
    """The days that `2024`, `2024-09`, `2024-09-26`, or two of these with `..` between stand for; one side may be open. None if no dates.

    A range that ends before it begins comes back as it was typed.
    """
    begin, dots, end = typed.partition("..")
    if not dots:
        end = begin
    first, last = _edge(begin, end=False), _edge(end, end=True)
    if (begin and first is None) or (end and last is None) or (first is None and last is None):
        return None
    return Days(first=first, last=last, text=typed, position=position)


def _edge(text: str, *, end: bool) -> int | None:
    """The first or last day of a year, month or day as yyyymmdd; None if it is none."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or (12 if end else 1)), int(found[3] or 0)
    if year == 0 or not 1 <= month <= 12:
        return None
    longest = monthrange(year, month)[1]
    if found[3] and not 1 <= day <= longest:
        return None
    return year * 10_000 + month * 100 + (day or (longest if end else 1))
