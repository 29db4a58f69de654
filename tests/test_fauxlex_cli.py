"""The command line as a whole: what is loaded, what the help says, how errors come out."""

import subprocess
import sys

import pytest
from fauxlex_calls import ROOT, Caller, call

from fauxlex.cli import COMMANDS

HEAVY = ("spacy", "scrapy", "twisted", "transformers", "onnxruntime", "trafilatura", "elasticsearch")

LOADED = """
import sys
from fauxlex.cli import main
code = main(sys.argv[1:])
print("LOADED", code, *(name for name in {heavy!r} if name in sys.modules))
"""


@pytest.mark.parametrize(
    "arguments", [["--help"], ["search", "--help"], ["search", "x", "--home", "/nowhere/home"], ["export", "x", "--home", "/nowhere/home"], ["settings"]], ids=" ".join
)  # fmt: skip
def test_a_command_loads_what_it_needs_and_no_more(arguments: list[str]) -> None:
    """A search waits neither for the tagger's libraries nor for the crawler's."""
    made = subprocess.run(
        [sys.executable, "-c", LOADED.format(heavy=HEAVY), *arguments], capture_output=True, text=True, cwd=ROOT, timeout=60, check=True
    )
    assert made.stdout.splitlines()[-1].split()[2:] == []


def test_the_contracts_commands_are_there_and_explain_themselves(fauxlex: Caller) -> None:
    """Each in the list of the help, each with a help of its own."""
    listed = fauxlex("--help").out
    for name in (
        "extract",
        "annotate",
        "crawl",
        "import",
        "tag",
        "index",
        "run",
        "search",
        "export",
        "serve",
        "doctor",
        "sources",
        "settings",
    ):
        assert f"  {name} " in listed
        done = fauxlex(name, "--help")
        assert (done.code, done.err) == (0, "")
        assert "--home" in done.out or name == "settings"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_of_the_table_can_be_loaded_under_its_name(fauxlex: Caller, name: str) -> None:
    """The table is by hand: it must fit the code."""
    assert f"Usage: fauxlex {name} " in fauxlex(name, "--help").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["serch"], "No such command 'serch'"),
        (["search", "--nonsense"], "--nonsense"),
        (["--nonsense"], "--nonsense"),
        (["annotate"], "--jsonl"),
    ],
)
def test_called_wrongly_is_exit_2_with_the_way_out(fauxlex: Caller, arguments: list[str], says: str) -> None:
    """On stderr, stdout stays empty."""
    done = fauxlex(*arguments)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert "--help" in done.err


def test_without_a_command_the_help_is_shown(fauxlex: Caller) -> None:
    """It was called wrongly, so exit 2."""
    done = fauxlex()
    assert done.code == 2
    assert "search" in done.out + done.err


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("FAUXLEX_PROT", "1", "did you mean FAUXLEX_PORT"),
        ("FAUXLEX_THREADS", "many", "is not a whole number"),
        ("FAUXLEX_BACKEND", "solr", "is not one of embedded, elasticsearch"),
        ("FAUXLEX_LOG_LEVEL", "loud", "is not one of debug, info, warning, error"),
    ],
)
def test_an_unknown_setting_or_value_is_named(
    fauxlex: Caller, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, says: str
) -> None:
    """Whatever the command; exit 2."""
    monkeypatch.setenv(variable, value)
    for command in (["settings"], ["search", "x"], ["extract", "--jsonl"]):
        done = fauxlex(*command)
        assert (done.code, done.out) == (2, "")
        assert variable in done.err
        assert says in done.err


def test_the_module_is_a_program() -> None:
    """With the exit code of the command."""
    assert call("--version").out.startswith("fauxlex, version ")
    assert call("serch").code == 2
