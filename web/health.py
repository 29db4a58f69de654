"""How well the sources of a search are read, so that its silence can be told from theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from index.base import UNKNOWN, Filters
from web.i18n import Ui
from web.site import SourceView

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The sources that a search can hear of, and those among them that could not be read, the one that has failed longest first."""

    sources: tuple[SourceView, ...]
    failing: tuple[SourceView, ...]

    @property
    def since(self) -> datetime | None:
        """Since when the first of those that fail has failed; None where none of them was ever read."""
        return min((source.failing_since for source in self.failing if source.failing_since), default=None)

    def in_words(self, ui: Ui) -> str:
        """What a reader should know of it; nothing where every source is read."""
        if not self.sources:
            return ui.gettext("none of the sources that are read fits this search")
        if not self.failing:
            return ""
        count, partly = len(self.failing), sum(source.partly for source in self.failing)
        values = {"n": ui.number(count), "all": ui.number(len(self.sources)), "when": ui.minute(self.since)}
        if self.since:
            said = ui.ngettext(
                "%(n)s of %(all)s sources could not be read since %(when)s",
                "%(n)s of %(all)s sources could not be read since %(when)s (the first of them)",
                count,
            )
            said %= values
        else:
            said = ui.ngettext("%(n)s of %(all)s sources could not be read", "%(n)s of %(all)s sources could not be read", count) % values
        if partly:
            said += "; " + ui.ngettext("%(n)s of them is read in part", "%(n)s of them are read in part", partly) % {"n": ui.number(partly)}
        return said


def reading(sources: Sequence[SourceView], filters: Filters) -> Reading:
    """How the sources fare that a search with these filters can hear of: by outlet, language and country of the outlet.

    A source of which language or country is not known is counted in.
    """
    asked = [source for source in sources if _fits(source, filters)]
    failing = [source for source in asked if source.status == "failing"]
    failing.sort(key=lambda source: (source.failing_since or _NEVER, source.id))
    return Reading(sources=tuple(asked), failing=tuple(failing))


def _fits(source: SourceView, filters: Filters) -> bool:
    languages = {tag.split("-")[0].lower() for tag in filters.languages if tag != UNKNOWN}
    if filters.sources and source.id not in filters.sources:
        return False
    if languages and source.language and source.language.split("-")[0].lower() not in languages:
        return False
    return not (filters.outlet_countries and source.country and source.country not in filters.outlet_countries)
