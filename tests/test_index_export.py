"""Exports: every hit, told how many, and nothing that a spreadsheet would run."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from index.base import Hit, Snippet
from index.export import CSV_COLUMNS, FORMS, Form, csv_form, safe_cell, write


def hit(article_id: str = "a", title: str | None = "Loi « adoptée »") -> Hit:
    return Hit(
        id=article_id,
        url=f"https://outlet.example/{article_id}",
        title=title,
        source=None,
        published_at="2026-09-24T12:00:00+09:00",
        language="fr",
        relevance="law",
        topics=(("sexual", 0.91234), ("passed", 0.5)),
        jurisdictions=(("FR", "primary"), ("KR", "mentioned"), ("BE", "primary")),
        story=None,
        score=3.0,
        snippet=Snippet(text='딥페이크, "deux" mots'),
    )


def written(form: Form, *hits: Hit, written: int = 0) -> str:
    out = io.StringIO(newline="")
    assert write(hits, form, out, {"lemonde": "Le Monde"}, written=written) == written + len(hits)
    return out.getvalue()


def test_jsonl_ends_with_a_line_that_says_how_many() -> None:
    """Each hit a line, then count and completeness."""
    lines = [json.loads(line) for line in written(FORMS["jsonl"], hit("a"), hit("b")).splitlines()]
    assert [line.get("id") for line in lines[:-1]] == ["a", "b"]
    assert lines[-1] == {"count": 2, "complete": True}
    assert lines[0]["topics"][0] == {"code": "sexual", "score": 0.9123}


@pytest.mark.parametrize("name", ["jsonl", "bibtex", "csl"])
def test_a_cut_file_can_be_told(name: str) -> None:
    """If the source of hits fails, nothing says that the file is complete."""

    def failing() -> Iterator[Hit]:
        yield hit()
        raise ConnectionError

    out = io.StringIO()
    with pytest.raises(ConnectionError):
        write(failing(), FORMS[name], out)
    assert "complete" not in out.getvalue() and not out.getvalue().endswith("]\n")
    whole = written(FORMS[name], hit())
    assert "complete" in whole or json.loads(whole)


def test_an_export_that_goes_on_has_no_second_header() -> None:
    """And counts what was written before."""
    assert written(FORMS["csv"], hit("b"), written=4).count("\n") == 1
    assert json.loads(written(FORMS["jsonl"], written=4)) == {"count": 4, "complete": True}


@pytest.mark.parametrize("separator", [",", ";"])
def test_csv_reads_back_as_it_was(separator: str) -> None:
    """Quotes, separators, Hangul and several codes survive a round trip; unknown is empty."""
    text = written(csv_form(separator=separator), hit(title="a;b,c")).removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    assert tuple(row) == CSV_COLUMNS
    assert (row["title"], row["snippet"], row["source"]) == ("a;b,c", '딥페이크, "deux" mots', "")
    assert (row["topics"], row["jurisdictions_primary"], row["jurisdictions_mentioned"]) == ("sexual;passed", "FR;BE", "KR")


def test_every_form_has_up_to_three_excerpts() -> None:
    """Each in its place, none without words of the article, and no more than a citation needs."""
    several = replace(hit(), more=(Snippet(text="… zwei …"), Snippet(text="… trois …")))
    record = json.loads(written(FORMS["jsonl"], several).splitlines()[0])
    assert record["excerpts"] == ['딥페이크, "deux" mots', "… zwei …", "… trois …"] and record["snippet"] == record["excerpts"][0]
    rows = list(csv.DictReader(io.StringIO(written(csv_form(), several, hit("b")).removeprefix("\ufeff"), newline="")))
    assert [(row["snippet_2"], row["snippet_3"]) for row in rows] == [("… zwei …", "… trois …"), ("", "")]
    assert 'AB  - 딥페이크, "deux" mots … zwei … … trois …' in written(FORMS["ris"], several)
    assert "… zwei … … trois …" in written(FORMS["bibtex"], several) and "… zwei … … trois …" in written(FORMS["csl"], several)
    reserved = replace(hit(), snippet=Snippet(text=""))
    assert json.loads(written(FORMS["jsonl"], reserved).splitlines()[0])["excerpts"] == []


@pytest.mark.parametrize("bom", [True, False])
def test_the_byte_order_mark_is_a_choice(bom: bool) -> None:
    """Excel wants it, others do not; it is there unless it is declined."""
    assert written(csv_form(bom=bom)).startswith("\ufeff") == bom
    assert written(FORMS["csv"]).startswith("\ufeff")


def test_ris_is_one_record_a_hit() -> None:
    """Tags as reference managers read them; a line break in a title begins no tag and ends no record."""
    lines = written(FORMS["ris"], replace(hit("a", "Un titre\nER  - \r\nTY  - BOOK"), source="lemonde"), hit("b")).split("\r\n")
    assert lines[:7] == [
        "TY  - NEWS", "ID  - a", "TI  - Un titre ER - TY - BOOK", "T2  - Le Monde", "PY  - 2026", "DA  - 2026/09/24", "LA  - fr",
    ]  # fmt: skip
    assert lines.count("ER  - ") == lines.count("TY  - NEWS") == 2
    assert {"UR  - https://outlet.example/a", "KW  - sexual", "KW  - FR (primary)"} <= set(lines)
    assert all(not line or re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)


def test_bibtex_runs_no_command() -> None:
    """Braces, backslashes and signs of TeX are text; keys and addresses are clean; entries are those of the hits and the last word."""
    text = written(FORMS["bibtex"], hit("a b/c", "} , note = {\\input{/etc/passwd}} 100 % & #_~^$"))
    assert r"title = {{\} , note = \{\textbackslash{}input\{/etc/passwd\}\} 100 \% \& \#\_\textasciitilde{}\textasciicircum{}\$}}" in text
    assert text.startswith("@article{fauxlex-a-b-c,\n")
    assert text.endswith("@comment{fauxlex: 1 entries, complete}\n")
    assert "url = {https://outlet.example/%7B%5Cx%7D}" in written(FORMS["bibtex"], replace(hit(), url="https://outlet.example/{\\x}"))


def test_bibtex_is_read_by_old_and_new_styles() -> None:
    """Outlet and day in the fields of biblatex and in those of BibTeX's own styles, which know `journal`, `year` and the macros of months."""
    text = written(FORMS["bibtex"], replace(hit(), source="lemonde"), replace(hit("b"), published_at=None))
    first, second = text.split("@article")[1:]
    lines = {line.strip() for line in first.splitlines()}
    assert {"journaltitle = {Le Monde},", "journal = {Le Monde},", "date = {2026-09-24},", "year = {2026},", "month = sep,"} <= lines
    assert "month" not in second and "date" not in second


def test_references_say_when_the_article_was_first_seen() -> None:
    """Their day of access, the same at every export; none where it is not known."""
    seen = replace(hit(), first_seen="2026-11-03T23:30:00+00:00")
    assert "\r\nY2  - 2026/11/03\r\n" in written(FORMS["ris"], seen)
    assert "  urldate = {2026-11-03},\n" in written(FORMS["bibtex"], seen)
    assert json.loads(written(FORMS["csl"], seen))[0]["accessed"] == {"date-parts": [[2026, 11, 3]]}
    assert not [name for name in ("ris", "bibtex", "csl") if re.search("Y2|urldate|accessed", written(FORMS[name], hit()))]


def test_csl_is_an_array_of_newspaper_articles() -> None:
    """Dates in parts, names of outlets, no field for what is unknown."""
    items = json.loads(written(FORMS["csl"], replace(hit("a"), source="lemonde"), replace(hit("b"), published_at=None, title=None)))
    assert items[0] | {"abstract": "", "keyword": ""} == {
        "id": "a", "type": "article-newspaper", "title": "Loi « adoptée »", "container-title": "Le Monde", "language": "fr",
        "issued": {"date-parts": [[2026, 9, 24]]}, "URL": "https://outlet.example/a", "source": "Fauxlex", "abstract": "", "keyword": "",
    }  # fmt: skip
    assert not {"issued", "title", "container-title"} & items[1].keys()
    assert json.loads(written(FORMS["csl"])) == []


@pytest.mark.parametrize("name", sorted(FORMS))
def test_an_import_without_an_address_has_none(name: str) -> None:
    """Its made-up name is no link."""
    assert "urn:" not in written(FORMS[name], replace(hit(), url="urn:fauxlex:import:7")) or name in ("jsonl", "csv")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ('=HYPERLINK("https://evil.example")', '\'=HYPERLINK("https://evil.example")'),
        ("+1", "'+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("\0=1", "' =1"),
        ("\ufeff=1", "'=1"),
        ("\u200b=1", "'=1"),
        ("\r\n=1", "' =1"),
        ("＝1+1", "'＝1+1"),
        ("＠SUM", "'＠SUM"),
        ("a\nb", "a b"),
        ("1.5", "1.5"),
        ("Loi", "Loi"),
        (None, ""),
    ],
)
def test_no_cell_is_a_formula(value: str | None, cell: str) -> None:
    """What begins like a formula, also behind blanks, control and zero-width characters, becomes text."""
    assert safe_cell(value) == cell
