"""The site as an ASGI application: routes, limits and what happens to errors."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from core.errors import FauxlexError, IndexUnavailableError
from web import render
from web.api import exports, problems
from web.context import Context, context_of_failure, read_context, wants_machine
from web.headers import SecurityHeaders
from web.i18n import LANGUAGES, interface
from web.params import MAX_QUERY_STRING
from web.site import Site
from web.views import article, cited, compare, home, jurisdictions, method, search, sources, story

View = Callable[[Context], Response]

MAX_AT_ONCE = 64
"""Requests answered at the same time; more are told to come back, so that a crowd cannot pile up behind a slow index."""

PAGES: tuple[tuple[str, View], ...] = (
    ("/", home.page),
    ("/search", search.page),
    ("/search.json", search.data),
    ("/search.atom", search.feed),
    ("/search.jsonl", exports.jsonl),
    ("/search.csv", exports.csv),
    ("/search.ris", exports.ris),
    ("/search.bib", exports.bibtex),
    ("/search.csl.json", exports.csl),
    ("/articles/{id}.json", article.data),
    ("/articles/{id}", article.page),
    ("/stories/{id}.json", story.data),
    ("/stories/{id}", story.page),
    ("/jurisdictions", jurisdictions.overview),
    ("/jurisdictions.json", jurisdictions.overview_data),
    ("/jurisdictions/{code}.json", jurisdictions.data),
    ("/jurisdictions/{code}.atom", jurisdictions.feed),
    ("/jurisdictions/{code}", jurisdictions.page),
    ("/compare", compare.page),
    ("/compare.json", compare.data),
    ("/compare.csv", compare.csv),
    ("/sources", sources.page),
    ("/sources.json", sources.data),
    ("/cited/{id}.csl.json", cited.csl),
    ("/cited/{id}.json", cited.data),
    ("/cited/{id}.jsonl", cited.jsonl),
    ("/cited/{id}.csv", cited.csv),
    ("/cited/{id}.ris", cited.ris),
    ("/cited/{id}.bib", cited.bibtex),
    ("/cited/{id}", cited.page),
    ("/method", method.page),
    ("/method.json", method.data),
)


class _Assets(StaticFiles):
    """Our own stylesheet and icon, which carry their version in the address."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        if answer.status_code == 200:
            answer.headers["cache-control"] = "public, max-age=31536000, immutable"
        return answer


def create_app(site: Site) -> ASGIApp:
    """The ASGI application that serves `site`; sets no cookie, and writes nothing but results that are kept to be cited."""
    for lang in LANGUAGES:
        render.environment(interface(lang))
    gate = _Gate(site)
    routes: list[Any] = []
    for prefix in ("", *(f"/{lang}" for lang in LANGUAGES)):
        routes += [Route(prefix + path, gate.endpoint(view), methods=["GET"]) for path, view in PAGES]
        routes.append(Route(f"{prefix}/cite", gate.endpoint(cited.keep), methods=["POST"]))
        if prefix:
            routes.append(Route(prefix, gate.endpoint(home.page), methods=["GET"]))
    routes += [
        Route("/healthz", _healthz, methods=["GET"]),
        Route("/robots.txt", _robots, methods=["GET"]),
        Mount("/static", _Assets(directory=render.STATIC)),
    ]
    handlers: dict[Any, Any] = {FauxlexError: gate.failed, HTTPException: gate.failed, Exception: gate.failed}
    app = Starlette(routes=routes, exception_handlers=handlers)
    # Starlette would redirect to the address that the Host header claims.
    app.router.redirect_slashes = False
    # Around everything, so that the answer to an unforeseen error carries the headers too.
    return SecurityHeaders(app, https=site.origin.startswith("https:"))


class _Gate:
    """Lets a bounded number of requests through to the views and turns errors into answers."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.inside = 0

    def endpoint(self, view: View) -> Callable[[Request], Awaitable[Response]]:
        """`view` as an endpoint: checked, counted, and run in a thread."""

        async def answer(request: Request) -> Response:
            if len(request.scope["query_string"]) > MAX_QUERY_STRING:
                raise HTTPException(
                    414, f"the query string has more than {MAX_QUERY_STRING} bytes; narrow the search with fewer words or filters"
                )
            if self.inside >= MAX_AT_ONCE:
                raise IndexUnavailableError(f"{MAX_AT_ONCE} requests are being answered already", retry_after_s=2)
            self.inside += 1
            try:
                return await run_in_threadpool(view, read_context(self.site, request))
            finally:
                self.inside -= 1

        return answer

    async def failed(self, request: Request, error: Exception) -> Response:
        """The answer to a request that failed."""
        return problems.respond(context_of_failure(self.site, request), error, machine=wants_machine(request))


async def _healthz(request: Request) -> Response:
    """Says that the process answers; it does so on the event loop, so that slow searches do not make it late."""
    return PlainTextResponse("ok\n")


async def _robots(request: Request) -> Response:
    """Keeps robots out of the countless addresses of searches and comparisons; pages of articles and jurisdictions are theirs to read."""
    rules = [
        f"Disallow: {prefix}/{path}" for path in ("search", "cited", "compare") for prefix in ("", *(f"/{lang}" for lang in LANGUAGES))
    ]
    return PlainTextResponse("\n".join(["User-agent: *", *rules, ""]))
