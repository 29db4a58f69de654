"""Pages of results that were kept to be cited."""

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
from tests.web_fakes import FakeArchive
from web.app import create_app
from web.site import Site


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """Two articles."""
    opened = open_embedded(tmp_path / "index")
    opened.upsert([document("a", "deepfake law"), document("b", "deepfake")])
    opened.commit()
    yield opened
    opened.close()


@pytest.fixture
def client(index: Index, tmp_path: Path) -> TestClient:
    """A site that keeps results."""
    site = Site(
        index=index, archive=FakeArchive(), base_url="https://news.example", citations=Citations(tmp_path / "kept"), sequence=lambda: 41
    )
    return TestClient(create_app(site), follow_redirects=False)


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
