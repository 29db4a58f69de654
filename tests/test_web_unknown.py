"""Values of filters that no article has."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.web_samples import make_site
from web.app import create_app


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app(make_site()))


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("jurisdiction=ZZ", {"parameter": "jurisdiction", "value": "ZZ", "nearest": None}),
        ("language=xx", {"parameter": "language", "value": "xx", "nearest": None}),
        ("outlet_country=ZZ", {"parameter": "outlet_country", "value": "ZZ", "nearest": None}),
        ("source=courier&source=hanbit", {"parameter": "source", "value": "courier", "nearest": "courrier"}),
        ("source=Harbor+Gazette", {"parameter": "source", "value": "Harbor Gazette", "nearest": "harbour"}),
        ("source=0123456789", {"parameter": "source", "value": "0123456789", "nearest": None}),
    ],
)
def test_json_notes_a_value_that_no_article_has(client: TestClient, query: str, note: dict[str, str | None]) -> None:
    """With the outlet of the likest name; the search is answered all the same."""
    answer = client.get(f"/search.json?{query}")
    assert answer.status_code == 200
    assert answer.json()["notes"] == [note | {"note": "no article has this value"}]


@pytest.mark.parametrize("query", ["", "jurisdiction=KR", "source=hanbit&language=fr", "topic=minors"])
def test_values_that_articles_have_are_not_noted(client: TestClient, query: str) -> None:
    """Though together they may find nothing."""
    assert "notes" not in client.get(f"/search.json?{query}").json()


def test_a_value_of_articles_that_are_left_out_by_default_is_known(client: TestClient) -> None:
    """Those about other things count too."""
    assert client.get("/search.json?language=de").json().keys().isdisjoint({"notes"})


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "No article has the value “courier” for “Outlet”."),
        ("fr", "Aucun article n’a la valeur « courier » pour « Média »."),
        ("ko", "‘언론사’ 값이 ‘courier’인 기사가 없습니다."),
    ],
)
def test_the_page_says_it_with_the_way_out(client: TestClient, lang: str, said: str) -> None:
    """A link to the same search with the nearest outlet, the other conditions kept."""
    notice = re.search(r'<p class="notice">(.*?)</p>', client.get(f"/{lang}/search?q=e&source=courier").text, re.DOTALL)
    assert notice and said in unescape(notice[1]).replace("\xa0", " ")
    assert f'href="/{lang}/search?q=e&amp;source=courrier"' in notice[1] and "Le Courrier du Fleuve" in notice[1]


def test_what_is_asked_for_cannot_break_the_notice(client: TestClient) -> None:
    """It is shown as text."""
    assert "&lt;b&gt;" in client.get("/en/search?source=%3Cb%3E").text
