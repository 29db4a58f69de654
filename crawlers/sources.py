"""The list of outlets: data in TOML, checked when it is read."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.errors import SourceError, UsageError
from core.urls import host
from crawlers.polling import Poll

LISTS = ("feeds", "sitemaps", "archives", "aliases")
KEYS = frozenset({"id", "name", "domain", "country", "language", "kind", "rights", "poll_s", "checked", "evidence", *LISTS})
KINDS = ("press", "official")
RIGHTS = ("robots", "tdm", "terms")
STATES = ("allowed", "refused", "unknown")

POLL_LEAST_S, POLL_MOST_S = 300.0, 21_600.0
"""Bounds of the pause between two readings of a listing where the outlet's entry sets none: five minutes, six hours."""

SHORTEST_S, LONGEST_S = 60.0, 604_800.0
"""What an entry may set: a minute, a week."""

INVENTED = (".example", ".test", ".invalid", ".localhost")
SHORTEST_INVENTED_S = 1.0
"""What an entry may set whose domain is reserved for examples and tests (RFC 2606): nobody answers there but a player on this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What somebody has read of an outlet's wishes, each `allowed`, `refused`, or `unknown` where nobody has read them.

    Attributes:
        robots: whether its robots.txt lets us at its articles. tdm: whether it leaves text and data mining open. terms: whether its terms do.
    """

    robots: str = "unknown"
    tdm: str = "unknown"
    terms: str = "unknown"

    @property
    def refused(self) -> str | None:
        """Why its pages are not fetched, or None: then robots.txt and reservations decide at each crawl."""
        if self.robots == "refused":
            return "robots.txt refuses us, says the list of sources"
        if self.tdm == "refused":
            return "text and data mining is reserved, says the list of sources"
        return "the terms refuse robots, says the list of sources" if self.terms == "refused" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An outlet.

    Attributes:
        id: short ascii name, unique. domain: its registrable domain or host; links elsewhere are not followed.
        aliases: further domains of the same outlet. country: its home (ISO 3166-1 alpha-2). language: BCP 47 tag of its texts.
        kind: `press`, or `official` for parliaments, courts, gazettes and authorities.
        feeds, sitemaps: addresses to read. archives: sitemaps of older pages, for a backfill; `{yyyy}`, `{mm}`, `{dd}`, `{yyyymmdd}` are filled in.
        rights: what was read of its wishes. checked: day of the newest evidence, or `unknown`. evidence: address → where it was found.
    """

    id: str
    name: str
    domain: str
    country: str | None
    language: str | None
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    archives: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    kind: str = "press"
    rights: Rights = field(default_factory=Rights)
    poll_least_s: float = POLL_LEAST_S
    poll_most_s: float = POLL_MOST_S
    checked: str = "unknown"
    evidence: Mapping[str, str] = field(default_factory=dict)

    def poll(self, first_s: float) -> Poll:
        """The bounds of the pause between two readings of its listings."""
        return Poll(least_s=self.poll_least_s, first_s=min(max(first_s, self.poll_least_s), self.poll_most_s), most_s=self.poll_most_s)

    @property
    def domains(self) -> tuple[str, ...]:
        """Every domain whose pages are this outlet's."""
        return (self.domain, *self.aliases)

    @property
    def addresses(self) -> tuple[str, ...]:
        """What is read again and again."""
        return (*self.feeds, *self.sitemaps)

    def to_row(self) -> dict[str, Any]:
        """As the archive notes it; `rights` is `open` or `reserved`."""
        names = ("id", "name", "domain", "country", "language")
        rights = "reserved" if self.rights.refused else "open"
        return {**{name: getattr(self, name) for name in names}, "rights": rights, "feeds": list(self.addresses)}


def load_sources(path: Path) -> list[Source]:
    """The outlets of a TOML file of `[[source]]` tables.

    Raises:
        SourceError: the file or an entry is wrong; names file, line, outlet and what to write.
    """
    try:
        text = path.read_text("utf8")
        rows = tomllib.loads(text).get("source", [])
    except (OSError, UnicodeDecodeError) as err:
        raise SourceError(f"{path}: {getattr(err, 'strerror', None) or err}; name a list of sources with --sources") from err
    except tomllib.TOMLDecodeError as err:
        raise SourceError(f"{path}: {err}") from err
    out: list[Source] = []
    for row in rows:
        where = f"{path.name} line {line_of(text, row)}"
        source = read_source(row, where)
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


def read_source(row: Mapping[str, Any], where: str) -> Source:
    """The outlet of one table.

    Raises:
        SourceError: see `load_sources`.
    """
    name = row.get("id") or row.get("domain") or "without id"
    for key in ("id", "name", "domain"):
        if not isinstance(row.get(key), str) or not row[key]:
            raise SourceError(f"{where}: no {key} for '{name}'; add {key} = \"…\"")
    for key in row:
        if key not in KEYS:
            raise SourceError(f"{where}: unknown key '{key}' for '{name}'; known are {', '.join(sorted(KEYS))}")
    if not row.get("feeds") and not row.get("sitemaps"):
        raise SourceError(f"{where}: no feed for '{name}'; add feeds = [\"https://{row['domain']}/…\"] or sitemaps = […]")
    if row.get("kind", "press") not in KINDS:
        raise SourceError(f"{where}: kind = '{row['kind']}' for '{name}' is neither press nor official")
    many = {key: _addresses(row, key, where, name) for key in LISTS}
    least_s, most_s = _poll(row.get("poll_s"), where, name, SHORTEST_INVENTED_S if row["domain"].endswith(INVENTED) else SHORTEST_S)
    return Source(
        id=row["id"],
        name=row["name"],
        domain=row["domain"],
        country=row.get("country"),
        language=row.get("language"),
        kind=row.get("kind", "press"),
        rights=_rights(row.get("rights", "open"), where, name),
        poll_least_s=least_s,
        poll_most_s=most_s,
        checked=str(row.get("checked", "unknown")),
        evidence=dict(row.get("evidence", {})),
        **many,
    )


def _addresses(row: Mapping[str, Any], key: str, where: str, name: str) -> tuple[str, ...]:
    values = row.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise SourceError(f"{where}: {key} of '{name}' is no list of addresses; write {key} = [\"…\"]")
    for address in values if key != "aliases" else ():
        try:
            host(address)
        except UsageError as err:
            raise SourceError(f"{where}: '{name}': {err}") from err
    return tuple(values)


def _rights(value: Any, where: str, name: str) -> Rights:
    """`{robots, tdm, terms}`, or in one word `open` (nothing known) or `reserved` (the terms refuse)."""
    if value in ("open", "reserved"):
        return Rights(terms="refused" if value == "reserved" else "unknown")
    if not isinstance(value, dict) or not set(value) <= set(RIGHTS):
        raise SourceError(f"{where}: rights = '{value}' for '{name}' is neither open nor reserved nor {{ robots, tdm, terms }}")
    for key, state in value.items():
        if state not in STATES:
            raise SourceError(f"{where}: rights.{key} = '{state}' for '{name}' is none of {', '.join(STATES)}")
    return Rights(**value)


def _poll(value: Any, where: str, name: str, shortest_s: float) -> tuple[float, float]:
    if value is None:
        return POLL_LEAST_S, POLL_MOST_S
    numbers = value if isinstance(value, list) and len(value) == 2 and all(type(one) in (int, float) for one in value) else None
    if numbers is None or not shortest_s <= numbers[0] <= numbers[1] <= LONGEST_S:
        raise SourceError(
            f"{where}: poll_s = {value} for '{name}' is no pair of pauses; write [least, most] in seconds from {shortest_s:g} to {LONGEST_S:g}"
        )
    return float(numbers[0]), float(numbers[1])


def line_of(text: str, row: Mapping[str, Any]) -> int:
    """The line on which an entry is told by its id or domain."""
    mark = str(row.get("id") or row.get("domain") or row.get("name") or "")
    for number, line in enumerate(text.splitlines(), 1):
        if mark and f'"{mark}"' in line:
            return number
    return 1
