"""Lines around an article: which go, and which only look like them and stay."""

import pytest

from extraction.residue import clean, guess_language

BODY = {
    "ko": [
        "국회 상임위원회가 합성물 표시 의무를 담은 개정안을 25일 처리했다.",
        "여야는 시행 시기를 두고 의견을 나눴고 부칙을 고쳤다.",
        "본회의 표결은 다음 달로 예정돼 있다.",
    ],
    "fr": [
        "Le conseil municipal a voté mardi la fin des caméras parlantes sur le port.",
        "Les appareils installés il y a trois ans seront démontés avant l’été.",
        "Le maire a promis un bilan chiffré devant les habitants du quartier.",
    ],
    "en": [
        "The harbour council voted on Monday to label every synthetic image it uses.",
        "Officials said the rule would take effect in January across all departments.",
        "Critics argued that the measure came too late for many of the residents.",
    ],
}

CHROME = {
    "ko": [
        "(사진=하늘통신)",
        "[사진 출처 : 하늘시청]",
        "/하늘통신",
        "하늘방송 도담 (dodam@haneul.example)",
        "도담 기자 dodam@haneul.example",
        "[dodam@haneul.example]",
        "[저작권자(c) 하늘방송 무단전재 및 재배포 금지]",
        "Copyrights ⓒ 하늘일보. 무단전재 및 재배포 금지 제보하기",
        "※ '당신의 제보가 뉴스가 됩니다'",
        "[카카오톡] 하늘방송 검색해 채널 추가",
        "■ 제보하기",
        "▷ 카카오톡: '하늘제보' 검색",
        "영상편집 : 새봄",
        "( 취재 : 도담 / 영상편집 : 새봄 / 제작 : 디지털부 )",
        "기사 본문 영역",
        "도담 기자의 기사 모음",
        "기사 URL이 복사되었습니다",
        "입력 2026-04-07 08:26:22",
        "수정2026-04-07 09:00",
        "(끝)",
        "▷ 뉴스홈페이지 : https://www.haneul.example",
        "#합성물 #표시의무",
        "(하늘연예 도담 기자)",
        "▲ 지난해 열린 공청회",
    ],
    "fr": [
        "Lecture audio réservée aux abonnés",
        "Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés.",
        "Déjà abonné ? Se connecter",
        "Par Solène Vasseur-Lorme",
        "Source AFP",
        "M.P avec AFP",
        "De notre envoyée spéciale à Saint-Malo",
        "Temps de lecture : 4 min",
        "Contribuer",
        "La suite après cette publicité",
        "Passer la publicité",
        "À lire aussi Le port ferme ses quais",
        "14/04/2026 13:41:23 - Paris (AFP) - © 2026 AFP",
        "Publié le 12 juin 2026 à 14h05, mis à jour à 18h30",
    ],
    "en": [
        "Get daily harbour news in your inbox",
        "By Marisol Quench",
        "marisol@tidewater.example",
        "With files from The Coastal Press",
        "Read more: How to spot a synthetic notice",
        "ALSO READ: Ferry timetable changes again",
        "Follow Tidewater on Google News",
        "Got a story? Get in touch with our newsroom",
        "Advertisement 2",
        "Article content",
        "Copyright © 2026 Tidewater Ledger",
        "Most read in Harbour",
        "We independently select these products and may earn a commission from links.",
        "— Harbour Watch (@harbourwatch) April 3, 2026",
        "(END)",
        "Published Monday, April 3, 2026 7:13PM EDT",
        "17:41 JST, October 13, 2026",
    ],
}

LOOKALIKES = {
    "ko": [
        '▶ 인터뷰 : 도담 시민 - "밤새 물을 끼얹었어요."',
        "◆ 새봄: 그렇게 보기에는 이릅니다.",
        "[앵커]",
        "【 앵커멘트 】",
        "KBC 뉴스 한누리입니다.",
        "기자 출신인 위원장은 제보를 받는 창구를 따로 만들겠다고 말했다.",
        "저작권법 개정안도 함께 처리됐다.",
    ],
    "fr": [
        "[Mis à jour le 12 avril à 9h05] Le préfet a confirmé la fermeture du pont jusqu’à dimanche soir.",
        "Par ailleurs, le maire a promis un bilan.",
        "Les abonnés de la bibliothèque pourront le consulter.",
        "La publicité est interdite sur les quais depuis deux ans.",
    ],
    "en": [
        "By noon the square was full.",
        "By then, nobody was listening.",
        "The images spread on social networks, especially on Telegram.",
        "Readers were asked to share the notice with their neighbours.",
        "The newsletter of the council is printed on Fridays.",
    ],
}


@pytest.mark.parametrize(("language", "line"), [(language, line) for language, lines in CHROME.items() for line in lines])
def test_lines_around_the_body_go(language: str, line: str) -> None:
    """Each kind that was counted on real pages, in the middle and at the end."""
    body = BODY[language]
    assert clean([*body[:2], line, body[2], line], language).lines == tuple(body)


@pytest.mark.parametrize(("language", "line"), [(language, line) for language, lines in LOOKALIKES.items() for line in lines])
def test_sentences_that_look_like_them_stay(language: str, line: str) -> None:
    """A word is not enough: sentences and broadcast marks are body."""
    body = BODY[language]
    assert clean([*body[:2], line, body[2]], language).lines == (*body[:2], line, body[2])


def test_the_title_goes_where_it_repeats_before_the_text() -> None:
    """Once before the text it is no body; the same words later are."""
    lines = ["A label for every image", *BODY["en"]]
    assert clean(lines, "en", titles=["A label for every image!"]).lines == tuple(BODY["en"])


def test_second_copies_go() -> None:
    """A paragraph that is repeated is kept once, also where the copy is the whole text in one line."""
    body = BODY["en"] + ["The vote was nine to four, with two members away, and the clerk recorded it at noon on the same day."]
    assert clean([*body, *body], "en").lines == tuple(body)
    assert clean([*body, " ".join(body)], "en").lines == tuple(body)


def test_bylines_taken_off_are_reported() -> None:
    """A byline is no body but still says who wrote it."""
    assert clean(["By Marisol Quench", *BODY["en"]], "en").bylines == ("By Marisol Quench",)


def test_authors_names_and_portraits_go() -> None:
    """A line that is only the author's name, and the note on the author after the text."""
    lines = ["Marisol Quench, The Coastal Press", *BODY["en"], "Marisol Quench is a reporter in the harbour office and covers the council."]
    assert clean(lines, "en", authors=("Marisol Quench",)).lines == tuple(BODY["en"])


def test_a_cut_text_is_known_as_cut() -> None:
    """The subscriber notice goes and leaves its meaning."""
    result = clean([*BODY["fr"], "Il vous reste 40% de cet article à lire. La suite est réservée aux abonnés."], "fr")
    assert result.is_partial
    assert result.lines == tuple(BODY["fr"])


def test_list_items_lose_their_dash_and_stay() -> None:
    """A list at the end of a text is body."""
    items = ["- a visible mark", "- a log of edits"]
    assert clean([*BODY["en"], *items], "en").lines == (*BODY["en"], "a visible mark", "a log of edits")


@pytest.mark.parametrize("language", ["ko", "fr", "en"])
def test_language_is_guessed_from_the_text(language: str) -> None:
    """Letters and stop words, whatever is declared."""
    assert guess_language("\n".join(BODY[language] * 2), "en") == language
