"""The crawl and the extraction beside it, killed on the way and started again, until nothing is left to do."""

import math
import random
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import sqlalchemy as sa

from benchmarks.hosts.playing import Playing
from benchmarks.hosts.processes import Group, Sampler
from core.archive import FOLLOWED, Archive

CRAWL_KILLED_AT = (0.25, 0.5, 0.75)
"""Shares of the pages, counted in requests, at which the crawl is killed: the main process alone and the whole group in turn."""

EXTRACT_KILLED_AT = 0.6
POLL_S = 0.05
EXTRACT_EVERY_S = 10.0
"""Pause between two runs of the extractor: each start takes near two seconds of processor time before the first page."""

QUIET_S = 1.0
"""After a kill the hosts still answer what had been sent to them: it is waited for until their log has not grown for this long."""

MOST_CRAWLS = 10
"""Undisturbed ones in a row: a crawl ends while an address asks for more patience than it has."""

LONGEST_S = 7200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """A kill of the crawl: what was acknowledged when the last of its processes was gone, and how many requests had been answered."""

    whole: bool
    acknowledged: frozenset[str]
    requests: int


@dataclass(slots=True)
class Lives:
    """Runs both commands over one home folder.

    Args:
        crawl, extract: the arguments of the commands. home: their folder. playing: whom they visit. pages: how many they print. log: where what they say goes.
        chance: draws how long after its moment a kill falls.
    """

    crawl: list[str]
    extract: list[str]
    home: Path
    playing: Playing
    pages: int
    log: IO[str]
    chance: random.Random
    sampler: Sampler = field(default_factory=Sampler)
    kills: list[Kill] = field(default_factory=list)
    extract_kills: int = 0
    groups: list[Group] = field(default_factory=list)
    _beside: Group | None = None
    _rested: float = 0.0

    def run(self) -> None:
        """Crawls, kills and crawls on; ends when neither command finds anything to do.

        Raises:
            SystemExit: a command failed.
        """
        self.sampler.start()
        try:
            for number, share in enumerate(CRAWL_KILLED_AT):
                self._live(share * self.pages, whole=bool(number % 2))
            for _ in range(MOST_CRAWLS):
                self._live()
                if not self.waiting():
                    break
            begun = time.monotonic()
            while self._beside is not None or self._behind():
                if time.monotonic() - begun > LONGEST_S:
                    raise SystemExit(f"the extraction did not end within {LONGEST_S:.0f} s")
                self._extract_beside()
                time.sleep(POLL_S)
        finally:
            self.sampler.stop()
            for group in self.groups:
                group.bury()

    def seconds(self, name: str) -> float:
        """Seconds of the clock that a command ran in all its lives."""
        return sum(group.took_s for group in self.groups if group.name == name)

    def waiting(self) -> int:
        """How many addresses wait to be visited."""
        with closing(Archive(self.home)) as archive, archive.log.read() as tx:
            return int(tx.execute(sa.text("SELECT count(*) FROM frontier WHERE state = 'pending'")).scalar_one())

    def _live(self, kill_at: float = math.inf, *, whole: bool = False) -> None:
        """One life of the crawl: to its end, or until so many requests have come and it is killed."""
        life = self._start("crawl", self.crawl)
        while life.code() is None:
            self._extract_beside()
            time.sleep(POLL_S)
            if len(self.playing.log) >= kill_at:
                time.sleep(self.chance.uniform(0, 0.5))
                life.kill(whole=whole)
                self._let_answer()
                self.kills.append(Kill(whole=whole, acknowledged=self._acknowledged(), requests=len(self.playing.log)))
                return
            if time.monotonic() - life.began > LONGEST_S:
                raise SystemExit(f"a crawl did not end within {LONGEST_S:.0f} s")
        self._check(life)

    def _let_answer(self) -> None:
        """Waits until the hosts have answered the requests that reached them before a kill: those too were under way."""
        seen = -1
        while seen != len(self.playing.log):
            seen = len(self.playing.log)
            time.sleep(QUIET_S)

    def _extract_beside(self) -> None:
        """Keeps the extractor at work, and kills it once."""
        if self._beside is None:
            if time.monotonic() >= self._rested and (self.home / "archive.sqlite").exists():
                self._beside = self._start("extract", self.extract)
            return
        if self._beside.code() is not None:
            self._check(self._beside)
            self._beside, self._rested = None, time.monotonic() + EXTRACT_EVERY_S
        elif not self.extract_kills and len(self.playing.log) >= EXTRACT_KILLED_AT * self.pages:
            self._beside.kill(whole=False)
            self._beside, self.extract_kills = None, 1

    def _behind(self) -> int:
        """Changes that the extractor has not seen yet."""
        with closing(Archive(self.home)) as archive:
            return archive.log.count_after(archive.log.watermark("extract"), FOLLOWED["extract"])

    def _acknowledged(self) -> frozenset[str]:
        """The pages whose fetch the archive has."""
        if not (self.home / "archive.sqlite").exists():
            return frozenset()
        with closing(Archive(self.home)) as archive, archive.log.read() as tx:
            return frozenset(tx.execute(sa.text("SELECT url FROM fetches")).scalars())

    def _start(self, name: str, arguments: list[str]) -> Group:
        group = Group(name, arguments, self.log)
        self.groups.append(group)
        self.sampler.watch(group)
        return group

    def _check(self, group: Group) -> None:
        if group.code():
            self.log.flush()
            raise SystemExit(f"{group.name} ended with {group.code()}:\n{Path(self.log.name).read_text('utf8')[-2000:]}")
