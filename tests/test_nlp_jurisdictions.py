"""Whose law an article is about."""

import numpy as np
import pytest
from numpy.typing import NDArray

from core.article import Jurisdiction
from nlp import jurisdictions
from nlp.gazetteer import gazetteer
from nlp.jurisdictions.mentions import Mention, mentions
from nlp.pipeline import make_doc


def codes(title: str, text: str, language: str, country: str | None = None) -> tuple[set[str], set[str]]:
    """Primary and mentioned codes of a `law` article."""
    found = jurisdictions.find(make_doc(title, text, language), country, "law")
    return {j.code for j in found if j.role == "primary"}, {j.code for j in found if j.role == "mentioned"}


@pytest.mark.parametrize(
    ("language", "title", "text", "primary"),
    [
        ("ko", "국회, 딥페이크 처벌법 의결", "국회는 26일 본회의를 열어 개정안을 의결했다. 경찰청은 단속을 이어 간다.", {"KR"}),
        ("fr", "", "L'Assemblée nationale a voté le délit de trucage sexuel. Le parquet de Paris a ouvert une enquête.", {"FR"}),
        ("en", "Ofcom opens inquiry", "Ofcom has opened an investigation into an undressing site. MPs welcomed it.", {"GB"}),
        ("en", "", "Congress passed the Take It Down Act. The FTC will enforce it, senators said.", {"US"}),
        (
            "en",
            "",
            "The Delhi High Court ordered the clips removed. The IT Rules require it, the Union Minister told the Lok Sabha.",
            {"IN"},
        ),
    ],
)
def test_home_is_read_from_institutions(language: str, title: str, text: str, primary: set[str]) -> None:
    """Without an outlet's country, parliaments, police and regulators tell whose law it is."""
    assert codes(title, text, language)[0] == primary


@pytest.mark.parametrize(
    ("language", "title", "text", "primary"),
    [
        ("ko", "덴마크 의회, 얼굴 권리 법안 통과", "덴마크 의회가 법안을 통과시켰다. 법무부 장관은 시행을 준비한다고 말했다.", {"DK"}),
        (
            "fr",
            "Corée du Sud : la police arrête un lycéen",
            "La police sud-coréenne a arrêté un lycéen. Le parquet de Séoul a requis une peine.",
            {"KR"},
        ),
        (
            "en",
            "Malaysian police seek legal advice",
            "Malaysian police arrested a pupil in Johor. The government said the law would be changed.",
            {"MY"},
        ),
    ],
)
def test_foreign_news_is_not_the_outlets_home(language: str, title: str, text: str, primary: set[str]) -> None:
    """An article on another country's law has that country, and not the outlet's, as primary."""
    home = {"ko": "KR", "fr": "FR", "en": "US"}[language]
    assert codes(title, text, language, home)[0] == primary


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ko", "경찰은 딥페이크를 만든 20대를 구속했다. 검찰은 기소할 방침이다."),
        ("fr", "La police a interpellé un homme. Le tribunal le jugera en mai."),
        ("en", "Police arrested a man on Friday. A judge will hear the case in May."),
    ],
)
def test_article_without_a_country_falls_back_on_the_outlets(language: str, text: str) -> None:
    """Where no country is named, the outlet's is primary."""
    assert codes("", text, language, "NZ")[0] == {"NZ"}


def test_state_gives_its_country_as_well() -> None:
    """A state whose law acts comes with its country."""
    primary, _ = codes(
        "Texas lawmakers ban deepfakes", "The Texas Legislature passed a bill. The Texas attorney general will enforce the state law.", "en"
    )
    assert primary == {"US", "US-TX"}


def test_senators_own_state_is_no_jurisdiction() -> None:
    """ "Sen. … of Texas" speaks of the national parliament."""
    primary, mentioned = codes(
        "", "Congress debated the bill. Sen. Ann Example, Republican of Texas, wrote the federal act with a senator from Minnesota.", "en"
    )
    assert primary == {"US"} and not any("-" in code for code in mentioned)


def test_company_home_and_survey_origin_are_not_mentioned() -> None:
    """A country that is a firm's home or a study's origin is not mentioned."""
    text = "The Danish parliament passed the law. A survey by researchers in Finland and a Japanese company played a part. The Danish government agreed."
    assert codes("Denmark votes on faces", text, "en") == ({"DK"}, set())


def test_passing_comparison_is_mentioned() -> None:
    """A law of another country named for comparison is mentioned."""
    primary, mentioned = codes(
        "국회, 개정안 처리",
        "국회가 딥페이크 처벌법 개정안을 처리했다. 경찰청은 수사를 강화한다. 여성가족부는 지원을 늘린다. 프랑스 의회도 처벌 법안을 통과시켰다.",
        "ko",
        "KR",
    )
    assert "KR" in primary and "FR" in primary | mentioned


def test_headlines_of_other_articles_do_not_count() -> None:
    """Lines without a full stop around the prose are menus and related headlines."""
    text = "Danish lawmakers passed the law on Monday. The Danish government will publish it next week, the ministry said.\nBrazil court fines platform\nJapan police arrest three"
    assert codes("Denmark passes law", text, "en") == ({"DK"}, set())


@pytest.mark.parametrize("relevance", ["deepfake", "other"])
def test_only_law_has_jurisdictions(relevance: str) -> None:
    """Articles without law or authority have none."""
    assert jurisdictions.find(make_doc("", "Danish lawmakers passed the law.", "en"), "DK", relevance) == ()


def test_scores_and_evidence() -> None:
    """Scores lie in [0, 1]; evidence holds sentences that name the country; primary ones come first."""
    text = "The Danish parliament passed the law. It rained."
    found = jurisdictions.find(make_doc("", text, "en"), None, "law")
    assert isinstance(found[0], Jurisdiction) and found[0].code == "DK"
    assert all(0.0 <= item.score <= 1.0 for item in found)
    assert text[found[0].evidence[0].start : found[0].evidence[0].end] == "The Danish parliament passed the law."


def test_empty_text_has_the_home_alone() -> None:
    """An empty article does not fail; its outlet's country is all there is to say."""
    assert codes("", "", "en", "CA")[0] == {"CA"}


def test_overseas_territory_stands_under_its_sovereign() -> None:
    """An outlet in Réunion reports on French law."""
    assert codes("", "La police a interpellé un homme. Le tribunal le jugera.", "fr", "RE")[0] == {"FR"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("en Nigeria and Niger's capital", ["NG"]),
        ("Romania's parliament", ["RO"]),
        ("la loi danoise, les députées belges", ["DK", "BE"]),
        ("인도네시아 정부와 인도 정부", ["ID", "IN"]),
        ("미국의 법", ["US"]),
    ],
)
def test_longest_whole_name_wins(text: str, expected: list[str]) -> None:
    """Names inside other words or longer names are not found."""
    assert [find.code for find in gazetteer().find(text) if not find.weak] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "the south korean parliament followed the uk and the us, where congress had acted", ["KR", "GB"]),
        ("en", "polish it, said the turkey farmer from denmark: let it be law in france", ["DK", "FR"]),
        ("en", "the eu directive leaves all governments until the summer to act on it", ["EU"]),
        ("fr", "la ministre a eu raison ; l'union européenne et la corée du sud suivent, qu'il vienne", ["EU", "KR"]),
        ("fr", "la directive de l'ue laisse du temps aux états ; la rdc a eu le sien", ["EU", "CD"]),
    ],
)
def test_a_text_without_capitals_keeps_its_countries_and_no_ordinary_word_becomes_one(
    language: str, text: str, expected: list[str]
) -> None:
    """`us`, French `eu` (had), `polish`, `turkey`, `vienne` are words once their capital is gone."""
    assert [find.code for find in gazetteer().find(text, language)] == expected


@pytest.mark.parametrize("code", ["KR", "FR", "GB", "US", "BJ", "KZ", "UY", "MG", "RW", "TL", "WS"])
@pytest.mark.parametrize("language", ["en", "fr", "ko"])
def test_every_country_has_a_name_in_each_language(code: str, language: str) -> None:
    """CLDR's name of a country is in the gazetteer in each language."""
    from babel import Locale

    name = Locale(language).territories[code].replace("’", "'")
    assert gazetteer().entries[name].code == code


def test_weights_can_be_fitted() -> None:
    """The fit writes a section with a bias, a threshold and a weight per feature that tells the roles apart."""
    import tomllib

    from nlp.jurisdictions.fit import fit, rows
    from nlp.jurisdictions.scoring import FEATURES

    def record(number: int, name: str, code: str) -> dict[str, object]:
        text = f"The {name} parliament passed the law. The {name} government agreed. French law was compared."
        roles = [{"code": code, "role": "primary"}, {"code": "FR", "role": "mentioned"}]
        return {"id": f"en-{number}", "text": text, "relevance": "law", "jurisdictions": roles}

    table = list(rows([record(n, *pair) for n, pair in enumerate([("Danish", "DK"), ("Polish", "PL"), ("Kenyan", "KE")] * 3)]))
    section = tomllib.loads(fit(table, "primary"))["primary"]
    assert set(section) == {"bias", "threshold", *FEATURES} and section["sum_log"] > 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Puebla's state congress passed the bill on fakes.", "MX-PUE"),
        ("돗토리현 의회가 조례를 고쳤다.", "JP-31"),
        ("Une Québécoise a saisi le juge.", "CA-QC"),
    ],
)
def test_states_are_known_by_name(text: str, code: str) -> None:
    """States of federations, and prefectures with rules of their own, have their ISO 3166-2 code."""
    assert code in {find.code for find in gazetteer().find(text)}


def test_the_help_of_another_country_is_not_its_law() -> None:
    """A police that asks abroad for help stays the article's primary authority, alone."""
    text = "서울경찰청은 딥페이크를 유포한 혐의로 두 명을 구속했다. 경찰은 서버가 있는 네덜란드 경찰에 공조를 요청했다. 검찰은 이들을 기소했다. 경찰청은 단속을 이어 간다."
    assert codes("경찰, 딥페이크 유포 일당 구속", text, "ko", "KR")[0] == {"KR"}


def test_what_the_network_reads_in_a_naming_decides_beside_the_counts() -> None:
    """A strong reading makes a country primary that the counts leave aside; a naming without tokens leaves the counts alone."""
    doc = make_doc("", "The Danish parliament passed the law. The Danish government signed it. The author lives in Kenya.", "en")
    found = mentions(doc)
    kenya = next(one for one in found if one.code == "KE")

    def told(vectors: dict[Mention, NDArray[np.float64]]) -> set[str]:
        namings = jurisdictions.Namings(
            vectors=vectors, weight=np.array([[40.0], [0.0]]), bias=np.zeros(2), prior=np.ones(2), thresholds=(0.5, 0.5)
        )
        return {item.code for item in jurisdictions.find(doc, None, "law", found=found, namings=namings) if item.role == "primary"}

    assert told({}) == {"DK"}
    assert told({kenya: np.ones(1)}) == {"DK", "KE"}
