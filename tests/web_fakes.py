"""An index and an archive in memory for the tests of the site."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from core.article import Annotation, Article, Evidence, Jurisdiction, Law, Penalty, Topic
from core.errors import QueryError
from index.base import UNKNOWN, FacetCount, Filters, Hit, Page, Query, Snippet
from web.site import Site

SEOUL = timezone(timedelta(hours=9))
PARIS = timezone(timedelta(hours=2))
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
    rights: str | None = "open"


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
    gone: set[str] = field(default_factory=set)
    source_list: list[FakeSource] = field(default_factory=list)
    read: datetime | None = READ

    def article(self, article_id: str) -> Article | None:
        return self.articles.get(article_id)

    def annotation(self, article_id: str) -> Annotation | None:
        return self.annotations.get(article_id)

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
    """Searches an archive by substring; counts a facet without its own filter, so that more values can be chosen."""

    archive: FakeArchive
    asked: list[Query] = field(default_factory=list)
    failure: Exception | None = None
    generation: str = "fake"

    def search(self, query: Query) -> Page:
        self.asked.append(query)
        if self.failure:
            raise self.failure
        if query.text.count('"') % 2:
            raise QueryError("the quotation mark is never closed", position=query.text.rindex('"'), repair=query.text + '"')
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

    def scan(self, query: Query) -> Iterator[Hit]:
        yield from self.search(replace(query, limit=100_000)).hits

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

    def _fits(self, hit: Hit, filters: Filters, free: str = "") -> bool:
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
            if values and name != free and not set(values) & set(_values(hit, name, filters.role)):
                return False
        day = datetime.fromisoformat(hit.published_at).date() if hit.published_at else None
        early = filters.date_from and (day is None or day < filters.date_from)
        late = filters.date_to and (day is None or day > filters.date_to)
        return not (early or late)

    def _count(self, query: Query, name: str) -> tuple[FacetCount, ...]:
        hits = [hit for hit in self._all(query) if self._fits(hit, query.filters, free=name)]
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


def at(text: str, passage: str) -> tuple[Evidence, ...]:
    """The evidence that `passage` is of `text`."""
    start = text.index(passage)
    return (Evidence(field="text", start=start, end=start + len(passage)),)


KOREAN = (
    "국회는 본회의에서 허위영상물의 소지와 시청도 처벌하는 개정안을 의결했다. 개정안에 따르면 허위영상물을 소지하거나 시청한 사람은 3년 이하의 징역 또는 3천만원 이하의 벌금에 처해진다. "
    "여성가족위원회는 피해자 지원 예산도 함께 논의했다. 시민단체는 법이 늦었다고 지적하면서도 환영의 뜻을 밝혔다. 정부는 공포 절차를 서두르겠다고 했다. "
    "수사기관은 시행에 맞춰 전담 인력을 늘릴 계획이다. 학교에서는 예방 교육이 확대된다. 지방자치단체도 상담 창구를 새로 열기로 했다. 법 시행은 공포 즉시 이루어진다."
)
FRENCH = (
    "Les députés ont adopté en séance publique un texte qui punit la diffusion d’hypertrucages à caractère sexuel. La peine prévue est de deux ans d’emprisonnement et de 60 000 euros d’amende. "
    "Le gouvernement promet un décret d’application avant l’été. Plusieurs associations demandent des moyens pour les victimes. Le Sénat doit encore se prononcer, sans doute au printemps. "
    "Les plateformes devront retirer les contenus signalés dans les vingt-quatre heures, sous peine de sanctions. Les débats ont duré tard dans la nuit."
)
ENGLISH = (
    "A state court heard the first case under the digital replica statute on Tuesday. Prosecutors said the recording imitated a candidate days before the vote. "
    "The defence argued that the law is too broad. Lawmakers in Sacramento are watching the case closely. The judge is expected to rule next month. "
    "Election officials issued guidance to local broadcasters. The platform removed the recording after two days. Experts say detection remains difficult."
)


def make_archive() -> FakeArchive:
    """A few articles of every kind, among them hostile ones."""
    archive = FakeArchive(
        source_list=[
            FakeSource(id="hanbit", name="한빛일보", domain="hanbit.example", articles=12),
            FakeSource(id="courrier", name="Le Courrier du Fleuve", domain="courrier.example", country="FR", language="fr", articles=7),
            FakeSource(id="harbour", name="Harbour Gazette", domain="harbour.example", country="US", language="en", articles=3, status="never", last_ok=None),
            FakeSource(
                id="morgen",
                name="Morgenblatt am See",
                domain="morgenblatt.example",
                country="DE",
                language="de",
                status="failing",
                failures=4,
                last_error="HTTP 503 from https://morgenblatt.example/feed.xml; three tries",
                last_ok=datetime(2026, 11, 16, 4, 2, tzinfo=UTC),
            ),
            FakeSource(id="mute", name="The Quiet Review", domain="quiet.example", country="GB", language="en", rights="reserved", articles=1),
        ]
    )
    _add_korean(archive)
    _add_french(archive)
    _add_english(archive)
    _add_odd(archive)
    return archive


def make_site(archive: FakeArchive | None = None, **changes: Any) -> Site:
    """A site over the fakes."""
    archive = archive or make_archive()
    rows = [
        {"measure": "relevance", "all": 0.9, "ko": 0.88, "fr": 0.91, "en": 0.92},
        {"measure": "topics", "all": 0.7, "ko": 0.68, "fr": None, "en": 0.72},
    ]
    card = {"date": "2026-11-21", "command": "python -m tests.quality", "rows": rows}
    settings = {"index": FakeIndex(archive), "archive": archive, "base_url": "https://fauxlex.example", "model_card": card, "contact": "desk@fauxlex.example"}
    return Site(**{**settings, **changes})


def add(archive: FakeArchive, article: Article, **labels: Any) -> None:
    """Puts an article with its labels into the archive."""
    archive.articles[article.id] = article
    labels = {"relevance": "law", "scores": {"law": 0.97, "deepfake": 0.02, "other": 0.01}, "model": "fauxlex-1", **labels}
    archive.annotations[article.id] = Annotation(article_id=article.id, revision=1, language=article.language, **labels)


def _add_korean(archive: FakeArchive) -> None:
    for number in range(24):
        moment = datetime(2026, 11 - number % 5, 18 - number % 9, 9 + number % 8, 5, tzinfo=SEOUL)
        article = Article(
            id=f"ko{number:02}",
            url=f"https://hanbit.example/news/{number}",
            source="hanbit",
            outlet_country="KR",
            title="허위영상물 소지·시청도 처벌… 개정안 국회 본회의 통과" if number % 2 == 0 else "딥페이크 성범죄 대응, 경찰 전담 수사팀 확대",
            text=KOREAN,
            language="ko",
            published_at=moment,
        )
        passed = Topic(code="passed" if number % 2 == 0 else "enforcement", score=0.94, evidence=at(KOREAN, KOREAN[:40]))
        penalty = dict(jurisdiction="KR", custody_months_max=36, fine_max=30_000_000, currency="KRW", aggravated=False, status="bill")
        span = at(KOREAN, "허위영상물을 소지하거나 시청한 사람은 3년 이하의 징역 또는 3천만원 이하의 벌금에 처해진다.")
        add(
            archive,
            article,
            topics=(Topic(code="sexual", score=0.98, evidence=at(KOREAN, "허위영상물의 소지와 시청도 처벌하는 개정안")), passed),
            jurisdictions=(Jurisdiction(code="KR", role="primary", score=0.99, evidence=at(KOREAN, "국회는 본회의에서")),),
            penalties=tuple(Penalty(conduct=conduct, evidence=span, **penalty) for conduct in ("possess", "view")),
            laws=(Law(name="성폭력범죄의 처벌 등에 관한 특례법", jurisdiction="KR", evidence=()),),
        )


def _add_french(archive: FakeArchive) -> None:
    article = Article(
        id="fr01",
        url="https://courrier.example/politique/hypertrucages",
        source="courrier",
        outlet_country="FR",
        title="Hypertrucages : l’Assemblée vote des peines, la Corée du Sud citée en exemple",
        text=FRENCH,
        language="fr",
        published_at=datetime(2026, 10, 2, 18, 40, tzinfo=PARIS),
    )
    span = at(FRENCH, "La peine prévue est de deux ans d’emprisonnement et de 60 000 euros d’amende.")
    add(
        archive,
        article,
        topics=(Topic(code="sexual", score=0.91), Topic(code="passed", score=0.89, evidence=at(FRENCH, FRENCH[:110])), Topic(code="platforms", score=0.66)),
        jurisdictions=(Jurisdiction(code="FR", role="primary", score=0.98), Jurisdiction(code="KR", role="mentioned", score=0.7)),
        penalties=(
            Penalty(
                jurisdiction="FR", conduct="distribute", custody_months_max=24, fine_max=60_000, currency="EUR", aggravated=False, status="bill", evidence=span
            ),
        ),
    )


def _add_english(archive: FakeArchive) -> None:
    article = Article(
        id="en01",
        url="https://harbour.example/court",
        source="harbour",
        outlet_country="US",
        title="Court hears first case under digital replica statute",
        text=ENGLISH,
        language="en",
        published_at=datetime(2026, 9, 8, 8, 0, tzinfo=timezone(timedelta(hours=-7))),
    )
    places = (Jurisdiction(code="US-CA", role="primary", score=0.9), Jurisdiction(code="US", role="primary", score=0.9))
    topics = (Topic(code="elections", score=0.8), Topic(code="court", score=0.93, evidence=at(ENGLISH, ENGLISH[:81])), Topic(code="likeness", score=0.5))
    add(archive, article, topics=topics, jurisdictions=places, uncertain=True, scores={"law": 0.55, "deepfake": 0.4, "other": 0.05})


def _add_odd(archive: FakeArchive) -> None:
    hostile = Article(
        id="bad1",
        url="javascript:alert(1)",
        source="harbour",
        title="<img src=x onerror=alert(1)></script>\x0b \u202eevil \ud800 & \"><svg/onload=alert(2)>",
        text="<script>alert(3)</script> " * 5,
        language="en",
        published_at=None,
    )
    add(archive, hostile, relevance="deepfake", scores={"deepfake": 0.8, "law": 0.1, "other": 0.1})
    quiet = Article(id="quiet", url="https://quiet.example/1", source="mute", title="A reserved report", text="Secret words. " * 40, language="en", rights="reserved")
    add(archive, quiet, topics=(Topic(code="fraud", score=0.9, evidence=at(quiet.text or "", "Secret words.")),))
    german = Article(id="de01", url="https://morgenblatt.example/1", source="morgen", title="Gefälschte Videos vor der Wahl", text="Ein Bericht.", language="de")
    add(archive, german, relevance=None, scores={})
    other = Article(id="ot01", url="https://harbour.example/sport", source="harbour", title="Harbour wins the cup", text="Sport.", language="en")
    add(archive, other, relevance="other", gated=True, scores={"other": 0.99, "law": 0.0, "deepfake": 0.01})
    archive.gone.add("gone")
