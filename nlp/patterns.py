"""Patterns that come in the three languages."""

import re
from re import Pattern

Table = dict[str, Pattern[str]]


def table(en: str, fr: str, ko: str) -> Table:
    """One pattern per language, case ignored."""
    return {"en": re.compile(en, re.I), "fr": re.compile(fr, re.I), "ko": re.compile(ko, re.I)}
