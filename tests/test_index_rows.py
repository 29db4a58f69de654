"""The values of an article, worked out once for both backends."""

from datetime import UTC, datetime, timedelta

import pytest

from index.base import Filters
from index.rows import filter_values, order_key, row, with_countries
from tests.index_documents import NOON, document


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["US-CA"], ["US-CA", "US"]),
        (["CA-QC", "CA"], ["CA-QC", "CA", "CA"]),
        (["EU"], ["EU"]),
        (["GB-ENG"], ["GB-ENG", "GB"]),
        ([], []),
    ],
)
def test_subdivisions_bring_their_country(codes: list[str], expected: list[str]) -> None:
    """ISO 3166-2 codes begin with the country's."""
    assert with_countries(codes) == expected


def test_values_are_not_doubled() -> None:
    """A country that is named beside its subdivision counts once."""
    made = row(document("a", jurisdictions=(("CA-QC", "primary"), ("CA", "primary"), ("CA", "mentioned"))))
    assert made.keywords["jurisdiction"] == ("CA-QC", "CA")


def test_newer_comes_first_unknown_last_and_keys_fit() -> None:
    """Keys rise with age, fit 63 bits, and differ within a second."""
    moments = [
        datetime(9999, 12, 31, tzinfo=UTC),
        NOON + timedelta(seconds=1),
        NOON,
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(1, 1, 2, tzinfo=UTC),
        None,
    ]
    keys = [order_key(moment, "a") for moment in moments]
    assert keys == sorted(keys)
    assert len(set(keys[1:4])) == 3 and keys[-1] > keys[-2]
    assert keys[0] >= 0 and keys[-1] < 1 << 63
    assert order_key(NOON, "a") != order_key(NOON, "b")


def test_filters_take_codes_in_any_case() -> None:
    """What is typed in another case means the same."""
    filters = Filters(jurisdictions=("kr", "Unknown"), topics=("SEXUAL",), languages=("FR-ca",), sources=("Yna",), relevance=())
    assert filter_values(filters) == [
        ("jurisdiction", ("KR", "unknown")),
        ("topic", ("sexual",)),
        ("language", ("fr",)),
        ("source", ("yna",)),
    ]


def test_a_title_and_its_text_are_two_stretches() -> None:
    """So that no phrase runs from one into the other."""
    made = row(document("a", "New law", "Passed today"))
    assert made.texts["terms"] == ("new law", "pass today")
    assert made.texts["title_terms"] == ("new law",)
