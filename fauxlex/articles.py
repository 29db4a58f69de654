"""`articles remove`: what goes, goes for good."""

from collections.abc import Sequence

import click

from core.archive import Archive, removal
from core.settings import Settings
from fauxlex.collect import INDEX_SETTINGS, index_all
from fauxlex.options import with_settings
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
