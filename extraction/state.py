"""Articles whose body is only in the JSON that a page's scripts start from.

Client-rendered pages carry the story as data: an application state, a content object of the publishing system, a framework's payload. No
outlet's variable names are known here: every JSON value in every script is walked for long prose (a string of HTML or paragraphs, or a list
of text elements), and one is taken only where the object around it also holds the page's own title or begins as its description does.
"""

import base64
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, fromstring

from extraction.characters import clean_lines, squash

_MAX_SCRIPT_CHARS = 3_000_000
_MAX_STARTS = 40
_MAX_VALUES = 200_000
_MAX_DEPTH = 40
_MIN_CHARS = 60
_START = re.compile(r"(?:=|\(|:)\s*(?=[{\[])|JSON\.parse\(\s*(?=\")|(?:^|;)\s*(?=[{\[])")
_DECODER = json.JSONDecoder(strict=False)
_MAX_CODE_CHARS = 1_000_000
_MIN_LITERAL = 300
_MIN_TITLE = 8
_MIN_REFERENCES = 3
_LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_PACKED = re.compile(r'"[A-Za-z0-9+/]{200,}={0,2}"')
_PARTS = ("content", "text", "html", "body", "value", "paragraph", "contentText", "data")
_CHILDREN = ("content", "children", "nodes", "runs", "spans")
_MAX_RUN_DEPTH = 4
_PROSE_KINDS = re.compile(r"text|paragraph|^p$|html|body|quote|header|heading|chapo|lead|intro|standfirst", re.IGNORECASE)
_BLOCK_TAGS = re.compile(r"<(?:br|/p|/div|/h[1-6]|/li|/blockquote)\b[^>]*>", re.IGNORECASE)
_TITLE_KEYS = re.compile(r"title|headline|subject|^basic$|^name$", re.IGNORECASE)
_WRITER_KEYS = re.compile(r"^(?:writers?|authors?|reporters?|journalists?|bylines?|credits|auteurs?)(?:_?names?)?$", re.IGNORECASE)
_DATE_KEYS = re.compile(r"^(?:first_?publish(?:ed)?_?(?:date|at|time)?|display_?date|publish(?:ed)?_?(?:date|at|time|on)|date_?published|pub_?date|reg_?(?:date|dt)|service_?date|"
                        r"created_?(?:date|at)|write_?date)$", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StateArticle:
    """A story found in script data: its paragraphs, and its title, date and bylines as the same object gives them."""

    lines: tuple[str, ...]
    title: str | None
    published: str | None
    bylines: tuple[str, ...] = ()


def scripts(tree: HtmlElement) -> list[str]:
    """The texts of the page's scripts and attributes that may hold data; JSON-LD is read elsewhere."""
    texts = [script.text for script in tree.iter("script") if "ld+json" not in (script.get("type") or "").lower()]
    texts += [f"={value}" for value in tree.xpath("//@*[string-length() >= 200]") if value.lstrip()[:1] in ("{", "[")]
    return [text for text in texts if text and 200 <= len(text) <= _MAX_SCRIPT_CHARS]


def find(texts: list[str], title: str | None, description: str | None) -> StateArticle | None:
    """The story of the page in its scripts' data, or None.

    Args:
        texts: what `scripts` gave.
        title: what the page's own metadata call it.
        description: the page's summary, by which the story's beginning is known where the title is not beside it.
    """
    best: StateArticle | None = None
    wanted, begin = squash(title), squash(description)[:40]
    for value in (*_values(texts), *_literals(texts, wanted)):
        for holder in _objects(_resolved(value)):
            lines = _prose(holder)
            if sum(map(len, lines)) < _MIN_CHARS:
                continue
            own = _title(holder, wanted)
            if own is None and not (len(begin) >= 20 and begin in squash(" ".join(lines))[: 4 * len(begin)]):
                continue
            if best is None or sum(map(len, lines)) > sum(map(len, best.lines)):
                best = StateArticle(lines=tuple(lines), title=own, published=_published(holder), bylines=tuple(_bylines(holder)))
    return best


def _values(texts: list[str]) -> Iterator[Any]:
    """Every JSON value in the scripts; the lines that a framework streams in pieces are put together first."""
    flight: list[str] = []
    for text in texts:
        for value in _embedded(text):
            if isinstance(value, list) and len(value) == 2 and isinstance(value[1], str):
                flight.append(value[1])
            yield value
    for line in "".join(flight).split("\n"):
        payload = line.partition(":")[2]
        if len(payload) > 200 and payload[0] in "[{":
            value = _decode(_DECODER, payload, 0)[0]
            if value is not None:
                yield value


def _literals(texts: list[str], wanted: str) -> Iterator[dict[str, str]]:
    """Long strings of scripts that are code, not JSON, each with the page's title where the same script has it as a string; packed JSON unpacked."""
    for text in texts:
        if len(text) > _MAX_CODE_CHARS:
            continue
        titled = ""
        for match in _LITERAL.finditer(text):
            if len(match[0]) < _MIN_TITLE or (len(match[0]) < _MIN_LITERAL and titled):
                continue
            if _PACKED.fullmatch(match[0]):
                with suppress(ValueError):
                    value = json.loads(base64.b64decode(match[0][1:-1]))
                    if isinstance(value, dict):
                        yield value
                continue
            said, _ = _decode(_DECODER, match[0], 0)
            if not isinstance(said, str) or said.lstrip().startswith(("{", "[")):
                continue
            if len(said) < _MIN_LITERAL:
                titled = said if wanted and squash(said) == wanted else ""
            else:
                yield {"title": titled, "content": said}


def _resolved(value: Any) -> Any:
    """A cache of normalised objects with the references in its lists put back (`{"__ref": "Block:7"}`); other values as they are."""
    if not isinstance(value, dict) or sum(":" in key for key in value) < _MIN_REFERENCES:
        return value
    return {
        key: {name: _dereferenced(part, value) for name, part in held.items()} if isinstance(held, dict) else held
        for key, held in value.items()
    }


def _dereferenced(part: Any, cache: dict[str, Any]) -> Any:
    if not isinstance(part, list):
        return part
    return [cache.get(item["__ref"], item) if isinstance(item, dict) and isinstance(item.get("__ref"), str) else item for item in part]


def _embedded(text: str) -> Iterator[Any]:
    """JSON objects, arrays and quoted JSON in a script, left to right, not inside one another."""
    position = 0
    for _ in range(_MAX_STARTS):
        match = _START.search(text, position)
        if match is None:
            return
        value, end = _decode(_DECODER, text, match.end())
        if isinstance(value, str):
            value = _decode(_DECODER, value, 0)[0]
        if value is not None:
            yield value
        position = max(end, match.end() + 1)


def _decode(decoder: json.JSONDecoder, text: str, start: int) -> tuple[Any, int]:
    """The JSON value at `start` and where it ends; (None, start) where there is none."""
    try:
        return decoder.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, start


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """All objects in `value`, outer ones first, bounded."""
    stack: list[tuple[Any, int]] = [(value, 0)]
    seen = 0
    while stack and seen < _MAX_VALUES:
        node, depth = stack.pop()
        seen += 1
        if depth > _MAX_DEPTH:
            continue
        if isinstance(node, dict):
            yield node
            stack.extend((child, depth + 1) for child in node.values() if isinstance(child, (dict, list)))
        elif isinstance(node, list):
            stack.extend((child, depth + 1) for child in node if isinstance(child, (dict, list)))


def _prose(holder: dict[str, Any]) -> list[str]:
    """The longest prose directly in `holder`: one of its strings, or a list of text elements in it."""
    best: list[str] = []
    for value in holder.values():
        lines: list[str] = []
        if isinstance(value, str) and len(value) >= _MIN_CHARS and " " in value and not value.startswith(("http", "data:")):
            lines = paragraphs(value)
        elif isinstance(value, list) and value and all(isinstance(item, (dict, str)) for item in value[:5]):
            lines = _elements(value)
        if sum(map(len, lines)) > sum(map(len, best)):
            best = lines
    return best


def _elements(items: list[Any]) -> list[str]:
    """Paragraphs of a list of text elements, other elements (images, embeds) passed over."""
    lines: list[str] = []
    for item in items[:2000]:
        if isinstance(item, str):
            lines.extend(paragraphs(item) if " " in item else ())
            continue
        if not isinstance(item, dict):
            continue
        kind = item.get("type") or item.get("_type") or item.get("kind") or "text"
        if not isinstance(kind, str) or not _PROSE_KINDS.search(kind):
            continue
        part = next((item[key] for key in _PARTS if isinstance(item.get(key), str) and item[key].strip()), None) or _runs(item)
        if part:
            lines.extend(paragraphs(part))
    return lines


def _runs(item: dict[str, Any], depth: int = 0) -> str:
    """The text of an editor's node: runs of text in lists of children, a few levels deep."""
    if isinstance(item.get("text"), str):
        return str(item["text"])
    inner: list[Any] = next((item[key] for key in _CHILDREN if isinstance(item.get(key), list)), [])
    parts = (_runs(child, depth + 1) for child in inner[:2000] if isinstance(child, dict)) if depth < _MAX_RUN_DEPTH else ()
    return "".join(parts)


def paragraphs(text: str) -> list[str]:
    """The lines of a string of HTML or plain text."""
    if "<" not in text:
        return clean_lines(text)
    try:
        node = fromstring("<div>" + _BLOCK_TAGS.sub(lambda tag: tag.group(0) + "\n", text[:_MAX_SCRIPT_CHARS]) + "</div>")
    except (etree.ParserError, ValueError):
        return []
    for unwanted in list(node.iter("script", "style", "figure", "figcaption", "iframe", "table")):
        if unwanted.getparent() is not None:
            unwanted.drop_tree()
    return clean_lines(node.text_content())


def _title(holder: dict[str, Any], wanted: str) -> str | None:
    """The title in `holder` (or one level below) that is the page's own, or None."""
    for key, value in holder.items():
        if isinstance(value, dict) and _TITLE_KEYS.search(key):
            value = next((inner for inner in value.values() if isinstance(inner, str) and inner), None)
        if isinstance(value, str) and _TITLE_KEYS.search(key) and 0 < len(value) < 400:
            own = squash(value)
            if own and wanted and (own == wanted or (len(own) >= 10 and (own in wanted or wanted in own))):
                return value
    return None


def _published(holder: dict[str, Any]) -> str | None:
    """The date string of `holder` that says when it was published, or None."""
    dated = {key: value for key, value in holder.items() if isinstance(value, str) and _DATE_KEYS.match(key)}
    for preferred in ("first_publish", "publish", "display", "datepub", "date_pub", "pub", "service", "reg", "write", "created"):
        for key, value in dated.items():
            if key.lower().startswith(preferred):
                return value
    return None


def _bylines(holder: dict[str, Any]) -> list[str]:
    """Names that `holder` gives as its writers: strings, or objects with a name, one list deep."""
    found: list[str] = []
    for key, value in holder.items():
        if not _WRITER_KEYS.match(key):
            continue
        if isinstance(value, dict) and isinstance(value.get("by"), list):
            value = value["by"]
        for item in value if isinstance(value, list) else [value]:
            name = item.get("name") or item.get("byline") if isinstance(item, dict) else item
            if isinstance(name, str) and 1 < len(name) <= 90:
                found.append(name)
    return found
