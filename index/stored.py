"""What an index keeps of an article to show it: the hit's fields, and the text with its terms for snippets.

One packed value, the same in both backends: four lengths, a JSON header, the text, its terms, and where they stand. It is not compressed, because both
engines compress what they store.
"""

import json
import struct
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from index.base import Hit, IndexDocument, Snippet
from index.query import Leaf
from language.analysis import FieldTerms, analyze_query
from language.normal import clean, fold

SNIPPET_LENGTH = 160
"""Characters: with title and link it stays a "very short extract" in the sense of the press publishers' right."""

_LENGTHS = struct.Struct("<4I")
_MARKED = 64  # matches looked at in one text: a snippet shows few
_KEPT_TEXT = 200_000  # characters; snippets are not looked for beyond


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a snippet should show: sequences of terms, and prefixes of words."""

    sequences: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()


def wanted(leaves: Sequence[Leaf]) -> Wanted:
    """What the snippets of a query's hits should show."""
    sequences: dict[tuple[str, ...], None] = {}
    prefixes = []
    for leaf in leaves:
        if leaf.kind == "prefix":
            prefixes.append(fold(leaf.text))
        elif leaf.kind != "fuzzy":
            for reading in analyze_query(leaf.text):
                sequences.update(dict.fromkeys((reading.terms, (reading.whole,)) if len(reading.surface) == 1 else (reading.terms,)))
    return Wanted(sequences=tuple(sequences), prefixes=tuple(prefixes))


def pack(document: IndexDocument) -> bytes:
    """The packed value of a document. Where the outlet reserves its text, none of it is kept."""
    article, annotation = document.article, document.annotation
    reserved = article.rights == "reserved"
    text = "" if reserved else (article.text or "")[:_KEPT_TEXT]
    terms = FieldTerms() if reserved else document.analysis.text
    header = {
        "id": article.id,
        "url": article.url,
        "title": clean(article.title) if article.title is not None else None,
        "source": article.source,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "language": annotation.language or article.language,
        "relevance": annotation.relevance,
        "topics": [[topic.code, round(topic.score, 4)] for topic in annotation.topics],
        "jurisdictions": [[found.code, found.role] for found in annotation.jurisdictions],
        "story": annotation.story,
        "outlet_country": article.outlet_country,
        "first_seen": document.first_seen.isoformat(),
    }
    blobs = (
        json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
        text.encode("utf-8", "replace"),
        " ".join(terms.terms).encode("utf-8", "replace"),
        terms.starts.tobytes() + terms.lengths(),
    )
    return _LENGTHS.pack(*map(len, blobs)) + b"".join(blobs)


def hit(data: bytes, score: float, show: Wanted) -> Hit:
    """The hit of a packed value, with a snippet that shows what was wanted."""
    sizes = _LENGTHS.unpack_from(data)
    header_end = _LENGTHS.size + sizes[0]
    header: dict[str, Any] = json.loads(data[_LENGTHS.size : header_end])
    text_end = header_end + sizes[1]
    text = data[header_end:text_end].decode()
    terms_end = text_end + sizes[2]
    offsets = data[terms_end : terms_end + sizes[3]]
    snippet = _snippet(text, data[text_end:terms_end].decode(), offsets, show)
    header["topics"] = tuple((code, value) for code, value in header["topics"])
    header["jurisdictions"] = tuple((code, role) for code, role in header["jurisdictions"])
    return Hit(**header, score=score, snippet=snippet)


def _snippet(text: str, joined: str, offsets: bytes, show: Wanted) -> Snippet:
    """The stretch of the text that shows most of what is wanted; its beginning if nothing of it is there."""
    starts, lengths = array("I"), array("H")
    count = len(offsets) // 6
    starts.frombytes(offsets[: 4 * count])
    lengths.frombytes(offsets[4 * count :])
    found = [*_rows(joined, show), *(_begun(joined, text, starts, show) if show.prefixes else ())]
    spans = sorted((starts[first], starts[last] + lengths[last], which) for first, last, which in found)
    spans = [span for span in spans if span[1] <= len(text)]
    begin = _best_begin(text, spans)
    return _cut(text, begin, [(start, end) for start, end, _ in spans])


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


def _begun(joined: str, text: str, starts: "array[int]", show: Wanted) -> Iterator[tuple[int, int, int]]:
    """The same for words that begin as wanted, at most `_MARKED` in all."""
    marked = 0
    for position, term in enumerate(joined.split(" ") if joined else ()):
        for which, prefix in enumerate(show.prefixes, len(show.sequences)):
            if term.startswith(prefix) or fold(text[starts[position] : starts[position] + len(prefix)]) == prefix:
                yield position, position, which
                marked += 1
        if marked >= _MARKED:
            return


def _best_begin(text: str, spans: list[tuple[int, int, int]]) -> int:
    """Where to begin so that the most different things are shown, a little before the first of them."""
    if not spans:
        return 0
    best, best_count = spans[0][0], 0
    for start, _, _ in spans:
        shown = len({which for first, end, which in spans if first >= start and end <= start + SNIPPET_LENGTH - 50})
        if shown > best_count:
            best, best_count = start, shown
    if best < 50:
        return 0
    blank = max(text.rfind(". ", best - 50, best), text.rfind("\n", best - 50, best))
    if blank >= 0:
        return blank + (2 if text[blank] == "." else 1)
    blank = text.find(" ", best - 40, best)
    return blank + 1 if blank >= 0 else best


def _cut(text: str, begin: int, spans: list[tuple[int, int]]) -> Snippet:
    """The snippet from `begin`, cut at a blank, with the spans inside it marked."""
    lead = "… " if begin > 0 else ""
    end = min(len(text), begin + SNIPPET_LENGTH - len(lead))
    tail = ""
    if end < len(text):
        tail = " …"
        end -= len(tail)
        blank = max(text.rfind(" ", begin + 60, end + 1), text.rfind("\n", begin + 60, end + 1))
        end = blank if blank > 0 else end
    shown = _one_line(text[begin:end])
    shift = len(lead) - begin
    marks: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if first >= begin and last <= end:
            if marks and first + shift <= marks[-1][1]:
                marks[-1] = (marks[-1][0], max(marks[-1][1], last + shift))
            else:
                marks.append((first + shift, last + shift))
    return Snippet(text=lead + shown + tail, marks=tuple(marks))


def _one_line(text: str) -> str:
    """The same number of characters without breaks and control characters."""
    return text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)
