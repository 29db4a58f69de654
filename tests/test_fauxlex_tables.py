"""Tables of articles from elsewhere."""

import csv
import io
import json
from pathlib import Path

import pytest
from fauxlex_calls import Caller

from core.archive import Archive
from core.errors import UsageError
from fauxlex.lines import Tally
from fauxlex.tables import table_rows
from index.base import Hit, Snippet
from index.export import csv_form, write


def rows(data: bytes) -> tuple[list[dict[str, object]], int]:
    tally = Tally()
    return list(table_rows(io.BytesIO(data), tally)), tally.read


MEDIA_CLOUD = "id,indexed_date,language,media_name,media_url,publish_date,title,url\r\n"


def test_media_clouds_stories_are_read() -> None:
    """The outlet by its name, the day as the date; columns that mean nothing here are passed over."""
    line = 'f00,2024-09-27 01:02:03,ko,yna.co.kr,yna.co.kr,2024-09-26,"국회, 딥페이크 처벌법 통과",https://www.yna.co.kr/view/1\r\n'
    assert rows((MEDIA_CLOUD + line).encode()) == (
        [{
            "id": "f00", "language": "ko", "source": "yna.co.kr", "published_at": "2024-09-26", "title": "국회, 딥페이크 처벌법 통과",
            "url": "https://www.yna.co.kr/view/1",
        }],
        1,
    )  # fmt: skip


@pytest.mark.parametrize("separator", [",", ";"])
def test_our_own_export_is_read_back(separator: str) -> None:
    """With its byte order mark and separator; a neutralised cell is what it was."""
    hit = Hit(
        id="a", url="https://outlet.example/a", title='=1; "deux", trois', source="lemonde", published_at="2026-09-24T12:00:00+02:00", language="fr",
        relevance="law", topics=(("sexual", 0.9),), jurisdictions=(("FR", "primary"),), story=None, score=1.0, snippet=Snippet(text="x"),
    )  # fmt: skip
    out = io.StringIO(newline="")
    write([hit], csv_form(separator=separator), out)
    (row,), read = rows(out.getvalue().encode())
    assert row == {
        "id": "a", "url": hit.url, "title": hit.title, "source": "lemonde", "published_at": hit.published_at, "language": "fr",
    }  # fmt: skip
    assert read == 1


def test_a_bad_row_stops_nothing() -> None:
    """Each is told with its number; empty ones are passed over."""
    found, read = rows(b"url,title\nhttps://a.example/1,A\nhttps://a.example/2\n,\nhttps://a.example/3,C,x\nhttps://a.example/4,D\n")
    assert [row.get("title") or str(row["error"])[:5] for row in found] == ["A", "row 3", "row 5", "D"]
    assert read == 4


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "header"),
        (b"name,place\nx,y\n", "name,place"),
        (b"url,date\nx,y\n", "title or text"),
        ("url,title\nx,법안\n".encode("cp949"), "not UTF-8"),
        (b'url,title\nx,"open\n', "quotes"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, says: str) -> None:
    """With what is wrong and the way out."""
    with pytest.raises(UsageError, match=says):
        rows(data)


def test_authors_and_long_texts_are_whole() -> None:
    """Names are parted by semicolons; a text may have line breaks."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["url", "title", "authors", "text"], ["https://a.example/1", "A", "Kim; Lee ;", "one\ntwo " * 50_000]])
    (row,), _ = rows(out.getvalue().encode())
    assert row["authors"] == ["Kim", "Lee"]
    assert len(str(row["text"])) == len("one\ntwo " * 50_000)


def test_a_table_is_imported(fauxlex: Caller, tmp_path: Path) -> None:
    """Each row an article of the archive; a bad one is told and stops nothing."""
    table = "stories_id,publish_date,title,url,language,media_name\n1,2024-09-26,Loi adoptée,https://a.example/1,fr,Le Monde\n2,never,X,https://a.example/2,fr,\n"
    done = fauxlex("import", "--csv", "--home", tmp_path, stdin=table.encode())
    assert (done.code, done.err) == (0, "read 2, done 1, failed 1\n")
    first, second = (json.loads(line) for line in done.lines)
    assert (first["id"], first["new"]) == ("1", True)
    assert "never" in second["error"]
    archive = Archive(tmp_path)
    (article,) = archive.store.articles([first["article_id"]]).values()
    archive.close()
    assert (article.title, article.source, article.language) == ("Loi adoptée", "Le Monde", "fr")


def test_one_kind_of_import_at_a_time(fauxlex: Caller, tmp_path: Path) -> None:
    """The ways are named."""
    done = fauxlex("import", "--csv", "--jsonl", "--home", tmp_path)
    assert done.code == 2
    assert "--csv" in done.err
