"""`search`, and the options that it shares with `export`."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import click
from rich.console import Console
from rich.markup import escape

from core.article import RELEVANCES, STAGES, TOPICS
from core.errors import UsageError
from core.settings import Settings
from fauxlex.backends import open_index
from fauxlex.options import INDEX_SETTINGS, with_settings
from fauxlex.talk import counted, set_up_log
from index.base import DEFAULT_RELEVANCE, EXPANSIONS, FACETS, FEW, MAX_LIMIT, UNKNOWN, Filters, Page, Query
from index.gains import with_gains
from index.query import parse
from index.query.wording import Speaker


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
        click.option("--law", "laws", multiple=True, metavar="NAME", help="a law that is named: its id, or a name in any language"),
        click.option("--collapse", is_flag=True, help="one article a story: reprints once"),
        click.option("--from", "date_from", metavar="DATE", help="first day, as the outlet counts days (YYYY-MM-DD)"),
        click.option("--to", "date_to", metavar="DATE", help="last day, inclusive"),
        click.option("--expand/--no-expand", default=True, help="add what other languages call the same concept (default: yes, and shown)"),
        click.option("--drop", multiple=True, metavar="TERM", help="a term not to add"),
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
@click.option("--within", default="", metavar="TEXT", help="list only values of facets that contain this")
@click.option("--mode", type=click.Choice(["lexical", "hybrid", "semantic"]), default="lexical", help="by words, by meaning, or both")
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings(*INDEX_SETTINGS, "model", "threads")
def search(words: Sequence[str], settings: Settings, **given: Any) -> int:
    """Searches: words, "phrases", AND OR NOT, -word, ( ), NEAR/5, word*, =word, word~, title: site: topic: date: …"""
    set_up_log(settings)
    facets = tuple(name.strip() for name in given["facets"].split(",") if name.strip())
    for name in facets:
        if name not in FACETS:
            raise UsageError(f"--facets: no facet '{name}'; there are {', '.join(FACETS)}")
    query = replace(
        query_of(words, given), sort=given["sort"], limit=given["limit"], cursor=given["cursor"], facets=facets, within=given["within"]
    )
    if given["mode"] != "lexical":
        query = replace(query, mode=given["mode"], vector=_embedding(query.text, settings))
    found = open_index(settings)
    try:
        page = with_gains(found, query, found.search(query))
    finally:
        found.close()
    if given["as_json"]:
        print(json.dumps(page.to_json(), ensure_ascii=False))
    else:
        print_page(page, semantic=given["mode"] == "semantic")
    hint = _hint(page, query)
    if hint and not given["quiet"]:
        click.echo(hint, err=True)
    return 0


def _hint(page: Page, query: Query) -> str:
    """What to try where words find little."""
    if query.mode != "lexical" or page.total >= FEW or not query.text.strip() or query.cursor:
        return ""
    return f"{page.total or 'nothing'} found by these words; --mode hybrid finds more: articles that lack some of them, or say it in others"


def print_page(page: Page, *, semantic: bool = False) -> None:
    """A result for a person; a `semantic` one has no query to say in words."""
    out = Console(highlight=False)
    exact = "" if page.total_is_exact else "at least "
    found = counted(page.total, "story", "stories") if page.hits and page.hits[0].copies else counted(page.total)
    said = page.read_as if semantic else Speaker().say(parse(page.query))
    out.print(f"[bold]{exact}{found}[/bold]  ({escape(said)}; {page.took_ms:.0f} ms)", soft_wrap=True)
    _print_additions(page, out)
    for hit in page.hits:
        where = " ".join(f"{code}{'' if role == 'primary' else '·'}" for code, role in hit.jurisdictions)
        topics = ", ".join(code for code, _ in hit.topics)
        copies = f"  ({hit.copies} articles)" if hit.copies and hit.copies > 1 else ""
        out.print(f"\n[bold]{escape(hit.title or '(no title)')}[/bold]  \\[{hit.language}]")
        out.print(
            f"  {(hit.published_at or 'no date')[:10]}  {escape(hit.source or '')}  [cyan]{where}[/cyan]  {topics}{copies}", soft_wrap=True
        )
        if hit.snippet.text:
            out.print(f"  [dim]{escape(hit.snippet.text)}[/dim]", soft_wrap=True)
        out.print(f"  {hit.url}", style="blue", soft_wrap=True)
    for name, counts in page.facets.items():
        out.print(f"\n[bold]{name}[/bold]  " + "  ".join(f"{escape(item.value)} {item.count}" for item in counts), soft_wrap=True)
    if page.next:
        out.print(f"\nmore: --cursor {page.next}", soft_wrap=True)


def _print_additions(page: Page, out: Console) -> None:
    """What was added to the words, and what each language brings."""
    for language in dict.fromkeys(addition.language for addition in page.additions):
        terms = ", ".join(dict.fromkeys(addition.term for addition in page.additions if addition.language == language))
        more = f" (+{page.gains.by_language[language]})" if page.gains else ""
        out.print(f"  also [cyan]{language}[/cyan]{more}: {escape(terms)}", soft_wrap=True)
    if page.not_added:
        out.print(f"  nothing added for: {escape(', '.join(page.not_added))} (too many terms)", soft_wrap=True)
    if page.additions:
        out.print("  [dim]--no-expand searches the words as typed, --drop TERM leaves one out[/dim]", soft_wrap=True)


def _embedding(text: str, settings: Settings) -> bytes | None:
    from fauxlex.meaning import embedder  # with the tagger's libraries, which a search by words need not wait for

    return embedder(settings)(text) if text.strip() else None


def query_of(words: Sequence[str], given: dict[str, Any]) -> Query:
    """What the options that search and export share ask for."""
    expand = EXPANSIONS if given["expand"] else ()
    return Query(text=" ".join(words), filters=_filters(given), expand=expand, drop=given["drop"], collapse=given["collapse"])


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
        laws=given["laws"],
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
