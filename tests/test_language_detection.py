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
