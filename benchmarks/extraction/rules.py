"""What each rule for lines is worth: every rule of `extraction/residue_patterns.py` switched off in turn, over a folder of real pages.

    python -m benchmarks.extraction.rules FOLDER

FOLDER holds a folder a page, named LANGUAGE-OUTLET-NUMBER, with `page.html.gz` and `expected.json` (`url`, `language`, `text`, `optional`: text that
is neither required nor punished). Pages are read once; only the cleaning of their lines is repeated. Told of each rule: the pages and outlets
whose text it changes, by how much the mean F1 of their pages falls without it, and how many of our own designs it changes.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from unittest import mock

from benchmarks.extraction.design import Page, pages
from benchmarks.extraction.scoring import f1, grams
from extraction import body, document, metadata, residue, residue_patterns
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


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction.rules", description="What each rule for lines is worth.")
    parser.add_argument("folder", type=Path)
    real = list(_real(parser.parse_args().folder))
    own = [_lines("", page, "") for page in pages() if page.text]
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


def _lines(outlet: str, page: Page, optional: str) -> Lines:
    source = metadata.read(document.parse(page.html), page.url)
    titles, summary, declared = metadata.titles(source), metadata.summary(source), metadata.language(source)
    authors = metadata.authors(source)
    found = body.read(source, titles[0] if titles else None, summary)
    language = residue.guess_language("\n".join((*titles[:1], *found.lines)), declared)
    return Lines(outlet=outlet, page=page, optional=optional, lines=found.lines, language=language, titles=titles, authors=authors or ())


if __name__ == "__main__":
    sys.exit(main())
