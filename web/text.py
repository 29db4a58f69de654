"""Text from strangers made safe to show: controls and direction overrides out, short extracts, links that are links."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from markupsafe import Markup, escape

EXCERPT = 160
"""Longest extract shown of one passage, in code points: very short extracts are what press law leaves free."""

# C0 and C1 controls (but tab and line feed), surrogates, non-characters, direction overrides and isolates: none may stand in XML 1.0
# or would let a title rearrange the line it stands in.
_UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SPACES = re.compile(r"\s+")


def plain(text: str | None) -> str:
    """`text` on one line, without characters that break XML or turn the direction of the line around it."""
    return _SPACES.sub(" ", _UNSHOWN.sub("", text or "")).strip()


def excerpt(text: str, start: int, end: int, shows: int | None = None) -> str:
    """The stretch `text[start:end]` on one line, cut at words so that it has at most `EXCERPT` code points; `shows`: a place not to cut off."""
    piece = plain(text[max(start, 0) : max(end, 0)])
    if len(piece) <= EXCERPT:
        return piece
    before = len(plain(text[max(start, 0) : shows])) - EXCERPT // 2 if shows is not None else 0
    if before > 0:
        piece = "…" + piece[piece.find(" ", before) + 1 :]
        if len(piece) <= EXCERPT:
            return piece
    cut = piece[: EXCERPT - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > EXCERPT // 2 else cut).rstrip(" ,;:") + "…"


def safe_href(url: str | None) -> str | None:
    """`url` where it is an absolute http or https address, else None: `javascript:` and `data:` never become links."""
    if not url or _UNSHOWN.search(url) or any(space in url for space in " \t\n\\"):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def marked(text: str, marks: Iterable[tuple[int, int]]) -> Markup:
    """`text` escaped, with `<mark>` around each stretch of `marks` (code points, end exclusive; overlaps are merged)."""
    pieces, at = [], 0
    for start, end in sorted(marks):
        start, end = max(start, at), min(end, len(text))
        if start >= end:
            continue
        pieces += [escape(_UNSHOWN.sub("", text[at:start])), Markup("<mark>"), escape(_UNSHOWN.sub("", text[start:end])), Markup("</mark>")]
        at = end
    pieces.append(escape(_UNSHOWN.sub("", text[at:])))
    return Markup("").join(pieces)
