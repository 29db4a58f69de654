"""Endurance: the whole flow killed at random moments, again and again over one home folder; then everything is compared.

    python -m benchmarks kill [--kills 52] [--seed 1] [--keep-log FILE]

The sample press plays in this process and prints or edits an article every few seconds, while a child runs `python -m fauxlex run --follow` (real
HTTP, Scrapy, extraction workers, tagger, embedded index). Each life of the child ends by SIGKILL: at a random moment, or a random time after a
step drawn by lot has taken its lock, so that short steps are hit too; either the main process alone dies (its own children must notice), or the
whole process group at once. Where a kill fell is read from the locks that the group held at that moment (/proc/locks, so Linux only).

After the kills the flow runs once undisturbed, a second time to see that nothing is left to do, and once more over an empty folder, which
shows what the press holds in the end. See `benchmarks.verdict` for what is then compared. Every process group is dead when this ends.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from benchmarks import Figure, Options
from benchmarks.flow import ROOT, clean_environment, to_players
from benchmarks.verdict import Changes, Home, judge, log_of, mark_of
from press import Press, PressArticle
from press.world import World

AIMS: Mapping[str, tuple[float, float]] = {
    "any": (0.30, 12.0),
    "crawl": (0.25, 5.0),
    "extract": (0.15, 1.5),
    "tag": (0.15, 2.5),
    "index": (0.15, 0.2),
}
"""What a kill is aimed at: its share of the kills, and how many seconds after the step's beginning (the life's, for `any`) it falls at most."""

PATIENCE_S = 120.0
LONGEST_S = 600.0
NEWS_EVERY_S = (1.0, 4.0)
EDITED_SHARE = 0.4
POLL_S = 0.002


class Newsroom(threading.Thread):
    """Prints and edits articles of the sample press while it plays. Every edit carries a mark that names the article and its version."""

    def __init__(self, world: World, seed: int, every_s: tuple[float, float] = NEWS_EVERY_S) -> None:
        super().__init__(daemon=True)
        self.world, self.random, self.every_s = world, random.Random(seed), every_s
        self.texts = {(one.outlet, one.slug): one.text for outlet in world.outlets.values() for one in world.articles(outlet)}
        self.models = [one for outlet in world.outlets.values() for one in world.articles(outlet)]
        self.versions: Counter[tuple[str, str]] = Counter()
        self.printed = 0
        self._over = threading.Event()

    def run(self) -> None:
        """Works until it is stopped."""
        while not self._over.wait(self.random.uniform(*self.every_s)):
            if self.random.random() < EDITED_SHARE:
                self.edit(*self.random.choice(list(self.texts)))
            else:
                self.publish(self.random.choice(self.models))

    def now(self) -> datetime:
        """When what is printed now is dated."""
        return datetime.now(UTC)

    def stop(self) -> None:
        """No more news."""
        self._over.set()
        self.join()

    def edit(self, outlet: str, slug: str) -> None:
        """Changes a printed article: a mark at the end of its first paragraph."""
        self.versions[outlet, slug] += 1
        first, *others = self.texts[outlet, slug].split("\n\n")
        mark = f"({mark_of(outlet, slug)}{self.versions[outlet, slug]})"
        self.world.edit(outlet, slug, "\n\n".join([f"{first} {mark}", *others]))

    def publish(self, model: PressArticle) -> None:
        """Prints one more article in the manner of another: its paragraphs in another order, under a title of its own."""
        self.printed += 1
        paragraphs = list(model.paragraphs)
        self.random.shuffle(paragraphs)
        record = {
            "outlet": model.outlet, "lang": model.lang, "section": model.section, "slug": f"{model.slug}-{self.printed}",
            "title": f"{model.title} ({self.printed})", "text": "\n\n".join(paragraphs),
            "published": self.now().astimezone(model.published.tzinfo).isoformat(timespec="seconds"),
        }  # fmt: skip
        article = self.world.publish(record)
        self.texts[article.outlet, article.slug] = article.text


@dataclass
class Lives:
    """The child's lives: starts, kills, and what was seen."""

    flags: list[str]
    home: Path
    log: IO[str]
    random: random.Random
    groups: list[int] = field(default_factory=list)
    fell: Counter[str] = field(default_factory=Counter)
    victims: Counter[str] = field(default_factory=Counter)
    ended_alone: int = 0

    def kill_one(self) -> str:
        """One life and its end; says where it fell."""
        child = self._start("run", "--follow", "--crawl-every-s", "1")
        aim = self.random.choices(list(AIMS), [share for share, _ in AIMS.values()])[0]
        pause = self.random.uniform(0, AIMS[aim][1])
        whole = self.random.random() < 0.5
        if aim != "any":
            self._await(child, aim)
        with suppress(subprocess.TimeoutExpired):
            child.wait(pause)
        if child.poll() is not None:
            self.ended_alone += 1
            return "ended by itself"
        where = " + ".join(sorted(self.held())) or "no lock"
        if whole:
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
        child.wait()
        self.fell[where] += 1
        self.victims["the whole group" if whole else "the main process alone"] += 1
        return where

    def undisturbed(self) -> None:
        """One run to its end."""
        child = self._start("run")
        if child.wait(LONGEST_S):
            raise SystemExit(f"the undisturbed run ended with {child.returncode}:\n{Path(self.log.name).read_text('utf8')[-2000:]}")

    def held(self) -> set[str]:
        """Which consumers' locks are held by anybody, as the kernel lists them."""
        names = {path.stat().st_ino: path.stem for path in (self.home / "locks").glob("*.lock")}
        rows = (line.split() for line in Path("/proc/locks").read_text("ascii").splitlines() if "->" not in line)
        return {names[inode] for row in rows if row[1] == "FLOCK" and (inode := int(row[5].split(":")[2])) in names}

    def bury(self) -> int:
        """Ends whatever is left of any life; returns how many groups still had a process."""
        left = 0
        for group in self.groups:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
                left += 1
        return left

    def _await(self, child: subprocess.Popen[str], step: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while step not in self.held() and child.poll() is None and time.monotonic() < deadline:
            time.sleep(POLL_S)

    def _start(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "fauxlex", *arguments, *self.flags, "--home", str(self.home)]
        child = subprocess.Popen(
            command, cwd=ROOT, env=clean_environment(), stdout=self.log, stderr=self.log, text=True, start_new_session=True
        )
        self.groups.append(child.pid)
        return child


def measure(options: Options) -> list[Figure]:
    """Kills, goes on, compares."""
    from fauxlex.sample import press_sources

    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name, Press(now=datetime.now(UTC), slow_s=0.5) as press:
        folder = Path(name)
        (folder / "sources.toml").write_text(press_sources(), "utf8")
        flags = to_players(press.port, folder / "sources.toml")
        flags += ["--crawl-delay-s", "0.02", "--crawl-retry-s", "0.2", "--crawl-max-age-days", "36500"]
        news = Newsroom(press.world, options.seed)
        with Path(options.keep_log or folder / "log.txt").open("w+", encoding="utf8") as log:
            lives = Lives(flags, folder / "home", log, chance)
            calm = Lives(flags, folder / "calm", log, chance)
            try:
                news.start()
                forgotten = _kill_often(lives, options.kills)
                news.stop()
                lives.undisturbed()
                before = log_of(lives.home)
                lives.undisturbed()
                idle = log_of(lives.home) == before
                calm.undisturbed()
                verdict = judge(Home(lives.home, flags), Home(calm.home, flags), news.texts, press.world)
            finally:
                news.stop()
                lives.bury()
                calm.bury()
    fell = ", ".join(f"{where} {count}" for where, count in lives.fell.most_common())
    return [
        Figure(what=f"SIGKILLs ({fell}; {', '.join(f'{who} {n}' for who, n in lives.victims.items())})", value=str(lives.fell.total()),
               target="≥ 50", ok=lives.fell.total() >= 50),
        Figure(what=f"press: printed {news.printed} more, edited {news.versions.total()} times", value=f"{len(news.texts)} articles"),
        _none("lives that ended by themselves", lives.ended_alone),
        _none("changes of the archive that a kill undid", forgotten),
        Figure(what="a further run finds nothing to do", value="yes" if idle else "no", target="yes", ok=idle, must=True),
        *verdict,
    ]  # fmt: skip


def _kill_often(lives: Lives, kills: int) -> int:
    """Kills; returns how many changes that the archive had acknowledged were gone afterwards."""
    known: Changes = []
    forgotten = 0
    for number in range(1, kills + 1):
        where = lives.kill_one()
        now = log_of(lives.home)
        forgotten += len(set(known) - set(now))
        known = now
        print(f"kill {number}: {where}; {len(now)} changes in the archive", file=sys.stderr, flush=True)
    return forgotten


def _none(what: str, count: int) -> Figure:
    return Figure(what=what, value=str(count), target="0", ok=count == 0, must=True)
