"""Commands that fill archive and index: crawl, import, tag, index, run."""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from core.archive import Archive
from core.errors import UsageError
from core.settings import Settings
from crawlers.run import CrawlReport
from crawlers.run import crawl as run_crawl
from crawlers.sources import load_sources, select
from fauxlex import consume
from fauxlex.backends import open_index
from fauxlex.extracting import extract_all
from fauxlex.importing import import_rows, import_warc
from fauxlex.lines import Tally, read_rows
from fauxlex.options import with_settings
from fauxlex.talk import progress, say, set_up_log
from nlp import gate
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
    "warc_max_bytes",
)
MOST_NAMED = 10
"""Sources that fail are named up to this many."""

INDEX_SETTINGS = ("backend", "elasticsearch_url", "index_name")
ALL_SETTINGS = (*CRAWL_SETTINGS, "extract_workers", "extract_timeout_s", "model", "threads", *INDEX_SETTINGS)


@click.command()
@click.option("--source", "ids", multiple=True, metavar="ID", help="only this source (repeatable)")
@click.option("--follow", is_flag=True, help="go on forever, a round every crawl_every_s seconds")
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings(*CRAWL_SETTINGS)
def crawl(ids: Sequence[str], follow: bool, quiet: bool, settings: Settings) -> int:
    """Visits the sources, politely, and keeps what they print; goes on where it was stopped."""
    set_up_log(settings)
    while True:
        sources = select(load_sources(settings.sources), ids)
        report = run_crawl(settings, sources)
        say(_crawled(report), quiet=quiet)
        if not follow:
            return 1 if len(report.unread) == len(sources) else 0
        time.sleep(settings.crawl_every_s)


@click.command(name="import")
@click.option("--jsonl", is_flag=True, help='read {"url" or "id", "title", "text" or "html", …} lines from stdin')
@click.option(
    "--warc", "warcs", multiple=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), help="read a WARC file (repeatable)"
)
@click.argument("more", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--all", "everything", is_flag=True, help="of a WARC file also the pages that the gate would stop")
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings("extract_workers", "extract_timeout_s", "crawl_max_bytes", "warc_max_bytes")
def import_(jsonl: bool, warcs: Sequence[Path], more: Sequence[Path], everything: bool, quiet: bool, settings: Settings) -> int:
    """Takes articles from elsewhere into the archive."""
    set_up_log(settings)
    if jsonl == bool(warcs) or (more and not warcs):
        raise UsageError("import needs either --jsonl (articles on stdin) or --warc FILE …")
    archive = Archive(settings.home, warc_max_bytes=settings.warc_max_bytes)
    try:
        if jsonl:
            tally = Tally()
            tally.write(import_rows(archive, settings, read_rows(sys.stdin.buffer, tally, ())), sys.stdout)
            return tally.close(quiet)
        passes = None if everything else lambda raw: gate.passes("", raw)
        for path in (*warcs, *more):
            counts = import_warc(archive, path, passes, settings.crawl_max_bytes)
            say(f"{path}: " + ", ".join(f"{name} {count}" for name, count in counts.items()), quiet=quiet)
        return 0
    finally:
        archive.close()


@click.command()
@click.option("--rebuild", is_flag=True, help="tag every article again")
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings("model", "threads")
def tag(rebuild: bool, quiet: bool, settings: Settings) -> int:
    """Tags what the archive has not tagged yet."""
    set_up_log(settings)
    archive = Archive(settings.home)
    report = tag_all(archive, settings, rebuild=rebuild, quiet=quiet)
    say(f"read {report.seen}, tagged {report.done}, set aside {report.set_aside}", quiet=quiet)
    archive.close()
    return 0


@click.command()
@click.option("--rebuild", is_flag=True, help="make the index anew from the archive")
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
        for name in articles:
            archive.store.remove(name, reason)
        index_all(archive, settings, quiet=quiet)
        say(f"removed {len(articles)} from archive and index; the raw pages stay in the WARC files", quiet=quiet)
    finally:
        archive.close()
    return 0


@click.command()
@click.option("--source", "ids", multiple=True, metavar="ID", help="only this source (repeatable)")
@click.option("--follow", is_flag=True, help="go on forever, a round every crawl_every_s seconds")
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings(*ALL_SETTINGS)
def run(ids: Sequence[str], follow: bool, quiet: bool, settings: Settings) -> int:
    """Crawl, extract, tag and index: once, or forever with --follow."""
    set_up_log(settings)
    while True:
        for line in run_once(settings, ids, quiet=quiet):
            say(line, quiet=quiet)
        if not follow:
            return 0
        time.sleep(settings.crawl_every_s)


def run_once(settings: Settings, ids: Sequence[str] = (), *, quiet: bool = False) -> Iterator[str]:
    """One round of the whole flow; a line a step. An index that cannot be reached is said before anybody is visited."""
    open_index(settings, write=True).close()
    yield _crawled(run_crawl(settings, select(load_sources(settings.sources), ids)))
    archive = Archive(settings.home)
    try:
        done = extract_all(archive, settings)
        yield f"extracted: {done.done} articles or revisions from {done.seen} pages, {done.set_aside} set aside"
        done = tag_all(archive, settings, quiet=quiet)
        yield f"tagged: {done.done} articles, {done.set_aside} set aside"
        done = index_all(archive, settings, quiet=quiet)
        yield f"indexed: {done.done} articles ({settings.backend}), {done.set_aside} set aside"
    finally:
        archive.close()


def tag_all(archive: Archive, settings: Settings, *, rebuild: bool = False, quiet: bool = False) -> consume.Report:
    """Brings the tagger up to the archive's last number."""
    annotator = Annotator(settings.model, settings.threads)
    waiting = len(archive.log.changes_after(0 if rebuild else archive.log.watermark("tag"), ["article"], 1_000_000))
    with progress("tagging", waiting, quiet=quiet) as moved:
        return consume.tag(archive, annotator, moved, rebuild=rebuild)


def index_all(archive: Archive, settings: Settings, *, rebuild: bool = False, quiet: bool = False) -> consume.Report:
    """Brings the index up to the archive's last number; an index of a new generation begins at the first."""
    target = open_index(settings, write=True, fresh=rebuild)
    try:
        waiting = len(archive.log.changes_after(archive.log.watermark("index", target.generation), ["annotation", "removal"], 1_000_000))
        with progress("indexing", waiting, quiet=quiet) as moved:
            return consume.index(archive, target, moved)
    finally:
        target.close()


def _crawled(report: CrawlReport) -> str:
    later = f"; {report.waiting} addresses wait for a later crawl" if report.waiting else ""
    failing = "".join(f"\n  could not be read: {name}: {why}" for name, why in list(report.failing.items())[:MOST_NAMED])
    rest = len(report.failing) - MOST_NAMED
    more = f"\n  and {rest} more; `python -m fauxlex sources` names them all" if rest > 0 else ""
    return f"crawled: {report.fetched} new pages{later}{failing}{more}"
