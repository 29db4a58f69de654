"""What is told of one event: one text with its reprints, and the reports of others. Computed from the index when it is asked for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.article import Article
from index.base import MAX_LIMIT, Filters, Hit, Query
from web.site import Site

SAME_EVENT = 0.4
"""Cosine of two articles' embeddings from which they may tell of one event; see docs/stories.md for what it finds."""
WINDOW_DAYS = 3
"""Reports on one event appear within so many days of the first or the last print."""
_NEIGHBOURS = 60
_CREDIT_CHARS = 160
_AGENCIES = {
    "AFP": r"\bAFP\b|Agence France-Presse",
    "AP": r"\(AP\)|\bAssociated Press\b",
    "Reuters": r"\bReuters\b",
    "dpa": r"\bdpa\b",
    "EFE": r"\bEFE\b",
    "Belga": r"\bBelga\b",
    "Keystone-ATS": r"\bATS\b|Keystone-ATS",
    "La Presse Canadienne": r"La Presse Canadienne|The Canadian Press",
    "PA Media": r"\bPA Media\b",
    "AAP": r"\bAAP\b",
    "PTI": r"\bPTI\b",
    "연합뉴스": r"연합뉴스|\bYonhap\b",
    "뉴시스": r"뉴시스",
    "뉴스1": r"뉴스1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story.

    Attributes:
        id: of the story. prints: articles with the same text, the first print first, as many as are listed. total: how many there are.
        agency: whose text it is, where an agency is credited. reports: one article of each other story on the same event, oldest first.
    """

    id: str
    prints: tuple[Hit, ...]
    total: int
    agency: str | None
    reports: tuple[Hit, ...]


def find(site: Site, story_id: str) -> Told | None:
    """The story with this id, or that the article with this id tells; None where no article tells it."""
    said = site.archive.annotation(story_id)
    story = (said.story if said else None) or story_id
    page = site.index.search(Query(filters=Filters(stories=(story,), relevance=()), sort="date", limit=MAX_LIMIT))
    prints = sorted(page.hits, key=lambda hit: (hit.published_at is None, hit.published_at or "", hit.id))
    if not prints:
        return None
    return Told(
        id=story,
        prints=tuple(prints),
        total=page.total,
        agency=_agency([site.archive.article(hit.id) for hit in prints]),
        reports=tuple(_reports(site, story, prints)),
    )


def _agency(articles: Iterable[Article | None]) -> str | None:
    """The agency that most of the articles credit in their byline, first or last words; None where fewer than a third do."""
    known = [article for article in articles if article is not None]
    counts = {name: sum(re.search(pattern, _credits(article)) is not None for article in known) for name, pattern in _AGENCIES.items()}
    name = max(counts, key=lambda one: counts[one])
    return name if counts[name] and 3 * counts[name] >= len(known) else None


def _credits(article: Article) -> str:
    text = article.text or ""
    return "\n".join((*(article.authors or ()), article.publisher or "", text[:_CREDIT_CHARS], text[-_CREDIT_CHARS:]))


def _reports(site: Site, story: str, prints: list[Hit]) -> list[Hit]:
    """One article, the likest, of each other story that is near in time and meaning and speaks of the law of the same place."""
    days = [date.fromisoformat(hit.published_at[:10]) for hit in prints if hit.published_at]
    vector = next((said.embedding for hit in prints[:5] if (said := site.archive.annotation(hit.id)) and said.embedding), None)
    if not days or vector is None:
        return []
    near = Filters(relevance=(), date_from=min(days) - timedelta(days=WINDOW_DAYS), date_to=max(days) + timedelta(days=WINDOW_DAYS))
    own = _places(prints[0])
    found: dict[str, Hit] = {}
    for hit in site.index.nearest(Query(filters=near, mode="semantic", vector=vector), _NEIGHBOURS + len(prints)):
        if hit.score >= SAME_EVENT and (hit.story or hit.id) != story and (own & _places(hit) or not (own and _places(hit))):
            found.setdefault(hit.story or hit.id, hit)
    return sorted(found.values(), key=lambda hit: (hit.published_at or "", hit.id))


def _places(hit: Hit) -> set[str]:
    """Whose law the article is about, countries only."""
    return {code.split("-")[0] for code, role in hit.jurisdictions if role == "primary"}
