"""Commands that fill archive and index: crawl, import, tag, index, run."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import click

from core.archive import FOLLOWED, Archive, removal
from core.errors import ConsumerBusyError, IndexUnavailableError, UsageError
from core.settings import Settings
from crawlers.plan import Plan, Stop, backfill
from crawlers.run import CrawlReport
from crawlers.run import crawl as run_crawl
from crawlers.sources import load_sources, select
from fauxlex import consume
from fauxlex.backends import begin_rebuild, can_serve_meanwhile, open_index
from fauxlex.extracting import extract_all
from fauxlex.follow import follow_rounds, take_urls
from fauxlex.importing import import_rows
from fauxlex.lines import Tally, read_rows
from fauxlex.options import INDEX_SETTINGS, with_settings
from fauxlex.rebuilding import rebuild_beside
from fauxlex.tables import table_rows
from fauxlex.talk import progress, say, set_up_log
from fauxlex.warcs import import_warcs
from nlp.annotate import Annotator

CRAWL_SETTINGS = (
    "contact",
    "sources",
    "resolve",
    "crawl_delay_s",
    "crawl_timeout_s",
    "crawl_max_bytes",
    "crawl_max_attempts",
    "crawl_retry_s",
    "crawl_max_age_days",
    "crawl_every_s",
    "crawl_round_s",
    "crawl_revisit_h",
    "crawl_pages_per_source",
    "warc_max_bytes",
)
MOST_NAMED = 10
"""Sources that fail are named up to this many."""

ALL_SETTINGS = (*CRAWL_SETTINGS, "extract_workers", "extract_timeout_s", "model", "threads", *INDEX_SETTINGS)


DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--source", "ids", multiple=True, metavar="ID", help="only this source (repeatable)")
@click.option("--follow", is_flag=True, help="go on until told to stop; each feed is read as often as it brings news")
@click.option("--since", type=DAY, metavar="DAY", help="read the outlets' archives from this day on instead (2026-10-01)")
@click.option("--until", type=DAY, metavar="DAY", help="… up to this day (default: today)")
@click.option(
    "--urls",
    type=click.File("r", encoding="utf8"),
    metavar="FILE",
    help="visit the pages of this list instead, an address a line (- is stdin)",
)
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings(*CRAWL_SETTINGS)
def crawl(ids: Sequence[str], follow: bool, since: datetime | None, until: datetime | None, urls: TextIO | None, quiet: bool, settings: Settings) -> int:  # fmt: skip
    """Visits the sources, politely, and keeps what they print; goes on where it was stopped."""
    set_up_log(settings)
    if sum(map(bool, (follow, since or until, urls))) > 1:
        raise UsageError("crawl takes one of --follow, --since DAY [--until DAY], and --urls FILE")
    if until and not since:
        raise UsageError("--until needs --since DAY: from when on is to be read?")
    sources = select(load_sources(settings.sources), ids)
    if follow:
        return follow_rounds(settings, ids, lambda report, _stop: [_crawled(report)], quiet=quiet)
    plan = Plan()
    if since:
        plan = backfill(since.date(), (until or datetime.now(UTC)).date())
    if urls:
        plan = Plan(spiders=("pages",))
        say(take_urls(settings, sources, urls), quiet=quiet)
    with Stop() as stop:
        report = run_crawl(settings, sources, plan, stop)
        say(_crawled(report), quiet=quiet)
        return 130 if stop.is_set() else 1 if len(report.unread) == len(sources) else 0


@click.command(name="import")
@click.option("--jsonl", is_flag=True, help='read {"url" or "id", "title", "text" or "html", …} lines from stdin')
@click.option(
    "--csv", "table", is_flag=True, help="read a table of articles from stdin: the columns in docs/operating.md, or Media Cloud's"
)
@click.option(
    "--warc", "warcs", multiple=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), help="read a WARC file (repeatable)"
)
@click.argument("more", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--all", "everything", is_flag=True, help="of a WARC file also the pages that the gate would stop, and other languages")
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings("sources", "extract_workers", "extract_timeout_s", "crawl_max_bytes", "warc_max_bytes")
def import_(jsonl: bool, table: bool, warcs: Sequence[Path], more: Sequence[Path], everything: bool, quiet: bool, settings: Settings) -> int:  # fmt: skip
    """Takes articles from elsewhere into the archive."""
    set_up_log(settings)
    if sum((jsonl, table, bool(warcs))) != 1 or (more and not warcs):
        raise UsageError("import needs one of --jsonl and --csv (articles on stdin) and --warc FILE …")
    archive = Archive(settings.home, warc_max_bytes=settings.warc_max_bytes)
    try:
        if jsonl or table:
            tally = Tally()
            rows = table_rows(sys.stdin.buffer, tally) if table else read_rows(sys.stdin.buffer, tally, ())
            tally.write(import_rows(archive, settings, rows), sys.stdout)
            return tally.close(quiet)
        declared = load_sources(settings.sources) if settings.sources.is_file() else []
        for path, counts in import_warcs(archive, settings, [*warcs, *more], sources=declared, everything=everything):
            say(f"{path}: " + ", ".join(f"{name} {count}" for name, count in counts.items()), quiet=quiet)
        return 0
    finally:
        archive.close()


@click.command()
@click.option(
    "--rebuild", is_flag=True, help="make the index anew from the archive; that in Elasticsearch serves until the new one is complete"
)
@click.option("--url", "url", metavar="URL", help="address of the Elasticsearch server (same as --elasticsearch-url)")
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings(*INDEX_SETTINGS)
def index(rebuild: bool, url: str | None, quiet: bool, settings: Settings) -> int:
    """Brings the search index up to date."""
    set_up_log(settings)
    if url:
        settings = replace(settings, elasticsearch_url=url)
    archive = Archive(settings.home)
    report = index_all(archive, settings, rebuild=rebuild, quiet=quiet)
    say(f"read {report.seen}, indexed {report.done}, set aside {report.set_aside}", quiet=quiet)
    archive.close()
    return 0


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ID …")
@click.option("--reason", required=True, help="why; kept with the tombstone")
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings(*INDEX_SETTINGS)
def remove(articles: Sequence[str], reason: str, quiet: bool, settings: Settings) -> int:
    """Removes articles for good from archive and index; a later crawl does not bring them back."""
    set_up_log(settings)
    archive = Archive(settings.home)
    try:
        unknown = [name for name in articles if archive.article(name) is None and not archive.removed(name)]
        if unknown:
            raise UsageError(f"no article {', '.join(unknown)} in {settings.home}; nothing was removed")
        erased = sum([removal.remove(archive, name, reason) for name in articles])
        index_all(archive, settings, quiet=quiet)
        say(f"removed {len(articles)} from archive and index; {erased} raw responses overwritten", quiet=quiet)
    finally:
        archive.close()
    return 0


@click.command()
@click.option("--source", "ids", multiple=True, metavar="ID", help="only this source (repeatable)")
@click.option("--follow", is_flag=True, help="go on until told to stop; each feed is read as often as it brings news")
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings(*ALL_SETTINGS)
def run(ids: Sequence[str], follow: bool, quiet: bool, settings: Settings) -> int:
    """Crawl, extract, tag and index: once, or with --follow until told to stop."""
    set_up_log(settings)
    if follow:
        open_index(settings, write=True).close()
        return follow_rounds(settings, ids, lambda report, stop: [_crawled(report), *_worked(settings, stop, quiet=quiet)], quiet=quiet)
    for line in run_once(settings, ids, quiet=quiet):
        say(line, quiet=quiet)
    return 0


def run_once(settings: Settings, ids: Sequence[str] = (), *, quiet: bool = False) -> Iterator[str]:
    """One round of the whole flow; a line a step. An index that cannot be reached is said before anybody is visited."""
    open_index(settings, write=True).close()
    yield _crawled(run_crawl(settings, select(load_sources(settings.sources), ids)))
    yield from _worked(settings, None, quiet=quiet)


def _worked(settings: Settings, stop: Stop | None, *, quiet: bool) -> Iterator[str]:
    """What follows a crawl: extract, tag, index; a line a step. A consumer that is told to stop goes on from its watermark next time.

    With --follow (`stop` is given) an index that cannot be written now is said, and brought up in a later round: crawling does not wait for it.
    """
    steps: tuple[tuple[str, Callable[[Archive], consume.Report]], ...] = (
        ("extracted: {done} articles or revisions from {seen} pages, {aside} set aside", lambda archive: extract_all(archive, settings)),
        (
            "tagged: {done} articles, {aside} set aside",
            lambda archive: tag_all(archive, Annotator(settings.model, settings.threads), quiet=quiet),
        ),
        (
            f"indexed: {{done}} articles ({settings.backend}), {{aside}} set aside",
            lambda archive: index_all(archive, settings, quiet=quiet),
        ),
    )
    archive = Archive(settings.home)
    try:
        for line, step in steps:
            if stop is None or not stop.is_set():
                try:
                    made = step(archive)
                except (IndexUnavailableError, ConsumerBusyError) as err:
                    if stop is None:
                        raise
                    yield f"put off until the next round: {err}"
                    continue
                yield line.format(done=made.done, seen=made.seen, aside=made.set_aside)
    finally:
        archive.close()


def tag_all(archive: Archive, annotator: Annotator, *, quiet: bool = False) -> consume.Report:
    """Brings the tagger up to the archive's last number."""
    with progress("tagging", archive.log.count_after(archive.log.watermark("tag"), FOLLOWED["tag"]), quiet=quiet) as moved:
        return consume.tag(archive, annotator, moved)


def index_all(archive: Archive, settings: Settings, *, rebuild: bool = False, quiet: bool = False) -> consume.Report:
    """Brings the index up to the archive's last number; an index of a new generation begins at the first.

    A writer opens the index under the lock: opened before, it could be one that a rebuild has replaced meanwhile.
    """
    if rebuild and can_serve_meanwhile(settings):
        with progress("indexing", archive.log.count_after(0, FOLLOWED["index"]), quiet=quiet) as moved:
            return rebuild_beside(archive, lambda: begin_rebuild(settings), moved)
    with archive.log.consumer("index"):
        target = open_index(settings, write=True, fresh=rebuild)
        try:
            waiting = archive.log.count_after(archive.log.watermark("index", target.generation), FOLLOWED["index"])
            with progress("indexing", waiting, quiet=quiet) as moved:
                return consume.fill(archive, target, moved)
        finally:
            target.close()


def _crawled(report: CrawlReport) -> str:
    later = f"; {report.waiting} addresses wait for a later crawl" if report.waiting else ""
    failing = "".join(f"\n  could not be read: {name}: {why}" for name, why in list(report.failing.items())[:MOST_NAMED])
    rest = len(report.failing) - MOST_NAMED
    more = f"\n  and {rest} more; `python -m fauxlex sources` names them all" if rest > 0 else ""
    return f"crawled: {report.fetched} new pages{later}{failing}{more}"
