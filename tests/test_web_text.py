"""Text from strangers, made safe to show."""

import pytest

from web.text import EXCERPT, excerpt, marked, plain, safe_href


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("two  spaces\nand a line", "two spaces and a line"),
        ("vertical\x0btab and nul\x00", "verticaltab and nul"),
        ("\u202eright to left\u2066", "right to left"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("딥페이크", "딥페이크"),
        ("", ""),
        (None, ""),
    ],
)
def test_plain_drops_what_breaks_xml_or_turns_the_line(given: str | None, shown: str) -> None:
    """Controls, surrogates and direction overrides go; letters of every script stay."""
    assert plain(given) == shown


def test_an_excerpt_is_never_longer_than_the_limit() -> None:
    """A long passage is cut at a word and says so."""
    cut = excerpt("word " * 100, 0, 500)
    assert len(cut) <= EXCERPT
    assert cut.endswith("word…")


def test_an_excerpt_without_spaces_is_cut_too() -> None:
    """A passage in a script without spaces keeps to the limit."""
    assert len(excerpt("가" * 400, 0, 400)) == EXCERPT


def test_an_excerpt_keeps_the_place_that_it_is_to_show() -> None:
    """Far into a long passage it begins later, and says so; near its beginning nothing changes."""
    text = "word " * 60 + "AMOUNT " + "more " * 60
    late = excerpt(text, 0, len(text), text.index("AMOUNT"))
    assert "AMOUNT" in late and late.startswith("…word") and late.endswith("…") and len(late) <= EXCERPT
    assert excerpt(text, 0, len(text), 10) == excerpt(text, 0, len(text))
    assert "AMOUNT" in excerpt(text, 200, 360, text.index("AMOUNT"))
    assert len(excerpt("가" * 400, 0, 400, 300)) == EXCERPT


def test_an_excerpt_with_offsets_outside_the_text_is_what_there_is() -> None:
    """Offsets of an older text do no harm."""
    assert excerpt("short", -3, 900) == "short"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\nscript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "//other.example/x",
        "/path",
        "http://",
        "http://good.example\\@evil.example/",
        "https://a b.example/",
        "http://[bad/",
        "",
        None,
    ],
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    """Anything but an absolute http or https address is no link."""
    assert safe_href(url) is None


@pytest.mark.parametrize("url", ["https://a.example/b?c=d#e", "http://xn--9i1bm4x.example/뉴스"])
def test_web_addresses_stay_links(url: str) -> None:
    """An ordinary address is kept as it is."""
    assert safe_href(url) == url


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        ((), "a &lt;b&gt; c"),
        (((2, 5),), "a <mark>&lt;b&gt;</mark> c"),
        (((0, 1), (6, 7)), "<mark>a</mark> &lt;b&gt; <mark>c</mark>"),
        (((0, 4), (2, 7)), "<mark>a &lt;b</mark><mark>&gt; c</mark>"),
        (((5, 90), (3, 3)), "a &lt;b&gt;<mark> c</mark>"),
    ],
)
def test_marks_are_put_around_escaped_text(marks: tuple[tuple[int, int], ...], shown: str) -> None:
    """Marks never cut an entity, overlap or reach outside."""
    assert marked("a <b> c", marks) == shown
