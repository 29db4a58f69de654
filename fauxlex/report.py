"""`doctor`, `settings`: what is there and how it fares."""

import json

import click
from rich.console import Console
from rich.table import Table

from core.settings import Settings, shown, table
from fauxlex.examine import examine
from fauxlex.options import INDEX_SETTINGS, load_settings, with_settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@with_settings(*INDEX_SETTINGS, "model", "sources")
def doctor(as_json: bool, settings: Settings) -> int:
    """Says what is healthy and what is not; exit 1 where something is not."""
    found = examine(settings)
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        out = Console(highlight=False)
        for name, check in found["checks"].items():
            mark = "[green]ok[/green]  " if check["ok"] else "[red]not ok[/red]"
            out.print(f"{mark} {name}: {check['says']}", soft_wrap=True)
        for one in found["sources"]:
            if one["verdict"] not in ("ok", "never"):
                seen = f"{one['seen']} new pages in a day, usually {one['usual']:g}"
                out.print(
                    f"  {one['id']} is {one['verdict']}: {seen}" + (f"; {one['last_error']}" if one["last_error"] else ""),
                    soft_wrap=True,
                    markup=False,
                )
        for host, kind, at, before, now in found["rights_changes"]:
            out.print(f"  {kind} of {host} changed ({at[:19]}): {before} → {now}", soft_wrap=True, markup=False)
        for row in found["quarantine"]:
            out.print(f"  set aside by {row['stage']} ({row['times']}×, {row['at'][:19]}): {row['reason']}", soft_wrap=True)
        for source, reason, count in found["left_out"]:
            out.print(f"  left out of {source or 'lists'}: {reason} ({count})", soft_wrap=True)
    return 0 if all(check["ok"] for check in found["checks"].values()) else 1


@click.command(name="settings")
@click.option("--json", "as_json", is_flag=True, help="print JSON")
def settings_command(as_json: bool) -> int:
    """Every setting with its value, default and origin."""
    loaded = load_settings({})
    rows = [
        {
            "name": entry.name,
            "value": shown(loaded.settings, entry),
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
    listed = Table(box=None)
    for name in ("name", "value", "unit", "origin", "help"):
        listed.add_column(name, no_wrap=name == "name")
    for row in rows:
        listed.add_row(row["name"], row["value"], row["unit"], row["origin"], row["help"])
    Console(highlight=False).print(listed)
    return 0
