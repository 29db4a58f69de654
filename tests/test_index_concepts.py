"""A query across languages: what is added to its words, and what is left as it is."""

import time

import pytest

from fauxlex import place_names
from index.base import CONCEPT_LANGUAGES, EXPANSIONS
from index.concepts import MAX_ADDED, PLACES_FILE, concepts, expand, places
from index.loosening import loosened
from index.query import Or, parse, read_as


def read(typed: str, languages: tuple[str, ...] = CONCEPT_LANGUAGES, dropped: tuple[str, ...] = ()) -> str:
    return read_as(expand(parse(typed), languages, dropped).node)


def test_the_concepts_are_enough_and_whole() -> None:
    """At least 450 beside the places, each with terms in the three languages, none listed twice in one."""
    assert len(concepts()) - len(places()) >= 450
    for name, terms in concepts().items():
        assert tuple(terms) == CONCEPT_LANGUAGES, name
        assert all(found and len(set(found)) == len(found) for found in terms.values()), name


def test_each_term_brings_its_concept() -> None:
    """Typed as it stands, with or without quotes, a term is known; but where all terms of a concept are matched like it."""
    unknown = []
    for name, by_language in concepts().items():
        for term in (term for terms in by_language.values() for term in terms):
            for typed in (term, f'"{term}"'):
                expanded = expand(parse(typed), EXPANSIONS)
                if name not in {addition.concept for addition in expanded.additions} and not expanded.left_out:
                    unknown.append((name, typed))
    assert unknown == []


def test_the_names_of_places_are_those_of_the_gazetteer() -> None:
    """The index keeps a copy; after a change of the gazetteer `python -m fauxlex.documents` writes it anew."""
    assert PLACES_FILE.read_text("utf8") == place_names.table()


CASES = [
    ("deepfakes", ("fr",), "deepfakes OR hypertrucage"),
    ("hypertrucage", ("ko",), "hypertrucage OR 딥페이크 OR 허위영상물"),
    ("딥페이크를", ("en", "fr"), "딥페이크를 OR deepfake OR hypertrucage"),
    ("projet de loi", ("en",), "(projet AND de AND loi) OR bill"),
    ('"projets de loi" sénat', ("en",), '("projets de loi" OR bill) AND sénat'),
    ("title:deepfake", ("fr",), "title:deepfake OR title:hypertrucage"),
    ("deepfake OR hypertrucage", ("ko",), "deepfake OR 딥페이크 OR 허위영상물 OR hypertrucage"),
    ("deep fake", ("ko",), '"deep fake" OR 딥페이크 OR 허위영상물'),
    ("-deepfake", CONCEPT_LANGUAGES, "NOT deepfake"),
    ("=deepfake deepf* deepfake~", CONCEPT_LANGUAGES, "=deepfake AND deepf* AND deepfake~1"),
    ("cites:law", CONCEPT_LANGUAGES, "cites:law"),
    ("deepfake NEAR/5 law", CONCEPT_LANGUAGES, "deepfake NEAR/5 law"),
    ("weather", CONCEPT_LANGUAGES, "weather"),
    (
        "coréennes",
        ("en", "ko"),
        'coréennes OR "South Korea" OR Korea OR "Republic of Korea" OR "S. Korea" OR ROK OR "South Korean" OR Korean OR 대한민국 OR 한국 OR 남한',
    ),
    ("영국", ("fr",), '영국 OR "Royaume-Uni" OR "Grande-Bretagne" OR britannique'.replace('"', "")),
    ("Séoul", ("ko", "label"), "Séoul OR 서울 OR primary:KR"),
    ("california", ("fr", "label"), "california OR Californie OR californien OR primary:US-CA"),
    ("US", ("en",), 'US OR "United States" OR USA OR America OR American'),
    ("class action", ("ko",), "(class AND action) OR 집단소송 OR 공동소송"),
    # What the law keeps apart is not joined: penal fines and administrative ones, a government's bill and a member's.
    ("과태료", ("ko",), "과태료"),
    ("벌금", ("ko",), "벌금"),
    ("벌금", ("en",), "벌금 OR fine"),
    ('"proposition de loi"', ("fr",), '"proposition de loi"'),
    ("", CONCEPT_LANGUAGES, "every article"),
    ("deepfake", (), "deepfake"),
]


@pytest.mark.parametrize(("typed", "languages", "expected"), CASES)
def test_what_is_added(typed: str, languages: tuple[str, ...], expected: str) -> None:
    """Words and phrases are joined by their concept's terms in the languages asked for; all else stays."""
    assert read(typed, languages) == expected


LOOSE = [
    ("deepfake law weather", "ATLEAST/2 (deepfake AND law AND weather)"),
    ("lois sur les hypertrucages", "ATLEAST/1 (lois AND hypertrucages)"),
    ('"projet de loi" deepfake', '"projet de loi" AND deepfake'),
    ('"projet de loi" deepfake weather -sport title:x', 'ATLEAST/1 (deepfake AND weather) AND "projet de loi" AND NOT sport AND title:x'),
    ("(deepfake OR weather) law topic:sexual =x", "ATLEAST/1 ((deepfake OR weather) AND law) AND topic:sexual AND =x"),
    ("deepfake", "deepfake"),
    ("deepfake OR law", "deepfake OR law"),
]


@pytest.mark.parametrize(("typed", "expected"), LOOSE)
def test_words_may_be_missing_and_nothing_else(typed: str, expected: str) -> None:
    """At least half of the words, function words not counted; what was added to a word counts as that word."""
    assert read_as(loosened(parse(typed))) == expected
    widened = loosened(expand(parse(typed), ("ko",)).node)
    assert read_as(parse(read_as(widened))) == read_as(widened)


def test_a_query_is_widened_fast() -> None:
    """A second query of many concepts takes little, and the tables are not read again."""
    words = " ".join(terms["en"][0] for terms in list(concepts().values())[:70] if terms["en"][0].isalpha())
    expand(parse(words), EXPANSIONS)
    begun = time.thread_time()
    expand(parse(words), EXPANSIONS)
    assert time.thread_time() - begun < 0.05


def test_terms_can_be_left_out() -> None:
    """One term goes, the others stay."""
    assert read("deepfake", ("ko",), ("허위영상물",)) == "deepfake OR 딥페이크"


def test_what_would_be_too_much_is_named() -> None:
    """A query of very many concepts is widened as far as the limit goes, and says which words were not."""
    words = [terms["en"][0] for terms in concepts().values() if " " not in terms["en"][0]][:60]
    made = expand(parse(" OR ".join(words)), CONCEPT_LANGUAGES)
    assert len(made.additions) <= MAX_ADDED
    assert made.left_out
    assert isinstance(made.node, Or)
