"""What an index keeps to show a hit, and the snippets made of it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.query import parse, positive_leaves
from index.snippets import SNIPPET_LENGTH, Wanted, wanted
from index.stored import hit, pack
from tests.index_documents import document

LONG = "Nothing here. " * 40 + "The senate passed the deepfake bill on Monday. " + "More of nothing follows here. " * 40


def shown(text: str, query: str, language: str = "en") -> tuple[str, list[str]]:
    """The snippet of a text for a query, and what is marked in it."""
    snippet = hit(pack(document("a", "", text, language)), 1.0, wanted(positive_leaves(parse(query)))).snippet
    return snippet.text, [snippet.text[start:end] for start, end in snippet.marks]


@pytest.mark.parametrize(
    ("language", "text", "query", "marks"),
    [
        ("en", "Deepfakes are banned.", "deepfake", ["Deepfakes"]),
        ("en", "Deep-fakes are banned.", '"deep fakes"', ["Deep-fakes"]),
        ("en", "The bill, the bill.", "bill", ["bill", "bill"]),
        ("en", "A bill of law.", "bill -law", ["bill"]),
        ("en", "Legislation and legislators", "legisl*", ["Legislation", "legislators"]),
        ("fr", "L’Assemblée vote.", "assemblee", ["Assemblée"]),
        ("fr", "Un projet de loi.", '"projet de loi"', ["projet de loi"]),
        ("ko", "국회는 성폭력처벌법 개정안을 의결했다.", "성폭력 처벌법", ["성폭력처벌법"]),
        ("ko", "딥페이크를 처벌", "딥페이크", ["딥페이크"]),
        ("ko", "딥페이크를 처벌", "딥페*", ["딥페이크"]),
        ("en", "𝔸 😀 bill of 😀 law.", "law", ["law"]),
        ("en", "Nothing.", "deepfake", []),
    ],
)
def test_what_matched_is_marked(language: str, text: str, query: str, marks: list[str]) -> None:
    """Marks cover the words as they are written, and only what the query asked for."""
    assert shown(text, query, language) == (text, marks)


def test_a_snippet_shows_the_place_of_the_match() -> None:
    """Deep in a text, from the beginning of a sentence, cut at words, with signs of what was left out."""
    text, marks = shown(LONG, "deepfake senate")
    assert text.startswith("… ") and text.endswith(" …")
    assert "The senate passed the deepfake bill on Monday." in text
    assert marks == ["senate", "deepfake"]


def test_without_a_match_a_snippet_is_the_beginning() -> None:
    """Also where nothing was asked for."""
    text, marks = shown(LONG, "")
    assert text.startswith("Nothing here.") and marks == []


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(["deepfake", "law", "l’IA", "딥페이크를", "\n", "…", "x" * 70, "Senate.", "é"]), max_size=90))
def test_snippets_are_short_one_line_and_marked_within(words: list[str]) -> None:
    """Whatever the text: at most 160 characters on one line, marks in order, apart, and inside."""
    show = Wanted(sequences=(("law",), ("ia",), ("딥페이크",)), prefixes=("deep",), excerpts=3)
    made = hit(pack(document("a", "", " ".join(words), "fr")), 1.0, show)
    assert len(made.more) <= 2 and all(snippet.marks for snippet in made.more)
    for snippet in (made.snippet, *made.more):
        text, marks = snippet.text, snippet.marks
        assert len(text) <= SNIPPET_LENGTH
        assert text.isprintable()
        at = 0
        for start, end in marks:
            assert at <= start < end <= len(text)
            assert text[start:end] in ("law", "IA", "딥페이크", "deepfake")
            at = end


def test_further_excerpts_show_other_matches_and_share_no_text() -> None:
    """As many as are asked for and as there are matches; the first is the one that a search shows."""
    sentences = [
        f"Sentence {number} speaks of {'the senate' if number in (3, 9, 10, 25, 40) else 'nothing'} at some length." for number in range(50)
    ]
    data = pack(document("a", "", " ".join(sentences), "en"))
    leaves = positive_leaves(parse("senate"))
    alone, three, all_of_them = (hit(data, 1.0, wanted(leaves, excerpts)) for excerpts in (1, 3, 9))
    assert alone.more == () and len(three.more) == 2 and len(all_of_them.more) == 3
    assert alone.snippet == three.snippet
    shown = [re.findall(r"Sentence (\d+) speaks of the senate", text) for text in all_of_them.excerpts]
    assert sorted(number for numbers in shown for number in numbers) == ["10", "25", "3", "40", "9"]
    numbers = [number for text in all_of_them.excerpts for number in re.findall(r"Sentence (\d+) speaks", text)]
    assert len(numbers) == len(set(numbers))


def test_an_article_that_knows_nothing_of_itself_can_be_shown() -> None:
    """Unknown stays unknown."""
    made = hit(pack(document("a", language=None, published_at=None, relevance=None)), 0.0, Wanted())
    assert (made.published_at, made.language, made.relevance, made.source, made.snippet.text) == (None, None, None, None, "")
