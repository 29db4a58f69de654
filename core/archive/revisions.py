"""When two readings of an article are one revision, and how a revision is written."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.article import Article

CONTENT = ("title", "text", "summary", "authors", "published_at", "updated_at", "kind", "is_partial", "rights")
"""The fields whose change makes a new revision."""

DETAILS = ("summary", "authors", "published_at", "updated_at")
"""What one address of an article may say of it and another not."""


def details(article: Article) -> dict[str, Any]:
    """Those fields of an article."""
    return {name: getattr(article, name) for name in DETAILS}


def completed(article: Article, before: Article) -> Article:
    """The same text read at another of its addresses (a mobile page, say) may say less of itself, or the same in other words: what was known stays."""
    if (article.title, article.text) != (before.title, before.text):
        return article
    elsewhere = article.fetched_url != before.fetched_url
    kept = {name: known for name, known in details(before).items() if known is not None and (elsewhere or getattr(article, name) is None)}
    return replace(article, **kept)


def only_fills_in(article: Article, before: Article) -> bool:
    """Whether an article differs from its last revision only in details that were unknown."""
    if any(getattr(article, name) != getattr(before, name) for name in CONTENT if name not in DETAILS):
        return False
    return all(known is None or known == getattr(article, name) for name, known in details(before).items())


def storable(row: Mapping[str, Any]) -> str:
    """JSON that SQLite takes: a lone surrogate, which is no character, is written as an escape."""
    text = json.dumps(row, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(row)
    return text


def digest(article: Article) -> str:
    """What is the same for two readings that need no revision between them."""
    document = article.to_json()
    return hashlib.sha256(json.dumps([document[name] for name in CONTENT], ensure_ascii=False).encode("utf8", "surrogatepass")).hexdigest()
