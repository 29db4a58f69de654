"""The search page, its JSON and its feed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.responses import RedirectResponse, Response

from core.errors import QueryError
from index.base import DEFAULT_RELEVANCE, FEW, FacetCount, Page, Query
from index.gains import with_gains
from index.query import UnreadableQueryError, parse
from index.query.wording import Speaker
from web import labels, render
from web.api import atom
from web.context import Context, source_names
from web.health import reading
from web.i18n import noop
from web.params import LISTS, MAX_TEXT, State, comparable, compared_string, read_state
from web.site import SourceView
from web.text import plain
from web.views.hits import facets, hit_views, quiet_hits
from web.views.unknown import unknown_values

MOST_RELAXED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter in force, with the address of the search without it."""

    title: str
    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """What the search would find without one of its conditions."""

    title: str
    total: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What one language added to the words: how many articles that brings, and each term with the address of the search without it."""

    language: str
    more: int | None
    terms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A query that cannot be read, split at the character at fault."""

    message: str
    translated: bool
    before: str
    at: str
    after: str
    position: int | None
    repair: str | None
    repair_href: str | None


def page(ctx: Context) -> Response:
    """The search as a page."""
    try:
        state = read_state(ctx.pairs)
    except QueryError as error:
        typed = next((value for name, value in ctx.pairs if name == "q"), "")
        rest = [(name, value) for name, value in ctx.pairs if name != "q"]
        return _page_of_fault(ctx, replace(read_state(rest), text=typed), error)
    canonical = state.query_string()
    if sorted(ctx.pairs) != sorted(state.pairs()) or ctx.sent_empty:
        return RedirectResponse(ctx.href(ctx.path, canonical), 303, render.headers_of(ctx))
    try:
        query = asked(ctx, state, () if state.mode == "semantic" else labels.SHOWN_FACETS)
        found = with_gains(ctx.site.index, query, ctx.site.index.search(query))
    except QueryError as error:
        return _page_of_fault(ctx, state, error)
    return _page(ctx, state, found, None)


def data(ctx: Context) -> Response:
    """The search as JSON, in the shape that `search --json` prints; `notes` where it asks for values that no article has."""
    state = read_state(ctx.pairs)
    sources = ctx.site.archive.sources()
    notes = [one.to_json() for one in unknown_values(ctx, state, sources)]
    query = asked(ctx, state, state.facets)
    found = with_gains(ctx.site.index, query, ctx.site.index.search(query))
    hits = tuple(quiet_hits(found.hits, sources))
    return render.Json(replace(found, hits=hits).to_json() | ({"notes": notes} if notes else {}))


def feed(ctx: Context) -> Response:
    """The search as an Atom feed: what was seen last comes first, whatever order the page has."""
    state = read_state(ctx.pairs).stream()
    return feed_of(ctx, state, title=describe(ctx, state), page_path="/search", query=state.query_string())


def feed_of(ctx: Context, state: State, *, title: str, page_path: str, query: str) -> Response:
    """A feed over `state`, for a page at `page_path`."""
    found = ctx.site.index.search(state.query(sort="seen", limit=atom.ENTRIES))
    sources = ctx.site.archive.sources()
    hits = hit_views(ctx, found.hits, sources)
    made = atom.of_hits(ctx, hits, title=title, page_path=page_path, query=query)
    return atom.respond(ctx, atom.with_health(ctx, made, reading(sources, state.filters)))


def asked(ctx: Context, state: State, facets: tuple[str, ...]) -> Query:
    """The query of a state, with the embedding of its text where it searches by meaning.

    Raises:
        QueryError: this site does not search by meaning.
    """
    query = state.query(facets=facets)
    if state.mode == "lexical" or not state.text:
        return query
    if ctx.site.embed is None:
        raise UnreadableQueryError("meaning_without_model")
    if state.mode == "semantic":
        return replace(query, mode="semantic", vector=ctx.site.embed(state.text), expand=())
    return replace(query, mode="hybrid", vector=ctx.site.embed(state.text))


def in_words(ctx: Context, state: State) -> str:
    """How the query was read, in words of the reader's language."""
    ui = ctx.ui
    if state.mode == "semantic":
        return ui.gettext("articles that are about this, in any words")
    speaker = Speaker(gettext=ui.gettext, name=lambda field, value: labels.value_name(ui, field, value), day=ui.day)
    return speaker.say(parse(state.text))


def describe(ctx: Context, state: State) -> str:
    """A search in a few words, for titles."""
    names = [labels.value_name(ctx.ui, name, value) for name, value in state.active()]
    words = [plain(state.text), *names]
    return " · ".join(word for word in words if word) or ctx.ui.gettext("All articles")


def _page_of_fault(ctx: Context, state: State, error: QueryError) -> Response:
    place = error.position if error.position is not None and 0 <= error.position <= len(state.text) else None
    cut = len(state.text) if place is None else place
    repair_href = ctx.href("/search", replace(state.first_page(), text=error.repair).query_string()) if error.repair else None
    fault = Fault(
        message=error.told(ctx.ui.gettext) if isinstance(error, UnreadableQueryError) else str(error),
        translated=isinstance(error, UnreadableQueryError),
        before=state.text[:cut][-80:],
        at=state.text[cut : cut + 1],
        after=state.text[cut + 1 : cut + 81],
        position=None if place is None else place + 1,
        repair=error.repair,
        repair_href=repair_href,
    )
    empty = Page(query=state.text, read_as="", total=0, total_is_exact=True, took_ms=0, hits=(), facets={}, next=None)
    return _page(ctx, state, empty, fault)


def _page(ctx: Context, state: State, found: Page, fault: Fault | None) -> Response:
    sources = ctx.site.archive.sources()
    stream = state.by_words().stream()
    next_href = ctx.href("/search", replace(state, cursor=found.next).query_string()) if found.next else None
    return render.page(
        ctx,
        "search.html",
        status=400 if fault else 200,
        query="" if fault else state.query_string(),
        state=state,
        found=found,
        read_as=in_words(ctx, state) if state.text and not fault else "",
        fault=fault,
        title=describe(ctx, stream),
        hits=hit_views(ctx, found.hits, sources),
        facets=facets(ctx, state, {} if fault or state.mode == "semantic" else _counts(ctx, state, found), sources),
        chips=_chips(ctx, state, sources),
        unknown=() if fault else unknown_values(ctx, state, sources),
        compare_href=ctx.href("/compare", compared_string(chosen)) if (chosen := comparable(state.filters.jurisdictions)) else None,
        cite_href=ctx.href("/cite", stream.query_string())
        if ctx.site.citations and found.total and state.goes_by_words and not fault
        else None,
        by_meaning=ctx.site.embed is not None,
        hybrid_href=_hybrid_href(ctx, state) if found.total < FEW and not fault else None,
        added=_added(ctx, state, found),
        expansion_links=_expansion_links(ctx, state, found),
        next_href=next_href,
        first_href=ctx.href("/search", state.first_page().query_string()),
        links=None if fault else _links(ctx, state, stream),
        relaxed=_relaxed(ctx, state) if not fault and not found.total and not state.cursor and state.mode != "semantic" else (),
        failing=sum(source.status == "failing" for source in sources),
        source_count=len(sources),
        last_read=ctx.site.archive.last_read(),
        sort=state.sort or ("score" if state.text else "date"),
    )


def _counts(ctx: Context, state: State, found: Page) -> dict[str, tuple[FacetCount, ...]]:
    """The counts of all facets; one that is filtered by is counted without its own filter, so that more values can be chosen."""
    counts = dict(found.facets)
    chosen = [name for name in labels.SHOWN_FACETS if getattr(state.filters, LISTS[name])]
    if not chosen:
        return counts
    query = replace(asked(ctx, state.first_page(), ()), limit=1)
    for name in chosen:
        wider = replace(state.filters, **{LISTS[name]: ()})  # type: ignore[arg-type]
        counts[name] = ctx.site.index.search(replace(query, filters=wider, facets=(name,))).facets.get(name, ())
    return counts


def _links(ctx: Context, state: State, stream: State) -> dict[str, str]:
    """The same search for programs; of one by meaning only its JSON, and the page by words."""
    narrowed = stream.query_string()
    json = f"/search.json{state.query_string()}"
    if not state.goes_by_words:
        return {"json": json, "by_words": _state_href(ctx, state.by_words())}
    return {
        "atom": ctx.href("/search.atom", narrowed),
        "json": json,
        "jsonl": f"/search.jsonl{narrowed}",
        "csv": f"/search.csv{narrowed}",
        "ris": f"/search.ris{narrowed}",
        "bibtex": f"/search.bib{narrowed}",
        "csl": f"/search.csl.json{narrowed}",
    }


def _added(ctx: Context, state: State, found: Page) -> list[Added]:
    """What was added to the words, by language."""
    added = []
    for language in dict.fromkeys(addition.language for addition in found.additions):
        terms = dict.fromkeys(addition.term for addition in found.additions if addition.language == language)
        links = [(term, _state_href(ctx, replace(state, drop=(*state.drop, term)))) for term in terms]
        more = found.gains.by_language.get(language) if found.gains else None
        added.append(Added(language=language, more=more, terms=tuple(links)))
    return added


def _expansion_links(ctx: Context, state: State, found: Page) -> dict[str, str | None]:
    """The same search as typed, with what was dropped, and with the added terms written into the query, to be edited there."""
    whole = found.read_as if found.additions and len(found.read_as) <= MAX_TEXT else None
    return {
        "off": _state_href(ctx, replace(state, expand=False, drop=())) if found.additions or state.drop else None,
        "on": _state_href(ctx, replace(state, expand=True, drop=())) if state.text and (state.drop or not state.expand) else None,
        "edit": _state_href(ctx, replace(state, text=whole, expand=False, drop=())) if whole else None,
    }


def _hybrid_href(ctx: Context, state: State) -> str | None:
    """The same search by words and meaning, where it was by words and this site can."""
    if ctx.site.embed is None or state.mode != "lexical" or not state.text or state.cursor:
        return None
    return _state_href(ctx, replace(state, mode="hybrid", sort=None, collapse=False))


def _state_href(ctx: Context, state: State) -> str:
    """The address of a search from its first page."""
    return ctx.href("/search", state.first_page().query_string())


def _chips(ctx: Context, state: State, sources: Sequence[SourceView]) -> list[Chip]:
    names = source_names(sources)
    chips = []
    for name, value in state.active():
        label = plain(names.get(value, value)) if name == "source" else labels.value_name(ctx.ui, name, value)
        href = ctx.href("/search", state.without(name, value).query_string())
        chips.append(Chip(title=ctx.ui.gettext(labels.FACET[name]), label=label, href=href))
    return chips


def _relaxed(ctx: Context, state: State) -> list[Relaxed]:
    """For a search that finds nothing: what each of its conditions keeps out."""
    names = list(dict.fromkeys("days" if name in ("from", "to") else name for name, _ in state.active() if name != "relevance"))
    if state.text and names:
        names.append("q")
    tries = [(ctx.ui.gettext(labels.FACET[name]), state.without(name)) for name in names if name != "role"]
    if "other" not in state.filters.relevance:
        every = replace(state.filters, relevance=(*DEFAULT_RELEVANCE, "other"))
        tries.append((ctx.ui.gettext(noop("What it is about")), replace(state, filters=every, cursor=None)))
    relaxed = []
    for title, wider in tries[:MOST_RELAXED]:
        total = ctx.site.index.search(wider.query(limit=1)).total
        if total:
            relaxed.append(Relaxed(title=title, total=total, href=ctx.href("/search", wider.query_string())))
    return relaxed
