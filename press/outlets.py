"""The invented outlets, as data: `outlets.toml`. What an outlet is, and how it builds its addresses."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from press.articles import PressArticle, PressError

FILE = Path(__file__).parent / "outlets.toml"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraPage:
    """A page that is no article: linked from the feed, the sitemap or nowhere, to see what a crawler makes of it.

    Attributes:
        kind: `gone` (404), `error` (500), `consent`, `listing`, `members` (behind robots.txt).
        listed: `feed`, `sitemap` or `nowhere`.
    """

    kind: str
    path: str
    title: str
    listed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One outlet.

    Attributes:
        country: ISO 3166-1 alpha-2 code of its home.
        languages: of its articles; the first is the page's own.
        article: pattern of an article's path (fields: section, slug, number, date, month, lang).
        section: pattern of a section's path (field: section).
        feed: path of the feed, or "" where there is none; `feed_kind` is rss, atom or json.
        sitemap_kind: plain, index, index-gz or news.
        robots: the text of robots.txt without its Sitemap lines, or None where it answers 404.
        validators: which of `etag` and `modified` the outlet sends and honours.
        tricks: named difficulties with what they apply to, mostly a slug (see `outlets.toml`).
        headlines: of other stories, printed around each article.
    """

    id: str
    host: str
    name: str
    country: str
    languages: tuple[str, ...]
    article: str
    section: str
    feed: str
    feed_kind: str
    sitemap: str
    sitemap_kind: str
    robots: str | None
    validators: tuple[str, ...]
    tricks: Mapping[str, str]
    headlines: tuple[str, ...]
    pages: tuple[ExtraPage, ...]
    sections: Mapping[str, str]

    @property
    def home(self) -> str:
        """The front page's address."""
        return f"http://{self.host}/"

    @property
    def language(self) -> str:
        """The language of the outlet's own menus and notices."""
        return self.languages[0]

    def url(self, path: str) -> str:
        """The address of a path at this outlet."""
        return f"http://{self.host}{path}"

    def article_path(self, article: PressArticle) -> str:
        """The canonical path of an article, query included where the outlet has one."""
        month = MONTHS[article.published.month - 1]
        return self.article.format(
            section=article.section, slug=article.slug, number=article.number, date=article.published, month=month, lang=article.lang
        )

    def article_url(self, article: PressArticle) -> str:
        """The canonical address of an article."""
        return self.url(self.article_path(article))

    def section_name(self, section: str) -> str:
        """A section's name as a reader sees it."""
        return self.sections.get(section, section.replace("-", " ").title())

    def double_urls(self, article: PressArticle) -> dict[str, str]:
        """Other addresses of one article: `amp`, `mobile`, `old`, `short`, as far as the outlet has them."""
        path = self.article_path(article)
        doubles = {}
        if prefix := self.tricks.get("amp"):
            doubles["amp"] = self.url(prefix + path)
        if host := self.tricks.get("mobile"):
            doubles["mobile"] = f"http://{host}{path}"
        for kind in ("old", "short"):
            if pattern := self.tricks.get(kind):
                doubles[kind] = self.url(pattern.format(number=article.number))
        return doubles

    def listed_url(self, article: PressArticle) -> str:
        """The address as the outlet's feed prints it: the canonical one, with what its mailing campaign hangs on."""
        url = self.article_url(article)
        if article.slug == self.tricks.get("feed_old"):
            return self.double_urls(article)["old"]
        campaign = self.tricks.get("campaign", "")
        return f"{url}{'&' if '?' in url else '?'}{campaign}" if campaign else url


def _outlet(record: dict[str, Any], names: Mapping[str, Mapping[str, str]]) -> Outlet:
    """One table of `outlets.toml`, with the section names of the outlet's language."""
    languages = tuple(record.pop("languages"))
    pages = tuple(ExtraPage(**page) for page in record.pop("pages", []))
    frozen = {key: tuple(value) if isinstance(value, list) else value for key, value in record.items()}
    filled: dict[str, Any] = {"robots": None, "tricks": {}} | frozen
    return Outlet(**filled, languages=languages, pages=pages, sections=names.get(languages[0], {}))


@lru_cache(maxsize=1)
def load_outlets() -> Mapping[str, Outlet]:
    """Reads `outlets.toml`: outlets by id.

    Raises:
        PressError: a table has an unknown or lacks a needed key.
    """
    data = tomllib.loads(FILE.read_text("utf-8"))
    outlets = {}
    for record in data["outlet"]:
        name = record.get("id", "?")
        try:
            outlets[name] = _outlet(dict(record), data["section_names"])
        except (TypeError, KeyError) as err:
            raise PressError(f"outlets.toml: outlet '{name}' does not fit ({err}); compare it with the first one") from err
    return outlets
