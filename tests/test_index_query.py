"""The query grammar: how queries are read, and what is said of those that cannot be."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import QueryError
from index.query import MAX_CLAUSES, MAX_NESTING, Everything, Leaf, UnreadableQueryError, parse, positive_leaves, read_as
from index.query.wording import Speaker

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
    ("deepfake NEAR/5 law", "deepfake NEAR/5 law"),
    ("x deepfake NEAR/5 law y", "x AND deepfake NEAR/5 law AND y"),
    ("a NEAR/2 b NEAR/3 c", "a NEAR/2 b AND b NEAR/3 c"),
    ('(a OR "b c") NEAR/0 d', '(a OR "b c") NEAR/0 d'),
    ("title:(a NEAR/5 b)", "title:a NEAR/5 title:b"),
    ("NOT (a NEAR/5 b)", "NOT (a NEAR/5 b)"),
    ("near/5 NEARBY", "near/5 AND NEARBY"),
    ("=Deepfakes title:=loi", "=Deepfakes AND title:=loi"),
    ("a = b", "a AND b"),
    ("deepfake~ hypertrucage~2", "deepfake~1 AND hypertrucage~2"),
    ("deep fake law", '"deep fake" AND law'),
    ("deep AND fake", "deep AND fake"),
    ("딥 페이크를", '"딥 페이크를"'),
    ("deep fake NEAR/3 law", '"deep fake" NEAR/3 law'),
    ("jurisdiction:kr PRIMARY:us-ca mentioned:unknown", "jurisdiction:KR AND primary:US-CA AND mentioned:unknown"),
    ("topic:(Sexual OR minors) -stage:court", "(topic:sexual OR topic:minors) AND NOT stage:court"),
    ("language:fr-CA", "language:fr"),
    ("site:https://www.LeMonde.fr/a site:yna*", "site:lemonde.fr AND site:yna*"),
    ('source:"Le Monde"', 'source:"le monde"'),
    ("ATLEAST/2 (a OR b OR c) -d", "ATLEAST/2 (a AND b AND c) AND NOT d"),
    ("x ATLEAST/1 (title:(a b) (c OR d))", "x AND ATLEAST/1 (title:a AND title:b AND (c OR d))"),
    ("ATLEAST/9 (a b) ATLEAST", "a AND b AND ATLEAST"),
    (
        "date:2024 date:2024-09..2024-12 date:..2024-9-3 date:2025..",
        "date:2024 AND date:2024-09..2024-12 AND date:..2024-9-3 AND date:2025..",
    ),
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
    ("titel:bar", 0, "no field 'titel'", "title:bar"),
    ("topic:sexal", 6, "'sexal' at character 7 is no value of topic:; there are sexual, minors", "topic:sexual"),
    ("stage:xyz", 6, "no value of stage", None),
    ("primary:Korea", 8, "no code", None),
    ("language:français", 9, "no language", None),
    ("site:lemonde", 5, "no domain", None),
    ("date:soon", 5, "no date", None),
    ("date:2024-13", 5, "no date", None),
    ("date:2023-02-29", 5, "no date", None),
    ("date:..", 5, "no date", None),
    ("date:2025..2024", 5, "ends before", "date:2024..2025"),
    ("topic:=sexual", 6, "takes a value only", "topic:sexual"),
    ("a NEAR b", 2, "number from 0 to 30", "a NEAR/5 b"),
    ("a NEAR/99 b", 2, "number from 0 to 30", "a NEAR/30 b"),
    ("NEAR/5 b", 0, "nothing before", "b"),
    ("a NEAR/5", 2, "nothing after", "a"),
    ("a NEAR/5 bc*", 2, "between words or phrases", "a AND bc*"),
    ("(a b) NEAR/5 c", 6, "between words or phrases", "(a b) AND c"),
    ("a NEAR/5 title:b", 2, "two fields", "a AND title:b"),
    ("ATLEAST/0 (a b)", 0, "number from 1 on", "ATLEAST/2 (a b)"),
    ("ATLEAST/2 a b", 0, "list in brackets right after", None),
    ("ATLEAST/2 (a b OR c)", 0, "list in brackets", None),
    ('="a b"', 0, "before one word", '"a b"'),
    ("=abc*", 0, "either exact", "abc*"),
    ("abcd~3", 0, "1 or 2 letters", "abcd~1"),
    ("ab~", 0, "at least 3 letters", "ab"),
    ("abcde~2", 0, "at least 6 letters", "abcde"),
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
        " OR ".join(f"ab{n}*" for n in range(11)),
        "(a OR b OR c OR d OR e OR f OR g OR h OR i) NEAR/5 (a OR b OR c OR d OR e OR f OR g OR h)",
        "a NEAR/5 " * 200,
        "date:" * 400,
        "x" * 1_000_000,
    ],
)
def test_costly_queries_are_refused_at_once(typed: str) -> None:
    """Limits on length, clauses and nesting hold before anything is asked of an engine."""
    begun = time.thread_time()
    with pytest.raises(QueryError):
        parse(typed)
    assert time.thread_time() - begun < 0.05


@pytest.mark.parametrize("typed", [" OR ".join(["ab"] * MAX_CLAUSES), "(" * MAX_NESTING + "a" + ")" * MAX_NESTING, "a" * 2000])
def test_what_is_just_within_the_limits_is_read(typed: str) -> None:
    """The limits are what they say."""
    parse(typed)


PIECES = [
    "deepfake", "deep", "fake", '"a b"', "(", ")", "AND", "OR", "NOT", "-x", "NEAR/3", "NEAR", "=x", "legis*", "word~1", "word~9", "title:", "cites:x",
    "topic:sexual", "topic:x", "date:2024-09..", "date:x", "site:a.kr", "source:", "딥", "페이크",
    "ATLEAST/2", "ATLEAST/2 (a b", "c)",
]  # fmt: skip


@given(st.text(alphabet='ab()"*- \tANDORNOT:~/«»“法title=2.', max_size=40) | st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))
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


SAID = [
    ("", "every article"),
    ("deepfake loi", "“deepfake” and “loi”"),
    ("deepfake (loi OR legisl*)", "“deepfake” and (“loi” or words that begin with “legisl”)"),
    ('title:"projet de loi" -=sport', "the words “projet de loi” in a row in the title and not exactly “sport”"),
    ("a NEAR/5 b", "“a” and “b” with at most 5 words between"),
    ("ATLEAST/2 (a (b OR c) d) -e", "(at least 2 of these: “a”, (“b” or “c”), “d”) and not “e”"),
    ("word~", "“word”, up to 1 letters different"),
    ("primary:KR source:yna*", "mainly law of: Korea and outlet: yna…"),
    ("date:2024-09..2024-12", "published from 1.9.2024 to 31.12.2024"),
    ("date:2024-02-29 OR date:..2023 OR date:2025..", "published on 29.2.2024 or published on 31.12.2023 or before or published on 1.1.2025 or later"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "words"), SAID)
def test_a_query_is_said_in_words(typed: str, words: str) -> None:
    """Values and days are called what the reader calls them."""

    def day(text: str) -> str:
        return ".".join(str(int(part)) for part in reversed(text.split("-")))

    assert Speaker(name=lambda _, value: {"KR": "Korea"}.get(value, value), day=day).say(parse(typed)) == words


def test_a_problem_is_told_in_another_language() -> None:
    """The values stay, the text is looked up."""
    with pytest.raises(UnreadableQueryError) as caught:
        parse("a )")
    assert caught.value.told(lambda text: "%(at)s!" if "closes nothing" in text else "") == "3!"


def test_only_what_a_hit_may_show_is_marked() -> None:
    """Words under NOT and sources are not looked for in snippets."""
    shown = positive_leaves(parse('a -b "c d" source:e (f OR NOT g) topic:sexual h NEAR/2 i'))
    assert [leaf.text for leaf in shown] == ["a", "c d", "f", "h", "i"]
    assert all(isinstance(leaf, Leaf) for leaf in shown)
