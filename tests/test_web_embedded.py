"""The site over the real embedded index and a real archive."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest
from starlette.testclient import TestClient

from core.archive import Archive
from index.base import IndexDocument
from index.embedded import EmbeddedIndex, open_embedded
from language.analysis import analyze
from tests.web_fakes import READ, FakeArchive
from tests.web_samples import make_archive, make_site
from web.app import create_app
from web.site import Site


def documents(archive: FakeArchive) -> Iterator[IndexDocument]:
    """The samples as an indexer would hand them over, each first seen an hour after the one before."""
    for number, (article_id, article) in enumerate(archive.articles.items()):
        if article_id != "bad1":
            yield IndexDocument(
                article=article,
                annotation=archive.annotations[article_id],
                analysis=analyze(article.title or "", article.text or "", article.language or "und"),
                sequence=number + 1,
                first_seen=READ + timedelta(hours=number),
            )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedIndex]:
    """An embedded index with the samples."""
    opened = open_embedded(tmp_path_factory.mktemp("site") / "index")
    assert opened.upsert(list(documents(make_archive()))) == []
    opened.commit()
    yield opened
    opened.close()


@pytest.fixture
def client(index: EmbeddedIndex) -> TestClient:
    return TestClient(create_app(make_site(index=index)), follow_redirects=False)


@pytest.mark.parametrize(
    "path", ["/", "/search", "/search?q=개정안&jurisdiction=KR", "/jurisdictions", "/jurisdictions/KR", "/search.atom", "/search.csv"]
)
def test_every_list_works_over_the_embedded_index(client: TestClient, path: str) -> None:
    """What the fakes answer, the real one answers too."""
    assert client.get(path).status_code == 200


def test_a_query_with_a_particle_finds_and_marks(client: TestClient) -> None:
    """Korean analysis reaches the page: the match is marked in the extract."""
    text = client.get("/en/search?q=허위영상물").text
    assert "<mark>허위영상물</mark>" in text


def test_facets_of_a_chosen_filter_offer_the_others(client: TestClient) -> None:
    """The page asks for the counts without the filter itself."""
    text = client.get("/en/search?language=fr").text
    assert 'name="language" value="fr" checked' in text and 'name="language" value="ko">' in text


@pytest.mark.parametrize(
    "query",
    ['"open', "a AND", "(((", "*", "*법", "a* OR", ")", "NOT", "x" * 400, "title:", '"x"~999999', "/regex/", "(" * 400, "OR " * 120 + "a"],
)
def test_hard_queries_are_answered_or_refused_with_a_reason(client: TestClient, query: str) -> None:
    """200 with hits or 400 with the place, on the page and as a problem; never 500."""
    answer = client.get("/en/search", params={"q": query})
    assert answer.status_code in (200, 400)
    problem = client.get("/search.json", params={"q": query})
    assert problem.status_code == answer.status_code
    if answer.status_code == 400:
        assert problem.json()["detail"]


def test_an_export_shows_up_to_three_places_of_a_text(client: TestClient) -> None:
    """Where a text has the words often, and only these."""
    records = [json.loads(line) for line in client.get("/search.jsonl?q=deepfake+OR+딥페이크+OR+hypertrucage").text.splitlines()[:-1]]
    assert records and all(len(record["excerpts"]) <= 3 and all(len(text) <= 160 for text in record["excerpts"]) for record in records)


@pytest.mark.parametrize(
    ("lang", "path", "said"),
    [
        ("fr", "/fr/search?cursor=forged", "le curseur n’appartient pas à cette requête"),
        ("ko", "/ko/search?cursor=forged", "이 커서는 이 색인의 이 질의에 속하지 않습니다"),
        ("en", "/en/search?cursor=forged", "the cursor does not belong to this query"),
        ("fr", "/fr/search?q=loi&mode=semantic", "ce site n’a pas de modèle"),
        ("ko", "/ko/search?q=법&mode=hybrid", "이 사이트에는 의미 검색에 쓸 모델이 없습니다"),
    ],
)
def test_faults_of_cursor_and_mode_are_told_in_the_reader_s_language(client: TestClient, lang: str, path: str, said: str) -> None:
    """On the page, in its language."""
    answer = client.get(path)
    assert answer.status_code == 400 and said in answer.text and f'<html lang="{lang}"' in answer.text


@pytest.mark.parametrize("cursor", ["forged", "AAAA", "1", "x" * 1000, "eyJhIjoxfQ=="])
def test_forged_cursors_are_refused(client: TestClient, cursor: str) -> None:
    """400, never a scan."""
    assert client.get("/search.json", params={"cursor": cursor}).status_code == 400


def test_a_cursor_of_another_query_is_refused(client: TestClient) -> None:
    """A cursor belongs to its search."""
    cursor = client.get("/search.json?limit=5").json()["next"]
    assert client.get("/search.json", params={"limit": 5, "cursor": cursor}).status_code == 200
    assert client.get("/search.json", params={"q": "법", "limit": 5, "cursor": cursor}).status_code == 400


def test_the_feed_is_in_the_order_of_first_sight(client: TestClient) -> None:
    """The article that was tagged last comes first, whenever it was published."""
    feed = xml.fromstring(client.get("/search.atom?language=ko&language=fr&language=en").content)
    stamps = [entry.findtext("{http://www.w3.org/2005/Atom}updated") or "" for entry in feed.iter("{http://www.w3.org/2005/Atom}entry")]
    assert stamps == sorted(stamps, reverse=True) and len(set(stamps)) == len(stamps) == 27


def test_an_export_holds_what_the_search_counts(client: TestClient) -> None:
    """Both come from one query."""
    total = client.get("/search.json?jurisdiction=KR").json()["total"]
    assert len(client.get("/search.jsonl?jurisdiction=KR").text.splitlines()) == total + 1


def test_an_empty_archive_of_the_real_kind_serves_every_page(tmp_path: Path) -> None:
    """A fresh installation is no error, and the real archive has all that the site asks for."""
    archive, opened = Archive(tmp_path / "var"), open_embedded(tmp_path / "index")
    client = TestClient(create_app(Site(index=opened, archive=archive, base_url="http://127.0.0.1:8000")))
    try:
        for path in (
            "/",
            "/search",
            "/search?q=법",
            "/jurisdictions",
            "/jurisdictions/KR",
            "/sources",
            "/method",
            "/search.atom",
            "/sources.json",
        ):
            assert client.get(path).status_code == 200, path
        assert client.get("/articles/nope").status_code == 404
    finally:
        opened.close()
        archive.close()
