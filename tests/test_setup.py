"""Set-up as a newcomer meets it: the Makefile's targets, the lock file, what the automatic run calls, and what is kept out of the repository."""

import os
import re
import stat
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.markers import Marker

ROOT = Path(__file__).parent.parent
LARGEST_FILE = 30_000_000
"""Code hosts refuse large files; the model's two are below this."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_REQUIREMENT = re.compile(r"[a-z0-9][a-z0-9._-]*(\[[a-z0-9,_-]+\])?==[^\s;]+( ; .+)?")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def read(name: str) -> str:
    """The text of a file of the project."""
    return (ROOT / name).read_text("utf8")


def normal(name: str) -> str:
    """A distribution's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def locked() -> dict[str, tuple[str, ...]]:
    """The lock file: requirement → its hashes."""
    found = {}
    for block in read("requirements.lock").replace("\\\n", " ").splitlines():
        requirement, *hashes = re.split(r"\s+(?=--hash=)", block.strip())
        if requirement:
            found[requirement.strip()] = tuple(item.strip() for item in hashes)
    return found


def name_of(requirement: str) -> str:
    """The distribution that a requirement names."""
    match = _NAME.match(requirement)
    assert match, f"'{requirement}' names no distribution"
    return normal(match.group())


@cache
def targets() -> frozenset[str]:
    """The targets of the Makefile."""
    return frozenset(re.findall(r"^([a-z][a-z-]*):(?!=)", read("Makefile"), re.MULTILINE))


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project; from git where there is a repository."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
        return tuple(ROOT / name for name in listed.split("\0") if name)
    left_out = {".venv", "var", ".cache", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
    return tuple(path for path in ROOT.rglob("*") if path.is_file() and not left_out & set(path.relative_to(ROOT).parts))


def test_the_make_targets_of_the_readme_exist() -> None:
    """What the README says one can type after `make` can be typed."""
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", read("README.md"), re.DOTALL) + re.findall(r"`([^`\n]+)`", read("README.md")))
    named = set(re.findall(r"^make ([a-z][a-z-]*)", blocks, re.MULTILINE))
    assert {"run", "test"} <= named <= targets()


def test_every_make_target_is_phony_and_says_what_it_does() -> None:
    """`make` alone lists each, and a file of the same name stands in no one's way."""
    text = read("Makefile")
    phony = set(re.findall(r"^\.PHONY: (.+)$", text, re.MULTILINE)[0].split())
    assert phony == targets() == set(re.findall(r"^([a-z][a-z-]*):.*## \S", text, re.MULTILINE))


def test_make_alone_lists_the_targets() -> None:
    """It starts nothing."""
    said = subprocess.run(["make", "--no-print-directory", "-C", str(ROOT)], capture_output=True, text=True, timeout=30, check=True).stdout
    assert {line.split()[1] for line in said.splitlines()} == targets()


def test_run_and_test_set_themselves_up() -> None:
    """Whoever types `make run` or `make test` first gets the environment made, by the interpreter's own venv and pip alone."""
    text = read("Makefile")
    for target in ("run", "test"):
        assert re.search(rf"^{target}: install\b", text, re.MULTILINE)
    assert "--require-hashes" in text and "-m venv" in text


@pytest.mark.parametrize("requirement", sorted(locked()))
def test_a_locked_requirement_is_pinned_and_hashed(requirement: str) -> None:
    """One version, and hashes of its files: nothing else gets installed."""
    assert _REQUIREMENT.fullmatch(requirement)
    hashes = locked()[requirement]
    assert hashes and all(_HASH.fullmatch(item) for item in hashes)


def test_the_lock_file_names_no_package_index() -> None:
    """Where packages come from is the reader's own setting."""
    assert not re.search(r"https?://|^\s*-", "\n".join(locked()), re.MULTILINE)
    assert not re.search(r"--(extra-)?index-url|--find-links|--trusted-host|://", read("requirements.lock"))


def test_the_lock_file_has_no_training_library() -> None:
    """Running and testing needs no gigabytes."""
    heavy = {"torch", "torchvision", "torchaudio", "tensorflow", "jax"}
    found = {name_of(requirement) for requirement in locked()}
    assert not found & heavy and not [name for name in found if name.startswith("nvidia-")]


@pytest.mark.parametrize("extra", ["", "test"])
def test_every_dependency_is_locked(extra: str) -> None:
    """What `pyproject.toml` asks for, by default and for the tests, is in the lock file."""
    project = tomllib.loads(read("pyproject.toml"))["project"]
    asked = project["optional-dependencies"][extra] if extra else project["dependencies"]
    assert {name_of(item) for item in asked} <= {name_of(requirement) for requirement in locked()}


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_each_python_gets_every_dependency_once(version: str) -> None:
    """An entry with a condition has another one where the condition does not hold."""
    there = {"python_version": version, "python_full_version": f"{version}.1", "sys_platform": "linux", "platform_machine": "x86_64"}
    parts = [requirement.partition(" ; ") for requirement in locked()]
    taken = [name_of(requirement) for requirement, _, marker in parts if not marker or Marker(marker).evaluate(there)]
    project = tomllib.loads(read("pyproject.toml"))["project"]
    assert sorted(taken) == sorted(set(taken))
    assert {name_of(item) for item in project["dependencies"] + project["optional-dependencies"]["test"]} <= set(taken)


def test_the_project_is_run_from_its_checkout() -> None:
    """No build system: names such as `index` must not land in anybody's site-packages."""
    assert "build-system" not in tomllib.loads(read("pyproject.toml"))


def test_the_automatic_run_forbids_skipping_and_calls_make_test() -> None:
    """It is executable, and its last command is the README's."""
    lines = [line.strip() for line in read(".ci/run").splitlines() if line.strip() and not line.startswith("#")]
    assert os.stat(ROOT / ".ci" / "run").st_mode & stat.S_IXUSR
    assert lines[-1] == "make test"
    forbidding = " ".join(line for line in lines if line.startswith("export "))
    assert {"FAUXLEX_REQUIRE_BROWSER=1", "FAUXLEX_REQUIRE_ELASTICSEARCH=1"} <= set(forbidding.split())


@pytest.mark.parametrize("path", ["var/archive.sqlite", ".venv/bin/python", ".env", ".cache/x"])
def test_what_is_made_on_a_machine_stays_out_of_the_repository(path: str) -> None:
    """Archive, environment, secrets and caches are ignored."""
    ignored = read(".gitignore").split()
    assert any(path == rule or (rule.endswith("/") and path.startswith(rule)) for rule in ignored)
    assert ROOT / path not in tracked()


def test_no_file_of_the_project_is_too_large() -> None:
    """The model is kept in files that any code host takes."""
    large = [
        f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes"
        for path in tracked()
        if path.is_file() and path.stat().st_size > LARGEST_FILE
    ]
    assert not large
