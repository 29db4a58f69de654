"""`tag`: labels what is new, or the whole archive again while readers go on to see the old labels."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import click
import sqlalchemy as sa

from core.archive import FOLLOWED, Archive, Change, retagging
from core.article import Annotation, Article
from core.errors import ArchiveError, ConsumerBusyError, UsageError
from core.settings import Settings
from fauxlex.collect import tag_all
from fauxlex.consume import TAG_BATCH, Progress, Report, batches, forgiving, in_story, silent, text_of
from fauxlex.options import with_settings
from fauxlex.talk import counted, progress, say, set_up_log
from nlp.annotate import Annotator


@click.command()
@click.option(
    "--retag", "again", is_flag=True, help="tag with this model what carries labels of another, beside them; goes on where it was stopped"
)
@click.option("--rebuild", is_flag=True, help="tag every article again, beside the labels it has; begins anew where it was stopped")
@click.option("--status", is_flag=True, help="only say which models' labels are shown and how far a pass over the archive is")
@click.option("--json", "as_json", is_flag=True, help="print the status as JSON")
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings("model", "threads")
def tag(again: bool, rebuild: bool, status: bool, as_json: bool, quiet: bool, settings: Settings) -> int:
    """Tags what the archive has not tagged yet; with --retag or --rebuild all of it, and everybody sees the old labels until all new ones are there."""
    set_up_log(settings)
    if sum((again, rebuild, status)) > 1 or (as_json and not status):
        raise UsageError("tag takes one of --retag, --rebuild and --status [--json]")
    archive = Archive(settings.home)
    try:
        if status:
            _print_status(archive, as_json=as_json)
            return 0
        annotator = Annotator(settings.model, settings.threads)
        try:
            report = tag_all(archive, annotator, quiet=quiet)
        except ConsumerBusyError as err:
            if not (again or rebuild):
                raise
            say(f"what is new is left to the other process: {err}", quiet=quiet)
            report = Report()
        say(f"read {report.seen}, tagged {report.done}, set aside {report.set_aside}", quiet=quiet)
        if again or rebuild:
            _retag_all(archive, annotator, anew=rebuild, quiet=quiet)
        else:
            _hint(archive, annotator.version, quiet=quiet)
    finally:
        archive.close()
    return 0


def retag(archive: Archive, annotator: Annotator, moved: Progress = silent, *, anew: bool = False) -> Report:
    """Tags the whole archive into a tagging of its own and makes readers switch to it when all is there.

    Stopped on the way, it goes on where it was when it is called again with the same model.

    Args:
        archive, annotator: as `consume.tag`.
        moved: called with the number of changes just dealt with.
        anew: also what this model tagged before, from the beginning.

    Raises:
        ConsumerBusyError: another process is at it.
    """
    total = Report()
    with archive.log.consumer(retagging.CONSUMER):
        one = retagging.begin(archive.log, annotator.version, anew=anew)
        generation = str(one.number)
        while retagging.switch(archive.log, one) is None:
            mark = archive.log.watermark(retagging.CONSUMER, generation)
            start = mark if archive.log.count_after(mark, FOLLOWED["tag"]) else 0
            made = Report()
            for batch in batches(archive, FOLLOWED["tag"], start, TAG_BATCH):
                made += forgiving(archive, retagging.CONSUMER, batch, partial(_retag_batch, archive, annotator, one), generation)
                moved(len(batch))
            if start == 0 and not made.done and not made.set_aside:
                raise ArchiveError(f"{archive.home}: some articles cannot be reached by their changes; run `python -m fauxlex doctor`")
            total += made
    return total


def _retag_batch(archive: Archive, annotator: Annotator, one: retagging.Pass, batch: Sequence[Change]) -> Report:
    held = archive.store.articles([change.ref for change in batch])
    todo = retagging.wanting(archive.log, one, held)
    shown = archive.store.machine_annotations([article.id for article in todo])
    made = annotator.annotate([text_of(article) for article in todo])
    done = aside = 0
    with archive.log.write() as tx:
        for article, said in zip(todo, made, strict=True):
            if isinstance(said, Annotation):
                retagging.put(tx, one, _same_story(archive, tx, (article, shown.get(article.id)), said))
                archive.store.release(tx, "tag", article.id)
                done += 1
            else:
                archive.store.set_aside(tx, "tag", article.id, batch[-1].seq, str(said))
                aside += 1
        archive.log.set_watermark(retagging.CONSUMER, batch[-1].seq, str(one.number), tx=tx)
    return Report(seen=len(batch), done=done, set_aside=aside)


def _same_story(archive: Archive, tx: sa.Connection, known: tuple[Article, Annotation | None], said: Annotation) -> Annotation:
    """The annotation with the story that the article has: stories come from texts, which a model does not change."""
    article, before = known
    if before is not None and before.revision == article.revision and before.story:
        return replace(said, story=before.story)
    return in_story(archive, tx, article, said)


def _retag_all(archive: Archive, annotator: Annotator, *, anew: bool, quiet: bool) -> None:
    held = retagging.under_way(archive.log)
    if held is not None and (anew or held.model != annotator.version):
        say(f"the pass with {held.model}, begun {held.started_at:%Y-%m-%d %H:%M} UTC, is dropped", quiet=quiet)
    if held is None and not anew and not _outdated(archive, annotator.version):
        say(f"every article carries labels of {annotator.version}; --rebuild tags them all again", quiet=quiet)
        return
    mark = archive.log.watermark(retagging.CONSUMER, str(held.number)) if held and held.model == annotator.version and not anew else 0
    with progress("tagging again", archive.log.count_after(mark, FOLLOWED["tag"]), quiet=quiet) as moved:
        report = retag(archive, annotator, moved, anew=anew)
    say(
        f"tagged {report.done} again with {annotator.version}, set aside {report.set_aside}; the labels are switched: "
        "`python -m fauxlex index` brings the search over at once",
        quiet=quiet,
    )


def _outdated(archive: Archive, model: str) -> int:
    """How many articles carry labels of another model."""
    return sum(count for name, count in archive.store.by_model().items() if name != model)


def _hint(archive: Archive, model: str, *, quiet: bool) -> None:
    """Says what a plain `tag` leaves undone."""
    held, old = retagging.under_way(archive.log), _outdated(archive, model)
    if held is not None:
        found = retagging.progress(archive.log, held)
        say(f"a pass with {held.model} is at {found.done} of {found.total} articles; `python -m fauxlex tag --retag` goes on", quiet=quiet)
    elif old:
        say(f"{old} articles carry labels of another model; `python -m fauxlex tag --retag` brings them up to {model}", quiet=quiet)


def status_of(archive: Archive) -> dict[str, Any]:
    """Which models' labels readers see, corrections, and how far a pass over the archive is, as JSON values."""
    held = retagging.under_way(archive.log)
    corrections, articles = archive.people.counts()
    row: dict[str, Any] = {"shown": archive.store.by_model(), "corrections": corrections, "corrected_articles": articles, "retagging": None}
    if held is not None:
        found = retagging.progress(archive.log, held)
        row["retagging"] = {
            "model": held.model,
            "started_at": held.started_at.isoformat(),
            "total": found.total,
            "done": found.done,
            "set_aside": found.set_aside,
        }
    return row


def _print_status(archive: Archive, *, as_json: bool) -> None:
    row = status_of(archive)
    if as_json:
        print(json.dumps(row, ensure_ascii=False))
        return
    for model, count in row["shown"].items():
        print(f"{counted(count)} with labels of {model}")
    print(f"{counted(row['corrections'], 'correction', 'corrections')} by people on {counted(row['corrected_articles'])}")
    one = row["retagging"]
    if one is None:
        print("no pass over the archive is under way")
    else:
        print(
            f"a pass with {one['model']}, begun {one['started_at'][:16]}, is at {one['done']} of {one['total']} articles, {one['set_aside']} set aside"
        )
