"""What stands in a page beside its article, taken out of the tree before it is read."""

import re

from lxml.html import HtmlElement

from extraction import boxes, cards
from extraction.document import drop, holds_article, names_of, text_length

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
    r"swiper|slick|carousel|slider|slideshow|"
    r"sign[-_]?up|donat(?:e|ions?)|encart[-_]?\w*|barrier|regwall|republish|breadcrumbs?|paywall[-_]{0,2}(?:banner|box|modal|message|cta|offers?|notice|overlay|footer)|offers?|advert(?:isement)?s?|ad[-_]?(?:slot|box|wrap|container|unit)|taboola|outbrain|"
    r"copyrights?|byline[-_]?bio|author[-_]?bio|reporter[-_]?(?:info|area|box|profile|list)|journalist[-_]?(?:info|box|profile)|font[-_]?size|"
    r"print[-_]?(?:area|view)|toast|modal|popup|layer[-_]?pop|tag[-_]?(?:list|area)|hashtags?|read[-_]?(?:more|also|next)|lire[-_]?aussi|"
    r"a[-_]?lire|most_news|best[-_]?(?:news|click))(?=$|[\s_\d-])",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:(?:user|reader)?[-_]?comments?(?:list|area|box|wrap|section)?|cmts?|repl(?:y|ies)|responses|reactions|discussions?|disqus|livere|talkback)(?=$|[\s_\d-])",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:fig|img|image|photo|pic|media|video)?[-_]?(?:captions?|cap|l[eé]gendes?|credits?)(?=$|[\s_-])|(?:img|image|photo|pic|figure)[-_]?(?:desc|info|txt|text|source|copy)",
    re.IGNORECASE,
)
_MAX_CAPTION = 400
_ROLES = frozenset(
    ("dialog", "alertdialog", "navigation", "contentinfo", "complementary", "search", "menu", "menubar", "tablist", "toolbar")
)
_DROPPED_TAGS = (
    "style",
    "noscript",
    "template",
    "svg",
    "button",
    "select",
    "iframe",
    "form",
    "nav",
    "footer",
    "aside",
    "dialog",
    "object",
    "textarea",
)
_SENTENCE_END = re.compile(r"[.!?…。][\"'”’»)\]]*\s*$")
_BLOCKS = ("p", "li", "h2", "h3", "h4", "h5", "h6", "div", "dd", "dt", "span", "strong", "td")
_LEAF_BLOCKERS = frozenset(
    ("p", "div", "ul", "ol", "table", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "br", "li", "img", "figure")
)


def prune(tree: HtmlElement, path: str) -> None:
    """Takes out of `tree` what is not the article: scripts, consent walls, hidden copies, share bars, boxes of other stories.

    Args:
        tree: the page.
        path: of its address, by which links to itself are known.
    """
    for node in list(tree.iter("script", *_DROPPED_TAGS)):
        if node.tag == "script" or not holds_article(node):
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
        if _CAPTION.search(label) and text_length(node) <= _MAX_CAPTION and not holds_article(node):
            drop(node)
            continue
        if (
            (node.get("role") in _ROLES and not holds_article(node))
            or (_CONSENT.search(label) and not holds_article(node))
            or (_is_hidden(node) and not holds_article(node, also_body=False) and text_length(node) < 0.6 * total)
            or (_COMMENTS.search(label) and not holds_article(node, but="article") and text_length(node) < 0.95 * total)
            or (_CHROME.search(label) and not holds_article(node) and text_length(node) < 0.3 * total)
        ):
            drop(node)
    if body is not None:
        boxes.drop_labelled(body, total)
        boxes.drop_toolbars(body)
        boxes.drop_link_lines(body)
        for card in cards.teasers(body, path):
            if not holds_article(card, but="article"):
                drop(card)
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
