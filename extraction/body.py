"""The article's text out of the page: the best of several readings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import trafilatura
from lxml.html import HtmlElement

from extraction import document, jsonld, pruning, state
from extraction.characters import clean_lines, squash
from extraction.metadata import Source
from extraction.residue import is_prose
from extraction.residue_patterns import says_partial

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "header",
        "footer",
        "dl",
        "dd",
        "dt",
        "figure",
        "pre",
        "main",
        "address",
    ]
)
_CONTAINER = re.compile(
    r"article[-_]{0,2}(?:body|content|text|txt|view|cont)|news[-_]{0,2}(?:body|content|text|txt|cont|view|article)|story[-_]{0,2}(?:body|content)|"
    r"(?:post|entry)[-_]{0,2}(?:body|content)|body[-_]?text|text[-_]?body|(?:view|detail)[-_]?(?:cont|text|body)|cont(?:ent)?[-_]{0,2}(?:body|article|text)",
    re.IGNORECASE,
)
_ENOUGH_CHARS = 250
_SHORT_CHARS = 30
_SHORT_PAGE_CHARS = 1500
_BROKEN = 3
_MORE = 1.3
_MAX_JOINED = 12
_LONG_LINE = 200
# Mending compares lines with one another; longer texts are data or minutes of a whole sitting and are taken as they are.
_MAX_MENDED = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Lines of text as read, not yet cleaned; where they were found; the title, date and bylines beside them in script data."""

    lines: tuple[str, ...]
    origin: str
    published: str | None = None
    title: str | None = None
    bylines: tuple[str, ...] = ()


def read(source: Source, title: str | None, description: str | None) -> Body:
    """The text of the page; `lines` is empty where none was found. Prunes the page's tree.

    The readings, in order of trust: trafilatura over the pruned page; the container that the page itself marks as the article, where the
    first reading is short or lies outside of it; the page's script data and JSON-LD's articleBody, where the page shows nothing of
    either. Text behind a paywall is not fetched out of scripts: where the page shows a beginning and says that the rest is not free, the
    beginning is the text.
    """
    scripts = state.scripts(source.tree)
    pruning.prune(source.tree, source.address.path)
    shown = _shown(source.tree)
    size = sum(map(len, shown))
    closed = jsonld.is_free(source.article) is False or any(says_partial(line) for line in shown)
    if not (closed and size >= _ENOUGH_CHARS):
        stored = state.find(scripts, title, description) if size < 4 * _ENOUGH_CHARS or not _speaks_of(shown, title, description) else None
        if stored and _is_better(stored.lines, shown):
            return Body(lines=stored.lines, origin="script", published=stored.published, title=stored.title, bylines=stored.bylines)
        told = source.article.get("articleBody")
        if isinstance(told, str) and size < _ENOUGH_CHARS:
            lines = tuple(state.paragraphs(told))
            if _is_better(lines, shown):
                return Body(lines=lines, origin="json-ld")
    return Body(lines=tuple(shown), origin="page")


def _is_better(stored: tuple[str, ...], shown: list[str]) -> bool:
    """Whether stored text should stand for what the page shows: there is much more of it, it is another text, or it is the same and goes on."""
    have, text = sum(map(len, stored)), squash(" ".join(stored))
    shared = sum(len(line) for line in shown if squash(line) in text)
    size = sum(map(len, shown))
    return have > 2 * size or (have >= 100 and shared < 0.3 * size) or (have > _MORE * size and shared > 0.9 * size)


def _speaks_of(lines: list[str], title: str | None, description: str | None) -> bool:
    """Whether the text shares words with the title and the summary, as an article's does and a sidebar's does not."""
    wanted = {
        word for word in re.findall(r"\w{2,}", f"{title or ''} {description or ''}".casefold()) if len(word) > 3 or not word.isascii()
    }
    text = " ".join(lines).casefold()
    return not wanted or sum(word in text for word in wanted) >= 0.4 * len(wanted)


def _shown(tree: HtmlElement) -> list[str]:
    """The lines that the page shows as its article."""
    lines = _trafilatura(tree, careful=False)
    if len(lines) > _MAX_MENDED:
        return lines
    whole = lines_of(tree)
    lines = _parted(_joined(lines, whole), whole)
    size = sum(map(len, lines))
    if _ENOUGH_CHARS < size < _SHORT_PAGE_CHARS:
        lines = _without_labels(lines, _trafilatura(tree, careful=True))
        size = sum(map(len, lines))
    container = _marked(tree)
    marked = lines_of(container) if container is not None else []
    if container is None or not marked:
        return lines
    inside = squash(" ".join(marked))
    shared = sum(len(line) for line in lines if squash(line) in inside)
    marked_size = sum(map(len, marked))
    prose = sum(len(line) for line in marked if is_prose(line))
    if (
        (size < _ENOUGH_CHARS and prose > sum(len(line) for line in lines if is_prose(line)))
        or (shared < 0.3 * size and marked_size >= _SHORT_CHARS)
        or prose > 1.6 * max(size, 1)
    ):
        return marked
    return _completed(lines, marked, squash("".join(_broken_text(container))))


def _trafilatura(tree: HtmlElement, *, careful: bool) -> list[str]:
    """Trafilatura's reading: its full cascade, or its strictest rules alone."""
    found = trafilatura.bare_extraction(
        tree, include_comments=False, include_images=False, with_metadata=False, fast=careful, favor_precision=careful
    )
    return clean_lines(getattr(found, "text", None) or "")


def _joined(lines: list[str], whole: list[str]) -> list[str]:
    """`lines` with those put together again that are one line of the page (trafilatura breaks text outside of paragraphs at links)."""
    starts: dict[str, str] = {}
    for line in whole:
        starts.setdefault(squash(line), line)
    keys = [squash(line) for line in lines]
    result: list[str] = []
    position = 0
    while position < len(lines):
        joined, taken = keys[position], 1
        for ahead in range(1, min(_MAX_JOINED, len(lines) - position)):
            joined += keys[position + ahead]
            if joined in starts:
                taken = ahead + 1
        result.append(lines[position] if taken == 1 else starts["".join(keys[position : position + taken])])
        position += taken
    return result


def _parted(lines: list[str], whole: list[str]) -> list[str]:
    """`lines` with those taken apart that are several lines of the page, one after another (text of cells and unknown elements)."""
    keys = [squash(line) for line in whole]
    result: list[str] = []
    for line in lines:
        key = squash(line)
        pieces = _pieces_of(key, keys) if len(line) > _LONG_LINE else None
        result.extend([line] if pieces is None else (whole[position] for position in pieces))
    return result


def _pieces_of(key: str, keys: list[str]) -> list[int] | None:
    """Positions of consecutive `keys` that make up `key`, empty ones left out; None where it is one of them, or no run of them."""
    for start, first in enumerate(keys):
        if not first or len(first) >= len(key) or not key.startswith(first):
            continue
        found, taken = [start], first
        for position in range(start + 1, len(keys)):
            if len(taken) >= len(key) or not key.startswith(taken + keys[position]):
                break
            taken += keys[position]
            found += [position] if keys[position] else []
        if taken == key:
            return found
    return None


def _without_labels(lines: list[str], strict: list[str]) -> list[str]:
    """The strict reading of a short page, if what the other has beyond it is mostly labels (offers, log-in, boxes) and not sentences."""
    if not strict:
        return lines
    kept = squash(" ".join(strict))
    extra = [line for line in lines if squash(line) not in kept]
    prose = sum(len(line) for line in extra if is_prose(line))
    return strict if len(extra) >= 3 and prose < 0.5 * sum(map(len, extra)) and len(kept) > 0 else lines


def _completed(lines: list[str], marked: list[str], broken: str) -> list[str]:
    """`lines` with the sentences between line breaks that the first reading passed over, in the container's order.

    Args:
        lines: the first reading.
        marked: all lines of the container.
        broken: squashed text that stands directly between the container's `<br>` elements.
    """
    known = squash(" ".join(lines))
    result = list(lines)
    for position, line in enumerate(marked):
        key = squash(line)
        if not is_prose(line) or key not in broken or key in known or any(len(own) > _SHORT_CHARS and squash(own) in key for own in lines):
            continue
        before = next((squash(earlier) for earlier in reversed(marked[:position]) if len(squash(earlier)) >= 10), None)
        after = next((i for i, own in enumerate(result) if before and before in squash(own)), None)
        result.insert(0 if after is None else after + 1, line)
    return result


def _broken_text(node: HtmlElement) -> Iterator[str]:
    """Text directly inside elements that are divided by `<br>` rather than by paragraphs."""
    for inner in node.iter("div", "section", "article", "td", "span", "p"):
        if sum(child.tag == "br" for child in inner) >= _BROKEN:
            yield inner.text or ""
            for child in inner:
                if child.tag not in _BLOCKS and child.tag not in ("br", "script", "style"):
                    yield "".join(child.itertext())
                yield child.tail or ""


def _marked(tree: HtmlElement) -> HtmlElement | None:
    """The container that the page marks as the article's body: of several, the one with most sentences and least else in it, or None."""
    best: HtmlElement | None = None
    best_score = 0
    nodes = [node for node in tree.iter("div", "section", "article", "td", "p") if _is_marked(node)]
    for node in nodes[:40]:
        lines = lines_of(node)
        score = sum(len(line) if is_prose(line) else -len(line) for line in lines) - _linked(node)
        inner = best is not None and any(outer is best for outer in node.iterancestors())
        if score > best_score or (inner and score > 0.85 * best_score):
            best, best_score = node, score
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
