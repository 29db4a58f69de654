"""Dates as Korean, French and English pages write them."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

from extraction.dates import home_zone, is_plausible, parse_date, stated_offset

SEOUL = ZoneInfo("Asia/Seoul")
PARIS = ZoneInfo("Europe/Paris")


def _zone(hours: float) -> timezone:
    return timezone(timedelta(hours=hours))


@pytest.mark.parametrize(
    ("text", "zone", "wanted"),
    [
        ("2024-09-26T14:05:00+09:00", UTC, datetime(2024, 9, 26, 14, 5, tzinfo=_zone(9))),
        ("2024-09-26T14:05:00.123Z", SEOUL, datetime(2024, 9, 26, 14, 5, tzinfo=UTC)),
        ("2024-09-26T14:05:00-0400", UTC, datetime(2024, 9, 26, 14, 5, tzinfo=_zone(-4))),
        ("2024-09-26 14:05", SEOUL, datetime(2024, 9, 26, 14, 5, tzinfo=SEOUL)),
        ("2024-09-26", PARIS, datetime(2024, 9, 26, tzinfo=PARIS)),
        ("20240926140500", SEOUL, datetime(2024, 9, 26, 14, 5, tzinfo=SEOUL)),
        ("1727327100", SEOUL, datetime(2024, 9, 26, 5, 5, tzinfo=UTC)),
        (1727327100000, SEOUL, datetime(2024, 9, 26, 5, 5, tzinfo=UTC)),
        ("입력 2024.09.26. 오후 2:05", SEOUL, datetime(2024, 9, 26, 14, 5, tzinfo=SEOUL)),
        ("입력 2024.09.26. 오전 12:05", SEOUL, datetime(2024, 9, 26, 0, 5, tzinfo=SEOUL)),
        ("24.09.26", SEOUL, datetime(2024, 9, 26, tzinfo=SEOUL)),
        ("26.11.12 (목) 18:33", SEOUL, datetime(2026, 11, 12, 18, 33, tzinfo=SEOUL)),
        ("2024년 9월 26일 14시 05분", SEOUL, datetime(2024, 9, 26, 14, 5, tzinfo=SEOUL)),
        ("2024/09/26 14:05:31", SEOUL, datetime(2024, 9, 26, 14, 5, 31, tzinfo=SEOUL)),
        ("Publié le 26/09/2024 à 14h05", PARIS, datetime(2024, 9, 26, 14, 5, tzinfo=PARIS)),
        ("26 septembre 2024 à 14 h 05", PARIS, datetime(2024, 9, 26, 14, 5, tzinfo=PARIS)),
        ("le 1er août 2024", PARIS, datetime(2024, 8, 1, tzinfo=PARIS)),
        ("03/04/2024", PARIS, datetime(2024, 4, 3, tzinfo=PARIS)),
        ("September 26, 2024 2:05 PM EDT", UTC, datetime(2024, 9, 26, 14, 5, tzinfo=_zone(-4))),
        ("Thursday 26 September 2024 14.05 BST", UTC, datetime(2024, 9, 26, 14, 5, tzinfo=_zone(1))),
        ("Thu, 26 Sep 2024 14:05:00 +0900", UTC, datetime(2024, 9, 26, 14, 5, tzinfo=_zone(9))),
        ("17:41 JST, October 13, 2024", UTC, datetime(2024, 10, 13, 17, 41, tzinfo=_zone(9))),
    ],
)
def test_dates_as_pages_write_them(text: object, zone: tzinfo, wanted: datetime) -> None:
    """The moment and its offset, both."""
    got = parse_date(text, zone)
    assert got == wanted
    assert got is not None
    assert got.utcoffset() == wanted.utcoffset()


def test_month_first_only_where_asked() -> None:
    """03/04/2024 is 4 March for a page from the United States; 26/09/2024 is September anywhere."""
    assert parse_date("03/04/2024", UTC, month_first=True) == datetime(2024, 3, 4, tzinfo=UTC)
    assert parse_date("26/09/2024", UTC, month_first=True) == datetime(2024, 9, 26, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2024-13-45", "31 février 2024", "99.99.99", None, True, [], "version 1.2.3", float("1e300")]
)
def test_what_is_no_date_is_none(text: object) -> None:
    """Nothing is invented."""
    assert parse_date(text, UTC) is None


@pytest.mark.parametrize(
    ("host", "language", "wanted"),
    [
        ("news.example.kr", "en", "Asia/Seoul"),
        ("news.example.com", "ko-KR", "Asia/Seoul"),
        ("www.example.fr", None, "Europe/Paris"),
        ("www.example.be", "fr", "Europe/Brussels"),
        ("www.example.com", "fr-CH", "Europe/Zurich"),
        ("www.example.com", "fr-FR", "UTC"),
        ("www.example.com", "en", "UTC"),
    ],
)
def test_home_zone_only_where_it_is_known(host: str, language: str | None, wanted: str) -> None:
    """One-zone homes by language or domain; everything else is UTC."""
    assert str(home_zone(host, language)) == wanted


def test_the_future_and_the_time_before_the_web_are_not_plausible() -> None:
    """More than a day ahead, or before 1990."""
    now = datetime(2026, 11, 22, tzinfo=UTC)
    assert is_plausible(now + timedelta(hours=23), now)
    assert not is_plausible(now + timedelta(hours=25), now)
    assert not is_plausible(datetime(1970, 1, 1, tzinfo=UTC), now)


def test_z_states_no_home_offset() -> None:
    """`Z` is a way to write a moment, `+09:00` says where the outlet is."""
    assert stated_offset("2024-09-26T14:05:00Z") is None
    assert stated_offset("2024-09-26T14:05:00+09:00") == _zone(9)
