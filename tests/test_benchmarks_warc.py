"""Made-up files of Common Crawl's kind: each record becomes what it was made to become; an import of them is checked, and a fault would be seen."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks import Figure, Options
from benchmarks.ccnews import BECOMES, FATES, MadeFile, make
from benchmarks.warc import _kept, measured
from core.archive import Archive, Response, Visit, read_responses
from fauxlex.warcs import COUNTS, left_out


def missed(figures: list[Figure]) -> list[str]:
    """What the figures that must be reached say where they are not."""
    return [f"{figure.what}: {figure.value}" for figure in figures if figure.must and not figure.ok]


@pytest.mark.parametrize("fate", FATES)
def test_records_become_what_they_were_made_to_become(tmp_path: Path, fate: str) -> None:
    """Gate and language tell them apart by what is on the page, whatever its design, its encoding and what stands around it."""
    made = make(tmp_path / "a.warc.gz", 4, fate=fate)
    pages = [record for record in read_responses(made.path) if record.page or record.left_out]
    names = Counter(record.left_out or (left_out(record.page) if record.page else None) or "taken" for record in pages)
    assert names == made.counts == {BECOMES.get(fate, "stopped by the gate"): 4}
    assert set(names) <= set(COUNTS)


def test_files_are_the_same_in_every_run(tmp_path: Path) -> None:
    """Those of one name and seed; and mostly general news."""
    (tmp_path / "b").mkdir()
    one, same, other = (make(tmp_path / path, 60, seed=seed) for path, seed in (("a.warc.gz", 1), ("b/a.warc.gz", 1), ("a2.warc.gz", 2)))
    assert (one.counts, one.taken, one.unpacked_bytes) == (same.counts, same.taken, same.unpacked_bytes)
    assert one.unpacked_bytes != other.unpacked_bytes
    assert one.counts["stopped by the gate"] > 45


def test_an_import_is_measured(tmp_path: Path) -> None:
    """Every count, every page, once more after a kill; no speed is asserted."""
    figures = measured(Options(folder=str(tmp_path)), 110, 4)
    assert missed(figures) == []
    assert len([figure for figure in figures if figure.must]) == 10


def test_a_fault_would_be_seen(tmp_path: Path) -> None:
    """A page that is missing, one that is there twice, one too many, and a text that is reserved."""
    archive = Archive(tmp_path)
    for number, url in enumerate(("http://a.example/1", "http://a.example/1", "http://a.example/2", "http://a.example/3")):
        response = Response(url=url, status=200, body=b"<p>x", fetched_at=datetime(2026, 11, 1, 0, number, tzinfo=UTC))
        archive.crawl.put_fetch(response, archive.warc.append(response), Visit(url=url, source=None), (None, None))
    archive.close()
    made = MadeFile(path=tmp_path / "a.warc.gz", taken={f"http://a.example/{n}" for n in (1, 2, 4)}, reserved={"http://a.example/2"})
    assert [figure.value for figure in _kept(tmp_path, [made], "")] == ["1", "2", "1"]
