"""The article's text out of the page: the best of several readings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import trafilatura
from lxml.html import HtmlElement

from extraction import document, jsonld, state
from extraction.characters import clean_lines, squash
from extraction.metadata import Source
from extraction.residue import is_prose

_BLOCKS = frozenset("p div section article ul ol li table tr h1 h2 h3 h4 h5 h6 blockquote header footer dl dd dt figure pre main address".split())
_CONTAINER = re.compile(
    r"article[-_]?(?:body|content|text|txt|view|cont)|news[-_]?(?:body|content|text|txt|cont|view|article)|story[-_]?(?:body|content)|"
    r"(?:post|entry)[-_]?(?:body|content)|body[-_]?text|text[-_]?body|(?:view|detail)[-_]?(?:cont|text|body)|cont(?:ent)?[-_]?(?:body|article|text)",
    re.IGNORECASE,
)
_ENOUGH_CHARS = 250
_SHORT_CHARS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Lines of text as read, not yet cleaned; where they were found; the date that script data gave, if it was asked."""

    lines: tuple[str, ...]
    origin: str
    published: str | None = None
    title: str | None = None
    saw_consent: bool = False


def read(source: Source, title: str | None, description: str | None) -> Body:
    """The text of the page; `lines` is empty where none was found. Prunes the page's tree.

    The readings, in order of trust: trafilatura over the pruned page; the container that the page itself marks as the article, where the
    first reading is short or lies outside of it; the page's script data and JSON-LD's articleBody, where the page shows nothing of
    either. Text behind a paywall is not fetched out of scripts: where the page shows a beginning and says that the rest is not free, the
    beginning is the text.
    """
    scripts = state.scripts(source.tree)
    saw_consent = document.prune(source.tree)
    shown = _shown(source.tree)
    size = sum(map(len, shown))
    closed = jsonld.is_free(source.article) is False
    if not (closed and size >= _ENOUGH_CHARS):
        stored = state.find(scripts, title, description) if size < 4 * _ENOUGH_CHARS or not _speaks_of(shown, title, description) else None
        if stored and _is_better(stored.lines, shown):
            return Body(lines=stored.lines, origin="script", published=stored.published, title=stored.title, saw_consent=saw_consent)
        told = source.article.get("articleBody")
        if isinstance(told, str) and size < _ENOUGH_CHARS:
            lines = tuple(state.paragraphs(told))
            if _is_better(lines, shown):
                return Body(lines=lines, origin="json-ld", saw_consent=saw_consent)
    return Body(lines=tuple(shown), origin="page", saw_consent=saw_consent)


def _is_better(stored: tuple[str, ...], shown: list[str]) -> bool:
    """Whether stored text should stand for what the page shows: there is more of it, or the page shows another text."""
    have, text = sum(map(len, stored)), squash(" ".join(stored))
    shared = sum(len(line) for line in shown if squash(line) in text)
    return have > 2 * sum(map(len, shown)) or (have >= 100 and shared < 0.3 * sum(map(len, shown)))


def _speaks_of(lines: list[str], title: str | None, description: str | None) -> bool:
    """Whether the text shares words with the title and the summary, as an article's does and a sidebar's does not."""
    wanted = {word for word in re.findall(r"\w{2,}", f"{title or ''} {description or ''}".casefold()) if len(word) > 3 or not word.isascii()}
    text = " ".join(lines).casefold()
    return not wanted or sum(word in text for word in wanted) >= 0.4 * len(wanted)


def _shown(tree: HtmlElement) -> list[str]:
    """The lines that the page shows as its article."""
    found = trafilatura.bare_extraction(tree, include_comments=False, include_images=False, include_links=False, with_metadata=False)
    lines = clean_lines(getattr(found, "text", None) or "")
    size = sum(map(len, lines))
    marked = _marked(tree)
    if not marked:
        return lines
    inside = squash(" ".join(marked))
    shared = sum(len(line) for line in lines if squash(line) in inside)
    marked_size = sum(map(len, marked))
    prose = sum(len(line) for line in marked if is_prose(line))
    if size < _ENOUGH_CHARS and marked_size > size or shared < 0.3 * size and marked_size >= _SHORT_CHARS or prose > 1.6 * max(size, 1):
        return marked
    return lines


def _marked(tree: HtmlElement) -> list[str]:
    """Lines of the container that the page marks as the article's body: the innermost with nearly all of the prose, or nothing."""
    nodes = [node for node in tree.iter("div", "section", "article", "td", "p") if _is_marked(node)]
    best: list[str] = []
    best_size = 0.0
    for node in nodes[:40]:
        lines = lines_of(node)
        size = sum(len(line) for line in lines) - 2 * _linked(node)
        if size > best_size and (size > 1.15 * best_size):
            best, best_size = lines, size
    return best


def _is_marked(node: HtmlElement) -> bool:
    return (node.get("itemprop") or "") == "articleBody" or _CONTAINER.search(document.names_of(node)) is not None


def _linked(node: HtmlElement) -> int:
    return sum(document.text_length(link) for link in node.iter("a"))


def lines_of(node: HtmlElement) -> list[str]:
    """The text of `node` with a line for each block and each `<br>`."""
    return clean_lines("".join(_pieces(node)))


def _pieces(node: HtmlElement) -> Iterator[str]:
    """Text of `node` in order, with line breaks at blocks and `<br>`; without recursion, pages may be deep."""
    stack: list[tuple[HtmlElement, bool]] = [(node, False)]
    while stack:
        current, done = stack.pop()
        if done:
            if current.tag in _BLOCKS:
                yield "\n"
            if current is not node and current.tail:
                yield current.tail.replace("\n", " ")
            continue
        if current.tag == "br" or current.tag in _BLOCKS:
            yield "\n"
        if current.text:
            yield current.text.replace("\n", " ")
        stack.append((current, True))
        stack.extend((child, False) for child in reversed(current) if isinstance(child.tag, str))
