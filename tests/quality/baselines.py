"""What simpler taggers reach with the same training data: a list of terms, and a linear model over frozen sentence embeddings."""

import importlib.util
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.article import TOPICS
from nlp.corpus import Record, load
from tests.quality.scoring import Labels

NOTHING: Any = frozenset()
BASE = Path(__file__).parent.parent.parent / ".cache" / "train" / "base"


def term_baseline(rows: Sequence[Mapping[str, Any]]) -> list[Labels]:
    """Words that tell a label best in the training data (by log-odds, at least 4 articles), 25 a label; a text with 2 of them has it."""
    records = load()
    lists = {code: _telling([code in r.topics for r in records], records) for code in TOPICS}
    kinds = {name: _telling([r.relevance == name for r in records], records) for name in ("law", "deepfake", "other")}
    out = []
    for row in rows:
        words = _words(f"{row.get('title') or ''} {row['text']}")
        said = max(kinds, key=lambda name: len(words & kinds[name]))
        topics = frozenset(code for code in TOPICS if len(words & lists[code]) >= 2) if said != "other" else frozenset()
        out.append(Labels(said, topics, NOTHING, NOTHING, NOTHING, ()))
    return out


def linear_baseline(rows: Sequence[Mapping[str, Any]]) -> list[Labels] | None:
    """Logistic regression over mean token vectors of the base encoder, before any tuning; None where that encoder is not at hand.

    It lies in `.cache/train/base` once `make models` has run (torch is needed to read it).
    """
    if not (BASE / "model.safetensors").is_file() or importlib.util.find_spec("torch") is None:
        return None
    from sklearn.linear_model import LogisticRegression

    records = load()
    train = _vectors([f"{r.title}\n{r.text}" for r in records])
    test = _vectors([f"{row.get('title') or ''}\n{row['text']}" for row in rows])

    def fit(labels: Sequence[Any]) -> Any:
        return LogisticRegression(C=30.0, max_iter=2000, class_weight="balanced").fit(train, labels)

    said = fit([r.relevance for r in records]).predict(test)
    columns = {code: fit([code in r.topics for r in records]).predict(test) for code in TOPICS}
    out = []
    for n in range(len(rows)):
        topics = frozenset(code for code in TOPICS if columns[code][n]) if said[n] != "other" else NOTHING
        out.append(Labels(str(said[n]), topics, NOTHING, NOTHING, NOTHING, ()))
    return out


def _vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """Mean token vectors, L2 norm 1, of the first 512 tokens of each text ("passage: " before it, as the model was trained)."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(BASE)
    model = AutoModel.from_pretrained(BASE, add_pooling_layer=False).eval()
    out = []
    with torch.no_grad():
        for text in texts:
            given = tokenizer("passage: " + text, truncation=True, max_length=512, return_tensors="pt")
            mean = model(input_ids=given["input_ids"], attention_mask=given["attention_mask"]).last_hidden_state[0].mean(0)
            out.append((mean / mean.norm()).numpy())
    return np.stack(out)


def _telling(labels: Sequence[bool], records: Sequence[Record]) -> frozenset[str]:
    inside: dict[str, int] = {}
    outside: dict[str, int] = {}
    for label, record in zip(labels, records, strict=True):
        counts = inside if label else outside
        for word in _words(f"{record.title} {record.text}"):
            counts[word] = counts.get(word, 0) + 1
    yes, no = sum(labels), len(labels) - sum(labels)
    score = {
        word: np.log((count + 0.5) / (yes + 1)) - np.log((outside.get(word, 0) + 0.5) / (no + 1))
        for word, count in inside.items()
        if count >= 4
    }
    return frozenset(sorted(score, key=lambda word: (-score[word], word))[:25])


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]{2,}", text.lower()))
