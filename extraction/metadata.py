"""What a page says of itself: title, publisher, language, canonical address, summary. Kept even where no text is found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import tldextract
from lxml.html import HtmlElement

from core import urls
from core.errors import UsageError
from extraction import jsonld, names
from extraction.characters import one_line, squash

_SEPARATOR = re.compile(r"\s+[|\-–—:·»«<>]{1,2}\s+|\s*[|｜]\s*")
_BREADCRUMB = re.compile(r"\s+<\s+[^<]{1,30}\s+<\s+.*$")
_TAG = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|reporters?|writers?|journalists?|signature|auteurs?|contributors?)(?:[-_]{1,2}names?)?(?=$|\s)",
    re.IGNORECASE,
)
_BYLINE_REST = re.compile(
    r"\s*(?:[·•|]|\b(?:posted|published|updated|last updated|publiée?|mis à jour|le \d|more (?:articles|stories)|see (?:all|more)|view (?:profile|bio)|follow|voir (?:tous|ses)|tous ses articles)|입력|수정|등록|\d{4}[.-]\d).*$",
    re.IGNORECASE,
)
_AUTHOR_METAS = (
    "author",
    "article:author",
    "byl",
    "dable:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "citation_author",
    "cxenseparse:author",
)
_PORTALS = frozenset(("naver.com",))
"""Sites that show other outlets' articles and link to each one's original; what they name as such is believed."""
_TO_ORIGINAL = re.compile(
    r"(?:기사\s*)?원문(?:\s*(?:보기|기사))?|(?:read|view|see) (?:the )?original(?: article| story)?",
    re.IGNORECASE,
)
_MAX_TITLE_CHARS = 500
_SUMMARY_CHARS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A parsed page with what all readers of its metadata share; `address` has empty parts where `url` is no web address."""

    tree: HtmlElement
    url: str
    address: urls.Address
    metas: dict[str, list[str]]
    nodes: list[jsonld.Node]
    article: jsonld.Node
    country: str | None = None

    def meta(self, *keys: str) -> str | None:
        """The first non-empty value of the first of `keys` (lower case) that the page has."""
        return next((line for key in keys for value in self.metas.get(key, ()) if (line := one_line(value))), None)


def read(tree: HtmlElement, url: str, country: str | None = None) -> Source:
    """The page's metadata, gathered once; `country` is the outlet's home, where it is known."""
    metas: dict[str, list[str]] = {}
    for node in tree.iter("meta"):
        key = (node.get("property") or node.get("name") or node.get("itemprop") or node.get("http-equiv") or "").lower()
        if key and node.get("content"):
            metas.setdefault(key, []).append(node.get("content", "")[:5000])
    nodes = jsonld.objects(tree)
    try:
        address = urls.parse(url)
    except UsageError:
        address = urls.Address(scheme="", host="", port=0, path="", query="")
    return Source(tree=tree, url=url, address=address, metas=metas, nodes=nodes, article=jsonld.article(nodes), country=country)


@cache
def _suffixes() -> tldextract.TLDExtract:
    """The bundled public suffix list; nothing is fetched."""
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def registrable_domain(host: str) -> str:
    """The part of `host` that somebody registered (`example.co.kr`; a blog under a hosting domain counts as its own), or the host itself
    where it is an IP address or one word. Under a top-level domain that the list does not know, the last two labels (the list's rule).
    """
    parts = _suffixes()(host)
    if parts.domain and parts.suffix:
        return f"{parts.domain}.{parts.suffix}"
    labels = host.split(".")
    return ".".join(labels[-2:]) if len(labels) > 2 and not labels[-1].isdigit() and ":" not in host else host


def publisher(source: Source) -> str | None:
    """The outlet's name as JSON-LD or Open Graph give it."""
    declared = jsonld.names(source.article.get("publisher"), source.nodes)
    return next((line for name in declared if (line := one_line(name))), None) or source.meta(
        "og:site_name", "application-name", "dc.publisher"
    )


def outlet_names(source: Source) -> set[str]:
    """Squashed forms of all names the outlet goes by on this page, its domain's label among them."""
    found = {
        squash(publisher(source)),
        squash(source.meta("og:site_name")),
        squash(source.meta("twitter:site")),
        squash(source.meta("application-name")),
    }
    domain = registrable_domain(source.address.host)
    return (found | {squash(domain.split(".")[0]), squash(domain)}) - {""}


def titles(source: Source) -> tuple[str, ...]:
    """The page's title, then all other forms it gives itself, site names cut off; empty where there is none.

    The heading that readers see (h1) comes first where the metadata confirm it, because og:title is often worded for social networks.
    """
    declared = [
        one_line(source.article.get("headline")),
        source.meta("og:title"),
        source.meta("twitter:title"),
        source.meta("title", "dc.title"),
    ]
    node = source.tree.find(".//head/title")
    declared.append(one_line(node.text_content()) if node is not None else None)
    known = [text[:_MAX_TITLE_CHARS] for text in declared if text]
    headings = [
        line for h1 in list(source.tree.iter("h1"))[:5] if (line := one_line(" ".join(h1.itertext()))) and len(line) <= _MAX_TITLE_CHARS
    ]
    outlets = outlet_names(source)
    forms = {squash(text) for text in headings + known}
    short = [cut for text in known if (cut := _without_site(text, outlets, forms))]
    seen = [cut for text in headings if squash(cut := _without_site(text, outlets, forms)) not in outlets | {""}]
    confirmed = [text for text in seen if any(_similar(text, other) for other in short)]
    ordered = confirmed + short + ([] if short else sorted(seen, key=len, reverse=True))
    return tuple(dict.fromkeys(ordered))


def _without_site(title: str, outlets: set[str], forms: set[str]) -> str:
    """`title` without the outlet's and sections' names before or after it."""
    title = _BREADCRUMB.sub("", title)
    for _ in range(3):
        cuts = list(_SEPARATOR.finditer(title))
        if not cuts:
            break
        head, tail = title[: cuts[-1].start()].strip(), title[cuts[-1].end() :].strip()
        bar = "|" in cuts[-1].group() or "｜" in cuts[-1].group() or "<" in cuts[-1].group()
        if _is_site(tail, outlets) or squash(head) in forms or (bar and len(head) >= 12 and len(tail) <= 40 and len(tail) < len(head)):
            title = head
            continue
        first, rest = title[: cuts[0].start()].strip(), title[cuts[0].end() :].strip()
        if _is_site(first, outlets) or squash(rest) in forms:
            title = rest
            continue
        break
    return title


def _is_site(part: str, outlets: set[str]) -> bool:
    key = squash(part)
    return bool(key) and (
        names.is_outlet(key, outlets) or any(len(outlet) >= 4 and (key == "the" + outlet or outlet == "the" + key) for outlet in outlets)
    )


def _similar(one: str, other: str) -> bool:
    """Whether two titles share most of their words (of their letter pairs, for scripts without many spaces)."""
    a, b = set(re.findall(r"\w+", one.casefold())), set(re.findall(r"\w+", other.casefold()))
    return (bool(a and b) and len(a & b) >= 0.5 * min(len(a), len(b)) and min(len(a), len(b)) >= 2) or squash(one) == squash(other)


def language(source: Source) -> str | None:
    """The declared language as a BCP 47 tag (`fr_FR` becomes `fr-FR`), or None."""
    root = source.tree
    stated = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")]
    said = source.article.get("inLanguage")
    stated += [said if isinstance(said, str) else None, source.meta("content-language", "dc.language"), source.meta("og:locale")]
    for value in stated:
        tag = (value or "").strip().split(",")[0].split(".")[0].replace("_", "-")
        if _TAG.match(tag):
            primary, _, rest = tag.partition("-")
            return primary.lower() + (f"-{rest.upper()}" if len(rest) == 2 else f"-{rest}" if rest else "")
    return None


def canonical(source: Source) -> str | None:
    """The address that the page prefers for itself, or None.

    Another site's address is never taken over (a page could claim to be a big newspaper's story), but that which a portal gives as the original
    of a story it mirrors; nor a site's front page from a story.
    """
    original = _original(source)
    if original is not None:
        return original
    links: list[str | None] = [
        node.get("href") for node in source.tree.iter("link") if "canonical" in (node.get("rel") or "").lower().split()
    ]
    own = source.address
    for href in [*links, *source.metas.get("og:url", [])]:
        target = urls.join(source.url, href) if href else None
        if target is None:
            continue
        parts = urls.parse(target)
        front_page = parts.path == "/" and not parts.query and (own.path not in ("", "/") or bool(own.query))
        if not front_page and registrable_domain(parts.host) == registrable_domain(own.host):
            return target
    return None


def _original(source: Source) -> str | None:
    """The address behind a portal's link to the original of the story that it mirrors, or None."""
    site = registrable_domain(source.address.host)
    if site not in _PORTALS:
        return None
    for link in source.tree.iter("a"):
        if _TO_ORIGINAL.fullmatch(one_line("".join(link.itertext())) or ""):
            target = urls.join(source.url, link.get("href") or "")
            if target and registrable_domain(urls.host(target)) != site and urls.parse(target).path != "/":
                return target
    return None


def summary(source: Source) -> str | None:
    """The page's own summary, or None."""
    text = source.meta("og:description") or one_line(source.article.get("description")) or source.meta("description", "twitter:description")
    return text[:_SUMMARY_CHARS] if text else None


def authors(source: Source, bylines: Sequence[str] = ()) -> tuple[str, ...] | None:
    """Authors by JSON-LD, else meta tags, else byline elements, else `bylines` (lines that cleaning took off the text)."""
    outlets = outlet_names(source)
    declared = names.authors(jsonld.names(source.article.get("author"), source.nodes), outlets, keep_lone_publisher=True)
    if declared and not all(names.is_outlet(squash(name), outlets) for name in declared):
        return declared
    tagged = [value for key in _AUTHOR_METAS for value in source.metas.get(key, ())]
    for raw in (tagged, _byline_elements(source.tree), list(bylines)):
        found = names.authors(raw, outlets, keep_lone_publisher=False)
        if found:
            return found
    return declared or names.authors(_byline_elements(source.tree), outlets, keep_lone_publisher=True)


def _byline_elements(tree: HtmlElement) -> list[str]:
    """Texts of elements marked as the byline, the first kind of mark that yields one."""
    by_rel: list[str] = []
    by_class: list[str] = []
    for node in tree.iter("a", "span", "div", "p", "em", "strong", "address", "li", "dd"):
        marked = "author" in (node.get("rel") or "").split() or (node.get("itemprop") or "") == "author"
        if not marked and not _BYLINE.search(node.get("class") or ""):
            continue
        if any(_is_elsewhere(outer) for outer in node.iterancestors()):
            continue
        text = _BYLINE_REST.sub("", one_line(" ".join(node.itertext())) or "").strip()
        if text and len(text) <= 90:
            (by_rel if marked else by_class).append(text)
    return by_rel[:4] or by_class[:1]


def _is_elsewhere(node: HtmlElement) -> bool:
    """Whether what is inside `node` speaks of other stories: menus, side columns, cards that are one link."""
    return node.tag in ("nav", "aside", "footer") or (
        node.tag == "a" and any(True for _ in node.iterdescendants("div", "h2", "h3", "h4", "img", "p"))
    )
