"""Documents for the tests of the index, each differing from a plain one in what a test names."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from core.article import Annotation, Article, Jurisdiction, Law, Topic
from index.base import IndexDocument
from language.analysis import analyze

SEOUL = timezone(timedelta(hours=9))
PARIS = timezone(timedelta(hours=2))
NOON = datetime(2026, 9, 24, 12, 0, tzinfo=SEOUL)


def document(article_id: str, title: str = "", text: str = "", language: str | None = "en", **changes: Any) -> IndexDocument:
    """A law article; `changes` name fields of Article, or topics, jurisdictions, laws (name, or name and id), relevance … in short forms."""
    sequence = changes.pop("sequence", 1)
    first_seen = changes.pop("first_seen", datetime(2026, 11, 1, tzinfo=UTC))
    annotation = Annotation(
        article_id=article_id,
        revision=1,
        language=language,
        relevance=changes.pop("relevance", "law"),
        topics=tuple(Topic(code=code, score=0.9) for code in changes.pop("topics", ())),
        jurisdictions=tuple(Jurisdiction(code=code, role=role, score=0.9) for code, role in changes.pop("jurisdictions", ())),
        laws=tuple(_law(law) for law in changes.pop("laws", ())),
        embedding=changes.pop("embedding", None),
    )
    changes.setdefault("published_at", NOON)
    article = Article(id=article_id, url=f"https://outlet.example/{article_id}", title=title, text=text, language=language, **changes)
    analysis = analyze(title, text, language or "und")
    return IndexDocument(article=article, annotation=annotation, analysis=analysis, sequence=sequence, first_seen=first_seen)


def _law(law: str | tuple[str, str]) -> Law:
    name, law_id = (law, None) if isinstance(law, str) else law
    return Law(name=name, jurisdiction=None, id=law_id)
