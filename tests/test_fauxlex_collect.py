"""`import`, `crawl`, `tag`, `index`, `run`: what goes in is in the archive, what cannot is told, and nothing is lost on the way."""

import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from crawl_stage import Stage, page, rss, source, toml
from fauxlex_calls import Caller, Done, fill, indexed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from core.archive import Archive, Response, Visit
from core.article import Article
from core.settings import Settings
from fauxlex.extracting import extract_all

PROSE = "국회는 딥페이크 성범죄를 처벌하는 개정안을 통과시켰다. 개정안은 다음 달부터 시행된다. " * 5
HTML = f"<html lang=ko><head><title>국회, 처벌법 통과</title></head><body><article><h1>국회, 처벌법 통과</h1><p>{PROSE}</p></article></body></html>"


def answers(done: Done) -> list[dict[str, Any]]:
    """The lines of stdout as objects."""
    return [json.loads(line) for line in done.lines]


def stored(home: Path, article_id: str) -> Article:
    """An article of the archive."""
    archive = Archive(home)
    found = archive.article(article_id)
    archive.close()
    assert found is not None
    return found


def take(fauxlex: Caller, home: Path, *rows: dict[str, Any]) -> Done:
    """Imports rows."""
    return fauxlex("import", "--jsonl", "--home", home, "--extract-workers", "1", stdin=[json.dumps(row) for row in rows])


def test_a_text_is_imported_with_all_that_is_said_of_it(fauxlex: Caller, tmp_path: Path) -> None:
    """The row's own words count, and the answer tells the article's id."""
    row = {
        "url": "https://a.example/1?utm_source=x#top", "title": "제목", "text": PROSE, "published_at": "2026-11-03T09:30:00+09:00",
        "source": "a", "language": "ko", "authors": ["가나다"], "country": "KR",
    }  # fmt: skip
    done = take(fauxlex, tmp_path, row)
    (answer,) = answers(done)
    assert (answer["id"], answer["new"], done.err.splitlines()[-1]) == (row["url"], True, "read 1, done 1, failed 0")
    article = stored(tmp_path, answer["article_id"])
    assert (article.url, article.title, article.source, article.outlet_country) == ("https://a.example/1", "제목", "a", "KR")
    assert (article.authors, article.language) == (("가나다",), "ko")
    assert article.published_at is not None
    assert article.published_at.isoformat() == row["published_at"]


def test_html_is_extracted_and_an_id_alone_is_enough(fauxlex: Caller, tmp_path: Path) -> None:
    """Without an address the id makes one; the same rows again are nothing new."""
    rows = [{"url": "https://a.example/1", "html": HTML}, {"id": "local-7/ä", "title": "Titel", "text": "Ein Text. " * 20}]
    first, second = answers(take(fauxlex, tmp_path, *rows))
    assert stored(tmp_path, first["article_id"]).title == "국회, 처벌법 통과"
    assert stored(tmp_path, second["article_id"]).url == "urn:fauxlex:import:local-7%2F%C3%A4"
    assert [answer["new"] for answer in answers(take(fauxlex, tmp_path, *rows))] == [False, False]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"title": "x", "text": "y"}, 'a row needs "url" or "id"'),
        ({"id": 1}, 'a row needs "text", "html" or at least "title"'),
        ({"url": "ftp://a.example/1", "text": "x"}, "only http and https"),
        ({"url": "not a url", "text": "x"}, "is not a URL"),
        ({"id": 1, "text": "x", "published_at": "3 November"}, "\"published_at\" is '3 November'; write ISO 8601"),
        ({"id": 1, "text": "x", "published_at": "0001-01-01T00:00:00+14:00"}, "a year from 1800"),
        ({"id": 1, "text": "x", "published_at": 20261103}, "published_at must be text"),
        ({"id": 1, "text": "x", "authors": "Ada"}, '"authors" must be a list'),
        ({"id": 1, "text": "x", "source": ["a"]}, "source must be text"),
        ({"id": 1, "html": ""}, "a row needs"),
        ({"id": 1, "html": "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>"}, "no article"),
    ],
)
def test_a_row_that_cannot_be_taken_gets_its_reason(fauxlex: Caller, tmp_path: Path, row: dict[str, Any], says: str) -> None:
    """And the next one is taken."""
    bad, good = answers(take(fauxlex, tmp_path, row, {"id": "good", "title": "T", "text": "A text."}))
    assert says in bad["error"]
    assert (good["id"], good["new"]) == ("good", True)


def test_impossible_characters_are_taken_out(fauxlex: Caller, tmp_path: Path) -> None:
    """What no feed and no index can hold does not get into the archive; the rest of the text does."""
    row = {
        "id": "\ud800x",
        "title": "a\u0000b\ud800 c\u202e",
        "text": "Ein\u000b Satz mit \udfff Resten. " * 5,
        "authors": ["A\u0000da", ""],
    }
    (answer,) = answers(take(fauxlex, tmp_path, row))
    article = stored(tmp_path, answer["article_id"])
    assert (article.title, article.authors) == ("ab c", ("Ada",))
    assert not re.search("[\x00\x0b\ud800-\udfff]", article.text or "")


@pytest.mark.parametrize("arguments", [[], ["--jsonl", "--warc", __file__], ["--jsonl", __file__], ["--warc", "/nowhere.warc"]])
def test_import_called_wrongly(fauxlex: Caller, tmp_path: Path, arguments: list[str]) -> None:
    """Exit 2, and no archive is made."""
    done = fauxlex("import", "--home", tmp_path / "home", *arguments)
    assert (done.code, done.out) == (2, "")
    assert not (tmp_path / "home" / "archive.sqlite").exists()


def warc(path: Path, *pages: tuple[str, int, str, bytes, dict[str, str]]) -> Path:
    """A WARC file as another program would write it: URL, status, content type, body, further headers."""
    with path.open("wb") as handle:
        writer = WARCWriter(handle, gzip=path.suffix == ".gz")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "another"}))
        for url, status, kind, body, more in pages:
            http = StatusAndHeaders(f"{status} X", [("Content-Type", kind), *more.items()], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=http, warc_headers_dict={"WARC-Date": "2026-11-03T00:30:00Z"}
            )
            writer.write_record(record)
    return path


def said(line: str) -> dict[str, int]:
    """The counts of a file's line that are not zero; `read` is their sum."""
    found = {name: int(count) for name, count in re.findall(r"([a-z][a-z ]*?) (\d+)(?:,|$)", line.partition(": ")[2].strip()) if int(count)}
    assert found["read"] == sum(found.values()) - found["read"]
    return found


def test_a_warc_file_is_imported_through_the_gate(fauxlex: Caller, tmp_path: Path) -> None:
    """Counted by name; a second time there is nothing to take; several files may be named."""
    quiet = HTML.replace("딥페이크", "호박").replace("처벌", "축제").encode()
    one = warc(
        tmp_path / "one.warc.gz",
        ("https://a.example/1", 200, "text/html; charset=utf-8", HTML.encode(), {}),
        ("https://a.example/2", 200, "text/html; charset=utf-8", quiet, {}),
        ("https://a.example/3", 404, "text/html", b"no", {}),
        ("https://a.example/4", 200, "image/png", b"\x89PNG", {}),
        ("https://a.example/5", 200, "text/html", b"x" * 5000, {}),
    )
    two = warc(tmp_path / "two.warc", ("https://b.example/1", 200, "text/html; charset=utf-8", HTML.encode(), {"tdm-reservation": "1"}))
    flags = ("--home", tmp_path / "home", "--crawl-max-bytes", "4000")
    done = fauxlex("import", "--warc", one, two, *flags)
    assert done.code == 0
    one_said = next(line for line in done.err.splitlines() if "one.warc.gz" in line)
    assert said(one_said) == {"read": 5, "taken": 1, "stopped by the gate": 1, "other statuses": 1, "other types": 1, "too large": 1}
    assert "two.warc: read 1, taken 1" in done.err
    again = said(fauxlex("import", "--warc", one, *flags).err)
    assert (again["there already"], "taken" in again) == (1, False)
    whole = said(fauxlex("import", "--warc", one, "--all", *flags).err)
    assert (whole["taken"], whole["there already"], "stopped by the gate" in whole) == (1, 1, False)
    assert fauxlex("extract", "--home", tmp_path / "home").err.startswith("read 3, articles or revisions 2")
    archive = Archive(tmp_path / "home")
    article = archive.article(archive.store.id_of("https://a.example/1") or "")
    assert article is not None
    assert (article.title, article.fetched_at) == ("국회, 처벌법 통과", datetime(2026, 11, 3, 0, 30, tzinfo=UTC))
    assert {health.rights for health in archive.sources()} == set()
    archive.close()


@pytest.mark.parametrize("content", [b"", b"a letter", b"\x1f\x8b torn", bytes(range(256)) * 50])
def test_what_is_no_warc_file_is_told(fauxlex: Caller, tmp_path: Path, content: bytes) -> None:
    """By name; an empty one holds nothing."""
    path = tmp_path / "letter.warc.gz"
    path.write_bytes(content)
    done = fauxlex("import", "--warc", path, "--home", tmp_path / "home")
    assert (done.code, "read 0" in done.err) == (2 if content else 0, True)
    assert str(path) in done.err
    assert "Traceback" not in done.err


def test_a_fetch_without_a_web_address_is_set_aside(tmp_path: Path) -> None:
    """One record of a foreign WARC file must not stop the extractor for ever."""
    archive = Archive(tmp_path)
    for url in ("urn:x:1", "https://a.example/1"):
        response = Response(
            url=url, status=200, headers=(("Content-Type", "text/html; charset=utf-8"),), body=HTML.encode(), fetched_at=datetime(2026, 11, 3, tzinfo=UTC)
        )  # fmt: skip
        archive.crawl.put_fetch(response, archive.warc.append(response), Visit(url=url, source=None), (None, None))
    report = extract_all(archive, Settings(home=tmp_path, extract_workers=1))
    assert (report.seen, report.done, report.set_aside) == (2, 1, 1)
    assert archive.store.quarantined()[0]["reason"] == "urn:x:1: not a web address"
    archive.close()


def test_a_lost_warc_file_sets_its_pages_aside(tmp_path: Path) -> None:
    """Named with file and place; the rest goes on, and with the file back, `--rebuild` brings the page in."""
    archive = Archive(tmp_path)
    response = Response(
        url="https://a.example/1", status=200, headers=(("Content-Type", "text/html; charset=utf-8"),), body=HTML.encode(), fetched_at=datetime(2026, 11, 3, tzinfo=UTC)
    )  # fmt: skip
    place = archive.warc.append(response)
    archive.crawl.put_fetch(response, place, Visit(url=response.url, source=None), (None, None))
    (tmp_path / "warc" / place.file).rename(tmp_path / "elsewhere")
    settings = Settings(home=tmp_path, extract_workers=1)
    assert extract_all(archive, settings).set_aside == 1
    assert place.file in archive.store.quarantined()[0]["reason"]
    (tmp_path / "elsewhere").rename(tmp_path / "warc" / place.file)
    assert extract_all(archive, settings, rebuild=True).done == 1
    assert archive.store.quarantined() == []
    archive.close()


def test_index_takes_in_what_is_new_and_rebuilds_on_request(fauxlex: Caller, tmp_path: Path) -> None:
    """Its watermark moves with it."""
    indexed(tmp_path, fauxlex)
    assert fauxlex("index", "--home", tmp_path).err == "read 0, indexed 0, set aside 0\n"
    fill(tmp_path, 2)
    fauxlex("index", "--home", tmp_path, "--quiet")
    assert json.loads(fauxlex("search", "--home", tmp_path, "--json").out)["total"] == 8
    assert fauxlex("index", "--home", tmp_path, "--rebuild").err == "read 12, indexed 12, set aside 0\n"
    assert json.loads(fauxlex("search", "--home", tmp_path, "--json").out)["total"] == 8


def test_a_second_instance_of_a_consumer_is_refused(fauxlex: Caller, tmp_path: Path) -> None:
    """With the holder's name, exit 1."""
    fill(tmp_path)
    archive = Archive(tmp_path)
    for name in ("index", "extract"):
        with archive.log.consumer(name):
            done = fauxlex(name, "--home", tmp_path)
            assert done.code == 1
            assert f"'{name}' is already being run by process" in done.err
    archive.close()


def crawl_flags(home: Path, port: int, *names: str) -> list[str]:
    """Flags for a crawl of loopback."""
    listed = home / "sources.toml"
    listed.write_text(toml(source(name, feeds=[f"http://{name}.example/feed"]) for name in names), "utf8")
    settings = {
        "sources": listed,
        "contact": "desk@press.example",
        "resolve": f"*.example=127.0.0.1:{port}",
        "crawl-delay-s": 0,
        "crawl-retry-s": 0.05,
    }
    return [part for name, value in {"home": home, **settings}.items() for part in (f"--{name}", str(value))]


def test_crawl_says_what_it_got_and_what_it_could_not_read(fauxlex: Caller, tmp_path: Path) -> None:
    """Exit 0 while one source could be read; `--source` visits that one alone."""
    with Stage({"well.example/feed": rss(["http://well.example/1"]), "well.example/1": page("One")}) as stage:
        flags = crawl_flags(tmp_path, stage.port, "well", "ill")
        done = fauxlex("crawl", *flags)
        assert (done.code, done.out) == (0, "")
        assert "crawled: 1 new pages" in done.err
        assert "could not be read: ill: http://ill.example/feed: HTTP 404" in done.err
        alone = fauxlex("crawl", "--source", "well", *flags)
        assert (alone.code, "ill" in alone.err) == (0, False)
        unknown = fauxlex("crawl", "--source", "other", *flags)
        assert unknown.code == 2
        assert "no source 'other' in the list; it has ill, well" in unknown.err


def test_without_a_network_every_source_is_named_and_nothing_lost(fauxlex: Caller, tmp_path: Path) -> None:
    """Exit 1; the next crawl, with the network back, brings everything."""
    scripts = {"a.example/feed": rss(["http://a.example/1"]), "a.example/1": page("One")}
    with Stage({}) as stage:
        closed = stage.port
    done = fauxlex("crawl", *crawl_flags(tmp_path, closed, "a"), "--crawl-max-attempts", "2")
    assert done.code == 1
    assert "could not be read: a: http://a.example/feed: robots.txt cannot be read: the connection was refused" in done.err
    assert "Traceback" not in done.err
    with Stage(scripts) as stage:
        assert "crawled: 1 new pages" in fauxlex("crawl", *crawl_flags(tmp_path, stage.port, "a")).err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--sources", "/nowhere.toml", "--contact", "a@b.example"], "/nowhere.toml: No such file"),
        (["--contact", ""], "--contact"),
        (["--contact", "a@b.example", "--resolve", "x=8.8.8.8:80"], "only names on loopback"),
        (["--crawl-delay-s", "fast"], "FAUXLEX_CRAWL_DELAY_S='fast' is not a number"),
        (["--depth", "3"], "--depth"),
    ],
)
def test_crawl_called_wrongly(fauxlex: Caller, tmp_path: Path, arguments: list[str], says: str) -> None:
    """Exit 2 before anything is asked of anybody."""
    done = fauxlex("crawl", "--home", tmp_path, *arguments)
    assert done.code == 2
    assert says in done.err


def test_the_whole_flow_over_one_outlet(fauxlex: Caller, tmp_path: Path) -> None:
    """`run` crawls, extracts, tags and indexes; the article is found; a second run has nothing to do; `tag --rebuild` tags again."""
    korean = page("국회, 딥페이크 처벌법 통과", PROSE)
    with Stage({"a.example/feed": rss(["http://a.example/1"]), "a.example/1": korean}) as stage:
        flags = crawl_flags(tmp_path, stage.port, "a")
        first, second = fauxlex("run", *flags), fauxlex("run", *flags)
    assert (first.code, second.code) == (0, 0)
    assert "indexed: 1 articles (embedded), 0 set aside" in first.err
    assert "extracted: 0 articles" in second.err
    page_found = json.loads(fauxlex("search", "딥페이크", "--home", tmp_path, "--json").out)
    assert [hit["title"] for hit in page_found["hits"]] == ["국회, 딥페이크 처벌법 통과"]
    assert fauxlex("tag", "--rebuild", "--home", tmp_path).code == 0
