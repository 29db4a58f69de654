"""`search` and `export`."""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import click
from rich.console import Console
from rich.markup import escape

from core.article import RELEVANCES, STAGES, TOPICS
from core.errors import UsageError
from core.settings import Settings
from fauxlex.backends import open_index
from fauxlex.options import with_settings
from fauxlex.talk import say, set_up_log
from index.base import DEFAULT_RELEVANCE, FACETS, MAX_LIMIT, UNKNOWN, Filters, Page, Query
from index.export import write_csv, write_jsonl

FORMATS = ("jsonl", "csv")


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The filters that search and export share: repeatable, OR within one, AND across."""
    options = [
        click.option(
            "--jurisdiction",
            "jurisdictions",
            multiple=True,
            metavar="CODE",
            help="whose law: KR, EU, US-CA … (a country takes its states in)",
        ),
        click.option(
            "--role", type=click.Choice(["primary", "mentioned", "any"]), default="any", help="role of --jurisdiction (default: any)"
        ),
        click.option("--topic", "topics", multiple=True, type=click.Choice([*TOPICS, UNKNOWN]), metavar="TOPIC", help=", ".join(TOPICS)),
        click.option("--stage", "stages", multiple=True, type=click.Choice([*STAGES, UNKNOWN]), metavar="STAGE", help=", ".join(STAGES)),
        click.option("--relevance", multiple=True, type=click.Choice([*RELEVANCES, UNKNOWN]), help="default: law and deepfake"),
        click.option("--language", "languages", multiple=True, metavar="CODE", help="ko, fr, en …"),
        click.option("--source", "sources", multiple=True, metavar="ID", help="an outlet"),
        click.option("--outlet-country", "outlet_countries", multiple=True, metavar="CODE", help="home of the outlet"),
        click.option("--from", "date_from", metavar="DATE", help="first day, as the outlet counts days (YYYY-MM-DD)"),
        click.option("--to", "date_to", metavar="DATE", help="last day, inclusive"),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("words", nargs=-1, metavar="QUERY")
@filter_options
@click.option("--sort", type=click.Choice(["score", "date"]), default="score")
@click.option("--limit", type=click.IntRange(1, MAX_LIMIT), default=10, show_default=True)
@click.option("--cursor", metavar="C", help="the `next` of the page before")
@click.option("--facets", default="", metavar="NAMES", help=f"comma between: {', '.join(FACETS)}")
@click.option("--mode", type=click.Choice(["lexical", "hybrid", "semantic"]), default="lexical", help="only lexical works so far")
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings("backend", "elasticsearch_url", "index_name")
def search(words: Sequence[str], settings: Settings, **given: Any) -> int:
    """Searches: words, "phrases", AND OR NOT, -word, ( ), trailing *, title: source: cites:"""
    set_up_log(settings)
    if given["mode"] != "lexical":
        raise UsageError(f"--mode {given['mode']} is not there yet; use --mode lexical")
    facets = tuple(name.strip() for name in given["facets"].split(",") if name.strip())
    for name in facets:
        if name not in FACETS:
            raise UsageError(f"--facets: no facet '{name}'; there are {', '.join(FACETS)}")
    query = Query(
        text=" ".join(words), filters=_filters(given), sort=given["sort"], limit=given["limit"], cursor=given["cursor"], facets=facets
    )
    found = open_index(settings)
    try:
        page = found.search(query)
    finally:
        found.close()
    if given["as_json"]:
        print(json.dumps(page.to_json(), ensure_ascii=False))
    else:
        print_page(page)
    return 0


@click.command()
@click.argument("words", nargs=-1, metavar="QUERY")
@filter_options
@click.option("--format", "form", type=click.Choice(FORMATS), default="jsonl", show_default=True)
@click.option("--bom", is_flag=True, help="begin CSV with a byte order mark, for Excel")
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings("backend", "elasticsearch_url", "index_name")
def export(words: Sequence[str], settings: Settings, **given: Any) -> int:
    """Writes every article of a search to stdout, newest first."""
    set_up_log(settings)
    found = open_index(settings)
    try:
        hits = found.scan(Query(text=" ".join(words), filters=_filters(given), sort="date", limit=MAX_LIMIT))
        if given["form"] == "csv":
            sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]
            count = write_csv(hits, sys.stdout, bom=given["bom"])
        else:
            count = write_jsonl(hits, sys.stdout)
    finally:
        found.close()
    say(f"wrote {count} articles", quiet=given["quiet"])
    return 0


def print_page(page: Page) -> None:
    """A result for a person."""
    out = Console(highlight=False)
    exact = "" if page.total_is_exact else "at least "
    out.print(f"[bold]{exact}{page.total} articles[/bold]  ({escape(page.read_as)}; {page.took_ms:.0f} ms)")
    for hit in page.hits:
        where = " ".join(f"{code}{'' if role == 'primary' else '·'}" for code, role in hit.jurisdictions)
        topics = ", ".join(code for code, _ in hit.topics)
        out.print(f"\n[bold]{escape(hit.title or '(no title)')}[/bold]  \\[{hit.language}]")
        out.print(f"  {(hit.published_at or 'no date')[:10]}  {escape(hit.source or '')}  [cyan]{where}[/cyan]  {topics}", soft_wrap=True)
        if hit.snippet.text:
            out.print(f"  [dim]{escape(hit.snippet.text)}[/dim]", soft_wrap=True)
        out.print(f"  {hit.url}", style="blue", soft_wrap=True)
    for name, counts in page.facets.items():
        out.print(f"\n[bold]{name}[/bold]  " + "  ".join(f"{escape(item.value)} {item.count}" for item in counts), soft_wrap=True)
    if page.next:
        out.print(f"\nmore: --cursor {page.next}", soft_wrap=True)


def _filters(given: dict[str, Any]) -> Filters:
    return Filters(
        jurisdictions=tuple(code.upper() if code != UNKNOWN else code for code in given["jurisdictions"]),
        role=given["role"],
        topics=given["topics"],
        stages=given["stages"],
        relevance=given["relevance"] or DEFAULT_RELEVANCE,
        languages=given["languages"],
        sources=given["sources"],
        outlet_countries=tuple(code.upper() if code != UNKNOWN else code for code in given["outlet_countries"]),
        date_from=_day("--from", given["date_from"]),
        date_to=_day("--to", given["date_to"]),
    )


def _day(option: str, text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as err:
        raise UsageError(f"{option} '{text}' is not a day; write YYYY-MM-DD") from err
