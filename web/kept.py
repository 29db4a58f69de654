"""The articles of a result that was kept to be cited, as the archive has them: also those that the search finds no longer."""

from collections.abc import Iterator

from index.base import Hit, Snippet
from index.citations import Citation
from web.site import ArchiveReader


def hits_of(archive: ArchiveReader, kept: Citation) -> Iterator[Hit]:
    """The articles of a result in its order, without extracts; those that were removed since are left out."""
    for article_id in kept.ids:
        hit = hit_of(archive, article_id)
        if hit is not None:
            yield hit


def hit_of(archive: ArchiveReader, article_id: str) -> Hit | None:
    """An article with its labels, or None where it was removed or is not known."""
    article = None if archive.removed(article_id) else archive.article(article_id)
    if article is None:
        return None
    annotation, seen = archive.annotation(article_id), archive.first_seen(article_id)
    return Hit(
        id=article_id,
        url=article.url,
        title=article.title,
        source=article.source,
        published_at=article.published_at.isoformat() if article.published_at else None,
        language=(annotation.language if annotation else None) or article.language,
        relevance=annotation.relevance if annotation else None,
        topics=tuple((topic.code, topic.score) for topic in annotation.topics) if annotation else (),
        jurisdictions=tuple((found.code, found.role) for found in annotation.jurisdictions) if annotation else (),
        story=annotation.story if annotation else None,
        score=0.0,
        snippet=Snippet(text=""),
        outlet_country=article.outlet_country,
        first_seen=seen.isoformat() if seen else None,
        corrected=annotation.corrected if annotation else (),
    )
