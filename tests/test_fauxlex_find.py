"""`search` and `export`: the contract's options, shapes and exit codes, and what is said when there is nothing to search in."""

import csv
import io
import json
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fauxlex_calls import Caller, Done, fill, indexed

from core.archive import Archive

PAGE = ["query", "read_as", "total", "total_is_exact", "took_ms", "hits", "facets", "next"]
HIT = [
    "id", "url", "title", "source", "published_at", "language", "relevance", "topics", "jurisdictions", "story", "score", "snippet",
]  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, fauxlex: Caller) -> Path:
    """A home with six articles, indexed."""
    indexed(tmp_path / "home", fauxlex)
    return tmp_path / "home"


def found(done: Done) -> list[str]:
    """The titles of a result."""
    return [hit["title"] for hit in json.loads(done.out)["hits"]]


KO, KO2, FR, EN, OTHER, DE = (
    "국회, 딥페이크 처벌법 개정안 통과", "딥페이크 영상 삭제 지원 확대", "L’Assemblée adopte un texte contre les hypertrucages",
    "Senators propose a deepfake bill", "Harvest festival draws a crowd", "Der Bundestag berät",
)  # fmt: skip

CASES: list[tuple[list[str], set[str]]] = [
    ([], {KO, KO2, FR, EN}),
    (["딥페이크"], {KO, KO2, FR, EN}),
    (["딥페이크", "--no-expand"], {KO, KO2}),
    (["딥페이크", "--drop", "deepfake"], {KO, KO2, FR}),
    (["딥페이크", "처벌법", "--no-expand"], {KO}),
    (["assemblee"], {FR}),
    (['"deepfake bill"'], {EN}),
    (["title:senators"], {EN}),
    (["--relevance", "law"], {KO, FR, EN}),
    (["--relevance", "other"], {OTHER}),
    (["--relevance", "unknown"], {DE}),
    (["--relevance", "law", "--relevance", "deepfake"], {KO, KO2, FR, EN}),
    (["--language", "ko", "--language", "fr"], {KO, KO2, FR}),
    (["--language", "ko", "--relevance", "law"], {KO}),
    (["--jurisdiction", "kr"], {KO, KO2}),
    (["--jurisdiction", "US"], {EN}),
    (["--jurisdiction", "EU"], {KO, KO2, FR, EN}),
    (["--jurisdiction", "EU", "--role", "primary"], set()),
    (["--jurisdiction", "EU", "--role", "mentioned"], {KO, KO2, FR, EN}),
    (["--topic", "support"], {KO2}),
    (["--stage", "passed", "--topic", "sexual"], {KO, FR, EN}),
    (["--source", "outlet0"], {KO, EN}),
    (["--outlet-country", "fr"], {FR}),
    (["--from", "2026-11-02", "--to", "2026-11-03"], {KO2, FR}),
    (["--from", "2026-11-04"], {EN}),
    (["festival"], set()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "hinted"),
    [(["festival"], True), (["senators"], True), ([], False), (["senators", "--quiet"], False), (["deepfake", "--mode", "hybrid"], False)],
)
def test_who_finds_little_is_told_of_the_other_modes(fauxlex: Caller, home: Path, arguments: list[str], hinted: bool) -> None:
    """Where words alone find fewer than five, on stderr, so that data stay data."""
    done = fauxlex("search", "--home", home, "--json", *arguments)
    assert done.code == 0
    assert ("--mode hybrid finds more" in done.err) == hinted


@pytest.mark.parametrize(("arguments", "expected"), CASES, ids=[" ".join(arguments) or "everything" for arguments, _ in CASES])
def test_what_is_found(fauxlex: Caller, home: Path, arguments: list[str], expected: set[str]) -> None:
    """OR within an option, AND across; days are the outlet's; `other` and untagged articles only by name. Export finds the same."""
    done = fauxlex("search", "--home", home, "--json", *arguments)
    assert (done.code, set(found(done))) == (0, expected)
    exported = fauxlex("export", "--home", home, *arguments)
    assert {json.loads(line).get("title") for line in exported.lines[:-1]} == expected


def test_the_shape_of_a_result(fauxlex: Caller, home: Path) -> None:
    """The contract's names, in its order; facets with exact counts."""
    page: dict[str, Any] = json.loads(fauxlex("search", "--home", home, "--json", "--facets", "jurisdiction,language", "--limit", "1").out)
    assert list(page) == PAGE
    assert list(page["hits"][0]) == HIT
    assert (page["total"], page["total_is_exact"], len(page["hits"])) == (4, True, 1)
    assert {item["value"]: item["count"] for item in page["facets"]["language"]} == {"ko": 2, "en": 1, "fr": 1}
    assert {"value": "EU", "count": 4} in page["facets"]["jurisdiction"]
    assert {"code", "score"} == set(page["hits"][0]["topics"][0])
    assert {"code", "role"} == set(page["hits"][0]["jurisdictions"][0])
    assert page["hits"][0]["published_at"].endswith("+09:00")


def test_pages_follow_each_other_by_cursor(fauxlex: Caller, home: Path) -> None:
    """Each article once, and no `next` on the last page."""
    seen, cursor = [], ""
    for _ in range(5):
        more = ["--cursor", cursor] if cursor else []
        page = json.loads(fauxlex("search", "--home", home, "--json", "--sort", "date", "--limit", "1", *more).out)
        seen += [hit["title"] for hit in page["hits"]]
        cursor = page["next"]
        if not cursor:
            break
    assert seen == [EN, FR, KO2, KO]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["a AND"], "AND"),
        (['"open'], "quot"),
        (["*"], "*"),
        (["--topic", "weather"], "weather"),
        (["--limit", "0"], "0"),
        (["--limit", "9999"], "9999"),
        (["--from", "yesterday"], "--from 'yesterday' is not a day; write YYYY-MM-DD"),
        (["--to", "2026-13-01"], "2026-13-01"),
        (["--facets", "colour"], "no facet 'colour'"),
        (["--cursor", "forged"], "cursor"),
        (["--mode", "semantic"], "needs a text"),
        (["--sort", "random"], "random"),
        (["--port", "1"], "--port"),
        (["--backend", "solr"], "embedded, elasticsearch"),
    ],
)
def test_called_wrongly(fauxlex: Caller, home: Path, arguments: list[str], says: str) -> None:
    """Exit 2, the value named, nothing on stdout."""
    done = fauxlex("search", "--home", home, *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("fauxlex: ")
    assert says in done.err


def test_a_result_for_a_person(fauxlex: Caller, home: Path) -> None:
    """Title, day, outlet, whose law, link; and how to go on."""
    done = fauxlex("search", "--home", home, "--limit", "2", "--facets", "language")
    assert done.code == 0
    assert "4 articles" in done.out
    assert "more: --cursor" in done.out
    assert "https://outlet" in done.out


def test_what_was_added_is_said(fauxlex: Caller, home: Path) -> None:
    """The terms, how many articles each language brings, and how to switch it off; as data too, and nothing where nothing was added."""
    done = fauxlex("search", "--home", home, "hypertrucage")
    assert "also ko (+2): 딥페이크, 허위영상물" in done.out
    assert "--no-expand" in done.out
    page = json.loads(fauxlex("search", "--home", home, "hypertrucage", "--json").out)
    assert list(page) == [*PAGE, "expansion"]
    assert (page["expansion"]["without"], page["expansion"]["adds"]) == (1, {"en": 1, "fr": 1, "ko": 2})
    assert list(json.loads(fauxlex("search", "--home", home, "hypertrucage", "--json", "--no-expand").out)) == PAGE


def test_an_export_says_that_it_is_whole(fauxlex: Caller, home: Path) -> None:
    """JSONL by a last line, CSV on stderr; newest first."""
    done = fauxlex("export", "--home", home, "--relevance", "law")
    assert json.loads(done.lines[-1]) == {"count": 3, "complete": True}
    assert [json.loads(line)["title"] for line in done.lines[:-1]] == [EN, FR, KO]
    assert done.err == "wrote 3 articles\n"
    table = fauxlex("export", "--home", home, "--format", "csv", "--bom", "--quiet")
    rows = list(csv.DictReader(io.StringIO(table.out.removeprefix("\ufeff"))))
    assert (len(rows), table.out[0], table.err) == (4, "\ufeff", "")
    assert rows[0]["title"] == EN


def test_more_than_a_page_is_exported(fauxlex: Caller, tmp_path: Path) -> None:
    """Everything, once."""
    indexed(tmp_path / "home", fauxlex, times=60)
    lines = fauxlex("export", "--home", tmp_path / "home").lines
    assert json.loads(lines[-1])["count"] == 240
    assert len({json.loads(line)["id"] for line in lines[:-1]}) == 240


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_an_export_that_was_cut_off_goes_on(fauxlex: Caller, tmp_path: Path, form: str) -> None:
    """The file is the same as one written at once, wherever it was cut; what is whole stays as it is."""
    indexed(tmp_path / "home", fauxlex, times=3)
    whole, file = tmp_path / "whole", tmp_path / "cut"
    arguments = ("export", "--home", tmp_path / "home", "--format", form, "--quiet")
    assert fauxlex(*arguments, "--output", whole).code == 0
    data = whole.read_bytes()
    for cut in (0, 40, len(data) // 2, len(data) - 5, len(data)):
        file.write_bytes(data[:cut])
        assert fauxlex(*arguments, "--output", file, "--resume").code == 0
        assert file.read_bytes() == data
    file.write_text("a letter\n")
    done = fauxlex(*arguments, "--output", file, "--resume")
    assert (done.code, file.read_text()) == (2, "a letter\n")
    assert str(file) in done.err


def test_an_export_goes_on_in_lines_only(fauxlex: Caller, home: Path) -> None:
    """Other forms, and no file to go on with, are refused with the way out."""
    for more in (("--format", "ris", "--output", "x", "--resume"), ("--resume",)):
        done = fauxlex("export", "--home", home, *more)
        assert done.code == 2
        assert "--output FILE" in done.err


@pytest.mark.parametrize(("form", "begins"), [("ris", "TY  - NEWS"), ("bibtex", "@article{"), ("csl", "[\n"), ("csv", "\ufeffid,url")])
def test_references_are_exported_too(fauxlex: Caller, home: Path, form: str, begins: str) -> None:
    """Every article of the same search."""
    done = fauxlex("export", "--home", home, "--format", form)
    assert done.out.startswith(begins)
    assert done.err == "wrote 4 articles\n"
    assert all(title.split(",")[0] in done.out for title in (KO, EN))


def test_csv_for_a_french_spreadsheet(fauxlex: Caller, home: Path) -> None:
    """Semicolons, and no mark where it is declined."""
    done = fauxlex("export", "--home", home, "--format", "csv", "--semicolon", "--no-bom", "--quiet")
    assert done.out.startswith("id;url;title;")


def test_reprints_are_shown_once(fauxlex: Caller, tmp_path: Path) -> None:
    """Stories are counted, the first in order stands for its story, and export does the same."""
    ids = fill(tmp_path, times=2)
    archive = Archive(tmp_path)
    with archive.log.write() as tx:
        for article_id, first in zip(ids[6:], ids[:6], strict=True):
            said = archive.store.annotations([article_id])[article_id]
            archive.store.put_annotation(tx, replace(said, story=first))
        for article_id in ids[:6]:
            archive.store.put_annotation(tx, replace(archive.store.annotations([article_id])[article_id], story=article_id))
    archive.close()
    assert fauxlex("index", "--home", tmp_path).code == 0
    page = json.loads(fauxlex("search", "--home", tmp_path, "--collapse", "--sort", "date", "--json").out)
    assert (page["total"], len(page["hits"]), {hit["copies"] for hit in page["hits"]}) == (4, 4, {2})
    assert "4 stories" in fauxlex("search", "--home", tmp_path, "--collapse").out
    lines = fauxlex("export", "--home", tmp_path, "--collapse").lines
    assert {json.loads(line)["id"] for line in lines[:-1]} == {hit["id"] for hit in page["hits"]}


@pytest.mark.parametrize("command", ["search", "export"])
def test_without_an_index_the_way_out_is_told(fauxlex: Caller, tmp_path: Path, command: str) -> None:
    """And nothing is made in the folder that was named by mistake."""
    done = fauxlex(command, "--home", tmp_path / "nowhere", "x")
    assert (done.code, done.out) == (1, "")
    assert "index --rebuild" in done.err
    assert not (tmp_path / "nowhere").exists()


def test_an_index_that_was_deleted_is_made_again(fauxlex: Caller, home: Path) -> None:
    """From the archive, with the same result."""
    before = found(fauxlex("search", "--home", home, "--json"))
    shutil.rmtree(home / "index")
    assert fauxlex("search", "--home", home).code == 1
    assert fauxlex("index", "--home", home).err == "read 6, indexed 6, set aside 0\n"
    assert found(fauxlex("search", "--home", home, "--json")) == before


def test_a_foreign_folder_is_neither_searched_nor_written_over(fauxlex: Caller, home: Path) -> None:
    """Not even to rebuild: it is somebody's data."""
    shutil.rmtree(home / "index")
    (home / "index").mkdir()
    (home / "index" / "letter.txt").write_text("dear")
    for call in (("search", "x"), ("index",), ("index", "--rebuild")):
        done = fauxlex(*call, "--home", home)
        assert done.code == 1
        assert str(home / "index") in done.err
    assert [path.name for path in (home / "index").iterdir()] == ["letter.txt"]


def test_an_index_of_another_version_is_rebuilt_on_request(fauxlex: Caller, home: Path) -> None:
    """Both versions are named; `--rebuild` brings everything back."""
    marker = home / "index" / "fauxlex.json"
    held = json.loads(marker.read_text())
    held["fauxlex"]["schema"] = "0"
    marker.write_text(json.dumps(held))
    for call in (("search", "x"), ("index",)):
        done = fauxlex(*call, "--home", home)
        assert done.code == 1
        assert "version" in done.err
        assert "index --rebuild" in done.err
    assert fauxlex("index", "--rebuild", "--home", home).err == "read 6, indexed 6, set aside 0\n"
    assert len(found(fauxlex("search", "--home", home, "--json"))) == 4


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port on loopback where nobody listens."""
    with socket.socket() as handle:
        handle.bind(("127.0.0.1", 0))
        yield int(handle.getsockname()[1])


@pytest.mark.parametrize("command", [["search", "x"], ["export", "x"], ["index"], ["index", "--rebuild"]], ids=" ".join)
def test_elasticsearch_that_is_down_is_told_with_its_address(fauxlex: Caller, tmp_path: Path, closed_port: int, command: list[str]) -> None:
    """Exit 1, and nothing of the archive is lost: the other backend takes it all in."""
    fill(tmp_path)
    url = f"http://127.0.0.1:{closed_port}"
    done = fauxlex(*command, "--home", tmp_path, "--backend", "elasticsearch", "--elasticsearch-url", url)
    assert (done.code, done.out) == (1, "")
    assert url in done.err
    assert "Traceback" not in done.err
    assert fauxlex("index", "--home", tmp_path).err == "read 6, indexed 6, set aside 0\n"


def test_one_article_is_counted_as_one(fauxlex: Caller, home: Path) -> None:
    """Searched, exported, kept and asked for again."""
    day = ("--home", home, "--language", "fr")
    assert fauxlex("search", *day).out.startswith("1 article ")
    assert "wrote 1 article\n" in fauxlex("export", *day).err
    kept = fauxlex("cite", *day).out
    assert "  1 article, " in kept
    assert fauxlex("cited", "--home", home, kept.split()[0]).out.startswith("1 article on ")


def test_a_result_can_be_cited(fauxlex: Caller, home: Path) -> None:
    """Kept under an id that is printed, with a link where the site's address is known; asked for later with what has changed."""
    kept = json.loads(fauxlex("cite", "--home", home, "--base-url", "https://news.example", "deepfake", "--json").out)
    assert (kept["then"], kept["link"]) == (4, f"https://news.example/cited/{kept['id']}")
    assert "4 now: +0 −0" in fauxlex("cited", "--home", home, kept["id"]).out
    fill(home, times=2)
    assert fauxlex("index", "--home", home).code == 0
    told = json.loads(fauxlex("cited", "--home", home, kept["id"], "--json").out)
    assert (told["then"], told["now"], len(told["added"]), told["gone"]) == (4, 8, 4, [])
    done = fauxlex("cited", "--home", home, "nothing")
    assert (done.code, done.out) == (2, "")
