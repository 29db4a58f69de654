"""The search side's contract: what goes into an index, what is asked of it, what comes out. Both backends keep it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol

from core.article import Annotation, Article
from language.field_terms import Analysis

UNKNOWN = "unknown"
"""The facet and filter value that stands for a field nobody knows."""

FACETS: tuple[str, ...] = (
    "jurisdiction", "jurisdiction_role", "country", "topic", "stage", "relevance", "language", "source", "site", "outlet_country", "month", "week",
    "law",
)  # fmt: skip
"""What can be counted. `jurisdiction` counts codes in the role that the query's filter asks for (any by default), `jurisdiction_role` each code with
its role (`KR primary`), `country` codes with states rolled up into their country, `week` ISO 8601 weeks (`2026-W39`)."""

CONCEPT_LANGUAGES: tuple[str, ...] = ("en", "fr", "ko")
"""The languages whose terms can be added to a query (see index/concepts.py)."""

LABEL = "label"
"""Stands among them for labels that say what a word names: `France` brings articles on the law of France that do not name it."""

EXPANSIONS: tuple[str, ...] = (*CONCEPT_LANGUAGES, LABEL)
"""All that can be added to a query."""

DEFAULT_RELEVANCE: tuple[str, ...] = ("law", "deepfake")
MAX_LIMIT = 200

FEW = 5
"""A search by words that finds fewer is told that the other modes find more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexDocument:
    """An article as an index takes it.

    Attributes:
        sequence: the archive's number of the change: an older one never replaces a newer one.
        first_seen: when the article was first tagged (UTC); re-tagging never moves it, so feeds ordered by it stay silent then.
    """

    article: Article
    annotation: Annotation
    analysis: Analysis
    sequence: int
    first_seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """A removal: the index keeps it, so that a late batch with a lower sequence cannot bring the article back."""

    article_id: str
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A document that the engine refused, with its reason; the rest of its batch went in."""

    article_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What narrows a search: OR within a field, AND across fields, `unknown` a value like another. Empty = no filter.

    A country takes its subdivisions in. `date_from` and `date_to` are days where the outlet is, both inclusive.
    """

    jurisdictions: tuple[str, ...] = ()
    role: Literal["primary", "mentioned", "any"] = "any"
    topics: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    relevance: tuple[str, ...] = DEFAULT_RELEVANCE
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    outlet_countries: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A search.

    Attributes:
        text: what the user typed; empty asks for everything that the filters let through.
        sort: by score, by day and time of publication, or by when the article was first seen (`seen`, for feeds); newest first.
        cursor: the `Page.next` of the page before.
        expand: languages (of EXPANSIONS) whose terms of the same concepts are added to the words; none reads them as typed.
        drop: terms that are not added.
        within: what the values of facets must contain to be listed, in any case.
        collapse: one hit a story, the first in the order asked for; `Page.total` counts stories then.
        mode: by words, by meaning, or by both (see index/fusion.py).
        vector: the embedding of the text for the latter two, as an annotation keeps it: little-endian float16, L2 norm 1.
        match: `most` lets an article lack some of the words that stand by themselves (see index/loosening.py); hybrid searches ask so.
        excerpts: how many extracts a hit has at most; a second one only where it shows more of what was asked for.
    """

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Literal["score", "date", "seen"] = "score"
    limit: int = 20
    cursor: str | None = None
    facets: tuple[str, ...] = ()
    expand: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    within: str = ""
    collapse: bool = False
    mode: Literal["lexical", "semantic", "hybrid"] = "lexical"
    vector: bytes | None = None
    match: Literal["all", "most"] = "all"
    excerpts: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A term that was added to a query: for which words as typed, of which concept, in which language (or LABEL: `primary:KR`)."""

    typed: str
    concept: str
    language: str
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gains:
    """Articles found without any added term, and how many more the terms of each language find by themselves."""

    without: int
    by_language: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A short extract (≤ 160 characters) with the stretches to mark: offsets in code points of `text`, end exclusive."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article found. `topics` and `jurisdictions` as (code, score) and (code, role).

    `copies`: how many articles of the result tell its story, where the query collapses stories; else None.
    `more`: further extracts, where the query asks for several.
    `corrected`: the fields of its annotation that are a person's.
    """

    id: str
    url: str
    title: str | None
    source: str | None
    published_at: str | None
    language: str | None
    relevance: str | None
    topics: tuple[tuple[str, float], ...]
    jurisdictions: tuple[tuple[str, str], ...]
    story: str | None
    score: float
    snippet: Snippet
    outlet_country: str | None = None
    first_seen: str | None = None
    copies: int | None = None
    more: tuple[Snippet, ...] = ()
    corrected: tuple[str, ...] = ()

    @property
    def excerpts(self) -> tuple[str, ...]:
        """Its extracts as text, none that is empty."""
        return tuple(snippet.text for snippet in (self.snippet, *self.more) if snippet.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """The last article of an export that was cut off, by what its record says."""

    id: str
    published_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    """How many articles of the result have `value`."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a result.

    Attributes:
        read_as: how the query was read, with what was added to it; reads the same again.
        next: the cursor of the following page, or None.
        additions: terms that were added to the words, none where `Query.expand` is empty or no word is of a known concept.
        not_added: words of a concept whose terms were not added, because the query would have become too large.
        gains: what the additions bring, where the caller has asked (see index/gains.py).
    """

    query: str
    read_as: str
    total: int
    total_is_exact: bool
    took_ms: float
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    next: str | None
    additions: tuple[Addition, ...] = ()
    not_added: tuple[str, ...] = ()
    gains: Gains | None = None

    def to_json(self) -> dict[str, Any]:
        """The shape that the command line and the HTTP API print; `expansion` only where there is one."""
        shown: dict[str, Any] = {
            "query": self.query,
            "read_as": self.read_as,
            "total": self.total,
            "total_is_exact": self.total_is_exact,
            "took_ms": round(self.took_ms, 2),
            "hits": [hit_json(hit) for hit in self.hits],
            "facets": {name: [{"value": c.value, "count": c.count} for c in counts] for name, counts in self.facets.items()},
            "next": self.next,
        }
        if self.additions or self.not_added:
            shown["expansion"] = self._expansion_json()
        return shown

    def _expansion_json(self) -> dict[str, Any]:
        return {
            "added": [asdict(addition) for addition in self.additions],
            "not_added": list(self.not_added),
            "without": self.gains.without if self.gains else None,
            "adds": dict(self.gains.by_language) if self.gains else None,
        }


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit in the words of the JSON contract."""
    shown: dict[str, Any] = {
        "id": hit.id,
        "url": hit.url,
        "title": hit.title,
        "source": hit.source,
        "published_at": hit.published_at,
        "language": hit.language,
        "relevance": hit.relevance,
        "topics": [{"code": code, "score": round(score, 4)} for code, score in hit.topics],
        "jurisdictions": [{"code": code, "role": role} for code, role in hit.jurisdictions],
        "story": hit.story,
        "score": round(hit.score, 6),
        "snippet": hit.snippet.text,
    }
    if hit.copies is not None:
        shown["copies"] = hit.copies
    if hit.corrected:
        shown["corrected"] = list(hit.corrected)
    return shown


class Index(Protocol):
    """A search index: a projection of the archive that may be deleted and rebuilt at any time.

    Opening is each backend's own (`open_embedded(folder)`, `open_elastic(url, …)`); both raise `IndexMismatchError` for a foreign or
    older index and `IndexUnavailableError` when they cannot answer.
    """

    @property
    def generation(self) -> str:
        """The id stored inside the index when it was created; the indexer's watermark belongs to it."""
        ...

    def upsert(self, documents: Sequence[IndexDocument]) -> list[Rejected]:
        """Adds or replaces documents; idempotent; older sequences never win. Visible after `commit`."""
        ...

    def remove(self, tombstones: Sequence[Tombstone]) -> None:
        """Removes articles for good (until a higher sequence). Visible after `commit`."""
        ...

    def commit(self) -> None:
        """Makes everything since the last commit durable and visible to every reader."""
        ...

    def search(self, query: Query) -> Page:
        """Answers a query; raises `QueryError` when it cannot be read."""
        ...

    def nearest(self, query: Query, most: int) -> list[Hit]:
        """The articles whose embeddings are the most like the query's vector, under its filters, the likest first with their cosine."""
        ...

    def stories(self, query: Query) -> int:
        """How many different stories the articles of a query tell; one without a story is its own."""
        ...

    def scan(self, query: Query, after: After | None = None) -> Iterator[Hit]:
        """Every hit of a query in date order (newest first), for exports, in constant memory; those after one where it is named."""
        ...

    def count(self) -> int:
        """How many live documents the index holds, all relevances included."""
        ...

    def close(self) -> None:
        """Frees files and connections."""
        ...


class Rebuild(Protocol):
    """A new index that is filled while the one in use goes on serving."""

    @property
    def index(self) -> Index:
        """The new index; it stays the same one when it has taken the other's place."""
        ...

    def publish(self) -> None:
        """Puts the new index in the place of the old one, in one step for every reader."""
        ...

    def abandon(self) -> None:
        """Deletes the new index; the old one goes on serving."""
        ...
