"""What a page is: an article, or one of the things that come in its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from extraction import cards, document, jsonld
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
_AGREE = re.compile(
    r"(?:(?:tout )?accepter|j['’]accepte|accept(?: all)?|agree|i agree|refuser|continuer sans accepter|manage (?:options|preferences|choices)|(?:모두\s*)?동의(?:하기|합니다)?|reject(?: all)?)\b.{0,30}",
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
_LIVE_CLASS = re.compile(r"(?:^|[\s_-])live[-_]?(?:blog|feed|ticker|updates?|text|stream|post|entry|entries)", re.IGNORECASE)
_CLOCK = re.compile(r"(?:오전|오후)?\s*\d{1,2}\s*(?::|h|시\s)\s*\d{2}분?(?:\s*(?:[ap]\.?m\.?|GMT|KST|CET|BST|E[SD]T))?", re.IGNORECASE)
_MIN_CLOCKS = 3
_MAX_CLOCK = 40
_MAX_BUTTON = 60
_GALLERY_TITLE = re.compile(
    r"^\W*(?:in pictures|in photos|photos?\s*[:|–-]|gallery|diaporama|en images|portfolio\s*[:.]|포토|화보)", re.IGNORECASE
)
_LISTING_TYPES = frozenset(("CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage"))
_SHORT = 700
_VERY_SHORT = 200
_LABEL = 60
_WALL = 2500
_PASSAGE = 80
_FEW_PASSAGES = 3
_FRONT_PAGE_LINKS = 3


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
    clocks: int
    """Elements that say a time of the day and nothing else."""
    is_live: bool
    """Whether a class of the page names a live blog."""
    asks_consent: bool
    """Whether there is something to press in order to agree."""
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
        paragraphs=sum(len(passage) >= _PASSAGE for passage in passages),
        password_fields=sum((node.get("type") or "").lower() == "password" for node in root.iter("input")),
        images=sum(1 for _ in root.iter("figure")),
        heading=heading,
        cards=cards.passages(root),
        clocks=sum(
            len(node.text or "") < _MAX_CLOCK and _CLOCK.fullmatch((node.text or "").strip()) is not None
            for node in root.iter("time", "span", "b", "strong", "div", "p")
        ),
        is_live=any(_LIVE_CLASS.search(document.names_of(node)) for node in root.iter("div", "section", "article", "ol", "ul", "main")),
        asks_consent=any(_AGREE.fullmatch(label) for label in _labels(root)),
    )


def _labels(root: HtmlElement) -> Iterator[str]:
    """What can be pressed: short texts of buttons, links and elements without others in them."""
    for node in root.iter("button", "a", "span", "label"):
        label = node.text_content() if node.tag in ("button", "a") else (node.text or "")
        if 3 <= len(label) <= _MAX_BUTTON:
            yield " ".join(label.split())


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
    declared = bool(own) or (source.meta("og:type") or "").lower().startswith(("article", "video"))
    opening = text.split("\n")[:2] if size < _VERY_SHORT else []
    if size < _SHORT and not (own and is_dated) and any(_ERROR_TITLE.search(line) for line in (*head.split("\n"), *opening)):
        return "error"
    if not (own and is_dated) and _is_consent(text, head, figures):
        return "consent"
    if size < _SHORT and not is_dated and (figures.password_fields or any(_LOGIN_TITLE.search(line) for line in head.split("\n"))):
        return "login"
    if "LiveBlogPosting" in said or _LIVE_TITLE.search(title or "") or (figures.is_live and figures.clocks >= _MIN_CLOCKS):
        return "live"
    if _is_listing(source, figures, text, said=said, declared=declared and is_dated):
        return "listing"
    if size < _SHORT and ("ImageGallery" in said or "ImageGallery" in own or (_GALLERY_TITLE.search(title or "") and figures.images >= 4)):
        return "gallery"
    return "article" if size >= 40 or (declared and is_dated and title) else "other"


def _is_consent(text: str, head: str, figures: Shape) -> bool:
    """A wall: little on the page but words about cookies."""
    marks = len(_CONSENT_TEXT.findall(text)) if figures.asks_consent else 0
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
    own_lines = [len(line) for line in lines if cards.passage(line) not in figures.cards]
    own = sum(own_lines)
    if figures.cards and own <= max(_LABEL, min(_VERY_SHORT, 0.15 * sum(map(len, figures.cards)))):
        return True
    mostly_links = figures.links >= 15 and figures.link_chars > 0.5 * max(figures.chars, 1)
    told = max(figures.paragraphs, sum(length >= _PASSAGE for length in own_lines))  # bodies are broken by <br> as well, without one <p>
    return mostly_links and (prose < _SHORT or told < _FEW_PASSAGES)
