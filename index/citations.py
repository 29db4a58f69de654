"""Results kept to be cited: which articles a search found when, so that a link in a paper can say what has changed since."""

import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from core.errors import IndexUnavailableError, UsageError
from index.base import Filters, Hit, Index, Query

MAX_RESULT = 100_000
"""Articles of one result that is kept; a larger one is no result that a reader could check."""
MAX_KEPT = 10_000
"""Results kept in one home, since whoever can search can have one kept."""
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A result as it was.

    Attributes:
        id: a digest of all that follows but `made_at`: the same result of the same search is kept once.
        query: what was asked; its order, page and facets do not matter here.
        sequence: the archive's last number then.
        ids: of the articles, newest first.
    """

    id: str
    made_at: datetime
    query: Query
    sequence: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What has changed: articles that are found now and were not, and ids that were found and are not."""

    total: int
    added: tuple[Hit, ...]
    gone: tuple[str, ...]


class Citations:
    """Results kept as files of a folder, one each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, index: Index, query: Query, sequence: int) -> Citation:
        """Keeps the whole result of a query.

        Raises:
            UsageError: the result is too large, or too many are kept.
            QueryError: the query cannot be read.
        """
        asked = _asked(query)
        ids: list[str] = []
        for hit in index.scan(asked):
            ids.append(hit.id)
            if len(ids) > MAX_RESULT:
                raise UsageError(f"the result has more than {MAX_RESULT:,} articles; narrow the search to cite it")
        shown = {"query": _query_json(asked), "sequence": sequence, "ids": ids}
        name = hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]
        made = Citation(id=name, made_at=datetime.now(UTC).replace(microsecond=0), query=asked, sequence=sequence, ids=tuple(ids))
        return self.read(name) or self._write(made, shown)

    def read(self, name: str) -> Citation | None:
        """A kept result, or None where there is none of this id."""
        path = self._folder / f"{name}.json.gz"
        if not _ID.fullmatch(name) or not path.is_file():
            return None
        kept: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
        return Citation(
            id=name,
            made_at=datetime.fromisoformat(kept["made_at"]),
            query=_query_of(kept["query"]),
            sequence=kept["sequence"],
            ids=tuple(kept["ids"]),
        )

    def _write(self, made: Citation, shown: dict[str, Any]) -> Citation:
        content = gzip.compress(json.dumps(shown | {"made_at": made.made_at.isoformat()}).encode(), mtime=0)
        partial = self._folder / f"{made.id}.{os.getpid()}.new"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            full = sum(1 for _ in self._folder.iterdir()) >= MAX_KEPT
            if not full:
                partial.write_bytes(content)
                os.replace(partial, self._folder / f"{made.id}.json.gz")
        except OSError as err:
            raise IndexUnavailableError(
                f"the result cannot be kept in {self._folder} ({err.strerror}); the operator has to mend that"
            ) from err
        if full:
            raise UsageError(
                f"{MAX_KEPT:,} results are kept here already; cite one of these, or ask the operator to clear {self._folder.name}/"
            )
        return made


def since(index: Index, citation: Citation) -> Since:
    """What the same search finds now, against what it found then."""
    before, now = frozenset(citation.ids), index.scan(citation.query)
    total, seen, added = 0, set[str](), list[Hit]()
    for hit in now:
        total += 1
        seen.add(hit.id)
        if hit.id not in before:
            added.append(hit)
    return Since(total=total, added=tuple(added), gone=_left(citation.ids, seen))


def _left(ids: Iterable[str], seen: set[str]) -> tuple[str, ...]:
    return tuple(article_id for article_id in ids if article_id not in seen)


def _asked(query: Query) -> Query:
    """What of a query decides which articles it finds."""
    return Query(
        text=query.text,
        filters=query.filters,
        expand=query.expand,
        drop=tuple(sorted(set(query.drop))),
        collapse=query.collapse,
        sort="date",
    )


def _query_json(query: Query) -> dict[str, Any]:
    filters = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(query.filters).items()}
    return {"text": query.text, "filters": filters, "expand": query.expand, "drop": query.drop, "collapse": query.collapse}


def _query_of(kept: dict[str, Any]) -> Query:
    filters = _with_tuples(kept["filters"])
    for name in ("date_from", "date_to"):
        filters[name] = date.fromisoformat(filters[name]) if filters[name] else None
    shared = _with_tuples({name: value for name, value in kept.items() if name != "filters"})
    return Query(**shared, filters=Filters(**filters), sort="date")


def _with_tuples(kept: dict[str, Any]) -> dict[str, Any]:
    """Values from JSON, lists as the tuples that they were."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
