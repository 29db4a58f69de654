"""The benchmark's page designs as tests: every difficulty is read, and every kind of page is known as what it is."""

from collections import Counter

import pytest

from benchmarks.extraction.design import FAMILIES, Page, pages
from benchmarks.extraction.scoring import f1, grams, group_f1, precision_and_recall
from extraction.pages import extract

LEAST = 0.96
BELOW = {"lead_outside_of_the_body": 0.85}
"""Designs that are read less well, with what they must reach: a first paragraph that stands far from the body is not looked for."""


@pytest.mark.parametrize("page", [page for page in pages() if page.text], ids=lambda page: f"{page.family}-{page.name}")
def test_a_design_is_read(page: Page) -> None:
    """Its text is found, and little else with it; it is known as what it is, and as cut where it is cut."""
    got = extract(page.html, page.url)
    assert f1(*precision_and_recall(page, got.text or "")) >= BELOW.get(page.name, LEAST)
    assert (got.kind, got.is_partial) == (page.kind, page.is_partial)


@pytest.mark.parametrize("page", [page for page in pages() if not page.text], ids=lambda page: page.name)
def test_a_page_without_an_article_is_known(page: Page) -> None:
    """Walls, missing pages, logins and fronts are named, so that none becomes a story."""
    assert extract(page.html, page.url).kind == page.kind


def test_there_are_designs_enough_of_every_family() -> None:
    """At least sixty in three languages, at least three a family, no two alike."""
    made = pages()
    families = Counter(page.family for page in made)
    assert len(made) >= 60 and len({page.html for page in made}) == len(made) == len({page.name for page in made})
    assert set(families) == set(FAMILIES) and min(families.values()) >= 3
    assert {page.language for page in made} == {"ko", "fr", "en"}


def test_scoring_by_grams() -> None:
    """Half of what was read is the article's, and all of the article was read."""
    page = pages()[0]
    assert precision_and_recall(page, page.text) == (1.0, 1.0)
    precision, recall = precision_and_recall(page, page.text + "\n" + "가나다라" * (len("".join(page.text.split())) // 4))
    assert recall == 1.0 and 0.4 < precision < 0.6
    assert sum(grams("one two three", "en").values()) == 1
    assert group_f1([(1.0, 0.5), (0.5, 1.0)]) == pytest.approx(0.75)
