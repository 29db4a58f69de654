"""The tagger's figures on the development set: `make quality`.

Prints each measure pooled with its 95 % interval and per language, with and without the outlet's country, beside two baselines trained on the
same data (a list of terms; a linear model over frozen sentence embeddings of the shipped encoder), and writes the table that the site's method
page shows (`nlp/model/card.json`).
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from core.article import Annotation
from nlp.annotate import MODEL, Annotator, Text
from tests.quality.baselines import linear_baseline, term_baseline
from tests.quality.scoring import MEASURES, Labels, Pair, by_topic, f1, figures, gold_labels, intervals, load_gold, said_labels

GROUPS: dict[str, Callable[[Mapping[str, Any]], bool]] = {
    "all": lambda row: True,
    "ko": lambda row: row["lang"] == "ko",
    "fr": lambda row: row["lang"] == "fr",
    "en": lambda row: row["lang"] == "en",
    "long": lambda row: str(row["id"]).startswith("long-"),
}


def texts_of(rows: Sequence[Mapping[str, Any]], *, with_country: bool = True) -> list[Text]:
    """The labelled texts as the tagger is given them, without their labels."""
    return [
        Text(
            id=row["id"],
            title=row.get("title") or "",
            text=row["text"],
            outlet_country=(row.get("country") or None) if with_country else None,
        )
        for row in rows
    ]


def tagged(annotator: Annotator, rows: Sequence[Mapping[str, Any]], *, with_country: bool = True) -> list[Labels]:
    """What the tagger says of the texts, in order."""
    texts = texts_of(rows, with_country=with_country)
    return [said_labels(said.to_json() if isinstance(said, Annotation) else None) for said in annotator.annotate(texts)]


def table(rows: Sequence[Mapping[str, Any]], said: Sequence[Labels]) -> dict[str, dict[str, float]]:
    """Every measure of each group."""
    out = {}
    for name, belongs in GROUPS.items():
        pairs = [(gold_labels(row), labels) for row, labels in zip(rows, said, strict=True) if belongs(row)]
        out[name] = figures(pairs)
    return out


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.measure", description="The tagger's figures on the development set.")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--no-baselines", action="store_true")
    parser.add_argument("--write", action="store_true", help="write the table that the method page shows")
    given = parser.parse_args(arguments)
    rows = list(load_gold().values())
    annotator = Annotator(given.model)
    said = tagged(annotator, rows)
    pairs: list[Pair] = [(gold_labels(row), labels) for row, labels in zip(rows, said, strict=True)]
    found = table(rows, said)
    spread = intervals(pairs)
    blind = table(rows, tagged(annotator, rows, with_country=False))
    print(f"model {annotator.version}, {len(rows)} texts, {date.today().isoformat()}\n")
    print("measure        " + "".join(f"{name:>8}" for name in GROUPS) + "   95 % interval   without outlet country")
    for measure in MEASURES:
        cells = "".join(f"{found[name][measure]:8.3f}" for name in GROUPS)
        print(f"{measure:15}{cells}   [{spread[measure][0]:.2f}, {spread[measure][1]:.2f}]{blind['all'][measure]:18.3f}")
    print("\ntopic           F1   found/wrong/missed")
    for code, counts in by_topic(pairs).items():
        print(f"{code:14}{f1(*counts):5.2f}   {counts[0]}/{counts[1]}/{counts[2]}")
    if not given.no_baselines:
        for name, labels in (("list of terms", term_baseline(rows)), ("linear over frozen embeddings", linear_baseline(rows))):
            if labels is None:
                print(f"\n{name}: not measured (the base encoder is not here; `make models` writes it)")
                continue
            reached = table(rows, labels)["all"]
            print(
                f"\n{name}: "
                + ", ".join(f"{measure} {reached[measure]:.3f}" for measure in ("relevance", "relevance_f1", "topics", "topics_macro"))
            )
    if given.write:
        measures = [{"measure": name, **{group: round(found[group][name], 3) for group in ("all", "ko", "fr", "en")}} for name in MEASURES]
        card = {"date": date.today().isoformat(), "command": "make quality", "model": annotator.version, "rows": measures}
        (given.model / "card.json").write_text(json.dumps(card, indent=1) + "\n", "utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
