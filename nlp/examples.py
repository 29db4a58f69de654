"""Labelled articles turned into what the network reads (torch; only training needs it)."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

import torch

from core.article import RELEVANCES, TOPICS, Evidence
from nlp.corpus import Record
from nlp.jurisdictions import counts
from nlp.jurisdictions.mentions import mentions
from nlp.network import Candidate, Example
from nlp.pipeline import evidence, make_doc
from nlp.sentences import sentences_of
from nlp.windows import Unit, Window, tokens_at, units, windows


def example(tokenizer: Any, record: Record, *, with_title: bool = True) -> Example:
    """One article; without its title where `with_title` is false, as many real records come."""
    title = record.title if with_title else ""
    parts = units(tokenizer, sentences_of(title, record.text, record.language))
    made = windows(tokenizer, parts)
    spans, rows = [], []
    for number, window in enumerate(made):
        for unit, first, last in window.spans:
            spans.append((number, first, last))
            rows.append([float(any(_meet(parts[unit].evidence, shown) for shown in record.topics.get(code, ()))) for code in TOPICS])
    return Example(
        ids=tuple(window.ids for window in made),
        spans=tuple(spans),
        relevance=RELEVANCES.index(record.relevance),
        topics=torch.tensor([float(code in record.topics) for code in TOPICS]),
        evidence=torch.tensor(rows),
        candidates=tuple(_candidates(record, title, parts, made)),
        language=record.language,
        id=record.id,
    )


def _candidates(record: Record, title: str, parts: Sequence[Unit], made: Sequence[Window]) -> Iterator[tuple[Candidate, ...]]:
    """The jurisdictions that a `law` article may mean, as they are counted with its outlet's country and without."""
    if record.relevance != "law":
        return
    doc = make_doc(title, record.text, record.language)
    found = mentions(doc)
    spans = dict(zip(found, tokens_at(parts, made, [evidence(doc, one.start, one.end) for one in found]), strict=True))
    for country in dict.fromkeys((record.country, None)):
        by_code, counted = counts(doc, found, country)
        yield tuple(
            Candidate(
                spans=tuple(span for mention in candidate.mentions if (span := spans[mention]) is not None),
                prior=counted[code],
                is_primary=code in record.primary,
                is_mentioned=code in record.mentioned,
            )
            for code, candidate in by_code.items()
        )


def split_by_event(records: Sequence[Record], share: float, seed: int) -> tuple[list[Record], list[Record]]:
    """Splits into (training, validation) so that no event stands on both sides; `share` of each language is set aside."""
    rng = random.Random(seed)
    validation: set[str] = set()
    for language in ("ko", "fr", "en"):
        mine = [record for record in records if record.language == language]
        events = sorted({record.event for record in mine})
        rng.shuffle(events)
        taken = 0
        for event in events:
            if taken >= share * len(mine):
                break
            validation.add(event)
            taken += sum(record.event == event for record in mine)
    return [r for r in records if r.event not in validation], [r for r in records if r.event in validation]


def _meet(place: Evidence, shown: Evidence) -> bool:
    """Whether a sentence and a stretch of evidence share at least half of the shorter one."""
    if place.field != shown.field:
        return False
    shared = min(place.end, shown.end) - max(place.start, shown.start)
    return shared >= 0.5 * min(place.end - place.start, shown.end - shown.start)
