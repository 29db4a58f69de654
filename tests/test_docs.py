"""The documents say what the code does: commands, options, links, limits; and nothing of where they were written."""

import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from core.article import RELEVANCES, TOPICS
from core.settings import TEST_SWITCHES, table
from crawlers.sources import KEYS, load_sources
from index import query as grammar
from index.base import FACETS, MAX_LIMIT
from nlp.corpus import CONDUCTS, load

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
README = ROOT / "README.md"
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]

_FENCE = re.compile(r"^( *)```[a-z]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def read(name: str) -> str:
    """The text of a document."""
    return (ROOT / name).read_text("utf8")


def code(text: str) -> Iterator[str]:
    """What stands in a document as code: each line of a block, each span."""
    for block in _FENCE.finditer(text):
        yield from (line.strip() for line in block.group(2).splitlines())
    yield from (span.group(1) for span in _SPAN.finditer(_FENCE.sub("", text)))


@cache
def commands() -> dict[str, click.Command]:
    """The commands of `python -m fauxlex`."""
    from fauxlex.cli import COMMANDS
    from fauxlex.cli import commands as group

    context = click.Context(group)
    return {name: command for name in COMMANDS if (command := group.get_command(context, name)) is not None}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that belongs to the project."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
        return tuple(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())
    rooms = ("*.*", "[a-z]*/**/*", ".ci/*", ".env.example", "Makefile")
    return tuple(path for pattern in rooms for path in ROOT.glob(pattern) if path.is_file() and "var" not in path.relative_to(ROOT).parts)


def anchors(text: str) -> set[str]:
    """The addresses of a document's headings, as code hosts make them."""
    titles = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("name", NAMES)
def test_every_make_target_that_is_named_exists(name: str) -> None:
    """`make something` in a document is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = {target for piece in code(read(name)) for target in re.findall(r"(?:^|\s)make ([a-z][a-z-]*)", piece)}
    assert named <= targets


@pytest.mark.parametrize("name", NAMES)
def test_every_command_and_option_that_is_named_exists(name: str) -> None:
    """`python -m fauxlex something --option` can be called so."""
    wrong = []
    for piece in code(read(name)):
        for command, rest in re.findall(r"python -m fauxlex ([a-z]+)((?: [^|&;#>]*)?)", piece):
            if command not in commands():
                wrong.append(command)
                continue
            known = {option for parameter in _called(commands()[command], rest).params for option in parameter.opts} | {"--help", "--"}
            typed = re.sub(r"'[^']*'", "", rest).partition(" -- ")[0]
            wrong += [f"{command} {option}" for option in re.findall(r"(?<=\s)--[a-z][a-z-]*", typed) if option not in known]
    assert not wrong


def _called(command: click.Command, rest: str) -> click.Command:
    """The command that is called: of a group, the one that its first word names."""
    first = rest.split()[0] if rest.split() else ""
    return command.commands.get(first, command) if isinstance(command, click.Group) else command


@pytest.mark.parametrize("name", NAMES)
def test_every_module_that_is_called_exists(name: str) -> None:
    """`python -m package.module` names one of our modules (or a tool of the development set-up)."""
    called = {module for piece in code(read(name)) for module in re.findall(r"python -m ([a-z_.]+[a-z])", piece)} - {"pytest"}
    wrong = [module for module in called if not any((ROOT / module.replace(".", "/")).with_suffix(end).exists() for end in ("", ".py"))]
    assert not wrong


def test_every_command_is_in_the_readme() -> None:
    """The table of commands leaves none out and names none that is not there."""
    rows = re.findall(r"^\| (`[a-z]+`(?:, `[a-z]+`)*) \|", read("README.md"), re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`([a-z]+)`", row)} == set(commands())


@pytest.mark.parametrize("name", NAMES)
def test_links_between_documents_resolve(name: str) -> None:
    """Files and headings that are linked exist."""
    path = ROOT / name
    wrong = []
    for target in _LINK.findall(_FENCE.sub("", path.read_text("utf8"))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = unquote(target).partition("#")
        found = (path.parent / file).resolve() if file else path
        if not found.exists() or (anchor and anchor not in anchors(found.read_text("utf8"))):
            wrong.append(target)
    assert not wrong


@pytest.mark.parametrize("name", NAMES)
def test_every_document_can_be_reached_from_the_readme(name: str) -> None:
    """By a link to it, or to its folder."""
    linked = {(README.parent / target.partition("#")[0]).resolve() for target in _LINK.findall(README.read_text("utf8"))}
    path = ROOT / name
    assert path == README or path in linked or path.parent in linked


@pytest.mark.parametrize("name", NAMES)
def test_settings_that_are_named_exist(name: str) -> None:
    """`FAUXLEX_…` is a row of the table of settings or a switch of the tests."""
    known = {entry.variable for entry in table()} | TEST_SWITCHES
    assert set(re.findall(r"FAUXLEX_[A-Z_]+[A-Z]", read(name))) <= known


def test_the_codebook_has_every_label() -> None:
    """Each code that the program can give is explained, and each that is explained can be given."""
    text = read("docs/codebook.md")
    rows = set(re.findall(r"^\| `([a-z_]+)` \|", text, re.MULTILINE))
    assert rows - {"jurisdiction", "conduct", "custody_months_max", "aggravated", "status", "life"} == {*RELEVANCES, *TOPICS}
    assert all(f"`{conduct}`" in text for conduct in CONDUCTS)


def test_the_keys_of_an_outlet_are_documented() -> None:
    """No more and no fewer than the reader of the list knows."""
    assert set(re.findall(r"^\| `([a-z_]+)` \|", read("docs/add-a-source.md"), re.MULTILINE)) == KEYS


def test_queries_in_the_document_can_be_read() -> None:
    """Each example of the grammar is one."""
    words = read("docs/searching.md").partition("### At the command line")[0]
    rows = re.findall(r"^\| (`.+`) \|", words, re.MULTILINE)
    examples = [example for row in rows for example in re.findall(r"`([^`]+)`", row)]
    assert len(examples) > 10
    for example in examples:
        grammar.parse(example)


def test_the_document_names_the_limits_of_searching() -> None:
    """A changed limit must be changed in the document too."""
    from web.params import MAX_QUERY_STRING, MAX_TEXT, MAX_VALUES

    text = read("docs/searching.md")
    for said in (
        f"{grammar.MAX_LENGTH:,} characters ({MAX_TEXT} on the site), {grammar.MAX_CLAUSES} words and phrases, brackets {grammar.MAX_NESTING} deep",
        f"`--limit` up to {MAX_LIMIT}",
        f"{MAX_QUERY_STRING:,} bytes of query, {MAX_VALUES} values",
        f"`--facets {','.join(FACETS)}`",
    ):
        assert said in text
    assert all(f"`{field}:" in text for field in grammar.FIELDS)


def test_counts_in_the_documents_are_those_of_the_data() -> None:
    """Articles, events and outlets, which change when data does."""
    records, aside = load(), set(json.loads(read("nlp/model/tagger.json"))["set_aside"])
    sources = load_sources(ROOT / "crawlers" / "sources.toml")
    count = sum(record.event in aside for record in records)
    events = {record.event for record in records}
    said = {
        "docs/model-card.md": f"{count} of {len(records):,}, whole events ({len(aside)} of {len(events):,})",
        "docs/operating.md": f"{sum(bool(source.archives) for source in sources)} of the {len(sources)} outlets",
    }
    assert [name for name, text in said.items() if text not in read(name)] == [], said


def test_the_readme_names_every_room() -> None:
    """The map is whole and true."""
    named = set(re.findall(r"^\| `([a-z]+)/`", read("README.md"), re.MULTILINE))
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert named - {"tests"} == rooms


def test_figures_in_the_readme_have_a_date_and_a_command() -> None:
    """A section with measured figures says when they were measured and by which command."""
    figure = re.compile(r"(?<![\w.-])0?\.\d{2,}|\d ?%|\d[\d,.]* ?(?:ms|s|MB|GB|MiB)\b|\d (?:articles|tokens|texts|requests)/s")
    for section in re.split(r"^## ", read("README.md"), flags=re.MULTILINE):
        plain = _FENCE.sub("", section)
        if figure.search(plain):
            title = section.splitlines()[0]
            assert re.search(r"\b20\d\d-\d\d-\d\d\b", section), f"'{title}' has figures without a date"
            assert re.search(r"`(?:make|python|\.venv/bin/python) [^`]+`", section), f"'{title}' has figures without a command"


def test_decisions_are_numbered_and_whole() -> None:
    """One page each: context, choice, consequence, what would change our mind."""
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    for path in files:
        text = path.read_text("utf8")
        assert text.startswith(f"# {path.name[:4]} · ")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Choice", "Consequence", "What would change our mind"]
        assert len(text.split()) < 500, f"{path.name} is longer than a page"


# In pieces, so that this file does not find itself.
FOREIGN = [
    "/wo" + "rk/", "../sha" + "red", "gold-" + "dev", "pages-" + "dev",
    "py" + "pi.org", "python" + "hosted", "repo1." + "maven", "repo." + "maven", "npm" + "js.", "docker." + "io", "docker." + "elastic",
    "--index-" + "url", "--extra-index" + "-url", "prox" + "y.golang",
    "HOUSE" + ".md", "CONTRACT" + ".md", "MODEL" + ".md", "USERS" + ".md", "HARD_CASES" + ".md", "LIBRARIES" + ".md",
]  # fmt: skip


@pytest.mark.parametrize("word", FOREIGN)
def test_no_file_speaks_of_registries_or_of_where_it_was_written(word: str) -> None:
    """Hosts of package registries belong to whoever installs, paths of a workplace to nobody's repository."""
    needle = word.encode()
    found = [str(path.relative_to(ROOT)) for path in tracked() if needle in path.read_bytes()]
    assert not found


MAKERS = ["cl" + "aude", "sub" + "agent", "sub-" + "agent", "ai ass" + "istant", "language model" + " wrote"]


@pytest.mark.parametrize("word", MAKERS)
def test_no_text_of_the_project_speaks_of_its_making(word: str) -> None:
    """Code and documents speak of the project alone (articles are left out: news may name anything)."""
    kinds = (".py", ".md", ".toml", ".html", ".po", ".css", ".yaml", ".json", "")
    vocabulary = ROOT / "nlp" / "model" / "tokenizer.json"  # word pieces of three languages, any of which may be anything
    texts = [path for path in tracked() if path.suffix in kinds and path != vocabulary]
    found = [str(path.relative_to(ROOT)) for path in texts if word in path.read_text("utf8", errors="replace").lower()]
    assert not found
