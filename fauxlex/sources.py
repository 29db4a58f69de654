"""`sources`: the outlets; `check`, `probe`, `add`, `list`, `show`, `health`."""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from core.archive import Archive, SourceHealth
from core.errors import SourceError
from core.guard import parse_map
from core.http import Client, Limits
from core.settings import Settings
from crawlers.agent import user_agent
from crawlers.discover import discover, to_toml
from crawlers.lint import lint
from crawlers.polite import Visitor
from crawlers.probe import probe as probe_one
from crawlers.sources import Source, load_sources, select
from fauxlex.options import with_settings
from fauxlex.talk import say, set_up_log

COLUMNS = ("id", "name", "country", "language", "status", "articles", "last_ok", "last_error")
VISITING = ("sources", "contact", "resolve", "crawl_delay_s", "crawl_timeout_s", "crawl_max_bytes")


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@with_settings("sources")
@click.pass_context
def sources(ctx: click.Context, as_json: bool, settings: Settings) -> int:
    """The outlets: what is declared, and how each fares."""
    return 0 if ctx.invoked_subcommand else _list(settings, as_json)


@sources.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@with_settings("sources")
def list_(as_json: bool, settings: Settings) -> int:
    """Every outlet with its state (what `sources` alone prints)."""
    return _list(settings, as_json)


@sources.command()
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@with_settings("sources")
def show(name: str, as_json: bool, settings: Settings) -> int:
    """All that is declared and known of one outlet: addresses, rights, evidence, health by feed, counts."""
    (source,) = select(load_sources(settings.sources), [name])
    archive = Archive(settings.home)
    health = {item.id: item for item in archive.sources()}.get(name)
    counts = [row[1:] for row in archive.health.tallies() if row[0] == name]
    archive.close()
    row = {**_declared(source), **_health(health), "listings": _listings(health), "counts": [list(count) for count in counts]}
    if as_json:
        print(json.dumps(row, ensure_ascii=False))
        return 0
    out = Console(highlight=False)
    for key, value in row.items():
        if key == "evidence":
            for address, said in value.items():
                out.print(f"evidence: {address}: {said}", soft_wrap=True, markup=False)
        elif key == "listings":
            for one in value:
                out.print(
                    f"listing: {', '.join(f'{name} {said}' for name, said in one.items() if said is not None)}",
                    soft_wrap=True,
                    markup=False,
                )
        elif key == "counts":
            for stage, kind, what, count in value:
                out.print(f"count: {stage}, {kind}: {what} ({count})", soft_wrap=True, markup=False)
        else:
            out.print(f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}", soft_wrap=True, markup=False)
    return 0


@sources.command()
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@click.option("--strict", is_flag=True, help="exit 1 where anything is doubtful")
@with_settings("sources")
def check(as_json: bool, strict: bool, settings: Settings) -> int:
    """Reads the list and says what is doubtful in it; asks nobody."""
    declared = load_sources(settings.sources)
    doubts = [{"id": name, "says": says} for name, says in lint(declared, datetime.datetime.now(datetime.UTC).date())]
    if as_json:
        print(json.dumps({"sources": len(declared), "doubts": doubts}, ensure_ascii=False))
    else:
        for doubt in doubts:
            print(f"{doubt['id']}: {doubt['says']}")
        say(f"{len(declared)} outlets read, {len(doubts)} doubts")
    return 1 if strict and doubts else 0


@sources.command()
@click.option("--source", "ids", multiple=True, metavar="ID", help="only this source (repeatable)")
@click.option("--json", "as_json", is_flag=True, help="print a JSON line an address")
@with_settings(*VISITING)
def probe(ids: Sequence[str], as_json: bool, settings: Settings) -> int:
    """Asks each feed and sitemap once, politely, and says what it answers; exit 1 where one does not."""
    set_up_log(settings)
    visitor = _visitor(settings)
    bad = 0
    for source in select(load_sources(settings.sources), ids):
        for found in probe_one(source, visitor):
            bad += found.state not in ("ok", "moved")
            row = asdict(found)
            newest = f", newest {found.newest}" if found.newest else ""
            print(json.dumps(row, ensure_ascii=False) if as_json else f"{found.state} {found.source} {found.address}: {found.says or f'{found.entries} entries{newest}'}")  # fmt: skip
    return 1 if bad else 0


@sources.command()
@click.argument("url", metavar="URL")
@click.option("--id", "name", metavar="ID", help="its id in the list (default: from the domain)")
@click.option("--country", metavar="CODE", help="the outlet's home, ISO 3166-1 alpha-2")
@click.option("--dry-run", is_flag=True, help="print the entry, write nothing")
@with_settings(*VISITING)
def add(url: str, name: str | None, country: str | None, dry_run: bool, settings: Settings) -> int:
    """Finds an outlet's feeds, news sitemaps, language and rights, and writes its entry to the list."""
    set_up_log(settings)
    made, findings = discover(url, _visitor(settings), datetime.datetime.now(datetime.UTC).date())
    for one in findings:
        say(f"{one.state}: {one.address} {one.says or f'({one.entries} entries)'}")
    entry = to_toml(_named(made, name, country))
    if not dry_run:
        _append(settings.sources, entry, name or made.id)
        say(f"written to {settings.sources}; read the outlet's terms and set rights.terms and country")
    print(entry, end="")
    return 0


@sources.command()
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@with_settings("sources")
def health(as_json: bool, settings: Settings) -> int:
    """How each feed and sitemap fares, those that fail first."""
    archive = Archive(settings.home)
    found = archive.sources()
    archive.close()
    rows = [{"source": item.id, **one} for item in found for one in _listings(item)]
    rows.sort(key=lambda row: (-int(row["failures"]), row["source"]))
    _print(rows, ("source", "url", "failures", "last_ok", "last_new", "entries", "interval_s", "last_error"), as_json)
    return 0


def _visitor(settings: Settings) -> Visitor:
    limits = Limits(timeout_s=settings.crawl_timeout_s, max_bytes=settings.crawl_max_bytes)
    return Visitor(
        Client(user_agent=user_agent(settings.contact), limits=limits, mapping=parse_map(settings.resolve)), settings.crawl_delay_s
    )


def _list(settings: Settings, as_json: bool) -> int:
    declared = load_sources(settings.sources)
    archive = Archive(settings.home)
    found = {item.id: item for item in archive.sources()}
    archive.close()
    _print([{**_declared(source), **_health(found.get(source.id))} for source in declared], COLUMNS, as_json)
    return 0


def _declared(source: Source) -> dict[str, Any]:
    """What the list says; `rights` in one word as before, `wishes` in three."""
    more = {name: list(getattr(source, name)) for name in ("archives", "aliases")}
    return {
        **source.to_row(),
        **more,
        "kind": source.kind,
        "wishes": asdict(source.rights),
        "poll_s": [source.poll_least_s, source.poll_most_s],
        "checked": source.checked,
        "evidence": dict(source.evidence),
    }


def _health(health: SourceHealth | None) -> dict[str, Any]:
    return {
        "status": health.status if health else "never",
        "articles": health.articles if health else 0,
        "last_ok": health.last_ok.isoformat() if health and health.last_ok else None,
        "last_error": health.last_error if health and health.failures else None,
    }


def _listings(health: SourceHealth | None) -> list[dict[str, Any]]:
    rows = [asdict(one) for one in health.listings] if health else []
    return [{name: value.isoformat() if isinstance(value, datetime.datetime) else value for name, value in row.items()} for row in rows]


def _print(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], as_json: bool) -> None:
    if as_json:
        print(json.dumps(list(rows), ensure_ascii=False))
        return
    shown = Table(box=None)
    for name in columns:
        shown.add_column(name)
    for row in rows:
        shown.add_row(*(str(row[name] if row[name] is not None else "–") for name in columns))
    Console(highlight=False).print(shown)


def _named(source: Source, name: str | None, country: str | None) -> Source:
    if country is not None and not (len(country) == 2 and country.isalpha() and country.isupper()):
        raise SourceError(f"--country '{country}' is no ISO 3166-1 alpha-2 code; write KR, FR, …")
    return replace(source, id=name or source.id, country=country)


def _append(path: Path, entry: str, name: str) -> None:
    """Adds an entry to the list, which must still be readable with it; else the list stays as it was."""
    before = path.read_text("utf8") if path.is_file() else ""
    if any(source.id == name for source in (load_sources(path) if before.strip() else ())):
        raise SourceError(f"{path}: the id '{name}' is there already; name another with --id")
    path.write_text(f"{before.rstrip()}\n\n{entry}".lstrip("\n"), "utf8")
    try:
        load_sources(path)
    except SourceError:
        path.write_text(before, "utf8")
        raise
