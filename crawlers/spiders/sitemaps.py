"""Reads the sitemaps of the outlets and visits the pages they list."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from core.archive import FrontierEntry
from crawlers.feeds import Link, Listing, read_sitemap
from crawlers.sources import Source
from crawlers.spiders.frontier import FrontierSpider

MAX_DEPTH = 3
"""Of sitemap indexes within one another."""


class SitemapsSpider(FrontierSpider):
    """Sitemaps, news sitemaps and their indexes."""

    name = "sitemaps"
    listing_kind = "sitemap"

    def addresses(self, source: Source) -> tuple[str, ...]:
        """The outlet's sitemaps."""
        return source.sitemaps

    def read(self, response: Any) -> Listing:
        """What the sitemap lists; an index deeper than `MAX_DEPTH` is not followed."""
        entry: FrontierEntry = response.meta["entry"]
        listing = read_sitemap(response.body, response.url)
        depth = int(entry.hints.get("depth", 0)) + 1
        kept = []
        for link in listing.links:
            if link.kind == "sitemap" and depth >= MAX_DEPTH:
                listing.leave_out("a sitemap too deep in others")
            else:
                kept.append(replace(link, depth=depth) if link.kind == "sitemap" else link)
        listing.links = kept
        return listing

    def too_old(self, link: Link) -> str | None:
        """Why a page (or a further sitemap) is left out whose last change lies beyond the age that is read."""
        said = link.updated or link.published
        if not said or (datetime.now(UTC) - datetime.fromisoformat(said)).days <= self.limits.crawl_max_age_days:
            return None
        return f"older than {self.limits.crawl_max_age_days} days"
