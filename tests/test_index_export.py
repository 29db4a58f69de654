"""Exports: every hit, told how many, and nothing that a spreadsheet would run."""

import csv
import io
import json
from collections.abc import Iterator

import pytest

from index.base import Hit, Snippet
from index.export import CSV_COLUMNS, safe_cell, write_csv, write_jsonl


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


def test_jsonl_ends_with_a_line_that_says_how_many() -> None:
    """Each hit a line, then count and completeness."""
    out = io.StringIO()
    assert write_jsonl([hit("a"), hit("b")], out) == 2
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line.get("id") for line in lines[:-1]] == ["a", "b"]
    assert lines[-1] == {"count": 2, "complete": True}
    assert lines[0]["topics"][0] == {"code": "sexual", "score": 0.9123}


def test_a_cut_jsonl_has_no_last_line() -> None:
    """If the source of hits fails, nothing says that the file is complete."""

    def failing() -> Iterator[Hit]:
        yield hit()
        raise ConnectionError

    out = io.StringIO()
    with pytest.raises(ConnectionError):
        write_jsonl(failing(), out)
    assert "complete" not in out.getvalue()


def test_csv_reads_back_as_it_was() -> None:
    """Quotes, commas, Hangul and several codes survive a round trip; unknown is empty."""
    out = io.StringIO(newline="")
    assert write_csv([hit()], out) == 1
    (row,) = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    assert tuple(row) == CSV_COLUMNS
    assert (row["title"], row["snippet"], row["source"]) == ("Loi « adoptée »", '딥페이크, "deux" mots', "")
    assert (row["topics"], row["jurisdictions_primary"], row["jurisdictions_mentioned"]) == ("sexual;passed", "FR;BE", "KR")


@pytest.mark.parametrize("bom", [True, False])
def test_the_byte_order_mark_is_a_choice(bom: bool) -> None:
    """Excel wants it, others do not."""
    out = io.StringIO(newline="")
    write_csv([], out, bom=bom)
    assert out.getvalue().startswith("\ufeff") == bom


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
