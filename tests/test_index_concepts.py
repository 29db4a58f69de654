"""A query across languages: what is added to its words, and what is left as it is."""

import pytest

from index.base import CONCEPT_LANGUAGES
from index.concepts import MAX_ADDED, concepts, expand
from index.query import Or, parse, read_as


def read(typed: str, languages: tuple[str, ...] = CONCEPT_LANGUAGES, dropped: tuple[str, ...] = ()) -> str:
    return read_as(expand(parse(typed), languages, dropped).node)


def test_the_concepts_are_enough_and_whole() -> None:
    """At least eighty, each with terms in the three languages, none listed twice in one."""
    assert len(concepts()) >= 80
    for name, terms in concepts().items():
        assert tuple(terms) == CONCEPT_LANGUAGES, name
        assert all(found and len(set(found)) == len(found) for found in terms.values()), name


@pytest.mark.parametrize("name", sorted(concepts()))
def test_each_term_brings_its_concept(name: str) -> None:
    """Typed as it stands, with or without quotes, a term is known."""
    for terms in concepts()[name].values():
        for term in terms:
            for typed in (term, f'"{term}"'):
                assert name in {addition.concept for addition in expand(parse(typed), CONCEPT_LANGUAGES).additions}, typed


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
    ("", CONCEPT_LANGUAGES, "every article"),
    ("deepfake", (), "deepfake"),
]


@pytest.mark.parametrize(("typed", "languages", "expected"), CASES)
def test_what_is_added(typed: str, languages: tuple[str, ...], expected: str) -> None:
    """Words and phrases are joined by their concept's terms in the languages asked for; all else stays."""
    assert read(typed, languages) == expected


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
