"""The extractor as a consumer: fetches in, articles and their revisions out."""

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from core.archive import Archive, Change, FetchRecord
from core.article import Article
from core.errors import ArchiveError, UsageError
from core.settings import Settings
from core.urls import canonical
from extraction.pages import Page
from extraction.workers import Job, WorkerPool
from fauxlex.consume import Progress, Report, batches, forgiving, silent

log = logging.getLogger(__name__)

KEPT = frozenset({"article", "live", "gallery"})
"""Kinds of page that hold news; the others (consent, login, error, listing, other) are set aside with their kind as the reason."""

BATCH = 64


def extract_all(archive: Archive, settings: Settings, *, rebuild: bool = False, progress: Progress = silent) -> Report:
    """Extracts every fetch since the last time, or all of them."""
    total = Report()
    with archive.log.consumer("extract"):
        if rebuild:
            archive.log.set_watermark("extract", 0)
        with WorkerPool(settings.extract_workers, settings.extract_timeout_s, settings.crawl_max_bytes) as pool:
            for batch in batches(archive, ["fetch"], archive.log.watermark("extract"), BATCH):
                total += forgiving(archive, "extract", batch, partial(_extract_batch, archive, pool))
                progress(len(batch))
    return total


def _extract_batch(archive: Archive, pool: WorkerPool, batch: Sequence[Change]) -> Report:
    fetches, jobs, lost = [], [], []
    places = {health.id: health for health in archive.sources()}
    for change in batch:
        fetch = archive.crawl.fetch(change.ref)
        if fetch is None:
            continue
        try:
            response = archive.warc.read(fetch.warc_file, fetch.warc_offset)
        except ArchiveError as err:
            lost.append((change, str(err)))
            continue
        fetches.append((change, fetch))
        home = places.get(fetch.source or "")
        jobs.append(
            Job(
                id=fetch.id,
                url=fetch.final_url,
                html=response.body,
                content_type=fetch.content_type,
                fetched_at=fetch.fetched_at,
                country=home.country if home else None,
            )
        )
    open_jobs = [job for job, (_, fetch) in zip(jobs, fetches, strict=True) if fetch.rights == "open"]
    results = {job.id: result for job, result in zip(open_jobs, pool.map(open_jobs), strict=True)}
    done = 0
    with archive.log.write() as tx:
        for change, why in lost:
            archive.store.set_aside(tx, "extract", change.ref, change.seq, why)
        for change, fetch in fetches:
            result = results.get(fetch.id)
            reason: str | None = None if result is None else _why_not(result.page, result.error)
            if result is None and not fetch.hints.get("title"):
                reason = "the outlet reserves its rights, and no feed gave a title"
            if reason is None and _canonical(fetch.final_url) is None:
                reason = "not a web address"
            if reason is not None:
                archive.store.set_aside(tx, "extract", fetch.id, change.seq, f"{fetch.final_url}: {reason}")
                lost.append((change, reason))
                continue
            article, urls = _article(fetch, result.page if result else None, places.get(fetch.source or ""))
            done += archive.store.put_article(tx, article, urls, fetch.id) is not None
            archive.store.release(tx, "extract", fetch.id)
        archive.log.set_watermark("extract", batch[-1].seq, tx=tx)
    return Report(seen=len(batch), done=done, set_aside=len(lost))


def _why_not(page: Page | None, error: str | None) -> str | None:
    """Why a page is not kept as an article, or None where it is."""
    if page is None:
        return error or "no answer from the worker"
    if page.kind not in KEPT:
        return f"the page is no article but of kind '{page.kind}'"
    if not page.title and not page.text:
        return "the page has neither title nor text"
    return None


def _article(fetch: FetchRecord, page: Page | None, source: object) -> tuple[Article, list[str]]:
    """The article of a fetch, and its addresses: canonical first, then as it was reached and asked for.

    `page` is None where the outlet reserves its rights: then only what the feed itself offered (title, date) is kept.
    """
    hints = fetch.hints
    addresses = [page.canonical_url if page else None, fetch.final_url, fetch.url]  # the second is known to be one
    urls = [url for url in (_canonical(address) for address in addresses if address) if url]
    hinted = datetime.fromisoformat(hints["published"]) if hints.get("published") else None
    article = Article(
        id="",
        url=urls[0],
        fetched_url=fetch.url,
        source=fetch.source,
        publisher=(page.publisher if page else None) or getattr(source, "name", None),
        outlet_country=getattr(source, "country", None),
        title=(page.title if page else None) or hints.get("title"),
        text=page.text if page else "",
        summary=page.summary if page else None,
        authors=page.authors if page else None,
        language=(page.language if page else None) or hints.get("language") or getattr(source, "language", None),
        published_at=(page.published_at if page else None) or hinted,
        updated_at=page.updated_at if page else None,
        fetched_at=fetch.fetched_at,
        kind=page.kind if page else "article",
        is_partial=page.is_partial if page else True,
        rights=fetch.rights,
    )
    return article, urls[1:]


def _canonical(url: str) -> str | None:
    try:
        return canonical(url)
    except UsageError:
        return None
