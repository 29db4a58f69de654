"""Visits the pages of a list that somebody gave, and reads no listing."""

from typing import Any

from crawlers.feeds import Listing
from crawlers.sources import Source
from crawlers.spiders.frontier import FrontierSpider


class PagesSpider(FrontierSpider):
    """Pages that are on the frontier."""

    name = "pages"
    listing_kind = "none"

    def addresses(self, source: Source) -> tuple[str, ...]:
        """None."""
        return ()

    def read(self, response: Any) -> Listing:
        """Nothing: no address is a listing."""
        return Listing()
