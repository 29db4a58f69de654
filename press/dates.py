"""How outlets print a time: one function for each habit that the designs show."""

from datetime import UTC, datetime
from email.utils import format_datetime

MONTHS_FR = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS_KO = "월화수목금토일"


def ko_dots(moment: datetime) -> str:
    """2026.10.21 14:05"""
    return f"{moment:%Y.%m.%d %H:%M}"


def ko_half(moment: datetime) -> str:
    """2026.10.21. 오후 2:05"""
    half = "오전" if moment.hour < 12 else "오후"
    return f"{moment:%Y.%m.%d}. {half} {moment.hour % 12 or 12}:{moment:%M}"


def ko_dash(moment: datetime) -> str:
    """2026-10-21 14:05"""
    return f"{moment:%Y-%m-%d %H:%M}"


def ko_short(moment: datetime) -> str:
    """26.10.21 (수) 14:05"""
    return f"{moment:%y.%m.%d} ({WEEKDAYS_KO[moment.weekday()]}) {moment:%H:%M}"


def fr_long(moment: datetime) -> str:
    """21 octobre 2026 à 14h05"""
    return f"{moment.day} {MONTHS_FR[moment.month - 1]} {moment.year} à {moment:%Hh%M}"


def fr_slash(moment: datetime) -> str:
    """21/10/2026 à 14:05"""
    return f"{moment:%d/%m/%Y} à {moment:%H:%M}"


def fr_canada(moment: datetime) -> str:
    """21 octobre 2026, 14 h 05"""
    return f"{moment.day} {MONTHS_FR[moment.month - 1]} {moment.year}, {moment.hour} h {moment:%M}"


def swiss(moment: datetime) -> str:
    """21.10.2026, 14:05"""
    return f"{moment:%d.%m.%Y, %H:%M}"


def en_britain(moment: datetime) -> str:
    """Wednesday 21 October 2026, 14.05"""
    return f"{DAYS_EN[moment.weekday()]} {moment.day} {MONTHS_EN[moment.month - 1]} {moment.year}, {moment:%H.%M}"


def en_america(moment: datetime) -> str:
    """October 21, 2026 | 2:05 p.m."""
    half = "a.m." if moment.hour < 12 else "p.m."
    return f"{MONTHS_EN[moment.month - 1]} {moment.day}, {moment.year} | {moment.hour % 12 or 12}:{moment:%M} {half}"


def en_india(moment: datetime) -> str:
    """October 21, 2026 14:05 IST"""
    return f"{MONTHS_EN[moment.month - 1]} {moment.day:02d}, {moment.year} {moment:%H:%M} IST"


def rfc822(moment: datetime) -> str:
    """Wed, 21 Oct 2026 14:05:00 +0900, as RSS wants it."""
    return format_datetime(moment)


def http_date(moment: datetime) -> str:
    """Wed, 21 Oct 2026 05:05:00 GMT, as HTTP headers want it (RFC 9110, 5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


STYLES = (ko_dots, ko_half, ko_dash, ko_short, fr_long, fr_slash, fr_canada, swiss, en_britain, en_america, en_india)
PRINTED = {style.__name__: style for style in STYLES}
