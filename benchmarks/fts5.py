"""SQLite's FTS5 as a peer of the indices: the same terms in the same layers, the same weights, filters and facets in a table beside it.

It answers what the benchmarks ask: words, phrases, AND, OR, NOT, prefixes. A negation must stand beside something positive, as FTS5 wants it.
"""

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from index.base import Filters, Hit, IndexDocument, Page, Query, Rejected, Snippet
from index.query import And, Leaf, Node, Not, Or, parse
from index.ranking import facet_counts
from index.rows import EMPTY, LAYERS, days, filter_values, row
from index.terms import TITLE_BOOST, WHOLE_BOOST, prefixes, sought

COLUMNS = ("terms", "wholes", "surface", "title_terms")
_KEPT = ("jurisdiction", "topic", "stage", "language", "month", "relevance")
_BETWEEN = f" {EMPTY} "  # a phrase does not run from the title into the text
_AT_BLANKS = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
_SCHEMA = f"""
    PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-200000; PRAGMA mmap_size=4000000000;
    CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5({", ".join(COLUMNS)}, tokenize="{_AT_BLANKS}");
    CREATE TABLE IF NOT EXISTS articles(number INTEGER PRIMARY KEY, id TEXT, title TEXT, day INTEGER);
    CREATE TABLE IF NOT EXISTS facets(field TEXT, value TEXT, number INTEGER, PRIMARY KEY (number, field, value)) WITHOUT ROWID;
"""


class FullText:
    """A file with the articles' terms."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path)
        self._base.executescript(_SCHEMA)

    def upsert(self, documents: Sequence[IndexDocument]) -> list[Rejected]:
        """Adds articles that are not there yet."""
        rows = [row(document) for document in documents]
        texts = [(one.sequence, *(_BETWEEN.join(one.texts[name]) for name in COLUMNS)) for one in rows]
        self._base.executemany(f"INSERT INTO texts(rowid, {', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?)", texts)
        told = [(one.sequence, one.id, document.article.title, one.day) for one, document in zip(rows, documents, strict=True)]
        self._base.executemany("INSERT INTO articles VALUES (?, ?, ?, ?)", told)
        facets = [(field, value, one.sequence) for one in rows for field in _KEPT for value in one.keywords[field]]
        self._base.executemany("INSERT INTO facets VALUES (?, ?, ?)", facets)
        return []

    def commit(self) -> None:
        """Merges what was written into one."""
        self._base.execute("INSERT INTO texts(texts) VALUES ('optimize')")
        self._base.execute("CREATE INDEX IF NOT EXISTS by_value ON facets(field, value, number)")
        self._base.execute("ANALYZE")
        self._base.commit()

    def search(self, query: Query) -> Page:
        """The best hits with snippets, the total, and the counts of facets, each in one statement."""
        begun = time.perf_counter()
        match = _match(parse(query.text))
        conditions, values = _conditions(query.filters)
        weights = ", ".join(str(weight) for weight in (1.0, WHOLE_BOOST, 0.0, TITLE_BOOST))
        found = self._base.execute(
            f"SELECT articles.id, title, bm25(texts, {weights}) AS score, snippet(texts, 0, '[', ']', '…', 24) FROM texts"
            f" JOIN articles ON number = texts.rowid WHERE texts MATCH ?{conditions} ORDER BY score LIMIT ?",
            (match, *values, query.limit),
        ).fetchall()
        within = f"(SELECT texts.rowid FROM texts JOIN articles ON number = texts.rowid WHERE texts MATCH ?{conditions})"
        total = self._base.execute(f"SELECT count(*) FROM {within}", (match, *values)).fetchone()[0]
        counted: dict[str, list[tuple[str, int]]] = {name: [] for name in query.facets}
        if query.facets:
            fields = ", ".join("?" * len(query.facets))
            statement = f"SELECT field, value, count(*) FROM facets WHERE number IN {within} AND field IN ({fields}) GROUP BY field, value"
            for field, value, count in self._base.execute(statement, (match, *values, *query.facets)):
                counted[field].append((value, count))
        return Page(
            query=query.text, read_as="", total=total, total_is_exact=True, took_ms=(time.perf_counter() - begun) * 1000, next=None,
            hits=tuple(_hit(*one) for one in found), facets={name: facet_counts(pairs) for name, pairs in counted.items()},
        )  # fmt: skip

    def count(self) -> int:
        """How many articles there are."""
        return int(self._base.execute("SELECT count(*) FROM articles").fetchone()[0])

    def close(self) -> None:
        """Closes the file."""
        self._base.close()


def _hit(article_id: str, title: str, score: float, snippet: str) -> Hit:
    return Hit(
        id=article_id, url="", title=title, source=None, published_at=None, language=None, relevance=None, topics=(), jurisdictions=(), story=None,
        score=-score, snippet=Snippet(text=snippet),
    )  # fmt: skip


def _match(node: Node) -> str:
    """A tree as FTS5 takes it."""
    match node:
        case Leaf(kind="prefix"):
            terms, _, surface = LAYERS[node.field]
            return _any([f'{field} : "{prefix}" *' for prefix in prefixes(node.text) for field in (surface, terms)])
        case Leaf():
            return _any([f'{one.field} : "{" ".join(one.terms)}"' for one in sought(node)])
        case Or(parts=parts):
            return _any([_match(part) for part in parts])
        case And(parts=parts):
            wanted = " AND ".join(_match(part) for part in parts if not isinstance(part, Not))
            return "(" + " NOT ".join([f"({wanted})", *(_match(part.part) for part in parts if isinstance(part, Not))]) + ")"
        case _:
            raise ValueError(f"FTS5 is not asked for {node!r} here")


def _any(parts: list[str]) -> str:
    return f"({' OR '.join(parts)})"


def _conditions(filters: Filters) -> tuple[str, list[str | int]]:
    """Filters as SQL, with its values."""
    made, values = "", list[str | int]()
    for field, accepted in filter_values(filters):
        made += (
            f" AND EXISTS (SELECT 1 FROM facets WHERE number = texts.rowid AND field = ? AND value IN ({', '.join('?' * len(accepted))}))"
        )
        values += [field, *accepted]
    first, last = days(filters) or (None, None)
    for sign, day in ((">=", first), ("<=", last)):
        if day is not None:
            made += f" AND day {sign} ?"
            values.append(day)
    return made, values
