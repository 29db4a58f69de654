"""spaCy documents of articles: one `Doc` over title, blank line, text, for Korean, French and English.

Korean is tokenised by Kiwi, aligned to the raw text by offsets; French and English by spaCy's own rules. Sentences come from
`language.sentences`, so that every room cuts alike. Finds of the gazetteer are kept as span groups `places`, `bodies` and `laws` (label =
code of the jurisdiction, id = kind, with `~` for a weak name). `doc.text` always equals the input; whitespace is kept as tokens.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import spacy
import spacy.util
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from core.article import Evidence
from core.errors import AnnotationError
from language.korean import kiwi
from language.sentences import split
from nlp.gazetteer import gazetteer

Field = Literal["title", "text"]
LANGUAGES = ("ko", "fr", "en")
BREAK = "\n\n"
PLACES = {"country", "adjective", "people", "capital", "state", "city"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of an article.

    Attributes:
        field: whether it stands in the title or in the text.
        start, end: code points within that field, end exclusive.
        offset: code points of its start within the document (title, blank line, text).
        text: the sentence as written.
    """

    field: Field
    start: int
    end: int
    offset: int
    text: str


class KiwiTokenizer:
    """A spaCy tokenizer whose tokens are Kiwi's morphemes, merged where they share letters (했 = 하 + 었); `tag_` is Kiwi's tag."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A `Doc` whose text is `text`, letter for letter."""
        pieces = _whole(text, _morphemes(text))
        words = [text[start:end] for start, end, _ in pieces]
        spaces = [False] * len(words)
        kept_words: list[str] = []
        kept_spaces: list[bool] = []
        tags: list[str] = []
        for n, (start, end, tag) in enumerate(pieces):
            is_single_space = text[start:end] == " " and kept_words and not kept_spaces[-1]
            if is_single_space:
                kept_spaces[-1] = True
                continue
            kept_words.append(words[n])
            kept_spaces.append(spaces[n])
            tags.append(tag)
        return Doc(self.vocab, words=kept_words, spaces=kept_spaces, tags=tags)


def _make_kiwi() -> Callable[[Language], KiwiTokenizer]:
    """The factory that spaCy's configuration names."""
    return lambda made: KiwiTokenizer(made.vocab)


spacy.util.registry.tokenizers("fauxlex.kiwi", func=_make_kiwi)


@cache
def pipeline(code: str) -> Language:
    """The spaCy pipeline of a language (`ko`, `fr`, `en`).

    Raises:
        AnnotationError: another language was asked for.
    """
    if code not in LANGUAGES:
        raise AnnotationError(f"no pipeline for language {code!r}; tagged languages are {', '.join(LANGUAGES)}")
    if code == "ko":
        return spacy.blank("ko", config={"nlp": {"tokenizer": {"@tokenizers": "fauxlex.kiwi"}}})
    return spacy.blank(code)


def make_doc(title: str, text: str, language: str) -> Doc:
    """The document of an article, with sentences and gazetteer spans.

    Args:
        title: headline, may be empty.
        text: body, normalised.
        language: BCP 47 tag; its primary subtag must be ko, fr or en.

    Raises:
        AnnotationError: the language is not one that is tagged.
    """
    code = language.split("-")[0].lower()
    doc = pipeline(code)(title + BREAK + text)
    doc.user_data["title_length"] = len(title)
    doc.user_data["language"] = code
    cuts = [(0, len(title))] if title.strip() else []
    shift = len(title) + len(BREAK)
    cuts += [(start + shift, end + shift) for start, end in _split(text, code)]
    doc.user_data["sentences"] = tuple(_sentence(doc.text, cut, len(title)) for cut in cuts)
    _mark_starts(doc, [start for start, _ in cuts])
    _mark_names(doc)
    return doc


def sentences(doc: Doc) -> tuple[Sentence, ...]:
    """The sentences of a document made by `make_doc`; a title is one sentence."""
    found: tuple[Sentence, ...] = doc.user_data["sentences"]
    return found


def evidence(doc: Doc, start: int, end: int) -> Evidence:
    """The stretch `start:end` of the document (code points) as offsets in title or text; one that crosses over is cut to its first field."""
    length: int = doc.user_data["title_length"]
    if start < length:
        return Evidence(field="title", start=start, end=min(end, length))
    shift = length + len(BREAK)
    return Evidence(field="text", start=max(0, start - shift), end=max(0, end - shift))


def offsets(doc: Doc, place: Evidence) -> tuple[int, int]:
    """Start and end in the document of a stretch of title or text."""
    length: int = doc.user_data["title_length"]
    shift = 0 if place.field == "title" else length + len(BREAK)
    return place.start + shift, place.end + shift


def sentence_at(doc: Doc, position: int) -> int:
    """Index of the sentence that holds `position`, or of the one before it; 0 where there is none."""
    starts = [sentence.offset for sentence in sentences(doc)]
    return max(0, bisect_right(starts, position) - 1)


def _split(text: str, code: str) -> list[tuple[int, int]]:
    """Sentences of `text`, none of them empty."""
    return [(start, end) for start, end in split(text, code) if text[start:end].strip()]


def _sentence(whole: str, cut: tuple[int, int], title_length: int) -> Sentence:
    """The sentence at `cut` of the document's string."""
    start, end = cut
    if start < title_length:
        return Sentence(field="title", start=start, end=end, offset=start, text=whole[start:end])
    shift = title_length + len(BREAK)
    return Sentence(field="text", start=start - shift, end=end - shift, offset=start, text=whole[start:end])


def _mark_starts(doc: Doc, starts: list[int]) -> None:
    """Sets spaCy's sentence starts at the tokens that begin at, or next after, the given offsets."""
    waiting = sorted(starts, reverse=True)
    for token in doc:
        is_start = False
        while waiting and token.idx + len(token) > waiting[-1]:
            waiting.pop()
            is_start = True
        token.is_sent_start = is_start or token.i == 0


def _mark_names(doc: Doc) -> None:
    """Fills the span groups `places`, `bodies` and `laws`; the exact offsets stay beside them in `user_data`."""
    finds = gazetteer().find(doc.text, doc.user_data["language"])
    groups: dict[str, list[Span]] = {"places": [], "bodies": [], "laws": []}
    for find in finds:
        group = "places" if find.kind in PLACES else "laws" if find.kind == "act" else "bodies"
        span = doc.char_span(find.start, find.end, label=find.code, span_id=("~" if find.weak else "") + find.kind, alignment_mode="expand")
        if span is not None:
            groups[group].append(span)
    for name, spans in groups.items():
        doc.spans[name] = spans
    doc.user_data["finds"] = tuple(finds)


def _morphemes(text: str) -> list[tuple[int, int, str]]:
    """Kiwi's morphemes as (start, end, tag), merged where they overlap, in order."""
    merged: list[tuple[int, int, str]] = []
    for token in kiwi().tokenize(text):
        start, end = token.start, token.start + token.len
        if end <= start:
            continue
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), merged[-1][2])
        else:
            merged.append((start, end, str(token.tag)))
    return merged


def _whole(text: str, pieces: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """`pieces` with what lies between them: each space alone, other gaps as one piece, so that nothing of `text` is lost."""
    complete: list[tuple[int, int, str]] = []
    at = 0
    for start, end, tag in [*pieces, (len(text), len(text), "")]:
        while at < start:
            stop = at + 1
            if text[at] != " ":
                while stop < start and text[stop] != " ":
                    stop += 1
            complete.append((at, stop, "SP"))
            at = stop
        if end > at:
            complete.append((at, end, tag))
            at = end
    return complete
