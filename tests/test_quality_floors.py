"""Quality is a test too: the shipped model keeps to the floors that are pinned with the hash of the data they were measured on."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nlp.annotate import Annotator
from tests.quality.measure import table, tagged
from tests.quality.scoring import GOLD, load_gold

FLOORS: dict[str, Any] = json.loads((Path(__file__).parent / "quality" / "floors.json").read_text("utf8"))


@cache
def measured(with_country: bool) -> dict[str, dict[str, float]]:
    """The figures of the shipped model."""
    rows = list(load_gold().values())
    return table(rows, tagged(Annotator(), rows, with_country=with_country))


def test_the_floors_belong_to_this_data() -> None:
    """Whoever changes the development set measures anew."""
    content = b"".join(path.read_bytes() for path in sorted(GOLD.glob("*.jsonl")))
    assert hashlib.sha256(content).hexdigest() == FLOORS["data_sha256"]


@pytest.mark.parametrize(
    ("setting", "group", "measure"), [(s, g, m) for s in ("with_country", "without_country") for g in FLOORS[s] for m in FLOORS[s][g]]
)
def test_a_floor_holds(setting: str, group: str, measure: str) -> None:
    """The measure is at or above its floor."""
    assert measured(setting == "with_country")[group][measure] >= FLOORS[setting][group][measure]


def test_no_article_of_the_set_is_stopped_by_the_gate() -> None:
    """The gate lets every text through that is about deepfakes or their law."""
    from nlp.gate import passes

    stopped = [row["id"] for row in load_gold().values() if row["relevance"] != "other" and not passes(row.get("title") or "", row["text"])]
    assert not stopped
