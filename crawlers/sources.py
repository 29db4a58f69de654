"""The list of outlets: data in TOML, checked when it is read."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import SourceError, UsageError
from core.urls import host
from crawlers.polling import Poll

KEYS = frozenset({"id", "name", "domain", "aliases", "country", "language", "feeds", "sitemaps", "rights", "poll_least_s", "poll_most_s"})

POLL_LEAST_S, POLL_MOST_S = 300.0, 21_600.0
"""Bounds of the pause between two readings of a listing where the outlet's entry sets none: five minutes, six hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An outlet.

    Attributes:
        id: short ascii name, unique. domain: its registrable domain or host; links elsewhere are not followed.
        aliases: further domains of the same outlet. country: its home (ISO 3166-1 alpha-2). language: BCP 47 tag of its texts.
        feeds, sitemaps: addresses to read. rights: `open`, or `reserved` where the outlet is known to reserve text and data mining.
    """

    id: str
    name: str
    domain: str
    country: str | None
    language: str | None
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    rights: str = "open"
    poll_least_s: float = POLL_LEAST_S
    poll_most_s: float = POLL_MOST_S

    def poll(self, first_s: float) -> Poll:
        """The bounds of the pause between two readings of its listings."""
        most_s = max(self.poll_most_s, self.poll_least_s)
        return Poll(least_s=self.poll_least_s, first_s=min(max(first_s, self.poll_least_s), most_s), most_s=most_s)

    @property
    def domains(self) -> tuple[str, ...]:
        """Every domain whose pages are this outlet's."""
        return (self.domain, *self.aliases)

    def to_row(self) -> dict[str, Any]:
        """As the archive notes it."""
        addresses = [*self.feeds, *self.sitemaps]
        names = ("id", "name", "domain", "country", "language", "rights")
        return {**{name: getattr(self, name) for name in names}, "feeds": addresses}


def load_sources(path: Path) -> list[Source]:
    """The outlets of a TOML file of `[[source]]` tables.

    Raises:
        SourceError: the file or an entry is wrong; names file, line, outlet and what to write.
    """
    try:
        text = path.read_text("utf8")
        rows = tomllib.loads(text).get("source", [])
    except OSError as err:
        raise SourceError(f"{path}: {err.strerror}; name a list of sources with --sources") from err
    except tomllib.TOMLDecodeError as err:
        raise SourceError(f"{path}: {err}") from err
    out: list[Source] = []
    for row in rows:
        where = f"{path.name} line {_line(text, row)}"
        source = _source(row, where)
        if any(source.id == other.id for other in out):
            raise SourceError(f"{where}: the id '{source.id}' stands twice; every outlet needs its own")
        out.append(source)
    if not out:
        raise SourceError(f"{path}: no [[source]] in it; docs/add-a-source.md shows one")
    return out


def select(sources: Sequence[Source], ids: Sequence[str]) -> list[Source]:
    """The outlets with these ids; all of them where none is named.

    Raises:
        SourceError: an id is unknown.
    """
    known = {source.id: source for source in sources}
    for name in ids:
        if name not in known:
            raise SourceError(f"no source '{name}' in the list; it has {', '.join(sorted(known))}")
    return [known[name] for name in ids] if ids else list(sources)


def _source(row: Mapping[str, Any], where: str) -> Source:
    name = row.get("id") or row.get("domain") or "without id"
    for key in ("id", "name", "domain"):
        if not isinstance(row.get(key), str) or not row[key]:
            raise SourceError(f"{where}: no {key} for '{name}'; add {key} = \"…\"")
    for key in row:
        if key not in KEYS:
            raise SourceError(f"{where}: unknown key '{key}' for '{name}'; known are {', '.join(sorted(KEYS))}")
    if not row.get("feeds") and not row.get("sitemaps"):
        raise SourceError(f"{where}: no feed for '{name}'; add feeds = [\"https://{row['domain']}/…\"] or sitemaps = […]")
    if row.get("rights", "open") not in ("open", "reserved"):
        raise SourceError(f"{where}: rights = '{row['rights']}' for '{name}' is neither open nor reserved")
    for address in [*row.get("feeds", ()), *row.get("sitemaps", ())]:
        try:
            host(address)
        except UsageError as err:
            raise SourceError(f"{where}: '{name}': {err}") from err
    many: dict[str, Any] = {key: tuple(row.get(key, ())) for key in ("feeds", "sitemaps", "aliases")}
    for key in ("poll_least_s", "poll_most_s"):
        if key in row:
            many[key] = _seconds(row[key], key, where, name)
    return Source(
        id=row["id"],
        name=row["name"],
        domain=row["domain"],
        country=row.get("country"),
        language=row.get("language"),
        rights=row.get("rights", "open"),
        **many,
    )


def _seconds(value: Any, key: str, where: str, name: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 60 <= value <= 7 * 86_400:
        raise SourceError(f"{where}: {key} = {value!r} for '{name}' is no pause; write seconds from 60 (a minute) to 604800 (a week)")
    return float(value)


def _line(text: str, row: Mapping[str, Any]) -> int:
    """The line on which an entry is told by its id or domain."""
    mark = str(row.get("id") or row.get("domain") or row.get("name") or "")
    for number, line in enumerate(text.splitlines(), 1):
        if mark and f'"{mark}"' in line:
            return number
    return 1
