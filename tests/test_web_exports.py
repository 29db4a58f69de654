"""Files of whole results."""

import csv
import io
import json
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from index.base import Query
from tests.web_samples import make_archive, make_site
from web.api import exports
from web.app import create_app


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app(make_site()))


def test_jsonl_ends_with_its_count(client: TestClient) -> None:
    """Every hit of the same search, then a line that tells a whole file from a cut one."""
    lines = [json.loads(line) for line in client.get("/search.jsonl?jurisdiction=KR&sort=score&limit=2").text.splitlines()]
    assert lines[-1] == {"count": 25, "complete": True}
    assert len({line["id"] for line in lines[:-1]}) == 25


def test_csv_opens_in_spreadsheets(client: TestClient) -> None:
    """A byte order mark, a header, a row for each hit."""
    answer = client.get("/search.csv?jurisdiction=FR")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["id"], row["jurisdictions_primary"], row["jurisdictions_mentioned"]) for row in rows] == [("fr01", "FR", "KR")]


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "＝1", " =1"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(title: str) -> None:
    """It begins with an apostrophe."""
    archive = make_archive()
    archive.articles["fr01"] = replace(archive.articles["fr01"], title=title)
    body = TestClient(create_app(make_site(archive))).get("/search.csv?jurisdiction=FR").content.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(body)))["title"].startswith("'")


def test_batches_join_without_a_seam(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """One header, one count, every article once, however the result is cut into batches."""
    monkeypatch.setattr(exports, "_BATCH", 7)
    rows = list(csv.DictReader(io.StringIO(client.get("/search.csv").content.decode("utf-8-sig"))))
    lines = [json.loads(line) for line in client.get("/search.jsonl").text.splitlines()]
    assert len({row["id"] for row in rows}) == len(rows) == lines[-1]["count"] == len(lines) - 1 == 28


def test_an_empty_result_is_a_whole_file(client: TestClient) -> None:
    """A header alone, a count of nothing."""
    assert client.get("/search.jsonl?q=nowhere").text == '{"count": 0, "complete": true}\n'
    assert len(client.get("/search.csv?q=nowhere").text.splitlines()) == 1


def test_an_answer_that_is_dropped_before_it_begins_frees_its_slot() -> None:
    """A client that goes away takes no place with it."""
    for _ in range(exports.MOST_AT_ONCE + 1):
        assert exports._slots.acquire(blocking=False)
        dropped = exports._Released(iter(["a"]))
        del dropped


def test_files_have_fixed_names(client: TestClient) -> None:
    """Nothing of the request reaches the header."""
    assert client.get("/search.csv?q=..%2Fx%22").status_code == 400
    assert client.get("/search.csv?q=..%2Fx").headers["content-disposition"] == 'attachment; filename="fauxlex.csv"'


def test_lone_surrogates_do_not_break_a_file() -> None:
    """A title that UTF-8 cannot hold is escaped."""
    archive = make_archive()
    archive.articles["fr01"] = replace(archive.articles["fr01"], title="broken \ud800 title")
    client = TestClient(create_app(make_site(archive)))
    assert "broken" in client.get("/search.csv?jurisdiction=FR").text
    assert client.get("/search.json?jurisdiction=FR").json()["hits"][0]["title"] == "broken \ud800 title"


def test_too_many_exports_at_once_are_refused_and_slots_come_back(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fifth one is told to come back; finished and failed ones free their place."""
    for _ in range(exports.MOST_AT_ONCE + 1):
        assert client.get("/search.csv").status_code == 200
        assert client.get("/search.csv?q=%22").status_code == 400
    for _ in range(exports.MOST_AT_ONCE):
        exports._slots.acquire()
    try:
        refused = client.get("/search.csv")
    finally:
        for _ in range(exports.MOST_AT_ONCE):
            exports._slots.release()
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "30")


def test_exports_ask_for_the_same_articles_as_the_page() -> None:
    """Order and page are left out, the conditions are not."""
    site = make_site()
    TestClient(create_app(site)).get("/search.jsonl?q=a&topic=sexual&cursor=5")
    asked: Query = site.index.asked[-1]  # type: ignore[attr-defined]
    assert (asked.text, asked.filters.topics, asked.cursor) == ("a", ("sexual",), None)


@pytest.mark.parametrize(
    ("suffix", "kind", "begins"),
    [
        ("ris", "application/x-research-info-systems", "TY  - NEWS"),
        ("bib", "application/x-bibtex", "@article{fauxlex-"),
        ("csl.json", "application/vnd.citationstyles.csl+json", "[\n{"),
    ],
)
def test_references_are_of_the_same_search(client: TestClient, suffix: str, kind: str, begins: str) -> None:
    """One for each article, with the outlet's name."""
    answer = client.get(f"/search.{suffix}?jurisdiction=FR")
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["content-disposition"].startswith('attachment; filename="fauxlex.')
    assert answer.text.startswith(begins)
    assert answer.text.count("https://") == 1


def test_a_table_for_french_spreadsheets(client: TestClient) -> None:
    """Semicolons part its cells; another separator is refused with those that there are."""
    assert client.get("/search.csv?separator=semicolon").content.decode("utf-8-sig").startswith("id;url;")
    assert "comma, semicolon" in client.get("/search.csv?separator=tab").json()["detail"]
