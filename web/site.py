"""What the site is made of, handed in by the caller, and what it asks of the archive.

The archive is described by protocols of read-only attributes, so that tests can hand in an archive in memory.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

from core.article import Annotation, Article
from core.correction import Correction
from core.errors import SettingsError
from index.base import Index
from index.citations import Citations


class FetchView(Protocol):
    """How and when a page was fetched, and where the raw response lies."""

    @property
    def url(self) -> str: ...
    @property
    def status(self) -> int | None: ...
    @property
    def fetched_at(self) -> datetime | None: ...
    @property
    def warc_file(self) -> str | None: ...
    @property
    def record_id(self) -> str | None: ...
    @property
    def digest(self) -> str | None: ...


class SourceView(Protocol):
    """A source with its health: `status` is `ok`, `failing` or `never` (not read yet).

    `failing_since` is when what fails was last read, None where it never was; `partly`: something else of it is read.
    """

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str | None: ...
    @property
    def domain(self) -> str | None: ...
    @property
    def country(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...
    @property
    def feeds(self) -> Sequence[str]: ...
    @property
    def articles(self) -> int: ...
    @property
    def last_ok(self) -> datetime | None: ...
    @property
    def last_error(self) -> str | None: ...
    @property
    def last_error_at(self) -> datetime | None: ...
    @property
    def failures(self) -> int: ...
    @property
    def status(self) -> str: ...
    @property
    def failing_since(self) -> datetime | None: ...
    @property
    def partly(self) -> bool: ...
    @property
    def rights(self) -> str | None: ...


class ArchiveReader(Protocol):
    """The part of the archive that the site reads."""

    def article(self, article_id: str) -> Article | None:
        """The newest revision, or None where the id was never given."""
        ...

    def annotation(self, article_id: str) -> Annotation | None:
        """What is said of the article, people's corrections with it, or None where it was not tagged yet."""
        ...

    def corrections(self, article_id: str) -> Sequence[Correction]:
        """Every correction of the article by people, oldest first, those that were withdrawn among them."""
        ...

    def first_seen(self, article_id: str) -> datetime | None:
        """When the article was first tagged."""
        ...

    def removed(self, article_id: str) -> bool:
        """True where the article was taken out on request."""
        ...

    def revisions(self, article_id: str) -> Sequence[Article]:
        """Every text seen at the article's address, oldest first."""
        ...

    def fetch_of(self, article_id: str) -> FetchView | None:
        """The fetch that the newest revision came from."""
        ...

    def sources(self) -> Sequence[SourceView]:
        """All sources with their health."""
        ...

    def last_read(self) -> datetime | None:
        """When sources were last read."""
        ...

    def counts(self) -> Mapping[str, int]:
        """How many articles there are, in all and by relevance."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything the site needs.

    Attributes:
        base_url: the public origin (`https://news.example`), used in every absolute link; the Host header never is.
        model_card: figures for the method page: `{"date", "command", "rows": [{"measure", "all", "ko", "fr", "en"}]}`.
        contact: mail address or page for removal requests, or None.
        embed: makes the embedding of a query, None for one without a known word; None where this site does not search by meaning.
        citations: where results are kept to be cited, or None. sequence: the archive's last number, which is kept with them.
    """

    index: Index
    archive: ArchiveReader
    base_url: str
    model_card: Mapping[str, Any] = field(default_factory=dict)
    contact: str | None = None
    embed: Callable[[str], bytes | None] | None = None
    citations: Citations | None = None
    sequence: Callable[[], int] = int

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
            raise SettingsError(f"base_url is {self.base_url!r}; give an origin such as https://news.example, without a path")

    @property
    def origin(self) -> str:
        """`base_url` without a trailing slash."""
        return self.base_url.rstrip("/")

    @property
    def authority(self) -> str:
        """The host name of `base_url`, for `tag:` ids."""
        return urlsplit(self.base_url).hostname or ""
