"""What must hold in the end, by the player's log and the archive: every allowed page once, every refused one explained, and counts that sum."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks import Figure
from benchmarks.hosts.lives import Kill
from benchmarks.hosts.playing import Asked
from benchmarks.hosts.printed import FORBIDDEN, RESERVED, Printed
from benchmarks.verdict import nought
from core.archive import FOLLOWED, Archive
from core.archive.figures import unsummed
from core.archive.warc import read_responses
from core.urls import canonical, host, parse
from crawlers.spiders.queue import AT_ONCE

CLOSED = (f"/{FORBIDDEN.section}/", f"/{RESERVED.section}/")

SENT = (200, 301)
"""Statuses with which a page, or the word where it is now, was given away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is there in the end.

    Attributes:
        frontier: state and reason by address of a page. fetches: rows of the fetches by address.
        asked: statuses that were answered, in order, with the request's number, by address.
    """

    frontier: dict[str, tuple[str, str]]
    fetches: dict[str, list[Any]]
    asked: dict[str, list[tuple[int, int]]]


def judge(home: Path, pages: Sequence[Printed], log: Sequence[Asked], kills: Sequence[Kill]) -> list[Figure]:
    """The figures that must be nought, each with how many it is of.

    Args:
        home: after the last crawl and the last extraction. pages: all that was printed and listed.
        log: of the player. kills: of the crawl.
    """
    with closing(Archive(home)) as archive:
        found = _found(archive, log)
        archived = [page for page in pages if page.fate.archived]
        explained = [page for page in pages if page.fate.reason]
        unwanted = [page for page in pages if not page.fate.asked]
        return [
            nought(f"allowed pages that are not archived exactly once (of {len(archived):,})", _not_once(archived, found)),
            nought("fetches of pages that should not be there", _strangers(archived, found)),
            nought(f"archived pages without a whole response of theirs in the WARC files (of {len(archived):,})", _torn(archive, found)),
            nought(
                f"pages refused, reserved or failed without the reason on record (of {len(explained):,})", _unexplained(explained, found)
            ),
            nought(f"pages that refuse to be fetched and were asked for (of {len(unwanted):,})", _asked_for(unwanted, log)),
            nought("acknowledged pages that were asked for again after a kill", _asked_again(found, kills)),
            nought("other pages fetched twice than those under way at a kill", _twice(found, kills)),
            nought(f"hosts with more than {AT_ONCE} pages under way at a kill (of {len(kills)})", _under_way(found, kills)),
            nought(f"pages that are neither archived nor refused nor failed (of {len(pages):,} listed)", _unsettled(pages, found)),
            nought("stages of outlets whose counts do not sum", unsummed(archive.health.tallies())),
            nought(f"archived pages with neither article nor a place in quarantine (of {len(archived):,})", _unread(archive, found)),
        ]


def counted(home: Path) -> tuple[int, int]:
    """How many addresses were fetched, and from how many fetches a text came."""
    with closing(Archive(home)) as archive, archive.log.read() as tx:
        fetched = tx.execute(sa.text("SELECT count(DISTINCT url) FROM fetches")).scalar_one()
        extracted = tx.execute(sa.text("SELECT count(DISTINCT fetch_id) FROM revisions")).scalar_one()
    return int(fetched), int(extracted)


def told(home: Path, pages: Sequence[Printed], log: Sequence[Asked]) -> list[Figure]:
    """What the pages were, and what became of them."""
    fates = Counter(page.fate.name for page in pages)
    with closing(Archive(home)) as archive, archive.log.read() as tx:
        states = tx.execute(sa.text("SELECT state, count(*) FROM frontier WHERE kind = 'page' GROUP BY 1 ORDER BY 1")).all()
        left_out = tx.execute(
            sa.text("SELECT name, sum(count) AS n FROM tallies WHERE stage = 'extract' AND kind = 'left_out' GROUP BY 1")
        ).all()
        broken = tx.execute(
            sa.text("SELECT coalesce(sum(count), 0) FROM tallies WHERE stage = 'listing' AND kind = 'left_out'")
        ).scalar_one()
    ended = ", ".join(f"{state} {count:,}" for state, count in states)
    aside = ", ".join(f"{name} {count}" for name, count in left_out) or "none"
    return [
        Figure(what=f"pages by fate: {', '.join(f'{name} {count:,}' for name, count in fates.most_common())}", value=f"{len(pages):,}"),
        Figure(
            what=f"pages by state in the end: {ended}; broken entries of listings left out: {broken}",
            value=f"{sum(row[1] for row in states):,}",
        ),
        Figure(what=f"requests answered; pages set aside by the extractor: {aside}", value=f"{len(log):,}"),
    ]


def _found(archive: Archive, log: Sequence[Asked]) -> Found:
    fetches: dict[str, list[Any]] = defaultdict(list)
    asked: dict[str, list[tuple[int, int]]] = defaultdict(list)
    with archive.log.read() as tx:
        rows = tx.execute(sa.text("SELECT url, state, coalesce(reason, '') FROM frontier WHERE kind = 'page'")).all()
        for row in tx.execute(sa.text("SELECT id, url, final_url, rights, hints, bytes, warc_file, warc_offset FROM fetches")):
            fetches[row.url].append(row)
    for number, one in enumerate(log):
        asked[canonical(one.url)].append((number, one.status))
    return Found(frontier={url: (state, reason) for url, state, reason in rows}, fetches=fetches, asked=asked)


def _not_once(archived: Sequence[Printed], found: Found) -> list[str]:
    """Pages with no fetch or several, or whose text is kept where they refuse it and the other way round."""
    wrong = []
    for page in archived:
        rows = found.fetches.get(page.url, [])
        if len(rows) != 1 or (rows[0].rights == "open" and rows[0].bytes > 0) != page.fate.kept:
            wrong.append(f"{page.url} ({page.fate.name}): {[(row.rights, row.bytes) for row in rows]}, {found.frontier.get(page.url)}")
    return wrong


def _strangers(archived: Sequence[Printed], found: Found) -> list[str]:
    """Addresses that were fetched though no page that may be archived stands there."""
    return sorted(set(found.fetches) - {page.url for page in archived})


def _torn(archive: Archive, found: Found) -> list[str]:
    """Addresses whose record is not where the archive says, by one reading of all files from the first byte to the last."""
    held: dict[tuple[str, int], str] = {}
    for path in sorted((archive.home / "warc").glob("*.warc.gz")):
        begin = 0
        for record in read_responses(path):
            if record.page is not None:
                held[path.name, begin] = f"{record.page.url} {bool(record.page.body)}"
            begin = record.end
    rows = [row for several in found.fetches.values() for row in several]
    return [row.url for row in rows if held.get((row.warc_file, row.warc_offset)) != f"{row.final_url} {row.bytes > 0}"]


def _unexplained(explained: Sequence[Printed], found: Found) -> list[str]:
    """Pages whose recorded state or reason is not that which their fate calls for."""
    wrong = []
    for page in explained:
        state, reason = found.frontier.get(page.url, ("unknown", ""))
        if page.fate.archived:  # fetched, and found to refuse that its text is kept
            reason = " ".join(row.hints for row in found.fetches.get(page.url, []))
        if state != page.fate.state or page.fate.reason not in reason:
            wrong.append(f"{page.url} ({page.fate.name}): {state}, {reason!r}")
    return wrong


def _asked_for(unwanted: Sequence[Printed], log: Sequence[Asked]) -> list[str]:
    """Requests for pages that forbid it; whatever stands in a section that is closed does, redirects into it included."""
    refused = {page.url for page in unwanted}
    return [one.url for one in log if canonical(one.url) in refused or parse(one.url).path.startswith(CLOSED)]


def _asked_again(found: Found, kills: Sequence[Kill]) -> list[str]:
    """Pages that a kill found acknowledged, and that were asked for later nevertheless."""
    return [url for kill in kills for url in kill.acknowledged if any(number >= kill.requests for number, _ in found.asked.get(url, []))]


def _open(url: str, found: Found, kill: Kill) -> bool:
    """Whether a page had been sent when a kill fell, and was not acknowledged."""
    return url not in kill.acknowledged and any(number < kill.requests and status in SENT for number, status in found.asked.get(url, []))


def _twice(found: Found, kills: Sequence[Kill]) -> list[str]:
    """Pages that were sent more often than once and once more for each kill that caught them under way."""
    wrong = []
    for url in found.fetches:
        sent = sum(status in SENT for _, status in found.asked.get(url, []))
        if sent > 1 + sum(_open(url, found, kill) for kill in kills):
            wrong.append(f"{url}: sent {sent} times")
    return wrong


def _under_way(found: Found, kills: Sequence[Kill]) -> list[str]:
    """Hosts of which a kill lost more pages than the crawl may have under way: one that is being read or redirected, and the next."""
    wrong = []
    for number, kill in enumerate(kills, 1):
        lost = Counter(host(url) for url in found.fetches if _open(url, found, kill))
        wrong += [f"kill {number}: {name} {count}" for name, count in lost.items() if count > AT_ONCE]
    return wrong


def _unsettled(pages: Sequence[Printed], found: Found) -> list[str]:
    """Pages without an end, and addresses of pages that no listing has."""
    ended = {url for url, (state, reason) in found.frontier.items() if state == "done" or (state in ("refused", "failed") and reason)}
    return sorted({page.url for page in pages} ^ ended)


def _unread(archive: Archive, found: Found) -> list[str]:
    """Archived pages that the extractor has not come to, or of which nothing is left."""
    behind = archive.log.count_after(archive.log.watermark("extract"), FOLLOWED["extract"])
    aside: Collection[str] = {row["ref"] for row in archive.store.quarantined()}
    with archive.log.read() as tx:
        read = set(tx.execute(sa.text("SELECT fetch_id FROM revisions WHERE fetch_id IS NOT NULL")).scalars())
    rows = [row for several in found.fetches.values() for row in several]
    return [f"{behind} changes wait"] * bool(behind) + [row.url for row in rows if row.id not in read and row.id not in aside]
