"""From a response to an acknowledged fetch, one job each: mind the outlet's rights, write the WARC record, acknowledge it."""

from dataclasses import dataclass, replace
from typing import Any

from core.archive import Archive, Location, Response, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """An item of the spiders: a response, what is known of the visit, and its validators (ETag, Last-Modified)."""

    response: Response
    visit: Visit
    validators: tuple[str | None, str | None]
    location: Location | None = None


class RightsPipeline:
    """Where the outlet reserves text and data mining, the body is not kept: title and link only."""

    def process_item(self, item: RawPage) -> RawPage:
        """Empties the body of a reserved page."""
        if item.visit.rights == "open":
            return item
        return replace(item, response=replace(item.response, body=b"", truncated=True))


class WarcPipeline:
    """Writes the raw response; when it returns, the bytes are durable."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    @classmethod
    def from_crawler(cls, crawler: Any) -> "WarcPipeline":
        """Made by Scrapy."""
        return cls(crawler.spider.archive)

    def process_item(self, item: RawPage) -> RawPage:
        """Appends the record and notes where it lies."""
        return replace(item, location=self.archive.warc.append(item.response))


class FetchPipeline:
    """Acknowledges the fetch in the archive: its number, its place, and its address done, in one transaction."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    @classmethod
    def from_crawler(cls, crawler: Any) -> "FetchPipeline":
        """Made by Scrapy."""
        return cls(crawler.spider.archive)

    def process_item(self, item: RawPage) -> RawPage:
        """Records the fetch."""
        if item.location is None:
            raise AssertionError("a page reached the archive without a WARC record")
        self.archive.crawl.put_fetch(item.response, item.location, item.visit, item.validators)
        return item
