"""Words that only look like a word of punishment: parts of longer words, other senses, and other units and bounds of time."""

import pytest

from core.article import Jurisdiction, Penalty
from nlp import penalties
from nlp.pipeline import make_doc

Row = tuple[str | None, str, float | None, float | None]


def found(text: str, language: str, *codes: str) -> tuple[Penalty, ...]:
    """The penalties of a text with these primary jurisdictions."""
    return penalties.find(make_doc("", text, language), tuple(Jurisdiction(code=code, role="primary", score=1.0) for code in codes), "law")


def rows(text: str, language: str, *codes: str) -> list[Row]:
    """Jurisdiction, conduct, months and fine of each penalty."""
    return [(p.jurisdiction, p.conduct, p.custody_months_max, p.fine_max) for p in found(text, language, *codes)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Cette loi sur les deepfakes punit mal : les victimes en gardent des séquelles à vie."),
        ("fr", "Diffuser un deepfake vaut une interdiction à vie des réseaux."),
        ("fr", "La loi sur les deepfakes aussi devra apprendre à vieillir."),
        ("fr", "Devant les sénateurs, le procureur général rappelle que le meurtre est puni de trente ans de prison."),
        ("fr", "Pendant l'instruction, il est rappelé que le meurtre est puni de trente ans de prison."),
        ("fr", "Depuis la destruction des serveurs, le piratage est puni de dix ans de prison."),
        ("en", "His voice faltered: murder is punishable by thirty years in prison."),
        ("fr", "La loi sur les deepfakes encourage trois ans de recherche."),
        ("fr", "La fermeture du site de deepfakes, après trois ans, a surpris la loi."),
        ("en", "The minister, who ends a five-year term in June, wrote the offence of sharing deepfakes."),
        ("ko", "딥페이크 유포 처벌을 다룬 생성형 3년 연구가 최대 규모로 나왔다."),
    ],
)
def test_what_only_looks_like_a_punishment(language: str, text: str) -> None:
    """Scars for life, an encouragement, a minister's term and a murder told without a fake give no record."""
    assert rows(text, language, "FR") == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Diffuser l'hypertrucage d'un enfant est puni de la réclusion criminelle à vie.", [("distribute", True)]),
        ("fr", "Diffuser l'hypertrucage d'un enfant est puni de la réclusion criminelle à perpétuité.", [("distribute", True)]),
        ("fr", "Une image générée ou truquée, si on la diffuse, est punie de deux ans de prison comme un vol.", [("distribute", False)]),
        ("ko", "ai로 만든 살인 장면 영상을 유포하면 3년 이하의 징역에 처한다.", [("distribute", False)]),
    ],
)
def test_life_and_fakes_are_still_found(language: str, text: str, expected: list[tuple[str, bool]]) -> None:
    """Terms for life, fakes by their inflected names, and AI in small letters."""
    assert [(item.conduct, item.life) for item in found(text, language, "FR")] == expected


@pytest.mark.parametrize(
    ("language", "text", "conduct"),
    [
        ("en", "Making another deepfake with a label is punishable by two years in prison.", "create"),
        ("en", "As noted, whoever shares a labelled deepfake faces two years in prison.", "distribute"),
        ("fr", "Les partisans qui diffusent un deepfake à mention ironique encourent deux ans de prison.", "distribute"),
        ("fr", "Depuis le rachat du site, diffuser un deepfake y est puni de deux ans de prison.", "distribute"),
        ("fr", "La loi consacrée aux deepfakes punit leur diffusion de deux ans de prison.", "distribute"),
        ("en", "Sharing a deepfake is a threat to democracy and carries two years in prison.", "distribute"),
        ("en", "Sharing a deepfake is among the threats to democracy and carries two years in prison.", "distribute"),
        ("fr", "Diffuser un deepfake est une menace pour la démocratie et vaut deux ans de prison.", "distribute"),
    ],
)
def test_conduct_is_not_read_inside_other_words(language: str, text: str, conduct: str) -> None:
    """Another, noted, partisans, rachat, consacrée and a threat to democracy name no conduct."""
    assert [row[1:3] for row in rows(text, language, "GB")] == [(conduct, 24)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A threat to release a deepfake carries two years in prison."),
        ("fr", "La menace de diffuser un deepfake est punie de deux ans de prison."),
        ("fr", "Quiconque menace une personne de diffuser un deepfake encourt deux ans de prison."),
    ],
)
def test_threat_to_spread_is_a_threat(language: str, text: str) -> None:
    """What is threatened with is the spreading of a fake."""
    assert ("threaten", 24) in [row[1:3] for row in rows(text, language, "GB")]


def test_fine_goes_to_the_law_that_it_is_told_of() -> None:
    """A fine told after two countries' terms completes those of its own."""
    text = (
        "In Britain, anyone who makes a deepfake faces up to two years in prison. In France, sharing deepfakes is punished by three years in prison. "
        "The British law also provides for a fine of £5,000."
    )
    assert rows(text, "en", "GB", "FR") == [("GB", "create", 24, 5_000), ("FR", "distribute", 36, None)]


@pytest.mark.parametrize(
    ("language", "text", "months"),
    [
        ("fr", "Diffuser un hypertrucage expose à une peine entre deux et cinq ans de prison.", [60]),
        (
            "fr",
            "Diffuser un hypertrucage est puni de deux ans de prison. C'est pire quand les victimes ont entre douze et seize ans.",
            [24],
        ),
        ("fr", "Diffuser l'hypertrucage d'élèves âgées entre douze et seize ans est puni de deux ans de prison.", [24]),
        ("en", "Sharing a sexual deepfake is punishable by up to 26 weeks in prison.", [6]),
        ("en", "Whoever shares a sexual deepfake can be jailed for up to 51 weeks.", [12]),
        ("fr", "Diffuser un hypertrucage est passible de huit semaines de prison.", [2]),
        ("en", "Sharing a deepfake carries two years in prison, and sites have two weeks to take it down.", [24]),
        ("en", "Sharing a deepfake carries one year and six months in prison.", [18]),
        ("en", "For the deepfake that was shared, one year and six months in prison.", []),
        ("fr", "Pour ce deepfake partagé, un an et six mois de prison.", []),
    ],
)
def test_bounds_and_units_of_time(language: str, text: str, months: list[float]) -> None:
    """« entre » is a range of custody or of ages, weeks are parts of a year, and years with months are one term and no range."""
    assert [row[2] for row in rows(text, language, "GB")] == months


@pytest.mark.parametrize(
    ("text", "tiers"),
    [
        ("Diffuser un hypertrucage est puni de deux ans de prison. Ainsi le diffuser deux fois est puni de trois ans de prison.", [False, False]),
        ("Diffuser un hypertrucage est puni de deux ans de prison. Rapporté à un juge, le diffuser est puni de trois ans de prison.", [False, False]),
        ("Diffuser un hypertrucage est puni de deux ans de prison. Le diffuser est puni de trois ans de prison si la victime est mineure.", [False, True]),
    ],
)  # fmt: skip
def test_raising_factor_is_a_word_of_its_own(text: str, tiers: list[bool]) -> None:
    """« ainsi le » is no condition and « rapporté » raises nothing."""
    assert [item.aggravated for item in found(text, "fr", "FR")] == tiers
