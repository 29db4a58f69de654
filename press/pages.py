"""Pages in each outlet's own design: one Jinja template an outlet, more for its AMP and mobile doubles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from press.articles import PressArticle
from press.dates import PRINTED
from press.outlets import ExtraPage, Outlet

TEMPLATES = Path(__file__).parent / "templates"
RELATED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A headline and where it leads."""

    title: str
    url: str


def _lines(paragraph: str) -> Markup:
    """A paragraph with its line breaks as `<br>`."""
    return Markup("<br>\n").join(escape(line) for line in paragraph.split("\n"))


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates, escaping on, an unknown name an error."""
    env = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.filters.update(PRINTED, lines=_lines)
    return env


def json_ld(outlet: Outlet, article: PressArticle) -> dict[str, Any]:
    """The article as schema.org's NewsArticle, without its body."""
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": outlet.article_url(article),
        "headline": article.title,
        "description": article.lead,
        "inLanguage": article.lang,
        "datePublished": article.published.isoformat(),
        "dateModified": article.changed.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name, "url": outlet.home},
    }
    return described


def page_state(article: PressArticle, headlines: Sequence[str]) -> dict[str, Any]:
    """What a page that is drawn by script carries: the body as HTML inside JSON, with other things around it."""
    return {
        "view": {"theme": "light", "fontSize": 2, "adSlots": ["top", "mid", "bottom"]},
        "article": {
            "idxno": article.number,
            "title": article.title,
            "subTitle": article.summary,
            "contentHtml": "".join(f"<p>{_lines(part)}</p>" for part in article.paragraphs),
            "writers": [{"name": name, "email": f"press{article.number}@dongne.example"} for name in article.authors],
            "createdAt": article.published.isoformat(),
            "updatedAt": article.changed.isoformat(),
            "section": article.section,
        },
        "ranking": [{"rank": rank, "title": title} for rank, title in enumerate(headlines, 1)],
    }


def _frame(outlet: Outlet, articles: Sequence[PressArticle], now: datetime) -> dict[str, Any]:
    """What every page of an outlet needs: menu, date, the headlines of other stories."""
    sections = sorted({article.section for article in articles})
    return {
        "outlet": outlet,
        "now": now,
        "menu": [Link(title=outlet.section_name(name), url=outlet.url(outlet.section.format(section=name))) for name in sections],
        "headlines": outlet.headlines,
        "article": None,
        "listing": None,
        "page_title": outlet.name,
    }


def article_page(outlet: Outlet, article: PressArticle, articles: Sequence[PressArticle], now: datetime, *, variant: str = "") -> str:
    """The HTML of an article.

    Args:
        articles: everything the outlet has printed, for menu and related headlines.
        now: the time that the page shows as today.
        variant: "" for the design proper, `amp` or `mobile` for a double.
    """
    others = [one for one in articles if one.slug != article.slug][:RELATED]
    name = f"{outlet.id}-{variant}.html" if variant else f"{outlet.id}.html"
    context = _frame(outlet, articles, now) | {
        "article": article,
        "page_title": article.title,
        "url": outlet.article_url(article),
        "doubles": outlet.double_urls(article),
        "section_name": outlet.section_name(article.section),
        "related": [Link(title=one.title, url=outlet.article_url(one)) for one in others],
        "ld": json_ld(outlet, article),
        "state": page_state(article, outlet.headlines),
    }
    return environment().get_template(name).render(context)


def listing_page(outlet: Outlet, title: str, listed: Sequence[PressArticle], articles: Sequence[PressArticle], now: datetime) -> str:
    """The HTML of a front page, a section or a list of the day's headlines, in the outlet's design."""
    rows = [(Link(title=one.title, url=outlet.article_url(one)), one) for one in listed]
    frame = _frame(outlet, articles, now) | {"listing": rows, "page_title": title, "url": outlet.home}
    return environment().get_template(f"{outlet.id}.html").render(frame)


def extra_page(outlet: Outlet, page: ExtraPage, articles: Sequence[PressArticle], now: datetime) -> str:
    """The HTML of a page that is no article: a consent wall, a members' page, a list, or an error."""
    if page.kind == "listing":
        return listing_page(outlet, page.title, articles[:10], articles, now)
    frame = _frame(outlet, articles, now) | {"page": page, "page_title": page.title, "url": outlet.url(page.path)}
    return environment().get_template(f"_{page.kind}.html").render(frame)
