"""`annotations`: what people say of articles against the tagger: take it in, give it out, draw what to check, see how far both agree."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, BinaryIO

import click

from core.archive import Archive
from core.article import RELEVANCES
from core.correction import FIELDS, Withdrawal
from core.errors import ConsumerBusyError, UsageError
from core.settings import Settings
from fauxlex.annotations import agreement as measures
from fauxlex.annotations import rows, sampling, showing
from fauxlex.annotations.labels import labels_of
from fauxlex.annotations.taking import Signed, article_of, take
from fauxlex.collect import index_all
from fauxlex.lines import Tally
from fauxlex.options import INDEX_SETTINGS, with_settings
from fauxlex.talk import say, set_up_log

FORMATS = {"jsonl": rows.write_jsonl, "csv": rows.write_csv}

quietly = click.option("--quiet", is_flag=True, help="say nothing on stderr")
in_form = click.option("--format", "form", type=click.Choice(list(FORMATS)), default="jsonl", show_default=True)


@click.group()
def annotations() -> None:
    """People's labels beside the machine's."""


@annotations.command(name="import")
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--author", default="", help="who corrects, where a row does not name it")
@click.option("--reason", default="", help="why, where a row does not name it; it is shown on the article's page")
@click.option("--no-index", is_flag=True, help="leave the search index to the next `index`")
@quietly
@with_settings(*INDEX_SETTINGS)
def import_(file: BinaryIO, author: str, reason: str, no_index: bool, quiet: bool, settings: Settings) -> int:
    """Takes corrections (JSON lines or CSV) from a file or stdin: the fields that a row gives hold from now on, whatever the tagger says."""
    set_up_log(settings)
    tally, counts = Tally(), {"new": 0, "known": 0, "withdrawn": 0}
    with _opened(settings) as archive:
        answers = take(archive, _counted(rows.read(file), tally), Signed(author=author, reason=reason))
        tally.write(_by_status(answers, counts), sys.stdout)
        said = f"new {counts['new']}, known already {counts['known']}, withdrawn {counts['withdrawn']}"
        say(f"read {tally.read}, done {tally.done}, failed {tally.failed} ({said})", quiet=quiet)
        if not no_index and tally.done > counts["known"]:
            _index(archive, settings, quiet=quiet)
    return 0


@annotations.command()
@click.argument("numbers", nargs=-1, required=True, type=int, metavar="CORRECTION …")
@click.option("--author", required=True, help="who takes them back")
@click.option("--reason", required=True, help="why")
@click.option("--no-index", is_flag=True, help="leave the search index to the next `index`")
@quietly
@with_settings(*INDEX_SETTINGS)
def withdraw(numbers: Sequence[int], author: str, reason: str, no_index: bool, quiet: bool, settings: Settings) -> int:
    """Takes corrections back, by the numbers that `export` shows: the tagger's labels hold again, and the history stays."""
    set_up_log(settings)
    if not author.strip() or not reason.strip():
        raise UsageError("--author and --reason are empty; say who takes it back and why")
    gone = Withdrawal(at=datetime.now(UTC), author=author.strip(), reason=reason.strip())
    with _opened(settings) as archive:
        with archive.log.write() as tx:
            for number in numbers:
                archive.people.withdraw(tx, number, gone)
        say(f"withdrew {len(numbers)}", quiet=quiet)
        if not no_index:
            _index(archive, settings, quiet=quiet)
    return 0


@annotations.command()
@in_form
@click.option("--history", is_flag=True, help="also corrections that were withdrawn")
@click.option("--all", "everything", is_flag=True, help="instead every article that is tagged, with the labels that are shown")
@quietly
@with_settings()
def export(form: str, history: bool, everything: bool, quiet: bool, settings: Settings) -> int:
    """Writes people's corrections to stdout, as `import` takes them."""
    set_up_log(settings)
    if history and everything:
        raise UsageError("export takes one of --history and --all")
    with _opened(settings) as archive:
        if everything:
            count = FORMATS[form](showing.annotation_rows(archive, archive.store.tagged_ids()), sys.stdout)
        else:
            count = FORMATS[form](showing.correction_rows(archive, archive.people.all(history=history)), sys.stdout)
    say(f"wrote {count} {'articles' if everything else 'corrections'}", quiet=quiet)
    return 0


@annotations.command()
@click.option("--stratify", default="topic,language", show_default=True, metavar="NAMES", help=f"by: {', '.join(sampling.DIMENSIONS)}")
@click.option("--n", "count", type=click.IntRange(1), required=True, help="how many articles")
@click.option("--seed", type=int, default=0, show_default=True, help="the same seed draws the same articles again")
@click.option("--relevance", multiple=True, type=click.Choice(RELEVANCES), help="only articles that the tagger gave this (repeatable)")
@click.option("--unchecked", is_flag=True, help="leave out articles of which a person has said something")
@click.option("--blind", is_flag=True, help="without the labels, so that they do not sway who checks")
@click.option("--text/--no-text", default=True, help="with the articles' texts (default: yes)")
@in_form
@quietly
@with_settings()
def sample(stratify: str, count: int, seed: int, settings: Settings, **given: Any) -> int:
    """Draws articles to check, evenly over strata, reproducibly; what was checked goes to `import` and `score`."""
    set_up_log(settings)
    names = [name.strip() for name in stratify.split(",") if name.strip()]
    with _opened(settings) as archive:
        items = list(sampling.population(archive, names, given["relevance"] or RELEVANCES, unchecked=given["unchecked"]))
        drawn = sampling.draw(items, count, seed)
        found = showing.sample_rows(archive, drawn, names, blind=given["blind"], text=given["text"])
        FORMATS[given["form"]](found, sys.stdout)
    parted, reached = len(sampling.strata(items)), len({one.stratum for one in drawn})
    more = f"; {parted - reached} strata have none: --n {parted} reaches all" if reached < parted else ""
    say(f"drew {len(drawn)} of {len(items)} articles from {reached} of {parted} strata{more}", quiet=given["quiet"])
    return 0


@annotations.command()
@click.argument("file", type=click.File("rb"))
@click.option("--weighted", is_flag=True, help="let each article stand for as many as the `weight` of its row says, as `sample` writes it")
@click.option("--seed", type=int, default=0, show_default=True, help="of the intervals that are bootstrapped")
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@quietly
@with_settings()
def score(file: BinaryIO, weighted: bool, seed: int, as_json: bool, quiet: bool, settings: Settings) -> int:
    """Says how far the machine's labels in the archive agree with those of a person in a file (JSON lines or CSV; - is stdin)."""
    set_up_log(settings)
    tally = Tally()
    with _opened(settings) as archive:
        pairs, bad = _pairs(archive, _counted(rows.read(file), tally), weighted=weighted)
    models = sorted({pair.machine.model for pair in pairs})
    found = measures.agreement(pairs, seed=seed)
    if as_json:
        row = {"articles": len(pairs), "failed": bad, "models": models, "weighted": weighted, "agreement": found}
        print(json.dumps(row, ensure_ascii=False))
    else:
        for one in bad:
            print(f"left out: {one['error']}")
        print(f"{len(pairs)} articles, labels of {', '.join(models) or 'nobody'}; intervals of 95 %")
        showing.print_agreement(found)
    say(f"read {tally.read}, done {len(pairs)}, failed {len(bad)}", quiet=quiet)
    return 0 if pairs else 1


def _pairs(archive: Archive, lines: Iterable[rows.Line], *, weighted: bool) -> tuple[list[measures.Pair], list[dict[str, Any]]]:
    """What person and machine say of each article of a file, and the rows that name none, with why."""
    pairs: dict[str, measures.Pair] = {}
    bad = []
    for line in lines:
        try:
            if line.error:
                raise UsageError(line.error.removeprefix(f"line {line.number} "))
            article = article_of(archive, line.row)
            machine = archive.store.machine_annotations([article.id]).get(article.id)
            labels, weight = labels_of(line.row, article), line.row.get("weight")
            if machine is None:
                raise UsageError(f"the article '{article.id}' is not tagged yet; run `python -m fauxlex tag` first")
            if article.id in pairs:
                raise UsageError(f"the article '{article.id}' stands in the file twice; leave one of them out")
            if not labels:
                raise UsageError(f"no label is given; give at least one of {', '.join(FIELDS)}")
            if weighted and (isinstance(weight, bool) or not isinstance(weight, int | float) or weight <= 0):
                raise UsageError(f"weight is {weight!r}; a number above 0 is meant, as `annotations sample` writes it")
            pairs[article.id] = measures.Pair(person=labels, machine=machine, weight=float(weight) if weighted and weight else 1.0)
        except UsageError as err:
            bad.append({"id": line.name, "line": line.number, "error": f"line {line.number}: {err}"})
    return list(pairs.values()), bad


def _counted(lines: Iterable[rows.Line], tally: Tally) -> Iterator[rows.Line]:
    for line in lines:
        tally.read += 1
        yield line


def _by_status(answers: Iterable[Mapping[str, Any]], counts: dict[str, int]) -> Iterator[Mapping[str, Any]]:
    for answer in answers:
        if "status" in answer:
            counts[answer["status"]] += 1
        yield answer


def _index(archive: Archive, settings: Settings, *, quiet: bool) -> None:
    """Brings the search over, unless somebody else is at it."""
    try:
        index_all(archive, settings, quiet=quiet)
    except ConsumerBusyError as err:
        say(f"the search is left to the other process: {err}", quiet=quiet)


@contextmanager
def _opened(settings: Settings) -> Iterator[Archive]:
    archive = Archive(settings.home)
    try:
        yield archive
    finally:
        archive.close()
