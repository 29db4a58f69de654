"""Fetches: what the crawler knows of one, and the row that the archive keeps of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from core.archive.warc import Location, Response


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRecord:
    """One response that was kept: where it came from, when, and where its raw bytes lie."""

    id: str
    seq: int
    url: str
    final_url: str
    source: str | None
    status: int
    content_type: str | None
    fetched_at: datetime
    robots: str
    rights: str
    warc_file: str
    warc_offset: int
    record_id: str
    digest: str
    hints: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A fetch about to be recorded: what the crawler knows beside the response itself."""

    url: str
    source: str | None
    robots: str = "unknown"
    rights: str = "open"
    hints: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A response whose raw bytes are durable: where they lie, what is known of the visit, and its ETag and Last-Modified."""

    response: Response
    location: Location
    visit: Visit
    validators: tuple[str | None, str | None] = (None, None)


def fetch_row(one: Fetched, seq: int) -> dict[str, Any]:
    """The row of a fetch that has this number."""
    response, location, visit = one.response, one.location, one.visit
    return {
        "id": location.record_id,
        "seq": seq,
        "url": visit.url,
        "final_url": response.url,
        "source": visit.source,
        "status": response.status,
        "content_type": next((value for name, value in response.headers if name.lower() == "content-type"), None),
        "fetched_at": response.fetched_at.astimezone(UTC).isoformat(timespec="seconds"),
        "robots": visit.robots,
        "rights": visit.rights,
        "warc_file": location.file,
        "warc_offset": location.offset,
        "record_id": location.record_id,
        "digest": location.digest,
        "bytes": len(response.body),
        "hints": json.dumps(dict(visit.hints), ensure_ascii=False),
    }


def fetch_record(row: Any) -> FetchRecord:
    """A fetch as a row of the archive has it."""
    known = {name: row[name] for name in FetchRecord.__dataclass_fields__}
    return FetchRecord(**{**known, "fetched_at": datetime.fromisoformat(row["fetched_at"]), "hints": json.loads(row["hints"])})
