"""`doctor`, `settings`: what is there and how it fares."""

import json
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from core.archive import Archive
from core.errors import FauxlexError
from core.settings import Settings, table
from fauxlex.backends import open_index
from fauxlex.options import load_settings, with_settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@with_settings("backend", "elasticsearch_url", "index_name", "model", "sources")
def doctor(as_json: bool, settings: Settings) -> int:
    """Says what is healthy and what is not; exit 1 where something is not."""
    found = _examine(settings)
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        out = Console(highlight=False)
        for name, check in found["checks"].items():
            mark = "[green]ok[/green]  " if check["ok"] else "[red]not ok[/red]"
            out.print(f"{mark} {name}: {check['says']}", soft_wrap=True)
        for row in found["quarantine"]:
            out.print(f"  set aside by {row['stage']} ({row['times']}×, {row['at'][:19]}): {row['reason']}", soft_wrap=True)
        for source, reason, count in found["left_out"]:
            out.print(f"  left out of {source}: {reason} ({count})", soft_wrap=True)
    return 0 if all(check["ok"] for check in found["checks"].values()) else 1


def _examine(settings: Settings) -> dict[str, Any]:
    """Every check, each with its finding."""
    checks: dict[str, dict[str, Any]] = {}
    archive = Archive(settings.home)
    counts = dict(archive.counts())
    last = archive.log.last_seq()
    checks["archive"] = {"ok": True, "says": ", ".join(f"{name} {count}" for name, count in counts.items())}
    for consumer, kind in (("extract", "fetch"), ("tag", "article")):
        behind = len(archive.log.changes_after(archive.log.watermark(consumer), [kind], 1_000_000))
        checks[consumer] = {
            "ok": behind == 0,
            "says": "up to date" if not behind else f"{behind} waiting; run `python -m fauxlex {consumer}`",
        }
    try:
        target = open_index(settings)
        behind = len(archive.log.changes_after(archive.log.watermark("index", target.generation), ["annotation", "removal"], 1_000_000))
        says = f"{settings.backend}, {target.count()} articles" + (
            f", {behind} changes waiting; run `python -m fauxlex index`" if behind else ""
        )
        checks["index"] = {"ok": behind == 0, "says": says}
        target.close()
    except FauxlexError as err:
        checks["index"] = {"ok": False, "says": str(err)}
    from nlp.annotate import Annotator  # with spaCy and the transformer, which a list of settings need not wait for

    try:
        checks["model"] = {"ok": True, "says": f"version {Annotator(settings.model).version}"}
    except FauxlexError as err:
        checks["model"] = {"ok": False, "says": str(err)}
    failing = [health for health in archive.sources() if health.status == "failing"]
    says = f"{counts['sources']} declared" + "".join(f"; {health.id} fails: {health.last_error}" for health in failing)
    checks["sources"] = {"ok": not failing, "says": says}
    aside = archive.store.quarantined()
    checks["quarantine"] = {"ok": True, "says": f"{len(aside)} set aside" + (" (see below)" if aside else "")}
    left_out = archive.health.drops()
    archive.close()
    return {"checks": checks, "quarantine": aside, "left_out": left_out, "last_number": last}


@click.command(name="settings")
@click.option("--json", "as_json", is_flag=True, help="print JSON")
def settings_command(as_json: bool) -> int:
    """Every setting with its value, default and origin."""
    loaded = load_settings({})
    rows = [
        {
            "name": entry.name,
            "value": str(getattr(loaded.settings, entry.name)),
            "default": entry.default,
            "origin": loaded.origins[entry.name],
            "unit": entry.unit,
            "help": entry.help,
        }
        for entry in table()
    ]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    shown = Table(box=None)
    for name in ("name", "value", "unit", "origin", "help"):
        shown.add_column(name)
    for row in rows:
        shown.add_row(row["name"], row["value"], row["unit"], row["origin"], row["help"])
    Console(highlight=False).print(shown)
    return 0
