"""Whether a query in one language finds the article in another: `python -m tests.quality.search_recall`.

150 pairs of a query and the article that answers it (`search_pairs.jsonl`, 25 in each of the six directions, invented events), written by
someone who had seen neither the concepts nor the index; the other 149 articles of a pair are what the article must be told from. Recall is the
share of queries whose article stands among the first ten.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from core.article import RELEVANCES, Annotation, Article
from core.settings import Settings
from fauxlex.meaning import embedder
from index.base import CONCEPT_LANGUAGES, Filters, IndexDocument, Query
from index.embedded import EmbeddedIndex, open_embedded
from language.analysis import analyze
from nlp.annotate import MODEL, Annotator, Text

PAIRS = Path(__file__).with_name("search_pairs.jsonl")
FIRST = 10
EVERYTHING = Filters(relevance=RELEVANCES)


def pairs() -> list[dict[str, Any]]:
    """The pairs, in order of id."""
    return [json.loads(line) for line in PAIRS.read_text("utf8").splitlines()]


def indexed(folder: Path, rows: Sequence[dict[str, Any]], annotator: Annotator) -> EmbeddedIndex:
    """An embedded index of the articles as the tagger reads them."""
    texts = [Text(id=row["id"], title=row["title"], text=row["text"], language=row["language"]) for row in rows]
    opened = open_embedded(folder)
    seen = datetime(2026, 11, 1, tzinfo=UTC)
    for row, said in zip(rows, annotator.annotate(texts), strict=True):
        assert isinstance(said, Annotation), row["id"]
        article = Article(
            id=row["id"], url=f"https://outlet.example/{row['id']}", title=row["title"], text=row["text"], language=row["language"]
        )
        analysis = analyze(row["title"], row["text"], row["language"])
        opened.upsert([IndexDocument(article=article, annotation=said, analysis=analysis, sequence=1, first_seen=seen)])
    opened.commit()
    return opened


def queries(rows: Sequence[dict[str, Any]], embedding: Callable[[str], bytes | None]) -> dict[str, list[Query]]:
    """The queries in each way of asking."""
    plain = [Query(text=row["query"], filters=EVERYTHING, limit=FIRST) for row in rows]
    wide = [replace(query, expand=CONCEPT_LANGUAGES) for query in plain]
    meant = [replace(query, mode="semantic", vector=embedding(query.text)) for query in plain]
    both = [replace(query, mode="hybrid", vector=other.vector) for query, other in zip(wide, meant, strict=True)]
    return {"words as typed": plain, "with concepts": wide, "semantic": meant, "hybrid": both}


def recall(opened: EmbeddedIndex, rows: Sequence[dict[str, Any]], asked: Sequence[Query]) -> dict[str, float]:
    """Share found among the first ten, of all and in each direction."""
    found = np.array([row["id"] in {hit.id for hit in opened.search(query).hits} for row, query in zip(rows, asked, strict=True)])
    ways = [f"{row['query_language']}→{row['language']}" for row in rows]
    return {"all": float(found.mean())} | {way: float(found[[one == way for one in ways]].mean()) for way in sorted(set(ways))}


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.search_recall", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, default=MODEL)
    model = parser.parse_args().model
    annotator = Annotator(model)
    rows = pairs()
    with tempfile.TemporaryDirectory() as folder:
        opened = indexed(Path(folder), rows, annotator)
        print(f"model {annotator.version}, {len(rows)} pairs: share found among the first {FIRST}")
        for name, asked in queries(rows, embedder(Settings(model=model))).items():
            print(f"{name:16}" + "  ".join(f"{way} {value:.2f}" for way, value in recall(opened, rows, asked).items()))
        opened.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
