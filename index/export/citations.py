"""Hits as references for bibliographies: RIS, BibTeX and CSL-JSON. A title can end no record and run no command of TeX.

The day of access is the day (UTC) on which the article was first seen here, not that of the export: the same article gives the same reference.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

from index.base import Hit
from language.normal import clean

_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}  # fmt: skip
_LANGID = {"en": "english", "fr": "french", "ko": "korean"}  # names of babel and polyglossia
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")  # macros, which each style writes out
_NO_KEY = re.compile(r"[^A-Za-z0-9-]+")
_NO_URL = "%/:=&?~#+!$,;'@()*[]"


def ris(hit: Hit, outlets: Mapping[str, str]) -> str:
    """A record of type NEWS (the RIS format of Research Information Systems), one tag a line, closed by ER."""
    day, seen = _day(hit.published_at), _day(hit.first_seen)
    lines = [
        ("TY", "NEWS"),
        ("ID", hit.id),
        ("TI", hit.title),
        ("T2", _outlet(hit, outlets)),
        ("PY", f"{day.year:04}" if day else None),
        ("DA", f"{day.year:04}/{day.month:02}/{day.day:02}" if day else None),
        ("LA", hit.language),
        ("UR", _url(hit)),
        ("Y2", f"{seen.year:04}/{seen.month:02}/{seen.day:02}" if seen else None),
        ("AB", _abstract(hit)),
        *(("KW", word) for word in _keywords(hit)),
        ("DP", "Fauxlex"),
    ]
    told = "".join(f"{tag}  - {text}\r\n" for tag, value in lines if (text := _one_line(value)))
    return f"{told}ER  - \r\n\r\n"


def bibtex(hit: Hit, outlets: Mapping[str, str]) -> str:
    """An entry of type article: biblatex's fields for newspapers, and beside them those that BibTeX's own styles read."""
    day, seen = _day(hit.published_at), _day(hit.first_seen)
    outlet = _tex(_outlet(hit, outlets))
    fields = [
        ("title", f"{{{_tex(hit.title)}}}" if hit.title else None),
        ("journaltitle", outlet),
        ("journal", outlet),
        ("entrysubtype", "newspaper"),
        ("date", day.isoformat() if day else None),
        ("year", f"{day.year:04}" if day else None),
        ("langid", _LANGID.get((hit.language or "").split("-")[0])),
        ("url", quote(_url(hit), safe=_NO_URL) or None),
        ("urldate", seen.isoformat() if seen else None),
        ("abstract", _tex(_abstract(hit))),
        ("keywords", _tex(", ".join(_keywords(hit)))),
    ]
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields if value)
    if day:
        body += f"  month = {_MONTHS[day.month - 1]},\n"
    return f"@article{{fauxlex-{_NO_KEY.sub('-', hit.id)},\n{body}}}\n\n"


def csl(hit: Hit, outlets: Mapping[str, str]) -> str:
    """An item of type article-newspaper (CSL-JSON, the Citation Style Language's input)."""
    day, seen = _day(hit.published_at), _day(hit.first_seen)
    item = {
        "id": hit.id,
        "type": "article-newspaper",
        "title": _one_line(hit.title) or None,
        "container-title": _one_line(_outlet(hit, outlets)) or None,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "accessed": {"date-parts": [[seen.year, seen.month, seen.day]]} if seen else None,
        "language": hit.language,
        "URL": _url(hit) or None,
        "abstract": _abstract(hit) or None,
        "keyword": ", ".join(_keywords(hit)) or None,
        "source": "Fauxlex",
    }
    return json.dumps({name: value for name, value in item.items() if value}, ensure_ascii=False)


def _abstract(hit: Hit) -> str:
    """The extracts of a hit as one text."""
    return _one_line(" ".join(hit.excerpts))


def _keywords(hit: Hit) -> list[str]:
    """The labels of a hit: relevance, topics, jurisdictions with their role."""
    places = [f"{code} ({role})" for code, role in hit.jurisdictions]
    return [word for word in (hit.relevance, *(code for code, _ in hit.topics), *places) if word]


def _outlet(hit: Hit, outlets: Mapping[str, str]) -> str:
    return outlets.get(hit.source or "", hit.source or "")


def _url(hit: Hit) -> str:
    """The address where it is one of the web; imports without one have a made-up name instead."""
    return _one_line(hit.url) if hit.url.startswith(("http://", "https://")) else ""


def _day(moment: str | None) -> date | None:
    try:
        return date.fromisoformat((moment or "")[:10])
    except ValueError:
        return None


def _one_line(value: str | None) -> str:
    """A text that no line break or control character parts."""
    return " ".join(clean(value or "").split())


def _tex(value: str | None) -> str:
    """A text that TeX prints as it stands."""
    return "".join(_TEX.get(char, char) for char in _one_line(value))
