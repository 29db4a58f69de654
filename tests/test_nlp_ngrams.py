"""The n-grams beside the network: how a sentence is hashed, what the model adds, and that it is fitted on what is marked."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.article import TOPICS, Evidence
from nlp.corpus import Record
from nlp.encoder import MODEL, Encoder, describe
from nlp.ngrams import BITS, buckets, logits
from nlp.ngrams_fit import fit
from nlp.sentences import sentences_of

SEXUAL, COURT = TOPICS.index("sexual"), TOPICS.index("court")


def test_buckets_are_what_the_shipped_weights_were_fitted_with() -> None:
    """Another hash would make noise of the weights without any error."""
    assert buckets("딥페이크 법").tolist()[:4] == [4769, 6011, 8408, 8902]
    assert buckets("a bill").tolist()[:4] == [3793, 6016, 14084, 19180]


def test_case_and_spacing_do_not_count() -> None:
    assert buckets("  The  BILL\npassed ").tolist() == buckets("the bill passed").tolist()


@pytest.mark.parametrize("text", ["", " ", "a", "\ud800", "가", "🫠" * 3, "x" * 5000])
def test_any_text_has_buckets_in_range(text: str) -> None:
    found = buckets(text)
    assert len(found) and found.max() < 1 << BITS
    assert len(np.unique(found)) == len(found)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_text_holds_what_its_words_hold(left: str, right: str) -> None:
    """Between spaces nothing is lost: the n-grams of a word with its borders are among those of any text that has it."""
    if left.split() and right.split():
        assert set(buckets(left).tolist()) <= set(buckets(f"{left} {right}").tolist())


def test_logits_are_a_mean_of_weights() -> None:
    """Each distinct n-gram counts one over the root of how many there are."""
    weight = np.zeros((1 << BITS, 2), np.int8)
    mine = buckets("faux nu")
    weight[mine, 1] = 100
    heads = {"ngram_weight": weight, "ngram_scale": np.array([1.0, 0.5]), "ngram_bias": np.array([-1.0, -2.0])}
    out = logits(heads, ["faux nu", "xyz"])
    assert out[0] == pytest.approx([-1.0, 0.5 * 100 * len(mine) / np.sqrt(len(mine)) - 2.0])
    assert out[1] == pytest.approx([-1.0, -2.0])


def record(number: int, text: str, topic: str | None, shown: str = "") -> Record:
    """An article of which one sentence shows a topic."""
    place = text.find(shown)
    return Record(
        id=f"en-{number}",
        language="en",
        title="",
        text=text,
        relevance="law",
        event=f"e{number}",
        country=None,
        topics={topic: (Evidence(field="text", start=place, end=place + len(shown)),)} if topic else {},
        primary=frozenset({"KR"}),
        mentioned=frozenset(),
    )


def test_fit_learns_the_marked_sentence_not_its_neighbours() -> None:
    records = []
    for n in range(12):
        nude, trial = f"A fake nude of pupil {n} was shared.", f"The judge jailed defendant {n}."
        records.append(record(2 * n, f"Rain fell on day {n}. {nude}", "sexual", nude))
        records.append(record(2 * n + 1, f"Rain fell on day {n}. {trial}", "court", trial))
    weight, bias = fit(records)
    assert weight.shape == (1 << BITS, len(TOPICS))
    heads = {"ngram_weight": weight, "ngram_scale": np.ones(len(TOPICS)), "ngram_bias": bias}
    nude, trial, rain = logits(heads, ["Fake nudes of a teacher were shared.", "A judge jailed him.", "Rain fell on Monday."])
    assert nude[SEXUAL] > 0 > max(trial[SEXUAL], rain[SEXUAL])
    assert trial[COURT] > 0 > max(nude[COURT], rain[COURT])
    unmarked = [n for n in range(len(TOPICS)) if n not in (SEXUAL, COURT)]
    assert not weight[:, unmarked].any() and not bias[unmarked].any()


def test_the_shipped_model_adds_them_to_every_sentence() -> None:
    title, text = "Assembly votes", "MPs passed the deepfake bill on Monday. It was raining."
    with_them, without = Encoder(MODEL), Encoder(MODEL)
    kept = without.heads
    without.__dict__["heads"] = {name: value for name, value in kept.items() if not name.startswith("ngram_")}
    sentences = sentences_of(title, text, "en")
    (one,), (other,) = with_them.read([sentences]), without.read([sentences])
    assert one is not None and other is not None
    assert one.sentences - other.sentences == pytest.approx(logits(kept, [said for _, said in sentences]), abs=1e-4)
    assert one.relevance == pytest.approx(other.relevance)


def test_a_changed_threshold_is_another_version(tmp_path: Path) -> None:
    """Labels change with the thresholds, so articles must be known to be tagged otherwise."""
    for name in ("encoder.onnx", "heads.npz", "tagger.json"):
        shutil.copy(MODEL / name, tmp_path)
    about = json.loads((tmp_path / "tagger.json").read_text("utf8"))
    describe(tmp_path, {name: value for name, value in about.items() if name != "version"})
    same = json.loads((tmp_path / "tagger.json").read_text("utf8"))["version"]
    describe(tmp_path, {**about, "calibration": {**about["calibration"], "certain": 0.7}})
    assert same == about["version"] != json.loads((tmp_path / "tagger.json").read_text("utf8"))["version"]
