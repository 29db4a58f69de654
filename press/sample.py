"""What the sample press is known to hold: addresses, texts, labels and difficulties, for tests and for `make run`."""

from typing import Any

from press.articles import load_articles
from press.outlets import Outlet, load_outlets


def expected() -> dict[str, dict[str, Any]]:
    """What a perfect extraction returns, by canonical address.

    Keys: title, text, summary (some designs print it above the text, some do not), authors, language, publisher, published_at, updated_at;
    beside them outlet, outlet_country, section and event.
    """
    outlets = load_outlets()
    return {
        outlets[one.outlet].article_url(one): {
            "title": one.title,
            "text": one.text,
            "summary": one.summary,
            "authors": list(one.authors),
            "language": one.lang,
            "publisher": outlets[one.outlet].name,
            "published_at": one.published.isoformat(),
            "updated_at": one.updated.isoformat() if one.updated else None,
            "outlet": one.outlet,
            "outlet_country": outlets[one.outlet].country,
            "section": one.section,
            "event": one.event,
        }
        for one in load_articles()
    }


def labels() -> dict[str, dict[str, Any]]:
    """The sample's labels by canonical address, as the codebook has them; relevance is None in languages that are not tagged."""
    outlets = load_outlets()
    empty: dict[str, Any] = {"relevance": None, "topics": [], "jurisdictions": [], "penalties": [], "laws": []}
    return {outlets[one.outlet].article_url(one): empty | dict(one.labels or {}) for one in load_articles()}


def doubles() -> dict[str, tuple[str, ...]]:
    """Other addresses of the same article, by canonical address: AMP, mobile, old and short ones, and the one that the feed prints."""
    outlets = load_outlets()
    found = {}
    for one in load_articles():
        outlet = outlets[one.outlet]
        canonical = outlet.article_url(one)
        others = [*outlet.double_urls(one).values(), outlet.listed_url(one)]
        found[canonical] = tuple(dict.fromkeys(url for url in others if url != canonical))
    return {canonical: others for canonical, others in found.items() if others}


def sources() -> list[dict[str, Any]]:
    """The outlets as a list of sources would name them: id, name, country, languages, home, feeds, sitemaps."""
    return [
        {
            "id": outlet.id,
            "name": outlet.name,
            "country": outlet.country,
            "languages": list(outlet.languages),
            "home": outlet.home,
            "feeds": [outlet.url(outlet.feed)] if outlet.feed else [],
            "sitemaps": [outlet.url(outlet.sitemap)],
        }
        for outlet in load_outlets().values()
    ]


def _by_slug(outlet: Outlet, slug: str) -> list[str]:
    """The canonical address of one article, as a list of one."""
    return [outlet.article_url(one) for one in load_articles() if (one.outlet, one.slug) == (outlet.id, slug)]


def difficulties() -> dict[str, list[str]]:
    """Where each difficulty is to be seen: name → addresses. Extra pages go by their kind (gone, error, consent, listing, members)."""
    outlets = load_outlets()
    found: dict[str, list[str]] = {}
    for outlet in outlets.values():
        printed = [one for one in load_articles() if one.outlet == outlet.id]
        tricks = outlet.tricks
        for page in outlet.pages:
            found.setdefault(page.kind, []).append(outlet.url(page.path))
        if outlet.robots is None:
            found.setdefault("no robots.txt", []).append(outlet.url("/robots.txt"))
        for trick in ("busy", "slow"):
            if trick in tricks:
                found.setdefault(trick, []).extend(_by_slug(outlet, tricks[trick]))
        if "encoding" in tricks:
            found["cp949"] = [outlet.article_url(one) for one in printed]
        if "reserved" in tricks:
            found["reserved"] = [outlet.article_url(one) for one in printed if one.section == tricks["reserved"]]
        if "broken_entry" in tricks:
            found["broken entry"] = [outlet.url(outlet.feed)]
        for kind in ("amp", "mobile", "old", "short"):
            if kind in tricks:
                found.setdefault(kind, []).extend(outlet.double_urls(one)[kind] for one in printed)
    return found
