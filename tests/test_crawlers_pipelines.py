"""Pages on their way into the archive: those that come together are written together, and acknowledged all or none."""

import asyncio
import errno
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.archive import Archive, FrontierEntry, Response, Visit
from core.errors import ArchiveFullError
from crawlers.pipelines import ArchivePipeline, RawPage

URLS = [f"https://a.example/{number}" for number in range(5)]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive whose frontier has the addresses."""
    archive = Archive(tmp_path)
    archive.crawl.add_urls([FrontierEntry(url=url, source="a", kind="page") for url in URLS])
    yield archive
    archive.close()


def page(url: str) -> RawPage:
    """A page as a spider hands it over."""
    response = Response(url=url, status=200, headers=(("Content-Type", "text/html"),), body=url.encode() * 99, fetched_at=datetime.now(UTC))
    return RawPage(response=response, visit=Visit(url=url, source="a"), validators=("e", None))


def keep(archive: Archive) -> list[RawPage | BaseException]:
    """Hands all pages to the pipeline at once; what comes of each."""

    async def together() -> list[RawPage | BaseException]:
        pipeline = ArchivePipeline(archive)
        return await asyncio.gather(*(pipeline.process_item(page(url)) for url in URLS), return_exceptions=True)

    return asyncio.run(together())


def test_pages_that_come_together_are_each_acknowledged_with_a_record_of_their_own(archive: Archive) -> None:
    """Every page is done, counted, and its bytes are where its fetch says."""
    assert [item.visit.url for item in keep(archive) if isinstance(item, RawPage)] == URLS
    assert archive.crawl.waiting(["a"])[0] == 0
    fetches = [archive.crawl.fetch(change.ref) for change in archive.log.changes_after(0, ["fetch"], 99)]
    found = {fetch.url: archive.warc.read(fetch.warc_file, fetch.warc_offset).body for fetch in fetches if fetch}
    assert found == {url: page(url).response.body for url in URLS}
    assert ("a", "page", "kept", "fetched", len(URLS)) in archive.health.tallies()


def test_where_the_disk_is_full_no_page_is_acknowledged(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them fail, all stay on the frontier, and the WARC file is as it was."""

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("core.archive.warc.os.fsync", full)
    assert {type(item) for item in keep(archive)} == {ArchiveFullError}
    assert archive.crawl.waiting(["a"])[0] == len(URLS)
    assert sum(path.stat().st_size for path in archive.warc.folder.iterdir()) == 0
