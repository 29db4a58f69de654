"""The query grammar: how queries are read, and what is said of those that cannot be."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import QueryError
from index.query import MAX_CLAUSES, MAX_NESTING, Everything, Leaf, parse, positive_leaves, read_as

READ = [
    ("", "every article"),
    ("  \n", "every article"),
    ("deepfake law", "deepfake AND law"),
    ("deepfake AND law", "deepfake AND law"),
    ("a OR b c", "a OR (b AND c)"),
    ("(a OR b) c", "(a OR b) AND c"),
    ('"projet de loi" OR (hypertrucage -sport)', '"projet de loi" OR (hypertrucage AND NOT sport)'),
    ("« projet  de loi »", '"projet de loi"'),
    ("“딥페이크 처벌법”", '"딥페이크 처벌법"'),
    ("NOT a", "NOT a"),
    ("-(a b)", "NOT (a AND b)"),
    ("title:(a OR b)", "title:a OR title:b"),
    ('TITLE:"a b" cites:xy* source:yna', 'title:"a b" AND cites:xy* AND source:yna'),
    ("legisl*", "legisl*"),
    ("a - b", "a AND b"),
    ("and or not", "and AND or AND not"),
    ("14:05", "14:05"),
    ("Deepfakes: la loi", "Deepfakes: AND la AND loi"),
    ("http://outlet.example/a", "http://outlet.example/a"),
    ("l’Assemblée", "l'Assemblée"),
    ("Corée-du-Sud", "Corée-du-Sud"),
    ("ＡＩ　（법）", "AI AND 법"),
]


@pytest.mark.parametrize(("typed", "words"), READ)
def test_a_query_is_read_as_it_says(typed: str, words: str) -> None:
    """The echo writes out every operator, and reads the same again."""
    assert read_as(parse(typed)) == words
    if words != "every article":
        assert read_as(parse(words)) == words


REFUSED = [
    # typed, place, part of the reason, repair
    ("*", 0, "only end a word", None),
    ("*법", 0, "only end a word", "법"),
    ("a*b", 1, "only end a word", "ab"),
    ("x y*", 2, "at least 2", None),
    ('deepfake "abc', 9, "not closed", 'deepfake "abc"'),
    ("((a)", 0, "not closed", "((a))"),
    ("a)", 1, "closes nothing", "a"),
    ("()", 0, "empty", None),
    ('"x"~999999', 3, "distance", '"x"'),
    ("/regex/", 0, "regular expressions", "regex"),
    ("foo:bar", 0, "no field 'foo'", "foo bar"),
    ("title:", 0, "right after", None),
    ("title:source:x", 6, "stands inside", None),
    ("AND x", 0, "nothing before", "x"),
    ("x OR", 2, "nothing after", "x"),
    ("x AND OR y", 2, "nothing after", "x OR y"),
    ("x NOT", 2, "nothing after", "x"),
    ('"a*"', 0, "inside the quotes", '"a"'),
    ("…", 0, "no word", None),
    ("딥페이크 )", 5, "closes nothing", "딥페이크"),
    ("a" * 2001, 2000, "2,001 characters", None),
]


@pytest.mark.parametrize(("typed", "place", "reason", "repair"), REFUSED)
def test_an_error_names_place_reason_and_repair(typed: str, place: int, reason: str, repair: str | None) -> None:
    """The place counts characters of what was typed; a repair can itself be read."""
    with pytest.raises(QueryError, match=reason) as caught:
        parse(typed)
    assert (caught.value.position, caught.value.repair) == (place, repair)
    if repair:
        parse(repair)


@pytest.mark.parametrize(
    "typed",
    [
        " OR ".join(["ab"] * (MAX_CLAUSES + 1)),
        "OR ".join(["a"] * 20_000),
        "(" * 5000 + "a" + ")" * 5000,
        "(" * (MAX_NESTING + 1) + "a" + ")" * (MAX_NESTING + 1),
        "NOT " * (MAX_NESTING + 1) + "a",
        ")" * 2000,
        "(" * 2000,
        "*" * 2000,
        '"' * 1999,
        "title:" * 300,
        "a* OR b* OR c*",
        "x" * 1_000_000,
    ],
)
def test_costly_queries_are_refused_at_once(typed: str) -> None:
    """Limits on length, clauses and nesting hold before anything is asked of an engine."""
    begun = time.perf_counter()
    with pytest.raises(QueryError):
        parse(typed)
    assert time.perf_counter() - begun < 0.05


@pytest.mark.parametrize("typed", [" OR ".join(["ab"] * MAX_CLAUSES), "(" * MAX_NESTING + "a" + ")" * MAX_NESTING, "a" * 2000])
def test_what_is_just_within_the_limits_is_read(typed: str) -> None:
    """The limits are what they say."""
    parse(typed)


@given(st.text(alphabet='ab()"*- \tANDORNOT:~/«»“法title', max_size=40))
def test_anything_typed_is_read_or_refused(typed: str) -> None:
    """No input breaks the parser, and what is read can be read again from its echo."""
    try:
        node = parse(typed)
    except QueryError as err:
        assert err.position is not None
        assert 0 <= err.position <= len(typed)
        return
    if not isinstance(node, Everything):
        assert read_as(parse(read_as(node))) == read_as(node)


def test_only_what_a_hit_may_show_is_marked() -> None:
    """Words under NOT and sources are not looked for in snippets."""
    shown = positive_leaves(parse('a -b "c d" source:e (f OR NOT g)'))
    assert [leaf.text for leaf in shown] == ["a", "c d", "f"]
    assert all(isinstance(leaf, Leaf) for leaf in shown)
