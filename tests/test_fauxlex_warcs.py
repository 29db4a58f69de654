"""`import --warc`: any WARC file, streamed, several at a time, resumed where it was stopped, every record counted under a name."""

import gzip
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from fauxlex_calls import ROOT
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from core.archive import Archive, Response, imports, read_responses
from core.archive.warc import MOST_OF_A_PIECE
from core.errors import UsageError
from core.settings import Settings
from crawlers.sources import Source
from fauxlex.warcs import BATCH, COUNTS, import_warcs, left_out

KO = "국회는 딥페이크 성범죄를 처벌하는 개정안을 통과시켰다. 개정안은 다음 달부터 시행된다. "
EN = "Lawmakers passed a bill against deepfake pornography on Tuesday, and it will take effect next month. "
DE = "Der Bundestag hat am Dienstag ein Gesetz gegen Deepfake-Pornografie beschlossen, das im nächsten Monat in Kraft treten wird. "
PUMPKIN = "The harvest festival drew a large crowd to the square, with pumpkins and music for everybody. "


def html(text: str, charset: str = "utf-8", lang: str = "en") -> bytes:
    """A page of a text, with scripts that speak of other things."""
    noise = "<script>var deep = 'nothing'; if (a < b) { }</script>" * 3
    return f"<html lang={lang}><head><title>{text[:20]}</title>{noise}</head><body><p>{text * 6}</p></body></html>".encode(charset)


def write(path: Path, pages: Iterator[tuple[str, bytes, str]], *, packed: bool = True) -> Path:
    """A WARC file with a request and a response for each page (address, body, content type)."""
    with path.open("wb") as handle:
        writer = WARCWriter(handle, gzip=packed)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "another"}))
        for url, body, kind in pages:
            date = {"WARC-Date": "2026-11-03T00:30:00Z"}
            http = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            ask = StatusAndHeaders("GET / HTTP/1.1", [("Host", "a.example")], is_http_request=True)
            writer.write_record(
                writer.create_warc_record(url, "request", payload=io.BytesIO(b""), http_headers=ask, warc_headers_dict=date)
            )
            writer.write_record(
                writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=http, warc_headers_dict=date)
            )
    return path


def mixed(count: int, host: str = "a.example") -> Iterator[tuple[str, bytes, str]]:
    """Pages of which one in four is to be taken."""
    for number in range(count):
        text, lang = ((KO, "ko"), (PUMPKIN, "en"), (DE, "de"), (PUMPKIN, "en"))[number % 4]
        yield f"https://{host}/{number}", html(text, lang=lang), "text/html; charset=utf-8"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    opened = Archive(tmp_path / "home")
    yield opened
    opened.close()


def take(
    archive: Archive, *paths: Path, workers: int = 1, everything: bool = False, sources: tuple[Source, ...] = ()
) -> dict[str, dict[str, int]]:
    """The counts of each file, those that are not zero."""
    settings = Settings(home=archive.home, extract_workers=workers)
    done = {path.name: counts for path, counts in import_warcs(archive, settings, paths, sources=sources, everything=everything)}
    for counts in done.values():
        assert counts["read"] == sum(counts[name] for name in COUNTS)
    return {name: {key: count for key, count in counts.items() if count} for name, counts in done.items()}


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_gate_and_language_come_first(archive: Archive, tmp_path: Path, packed: bool) -> None:
    """Of a hundred pages a quarter is taken; every other one is counted under its reason; requests are no pages."""
    done = take(archive, write(tmp_path / "a.warc", mixed(100), packed=packed))
    assert done == {"a.warc": {"read": 100, "taken": 25, "stopped by the gate": 50, "other languages": 25}}
    assert archive.counts()["fetches"] == 25


def test_several_files_at_a_time_and_the_same_page_once(archive: Archive, tmp_path: Path) -> None:
    """A page that stands in two files is there already in the second."""
    files = [write(tmp_path / f"{n}.warc.gz", mixed(40, "a.example" if n < 2 else "b.example")) for n in range(3)]
    done = take(archive, *files, workers=2)
    assert sum(counts.get("taken", 0) for counts in done.values()) == 20
    assert sum(counts.get("there already", 0) for counts in done.values()) == 10


def test_pages_are_laid_to_the_outlet_whose_domain_they_are_of(archive: Archive, tmp_path: Path) -> None:
    """Others have no source."""
    outlet = Source(id="a", name="A", domain="a.example", country="KR", language="ko")
    take(archive, write(tmp_path / "a.warc.gz", mixed(4)), write(tmp_path / "b.warc.gz", mixed(4, "b.example")), sources=(outlet,))
    found = {fetch.url: fetch.source for change in archive.log.changes_after(0, ["fetch"], 9) if (fetch := archive.crawl.fetch(change.ref))}
    assert found == {"https://a.example/0": "a", "https://b.example/0": None}


def test_everything_means_everything_that_is_a_page(archive: Archive, tmp_path: Path) -> None:
    """Also what gate and language would stop."""
    assert take(archive, write(tmp_path / "a.warc.gz", mixed(8)), everything=True) == {"a.warc.gz": {"read": 8, "taken": 8}}


def test_a_stopped_import_goes_on_where_it_was(archive: Archive, tmp_path: Path) -> None:
    """What was dealt with is not read again; a finished file, imported anew, is read whole."""
    path = write(tmp_path / "a.warc.gz", mixed(4 * BATCH))
    running = import_warcs(archive, Settings(home=archive.home, extract_workers=1), [path])
    readings = 0
    real = imports.advance

    def stopping(*args: object) -> dict[str, int]:
        nonlocal readings
        readings += 1
        if readings == 3:
            raise KeyboardInterrupt
        return real(*args)  # type: ignore[arg-type]

    imports.advance = stopping
    try:
        with pytest.raises(KeyboardInterrupt):
            list(running)
    finally:
        imports.advance = real
    begun = imports.place(archive.log, path)
    assert 0 < begun < path.stat().st_size
    done = take(archive, path)["a.warc.gz"]
    assert (done["read"], done["taken"] + done.get("there already", 0)) == (4 * BATCH, BATCH)
    assert archive.counts()["fetches"] == BATCH
    assert take(archive, path)["a.warc.gz"]["there already"] == BATCH


def test_a_killed_import_ends_with_the_same_set(tmp_path: Path) -> None:
    """SIGKILL on the way; started again, every page is there once."""
    path = write(tmp_path / "a.warc.gz", mixed(6 * BATCH))
    command = [sys.executable, "-m", "fauxlex", "import", "--warc", str(path), "--home", str(tmp_path / "home"), "--extract-workers", "1"]
    child = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL)
    warcs = tmp_path / "home" / "warc"
    while child.poll() is None and not any(warcs.glob("*")):
        time.sleep(0.02)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    opened = Archive(tmp_path / "home")
    take(opened, path)
    urls = [fetch.url for change in opened.log.changes_after(0, ["fetch"], 10_000) if (fetch := opened.crawl.fetch(change.ref))]
    assert len(urls) == len(set(urls)) == 3 * BATCH // 2
    opened.close()


def test_a_damaged_file_keeps_what_was_read_and_does_not_stop_the_others(archive: Archive, tmp_path: Path) -> None:
    """The error names the file and the byte."""
    torn = write(tmp_path / "torn.warc.gz", mixed(400))
    raw = torn.read_bytes()
    torn.write_bytes(raw[: len(raw) // 2] + b"\xff" * 3000 + raw[len(raw) // 2 :])
    good = write(tmp_path / "good.warc.gz", mixed(8, "b.example"))
    with pytest.raises(UsageError, match=r"torn\.warc\.gz: not a WARC file, or damaged at byte \d+"):
        take(archive, torn, good)
    assert archive.counts()["fetches"] > 30


def page(text: str, charset: str, lang: str = "ko", header: str = "") -> Response:
    """A response in some encoding."""
    kind = f"text/html{'; charset=' + header if header else ''}"
    body = html(text, charset, lang)
    record = next(iter_of(body, kind))
    assert record.page is not None
    return record.page


def iter_of(body: bytes, kind: str) -> Iterator[object]:
    """The records of a file with one page."""
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "x.warc.gz", iter([("https://a.example/1", body, kind)]))
        yield from (record for record in read_responses(path) if record.page or record.left_out)


@pytest.mark.parametrize("header", ["euc-kr", "utf-8", ""])
def test_the_gate_reads_what_the_extractor_would(header: str) -> None:
    """Also where the bytes are not what the header says."""
    assert left_out(page(KO, "cp949", header=header)) is None
    assert left_out(page(PUMPKIN, "cp949", "en", header)) == "stopped by the gate"


def test_the_language_is_that_of_the_text(tmp_path: Path) -> None:
    """Not of the declaration."""
    assert left_out(page(DE, "utf-8", "en")) == "other languages"
    assert left_out(page(EN, "utf-8", "de")) is None


@pytest.mark.parametrize(
    "body", [b"%PDF-1.7 1 0 obj", bytes(range(256)) * 20, b"\x28\xb5\x2f\xfd packed"], ids=["a PDF", "binary", "packed"]
)
def test_what_is_no_text_stops_no_file(archive: Archive, tmp_path: Path, body: bytes) -> None:
    """Though its server says that it is a page."""
    pages = iter([("https://a.example/1", body, "text/html"), ("https://a.example/2", html(KO, lang="ko"), "text/html")])
    assert take(archive, write(tmp_path / "a.warc.gz", pages))["a.warc.gz"] == {"read": 2, "taken": 1, "no text": 1}


PACKED = {
    "gzip": gzip.compress(html(KO)),
    "br": brotli.compress(html(KO)),
    "br that is none": html(KO),
    "br, torn": brotli.compress(html(KO))[:40],
    "br, of a bomb": brotli.compress(bytes(2 * MOST_OF_A_PIECE), quality=1),
}


@pytest.mark.parametrize("coding", PACKED)
def test_bodies_that_lie_packed_are_unpacked(tmp_path: Path, coding: str) -> None:
    """As other writers than Common Crawl's leave them; one that cannot be unpacked stops no file and fills no memory."""
    path = tmp_path / "a.warc.gz"
    with path.open("wb") as handle:
        writer = WARCWriter(handle, gzip=True)
        for number in range(2):
            kinds = [("Content-Type", "text/html"), ("Content-Encoding", coding.split()[0].rstrip(","))]
            http = StatusAndHeaders("200 OK", kinds, protocol="HTTP/1.1")
            payload = io.BytesIO(PACKED[coding] if number == 0 else gzip.compress(html(KO)) if coding == "gzip" else html(KO))
            writer.write_record(writer.create_warc_record(f"https://a.example/{number}", "response", payload=payload, http_headers=http))
    bodies = [record.page.body for record in read_responses(path) if record.page]
    assert bodies[1] == html(KO)
    assert len(bodies[0]) < MOST_OF_A_PIECE
    assert (bodies[0] == html(KO)) == (coding in ("gzip", "br", "br that is none"))


def test_an_address_that_is_none_is_counted(archive: Archive, tmp_path: Path) -> None:
    """As some writers leave it."""
    pages = iter([("http://[bad/1", html(KO), "text/html"), ("https://a.example/1", b"x" * 100, "image/png")])
    assert take(archive, write(tmp_path / "a.warc.gz", pages))["a.warc.gz"] == {"read": 2, "not a web address": 1, "other types": 1}
