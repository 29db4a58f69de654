"""An article's page: labels, passages, provenance; never the text."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from starlette.testclient import TestClient

from core.article import Article, Evidence, Law, Topic
from core.correction import Correction, Withdrawal
from tests.web_fakes import READ, FakeArchive
from tests.web_samples import FRENCH, KOREAN, add, make_archive, make_site
from web.app import create_app
from web.text import EXCERPT
from web.views.article import MOST_SHOWN


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app(make_site()))


def test_a_label_stands_beside_the_passage_that_shows_it(client: TestClient) -> None:
    """Topic, score and passage, the passage in its language."""
    text = client.get("/en/articles/ko00").text
    assert "Sexual deepfakes" in text and "score 0.98" in text
    assert '<q class="passage" lang="ko" dir="auto">허위영상물의 소지와 시청도 처벌하는 개정안</q>' in text


def test_penalties_are_a_table_in_words(client: TestClient) -> None:
    """Months and units are said as the language says them."""
    text = client.get("/fr/articles/fr01").text
    assert "2 ans" in text and re.search(r"60\s000\s€", text) and "Diffuser" in text and "projet" in text


def test_provenance_is_told(client: TestClient) -> None:
    """When it was fetched, the WARC record, the digest."""
    text = client.get("/en/articles/ko00").text
    assert "20 Nov 2026, 06:30 UTC" in text
    assert "&lt;urn:uuid:5b1f6f0e-0000-4000-8000-000000000001&gt;" in text and "sha256:0f1e" in text


@pytest.mark.parametrize(
    ("article_id", "said"),
    [
        ("en01", "not sure of this"),
        ("ot01", "A quick check found no trace"),
        ("de01", "counted, not labelled"),
        ("quiet", "reserves its texts"),
        ("bad1", "no web address"),
    ],
)
def test_what_the_labels_are_worth_is_said(client: TestClient, article_id: str, said: str) -> None:
    """Uncertain, stopped early, in another language, reserved, without a link."""
    assert said in client.get(f"/en/articles/{article_id}").text


def test_reserved_texts_give_title_and_link_only(client: TestClient) -> None:
    """Neither page nor JSON shows a passage or a label."""
    text = client.get("/en/articles/quiet").text
    assert "Secret" not in text and "Fraud" not in text and 'href="https://quiet.example/1"' in text
    assert set(client.get("/articles/quiet.json").json()) <= {
        "id", "url", "title", "source", "publisher", "outlet_country", "language", "published_at", "updated_at", "rights",
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/en/articles/gone", "/articles/gone.json"])
def test_a_removed_article_is_gone(client: TestClient, path: str) -> None:
    """410, not 404: it was there, and will not come back."""
    assert client.get(path).status_code == 410


def test_linked_data_cannot_end_its_element(client: TestClient) -> None:
    """A title with </script> stays inside the JSON."""
    text = client.get("/en/articles/bad1").text
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert len(data) == 1 and "<" not in data[0]
    assert json.loads(data[0])["headline"].startswith("<img src=x")
    assert "url" not in json.loads(data[0])


def test_linked_data_describes_the_article(client: TestClient) -> None:
    """schema.org's NewsArticle with what is known."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get("/en/articles/fr01").text)
    assert found
    data = json.loads(found[1])
    assert (data["@type"], data["inLanguage"], data["datePublished"]) == ("NewsArticle", "fr", "2026-10-02T18:40:00+02:00")
    assert data["publisher"]["name"] == "Le Courrier du Fleuve"


def test_titles_in_attributes_and_headings_are_escaped(client: TestClient) -> None:
    """No element of the title's making appears."""
    text = client.get("/en/articles/bad1").text
    assert "<img" not in text and "<svg/" not in text and 'href="javascript' not in text


def _passages(text: str) -> list[str]:
    return re.findall(r'<q class="passage"[^>]*>(.*?)</q>', text)


def test_passages_never_add_up_to_the_text() -> None:
    """With evidence over every sentence, page and JSON show short passages and at most a part of the text."""
    archive = make_archive()
    sentences = [f"Sentence number {n:03} says something that somebody wrote." for n in range(200)]
    body = " ".join(sentences)
    starts = [body.index(sentence) for sentence in sentences]
    spans = [Evidence(field="text", start=start, end=start + len(sentences[0])) for start in starts]
    laws = tuple(Law(name=f"Act {n}", jurisdiction="GB", evidence=(span,)) for n, span in enumerate(spans))
    whole = (Topic(code="fraud", score=0.9, evidence=(Evidence(field="text", start=0, end=len(body)),)),)
    add(archive, Article(id="all", url="https://harbour.example/all", title="All", text=body, language="en"), laws=laws, topics=whole)
    client = TestClient(create_app(make_site(archive)))
    shown = _passages(client.get("/en/articles/all").text)
    assert shown and all(len(passage) <= EXCERPT for passage in shown)
    assert sum(map(len, set(shown))) <= MOST_SHOWN
    row = client.get("/articles/all.json").json()
    excerpts = {item["excerpt"] for item in row["annotation"]["laws"] + row["annotation"]["topics"] if item["excerpt"]}
    assert sum(map(len, excerpts)) <= MOST_SHOWN
    assert "text" not in row and "summary" not in row


@pytest.mark.parametrize(("article_id", "body"), [("ko00", KOREAN), ("fr01", FRENCH)])
def test_no_page_and_no_data_holds_the_text(client: TestClient, article_id: str, body: str) -> None:
    """Half of the text, taken anywhere, is nowhere in what is served."""
    served = client.get(f"/en/articles/{article_id}").text + client.get(f"/articles/{article_id}.json").text
    half = len(body) // 2
    assert all(body[start : start + half] not in served for start in range(0, half, 10))


def test_json_keeps_offsets_and_model(client: TestClient) -> None:
    """A program can check a label: offsets in code points, score, version."""
    row = client.get("/articles/ko00.json").json()
    topic = row["annotation"]["topics"][0]
    span = topic["evidence"][0]
    assert topic["excerpt"] == KOREAN[span["start"] : span["end"]]
    assert row["annotation"]["model"] == "fauxlex-1" and row["fetch"]["record_id"].startswith("<urn:uuid:")


def test_a_reference_manager_reads_the_article(client: TestClient) -> None:
    """As a newspaper article of its outlet, at the outlet's address: what Zotero's translator for embedded metadata looks at, in its order."""
    head = client.get("/ko/articles/fr01").text.partition("</head>")[0]
    told = dict(re.findall(r'<meta name="([^"]+)" content="([^"]*)">', head))
    article = make_archive().articles["fr01"]
    assert told["z:itemType"] == "newspaperArticle"
    assert unescape(told["citation_title"]) == unescape(told["DC.title"]) == article.title
    assert told["citation_public_url"] == article.url
    assert told["citation_publication_date"] == told["DC.date"] == article.published_at.date().isoformat()
    assert told["citation_language"] == article.language
    assert told["DC.source"]
    assert "citation_journal_title" not in told


def _corrected() -> FakeArchive:
    """An archive in which people have corrected one article, and taken another correction back."""
    archive = make_archive()
    made = {"article_id": "ko00", "author": "Kim Secretary", "revision": 1, "model": "fauxlex-1", "found": "law"}
    archive.people["ko00"] = [
        Correction(id=1, labels={"laws": ()}, reason="Withdrawn reason.", at=READ, withdrawn=Withdrawal(at=READ, author="b", reason="x"), **made),
        Correction(
            id=2, labels={"topics": (Topic(code="fraud", score=1.0),), "penalties": ()}, reason="<b>Money</b> was taken.", at=READ, **made
        ),
    ]  # fmt: skip
    return archive


def test_the_page_says_which_labels_are_a_persons() -> None:
    """With what was corrected, when and why; not by whom, and nothing of what was taken back."""
    client = TestClient(create_app(make_site(_corrected())))
    text = client.get("/en/articles/ko00").text
    assert 'Fraud</a> <span class="flag">corrected by a person</span>' in text and "Sexual deepfakes" not in text.partition("<main")[2]
    assert "&lt;b&gt;Money&lt;/b&gt; was taken." in text and "Topic, Penalties stated" in text
    assert "Kim Secretary" not in text and "Withdrawn reason" not in text
    assert text.count("corrected by a person") == 1
    assert "corrected by a person" not in client.get("/en/articles/ko02").text


def test_json_says_which_labels_are_a_persons() -> None:
    """The fields, and every correction with its reason and whether it was taken back; never its author."""
    answer = TestClient(create_app(make_site(_corrected()))).get("/articles/ko00.json")
    row = answer.json()
    assert row["annotation"]["corrected"] == ["topics", "penalties"]
    assert [(one["fields"], one["withdrawn_at"] is None) for one in row["corrections"]] == [
        (["laws"], False),
        (["topics", "penalties"], True),
    ]
    assert row["annotation"]["topics"][0]["score"] == 1.0 and "Kim" not in answer.text


def test_corrections_reach_the_page_of_a_jurisdiction() -> None:
    """A penalty that a person has taken away is not among those stated."""
    before = TestClient(create_app(make_site())).get("/jurisdictions/KR.json").json()["penalties"]
    archive = make_archive()
    for name in [name for name in archive.articles if name.startswith("ko")]:
        archive.people[name] = [replace(_corrected().people["ko00"][1], article_id=name)]
    after = TestClient(create_app(make_site(archive))).get("/jurisdictions/KR.json").json()["penalties"]
    assert before and not after
