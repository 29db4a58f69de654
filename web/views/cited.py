"""A result that was kept to be cited: its articles, how to cite it, and what has changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from core.errors import UsageError
from index.base import Hit
from index.citations import Citation, Citations, Since, since
from index.export import FORMS, csv_form
from web import render
from web.api import exports
from web.api.exports import slot
from web.context import Context, source_names
from web.kept import hit_of, hits_of
from web.params import State, only, read_state
from web.site import SourceView
from web.text import plain, safe_href
from web.views.hits import hit_views
from web.views.search import describe, in_words

MOST_LISTED = 200
"""Articles of each list of changes that the page shows; JSON has them all."""
PAGE_SIZE = 100
"""Articles of the result on one page, also in JSON; the exports have them all."""
EXPORTS: tuple[tuple[str, str], ...] = (("jsonl", "JSONL"), ("csv", "CSV"), ("ris", "RIS"), ("bib", "BibTeX"), ("csl.json", "CSL-JSON"))
"""The files of exactly the articles of a result: what is added to its address, and what a link to it is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedArticle:
    """An article of a kept result; `status` is `found`, `gone` (the search finds it no longer) or `removed` (nothing of it may be shown)."""

    id: str
    status: str
    hit: Hit | None
    href: str
    outward: str | None
    outlet: str

    @property
    def title(self) -> str:
        """Its title on one line, or its id."""
        return (plain(self.hit.title) if self.hit else "") or self.id

    def to_json(self) -> dict[str, Any]:
        """As the JSON of a kept result lists it."""
        shown = {name: getattr(self.hit, name, None) for name in ("url", "title", "source", "published_at", "language")}
        return {"id": self.id, "status": self.status, **shown, "outlet": self.outlet or None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One page of the articles of a result, counted from 1."""

    number: int
    pages: int
    first: int
    articles: tuple[CitedArticle, ...]


def keep(ctx: Context) -> Response:
    """Keeps the result of a search and leads to its page; the answer to POST, as it writes."""
    state = read_state(ctx.pairs).stream()
    with slot():
        kept = _store(ctx).keep(ctx.site.index, state.query(), ctx.site.sequence())
    return RedirectResponse(ctx.href(f"/cited/{kept.id}"), 303, render.headers_of(ctx))


def page(ctx: Context) -> Response:
    """A kept result as a page."""
    kept = _find(ctx)
    changed = _changed(ctx, kept)
    state = _state_of(kept)
    sources = ctx.site.archive.sources()
    part = _part(ctx, kept, changed, sources)
    gone = [_article(ctx, article_id, "gone", sources) for article_id in changed.gone[:MOST_LISTED]]
    return render.page(
        ctx,
        "cited.html",
        query=_page_query(part.number),
        title=describe(ctx, state),
        read_as=in_words(ctx, state) if state.text else "",
        kept=kept,
        then=len(kept.ids),
        changed=changed,
        part=part,
        page_href=lambda number: ctx.href(ctx.path, _page_query(number)),
        added=hit_views(ctx, changed.added[:MOST_LISTED], sources),
        gone=gone,
        address=_address(ctx, kept),
        citation=_citation(ctx, kept, state),
        exports=[(f"/cited/{kept.id}.{suffix}", text) for suffix, text in EXPORTS],
        search_href=ctx.href("/search", state.query_string()),
        json_href=f"/cited/{kept.id}.json{_page_query(part.number)}",
    )


def data(ctx: Context) -> Response:
    """The same as JSON, with every article that was added or is gone, and a page of those that it has."""
    kept = _find(ctx)
    changed = _changed(ctx, kept)
    state = _state_of(kept)
    part = _part(ctx, kept, changed, ctx.site.archive.sources())
    address = _address(ctx, kept)
    return render.Json(
        {
            "id": kept.id,
            "query": kept.query.text,
            "filters": [{"parameter": name, "value": value} for name, value in state.active()],
            "made_at": kept.made_at.isoformat(),
            "sequence": kept.sequence,
            "address": address,
            "citation": _citation(ctx, kept, state),
            "then": len(kept.ids),
            "now": changed.total,
            "articles": [one.to_json() for one in part.articles],
            "page": part.number,
            "pages": part.pages,
            "next": f"{address}.json{_page_query(part.number + 1)}" if part.number < part.pages else None,
            "added": [{"id": hit.id, "url": hit.url, "title": hit.title, "published_at": hit.published_at} for hit in changed.added],
            "gone": list(changed.gone),
            "exports": {suffix: f"{address}.{suffix}" for suffix, _ in EXPORTS},
        }
    )


def jsonl(ctx: Context) -> Response:
    """The articles of a kept result as JSON Lines."""
    return _export(ctx, "jsonl")


def csv(ctx: Context) -> Response:
    """The articles of a kept result as a table."""
    return _export(ctx, "csv")


def ris(ctx: Context) -> Response:
    """The articles of a kept result as references in RIS."""
    return _export(ctx, "ris")


def bibtex(ctx: Context) -> Response:
    """The articles of a kept result as references in BibTeX."""
    return _export(ctx, "bibtex")


def csl(ctx: Context) -> Response:
    """The articles of a kept result as CSL-JSON."""
    return _export(ctx, "csl")


def _export(ctx: Context, name: str) -> Response:
    only(ctx.pairs, ("separator",) if name == "csv" else ())
    kept = _find(ctx)
    form = csv_form(separator=exports.separator_of(ctx)) if name == "csv" else FORMS[name]
    return exports.sent(ctx, form, lambda: hits_of(ctx.site.archive, kept))


def _store(ctx: Context) -> Citations:
    if ctx.site.citations is None:
        raise UsageError("this site keeps no results to be cited; cite the address of the search and the day")
    return ctx.site.citations


def _find(ctx: Context) -> Citation:
    kept = ctx.site.citations.read(ctx.values["id"]) if ctx.site.citations else None
    if kept is None:
        raise HTTPException(404, "no result is kept under this id")
    return kept


def _changed(ctx: Context, kept: Citation) -> Since:
    with slot():
        return since(ctx.site.index, kept)


def _part(ctx: Context, kept: Citation, changed: Since, sources: Sequence[SourceView]) -> Part:
    """The page of articles that `page` asks for; raises `UsageError` where there is no such page."""
    only(ctx.pairs, ("page",))
    asked = next((value for _, value in ctx.pairs), "1")
    pages = max(1, -(-len(kept.ids) // PAGE_SIZE))
    if not (asked.isascii() and asked.isdigit() and len(asked) < 6 and 1 <= int(asked) <= pages):
        raise UsageError(f"page={asked[:40]!r} is not a number from 1 to {pages}")
    first, gone = (int(asked) - 1) * PAGE_SIZE, frozenset(changed.gone)
    ids = kept.ids[first : first + PAGE_SIZE]
    articles = tuple(_article(ctx, one, "gone" if one in gone else "found", sources) for one in ids)
    return Part(number=int(asked), pages=pages, first=first + 1, articles=articles)


def _article(ctx: Context, article_id: str, status: str, sources: Sequence[SourceView]) -> CitedArticle:
    hit = hit_of(ctx.site.archive, article_id)
    return CitedArticle(
        id=article_id,
        status="removed" if ctx.site.archive.removed(article_id) else status,
        hit=hit,
        href=ctx.href(ctx.article_path(article_id)),
        outward=safe_href(hit.url) if hit else None,
        outlet=plain(source_names(sources).get(hit.source or "", hit.source or "")) if hit else "",
    )


def _citation(ctx: Context, kept: Citation, state: State) -> str:
    """A text to cite the result by: the search, when, how many articles, the archive's number, the permanent address."""
    count = len(kept.ids)
    values = {"search": describe(ctx, state), "when": ctx.ui.day(kept.made_at), "n": ctx.ui.number(count), "number": str(kept.sequence)}
    said = ctx.ui.ngettext(
        "Fauxlex: “%(search)s”. Search result of %(when)s, %(n)s article, archive number %(number)s. %(address)s",
        "Fauxlex: “%(search)s”. Search result of %(when)s, %(n)s articles, archive number %(number)s. %(address)s",
        count,
    )
    return said % {**values, "address": _address(ctx, kept)}


def _address(ctx: Context, kept: Citation) -> str:
    """The permanent address, which names no language."""
    return f"{ctx.site.origin}/cited/{kept.id}"


def _page_query(number: int) -> str:
    return f"?page={number}" if number > 1 else ""


def _state_of(kept: Citation) -> State:
    query = kept.query
    return State(text=query.text, filters=query.filters, expand=bool(query.expand), drop=query.drop, collapse=query.collapse)
