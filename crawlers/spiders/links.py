"""What a listing lists, put on the frontier."""

from collections.abc import Callable, Mapping
from typing import Any

from core.archive import Archive, FrontierEntry, tallies
from core.urls import belongs, canonical, host
from crawlers.feeds import Link, Listing
from crawlers.sources import Source


def put_links(archive: Archive, listing: Listing, source: Source, left_out: Callable[[Link], str | None], marks: Mapping[str, Any]) -> int:
    """Puts a listing's links on the frontier, its own outlet's only, and counts every entry.

    Args:
        archive: where the frontier is. listing: what was read. source: whose it is.
        left_out: why a link is not followed, or None. marks: hints that every entry gets.

    Returns:
        How many pages were new.
    """
    listed = len(listing.links) + sum(listing.left_out.values())
    entries = []
    for link in listing.links:
        if not belongs(host(link.url), source.domains):
            listing.leave_out("a link to another site")
        elif (why := left_out(link)) is not None:
            listing.leave_out(why)
        else:
            entries.append(FrontierEntry(url=canonical(link.url), source=source.id, kind=link.kind, hints={**link.hints(), **marks}))
    pages = [entry for entry in entries if entry.kind == "page"]
    with archive.log.write() as tx:
        archive.crawl.add_urls([entry for entry in entries if entry.kind != "page"], tx)
        new = archive.crawl.add_urls(pages, tx)
        kept = {"new": new, "known already": len(pages) - new, "sitemaps": len(entries) - len(pages)}
        tallies.add(tx, source.id, "listing", "in", {"all": listed})
        tallies.add(tx, source.id, "listing", "kept", kept)
        tallies.add(tx, source.id, "listing", "left_out", listing.left_out)
    return new
