"""What both backends hold of an article: one row of values, worked out once, so that they cannot differ."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from core import urls
from core.article import Law
from core.errors import UsageError
from index import acts
from index.base import UNKNOWN, Filters, IndexDocument
from index.stored import pack
from language.analysis import ANALYSIS_VERSION, analyze_field
from language.field_terms import FieldTerms
from language.normal import normal

SCHEMA_VERSION = 5
"""Raised with every change of fields or of what they hold; an index of another version is rebuilt."""

# The facet of each name in FACETS is counted over this field; `jurisdiction` over the one of the role asked for.
JURISDICTION_FIELDS = {"any": "jurisdiction", "primary": "jurisdiction_primary", "mentioned": "jurisdiction_mentioned"}
KEYWORDS: tuple[str, ...] = (
    *JURISDICTION_FIELDS.values(), "jurisdiction_role", "country", "topic", "stage", "relevance", "language", "source", "site", "outlet_country",
    "month", "week", "law", "story",
)  # fmt: skip
ROLES = ("primary", "mentioned")
TEXTS: tuple[str, ...] = (
    "terms", "wholes", "surface", "title_terms", "title_wholes", "title_surface", "law_terms", "law_wholes", "law_surface",
)  # fmt: skip
LAYERS = {
    None: ("terms", "wholes", "surface"),
    "title": ("title_terms", "title_wholes", "title_surface"),
    "cites": ("law_terms", "law_wholes", "law_surface"),
}

EMPTY = "\x01"
"""What stands in a text field that has no words, in every document, tombstones too. No query holds it. An engine that counts only documents that have a
field (Lucene) and one that counts all (Tantivy) then know the same numbers of documents and of words, and so score alike."""

MAX_ID_BYTES = 512  # Elasticsearch's own limit
_TIE_BITS = 28
_LATEST_S = 1 << 34  # seconds since 1970: the year 2514
_UNKNOWN_TIME = (1 << 35) - 1
_SUBDIVISION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An article as values of fields.

    Attributes:
        keywords: for each of KEYWORDS its values, without doubles; `unknown` where there is none.
        texts: for each of TEXTS its stretches, each a string of terms between single blanks; positions do not run across stretches.
        day: published day where the outlet is, as yyyymmdd; None if unknown.
        recency, seen: ascending order keys, newest first, ties in a fixed order made from the id (see `order_key`).
        payload: what a hit is made of (see index/stored.py).
        embedding: as the annotation has it, or None.
    """

    id: str
    sequence: int
    keywords: dict[str, tuple[str, ...]]
    texts: dict[str, tuple[str, ...]]
    day: int | None
    recency: int
    seen: int
    payload: bytes
    embedding: bytes | None = None


def row(document: IndexDocument) -> Row:
    """The values of one document.

    Raises:
        ValueError: its id or its terms do not fit; the reason says what to do.
    """
    article, analysis = document.article, document.analysis
    if not 0 < len(article.id.encode()) <= MAX_ID_BYTES:
        raise ValueError(
            f"the id has {len(article.id.encode())} bytes, an index takes 1 to {MAX_ID_BYTES}; import the article under another id"
        )
    if analysis.version != ANALYSIS_VERSION:
        raise ValueError(f"the terms are of version {analysis.version}, this index holds {ANALYSIS_VERSION}; analyse the article again")
    title, text = analysis.title, FieldTerms() if article.rights == "reserved" else analysis.text
    return Row(
        id=article.id,
        sequence=document.sequence,
        keywords={name: tuple(dict.fromkeys(values)) or (UNKNOWN,) for name, values in _keywords(document).items()},
        texts={**_layers("", (title, text)), **_layers("title_", (title,)), **_layers("law_", _laws(document))},
        day=day_number(article.published_at),
        recency=order_key(article.published_at, article.id),
        seen=order_key(document.first_seen, article.id),
        payload=pack(document),
        embedding=None if article.rights == "reserved" else document.annotation.embedding,
    )


def _keywords(document: IndexDocument) -> dict[str, Iterable[str]]:
    """The values of the fields that filter and count."""
    article, annotation = document.article, document.annotation
    language = annotation.language or article.language
    day = article.published_day
    codes = {role: with_countries(annotation.codes(role)) for role in JURISDICTION_FIELDS}
    found: dict[str, Iterable[str]] = {field: codes[role] for role, field in JURISDICTION_FIELDS.items()}
    return found | {
        "jurisdiction_role": [f"{code} {role}" for role in ROLES for code in codes[role]],
        "country": [code for code in codes["any"] if "-" not in code],
        "topic": [topic.code for topic in annotation.topics],
        "stage": annotation.stages,
        "relevance": _one(annotation.relevance),
        "language": _one(base_language(language)),
        "source": _one(article.source and article.source.lower()),
        "site": domains(article.url),
        "outlet_country": _one(article.outlet_country and article.outlet_country.upper()),
        "month": _one(f"{day.year:04}-{day.month:02}" if day else None),
        "week": _one("{:04}-W{:02}".format(*day.isocalendar()) if day else None),
        "law": [value for law in annotation.laws for value in _law_values(law)],
        "story": [annotation.story or article.id],
    }


def with_countries(codes: Iterable[str]) -> list[str]:
    """The codes, and the country of each subdivision: `US` too for `US-CA`, so that a country takes its subdivisions in."""
    found: list[str] = []
    for code in codes:
        found.append(code)
        if _SUBDIVISION.fullmatch(code):
            found.append(code[:2])
    return found


def domains(url: str) -> tuple[str, ...]:
    """The host of an address and the domains that it is part of, but the last: `www.lemonde.fr`, `lemonde.fr`."""
    return _domains("/".join(re.split(r"[/?#\\]", url, maxsplit=3)[:3]) if url.startswith(("http://", "https://")) else url)


@lru_cache(maxsize=1 << 12)
def _domains(origin: str) -> tuple[str, ...]:
    try:
        labels = urls.host(origin).split(".")
    except UsageError:
        return ()
    return tuple(".".join(labels[begin:]) for begin in range(len(labels) - 1))


def base_language(tag: str | None) -> str | None:
    """The language without its region: `fr` for `fr-CA`; None for `und`."""
    base = tag.split("-")[0].lower() if tag else None
    return None if base in (None, "", "und") else base


def day_number(day: date | None) -> int | None:
    """A day (of a datetime: where the outlet is) as a number that sorts: 20260924."""
    return day.year * 10_000 + day.month * 100 + day.day if day else None


def order_key(moment: datetime | None, article_id: str) -> int:
    """An ascending 63-bit key that puts the newest first and the unknown last.

    The upper 35 bits count seconds backwards from the year 2514; the lower 28 are a hash of the id, so that articles of the same second have a
    fixed order on every engine.
    """
    seconds = _UNKNOWN_TIME if moment is None else min(max(_LATEST_S - int(moment.timestamp()), 0), _UNKNOWN_TIME - 1)
    return seconds << _TIE_BITS | id_hash(article_id) >> (63 - _TIE_BITS)


@lru_cache(maxsize=1 << 12)  # asked several times for each article of a batch
def id_hash(article_id: str) -> int:
    """63 bits of an id."""
    return int.from_bytes(hashlib.blake2b(article_id.encode(), digest_size=8).digest()) >> 1


def law_name(name: str) -> str:
    """The name of a law that has no id, as facets count and filters ask for it."""
    return normal(name).strip()[:200]


def accepted_laws(name: str) -> tuple[str, ...]:
    """The values of the field `law` that a filter for `name` accepts: the name as texts write it, and the ids of all that it may mean."""
    return tuple(dict.fromkeys((law_name(name), *acts.ids_of(name))))


def filter_values(filters: Filters) -> list[tuple[str, tuple[str, ...]]]:
    """Field and accepted values of each filter that is set; values in the form that rows hold."""
    pairs = (
        (JURISDICTION_FIELDS[filters.role], tuple(_cased(code) for code in filters.jurisdictions)),
        ("topic", tuple(code.lower() for code in filters.topics)),
        ("stage", tuple(code.lower() for code in filters.stages)),
        ("relevance", tuple(code.lower() for code in filters.relevance)),
        ("language", tuple(base_language(code) or UNKNOWN for code in filters.languages)),
        ("source", tuple(code.lower() for code in filters.sources)),
        ("outlet_country", tuple(_cased(code) for code in filters.outlet_countries)),
        ("law", tuple(value for name in filters.laws for value in accepted_laws(name))),
        ("story", filters.stories),
    )
    return [(field, tuple(dict.fromkeys(values))) for field, values in pairs if values]


def days(filters: Filters) -> tuple[int | None, int | None] | None:
    """First and last day asked for as numbers, or None where neither is."""
    if filters.date_from is None and filters.date_to is None:
        return None
    return day_number(filters.date_from), day_number(filters.date_to)


def _cased(code: str) -> str:
    return code.lower() if code.lower() == UNKNOWN else code.upper()


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _law_values(law: Law) -> tuple[str, ...]:
    """A law as facets count it: by its id, with that of the act that an article stands in, else by the name as written."""
    if law.id:
        return acts.with_act(law_name(law.id))
    return _one(law_name(law.name))


def _layers(prefix: str, fields: Sequence[FieldTerms]) -> dict[str, tuple[str, ...]]:
    """The three layers of some stretches of text."""
    return {
        f"{prefix}terms": tuple(found.term_row for found in fields if found.term_row) or (EMPTY,),
        f"{prefix}wholes": tuple(found.whole_row for found in fields if found.whole_row) or (EMPTY,),
        f"{prefix}surface": tuple(found.surface_row for found in fields if found.surface_row) or (EMPTY,),
    }


def _laws(document: IndexDocument) -> list[FieldTerms]:
    """The laws that an annotation names, each a stretch of its own."""
    language = base_language(document.annotation.language or document.article.language) or "und"
    names = [name for law in document.annotation.laws for name in (law.name, law.id) if name]
    return [_law(name, language) for name in dict.fromkeys(names)]


@lru_cache(maxsize=1 << 14)
def _law(name: str, language: str) -> FieldTerms:
    return analyze_field(name, language)
