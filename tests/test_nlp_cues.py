"""Rules that stand beside the network: what is a vote, what is only asked for, and what they change in a reading."""

import numpy as np
import pytest

from core.article import TOPICS, Evidence
from nlp.cues import (
    SURE,
    asks_for_action,
    defines,
    heeded,
    names_a_means,
    tells_of_a_rise,
    tells_of_a_vote,
    tells_of_its_way,
    tells_what_applies,
)
from nlp.encoder import Reading
from nlp.windows import Unit


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "On Tuesday evening MPs toughened the law on faked intimate pictures."),
        ("en", "Parliament this week made it a crime to keep such a clip."),
        ("en", "The lower house on 14 March widened the offence to those who only watch."),
        ("en", "Lawmakers passed the bill on synthetic nudes on Thursday."),
        ("en", "On Thursday senators raised the maximum term to seven years."),
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
        ("en", "On Thursday senators voted against the bill on fakes."),
        ("en", "MPs voted down the bill on fakes on Tuesday."),
        ("en", "MPs agreed on Monday to delay the bill on fakes."),
        ("en", "On Monday lawmakers raised concerns about synthetic pictures."),
        ("en", "The White House on Monday backed the bill."),
        ("en", "The Chamber of Commerce on Monday backed the bill."),
        ("en", "Maybe 20 years late, Parliament passed a law."),
        ("fr", "Jeudi, les députés ont voté contre la proposition de loi."),
        ("fr", "Les sénateurs ont relevé jeudi plusieurs difficultés."),
        ("fr", "Les députés veulent durcir la loi mardi."),
        ("fr", "La commission des lois de l'Assemblée nationale a adopté le texte mardi."),
        ("fr", "Le parlement a durci la loi en 2021."),
        ("ko", "국회는 어제 법을 고치려고 했다고 의원들은 말했다."),
        ("ko", "국회 법제사법위원회는 어제 개정안을 의결했다."),
        ("ko", "국회는 2020년 법을 고쳤다."),
        ("ko", "의원들이 15일 기자회견을 열고 처벌을 강화하라며 목소리를 높였다."),
        ("ko", "학부모단체협의회는 15일 예방 교재를 만들었다."),
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


@pytest.mark.parametrize(
    ("language", "sentence", "tells"),
    [
        ("en", "The offence of sharing has been in force since March.", True),
        ("en", "Those who watch can now be prosecuted as well.", False),
        ("fr", "Le droit actuel punit déjà la diffusion.", True),
        ("fr", "Ceux qui regardent pourront désormais être poursuivis.", False),
        ("ko", "현행법은 이미 유포를 처벌한다.", True),
        ("ko", "앞으로는 보기만 해도 3년 이하의 징역에 처한다.", False),
    ],
)
def test_words_of_what_applies_already(language: str, sentence: str, tells: bool) -> None:
    """Law that was there before, and what a vote adds to it."""
    assert tells_what_applies(sentence, language) is tells


@pytest.mark.parametrize(
    ("language", "sentence", "means"),
    [
        ("en", "The boys used free undressing apps on their phones.", True),
        ("en", "Whoever offers undressing apps for use by minors is liable.", False),
        ("en", "The platforms must take the clips down.", False),
        ("fr", "Ils utilisent des plateformes de calcul pour truquer les images.", True),
        ("fr", "Celui qui utilise une plateforme pour nuire verra le contenu retiré, et la plateforme doit répondre.", False),
        ("ko", "이들은 메신저 앱을 이용해 합성 사진을 돌려 보았다.", True),
        ("ko", "플랫폼을 이용해 퍼진 영상은 사업자가 삭제할 의무가 있다.", False),
    ],
)
def test_what_somebody_uses_is_told_from_what_is_bound(language: str, sentence: str, means: bool) -> None:
    """A platform as a tool, and one that has to do something."""
    assert names_a_means(sentence, language) is means


def test_beside_a_vote_law_in_force_needs_a_word_of_it() -> None:
    """What was voted is told in the present, and applies later."""
    assert read(VOTE, CONTENT, relevance="law", in_force=2.0)["in_force"] == -SURE
    assert read(VOTE, "Sharing has been a crime since 2020.", relevance="law", in_force=2.0)["in_force"] == 2.0
    assert read(CONTENT, relevance="law", in_force=2.0)["in_force"] == 2.0


def test_a_means_shows_no_duty_of_platforms() -> None:
    """Unless another sentence tells of it."""
    means = "They use free apps for it."
    assert read(means, relevance="law", platforms=2.0)["platforms"] == -SURE
    assert read(means, "Platforms must react.", relevance="law", platforms=2.0)["platforms"] == 2.0


@pytest.mark.parametrize(
    ("language", "sentence", "rises"),
    [
        ("en", "Such crimes are on the rise in every province.", True),
        ("en", "Police count a growing number of such crimes.", False),
        ("fr", "Ces montages se multiplient dans les collèges.", True),
        ("fr", "Les plaintes pour ces montages se multiplient.", False),
        ("ko", "이런 범죄가 학교마다 급증하고 있다.", True),
        ("ko", "경찰에 접수된 신고가 급증했다.", False),
    ],
)
def test_a_rise_is_told_from_what_is_done_about_it(language: str, sentence: str, rises: bool) -> None:
    """More crimes, and more of them before an authority."""
    assert tells_of_a_rise(sentence, language) is rises


@pytest.mark.parametrize(
    ("language", "sentence", "is_one"),
    [
        ("en", "Deepfake content is media put together by a machine.", True),
        ("en", "A deepfake refers to a clip that was made by software.", True),
        ("en", "The deepfakes of three ministers are before the court.", False),
        ("fr", "Un deepfake est une vidéo truquée par une machine.", True),
        ("fr", "Les deepfakes sont punis de trois ans de prison.", False),
        ("ko", "딥페이크란 인공지능으로 얼굴을 합성하는 기술을 말한다.", True),
        ("ko", "딥페이크는 법으로 금지된다.", False),
    ],
)
def test_a_definition_is_told_from_a_rule(language: str, sentence: str, is_one: bool) -> None:
    """What the word means, and what happens to the thing."""
    assert defines(sentence, language) is is_one


def test_a_rise_and_a_definition_show_no_step() -> None:
    """Unless another sentence tells of one."""
    rise, definition = "Such crimes are on the rise.", "A deepfake is a clip made by software."
    assert read(rise, relevance="law", enforcement=2.0)["enforcement"] == -SURE
    assert read(rise, "Police raided a flat.", relevance="law", enforcement=2.0)["enforcement"] == 2.0
    found = read(definition, relevance="law", in_force=2.0, call=2.0, sexual=2.0)
    assert (found["in_force"], found["call"], found["sexual"]) == (-SURE, -SURE, 2.0)
