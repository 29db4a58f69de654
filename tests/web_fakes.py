"""An index and an archive in memory for the tests of the site."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from core.article import Annotation, Article
from core.correction import Correction, corrected
from core.errors import QueryError
from index.base import UNKNOWN, After, FacetCount, Filters, Hit, Page, Query, Snippet
from index.query import parse

READ = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeSource:
    """A source with its health."""

    id: str
    name: str | None
    domain: str | None
    country: str | None = "KR"
    language: str | None = "ko"
    feeds: tuple[str, ...] = ()
    articles: int = 0
    last_ok: datetime | None = READ
    last_error: str | None = None
    last_error_at: datetime | None = None
    failures: int = 0
    status: str = "ok"
    partly: bool = False
    rights: str | None = "open"

    @property
    def failing_since(self) -> datetime | None:
        return self.last_ok if self.status == "failing" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeFetch:
    """A fetch of a page."""

    url: str
    status: int | None = 200
    fetched_at: datetime | None = READ
    warc_file: str | None = "fauxlex-00001.warc.gz"
    record_id: str | None = "<urn:uuid:5b1f6f0e-0000-4000-8000-000000000001>"
    digest: str | None = "sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"


@dataclass(slots=True)
class FakeArchive:
    """An archive in dictionaries."""

    articles: dict[str, Article] = field(default_factory=dict)
    annotations: dict[str, Annotation] = field(default_factory=dict)
    people: dict[str, list[Correction]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    source_list: list[FakeSource] = field(default_factory=list)
    read: datetime | None = READ

    def article(self, article_id: str) -> Article | None:
        return self.articles.get(article_id)

    def annotation(self, article_id: str) -> Annotation | None:
        found = self.annotations.get(article_id)
        return corrected(found, self.corrections(article_id)) if found else None

    def corrections(self, article_id: str) -> list[Correction]:
        return self.people.get(article_id, [])

    def first_seen(self, article_id: str) -> datetime | None:
        return READ if article_id in self.articles else None

    def removed(self, article_id: str) -> bool:
        return article_id in self.gone

    def revisions(self, article_id: str) -> list[Article]:
        found = self.articles.get(article_id)
        return [found] if found else []

    def fetch_of(self, article_id: str) -> FakeFetch | None:
        found = self.articles.get(article_id)
        return FakeFetch(url=found.url) if found else None

    def sources(self) -> list[FakeSource]:
        return self.source_list

    def last_read(self) -> datetime | None:
        return self.read

    def counts(self) -> dict[str, int]:
        kinds = Counter(annotation.relevance or "untagged" for annotation in self.annotations.values())
        return {"articles": len(self.articles), **kinds, "sources": len(self.source_list)}


@dataclass(slots=True)
class FakeIndex:
    """Searches an archive by substring; counts facets over what it found, as the real ones do."""

    archive: FakeArchive
    asked: list[Query] = field(default_factory=list)
    failure: Exception | None = None
    generation: str = "fake"

    def search(self, query: Query) -> Page:
        self.asked.append(query)
        if self.failure:
            raise self.failure
        if query.mode != "semantic":
            parse(query.text)
        if query.cursor and not query.cursor.isdigit():
            raise QueryError("the cursor is not one of this index; start from the first page")
        found = [hit for hit in self._all(query) if self._fits(hit, query.filters)]
        start = int(query.cursor or 0)
        end = start + query.limit
        return Page(
            query=query.text,
            read_as=f"articles with {query.text}" if query.text else "",
            total=len(found),
            total_is_exact=True,
            took_ms=0.1,
            hits=tuple(found[start:end]),
            facets={name: self._count(query, name) for name in query.facets},
            next=str(end) if end < len(found) else None,
        )

    def scan(self, query: Query, after: After | None = None) -> Iterator[Hit]:
        yield from self.search(replace(query, limit=100_000)).hits

    def stories(self, query: Query) -> int:
        return len({hit.story or hit.id for hit in self.scan(query)})

    def count(self) -> int:
        return len(self.archive.articles)

    def upsert(self, documents: Sequence[Any]) -> list[Any]:
        return []

    def remove(self, tombstones: Sequence[Any]) -> None: ...

    def commit(self) -> None: ...

    def close(self) -> None: ...

    def _all(self, query: Query) -> list[Hit]:
        word = query.text.strip('"').casefold()
        chosen = [a for a in self.archive.articles.values() if word in f"{a.title} {a.text}".casefold() and a.id not in self.archive.gone]
        chosen.sort(key=lambda a: a.published_at or READ, reverse=True)
        return [self._hit(article, word) for article in chosen]

    def _hit(self, article: Article, word: str) -> Hit:
        annotation = self.archive.annotations[article.id]
        text = (article.text or "")[:150]
        at = text.casefold().find(word) if word else -1
        return Hit(
            id=article.id,
            url=article.url,
            title=article.title,
            source=article.source,
            published_at=article.published_at.isoformat() if article.published_at else None,
            language=article.language,
            relevance=annotation.relevance,
            topics=tuple((topic.code, topic.score) for topic in annotation.topics),
            jurisdictions=tuple((j.code, j.role) for j in annotation.jurisdictions),
            story=None,
            score=1.0,
            snippet=Snippet(text=text, marks=((at, at + len(word)),) if at >= 0 else ()),
            outlet_country=article.outlet_country,
            first_seen=READ.isoformat(),
        )

    def _fits(self, hit: Hit, filters: Filters) -> bool:
        asked = {
            "jurisdiction": filters.jurisdictions,
            "topic": filters.topics,
            "stage": filters.stages,
            "relevance": filters.relevance,
            "language": filters.languages,
            "source": filters.sources,
            "outlet_country": filters.outlet_countries,
        }
        for name, values in asked.items():
            if values and not set(values) & set(_values(hit, name, filters.role)):
                return False
        day = datetime.fromisoformat(hit.published_at).date() if hit.published_at else None
        early = filters.date_from and (day is None or day < filters.date_from)
        late = filters.date_to and (day is None or day > filters.date_to)
        return not (early or late)

    def _count(self, query: Query, name: str) -> tuple[FacetCount, ...]:
        hits = [hit for hit in self._all(query) if self._fits(hit, query.filters)]
        counts = Counter(value for hit in hits for value in set(_values(hit, name, query.filters.role)))
        return tuple(FacetCount(value=value, count=count) for value, count in counts.most_common())


def _values(hit: Hit, name: str, role: str) -> list[str]:
    if name == "jurisdiction":
        return [code for code, found in hit.jurisdictions if role in ("any", found)] or [UNKNOWN]
    if name in ("topic", "stage"):
        return [code for code, _ in hit.topics] or [UNKNOWN]
    if name == "month":
        return [hit.published_at[:7] if hit.published_at else UNKNOWN]
    return [getattr(hit, name, None) or UNKNOWN]
