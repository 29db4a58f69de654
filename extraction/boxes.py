"""Boxes that say themselves what they are: comments, other stories, letters, the outlet. Known by their label, whatever their class is called."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from extraction.document import drop, holds_article, is_elsewhere_link, text_length

_LABEL = re.compile(
    r"(?:"
    # Korean
    r"(?:기사\s*)?댓글(?:\s*\(?\d+\)?개?)?(?:\s*쓰기)?|전체\s*댓글.{0,8}|관련\s*(?:기사|뉴스|콘텐츠|영상)|(?:많이|가장\s*많이|지금\s*많이)\s*본\s*(?:뉴스|기사)?|주요\s*(?:기사|뉴스)|인기\s*(?:기사|뉴스)|"
    r"(?:이\s*)?(?:기자|섹션|분야)의?\s*(?:다른\s*)?(?:기사|뉴스)|추천\s*(?:기사|뉴스)|최신\s*(?:기사|뉴스)|실시간\s*(?:뉴스|랭킹|인기).{0,6}|함께\s*(?:볼|읽을|보면).{0,10}|오늘의\s*(?:주요|핫)\s*(?:뉴스|이슈)|"
    # French
    r"\d*\s*(?:commentaires?|réactions?)(?:\s*\(?\d+\)?)?|(?:tous\s+)?(?:les|vos)\s+(?:commentaires|réactions)|sur le même (?:sujet|thème)|(?:les\s+)?(?:articles?\s+)?(?:les\s+)?plus (?:lus|vus|consultés|populaires|commentés)|"
    r"(?:[àa] )?(?:lire|voir|découvrir|écouter) (?:aussi|également|ensuite)|à suivre|à la une|nos (?:derniers articles|dernières vidéos|newsletters?)|articles? (?:liés?|similaires|recommandés)|dans la même rubrique|"
    r"vous (?:aimerez|pourriez) (?:aussi|aimer).{0,20}|la rédaction vous (?:conseille|recommande)|qui sommes[- ]nous ?\??|à propos de (?:nous|l['’]auteur)|newsletters?|contenus? sponsorisés?|"
    # English
    r"\d*\s*(?:comments?|responses?|replies)(?:\s*\(?\d+\)?)?|join the (?:conversation|discussion)|related(?: (?:stories|articles|news|content|topics|coverage|posts?|reading))?|"
    r"(?:most|top|more) (?:read|popular|viewed|stories|news|headlines|shared|commented|articles)|more (?:from|on|in|like) .{2,40}|read (?:more|next|also)|see also|up next|next up|you (?:may|might) (?:also )?(?:like|be interested in)|"
    r"recommended(?: for you| stories| reading| articles)?|editor['’]?s['’]? picks?|don['’]t miss|trending(?: now| stories)?|popular(?: now| stories)?|latest(?: news| stories| headlines| articles)?|about (?:us|the (?:author|writer)s?)|"
    r"(?:republish|share) this (?:story|article)|sponsored(?: content)?|promoted(?: content| stories)?|around the web|press office|media (?:contacts?|enquiries|inquiries)|is this page useful\??"
    r")\s*[:.…>»▸▶]*",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"댓글|commentaires?|réactions?|comments?|responses?|replies|conversation|discussion", re.IGNORECASE)
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_LABELS = (*_HEADINGS, "strong", "b", "dt", "span", "p", "div", "summary", "legend")
_BOXES = frozenset(("div", "section", "ul", "ol", "dl", "article", "table", "details", "fieldset", "header"))
_MAX_LABEL = 45
_MAX_SHARE = 0.35
_MAX_SHARE_OF_COMMENTS = 0.95
_MAX_LEVELS = 4
_MAX_TOOLBAR = 300


def drop_labelled(body: HtmlElement, total: int) -> None:
    """Takes out the boxes under `body` (`total` characters of text in all) whose first words are a label of something else than the article."""
    for label in list(body.iter(*_LABELS)):
        if len(label) > 3 or label.getparent() is None:
            continue
        text = " ".join("".join(label.itertext()).split())
        if not 3 <= len(text) <= _MAX_LABEL or not _LABEL.fullmatch(text):
            continue
        limit = total * (_MAX_SHARE_OF_COMMENTS if label.tag in _HEADINGS and _COMMENTS.search(text) else _MAX_SHARE)
        box = _box(label, text, limit)
        if box is not None:
            drop(box)
        elif label.tag in _HEADINGS:
            for node in list(_led(label)):
                drop(node)
            drop(label)


def _box(label: HtmlElement, text: str, limit: float) -> HtmlElement | None:
    """The largest element that begins with the label, holds more than it, and is not or holds not the article; None where there is none."""
    found = None
    for level, node in enumerate(label.iterancestors()):
        if level >= _MAX_LEVELS or node.tag not in _BOXES:
            break
        if " ".join(node.itertext()).split()[: len(text.split())] != text.split() or holds_article(node, but="article"):
            break
        if text_length(node) > limit:
            break
        found = node if text_length(node) > len(text) + 8 else found
    return found


def _led(label: HtmlElement) -> Iterator[HtmlElement]:
    """The lists of links directly after a label."""
    node = label.getnext()
    while node is not None and node.tag in ("ul", "ol", "p", "div") and _is_links(node):
        yield node
        node = node.getnext()


def _is_links(node: HtmlElement) -> bool:
    linked = sum(text_length(link) for link in node.iter("a") if is_elsewhere_link(link))
    return linked > 0 and linked >= 0.7 * text_length(node)


def drop_link_lines(body: HtmlElement) -> None:
    """Takes out lines between `<br>` that are nothing but a link to another page: headlines of other stories in a body without paragraphs."""
    for node in {link.getparent() for link in body.iter("a")}:
        if node is None or sum(child.tag == "br" for child in node) < 2:
            continue
        line: list[HtmlElement] = []
        said = (node.text or "").strip()
        for child in [*node, None]:
            if child is not None and child.tag != "br":
                line.append(child)
                said += (child.tail or "").strip()
                continue
            if len(line) == 1 and line[0].tag == "a" and is_elsewhere_link(line[0]) and len(said) <= 2 and text_length(line[0]) >= 10:
                drop(line[0])
            line, said = [], (child.tail or "").strip() if child is not None else ""


def drop_toolbars(body: HtmlElement) -> None:
    """Takes out blocks of nothing but links that lead nowhere (`#`, scripts): sharing, sizes of letters, tables of contents."""
    for node in list(body.iter("div", "ul", "ol", "p", "section", "header", "span")):
        links = list(node.iter("a")) if node.getparent() is not None else []
        if len(links) < 2 or any(is_elsewhere_link(link) for link in links) or text_length(node) > _MAX_TOOLBAR:
            continue
        if sum(map(text_length, links)) >= 0.9 * text_length(node) and not holds_article(node):
            drop(node)
