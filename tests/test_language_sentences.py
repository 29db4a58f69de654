"""Sentences: where they end, and where they do not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.sentences import split

CASES = [
    ("en", "Mr. Smith of the U.S. Senate said No. 5 passed.| He left.| Sen. Lee agreed."),
    ("en", "It cost $3.5 million.| The law, s. 66 of the act, applies."),
    ("en", "He was held in the U.S.| The court freed him."),
    ("en", "“We act.”| He left."),
    ("en", "Really?!| Yes … perhaps.| No."),
    ("en", "It begins on Jan. 3 at 5 p.m. on Monday."),
    ("en", "J. K. Doe v. State was decided.| 2025 was different."),
    ("en", "One line without a stop\n|Second line"),
    ("fr", "M. Durand a parlé.| Mme Petit aussi.| L’art. 226-8 du code s’applique."),
    ("fr", "Il a dit : « C’est fini. »| Puis il est parti."),
    ("fr", "La loi n° 2024-449 vise 1,5 million de comptes.| Elle entre en vigueur le 1er janv. 2026."),
    ("fr", "Pourquoi ?| Parce que.| Et après ? !"),
    ("fr", "Les vidéos, photos, etc. sont visées.| Le juge tranchera."),
    ("ko", "국회는 법안을 통과시켰다.| 내년에 시행된다."),
    ("ko", "국회는 통과시켰다.|그러나 반대도 있었다."),
    ("ko", "그는 “처벌해야 한다. 피해자가 많다.”라고 말했다.| 끝이다."),
    ("ko", "2024. 9. 26. 국회는 3.5% 올렸다.| 법은 2025. 1. 1. 시행된다."),
    ("ko", "정말인가?| 그렇다!| 끝"),
    ("ko", "첫 줄이다\n|둘째 줄이다"),
    ("de", "Das Gesetz gilt.| Es hilft."),
]


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_sentences_end_where_they_do(language: str, marked: str) -> None:
    """Abbreviations, dates, decimals and quotes do not end a sentence; stops, questions and line ends do."""
    expected = [piece.strip() for piece in marked.split("|")]
    text = marked.replace("|", "")
    assert [text[start:end] for start, end in split(text, language)] == expected


@given(st.text(alphabet="aB다.?!… \n“”«»'\"(1é\r\t", max_size=120), st.sampled_from(["ko", "fr", "en", "und"]))
def test_spans_cover_all_words_in_order(text: str, language: str) -> None:
    """Spans are ordered, apart, trimmed, hold no line end, and leave out nothing but blanks."""
    spans = split(text, language)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize("text", ["." * 50_000, "a. " * 50_000, "다." * 50_000, "“" * 20_000 + "가. 나", "x" * 200_000, "A.B." * 30_000])
@pytest.mark.parametrize("language", ["ko", "fr", "en"])
def test_hostile_text_takes_no_long_time(text: str, language: str) -> None:
    """Linear, also where every character looks like an end."""
    begun = time.perf_counter()
    split(text, language)
    assert time.perf_counter() - begun < 5
