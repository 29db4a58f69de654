"""The extractor as a consumer: fetches in, articles and their revisions out."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import sqlalchemy as sa

from core.archive import Archive, Change, FetchRecord, Refusal, SourceHealth, removal, tallies
from core.archive.crawl import REMOVED
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
            archive.health.forget_counts("extract")
        with WorkerPool(settings.extract_workers, settings.extract_timeout_s, settings.crawl_max_bytes) as pool:
            for batch in batches(archive, ["fetch", "refusal"], archive.log.watermark("extract"), BATCH):
                total += forgiving(archive, "extract", batch, partial(_extract_batch, archive, pool))
                progress(len(batch))
    return total


@dataclass(slots=True)
class _Loaded:
    """What a batch of changes is about."""

    refused: list[Refusal] = field(default_factory=list)
    fetches: list[tuple[Change, FetchRecord]] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    lost: list[tuple[Change, FetchRecord, str]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def _load(archive: Archive, batch: Sequence[Change], places: Mapping[str, SourceHealth]) -> _Loaded:
    """The raw responses and refusals of a batch."""
    out = _Loaded()
    for change in batch:
        if change.kind == "refusal":
            refusal = archive.crawl.refusal(change.ref)
            if refusal:
                out.refused.append(refusal)
            continue
        fetch = archive.crawl.fetch(change.ref)
        if fetch is None:
            continue
        if not fetch.warc_file:
            out.removed.append(fetch.source or "")
            continue
        try:
            response = archive.warc.read(fetch.warc_file, fetch.warc_offset)
        except ArchiveError as err:
            out.lost.append((change, fetch, str(err)))
            continue
        home = places.get(fetch.source or "")
        job = Job(
            id=fetch.id, url=fetch.final_url, html=response.body, content_type=fetch.content_type, fetched_at=fetch.fetched_at,
            country=home.country if home else None,
        )  # fmt: skip
        out.fetches.append((change, fetch))
        out.jobs.append(job)
    return out


def _extract_batch(archive: Archive, pool: WorkerPool, batch: Sequence[Change]) -> Report:
    places = {health.id: health for health in archive.sources()}
    loaded = _load(archive, batch, places)
    open_jobs = [job for job, (_, fetch) in zip(loaded.jobs, loaded.fetches, strict=True) if fetch.rights == "open"]
    results = {job.id: result for job, result in zip(open_jobs, pool.map(open_jobs), strict=True)}
    done = aside = 0
    with archive.log.write() as tx:
        for source in loaded.removed:
            tallies.add_one(tx, source, "extract", "left_out", REMOVED)
        for change, fetch, why in loaded.lost:
            aside += _set_aside(archive, tx, change, fetch, (why, "its raw response is lost"))
        for refusal in loaded.refused:
            title = archive.store.put_title(tx, _title_only(refusal, places.get(refusal.source)))
            tallies.add_one(tx, refusal.source, "extract", "kept", "title and link only" if title else "known already")
            done += title is not None
        for change, fetch in loaded.fetches:
            result = results.get(fetch.id)
            reason = _refused(fetch) if result is None else _why_not(result.page, result.error)
            if reason is None and _canonical(fetch.final_url) is None:
                reason = ("not a web address", "not a web address")
            if reason is not None:
                aside += _set_aside(archive, tx, change, fetch, reason)
                continue
            article, urls = _article(fetch, result.page if result else None, places.get(fetch.source or ""))
            stored = archive.store.put_article(tx, article, urls, fetch.id)
            name = "known already" if stored is None else "new articles" if stored.revision == 1 else "revisions"
            tallies.add_one(tx, fetch.source or "", "extract", "kept", name)
            done += stored is not None
            archive.store.release(tx, "extract", fetch.id)
        archive.log.set_watermark("extract", batch[-1].seq, tx=tx)
    removal.finish(archive)  # of an article that was removed, another address may have been fetched
    return Report(seen=len(batch), done=done, set_aside=aside)


def _set_aside(archive: Archive, tx: sa.Connection, change: Change, fetch: FetchRecord, reason: tuple[str, str]) -> int:
    """Sets a page aside with its reason, counted under the reason's class."""
    archive.store.set_aside(tx, "extract", change.ref, change.seq, f"{fetch.final_url}: {reason[0]}")
    tallies.add_one(tx, fetch.source or "", "extract", "left_out", reason[1])
    return 1


def _refused(fetch: FetchRecord) -> tuple[str, str] | None:
    """Why nothing is kept of a page whose text must not be, or None where a feed gave a title."""
    if fetch.hints.get("title"):
        return None
    return "the outlet reserves its rights, and no feed gave a title", "reserved, without a title"


def _why_not(page: Page | None, error: str | None) -> tuple[str, str] | None:
    """Why a page is not kept as an article, in full and as a class; None where it is."""
    if page is None:
        return error or "no answer from the worker", "cannot be read"
    if page.kind not in KEPT:
        return f"the page is no article but of kind '{page.kind}'", f"of kind {page.kind}"
    if not page.title and not page.text:
        return "the page has neither title nor text", "neither title nor text"
    return None


def _title_only(refusal: Refusal, source: object) -> Article:
    """The article of a page that must not be fetched: what an open feed said of it, marked with the reason."""
    hints = refusal.hints
    return Article(
        id="",
        url=refusal.url,
        source=refusal.source,
        publisher=getattr(source, "name", None),
        outlet_country=getattr(source, "country", None),
        title=hints.get("title"),
        text="",
        language=hints.get("language") or getattr(source, "language", None),
        published_at=datetime.fromisoformat(hints["published"]) if hints.get("published") else None,
        is_partial=True,
        rights="reserved",
        rights_reason=refusal.reason,
    )


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
        rights_reason=hints.get("refusal"),
    )
    return article, urls[1:]


def _canonical(url: str) -> str | None:
    try:
        return canonical(url)
    except UsageError:
        return None
