"""Search by meaning with the model that is shipped: what is asked in one language finds what is told in another."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.article import Annotation, Article
from core.settings import load
from fauxlex.meaning import embedder
from index.base import Filters, IndexDocument, Query
from index.embedded import EmbeddedIndex, open_embedded
from language.analysis import analyze
from nlp.annotate import Annotator, Text

# Invented reports: for each subject what three outlets tell, and what readers ask in prose.
REPORTS = {
    "sexual": {
        "en": "Lawmakers voted to punish anyone who makes sexual deepfakes of a woman without her consent with up to five years in prison.",
        "fr": "Les députés ont adopté une loi qui punit de cinq ans de prison la création d’hypertrucages sexuels d’une femme sans son consentement.",
        "ko": "국회는 동의 없이 여성의 성적 딥페이크 영상을 만든 사람을 5년 이하 징역에 처하는 법안을 통과시켰다.",
    },
    "elections": {
        "en": "The electoral commission banned deepfake videos of candidates in campaign advertising for ninety days before the vote.",
        "fr": "La commission électorale interdit les vidéos hypertruquées des candidats dans la publicité de campagne pendant les quatre-vingt-dix jours avant le scrutin.",
        "ko": "선거관리위원회는 선거일 전 90일 동안 후보자의 딥페이크 영상을 이용한 선거운동 광고를 금지했다.",
    },
    "fraud": {
        "en": "Police arrested a gang that cloned the voice of a company’s director with artificial intelligence and had its bank transfer money.",
        "fr": "La police a arrêté une bande qui avait cloné par intelligence artificielle la voix d’un directeur et fait virer de l’argent par la banque de l’entreprise.",
        "ko": "경찰은 인공지능 딥페이크로 회사 대표의 목소리를 복제해 은행에서 돈을 이체하게 한 일당을 체포했다.",
    },
}
ASKED = {
    "sexual": {"en": "prison for fake nude pictures of women", "fr": "prison pour de fausses images nues de femmes", "ko": "여성의 가짜 나체 사진을 만들면 징역"},
    "elections": {"en": "fake videos of politicians before an election", "fr": "fausses vidéos de politiciens avant une élection", "ko": "선거를 앞둔 정치인의 가짜 영상"},
    "fraud": {"en": "scam with the imitated voice of a boss", "fr": "arnaque avec la voix imitée d’un patron", "ko": "사장 목소리를 흉내 낸 사기"},
}  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedIndex]:
    """The reports as the tagger reads them."""
    texts = [
        Text(id=f"{subject}-{code}", title="", text=text, language=code) for subject, told in REPORTS.items() for code, text in told.items()
    ]
    opened = open_embedded(tmp_path_factory.mktemp("meaning") / "index")
    made = Annotator().annotate(texts)
    assert [one for one in made if not isinstance(one, Annotation) or one.embedding is None] == []
    opened.upsert([_document(text, one) for text, one in zip(texts, made, strict=True) if isinstance(one, Annotation)])
    opened.commit()
    yield opened
    opened.close()


def _document(text: Text, annotation: Annotation) -> IndexDocument:
    article = Article(id=text.id, url=f"https://outlet.example/{text.id}", title=text.title, text=text.text, language=text.language)
    analysis = analyze(text.title, text.text, text.language or "")
    return IndexDocument(
        article=article, annotation=annotation, analysis=analysis, sequence=1, first_seen=datetime(2026, 11, 1, tzinfo=UTC)
    )


def test_a_question_finds_what_another_language_tells(index: EmbeddedIndex, tmp_path: Path) -> None:
    """The first hit in each of the other languages is the report on that subject, although no word is shared, in 15 of 18 cases at least; chance
    gives 6. (How often it is so among 150 articles: `python -m tests.quality.search_recall`.)"""
    embed = embedder(load({"home": str(tmp_path)}, {}).settings)
    found = 0
    for subject, questions in ASKED.items():
        for asked, text in questions.items():
            for other in sorted({"en", "fr", "ko"} - {asked}):
                query = Query(text=text, mode="semantic", filters=Filters(languages=(other,)), vector=embed(text))
                found += index.search(query).hits[0].id == f"{subject}-{other}"
    assert found >= 15
