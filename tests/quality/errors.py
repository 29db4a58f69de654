"""Where the tagger errs on the development set: `python -m tests.quality.errors`.

Prints which relevance is taken for which, which topics are missed while which others are raised, and the twenty errors that the tagger was
surest of: a relevance by its score, a topic raised wrongly by its score, a missed one by what its score lacks to 1.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from core.article import RELEVANCES, TOPICS, Annotation
from nlp.annotate import MODEL, Annotator
from nlp.sentences import sentences_of
from tests.quality.measure import texts_of
from tests.quality.scoring import load_gold

MOST = 20
Row = Mapping[str, Any]
NONE = "-"


def confusion(gold: set[str], said: set[str]) -> Counter[tuple[str, str]]:
    """(missed, raised wrongly) of one text, each with each; `-` where there is none of the other kind."""
    missed, raised = gold - said, said - gold
    if not missed and not raised:
        return Counter()
    return Counter((left, right) for left in missed or {NONE} for right in raised or {NONE})


def grid(counts: Mapping[tuple[str, str], int], names: Sequence[str]) -> str:
    """A table in Markdown: down what is labelled, across what is said."""
    head = "| | " + " | ".join(names) + " |\n|" + "---|" * (len(names) + 1)
    lines = [f"| {left} | " + " | ".join(str(counts.get((left, right), 0) or "·") for right in names) + " |" for left in names]
    return "\n".join([head, *lines])


def worst(annotator: Annotator, rows: Sequence[Row], said: Sequence[Annotation]) -> list[tuple[float, str, str]]:
    """(how sure, text's id, what) of each error in relevance and topics, the surest first."""
    readings = annotator.encoder.read([sentences_of(row.get("title") or "", row["text"], row["lang"]) for row in rows])
    out = []
    for row, one, reading in zip(rows, said, readings, strict=True):
        if one.relevance != row["relevance"]:
            sure = (one.scores or {}).get(one.relevance or "", 1.0)
            out.append((sure, row["id"], f"relevance {row['relevance']}, said {one.relevance}"))
            continue
        given = {topic.code: topic.score for topic in one.topics}
        out.extend((score, row["id"], f"{code} raised wrongly") for code, score in given.items() if code not in row["topics"])
        if reading is not None:
            scores = annotator.encoder.calibration.topic_scores(reading.topics)
            missed = [code for code in row["topics"] if code not in given]
            out.extend((1 - float(scores[TOPICS.index(code)]), row["id"], f"{code} missed") for code in missed)
    return sorted(out, key=lambda error: (-error[0], error[1:]))


def main() -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.errors", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, default=MODEL)
    annotator = Annotator(parser.parse_args().model)
    rows = list(load_gold().values())
    said = [one for one in annotator.annotate(texts_of(rows)) if isinstance(one, Annotation)]
    print(f"model {annotator.version}, {len(rows)} texts\n\nRelevance: labelled (down), said (across)\n")
    print(grid(Counter((row["relevance"], one.relevance or NONE) for row, one in zip(rows, said, strict=True)), RELEVANCES))
    print("\nTopics: missed (down) while wrongly raised (across) in the same text\n")
    counts: Counter[tuple[str, str]] = Counter()
    for row, one in zip(rows, said, strict=True):
        counts.update(confusion(set(row["topics"]), {topic.code for topic in one.topics}))
    print(grid(counts, [name for name in (*TOPICS, NONE) if any(name in pair for pair in counts)]))
    print("\nThe errors that the tagger was surest of\n\n| text | error | how sure |\n|---|---|---|")
    for sure, name, what in worst(annotator, rows, said)[:MOST]:
        print(f"| {name} | {what} | {sure:.2f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
