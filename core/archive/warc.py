"""Raw responses in WARC files (ISO 28500, through warcio): one gzip member a record, rotated by size, repaired after a crash."""

import errno
import os
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import Any

import brotli
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from core.errors import ArchiveError, ArchiveFullError, UsageError

RECORD_ID = re.compile(rb"WARC-Record-ID: <([^>\r\n]+)>")

RECORD_END = b"\r\n\r\n"
"""Behind the last record of a file that is not packed it is not counted to that record."""

MOST_OF_A_PIECE = 67_108_864
"""Bytes that a piece of a packed body (16 KiB, as warcio reads it) may unpack to."""

PACKING = 4
"""Level of gzip: on 51 real pages (201 kB each) 4 takes 1.9 ms and leaves 21.1 %; 6 takes 3.3 ms for 20.2 %, 9 4.8 ms for 20.1 %."""

DROPPED_HEADERS = frozenset({"content-encoding", "content-length", "transfer-encoding", "set-cookie"})
"""Headers that no longer describe the stored payload (it is kept unpacked), or that nobody should keep (cookies)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An HTTP response as it came, its payload unpacked."""

    url: str
    status: int
    reason: str = ""
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b""
    fetched_at: datetime
    truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a record lies: file name, offset of its gzip member, record id (`urn:uuid:…`) and payload digest (`sha1:…`)."""

    file: str
    offset: int
    record_id: str
    digest: str


class WarcStore:
    """The folder of WARC files of one archive. One process appends (the crawler or an import); any may read."""

    def __init__(self, folder: Path, max_bytes: int = 1_000_000_000) -> None:
        self.folder = folder
        self.max_bytes = max_bytes
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as err:
            raise ArchiveError(f"{folder}: cannot be made or opened ({err.strerror}); name another folder with --home") from err

    def append(self, response: Response) -> Location:
        """Writes one response record and makes it durable before it returns; see `append_all`."""
        return self.append_all([response])[0]

    def append_all(self, responses: Sequence[Response]) -> list[Location]:
        """Writes a record for each response, in one file, and makes all durable at once before it returns.

        Raises:
            ArchiveFullError: the disk is full; the file is as it was before.
            ArchiveError: it cannot be written.
        """
        records = [_packed(response) for response in responses]
        path = self._current()
        start = path.stat().st_size if path.exists() else 0
        try:
            with path.open("ab") as handle:
                for packed, _, _ in records:
                    handle.write(packed)
                handle.flush()
                os.fsync(handle.fileno())
        except OSError as err:
            if path.exists() and path.stat().st_size > start:
                os.truncate(path, start)
            if err.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                kept = ", ".join(response.url for response in responses)
                raise ArchiveFullError(f"{path}: the disk is full; the page {kept} was not kept: free space and start again") from err
            raise ArchiveError(f"{path}: {err.strerror}; check the rights of the folder or name another --home") from err
        places = accumulate((len(packed) for packed, _, _ in records), initial=start)
        return [
            Location(file=path.name, offset=offset, record_id=record_id, digest=digest)
            for offset, (_, record_id, digest) in zip(places, records, strict=False)
        ]

    def read(self, file: str, offset: int) -> Response:
        """The response at `offset` of `file`.

        Raises:
            ArchiveError: the file is missing or holds no record there.
        """
        path = self.folder / file
        try:
            with path.open("rb") as handle:
                handle.seek(offset)
                record = next(iter(ArchiveIterator(handle)))
                http = record.http_headers
                headers = tuple(http.headers) if http else ()
                status = int(http.get_statuscode()) if http else 0
                return Response(
                    url=record.rec_headers.get_header("WARC-Target-URI"),
                    status=status,
                    headers=headers,
                    body=record.content_stream().read(),
                    fetched_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")),
                    truncated=record.rec_headers.get_header("WARC-Truncated") is not None,
                )
        except (OSError, StopIteration, ValueError, TypeError, AttributeError, zlib.error, ArchiveLoadFailed) as err:
            raise ArchiveError(
                f"{path}: no readable record at byte {offset} ({err or 'end of file'}); restore the file from a copy"
            ) from err

    def erase(self, file: str, offset: int) -> None:
        """Overwrites the record at `offset` with a note of the same length that it was removed; every other record keeps its place.

        Raises:
            ArchiveError: the file is missing, or holds no record there.
        """
        path = self.folder / file
        try:
            with path.open("r+b") as handle:
                size, record_id = _member(handle, offset)
                handle.seek(offset)
                handle.write(_note_of_removal(size, record_id))
                handle.flush()
                os.fsync(handle.fileno())
        except (OSError, ValueError, zlib.error) as err:
            raise ArchiveError(f"{path}: the record at byte {offset} cannot be overwritten ({err}); check the file and its rights") from err

    def repair(self, acknowledged: Mapping[str, int]) -> list[str]:
        """Cuts a torn last record off each newest file; called by the one appender at start.

        Args:
            acknowledged: file name → offset of its last record that the archive's file knows of.

        Returns:
            A line for each file that was cut.
        """
        files = sorted(self.folder.glob("*.warc.gz"))[-1:]
        lines = []
        for path in files:
            end = _sound_end(path, acknowledged.get(path.name, 0))
            size = path.stat().st_size
            if end < size:
                os.truncate(path, end)
                lines.append(f"{path.name}: a record torn at byte {end} ({size - end} bytes) was cut off; it had not been acknowledged")
        return lines

    def _current(self) -> Path:
        """The file to append to: the newest, or a new one when that has reached its size."""
        files = sorted(self.folder.glob("fauxlex-*.warc.gz"))
        if files and files[-1].stat().st_size < self.max_bytes:
            return files[-1]
        last = max((int(path.name[8:14]) for path in files if path.name[8:14].isdecimal()), default=0)
        return self.folder / f"fauxlex-{last + 1:06d}.warc.gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One record of a foreign WARC file: where it ends, and its page or the name of what it is instead (None for no response at all)."""

    end: int
    page: Response | None = None
    left_out: str | None = None


class _Brotli:
    """brotli's decompressor in the shape of zlib's, which warcio reads by; its own way of making one fails with brotli 1.2."""

    unused_data = b""

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    def decompress(self, packed: bytes) -> bytes:
        """What a piece unpacks to.

        Raises:
            ValueError: it is more than any page; warcio then takes the body as it lies.
        """
        unpacked: bytes = self._inner.process(packed, output_buffer_limit=MOST_OF_A_PIECE)
        if not self._inner.can_accept_more_data():
            raise ValueError(f"{len(packed)} bytes unpack to over {MOST_OF_A_PIECE}")
        return unpacked


def read_responses(path: Path, max_bytes: int = 10_485_760, start: int = 0) -> Iterator[Read]:
    """The records of any WARC file, in order, streaming.

    Args:
        path: packed record by record, or not packed. max_bytes: of a page; larger ones are left out. start: a byte at which a record begins.

    Raises:
        UsageError: it is not a WARC file, or damaged; says at which byte.
    """
    BufferedReader.DECOMPRESSORS["br"] = _Brotli
    place = start
    try:
        with path.open("rb") as handle:
            handle.seek(start)
            if handle.read(len(RECORD_END)) != RECORD_END:
                handle.seek(start)
            records = ArchiveIterator(handle)
            for record in records:
                name, page = _page(record, max_bytes) if record.rec_type == "response" else (None, None)
                records.read_to_end(record)
                place = records.get_record_offset() + records.get_record_length()
                yield Read(end=place, page=page, left_out=name)
        if path.stat().st_size - place > len(RECORD_END):  # warcio takes what it cannot unpack for the end
            raise UsageError(f"{path}: not a WARC file, or damaged at byte {place} ({path.stat().st_size - place} bytes are left)")
    except (ArchiveLoadFailed, EOFError, OSError, zlib.error) as err:
        raise UsageError(f"{path}: not a WARC file, or damaged at byte {place} ({err})") from err


def _page(record: Any, max_bytes: int) -> tuple[str | None, Response | None]:
    """The page of a response record, or why it is none."""
    http, headers = record.http_headers, record.rec_headers
    if http is None or http.get_statuscode() != "200":
        return "other statuses", None
    if "html" not in (http.get_header("Content-Type") or "").lower():
        return "other types", None
    try:
        fetched_at = datetime.fromisoformat(headers.get_header("WARC-Date") or "")
    except ValueError:
        return "without a date", None
    body = record.content_stream().read(max_bytes + 1)
    if len(body) > max_bytes:
        return "too large", None
    url = (headers.get_header("WARC-Target-URI") or "").strip("<>")
    zoned = fetched_at if fetched_at.tzinfo else fetched_at.replace(tzinfo=UTC)
    return None, Response(url=url, status=200, headers=tuple(http.headers), body=body, fetched_at=zoned)


def _packed(response: Response) -> tuple[bytes, str, str]:
    """One packed record, its id and payload digest."""
    unpacked = BytesIO()
    writer = WARCWriter(unpacked, gzip=False)  # which would pack at level 9
    kept = [(name, value) for name, value in response.headers if name.lower() not in DROPPED_HEADERS]
    kept.append(("Content-Length", str(len(response.body))))
    http = StatusAndHeaders(f"{response.status} {response.reason}".strip(), kept, protocol="HTTP/1.1")
    extra = {"WARC-Date": response.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    if response.truncated:
        extra["WARC-Truncated"] = "unspecified"
    record = writer.create_warc_record(
        response.url, "response", payload=BytesIO(response.body), length=len(response.body), http_headers=http, warc_headers_dict=extra
    )
    writer.write_record(record)
    packer = zlib.compressobj(PACKING, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    packed = packer.compress(unpacked.getbuffer()) + packer.flush()
    headers = record.rec_headers
    return packed, headers.get_header("WARC-Record-ID").strip("<>"), headers.get_header("WARC-Payload-Digest")


def _member(handle: Any, offset: int) -> tuple[int, str]:
    """The length of the gzip member at `offset`, and the id of its record.

    Raises:
        ValueError: none begins there, or it does not end.
    """
    handle.seek(offset)
    inflater, read, head = zlib.decompressobj(31), 0, b""
    while not inflater.eof:
        chunk = handle.read(1 << 16)
        if not chunk:
            raise ValueError("it does not end")
        read += len(chunk)
        head += inflater.decompress(chunk)[: max(0, 4096 - len(head))]
    found = RECORD_ID.search(head)
    if not found:
        raise ValueError("no WARC record begins there")
    return read - len(inflater.unused_data), found.group(1).decode("ascii", "replace")


def _note_of_removal(size: int, record_id: str) -> bytes:
    """A gzip member of exactly `size` bytes (RFC 1952, filled up in its comment) with a WARC record that says what stood there."""
    text = b"This record was removed on request.\r\n"
    date = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    head = f"WARC/1.0\r\nWARC-Type: metadata\r\nWARC-Record-ID: <{record_id}>\r\nWARC-Date: {date}\r\nContent-Length: {len(text)}\r\n\r\n"
    record = head.encode() + text + b"\r\n\r\n"
    deflater = zlib.compressobj(9, wbits=-15)
    packed = deflater.compress(record) + deflater.flush()
    tail = packed + zlib.crc32(record).to_bytes(4, "little") + len(record).to_bytes(4, "little")
    filling = size - len(tail) - 11
    if filling < 0:
        raise ValueError(f"the record has only {size} bytes")
    return b"\x1f\x8b\x08\x10" + bytes(4) + b"\x02\xff" + b" " * filling + b"\x00" + tail


def _sound_end(path: Path, start: int) -> int:
    """The offset behind the last whole gzip member of `path`, looking from the member at `start`."""
    good = start
    with path.open("rb") as handle:
        handle.seek(start)
        inflater, position = zlib.decompressobj(31), start
        while chunk := handle.read(1 << 20):
            while chunk:
                try:
                    inflater.decompress(chunk)
                except zlib.error:
                    return good
                if not inflater.eof:
                    position += len(chunk)
                    break
                position += len(chunk) - len(inflater.unused_data)
                good, chunk = position, inflater.unused_data
                inflater = zlib.decompressobj(31)
    return good
