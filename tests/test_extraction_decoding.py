"""Encodings: what the header says, what the page says, and what the bytes are."""

import pytest

from core.errors import ExtractionError
from extraction.decoding import decode

KOREAN = "<html><head>{meta}</head><body><p>뷁과 쀍은 드문 글자다. 정부는 새 규정을 이번 주에 발표했다고 밝혔다.</p></body></html>"
FRENCH = "<html><head>{meta}</head><body><p>L’été dernier, à Nîmes, la préfète a cédé : « c’est réglé ».</p></body></html>"


def _page(text: str, declared: str | None) -> str:
    return text.format(meta=f'<meta charset="{declared}">' if declared else "")


@pytest.mark.parametrize(
    ("text", "real", "header", "meta"),
    [
        (KOREAN, "cp949", "text/html; charset=euc-kr", None),
        (KOREAN, "cp949", None, "euc-kr"),
        (KOREAN, "cp949", None, "ks_c_5601-1987"),
        (KOREAN, "cp949", None, "utf-8"),
        (KOREAN, "cp949", "text/html; charset=utf-8", "utf-8"),
        (KOREAN, "cp949", None, None),
        (KOREAN, "cp949", "text/html; charset=iso-8859-1", None),
        (KOREAN, "utf-8", "text/html; charset=euc-kr", "euc-kr"),
        (KOREAN, "utf-8", None, None),
        (KOREAN, "utf-8-sig", None, "euc-kr"),
        (KOREAN, "utf-16", None, None),
        (FRENCH, "cp1252", "text/html; charset=iso-8859-1", None),
        (FRENCH, "cp1252", None, "ISO-8859-1"),
        (FRENCH, "cp1252", None, None),
        (FRENCH, "utf-8", "text/html; charset=iso-8859-1", None),
        (FRENCH, "utf-8", "text/html; charset=no-such-charset", None),
    ],
)
def test_the_right_text_whatever_is_declared(text: str, real: str, header: str | None, meta: str | None) -> None:
    """Wrong, missing and unknown declarations do not change what is read."""
    page = _page(text, meta)
    assert decode(page.encode(real), header) == page


def test_some_broken_bytes_cost_only_themselves() -> None:
    """A page with a stray byte is read with a replacement character in its place."""
    raw = "<p>정부는 새 규정을 이번 주에 발표했다.</p>".encode() + b"\xff<p>\xea\xb0\x80</p>"
    assert "정부는" in decode(raw, "text/html; charset=utf-8")


@pytest.mark.parametrize("content_type", ["image/png", "application/pdf", "video/mp4; codecs=x", "application/octet-stream"])
def test_a_content_type_that_is_no_page_is_refused(content_type: str) -> None:
    """The header is enough, and the message quotes it."""
    with pytest.raises(ExtractionError, match=content_type.split(";")[0]):
        decode(b"<p>text</p>", content_type)
