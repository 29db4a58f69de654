"""The archive: the truth of which every index is a projection. One SQLite file beside a folder of WARC files."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from core.archive.articles import ArticleStore
from core.archive.corrections import CorrectionStore
from core.archive.crawl import CrawlStore, FrontierEntry, Refusal
from core.archive.fetches import Fetched, FetchRecord, Visit
from core.archive.health import HealthStore, Listing, SourceHealth
from core.archive.log import FOLLOWED, Change, Log, now_text
from core.archive.warc import Location, Read, Response, WarcStore, read_responses
from core.article import Annotation, Article
from core.correction import Correction

__all__ = [
    "FOLLOWED",
    "Archive",
    "Change",
    "FetchRecord",
    "Fetched",
    "FrontierEntry",
    "Listing",
    "Location",
    "Read",
    "Refusal",
    "Response",
    "SourceHealth",
    "Visit",
    "WarcStore",
    "now_text",
    "read_responses",
]


class Archive:
    """Opens the archive under `home`: `log` (transactions, changes, watermarks, locks), `store` (articles), `people` (corrections), `crawl`, `health`, `warc`.

    The reading methods below are those that a site or a report asks for.
    """

    def __init__(self, home: Path, *, warc_max_bytes: int = 1_000_000_000) -> None:
        """Opens or makes the archive.

        Raises:
            ArchiveError: see `Log`.
        """
        self.home = home
        self.log = Log(home)
        self.store = ArticleStore(self.log)
        self.people = CorrectionStore(self.log)
        self.crawl = CrawlStore(self.log)
        self.health = HealthStore(self.log)
        self.warc = WarcStore(home / "warc", warc_max_bytes)

    def close(self) -> None:
        """Closes the archive's file."""
        self.log.close()

    def article(self, article_id: str) -> Article | None:
        """The newest revision of an article, or None."""
        return self.store.article(article_id)

    def annotation(self, article_id: str) -> Annotation | None:
        """What is said of an article, people's corrections with it, or None."""
        return self.store.annotation(article_id)

    def corrections(self, article_id: str) -> Sequence[Correction]:
        """Every correction of an article, oldest first, those that were withdrawn among them."""
        return self.people.of(article_id)

    def first_seen(self, article_id: str) -> datetime | None:
        """When the article was first tagged (UTC)."""
        return self.store.first_seen(article_id)

    def removed(self, article_id: str) -> bool:
        """Whether the article was removed."""
        return self.store.removed(article_id)

    def revisions(self, article_id: str) -> Sequence[Article]:
        """Every revision of an article, oldest first."""
        return self.store.revisions(article_id)

    def fetch_of(self, article_id: str) -> FetchRecord | None:
        """The fetch that the newest revision was read from."""
        return self.crawl.fetch_of(article_id)

    def sources(self) -> Sequence[SourceHealth]:
        """Every declared source with its health."""
        return self.health.sources()

    def last_read(self) -> datetime | None:
        """When any source was last read."""
        return self.health.last_read()

    def counts(self) -> Mapping[str, int]:
        """How much the archive holds."""
        return {**self.store.counts(), "corrections": self.people.counts()[0], "sources": len(self.health.sources())}
