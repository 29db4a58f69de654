"""An outlet's entry, from its own pages: feeds that it names, news sitemaps of its robots.txt, language, what robots.txt and tdmrep.json say."""

import datetime
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import tldextract
from lxml import etree, html

from core.errors import FetchError, SourceError
from core.urls import host, join, parse
from crawlers.agent import ROBOTS_NAME
from crawlers.feeds import read_feed
from crawlers.polite import RefusedError, Visitor
from crawlers.probe import Finding, look
from crawlers.rights import WELL_KNOWN, matches, read_rules
from crawlers.sources import Rights, Source

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
MOST_LOOKED_AT = 6
"""Feeds, and sitemaps, that are tried; outlets name hundreds of section feeds."""

_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def discover(url: str, visitor: Visitor, today: datetime.date) -> tuple[Source, list[Finding]]:
    """Reads an outlet's front page (or a feed) and makes its entry.

    Args:
        url: any address of the outlet. visitor: asks. today: stands as the day of the evidence.

    Returns:
        The entry, and what was tried.

    Raises:
        SourceError: the outlet wants no robots, cannot be read, or names neither feed nor sitemap that can.
    """
    try:
        answer = visitor.get(url)
    except RefusedError as err:
        raise SourceError(f"{err}; this outlet is left out") from err
    except FetchError as err:
        raise SourceError(f"{url} cannot be read: {err}") from err
    if answer.status != 200:
        raise SourceError(f"{url} answers {answer.status}; give the outlet's front page or a feed")
    domain = _suffixes(host(answer.url)).top_domain_under_public_suffix or host(answer.url).removeprefix("www.")
    tree = _tree(answer.body)
    itself = read_feed(answer.body, answer.url, answer.headers.get("content-type", ""))
    feeds = [answer.url] if itself.links and not itself.error else list(_named_feeds(tree, answer.url))
    draft = Source(
        id=domain.partition(".")[0][:20],
        name=_name(tree) or domain,
        domain=domain,
        country=None,
        language=_language(tree),
        feeds=(),
    )
    maps = sorted(dict.fromkeys(visitor.rules(answer.url).sitemaps), key=lambda address: "news" not in address.lower())
    findings = [look(draft, address, visitor, is_feed=True) for address in feeds[:MOST_LOOKED_AT]]
    findings += [look(draft, address, visitor, is_feed=False) for address in _absolute(maps, answer.url)[:MOST_LOOKED_AT]]
    good = [one.address for one in findings if one.state in ("ok", "moved")]
    if not good:
        tried = "; ".join(f"{one.address}: {one.state} {one.says}".strip() for one in findings)
        raise SourceError(f"{url}: no feed and no sitemap that can be read ({tried or 'none is named'}); give the address of a feed")
    made = replace(
        draft,
        feeds=tuple(address for address in feeds if address in good),
        sitemaps=tuple(address for address in maps if address in good and address not in feeds),
        rights=_rights(answer.url, visitor),
        checked=today.isoformat(),
        evidence={address: f"read by `sources add` on {today.isoformat()}" for address in good},
    )
    return made, findings


def to_toml(source: Source) -> str:
    """An entry as it stands in the list."""
    pairs: list[tuple[str, Any]] = [(name, getattr(source, name)) for name in ("id", "name", "domain")]
    pairs += [(name, list(getattr(source, name))) for name in ("aliases",) if source.aliases]
    pairs += [(name, getattr(source, name)) for name in ("country", "language") if getattr(source, name)]
    pairs += [(name, list(getattr(source, name))) for name in ("feeds", "sitemaps", "archives") if getattr(source, name)]
    lines = ["[[source]]", *(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in pairs)]
    lines.append(f"poll_s = [{source.poll_least_s:g}, {source.poll_most_s:g}]")
    states = ", ".join(f'{name} = "{getattr(source.rights, name)}"' for name in ("robots", "tdm", "terms"))
    lines += [f"rights = {{ {states} }}", f'checked = "{source.checked}"', "[source.evidence]"]
    lines += [f"{json.dumps(address)} = {json.dumps(said, ensure_ascii=False)}" for address, said in source.evidence.items()]
    return "\n".join(lines) + "\n"


def _tree(body: bytes) -> Any:
    try:
        return html.document_fromstring(body, parser=html.HTMLParser(huge_tree=False, no_network=True))
    except (etree.ParserError, ValueError):
        return None


def _named_feeds(tree: Any, base: str) -> Iterator[str]:
    for element in tree.iter("link") if tree is not None else ():
        if "alternate" in (element.get("rel") or "").lower() and (element.get("type") or "").strip().lower() in FEED_TYPES:
            address = join(base, element.get("href") or "")
            if address and "comment" not in address:
                yield address


def _absolute(addresses: Sequence[str], base: str) -> list[str]:
    return [found for address in addresses if (found := join(base, address))]


def _name(tree: Any) -> str | None:
    for element in tree.iter("meta") if tree is not None else ():
        if element.get("property") == "og:site_name" and (element.get("content") or "").strip():
            return " ".join(element.get("content").split())[:80]
    return None


def _language(tree: Any) -> str | None:
    said = (tree.get("lang") or "").strip() if tree is not None else ""
    first, _, region = said.replace("_", "-").partition("-")
    if not first.isalpha() or len(first) > 3:
        return None
    return first.lower() + (f"-{region.upper()}" if len(region) == 2 and region.isalpha() else "")


def _rights(url: str, visitor: Visitor) -> Rights:
    """What a program can read of an outlet's wishes; its terms stay unknown until a person has read them."""
    address = parse(url)
    rules = visitor.rules(url)
    robots = "allowed" if rules.can_fetch(f"{address.scheme}://{address.host}/", ROBOTS_NAME) else "refused"
    try:
        answer = visitor.get(f"{address.scheme}://{url.partition('//')[2].partition('/')[0]}{WELL_KNOWN}")
        patterns = read_rules(answer.body) if answer.status == 200 else None
    except (FetchError, ValueError):
        patterns = None
    if patterns is None:
        return Rights(robots=robots)
    return Rights(robots=robots, tdm="refused" if any(matches(pattern, "/") for pattern in patterns) else "allowed")
