"""A story's page over the real embedded index: one text, its reprints, and who reported in their own words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from starlette.testclient import TestClient

from core.article import Annotation, Article, Jurisdiction
from index.base import IndexDocument
from index.embedded import open_embedded
from language.analysis import analyze
from tests.web_fakes import FakeArchive, FakeSource
from tests.web_samples import make_site
from web.app import create_app

START = datetime(2026, 5, 4, 8, tzinfo=UTC)
TEXT = "(서울=연합뉴스) 국회가 합성물 표시 의무를 담은 개정안을 처리했다. 여야는 시행 시기를 두고 의견을 나눴다."


def _embedding(angle: float) -> bytes:
    """A unit vector at an angle (radians) to the first axis."""
    vector = np.zeros(384)
    vector[0], vector[1] = np.cos(angle), np.sin(angle)
    return vector.astype("<f2").tobytes()


def _told(name: str, story: str, hours: int, *, place: str = "KR", angle: float = 0.0) -> tuple[Article, Annotation]:
    article = Article(
        id=name, url=f"https://{name}.example/1", title=f"개정안 처리 {name}", text=TEXT if story == "first" else "다른 기자가 쓴 글이다.",
        source=name, language="ko", published_at=START + timedelta(hours=hours), revision=1,
    )  # fmt: skip
    said = Annotation(
        article_id=name, revision=1, language="ko", relevance="law", story=story, embedding=_embedding(angle), model="1",
        jurisdictions=(Jurisdiction(code=place, role="primary", score=0.9),),
    )  # fmt: skip
    return article, said


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Three prints of one text; reports near in meaning; others that are far away in meaning, time or place."""
    archive = FakeArchive(source_list=[FakeSource(id=name, name=name, domain=None) for name in ("first", "second")])
    made = [
        _told("second", "first", 1), _told("first", "first", 0), _told("third", "first", 5),
        _told("own", "own", 7, angle=0.1), _told("own-copy", "own", 9, angle=0.12), _told("region", "region", 20, place="KR-11", angle=0.05),
        _told("far", "far", 3, angle=1.2), _told("late", "late", 24 * 30), _told("abroad", "abroad", 2, place="FR"),
    ]  # fmt: skip
    index = open_embedded(tmp_path_factory.mktemp("story") / "index")
    for number, (article, said) in enumerate(made):
        archive.articles[article.id], archive.annotations[article.id] = article, said
        analysis = analyze(article.title or "", article.text or "", "ko")
        index.upsert([IndexDocument(article=article, annotation=said, analysis=analysis, sequence=number + 1, first_seen=START)])
    index.commit()
    yield TestClient(create_app(replace(make_site(index=index), archive=archive)), follow_redirects=False)
    index.close()


def test_prints_and_reports_are_told_apart(client: TestClient) -> None:
    """The first print first, its copies after it; one report of each other story that is near in meaning, time and place."""
    row = client.get("/stories/first.json").json()
    assert (row["agency"], row["prints"], row["reprints"], row["independent_reports"]) == ("연합뉴스", 3, 2, 2)
    assert [hit["id"] for hit in row["articles"]] == ["first", "second", "third"]
    assert {hit["story"] for hit in row["reports"]} == {"own", "region"}


def test_an_article_of_the_story_leads_to_it(client: TestClient) -> None:
    """By the id of any of its articles, and by the link on their pages."""
    assert client.get("/stories/third.json").json()["id"] == "first"
    assert "/en/stories/first" in client.get("/en/articles/third").text
    assert client.get("/stories/nobody.json").status_code == 404


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "One agency text (연합뉴스), 2 reprints, 2 independent reports"),
        ("fr", "Un texte d’agence (연합뉴스), 2 reprises, 2 articles indépendants"),
        ("ko", "통신사 기사 한 건(연합뉴스), 전재 2건, 독자 보도 2건"),
    ],
)
def test_the_page_says_so_in_words(client: TestClient, lang: str, said: str) -> None:
    """In each language of the interface."""
    assert said in client.get(f"/{lang}/stories/first").text
