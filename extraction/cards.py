"""Cards: what leads to other stories, wherever a page shows it. Blocks of one kind, side by side, each with a headline that is a link elsewhere."""

import re
from collections.abc import Iterator
from itertools import pairwise

from lxml.html import HtmlElement

MIN_CARDS = 4
"""Fewer are not a listing's."""
_MIN_RUN = 3
_MAX_TEASER = 350
_MAX_TEASER_UNDER_HEADING = 900
_HEADLINE = 10
_TAGS = ("article", "dl", "li", "div", "section", "tr")
_BLOCKS = frozenset(
    ("p", "div", "li", "dt", "dd", "td", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "ul", "table", "header")
)
_HEADINGS = frozenset(("h2", "h3", "h4", "h5"))
_DIGITS = re.compile(r"\d+")


def passages(root: HtmlElement) -> frozenset[str]:
    """The passages of every run of cards, with single spaces."""
    leads: dict[HtmlElement, set[str]] = {}
    for link in root.iter("a"):
        address = (link.get("href") or "").strip("#")
        if address and len(passage("".join(link.itertext()))) >= _HEADLINE:
            for node in (link, *link.iterancestors()):
                leads.setdefault(node, set()).add(address)
    found: set[str] = set()
    for parent in [node for node, known in leads.items() if len(known) >= MIN_CARDS]:
        for run in _runs(parent):
            heads: list[set[str]] = [set().union(*(leads.get(node, ()) for node in card)) for card in run]
            told = [card for card, head in zip(run, heads, strict=True) if len(head) == 1]
            if len(told) >= MIN_CARDS and len(set().union(*heads)) >= len(told):
                found.update(passage("".join(part.itertext())) for card in told for node in card for part in node.iter())
    return frozenset(found - {""})


def passage(text: str) -> str:
    """`text` with single spaces."""
    return " ".join(text.split())


def teasers(root: HtmlElement, path: str) -> list[HtmlElement]:
    """Cards that may be taken out of an article's page: runs of at least three, each short and with one headline that leads off the page.

    Args:
        root: the page's body.
        path: of the page's own address; links to it are no links elsewhere (entries of a live blog).
    """
    leads: dict[HtmlElement, set[str]] = {}
    for link in root.iter("a"):
        if (target := _target(link, path)) and _is_headline(link):
            for node in (link, *link.iterancestors()):
                leads.setdefault(node, set()).add(target)
    found: list[HtmlElement] = []
    for parent in list(leads):
        if len(leads[parent]) < _MIN_RUN:
            continue
        groups: dict[tuple[str, str], list[HtmlElement]] = {}
        for child in parent:
            if child.tag in _TAGS or child.tag == "a":
                groups.setdefault((child.tag, _DIGITS.sub("", child.get("class") or "")), []).append(child)
        for group in groups.values():
            told = [child for child in group if len(leads.get(child, ())) in (1, 2) and _is_short(child)]
            if len(told) >= max(_MIN_RUN, 0.7 * len(group)) and len(set().union(*(leads[child] for child in told))) >= len(told):
                found.extend(told)
    return found


def _target(link: HtmlElement, path: str) -> str | None:
    """The address that a link leads to, or None where it leads nowhere else."""
    address = (link.get("href") or "").strip()
    if not address or address.startswith(("#", "javascript:", "mailto:")):
        return None
    plain = address.partition("#")[0]
    return None if path not in ("", "/") and plain.endswith(path) else plain


def _is_headline(link: HtmlElement) -> bool:
    """Whether a link is long enough for a headline and all that its block says."""
    text = passage("".join(link.itertext()))
    if len(text) < _HEADLINE:
        return False
    if any(node.tag in _BLOCKS for node in link.iterdescendants()):
        return True
    block = next((node for node in link.iterancestors() if node.tag in _BLOCKS), None)
    return block is not None and len(text) >= 0.8 * len(passage("".join(block.itertext())))


def _is_short(card: HtmlElement) -> bool:
    """Whether a card is a teaser: a headline and little else, or a linked heading first and then not much."""
    text = passage("".join(card.itertext()))
    linked = sum(len(passage("".join(link.itertext()))) for link in card.iter("a"))
    if len(text) - linked <= _MAX_TEASER:
        return True
    first = next((node for node in card.iterdescendants() if node.tag in _BLOCKS and passage("".join(node.itertext()))), None)
    while first is not None and first.tag not in _HEADINGS:
        first = next((node for node in first if isinstance(node.tag, str) and passage("".join(node.itertext()))), None)
    return first is not None and next(first.iter("a"), None) is not None and len(text) <= _MAX_TEASER_UNDER_HEADING


def _runs(parent: HtmlElement) -> Iterator[list[list[HtmlElement]]]:
    """What may be cards among an element's children: its children of one kind, each one a card; or each heading with what follows it."""
    children = [child for child in parent if isinstance(child.tag, str)]
    for tag in _TAGS:
        yield [[child] for child in children if child.tag == tag]
    for tag in ("h2", "h3", "h4"):
        starts = [n for n, child in enumerate(children) if child.tag == tag]
        yield [children[start:end] for start, end in pairwise([*starts, len(children)])]
