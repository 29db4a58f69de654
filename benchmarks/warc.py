"""`import --warc` over made-up files of Common Crawl's kind: pages a second through gate and language, memory, and that nothing is lost or doubled.

    python -m benchmarks warc [--folder DIR] [--keep-log FILE]

1. Two files of general news, 2 % of it on the subject, some records broken (`benchmarks.ccnews`), are imported by two readers, as a process of its
   own; the clock runs over the whole command. What each record must become is known, so counts and addresses are compared one by one.
2. The same over another home folder, killed (SIGKILL to the whole group) when about half is read, and started again.
3. Two files of pages on the subject alone: imported, then extracted.

Behind a rate stands what the processor time says of two idle cores that share the work evenly.
"""

import multiprocessing
import os
import re
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from benchmarks import Figure, Options
from benchmarks.ccnews import MadeFile, make, packed_share
from benchmarks.hosts.processes import Group, Sampler
from core.archive import Archive, FetchRecord, imports

RECORDS, RELEVANT = 2000, 200
"""Of each of two files: of general news, and of pages on the subject."""

CORES = 2
A_SECOND, EXTRACTED_A_SECOND = 200, 20
COUNT = re.compile(r"([a-z][a-z ]*) (\d+)(?:, |$)")
LOOK_S = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A command that ended: seconds by the clock and of the processor, and the most memory that its processes had at once, in MB."""

    clock_s: float
    processor_s: float
    memory_mb: float

    def rate(self, count: int) -> str:
        """So many things a second, by the clock and by processor time."""
        return f"{count / self.clock_s:,.0f}/s (by processor time {CORES * count / self.processor_s:,.0f}/s)"


def measure(options: Options) -> list[Figure]:
    """Makes the files, imports, kills, extracts."""
    return measured(options, RECORDS, RELEVANT)


def measured(options: Options, records: int, relevant: int) -> list[Figure]:
    """The same with other sizes: records of each of two files of general news and of pages on the subject."""
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        mixed = _made(folder, "news", records, options.seed)
        subject = _made(folder, "subject", relevant, options.seed, "subject")
        with Path(options.keep_log or folder / "log.txt").open("w+", encoding="utf8") as log:
            return [
                *_whole(folder / "whole", mixed, log),
                *_killed(folder / "killed", mixed, log),
                *_relevant(folder / "subject", subject, log),
            ]


def _made(folder: Path, name: str, records: int, seed: int, fate: str | None = None) -> list[MadeFile]:
    """Two files, each made by a process of its own."""
    with multiprocessing.get_context("spawn").Pool(CORES) as pool:
        return pool.map(partial(make, records=records, seed=seed, fate=fate), [folder / f"{name}{n}.warc.gz" for n in range(CORES)])


def _whole(home: Path, files: Sequence[MadeFile], log: IO[str]) -> list[Figure]:
    """An undisturbed import of general news."""
    run = _run(["import", *_files(files), "--home", str(home), "--extract-workers", str(CORES)], log)
    counts = _counted(log)
    records = sum(sum(one.counts.values()) for one in files)
    size = sum(one.unpacked_bytes for one in files)
    expected = sum((one.counts for one in files), Counter[str]())
    wrong = {name: (counts[name], expected[name]) for name in {*counts, *expected} - {"read"} if counts[name] != expected[name]}
    packed = sum(packed_share(one) for one in files) / len(files)
    told = ", ".join(f"{name} {count}" for name, count in expected.most_common())
    rate = records / run.clock_s
    return [
        Figure(
            what=f"import of {records:,} responses ({size / records / 1e3:.0f} kB each, packed to {packed:.0%}) through gate and language, {CORES} readers",
            value=run.rate(records), target=f"≥ {A_SECOND}/s", ok=rate >= A_SECOND,
        ),
        Figure(what="the most memory that its processes had at once", value=f"{run.memory_mb:.0f} MB"),
        _must(f"responses that its counts leave out (of {records:,}: {told})", records - sum(count for name, count in counts.items() if name != "read")),
        _must(f"names under which others are counted than were made {wrong or ''}", len(wrong)),
        *_kept(home, files, ""),
    ]  # fmt: skip


def _killed(home: Path, files: Sequence[MadeFile], log: IO[str]) -> list[Figure]:
    """An import that is killed about half way and started again."""
    arguments = ["import", *_files(files), "--home", str(home), "--extract-workers", str(CORES)]
    group = Group("import", arguments, log)
    share = 0.0
    try:
        while group.code() is None and share < 0.5:
            time.sleep(LOOK_S)
            share = _share_read(home, files)
        ended = group.code() is not None
        if not ended:
            group.kill(whole=True)
    finally:
        group.bury()
    before = len(_fetches(home))
    _run(arguments, log)
    counts = _counted(log)
    records = sum(sum(one.counts.values()) for one in files)
    return [
        Figure(what=f"SIGKILL of a second import when {share:.0%} was read and {before} pages were kept", value="too late" if ended else "yes", target="yes",
               ok=not ended),
        _must("responses that the counts leave out, or count twice, after it went on", abs(records - counts["read"])),
        *_kept(home, files, ", after the kill"),
    ]  # fmt: skip


def _relevant(home: Path, files: Sequence[MadeFile], log: IO[str]) -> list[Figure]:
    """Pages on the subject alone: imported and extracted."""
    pages = sum(len(one.taken) for one in files)
    taken = _run(["import", *_files(files), "--home", str(home), "--extract-workers", str(CORES)], log)
    extracted = _run(["extract", "--home", str(home), "--extract-workers", str(CORES)], log)
    with closing(Archive(home)) as archive:
        articles, aside = archive.counts()["articles"], len(archive.store.quarantined())
    both = Run(clock_s=taken.clock_s + extracted.clock_s, processor_s=taken.processor_s + extracted.processor_s, memory_mb=0.0)
    return [
        Figure(what=f"import of {pages} pages on the subject, every one kept", value=taken.rate(pages)),
        Figure(what="their extraction, two workers", value=extracted.rate(pages), target=f"≥ {EXTRACTED_A_SECOND}/s",
               ok=pages / extracted.clock_s >= EXTRACTED_A_SECOND),
        Figure(what="both, one after the other", value=both.rate(pages)),
        Figure(what="the most memory that the extraction's processes had at once", value=f"{extracted.memory_mb:.0f} MB"),
        _must(f"pages that became no article and were not set aside either ({aside} were)", pages - articles - aside),
    ]  # fmt: skip


def _kept(home: Path, files: Sequence[MadeFile], when: str) -> list[Figure]:
    """Whether the archive has every page on the subject once and no other, and no text that a page reserves."""
    fetches = _fetches(home)
    urls = Counter(fetch.url for fetch in fetches)
    taken = set().union(*(one.taken for one in files))
    reserved = set().union(*(one.reserved for one in files))
    kept = {fetch.url for fetch in fetches if fetch.rights == "open"}
    return [
        _must(f"pages on the subject (of {len(taken)}) that were lost{when}", len(taken - set(urls))),
        _must(
            f"pages kept that are not on the subject, or twice{when}", len(set(urls) - taken) + sum(count - 1 for count in urls.values())
        ),
        _must(f"texts kept that their pages reserve (of {len(reserved)}){when}", len(reserved & kept)),
    ]


def _run(arguments: list[str], log: IO[str]) -> Run:
    """A command to its end."""
    log.truncate(0)
    log.seek(0)
    sampler = Sampler()
    before, begun = _processor_s(), time.perf_counter()
    group = Group(arguments[0], arguments, log)
    sampler.watch(group)
    sampler.start()
    try:
        while group.code() is None:
            time.sleep(LOOK_S)
        took = time.perf_counter() - begun
    finally:
        group.bury()
        sampler.stop()
    if group.code():
        raise SystemExit(f"{arguments[0]} ended with {group.code()}:\n{Path(log.name).read_text('utf8')[-2000:]}")
    return Run(clock_s=took, processor_s=_processor_s() - before, memory_mb=sampler.proportional_mb)


def _processor_s() -> float:
    """Processor time of all children that have ended, and of theirs."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _files(files: Sequence[MadeFile]) -> list[str]:
    return [part for one in files for part in ("--warc", os.fspath(one.path))]


def _counted(log: IO[str]) -> Counter[str]:
    """What the import said of its files, added up."""
    said: Counter[str] = Counter()
    for line in Path(log.name).read_text("utf8").splitlines():
        _, mark, counts = line.partition(".warc.gz: read ")
        for name, count in COUNT.findall(f"read {counts}") if mark else ():
            said[name] += int(count)
    return said


def _share_read(home: Path, files: Sequence[MadeFile]) -> float:
    """How much of the files' bytes an import has dealt with."""
    if not (home / "archive.sqlite").exists():
        return 0.0
    with closing(Archive(home)) as archive:
        return sum(imports.place(archive.log, one.path) for one in files) / sum(one.path.stat().st_size for one in files)


def _fetches(home: Path) -> list[FetchRecord]:
    with closing(Archive(home)) as archive:
        found = (archive.crawl.fetch(change.ref) for change in archive.log.changes_after(0, ["fetch"], 10_000_000))
        return [fetch for fetch in found if fetch is not None]


def _must(what: str, count: int) -> Figure:
    return Figure(what=what, value=str(count), target="0", ok=count == 0, must=True)
