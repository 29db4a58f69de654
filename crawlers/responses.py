"""What a response's headers say, in the forms that the spiders use."""

import email.utils
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any


def pairs(response: Any) -> list[tuple[str, str]]:
    """The headers of a response in order, one pair a value."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in response.headers.items() for value in values]


def validators(response: Any) -> tuple[str | None, str | None]:
    """ETag and Last-Modified."""
    found: Callable[[str], bytes | None] = response.headers.get
    etag, modified = found("ETag"), found("Last-Modified")
    return (etag.decode("latin-1") if etag else None, modified.decode("latin-1") if modified else None)


def retry_after(response: Any) -> float | None:
    """Seconds of a Retry-After header (RFC 9110, 10.2.3), in either of its forms."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isdecimal():
        return float(text[:12])
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
