"""What extraction leaves around an article's text, taken off line by line.

First by form: the title again, a second copy of a paragraph, labels before the first sentence, scraps after the last, a line that is only a
date, a note on the author. Then by the patterns of `residue_patterns`. When in doubt a line stays.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC

from extraction.characters import hangul_share, squash
from extraction.dates import parse_date
from extraction.residue_patterns import is_byline, is_chrome, says_partial

_SENTENCE_END = re.compile(r"[.!?…。][\"'”’»)\]]*\s*$|[다요까죠음임함]\.?[\"'”’]?\s*$")
_STOP_WORDS = {
    "fr": frozenset(
        [
            "le",
            "la",
            "les",
            "des",
            "de",
            "du",
            "une",
            "un",
            "et",
            "est",
            "dans",
            "pour",
            "qui",
            "que",
            "sur",
            "par",
            "au",
            "aux",
            "ce",
            "cette",
            "avec",
            "pas",
            "il",
            "elle",
            "sont",
            "été",
            "plus",
            "en",
            "ou",
            "à",
            "d",
            "l",
            "qu",
            "n",
            "s",
        ]
    ),
    "en": frozenset(
        [
            "the",
            "of",
            "and",
            "to",
            "in",
            "is",
            "that",
            "for",
            "with",
            "was",
            "by",
            "at",
            "from",
            "it",
            "be",
            "has",
            "are",
            "have",
            "said",
            "who",
            "an",
            "this",
            "his",
            "her",
            "its",
            "not",
        ]
    ),
}
_TABLE_RULE = re.compile(r"[|\s:-]+")
_DIGITS_AND_CLOCK = re.compile(r"\d+(?:[:h]\d+)*")
_MONTH_WORDS = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|févr?|avr|mai|juin|juil|août|déc)\w*|\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b|"
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|\b(?:at|on|le|à|[ap]m|[A-Z]{2,4}T|UTC|GMT|and|et|(?:first |last )?(?:published|posted|updated|modified)|publiée?|mise? à jour|modifiée?|de la)\b|"
    r"last (?:updated|modified)|오전|오후|입력|수정|등록|송고|게재|승인|발행|기사|최종|[월화수목금토일]요일|[년월일시분]",
    re.IGNORECASE,
)
_BIO = re.compile(r"^.{0,30}?\b(?:is (?:an?|the)|covers|writes|reports|est (?:une?|la|le)|couvre|écrit)\b", re.IGNORECASE)
_HEAD_LINES = 4
_LEAST_TITLE = 12
_ITEM_MARKS = ("▲", "△", "- ▲")
_MIN_ITEMS = 3
_MAX_SIGNATURE = 120
_MAX_SIGNATURE_REST = 24
_LONG_LINE = 40
_LONG_LINE_HANGUL = 18
_HANGUL_LETTER = re.compile("[가-힣]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Residue:
    """The lines kept, the bylines among those taken off, and whether a line said that the text is cut for non-subscribers."""

    lines: tuple[str, ...]
    bylines: tuple[str, ...]
    is_partial: bool


def guess_language(text: str, declared: str | None) -> str | None:
    """Primary subtag of the language to clean in: what the letters say, else the stop words, else what is declared."""
    sample = text[:6000]
    if hangul_share(sample) > 0.25:
        return "ko"
    words = re.findall(r"[^\W\d_]+", sample.casefold())
    counts = {language: sum(word in stop for word in words) for language, stop in _STOP_WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    if len(words) >= 30 and counts[best] > 0.08 * len(words) and counts[best] > 2 * min(counts.values()):
        return best
    return declared.split("-")[0].lower() if declared else None


def clean(lines: Sequence[str], language: str | None, *, titles: Iterable[str | None] = (), authors: Sequence[str] = ()) -> Residue:
    """`lines` without what is around an article.

    Args:
        lines: clean lines in reading order, as `characters.clean_lines` makes them.
        language: primary subtag (`ko`, `fr`, `en`), or None.
        titles: all titles that the page gives itself; each is dropped where it stands before the text.
        authors: known authors; lines that are only their names, and portraits of them after the text, are dropped.
    """
    plain = [text for line in lines if (text := _plain_table(line))]
    partial = any(says_partial(line) for line in plain)
    told = [title for title in titles if title]
    known_titles = {squash(title) for title in told} - {""}
    bylines: list[str] = []
    kept: list[str] = []
    unrepeated = _without_repeats(plain)
    if unrepeated:
        unrepeated[0] = _without_title(unrepeated[0], told)
    items = _items(unrepeated)
    for position, line in enumerate(unrepeated):
        if position in items:
            kept.append(line)
            continue
        words = _unlisted(line)
        if (position < _HEAD_LINES and squash(words) in known_titles) or _is_signature(words, authors):
            continue
        if is_chrome(words, language) or _is_date_line(words):
            if is_byline(words):
                bylines.append(words)
            continue
        kept.append(line)
    kept = _without_tail(_without_head(kept, language), tuple(authors))
    return Residue(lines=tuple(_unlisted(line) for line in kept), bylines=tuple(bylines), is_partial=partial)


def _without_title(line: str, titles: Iterable[str]) -> str:
    """The first line without a title that it begins with, where the page puts both in one block."""
    for title in titles:
        if len(title) >= _LEAST_TITLE and line.startswith(title) and len(line) > len(title) + _LONG_LINE:
            return line[len(title) :].lstrip(" -–—:|")
    return line


def _items(lines: Sequence[str]) -> frozenset[int]:
    """Positions of the lines of a list whose items begin with a mark that elsewhere begins a caption: three or more sentences in a row."""
    found: set[int] = set()
    run: list[int] = []
    for position, line in enumerate([*lines, ""]):
        if line.startswith(_ITEM_MARKS):
            run.append(position)
            continue
        sentences = sum(lines[item].endswith(".") for item in run)
        found.update(run if len(run) >= _MIN_ITEMS and sentences >= 0.6 * len(run) else ())
        run = []
    return frozenset(found)


def is_prose(line: str) -> bool:
    """Whether `line` reads as a sentence of running text rather than a label or a headline."""
    return len(line) >= (_LONG_LINE_HANGUL if _HANGUL_LETTER.search(line) else _LONG_LINE) and (
        _SENTENCE_END.search(line) is not None or len(line) >= 160
    )


def _plain_table(line: str) -> str:
    """A row of a Markdown table as its cells; other lines as they are."""
    if line.startswith("|") or line.endswith("|"):
        return "" if _TABLE_RULE.fullmatch(line) else " ".join(part.strip() for part in line.split("|") if part.strip())
    return line


def _unlisted(line: str) -> str:
    return line[2:].lstrip() if line.startswith("- ") else line


def _without_repeats(lines: Sequence[str]) -> list[str]:
    """`lines` without second copies of long lines, and without one long line that repeats the lines before it in one piece."""
    seen: set[str] = set()
    kept: list[str] = []
    for line in lines:
        key = squash(line)
        if len(key) >= 25 and key in seen:
            continue
        if len(key) >= 150 and sum(len(earlier) for earlier in seen if len(earlier) >= 25 and earlier in key) >= 0.7 * len(key):
            continue
        seen.add(key)
        kept.append(line)
    return kept


def _is_date_line(line: str) -> bool:
    """Whether a short line says a date and next to nothing else."""
    if len(line) > 110 or not _DIGITS_AND_CLOCK.search(line) or parse_date(line, UTC) is None:
        return False
    rest = _MONTH_WORDS.sub("", _DIGITS_AND_CLOCK.sub("", line))
    return len(squash(rest)) <= 4


def _without_head(lines: list[str], language: str | None) -> list[str]:
    """Labels of a word or three before the first sentence off (a section's name, a kicker); Korean broadcast marks are body."""
    first = next((i for i, line in enumerate(lines) if is_prose(line)), 0)
    if language == "ko" or first == 0 or first > _HEAD_LINES:
        return lines
    head = [line for line in lines[:first] if len(_unlisted(line).split()) > 3 or _SENTENCE_END.search(line)]
    return head + lines[first:]


def _without_tail(lines: list[str], authors: tuple[str, ...]) -> list[str]:
    """Up to four scraps after the last sentence off, and a note on the author; list items and longer tails stay."""
    kept = list(lines)
    for _ in range(2):
        if len(kept) > 3 and any(_is_bio(kept[-1], author) for author in authors):
            kept.pop()
    last = next((i for i in range(len(kept) - 1, -1, -1) if is_prose(kept[i])), None)
    if last is None or last < 2 or len(kept) - last - 1 > 4:
        return kept
    tail = [
        line for line in kept[last + 1 :] if line.startswith("- ") or _SENTENCE_END.search(line) or len(line.split()) > 4 or len(line) > 30
    ]
    return kept[: last + 1] + tail


def _is_signature(line: str, authors: Sequence[str]) -> bool:
    """Whether a line is the authors' names and hardly anything else (an agency, a town)."""
    if not authors or len(line) > _MAX_SIGNATURE or _SENTENCE_END.search(line):
        return False
    rest = squash(line)
    for name in authors:
        rest = rest.replace(squash(name), "", 1)
    return len(rest) < len(squash(line)) and len(rest) <= _MAX_SIGNATURE_REST


def _is_bio(line: str, author: str) -> bool:
    return len(author) > 3 and len(line) < 500 and line.startswith(author) and _BIO.match(line) is not None
