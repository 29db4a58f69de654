"""Reprints are recognised; other stories are not taken for them."""

import pytest

from nlp.stories import SAME_STORY, signature, similarity

WIRE = (
    "The cabinet approved a draft law on Tuesday that would punish the making of sexual deepfakes, the justice ministry said. The draft goes to parliament in "
    "January. Opposition parties said that they would ask for harsher terms, while a digital rights group warned of a text too broad to be applied. "
    "Police had opened more than three hundred cases in the first half of the year, most of them against pupils."
)
OTHER = (
    "A court in the capital sentenced a former teacher on Monday for spreading sexual deepfakes of colleagues. The judge spoke of a lasting breach of trust. "
    "The defence announced an appeal. It is the first verdict of its kind in the district, where two further trials are to begin before the summer."
)


@pytest.mark.parametrize(
    ("text", "is_same"),
    [(WIRE, True), ("(Agency) " + WIRE.replace("on Tuesday", "on 3 November") + " More follows.", True), (OTHER, False)],
)
def test_same_text_or_other_story(text: str, is_same: bool) -> None:
    """A byline and a changed word do not hide a reprint; another story on the subject is far away, and found by no band alone."""
    left, right = signature(WIRE), signature(text)
    assert left and right
    assert (similarity(left.values, right.values) >= SAME_STORY) is is_same
    assert bool(set(left.bands) & set(right.bands)) or not is_same


def test_short_texts_have_no_signature() -> None:
    """Two photo captions would look alike."""
    assert signature("A short note.") is None
