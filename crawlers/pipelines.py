"""From a response to an acknowledged fetch: mind the outlet's rights, write the WARC record, acknowledge it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.archive import Archive, Fetched, Response, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """An item of the spiders: a response, what is known of the visit, and its validators (ETag, Last-Modified)."""

    response: Response
    visit: Visit
    validators: tuple[str | None, str | None]


class RightsPipeline:
    """Where the outlet reserves text and data mining, the body is not kept: title and link only."""

    def process_item(self, item: RawPage) -> RawPage:
        """Empties the body of a reserved page."""
        if item.visit.rights == "open":
            return item
        return replace(item, response=replace(item.response, body=b"", truncated=True))


class ArchivePipeline:
    """Puts pages into the archive in a thread, so that the disk holds up no other host; those that come meanwhile go together into the next writing."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._waiting: list[RawPage] = []
        self._next: asyncio.Task[None] | None = None
        self._at_work = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: Any) -> "ArchivePipeline":
        """Made by Scrapy."""
        return cls(crawler.spider.archive)

    async def process_item(self, item: RawPage) -> RawPage:
        """Returns when the page is acknowledged; fails where the archive cannot take it, or another page that is written with it."""
        self._waiting.append(item)
        if self._next is None:
            self._next = asyncio.ensure_future(self._keep_waiting())
        await asyncio.shield(self._next)
        return item

    def keep(self, items: Sequence[RawPage]) -> None:
        """Writes the raw responses; once their bytes are durable, acknowledges all in one transaction.

        Raises:
            ArchiveError: the archive cannot take them; none is acknowledged.
        """
        locations = self.archive.warc.append_all([item.response for item in items])
        fetched = [
            Fetched(response=item.response, location=location, visit=item.visit, validators=item.validators)
            for item, location in zip(items, locations, strict=True)
        ]
        self.archive.crawl.put_fetches(fetched)

    async def _keep_waiting(self) -> None:
        """Writes what waits by the time the writing before it has ended."""
        async with self._at_work:
            items, self._waiting, self._next = self._waiting, [], None
            await asyncio.to_thread(self.keep, items)
