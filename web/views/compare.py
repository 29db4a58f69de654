"""What the press says of the law of several jurisdictions, side by side: a page, JSON, and a table for spreadsheets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import RedirectResponse, Response

from index.export import safe_cell, table
from web import labels, render
from web.api import exports
from web.context import Context
from web.params import MOST_COMPARED, comparable, compared_string, read_compared
from web.views.hits import HitView
from web.views.jurisdictions import MOST_READ, Bar, SourcedPenalty, Told, as_json, bars, listed, narrowed, penalty_json, told

CSV_COLUMNS: tuple[str, ...] = (
    "jurisdiction", "section", "value", "count", "latest", "penalty_jurisdiction", "custody_months_max", "custody_years_max", "life", "fine_max", "currency",
    "aggravated", "status", "law_id", "official_url", "excerpt", "articles",
)  # fmt: skip
"""A row is a fact of one jurisdiction; `section` is articles, stage, topic, penalty (`value`: the conduct) or law (`value`: its name). `count` counts
articles, 0: none of them reports it. `articles` are ids, parted by semicolons."""

_STATUSES = (*labels.PENALTY_STATUS, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Articles with one stage or topic, and the day of the newest."""

    bar: Bar
    latest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One jurisdiction: `without` is the address of the comparison without it, None where too few would be left."""

    it: Told
    name: str
    href: str
    search_href: str
    without: str | None
    stages: dict[str, Counted]
    topics: dict[str, Bar]
    penalties: dict[str, list[SourcedPenalty]]


def page(ctx: Context) -> Response:
    """The comparison as a page."""
    codes = read_compared(ctx.pairs)
    query = compared_string(codes)
    if len(codes) != len(ctx.pairs) or ctx.sent_empty:
        return RedirectResponse(ctx.href(ctx.path, query), 303, render.headers_of(ctx))
    columns = [_column(ctx, codes, code) for code in codes]
    conducts = [c for c in labels.CONDUCT if c != "other" or any("other" in column.penalties for column in columns)]
    return render.page(
        ctx,
        "compare.html",
        query=query,
        columns=columns,
        codes=codes,
        stages=_named(ctx, "stage"),
        topics=_named(ctx, "topic"),
        conducts=[(conduct, ctx.ui.gettext(labels.CONDUCT[conduct])) for conduct in conducts],
        most_read=MOST_READ,
        others=[row for row in listed(ctx) if row["code"] not in codes] if len(codes) < MOST_COMPARED else [],
        json_href=f"/compare.json{query}",
        csv_href=f"/compare.csv{query}",
    )


def data(ctx: Context) -> Response:
    """The same as JSON: for each jurisdiction what its own address gives, and the day of the newest article of each stage."""
    codes = read_compared(ctx.pairs)
    found = [told(ctx, code) for code in codes]
    rows = [as_json(ctx, it) | {"stage_latest": {name: stage.latest for name, stage in _stages(ctx, it).items()}} for it in found]
    return render.Json({"jurisdictions": rows})


def csv(ctx: Context) -> Response:
    """The same as a table, a row for each fact (see `CSV_COLUMNS`): UTF-8 with a byte order mark; `separator=semicolon` for French Excel."""
    separator = exports.separator_of(ctx)
    codes = read_compared([pair for pair in ctx.pairs if pair[0] != "separator"])
    rows = [[_cell(row.get(name)) for name in CSV_COLUMNS] for code in codes for row in _rows(ctx, told(ctx, code))]
    headers = {"content-disposition": f'attachment; filename="fauxlex-{"-".join(codes)}.csv"'}
    return Response(table([list(CSV_COLUMNS), *rows], separator).encode("utf-8", "backslashreplace"), 200, headers, "text/csv")


def years(months: float | None) -> float | None:
    """A term of custody in years, rounded to two decimals."""
    return None if months is None else round(months / 12, 2)


def _named(ctx: Context, name: str) -> list[tuple[str, str]]:
    return [(value, labels.value_name(ctx.ui, name, value)) for value in labels.fixed_values(name)]


def _column(ctx: Context, codes: tuple[str, ...], code: str) -> Column:
    it = told(ctx, code)
    left = comparable([other for other in codes if other != code])
    return Column(
        it=it,
        name=ctx.ui.place(code),
        href=ctx.href(f"/jurisdictions/{code}"),
        search_href=ctx.href("/search", it.state.query_string()),
        without=ctx.href(ctx.path, compared_string(left)) if left else None,
        stages=_stages(ctx, it),
        topics={bar.value: bar for bar in bars(ctx, it, "topic")},
        penalties=_by_conduct(it.penalties),
    )


def _stages(ctx: Context, it: Told) -> dict[str, Counted]:
    """Each stage with its count and the day of its newest article."""
    made = {}
    for bar in bars(ctx, it, "stage"):
        newest = ctx.site.index.search(narrowed(it.state, "stage", bar.value).query(sort="date", limit=1)).hits if bar.count else ()
        made[bar.value] = Counted(bar=bar, latest=newest[0].published_at if newest else None)
    return made


def _by_conduct(penalties: Sequence[SourcedPenalty]) -> dict[str, list[SourcedPenalty]]:
    """Penalties by conduct: law in force before bills and former law, base tiers before aggravated ones, long terms before short ones."""
    found: dict[str, list[SourcedPenalty]] = {}
    for item in sorted(penalties, key=_rank):
        conduct = item.raw["conduct"]
        found.setdefault(conduct if conduct in labels.CONDUCT else "other", []).append(item)
    return found


def _rank(item: SourcedPenalty) -> tuple[Any, ...]:
    raw = item.raw
    status = _STATUSES.index(raw["status"]) if raw["status"] in _STATUSES else len(_STATUSES)
    return status, raw["aggravated"], not raw["life"], -(raw["custody_months_max"] or 0), -(raw["fine_max"] or 0)


def _rows(ctx: Context, it: Told) -> Iterator[dict[str, Any]]:
    """The facts of one jurisdiction, as rows by name of column."""
    code = {"jurisdiction": it.code}
    newest = it.hits[0].hit.published_at if it.hits else None
    yield code | {"section": "articles", "count": it.found.total, "latest": newest}
    for name, stage in _stages(ctx, it).items():
        yield code | {"section": "stage", "value": name, "count": stage.bar.count, "latest": stage.latest}
    for bar in bars(ctx, it, "topic"):
        yield code | {"section": "topic", "value": bar.value, "count": bar.count}
    penalties = _by_conduct(it.penalties)
    for conduct in labels.CONDUCT:
        for item in penalties.get(conduct, ()):
            row = penalty_json(item)
            row |= {"penalty_jurisdiction": row["jurisdiction"], "custody_years_max": years(row["custody_months_max"])}
            yield row | code | {"section": "penalty", "value": conduct, **_counted(item.sources)}
        if conduct not in penalties:
            yield code | {"section": "penalty", "value": conduct, "count": 0}
    for law in it.laws:
        row = {"section": "law", "value": law.shown.text, **_counted(law.sources), "law_id": law.id, "official_url": law.official}
        yield code | row | {"articles": [view.hit.id for view in law.sources]}


def _counted(sources: Sequence[HitView]) -> dict[str, Any]:
    return {"count": len(sources), "latest": sources[0].hit.published_at}


def _cell(value: Any) -> str:
    """A value as a cell; empty where it is unknown."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:.15g}"
    return safe_cell(";".join(value) if isinstance(value, list) else value)
