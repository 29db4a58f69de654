"""What an address of the list answers today: for `sources probe`, and to judge what `sources add` finds."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.errors import FetchError, ForbiddenAddressError
from core.http import Answer
from core.urls import belongs, host
from crawlers.feeds import Link, Listing, read_feed, read_sitemap
from crawlers.polite import RefusedError, Visitor
from crawlers.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What came of one address.

    Attributes:
        state: ok; empty (a listing without an entry of this outlet); moved (ok, but elsewhere now); dead (404, 410); blocked (401, 403, 429);
            refused (robots.txt); unreadable (no feed, no sitemap); unreachable (no answer); forbidden (an address that must not be visited).
        entries: pages (or further sitemaps) of the outlet that it lists. newest: the newest date among them, ISO 8601.
    """

    source: str
    address: str
    state: str
    entries: int = 0
    newest: str | None = None
    says: str = ""


def probe(source: Source, visitor: Visitor) -> Iterator[Finding]:
    """Asks each feed and sitemap of an outlet once."""
    for address in source.feeds:
        yield look(source, address, visitor, is_feed=True)
    for address in source.sitemaps:
        yield look(source, address, visitor, is_feed=False)


def look(source: Source, address: str, visitor: Visitor, *, is_feed: bool) -> Finding:
    """Asks one address."""

    def found(state: str, says: str = "", *links: Link) -> Finding:
        newest = max((said for link in links if (said := link.published or link.updated)), default=None)
        return Finding(source=source.id, address=address, state=state, entries=len(links), newest=newest, says=says)

    try:
        answer = visitor.get(address)
    except RefusedError as err:
        return found("refused", str(err))
    except ForbiddenAddressError as err:
        return found("forbidden", str(err))
    except FetchError as err:
        return found("unreachable", str(err))
    if answer.status != 200:
        state = {404: "dead", 410: "dead", 401: "blocked", 403: "blocked", 429: "blocked"}.get(answer.status, "unreachable")
        return found(state, f"HTTP {answer.status}")
    listing = read(answer, is_feed=is_feed)
    if listing.error:
        return found("unreadable", listing.error)
    mine = [link for link in listing.links if belongs(host(link.url), source.domains)]
    if not mine:
        others = sorted({host(link.url) for link in listing.links})[:3]
        return found("empty", f"lists only {', '.join(others)}; add aliases" if others else "lists nothing")
    return found("moved" if answer.hops else "ok", f"now at {answer.url}" if answer.hops else "", *mine)


def read(answer: Answer, *, is_feed: bool) -> Listing:
    """A feed or a sitemap as the crawler reads it."""
    return read_feed(answer.body, answer.url, answer.headers.get("content-type", "")) if is_feed else read_sitemap(answer.body, answer.url)
