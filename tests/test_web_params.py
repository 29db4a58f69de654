"""Addresses read into states and written back."""

from datetime import date
from urllib.parse import urlencode

import pytest

from core.errors import QueryError, UsageError
from index.base import DEFAULT_RELEVANCE
from web.params import MAX_TEXT, read_pairs, read_state


def state_of(query_string: str):  # type: ignore[no-untyped-def]
    return read_state(read_pairs(query_string))


def test_an_empty_address_asks_for_everything_but_other() -> None:
    """Without parameters the newest of the default relevances are asked for."""
    query = state_of("").query()
    assert query.filters.relevance == DEFAULT_RELEVANCE
    assert query.sort == "date"


def test_words_are_sorted_by_score_unless_told_otherwise() -> None:
    """The default order depends on whether there is something to score."""
    assert state_of("q=x").query().sort == "score"
    assert state_of("q=x&sort=date").query().sort == "date"


def test_all_filters_are_read() -> None:
    """Each parameter reaches its field."""
    state = state_of(
        "q=a&jurisdiction=KR&jurisdiction=US-CA&role=primary&topic=sexual&stage=passed&relevance=law&language=fr-CA"
        "&source=hanbit&outlet_country=FR&from=2026-01-02&to=2026-02-03&limit=5&cursor=abc&facets=topic,stage"
    )
    assert state.filters.jurisdictions == ("KR", "US-CA")
    assert state.filters.role == "primary"
    assert (state.filters.topics, state.filters.stages, state.filters.relevance) == (("sexual",), ("passed",), ("law",))
    assert (state.filters.languages, state.filters.sources, state.filters.outlet_countries) == (("fr-CA",), ("hanbit",), ("FR",))
    assert (state.filters.date_from, state.filters.date_to) == (date(2026, 1, 2), date(2026, 2, 3))
    assert (state.limit, state.cursor, state.facets) == (5, "abc", ("topic", "stage"))


@pytest.mark.parametrize(
    "query_string",
    [
        "",
        "q=a",
        "q=%EB%94%A5&jurisdiction=FR&jurisdiction=KR",
        "topic=unknown&role=mentioned",
        "q=a&sort=seen&limit=7",
        "from=2026-01-02",
        "relevance=other",
    ],
)
def test_a_state_is_written_back_as_the_address_it_came_from(query_string: str) -> None:
    """Reading and writing are inverse, so that every state has one address."""
    assert state_of(query_string).query_string().removeprefix("?") == query_string


def test_the_order_of_parameters_does_not_make_another_address() -> None:
    """Two ways to write a state give the same address."""
    assert state_of("topic=fraud&topic=minors&q=a").query_string() == state_of("q=a&topic=minors&topic=fraud&topic=fraud").query_string()


def test_defaults_are_left_out_of_addresses() -> None:
    """What a form sends along needlessly does not stay in the address."""
    assert state_of("relevance=law&relevance=deepfake&role=any&sort=date&q=").query_string() == ""


@pytest.mark.parametrize(
    ("query_string", "named"),
    [
        ("colour=red", "'colour'"),
        ("topic=cooking", "cooking"),
        ("stage=support", "support"),
        ("jurisdiction=Korea", "Korea"),
        ("jurisdiction=kr", "kr"),
        ("outlet_country=FRA", "FRA"),
        ("language=../../etc", "../../etc"),
        ("from=yesterday", "yesterday"),
        ("from=2026-02-30", "2026-02-30"),
        ("from=2026-03-02&to=2026-03-01", "2026-03-02"),
        ("limit=0", "limit='0'"),
        ("limit=100000", "100000"),
        ("limit=²", "²"),
        ("sort=random", "random"),
        ("mode=vague", "vague"),
        ("role=both", "both"),
        ("facets=topic,author", "author"),
        ("q=a&q=b", "twice"),
        ("cursor=" + "x" * 2000, "cursor"),
        ("source=" + "s" * 200, "source"),
        (urlencode([("topic", f"t{n}") for n in range(60)]), "60 times"),
        ("&".join(["topic=sexual"] * 600), "400 parameters"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(query_string: str, named: str) -> None:
    """An error names the parameter or the value at fault."""
    with pytest.raises(UsageError) as caught:
        state_of(query_string)
    assert named in str(caught.value)


def test_a_query_that_is_too_long_is_refused_with_a_shorter_one() -> None:
    """The error points at the first character too many and offers what fits."""
    with pytest.raises(QueryError) as caught:
        state_of("q=" + "a" * (MAX_TEXT + 1))
    assert caught.value.position == MAX_TEXT
    assert caught.value.repair == "a" * MAX_TEXT


def test_a_control_character_is_pointed_at() -> None:
    """A NUL in the middle of a query is refused with its place and the query without it."""
    with pytest.raises(QueryError) as caught:
        state_of("q=a%00b")
    assert (caught.value.position, caught.value.repair) == (1, "ab")


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        ("topic", "fraud", "?q=a&jurisdiction=KR&topic=minors&from=2026-01-01&to=2026-02-01"),
        ("topic", None, "?q=a&jurisdiction=KR&from=2026-01-01&to=2026-02-01"),
        ("from", "2026-01-01", "?q=a&jurisdiction=KR&topic=fraud&topic=minors&to=2026-02-01"),
        ("days", None, "?q=a&jurisdiction=KR&topic=fraud&topic=minors"),
        ("q", None, "?jurisdiction=KR&topic=fraud&topic=minors&from=2026-01-01&to=2026-02-01"),
    ],
)
def test_one_condition_can_be_taken_away(name: str, value: str | None, left: str) -> None:
    """The search without a condition keeps the others and starts at its first page."""
    state = state_of("q=a&jurisdiction=KR&topic=fraud&topic=minors&from=2026-01-01&to=2026-02-01&cursor=c")
    assert state.without(name, value).query_string() == left


def test_a_feed_is_about_the_search_not_about_its_page() -> None:
    """Order, page and page size do not make another feed."""
    assert state_of("q=a&sort=seen&limit=5&cursor=c").stream().query_string() == "?q=a"
