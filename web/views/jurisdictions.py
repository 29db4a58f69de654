"""What the press says of each jurisdiction's law: counts, laws named, penalties with their sources."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from core.article import Law
from index.base import UNKNOWN, FacetCount, Filters, Page, Query
from web import labels, render
from web.context import Context
from web.i18n import is_jurisdiction
from web.laws import LawName, law_name
from web.params import State
from web.text import plain, safe_href
from web.views.article import Excerpts, PenaltyView, penalty_view
from web.views.hits import HitView, hit_views, reserved_sources
from web.views.search import feed_of

MOST_READ = 200
"""Newest articles whose laws and penalties are gathered on a jurisdiction's page; the page says so."""
MONTHS = 24
LATEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedPenalty:
    """A penalty and the articles that state it, the newest first; its passage is of that one."""

    penalty: PenaltyView
    raw: dict[str, Any]
    sources: list[HitView] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class NamedLaw:
    """A law as it was first written and as pages call it, its id and official address if they are known, and the articles that name it."""

    name: str
    shown: LawName
    id: str | None
    official: str | None
    sources: list[HitView] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the articles about the law of `code` tell: `found` has the counts over all of them, the rest is of the newest `MOST_READ`, `hits`."""

    code: str
    state: State
    found: Page
    hits: list[HitView]
    penalties: list[SourcedPenalty]
    laws: list[NamedLaw]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A value with its count, and its share of the greatest count in percent."""

    value: str
    label: str
    count: int
    share: int
    href: str


def overview(ctx: Context) -> Response:
    """All jurisdictions with their counts."""
    return render.page(ctx, "jurisdictions.html", rows=listed(ctx))


def overview_data(ctx: Context) -> Response:
    """The same as JSON."""
    return render.Json({"jurisdictions": listed(ctx)})


def page(ctx: Context) -> Response:
    """One jurisdiction."""
    it = told(ctx, _asked(ctx))
    code, state, found = it.code, it.state, it.found
    mentioned = ctx.site.index.search(replace(state, filters=replace(state.filters, role="mentioned")).query(limit=1)).total
    return render.page(
        ctx,
        "jurisdiction.html",
        code=code,
        name=ctx.ui.place(code),
        total=found.total,
        mentioned=mentioned,
        stages=bars(ctx, it, "stage"),
        topics=bars(ctx, it, "topic"),
        months=_months(ctx, state, found.facets.get("month", ())),
        penalties=it.penalties,
        laws=it.laws,
        latest=it.hits[:LATEST],
        read=len(it.hits),
        search_href=ctx.href("/search", state.query_string()),
        mentioned_href=ctx.href("/search", replace(state, filters=replace(state.filters, role="mentioned")).query_string()),
        atom_href=ctx.href(f"/jurisdictions/{code}.atom"),
        others=[row for row in listed(ctx) if row["code"] != code],
        json_href=f"/jurisdictions/{code}.json",
    )


def data(ctx: Context) -> Response:
    """The same as JSON."""
    return render.Json(as_json(ctx, told(ctx, _asked(ctx))))


def feed(ctx: Context) -> Response:
    """What is new on one jurisdiction."""
    code = _asked(ctx)
    return feed_of(ctx, about(code), title=ctx.ui.place(code), page_path=f"/jurisdictions/{code}", query="")


def about(code: str) -> State:
    """The search for the articles about the law of `code`."""
    return State(filters=Filters(jurisdictions=(code,), role="primary"))


def told(ctx: Context, code: str) -> Told:
    """What the articles about the law of `code` tell."""
    state = about(code)
    found = ctx.site.index.search(state.query(sort="date", limit=MOST_READ, facets=("stage", "topic", "month")))
    hits = hit_views(ctx, found.hits, ctx.site.archive.sources())
    penalties, laws = _stated(ctx, code, hits)
    return Told(code=code, state=state, found=found, hits=hits, penalties=penalties, laws=laws)


def as_json(ctx: Context, it: Told) -> dict[str, Any]:
    """The same for programs."""
    return {
        "code": it.code,
        "name": ctx.ui.place(it.code),
        "total": it.found.total,
        **{name: {item.value: item.count for item in it.found.facets.get(name, ())} for name in ("stage", "topic", "month")},
        "articles_read": len(it.hits),
        "penalties": [penalty_json(item) for item in it.penalties],
        "laws": [_law_json(law) for law in it.laws],
        "latest": [view.hit.id for view in it.hits[:LATEST]],
    }


def penalty_json(item: SourcedPenalty) -> dict[str, Any]:
    """A penalty with the newest article that states it, with all of those, and with a short excerpt of the newest."""
    articles = [view.hit.id for view in item.sources]
    return {**item.raw, "article": articles[0], "articles": articles, "excerpt": item.penalty.passage}


def _law_json(law: NamedLaw) -> dict[str, Any]:
    """A law with the articles that name it: `name` as first written, `display_name` as pages call it."""
    names = {"name": law.name, "display_name": law.shown.text, "id": law.id}
    return names | {"official_url": law.official, "articles": [view.hit.id for view in law.sources]}


def listed(ctx: Context) -> list[dict[str, Any]]:
    """All jurisdictions with their counts, those of the most articles first."""
    primary, either = (_counts(ctx, role) for role in ("primary", "any"))
    codes = sorted({*primary, *either} - {UNKNOWN}, key=lambda code: (-primary.get(code, 0), -either.get(code, 0), code))
    return [{"code": c, "name": ctx.ui.place(c), "primary": primary.get(c, 0), "any": either.get(c, 0)} for c in codes]


def _counts(ctx: Context, role: Any) -> dict[str, int]:
    found = ctx.site.index.search(Query(filters=Filters(role=role), sort="date", limit=1, facets=("jurisdiction",)))
    return {item.value: item.count for item in found.facets.get("jurisdiction", ())}


def _asked(ctx: Context) -> str:
    code = ctx.values["code"]
    if not is_jurisdiction(code):
        raise HTTPException(404, f"{code[:20]!r} is no jurisdiction; codes are such as KR, EU or US-CA")
    return code


def _stated(ctx: Context, code: str, hits: Sequence[HitView]) -> tuple[list[SourcedPenalty], list[NamedLaw]]:
    """What the articles state of `code`: each penalty and each law once, with all that state or name it."""
    reserved = reserved_sources(ctx.site.archive.sources())
    penalties: dict[tuple[Any, ...], SourcedPenalty] = {}
    laws: dict[str, NamedLaw] = {}
    for view in hits:
        annotation = None if view.hit.source in reserved else ctx.site.archive.annotation(view.hit.id)
        if annotation is None:
            continue
        own = [penalty for penalty in annotation.penalties if _belongs(penalty.jurisdiction, code)]
        excerpts = _excerpts(ctx, view) if own else None
        for penalty in own:
            raw = {name: getattr(penalty, name) for name in ("jurisdiction", "conduct", "custody_months_max", "fine_max", "currency")}
            raw |= {"aggravated": penalty.aggravated, "status": penalty.status, "life": penalty.life}
            key = tuple(raw.values())
            if key not in penalties:
                penalties[key] = SourcedPenalty(penalty=penalty_view(ctx, penalty, excerpts), raw=raw)
            if view not in penalties[key].sources:
                penalties[key].sources.append(view)
        for law in annotation.laws:
            if _belongs(law.jurisdiction, code):
                _name(ctx, laws, law, view)
    conducts = list(labels.CONDUCT)
    ordered = sorted(
        penalties.values(), key=lambda item: conducts.index(item.raw["conduct"]) if item.raw["conduct"] in conducts else len(conducts)
    )
    return ordered, sorted(laws.values(), key=lambda law: (-len(law.sources), law.shown.text))


def _excerpts(ctx: Context, view: HitView) -> Excerpts | None:
    """The excerpts of a hit's article; None where its page reserves the text."""
    article = ctx.site.archive.article(view.hit.id)
    return Excerpts(article) if article and article.rights != "reserved" else None


def _name(ctx: Context, laws: dict[str, NamedLaw], law: Law, view: HitView) -> None:
    """Puts a naming to its law: one of the table by its id, whatever the language of the name; another one by the name."""
    name = plain(law.name)
    key = f"id:{law.id}" if law.id else f"name:{name.casefold()}"
    shown = law_name(ctx.ui, law.id, name, view.hit.language)
    named = laws.setdefault(key, NamedLaw(name=name, shown=shown, id=law.id, official=None))
    named.official = named.official or safe_href(law.official_url)
    if view not in named.sources:
        named.sources.append(view)


def _belongs(found: str | None, code: str) -> bool:
    """True where `found` is `code` or a state or province of it."""
    return found is not None and (found == code or found.startswith(f"{code}-"))


def bars(ctx: Context, it: Told, name: str) -> list[Bar]:
    """One bar for each value of the codebook, in its order; `name` is `stage` or `topic`."""
    found = {item.value: item.count for item in it.found.facets.get(name, ())}
    most = max((found.get(value, 0) for value in labels.fixed_values(name)), default=0)
    made = []
    for value in labels.fixed_values(name):
        href = ctx.href("/search", narrowed(it.state, name, value).query_string())
        made.append(_bar(value, labels.value_name(ctx.ui, name, value), found.get(value, 0), most, href))
    return made


def narrowed(state: State, name: str, value: str) -> State:
    """The same search for one stage or topic."""
    return replace(state, filters=replace(state.filters, **{f"{name}s": (value,)}))  # type: ignore[arg-type]


def _months(ctx: Context, state: State, counts: Sequence[FacetCount]) -> list[Bar]:
    """The newest months that have articles, newest first."""
    dated = sorted((item for item in counts if item.value != UNKNOWN), key=lambda item: item.value, reverse=True)[:MONTHS]
    most = max((item.count for item in dated), default=0)
    made = []
    for item in dated:
        year, month = (int(part) for part in item.value.split("-"))
        first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        days = replace(state, filters=replace(state.filters, date_from=first, date_to=last))
        href = ctx.href("/search", days.query_string())
        made.append(_bar(item.value, ctx.ui.month(item.value), item.count, most, href))
    return made


def _bar(value: str, label: str, count: int, most: int, href: str) -> Bar:
    return Bar(value=value, label=label, count=count, share=round(100 * count / most) if most else 0, href=href)
