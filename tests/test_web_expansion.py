"""What the site says of terms that were added to a query."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.embedded import open_embedded
from tests.index_documents import document
from tests.web_fakes import FakeArchive
from web.app import create_app
from web.site import Site


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A site over three articles on one thing, each in its language."""
    index = open_embedded(tmp_path / "index")
    index.upsert(
        [
            document("en", "A deepfake", language="en"),
            document("fr", "Un hypertrucage", language="fr"),
            document("ko", "딥페이크", language="ko"),
        ]
    )
    index.commit()
    yield TestClient(create_app(Site(index=index, archive=FakeArchive(), base_url="https://news.example")), follow_redirects=False)
    index.close()


def links(text: str) -> dict[str, str]:
    """The addresses behind the texts of a page's links."""
    found = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', text, re.DOTALL)
    return {" ".join(re.sub(r"<[^>]+>", "", label).split()): unescape(href) for href, label in found}


def test_additions_are_shown_with_what_they_bring_and_can_be_taken_out(client: TestClient) -> None:
    """Each language with its count, each term with a link without it, one link for none at all, one to edit them all."""
    text = client.get("/en/search?q=deepfake").text
    assert "3 articles" in text and "+1 article" in text
    found = links(text)
    without = client.get(found["Leave out: 딥페이크 ×"]).text
    assert "2 articles" in without
    assert "3 articles" in client.get(links(without)["Add what other languages call it"]).text
    plain = client.get(found["Search the words as typed"]).text
    assert "1 article<" in re.sub(r"\s+<", "<", plain)
    edited = found["Write these words into the query"]
    assert "3 articles" in client.get(edited).text and "expand=off" in edited


@pytest.mark.parametrize(
    ("address", "count"),
    [("/search.json?q=deepfake", 3), ("/search.json?q=deepfake&expand=off", 1), ("/search.json?q=deepfake&drop=hypertrucage", 2)],
)
def test_programs_are_told_too(client: TestClient, address: str, count: int) -> None:
    """The same switch, and what was added."""
    page = client.get(address).json()
    assert page["total"] == count
    assert ("expansion" in page) == ("expand=off" not in address)


def test_exports_and_feeds_hold_what_the_page_shows(client: TestClient) -> None:
    """Widened and not."""
    for query, count in (("q=deepfake", 3), ("q=deepfake&expand=off", 1)):
        assert len(client.get(f"/search.jsonl?{query}").text.splitlines()) == count + 1
        assert (
            client.get(f"/en/search.atom?{query}").text.count("<entry>") + client.get(f"/en/search.atom?{query}").text.count("<entry ")
            == count
        )


def test_a_switch_that_is_none_is_refused(client: TestClient) -> None:
    """Value and what would do are named."""
    assert "on, off" in client.get("/search.json?q=x&expand=maybe").json()["detail"]
