"""Raw responses: kept as they came, found again, rotated, mended after a crash."""

import os
import random
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from core.archive import Response, WarcStore, read_responses
from core.errors import ArchiveError, ArchiveFullError, UsageError

NOW = datetime(2026, 11, 3, 1, 2, 3, tzinfo=UTC)


def response(n: int = 0, body: bytes = b"<html>\xb0\xa1</html>") -> Response:
    """A response with headers that must be kept and some that must not."""
    headers = (("Content-Type", "text/html; charset=euc-kr"), ("Content-Encoding", "gzip"), ("Set-Cookie", "id=1"), ("ETag", '"x"'))
    return Response(url=f"https://a.example/{n}", status=200, reason="OK", headers=headers, body=body, fetched_at=NOW)


def test_a_response_comes_back_byte_for_byte(tmp_path: Path) -> None:
    """Body and useful headers stay, cookies and spent encodings go, and any WARC reader can read it."""
    store = WarcStore(tmp_path)
    places = [store.append(response(n)) for n in range(3)]
    back = store.read(places[1].file, places[1].offset)
    assert (back.url, back.status, back.body, back.fetched_at) == ("https://a.example/1", 200, response().body, NOW)
    assert {name for name, _ in back.headers} == {"Content-Type", "ETag", "Content-Length"}
    with (tmp_path / places[0].file).open("rb") as handle:
        records = [record.rec_headers.get_header("WARC-Record-ID").strip("<>") for record in ArchiveIterator(handle, check_digests="raise")]
    assert records == [place.record_id for place in places]


def test_files_are_rotated_by_size(tmp_path: Path) -> None:
    """A file that has reached its size is left alone."""
    store = WarcStore(tmp_path, max_bytes=1500)
    files = {store.append(response(n, os.urandom(900))).file for n in range(4)}
    assert files == {"fauxlex-000001.warc.gz", "fauxlex-000002.warc.gz"}


@pytest.mark.parametrize("cut", [1, 5, 100, -1])
def test_a_torn_last_record_is_cut_off(tmp_path: Path, cut: int) -> None:
    """Whatever was written of an unacknowledged record goes; the acknowledged ones stay readable, and writing goes on."""
    store = WarcStore(tmp_path)
    first = store.append(response(0))
    second = store.append(response(1))
    path = tmp_path / first.file
    data = path.read_bytes()
    path.write_bytes(data[: second.offset + cut] if cut > 0 else data[:cut])
    (line,) = store.repair({first.file: first.offset})
    assert f"torn at byte {second.offset}" in line
    assert path.stat().st_size == second.offset
    third = store.append(response(2))
    assert store.read(third.file, third.offset).url == "https://a.example/2"
    assert store.read(first.file, first.offset).url == "https://a.example/0"


def test_a_sound_file_is_not_touched(tmp_path: Path) -> None:
    """Repair of whole records does nothing, with or without acknowledged ones."""
    store = WarcStore(tmp_path)
    place = store.append(response(0))
    size = (tmp_path / place.file).stat().st_size
    assert store.repair({}) == [] and (tmp_path / place.file).stat().st_size == size


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record in work is undone, the message names the page."""
    store = WarcStore(tmp_path)
    place = store.append(response(0))
    size = (tmp_path / place.file).stat().st_size

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ArchiveFullError, match=r"a\.example/1 was not kept"):
        store.append(response(1))
    assert (tmp_path / place.file).stat().st_size == size


@pytest.mark.parametrize(("file", "offset"), [("nowhere.warc.gz", 0), ("fauxlex-000001.warc.gz", 10**6), ("fauxlex-000001.warc.gz", 3)])
def test_a_missing_record_is_named(tmp_path: Path, file: str, offset: int) -> None:
    """File and byte stand in the message."""
    store = WarcStore(tmp_path)
    store.append(response(0))
    with pytest.raises(ArchiveError, match=f"{file}: no readable record at byte {offset}"):
        store.read(file, offset)


def test_a_foreign_file_is_read_or_refused(tmp_path: Path) -> None:
    """Pages come out, other responses as None; what is no WARC is named."""
    store = WarcStore(tmp_path)
    place = store.append(response(0))
    assert [item.page.url for item in read_responses(tmp_path / place.file) if item.page] == ["https://a.example/0"]
    (tmp_path / "x.warc").write_bytes(b"no warc at all\n" * 20)
    with pytest.raises(UsageError, match=r"x\.warc: not a WARC file"):
        list(read_responses(tmp_path / "x.warc"))


def test_whatever_byte_is_damaged_the_record_is_refused_or_whole(tmp_path: Path) -> None:
    """Never another body, never an error that nobody expects."""
    store = WarcStore(tmp_path)
    places = [store.append(response(n, random.Random(n).randbytes(500))) for n in range(3)]
    path = tmp_path / places[0].file
    whole, body = path.read_bytes(), store.read(places[1].file, places[1].offset).body
    for seed in range(200):
        damaged, chance = bytearray(whole), random.Random(seed)
        damaged[chance.randrange(places[1].offset, places[2].offset)] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(damaged))
        with suppress(ArchiveError):
            assert store.read(places[1].file, places[1].offset).body == body


def test_a_removed_file_is_not_written_over(tmp_path: Path) -> None:
    """The next file's number is one above the highest, not the count of files."""
    store = WarcStore(tmp_path, max_bytes=1)
    names = [store.append(response()).file for _ in range(3)]
    (tmp_path / names[0]).unlink()
    assert store.append(response()).file not in names


def test_a_folder_that_went_away_is_named(tmp_path: Path) -> None:
    """The page is not acknowledged."""
    store = WarcStore(tmp_path / "warc")
    (tmp_path / "warc").rmdir()
    with pytest.raises(ArchiveError, match="warc"):
        store.append(response())
