"""Reprints are recognised, however they were edited; other stories are not taken for them."""

from collections import Counter

import pytest

from nlp.stories import SAME_STORY, first_prints, signature, similarity, sketch
from tests.quality.reprints import LANGUAGES, Pair, pairs

WIRE = (
    "The cabinet approved a draft law on Tuesday that would punish the making of sexual deepfakes, the justice ministry said. The draft goes to parliament in "
    "January. Opposition parties said that they would ask for harsher terms, while a digital rights group warned of a text too broad to be applied. "
    "Police had opened more than three hundred cases in the first half of the year, most of them against pupils."
)
OTHER = (
    "A court in the capital sentenced a former teacher on Monday for spreading sexual deepfakes of colleagues. The judge spoke of a lasting breach of trust. "
    "The defence announced an appeal. It is the first verdict of its kind in the district, where two further trials are to begin before the summer."
)
LEAST = 0.98


def _said(pair: Pair) -> bool:
    """What the archive would say: a key in common, and enough of the shorter text in the longer."""
    left, right = signature(pair.left), signature(pair.right)
    if left is None or right is None:
        return False
    return bool(set(left.bands) & set(right.bands)) and similarity(left.values, right.values) >= SAME_STORY


@pytest.mark.parametrize(
    ("text", "is_same"),
    [(WIRE, True), ("(Agency) " + WIRE.replace("on Tuesday", "on 3 November") + " More follows.", True), (OTHER, False)],
)
def test_same_text_or_other_story(text: str, is_same: bool) -> None:
    """A byline and a changed word do not hide a reprint; another story on the subject is far away."""
    left, right = signature(WIRE), signature(text)
    assert left and right
    assert (similarity(left.values, right.values) >= SAME_STORY) is is_same
    assert bool(set(left.bands) & set(right.bands)) or not is_same


def test_labelled_pairs_are_told_apart() -> None:
    """Cases 31 and 32: light and heavy edits are found, two reports on one event and digests with one headline are not joined."""
    labelled = pairs()
    said = [_said(pair) for pair in labelled]
    hits = sum(answer and pair.is_reprint for answer, pair in zip(said, labelled, strict=True))
    wrong = Counter(pair.how for answer, pair in zip(said, labelled, strict=True) if answer != pair.is_reprint)
    assert len(labelled) >= 400
    assert {pair.language for pair in labelled} == set(LANGUAGES)
    assert hits / sum(said) >= LEAST, wrong
    assert hits / sum(pair.is_reprint for pair in labelled) >= LEAST, wrong


def test_texts_are_grouped_under_their_first_print() -> None:
    """Also where the second reprint was made from the first, and beside texts too short to say."""
    cut = WIRE[: len(WIRE) // 2] + " " + OTHER[:60]
    assert first_prints([sketch(text) for text in (WIRE, OTHER, "Too short.", WIRE.upper(), cut, "Too short.", OTHER + " More.")]) == [
        0,
        1,
        2,
        0,
        0,
        5,
        1,
    ]
    assert first_prints([]) == []


def test_short_texts_have_no_signature() -> None:
    """Two photo captions would look alike."""
    assert signature("A short note.") is None
