"""Pages of results that were kept to be cited."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.base import Index, Tombstone
from index.citations import Citations
from index.embedded import open_embedded
from tests.index_documents import document
from tests.web_fakes import FakeArchive, FakeSource
from web.app import create_app
from web.i18n import interface
from web.site import Site
from web.views import cited


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """Two articles."""
    opened = open_embedded(tmp_path / "index")
    opened.upsert([document("a", "deepfake law"), document("b", "deepfake")])
    opened.commit()
    yield opened
    opened.close()


@pytest.fixture
def archive() -> FakeArchive:
    """The same two, as the archive has them."""
    made = FakeArchive(source_list=[FakeSource(id="outlet", name="The Outlet", domain="outlet.example")])
    for article_id, title in (("a", "deepfake law"), ("b", "deepfake")):
        found = document(article_id, title, source="outlet")
        made.articles[article_id], made.annotations[article_id] = found.article, found.annotation
    return made


@pytest.fixture
def client(index: Index, archive: FakeArchive, tmp_path: Path) -> TestClient:
    """A site that keeps results."""
    site = Site(index=index, archive=archive, base_url="https://news.example", citations=Citations(tmp_path / "kept"), sequence=lambda: 41)
    return TestClient(create_app(site), follow_redirects=False)


def kept(client: TestClient) -> str:
    """The path of a result that was kept, without its language."""
    return client.post("/en/cite?q=deepfake").headers["location"].removeprefix("/en")


def test_a_result_is_kept_by_its_button_and_told_later(client: TestClient, index: Index) -> None:
    """The button's address keeps it, the page says then and now with both lists, in each language, and as data."""
    action = unescape(re.search(r'method="post" action="([^"]+)"', client.get("/en/search?q=deepfake&sort=date").text)[1])  # type: ignore[index]
    answer = client.post(action)
    assert answer.status_code == 303
    address = answer.headers["location"]
    assert "Nothing has changed since" in client.get(address).text
    index.upsert([document("c", "A new deepfake")])
    index.remove([Tombstone(article_id="b", sequence=2)])
    index.commit()
    text = client.get(address).text
    assert "Since then: +1 −1." in text and "A new deepfake" in text and "/en/articles/b" in text
    assert "Depuis : +1 −1." in client.get(address.replace("/en/", "/fr/")).text
    told = client.get(f"{address.removeprefix('/en')}.json").json()
    assert (told["then"], told["now"], [one["id"] for one in told["added"]], told["gone"], told["sequence"]) == (2, 2, ["c"], ["b"], 41)


def test_the_articles_of_a_result_are_listed(client: TestClient, index: Index, archive: FakeArchive) -> None:
    """Title, outlet, day, link and id of each, as it was; what is found no longer or was removed is marked, and the latter not told."""
    path = kept(client)
    shown = client.get(f"/en{path}").text
    for part in ("deepfake law", "The Outlet", "September 24, 2026", 'href="https://outlet.example/a"', '<span class="code">a</span>'):
        assert part in shown
    assert client.get(f"{path}.json").json()["articles"][0] == {
        "id": "a", "status": "found", "url": "https://outlet.example/a", "title": "deepfake law", "source": "outlet", "outlet": "The Outlet",
        "published_at": "2026-09-24T12:00:00+09:00", "language": "en",
    }  # fmt: skip
    index.remove([Tombstone(article_id=one, sequence=2) for one in ("a", "b")])
    index.commit()
    archive.gone.add("b")
    told = {one["id"]: (one["status"], one["title"]) for one in client.get(f"{path}.json").json()["articles"]}
    assert told == {"a": ("gone", "deepfake law"), "b": ("removed", None)}
    shown = client.get(f"/en{path}").text
    assert "found no longer" in shown and "This article was removed on request." in shown and "outlet.example/b" not in shown


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Fauxlex: “deepfake”. Search result of {day}, 2 articles, archive number 41. "),
        ("fr", "Fauxlex : « deepfake ». Résultat de recherche du {day}, 2 articles, numéro d’archive 41. "),
        ("ko", "Fauxlex: “deepfake”. {day} 검색 결과, 기사 2건, 보관소 번호 41. "),
    ],
)
def test_a_text_to_cite_a_result_by(client: TestClient, lang: str, said: str) -> None:
    """Search, day, number of articles, number of the archive and the address, which names no language and leads there."""
    path = kept(client)
    told = client.get(f"{path}.json", headers={"accept-language": lang}).json()
    text = said.format(day=interface(lang).day(told["made_at"])) + f"https://news.example{path}"
    assert told["citation"] == text
    assert f'<p class="to-copy" dir="auto">{text}</p>' in client.get(f"/{lang}{path}").text
    assert client.get(told["address"].removeprefix("https://news.example")).status_code == 200


@pytest.mark.parametrize("lang", ["en", "fr", "ko"])
def test_sentences_are_parted_by_a_space(client: TestClient, lang: str) -> None:
    """That on the day and that on what has changed."""
    shown = client.get(f"/{lang}{kept(client)}").text
    assert re.search(r"(2 articles|2건을 찾았습니다)\.\s+(Nothing|Rien|그 뒤로)", shown)


def test_files_have_exactly_the_articles_of_the_result(client: TestClient, index: Index, archive: FakeArchive) -> None:
    """Also one that the search finds no longer; none that came since, none that was removed."""
    path = kept(client)
    index.upsert([document("c", "A new deepfake")])
    index.remove([Tombstone(article_id="a", sequence=2)])
    index.commit()
    links = client.get(f"{path}.json").json()["exports"]
    assert set(links) == {"jsonl", "csv", "ris", "bib", "csl.json"}
    shown = client.get(f"/en{path}").text
    for suffix, address in links.items():
        local = address.removeprefix("https://news.example")
        text = client.get(local).text
        assert f'href="{local}"' in shown
        assert [text.count(f"https://outlet.example/{one}") for one in "abc"] == [1, 1, 0], suffix
    lines = client.get(f"{path}.jsonl").text.splitlines()
    assert [json.loads(line).get("id") for line in lines] == ["a", "b", None] and json.loads(lines[-1]) == {"count": 2, "complete": True}
    archive.gone.add("b")
    assert json.loads(client.get(f"{path}.jsonl").text.splitlines()[-1])["count"] == 1
    assert client.get(f"{path}.csv?separator=semicolon").content.decode("utf-8-sig").startswith("id;url;")
    assert client.get("/cited/0123456789abcdef.csl.json").status_code == 404


def test_a_long_result_is_told_in_pages(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each article once; the list goes on counting; a page that is not there is refused with how many there are."""
    monkeypatch.setattr(cited, "PAGE_SIZE", 1)
    path = kept(client)
    first = client.get(f"{path}.json").json()
    second = client.get(first["next"].removeprefix("https://news.example")).json()
    assert [one["id"] for told in (first, second) for one in told["articles"]] == ["a", "b"]
    assert (first["pages"], second["page"], second["next"]) == (2, 2, None)
    shown = client.get(f"/fr{path}?page=2").text
    assert '<ol class="cited" start="2">' in shown and f'href="/fr{path}"' in shown
    assert "from 1 to 2" in client.get(f"{path}.json?page=3").json()["detail"]


def test_reading_an_address_keeps_nothing(client: TestClient, tmp_path: Path) -> None:
    """Only a POST does; what is not kept is not found; what cannot be read is refused."""
    assert client.get("/en/cite?q=deepfake").status_code == 405
    assert not (tmp_path / "kept").exists()
    assert client.get("/en/cited/0123456789abcdef").status_code == 404
    assert client.post("/en/cite?q=%28").status_code == 400
    assert "/cited" in client.get("/robots.txt").text


def test_a_site_that_keeps_nothing_offers_nothing(index: Index) -> None:
    """No button, and a reason."""
    plain = TestClient(create_app(Site(index=index, archive=FakeArchive(), base_url="https://news.example")))
    assert "/cite?" not in plain.get("/en/search?q=deepfake").text
    assert "keeps no results" in plain.post("/en/cite?q=deepfake").text
    assert plain.get("/cited/0123456789abcdef.json").status_code == 404
