"""The search page and its JSON."""

import re
from dataclasses import replace
from html import unescape

import pytest
from starlette.testclient import TestClient

from core.article import Jurisdiction
from index.base import Query
from tests.web_samples import make_archive, make_site
from web.app import create_app
from web.site import Site

SITE = make_site()


def client_of(site: Site) -> TestClient:
    return TestClient(create_app(site), follow_redirects=False)


@pytest.fixture(scope="module")
def client() -> TestClient:
    return client_of(SITE)


def test_json_is_exactly_the_contract(client: TestClient) -> None:
    """The API prints what `search --json` prints."""
    given = client.get("/search.json?q=Hypertrucages&facets=topic,language&limit=5").json()
    page = SITE.index.search(Query(text="Hypertrucages", facets=("topic", "language"), limit=5, sort="score"))
    assert given == page.to_json()


def test_an_address_with_empty_fields_is_led_to_the_one_address_of_its_state(client: TestClient) -> None:
    """What a form sends along needlessly is taken out once, on our own path."""
    answer = client.get("/fr/search?q=a+b&from=&to=&role=any&relevance=law&relevance=deepfake&sort=score")
    assert (answer.status_code, answer.headers["location"]) == (303, "/fr/search?q=a+b")
    assert client.get(answer.headers["location"]).status_code == 200


def test_titles_and_extracts_say_their_language(client: TestClient) -> None:
    """In an English page a Korean title is marked as Korean; an English one needs no mark."""
    text = client.get("/en/search").text
    assert '<a href="/en/articles/ko00" lang="ko" dir="auto">' in text
    assert '<a href="/en/articles/en01" dir="auto">' in client.get("/en/search?q=replica").text


def test_hostile_titles_are_text(client: TestClient) -> None:
    """Markup in a title is shown, not run; its javascript: address is no link."""
    text = client.get("/en/search?q=alert").text
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert "<img" not in text and "<svg/onload" not in text
    assert 'href="javascript' not in text


def test_a_hostile_query_is_text(client: TestClient) -> None:
    """What is typed comes back escaped, in the field and in the title."""
    text = client.get("/en/search", params={"q": '"><script>alert(1)</script>"'}).text
    assert "<script>alert" not in text


def test_facets_show_what_is_chosen_and_what_else_there_is(client: TestClient) -> None:
    """A chosen value is ticked, and the others of its facet keep their counts, so that they can be added."""
    text = client.get("/en/search?language=fr").text
    assert re.search(r'name="language" value="fr" checked> <span dir="auto">French</span> <span class="count">1<', text)
    assert re.search(r'name="language" value="ko"> <span dir="auto">Korean</span> <span class="count">24<', text)


def test_articles_that_are_not_about_deepfakes_are_counted(client: TestClient) -> None:
    """The denominator stands in the facet, unticked."""
    assert re.search(
        r'name="relevance" value="other"> <span dir="auto">Not about deepfakes</span> <span class="count">1<', client.get("/en/search").text
    )


def test_a_chosen_value_without_hits_is_still_shown(client: TestClient) -> None:
    """It can be unticked where it was ticked."""
    assert 'name="source" value="nobody" checked' in client.get("/en/search?source=nobody").text


def test_a_query_that_cannot_be_read_is_pointed_at(client: TestClient) -> None:
    """The page marks the character, names its place, and offers the repair as a link."""
    answer = client.get("/fr/search?q=abc+%22def&topic=fraud")
    assert answer.status_code == 400
    assert "<mark>&#34;</mark>" in answer.text
    assert "au caractère 5" in answer.text
    assert 'href="/fr/search?q=abc+%22def%22&amp;topic=fraud"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_a_query_that_is_too_long_gets_the_page_with_a_shorter_one(client: TestClient) -> None:
    """Limits of this site are told in the same way as those of the index."""
    answer = client.get("/en/search?q=" + "a" * 501)
    assert answer.status_code == 400
    assert f'href="/en/search?q={"a" * 500}"' in answer.text


def test_a_search_without_hits_says_what_to_leave_out(client: TestClient) -> None:
    """Each condition that would help is a link with its count, and the health of the sources is told."""
    text = client.get("/en/search?topic=platforms&language=ko").text
    assert "0 articles" in text
    assert re.search(r'href="/en/search\?topic=platforms">Without “Language”: 1 article<', text)
    assert re.search(r'href="/en/search\?language=ko">Without “Topic”: 24 articles<', text)
    assert "1 of 5 sources is failing" in text


def test_a_search_that_only_other_articles_match_says_so(client: TestClient) -> None:
    """Articles out of search by default are offered, not hidden."""
    assert "relevance=deepfake&amp;relevance=law&amp;relevance=other" in client.get("/en/search?q=cup").text


def test_pages_follow_each_other_to_the_end(client: TestClient) -> None:
    """The next page is a link; all pages together hold every article once."""
    found: list[str] = []
    address: str | None = "/en/search?limit=10"
    while address:
        text = client.get(address).text
        found += re.findall(r'<h3><a href="/en/articles/(\w+)"', text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        address = following[1].replace("&amp;", "&") if following else None
    assert len(found) == len(set(found)) == SITE.index.search(Query(limit=200)).total


@pytest.mark.parametrize("path", ["/en/search?cursor=forged", "/en/search?cursor=999999999999999999999"])
def test_a_forged_cursor_is_an_error_or_an_empty_page(client: TestClient, path: str) -> None:
    """Never a scan, never a crash."""
    answer = client.get(path)
    assert answer.status_code in (200, 400)
    assert "<h3>" not in answer.text


def test_a_filter_in_force_can_be_taken_away(client: TestClient) -> None:
    """Each is a link to the search without it."""
    text = client.get("/en/search?q=a&topic=sexual&topic=fraud").text
    assert 'href="/en/search?q=a&amp;topic=fraud"' in text and 'href="/en/search?q=a&amp;topic=sexual"' in text


def test_the_page_leads_to_the_same_search_for_programs(client: TestClient) -> None:
    """Feed, JSON and files carry the same conditions."""
    text = client.get("/ko/search?q=a&topic=fraud&sort=date").text
    assert 'href="/ko/search.atom?q=a&amp;topic=fraud"' in text
    assert 'href="/search.json?q=a&amp;topic=fraud&amp;sort=date"' in text
    assert 'href="/search.csv?q=a&amp;topic=fraud"' in text


def test_sources_that_reserve_their_texts_give_title_and_link_only() -> None:
    """Neither page nor JSON shows an extract or labels of them."""
    client = client_of(make_site(make_archive()))
    hit = client.get("/search.json?q=reserved").json()["hits"][0]
    assert (hit["title"], hit["snippet"], hit["topics"]) == ("A reserved report", "", [])
    assert "Secret" not in client.get("/en/search?q=reserved").text


def test_a_site_without_articles_says_so() -> None:
    """An empty archive is no error anywhere."""
    archive = make_archive()
    archive.articles.clear()
    archive.annotations.clear()
    archive.source_list.clear()
    archive.read = None
    client = client_of(make_site(archive))
    for path in (
        "/en/",
        "/en/search",
        "/en/jurisdictions",
        "/en/jurisdictions/KR",
        "/en/sources",
        "/en/method",
        "/search.atom",
        "/search.csv",
    ):
        assert client.get(path).status_code == 200
    assert "No source was read yet" in client.get("/en/search").text


def test_an_overview_of_many_places_names_a_few_and_counts_the_rest() -> None:
    """Ten labels on one hit would drown its title."""
    archive = make_archive()
    codes = ("KR", "US", "FR", "GB", "DE", "JP")
    places = tuple(Jurisdiction(code=code, role="primary", score=0.9) for code in codes)
    archive.annotations["fr01"] = replace(archive.annotations["fr01"], jurisdictions=places)
    text = client_of(make_site(archive)).get("/en/search?q=hypertrucages").text
    assert re.findall(r'<li class="place">(.*?)</li>', text) == ["South Korea", "United States", "France", "United Kingdom", "2 more"]


@pytest.mark.parametrize(
    ("lang", "said", "fault"),
    [
        ("en", "“deepfake” and topic: Minors", "at character 3 closes nothing"),
        ("fr", "« deepfake » et thème : Mineurs", "au caractère 3 ne ferme rien"),
        ("ko", "‘deepfake’ 포함 그리고 주제: 미성년자", "3번째 글자"),
    ],
)
def test_the_reading_and_its_faults_are_in_the_readers_language(client: TestClient, lang: str, said: str, fault: str) -> None:
    """What was read and what could not be read are told in words."""
    assert said in unescape(client.get(f"/{lang}/search?q=deepfake+topic:minors").text)
    answer = client.get(f"/{lang}/search?q=a+%29")
    assert answer.status_code == 400
    assert fault in unescape(answer.text)


def test_a_search_by_meaning_is_asked_of_the_index(client: TestClient) -> None:
    """With the embedding of what was typed; offered where the site has a model, refused with the way out where it has none."""
    site = replace(make_site(), embed=lambda text: text.encode())
    assert 'name="mode"' in client_of(site).get("/en/search?q=loi").text
    assert client_of(site).get("/en/search?q=la+loi+(&mode=semantic").status_code == 200
    asked = [query for query in site.index.asked if query.mode != "lexical"]  # type: ignore[attr-defined]
    assert [(query.mode, query.vector, query.facets) for query in asked] == [("semantic", b"la loi (", ())]
    assert 'name="mode"' not in client.get("/en/search?q=loi").text
    assert "mode=hybrid" in client_of(site).get("/ko/search?q=zebra&sort=date").text
    assert "mode=hybrid" not in client_of(site).get("/ko/search").text + client.get("/en/search?q=zebra").text
    assert "search by words" in client.get("/search.json?q=loi&mode=hybrid").json()["detail"]


@pytest.mark.parametrize("path", ["/en/search.atom", "/search.jsonl", "/search.csv", "/search.ris", "/search.bib", "/search.csl.json"])
def test_what_goes_by_words_is_refused_by_meaning(path: str) -> None:
    """A feed or an export of another search than the page shows would be a wrong one."""
    site = replace(make_site(), embed=lambda text: text.encode())
    answer = client_of(site).get(f"{path}?q=loi&mode=hybrid")
    assert answer.status_code == 400 and "mode=hybrid: feeds, exports and citations go by words" in answer.text
    assert client_of(site).get(f"{path}?q=loi").status_code == 200


def test_a_page_by_meaning_leads_to_the_one_by_words() -> None:
    """In place of feed, exports and citation."""
    site = replace(make_site(), embed=lambda text: text.encode())
    page = client_of(site).get("/fr/search?q=loi&mode=hybrid&topic=minors").text
    assert "Fil, exports et citation : par mots seulement" in page and 'href="/fr/search?q=loi&amp;topic=minors"' in page
    assert "search.atom" not in page and "search.csv" not in page and "/cite" not in page
