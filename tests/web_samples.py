"""Invented articles for the tests of the site, among them hostile ones."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from core.article import Annotation, Article, Evidence, Jurisdiction, Law, Penalty, Topic
from tests.web_fakes import FakeArchive, FakeIndex, FakeSource
from web.site import Site

SEOUL = timezone(timedelta(hours=9))
PARIS = timezone(timedelta(hours=2))


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
            FakeSource(
                id="harbour",
                name="Harbour Gazette",
                domain="harbour.example",
                country="US",
                language="en",
                articles=3,
                status="never",
                last_ok=None,
            ),
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
            FakeSource(
                id="mute", name="The Quiet Review", domain="quiet.example", country="GB", language="en", rights="reserved", articles=1
            ),
        ]
    )
    _add_korean(archive)
    _add_french(archive)
    _add_english(archive)
    _add_odd(archive)
    return archive


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
            title="허위영상물 소지·시청도 처벌… 개정안 국회 본회의 통과"
            if number % 2 == 0
            else "딥페이크 성범죄 대응, 경찰 전담 수사팀 확대",
            text=KOREAN,
            language="ko",
            published_at=moment,
        )
        passed = Topic(code="passed" if number % 2 == 0 else "enforcement", score=0.94, evidence=at(KOREAN, KOREAN[:40]))
        penalty = {
            "jurisdiction": "KR",
            "custody_months_max": 36,
            "fine_max": 30_000_000,
            "currency": "KRW",
            "aggravated": False,
            "status": "bill",
        }
        span = at(KOREAN, "허위영상물을 소지하거나 시청한 사람은 3년 이하의 징역 또는 3천만원 이하의 벌금에 처해진다.")
        add(
            archive,
            article,
            topics=(Topic(code="sexual", score=0.98, evidence=at(KOREAN, "허위영상물의 소지와 시청도 처벌하는 개정안")), passed),
            jurisdictions=(Jurisdiction(code="KR", role="primary", score=0.99, evidence=at(KOREAN, "국회는 본회의에서")),),
            penalties=tuple(Penalty(conduct=conduct, evidence=span, **penalty) for conduct in ("possess", "view")),
            laws=(
                Law(
                    name="성폭력범죄의 처벌 등에 관한 특례법" if number % 2 == 0 else "성폭력처벌법",
                    jurisdiction="KR",
                    id="kr/sexual-violence-punishment-act",
                    official_url="https://www.law.go.kr/법령/성폭력범죄의처벌등에관한특례법",
                ),
            ),
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
        topics=(
            Topic(code="sexual", score=0.91),
            Topic(code="passed", score=0.89, evidence=at(FRENCH, FRENCH[:110])),
            Topic(code="platforms", score=0.66),
        ),
        jurisdictions=(Jurisdiction(code="FR", role="primary", score=0.98), Jurisdiction(code="KR", role="mentioned", score=0.7)),
        penalties=(
            Penalty(
                jurisdiction="FR",
                conduct="distribute",
                custody_months_max=24,
                fine_max=60_000,
                currency="EUR",
                aggravated=False,
                status="bill",
                evidence=span,
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
    topics = (
        Topic(code="elections", score=0.8),
        Topic(code="court", score=0.93, evidence=at(ENGLISH, ENGLISH[:81])),
        Topic(code="likeness", score=0.5),
    )
    add(archive, article, topics=topics, jurisdictions=places, uncertain=True, scores={"law": 0.55, "deepfake": 0.4, "other": 0.05})


def _add_odd(archive: FakeArchive) -> None:
    hostile = Article(
        id="bad1",
        url="javascript:alert(1)",
        source="harbour",
        title='<img src=x onerror=alert(1)></script>\x0b \u202eevil \ud800 & "><svg/onload=alert(2)>',
        text="<script>alert(3)</script> " * 5,
        language="en",
        published_at=None,
    )
    add(archive, hostile, relevance="deepfake", scores={"deepfake": 0.8, "law": 0.1, "other": 0.1})
    quiet = Article(
        id="quiet",
        url="https://quiet.example/1",
        source="mute",
        title="A reserved report",
        text="Secret words. " * 40,
        language="en",
        rights="reserved",
    )
    add(archive, quiet, topics=(Topic(code="fraud", score=0.9, evidence=at(quiet.text or "", "Secret words.")),))
    german = Article(
        id="de01",
        url="https://morgenblatt.example/1",
        source="morgen",
        title="Gefälschte Videos vor der Wahl",
        text="Ein Bericht.",
        language="de",
    )
    add(archive, german, relevance=None, scores={})
    other = Article(
        id="ot01", url="https://harbour.example/sport", source="harbour", title="Harbour wins the cup", text="Sport.", language="en"
    )
    add(archive, other, relevance="other", gated=True, scores={"other": 0.99, "law": 0.0, "deepfake": 0.01})
    archive.gone.add("gone")


def make_site(archive: FakeArchive | None = None, **changes: Any) -> Site:
    """A site over the fakes."""
    archive = archive or make_archive()
    rows = [
        {"measure": "relevance", "all": 0.9, "ko": 0.88, "fr": 0.91, "en": 0.92},
        {"measure": "topics", "all": 0.7, "ko": 0.68, "fr": None, "en": 0.72},
    ]
    card = {"date": "2026-11-21", "command": "python -m tests.quality", "rows": rows}
    settings = {
        "index": FakeIndex(archive),
        "archive": archive,
        "base_url": "https://fauxlex.example",
        "model_card": card,
        "contact": "desk@fauxlex.example",
    }
    return Site(**{**settings, **changes})
