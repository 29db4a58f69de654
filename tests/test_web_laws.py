"""What laws are called: on the pages of jurisdictions and articles, in JSON and in the facet, whatever language an article cites them in."""

from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from core.article import Article, Evidence, Jurisdiction, Law, Penalty
from index.embedded import open_embedded
from tests.test_web_embedded import documents
from tests.web_fakes import FakeArchive
from tests.web_samples import add, make_site
from web.app import create_app
from web.i18n import interface
from web.laws import law_name
from web.text import EXCERPT

TAKE_DOWN, SEXUAL, OWN = "us/take-it-down-act", "kr/sexual-violence-punishment-act", "Statute of Tarn"
TIERS = (
    "Selon le texte que les députés ont adopté mardi soir au terme d’un long débat, diffuser un hypertrucage à caractère sexuel sans l’accord de la personne représentée est "
    "puni de deux ans d’emprisonnement et de 60 000 euros d’amende, et l’on passe à trois ans et 75 000 euros lorsque la diffusion a lieu en ligne."
)


@pytest.mark.parametrize(
    ("law_id", "en", "fr", "ko"),
    [
        (TAKE_DOWN, "Take It Down Act", "Take It Down Act (loi Take It Down)", "Take It Down Act (테이크 잇 다운법)"),
        (
            SEXUAL,
            "성폭력처벌법 (Act on Special Cases Concerning the Punishment of Sexual Crimes)",
            "성폭력처벌법 (loi spéciale sur la répression des crimes sexuels)",
            "성폭력처벌법",
        ),
        ("kr/network-act/44-7", "정보통신망법 제44조의7", "정보통신망법 제44조의7", "정보통신망법 제44조의7"),
        ("kr/criminal-act", "형법 (South Korea)", "형법 (Corée du Sud)", "형법 (대한민국)"),
        ("eu/ai-act/50", "AI Act, art. 50", "Acte sur l'IA, art. 50", "AI Act, art. 50 (EU AI법 제50조)"),
        ("ca/criminal-code/162.1", "Criminal Code, s. 162.1 (Canada)", "Code criminel, art. 162.1", "Criminal Code, s. 162.1 (캐나다)"),
        ("cn/deep-synthesis-provisions", "Deep Synthesis Provisions", "Deep Synthesis Provisions", "심층합성관리규정"),
        ("xx/not-in-the-table", "as written", "as written", "as written"),
    ],
)
def test_a_law_has_one_name_in_each_language_of_the_site(law_id: str, en: str, fr: str, ko: str) -> None:
    """Its own name, then the reader's where the table has one, and its place where other laws are called so."""
    assert tuple(law_name(interface(lang), law_id, "as written").text for lang in ("en", "fr", "ko")) == (en, fr, ko)


def test_a_law_without_an_id_keeps_its_written_name() -> None:
    """On one line, in the language of its text."""
    name = law_name(interface("en"), None, "법\n 하나", "ko")
    assert (name.text, name.language) == ("법 하나", "ko")


def _archive() -> FakeArchive:
    """Articles in three languages that cite the same laws, and one that states two tiers of a penalty."""
    archive = FakeArchive()
    cited: tuple[tuple[str, str, str, tuple[Law, ...]], ...] = (
        ("k1", "ko", "US", (Law(name="테이크 잇 다운법", jurisdiction="US", id=TAKE_DOWN),)),
        ("f1", "fr", "US", (Law(name="loi Take It Down", jurisdiction="US", id=TAKE_DOWN), Law(name=OWN, jurisdiction="US"))),
        (
            "e1",
            "en",
            "US",
            (Law(name="TAKE IT DOWN", jurisdiction="US", id=TAKE_DOWN), Law(name="S. 146", jurisdiction="US", id=TAKE_DOWN)),
        ),
        ("e2", "en", "KR", (Law(name="Sexual Violence Punishment Act", jurisdiction="KR", id=SEXUAL),)),
        ("k2", "ko", "KR", (Law(name="성폭력처벌법 제14조의2", jurisdiction="KR", id=f"{SEXUAL}/14-2"),)),
    )
    for number, (article_id, language, code, laws) in enumerate(cited):
        _add(archive, article_id, language, code, day=20 - number, laws=laws)
    span = (Evidence(field="text", start=0, end=len(TIERS)),)
    tiers: dict[str, Any] = {
        "jurisdiction": "FR",
        "conduct": "distribute",
        "currency": "EUR",
        "aggravated": False,
        "status": "law",
        "evidence": span,
    }
    penalties = tuple(Penalty(custody_months_max=months, fine_max=fine, **tiers) for months, fine in ((24, 60_000), (36, 75_000)))
    _add(archive, "f2", "fr", "FR", day=10, penalties=penalties, text=f"{TIERS} {'Le débat continue au Sénat. ' * 60}")
    return archive


def _add(
    archive: FakeArchive, article_id: str, language: str, code: str, *, day: int, text: str = "Deepfake. " * 30, **labels: Any
) -> None:
    article = Article(
        id=article_id,
        url=f"https://harbour.example/{article_id}",
        title=f"Title {article_id}",
        text=text,
        language=language,
        published_at=datetime(2026, 10, day, tzinfo=UTC),
    )
    mentioned = () if code == "FR" else (Jurisdiction(code="FR", role="mentioned", score=0.9),)
    add(archive, article, jurisdictions=(Jurisdiction(code=code, role="primary", score=0.9), *mentioned), **labels)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The site over the embedded index."""
    archive = _archive()
    index = open_embedded(Path(tmp_path_factory.mktemp("laws")) / "index")
    assert index.upsert(list(documents(archive))) == []
    index.commit()
    yield TestClient(create_app(make_site(archive, index=index)), follow_redirects=False)
    index.close()


def test_the_page_of_a_jurisdiction_calls_a_law_by_its_name(client: TestClient) -> None:
    """Not by what the newest article calls it; in JSON the name as first written stays beside it."""
    laws = client.get("/jurisdictions/US.json?lang=en").json()["laws"]
    assert [(law["name"], law["display_name"], law["id"], len(law["articles"])) for law in laws] == [
        ("테이크 잇 다운법", "Take It Down Act", TAKE_DOWN, 3),
        (OWN, OWN, None, 1),
    ]
    page = client.get("/en/jurisdictions/US").text
    assert ">Take It Down Act</span>" in page and "테이크" not in page
    assert (
        '<span lang="en" dir="auto">Take It Down Act</span> <span dir="auto">(테이크 잇 다운법)</span>'
        in client.get("/ko/jurisdictions/US").text
    )


def test_the_page_of_an_article_names_a_law_once(client: TestClient) -> None:
    """However often and however differently the article cites it; JSON keeps each naming."""
    page = client.get("/en/articles/e1").text
    assert page.count(">Take It Down Act</span>") == 1 and "S. 146" not in page
    laws = client.get("/articles/e1.json?lang=en").json()["annotation"]["laws"]
    assert [(law["name"], law["display_name"]) for law in laws] == [("TAKE IT DOWN", "Take It Down Act"), ("S. 146", "Take It Down Act")]


def test_the_facet_has_one_box_a_law(client: TestClient) -> None:
    """Counted over all languages, an act with its articles; labelled by its name."""
    facet = client.get("/search.json?facets=law").json()["facets"]["law"]
    assert {item["value"]: item["count"] for item in facet} == {TAKE_DOWN: 3, SEXUAL: 2, f"{SEXUAL}/14-2": 1, OWN: 1, "unknown": 1}
    page = unescape(client.get("/fr/search").text)
    assert (
        f'value="{SEXUAL}"> <span dir="auto">성폭력처벌법 (loi spéciale sur la répression des crimes sexuels)</span> <span class="count">2<'
        in page
    )


@pytest.mark.parametrize("asked", [TAKE_DOWN, "take it down act", "loi Take It Down", "테이크 잇 다운법"])
def test_a_law_is_asked_for_by_id_or_any_name(client: TestClient, asked: str) -> None:
    """All articles are found, and the box of the law is ticked."""
    assert {hit["id"] for hit in client.get("/search.json", params={"law": asked}).json()["hits"]} == {"k1", "f1", "e1"}
    page = client.get("/en/search", params={"law": asked}).text
    assert f'name="law" value="{TAKE_DOWN}" checked>' in page and page.count('name="law" value=') == 5


def test_a_law_that_nobody_names_stays_ticked(client: TestClient) -> None:
    """So that it can be taken away."""
    assert 'name="law" value="Lex Nemo" checked>' in client.get("/en/search?law=Lex+Nemo").text


def test_tiers_of_a_penalty_show_what_sets_them_apart(client: TestClient) -> None:
    """Each with the part of the sentence that has its amount, never longer than an excerpt may be."""
    low, high = client.get("/jurisdictions/FR.json").json()["penalties"]
    assert "60 000 euros" in low["excerpt"] and "75 000 euros lorsque la diffusion a lieu en ligne." in high["excerpt"]
    assert all(len(item["excerpt"]) <= EXCERPT for item in (low, high)) and high["excerpt"].startswith("…")
    page = unescape(client.get("/en/jurisdictions/FR").text)
    assert low["excerpt"] in page and high["excerpt"] in page
    assert [item["excerpt"] for item in client.get("/articles/f2.json").json()["annotation"]["penalties"]] == [
        low["excerpt"],
        high["excerpt"],
    ]


def test_articles_that_mention_a_jurisdiction_are_linked(client: TestClient) -> None:
    """The link finds as many as it says."""
    page = unescape(client.get("/en/jurisdictions/FR").text)
    assert '<a href="/en/search?jurisdiction=FR&role=mentioned">5 more mention them</a>' in page
    assert client.get("/search.json?jurisdiction=FR&role=mentioned").json()["total"] == 5
