"""Checks the training data: `python -m nlp.check` (part of `make check`); with `--write` it also puts the counts into `docs/data-card.md`.

Every record keeps the codebook's rules, no text repeats another, and none is near a text that is shown (the sample press) or measured on (the
development set): else the figures would praise what was learnt by heart.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.article import RELEVANCES, STAGES, TOPICS
from core.errors import UsageError
from nlp.corpus import DATA, Record, load, near_duplicates

ROOT = Path(__file__).parent.parent
APART = (ROOT / "press" / "articles", ROOT / "tests" / "quality" / "gold")
"""Folders of texts that must not be trained on. One that is missing holds nothing to keep apart from."""

LANGUAGES = ("ko", "fr", "en")
THRESHOLD = 0.5
CARD = ROOT / "docs" / "data-card.md"
OPENS, CLOSES = "<!-- counts -->\n", "\n<!-- /counts -->"
"""What stands around the table in the data card."""

Texts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The data in numbers, a column a language."""

    kinds: dict[str, Counter[str]]
    records: Sequence[Record]

    def lines(self) -> Iterator[str]:
        """The table that the data card shows."""
        yield "| | ko | fr | en | all |"
        yield "|---|---|---|---|---|"
        yield self._line("articles", [(record.language, 1) for record in self.records])
        for kind in ("retold", "invented"):
            yield self._line(kind, [(language, self.kinds[language][kind]) for language in LANGUAGES])
        for relevance in RELEVANCES:
            yield self._line(f"`{relevance}`", [(record.language, record.relevance == relevance) for record in self.records])
        for topic in TOPICS:
            name = f"`{topic}` (stage)" if topic in STAGES else f"`{topic}`"
            yield self._line(name, [(record.language, topic in record.topics) for record in self.records])
        codes = [{code for record in self._of(language) for code in record.primary} for language in LANGUAGES]
        yield _row("jurisdictions, primary", [*map(len, codes), len(set().union(*codes))])
        sizes = [[len(record.text) for record in self._of(language)] for language in LANGUAGES]
        yield _row("characters, median", [_median(numbers) for numbers in (*sizes, [size for some in sizes for size in some])])

    def _of(self, language: str) -> list[Record]:
        return [record for record in self.records if record.language == language]

    @staticmethod
    def _line(name: str, counted: Iterable[tuple[str, int]]) -> str:
        """A row that sums (language, number) pairs."""
        sums: Counter[str] = Counter()
        for language, number in counted:
            sums[language] += number
        return _row(name, [*(sums[language] for language in LANGUAGES), sum(sums.values())])


def main(data: Path = DATA, apart: Sequence[Path] = APART, card: Path | None = None) -> int:
    """Prints the counts and what is wrong, and writes the counts into `card`; the exit code: 0 sound, 1 not."""
    try:
        records = load(data)
        others = [text for folder in apart for text in read_texts(folder)]
    except UsageError as err:
        print(f"nlp.check: {err}", file=sys.stderr)
        return 1
    if not records:
        print(f"nlp.check: no *.jsonl in {data}; the training data is missing", file=sys.stderr)
        return 1
    table = "\n".join(Counted(kinds=kinds(data), records=records).lines())
    print(table)
    if card is not None:
        before, _, rest = card.read_text("utf8").partition(OPENS)
        card.write_text(f"{before}{OPENS}{table}{CLOSES}{rest.partition(CLOSES)[2]}", "utf8")
    found = list(findings(records, others))
    for line in found:
        print(f"nlp.check: {line}", file=sys.stderr)
    return 1 if found else 0


def findings(records: Sequence[Record], others: Texts) -> Iterator[str]:
    """A sentence for each record that repeats another one, or a text that must stay apart."""
    mine = [(record.id, f"{record.title}\n{record.text}") for record in records]
    for left, right, share in near_duplicates(mine, others, THRESHOLD):
        yield f"{left} repeats {right} ({share:.0%} of the shorter one); take it out of nlp/data"
    for left, right, share in near_duplicates(mine, mine, THRESHOLD):
        if left < right:
            yield f"{left} and {right} repeat each other ({share:.0%} of the shorter one); keep one"


def read_texts(folder: Path) -> Texts:
    """Every text of a folder's `*.jsonl` as (file:id, title and text).

    Raises:
        UsageError: a line is no such record; names file and line.
    """
    out = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf8").splitlines(), 1):
            try:
                row = json.loads(line)
                out.append((f"{path.parent.name}/{path.name}:{row['id']}", f"{row.get('title') or ''}\n{row['text']}"))
            except (ValueError, KeyError, TypeError) as err:
                raise UsageError(f"{path} line {number} is no record with id and text ({err!r}); write one JSON object a line") from err
    return out


def kinds(data: Path) -> dict[str, Counter[str]]:
    """How the texts came about (`retold`, `invented`), counted by language."""
    out: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
    for path in sorted(data.glob("*.jsonl")):
        for line in path.read_text("utf8").splitlines():
            row = json.loads(line)
            out[row["language"]][row.get("kind", "unknown")] += 1
    return out


def _row(name: str, numbers: Iterable[int]) -> str:
    return f"| {name} | " + " | ".join(map(str, numbers)) + " |"


def _median(numbers: Iterable[int]) -> int:
    ordered = sorted(numbers)
    return ordered[len(ordered) // 2] if ordered else 0


if __name__ == "__main__":
    sys.exit(main(card=CARD if "--write" in sys.argv[1:] else None))
