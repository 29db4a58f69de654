"""`backup`, `restore`, `prune`, `replay`: what the operator does with an archive."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from core.archive import Archive
from core.archive import backup as copies
from core.archive.retention import prune as prune_files
from core.settings import Settings
from fauxlex.citing import FOLDER as CITATIONS
from fauxlex.options import with_settings
from fauxlex.talk import say, set_up_log


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings()
def backup(folder: Path, quiet: bool, settings: Settings) -> int:
    """Copies the archive and the results kept to be cited to a folder, also while they are being written; a second time only what is new."""
    set_up_log(settings)
    archive = Archive(settings.home)
    try:
        done = copies.backup(archive, folder, [f"{CITATIONS}/*.json.gz"])
    finally:
        archive.close()
    say(f"copied {done['files']} files, {done['bytes']} bytes; {done['unchanged']} were there already", quiet=quiet)
    return 0


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--removals",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="a ledger of removals made since (repeatable)",
)
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings()
def restore(folder: Path, removals: tuple[Path, ...], quiet: bool, settings: Settings) -> int:
    """Makes an archive (in an empty --home) of a copy; what was removed since stays removed."""
    set_up_log(settings)
    done = copies.restore(folder, settings.home, removals)
    say(
        f"restored {done['files']} files, {done['fetches']} raw responses found; {done['removed again']} articles removed again; "
        "make the index anew: python -m fauxlex index --rebuild",
        quiet=quiet,
    )
    return 0


@click.command()
@click.option("--days", type=click.IntRange(1), required=True, help="keep the raw responses of so many days")
@click.option("--dry-run", is_flag=True, help="only say what would go")
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings()
def prune(days: int, dry_run: bool, quiet: bool, settings: Settings) -> int:
    """Deletes WARC files whose every page is older; articles stay, and can no longer be extracted anew."""
    set_up_log(settings)
    archive = Archive(settings.home)
    try:
        gone = prune_files(archive, datetime.now(UTC) - timedelta(days=days), dry_run=dry_run)
    finally:
        archive.close()
    for name, size in gone:
        print(f"{name}\t{size}")
    say(f"{'would delete' if dry_run else 'deleted'} {len(gone)} files, {sum(size for _, size in gone)} bytes", quiet=quiet)
    return 0


@click.command()
@click.argument("stage", type=click.Choice(["extract", "tag", "index"]))
@click.option("--reason", "like", default="", metavar="TEXT", help="only what was set aside for a reason with this in it")
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings()
def replay(stage: str, like: str, quiet: bool, settings: Settings) -> int:
    """Gives back to a stage what it set aside; the next `extract`, `tag` or `index` takes it up again."""
    set_up_log(settings)
    archive = Archive(settings.home)
    try:
        count = archive.store.replay(stage, like)
    finally:
        archive.close()
    say(f"{count} given back; run: python -m fauxlex {stage}", quiet=quiet)
    return 0
