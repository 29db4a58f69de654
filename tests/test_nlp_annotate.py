"""The tagger's one door, with the shipped model."""

import re
import shutil
import unicodedata
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from core.article import RELEVANCES, TOPICS, Annotation, Evidence
from core.errors import AnnotationError, ModelError
from nlp.annotate import MAX_CHARACTERS, MODEL, Annotator, Text
from nlp.encoder import Encoder
from nlp.sentences import sentences_of
from nlp.windows import MAX_TOKENS, tokens_at, units, windows

LAW = {
    "ko": (
        "국회, 딥페이크 성범죄 처벌 강화법 통과",
        "국회는 26일 본회의를 열어 성폭력처벌법 개정안을 의결했다. 딥페이크 성착취물을 소지하거나 시청하면 3년 이하의 징역 또는 3천만 원 이하의 벌금에 처한다. "
        "경찰청은 올해 들어 딥페이크 성범죄 피의자 400여 명을 붙잡았다고 밝혔다.",
    ),
    "fr": (
        "L’Assemblée nationale adopte un texte contre les deepfakes sexuels",
        "Les députés ont adopté mardi en séance publique une proposition de loi contre les hypertrucages à caractère sexuel. La diffusion d’un tel montage "
        "sans le consentement de la personne sera punie de deux ans d’emprisonnement et de 60 000 euros d’amende.",
    ),
    "en": (
        "MPs pass bill against sexual deepfakes",
        "MPs voted on Tuesday to make the creation of sexually explicit deepfakes without consent a criminal offence. Ministers in Whitehall said offenders "
        "could face up to two years in prison. Ofcom will publish guidance for platforms.",
    ),
}
HOME = {"ko": "KR", "fr": "FR", "en": "GB"}


@cache
def annotator() -> Annotator:
    """The shipped tagger, loaded once."""
    return Annotator()


def tag(title: str, text: str, **more: str) -> Annotation:
    """The annotation of one text."""
    (said,) = annotator().annotate([Text(id="x", title=title, text=text, **more)])  # type: ignore[arg-type]
    assert isinstance(said, Annotation)
    return said


@pytest.mark.parametrize("language", LAW)
def test_a_vote_on_a_bill_is_law_of_the_home_country(language: str) -> None:
    """Relevance, subject, stage, jurisdiction and penalty of a plain report, without being told the outlet's country."""
    said = tag(*LAW[language])
    assert (said.language, said.relevance, said.gated) == (language, "law", False)
    assert "sexual" in {topic.code for topic in said.topics}
    assert said.codes("primary") == (HOME[language],)
    assert {penalty.custody_months_max for penalty in said.penalties} == {36 if language == "ko" else 24}


@pytest.mark.parametrize("language", LAW)
def test_every_label_has_evidence_in_the_text(language: str) -> None:
    """Offsets are code points of the field as it was given, and none is empty."""
    title, text = LAW[language]
    said = tag(title, text)
    fields = {"title": title, "text": text}
    for label in (*said.topics, *said.jurisdictions, *said.penalties, *said.laws):
        assert label.evidence or label in said.jurisdictions  # a home that no sentence names has none
        for span in label.evidence:
            assert 0 <= span.start < span.end <= len(fields[span.field])
            assert fields[span.field][span.start : span.end].strip()
    for law in said.laws:
        assert any(law.name in fields[span.field][span.start : span.end] for span in law.evidence)


def test_decomposed_text_has_the_same_labels_and_its_own_offsets() -> None:
    """NFD is read like NFC, and evidence counts the code points of what was given."""
    title, text = LAW["ko"]
    plain = tag(title, text)
    loose = tag(unicodedata.normalize("NFD", title), unicodedata.normalize("NFD", text))
    assert [t.code for t in plain.topics] == [t.code for t in loose.topics]
    field = {"title": unicodedata.normalize("NFD", title), "text": unicodedata.normalize("NFD", text)}
    first, same = plain.topics[0].evidence[0], loose.topics[0].evidence[0]
    assert (
        unicodedata.normalize("NFC", field[same.field][same.start : same.end])
        == {"title": title, "text": text}[first.field][first.start : first.end]
    )


def test_scores_are_scores() -> None:
    """Relevance sums to one, every topic is known and in [0, 1], the embedding has length one."""
    said = tag(*LAW["en"])
    assert sum(said.scores.values()) == pytest.approx(1, abs=0.001) and set(said.scores) == set(RELEVANCES)
    assert all(topic.code in TOPICS and 0 <= topic.score <= 1 for topic in said.topics)
    assert said.embedding is not None
    vector = np.frombuffer(said.embedding, "<f2").astype(np.float32)
    assert vector.shape == (384,) and float(np.linalg.norm(vector)) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("title", "text", "language"),
    [
        (
            "Deepfake-Pornos: Bundesrat will Strafe",
            "Der Bundesrat hat am Freitag einen Gesetzentwurf gegen sexuelle Deepfakes beschlossen und will sie bestrafen.",
            "de",
        ),
        (
            "Deepfake, il Garante blocca l’app",
            "Il Garante per la protezione dei dati personali ha bloccato una app che spoglia le persone nelle fotografie.",
            "it",
        ),
    ],
)
def test_other_languages_get_no_labels(title: str, text: str, language: str) -> None:
    """They are recognised, counted, and nothing is claimed of them."""
    said = tag(title, text)
    assert (said.language, said.relevance, said.topics, said.jurisdictions, said.embedding) == (language, None, (), (), None)


def test_plain_news_is_stopped_by_the_gate() -> None:
    """No transformer reads it, and the annotation says so."""
    said = tag(
        "Harbour swimmers cross the bay",
        "Two hundred swimmers crossed the bay on Sunday in calm water. The youngest was sixteen and the oldest eighty-one.",
    )
    assert (said.relevance, said.gated, said.scores["other"], said.embedding) == ("other", True, 1.0, None)


def test_a_long_text_is_read_to_its_end() -> None:
    """Every sentence of it is scored, and what only the last one says counts."""
    filler = "Lawmakers heard witnesses on sexual deepfakes and asked how schools, parents and platforms could help the victims. " * 60
    last = "A court sentenced a man on Friday to two years in prison for distributing sexually explicit deepfakes of a colleague."
    readings = annotator().encoder.read([sentences_of("Deepfake hearing", text, "en") for text in (filler, filler + last)])
    without, with_it = readings
    assert without is not None and with_it is not None
    assert max(unit.evidence.end for unit in with_it.units) == len(filler + last)
    court = TOPICS.index("court")
    assert with_it.topics[court] > without.topics[court]


def test_a_batch_says_what_single_texts_say() -> None:
    """Order is kept and neighbours do not matter."""
    texts = [Text(id=language, title=title, text=text) for language, (title, text) in LAW.items()]
    together = annotator().annotate(texts)
    alone = [annotator().annotate([text])[0] for text in texts]
    for left, right in zip(together, alone, strict=True):
        assert isinstance(left, Annotation) and isinstance(right, Annotation)
        assert left.article_id == right.article_id and left.relevance == right.relevance
        assert [topic.code for topic in left.topics] == [topic.code for topic in right.topics]
        assert left.scores["law"] == right.scores["law"]


def test_readings_keep_their_order_whoever_makes_them() -> None:
    """More articles than are read ahead, some without a token, by one worker and by three: the same numbers, each in its place."""
    articles = [
        [] if n % 5 == 4 else sentences_of(f"Bill {n}", "The chamber debates a deepfake bill. " * (1 + n % 3 * 40), "en") for n in range(14)
    ]
    one, three = (Encoder(MODEL, threads).read(articles) for threads in (1, 3))
    assert [reading is None for reading in one] == [n % 5 == 4 for n in range(14)]
    for left, right in zip(one, three, strict=True):
        if left is not None and right is not None:
            assert np.array_equal(left.sentences, right.sentences) and np.array_equal(left.embedding, right.embedding)


@pytest.mark.parametrize(
    ("title", "text", "says"), [("", " \n", "neither title nor text"), ("t", "가" * (MAX_CHARACTERS + 1), f"at most {MAX_CHARACTERS}")]
)
def test_what_cannot_be_tagged_says_why_and_stops_nothing(title: str, text: str, says: str) -> None:
    """Its error stands in its place, the others are tagged."""
    bad, good = annotator().annotate([Text(id="bad", title=title, text=text), Text(id="good", title=LAW["en"][0], text=LAW["en"][1])])
    assert isinstance(bad, AnnotationError) and says in str(bad) and "'bad'" in str(bad)
    assert isinstance(good, Annotation)


def test_a_country_named_for_comparison_has_the_sentence_that_names_it() -> None:
    """Also where the sentence speaks of no law or authority of it."""
    text = (
        "Lawmakers in Seoul on Thursday adopted a law that punishes the making of sexual deepfakes with up to seven years in prison. South Korean police "
        "have opened hundreds of cases this year. Those who watch such clips face three years. In France, too, such pictures have become a plague."
    )
    (found,) = annotator().annotate([Text(id="a", title="Seoul adopts law on deepfakes", text=text)])
    assert isinstance(found, Annotation)
    (france,) = [one for one in found.jurisdictions if one.code == "FR"]
    assert [text[span.start : span.end] for span in france.evidence] == ["In France, too, such pictures have become a plague."]


def test_a_model_that_is_not_whole_is_named(tmp_path: Path) -> None:
    """Folder, file and way out stand in the message."""
    with pytest.raises(ModelError, match=r"no encoder\.onnx.*--model"):
        Annotator(tmp_path)


@pytest.mark.parametrize("name", ["tagger.json", "tokenizer.json", "heads.npz", "encoder.onnx"])
def test_a_damaged_file_of_the_model_is_named(tmp_path: Path, name: str) -> None:
    """At the latest when it is first used."""
    shutil.copytree(MODEL, tmp_path / "model")
    (tmp_path / "model" / name).write_bytes(b"not what it was")
    with pytest.raises(ModelError, match=rf"{re.escape(name)}: cannot be read .*restore"):
        Annotator(tmp_path / "model").annotate([Text(id="a", title=LAW["en"][0], text=LAW["en"][1])])


def test_windows_hold_no_more_than_they_may() -> None:
    """Every sentence is scored once, and no window is longer than the network was trained for."""
    sentences = [(Evidence(field="title", start=0, end=5), "Title words here")]
    sentences += [
        (Evidence(field="text", start=n, end=n + 1), f"Sentence number {n} speaks of deepfakes. " * (1 + n % 7)) for n in range(80)
    ]
    sentences.append((Evidence(field="text", start=99, end=100), "word " * 900))
    parts = units(annotator().encoder.tokenizer, sentences)
    made = windows(annotator().encoder.tokenizer, parts)
    assert max(len(window.ids) for window in made) <= MAX_TOKENS
    assert sorted(unit for window in made for unit, _, _ in window.spans) == list(range(len(parts)))
    assert all(0 < first < last < len(window.ids) for window in made for _, first, last in window.spans)


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("Danish bill goes on", "Lawmakers met. " * 90 + "The Folketing in Denmark voted on it. " + "It rained. " * 90, "Denmark"),
        ("", "국회가 법을 고쳤다. " * 60 + "덴마크 의회는 다른 길을 택했다.", "덴마크"),
        ("Le Danemark légifère", "Le texte suit.", "Danemark"),
    ],
)
def test_the_tokens_of_a_place_spell_it(title: str, text: str, name: str) -> None:
    """In whichever window a naming stands, its tokens are its own letters and hardly more."""
    tokenizer = annotator().encoder.tokenizer
    field = "title" if name in title else "text"
    start = (title if field == "title" else text).index(name)
    parts = units(tokenizer, sentences_of(title, text, "ko" if name == "덴마크" else "en"))
    made = windows(tokenizer, parts)
    (at,) = tokens_at(parts, made, [Evidence(field=field, start=start, end=start + len(name))])
    assert at is not None
    window, first, last = at
    assert tokenizer.decode(made[window].ids[first:last]).strip() == name


def test_a_place_outside_the_text_has_no_tokens() -> None:
    """Nothing is read where nothing stands."""
    parts = units(annotator().encoder.tokenizer, sentences_of("", "One sentence.", "en"))
    made = windows(annotator().encoder.tokenizer, parts)
    assert tokens_at(parts, made, [Evidence(field="title", start=0, end=3)]) == [None]
