"""The list of hard cases names tests that are there."""

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NAMED = re.findall(r"`(test_\w+\.py)::(test_\w+)`", (HERE.parent / "docs" / "hard-cases.md").read_text("utf8"))


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)))
def test_a_test_that_is_named_for_a_hard_case_exists(file: str, name: str) -> None:
    """Under this name, in this file."""
    tree = ast.parse((HERE / file).read_text("utf8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_case_of_collecting_has_its_row() -> None:
    """1 to 25, 27, 28, 48, 64, 66 (26, amounts of money, is the tagger's)."""
    rows = re.findall(r"^\| ([\d–, ]+) \|", (HERE.parent / "docs" / "hard-cases.md").read_text("utf8"), re.MULTILINE)
    cases: set[int] = set()
    for row in rows:
        for part in row.split(","):
            first, _, last = part.strip().partition("–")
            cases.update(range(int(first), int(last or first) + 1))
    assert cases == {*range(1, 26), 27, 28, 48, 64, 66}
