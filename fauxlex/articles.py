"""`articles`: what an outlet changed in one (`diff`), and what goes for good (`remove`)."""

import difflib
from collections.abc import Iterator, Sequence
from itertools import pairwise

import click

from core.archive import Archive, removal
from core.article import Article
from core.errors import UsageError
from core.settings import Settings
from core.urls import canonical
from fauxlex.collect import index_all
from fauxlex.options import INDEX_SETTINGS, with_settings
from fauxlex.talk import say, set_up_log


@click.group()
def articles() -> None:
    """Single articles."""


@articles.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL …")
@click.option("--reason", required=True, help="why; kept with the tombstone")
@click.option("--unseen", is_flag=True, help="also addresses that the archive has never seen, so that they are never taken in")
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings(*INDEX_SETTINGS)
def remove(urls: Sequence[str], reason: str, unseen: bool, quiet: bool, settings: Settings) -> int:
    """Removes articles by address: text, labels, terms and the raw responses; no crawl, import or restore brings them back."""
    set_up_log(settings)
    archive = Archive(settings.home)
    try:
        erased = sum([removal.remove_url(archive, url, reason, unseen=unseen) for url in urls])
        index_all(archive, settings, quiet=quiet)
        say(f"removed {len(urls)} from archive and index; {erased} raw responses overwritten", quiet=quiet)
    finally:
        archive.close()
    return 0


@articles.command()
@click.argument("name", metavar="ID|URL")
@with_settings()
def diff(name: str, settings: Settings) -> int:
    """Shows what an outlet changed in an article, revision by revision, as a unified diff of its paragraphs."""
    archive = Archive(settings.home)
    try:
        article_id = archive.store.id_of(canonical(name)) if "://" in name else name
        held = archive.revisions(article_id or "")
    finally:
        archive.close()
    if not held:
        raise UsageError(f"no article '{name}' in {settings.home}; give its id or its address")
    for before, after in pairwise(held):
        print("\n".join(changes(before, after)))
    say(f"{len(held)} revision{'s' if len(held) > 1 else ''}")
    return 0


def changes(before: Article, after: Article) -> Iterator[str]:
    """The lines of a unified diff between two revisions: details first, then the text's paragraphs."""
    return difflib.unified_diff(_lines(before), _lines(after), _name(before), _name(after), n=1, lineterm="")


def _name(article: Article) -> str:
    return f"revision {article.revision} ({article.fetched_at.isoformat() if article.fetched_at else 'no date'})"


def _lines(article: Article) -> list[str]:
    details = {
        "title": article.title,
        "authors": ", ".join(article.authors or ()),
        "published": article.published_at,
        "updated": article.updated_at,
        "kind": article.kind,
        "rights": article.rights,
    }
    return [*(f"{key}: {value}" for key, value in details.items() if value), "", *(article.text or "").split("\n")]
