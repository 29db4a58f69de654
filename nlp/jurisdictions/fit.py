"""Fits the weights of `scoring` on labelled articles: `python -m nlp.jurisdictions.fit FILE.jsonl … > nlp/jurisdictions/weights.toml`.

A line is a training record: `title`, `text`, `lang` (or an id that begins with the language), `country`, `relevance`, `jurisdictions` (each with
`code` and `role`), `event`. Each article is seen twice, with and without its outlet's country. Thresholds are chosen on cross-validated scores,
articles on one event in one fold. Needs
scikit-learn (extra `test`). The development set never goes in.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from core.errors import UsageError
from nlp.jurisdictions import infer_home
from nlp.jurisdictions.mentions import mentions
from nlp.jurisdictions.scoring import FEATURES, candidates, features
from nlp.pipeline import LANGUAGES, make_doc, sentences

FOLDS = 5
Row = tuple[tuple[float, ...], str, str]


def rows(records: Iterable[dict[str, Any]]) -> Iterator[Row]:
    """Features, role (`primary`, `mentioned`, "") and event of each candidate of each `law` article."""
    for record in records:
        language = record.get("lang") or record["id"].split("-")[0]
        if record.get("relevance") != "law" or language not in LANGUAGES:
            continue
        roles = {item["code"]: item["role"] for item in record["jurisdictions"]}
        doc = make_doc(record.get("title") or "", record["text"], language)
        found, parts = mentions(doc), sentences(doc)
        for country in (record.get("country"), None):
            home = infer_home(doc, found, country)
            by_code = candidates(found, home)
            table = features(by_code, home, (len(parts), bool(parts) and parts[0].field == "title"))
            for code, row in table.items():
                yield row, roles.get(code, ""), str(record.get("event") or record["id"])


def fit(table: list[Row], role: str) -> str:
    """The section of weights.toml for a role; candidates with the other role are left out of `mentioned`."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict

    kept = [(row, found == role, event) for row, found, event in table if role == "primary" or found != "primary"]
    if sum(is_role for _, is_role, _ in kept) < FOLDS:
        raise UsageError(f"only {sum(is_role for _, is_role, _ in kept)} candidates are {role}; give training files with at least {FOLDS}")
    values, truth, events = [row for row, _, _ in kept], [is_role for _, is_role, _ in kept], [event for _, _, event in kept]
    model = LogisticRegression(C=1.0, max_iter=2000).fit(values, truth)
    folds = {"cv": GroupKFold(FOLDS), "groups": events}
    scores = cross_val_predict(LogisticRegression(C=1.0, max_iter=2000), values, truth, method="predict_proba", **folds)[:, 1]
    threshold = max((n / 50 for n in range(15, 40)), key=lambda cut: _f1(scores, truth, cut))
    lines = [f"[{role}]", f"bias = {model.intercept_[0]:.3f}", f"threshold = {threshold:.2f}"]
    return "\n".join([*lines, *(f"{name} = {weight:.3f}" for name, weight in zip(FEATURES, model.coef_[0], strict=True))])


def _f1(scores: Iterable[float], truth: Iterable[bool], cut: float) -> float:
    """F1 of the scores at a threshold."""
    pairs = [(score >= cut, is_role) for score, is_role in zip(scores, truth, strict=True)]
    right = sum(told and is_role for told, is_role in pairs)
    return 2 * right / max(1, sum(told for told, _ in pairs) + sum(is_role for _, is_role in pairs))


def main(paths: list[str]) -> None:
    """Prints weights.toml for the training files."""
    if not paths:
        raise UsageError("no training files; give one or more JSONL files of labelled articles")
    records = (json.loads(line) for path in paths for line in Path(path).read_text("utf8").splitlines() if line.strip())
    table = list(rows(records))
    sys.stdout.write(f"# python -m nlp.jurisdictions.fit {' '.join(paths)}  (scoring.py explains the features)\n")
    sys.stdout.write(fit(table, "primary") + "\n\n" + fit(table, "mentioned") + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
