"""JSON-LD of a page, read with bounds: what publishers say of their own article (schema.org)."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

MAX_SCRIPT_CHARS = 1_000_000
_MAX_OBJECTS = 300
_MAX_DEPTH = 6
_ARTICLE = re.compile(r"Article$|Posting$|^Report$|^Review$", re.IGNORECASE)
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_WRAPPERS = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)

Node = Mapping[str, Any]


def load(text: str) -> Any:
    """`text` as JSON, mended where publishers break it (comment wrappers, raw line breaks, trailing commas); None where that fails.

    NaN and Infinity are read as None; of duplicate keys the last counts.
    """
    if len(text) > MAX_SCRIPT_CHARS:
        return None
    plain = _WRAPPERS.sub("", text).strip().rstrip(";")
    for candidate in (plain, _TRAILING_COMMA.sub(r"\1", plain)):
        try:
            return json.loads(candidate, strict=False, parse_constant=lambda _: None)
        except (ValueError, RecursionError):
            continue
    return None


def objects(tree: HtmlElement) -> list[Node]:
    """All JSON-LD objects of the page, nested ones of the usual places included, at most 300."""
    found: list[Node] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            found.extend(_flatten(load(script.text), 0))
            if len(found) >= _MAX_OBJECTS:
                break
    return found[:_MAX_OBJECTS]


def _flatten(node: Any, depth: int) -> Iterator[Node]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(node, list):
        for item in node[:_MAX_OBJECTS]:
            yield from _flatten(item, depth + 1)
    elif isinstance(node, dict):
        yield node
        for key in _NESTED:
            if isinstance(node.get(key), (dict, list)):
                yield from _flatten(node[key], depth + 1)


def types(node: Node) -> tuple[str, ...]:
    """The node's schema.org types without a prefix."""
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return tuple(name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if isinstance(name, str))


def article(nodes: list[Node]) -> Node:
    """The object that speaks of the page's article; empty if none.

    Article-like types come first, then any other that has a headline and a date (pages of a video); of several, the one that says most.
    """
    asked = ("headline", "datePublished", "author", "articleBody", "publisher")
    best: Node = {}
    best_rank = (False, 0)
    for node in nodes:
        is_article = any(_ARTICLE.search(name) for name in types(node))
        if ("headline" in node and "datePublished" in node) or (is_article and ("headline" in node or "datePublished" in node)):
            rank = (is_article, sum(key in node for key in asked))
            if rank > best_rank:
                best, best_rank = node, rank
    return best


def names(value: Any, nodes: list[Node]) -> list[str]:
    """Names of people or organisations in an `author` or `publisher` value, references by `@id` followed."""
    items = value if isinstance(value, list) else [value]
    found: list[str] = []
    for item in items[:50]:
        if isinstance(item, list):
            found.extend(names(item[:50], nodes) if all(isinstance(part, (str, dict)) for part in item) else [])
        elif isinstance(item, str):
            found.append(item)
        elif isinstance(item, dict):
            found.extend(_names_of(item, nodes))
    return found


def _names_of(item: Node, nodes: list[Node]) -> list[str]:
    name = item.get("name") or item.get("byline")
    if name is None and isinstance(item.get("@id"), str):
        same = (node for node in nodes if node.get("@id") == item["@id"] and node.get("name"))
        name = next(same, {}).get("name")
    if name is None and (item.get("givenName") or item.get("familyName")):
        name = f"{item.get('givenName') or ''} {item.get('familyName') or ''}"
    values = name if isinstance(name, list) else [name]
    return [value for value in values if isinstance(value, str)]


def is_free(node: Node) -> bool | None:
    """`isAccessibleForFree`, in whatever form it is written; None where it is not said."""
    value = node.get("isAccessibleForFree")
    if isinstance(value, str):
        word = value.rsplit("/", 1)[-1].strip().lower()
        return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(word)
    return bool(value) if isinstance(value, (bool, int)) else None
