"""Collecting from many outlets at once, killed on the way: how fast, in how much memory, and whether every page came to the end that it should.

    python -m benchmarks hosts [--hosts 200] [--pages 20000] [--folder DIR] [--keep-log FILE]

Simulated hosts in three languages play over HTTP on loopback, on the same cores: page designs of the sample press and of `benchmarks.extraction`
around texts put together from the training articles, as heavy as real pages; feeds, news sitemaps, indexes, forbidden and reserved sections, crawl
delays, 429 with Retry-After, 500, redirects, bodies that drip, broken entries. `python -m fauxlex crawl` visits them, `python -m fauxlex extract`
works beside it over the same home folder, and both are killed by SIGKILL and started again. Then the player's log is held against the archive.
"""

import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import Figure, Options
from benchmarks.flow import to_players
from benchmarks.hosts.lives import Lives
from benchmarks.hosts.playing import Playing
from benchmarks.hosts.printed import Print
from benchmarks.hosts.verdict import counted, judge, told
from press.server import Player

DELAY_S = 1.0
"""Pause between two requests to one host. The default of Fauxlex is five times as long: then 200 hosts allow 40 pages a second at most."""

RETRY_S = 1.0
SLOW_S = 1.0
FETCHED_S, EXTRACTED_S, RESIDENT_MB = 40.0, 20.0, 800


def measure(options: Options) -> list[Figure]:
    """Plays, crawls, extracts, kills, compares."""
    world = Print(options.hosts, options.pages, datetime.now(UTC).replace(microsecond=0), seed=options.seed, delay_s=DELAY_S)
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        spent_s = time.process_time()
        lives = collect(world, folder, Path(options.keep_log or folder / "log.txt"), random.Random(options.seed))
        spent_s = time.process_time() - spent_s
        pages, log = world.pages(), lives.playing.log
        speed = _speed(lives, *counted(lives.home), spent_s)
        return [*speed, *told(lives.home, pages, log), *judge(lives.home, pages, log, lives.kills)]


def collect(world: Print, folder: Path, log: Path, chance: random.Random) -> Lives:
    """Plays the hosts and runs both commands over `folder/home` until nothing is left to do; the lives that they had.

    Raises:
        SystemExit: a command failed.
    """
    home, sources, playing = folder / "home", folder / "sources.toml", Playing(world)
    sources.write_text(world.sources(), "utf8")
    with Player(playing, slow_s=SLOW_S) as player, log.open("w+", encoding="utf8") as said:
        visits = to_players(player.port, sources)
        pauses = ["--crawl-delay-s", f"{world.delay_s:g}", "--crawl-retry-s", f"{RETRY_S:g}"]
        lives = Lives(
            crawl=["crawl", "--home", str(home), *visits, *pauses],
            extract=["extract", "--home", str(home)],
            home=home,
            playing=playing,
            pages=len(world.pages()),
            log=said,
            chance=chance,
        )
        lives.run()
    return lives


def _speed(lives: Lives, fetched: int, extracted: int, player_s: float) -> list[Figure]:
    """Rates by the clock, every start and restart included, memory, and what each took of the processor."""
    fetches, reads = fetched / lives.seconds("crawl"), extracted / lives.seconds("extract")
    looking_s = lives.sampler.spent_s
    spent = {**lives.sampler.processor_s(), "the player": player_s - looking_s, "looking at processes": looking_s}
    ms = ", ".join(f"{name} {1000 * seconds / fetched:.1f} ms" for name, seconds in spent.items())
    whole = sum(kill.whole for kill in lives.kills)
    resident, delay_s = lives.sampler.proportional_mb, lives.playing.world.delay_s
    return [
        Figure(
            what=f"pages fetched, extraction beside it, one request at a time to a host and {delay_s:g} s between two (crawl_delay_s)",
            value=f"{fetches:.1f} pages/s",
            target=f"≥ {FETCHED_S:.0f} pages/s",
            ok=fetches >= FETCHED_S,
        ),
        Figure(
            what=f"pages extracted; processor time a page: {ms}",
            value=f"{reads:.1f} pages/s",
            target=f"≥ {EXTRACTED_S:.0f} pages/s",
            ok=reads >= EXTRACTED_S,
        ),
        Figure(
            what=f"most memory of all processes of both commands; {lives.sampler.resident_mb:.0f} MB with shared pages counted for each",
            value=f"{resident:.0f} MB",
            target=f"≤ {RESIDENT_MB} MB",
            ok=resident <= RESIDENT_MB,
        ),
        Figure(
            what=f"SIGKILLs of the crawl ({whole} of the whole group), and {lives.extract_kills} of the extraction",
            value=str(len(lives.kills)),
            target="≥ 2",
            ok=len(lives.kills) >= 2,
            must=True,
        ),
        Figure(what="addresses that still wait", value=str(lives.waiting()), target="0", ok=not lives.waiting(), must=True),
    ]
