"""How a request can fail to bring an answer."""

from typing import Any

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

FAILURES: tuple[type[Exception], ...] = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)


class Forbidden(IgnoreRequest):
    """Raised where robots.txt forbids an address: it is not asked for again."""


class Unreadable(IgnoreRequest):
    """Raised where robots.txt cannot be read because the server or the way to it fails: to be tried again later."""


def is_final(error: Any) -> bool:
    """Whether asking again would bring the same: too large, redirected for ever, of no scheme that is read."""
    if isinstance(error, Unreadable):
        return False
    return isinstance(error, IgnoreRequest | DownloadCancelledError | UnsupportedURLSchemeError)


def describe(error: Any, limit_bytes: int) -> str:
    """The reason in plain words."""
    if isinstance(error, Forbidden | Unreadable):
        return str(error)
    if isinstance(error, CannotResolveHostError):
        return f"the name leads to no public address ({_short(error)})"
    if isinstance(error, DownloadConnectionRefusedError):
        return "the connection was refused"
    if isinstance(error, DownloadTimeoutError):
        return "no whole answer in time"
    if isinstance(error, ResponseDataLossError):
        return "the answer broke off"
    if isinstance(error, DownloadCancelledError) or "max size" in str(error).lower() or "maxsize" in str(error).lower():
        return f"larger than {limit_bytes} bytes (crawl_max_bytes)"
    return f"{type(error).__name__}: {_short(error)}".strip(": ")


def _short(error: Any) -> str:
    return " ".join(str(error).split())[:200]
