"""`sample`: the main job over the sample press, on loopback: crawl, extract, tag, index, show, serve (what `make run` calls)."""

import tempfile
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from core.settings import Settings
from fauxlex.backends import open_index
from fauxlex.collect import ALL_SETTINGS, run_once
from fauxlex.options import with_settings
from fauxlex.site import listen, run_site
from fauxlex.talk import counted, say, set_up_log
from index.base import Filters, Index, Query
from press import Press, sources

SHOWN = (("ko", "딥페이크"), ("fr", "hypertrucage OR deepfake"), ("en", "deepfake bill"))
"""What is searched for to show that it works: a query in each language."""

FACETS = ("jurisdiction", "topic", "language")


@click.command()
@click.option("--once", is_flag=True, help="end after printing what was found")
@with_settings(*ALL_SETTINGS, "host", "port", "base_url")
def sample(once: bool, settings: Settings) -> int:
    """Plays the sample press, runs the whole flow over it, prints what it found in three languages, and serves the site."""
    set_up_log(settings)
    with Press() as press, tempfile.TemporaryDirectory() as folder:
        say(f"sample press: {len(press.hosts)} invented hosts on 127.0.0.1:{press.port}")
        listed = Path(folder) / "sources.toml"
        listed.write_text(press_sources(), "utf8")
        mine = replace(
            settings,
            sources=listed,
            contact=settings.contact or "sample@press.example",
            resolve=f"*.example=127.0.0.1:{press.port}",
            crawl_delay_s=0.02,  # our own press, in this very process: no one to be spared
            crawl_retry_s=0.2,
            crawl_max_age_days=36_500,
        )
        for line in run_once(mine):
            say(line)
        found = open_index(mine)
        _show(found)
        found.close()
    if not once:
        with listen(settings.host, settings.port, next_free=True) as handle:
            run_site(settings, handle)
    return 0


def press_sources() -> str:
    """The sample press as a list of sources in TOML."""
    out = []
    for row in sources():
        first = [*row["feeds"], *row["sitemaps"]][0]
        domain = first.split("/")[2]
        lists = {name: "[" + ", ".join(f'"{address}"' for address in row[name]) + "]" for name in ("feeds", "sitemaps")}
        lines = ["[[source]]", f'id = "{row["id"]}"', f'name = "{row["name"]}"', f'domain = "{domain}"', f'country = "{row["country"]}"']
        lines += [f'language = "{row["languages"][0]}"', *(f"{name} = {value}" for name, value in lists.items())]
        out.append("\n".join(lines))
    return "\n\n".join(out) + "\n"


def _show(found: Index) -> None:
    """Prints what a query in each language finds, and the counts of the whole."""
    out = Console(highlight=False)
    for language, text in SHOWN:
        page = found.search(Query(text=text, filters=Filters(languages=(language,)), limit=3))
        out.print(f"\n[bold]{escape(text)}[/bold] → {counted(page.total)} in {language}")
        for hit in page.hits:
            codes = " ".join(code for code, role in hit.jurisdictions if role == "primary")
            topics = ", ".join(code for code, _ in hit.topics)
            out.print(f"  {(hit.published_at or '')[:10]}  {escape(hit.title or '')}  [cyan]{codes}[/cyan]  {topics}", soft_wrap=True)
    whole = found.search(Query(facets=FACETS, limit=1))
    out.print(f"\n[bold]{counted(whole.total)} on deepfakes and their law[/bold]")
    for name in FACETS:
        out.print(f"  {name}: " + "  ".join(f"{item.value} {item.count}" for item in whole.facets[name][:12]), soft_wrap=True)
