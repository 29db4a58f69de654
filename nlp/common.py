"""What the embeddings of all articles share, taken out of each: `python -m nlp.common` (after a training; `nlp.train` calls it).

A tuned encoder's vectors lie in a narrow cone, so that two articles on other matters are nearly as alike as two on the same. Taking away their mean
and their first few principal directions leaves what tells them apart (Mu and Viswanath, "All-but-the-top", ICLR 2018). Queries are short and
lie elsewhere in the cone; they have a mean of their own, that of headlines.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.article import Evidence
from nlp.corpus import Record, load, parted
from nlp.encoder import MODEL, Encoder, describe
from nlp.sentences import sentences_of

DIRECTIONS = 3
"""A hundredth of the width, as that paper has it."""
EVERY = 4
"""One article in so many of the training data is enough for a mean and three directions."""


def write_common(folder: Path, records: Sequence[Record]) -> None:
    """Adds to the model's heads what the articles on the subject share: `common_article` [H], `common_query` [H], `common_directions` [3, H].

    The model's version changes with them.
    """
    heads: dict[str, Any] = {name: value for name, value in Encoder(folder).heads.items() if not name.startswith("common_")}
    np.savez(folder / "heads.npz", **heads)
    encoder = Encoder(folder)  # gives the vectors as the network has them
    chosen = [record for record in records if record.relevance != "other"][::EVERY]
    articles = _vectors(encoder, [sentences_of(one.title, one.text, one.language) for one in chosen])
    queries = _vectors(encoder, [[(Evidence(field="title", start=0, end=len(one.title)), one.title)] for one in chosen if one.title])
    mean = articles.mean(0)
    directions = np.linalg.svd(articles - mean, full_matrices=False)[2][:DIRECTIONS]
    np.savez(folder / "heads.npz", **heads, common_article=mean, common_query=queries.mean(0), common_directions=directions)
    describe(folder, {name: value for name, value in encoder.about.items() if name != "version"})


def _vectors(encoder: Encoder, articles: Sequence[Sequence[tuple[Evidence, str]]]) -> NDArray[np.float32]:
    return np.stack([reading.embedding for reading in encoder.read(articles) if reading is not None])


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m nlp.common", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, default=MODEL)
    folder = parser.parse_args().model
    training, _ = parted(load(), set(Encoder(folder).about["set_aside"]))
    write_common(folder, training)
    return 0


if __name__ == "__main__":
    sys.exit(main())
