"""Normal forms and the way back to raw offsets."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.normal import clean, fold, normal, normal_with_origins


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("ＡＩ　법", "AI 법"),
        (unicodedata.normalize("NFD", "딥페이크"), "딥페이크"),
        ("l’Assemblée", "l'Assemblée"),
        ("ﬁn", "fin"),
        ("a\u200bb\u202ec\x0bd\ud800e\u00adf", "abcdef"),
        ("n\u00a0°\u202f5", "n ° 5"),
        ("plain", "plain"),
    ],
)
def test_forms_become_one(raw: str, expected: str) -> None:
    """Full-width, decomposed, curly, invisible: the same as the plain form, with and without offsets."""
    assert normal(raw) == expected == normal_with_origins(raw).text


@given(st.text(alphabet="aé́e\u0301각ㄱ\u1100\u1161\u11a8ﬁＡ\u200b’ \x0b1", max_size=60))
def test_offsets_lead_back(raw: str) -> None:
    """Offsets rise, stay within the raw text, and end at its end."""
    shape = normal_with_origins(raw)
    origins = [shape.raw(offset) for offset in range(len(shape.text) + 1)]
    assert origins == sorted(origins)
    assert origins[-1] == len(raw) or not shape.text
    assert all(0 <= origin <= len(raw) for origin in origins)


def test_a_decomposed_word_is_found_at_its_raw_place() -> None:
    """The second word of a decomposed text begins where it does on the page."""
    raw = unicodedata.normalize("NFD", "딥페이크 처벌")
    shape = normal_with_origins(raw)
    at = shape.text.index("처벌")
    assert unicodedata.normalize("NFC", raw[shape.raw(at) : shape.raw(at + 2)]) == "처벌"


@pytest.mark.parametrize(
    ("raw", "expected"), [("Élus", "elus"), ("ŒUVRE", "oeuvre"), ("Straße", "strasse"), ("딥페이크", "딥페이크"), ("が", "が")]
)
def test_folding_takes_case_and_accents(raw: str, expected: str) -> None:
    """Latin accents go; Hangul and kana keep their shape."""
    assert fold(raw) == expected


def test_cleaning_keeps_what_is_written() -> None:
    """Stored text loses what cannot be seen, and keeps its quotes and full-width letters."""
    assert clean("“ＡＩ”\x00\u202e\ud800\tl’\n") == "“ＡＩ”\tl’\n"
