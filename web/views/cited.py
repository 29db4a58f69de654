"""A result that was kept to be cited: what it was, and what has changed since."""

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from core.errors import UsageError
from index.citations import Citation, Citations, since
from web import render
from web.api.exports import slot
from web.context import Context
from web.params import State, read_state
from web.text import plain
from web.views.hits import hit_views
from web.views.search import describe, in_words

MOST_LISTED = 200
"""Articles of each list that the page shows; JSON has them all."""


def keep(ctx: Context) -> Response:
    """Keeps the result of a search and leads to its page; the answer to POST, as it writes."""
    state = read_state(ctx.pairs).stream()
    with slot():
        kept = _store(ctx).keep(ctx.site.index, state.query(), ctx.site.sequence())
    return RedirectResponse(ctx.href(f"/cited/{kept.id}"), 303, render.headers_of(ctx))


def page(ctx: Context) -> Response:
    """A kept result as a page."""
    kept = _find(ctx)
    with slot():
        changed = since(ctx.site.index, kept)
    state = _state_of(kept)
    sources = ctx.site.archive.sources()
    gone = [(article_id, ctx.site.archive.article(article_id)) for article_id in changed.gone[:MOST_LISTED]]
    return render.page(
        ctx,
        "cited.html",
        title=describe(ctx, state),
        read_as=in_words(ctx, state),
        kept=kept,
        then=len(kept.ids),
        changed=changed,
        added=hit_views(ctx, changed.added[:MOST_LISTED], sources),
        gone=[(ctx.href(ctx.article_path(article_id)), plain(article.title) if article else article_id) for article_id, article in gone],
        search_href=ctx.href("/search", state.query_string()),
        json_href=f"/cited/{kept.id}.json",
    )


def data(ctx: Context) -> Response:
    """The same as JSON, with every article that was added or is gone."""
    kept = _find(ctx)
    with slot():
        changed = since(ctx.site.index, kept)
    return render.Json(
        {
            "id": kept.id,
            "query": kept.query.text,
            "made_at": kept.made_at.isoformat(),
            "sequence": kept.sequence,
            "then": len(kept.ids),
            "now": changed.total,
            "added": [{"id": hit.id, "url": hit.url, "title": hit.title, "published_at": hit.published_at} for hit in changed.added],
            "gone": list(changed.gone),
        }
    )


def _store(ctx: Context) -> Citations:
    if ctx.site.citations is None:
        raise UsageError("this site keeps no results to be cited; cite the address of the search and the day")
    return ctx.site.citations


def _find(ctx: Context) -> Citation:
    kept = ctx.site.citations.read(ctx.values["id"]) if ctx.site.citations else None
    if kept is None:
        raise HTTPException(404, "no result is kept under this id")
    return kept


def _state_of(kept: Citation) -> State:
    query = kept.query
    return State(text=query.text, filters=query.filters, expand=bool(query.expand), drop=query.drop, collapse=query.collapse)
