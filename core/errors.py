"""Every error Fauxlex raises on purpose.

    FauxlexError
    ├── SettingsError        a setting is unknown, malformed or missing            → tell the user, exit 2
    ├── UsageError           a command or request was called wrongly               → tell the user, exit 2 / HTTP 400
    │   └── QueryError       a query cannot be read; knows the place               → tell the user, exit 2 / HTTP 400
    ├── ArchiveError         the archive cannot be opened, read or written         → stop
    │   ├── ArchiveFullError     the disk is full; nothing was acknowledged        → stop, free space, start again
    │   └── ArchiveVersionError  made by a newer Fauxlex                           → stop, upgrade
    ├── ConsumerBusyError    another process holds this consumer's lock            → stop, says who holds it
    ├── FetchError           an address brought no usable answer                   → retry later, or tell the user
    │   └── ForbiddenAddressError  an address that must not be visited (SSRF)      → drop it, counted; never retry
    ├── SourceError          sources.toml says something impossible                → tell the user, exit 2
    ├── ExtractionError      a page cannot be turned into an article               → set aside (quarantine)
    ├── AnnotationError      an article cannot be tagged                           → set aside (quarantine)
    │   └── ModelError       the model's files are missing, damaged or do not fit  → stop
    ├── SearchIndexError     the search index cannot serve                         → see below
    │   ├── IndexMismatchError     deleted, foreign, or of another version         → rebuild from the archive
    │   └── IndexUnavailableError  the server is down, red, refusing or too busy   → retry later / HTTP 503
    └── PortInUseError       the address to serve on is taken                      → tell the user

A message says what happened, the value, and the way out.
"""


class FauxlexError(Exception):
    """The root: catch it at the outermost loop of a process only."""


class SettingsError(FauxlexError):
    """Raised when a setting is unknown or its value malformed; the caller tells the user and stops."""


class UsageError(FauxlexError):
    """Raised when a command, request or input record is called wrongly; the caller tells the user."""


class QueryError(UsageError):
    """Raised when a search query cannot be read or would cost too much; the caller tells the user.

    Attributes:
        position: offset in code points of the character at fault in the query as typed, or None.
        repair: a query that would be accepted instead, or None.
    """

    def __init__(self, message: str, *, position: int | None = None, repair: str | None = None) -> None:
        super().__init__(message)
        self.position = position
        self.repair = repair


class ArchiveError(FauxlexError):
    """Raised when the archive cannot be opened, read or written; the caller stops."""


class ArchiveFullError(ArchiveError):
    """Raised when the disk is full: the write in progress was undone; the caller stops and says so."""


class ArchiveVersionError(ArchiveError):
    """Raised when the archive was written by a newer Fauxlex; the caller stops."""


class ConsumerBusyError(FauxlexError):
    """Raised when another process holds a consumer's lock; the message names it; the caller stops."""


class FetchError(FauxlexError):
    """Raised when an address brings no usable answer (in time, within the size, in words we asked for); the caller may retry later."""


class ForbiddenAddressError(FetchError):
    """Raised when an address must not be visited: no web address, another port, or a name that leads anywhere but to the public internet."""


class SourceError(FauxlexError):
    """Raised when the list of sources is wrong; the message names file, source and key; the caller tells the user."""


class ExtractionError(FauxlexError):
    """Raised when a page cannot be turned into an article; the caller sets the page aside with this reason."""


class AnnotationError(FauxlexError):
    """Raised when an article cannot be tagged; the caller sets the article aside with this reason."""


class ModelError(AnnotationError):
    """Raised when the model's files are missing, damaged or do not fit together; the caller stops."""


class SearchIndexError(FauxlexError):
    """The root of what the search side raises."""


class IndexMismatchError(SearchIndexError):
    """Raised when an index is missing, foreign or of another version; the caller rebuilds it from the archive."""


class IndexUnavailableError(SearchIndexError):
    """Raised when the index cannot answer now; the caller retries after `retry_after_s` or answers 503."""

    def __init__(self, message: str, *, retry_after_s: int = 5) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class PortInUseError(FauxlexError):
    """Raised when the address to serve on is taken; the caller tells the user."""
