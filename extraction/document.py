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

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS = frozenset(
    [
        "hide",
        "hidden",
        "is-hidden",
        "d-none",
        "dn",
        "none",
        "blind",
        "sr-only",
        "visually-hidden",
        "visuallyhidden",
        "screen-reader-text",
        "screen-reader-only",
        "sr_only",
        "sound_only",
        "ir_wa",
        "a11y-hidden",
        "u-hidden",
        "u-visually-hidden",
        "print-only",
        "printonly",
        "no-display",
        "nodisplay",
        "invisible",
        "offscreen",
    ]
)
_CONSENT = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|rgpd|cmp|didomi|onetrust|tarteaucitron|axeptio|sp[-_]message|qc-cmp2?|usercentrics|cookiebot|"
    r"truste|evidon|sourcepoint|cookie(?:banner|notice|wall|bar|consent|policy)|privacy[-_]?(?:banner|modal|wall|center|settings))(?=$|[\s_\d-])",
    re.IGNORECASE,
)
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:share(?:bar|box|tools?|links?|buttons?)?|sharing|sns|social(?:bar|links?|share)?|related(?:news|articles?|posts?|stories|links?)?|"
    r"recirc(?:ulation)?|most[-_]?(?:read|viewed|popular)|popular|trending|ranking|newsletters?|subscri(?:be|ption)[-_]?(?:box|form|banner)|promo(?:box)?|"
    r"comments?(?:list|area|box)?|breadcrumbs?|paywall[-_]{0,2}(?:banner|box|modal|message|cta|offers?|notice|overlay|footer)|offers?|advert(?:isement)?s?|ad[-_]?(?:slot|box|wrap|container|unit)|taboola|outbrain|"
    r"copyrights?|byline[-_]?bio|author[-_]?bio|reporter[-_]?(?:info|area|box|profile|list)|journalist[-_]?(?:info|box|profile)|font[-_]?size|"
    r"print[-_]?(?:area|view)|toast|modal|popup|layer[-_]?pop|tag[-_]?(?:list|area)|hashtags?|read[-_]?(?:more|also|next)|lire[-_]?aussi|"
    r"a[-_]?lire|most_news|best[-_]?(?:news|click))(?=$|[\s_\d-])",
    re.IGNORECASE,
)
_DROPPED_TAGS = ("style", "noscript", "template", "svg", "button", "select", "iframe", "form", "nav", "footer", "aside", "dialog", "object")
_BODY_MARK = re.compile(r"article[-_]?(?:body|content|text|view|cont)|news[-_]?(?:body|content|text|cont|view)|story[-_]?(?:body|content)|"
                        r"post[-_]?(?:body|content)|entry[-_]?content|articlebody|newsend", re.IGNORECASE)  # fmt: skip
_KEPT = frozenset(("html", "body", "main", "article"))
_SENTENCE_END = re.compile(r"[.!?…。][\"'”’»)\]]*\s*$")
_BLOCKS = ("p", "li", "h2", "h3", "h4", "h5", "h6", "div", "dd", "dt", "span", "strong", "td")
_LEAF_BLOCKERS = frozenset(
    ("p", "div", "ul", "ol", "table", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "br", "li", "img", "figure")
)


def parse(html: str) -> HtmlElement:
    """The tree of a page.

    Raises:
        ExtractionError: there is no element in it, or it is nested or filled beyond what a page of news can be.
    """
    if "<" not in html:
        raise ExtractionError(f"not HTML: no element in {len(html):,} characters that begin {html.strip()[:40]!r}")
    safe = _MANY_ATTRIBUTES.sub(r"\1", without_forbidden(html))
    tree = _tree(safe)
    if _depth(tree) >= _DEPTH_LIMIT:
        tree = _tree(_WRAPPER_RUN.sub("<div>", safe))
        if _depth(tree) >= _DEPTH_LIMIT:
            raise ExtractionError(f"the page is nested deeper than {_DEPTH_LIMIT} elements; no page of news is, so nothing was read")
    for node in tree.iter():
        longest = max(0 if node.tag in ("script", "style") else len(node.text or ""), len(node.tail or ""))
        if longest > MAX_TEXT_NODE_CHARS:
            raise ExtractionError(f"one text node has {longest:,} characters (limit {MAX_TEXT_NODE_CHARS:,}); this is data, not an article")
    return tree


def _tree(html: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as err:
        raise ExtractionError(f"the HTML parser gave up: {err}") from err
    if not isinstance(tree, HtmlElement):
        raise ExtractionError(f"not HTML: the document is {type(tree).__name__}")
    return tree


def _depth(tree: HtmlElement) -> int:
    """Levels of the tree, the root counted as 1."""
    deepest = level = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest


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


def prune(tree: HtmlElement) -> None:
    """Take out of `tree` what is not the article: scripts, consent walls, hidden copies, share bars, boxes of other stories."""
    for node in list(tree.iter("script", *_DROPPED_TAGS)):
        if node.tag == "script" or not _holds_article(node):
            drop(node)
    _speak_drop_caps(tree)
    body = tree.find("body")
    total = text_length(body) if body is not None else 0
    for node in list(tree.iter("div", "section", "ul", "ol", "p", "dl", "table", "span", "header", "figcaption", "em")):
        if node.getparent() is None:
            continue
        if node.tag == "figcaption":
            if text_length(node) <= 600:
                drop(node)
            continue
        label = names_of(node)
        if (
            (_CONSENT.search(label) and not _holds_article(node))
            or (_is_hidden(node) and not _holds_article(node, also_body=False) and text_length(node) < 0.6 * total)
            or (_CHROME.search(label) and not _holds_article(node) and text_length(node) < 0.3 * total)
        ):
            drop(node)
    _drop_link_blocks(tree)


def _speak_drop_caps(tree: HtmlElement) -> None:
    """Of a word given twice, once decorated for the eye and once for screen readers, keep the second: it is whole."""
    for shown in list(tree.iter("span")):
        parent = shown.getparent()
        if shown.get("aria-hidden") == "true" and parent is not None and parent.tag in ("p", "span", "div"):
            spoken = [node for node in parent if node is not shown and node.tag == "span" and _is_hidden(node)]
            if len(spoken) == 1 and "".join(spoken[0].itertext()).split() == "".join(shown.itertext()).split():
                for name in ("class", "hidden", "style"):
                    spoken[0].attrib.pop(name, None)
                drop(shown)


def _is_hidden(node: HtmlElement) -> bool:
    if node.get("hidden") is not None or _HIDDEN_STYLE.search(node.get("style") or ""):
        return True
    return not _HIDDEN_CLASS.isdisjoint((node.get("class") or "").lower().split())


def _holds_article(node: HtmlElement, *, also_body: bool = True) -> bool:
    """Whether taking `node` out could take the article out: it is or holds the title, an article element or the body's container."""
    if node.tag in _KEPT or node.get("itemprop") == "articleBody":
        return True
    if also_body and _BODY_MARK.search(names_of(node)):
        return True
    for inner in node.iter("h1", "article", "main"):
        if inner is not node:
            return True
    return also_body and any(_BODY_MARK.search(names_of(inner)) for inner in node.iter("div", "section"))


def _drop_link_blocks(tree: HtmlElement) -> None:
    """Take out blocks that are nothing but a link to another page: headlines of other stories between the paragraphs."""
    for node in list(tree.iter(*_BLOCKS)):
        if node.getparent() is None or any(child.tag in _LEAF_BLOCKERS for child in node.iterdescendants()):
            continue
        links = [link for link in node.iter("a") if link.get("href") and not link.get("href", "").startswith("#")]
        if not links or (node.tag in ("span", "strong") and not _alone(node)):
            continue
        whole = " ".join(node.text_content().split())
        linked = " ".join(" ".join(link.text_content().split()) for link in links)
        if not whole or len(whole) > 250:
            continue
        before = whole[: max(0, whole.find(linked[:30]))]
        labelled = len(links) == 1 and before.rstrip().endswith((":", "：", "▶", "▷", "☞", ">")) and len(before) <= 30
        if (len(linked) >= 0.8 * len(whole) and not _SENTENCE_END.search(whole)) or (
            labelled and len(before) + len(linked) >= 0.9 * len(whole)
        ):
            drop(node)


def _alone(node: HtmlElement) -> bool:
    """Whether `node` is all the text of its parent."""
    parent = node.getparent()
    return parent is not None and len(parent) == 1 and not (parent.text or "").strip() and not (node.tail or "").strip()
