"""Amounts of money in three languages."""

import time

import pytest

from nlp import money
from nlp.numerals import value_of


@pytest.mark.parametrize(
    ("language", "text", "value", "currency"),
    [
        ("ko", "벌금 3천만원을", 30_000_000, "KRW"),
        ("ko", "3억5천만원을 가로챘다", 350_000_000, "KRW"),
        ("ko", "3000만 원 이하", 30_000_000, "KRW"),
        ("ko", "1000만~5000만 원", 50_000_000, "KRW"),
        ("ko", "2억 홍콩달러", 200_000_000, "HKD"),
        ("ko", "6만 유로의 벌금", 60_000, "EUR"),
        ("ko", "삼천오백만 원", 35_000_000, "KRW"),
        ("ko", "천만 원 이상 오천만 원 이하", 50_000_000, "KRW"),
        ("ko", "일억 오천만 원", 150_000_000, "KRW"),
        ("fr", "1,5 million d’euros", 1_500_000, "EUR"),
        ("fr", "60 000 euros d'amende", 60_000, "EUR"),
        ("fr", "75.000 euros", 75_000, "EUR"),
        ("fr", "de 1.600 à 80.000 euros", 80_000, "EUR"),
        ("fr", "deux mille euros", 2_000, "EUR"),
        ("fr", "15 M€", 15_000_000, "EUR"),
        ("en", "30 mln won", 30_000_000, "KRW"),
        ("en", "KRW50 million and five years", 50_000_000, "KRW"),
        ("en", "between TRY 500,000 and TRY 5,000,000", 5_000_000, "TRY"),
        ("en", "US$1.2bn", 1.2e9, "USD"),
        ("en", "5 lakh rupees", 500_000, "INR"),
        ("en", "Rs 2 crore", 20_000_000, "INR"),
        ("en", "fines of up to $150,000", 150_000, "USD"),
        ("en", "A$49.5 million", 49_500_000, "AUD"),
        ("en", "KES 5 million", 5_000_000, "KES"),
        ("en", "RM500,000", 500_000, "MYR"),
        ("en", "10 million to 50 million won", 50_000_000, "KRW"),
        ("en", "ten thousand dollars", 10_000, "USD"),
        ("en", "Rs 5,00,000", 500_000, "INR"),
        ("en", "₹10,00,000", 1_000_000, "INR"),
        ("en", "₹1,50,00,000", 15_000_000, "INR"),
        ("en", "$1.2M", 1_200_000, "USD"),
        ("en", "$500K", 500_000, "USD"),
        ("en", "5 Million dollars", 5_000_000, "USD"),
        ("en", "half a million dollars", 500_000, "USD"),
        ("en", "two and a half million dollars", 2_500_000, "USD"),
        ("en", "a million and a half euros", 1_500_000, "EUR"),
        ("en", "$1.125 million", 1_125_000, "USD"),
        ("en", "KRW 1,500 million", 1_500_000_000, "KRW"),
        ("fr", "un million et demi d'euros", 1_500_000, "EUR"),
        ("fr", "un demi-million d'euros", 500_000, "EUR"),
        ("fr", "1,125 million d'euros", 1_125_000, "EUR"),
        ("fr", "deux cent quatre-vingt mille euros", 280_000, "EUR"),
    ],
)
def test_value_and_currency(language: str, text: str, value: float, currency: str) -> None:
    """The scale word, the separators and the upper end of a range are read; a shared sign gets its commonest currency."""
    amounts = money.find(text, language)
    assert [(amount.value, money.settle(amount.currency, None)) for amount in amounts] == [(value, currency)]


@pytest.mark.parametrize(
    ("sign", "jurisdiction", "currency"),
    [
        ("$", "AU", "AUD"),
        ("$", "AU-NSW", "AUD"),
        ("$", "US", "USD"),
        ("$", "HK", "HKD"),
        ("peso", "PH", "PHP"),
        ("rupee", "PK", "PKR"),
        ("franc", "CH", "CHF"),
        ("$", "KR", "USD"),
        ("EUR", "US", "EUR"),
    ],
)
def test_jurisdiction_settles_a_shared_sign(sign: str, jurisdiction: str, currency: str) -> None:
    """A bare "$" is the dollar of the jurisdiction that has one, else the commonest."""
    assert money.settle(sign, jurisdiction) == currency


@pytest.mark.parametrize(
    "text",
    ["a real person, passed off as one, faces a trial", "for one reason", "14조의2 제4항", "수천만 원을 넘는다", "pour la première fois"],
)
def test_no_amount(text: str) -> None:
    """Numbers and words without a currency are no amounts."""
    assert [a for language in ("en", "fr", "ko") for a in money.find(text, language)] == []


@pytest.mark.parametrize(
    ("language", "part"),
    [
        ("ko", "1천"),
        ("ko", "1"),
        ("ko", "천 "),
        ("ko", "12,"),
        ("ko", "삼천만 "),
        ("en", "one and "),
        ("en", "12,"),
        ("fr", "un et "),
        ("fr", "1 000 "),
    ],
)
def test_long_rows_of_numbers_take_no_time(language: str, part: str) -> None:
    """A table pasted as text, without a currency, is read as fast as prose; each part more must not double the work."""
    start = time.process_time()
    assert money.find(part * 100 + "!", language) == []
    assert time.process_time() - start < 1


def test_offsets_are_code_points() -> None:
    """Offsets point at the amount in the string as given."""
    text = "그는 3천만 원을 냈다"
    amount = money.find(text, "ko")[0]
    assert text[amount.start : amount.end] == "3천만 원"


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "twenty-five", 25),
        ("en", "two hundred and fifty", 250),
        ("fr", "soixante-quinze mille", 75_000),
        ("fr", "quatre-vingt-dix", 90),
        ("fr", "cent quatre-vingts", 180),
        ("fr", "vingt-quatre", 24),
        ("en", "5,00,000", 500_000),
        ("fr", "1.600", 1600),
        ("fr", "1,5", 1.5),
        ("en", "60,000", 60_000),
        ("ko", "칠", 7),
        ("ko", "십오", 15),
        ("ko", "이십", 20),
        ("ko", "열두", 12),
        ("ko", "스물다섯", 25),
        ("ko", "반", 0.5),
    ],
)
def test_numerals(language: str, text: str, value: float) -> None:
    """Figures and number words have the value they write."""
    assert value_of(text, language) == value
