"""The one data type: an article, and what is said of it.

`None` means unknown; `()` and `""` mean known to be empty. All datetimes are aware; `published_at` and `updated_at` keep the outlet's
own offset, because users filter by days as the outlet counts them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Relevance = Literal["law", "deepfake", "other"]
Role = Literal["primary", "mentioned"]

RELEVANCES: tuple[str, ...] = ("law", "deepfake", "other")
SUBJECT_TOPICS: tuple[str, ...] = ("sexual", "minors", "elections", "fraud", "likeness", "labelling", "platforms")
ACTION_TOPICS: tuple[str, ...] = ("call", "bill", "passed", "in_force", "enforcement", "court", "support")
TOPICS: tuple[str, ...] = SUBJECT_TOPICS + ACTION_TOPICS
STAGES: tuple[str, ...] = ("call", "bill", "passed", "in_force", "enforcement", "court")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One page at one canonical URL, as extraction read it.

    Attributes:
        id: minted when the URL is first seen; never changes.
        url: canonical address. fetched_url: the address that was requested, where it differs in anything.
        source: id of the outlet in the list of sources, or None for an import without one.
        language: BCP 47 tag of the text (`ko`, `fr`, `fr-CA`, `en`, `de` ...).
        outlet_country: ISO 3166-1 alpha-2 of the outlet's home.
        published_at, updated_at: aware, with the outlet's offset. fetched_at: aware, UTC.
        kind: `article`, or what else the page is (`consent`, `login`, `error`, `listing`, `live`, `gallery`, `other`).
        is_partial: the outlet shows only a part of the text (subscription).
        rights: `open`, or `reserved` where the outlet refuses our use of its text (or the fetching of the page): title and link only.
        rights_reason: which wish of the outlet that is (`forbidden by robots.txt` …), or None.
        revision: 1 for the first text seen at the URL, one more for each edited page.
    """

    id: str
    url: str
    fetched_url: str | None = None
    source: str | None = None
    publisher: str | None = None
    outlet_country: str | None = None
    title: str | None = None
    text: str | None = None
    summary: str | None = None
    authors: tuple[str, ...] | None = None
    language: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    fetched_at: datetime | None = None
    kind: str = "article"
    is_partial: bool = False
    rights: str = "open"
    rights_reason: str | None = None
    revision: int = 1

    @property
    def published_day(self) -> date | None:
        """The day of publication where the outlet is."""
        return self.published_at.date() if self.published_at else None

    def to_json(self) -> dict[str, Any]:
        """All fields as JSON values; datetimes as ISO 8601 with their offset."""
        row = asdict(self)
        for name in ("published_at", "updated_at", "fetched_at"):
            row[name] = row[name].isoformat() if row[name] else None
        row["authors"] = list(self.authors) if self.authors is not None else None
        return row

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Article":
        """The article that `to_json` wrote."""
        known = dict(row)
        for name in ("published_at", "updated_at", "fetched_at"):
            known[name] = datetime.fromisoformat(known[name]) if known.get(name) else None
        if known.get("authors") is not None:
            known["authors"] = tuple(known["authors"])
        return cls(**known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A stretch of an article's title or text that shows a label: offsets in code points, end exclusive."""

    field: Literal["title", "text"]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic of the codebook (`TOPICS`) with its score in [0, 1]."""

    code: str
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """Whose law: ISO 3166-1 alpha-2, `EU`, or ISO 3166-2, as `primary` or `mentioned`, with a score in [0, 1]."""

    code: str
    role: Role
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """One maximum (or fixed) punishment for one conduct. `fine_max` in whole units of `currency` (ISO 4217)."""

    jurisdiction: str | None
    conduct: str
    custody_months_max: float | None
    fine_max: float | None
    currency: str | None
    aggravated: bool
    status: str | None = None
    life: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """An act, article or bill, named as the text names it."""

    name: str
    jurisdiction: str | None
    id: str | None = None
    official_url: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """What the tagger says of one revision of one article.

    Attributes:
        relevance: None where the language is not one that is tagged.
        uncertain: the tagger abstains from standing by its relevance.
        gated: the cheap gate stopped the text; no transformer read it.
        scores: relevance scores by class, summing to 1; empty where relevance is None.
        story: id of the cluster of articles on one event, or None.
        embedding: 384 values, L2 norm 1, as little-endian float16 bytes; None for `other` and untagged texts.
        model: version of the model and rules.
        corrected: the fields of which a person has said otherwise; what stands in them is theirs, with score 1 (see core/correction.py).
    """

    article_id: str
    revision: int
    language: str | None
    relevance: Relevance | None
    uncertain: bool = False
    gated: bool = False
    scores: Mapping[str, float] = field(default_factory=dict)
    topics: tuple[Topic, ...] = ()
    jurisdictions: tuple[Jurisdiction, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    laws: tuple[Law, ...] = ()
    story: str | None = None
    embedding: bytes | None = None
    model: str = ""
    corrected: tuple[str, ...] = ()

    @property
    def stages(self) -> tuple[str, ...]:
        """The action topics but `support`, in the codebook's order."""
        codes = {topic.code for topic in self.topics}
        return tuple(stage for stage in STAGES if stage in codes)

    def codes(self, role: str) -> tuple[str, ...]:
        """Jurisdiction codes with `role` (`primary`, `mentioned`, or `any`), in order of score."""
        return tuple(j.code for j in self.jurisdictions if role in ("any", j.role))

    def to_json(self) -> dict[str, Any]:
        """All fields but the embedding as JSON values; `corrected` only where a person has said otherwise."""
        row = asdict(self)
        row["scores"] = dict(self.scores)
        del row["embedding"]
        if not self.corrected:
            del row["corrected"]
        return row

    @classmethod
    def from_json(cls, row: Mapping[str, Any], embedding: bytes | None = None) -> "Annotation":
        """The annotation that `to_json` wrote, with its embedding if there is one."""
        lists = {name: labels_from_json(name, row[name]) for name in KINDS}
        return cls(**{**row, **lists, "corrected": tuple(row.get("corrected", ()))}, embedding=embedding)


KINDS: Mapping[str, type[Any]] = {"topics": Topic, "jurisdictions": Jurisdiction, "penalties": Penalty, "laws": Law}
"""What the lists of an annotation hold."""


def labels_from_json(name: str, items: Iterable[Mapping[str, Any]]) -> tuple[Any, ...]:
    """The labels of one of these lists, which `Annotation.to_json` wrote."""
    return tuple(KINDS[name](**{**item, "evidence": tuple(Evidence(**span) for span in item["evidence"])}) for item in items)
