"""HTML text to a tree that is safe to walk, and the nodes in it that no reader of the article sees."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from core.errors import ExtractionError
from extraction.characters import without_forbidden

# libxml2 compares every attribute of an element with every other: 20,000 take a second, 200,000 minutes.
_MANY_ATTRIBUTES = re.compile(r"""(<[a-zA-Z][^\s>/]*+)(?:[\s/]++[^\s"'>=/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]++))?+){1000,}+""")
# libxml2 stops at 256 levels and drops what is below; runs of empty wrappers are the only way that pages get there.
_WRAPPER_RUN = re.compile(r"(?:<(?:div|span|font|b|i|em|strong|center|section|blockquote)\b[^<>]*+>\s*+){40,}+", re.IGNORECASE)
_DEPTH_LIMIT = 250
MAX_TEXT_NODE_CHARS = 2_000_000
# Asked of the parser's own tree: a walk in Python makes an object of every node.
_TOO_DEEP = etree.XPath(f"boolean({'/*' * _DEPTH_LIMIT})")
_INVENTED = etree.XPath("//*[contains(name(), '-')]")
_HUGE_TEXTS = etree.XPath(f"//text()[string-length() > {MAX_TEXT_NODE_CHARS} and not(parent::script or parent::style)]")

_BODY_MARK = re.compile(r"article[-_]?(?:body|content|text|view|cont)|news[-_]?(?:body|content|text|cont|view)|story[-_]?(?:body|content)|"
                        r"post[-_]?(?:body|content)|entry[-_]?content|articlebody|newsend", re.IGNORECASE)  # fmt: skip
_KEPT = frozenset(("html", "body", "main", "article"))


def parse(html: str) -> HtmlElement:
    """The tree of a page.

    Raises:
        ExtractionError: there is no element in it, or it is nested or filled beyond what a page of news can be.
    """
    if "<" not in html:
        raise ExtractionError(f"not HTML: no element in {len(html):,} characters that begin {html.strip()[:40]!r}")
    safe = _MANY_ATTRIBUTES.sub(r"\1", without_forbidden(html))
    tree = _tree(safe)
    if _TOO_DEEP(tree):
        tree = _tree(_WRAPPER_RUN.sub("<div>", safe))
        if _TOO_DEEP(tree):
            raise ExtractionError(f"the page is nested deeper than {_DEPTH_LIMIT} elements; no page of news is, so nothing was read")
    for node in _INVENTED(tree):
        _name(node)
    for text in _HUGE_TEXTS(tree):
        raise ExtractionError(f"one text node has {len(text):,} characters (limit {MAX_TEXT_NODE_CHARS:,}); this is data, not an article")
    return tree


def _name(node: HtmlElement) -> None:
    """Makes an element of the page's own invention (`<story-text>`) a division whose class says what it was called."""
    node.set("class", f"{node.tag} {node.get('class') or ''}".strip())
    node.tag = "div"


def _tree(html: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as err:
        raise ExtractionError(f"the HTML parser gave up: {err}") from err
    if not isinstance(tree, HtmlElement):
        raise ExtractionError(f"not HTML: the document is {type(tree).__name__}")
    return tree


def names_of(node: HtmlElement) -> str:
    """Class and id of a node, in one string."""
    return f"{node.get('class') or ''} {node.get('id') or ''}"


def text_length(node: HtmlElement) -> int:
    """Characters of text under `node`, indentation left out."""
    return sum(len(part.strip()) for part in node.itertext())


def drop(node: HtmlElement) -> None:
    """Take `node` out of the tree, keeping the text that follows it."""
    if node.getparent() is not None:
        node.drop_tree()


def holds_article(node: HtmlElement, *, also_body: bool = True, but: str = "") -> bool:
    """Whether taking `node` out could take the article out: it is or holds the title, an article element or the body's container.

    Args:
        node: what might be taken out.
        also_body: whether a class that is usual for the body counts.
        but: an element's name that does not count (readers' comments are articles too, in the standard's sense).
    """
    if (node.tag in _KEPT and node.tag != but) or node.get("itemprop") == "articleBody":
        return True
    if also_body and _BODY_MARK.search(names_of(node)):
        return True
    for inner in node.iter(*(tag for tag in ("h1", "article", "main") if tag != but)):
        if inner is not node:
            return True
    return also_body and any(_BODY_MARK.search(names_of(inner)) for inner in node.iter("div", "section"))


def is_elsewhere_link(link: HtmlElement) -> bool:
    """Whether an `<a>` leads to another page."""
    address = (link.get("href") or "").strip()
    return bool(address) and not address.startswith(("#", "javascript:", "mailto:"))
