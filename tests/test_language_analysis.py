"""One analysis for index, queries and snippets."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language import korean
from language.analysis import ANALYSIS_VERSION, analyze, analyze_field, analyze_query
from language.field_terms import Analysis
from language.hanja import in_hangul


def terms(text: str, language: str) -> list[str]:
    return list(analyze_field(text, language).terms)


@pytest.mark.parametrize(("term", "parts"), sorted(korean.legal_terms().items()))
def test_a_legal_term_stays_whole_and_splits_alike(term: str, parts: tuple[str, ...]) -> None:
    """Each term of the dictionary is one word to Kiwi, and gives the same units as its parts written with blanks."""
    tokens = korean.tokenize(f"{term}에 관한 논의가 있었다.")
    assert tokens[0].form == term
    assert terms(term, "ko") == list(parts) == terms(" ".join(parts), "ko")


SAME = [
    ("ko", "딥페이크를", "딥페이크"),
    ("ko", "딥페이크처벌법", "딥페이크 처벌법"),
    ("ko", "성폭력처벌법을", "성폭력 처벌법"),
    ("ko", "개정안에서는", "개정안"),
    ("ko", "처벌했다", "처벌하는"),
    ("ko", "의원들은", "의원"),
    ("ko", "ＡＩ법", "AI법"),
    ("ko", unicodedata.normalize("NFD", "허위영상물"), "허위영상물"),
    ("fr", "l’Assemblée", "assemblees"),
    ("fr", "d'élections", "élection"),
    ("fr", "lois", "loi"),
    ("fr", "adoptées", "adopté"),
    ("fr", "nationaux", "nationale"),
    ("fr", "Contenus", "contenu"),
    ("fr", "CHINOISE", "chinois"),
    ("en", "Korea’s", "Korea"),
    ("en", "deepfakes", "Deepfake"),
    ("en", "bills", "bill"),
    ("en", "U.S.", "US"),
]


@pytest.mark.parametrize(("language", "one", "other"), SAME)
def test_forms_of_a_word_are_one(language: str, one: str, other: str) -> None:
    """Particles, endings, spacing, elision, accents, number and gender do not tell words apart."""
    assert terms(one, language) == terms(other, language) != []


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("fr", "loi", "lait"), ("en", "law", "lawn"), ("ko", "처벌", "처리"), ("fr", "peine", "plein"), ("ko", "법안", "법원")],
)
def test_different_words_stay_different(language: str, one: str, other: str) -> None:
    """Stemming does not throw words together."""
    assert terms(one, language) != terms(other, language)


def test_offsets_are_those_of_the_raw_text() -> None:
    """Each unit stands where its letters do: after elision, inside compounds, behind quotes."""
    text = "« L’Assemblée » nationale"
    found = analyze_field(text, "fr")
    assert [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)] == ["Assemblée", "nationale"]
    text = "“성폭력처벌법” 개정안을"
    found = analyze_field(text, "ko")
    assert [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)] == ["성폭력", "처벌", "법", "개정", "안"]
    assert found.wholes == (("성폭력처벌법", 0), ("개정안", 3))
    assert found.surface == (("성폭력처벌법", 0), ("개정안을", 3))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="딥페이크를법 aéÉ’'-.U1년\n\u200b\u0301\u1103\u1175AI·“", max_size=50), st.sampled_from(["ko", "fr", "en", "de"]))
def test_any_text_gives_ordered_terms(text: str, language: str) -> None:
    """Offsets rise and fit, terms hold no blank, layers point at positions, and bytes give the same back."""
    made = analyze(text, text, language)
    for found in (made.title, made.text):
        assert len(found.terms) == len(found.starts) == len(found.ends)
        assert list(found.starts) == sorted(found.starts)
        assert all(start <= end <= len(text) for start, end in zip(found.starts, found.ends, strict=True))
        assert all(term and not any(char.isspace() for char in term) for term in found.terms)
        assert all(0 <= position < len(found.terms) for _, position in (*found.wholes, *found.surface))
    assert Analysis.from_bytes(made.to_bytes()) == made


@pytest.mark.parametrize(
    ("hanja", "hangul"),
    [("國會", "국회"), ("女性", "여성"), ("男女", "남녀"), ("法律", "법률"), ("比率", "비율"), ("李在明", "이재명"), ("離脫", "이탈"), ("美 上院", "미 상원"), ("尹대통령", "윤대통령"), ("㐀", "㐀"), ("", "")],
)  # fmt: skip
def test_hanja_are_read_as_hangul(hanja: str, hangul: str) -> None:
    """With the rules of initial sounds, character for character; what the standard does not have stays."""
    assert in_hangul(hanja) == hangul


def test_two_halves_of_a_word_are_one_term() -> None:
    """Written with a blank or a hyphen, it stands where both halves stand; each written word can still be found as written."""
    for text in ("A deep fake law", "A deep-fake law"):
        found = analyze_field(text, "en")
        assert found.terms == ("a", "deepfak", "law")
        assert text[found.starts[1] : found.ends[1]] in ("deep fake", "deep-fake")
    assert analyze_field("A deep fake law", "en").surface == (("a", 0), ("deep", 1), ("fake", 1), ("law", 2))
    assert analyze_field("deep, fake", "en").terms == ("deep", "fake")


def test_a_query_in_no_language_is_read_in_each() -> None:
    """A Latin word has one reading for each way the languages differ; a Hangul one is Korean."""
    assert [reading.terms for reading in analyze_query("élections")] == [("elect:fr",), ("elect",), ("elections",)]
    assert [reading.terms for reading in analyze_query("딥페이크를")] == [("딥페이크",)]
    assert analyze_query("…") == ()
    assert [reading.terms for reading in analyze_query("lois", "fr")] == [("loi:fr",)]
    assert next(reading.terms for reading in analyze_query("國會")) == ("국회",)


@pytest.mark.parametrize(
    "data", [b"", b"nonsense", b"FXT1\x02ab" + b"garbage", b"FXT2\x02ab" + b"garbage", analyze("A law", "was read", "en").to_bytes()[:-9]]
)
def test_damaged_bytes_are_told(data: bytes) -> None:
    """What is no stored analysis is refused with the way out."""
    with pytest.raises(ValueError, match="analyse the article again"):
        Analysis.from_bytes(data)


def test_the_version_names_rules_and_dictionary() -> None:
    """The version that goes into bytes is the current one."""
    assert analyze("a", "b", "en").version == ANALYSIS_VERSION
    assert ANALYSIS_VERSION.partition("-")[2]


def test_a_very_long_word_is_cut() -> None:
    """No engine is handed a term of unlimited length."""
    assert max(map(len, terms("a" * 10_000, "en"))) <= 60


@pytest.mark.parametrize("text", ["테일러 스위프트가 말했다", "테일러스위프트가 말했다", "톰슨로이터와 테일러 스위프트"])
def test_a_name_of_several_words_is_a_term_a_word(text: str) -> None:
    """Kiwi knows some as one token with a blank in it; a term with a blank would be two terms to an engine, and stand beside its offsets."""
    found = analyze_field(text, "ko")
    assert {"테일러", "스위프트"} <= set(found.terms)
    assert not [term for term in found.terms if " " in term]
    assert [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)][: found.terms.index("스위프트") + 1] == list(
        found.terms[: found.terms.index("스위프트") + 1]
    )
    assert Analysis.from_bytes(analyze("", text, "ko").to_bytes()).text == found
