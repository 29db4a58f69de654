"""Which language a text is in, told from little."""

import pytest

from language.detection import detect

HEADLINES = [
    ("ko", "국회 통과"),
    ("ko", "딥페이크 AI Act DSA NCMEC Meta"),
    ("ko", "딥페이크 처벌법, 법사위 통과"),
    ("fr", "Deepfakes : le Sénat adopte la loi"),
    ("fr", "Hypertrucages : Québec veut sévir"),
    ("fr", "Trois mineurs mis en examen"),
    ("fr", "Intelligence artificielle : ce que change le texte"),
    ("en", "Deepfake law passes Senate"),
    ("en", "Senate OKs deepfake bill"),
    ("en", "SENATE PASSES BILL ON AI FAKES"),
    ("en", "Victims of AI-made nudes sue app maker"),
    ("de", "Deepfakes: Bundestag beschließt Gesetz"),
    ("de", "Gericht verurteilt Mann wegen gefälschter Nacktbilder"),
    ("it", "Nuova legge sui deepfake"),
    ("it", "Deepfake, il Senato approva la legge"),
    ("it", "Arrestato un uomo a Milano per i deepfake"),
    ("es", "Senado aprueba ley contra los deepfakes"),
    ("nl", "Kabinet wil deepfakes strafbaar maken"),
    ("ja", "ディープフェイク規制"),
    ("zh", "深度伪造 立法"),
]


@pytest.mark.parametrize(("language", "headline"), HEADLINES)
def test_a_headline_is_enough(language: str, headline: str) -> None:
    """Short headlines are told apart, also those in neighbouring languages that are not read here."""
    assert detect(headline, "") == language


@pytest.mark.parametrize(
    ("title", "text", "hint", "expected"),
    [
        ("", "", None, "und"),
        ("", "", "fr-CA", "fr"),
        ("2024", "12 % — 3", None, "und"),
        ("", "https://outlet.example/a/b", None, "und"),
        ("SREN", "", "fr", "fr"),
        ("Deepfake law passes Senate after long debate in the chamber", "", "fr", "en"),
        ("국회 통과", "", "en", "ko"),
        ("", "\x00\ud800", None, "und"),
    ],
)
def test_too_little_is_unknown_and_a_hint_only_fills_in(title: str, text: str, hint: str | None, expected: str) -> None:
    """The hint decides where the text does not, never against it."""
    assert detect(title, text, hint) == expected


def test_a_french_text_that_cites_korean_terms_stays_french() -> None:
    """A few words in Hangul do not make a text Korean, nor Latin names a Korean one English."""
    french = "Le terme coréen 허위영상물 désigne, dans la loi de Séoul, les vidéos truquées à caractère sexuel. " * 3
    korean = "메타(Meta)와 오픈AI(OpenAI)는 딥페이크(deepfake) 대응책을 발표했다. " * 3
    assert (detect("", french), detect("", korean)) == ("fr", "ko")


def test_decomposed_hangul_is_korean() -> None:
    """Jamo count as Hangul."""
    import unicodedata

    assert detect(unicodedata.normalize("NFD", "딥페이크 처벌"), "") == "ko"


# Forty words or so of a body, in languages that are not tagged.
BODIES = [
    (
        "it",
        "La procura di Milano indaga su un gruppo di studenti che avrebbe diffuso in una chat fotografie false delle compagne di classe. I genitori hanno presentato denuncia e la preside ha convocato il consiglio d'istituto per domani mattina.",
    ),
    (
        "de",
        "Die Polizei ermittelt gegen mehrere Schüler, die gefälschte Nacktbilder ihrer Mitschülerinnen verschickt haben sollen. Nach Angaben der Staatsanwaltschaft wurden die Aufnahmen mit einer App erstellt. Die Schule hat die Eltern informiert und bietet den Mädchen Hilfe an.",
    ),
    (
        "es",
        "La policía detuvo a tres jóvenes acusados de vender fotografías falsas de sus compañeras de instituto. Según la fiscalía, usaban una aplicación para desnudar a las chicas y cobraban por cada imagen. Las familias denunciaron los hechos en mayo.",
    ),
    (
        "nl",
        "De rechtbank heeft een man uit Utrecht veroordeeld tot een taakstraf omdat hij een nepvideo van een presentatrice had gemaakt. Het was de eerste keer dat iemand in Nederland voor zo'n filmpje voor de rechter moest komen.",
    ),
    (
        "pt",
        "O Ministério Público abriu um inquérito sobre a divulgação de fotografias manipuladas de alunas de uma escola de Lisboa. Os pais das jovens apresentaram queixa e pedem que as plataformas retirem as imagens. A polícia já identificou dois suspeitos.",
    ),
    (
        "ja",
        "鳥取県議会は、児童のディープフェイク画像の作成と提供を禁じる条例を可決した。違反者には五万円以下の過料が科される。知事は全国に広がることを期待すると述べた。",
    ),
    (
        "zh",
        "国家网信办发布规定,要求人工智能生成的内容必须添加标识。违反规定的平台将被处以罚款。专家认为,这有助于防止诈骗和虚假信息的传播,但执行起来并不容易。",
    ),
    (
        "fr",
        "Le Sénat a adopté mardi une proposition de loi contre les hypertrucages à caractère sexuel. Les victimes attendaient ce texte depuis longtemps, selon la rapporteure, qui a salué leur courage et celui des associations.",
    ),
    (
        "en",
        "The state senate passed a bill on Tuesday that makes it a crime to share fabricated intimate images. Supporters say that victims have waited too long for such a rule, and that the police need training as well.",
    ),
    ("ko", "국회는 26일 본회의를 열어 딥페이크 성범죄 처벌을 강화하는 개정안을 통과시켰다. 소지하거나 시청해도 처벌된다."),
]
CHROME_BEFORE = """Skip to content
Home World Politics Business Technology Opinion Sport Culture Video Podcasts
Sign in Subscribe My account
We use cookies to improve your experience on our site. By clicking accept all you agree to the use of cookies and similar technologies.
"""
CHROME_AFTER = """
Sign up for our newsletter and get the latest news in your inbox every morning.
Read more: Related stories
Share on Facebook Share on Twitter Copy link
All rights reserved. Terms of use Privacy policy Contact us Advertise with us"""


@pytest.mark.parametrize("hint", [None, "en"])
@pytest.mark.parametrize("frame", [("", ""), (CHROME_BEFORE, ""), ("", CHROME_AFTER), (CHROME_BEFORE, CHROME_AFTER)])
@pytest.mark.parametrize(("language", "body"), BODIES)
def test_forty_words_are_told_apart_within_english_chrome(language: str, body: str, frame: tuple[str, str], hint: str | None) -> None:
    """Menus, cookie notices and share buttons in English do not make an article English, whatever the source claims."""
    assert detect("", frame[0] + body + frame[1], hint) == language


def test_a_text_of_notices_alone_is_still_told() -> None:
    """Where there is no prose, what there is decides."""
    assert detect("", CHROME_BEFORE + CHROME_AFTER) == "en"
