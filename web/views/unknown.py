"""Values of filters that are well formed and that no article has, so that nothing found is not taken for silence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from index.base import Filters, Query
from web import labels
from web.context import Context, source_names
from web.params import LISTS, State
from web.site import SourceView
from web.text import plain

OPEN: tuple[str, ...] = ("jurisdiction", "language", "source", "outlet_country", "law")
"""The filters whose values are not a fixed list."""
MOST_ASKED = 20
"""Values of one search that are looked up; each is a question to the index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownValue:
    """A value that no article has, of any relevance; `nearest` is the id of the outlet with the likest name, `label` and `href` how to go there."""

    parameter: str
    value: str
    title: str
    nearest: str | None = None
    label: str | None = None
    href: str | None = None

    def to_json(self) -> dict[str, str | None]:
        """As `notes` of the JSON of a search tell it."""
        return {"parameter": self.parameter, "value": self.value, "note": "no article has this value", "nearest": self.nearest}


def unknown_values(ctx: Context, state: State, sources: Sequence[SourceView]) -> list[UnknownValue]:
    """The values of a search that no article has; looked for on its first page only."""
    if state.cursor:
        return []
    asked = [(name, value) for name in OPEN for value in getattr(state.filters, LISTS[name])][:MOST_ASKED]
    return [_told(ctx, state, name, value, sources) for name, value in asked if not _is_known(ctx, name, value)]


def _is_known(ctx: Context, name: str, value: str) -> bool:
    filters = Filters(**{"relevance": (), LISTS[name]: (value,)})  # type: ignore[arg-type]
    return ctx.site.index.search(Query(filters=filters, sort="date", limit=1)).total > 0


def _told(ctx: Context, state: State, name: str, value: str, sources: Sequence[SourceView]) -> UnknownValue:
    told = UnknownValue(parameter=name, value=value, title=ctx.ui.gettext(labels.FACET[name]))
    nearest = _nearest(value, sources) if name == "source" else None
    if nearest is None:
        return told
    others = tuple(dict.fromkeys(nearest if one == value else one for one in state.filters.sources))
    mended = replace(state, filters=replace(state.filters, sources=others), cursor=None)
    label = plain(source_names(sources)[nearest])
    return replace(told, nearest=nearest, label=label, href=ctx.href("/search", mended.query_string()))


def _nearest(value: str, sources: Sequence[SourceView]) -> str | None:
    """The id of the source whose id, name or domain is the likest, where one is like it."""
    names = {text.casefold(): source.id for source in sources for text in (source.domain, source.name, source.id) if text}
    like = get_close_matches(value.casefold(), [name for name, found in names.items() if found != value], n=1)
    return names[like[0]] if like else None
