"""The page on the method."""

import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web_samples import make_site
from web.app import create_app

CARD = json.loads((Path(__file__).parent.parent / "nlp" / "model" / "card.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app(make_site(model_card=CARD)))


@pytest.mark.parametrize("lang", ["en", "fr", "ko"])
def test_every_figure_of_the_shipped_model_has_a_name_in_words(client: TestClient, lang: str) -> None:
    """None is called by its key in the card, no two alike; the table has a caption."""
    shown = client.get(f"/{lang}/method").text
    table = shown[shown.index("<table") : shown.index("</table>")]
    names = re.findall(r'<th scope="row">([^<]*)</th>', table)
    assert len(set(names)) == len(names) == len(CARD["rows"])
    assert not [name for name in names if name in {row["measure"] for row in CARD["rows"]} or "_" in name]
    assert re.search(r"<caption>[^<]{10,}</caption>", table)


def test_accuracy_and_f1_of_relevance_are_told_apart(client: TestClient) -> None:
    """As the card and the README mean them."""
    figures = {row["measure"]: f"{row['all']:.2f}" for row in CARD["rows"]}
    shown = client.get("/en/method").text
    assert f'Relevance (accuracy)</th><td class="n">{figures["relevance"]}<' in shown
    assert f'Relevance (macro F1)</th><td class="n">{figures["relevance_f1"]}<' in shown


def test_nobody_is_said_to_have_labelled_what_nobody_did(client: TestClient) -> None:
    """The page says of the sets what the cards say, and of their labels no more."""
    shown = client.get("/en/method").text
    assert "people have labelled" not in shown and "never trained on" in shown and "few hands" in shown
