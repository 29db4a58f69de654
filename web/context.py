"""One request as the views see it: language, path, parameters, and the links that keep them."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request

from core.errors import UsageError
from web.i18n import LANGUAGES, Ui, choose, interface
from web.params import read_pairs
from web.site import Site, SourceView

MACHINE_SUFFIXES: tuple[str, ...] = (".json", ".atom", ".jsonl", ".csv", ".ris", ".bib")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A request: the interface language comes from the path, else from `?lang=`, else from Accept-Language.

    Attributes:
        path: the path without its language, percent-encoded.
        pairs: the parameters but `lang`, empty ones left out.
        sent_empty: True where the address has parameters without a value, as forms send them.
        negotiated: True where the path names no language, so that the answer varies.
    """

    site: Site
    ui: Ui
    path: str
    pairs: tuple[tuple[str, str], ...]
    sent_empty: bool
    negotiated: bool
    values: dict[str, str]
    if_none_match: str | None = None

    def href(self, path: str, query: str = "", lang: str | None = None) -> str:
        """A link within the site, in this language or another."""
        return f"/{lang or self.ui.lang}{path}{query}"

    def absolute(self, path: str, query: str = "", lang: str | None = None) -> str:
        """The same link with the configured origin."""
        return self.site.origin + self.href(path, query, lang)

    def article_path(self, article_id: str) -> str:
        """The path of an article's page."""
        return f"/articles/{quote(article_id, safe='')}"


def read_context(site: Site, request: Request) -> Context:
    """The context of a request; raises `UsageError` where its parameters cannot be read."""
    return _context(site, request, read_pairs(request.scope["query_string"].decode("latin-1")))


def context_of_failure(site: Site, request: Request) -> Context:
    """The context to answer a failed request in; parameters that cannot be read are left out."""
    try:
        return read_context(site, request)
    except UsageError:
        return _context(site, request, [])


def wants_machine(request: Request) -> bool:
    """True where the address asks for data, not for a page."""
    return bool(request.scope["path"].endswith(MACHINE_SUFFIXES))


def source_names(sources: Sequence[SourceView]) -> dict[str, str]:
    """Names of sources by id; the domain or the id where a source has no name."""
    return {source.id: source.name or source.domain or source.id for source in sources}


def _context(site: Site, request: Request, pairs: Sequence[tuple[str, str]]) -> Context:
    path: str = request.scope["path"]
    prefix, _, rest = path.removeprefix("/").partition("/")
    named = prefix in LANGUAGES
    asked = prefix if named else next((value for name, value in pairs if name == "lang"), None)
    return Context(
        site=site,
        ui=interface(choose(asked, request.headers.get("accept-language"))),
        path=quote(f"/{rest}" if named else path, safe="/"),
        pairs=tuple((name, value) for name, value in pairs if name != "lang"),
        sent_empty=any(part.endswith("=") for part in request.scope["query_string"].decode("latin-1").split("&")),
        negotiated=not named,
        values=dict(request.path_params),
        if_none_match=request.headers.get("if-none-match"),
    )
