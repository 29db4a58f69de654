"""Bytes to text: which encoding a page is really in, and what is no page at all."""

import codecs
import re

import chardet

from core.errors import ExtractionError

# Magic numbers of what servers send by mistake under text/html; names as users know them.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF media file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "gzip data that was not decompressed"),
    (b"\x28\xb5\x2f\xfd", "zstd data that was not decompressed"),
    (b"\x7fELF", "a program"),
)
_NOT_PAGES = re.compile(r"^\s*(?:image|audio|video|font)/|^\s*application/(?:pdf|zip|gzip|octet-stream|msword|vnd\.)", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,30})", re.IGNORECASE)
# WHATWG's labels (encoding.spec.whatwg.org): the declared name stands for its superset.
_SUPERSETS = {
    "euc-kr": "cp949",
    "euc_kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "ks_c_5601": "cp949",
    "windows-949": "cp949",
    "x-windows-949": "cp949",
    "ms949": "cp949",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
}
_SNIFFED_BYTES = 4096
_DETECTED_BYTES = 200_000
_BINARY_SHARE = 0.02
_BROKEN_SHARE = 0.02


def decode(raw: bytes, content_type: str | None = None) -> str:
    """The text of a page.

    Order: byte order mark; UTF-8 where the bytes are valid UTF-8 with non-ASCII in it (no other encoding's prose passes that test); the
    HTTP header's charset, then the page's own, each as its WHATWG superset and only where it decodes without an error; CP949 where that
    yields Hangul; any of these with a few broken bytes; chardet; last, UTF-8 with replacement characters.

    Args:
        raw: the body as received, content encoding (gzip …) removed.
        content_type: the HTTP header of that name, where known.

    Raises:
        ExtractionError: the bytes are no text: an image, a PDF, compressed or other binary data.
    """
    refuse_binary(raw, content_type)
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    if raw.isascii():
        return raw.decode("ascii")
    as_utf8 = _decoded(raw, "utf-8")
    if as_utf8 is not None:
        return as_utf8
    for label in _declared(raw, content_type):
        text = _decoded(raw, label)
        if text is not None and not (label == "cp1252" and _reads_as_korean(raw)):
            return text
    korean = _decoded(raw, "cp949")
    if korean is not None and _reads_as_korean(raw):
        return korean
    likely = ["utf-8", *_declared(raw, content_type), *(["cp949"] if _reads_as_korean(raw) else [])]
    return _nearly(raw, likely) or _detected(raw, _declared(raw, content_type))


def refuse_binary(raw: bytes, content_type: str | None) -> None:
    """Raise ExtractionError where `raw` is visibly not a page."""
    if content_type and _NOT_PAGES.search(content_type):
        raise ExtractionError(f"the server says Content-Type {content_type.strip()!r}, not a page; leave this address out of the source")
    for magic, name in _MAGIC:
        if raw.startswith(magic):
            raise ExtractionError(f"the response is {name}, not a page; leave this address out of the source")
    head = raw[:_SNIFFED_BYTES]
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or not head:
        return
    control = sum(head.count(byte) for byte in (b"\x00", b"\x01", b"\x02", b"\x03", b"\x04", b"\x05", b"\x06", b"\x0e", b"\x0f", b"\x10"))
    if control > max(8, _BINARY_SHARE * len(head)):
        raise ExtractionError(f"the response is binary data ({control} control bytes in the first {len(head)}), not a page")


def _declared(raw: bytes, content_type: str | None) -> list[str]:
    """Codec names declared by the header, then by the page, as supersets; unknown ones left out."""
    labels = []
    header = _CHARSET.search(content_type or "")
    if header:
        labels.append(header.group(1))
    labels += [match.decode("ascii") for match in _META.findall(raw[:_SNIFFED_BYTES])]
    known = []
    for label in labels:
        name = _SUPERSETS.get(label.lower(), label.lower())
        try:
            codecs.lookup(name)
        except LookupError:
            continue
        if name not in known:
            known.append(name)
    return known


def _decoded(raw: bytes, encoding: str) -> str | None:
    """`raw` in `encoding`, or None where it does not decode cleanly (or the codec yields no text, such as `hex`)."""
    try:
        return str(raw, encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _nearly(raw: bytes, encodings: list[str]) -> str | None:
    """The text in the first of `encodings` that all but a few bytes fit, these replaced; None where none fits."""
    foreign = sum(byte >= 0x80 for byte in raw)
    for encoding in encodings:
        text = raw.decode(encoding, "replace")
        if text.count("\ufffd") <= max(1, _BROKEN_SHARE * foreign):
            return text
    return None


def _reads_as_korean(raw: bytes) -> bool:
    """Whether the non-ASCII bytes, read as CP949, are mostly common Hangul syllables.

    Latin-1 prose has single high bytes between ASCII letters, which CP949 reads as rare syllables or not at all; the 2,350 syllables of
    KS X 1001 sit in lead bytes B0 to C8 with trail bytes from A1.
    """
    high = re.findall(rb"[\x80-\xff]+", raw[:_DETECTED_BYTES])
    total = sum(map(len, high))
    hangul = 2 * len(re.findall(rb"[\xb0-\xc8][\xa1-\xfe]", b" ".join(high)))
    return total > 0 and hangul / total > 0.6


def _detected(raw: bytes, declared: list[str]) -> str:
    """By chardet, then the declared encoding (or UTF-8) with replacement characters."""
    guess = chardet.detect(raw[:_DETECTED_BYTES]).get("encoding")
    if guess:
        name = _SUPERSETS.get(guess.lower(), guess.lower())
        text = _decoded(raw, name)
        if text is not None:
            return text
    return raw.decode(declared[0] if declared else "utf-8", "replace")
