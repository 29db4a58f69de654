"""What a person says of an article against the tagger, and how it is laid over the tagger's annotation.

A correction gives some of the fields of an annotation and leaves the others to the tagger. Of several on one article each field is that of
the newest one that gives it; a correction that was withdrawn counts no more, and is kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from core.article import KINDS, Annotation, labels_from_json

FIELDS: tuple[str, ...] = ("relevance", *KINDS)
"""The fields that a person can correct."""

EMPTY: Mapping[str, tuple[str, ...]] = {"other": tuple(KINDS), "deepfake": ("jurisdictions", "penalties", "laws")}
"""The lists that are empty by the codebook where a relevance leaves no room for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Who took a correction back, when (UTC) and why."""

    at: datetime
    author: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction, as the archive keeps it.

    Attributes:
        id: its number in the archive.
        labels: the fields given: `relevance` as its code, the others as tuples of `Topic`, `Jurisdiction`, `Penalty`, `Law`.
        author, reason, at: who says so, why, and when (aware).
        revision: of the text that the person read; evidence belongs to it.
        model: version of the tagger whose labels were corrected.
        found: the relevance that was served then.
    """

    id: int
    article_id: str
    labels: Mapping[str, Any]
    author: str
    reason: str
    at: datetime
    revision: int
    model: str
    found: str | None = None
    withdrawn: Withdrawal | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields given, in the order of `FIELDS`."""
        return tuple(name for name in FIELDS if name in self.labels)


def to_json(labels: Mapping[str, Any]) -> dict[str, Any]:
    """The labels of a correction as JSON values, in the shape of an annotation."""
    return {
        name: labels[name] if name == "relevance" else [asdict(item) for item in labels[name]]
        for name in FIELDS
        if name in labels
    }  # fmt: skip


def from_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """The labels that `to_json` wrote."""
    return {name: value if name == "relevance" else labels_from_json(name, value) for name, value in row.items()}


def corrected(annotation: Annotation, corrections: Iterable[Correction]) -> Annotation:
    """The annotation with what people say laid over it.

    A relevance empties the lists that it leaves no room for, but those that were given with it or later. Labels given while the article was `law`
    or `deepfake` keep it there, whatever another model says. A label without evidence of its own, or whose evidence is of another revision, takes
    the tagger's for the same label.

    Args:
        annotation: the tagger's.
        corrections: of this article, oldest first; those that were withdrawn are passed over.
    """
    said = {name: one for one in corrections if one.withdrawn is None for name in one.fields}
    if not said:
        return annotation
    changes: dict[str, Any] = {name: _labels(annotation, name, one) for name, one in said.items()}
    judged = said.get("relevance")
    if judged is not None:
        late = {name for name, one in said.items() if one.id >= judged.id}
        changes |= {name: () for name in EMPTY.get(changes["relevance"], ()) if name not in late}
        changes["uncertain"] = False
    elif annotation.relevance in (None, "other"):
        kept = [one for name, one in said.items() if changes[name] and one.found not in (None, "other")]
        changes |= {"relevance": max(kept, key=lambda one: one.id).found} if kept else {}
    return replace(annotation, **changes, corrected=tuple(name for name in FIELDS if name in changes))


def _labels(annotation: Annotation, name: str, correction: Correction) -> Any:
    """What a correction gives in a field, with evidence."""
    given = correction.labels[name]
    if name == "relevance":
        return given
    known = {_key(name, item): item.evidence for item in getattr(annotation, name)}
    same_text = correction.revision == annotation.revision
    return tuple(replace(item, evidence=(item.evidence if same_text else ()) or known.get(_key(name, item), ())) for item in given)


def _key(name: str, item: Any) -> Sequence[Any]:
    """By what a label is the same as another one of its list."""
    by = {"topics": ("code",), "jurisdictions": ("code",), "laws": ("name",)}
    return tuple(getattr(item, part) for part in by.get(name, ("jurisdiction", "conduct", "custody_months_max", "fine_max")))
