"""Documents: the input letter for letter, sentences, spans, offsets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.article import Evidence
from core.errors import AnnotationError
from nlp.pipeline import evidence, make_doc, offsets, sentence_at, sentences

SAMPLES = [
    ("ko", "국회, 개정안 처리", "국회가 26일 법을 고쳤다. 경찰은\n수사에  나섰다.\n\n끝."),
    ("fr", "Le Sénat vote", "L’Assemblée nationale a adopté le texte.  Le parquet de Paris enquête."),
    ("en", "", "Ofcom opened an investigation. Denmark's government agreed."),
    ("ko", "", ""),
    ("en", "Title only", ""),
]


@pytest.mark.parametrize(("language", "title", "text"), SAMPLES)
def test_document_text_equals_the_input(language: str, title: str, text: str) -> None:
    """Nothing of title or text is lost or changed, double spaces and line breaks included."""
    assert make_doc(title, text, language).text == f"{title}\n\n{text}"


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="가나했다을 .\n\tab’é🙂1", max_size=60))
def test_korean_tokens_cover_any_text(text: str) -> None:
    """Kiwi's tokens with the whitespace between them give back any string."""
    assert make_doc("", text, "ko").text == "\n\n" + text


@pytest.mark.parametrize(("language", "title", "text"), SAMPLES[:3])
def test_sentences_point_at_their_text(language: str, title: str, text: str) -> None:
    """Each sentence's offsets hold in its field and in the document; a title is one sentence."""
    doc = make_doc(title, text, language)
    parts = sentences(doc)
    fields = {"title": title, "text": text}
    assert all(
        fields[part.field][part.start : part.end] == part.text == doc.text[part.offset : part.offset + len(part.text)] for part in parts
    )
    assert [part.field for part in parts].count("title") == bool(title)


def test_evidence_and_offsets_are_inverse() -> None:
    """A stretch of the document becomes a stretch of its field and back."""
    doc = make_doc("Ofcom acts", "Denmark agreed.", "en")
    place = evidence(doc, 12, 19)
    assert place == Evidence(field="text", start=0, end=7)
    assert offsets(doc, place) == (12, 19)
    assert evidence(doc, 0, 5) == Evidence(field="title", start=0, end=5)


@pytest.mark.parametrize(
    ("language", "text", "group", "code"),
    [
        ("en", "Ofcom fined a service.", "bodies", "GB"),
        ("en", "The Danish government agreed.", "places", "DK"),
        ("fr", "L’Assemblée nationale du Québec siège.", "bodies", "CA-QC"),
        ("fr", "La loi danoise a été votée.", "places", "DK"),
        ("ko", "방심위가 차단을 요구했다.", "bodies", "KR"),
        ("ko", "美 의회가 움직였다.", "places", "US"),
        ("ko", "성폭력처벌법이 개정됐다.", "laws", "KR"),
        ("en", "The Take It Down Act applies.", "laws", "US"),
    ],
)
def test_names_become_spans(language: str, text: str, group: str, code: str) -> None:
    """Places, bodies and laws stand in the document's span groups with the code as label."""
    doc = make_doc("", text, language)
    assert code in {span.label_ for span in doc.spans[group]}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ko", "물건을 인도하고 저지했다. 이른바 ‘딥페이크’이란 말은 수단이 됐다."),
        ("en", "The said company mailed a malicious romance."),
        ("ko", "26日 대비 3比 (中)"),
    ],
)
def test_words_that_only_look_like_places(language: str, text: str) -> None:
    """인도하다, 저지, -이란, 수단 and pieces of English words name no country."""
    doc = make_doc("", text, language)
    assert len(doc.spans["places"]) == 0


def test_sentence_at_finds_the_sentence() -> None:
    """The sentence that holds an offset is found."""
    doc = make_doc("One.", "Two is here. Three is here.", "en")
    assert sentences(doc)[sentence_at(doc, doc.text.index("Three"))].text == "Three is here."


def test_language_that_is_not_tagged() -> None:
    """A document in another language is refused with the languages that work."""
    with pytest.raises(AnnotationError, match=r"'de'.*ko, fr, en"):
        make_doc("", "Guten Tag.", "de")
