"""Pages of jurisdictions, sources and the method."""

import re

import pytest
from starlette.testclient import TestClient

from tests.web_samples import make_site
from web.app import create_app


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app(make_site()))


def test_the_list_counts_primary_and_mentioned_apart(client: TestClient) -> None:
    """Korea is the subject of 24 articles and mentioned by one more."""
    rows = {row["code"]: row for row in client.get("/jurisdictions.json").json()["jurisdictions"]}
    assert (rows["KR"]["primary"], rows["KR"]["any"]) == (24, 25)
    assert "unknown" not in rows


def test_a_jurisdiction_has_its_counts(client: TestClient) -> None:
    """By stage, topic and month."""
    row = client.get("/jurisdictions/KR.json").json()
    assert (row["total"], row["stage"]["passed"], row["topic"]["sexual"], row["month"]["2026-11"]) == (24, 12, 24, 5)


def test_a_penalty_is_told_once_with_its_source(client: TestClient) -> None:
    """24 articles state the same two penalties: two rows, each with the articles and a short excerpt of the newest."""
    penalties = client.get("/jurisdictions/KR.json").json()["penalties"]
    assert [(p["conduct"], p["custody_months_max"], p["fine_max"]) for p in penalties] == [("possess", 36, 3e7), ("view", 36, 3e7)]
    assert all(p["article"] == p["articles"][0] and len(p["articles"]) == 24 for p in penalties)
    assert all(p["excerpt"].endswith("3천만원 이하의 벌금에 처해진다.") for p in penalties)


def test_laws_are_counted_over_articles(client: TestClient) -> None:
    """One law, cited by all of them under two names, with its id and the address of its official text."""
    laws = client.get("/jurisdictions/KR.json").json()["laws"]
    address = "https://www.law.go.kr/법령/성폭력범죄의처벌등에관한특례법"
    assert [(law["id"], law["official_url"], len(law["articles"])) for law in laws] == [("kr/sexual-violence-punishment-act", address, 24)]
    assert f'href="{address}"' in client.get("/en/jurisdictions/KR").text


def test_a_month_leads_to_its_articles(client: TestClient) -> None:
    """The link names the first and the last day."""
    text = client.get("/en/jurisdictions/KR").text
    assert 'href="/en/search?jurisdiction=KR&amp;role=primary&amp;from=2026-11-01&amp;to=2026-11-30"' in text


def test_no_data_is_not_no_law(client: TestClient) -> None:
    """A place without articles has a page that says what its emptiness means."""
    assert "it does not mean that there is no law" in client.get("/en/jurisdictions/CH").text


@pytest.mark.parametrize("code", ["XX", "kr", "US-ZZ", "<b>", "KR%0A", "K" * 500])
def test_a_place_that_does_not_exist_has_no_page(client: TestClient, code: str) -> None:
    """404, and the code comes back as text only."""
    answer = client.get(f"/en/jurisdictions/{code}")
    assert answer.status_code == 404
    assert "<b>" not in answer.text


def test_sources_show_health_the_failing_first(client: TestClient) -> None:
    """The failing one leads, with its reason and how often it failed."""
    text = client.get("/en/sources").text
    names = re.findall(r'href="/en/search\?source=(\w+)"', text)
    assert names[0] == "morgen" and len(names) == 5
    assert "HTTP 503" in text and "4 times in a row" in text and "texts reserved" in text


def test_sources_as_data_have_every_field(client: TestClient) -> None:
    """Health, rights and counts for programs."""
    data = client.get("/sources.json").json()
    morgen = next(row for row in data["sources"] if row["id"] == "morgen")
    assert (morgen["status"], morgen["failures"], morgen["last_ok"]) == ("failing", 4, "2026-11-16T04:02:00+00:00")
    assert data["last_read"] == "2026-11-20T06:30:00+00:00"


def test_the_method_page_shows_the_figures_handed_in(client: TestClient) -> None:
    """With date and command; a figure that was not measured is a dash."""
    text = client.get("/fr/method").text
    assert "21 novembre 2026" in text and "python -m tests.quality" in text and "0,68" in text and "–</td>" in text


def test_the_method_page_names_the_contact_for_removals(client: TestClient) -> None:
    """An address becomes a mail link."""
    assert 'href="mailto:desk@fauxlex.example"' in client.get("/en/method").text


@pytest.mark.parametrize("contact", [None, "javascript:alert(1)", "x@y.example?bcc=z", "the front desk"])
def test_a_contact_that_is_no_address_is_no_link(contact: str | None) -> None:
    """Without a contact the page says so."""
    text = TestClient(create_app(make_site(contact=contact))).get("/en/method").text
    assert "mailto:" not in text and 'href="javascript' not in text
    assert ("has not named a contact" in text) is (contact is None)


def test_a_method_page_without_figures_says_so() -> None:
    """No figure is shown that was not handed in."""
    assert "No figures were handed" in TestClient(create_app(make_site(model_card={}))).get("/en/method").text
