"""An article's page: its labels with the passages that show them, and where it came from. Never its text."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import Response

from core.article import Annotation, Article, Evidence, Penalty
from core.correction import Correction
from web import labels, render
from web.context import Context, source_names
from web.laws import LawName, law_name
from web.text import EXCERPT, excerpt, plain, safe_href

MOST_SHOWN = 1_200
"""Code points of an article's text that a page shows in all, however long the text is."""


@dataclass(slots=True)
class Excerpts:
    """Hands out short passages of one article until a third of its text (half of a very short one) is shown."""

    article: Article
    shown: dict[tuple[int, int, int | None], str] = field(default_factory=dict)
    spent: int = 0

    def of(self, evidence: tuple[Evidence, ...], wanted: re.Pattern[str] | None = None) -> str | None:
        """The first passage that may be shown, or None. The title is shown anyway and costs nothing. A long one is cut so that `wanted` stays."""
        for span in evidence:
            passage = self._title(span) if span.field == "title" else self._text(span, wanted)
            if passage:
                return passage
        return None

    def _title(self, span: Evidence) -> str:
        return excerpt(self.article.title or "", span.start, span.end)

    def _text(self, span: Evidence, wanted: re.Pattern[str] | None) -> str | None:
        text = self.article.text or ""
        found = wanted.search(text, span.start, span.end) if wanted else None
        place = (span.start, span.end, found.start() if found else None)
        if place not in self.shown:
            passage = excerpt(text, *place)
            budget = min(max(2 * EXCERPT, len(text) // 3), len(text) // 2, MOST_SHOWN)
            if not passage or self.spent + len(passage) > budget:
                return None
            self.spent += len(passage)
            self.shown[place] = passage
        return self.shown[place]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelView:
    """A label of any kind with its passage."""

    code: str
    score: float | None
    passage: str | None
    role: str | None = None
    law: LawName | None = None
    official: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """What a person has corrected, when and why; `earlier`: an earlier text of the article was read for it. Who, the archive alone knows."""

    fields: tuple[str, ...]
    at: datetime
    reason: str
    earlier: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyView:
    """A row of a table of penalties."""

    jurisdiction: str | None
    conduct: str
    custody: str
    fine: str
    status: str | None
    aggravated: bool
    passage: str | None


def page(ctx: Context) -> Response:
    """The page of one article."""
    article = _find(ctx)
    reserved = _is_reserved(ctx, article)
    annotation = None if reserved else ctx.site.archive.annotation(article.id)
    excerpts = Excerpts(article)
    sources = ctx.site.archive.sources()
    names = source_names(sources)
    # Penalties first: their passages matter most, and what may be shown is limited.
    penalties = [penalty_view(ctx, p, excerpts) for p in annotation.penalties] if annotation else []
    return render.page(
        ctx,
        "article.html",
        article=article,
        title=plain(article.title) or plain(article.url),
        outlet=plain(names.get(article.source or "") or article.publisher or article.source),
        outward=safe_href(article.url),
        reserved=reserved,
        annotation=annotation,
        corrections=_corrections(ctx, article) if annotation else [],
        topics=[LabelView(code=t.code, score=t.score, passage=excerpts.of(t.evidence)) for t in annotation.topics] if annotation else [],
        jurisdictions=_jurisdictions(annotation, excerpts),
        penalties=penalties,
        laws=_laws(ctx, annotation, excerpts),
        fetch=ctx.site.archive.fetch_of(article.id),
        revisions=len(ctx.site.archive.revisions(article.id)),
        first_seen=ctx.site.archive.first_seen(article.id),
        linked_data=_linked_data(ctx, article, names.get(article.source or "") or article.publisher),
        citation=_citation(replace(article, authors=None) if reserved else article, names.get(article.source or "") or article.publisher),
        json_href=f"{ctx.article_path(article.id)}.json",
        story_href=ctx.href(f"/stories/{quote(annotation.story, safe='')}") if annotation and annotation.story else None,
    )


def data(ctx: Context) -> Response:
    """The same as JSON: labels with offsets and short excerpts, no text."""
    article = _find(ctx)
    row: dict[str, Any] = {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "source": article.source,
        "publisher": article.publisher,
        "outlet_country": article.outlet_country,
        "language": article.language,
        "published_at": _iso(article.published_at),
        "updated_at": _iso(article.updated_at),
        "rights": "reserved" if _is_reserved(ctx, article) else article.rights,
    }
    if row["rights"] == "reserved":
        return render.Json(row)
    annotation = ctx.site.archive.annotation(article.id)
    fetch = ctx.site.archive.fetch_of(article.id)
    row |= {
        "kind": article.kind,
        "is_partial": article.is_partial,
        "revision": article.revision,
        "revisions": len(ctx.site.archive.revisions(article.id)),
        "first_seen": _iso(ctx.site.archive.first_seen(article.id)),
        "annotation": _with_excerpts(ctx, annotation, Excerpts(article)) if annotation else None,
        "corrections": [_correction_json(one) for one in ctx.site.archive.corrections(article.id)],
        "fetch": {
            "url": fetch.url,
            "status": fetch.status,
            "fetched_at": _iso(fetch.fetched_at),
            "warc_file": fetch.warc_file,
            "record_id": fetch.record_id,
            "digest": fetch.digest,
        }
        if fetch
        else None,
    }
    return render.Json(row)


def penalty_view(ctx: Context, penalty: Penalty, excerpts: Excerpts | None) -> PenaltyView:
    """A penalty in words."""
    ui = ctx.ui
    custody = ui.gettext("Life") if penalty.life else ""
    if not custody and penalty.custody_months_max is not None:
        custody = ui.custody(penalty.custody_months_max)
    return PenaltyView(
        jurisdiction=penalty.jurisdiction,
        conduct=ui.gettext(labels.CONDUCT.get(penalty.conduct, penalty.conduct)),
        custody=custody,
        fine="" if penalty.fine_max is None else ui.money(penalty.fine_max, penalty.currency),
        status=ui.gettext(labels.PENALTY_STATUS[penalty.status]) if penalty.status in labels.PENALTY_STATUS else None,
        aggravated=penalty.aggravated,
        passage=penalty_passage(penalty, excerpts) if excerpts else None,
    )


def penalty_passage(penalty: Penalty, excerpts: Excerpts) -> str | None:
    """The passage that states a penalty, with the amount of its fine where that is written in figures: one sentence often states several."""
    figures = "" if penalty.fine_max is None else f"{penalty.fine_max:.0f}"
    amount = re.compile(r"(?<!\d)" + r"[\s.,’']?".join(figures) + r"(?!\d)") if len(figures) > 1 else None
    return excerpts.of(penalty.evidence, amount)


def _find(ctx: Context) -> Article:
    article_id = ctx.values["id"]
    if ctx.site.archive.removed(article_id):
        raise HTTPException(410, "this article was removed")
    article = ctx.site.archive.article(article_id)
    if article is None:
        raise HTTPException(404, "there is no article with this id")
    return article


def _is_reserved(ctx: Context, article: Article) -> bool:
    """True where the page or its source reserves its text: title and link only."""
    if article.rights == "reserved":
        return True
    return any(source.id == article.source and source.rights == "reserved" for source in ctx.site.archive.sources())


def _corrections(ctx: Context, article: Article) -> list[CorrectionView]:
    """What people have corrected and not taken back, the newest first."""
    found = [one for one in ctx.site.archive.corrections(article.id) if one.withdrawn is None]
    return [
        CorrectionView(fields=one.fields, at=one.at, reason=plain(one.reason), earlier=one.revision != article.revision)
        for one in reversed(found)
    ]


def _correction_json(correction: Correction) -> dict[str, Any]:
    return {
        "id": correction.id,
        "fields": list(correction.fields),
        "at": _iso(correction.at),
        "reason": correction.reason,
        "revision": correction.revision,
        "model": correction.model,
        "withdrawn_at": _iso(correction.withdrawn.at) if correction.withdrawn else None,
    }


def _jurisdictions(annotation: Annotation | None, excerpts: Excerpts) -> list[LabelView]:
    if annotation is None:
        return []
    ordered = sorted(annotation.jurisdictions, key=lambda j: (j.role != "primary", -j.score))
    return [LabelView(code=j.code, score=j.score, role=j.role, passage=excerpts.of(j.evidence)) for j in ordered]


def _laws(ctx: Context, annotation: Annotation | None, excerpts: Excerpts) -> list[LabelView]:
    """The laws that an article names, each once, whatever it calls them."""
    found: dict[str, LabelView] = {}
    for law in annotation.laws if annotation else ():
        name = law_name(ctx.ui, law.id, law.name, annotation.language if annotation else None)
        if name.text not in found:
            official, passage = safe_href(law.official_url), excerpts.of(law.evidence)
            found[name.text] = LabelView(code=law.jurisdiction or "", score=None, law=name, official=official, passage=passage)
    return list(found.values())


def _with_excerpts(ctx: Context, annotation: Annotation, excerpts: Excerpts) -> dict[str, Any]:
    """The annotation as JSON, each label with a short excerpt beside its offsets, each law with the name that it has on pages."""
    row = annotation.to_json()
    for item, penalty in zip(row["penalties"], annotation.penalties, strict=True):
        item["excerpt"] = penalty_passage(penalty, excerpts)
    for name in ("topics", "jurisdictions", "laws"):
        for item, label in zip(row[name], getattr(annotation, name), strict=True):
            item["excerpt"] = excerpts.of(label.evidence)
    for item, law in zip(row["laws"], annotation.laws, strict=True):
        item["display_name"] = law_name(ctx.ui, law.id, law.name).text
    return row


def _linked_data(ctx: Context, article: Article, outlet: str | None) -> dict[str, Any]:
    """schema.org's description of the article (NewsArticle); only what is known."""
    known = {
        "headline": plain(article.title) or None,
        "url": safe_href(article.url),
        "inLanguage": article.language,
        "datePublished": _iso(article.published_at),
        "dateModified": _iso(article.updated_at),
        "publisher": {"@type": "NewsMediaOrganization", "name": plain(outlet)} if outlet else None,
        "mainEntityOfPage": ctx.absolute(ctx.article_path(article.id)),
    }
    return {"@context": "https://schema.org", "@type": "NewsArticle", **{name: value for name, value in known.items() if value}}


def _citation(article: Article, outlet: str | None) -> list[tuple[str, str]]:
    """What reference managers read in a page's head.

    Zotero's translator "Embedded Metadata" takes the item's type from `z:itemType` before any other hint, the paper from `DC.source`, and the address
    from `citation_public_url`: that of the outlet, since this page is not what is cited.
    """
    day = article.published_day.isoformat() if article.published_day else None
    authors = [("citation_author", plain(name)) for name in article.authors or ()]
    found = [
        ("z:itemType", "newspaperArticle"),
        ("citation_title", plain(article.title)),
        *authors,
        ("citation_publication_date", day),
        ("citation_language", article.language),
        ("citation_public_url", safe_href(article.url)),
        ("DC.title", plain(article.title)),
        ("DC.source", plain(outlet)),
        ("DC.date", day),
        ("DC.language", article.language),
        ("DC.identifier", safe_href(article.url)),
    ]
    return [(name, value) for name, value in found if value]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
