"""Corrections, articles to check, and figures of agreement as rows and tables for people and programs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from core.archive import Archive
from core.article import Annotation, Article
from core.correction import FIELDS, Correction, to_json
from fauxlex.annotations.sampling import Drawn

_AT_ONCE = 500


def correction_rows(archive: Archive, corrections: Sequence[Correction]) -> Iterator[dict[str, Any]]:
    """Corrections as rows that `import` takes, oldest first."""
    for begin in range(0, len(corrections), _AT_ONCE):
        part = corrections[begin : begin + _AT_ONCE]
        articles = archive.store.articles([one.article_id for one in part])
        for one in part:
            row = {
                **_place(one.article_id, articles.get(one.article_id)),
                "correction": one.id,
                "revision": one.revision,
                "model": one.model,
            }
            row |= {**to_json(one.labels), "author": one.author, "reason": one.reason, "at": one.at.isoformat()}
            if one.withdrawn:
                row["withdrawn"] = {"at": one.withdrawn.at.isoformat(), "author": one.withdrawn.author, "reason": one.withdrawn.reason}
            yield row


def annotation_rows(archive: Archive, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Articles with the labels that are shown, those of people among them, in the order of the ids."""
    for begin in range(0, len(ids), _AT_ONCE):
        part = ids[begin : begin + _AT_ONCE]
        articles, said = archive.store.articles(part), archive.store.annotations(part)
        for article_id in part:
            if article_id in articles and article_id in said:
                yield _place(article_id, articles[article_id]) | _labels(said[article_id])


def sample_rows(
    archive: Archive, drawn: Sequence[Drawn], dimensions: Sequence[str], *, blind: bool, text: bool
) -> Iterator[dict[str, Any]]:
    """Articles to check, in the order drawn, with the labels that are shown unless `blind`, and with their text where it is wanted."""
    for begin in range(0, len(drawn), _AT_ONCE):
        part = drawn[begin : begin + _AT_ONCE]
        articles = archive.store.articles([one.id for one in part])
        said = archive.store.annotations([one.id for one in part])
        for one in part:
            article = articles[one.id]
            row = _place(one.id, article) | ({"revision": article.revision} if blind else _labels(said[one.id]))
            row |= {"stratum": dict(zip(dimensions, one.stratum, strict=True)), "weight": round(one.weight, 6)}
            yield row | ({"text": article.text} if text else {})


def print_agreement(found: Mapping[str, Any]) -> None:
    """Prints figures of agreement as tables."""
    out = Console(highlight=False)
    for part, figures in found.items():
        whole = ", ".join(f"{name.replace('_', ' ')} {_interval(figures[name])}" for name in figures if name not in ("articles", "labels"))
        out.print(f"\n{part} ({figures['articles']} articles): {whole}", soft_wrap=True)
        shown = Table(box=None)
        for name in ("label", "person", "machine", "both", "precision", "recall", "F1", "kappa"):
            shown.add_column(name, justify="left" if name == "label" else "right")
        for label, of in figures["labels"].items():
            shares = [_interval(of[name]) if name in of else "" for name in ("precision", "recall", "f1", "kappa")]
            shown.add_row(label, *(str(of[name]) for name in ("person", "machine", "both")), *shares)
        out.print(shown)


def _interval(figure: Mapping[str, float | None]) -> str:
    if figure["value"] is None:
        return "–"
    interval = "" if figure["low"] is None else f" ({figure['low']:.2f}–{figure['high']:.2f})"
    return f"{figure['value']:.3f}{interval}"


def _place(article_id: str, article: Article | None) -> dict[str, Any]:
    """Which article a row is of."""
    if article is None:
        return {"id": article_id}
    return {
        "id": article_id,
        "url": article.url,
        "title": article.title,
        "source": article.source,
        "outlet_country": article.outlet_country,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "language": article.language,
    }


def _labels(annotation: Annotation) -> dict[str, Any]:
    """What is said of an article, in the shape of `annotate --jsonl`."""
    said = annotation.to_json()
    return {name: said[name] for name in (*FIELDS, "uncertain", "gated", "scores", "model", "revision", "corrected") if name in said}
