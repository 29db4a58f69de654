"""What a page is: an article, or one of the things that come in its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml.html import HtmlElement

from extraction import jsonld
from extraction.metadata import Source

_ERROR_TITLE = re.compile(
    r"^\W*(?:error|erreur|오류)?\W*(?:40[0-9]|41[0-9]|50[0-9])\b(?!\s*(?:personnes|people|명|millions?))|\b(?:page|article|file|document)\s+(?:you requested\s+)?(?:was\s+|is\s+)?"
    r"(?:not found|no longer available|introuvable|does(?:n['’]t| not) exist)|page (?:non trouvée|introuvable|inexistante)|not found\s*$|cette page n['’]existe (?:pas|plus)|"
    r"(?:페이지|기사|뉴스)\S{0,2}\s*(?:찾을\s*수\s*없|존재하지\s*않|삭제)|존재하지\s*않는\s*(?:페이지|기사)|삭제된\s*기사|잘못된\s*(?:접근|경로)|access denied|something (?:went wrong|broke)|une erreur (?:est survenue|s['’]est produite)|오류가\s*발생|"
    r"accès (?:refusé|interdit)|internal server error|service unavailable|bad gateway|just a moment\.\.\.|attention required|are you (?:a )?(?:human|robot)|"
    r"서비스\s*점검",
    re.IGNORECASE,
)  # fmt: skip
_LOGIN_TITLE = re.compile(
    r"^\W*(?:log ?in|sign ?in|sign ?up|register|connexion|connectez-vous|se connecter|identifiez-vous|mon compte|로그인|회원\s*가입|로그인이\s*필요)\b",
    re.IGNORECASE,
)
_CONSENT_TEXT = re.compile(
    r"cookies?|consent|consentement|traceurs|partenaires|partners|vie privée|privacy|données personnelles|personal data|accepter|accept all|쿠키|개인정보",
    re.IGNORECASE,
)
_CONSENT_TITLE = re.compile(
    r"\b(?:cookie|consent|consentement|before you continue|avant de continuer|your privacy|votre vie privée|privacy (?:choices|settings))|쿠키|개인정보\s*(?:수집|이용)?\s*동의",
    re.IGNORECASE,
)
_LIVE_TITLE = re.compile(
    r"^\W*(?:live\b\s*(?:updates?|blog)?\s*[:|–-]|en direct\b|direct\s*[.:|–-]|\[?(?:생중계|라이브|실시간)\]?)|\blive (?:updates|blog)\b",
    re.IGNORECASE,
)
_GALLERY_TITLE = re.compile(
    r"^\W*(?:in pictures|in photos|photos?\s*[:|–-]|gallery|diaporama|en images|portfolio\s*[:.]|포토|화보)", re.IGNORECASE
)
_LISTING_TYPES = frozenset(("CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage"))
_SHORT = 700
_WALL = 2500
_FRONT_PAGE_LINKS = 3
_MIN_CARDS = 4
_HEADLINE = 10
_CARD_TAGS = ("article", "dl", "li", "div", "section", "tr")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Figures of a page taken before it is pruned."""

    links: int
    link_chars: int
    chars: int
    paragraphs: int
    password_fields: int
    images: int
    heading: str
    cards: frozenset[str]
    """Passages of cards: blocks of one kind, side by side, each with a headline that leads to another page."""


def shape(tree: HtmlElement) -> Shape:
    """The figures of `tree`."""
    body = tree.find("body")
    root = tree if body is None else body
    links = [" ".join("".join(node.itertext()).split()) for node in root.iter("a")]
    passages = [" ".join("".join(node.itertext()).split()) for node in root.iter("p")]
    text = (
        part.strip()
        for node in root.iter()
        if node.tag not in ("script", "style", "noscript")
        for part in (node.text or "", node.tail or "")
    )
    heading = next((" ".join("".join(node.itertext()).split()) for node in root.iter("h1", "h2")), "")
    return Shape(
        links=sum(len(link) >= 15 for link in links),
        link_chars=sum(map(len, links)),
        chars=sum(map(len, text)),
        paragraphs=sum(len(passage) >= 80 for passage in passages),
        password_fields=sum((node.get("type") or "").lower() == "password" for node in root.iter("input")),
        images=sum(1 for _ in root.iter("figure")),
        heading=heading,
        cards=_cards(root),
    )


def kind(source: Source, figures: Shape, title: str | None, text: str, *, is_dated: bool) -> str:
    """One of article, consent, login, error, listing, live, gallery, other.

    Args:
        source: the page's metadata.
        figures: its shape before pruning.
        title: its title.
        text: the article's text as cleaned, or `""`.
        is_dated: whether the page itself says when it was published.
    """
    size = len(text)
    head = f"{title or ''}\n{figures.heading}"
    said = {name for node in source.nodes for name in jsonld.types(node)}
    own = set(jsonld.types(source.article))
    declared = bool(own) or (source.meta("og:type") or "").lower() == "article"
    if size < _SHORT and not (own and is_dated) and any(_ERROR_TITLE.search(line) for line in head.split("\n")):
        return "error"
    if not (own and is_dated) and _is_consent(text, head, figures):
        return "consent"
    if size < _SHORT and not is_dated and (figures.password_fields or any(_LOGIN_TITLE.search(line) for line in head.split("\n"))):
        return "login"
    if "LiveBlogPosting" in said or _LIVE_TITLE.search(title or ""):
        return "live"
    if _is_listing(source, figures, text, said=said, declared=declared and is_dated):
        return "listing"
    if size < _SHORT and ("ImageGallery" in said or "ImageGallery" in own or (_GALLERY_TITLE.search(title or "") and figures.images >= 4)):
        return "gallery"
    return "article" if size >= 40 or (declared and is_dated and title) else "other"


def _is_consent(text: str, head: str, figures: Shape) -> bool:
    """A wall: little on the page but words about cookies."""
    marks = len(_CONSENT_TEXT.findall(text))
    if _CONSENT_TITLE.search(head) and len(text) < _WALL and figures.links < 30:
        return marks >= 2 or len(text) < 200
    return len(text) < _WALL and marks >= 4 and marks >= len(text) / 200 and figures.links < 30


def _is_listing(source: Source, figures: Shape, text: str, *, said: set[str], declared: bool) -> bool:
    """A front page, section or search result: links to stories rather than a story."""
    address = source.address
    if address.path in ("", "/", "/index.html") and not address.query and figures.links >= _FRONT_PAGE_LINKS and not source.article:
        return True
    if declared:
        return False
    prose = len(text)
    if said & _LISTING_TYPES and not source.article and prose < _WALL:
        return True
    lines = [line for line in text.split("\n") if line.strip()]
    if lines and sum(len(line) for line in lines if _passage(line) in figures.cards) > 0.8 * prose:
        return True
    mostly_links = figures.links >= 15 and figures.link_chars > 0.5 * max(figures.chars, 1)
    return mostly_links and (prose < _SHORT or figures.paragraphs < 3)


def _cards(root: HtmlElement) -> frozenset[str]:
    """The passages of every run of cards, as `_passage` writes them."""
    found: set[str] = set()
    for parent in root.iter():
        for cards in _runs(parent):
            leads = [{address for node in card for address in _headline_links(node)} for card in cards]
            told = [card for card, lead in zip(cards, leads, strict=True) if len(lead) == 1]
            if len(told) >= _MIN_CARDS and len(set().union(*leads)) >= len(told):
                found.update(_passage("".join(part.itertext())) for card in told for node in card for part in node.iter())
    return frozenset(found - {""})


def _runs(parent: HtmlElement) -> Iterator[list[list[HtmlElement]]]:
    """What may be cards among an element's children: its children of one kind, each one a card; or each heading with what follows it."""
    children = [child for child in parent if isinstance(child.tag, str)]
    for tag in _CARD_TAGS:
        yield [[child] for child in children if child.tag == tag]
    for tag in ("h2", "h3", "h4"):
        starts = [n for n, child in enumerate(children) if child.tag == tag]
        yield [children[start:end] for start, end in pairwise([*starts, len(children)])]


def _headline_links(node: HtmlElement) -> list[str]:
    """Addresses behind the node's links that are long enough for a headline."""
    return [
        address
        for link in node.iter("a")
        if (address := (link.get("href") or "").strip("#")) and len(_passage("".join(link.itertext()))) >= _HEADLINE
    ]


def _passage(text: str) -> str:
    return " ".join(text.split())
