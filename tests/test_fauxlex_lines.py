"""`extract --jsonl` and `annotate --jsonl`: one answer a line, in order, whatever the lines hold."""

import json
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from fauxlex_calls import ROOT, Caller, Done, call

PAGE = "<html lang=en><head><title>A bill on deepfakes</title></head><body><article><h1>A bill on deepfakes</h1>{}</article></body></html>"
PROSE = "<p>Lawmakers debated a bill that would punish those who make sexual deepfakes, and a vote is expected next week.</p>" * 6
FIELDS = (
    "id", "url", "title", "text", "published_at", "updated_at", "authors", "language", "publisher", "canonical_url", "summary", "kind", "is_partial",
)  # fmt: skip
ANNOTATED = {"id", "language", "relevance", "uncertain", "gated", "scores", "topics", "jurisdictions", "penalties", "laws", "model"}


def row(name: Any, html: str, url: str = "https://outlet.example/1") -> str:
    """A line of input."""
    return json.dumps({"id": name, "url": url, "html": html})


def answers(done: Done) -> list[dict[str, Any]]:
    """The lines of stdout as objects."""
    return [json.loads(line) for line in done.lines]


BAD: list[tuple[bytes, Any, str]] = [
    (b"not json", None, "line 2 is not JSON"),
    (b"[1, 2]", None, "line 2 is not a JSON object but list"),
    (b"5", None, "line 2 is not a JSON object but int"),
    (b'"text"', None, "line 2 is not a JSON object but str"),
    (b"null", None, "line 2 is not a JSON object but NoneType"),
    (b'{"id": "x", "url": 5, "html": "y"}', "x", "line 2: url must be text"),
    (b'{"id": "x", "url": "https://a.example/", "html": ["y"]}', "x", "line 2: html must be text"),
    (b'{"url": "https://a.example/", "html": "y"}', None, "line 2 has no id"),
    (b'{"id": 7}', 7, "line 2 has no url, html"),
    (b"\xff\xfe{}", None, "line 2 is not UTF-8"),
    ("{\"id\": \"한\"}".encode("cp949"), None, "line 2 is not UTF-8"),
    (b"[" * 100_000, None, "line 2 is not JSON"),
    (b'{"id": ' + b"9" * 10_000 + b"}", None, "line 2 is not JSON"),
    (b'{"id": "x", "url": "https://a.example/", "html": ""}', "x", "empty"),
    (b'{"id": "x", "url": "https://a.example/", "html": "  \\n "}', "x", "empty"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "name", "says"), BAD, ids=[says[:40] + str(n) for n, (_, _, says) in enumerate(BAD)])
def test_a_bad_line_gets_its_error_and_stops_nothing(fauxlex: Caller, line: bytes, name: Any, says: str) -> None:
    """The lines before and after it are answered in their places, and the counts stand in the last line of stderr."""
    good = [row(n, PAGE.format(PROSE)).encode() for n in ("first", "last")]
    done = fauxlex("extract", "--jsonl", stdin=b"\n".join([good[0], line, good[1]]) + b"\n")
    first, bad, last = answers(done)
    assert (first["id"], last["id"], first["title"]) == ("first", "last", "A bill on deepfakes")
    assert set(bad) == {"id", "error"}
    assert bad["id"] == name
    assert says in bad["error"]
    assert done.err.splitlines()[-1] == "read 3, done 2, failed 1"
    assert done.code == 0


@pytest.mark.parametrize("command", ["extract"])
def test_nothing_in_nothing_out(fauxlex: Caller, command: str) -> None:
    """Empty input and blank lines are no lines."""
    for stdin in (b"", b"\n \n\t\n"):
        done = fauxlex(command, "--jsonl", stdin=stdin)
        assert (done.code, done.out, done.err.splitlines()[-1]) == (0, "", "read 0, done 0, failed 0")


def test_an_answer_has_every_field_and_null_for_what_is_unknown(fauxlex: Caller) -> None:
    """In the contract's names; dates in ISO 8601 with their offset."""
    meta = '<meta property="article:published_time" content="2026-11-03T09:30:00+09:00">'
    (answer,) = answers(fauxlex("extract", "--jsonl", stdin=[row(1, PAGE.replace("<head>", "<head>" + meta).format(PROSE))]))
    assert tuple(answer) == FIELDS
    assert (answer["id"], answer["published_at"], answer["kind"], answer["authors"]) == (1, "2026-11-03T09:30:00+09:00", "article", None)


def test_a_byte_order_mark_before_the_first_line_is_no_error(fauxlex: Caller) -> None:
    """As some editors write it."""
    done = fauxlex("extract", "--jsonl", stdin=b"\xef\xbb\xbf" + row("a", PAGE.format(PROSE)).encode())
    assert answers(done)[0]["title"] == "A bill on deepfakes"


@pytest.mark.parametrize("name", ["", 0, 1.5, "\ud800", "한글", "x" * 5000, {"a": 1}, [1]])
def test_an_id_comes_back_as_it_was_given(fauxlex: Caller, name: Any) -> None:
    """Of any JSON type, a lone surrogate among its characters."""
    (answer,) = answers(fauxlex("extract", "--jsonl", stdin=[row(name, PAGE.format(PROSE))]))
    assert answer["id"] == name


@pytest.mark.parametrize(
    "html",
    [
        "\x00\x01\x02" * 5000,
        "".join(map(chr, range(0x2000))) * 3,
        "<div>" * 50_000,
        "<p a=1 b=2 " + " ".join(f"x{n}='1'" for n in range(50_000)) + ">text",
        PAGE.format("<p>" + "a" * 1_000_000 + "</p>"),
        PAGE.format("<p>" + "가나다라".encode().decode("latin-1") * 300 + "</p>"),
        PAGE.format("<p>\ud800\udfff lone \x00 \x0b halves</p>" + PROSE),
        "%PDF-1.4 \x00\x01" + "x" * 10_000,
    ],
    ids=["control characters", "every character", "nested", "attributes", "one word", "mis-encoded", "surrogates", "binary"],
)
def test_a_hostile_page_gets_an_answer(fauxlex: Caller, html: str) -> None:
    """An article or an error, and the next line is answered as well."""
    first, second = answers(
        fauxlex("extract", "--jsonl", "--extract-workers", "1", stdin=[row("bad", html), row("good", PAGE.format(PROSE))])
    )
    assert (first["id"], second["id"], second["title"]) == ("bad", "good", "A bill on deepfakes")
    assert "\x00" not in (first.get("text") or "")


def test_a_page_of_20_megabytes_is_refused_with_both_figures(fauxlex: Caller) -> None:
    """The limit is a setting, and the message names it."""
    (answer,) = answers(fauxlex("extract", "--jsonl", stdin=[row("big", "x" * 20_000_000)]))
    assert "20,000,000" in answer["error"]
    assert "crawl_max_bytes" in answer["error"]


def test_many_lines_keep_their_order(fauxlex: Caller) -> None:
    """Over several batches and workers."""
    lines = [row(n, PAGE.format(PROSE) if n % 7 else "") for n in range(150)]
    done = fauxlex("extract", "--jsonl", stdin=lines)
    assert [answer["id"] for answer in answers(done)] == list(range(150))
    assert done.err.splitlines()[-1] == "read 150, done 128, failed 22"


def test_quiet_says_nothing(fauxlex: Caller) -> None:
    """The counts are for a person."""
    assert fauxlex("extract", "--jsonl", "--quiet", stdin=["x"]).err == ""


def test_output_is_utf8_in_any_locale() -> None:
    """Whatever the terminal would take."""
    line = row("한", PAGE.format(PROSE).replace("A bill", "Une loi « fée »")).encode()
    done = call("extract", "--jsonl", stdin=line, PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    assert (done.code, answers(done)[0]["id"]) == (0, "한")
    assert "« fée »" in done.out


def test_a_reader_that_goes_away_ends_the_command_quietly() -> None:
    """As `| head` does."""
    child = subprocess.Popen(
        [sys.executable, "-m", "fauxlex", "extract", "--jsonl"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )  # fmt: skip
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    with suppress(BrokenPipeError):  # it may be gone before it has read all
        child.stdin.write(b"x\n" * 100_000)
        child.stdin.close()
    assert child.wait(timeout=60) == 0
    assert child.stderr.read() == b""
    child.stderr.close()


def test_a_full_disk_under_stdout_is_told(tmp_path: Path) -> None:
    """Exit 1, a line, no stack of calls."""
    with (tmp_path / "out").open("w") as out:
        made = subprocess.run(
            [sys.executable, "-m", "fauxlex", "settings", "--json"], cwd=ROOT, stdout=out, stderr=subprocess.PIPE, timeout=60, check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10)),
        )  # fmt: skip
    assert made.returncode == 1
    assert b"fauxlex: cannot write: File too large" in made.stderr
    assert b"Traceback" not in made.stderr


def test_annotate_keeps_order_and_fields(fauxlex: Caller) -> None:
    """Every answer has the contract's fields, every error its line; `country` is taken for the outlet's."""
    lines = [
        json.dumps({"id": 1, "title": "국회, 딥페이크 처벌법 통과", "text": "국회는 딥페이크 성범죄를 처벌하는 개정안을 통과시켰다. " * 5, "country": "KR"}),
        "not json",
        json.dumps({"id": 2, "title": "Harvest festival", "text": "Pumpkins and music filled the square all weekend long. " * 5}),
        json.dumps({"id": 3, "title": "", "text": ""}),
        json.dumps({"id": 4, "title": "Der Bundestag berät", "text": "Die Abgeordneten des Bundestages berieten heute über ein Gesetz. " * 5}),
        json.dumps({"id": 5, "title": "x", "text": "y", "outlet_country": 5}),
    ]  # fmt: skip
    done = fauxlex("annotate", "--jsonl", stdin=lines)
    first, bad, second, empty, german, wrong = answers(done)
    assert [one["id"] for one in (first, bad, second, empty, german, wrong)] == [1, None, 2, 3, 4, 5]
    assert set(first) == ANNOTATED
    assert set(second) == ANNOTATED
    assert first["relevance"] == "law"
    assert (second["relevance"], second["gated"]) == ("other", True)
    assert (german["relevance"], german["language"]) == (None, "de")
    assert "neither title nor text" in empty["error"]
    assert "outlet_country must be text" in wrong["error"]
    for topic in first["topics"]:
        assert {span["field"] for span in topic["evidence"]} <= {"title", "text"}
    assert done.err.splitlines()[-1] == "read 6, done 3, failed 3"


def test_a_model_that_is_missing_is_named(fauxlex: Caller) -> None:
    """With the folder and the way out, before a line is read."""
    done = fauxlex("annotate", "--jsonl", "--model", "/nowhere/model", stdin=['{"id": 1, "text": "x"}'])
    assert (done.code, done.out) == (1, "")
    assert "/nowhere/model" in done.err
