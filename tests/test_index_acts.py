"""Acts, bills and articles by id: the copy of the table, and what a name may mean."""

import pytest

from fauxlex import act_names
from index.acts import ACTS_FILE, acts, ids_of, names_of, with_act


def test_the_names_of_acts_are_those_of_the_gazetteer() -> None:
    """The index keeps a copy; after a change of the gazetteer `python -m fauxlex.documents` writes it anew."""
    assert ACTS_FILE.read_text("utf8") == act_names.table()


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Take It Down Act", ("us/take-it-down-act",)),
        ("take it down act", ("us/take-it-down-act",)),
        ("loi Take It Down", ("us/take-it-down-act",)),
        ("테이크 잇 다운법", ("us/take-it-down-act",)),
        ("us/take-it-down-act", ("us/take-it-down-act",)),
        (" US/Take-It-Down-Act ", ("us/take-it-down-act",)),
        ("Public Official Election Act", ("kr/public-official-election-act",)),
        ("공직선거법", ("kr/public-official-election-act",)),
        ("성폭력처벌법 제14조의2", ("kr/sexual-violence-punishment-act/14-2",)),
        ("l’article 226-8-1 du code pénal", ()),
        ("article 226-8-1 du code pénal", ("fr/code-penal/226-8-1",)),
        ("Online Safety Act", ("gb/online-safety-act-2023", "au/online-safety-act-2021", "my/online-safety-act-2025")),
        ("성폭력처벌법 제99조", ()),
        ("Statute of Tarn", ()),
        ("", ()),
    ],
)
def test_a_name_in_any_language_leads_to_its_ids(name: str, ids: tuple[str, ...]) -> None:
    """Names, ids and cited articles; a name of several acts leads to all, one that nobody knows to none."""
    assert ids_of(name) == ids


def test_every_name_and_id_of_the_table_is_found() -> None:
    """No name is lost on the way."""
    lost = [
        (act, name)
        for act, names in acts().items()
        for name in (act, *(n for found in names.values() for n in found))
        if act not in ids_of(name)
    ]
    assert lost == []


def test_an_article_stands_in_its_act() -> None:
    """It brings the act's id, and is known by the act's names."""
    assert with_act("fr/code-penal/226-8-1") == ("fr/code-penal/226-8-1", "fr/code-penal")
    assert with_act("fr/code-penal") == ("fr/code-penal",)
    assert {"code pénal", "226-8-1"} <= set(names_of("fr/code-penal/226-8-1"))
