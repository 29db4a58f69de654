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
    assert found[0].jurisdiction == code and found[0].id is None and found[0].official_url is None


def test_each_name_once_with_its_places() -> None:
    """A name told twice is one law with two places."""
    text = "The Take It Down Act passed. Platforms fear the Take It Down Act."
    found = laws.find(make_doc("", text, "en"), (), "law")
    assert [text[e.start : e.end] for e in found[0].evidence] == ["Take It Down Act", "Take It Down Act"] and len(found) == 1


def test_only_law_has_laws() -> None:
    """Other articles have none."""
    assert laws.find(make_doc("", "The Take It Down Act passed.", "en"), (), "deepfake") == ()
