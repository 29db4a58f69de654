"""What a page design is, and the list of them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from benchmarks.extraction.prose import Story, stories

FAMILIES = (
    "script_state", "hidden_doubles", "consent_text", "short_pages", "line_breaks", "lines_around", "subscribers", "boxes", "containers", "structure",
    "neighbours", "kinds",
)  # fmt: skip
"""Modules of `designs`."""


@dataclass(frozen=True, slots=True)
class Made:
    """A page and the lines of text that a reader should get, where these are not just the story's paragraphs."""

    html: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to be read, with what should come out of it; `text` is `""` where the page holds no article."""

    name: str
    family: str
    language: str
    url: str
    html: str
    title: str
    text: str
    kind: str
    is_partial: bool


Builder = Callable[[Story], str | Made]


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A way to set a story on a page, of which language and which kind of page."""

    builder: Builder
    family: str
    language: str
    kind: str
    is_partial: bool


_DESIGNS: list[Design] = []


def design(language: str, *, kind: str = "article", is_partial: bool = False) -> Callable[[Builder], Builder]:
    """Enters a builder of pages in the list; its name is the function's, its family the module's."""

    def enter(builder: Builder) -> Builder:
        family = builder.__module__.rsplit(".", 1)[-1]
        _DESIGNS.append(Design(builder=builder, family=family, language=language, kind=kind, is_partial=is_partial))
        return builder

    return enter


@cache
def designs() -> tuple[Design, ...]:
    """Every design, family by family."""
    for family in FAMILIES:
        import_module(f"benchmarks.extraction.designs.{family}")
    return tuple(_DESIGNS)


@cache
def pages() -> tuple[Page, ...]:
    """One page of each design, each with a story of its own as long as there are enough."""
    used: Counter[str] = Counter()
    found = []
    for one in designs():
        known = stories(one.language)
        story = known[used[one.language] % len(known)]
        used[one.language] += 1
        made = one.builder(story)
        made = made if isinstance(made, Made) else Made(made, story.paragraphs)
        found.append(
            Page(
                name=one.builder.__name__,
                family=one.family,
                language=one.language,
                url=story.url,
                html=made.html,
                title=story.title,
                text="\n".join(made.lines),
                kind=one.kind,
                is_partial=one.is_partial,
            )
        )
    return tuple(found)
