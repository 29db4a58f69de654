"""People's labels on the command line: taken in, shown everywhere, given out again, taken back."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from fauxlex_calls import Caller, Done, fill, indexed

from core.archive import Archive

SIGNED = ("--author", "Kim", "--reason", "read the article")


@pytest.fixture
def home(tmp_path: Path, fauxlex: Caller) -> Path:
    """A home with six articles and their index."""
    indexed(tmp_path, fauxlex)
    return tmp_path


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A home with six articles and no index."""
    fill(tmp_path)
    return tmp_path


def the(home: Path, title: str) -> str:
    """The id of the article with `title` in its title."""
    archive = Archive(home)
    found = archive.store.articles(archive.store.tagged_ids())
    archive.close()
    return next(article.id for article in found.values() if title in (article.title or ""))


def take(fauxlex: Caller, home: Path, *rows: Any, flags: tuple[str, ...] = SIGNED) -> Done:
    """Imports rows, which may be lines as they stand."""
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    return fauxlex("annotations", "import", "--home", home, *flags, stdin=lines)


def hits(fauxlex: Caller, home: Path, *filters: str) -> list[str]:
    """The ids that a search finds."""
    return [hit["id"] for hit in json.loads(fauxlex("search", "--home", home, "--json", *filters).out)["hits"]]


def answers(done: Done) -> list[dict[str, Any]]:
    """What was printed, line by line."""
    return [json.loads(line) for line in done.lines]


def test_a_correction_holds_in_search_facets_and_exports(home: Path, fauxlex: Caller) -> None:
    """At once, and after the index is made anew."""
    name = the(home, "Senators")
    made = take(fauxlex, home, {"id": name, "topics": ["fraud", "court"], "jurisdictions": ["CA primary", "US mentioned"]})
    assert answers(made) == [{"id": name, "article_id": name, "correction": 1, "status": "new"}]
    assert "read 1, done 1, failed 0 (new 1, known already 0, withdrawn 0)" in made.err
    for _ in range(2):
        assert hits(fauxlex, home, "--topic", "fraud") == hits(fauxlex, home, "--jurisdiction", "CA", "--role", "primary") == [name]
        assert name not in hits(fauxlex, home, "--jurisdiction", "US-CA")
        facets = json.loads(fauxlex("search", "--home", home, "--json", "--facets", "topic,jurisdiction").out)["facets"]
        assert {"value": "fraud", "count": 1} in facets["topic"] and {"value": "CA", "count": 1} in facets["jurisdiction"]
        line = next(row for row in answers(fauxlex("export", "--home", home)) if row.get("id") == name)
        assert [topic["code"] for topic in line["topics"]] == ["fraud", "court"]
        assert line["corrected"] == ["topics", "jurisdictions"]
        table = csv.DictReader(io.StringIO(fauxlex("export", "--home", home, "--format", "csv", "--no-bom").out))
        assert {row["id"]: row["corrected"] for row in table if row["corrected"]} == {name: "topics;jurisdictions"}
        assert fauxlex("index", "--home", home, "--rebuild").code == 0


def test_an_article_that_is_no_subject_leaves_the_result(home: Path, fauxlex: Caller) -> None:
    """And one that was called `other` comes into it; the default search leaves `other` out."""
    senators, pumpkins = the(home, "Senators"), the(home, "Harvest")
    take(fauxlex, home, {"id": senators, "relevance": "other"}, {"id": pumpkins, "relevance": "law", "topics": [{"code": "labelling"}]})
    found = hits(fauxlex, home)
    assert senators not in found and pumpkins in found
    assert hits(fauxlex, home, "--topic", "labelling") == [pumpkins]


def test_importing_again_changes_nothing(home: Path, fauxlex: Caller) -> None:
    """The same file twice, and what was exported."""
    row = {"id": the(home, "Senators"), "topics": ["fraud"]}
    take(fauxlex, home, row)
    before = fauxlex("annotations", "export", "--home", home).out
    made = take(fauxlex, home, row)
    assert answers(made)[0]["status"] == "known" and "(new 0, known already 1, withdrawn 0)" in made.err
    assert answers(take(fauxlex, home, *before.splitlines(), flags=()))[0]["status"] == "known"
    assert fauxlex("annotations", "export", "--home", home).out == before


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_what_is_exported_can_be_imported_elsewhere(home: Path, fauxlex: Caller, tmp_path: Path, form: str) -> None:
    """Author, time, reason, every label and the withdrawals come along."""
    name = the(home, "Senators")
    penalty = {
        "jurisdiction": "US-CA",
        "conduct": "create",
        "custody_months_max": 12,
        "fine_max": 5000,
        "currency": "USD",
        "aggravated": False,
        "life": False,
    }
    law = {"name": "Clean Faces Act; as amended", "jurisdiction": "US-CA", "official_url": "https://law.example/1"}
    rows = [
        {"id": name, "relevance": "law", "topics": [], "jurisdictions": ["US-CA primary", "US primary"], "penalties": [penalty], "laws": [law]},
        {"id": name, "topics": ["fraud"], "author": "=SUM(1)", "reason": "– an odd, \"quoted\" reason"},
    ]  # fmt: skip
    take(fauxlex, home, *rows)
    fauxlex("annotations", "withdraw", "1", "--home", home, "--author", "Lee", "--reason", "too hasty")
    other = tmp_path / "other"
    fill(other)
    told = fauxlex("annotations", "export", "--home", home, "--history", "--format", form).out
    made = fauxlex("annotations", "import", "--home", other, "--no-index", stdin=told.encode())
    assert "failed 0 (new 2" in made.err
    archives = Archive(home), Archive(other)
    first, second = (one.people.all(history=True) for one in archives)
    assert '"status": "known"' in fauxlex("annotations", "import", "--home", home, "--no-index", stdin=told.encode()).lines[1]
    for one in archives:
        one.close()
    assert first == second
    assert (first[0].withdrawn and first[0].withdrawn.author, first[1].author) == ("Lee", "=SUM(1)")


def test_withdrawing_brings_the_taggers_labels_back(home: Path, fauxlex: Caller) -> None:
    """Everywhere; the history keeps both steps, and the old file does not bring it back."""
    name = the(home, "Senators")
    take(fauxlex, home, {"id": name, "topics": ["fraud"], "at": "2026-11-20T10:00:00+09:00"})
    assert fauxlex("annotations", "withdraw", "1", "--home", home, "--author", "Lee", "--reason", "mistaken").code == 0
    assert hits(fauxlex, home, "--topic", "fraud") == [] and name in hits(fauxlex, home, "--topic", "sexual")
    row = answers(fauxlex("annotations", "export", "--home", home, "--history"))[0]
    assert (row["author"], row["reason"], row["at"][:16]) == ("Kim", "read the article", "2026-11-20T01:00")
    assert (row["withdrawn"]["author"], row["withdrawn"]["reason"]) == ("Lee", "mistaken")
    take(fauxlex, home, {"id": name, "topics": ["fraud"], "at": "2026-11-20T10:00:00+09:00"})
    assert hits(fauxlex, home, "--topic", "fraud") == []
    assert "withdrawn already" in fauxlex("annotations", "withdraw", "1", "--home", home, "--author", "Lee", "--reason", "x").err


BAD = [
    ("{", "line 2 is not JSON"),
    ("[]", "line 2 is not a JSON object but list"),
    ({"topics": ["fraud"]}, "line 2 has neither id nor url of an article"),
    ({"id": "@", "topcis": []}, "line 2 has 'topcis', which is no field"),
    ({"id": "nobody", "topics": []}, "line 2: no article 'nobody'"),
    ({"url": "https://nowhere.example/1", "topics": []}, "line 2: no article 'https://nowhere.example/1'"),
    ({"id": "@", "url": "https://outlet0.example/0", "topics": []}, "are two articles; leave one of them out"),
    ({"id": "@"}, "line 2: no label is given; give at least one of relevance, topics"),
    ({"id": "@", "relevance": "lawful"}, "line 2: relevance is 'lawful'; 'law' is meant?"),
    ({"id": "@", "topics": "fraud"}, "line 2: topics is 'fraud'; a list is meant, [] where there are none"),
    ({"id": "@", "topics": ["frauds"]}, "line 2: topic is 'frauds'; 'fraud' is meant?"),
    ({"id": "@", "topics": ["fraud", "fraud"]}, "line 2: topics names 'fraud' twice"),
    ({"id": "@", "topics": [3]}, "line 2: topics holds 3; an object is meant"),
    ({"id": "@", "topics": [{"code": "fraud", "sentence": 3}]}, "line 2: an item of topics has 'sentence'"),
    ({"id": "@", "jurisdictions": ["XX"]}, "line 2: jurisdiction 'XX' is none; codes are such as KR, EU or US-CA"),
    ({"id": "@", "jurisdictions": ["KR main"]}, "line 2: role is 'main'; one of primary, mentioned is meant"),
    ({"id": "@", "penalties": [{"conduct": "create"}]}, "line 2: a penalty has neither custody_months_max nor fine_max nor life"),
    ({"id": "@", "penalties": [{"conduct": "sell", "life": True}]}, "line 2: conduct is 'sell'"),
    ({"id": "@", "penalties": [{"conduct": "view", "fine_max": 5}]}, "line 2: currency is None; a code of ISO 4217 is meant"),
    ({"id": "@", "penalties": [{"conduct": "view", "custody_months_max": -1}]}, "line 2: custody_months_max is -1; a number above 0"),
    ({"id": "@", "laws": [{"name": " "}]}, "line 2: a law's name is ' '; text is meant"),
    ({"id": "@", "laws": [{"name": "A", "official_url": "javascript:1"}]}, "line 2: official_url is 'javascript:1'; a web address"),
    ({"id": "@", "topics": [{"code": "fraud", "evidence": [{"field": "text", "start": 0, "end": 999}]}]}, "evidence 0–999 lies outside the text"),
    ({"id": "@", "topics": [{"code": "fraud", "evidence": [{"start": 0}]}]}, "line 2: evidence is {'start': 0}"),
    ({"id": "@", "relevance": "other", "topics": ["fraud"]}, "line 2: an article that is 'other' has no topics"),
    ({"id": "~", "topics": ["fraud"]}, "line 2: topics are given for an article that is labelled 'other'; give its relevance too"),
    ({"id": "@", "topics": [], "at": "yesterday"}, "line 2: at is 'yesterday'; write ISO 8601 with an offset"),
    ({"id": "@", "topics": [], "at": "2026-11-03T09:30:00"}, "line 2: at is '2026-11-03T09:30:00' without an offset"),
    ({"id": "@", "topics": [], "revision": 9}, "line 2: revision 9 of '"),
    ({"id": "@", "topics": [], "reason": "x" * 2_001}, "line 2: the reason has 2001 characters, at most 2000"),
    ({"id": "@", "topics": [], "withdrawn": {"at": "2026-11-03"}}, "line 2: withdrawn is not whole"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "said"), BAD, ids=[said[:60] for _, said in BAD])
def test_a_bad_row_is_named_and_stops_no_other(bare: Path, fauxlex: Caller, row: Any, said: str) -> None:
    """With its line, the value and the way out; the rows around it are taken, and the counts sum."""
    home = bare
    senators, pumpkins = the(home, "Senators"), the(home, "Harvest")
    if isinstance(row, dict) and row.get("id") in ("@", "~"):
        row = {**row, "id": senators if row["id"] == "@" else pumpkins}
    good = {"id": the(home, "hypertrucages"), "topics": ["labelling"]}
    made = take(fauxlex, home, good, row, {**good, "topics": ["platforms"]}, flags=(*SIGNED, "--no-index"))
    assert made.code == 0
    first, bad, last = answers(made)
    assert said in bad["error"] and bad["line"] == 2
    assert (first["status"], last["status"]) == ("new", "new")
    assert "read 3, done 2, failed 1 (new 2, known already 0, withdrawn 0)" in made.err


def test_nobody_corrects_without_a_name_and_a_reason(bare: Path, fauxlex: Caller) -> None:
    """Each can stand in the row or be given for the whole file."""
    home = bare
    row = {"id": the(home, "Senators"), "topics": []}
    assert "no author is given; name it in the row or with --author" in answers(take(fauxlex, home, row, flags=("--no-index",)))[0]["error"]
    assert "no reason is given" in answers(take(fauxlex, home, {**row, "author": "Kim"}, flags=("--no-index",)))[0]["error"]
    assert "status" in answers(take(fauxlex, home, {**row, "author": "Kim", "reason": "r"}, flags=("--no-index",)))[0]


def test_an_article_is_named_by_any_of_its_names(home: Path, fauxlex: Caller) -> None:
    """Its address, our id, or the id that it was imported under."""
    told = [{"id": "case 7", "title": "Tarn bans faked nudes", "text": "The assembly of Tarn passed a law on sexual deepfakes."}]
    fauxlex("import", "--home", home, "--jsonl", stdin=[json.dumps(row) for row in told])
    assert (
        "has no labels yet that could be corrected; run `python -m fauxlex tag` first"
        in take(fauxlex, home, {"id": "case 7", "topics": []}).out
    )
    assert answers(take(fauxlex, home, {"url": "https://outlet0.example/3#top", "topics": []}))[0]["article_id"] == the(home, "Senators")


def test_a_table_says_what_is_empty_and_what_is_not_given(home: Path, fauxlex: Caller) -> None:
    """An empty cell leaves the tagger's label, `none` takes all away; a bad row is named by its line."""
    name = the(home, "Senators")
    table = f'id;topics;jurisdictions;laws;penalties\n{name};none;;"Act A;Act B";\n\n{name};fraud;FR primary; ;nonsense\n{name};fraud\n'
    made = take(fauxlex, home, *table.splitlines())
    good, *bad = answers(made)
    assert good["status"] == "new"
    assert [(row["line"], row["error"]) for row in bad] == [
        (4, "line 4 penalties is not JSON (Expecting value: line 1 column 1 (char 0)); write [] or none where there are none"),
        (5, "line 5 has 2 cells, the header 5; check its quotes and separators"),
    ]
    archive = Archive(home)
    said = archive.annotation(name)
    archive.close()
    assert said and (said.topics, said.codes("primary"), [law.name for law in said.laws]) == ((), ("US-CA",), ["Act A", "Act B"])


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("topics,laws\nfraud,\n", "it needs a column id or url"),
        ("id,title\n1,x\n", "one of relevance"),
        ("id,topics,law\n", "has a column 'law'"),
    ],
)
def test_a_table_of_something_else_is_refused(bare: Path, fauxlex: Caller, table: str, why: str) -> None:
    """As a whole, with what is missing."""
    home = bare
    made = take(fauxlex, home, *table.splitlines())
    assert (made.code, why in made.err) == (2, True)


def test_bytes_that_are_no_text_are_named(bare: Path, fauxlex: Caller) -> None:
    """In JSON lines and in tables."""
    home = bare
    for data, line in ((b'{"id": "\xff"}\n', 1), (b"id,topics\n\xff,fraud\n", 2)):
        made = fauxlex("annotations", "import", "--home", home, *SIGNED, stdin=data)
        assert answers(made) == [{"id": None, "line": line, "error": f"line {line} is not UTF-8; save the file as UTF-8"}]


def test_a_table_is_what_a_spreadsheet_can_keep(home: Path, fauxlex: Caller) -> None:
    """A byte order mark, no formulas, one row a correction."""
    name = the(home, "Senators")
    take(fauxlex, home, {"id": name, "topics": [], "jurisdictions": ["KR", "US mentioned"], "reason": "=1+1"})
    out = fauxlex("annotations", "export", "--home", home, "--format", "csv").out
    assert out.startswith("\ufeffid,url,title")
    row = next(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert (row["topics"], row["jurisdictions"], row["laws"], row["reason"]) == ("none", "KR primary;US mentioned", "", "'=1+1")


def test_everything_that_is_shown_can_be_exported(home: Path, fauxlex: Caller) -> None:
    """Each tagged article in the shape of `annotate`, and which fields are a person's."""
    name = the(home, "Senators")
    take(fauxlex, home, {"id": name, "topics": ["fraud"]})
    rows = {row["id"]: row for row in answers(fauxlex("annotations", "export", "--home", home, "--all"))}
    assert len(rows) == 6
    assert (rows[name]["corrected"], [topic["code"] for topic in rows[name]["topics"]], rows[name]["model"]) == (
        ["topics"],
        ["fraud"],
        "made-up",
    )
    assert all("corrected" not in row for other, row in rows.items() if other != name)


def test_the_site_and_doctor_count_corrections(home: Path, fauxlex: Caller) -> None:
    """`tag --status` says how many stand, on how many articles."""
    name = the(home, "Senators")
    take(fauxlex, home, {"id": name, "topics": []}, {"id": name, "laws": []})
    status = json.loads(fauxlex("tag", "--home", home, "--status", "--json").out)
    assert (status["corrections"], status["corrected_articles"]) == (2, 1)


def test_a_withdrawal_that_a_file_tells_of_is_made(home: Path, fauxlex: Caller, tmp_path: Path) -> None:
    """Where the correction still stands: two archives can be kept alike by files. A table has no evidence, and is known all the same."""
    name, other = the(home, "Senators"), tmp_path / "other"
    shown = [{"field": "title", "start": 0, "end": 8}]
    take(fauxlex, home, {"id": name, "topics": [{"code": "fraud", "evidence": shown}]}, flags=(*SIGNED, "--no-index"))
    fill(other)
    for form in ("jsonl", "csv"):
        told = fauxlex("annotations", "export", "--home", home, "--format", form).out
        made = fauxlex("annotations", "import", "--home", other, "--no-index", stdin=told.encode())
        assert answers(made)[0]["status"] == ("new" if form == "jsonl" else "known")
    fauxlex("annotations", "withdraw", "1", "--home", home, "--author", "Lee", "--reason", "mistaken", "--no-index")
    told = fauxlex("annotations", "export", "--home", home, "--history").out
    made = fauxlex("annotations", "import", "--home", other, "--no-index", stdin=told.encode())
    assert answers(made)[0]["status"] == "withdrawn" and "withdrawn 1)" in made.err
    assert fauxlex("annotations", "export", "--home", other).out == ""
