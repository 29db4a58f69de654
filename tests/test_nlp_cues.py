"""Rules that stand beside the network: what is a vote, what is only asked for, and what they change in a reading."""

import numpy as np
import pytest

from core.article import TOPICS, Evidence
from nlp.cues import SURE, asks_for_action, heeded, tells_of_a_vote, tells_of_its_way
from nlp.encoder import Reading
from nlp.windows import Unit


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "On Tuesday evening MPs toughened the law on faked intimate pictures."),
        ("en", "Parliament this week made it a crime to keep such a clip."),
        ("en", "The lower house on 14 March widened the offence to those who only watch."),
        ("fr", "Les députés ont durci mardi la loi sur les montages sexuels."),
        ("fr", "Hier, le Sénat a étendu le délit à ceux qui regardent."),
        ("ko", "국회는 어제 합성물을 보는 사람까지 벌하도록 법을 고쳤다."),
        ("ko", "의원들은 이번 주 형량의 상한을 7년으로 높였습니다."),
    ],
)
def test_what_a_legislature_did_on_a_day_is_a_vote(language: str, sentence: str) -> None:
    """In whatever verb."""
    assert tells_of_a_vote(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "MPs want to toughen the law on Tuesday."),
        ("en", "MPs toughened the law on 12 March 2019."),
        ("en", "The justice committee of the House approved the text on Tuesday."),
        ("en", "Parliament rejected a motion on Tuesday that would have changed the law."),
        ("en", "A petition on Tuesday asked Parliament to change the law."),
        ("fr", "Les députés veulent durcir la loi mardi."),
        ("fr", "La commission des lois de l'Assemblée nationale a adopté le texte mardi."),
        ("fr", "Le parlement a durci la loi en 2021."),
        ("ko", "국회는 어제 법을 고치려고 했다고 의원들은 말했다."),
        ("ko", "국회 법제사법위원회는 어제 개정안을 의결했다."),
        ("ko", "국회는 2020년 법을 고쳤다."),
    ],
)
def test_plans_committees_and_former_years_are_no_vote(language: str, sentence: str) -> None:
    """Nor what was refused."""
    assert not tells_of_a_vote(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence", "asks"),
    [
        ("en", "They demand a thorough investigation and harsh punishment.", True),
        ("en", "Police opened an investigation into the chat room.", False),
        ("fr", "Le collectif réclame une enquête sur ces montages.", True),
        ("fr", "La police a ouvert une enquête sur ces montages.", False),
        ("ko", "단체들은 철저한 수사와 처벌을 촉구했다.", True),
        ("ko", "경찰은 운영자에 대한 수사에 착수했다.", False),
    ],
)
def test_what_is_asked_for_is_told_from_what_is_done(language: str, sentence: str, asks: bool) -> None:
    """The same investigation, asked for and begun."""
    assert asks_for_action(sentence, language) is asks


@pytest.mark.parametrize(
    ("language", "sentence", "tells"),
    [
        ("en", "It now goes to the Senate.", True),
        ("en", "Those who watch face up to three years in prison.", False),
        ("fr", "Le texte ira ensuite au Sénat.", True),
        ("fr", "Ceux qui regardent risquent trois ans de prison.", False),
        ("ko", "개정안은 본회의로 넘어간다.", True),
        ("ko", "보는 사람도 3년 이하의 징역을 각오해야 한다.", False),
    ],
)
def test_words_of_a_bills_way(language: str, sentence: str, tells: bool) -> None:
    """What lies ahead of a text, and what it says."""
    assert tells_of_its_way(sentence, language) is tells


def read(*sentences: str, relevance: str, **logits: float) -> dict[str, float]:
    """Topic logits of an article of English sentences, each with these logits before the rules."""
    row = np.full(len(TOPICS), -3.0, np.float32)
    for code, value in logits.items():
        row[TOPICS.index(code)] = value
    units = tuple(Unit(evidence=Evidence(field="text", start=0, end=1), tokens=(1,), starts=(0,)) for _ in sentences)
    nothing = np.zeros(3, np.float32)
    rows = np.stack([row] * len(sentences))
    reading = Reading(relevance=nothing, topics=rows.max(0), sentences=rows, units=units, namings=(), embedding=nothing)
    found = heeded(reading, sentences, "en", relevance, lambda values: values.max(0))
    assert np.array_equal(reading.sentences, rows)
    return dict(zip(TOPICS, found.topics.tolist(), strict=True))


VOTE, CONTENT, WAY = "On Tuesday MPs toughened the law.", "Those who watch face three years.", "It now goes to the Senate."


def test_a_vote_is_passed_in_an_article_on_the_law_alone() -> None:
    """Elsewhere the law is another one."""
    assert read(VOTE, CONTENT, relevance="law")["passed"] == SURE
    assert read(VOTE, CONTENT, relevance="deepfake")["passed"] == -3.0


def test_beside_a_vote_a_bill_needs_a_word_of_its_way() -> None:
    """What was voted is no longer a bill, unless its way goes on."""
    assert read(VOTE, CONTENT, relevance="law", bill=2.0)["bill"] == -SURE
    assert read(VOTE, WAY, relevance="law", bill=2.0)["bill"] == 2.0
    assert read(CONTENT, relevance="law", bill=2.0)["bill"] == 2.0


def test_beside_a_vote_a_demand_needs_a_word_of_it() -> None:
    """Most are answered by the vote."""
    assert read(VOTE, CONTENT, relevance="law", call=2.0)["call"] == -SURE
    assert read(VOTE, "Victims want more than that.", relevance="law", call=2.0)["call"] == 2.0
    assert read(CONTENT, relevance="law", call=2.0)["call"] == 2.0


def test_what_is_asked_for_is_no_enforcement() -> None:
    """Unless another sentence tells of it."""
    asked = "They demand a thorough investigation."
    assert read(asked, relevance="law", enforcement=2.0)["enforcement"] == -SURE
    assert read(asked, "Police raided a flat.", relevance="law", enforcement=2.0)["enforcement"] == 2.0
