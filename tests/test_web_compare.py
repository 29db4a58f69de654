"""Jurisdictions side by side: page, JSON, table, and what cannot be compared."""

import csv
import io
import re

import pytest
from starlette.testclient import TestClient

from core.article import Article, Jurisdiction, Penalty
from tests.web_samples import add, at, make_archive, make_site
from web.app import create_app
from web.i18n import interface

TWO = "?jurisdiction=KR&jurisdiction=FR"
TIERS = "En France, la diffusion d’un hypertrucage sexuel est punie de dix-huit mois d’emprisonnement, trois ans en ligne, et de 75 000 euros d’amende."


@pytest.fixture(scope="module")
def client() -> TestClient:
    """The samples, and an older French article that states two tiers of a law in force."""
    archive = make_archive()
    article = Article(
        id="fr02",
        url="https://courrier.example/droit",
        source="courrier",
        title="Ce que dit la loi",
        text=f"{TIERS} {TIERS * 3}",
        language="fr",
    )
    span = at(TIERS, TIERS)
    tiers = tuple(
        Penalty(
            jurisdiction="FR",
            conduct="distribute",
            custody_months_max=months,
            fine_max=75_000,
            currency="EUR",
            aggravated=aggravated,
            status="law",
            evidence=span,
        )
        for months, aggravated in ((36, True), (18, False))
    )
    add(archive, article, jurisdictions=(Jurisdiction(code="FR", role="primary", score=0.9),), penalties=tiers)
    return TestClient(create_app(make_site(archive)), follow_redirects=False)


def rows_of(client: TestClient, query: str) -> list[dict[str, str]]:
    """The rows of the table."""
    return list(csv.DictReader(io.StringIO(client.get(f"/compare.csv{query}").content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "It does not say that there is no law"),
        ("fr", "Cela ne dit pas qu’il n’existe ni loi"),
        ("ko", "법률, 법안, 형벌이 없다는 뜻이 아닙니다"),
    ],
)
def test_the_page_says_that_no_report_is_not_no_law(client: TestClient, lang: str, said: str) -> None:
    """In each language, beside cells that say that nothing is reported."""
    text = client.get(f"/{lang}/compare{TWO}").text
    assert said in text
    assert text.count(f'<span class="none">{interface(lang).gettext("nothing reported")}</span>') > 10


def test_columns_stand_in_the_order_of_the_address(client: TestClient) -> None:
    """Headers have their scope, and cells the name of their column for narrow screens."""
    text = client.get("/en/compare?jurisdiction=FR&jurisdiction=KR").text
    head = re.findall(r'<th role="columnheader" scope="col">(?:<span class="unseen">)?([^<]*)', text)
    assert head[:3] == ["Articles", "France", "South Korea"]
    assert text.count('data-label="France"') == text.count('data-label="South Korea"') == text.count('scope="row"')


def test_stages_have_count_latest_day_and_search(client: TestClient) -> None:
    """Twelve Korean articles on a passed text, the newest of 18 November."""
    text = client.get(f"/en/compare{TWO}").text
    assert 'href="/en/search?jurisdiction=KR&amp;stage=passed&amp;role=primary">12 articles</a>' in text
    assert "latest: November 18, 2026" in text or "latest: 18 November 2026" in text


def test_a_cell_has_each_penalty_with_status_tier_and_articles(client: TestClient) -> None:
    """Law before bill, base before aggravated; terms in years and months; an excerpt; all 24 Korean articles are linked."""
    text = client.get(f"/en/compare{TWO}").text
    said = [text.index(term) for term in ("18 months (1 year 6 months)", "3 years (36 months)", "2 years (24 months)")]
    first = re.search(r"18 months \(1 year.*?€75,000.*?>law<.*?>base<.*?dix-huit mois.*?/articles/fr02", text, re.S)
    assert first and said[0] < said[2]
    assert ">aggravated<" in text and ">bill<" in text
    possess = text[text.index(">Possess</th>") : text.index(">View</th>")]
    assert len(set(re.findall(r'href="/en/articles/(ko\d\d)"', possess))) == 24


def test_json_gives_what_each_jurisdiction_gives_and_latest_days(client: TestClient) -> None:
    """The same facts as at the jurisdiction's own address."""
    rows = client.get(f"/compare.json{TWO}").json()["jurisdictions"]
    assert [row["code"] for row in rows] == ["KR", "FR"]
    assert rows[0].pop("stage_latest")["passed"].startswith("2026-11-18")
    assert rows[0] == client.get("/jurisdictions/KR.json").json()
    assert rows[1]["stage_latest"]["court"] is None


def test_the_table_has_a_row_for_each_fact(client: TestClient) -> None:
    """Counts, terms in months and years, money with its currency, and 0 where nothing is reported."""
    rows = rows_of(client, TWO)
    passed = next(row for row in rows if (row["jurisdiction"], row["section"], row["value"]) == ("KR", "stage", "passed"))
    assert (passed["count"], passed["latest"][:10]) == ("12", "2026-11-18")
    stated = [row for row in rows if (row["jurisdiction"], row["value"]) == ("FR", "distribute")]
    kept = ("custody_months_max", "custody_years_max", "fine_max", "currency", "aggravated", "status", "articles")
    assert [tuple(row[name] for name in kept) for row in stated] == [
        ("18", "1.5", "75000", "EUR", "false", "law", "fr02"),
        ("36", "3", "75000", "EUR", "true", "law", "fr02"),
        ("24", "2", "60000", "EUR", "false", "bill", "fr01"),
    ]
    assert [row["count"] for row in rows if row["value"] == "fail_to_label"] == ["0", "0"]
    law = next(row for row in rows if row["section"] == "law")
    assert law["latest"] == passed["latest"]
    assert (law["law_id"], law["count"], law["articles"].count(";")) == ("kr/sexual-violence-punishment-act", "24", 23)


def test_the_table_opens_in_spreadsheets_of_all_three(client: TestClient) -> None:
    """A byte order mark, semicolons where asked for, a file name that says what is in it."""
    answer = client.get(f"/compare.csv{TWO}&separator=semicolon")
    assert answer.content.startswith(b"\xef\xbb\xbfjurisdiction;section;value;count;")
    assert answer.headers["content-disposition"] == 'attachment; filename="fauxlex-KR-FR.csv"'


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?jurisdiction=KR&jurisdiction=XX", "jurisdiction='XX' is no jurisdiction; codes are such as KR"),
        ("?jurisdiction=KR&jurisdiction=%3Cb%3E", "jurisdiction='<b>' is no jurisdiction"),
        ("?jurisdiction=KR", "jurisdiction='KR' is alone; a comparison needs 2 to 6, such as /compare?jurisdiction=KR&jurisdiction=FR"),
        ("?jurisdiction=JP&jurisdiction=JP", "such as /compare?jurisdiction=JP&jurisdiction=KR"),
        ("", "no jurisdiction is given; a comparison needs 2 to 6, such as /compare?jurisdiction=KR&jurisdiction=FR"),
        ("?" + "&".join(f"jurisdiction={c}" for c in ("KR", "FR", "GB", "US", "EU", "JP", "DE", "IT")), "leave some out, such as DE, IT"),
        (f"{TWO}&stage=passed", "unknown parameter 'stage'; known here: jurisdiction"),
    ],
)
def test_what_cannot_be_compared_is_named_with_a_way_out(client: TestClient, query: str, said: str) -> None:
    """400 for people and programs alike."""
    problem = client.get(f"/compare.json{query}")
    assert (problem.status_code, client.get(f"/compare.csv{query}").status_code) == (400, 400)
    assert said in problem.json()["detail"]
    page = client.get(f"/fr/compare{query}")
    assert page.status_code == 400 and "<b>" not in page.text


def test_a_code_given_twice_leads_to_the_one_address(client: TestClient) -> None:
    """As the search does with addresses that say the same."""
    answer = client.get("/ko/compare?jurisdiction=KR&jurisdiction=FR&jurisdiction=KR")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ko/compare{TWO}")


def test_a_jurisdiction_leads_to_its_comparison_without_script(client: TestClient) -> None:
    """A form whose hidden field is the page's own code; the choice does not offer it again. A place without articles has it too."""
    for code in ("KR", "CH"):
        text = client.get(f"/en/jurisdictions/{code}").text
        form = re.search(r'<form class="beside" action="/en/compare" method="get">.*?</form>', text, re.S)
        assert form and f'<input type="hidden" name="jurisdiction" value="{code}">' in form[0]
        assert '<option value="FR">France (' in form[0] and f'<option value="{code}">' not in form[0]


def test_two_places_chosen_in_a_search_can_be_compared(client: TestClient) -> None:
    """One cannot, and `unknown` is none."""
    assert 'href="/en/compare?jurisdiction=FR&amp;jurisdiction=KR"' in client.get("/en/search?jurisdiction=FR&jurisdiction=KR").text
    assert "/en/compare" not in client.get("/en/search?jurisdiction=KR&jurisdiction=unknown").text


def test_three_can_be_narrowed_and_six_cannot_grow(client: TestClient) -> None:
    """Each but the last two can be left out; the choice of a further one ends at six."""
    three = client.get(f"/en/compare{TWO}&jurisdiction=CH").text
    assert 'href="/en/compare?jurisdiction=KR&amp;jurisdiction=CH"' in three
    six = client.get(f"/en/compare{TWO}&jurisdiction=CH&jurisdiction=GB&jurisdiction=US&jurisdiction=EU").text
    assert "<select" not in six and "<select" in three


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (6, "6 months|6 mois|6개월"),
        (12, "1 year (12 months)|1 an (12 mois)|1년 (12개월)"),
        (18, "18 months (1 year 6 months)|18 mois (1 an 6 mois)|18개월 (1년 6개월)"),
        (36, "3 years (36 months)|3 ans (36 mois)|3년 (36개월)"),
        (13, "13 months (1 year 1 month)|13 mois (1 an 1 mois)|13개월 (1년 1개월)"),
    ],
)
def test_terms_are_said_in_years_and_months(months: float, said: str) -> None:
    """So that a law in months can be read beside one in years."""
    assert "|".join(interface(lang).custody_at_length(months) for lang in ("en", "fr", "ko")) == said
