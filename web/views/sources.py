"""The outlets that are read, and how well that goes."""

from typing import Any

from starlette.responses import Response

from web import render
from web.context import Context
from web.text import safe_href

_ORDER = {"failing": 0, "never": 1, "ok": 2}


def page(ctx: Context) -> Response:
    """All sources, the failing ones first."""
    sources = sorted(ctx.site.archive.sources(), key=lambda source: (_ORDER.get(source.status, 3), source.name or source.id))
    return render.page(
        ctx,
        "sources.html",
        sources=sources,
        failing=sum(source.status == "failing" for source in sources),
        last_read=ctx.site.archive.last_read(),
    )


def data(ctx: Context) -> Response:
    """The same as JSON."""
    read = ctx.site.archive.last_read()
    rows = [
        {
            "id": source.id,
            "name": source.name,
            "domain": source.domain,
            "country": source.country,
            "language": source.language,
            "feeds": [feed for feed in source.feeds if safe_href(feed)],
            "articles": source.articles,
            "status": source.status,
            "last_ok": source.last_ok.isoformat() if source.last_ok else None,
            "last_error": source.last_error,
            "last_error_at": source.last_error_at.isoformat() if source.last_error_at else None,
            "failures": source.failures,
            "rights": source.rights,
            "listings": [_listing(one) for one in getattr(source, "listings", ()) if safe_href(one.url)],
        }
        for source in ctx.site.archive.sources()
    ]
    return render.Json({"last_read": read.isoformat() if read else None, "sources": rows})


def _listing(one: Any) -> dict[str, Any]:
    """A feed or sitemap of a source with its health."""
    moments = {name: getattr(one, name).isoformat() if getattr(one, name) else None for name in ("last_ok", "last_new", "last_error_at")}
    return {**{name: getattr(one, name) for name in ("url", "kind", "failures", "entries", "interval_s", "last_error")}, **moments}
