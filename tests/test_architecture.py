"""Imports between rooms go one way, and our names never land in anybody's site-packages."""

import ast
import tomllib
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

MAY_IMPORT = {
    "core": set(),
    "press": set(),
    "language": {"core"},
    "crawlers": {"core"},
    "extraction": {"core", "language"},
    "nlp": {"core", "language"},
    "index": {"core", "language"},
    "web": {"core", "index"},
    "fauxlex": {"core", "press", "language", "crawlers", "extraction", "nlp", "index", "web"},
}

FRAMEWORKS = {
    "scrapy": "crawlers",
    "twisted": "crawlers",
    "trafilatura": "extraction",
    "spacy": "nlp",
    "transformers": "nlp",
    "onnxruntime": "nlp",
    "torch": "nlp",
    "kiwipiepy": "language",
    "elasticsearch": "index/elastic",
    "tantivy": "index",
    "starlette": "web",
    "jinja2": ("web", "press"),
    "sqlalchemy": ("core", "fauxlex"),
    "warcio": "core",
}


def imports(path: Path) -> Iterator[str]:
    """The top-level names that a module imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    """Each room imports what the house allows it and nothing else of ours."""
    allowed = MAY_IMPORT[room] | {room}
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / room).rglob("*.py")
        for name in imports(path)
        if name in MAY_IMPORT and name not in allowed
    ]
    assert not wrong


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_framework_stays_in_its_room(framework: str) -> None:
    """A third-party framework is imported in one room only, so that it can be replaced there."""
    home = FRAMEWORKS[framework]
    homes = (home,) if isinstance(home, str) else home
    wrong = [
        str(path.relative_to(ROOT))
        for room in MAY_IMPORT
        for path in (ROOT / room).rglob("*.py")
        if framework in imports(path) and not str(path.relative_to(ROOT)).startswith(homes)
    ]
    assert not wrong


def test_every_room_is_in_the_plan() -> None:
    """A package that the plan does not know would be bound by no rule."""
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert found == set(MAY_IMPORT)


def test_no_installed_distribution_owns_one_of_our_names() -> None:
    """Names such as `index` and `nlp` must not come from site-packages, or the checkout would be shadowed."""
    owned = {name for dist in distributions() for name in (dist.read_text("top_level.txt") or "").split()}
    assert not owned & set(MAY_IMPORT)


def test_the_project_is_an_application() -> None:
    """It is run from its checkout and never built as a wheel."""
    assert "build-system" not in tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))


def test_no_module_outgrows_its_room() -> None:
    """No module of the rooms is longer than 350 lines."""
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for room in MAY_IMPORT
        for path in (ROOT / room).rglob("*.py")
        if (lines := len(path.read_text("utf8").splitlines())) > 350
    ]
    assert not long
