"""Labelled articles turned into what the network reads (torch; only training needs it)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import torch

from core.article import RELEVANCES, TOPICS
from nlp.corpus import Record
from nlp.jurisdictions import counts
from nlp.jurisdictions.mentions import mentions
from nlp.network import Candidate, Example
from nlp.pipeline import evidence, make_doc
from nlp.sentences import meet, sentences_of
from nlp.windows import Unit, Window, tokens_at, units, windows

SHAPES = ("whole", "untitled", "lowered")
"""How an article may be shown: as it is; without its title, as many real records come; in small letters."""


def shaped(record: Record, shape: str) -> Record:
    """The record in one of `SHAPES`. What has no title, or no capitals that can be made small in place, stays as it is."""
    if shape == "untitled":
        return replace(
            record, title="", topics={code: tuple(e for e in shown if e.field == "text") for code, shown in record.topics.items()}
        )
    lowered = record.title.lower(), record.text.lower()
    if shape == "lowered" and [*map(len, lowered)] == [len(record.title), len(record.text)]:
        return replace(record, title=lowered[0], text=lowered[1])
    return record


def example(tokenizer: Any, record: Record) -> Example:
    """One article as the network reads it."""
    title = record.title
    parts = units(tokenizer, sentences_of(title, record.text, record.language))
    made = windows(tokenizer, parts)
    spans, rows = [], []
    for number, window in enumerate(made):
        for unit, first, last in window.spans:
            spans.append((number, first, last))
            rows.append([float(any(meet(parts[unit].evidence, shown) for shown in record.topics.get(code, ()))) for code in TOPICS])
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
