"""Reads the feeds of the outlets and visits the pages they list."""

from typing import Any

from crawlers.feeds import Listing, read_feed
from crawlers.sources import Source
from crawlers.spiders.frontier import FrontierSpider


class FeedsSpider(FrontierSpider):
    """RSS, Atom and JSON Feed."""

    name = "feeds"
    listing_kind = "feed"

    def addresses(self, source: Source) -> tuple[str, ...]:
        """The outlet's feeds."""
        return source.feeds

    def read(self, response: Any) -> Listing:
        """What the feed lists."""
        return read_feed(response.body, response.url, (response.headers.get("Content-Type") or b"").decode("latin-1"))
