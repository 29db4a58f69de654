"""A request's parameters read into a `Query`, and a `Query` written back as the one address of that state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

from core.article import RELEVANCES, STAGES, TOPICS
from core.errors import UsageError
from index.base import DEFAULT_RELEVANCE, EXPANSIONS, FACETS, MAX_LIMIT, UNKNOWN, Filters, Query
from index.query import UnreadableQueryError
from web.i18n import JURISDICTION, LANGUAGE_TAG, is_jurisdiction

MAX_QUERY_STRING = 8_192
"""Bytes of a query string; a longer one is answered with 414."""
MAX_TEXT = 500
MAX_VALUES = 50
MAX_CURSOR = 1_024
MAX_WITHIN = 100
PAGE_SIZE = 20
FEWEST_COMPARED, MOST_COMPARED = 2, 6

# Parameter → field of `Filters`, in the order in which addresses are written.
LISTS: dict[str, str] = {
    "jurisdiction": "jurisdictions",
    "topic": "topics",
    "stage": "stages",
    "relevance": "relevance",
    "language": "languages",
    "source": "sources",
    "outlet_country": "outlet_countries",
    "law": "laws",
}
SINGLE: tuple[str, ...] = ("q", "expand", "role", "from", "to", "collapse", "sort", "limit", "cursor", "within", "mode", "lang")
KNOWN: tuple[str, ...] = (*SINGLE, *LISTS, "drop", "facets")

_CHOICES: dict[str, tuple[str, ...]] = {
    "topic": (*TOPICS, UNKNOWN),
    "stage": (*STAGES, UNKNOWN),
    "relevance": (*RELEVANCES, UNKNOWN),
    "role": ("any", "primary", "mentioned"),
    "sort": ("score", "date", "seen"),
    "mode": ("lexical", "hybrid", "semantic"),
    "expand": ("on", "off"),
    "collapse": ("on", "off"),
}
_LONGEST = {"law": 200}
_WAYS_OUT = {
    "source": "the page of sources lists them",
    "drop": "the terms that were added stand above the results",
    "law": "the facet of laws lists them",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state of a search: what the address says and nothing else.

    Attributes:
        expand: whether what other languages call the same concept is added to the words. drop: terms that are not added.
        collapse: whether each story is shown once.
        within: what the values of the facets must contain to be listed.
        mode: by words, by meaning, or by both.
    """

    text: str = ""
    expand: bool = True
    drop: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    sort: str | None = None
    limit: int = PAGE_SIZE
    cursor: str | None = None
    facets: tuple[str, ...] = ()
    collapse: bool = False
    within: str = ""
    mode: str = "lexical"

    def query(self, **changes: object) -> Query:
        """The query to ask; without a word to score by, the newest come first."""
        sort = self.sort or ("score" if self.text else "date")
        expand = EXPANSIONS if self.expand else ()
        query = Query(text=self.text, filters=self.filters, limit=self.limit, cursor=self.cursor, facets=self.facets)
        query = replace(query, expand=expand, drop=self.drop, collapse=self.collapse, within=self.within)
        return replace(query, **{"sort": sort, **changes})  # type: ignore[arg-type]

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters that say this state, in one order, defaults left out."""
        pairs = [("q", self.text)] if self.text else []
        if self.text and not self.expand:
            pairs.append(("expand", "off"))
        elif self.text:
            pairs += [("drop", term) for term in sorted(set(self.drop))]
        for name, attribute in LISTS.items():
            values = getattr(self.filters, attribute)
            if name != "relevance" or set(values) != set(DEFAULT_RELEVANCE):
                pairs += [(name, value) for value in sorted(set(values))]
        if self.filters.role != "any":
            pairs.append(("role", self.filters.role))
        pairs += [(name, day.isoformat()) for name, day in (("from", self.filters.date_from), ("to", self.filters.date_to)) if day]
        if self.text and self.mode != "lexical":
            pairs.append(("mode", self.mode))
        if self.collapse:
            pairs.append(("collapse", "on"))
        if self.sort and self.sort != ("score" if self.text else "date"):
            pairs.append(("sort", self.sort))
        if self.limit != PAGE_SIZE:
            pairs.append(("limit", str(self.limit)))
        if self.cursor:
            pairs.append(("cursor", self.cursor))
        return pairs

    def query_string(self) -> str:
        """`pairs` as a query string with its question mark, or nothing."""
        pairs = self.pairs()
        return f"?{urlencode(pairs)}" if pairs else ""

    def first_page(self) -> "State":
        """The same search from its start."""
        return replace(self, cursor=None)

    @property
    def goes_by_words(self) -> bool:
        """Whether the search finds what has its words, and so the same whoever asks in whatever order; by meaning it finds the nearest few."""
        return self.mode == "lexical" or not self.text

    def by_words(self) -> "State":
        """The same search by words, from its start."""
        return replace(self, mode="lexical", sort=None, cursor=None)

    def stream(self) -> "State":
        """What a feed, an export or a citation is about: the search without order, page and page size.

        Raises:
            UsageError: the search goes by meaning.
        """
        if not self.goes_by_words:
            raise UsageError(f"mode={self.mode}: feeds, exports and citations go by words; leave `mode` out of the address")
        return replace(self, cursor=None, sort=None, limit=PAGE_SIZE, facets=(), within="", mode="lexical")

    def without(self, name: str, value: str | None = None) -> "State":
        """The same search, from its start, without one filter value, or without the whole filter `name`."""
        if name == "days":
            filters = replace(self.filters, date_from=None, date_to=None)
        elif name in ("from", "to"):
            filters = replace(self.filters, **{f"date_{name}": None})  # type: ignore[arg-type]
        elif name == "role":
            filters = replace(self.filters, role="any")
        elif name == "q":
            return replace(self, text="", drop=(), cursor=None)
        else:
            left = tuple(v for v in getattr(self.filters, LISTS[name]) if value is not None and v != value)
            filters = replace(self.filters, **{LISTS[name]: left or (DEFAULT_RELEVANCE if name == "relevance" else ())})  # type: ignore[arg-type]
        return replace(self, filters=filters, cursor=None)

    def active(self) -> list[tuple[str, str]]:
        """The filters that narrow the search, as (parameter, value)."""
        return [
            (name, value)
            for name, value in self.first_page().pairs()
            if name not in ("q", "expand", "drop", "collapse", "mode", "sort", "limit")
        ]


def read_pairs(query_string: str) -> list[tuple[str, str]]:
    """The parameters of a query string without empty ones (a form sends them); raises `UsageError` for too many."""
    try:
        pairs = parse_qsl(query_string, keep_blank_values=True, max_num_fields=MAX_VALUES * len(LISTS))
    except ValueError as error:
        raise UsageError(f"the address has more than {MAX_VALUES * len(LISTS)} parameters; narrow the search with fewer") from error
    return [(name, value.strip()) for name, value in pairs if value.strip()]


def only(pairs: Iterable[tuple[str, str]], known: Sequence[str]) -> None:
    """Raises `UsageError` naming every parameter that is not known."""
    foreign = sorted({name for name, _ in pairs} - set(known))
    if foreign:
        shown = ", ".join(repr(name[:40]) for name in foreign[:10])
        raise UsageError(f"unknown parameter {shown}; known here: {', '.join(known) or 'none'}")


def read_state(pairs: Sequence[tuple[str, str]]) -> State:
    """The state that an address says; raises `UsageError` naming parameter, value and what would do."""
    only(pairs, KNOWN)
    single: dict[str, str] = {}
    for name, value in pairs:
        if name in SINGLE:
            if name in single and single[name] != value:
                raise UsageError(f"parameter {name!r} is given twice, as {single[name][:40]!r} and {value[:40]!r}; give it once")
            single[name] = value
    for name, value in single.items():
        _check(name, value)
    lists = {attribute: _values(pairs, name) for name, attribute in LISTS.items()}
    filters = Filters(
        **{**lists, "relevance": lists["relevance"] or DEFAULT_RELEVANCE},
        role=single.get("role", "any"),  # type: ignore[arg-type]
        date_from=_day("from", single.get("from")),
        date_to=_day("to", single.get("to")),
    )
    if filters.date_from and filters.date_to and filters.date_from > filters.date_to:
        raise UsageError(f"from={filters.date_from} is after to={filters.date_to}; exchange the two days")
    return State(
        text=_text(single.get("q", "")),
        expand=single.get("expand", "on") == "on",
        drop=_values(pairs, "drop"),
        filters=filters,
        sort=single.get("sort"),
        limit=_limit(single.get("limit")),
        cursor=_cursor(single.get("cursor")),
        facets=_facets(pairs),
        collapse=single.get("collapse") == "on",
        within=single.get("within", "")[:MAX_WITHIN],
        mode=single.get("mode", "lexical"),
    )


def read_compared(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The jurisdictions that an address compares, each once; raises `UsageError` naming what cannot be compared and what can."""
    only(pairs, ("jurisdiction",))
    codes = tuple(dict.fromkeys(value for _, value in pairs))
    for code in codes:
        if not is_jurisdiction(code):
            raise UsageError(
                f"jurisdiction={code[:40]!r} is no jurisdiction; codes are such as KR, EU or US-CA, and the page of jurisdictions lists them"
            )
    if len(codes) > MOST_COMPARED:
        spare = ", ".join(codes[MOST_COMPARED:])
        raise UsageError(
            f"{len(codes)} jurisdictions are given, and {MOST_COMPARED} fit side by side; leave some out, such as {spare[:100]}"
        )
    if len(codes) < FEWEST_COMPARED:
        given = f"jurisdiction={codes[0]!r} is alone" if codes else "no jurisdiction is given"
        example = compared_string((*codes, *(code for code in ("KR", "FR") if code not in codes))[:2])
        raise UsageError(f"{given}; a comparison needs {FEWEST_COMPARED} to {MOST_COMPARED}, such as /compare{example}")
    return codes


def compared_string(codes: Iterable[str]) -> str:
    """The one query string of a comparison; the order of the codes is that of the columns."""
    return f"?{urlencode([('jurisdiction', code) for code in codes])}"


def comparable(codes: Iterable[str]) -> tuple[str, ...]:
    """Those of `codes` that exist, where they can be compared with each other; none where they are too few or too many."""
    known = tuple(code for code in dict.fromkeys(codes) if is_jurisdiction(code))
    return known if FEWEST_COMPARED <= len(known) <= MOST_COMPARED else ()


def _text(text: str) -> str:
    if len(text) > MAX_TEXT:
        values = {"count": f"{len(text):,}", "most": f"{MAX_TEXT:,}"}
        raise UnreadableQueryError("too_long", values, position=MAX_TEXT, repair=text[:MAX_TEXT].strip())
    for place, char in enumerate(text):
        if ord(char) < 32 or 0x7F <= ord(char) < 0xA0:
            repaired = "".join(c for c in text if ord(c) >= 32 and not 0x7F <= ord(c) < 0xA0).strip()
            values = {"code": f"U+{ord(char):04X}", "at": str(place + 1)}
            raise UnreadableQueryError("control", values, position=place, repair=repaired or None)
    return text


def _values(pairs: Iterable[tuple[str, str]], name: str) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value for found, value in pairs if found == name))
    if len(values) > MAX_VALUES:
        raise UsageError(f"parameter {name!r} is given {len(values)} times; {MAX_VALUES} is the limit")
    for value in values:
        _check(name, value)
    return values


def _check(name: str, value: str) -> None:
    """Raises `UsageError` where `value` can never be one of parameter `name`."""
    if name in _CHOICES:
        if value not in _CHOICES[name]:
            raise UsageError(f"{name}={value[:40]!r} is not one of {', '.join(_CHOICES[name])}")
    elif value == UNKNOWN:
        return
    elif name == "jurisdiction" and not JURISDICTION.fullmatch(value):
        raise UsageError(f"jurisdiction={value[:40]!r} is no code; give one such as KR, EU or US-CA, or unknown")
    elif name == "outlet_country" and not (len(value) == 2 and value.isascii() and value.isupper()):
        raise UsageError(f"outlet_country={value[:40]!r} is no code; give one such as KR, or unknown")
    elif name == "language" and not LANGUAGE_TAG.fullmatch(value):
        raise UsageError(f"language={value[:40]!r} is no language tag; give one such as ko, fr or fr-CA, or unknown")
    elif name in _WAYS_OUT and (len(value) > _LONGEST.get(name, 100) or not value.isprintable()):
        way_out = _WAYS_OUT[name]
        raise UsageError(f"{name}={value[:40]!r} is not known; {way_out}")


def _day(name: str, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise UsageError(f"{name}={value[:40]!r} is no day; write it as 2026-09-24") from error


def _limit(value: str | None) -> int:
    if value is None:
        return PAGE_SIZE
    if not (value.isascii() and value.isdigit() and len(value) <= 4 and 1 <= int(value) <= MAX_LIMIT):
        raise UsageError(f"limit={value[:40]!r} is not a number from 1 to {MAX_LIMIT}; the next page is behind 'next'")
    return int(value)


def _cursor(value: str | None) -> str | None:
    if value is not None and (len(value) > MAX_CURSOR or not value.isascii() or not value.isprintable()):
        raise UsageError("the cursor was not given out by this site; start from the first page")
    return value


def _facets(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    names = [name.strip() for found, value in pairs if found == "facets" for name in value.split(",")]
    wrong = [name for name in names if name not in FACETS]
    if wrong:
        raise UsageError(f"facets={wrong[0][:40]!r} cannot be counted; choose from {', '.join(FACETS)}")
    return tuple(dict.fromkeys(names))
