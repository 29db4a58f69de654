"""Snippets: the stretches of a text that show what was asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.base import Snippet
from index.query import Leaf
from language.analysis import analyze_query
from language.field_terms import FieldTerms
from language.normal import fold

SNIPPET_LENGTH = 160
"""Characters: with title and link it stays a "very short extract" in the sense of the press publishers' right."""

_MARKED = 64  # matches looked at in one text: a snippet shows few

_ONE_FOR_TWO = tuple(zip("œŒæÆß", "ooaas", strict=True))  # what folds to two letters, so that a folded text has the offsets of the text

Span = tuple[int, int, int]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What snippets should show: sequences of terms, and prefixes of words; and how many of them at most."""

    sequences: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()
    excerpts: int = 1


def wanted(leaves: Sequence[Leaf], excerpts: int = 1) -> Wanted:
    """What the snippets of a query's hits should show."""
    sequences: dict[tuple[str, ...], None] = {}
    prefixes = []
    for leaf in leaves:
        if leaf.kind == "prefix":
            prefixes.append(fold(leaf.text))
        elif leaf.kind != "fuzzy":
            for reading in analyze_query(leaf.text):
                sequences.update(dict.fromkeys((reading.terms, (reading.whole,)) if len(reading.surface) == 1 else (reading.terms,)))
    return Wanted(sequences=tuple(sequences), prefixes=tuple(prefixes), excerpts=excerpts)


def packed_offsets(terms: FieldTerms) -> bytes:
    """Where terms stand in their text: the gap between each and the one before, and how much longer than the term its stretch is, one byte each: mostly
    a blank and nothing, so that little is left of them when they are compressed. Where a byte does not suffice, all beginnings and all ends, four bytes each.
    """
    starts, ends = np.frombuffer(terms.starts, np.int32), np.frombuffer(terms.ends, np.int32)
    count = len(starts)
    if not count:
        return b""
    both = np.empty(2 * count, np.int32)
    both[0] = starts[0]
    np.subtract(starts[1:], ends[:-1], out=both[1:count])
    np.subtract(ends, starts, out=both[count:])
    both[count:] -= _term_lengths(terms.term_row)
    narrow = both.astype(np.int8)
    return narrow.tobytes() if (narrow == both).all() else terms.starts.tobytes() + terms.ends.tobytes()


def _unpacked(offsets: bytes, joined: str) -> tuple[Ints, Ints]:
    """Beginnings and ends of what `packed_offsets` made."""
    if not joined:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    own = _term_lengths(joined)
    count = len(own)
    if len(offsets) == 2 * count:
        both = np.frombuffer(offsets, np.int8).astype(np.int64)
        lengths = own + both[count:]
        ends = np.cumsum(both[:count] + lengths)
        return ends - lengths, ends
    wide = np.frombuffer(offsets, np.uint32).astype(np.int64)
    return wide[:count], wide[count:]


def _term_lengths(joined: str) -> NDArray[np.int32]:
    """The number of characters of each term of a row: the blanks are looked for in an array of characters, all at once."""
    wide = not joined.isascii()
    characters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4") if wide else np.frombuffer(joined.encode(), np.uint8)
    blanks = np.flatnonzero(characters == ord(" "))
    edges = np.empty(len(blanks) + 2, np.int32)
    edges[0], edges[-1] = -1, len(joined)
    edges[1:-1] = blanks
    return edges[1:] - edges[:-1] - 1


def snippets(text: str, joined: str, offsets: bytes, show: Wanted) -> list[Snippet]:
    """The stretch of a text that shows most of what is wanted, or its beginning; then others that show it too, as many as are wanted.

    Args:
        text: as it was analysed.
        joined: its terms between single blanks.
        offsets: where these stand, as `packed_offsets` made it.
        show: what is wanted.
    """
    if not (show.sequences or show.prefixes):
        return [_cut(text, (0, len(text)), [])[0]]
    starts, ends = _unpacked(offsets, joined)
    found = [*_rows(joined, show), *_begun(joined, text, starts, show)]
    spans = sorted((int(starts[first]), int(ends[last]), which) for first, last, which in found)
    spans = [span for span in spans if span[1] <= len(text)]
    free = [(0, len(text))]
    made: list[Snippet] = []
    while not made or (spans and len(made) < show.excerpts):
        best = _best(spans)
        low, high = room = next(room for room in free if room[0] <= best <= room[1])
        begin = max(low, _begin(text, best))
        snippet, end = _cut(text, (begin, high), spans)
        made.append(snippet)
        free.remove(room)
        free += [(low, begin), (end, high)]
        spans = [span for span in spans if span[1] <= begin or span[0] >= end]
    return made


def _rows(joined: str, show: Wanted) -> Iterator[tuple[int, int, int]]:
    """First and last position of each row of terms wanted, and its number; at most `_MARKED` each. Searches as text, which is fast."""
    padded = f" {joined} "
    for which, sequence in enumerate(show.sequences):
        row = f" {' '.join(sequence)} "
        at, position, counted = padded.find(row), 0, 0
        for _ in range(_MARKED):
            if at < 0:
                break
            position += padded.count(" ", counted, at)
            counted = at
            yield position, position + len(sequence) - 1, which
            at = padded.find(row, at + 1)


def _begun(joined: str, text: str, starts: Ints, show: Wanted) -> Iterator[tuple[int, int, int]]:
    """The same for terms, or words as they are written, that begin as wanted; at most `_MARKED` of each."""
    if not show.prefixes:
        return
    for two, one in _ONE_FOR_TWO:  # many times faster than to translate each character
        text = text.replace(two, one)
    padded, folded = f" {joined}", fold(text)
    for which, prefix in enumerate(show.prefixes, len(show.sequences)):
        at, position, counted = padded.find(f" {prefix}"), 0, 0
        for _ in range(_MARKED):
            if at < 0:
                break
            position += padded.count(" ", counted, at)
            counted = at
            yield position, position, which
            at = padded.find(f" {prefix}", at + 1)
        if len(folded) == len(text):
            yield from ((position, position, which) for position in _standing(folded, prefix, starts))


def _standing(folded: str, prefix: str, starts: Ints) -> Iterator[int]:
    """The positions of terms at whose beginning a text has a prefix."""
    at = folded.find(prefix)
    for _ in range(_MARKED):
        if at < 0:
            return
        position = int(np.searchsorted(starts, at))
        if position < len(starts) and starts[position] == at:
            yield position
        at = folded.find(prefix, at + 1)


def _best(spans: list[Span]) -> int:
    """The match from which on the most different things are shown; 0 where there is none."""
    best, best_count = spans[0][0] if spans else 0, 0
    for start, _, _ in spans:
        shown = len({which for first, end, which in spans if first >= start and end <= start + SNIPPET_LENGTH - 50})
        if shown > best_count:
            best, best_count = start, shown
    return best


def _begin(text: str, best: int) -> int:
    """Where to begin, a little before a match: at a sentence, a line or a word."""
    if best < 50:
        return 0
    blank = max(text.rfind(". ", best - 50, best), text.rfind("\n", best - 50, best))
    if blank >= 0:
        return blank + (2 if text[blank] == "." else 1)
    blank = text.find(" ", best - 40, best)
    return blank + 1 if blank >= 0 else best


def _cut(text: str, room: tuple[int, int], spans: list[Span]) -> tuple[Snippet, int]:
    """The snippet at the beginning of a room in the text, cut at a blank, with the spans inside it marked; and where it ends."""
    begin, end = room
    lead = "… " if begin > 0 else ""
    tail = " …" if end < len(text) or end - begin > SNIPPET_LENGTH - len(lead) else ""
    most = begin + SNIPPET_LENGTH - len(lead) - len(tail)
    if end > most:
        blank = max(text.rfind(" ", begin + 60, most + 1), text.rfind("\n", begin + 60, most + 1))
        end = blank if blank > 0 else most
    shift = len(lead) - begin
    marks: list[tuple[int, int]] = []
    for first, last, _ in spans:
        if first >= begin and last <= end:
            if marks and first + shift <= marks[-1][1]:
                marks[-1] = (marks[-1][0], max(marks[-1][1], last + shift))
            else:
                marks.append((first + shift, last + shift))
    return Snippet(text=lead + _one_line(text[begin:end]) + tail, marks=tuple(marks)), end


def _one_line(text: str) -> str:
    """The same number of characters without breaks and control characters."""
    return text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)
