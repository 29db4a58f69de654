"""Hits and facets made ready for the templates."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from index.base import FacetCount, Hit
from index.rows import accepted_laws
from web import labels
from web.context import Context, source_names
from web.params import LISTS, State
from web.site import SourceView
from web.text import marked, plain, safe_href

SHOWN_VALUES = 8
MOST_VALUES = 60
SHOWN_PLACES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """A hit as a list shows it. `outward` is the outlet's address, or None where it is no web address."""

    hit: Hit
    title: str
    href: str
    outward: str | None
    outlet: str
    snippet: Markup
    places: tuple[str, ...]
    more_places: int
    subjects: tuple[str, ...]
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a facet; `count` is None where the index did not count it."""

    value: str
    label: str
    count: int | None
    checked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A facet: the values shown at once, those behind "more", and how many were left out altogether."""

    name: str
    title: str
    first: tuple[Option, ...]
    more: tuple[Option, ...]
    left_out: int


def reserved_sources(sources: Iterable[SourceView]) -> frozenset[str]:
    """Ids of the sources that reserve their texts: title and link only."""
    return frozenset(source.id for source in sources if source.rights == "reserved")


def quiet_hits(hits: Iterable[Hit], sources: Iterable[SourceView]) -> Iterator[Hit]:
    """The hits, those of sources that reserve their texts without snippet and labels."""
    reserved = reserved_sources(sources)
    return (_quiet(hit) if hit.source in reserved else hit for hit in hits)


def hit_views(ctx: Context, hits: Iterable[Hit], sources: Sequence[SourceView]) -> list[HitView]:
    """The hits of a list."""
    names = source_names(sources)
    views = []
    for hit in quiet_hits(hits, sources):
        places = [code for code, role in hit.jurisdictions if role == "primary"]
        codes = {code for code, _ in hit.topics}
        views.append(
            HitView(
                hit=hit,
                title=plain(hit.title) or plain(hit.url),
                href=ctx.href(ctx.article_path(hit.id)),
                outward=safe_href(hit.url),
                outlet=plain(names.get(hit.source or "", hit.source or "")),
                snippet=marked(hit.snippet.text, hit.snippet.marks),
                places=tuple(places[:SHOWN_PLACES]),
                more_places=max(0, len(places) - SHOWN_PLACES),
                subjects=tuple(code for code in labels.TOPIC_VALUES if code in codes),
                stages=tuple(code for code in labels.fixed_values("stage") if code in codes),
            )
        )
    return views


def facets(ctx: Context, state: State, counted: Mapping[str, tuple[FacetCount, ...]], sources: Sequence[SourceView]) -> list[Facet]:
    """The facets of a search: what is chosen is always shown, whatever its count."""
    names = source_names(sources)
    made = []
    for name in labels.SHOWN_FACETS:
        counts = {item.value: item.count for item in counted.get(name, ())}
        chosen = _chosen(state, name, counts)
        fixed = labels.fixed_values(name)
        if fixed:
            order = [*fixed, *(value for value in ("unknown",) if value in counts or value in chosen)]
        else:
            order = sorted({*counts, *chosen}, key=lambda value: (value not in chosen, -counts.get(value, 0), value))
        options = [
            Option(
                value=value,
                label=plain(names.get(value, value)) if name == "source" and value in names else labels.value_name(ctx.ui, name, value),
                count=counts.get(value, 0) if name in counted else None,
                checked=value in chosen,
            )
            for value in order
        ]
        shown = max(SHOWN_VALUES, len(chosen)) if not fixed else len(options)
        made.append(
            Facet(
                name=name,
                title=ctx.ui.gettext(labels.FACET[name]),
                first=tuple(options[:shown]),
                more=tuple(options[shown:MOST_VALUES]),
                left_out=max(0, len(options) - MOST_VALUES),
            )
        )
    return made


def _chosen(state: State, name: str, counts: Mapping[str, int]) -> set[str]:
    """The values of a facet that are asked for; a law that is asked for by name as those that were counted for it."""
    asked = getattr(state.filters, LISTS[name])
    if name != "law":
        return set(asked)
    return {value for law in asked for value in ([same for same in accepted_laws(law) if same in counts] or [law])}


def _quiet(hit: Hit) -> Hit:
    return replace(hit, topics=(), jurisdictions=(), snippet=replace(hit.snippet, text="", marks=()), more=(), corrected=())
