"""The articles that the sample press prints, as data: `articles/LANGUAGE.jsonl`, one article a line."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "articles"
LABEL_KEYS = ("relevance", "topics", "jurisdictions", "penalties", "laws")
REQUIRED = ("id", "outlet", "lang", "title", "text", "published", "section", "slug")


class PressError(ValueError):
    """Raised when the sample press's data or a call on it is wrong; the message says what, the value and the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressArticle:
    """One printed article.

    Attributes:
        lang: BCP 47 code of the text.
        text: paragraphs separated by a blank line, as a perfect extraction would return it.
        published: time of publication with the outlet's offset; `updated` the same or None.
        section: ASCII slug of the section.
        event: slug shared by articles on one event (`wire-reprint`, `seoul-summit`), or None.
        labels: relevance, topics, jurisdictions, penalties, laws by the codebook; empty for an article without labels.
    """

    id: str
    outlet: str
    lang: str
    title: str
    text: str
    published: datetime
    section: str
    slug: str
    summary: str = ""
    authors: tuple[str, ...] = ()
    updated: datetime | None = None
    event: str | None = None
    labels: Mapping[str, Any] | None = None

    @property
    def number(self) -> int:
        """A six-digit number for addresses: the same at each start, different for each outlet and slug."""
        return zlib.crc32(f"{self.outlet}/{self.slug}".encode()) % 900_000 + 100_000

    @property
    def changed(self) -> datetime:
        """When the article was last touched."""
        return self.updated or self.published

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the text, in order."""
        return [part for part in self.text.split("\n\n") if part.strip()]

    @property
    def lead(self) -> str:
        """The summary, or where the outlet wrote none the beginning of the text."""
        return self.summary or self.paragraphs[0][:160]


def _moment(value: str, where: str) -> datetime:
    """Reads an ISO 8601 time; one without an offset is refused, because outlets print in their own zones."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as err:
        raise PressError(f"{where}: '{value}' is not a time; write it as 2026-10-21T14:05:00+09:00") from err
    if moment.tzinfo is None:
        raise PressError(f"{where}: '{value}' has no offset; add one such as +09:00")
    return moment


def from_record(record: Mapping[str, Any], where: str) -> PressArticle:
    """Makes an article from one JSON record.

    Args:
        record: the keys of `PressArticle`, the labels beside them; `authors` separated by `;`.
        where: file and line, for messages.

    Raises:
        PressError: a key is missing or a time malformed.
    """
    missing = [key for key in REQUIRED if not record.get(key)]
    if missing:
        raise PressError(f"{where}: no {', '.join(missing)}; an article needs {', '.join(REQUIRED)}")
    updated = record.get("updated")
    return PressArticle(
        id=record["id"],
        outlet=record["outlet"],
        lang=record["lang"],
        title=record["title"],
        text=record["text"],
        published=_moment(record["published"], where),
        updated=_moment(updated, where) if updated else None,
        section=record["section"],
        slug=record["slug"],
        summary=record.get("summary", ""),
        authors=tuple(name.strip() for name in record.get("authors", "").split(";") if name.strip()),
        event=record.get("event"),
        labels={key: record[key] for key in LABEL_KEYS if key in record},
    )


@lru_cache(maxsize=4)
def load_articles(folder: Path = FOLDER) -> tuple[PressArticle, ...]:
    """Reads all articles, newest first.

    Raises:
        PressError: a line is not JSON, a record incomplete, or two articles would have one address.
    """
    articles: dict[tuple[str, int], PressArticle] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line_number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            where = f"{path.name} line {line_number}"
            try:
                record = json.loads(line)
            except json.JSONDecodeError as err:
                raise PressError(f"{where}: not JSON ({err}); write one object a line") from err
            article = from_record(record, where)
            place = (article.outlet, article.number)
            if place in articles:
                raise PressError(f"{where}: slug '{article.slug}' meets '{articles[place].slug}' at {article.outlet}; choose another slug")
            articles[place] = article
    return tuple(sorted(articles.values(), key=lambda article: (article.published, article.id), reverse=True))
