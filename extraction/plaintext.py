"""Texts whose markup is already lost: what an import brings as plain text, with menus, share bars and captions as lines among the rest.

There is no tree to ask, so only the form of lines tells: runs of bullets, scraps without a verb before the first and after the last
sentence, captions that end in a credit, the line patterns of `residue_patterns`. Only short lines are ever taken off, but for captions.
"""

import re

from extraction import residue
from extraction.characters import clean_lines, hangul_share, squash
from extraction.names import authors
from extraction.pages import Page
from extraction.residue import is_prose

_BULLET = re.compile(r"^[•·●○▪■◦*+-]\s*")
_SENTENCE_END = re.compile(r"[.!?…。][\"'”’»)\]]*\s*$")
_MAX_LABEL = 45
_MIN_RUN = 3
_MAX_TITLE = 200


def clean_text(raw: str, language: str | None, *, title: str | None = None) -> Page:
    """A plain text as a page: its title where one is obvious, its paragraphs, its byline.

    Args:
        raw: the text, a paragraph a line.
        language: BCP 47 tag if known; else it is guessed for choosing the patterns, and stays None in the result.
        title: the title if it is known from elsewhere; then no line of the text is taken for one.

    Returns:
        A page with an empty url; `text` is None where nothing but scraps was found.
    """
    lines = clean_lines(raw)
    subtag = residue.guess_language("\n".join(lines), language)
    left = residue.clean(_without_bullet_runs(lines), subtag, titles=(title,))
    body = list(left.lines)
    first = next((i for i, line in enumerate(body) if is_prose(line) and _SENTENCE_END.search(line)), None)
    if first is None:
        byline = authors(left.bylines, (), keep_lone_publisher=False)
        return Page(url="", title=title, text="\n".join(body) or None, language=language, authors=byline)
    heading = None if title else next((line for line in body[:first] if _may_be_title(line)), None)
    start = body.index(heading) + 1 if heading is not None else 0
    title = title or heading
    head = [line for line in body[start:first] if not _is_label(line)]
    last = max(i for i, line in enumerate(body) if is_prose(line) and _SENTENCE_END.search(line))
    tail = [line for line in body[last + 1 :] if not _is_label(line)]
    text = [line for line in [*head, *body[first : last + 1], *tail] if title is None or squash(line) != squash(title)]
    return Page(
        url="",
        title=title,
        text="\n".join(text),
        language=language,
        authors=authors(left.bylines, (), keep_lone_publisher=False),
        is_partial=left.is_partial,
    )


def _without_bullet_runs(lines: list[str]) -> list[str]:
    """`lines` without runs of three or more short bullets: menus, font sizes, share buttons. Bullets that are sentences stay."""
    kept: list[str] = []
    run: list[str] = []
    for line in [*lines, ""]:
        if _BULLET.match(line) and len(line) <= _MAX_LABEL and not _SENTENCE_END.search(line):
            run.append(line)
            continue
        kept.extend(run if len(run) < _MIN_RUN else ())
        run = []
        kept.append(line)
    return [line for line in kept if line]


def _may_be_title(line: str) -> bool:
    """Whether a line before the first sentence is long enough for a headline."""
    if len(line) > _MAX_TITLE or line.startswith("ⓕ"):
        return False
    return len(line.split()) >= 4 or (hangul_share(line) > 0.4 and len(line) >= 12)


def _is_label(line: str) -> bool:
    """A scrap of at most four words without a sentence's end."""
    return len(line) <= _MAX_LABEL and len(line.split()) <= 4 and _SENTENCE_END.search(line) is None
