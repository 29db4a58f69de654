"""Acts, articles and bills, as written."""

import pytest

from core.article import Jurisdiction
from nlp import laws
from nlp.pipeline import make_doc


def names(text: str, language: str, code: str = "US") -> list[str]:
    """Names of laws in a text whose main jurisdiction is `code`."""
    return [law.name for law in laws.find(make_doc("", text, language), (Jurisdiction(code=code, role="primary", score=1.0),), "law")]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The Take It Down Act was signed on Monday.", ["Take It Down Act"]),
        ("en", "Under the Online Safety Act 2023 sites must act.", ["Online Safety Act 2023"]),
        ("en", "AB 602 and S.B. 815 were combined.", ["AB 602", "S.B. 815"]),
        ("en", "He was charged under Section 66E of the IT Act.", ["Section 66E of the IT Act"]),
        (
            "en",
            "The Summary Offences (Invasive Images) Amendment Bill 2024 was read.",
            ["Summary Offences (Invasive Images) Amendment Bill 2024"],
        ),
        ("en", "Regulation (EU) 2024/1689 applies.", ["Regulation (EU) 2024/1689"]),
        (
            "en",
            "under section 66e of the it act, and the data protection act of 2019, senate bill 1306 was to be read.",
            ["section 66e of the it act", "data protection act of 2019", "senate bill 1306"],
        ),
        ("en", "in the absence of an act, the commission may act on pressure from the house, and the police too.", []),
        ("fr", "L'article 226-8-1 du code pénal punit ce montage.", ["article 226-8-1 du code pénal"]),
        ("fr", "La loi SREN est en vigueur.", ["loi SREN"]),
        ("fr", "Le règlement (UE) 2024/1689 s'applique.", ["règlement (UE) 2024/1689"]),
        ("fr", "Le projet de loi n° 1644 est déposé.", ["projet de loi n° 1644"]),
        ("ko", "성폭력처벌법 개정안이 통과됐다.", ["성폭력처벌법"]),
        ("ko", "국회는 성폭력범죄의 처벌 등에 관한 특례법을 고쳤다.", ["성폭력범죄의 처벌 등에 관한 특례법"]),
        ("ko", "공직선거법 제82조의8에 따른다.", ["공직선거법", "공직선거법 제82조의8"]),
        ("ko", "유포하면 「인공지능 표시에 관한 법률」을 어긴 것이다.", ["인공지능 표시에 관한 법률"]),
    ],
)
def test_names_as_written(language: str, text: str, expected: list[str]) -> None:
    """The name is taken as the text has it, without the words around it."""
    assert names(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The bill would change the law, Bill Example said. The First Amendment and the Constitution protect speech."),
        ("fr", "Une loi contre les deepfakes est demandée ; la Constitution ne change pas."),
        ("ko", "구별하는 방법과 예방법은 없다. 헌법에 어긋나는 불법 수법이라고 수원지법은 밝혔다."),
    ],
)
def test_no_names(language: str, text: str) -> None:
    """Constitutions, persons called Bill, descriptions, courts and ordinary words in 법 are no laws."""
    assert names(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("en", "Denmark waits, but the Take It Down Act applies there.", "US"),
        ("en", "The Danish Copyright Act changes.", "DK"),
        ("ko", "성폭력처벌법이 바뀐다.", "KR"),
        ("en", "The Crimes Act is amended.", "NZ"),
    ],
)
def test_jurisdiction_of_a_law(language: str, text: str, code: str) -> None:
    """A well-known act belongs to its country wherever it is named; another one to the article's."""
    found = laws.find(make_doc("", text, language), (Jurisdiction(code="NZ", role="primary", score=1.0),), "law")
    assert found[0].jurisdiction == code


def test_each_name_once_with_its_places() -> None:
    """A name told twice is one law with two places."""
    text = "The Take It Down Act passed. Platforms fear the Take It Down Act."
    found = laws.find(make_doc("", text, "en"), (), "law")
    assert [text[e.start : e.end] for e in found[0].evidence] == ["Take It Down Act", "Take It Down Act"] and len(found) == 1


def test_only_law_has_laws() -> None:
    """Other articles have none."""
    assert laws.find(make_doc("", "The Take It Down Act passed.", "en"), (), "deepfake") == ()


def ids(text: str, language: str, *codes: str) -> set[str]:
    """Ids of the acts and articles that a text cites, of an article whose main jurisdictions are `codes`."""
    places = tuple(Jurisdiction(code=code, role="primary", score=1.0) for code in codes)
    return {law.id for law in laws.find(make_doc("", text, language), places, "law") if law.id}


CITATIONS = [
    # Korean
    ("ko", "성폭력처벌법 제14조의2를 적용했다.", "KR", "kr/sexual-violence-punishment-act/14-2"),
    ("ko", "성폭력처벌법 제14조의 2 제4항에 따라 처벌한다.", "KR", "kr/sexual-violence-punishment-act/14-2"),
    ("ko", "성폭력처벌법 14조의3 1항이 근거다.", "KR", "kr/sexual-violence-punishment-act/14-3"),
    ("ko", "'성폭력 범죄의 처벌 등에 관한 특례법' 개정안이 통과됐다.", "KR", "kr/sexual-violence-punishment-act"),
    ("ko", "청소년성보호법 제11조를 위반했다.", "KR", "kr/youth-sexual-protection-act/11"),
    ("ko", "아동ㆍ청소년의 성보호에 관한 법률이 바뀐다.", "KR", "kr/youth-sexual-protection-act"),
    ("ko", "공직선거법 제82조의8에 따르면 금지된다.", "KR", "kr/public-official-election-act/82-8"),
    ("ko", "공직선거법이 금지한다. 제82조의8 제2항은 표시를 요구한다.", "KR", "kr/public-official-election-act/82-8"),
    ("ko", "정보통신망법 제44조의7은 불법정보를 금지한다.", "KR", "kr/network-act/44-7"),
    ("ko", "정보통신망 이용 촉진 및 정보보호 등에 관한 법률이 근거다.", "KR", "kr/network-act"),
    ("ko", "인공지능기본법 제31조가 시행된다.", "KR", "kr/ai-basic-act/31"),
    ("ko", "AI 기본법이 시행된다.", "KR", "kr/ai-basic-act"),
    ("ko", "전기통신사업법 제22조의5에 따라 삭제한다.", "KR", "kr/telecommunications-business-act/22-5"),
    ("ko", "부정경쟁방지법이 퍼블리시티권을 보호한다.", "KR", "kr/unfair-competition-prevention-act"),
    ("ko", "미국에서는 테이크 잇 다운 법이 시행됐다.", "US", "us/take-it-down-act"),
    ("ko", "유럽연합 인공지능법 제50조가 표시를 요구한다.", "EU", "eu/ai-act/50"),
    ("ko", "디지털서비스법(DSA) 제16조가 신고를 규정한다.", "EU", "eu/digital-services-act/16"),
    ("ko", "영국 온라인안전법에 따라 처벌한다.", "GB", "gb/online-safety-act-2023"),
    ("ko", "영국 범죄치안법안이 통과됐다.", "GB", "gb/crime-and-policing-act-2026"),
    ("ko", "프랑스 형법 제226-8-1조가 처벌한다.", "FR", "fr/code-penal/226-8-1"),
    ("ko", "이탈리아 형법 제612조의4가 처벌한다.", "IT", "it/codice-penale/612-quater"),
    ("ko", "대만 형법 제339조의4에 따라 처벌한다.", "TW", "tw/criminal-code/339-4"),
    # French
    ("fr", "L'article 226-8-1 du code pénal punit ce montage.", "FR", "fr/code-penal/226-8-1"),
    ("fr", "L’article 226-8 du Code pénal punit ce montage.", "FR", "fr/code-penal/226-8"),
    ("fr", "Le nouvel article 226-8-1 vise les hypertrucages.", "FR", "fr/code-penal/226-8-1"),
    ("fr", "L'article 222-33-2-2 du code pénal punit le harcèlement.", "FR", "fr/code-penal/222-33-2-2"),
    ("fr", "La loi SREN est en vigueur.", "FR", "fr/loi-sren"),
    ("fr", "La loi n° 2024-449 du 21 mai 2024 a créé ce délit.", "FR", "fr/loi-sren"),
    ("fr", "La LCEN s'applique aux hébergeurs.", "FR", "fr/lcen"),
    ("fr", "Le règlement (UE) 2024/1689 s'applique.", "EU", "eu/ai-act"),
    ("fr", "L'article 50 du règlement (UE) 2024/1689 impose un marquage.", "EU", "eu/ai-act/50"),
    ("fr", "L'article 50 de l'AI Act impose un marquage.", "EU", "eu/ai-act/50"),
    ("fr", "L'article 16 du DSA prévoit un signalement.", "EU", "eu/digital-services-act/16"),
    ("fr", "L'article 34 du règlement sur les services numériques oblige à évaluer les risques.", "EU", "eu/digital-services-act/34"),
    ("fr", "La directive (UE) 2024/1385 doit être transposée.", "EU", "eu/violence-against-women-directive"),
    ("fr", "L'article 162.1 du Code criminel interdit cette diffusion.", "CA", "ca/criminal-code/162.1"),
    ("fr", "L'article 179decies du code pénal punit l'usurpation d'identité.", "CH", "ch/code-penal/179-decies"),
    # English
    ("en", "Section 66B of the Sexual Offences Act 2003 covers sharing.", "GB", "gb/sexual-offences-act-2003/66b"),
    ("en", "The Sexual Offences Act 2003 changes: section 66E covers creation.", "GB", "gb/sexual-offences-act-2003/66e"),
    ("en", "Section 138 of the Data (Use and Access) Act 2025 is in force.", "GB", "gb/data-use-and-access-act-2025"),
    ("en", "The Online Safety Act 2023 applies.", "GB", "gb/online-safety-act-2023"),
    ("en", "The Online Safety Act 2021 applies.", "AU", "au/online-safety-act-2021"),
    ("en", "The Criminal Code Amendment (Deepfake Sexual Material) Act 2024 applies.", "AU", "au/deepfake-sexual-material-act-2024"),
    ("en", "Article 50(2) of the AI Act requires marking.", "EU", "eu/ai-act/50"),
    ("en", "Section 230 of the Communications Decency Act shields platforms.", "US", "us/communications-decency-act/230"),
    ("en", "Article 16 of the DSA requires notice and action.", "EU", "eu/digital-services-act/16"),
    ("en", "The DEFIANCE Act of 2025 passed the Senate.", "US", "us/defiance-act"),
    ("en", "Section 230 shields platforms.", "US", "us/communications-decency-act/230"),
    ("en", "Governor Newsom signed A.B. 2655.", "US-CA", "us-ca/ab-2655-2024"),
    ("en", "Tennessee passed the ELVIS Act.", "US-TN", "us-tn/elvis-act"),
    ("en", "Section 66E of the IT Act punishes violation of privacy.", "IN", "in/information-technology-act-2000/66e"),
    ("en", "The Harmful Digital Communications Act 2015 covers it.", "NZ", "nz/harmful-digital-communications-act-2015"),
    ("en", "Article 612-quater was added to the Penal Code.", "IT", "it/codice-penale/612-quater"),
]


@pytest.mark.parametrize(("language", "text", "code", "expected"), CITATIONS)
def test_a_citation_is_tied_to_its_act_or_article(language: str, text: str, code: str, expected: str) -> None:
    """Whatever the language and the notation, one id."""
    assert expected in ids(text, language, code)


@pytest.mark.parametrize(
    ("language", "text", "code", "allowed"),
    [
        ("ko", "성폭력처벌법 제14조의9를 새로 두자고 했다.", "KR", {"kr/sexual-violence-punishment-act"}),
        ("ko", "형법 제612조의4를 두자고 했다.", "KR", set()),
        ("ko", "저작권법 제50조를 고친다.", "KR", {"kr/copyright-act"}),
        ("ko", "카자흐스탄 인공지능법이 통과됐다.", "KZ", {"kz/law-on-artificial-intelligence"}),
        ("ko", "딥페이크 처벌법이 필요하다.", "KR", set()),
        ("fr", "L'article 227-23 du code pénal belge est visé.", "BE", set()),
        ("fr", "Les articles 226-1 et 226-8 du code pénal sont visés.", "FR", set()),
        ("fr", "L'article 50 a été adopté.", "EU", set()),
        ("fr", "La loi n° 2024-450 du 21 mai 2024 est en vigueur.", "FR", set()),
        ("fr", "Le règlement (UE) 2024/1690 s'applique.", "EU", set()),
        ("en", "Section 66Z of the Sexual Offences Act 2003 does not exist.", "GB", set()),
        ("en", "The Crimes Act 1900 is amended.", "AU-VIC", set()),
        ("en", "SB 649 was filed in Austin.", "US-TX", set()),
        ("en", "The Criminal Code is amended.", "GE", set()),
        ("en", "The AI Act is in force. Article 50 of the Constitution is older.", "EU", {"eu/ai-act"}),
        ("en", "The No Deepfakes Act was filed.", "US", set()),
        ("en", "Section 230 of the Companies Act 2006 applies.", "GB", set()),
    ],
)
def test_what_is_not_in_the_table_is_tied_to_nothing(language: str, text: str, code: str, allowed: set[str]) -> None:
    """Other articles, namesakes abroad, two articles at once, numbers that say too little."""
    assert ids(text, language, code) <= allowed


def test_an_id_brings_its_address_where_one_was_read() -> None:
    """An article without an address of its own is found at its act's; an unverified act has none."""
    text = "성폭력처벌법 제14조의2와 언론중재법을 보라."
    found = {law.id: law.official_url for law in laws.find(make_doc("", text, "ko"), (), "law") if law.id}
    assert found == {
        "kr/sexual-violence-punishment-act": "https://www.law.go.kr/법령/성폭력범죄의처벌등에관한특례법",
        "kr/sexual-violence-punishment-act/14-2": "https://www.law.go.kr/법령/성폭력범죄의처벌등에관한특례법",
        "kr/press-arbitration-act": None,
    }


def test_one_id_in_three_languages() -> None:
    """The press of each language cites the same article."""
    texts = {
        "en": "Article 50 of the AI Act applies.",
        "fr": "L'article 50 du règlement sur l'intelligence artificielle s'applique.",
        "ko": "EU AI법 제50조가 적용된다.",
    }
    assert all("eu/ai-act/50" in ids(text, language, "EU") for language, text in texts.items())
