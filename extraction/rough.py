"""The running text of a page, roughly and fast: for sieves that read millions of pages, most of which nobody will extract.

Menus, teasers and attributes are left out by form alone. They must be: nearly every page of news has "image", "video" and "label" in its markup and
"AI" in a menu, so that a gate over the whole page stops almost none.
"""

import json
import re
from collections.abc import Iterator
from html import unescape

LEAST_LETTERS = 60
"""Of a line that is taken for running text; Hangul, kana and Han count threefold."""

LITTLE = 400
"""A page whose lines have fewer letters may keep its text in a script: then the long strings there are read, too."""

LEAST_STRING = 120
"""Characters of a string in a script that is taken for running text."""

MOST_HEADS = 20

MOST_READ = 1_000_000
"""Characters of a page, its scripts included; what comes later is no beginning of an article."""

_UNSEEN = re.compile(r"<(script|style|noscript|template|svg)\b[^>]{0,5000}>(.*?)(?:</\1\s{0,9}>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|em|font|i|ins|mark|q|s|small|span|strong|sub|sup|time|u|wbr)(?:\s[^<>]{0,5000})?/?>", re.I
)
_TAG = re.compile(r"<[^<>]{0,5000}>")
_HEAD = re.compile(r"<(title|h1)\b[^<>]{0,5000}>(.{0,400}?)</\1\s{0,9}>", re.I | re.S)
_META = re.compile(
    r"<meta\b(?=[^<>]{0,5000}[:\"']?(?:title|description)\b)[^<>]{0,5000}?\bcontent\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)')", re.I
)
_STRING = re.compile(rf'"((?:[^"\\]|\\.){{{LEAST_STRING},}})"', re.S)
_LETTER = re.compile(r"[^\W\d_]")
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")


def running_text(html: str) -> str:
    """Title, headline, description and the lines of a page that are long enough to be running text, a line each.

    Args:
        html: the page, decoded.
    """
    html = html[:MOST_READ]
    heads = [_TAG.sub(" ", found[2]) for found in _HEAD.finditer(html)][:MOST_HEADS]
    heads += [found[1] or found[2] or "" for found in _META.finditer(html)][:MOST_HEADS]
    shown = _TAG.sub("\n", _INLINE.sub("", _UNSEEN.sub("\n", html)))
    lines = [" ".join(line.split()) for line in shown.split("\n") if _weight(line) >= LEAST_LETTERS]
    if sum(map(len, lines)) < LITTLE:
        lines += _strings(html)
    return unescape("\n".join((*heads, *lines)))


def _weight(line: str) -> int:
    """Letters of a line; what is too short for any is not counted."""
    if len(line) < LEAST_LETTERS // 3:
        return 0
    return len(_LETTER.findall(line)) + 2 * len(_DENSE.findall(line))


def _strings(html: str) -> Iterator[str]:
    """Long strings in the page's scripts, unescaped, without markup."""
    for script in _UNSEEN.finditer(html):
        for found in _STRING.finditer(script[2] or ""):
            try:
                text = str(json.loads(f'"{found[1]}"', strict=False))
            except ValueError:  # of another language than JSON
                text = found[1]
            if " " in text:
                yield _TAG.sub("\n", text)
