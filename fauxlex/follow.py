"""Crawls that go on until they are told to stop, and lists of addresses that somebody gives."""

from collections.abc import Callable, Iterable, Sequence

from core.archive import Archive, FrontierEntry, tallies
from core.errors import UsageError
from core.settings import Settings
from core.urls import belongs, canonical, host
from crawlers.plan import Plan, Stop
from crawlers.run import CrawlReport, crawl
from crawlers.sources import Source, load_sources, select
from fauxlex.talk import say

LEAST_PAUSE_S = 1.0


def follow_rounds(
    settings: Settings, ids: Sequence[str], after: Callable[[CrawlReport, Stop], Iterable[str]], *, quiet: bool = False
) -> int:
    """Rounds of reading what is due, each in processes of its own, so that memory stays what one round needs; ends on SIGTERM or SIGINT.

    Args:
        settings, ids: whom to visit. The list of sources is read anew for each round.
        after: what is done with a round's report; its lines are said.
        quiet: say nothing.

    Returns:
        0: to be told to stop is how this ends.
    """
    plan = Plan(only_due=True, round_s=settings.crawl_round_s)
    with Stop() as stop:
        while not stop.is_set():
            report = crawl(settings, select(load_sources(settings.sources), ids), plan, stop)
            for line in after(report, stop):
                say(line, quiet=quiet)
            pause = settings.crawl_every_s if report.next_s is None else report.next_s
            stop.wait(min(max(pause, LEAST_PAUSE_S), settings.crawl_every_s))
    say("stopped: nothing acknowledged is lost", quiet=quiet)
    return 0


def take_urls(settings: Settings, sources: Sequence[Source], lines: Iterable[str]) -> str:
    """Puts the addresses of a list on the frontier, those of the outlets' own domains; says what came of them.

    Raises:
        UsageError: none of them can be visited.
    """
    entries, counts = [], {"no web address": 0, "of no outlet of the list": 0}
    for line in lines:
        text = line.partition(" ")[0].strip()
        if not text or text.startswith("#"):
            continue
        try:
            name = canonical(text)
        except UsageError:
            counts["no web address"] += 1
            continue
        source = next((one for one in sources if belongs(host(name), one.domains)), None)
        if source is None:
            counts["of no outlet of the list"] += 1
        else:
            entries.append(FrontierEntry(url=name, source=source.id, kind="page"))
    archive = Archive(settings.home)
    try:
        with archive.log.write() as tx:
            new = archive.crawl.add_urls(entries, tx)
            tallies.add(tx, "", "list", "in", {"all": len(entries) + sum(counts.values())})
            tallies.add(tx, "", "list", "kept", {"new": new, "known already": len(entries) - new})
            tallies.add(tx, "", "list", "left_out", counts)
    finally:
        archive.close()
    said = f"{new} new addresses, {len(entries) - new} known already, " + ", ".join(f"{count} {name}" for name, count in counts.items())
    if not entries:
        raise UsageError(f"{said}; add the outlets to the list first: python -m fauxlex sources add URL")
    return said
