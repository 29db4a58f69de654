"""What each rule is worth: rules for lines and rules for pruning switched off in turn, over a folder of real pages.

    python -m benchmarks.extraction.rules [--pruning] FOLDER

FOLDER holds a folder a page, named LANGUAGE-OUTLET-NUMBER, with `page.html.gz` and `expected.json` (`url`, `language`, `text`, `optional`: text that
is neither required nor punished). Told of each rule: the pages and outlets whose text it changes, the mean F1 of all pages without it, and how many of our own designs it changes.
Rules for lines are those of `extraction/residue_patterns.py`: pages are read once, and only the cleaning of their lines is repeated. With
`--pruning` the rules are the steps, dropped tags and patterns of `extraction/pruning.py` and `extraction/boxes.py`, the patterns also word by word:
the pages on which one of them decides something are read again without it.
"""

import argparse
import gzip
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any
from unittest import mock

from benchmarks.extraction.design import Page, pages
from benchmarks.extraction.scoring import f1, grams
from extraction import body, boxes, cards, document, metadata, pruning, residue, residue_patterns
from extraction.residue_patterns import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A page's lines before they are cleaned."""

    outlet: str
    page: Page
    optional: str
    lines: tuple[str, ...]
    language: str | None
    titles: tuple[str, ...]
    authors: tuple[str, ...]

    def text(self) -> str:
        """What cleaning leaves."""
        return "\n".join(residue.clean(self.lines, self.language, titles=self.titles, authors=self.authors).lines)

    def f1(self, text: str) -> float:
        """Of a text; 4-grams of the optional text are left out of what counts against it."""
        wanted, found = grams(self.page.text, self.page.language), grams(text, self.page.language)
        spare = grams(self.optional, self.page.language)
        found -= {gram: min(count - min(count, wanted[gram]), spare[gram]) for gram, count in found.items()}
        shared = sum((wanted & found).values())
        return f1(shared / max(1, found.total()), shared / max(1, wanted.total()))


Asked = dict[tuple[str, str], bool]
"""What a pattern was asked, by method and text, and whether it was found."""

STEPS: Mapping[str, tuple[Any, str, Any]] = {
    "boxes that a label names": (boxes, "drop_labelled", lambda body, total: None),
    "toolbars": (boxes, "drop_toolbars", lambda body: None),
    "lines of a link between breaks": (boxes, "drop_link_lines", lambda body: None),
    "cards of other stories": (cards, "teasers", lambda body, path: ()),
    "blocks that are a link": (pruning, "_drop_link_blocks", lambda tree: None),
    "drop capitals told twice": (pruning, "_speak_drop_caps", lambda tree: None),
    "hidden elements": (pruning, "_is_hidden", lambda node: False),
    "roles": (pruning, "_ROLES", frozenset()),
}
"""Steps of pruning: the name that is switched off, and what stands for it then."""

PATTERNS: Mapping[str, tuple[Any, str]] = {
    "consent": (pruning, "_CONSENT"),
    "chrome": (pruning, "_CHROME"),
    "comments": (pruning, "_COMMENTS"),
    "captions": (pruning, "_CAPTION"),
    "labels": (boxes, "_LABEL"),
}
"""Patterns of pruning: of names of classes, and of labels."""


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction.rules", description="What each rule for lines is worth.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pruning", action="store_true", help="rules for pruning instead of rules for lines")
    given = parser.parse_args()
    real = list(_real(given.folder))
    own = [_lines("", page, "") for page in pages() if page.text]
    if given.pruning:
        return without_pruning(real, own)
    before = [one.text() for one in real]
    own_before = [one.text() for one in own]
    print(f"all rules: {_score(real):.4f} over {len(real)} pages")
    with mock.patch.dict(residue_patterns.RULES, dict.fromkeys(residue_patterns.RULES, ())):
        print(f"no rule at all: {_score(real):.4f}\n")
    print("| rule | pages | outlets | F1 without it, of all pages | designs |\n|---|---|---|---|---|")
    lone: dict[str, list[Rule]] = {}
    for group, name, index, rule in _rules():
        with _without(rule):
            texts = [one.text() for one in real]
            designs = sum(one.text() != text for one, text in zip(own, own_before, strict=True))
        changed = [one.outlet for one, text, old in zip(real, texts, before, strict=True) if text != old]
        score = mean(one.f1(text) for one, text in zip(real, texts, strict=True))
        print(f"| {group}.{index} `{name}` | {len(changed)} | {', '.join(sorted(set(changed)))} | {score:.4f} | {designs} |", flush=True)
        if len(set(changed)) == 1:
            lone.setdefault(changed[0], []).append(rule)
    left = [one.f1(_text_without(one, lone.get(one.outlet, []))) for one in real]
    print(f"\neach outlet without the rules that change no other outlet's pages: {mean(left):.4f}")
    return 0


def without_pruning(real: Sequence[Lines], own: Sequence[Lines]) -> int:
    """The table of the rules for pruning."""
    before = {id(one): one.text() for one in (*real, *own)}
    asked = {name: {id(one): _asked(one, module, held) for one in (*real, *own)} for name, (module, held) in PATTERNS.items()}
    score = {id(one): one.f1(before[id(one)]) for one in real}
    print(f"all rules: {mean(score.values()):.4f} over {len(real)} pages\n")
    print("| rule | pages | outlets | F1 without it, of all pages | designs |\n|---|---|---|---|---|")
    lone: dict[str, list[AbstractContextManager[Any]]] = {}
    for name, switched, decides in _pruning_rules(asked):
        with switched:
            found = {id(one): _again(one).text() for one in (*real, *own) if decides(id(one))}
        changed = [one for one in real if found.get(id(one), before[id(one)]) != before[id(one)]]
        designs = sum(found.get(id(one), before[id(one)]) != before[id(one)] for one in own)
        after = mean((score | {id(one): one.f1(found[id(one)]) for one in changed}).values())
        outlets = sorted({one.outlet for one in changed})
        print(f"| {name.replace('|', '¦')} | {len(changed)} | {', '.join(outlets)} | {after:.4f} | {designs} |", flush=True)
        if len(outlets) == 1 and ":" not in name:  # a word of a pattern is part of a rule
            lone.setdefault(outlets[0], []).append(switched)
    left = []
    for one in real:
        with ExitStack() as stack:
            for switched in lone.get(one.outlet, []):
                stack.enter_context(switched)
            left.append(one.f1(_again(one).text()))
    print(f"\neach outlet without the rules that change no other outlet's pages: {mean(left):.4f}")
    return 0


def _pruning_rules(asked: Mapping[str, Mapping[int, Asked]]) -> Iterator[tuple[str, AbstractContextManager[Any], Callable[[int], bool]]]:
    """Name, switch and the pages on which it may decide something, of each rule for pruning.

    Args:
        asked: by pattern and page, what the pattern was asked on it.
    """
    for name, (owner, attribute, off) in STEPS.items():
        yield name, mock.patch.object(owner, attribute, off), lambda page: True
    for tag in pruning._DROPPED_TAGS:
        kept = tuple(one for one in pruning._DROPPED_TAGS if one != tag)
        yield f"tag `{tag}`", mock.patch.object(pruning, "_DROPPED_TAGS", kept), lambda page: True
    for name, (owner, attribute) in PATTERNS.items():
        pattern: re.Pattern[str] = getattr(owner, attribute)
        never = re.compile(r"(?!)")
        for said, less in ((name, never), *((f"{name}: `{word}`", less) for word, less in words_left_out(pattern))):
            yield said, mock.patch.object(owner, attribute, less), partial(_decides, asked[name], less)


def _decides(asked: Mapping[int, Asked], less: re.Pattern[str], page: int) -> bool:
    return any((getattr(less, how)(text) is not None) != answer for (how, text), answer in asked[page].items())


def _asked(one: Lines, owner: Any, attribute: str) -> Asked:
    """What a pattern is asked while a page is read, and how it answers."""
    heard = _Heard(getattr(owner, attribute))
    with mock.patch.object(owner, attribute, heard):
        _again(one)
    return heard.asked


class _Heard:
    """Stands for a pattern and keeps what it is asked."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern, self.asked = pattern, dict[tuple[str, str], bool]()

    def search(self, text: str) -> re.Match[str] | None:
        """As a pattern's."""
        found = self.pattern.search(text)
        self.asked["search", text] = found is not None
        return found

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As a pattern's."""
        found = self.pattern.fullmatch(text)
        self.asked["fullmatch", text] = found is not None
        return found


def words_left_out(pattern: re.Pattern[str]) -> list[tuple[str, re.Pattern[str]]]:
    """A pattern's alternatives, those of the group that has most of them, each with the pattern without it."""
    source, depth, first = pattern.pattern, 0, {0: 0}
    bars: dict[tuple[int, int], list[int]] = {}
    ends: dict[tuple[int, int], int] = {}
    for place in _plain(source):
        sign = source[place]
        if sign == "(":
            depth += 1
            first[depth] = place
        elif sign == ")":
            ends[depth, first[depth]] = place
            depth -= 1
        elif sign == "|":
            bars.setdefault((depth, first[depth]), []).append(place)
    if not bars:
        return []
    group = max(bars, key=lambda one: len(bars[one]))
    begin = group[1] + (3 if group[0] else 0)  # behind "(?:"
    cuts = [begin, *(bar + 1 for bar in bars[group]), ends.get(group, len(source)) + 1]
    words = [source[a : b - 1] for a, b in pairwise(cuts)]
    left = [[*words[:n], *words[n + 1 :]] for n in range(len(words))]
    whole = [source[:begin] + "|".join(less) + source[cuts[-1] - 1 :] for less in left]
    return [(word, re.compile(less, pattern.flags)) for word, less in zip(words, whole, strict=True)]


def _plain(source: str) -> Iterator[int]:
    """Where the signs of a pattern stand that mean groups and alternatives: not escaped, and in no class of characters."""
    in_class = skip = False
    for place, sign in enumerate(source):
        if skip:
            skip = False
        elif sign == "\\":
            skip = True
        elif in_class or sign == "[":
            in_class = sign != "]" or source[place - 1] == "["
        elif sign in "(|)":
            yield place


def _score(real: list[Lines]) -> float:
    return mean(one.f1(one.text()) for one in real)


def _text_without(one: Lines, rules: list[Rule]) -> str:
    less = {group: tuple(rule for rule in held if rule not in rules) for group, held in residue_patterns.RULES.items()}
    with mock.patch.dict(residue_patterns.RULES, less):
        return one.text()


def _rules() -> Iterator[tuple[str, str, int, Rule]]:
    """Each rule with its group and the beginning of its pattern."""
    seen: set[Rule] = set()
    for group, rules in residue_patterns.RULES.items():
        for index, rule in enumerate(rules):
            if rule not in seen:
                seen.add(rule)
                yield group, rule[1].pattern[:40].replace("|", "¦"), index, rule


def _without(rule: Rule) -> "mock._patch_dict":
    less = {group: tuple(one for one in rules if one != rule) for group, rules in residue_patterns.RULES.items()}
    return mock.patch.dict(residue_patterns.RULES, less)


def _real(folder: Path) -> Iterator[Lines]:
    for path in sorted(path for path in folder.iterdir() if path.is_dir()):
        row = json.loads((path / "expected.json").read_text("utf8"))
        page = Page(
            name=path.name, family="", language=row["language"], url=row["url"], html=gzip.decompress((path / "page.html.gz").read_bytes()).decode("utf8", "replace"),
            title="", text=row["text"], kind="article", is_partial=False,
        )  # fmt: skip
        yield _lines(path.name.rsplit("-", 1)[0], page, row.get("optional") or "")


def _again(one: Lines) -> Lines:
    return _lines(one.outlet, one.page, one.optional)


def _lines(outlet: str, page: Page, optional: str) -> Lines:
    source = metadata.read(document.parse(page.html), page.url)
    titles, summary, declared = metadata.titles(source), metadata.summary(source), metadata.language(source)
    authors = metadata.authors(source)
    found = body.read(source, titles[0] if titles else None, summary)
    language = residue.guess_language("\n".join((*titles[:1], *found.lines)), declared)
    return Lines(outlet=outlet, page=page, optional=optional, lines=found.lines, language=language, titles=titles, authors=authors or ())


if __name__ == "__main__":
    sys.exit(main())
