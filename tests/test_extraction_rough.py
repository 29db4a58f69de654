"""Rough running text: what a gate over millions of pages reads must hold what an article says, and little else."""

import pytest

from benchmarks.extraction.design import Page, pages
from extraction.decoding import decode
from extraction.rough import MOST_READ, running_text
from nlp import gate
from press.world import World

TELLING = "A court in the harbour town fined the operator of the ferry on Tuesday, and the council will repair the quay before the winter."


def test_menus_and_markup_are_left_out() -> None:
    """They alone would let every page through the gate."""
    html = (
        "<html><head><title>The ferry &amp; the quay</title><meta property='og:image' content='/a.jpg'><meta name=\"description\" content=\"Fined.\">"
        '<script type="application/ld+json">{"@type": "NewsArticle", "video": "fake voice"}</script></head><body>'
        "<nav><a href=/ai>AI</a><a href=/video>Video</a></nav><!-- a deepfake --><img alt='a photo' aria-label='image'>"
        f"<div><h1>The <i>ferry</i></h1>{TELLING[:50]}<b>{TELLING[50:]}</b><br>Share</div></body></html>"
    )
    assert gate.passes("", html)
    assert running_text(html).split("\n") == ["The ferry & the quay", "The  ferry ", "Fined.", TELLING]
    assert not gate.passes("", running_text(html))


def on_subject() -> list[Page]:
    """Made pages of articles that the gate lets through, but for one whose text nobody reads without unpacking it."""
    return [one for one in pages() if one.text and one.name != "state_packed" and gate.passes(one.title, one.text)]


@pytest.mark.parametrize("page", on_subject(), ids=lambda page: f"{page.family}-{page.name}")
def test_no_article_on_the_subject_is_lost(page: Page) -> None:
    """Whatever design it stands in: also where its body lies in a script."""
    assert gate.passes("", running_text(page.html))


def test_no_article_of_the_sample_press_is_lost() -> None:
    """In every encoding and language that it prints."""
    world = World()
    seen = 0
    for outlet in world.outlets.values():
        for article in world.articles(outlet):
            if gate.passes(article.title, article.text):
                answers = (world.respond(outlet.host, outlet.article_path(article), {}) for _ in range(2))  # one is busy at first
                body = next(decode(one.body, one.content_type) for one in answers if one.status == 200)
                assert gate.passes("", running_text(body)), article.slug
                seen += 1
    assert seen > 50


@pytest.mark.parametrize("piece", ["<script>", "<!--", "<h1>", "<meta title ", "<", '"', "<p ", '<script>"\\'])
def test_pages_that_never_end_are_read_to_their_end(piece: str) -> None:
    """Once, not once more for each beginning: else this test does not end either."""
    assert len(running_text(piece * (MOST_READ // len(piece)))) <= 2 * MOST_READ
