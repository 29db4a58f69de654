"""The training data keeps the codebook's rules and stands apart from what is shown and measured."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from core.errors import UsageError
from nlp import check
from nlp.corpus import DATA, load, near_duplicates, parted, problems

TEXT = (
    "The assembly of the invented isle of Tarn voted on Monday for a law on faked intimate pictures. "
    "Whoever makes one without consent may be sent to prison for two years. The minister spoke of a first step and promised help for victims."
)
OTHER_TEXT = (
    "Farmers around the lake have begun to bring in the barley a week early this summer, after a spring that was drier than any on record. "
    "The cooperative expects a smaller harvest but better prices, and asks for longer opening hours at the mill."
)


def row(**changes: Any) -> dict[str, Any]:
    """A sound record with some fields changed."""
    evidence = [{"field": "text", "start": 0, "end": 95}]
    sound: dict[str, Any] = {
        "id": "en-1",
        "language": "en",
        "title": "Tarn votes",
        "text": TEXT,
        "kind": "invented",
        "relevance": "law",
        "topics": [{"code": "sexual", "evidence": evidence}, {"code": "passed", "evidence": evidence}],
        "jurisdictions": [{"code": "IS", "role": "primary", "evidence": evidence}],
        "penalties": [],
        "laws": [],
    }
    return {**sound, **changes}


def write(folder: Path, *rows: Mapping[str, Any]) -> Path:
    """A folder of data that holds these rows."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "en.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows), "utf8")
    return folder


def test_a_sound_record_has_no_problem() -> None:
    """What keeps every rule is let through."""
    assert list(problems(row())) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"relevance": "maybe"}, "'maybe' is none of law, deepfake, other"),
        ({"language": "de"}, "'de' is none of ko, fr, en"),
        ({"text": "Ame\u0301lie " + TEXT}, "NFC"),
        ({"topics": [{"code": "weather", "evidence": [{"field": "title", "start": 0, "end": 4}]}]}, "unknown topic 'weather'"),
        ({"topics": [{"code": "sexual", "evidence": []}]}, "no evidence for sexual"),
        ({"topics": [{"code": "sexual", "evidence": [{"field": "title", "start": 0, "end": 11}]}]}, "outside the title"),
        ({"topics": [{"code": "sexual", "evidence": [{"field": "text", "start": 9, "end": 9}]}]}, "outside the text"),
        ({"jurisdictions": [{"code": "Tarn", "role": "primary", "evidence": [{"field": "title", "start": 0, "end": 4}]}]}, "Tarn primary"),
        ({"jurisdictions": []}, "needs a primary jurisdiction"),
        ({"relevance": "other"}, "takes no topics"),
        ({"penalties": [{"conduct": "dream", "evidence": [{"field": "title", "start": 0, "end": 4}]}]}, "unknown conduct 'dream'"),
    ],
)
def test_each_rule_of_the_codebook_is_held(changes: dict[str, Any], says: str) -> None:
    """A record that breaks a rule is told which one."""
    assert any(says in fault for fault in problems(row(**changes)))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([row(), row(id="en-2", relevance="maybe")], r"en.jsonl line 2 \(en-2\): relevance 'maybe'"),
        ([row(), row()], "the id stands twice"),
    ],
)
def test_a_fault_is_named_with_file_line_and_id(tmp_path: Path, rows: list[dict[str, Any]], says: str) -> None:
    """Whoever wrote the record finds it at once."""
    with pytest.raises(UsageError, match=says):
        load(write(tmp_path, *rows))


def test_records_come_in_order_of_id_with_their_labels(tmp_path: Path) -> None:
    """Reading does not depend on the order of lines."""
    records = load(write(tmp_path, row(id="en-2", text=OTHER_TEXT), row()))
    assert [record.id for record in records] == ["en-1", "en-2"]
    assert (records[0].primary, sorted(records[0].topics)) == (frozenset({"IS"}), ["passed", "sexual"])


@pytest.mark.parametrize(
    ("left", "right", "near"),
    [
        (TEXT, TEXT, True),
        (TEXT, TEXT.upper().replace(" ", "  ").replace(".", " –"), True),
        (TEXT, f"{OTHER_TEXT} {TEXT}", True),
        (TEXT, TEXT.replace("Monday", "Tuesday").replace("two years", "three years"), True),
        (TEXT, OTHER_TEXT, False),
        (TEXT, "On Monday the isle's deputies outlawed fake nudes; makers risk two years behind bars.", False),
    ],
    ids=["same", "other case and marks", "inside a longer one", "light edit", "another matter", "same event in other words"],
)
def test_near_duplicates_are_reprints_and_light_edits(left: str, right: str, near: bool) -> None:
    """The same event in other words is no duplicate; the same words are one."""
    assert bool(near_duplicates([("a", left)], [("b", right)])) is near


def test_check_passes_what_is_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Counts go to stdout, a column a language; a folder that is not there keeps nothing apart."""
    data = write(tmp_path / "data", row(), row(id="en-2", text=OTHER_TEXT, kind="retold", relevance="other", topics=[], jurisdictions=[]))
    assert check.main(data, [tmp_path / "nowhere"]) == 0
    out = capsys.readouterr().out.splitlines()
    for line in (
        "| articles | 0 | 0 | 2 | 2 |",
        "| retold | 0 | 0 | 1 | 1 |",
        "| `law` | 0 | 0 | 1 | 1 |",
        "| `passed` (stage) | 0 | 0 | 1 | 1 |",
    ):
        assert line in out


def test_check_writes_the_counts_between_the_marks_of_the_card(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What stands around the table stays, and a second writing changes nothing."""
    card = tmp_path / "card.md"
    card.write_text(f"before\n{check.OPENS}old{check.CLOSES}\nafter\n", "utf8")
    data = write(tmp_path / "data", row())
    for _ in range(2):
        assert check.main(data, [], card) == 0
        table = capsys.readouterr().out.strip()
        assert card.read_text("utf8") == f"before\n{check.OPENS}{table}{check.CLOSES}\nafter\n"


def test_check_refuses_a_text_of_the_press_or_of_the_measured_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both sides are named."""
    apart = write(tmp_path / "gold", {"id": "g-7", "title": "", "text": TEXT})
    assert check.main(write(tmp_path / "data", row()), [apart]) == 1
    assert "en-1 repeats gold/en.jsonl:g-7" in capsys.readouterr().err


def test_check_refuses_data_that_repeats_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Once for each pair."""
    assert check.main(write(tmp_path, row(), row(id="en-2")), []) == 1
    assert capsys.readouterr().err.count("en-1 and en-2 repeat each other") == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [("{}\n", "line 1 is no record with id and text"), ("\nnothing", "line 1 is no record"), ('["a"]', "line 1 is no record")],
)
def test_check_names_a_line_that_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, says: str) -> None:
    """A damaged file to keep apart from is an error, never an empty folder."""
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "x.jsonl").write_text(content, "utf8")
    assert check.main(write(tmp_path / "data", row()), [tmp_path / "gold"]) == 1
    assert says in capsys.readouterr().err


def test_check_refuses_an_empty_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No data is not sound data."""
    assert check.main(tmp_path, []) == 1
    assert "no *.jsonl" in capsys.readouterr().err


def test_the_projects_own_data_is_sound() -> None:
    """Every record keeps the rules, and none is near the sample press or the development set."""
    records = load()
    others = [text for folder in check.APART for text in check.read_texts(folder)]
    assert others
    assert list(check.findings(records, others)) == []


def test_the_data_card_shows_todays_counts() -> None:
    """`python -m nlp.check --write` brings it up to date."""
    table = "\n".join(check.Counted(kinds=check.kinds(DATA), records=load()).lines())
    assert f"{check.OPENS}{table}{check.CLOSES}" in check.CARD.read_text("utf8")


@pytest.mark.parametrize("language", check.LANGUAGES)
def test_there_is_enough_of_each_language(language: str) -> None:
    """At least 150 articles a language, half of them or more real news retold."""
    counted = check.kinds(DATA)[language]
    assert counted.total() >= 150
    assert counted["retold"] * 2 >= counted.total()


def test_events_that_are_set_aside_stand_on_one_side_alone() -> None:
    """Nothing is lost, and the order stays."""
    records = load()[:60]
    aside = {record.event for record in records[::7]}
    training, validation = parted(records, aside)
    assert {record.event for record in validation} == aside
    assert not aside & {record.event for record in training}
    assert sorted([*training, *validation], key=records.index) == records
