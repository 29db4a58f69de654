"""The table of well-known acts and articles, and its names and numbers."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from language.act_names import article_of, canonical
from nlp.acts import Act, is_distinct, problems, table

GOOD = Act(
    id="us-ca/ab-1",
    jurisdiction="US-CA",
    kind="act",
    by_language={"en": ("AB 1",)},
    address="https://leginfo.legislature.ca.gov/1",
    evidence="file “AB 1”",
    read="2026-11-22",
)


def test_the_table_is_valid() -> None:
    """Reading it finds no problem, and it has at least a hundred acts and articles, most with an address."""
    acts = table()
    assert not list(problems(list(acts.by_id.values())))
    assert len(acts.by_id) >= 200
    assert sum(act.address is not None for act in acts.by_id.values()) >= 100


def test_the_codebook_tells_the_size_of_the_table() -> None:
    """A number in the documents is the table's."""
    text = (Path(__file__).parent.parent / "docs" / "codebook.md").read_text("utf8")
    assert f"{len(table().by_id)} well-known acts, bills and articles" in text


def test_every_address_is_on_an_official_host() -> None:
    """No address of a newspaper, a law firm or a private collection."""
    official = (
        "azleg.gov", "boe.es", "cac.gov.cn", "capitol.hawaii.gov", "congress.gov", "eur-lex.europa.eu", "fedlex.admin.ch", "gc.nh.gov",
        "gesetze-im-internet.de", "gov.za", "indiacode.nic.in", "justice.gc.ca", "kenyalaw.org", "law.go.kr", "law.moj.gov.tw",
        "legifrance.gouv.fr", "leginfo.legislature.ca.gov", "legis.la.gov", "legislation.gov.au", "legislation.gov.uk",
        "legislation.govt.nz", "legislation.sa.gov.au", "meity.gov.in", "njleg.state.nj.us", "normattiva.it", "nysenate.gov",
        "officialgazette.gov.ph", "oregonlegislature.gov", "overheid.nl", "palegis.us", "parl.ca", "planalto.gov.br", "revisor.mn.gov",
        "ls.state.ms.us", "sso.agc.gov.sg", "tnsosfiles.com", "uscode.house.gov",
    )  # fmt: skip
    hosts = {(act.address or "").split("/")[2] for act in table().by_id.values() if act.address}
    assert not [host for host in hosts if not host.endswith(official)]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda: [GOOD, GOOD], "stands twice"),
        (lambda: [replace(GOOD, kind="law")], "kind 'law'"),
        (lambda: [replace(GOOD, id="ca/ab-1")], "no id of US-CA"),
        (lambda: [replace(GOOD, id="us-zz/ab-1", jurisdiction="US-ZZ")], "no code"),
        (lambda: [replace(GOOD, id="us-ca/code/1", kind="article")], "has no row"),
        (lambda: [GOOD, replace(GOOD, id="us-ca/ab-2", by_language={"en": ("A.B. 1",)})], "names 'us-ca/ab-1' and 'us-ca/ab-2'"),
        (lambda: [replace(GOOD, by_language={})], "has no name"),
        (lambda: [replace(GOOD, address="http://leginfo.legislature.ca.gov/1")], "https address"),
        (lambda: [replace(GOOD, address="https://leginfo legislature/1")], "https address"),
        (lambda: [replace(GOOD, evidence="seen somewhere")], "evidence 'seen somewhere'"),
        (lambda: [replace(GOOD, evidence="")], "evidence ''"),
        (lambda: [replace(GOOD, read="November")], "read on 'November'"),
        (lambda: [replace(GOOD, address=None)], "evidence but no address"),
    ],
)
def test_a_row_that_cannot_be_is_told(broken: Callable[[], list[Act]], said: str) -> None:
    """Each rule of the table finds what breaks it, and names the row."""
    assert not list(problems([GOOD]))
    assert any(said in problem for problem in problems(broken()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A.B. 2655", "AB-2655"),
        ("아동·청소년의 성보호에 관한 법률", "아동ㆍ청소년의 성보호에 관한 법률"),
        ("AI 기본법", "AI기본법"),
        ("범죄치안법안", "범죄치안법"),
        ("L’Acte sur l’IA", "Acte sur l'IA"),
        ("loi n° 2024-449", "Loi no 2024-449 du 21 mai 2024 visant à sécuriser et à réguler l'espace numérique"),
        ("Regulation (EU) 2024/1689", "règlement (UE) n° 2024/1689"),
        ("Take It Down Act", "the TAKE IT DOWN Act"),
        ("Online Safety Act 2023", "Online Safety Act of 2023"),
    ],
)
def test_ways_of_writing_one_name_are_equal(one: str, other: str) -> None:
    """Case, spaces, dots, articles and what follows the number of a statute count for nothing."""
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Online Safety Act 2023", "Online Safety Act 2021"), ("SB 926", "AB 926"), ("loi n° 2024-449", "loi n° 2024-44"), ("형법", "형사법")],
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    """Years, chambers and numbers tell acts apart."""
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    ("citation", "act", "number"),
    [
        ("성폭력처벌법 제14조의 2 제4항", "성폭력처벌법", "14-2"),
        ("공직선거법 제250조 제4항", "공직선거법", "250"),
        ("제226-8-1조", "", "226-8-1"),
        ("저작권법 제65조의a", "저작권법", "65-a"),
        ("article 226-8-1 du code pénal", "code pénal", "226-8-1"),
        ("article 163.1(4) b) du Code criminel", "Code criminel", "163.1"),
        ("Article 612-quater", "", "612-4"),
        ("Section 66E of the IT Act", "IT Act", "66e"),
        ("Article 50(2)", "", "50"),
        ("articles 226-1 et 226-8 du code pénal", "", ""),
        ("sections 66C and 66E of the Information Technology Act", "", ""),
        ("Take It Down Act", "", ""),
        ("법률 제132호", "", ""),
    ],
)
def test_an_article_is_parted_from_its_act(citation: str, act: str, number: str) -> None:
    """The number in one form; two articles at once are none."""
    assert article_of(citation) == (act, number)


def test_numbers_that_say_enough() -> None:
    """A sub-number or a letter tells an article apart; a plain number does not."""
    assert [number for number in ("14-2", "66b", "226-8-1", "162.1", "50", "230", "") if is_distinct(number)] == [
        "14-2",
        "66b",
        "226-8-1",
        "162.1",
    ]


def test_a_number_that_two_acts_have_is_tied_to_neither() -> None:
    """Where the text names both, the number alone says nothing."""
    acts = table()
    both = [acts.by_id["fr/code-penal"], acts.by_id["kr/sexual-violence-punishment-act"]]
    assert acts.article(both, "14-2") is acts.by_id["kr/sexual-violence-punishment-act/14-2"]
    twice = [acts.by_id["eu/ai-act"], acts.by_id["eu/violence-against-women-directive"]]
    assert acts.article(twice, "5") is None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", " du DSA prévoit un signalement", "eu/digital-services-act"),
        ("", " (1) of the AI Act, which", "eu/ai-act"),
        ("Under the AI Act, ", " applies", "eu/ai-act"),
        ("디지털서비스법(DSA) ", "가 규정한다", "eu/digital-services-act"),
        ("성폭력처벌법의 ", "를 고친다", "kr/sexual-violence-punishment-act"),
        ("The AI Act is old. ", " applies", ""),
        ("", " of the Constitution", ""),
    ],
)
def test_the_act_beside_a_bare_number(before: str, after: str, expected: str) -> None:
    """Named after it or before it, but not in the sentence before."""
    assert [act.id for act in table().beside(before, after)] == ([expected] if expected else [])
