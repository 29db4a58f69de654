"""The first page: what this is, a search box, what came in last."""

from starlette.responses import Response

from index.base import UNKNOWN, Filters, Query
from web import labels, render
from web.context import Context
from web.views.hits import hit_views

LATEST = 6
PLACES = 12


def page(ctx: Context) -> Response:
    """The first page."""
    query = Query(filters=Filters(relevance=("law",), role="primary"), sort="date", limit=LATEST, facets=("jurisdiction", "stage"))
    found = ctx.site.index.search(query)
    sources = ctx.site.archive.sources()
    places = [item for item in found.facets.get("jurisdiction", ()) if item.value != UNKNOWN][:PLACES]
    stages = {item.value: item.count for item in found.facets.get("stage", ())}
    return render.page(
        ctx,
        "home.html",
        counts=ctx.site.archive.counts(),
        source_count=len(sources),
        last_read=ctx.site.archive.last_read(),
        latest=hit_views(ctx, found.hits, sources),
        places=places,
        stages=[(code, stages.get(code, 0)) for code in labels.fixed_values("stage")],
    )
