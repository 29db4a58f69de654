"""Reads the archive sitemaps of the outlets for the days of a backfill, and visits the pages they list."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from crawlers.feeds import Link, Listing
from crawlers.sources import Source
from crawlers.spiders.sitemaps import SitemapsSpider


class ArchivesSpider(SitemapsSpider):
    """Sitemaps of older pages: those that the list names as `archives`, else the outlet's sitemaps. Pages of other days are left out."""

    name = "archives"
    listing_kind = "archive"
    marks = {"backfill": True}  # noqa: RUF012  # never changed

    def addresses(self, source: Source) -> tuple[str, ...]:
        """The outlet's archives, with the days filled in."""
        since, until = self.plan.days
        return tuple(dict.fromkeys(address for one in source.archives or source.sitemaps for address in filled_in(one, since, until)))

    def read(self, response: Any) -> Listing:
        """What the sitemap lists."""
        listing = super().read(response)
        listing.links = [replace(link, kind="archive") if link.kind == "sitemap" else link for link in listing.links]
        return listing

    def too_old(self, link: Link) -> str | None:
        """Why a page or a further sitemap is not of the days asked for; one without a date is taken where it may be."""
        since, until = self.plan.days
        if link.kind != "page":  # its last change comes after every page in it
            return "outside the days asked for" if link.updated and _day(link.updated) < since else None
        said = link.published or link.updated
        if said is None:
            return None
        return None if since <= _day(said) <= until else "outside the days asked for"


def filled_in(address: str, since: date, until: date) -> list[str]:
    """An address with `{yyyy}`, `{mm}`, `{dd}` and `{yyyymmdd}` filled in for each day, each result once."""
    if "{" not in address:
        return [address]
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    made = [
        address.replace("{yyyymmdd}", f"{day:%Y%m%d}")
        .replace("{yyyy}", f"{day:%Y}")
        .replace("{mm}", f"{day:%m}")
        .replace("{dd}", f"{day:%d}")
        for day in days
    ]
    return list(dict.fromkeys(made))


def _day(moment: str) -> date:
    """The day of a moment by its own offset from UTC."""
    return datetime.fromisoformat(moment).date()
