"""The gate lets through whatever could be `law` or `deepfake`, and stops ordinary news fast."""

import re
import time

import pytest

from language.normal import normal
from nlp import corpus
from nlp.gate import passes

FIELD = [
    "The city sued sixteen websites that undress women with software.",
    "Senators want a duty to put labels on AI-made media.",
    "AI-generated nude images of classmates led to two suspensions.",
    "A voice cloning scam cost a retired couple their savings.",
    "Parliament made it a crime to share digitally altered intimate images.",
    "Lawmakers propose watermarks for content produced by generative systems, pictures included.",
    "Robocalls with a cloned voice told people not to vote.",
    "The union demands consent before a digital replica of a performer is used.",
    "A fake video of the minister recommending an investment circulates.",
    "Police warn of face-swapping in video calls.",
    "The nudify service was ordered to close.",
    "Doctored photos of a candidate were traced to a rival's office.",
    "Synthetic media must carry a mark from August.",
    "The singer's likeness was imitated by a machine without permission.",
    "A deep fake of the central bank's head fooled a clerk.",
    "Teachers found bogus nudes of pupils made with an app.",
    "The act covers AI simulations of real people.",
    "Morphed pictures of the actress were removed after a court order.",
    "Provenance data must travel with every AI image, the draft says.",
    "A faked recording of the headteacher split the town.",
    "Child abuse material made by artificial intelligence is banned under the bill.",
    "Dubbing actors sue over software that copies their voices.",
    "Le clone vocal d'un patron a servi à détourner des fonds.",
    "Les hypertrucages à caractère sexuel seront punis.",
    "Des trucages visant une élue ont été retirés.",
    "Des images générées par IA montraient les élèves nues.",
    "Le projet impose d'étiqueter les contenus produits par l'intelligence artificielle.",
    "Une fausse vidéo du président annonçait sa démission.",
    "Le montage à caractère sexuel est réprimé par le code pénal.",
    "Une application qui déshabille les passantes est visée par une enquête.",
    "La voix synthétique du ministre appelait les électeurs.",
    "Les comédiens de doublage refusent que l'IA copie leur timbre.",
    "Un filigrane sera obligatoire sur les images créées par IA.",
    "De faux nus d'adolescentes circulaient dans le collège.",
    "La réplique numérique d'un acteur exige son accord écrit.",
    "Son visage a été placé sur le corps d'une actrice à l'aide d'un logiciel de vidéo.",
    "L'escroc imitait la voix du directeur financier grâce à l'IA.",
    "La vidéo manipulée du candidat a été signalée au régulateur.",
    "Les contenus de synthèse devront être signalés aux électeurs.",
    "Le clonage de la voix d'un mort pose la question de l'accord.",
    "여학생 얼굴을 알몸 사진에 붙인 합성 음란물이 퍼졌다.",
    "허위영상물을 소지하거나 시청해도 처벌된다.",
    "지인능욕 대화방 운영자가 붙잡혔다.",
    "AI로 만든 영상에는 표시를 해야 한다.",
    "목소리를 복제해 가족을 사칭한 전화가 늘었다.",
    "딥보이스를 이용한 금융사기에 주의하라고 당국이 알렸다.",
    "생성형 인공지능 결과물에 워터마크를 넣도록 했다.",
    "유명인을 사칭한 가짜 영상 광고를 플랫폼이 지웠다.",
    "딥페이크 선거운동이 금지됐다.",
    "딥 페이크 탐지 기술을 경찰이 도입했다.",
    "얼굴 합성 앱으로 만든 사진을 판 혐의다.",
    "옷을 벗긴 것처럼 꾸민 사진이 학교에 돌았다.",
    "배우의 목소리를 학습한 인공지능 음성에 대한 소송이 제기됐다.",
    "인공지능 생성물 표시 의무가 내년부터 시행된다.",
    "후보자의 얼굴과 음성을 인공지능으로 꾸민 홍보물이 적발됐다.",
    "퍼블리시티권을 법에 담자는 제안이 나왔다.",
    "동급생 사진을 음란한 영상과 합쳐 퍼뜨린 고교생이 송치됐다.",
    "대통령의 목소리를 베낀 전화가 유권자에게 걸려 왔다.",
    "조작된 영상 속 대통령은 항복을 말했다.",
    "성적 허위 영상물 삭제를 요청한 건수가 늘었다.",
    "그록이 만든 아동 이미지에 대해 규제 당국이 조사에 나섰다.",
    "The state attorney general sued the maker of a tool that turns clothed pictures into naked ones.",
    "A copy of her voice read out sentences she never spoke.",
]
# Texts of the field that name neither "deepfake" nor its French and Korean words, nor any machine by name.
UNNAMED = [
    "A teacher saw her own face on somebody else's body and closed the tablet.",
    "The picture showed her head on another woman's body, in a room where she had never been.",
    "The town council heard from a mother whose daughter's photograph had been turned into a nude.",
    "An app that undresses people was fined in two countries.",
    "The bill would forbid programs whose purpose is to undress people.",
    "The bank clerk swore that it was his voice on the line.",
    "It was her voice, the grandfather said, and he paid at once.",
    "Three seconds of audio are all that the callers need.",
    "The crooks had cut a few seconds from a video of the boy and let him ask for bail.",
    "The radio station admitted that the host was an artificial voice.",
    "A fake Volodymyr Zelensky told soldiers to lay down their arms.",
    "The advert used a fake Tom Hanks to sell dental plans.",
    "The widow had the voice of a dead husband read bedtime stories.",
    "The singer, who has been dead for twenty years, gave a concert on video last night.",
    "A museum lets the dead speak, and a machine imitates them.",
    "The influencer is one of those people who do not exist.",
    "The party's poster showed a person who does not exist.",
    "The regulator wants a line under every artificial image in a campaign.",
    "The presenter on the night shift is a digital human, says a line in grey.",
    "A right to one's own voice should be written into the civil code, the professor argues.",
    "The actor found out that his face and his voice had been licensed, as a digital double, for good.",
    "The pupils had made nudes of nine classmates.",
    "The clip shows the senator saying words he never spoke.",
    "Someone had put words into the mayor's mouth, on video, four days before the vote.",
    "The recording is not hers, the candidate said; it was put together from old speeches.",
    "The company sells a stolen voice by the minute, the narrators' union says.",
    "Le candidat est apparu dans un faux Journal télévisé, annonçant son retrait.",
    "Un faux Joe Biden dissuadait les électeurs d'aller voter.",
    "Le visage d'une lycéenne avait été collé sur le corps d'une autre.",
    "Son fils pleurait au bout du fil ; c'était sa voix, dit-elle, et elle a payé.",
    "Trois photographies et un enregistrement suffisent pour que le défunt bénisse la noce.",
    "Quelques secondes d'enregistrement, et la mère entend sa fille sangloter.",
    "Le comité a élu une candidate dont un programme avait mélangé les visages ; il faut dire : mélanger les visages des reines.",
    "Ces retraités envoient de l'argent à des personnes qui n'existent pas.",
    "Le parti a illustré son affiche d'une femme qui n'existe pas.",
    "La commission veut une mention sous toute image artificielle.",
    "Une photo suffit pour déshabiller une passante, et l'application coûte deux euros.",
    "Le chanteur refuse qu'une voix artificielle reprenne ses refrains.",
    "La loi danoise ferait de chacun le propriétaire de ses traits : une propriété de son visage.",
    "On entend le général donner un ordre ; ce n'était pas sa voix.",
    "Les fraudeurs avaient repris une séquence du journal et changé la bande-son.",
    "La comédienne dit que sa voix volée vend des assurances.",
    "Des élèves ont fabriqué, à partir de photos de classe, des camarades dénudées.",
    "La chaîne a fait lire la météo par un humain numérique.",
    "Faire parler les morts est devenu un métier.",
    "Un logiciel pose sa figure sur un autre corps, et le film circule.",
    "학생의 얼굴을 남의 몸에 붙인 사진이 대화방에 올라왔다.",
    "누군가 내 얼굴을 훔쳐 나도 모르는 영상을 만들었다.",
    "수화기 너머 아들의 말투까지 똑같이 따라 한 음성이 돈을 보내라고 했다.",
    "3초 분량의 음성만 있으면 누구의 말이든 지어낼 수 있다.",
    "사진 한 장이면 옷 벗은 모습까지 꾸며 주는 앱이 문을 닫았다.",
    "고인의 목소리로 인사하는 영정이 장례식장에 놓였다.",
    "고인을 되살린 공연을 두고 유족이 소송을 냈다.",
    "광고 속 모델은 세상에 없는 사람이었다.",
    "존재하지 않는 인물의 사진으로 후원금을 모은 계정이 적발됐다.",
    "후보가 하지 않은 말을 하는 동영상이 투표 전날 퍼졌다.",
    "가짜 목소리에 속아 회삿돈 3억 원을 보냈다.",
    "동급생의 알몸 사진을 만든 중학생 두 명이 조사를 받았다.",
    "성우들은 목소리를 도둑맞았다며 거리로 나섰다.",
    "연예인의 얼굴을 도용한 투자 광고가 하루 만에 다시 올라왔다.",
    "교사의 얼굴을 바꿔 넣은 사진을 판 학생이 퇴학당했다.",
    "방송사는 날씨를 전한 진행자가 디지털 휴먼이라고 밝혔다.",
    "얼굴을 합성해 퍼뜨린 사람도, 본 사람도 벌하자는 청원이 올랐다.",
]
ORDINARY = [
    "The central bank left interest rates unchanged on Thursday.",
    "Heavy rain closed the coastal railway for the third day.",
    "The striker signed a new contract until 2029.",
    "Le conseil municipal a voté le budget de la piscine.",
    "La grève des contrôleurs perturbera les vols de vendredi.",
    "Le champion a remporté l'étape au sprint.",
    "기준금리를 동결하기로 했다고 한국은행이 밝혔다.",
    "전국에 장맛비가 내려 도로 곳곳이 통제됐다.",
    "프로야구 개막전 입장권이 모두 팔렸다.",
    "Police are looking for the driver who left the scene of a crash.",
    "Le tribunal a condamné l'ancien maire pour détournement de fonds.",
    "국회가 소득세법 개정안을 처리했다.",
]


@pytest.mark.parametrize("text", FIELD)
def test_text_of_the_field_passes(text: str) -> None:
    """A short text that could be law or deepfake is let through, with or without the word."""
    assert passes("", text)


@pytest.mark.parametrize("text", UNNAMED)
def test_text_that_does_not_name_it_passes(text: str) -> None:
    """A text that tells of an imitation without any name for it is let through."""
    assert not re.search(r"deep ?-?fake|hypertruc|딥\s?페이크", text, re.IGNORECASE)
    assert passes("", text)


def test_no_labelled_article_is_stopped() -> None:
    """Of the training data, nothing that is `law` or `deepfake` is stopped."""
    stopped = [
        record.id for record in corpus.load() if record.relevance != "other" and not passes(normal(record.title), normal(record.text))
    ]
    assert stopped == []


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_news_is_stopped(text: str) -> None:
    """Plain news without a word of the field is stopped."""
    assert not passes("", text)


def test_title_counts_as_text() -> None:
    """A term in the title alone is enough."""
    assert passes("Deepfake ban takes effect", "The rules apply from today.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said the rain would fall on the naked plain.", False),
        ("A naked AI picture", True),
        ("AI로 만든 나체", True),
        ("Ia orana, said the nude model", True),
        ("plain rain mail", False),
    ],
)
def test_ai_counts_only_as_a_word(text: str, expected: bool) -> None:
    """`ai` inside another word (said, rain) is not the machine; AI with Korean particles is."""
    assert passes("", text) is expected


def test_list_is_long_enough() -> None:
    """The lists of hard texts keep their size."""
    assert len(FIELD) >= 60
    assert len(UNNAMED) >= 60


def test_two_thousand_texts_a_second() -> None:
    """At least 2,000 texts of 2,000 letters a second."""
    texts = [(line, (line + " ") * (2000 // len(line))) for line in ORDINARY] * 20
    start = time.perf_counter()
    for title, text in texts:
        passes(title, text)
    assert len(texts) / (time.perf_counter() - start) >= 2000
