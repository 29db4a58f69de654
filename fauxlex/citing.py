"""`cite` and `cited`: a result kept to be cited, and what has changed since."""

import json
from collections.abc import Sequence
from typing import Any

import click
from rich.console import Console
from rich.markup import escape

from core.archive import Archive
from core.errors import UsageError
from core.settings import Settings
from fauxlex.backends import open_index
from fauxlex.find import filter_options, query_of
from fauxlex.options import INDEX_SETTINGS, with_settings
from fauxlex.talk import counted, set_up_log
from index.citations import Citation, Citations, Since, since

FOLDER = "citations"
"""The folder in the home where results are kept."""


@click.command()
@click.argument("words", nargs=-1, metavar="QUERY")
@filter_options
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@with_settings(*INDEX_SETTINGS, "base_url")
def cite(words: Sequence[str], settings: Settings, as_json: bool, **given: Any) -> int:
    """Keeps which articles a search finds now, under an id to cite."""
    set_up_log(settings)
    found = open_index(settings)
    try:
        archive = Archive(settings.home)
        try:
            kept = Citations(settings.home / FOLDER).keep(found, query_of(words, given), archive.log.last_seq())
        finally:
            archive.close()
    finally:
        found.close()
    link = f"{settings.base_url.rstrip('/')}/cited/{kept.id}" if settings.base_url else None
    if as_json:
        print(json.dumps(_citation_json(kept) | {"link": link}, ensure_ascii=False))
    else:
        print(f"{kept.id}  {counted(len(kept.ids))}, {kept.made_at:%Y-%m-%d}  {link or ''}".rstrip())
    return 0


@click.command()
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@with_settings(*INDEX_SETTINGS)
def cited(name: str, settings: Settings, as_json: bool) -> int:
    """Says what has changed in a result since it was kept by `cite`."""
    set_up_log(settings)
    kept = Citations(settings.home / FOLDER).read(name)
    if kept is None:
        raise UsageError(f"there is no result '{name[:40]}'; `cite` prints the id of one that it keeps")
    found = open_index(settings)
    try:
        changed = since(found, kept)
    finally:
        found.close()
    if as_json:
        print(json.dumps(since_json(kept, changed), ensure_ascii=False))
    else:
        _print_since(kept, changed)
    return 0


def since_json(kept: Citation, changed: Since) -> dict[str, Any]:
    """A kept result and what has changed since, as data."""
    added = [{"id": hit.id, "url": hit.url, "title": hit.title, "published_at": hit.published_at} for hit in changed.added]
    return {**_citation_json(kept), "now": changed.total, "added": added, "gone": list(changed.gone)}


def _citation_json(kept: Citation) -> dict[str, Any]:
    return {"id": kept.id, "query": kept.query.text, "made_at": kept.made_at.isoformat(), "sequence": kept.sequence, "then": len(kept.ids)}


def _print_since(kept: Citation, changed: Since) -> None:
    out = Console(highlight=False)
    out.print(f"{counted(len(kept.ids))} on {kept.made_at:%Y-%m-%d}, {changed.total} now: +{len(changed.added)} −{len(changed.gone)}")
    for hit in changed.added:
        out.print(f"  + {(hit.published_at or 'no date')[:10]}  {escape(hit.title or hit.url)}", soft_wrap=True)
    for article_id in changed.gone:
        out.print(f"  − {article_id}")
