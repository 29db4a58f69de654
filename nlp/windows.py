"""Articles as overlapping windows of tokens, with the place of every sentence in them. Shared by training and tagging.

A window is `<s> title … sentences … </s>`; the title stands in each window, so that its context is never lost. Windows overlap by some
sentences, and every sentence belongs to the one window in which it stands farthest from the edge.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from core.article import Evidence

MAX_TOKENS = 320
"""Tokens a window, special ones included: short windows cost less a token, and 320 hold about a dozen sentences."""

OVERLAP_TOKENS = 64
MAX_TITLE_TOKENS = 64


class Tokenizer(Protocol):
    """What is needed of a tokenizer: the ids of a text without special tokens and where each begins, and the ids of the special ones."""

    cls_token_id: int
    sep_token_id: int

    def __call__(self, text: str, *, add_special_tokens: bool = ..., return_offsets_mapping: bool = ...) -> Mapping[str, Any]:
        """`input_ids` of a text, and `offset_mapping`: (start, end) of each in it."""
        ...


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence to be read: its place in the article, the tokens it is made of, and where in the field each token begins (code points)."""

    evidence: Evidence
    tokens: tuple[int, ...]
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids with the sentences that are scored in this window: (index of the unit, first token, token behind the last)."""

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int, int], ...]


def units(tokenizer: Tokenizer, sentences: Sequence[tuple[Evidence, str]]) -> list[Unit]:
    """Tokenises sentences one by one; a sentence longer than a window holds is cut into several units of the same place."""
    out: list[Unit] = []
    for evidence, text in sentences:
        read = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        ids, starts = read["input_ids"], [evidence.start + start for start, _ in read["offset_mapping"]]
        limit = MAX_TITLE_TOKENS if evidence.field == "title" else MAX_TOKENS - MAX_TITLE_TOKENS - OVERLAP_TOKENS - 2
        cuts = range(0, min(len(ids), limit) if evidence.field == "title" else len(ids), limit)
        out.extend(Unit(evidence, tuple(ids[i : i + limit]), tuple(starts[i : i + limit])) for i in cuts)
    return out


def windows(tokenizer: Tokenizer, parts: Sequence[Unit]) -> list[Window]:
    """The windows of an article, in order; one at least where there is any token, each within `MAX_TOKENS`."""
    title = [n for n, unit in enumerate(parts) if unit.evidence.field == "title"]
    body = [n for n, unit in enumerate(parts) if unit.evidence.field == "text"]
    head = [token for n in title for token in parts[n].tokens][:MAX_TITLE_TOKENS]
    room = MAX_TOKENS - 2 - len(head)
    groups = _groups([len(parts[n].tokens) for n in body], room)
    if not groups:
        groups = [(0, 0)] if head else []
    owner = _owners(groups, len(body))
    out = []
    for number, (first, last) in enumerate(groups):
        ids = [tokenizer.cls_token_id, *head]
        spans = [(title[0], 1, len(ids))] if head and number == 0 else []
        for k in range(first, last):
            unit = parts[body[k]]
            if owner[k] == number:
                spans.append((body[k], len(ids), len(ids) + len(unit.tokens)))
            ids.extend(unit.tokens)
        out.append(Window((*ids, tokenizer.sep_token_id), tuple(spans)))
    return out


def tokens_at(parts: Sequence[Unit], made: Sequence[Window], places: Sequence[Evidence]) -> list[tuple[int, int, int] | None]:
    """Where the tokens of each place stand: (window, first, last behind), within one sentence; None for a place without any token.

    Args:
        parts: the article's sentences. made: its windows. places: stretches of its title or text.
    """
    spans = {unit: (number, first) for number, window in enumerate(made) for unit, first, _ in window.spans}
    out: list[tuple[int, int, int] | None] = []
    for place in places:
        found = None
        for unit, (number, first) in spans.items():
            part = parts[unit]
            if part.evidence.field == place.field and part.starts[0] <= place.start < part.evidence.end:
                begin = max(0, bisect_right(part.starts, place.start) - 1)
                end = max(begin + 1, bisect_left(part.starts, place.end))
                found = (number, first + begin, first + end)
        out.append(found)
    return out


def _groups(lengths: Sequence[int], room: int) -> list[tuple[int, int]]:
    """Runs of units [first, last) that fit into `room`, each overlapping the one before by up to `OVERLAP_TOKENS`."""
    groups: list[tuple[int, int]] = []
    first = 0
    while first < len(lengths):
        last, used = first, 0
        while last < len(lengths) and used + lengths[last] <= room:
            used += lengths[last]
            last += 1
        groups.append((first, last))
        if last == len(lengths):
            break
        back, shared = last, 0
        while back - 1 > first and shared + lengths[back - 1] <= OVERLAP_TOKENS:
            back -= 1
            shared += lengths[back]
        first = back if shared + lengths[last] <= room else last
    return groups


def _owners(groups: Sequence[tuple[int, int]], count: int) -> list[int]:
    """For each unit the window in which it stands farthest from an edge that cuts the text."""
    owner = [0] * count
    for k in range(count):
        best = -1
        for number, (first, last) in enumerate(groups):
            if first <= k < last:
                left = k - first if number else count
                right = last - 1 - k if number < len(groups) - 1 else count
                if min(left, right) > best:
                    best, owner[k] = min(left, right), number
    return owner
