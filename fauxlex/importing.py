"""Articles from elsewhere, as JSON lines."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from core.archive import Archive
from core.article import Article
from core.errors import UsageError
from core.settings import Settings
from core.urls import canonical
from extraction.characters import one_line
from extraction.plaintext import clean_text
from extraction.workers import Job, WorkerPool
from fauxlex.extracting import KEPT

FIRST_YEAR, LAST_YEAR = 1800, 2100
"""Of a text that somebody imports; beyond them a date is a program's zero or a slip, and overflows calendars further down."""


def import_rows(archive: Archive, settings: Settings, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Puts each row into the archive; answers `{"id", "article_id", "new"}`, or `{"id", "error"}` for one that cannot be taken."""
    with WorkerPool(settings.extract_workers, settings.extract_timeout_s, settings.crawl_max_bytes) as pool:
        for row in rows:
            name = row.get("id") or row.get("url")
            if "error" in row:
                yield {"id": name, "error": row["error"]}
                continue
            try:
                article = _article(row, pool)
            except UsageError as err:
                yield {"id": name, "error": str(err)}
                continue
            with archive.log.write() as tx:
                stored = archive.store.put_article(tx, article, [article.url])
            yield {"id": name, "article_id": archive.store.id_of(article.url), "new": stored is not None}


def _article(row: Mapping[str, Any], pool: WorkerPool) -> Article:
    """The article of a row.

    Raises:
        UsageError: the row lacks what an article needs, or a value is malformed.
    """
    if not row.get("url") and not row.get("id"):
        raise UsageError('a row needs "url" or "id"')
    url = (
        canonical(row["url"]) if row.get("url") else f"urn:fauxlex:import:{quote(str(row['id']).encode('utf8', 'surrogatepass'), safe='')}"
    )
    given = _given(row, url)
    if row.get("html"):
        result = next(iter(pool.map([Job(id=url, url=url, html=row["html"])])))
        if result.page is None:
            raise UsageError(f"the page cannot be read: {result.error}")
        page = result.page
        if page.kind not in KEPT:
            raise UsageError(f"the page is no article but of kind '{page.kind}'")
        found = {
            "title": page.title,
            "text": page.text,
            "summary": page.summary,
            "authors": page.authors,
            "language": page.language,
            "publisher": page.publisher,
            "published_at": page.published_at,
            "updated_at": page.updated_at,
            "kind": page.kind,
            "is_partial": page.is_partial,
        }
        return Article(**{**found, **given})
    if not row.get("text") and not row.get("title"):
        raise UsageError('a row needs "text", "html" or at least "title"')
    page = clean_text(row.get("text") or "", row.get("language"), title=given.get("title"))
    title = given.get("title") or page.title
    return Article(**{"authors": page.authors, **given, "title": title, "text": page.text})


def _given(row: Mapping[str, Any], url: str) -> dict[str, Any]:
    """What the row itself says, unknown fields left out."""
    out: dict[str, Any] = {"id": "", "url": url, "fetched_at": datetime.now(UTC)}
    for name in ("title", "source", "language", "outlet_country"):
        if value := one_line(row.get(name)):
            out[name] = value
    if row.get("country") and "outlet_country" not in out:
        out["outlet_country"] = row["country"]
    authors = row.get("authors")
    if authors is not None:
        if not isinstance(authors, list) or not all(isinstance(author, str) for author in authors):
            raise UsageError('"authors" must be a list of names')
        out["authors"] = tuple(clean for author in authors if (clean := one_line(author)))
    for name in ("published_at", "updated_at"):
        if row.get(name):
            out[name] = _moment(name, row[name])
    return out


def _moment(name: str, text: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except (ValueError, TypeError) as err:
        raise UsageError(f"\"{name}\" is '{text}'; write ISO 8601 with an offset, e.g. 2026-11-03T09:30:00+09:00") from err
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise UsageError(f"\"{name}\" is '{text}'; a year from {FIRST_YEAR} to {LAST_YEAR} is meant")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
