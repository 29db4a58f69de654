"""The interface in three languages."""

import re
from datetime import datetime

import pytest

from web.catalogs import extracted, read
from web.i18n import LANGUAGES, choose, interface, is_jurisdiction

_PLACEHOLDER = re.compile(r"%\(\w+\)s")


def _keys(message: object) -> tuple[str, ...]:
    return tuple(message) if isinstance(message, list | tuple) else (str(message),)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_the_interface_lacks_a_translation(lang: str) -> None:
    """Every text in templates and views is in every catalog, not empty and not a guess."""
    catalog = read(lang)
    missing = []
    for place, message in extracted():
        found = catalog.get(message if isinstance(message, str) else tuple(message))
        if found is None or found.fuzzy or not all(_keys(found.string)) or not found.string:
            missing.append((place, message))
    assert missing == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_translations_keep_the_placeholders(lang: str) -> None:
    """A number or name that a text says is said in each language."""
    wrong = []
    for message in read(lang):
        wanted = set(_PLACEHOLDER.findall(_keys(message.id)[-1]))
        wrong += [text for text in _keys(message.string)[-1:] if message.id and set(_PLACEHOLDER.findall(text)) != wanted]
    assert wrong == []


@pytest.mark.parametrize("lang", ["fr", "ko"])
def test_catalogs_hold_no_text_that_is_gone(lang: str) -> None:
    """What templates no longer say is not kept."""
    used = {_keys(message)[0] for _, message in extracted()}
    assert [message.id for message in read(lang) if message.id and _keys(message.id)[0] not in used] == []


def test_korean_texts_are_korean_and_french_ones_differ_from_english() -> None:
    """A translation that is a copy of the English text is noticed, but for names that are the same."""
    copies = [m.id for m in read("ko") if m.id and not re.search("[가-힣]", "".join(_keys(m.string)))]
    assert copies == []
    same = {m.id for m in read("fr") if isinstance(m.id, str) and m.id and m.id == m.string}
    assert same <= {"Articles", "Passage", "Sources", "score %(n)s"}


@pytest.mark.parametrize(
    ("asked", "accepted", "chosen"),
    [
        ("fr", "ko", "fr"),
        ("xx", "ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        (None, "de, fr-CA;q=0.7, en;q=0.5", "fr"),
        (None, "en;q=0.2, ko;q=0.6", "ko"),
        (None, "../../etc", "en"),
        (None, "fr;q=abc", "en"),
        (None, "fr;q=0", "en"),
        (None, "", "en"),
        (None, None, "en"),
        (None, "x" * 100_000, "en"),
    ],
)
def test_the_language_is_chosen_by_address_then_by_the_browser(asked: str | None, accepted: str | None, chosen: str) -> None:
    """An unknown wish falls back, whatever it holds."""
    assert choose(asked, accepted) == chosen


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "2 years|18 months|1 month"), ("fr", "2 ans|18 mois|1 mois"), ("ko", "2년|18개월|1개월")]
)
def test_terms_of_custody_are_said_in_years_where_they_are_whole(lang: str, said: str) -> None:
    """24 months are two years; 18 stay months."""
    ui = interface(lang)
    assert "|".join(ui.custody(months) for months in (24, 18, 1)) == said


@pytest.mark.parametrize(("lang", "said"), [("en", "₩30,000,000"), ("fr", "30 000 000 ₩"), ("ko", "₩30,000,000")])
def test_money_is_written_as_the_language_does(lang: str, said: str) -> None:
    """Whole units, with the language's separators."""
    assert re.sub(r"\s", " ", interface(lang).money(30_000_000, "KRW")) == said


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "24 Sep 2026, 14:05 UTC+9"), ("fr", "24 sept. 2026, 14:05 UTC+9"), ("ko", "2026. 9. 24. 14:05 UTC+9")]
)
def test_times_keep_the_offset_of_the_outlet(lang: str, said: str) -> None:
    """A Korean time stays a Korean time, and says so."""
    assert interface(lang).minute(datetime.fromisoformat("2026-09-24T14:05:00+09:00")) == said


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("KR", "South Korea|Corée du Sud|대한민국"),
        ("EU", "European Union|Union européenne|유럽 연합"),
        ("CA-QC", "Quebec (Canada)|Québec (Canada)|퀘벡주 (캐나다)"),
    ],
)
def test_places_have_names_in_each_language(code: str, names: str) -> None:
    """Countries, the Union and provinces are called by their names."""
    assert "|".join(interface(lang).place(code) for lang in LANGUAGES) == names


@pytest.mark.parametrize(
    ("code", "is_one"), [("KR", True), ("EU", True), ("US-CA", True), ("XX", False), ("US-ZZ", False), ("kr", False), ("KR\n", False)]
)
def test_codes_of_places_that_do_not_exist_are_told_apart(code: str, is_one: bool) -> None:
    """Only codes that ISO 3166 gives, and the Union, have a page."""
    assert is_jurisdiction(code) is is_one


@pytest.mark.parametrize(("tag", "attribute"), [("ko", ' lang="ko"'), ("fr-CA", ""), ("fr", ""), (None, ""), ('ko" onclick="x', "")])
def test_text_in_another_language_says_so(tag: str | None, attribute: str) -> None:
    """In a French page a Korean title is marked and a French one is not; a broken tag is left out."""
    assert interface("fr").mark_language(tag) == attribute
