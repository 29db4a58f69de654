"""A story's page: one text and its reprints, and who reported on the same event in their own words."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from index.base import hit_json
from web import render
from web.context import Context
from web.story import Told, find
from web.views.hits import hit_views, quiet_hits


def page(ctx: Context) -> Response:
    """The page of one story."""
    told = _find(ctx)
    sources = ctx.site.archive.sources()
    return render.page(
        ctx,
        "story.html",
        told=told,
        summary=summary(ctx, told),
        first=hit_views(ctx, told.prints[:1], sources)[0],
        reprints=hit_views(ctx, told.prints[1:], sources),
        reports=hit_views(ctx, told.reports, sources),
        json_href=f"/stories/{told.id}.json",
    )


def data(ctx: Context) -> Response:
    """The same as JSON."""
    told = _find(ctx)
    sources = ctx.site.archive.sources()
    row: dict[str, Any] = {
        "id": told.id,
        "agency": told.agency,
        "prints": told.total,
        "reprints": told.total - 1,
        "independent_reports": len(told.reports),
        "articles": [hit_json(hit) for hit in quiet_hits(told.prints, sources)],
        "reports": [hit_json(hit) for hit in quiet_hits(told.reports, sources)],
    }
    return render.Json(row)


def summary(ctx: Context, told: Told) -> str:
    """`One agency text (AFP), 31 reprints, 4 independent reports`, in the reader's language."""
    ui = ctx.ui
    reprints, reports = told.total - 1, len(told.reports)
    parts = (
        ui.gettext("One agency text (%(agency)s)") % {"agency": told.agency} if told.agency else ui.gettext("One text"),
        ui.ngettext("%(n)s reprint", "%(n)s reprints", reprints) % {"n": ui.number(reprints)},
        ui.ngettext("%(n)s independent report", "%(n)s independent reports", reports) % {"n": ui.number(reports)},
    )
    return ", ".join(parts)


def _find(ctx: Context) -> Told:
    told = find(ctx.site, ctx.values["id"])
    if told is None:
        raise HTTPException(404, "there is no story with this id")
    return told
