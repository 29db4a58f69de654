"""A compressed week of `crawl --follow` over the sample press: does memory stay flat, does it stop when told to, is anything fetched twice?

    python -m benchmarks soak [--seed 1] [--keep-log FILE]

The press plays in this process. A simulated day takes `Pace.day_s` seconds: the press's own clock runs ahead so much faster, articles are printed and edited
all the while, and the list of sources lets the crawler read listings every second (`poll_s`, which for names that exist nowhere may be as short).
From the third day on, some hours of each day bring trouble to a third of the hosts. A day lasts until the crawler has also gone round a few times,
so that a busy machine makes days longer, not emptier. Then, over the same home folder:

1. SIGTERM in the middle of work; the archive is looked at.
2. A second life, killed (SIGKILL to the whole group) in the middle of work.
3. A third, until everything that was printed is there; the press's own log of requests shows what was fetched again.
"""

import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import IO

from benchmarks import Figure, Options
from benchmarks.flow import to_players
from benchmarks.hosts.processes import Group, Sampler
from benchmarks.kill import Newsroom
from benchmarks.verdict import Key, damage, fetched, nought, unreadable
from core.archive import Archive
from core.urls import canonical
from crawlers.spiders.queue import AT_ONCE
from press import Press, PressArticle, Visit
from press.world import TEXT, Response, World

NEWS_EVERY_S = (0.4, 1.4)

TROUBLE = {3: "down", 4: "hangs up", 5: "busy", 6: "no feed"}
"""What befalls a third of the hosts on which day."""

HOURS_OF_TROUBLE = (8.0, 14.0)
FLAT = 1.1
"""Resident memory after the last day to that after the second, at most."""

MORE_FILES = 2
"""Open files that a moment of work may show more than another."""

STOP_S = 10.0
PATIENCE_S = 600.0
LOOK_S = 0.2


class Troubled(World):
    """The sample press, whose hosts can fall ill: `ill` says how, by name."""

    def __init__(self, now: datetime) -> None:
        super().__init__(now=now)
        self.ill: Mapping[str, str] = {}

    def respond(self, host: str, target: str, headers: Mapping[str, str]) -> Response:
        """Answers one request; see `World.respond`."""
        trouble = self.ill.get(host.partition(":")[0].lower())
        if trouble == "hangs up":
            raise ConnectionResetError
        if trouble == "down":
            return Response(status=HTTPStatus.SERVICE_UNAVAILABLE, content_type=TEXT, body=b"down\n")
        if trouble == "busy" and target != "/robots.txt":
            return Response(status=HTTPStatus.TOO_MANY_REQUESTS, content_type=TEXT, body=b"busy\n", headers={"Retry-After": "2"})
        if trouble == "no feed" and target in {path for outlet in self.outlets.values() for path in (outlet.feed, outlet.sitemap)}:
            return Response(body=b"<!doctype html><title>Back soon</title>\n")
        return super().respond(host, target, headers)


class Desk(Newsroom):
    """Prints by the press's clock, and remembers how many requests had come when an article was edited last."""

    def __init__(self, press: Press, seed: int) -> None:
        super().__init__(press.world, seed, NEWS_EVERY_S)
        self.press = press
        self.edited_at: dict[Key, int] = {}

    def now(self) -> datetime:
        """The press's time."""
        return self.world.now

    def publish(self, model: PressArticle) -> None:
        """Prints one more article, a minute on: at one moment twice, the second would hide behind a Last-Modified that is known already."""
        self.world.now += timedelta(minutes=1)
        super().publish(model)

    def edit(self, outlet: str, slug: str) -> None:
        """Changes a printed article."""
        super().edit(outlet, slug)
        self.edited_at[outlet, slug] = len(self.press.requests)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How large a soak is.

    Attributes:
        days: simulated ones. day_s: seconds that each takes at least. rounds: of the crawler in a day, at least.
        burst: articles printed at once before the crawler is told to stop or killed, so that it is at work then.
    """

    days: int = 7
    day_s: float = 28.0
    rounds: int = 3
    burst: int = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a day's end showed: memory of the main process and the most of all at once, in MB; the most open files of the main process; rounds."""

    main_mb: float
    all_mb: float
    files: int
    rounds: int


@dataclass(slots=True, kw_only=True)
class Scene:
    """The press, and where and how the crawler runs."""

    press: Press
    world: Troubled
    home: Path
    flags: list[str]
    log: IO[str]
    sampler: Sampler = field(default_factory=Sampler)
    groups: list[Group] = field(default_factory=list)

    def life(self) -> Group:
        """The crawler, started."""
        group = Group("crawl", ["crawl", "--follow", *self.flags, "--home", str(self.home)], self.log)
        self.groups.append(group)
        self.sampler.watch(group)
        return group

    def addresses(self) -> dict[str, Key]:
        """Every address at which an article that is printed by now answers with 200."""
        found: dict[str, Key] = {}
        for outlet in self.world.outlets.values():
            for article in self.world.articles(outlet):
                doubles = outlet.double_urls(article)
                pages = [outlet.article_url(article), *(doubles[name] for name in ("amp", "mobile") if name in doubles)]
                found |= {canonical(url): (outlet.id, article.slug) for url in pages}
        return found

    def missing(self) -> list[Key]:
        """Printed articles that are neither archived nor refused."""
        with closing(Archive(self.home)) as archive:
            have = {canonical(fetch.final_url) for fetch in fetched(archive)}
            known = self.addresses()
            done = {known[url] for url in have if url in known}
            refused = {key for url, key in known.items() if key not in done and archive.crawl.refusal(url)}
            return sorted({*known.values()} - done - refused)


def measure(options: Options) -> list[Figure]:
    """A week."""
    return measured(options, Pace())


def measured(options: Options, pace: Pace) -> list[Figure]:
    """The days, and what comes after them."""
    from fauxlex.sample import press_sources

    world = Troubled(datetime.now(UTC))
    with tempfile.TemporaryDirectory(dir=options.folder) as name, Press(slow_s=0.5, world=world) as press:
        folder = Path(name)
        (folder / "sources.toml").write_text(press_sources().replace("[[source]]", "[[source]]\npoll_s = [1, 6]"), "utf8")
        flags = to_players(press.port, folder / "sources.toml")
        flags += ["--crawl-every-s", "1", "--crawl-delay-s", "0.02", "--crawl-retry-s", "0.5", "--crawl-max-attempts", "9"]
        flags += ["--crawl-max-age-days", "36500"]
        with Path(options.keep_log or folder / "log.txt").open("w+", encoding="utf8") as log:
            scene = Scene(press=press, world=world, home=folder / "home", flags=flags, log=log)
            desk = Desk(press, options.seed)
            scene.sampler.start()
            try:
                return _played(scene, desk, pace)
            finally:
                if desk.is_alive():
                    desk.stop()
                for group in scene.groups:
                    group.bury()
                scene.sampler.stop()


def _played(scene: Scene, desk: Desk, pace: Pace) -> list[Figure]:
    """The week, the stop, the kill and what is left after them."""
    group = scene.life()
    desk.start()
    week = [_day(scene, group, number, pace) for number in range(1, pace.days + 1)]
    desk.stop()
    _burst(scene, desk, pace.burst)
    stopped = _told_to_stop(scene, group)
    group = scene.life()
    _until(group, lambda: not scene.missing())
    _burst(scene, desk, pace.burst)
    before, asked = _acknowledged(scene, group)
    group = scene.life()
    _until(group, lambda: not scene.missing())
    _until(group, lambda: _rounds(scene, asked) >= pace.rounds)
    missing = scene.missing()
    last = _told_to_stop(scene, group)
    return [
        *_flat(week, scene, desk),
        *stopped,
        *last[:1],
        *_again(scene, desk, before, asked),
        nought("printed articles that are not there in the end", missing),
    ]


def _day(scene: Scene, group: Group, number: int, pace: Pace) -> Day:
    """One day."""
    begun, asked = time.monotonic(), len(scene.press.requests)
    morning, files = scene.world.now, 0
    hosts = sorted(scene.world.hosts)
    ill = dict.fromkeys(random.Random(number).sample(hosts, len(hosts) // 3), TROUBLE.get(number, ""))
    scene.sampler.resident_mb = scene.sampler.proportional_mb = 0.0
    while (passed := time.monotonic() - begun) < pace.day_s or _rounds(scene, asked) < pace.rounds:
        hour = min(24.0, 24.0 * passed / pace.day_s)
        scene.world.now = max(scene.world.now, morning + timedelta(hours=hour))
        scene.world.ill = ill if number in TROUBLE and HOURS_OF_TROUBLE[0] <= hour < HOURS_OF_TROUBLE[1] else {}
        files = max(files, len(os.listdir(f"/proc/{group.id}/fd")))
        _alive(group, begun)
        time.sleep(LOOK_S)
    return Day(main_mb=_resident_mb(group.id), all_mb=scene.sampler.proportional_mb, files=files, rounds=_rounds(scene, asked))


def _burst(scene: Scene, desk: Desk, count: int) -> None:
    """Prints many articles at once, and waits until some of them have been asked for."""
    asked = len(scene.press.requests)
    for model in desk.random.choices(desk.models, k=count):
        desk.publish(model)
    new = set(scene.addresses())
    _until(scene.groups[-1], lambda: sum(_address(visit) in new for visit in scene.press.requests[asked:]) > count // 8)


def _told_to_stop(scene: Scene, group: Group) -> list[Figure]:
    """SIGTERM; how long it takes to end, and whether the archive is sound then."""
    os.kill(group.id, signal.SIGTERM)
    begun = time.monotonic()
    while group.code() is None and time.monotonic() - begun < PATIENCE_S:
        time.sleep(0.01)
    took, code = time.monotonic() - begun, group.code()
    with closing(Archive(scene.home)) as archive:
        torn = archive.warc.repair(archive.crawl.warc_ends())
        lost = unreadable(archive, fetched(archive))
    return [
        Figure(what=f"SIGTERM amid work: ends after (exit {code})", value=f"{took:.1f} s", target=f"≤ {STOP_S:.0f} s, exit 0", ok=took <= STOP_S and code == 0),
        nought("torn or unreadable WARC records, damage of the archive's file, after that", [*torn, *lost, *damage(scene.home)]),
    ]  # fmt: skip


def _acknowledged(scene: Scene, group: Group) -> tuple[set[str], int]:
    """Kills the crawler; the addresses that its archive has then, and how many requests had come."""
    group.kill(whole=True)
    asked = len(scene.press.requests)
    with closing(Archive(scene.home)) as archive:
        return {canonical(fetch.url) for fetch in fetched(archive)}, asked


def _again(scene: Scene, desk: Desk, before: set[str], asked: int) -> list[Figure]:
    """What was fetched again though it was done."""
    known = scene.addresses()
    visits = [(number, _address(visit)) for number, visit in enumerate(scene.press.requests) if visit.status == HTTPStatus.OK]
    latest = {url: number for number, url in visits if number < asked}
    done = {url for url in before if url in known and latest.get(url, 0) >= desk.edited_at.get(known[url], 0)}
    after = [url for number, url in visits if number >= asked]
    again = sorted(done & set(after))
    often = Counter(url for _, url in visits if url in known)
    more = [url for url, count in often.items() if count > 1 + desk.versions[known[url]]]
    others = len(set(after) & set(known)) - len(again)
    flying = AT_ONCE * len(scene.world.outlets)
    return [
        nought(f"pages fetched again after a SIGKILL amid work though they were done before it (of {len(done)}; {others} others were)", again),
        Figure(
            what=f"pages fetched more often in all than they were printed and edited (of {len(often)})", value=str(len(more)),
            target=f"≤ {flying}, under way at the kill", ok=len(more) <= flying,
        ),
    ]  # fmt: skip


def _flat(week: Sequence[Day], scene: Scene, desk: Desk) -> list[Figure]:
    """Memory and open files, day by day."""
    second, last = week[1], week[-1]
    return [
        Figure(what=f"days of crawl --follow, {sum(day.rounds for day in week)} rounds, {len(scene.press.requests):,} requests, {desk.printed} articles printed, "
               f"{desk.versions.total()} edits", value=str(len(week))),
        Figure(what=f"resident memory of the process that goes on, day by day: {_row(day.main_mb for day in week)} MB; last to second day",
               value=f"{last.main_mb / second.main_mb:.3f}", target=f"≤ {FLAT}", ok=last.main_mb <= FLAT * second.main_mb),
        Figure(what=f"the most that it and its children of a round had at once: {_row(day.all_mb for day in week)} MB; last to second day",
               value=f"{last.all_mb / second.all_mb:.3f}", target=f"≤ {FLAT}", ok=last.all_mb <= FLAT * second.all_mb),
        Figure(what=f"open files of that process at most: {_row(day.files for day in week)}; last day more than the second", value=f"{last.files - second.files}",
               target=f"≤ {MORE_FILES}", ok=last.files - second.files <= MORE_FILES, must=True),
    ]  # fmt: skip


def _row(values: Iterable[float]) -> str:
    return ", ".join(f"{value:.0f}" for value in values)


def _rounds(scene: Scene, since: int) -> int:
    """How often the crawler has gone round since a request: each of its processes asks a host for its robots.txt once, two make a round."""
    robots = Counter(visit.host for visit in scene.press.requests[since:] if visit.path == "/robots.txt")
    return max(robots.values(), default=0) // 2


def _until(group: Group, done: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not done():
        _alive(group, begun)
        time.sleep(LOOK_S)


def _alive(group: Group, since: float) -> None:
    """Raises SystemExit where the crawler has ended by itself, or does not get on."""
    if group.code() is not None:
        raise SystemExit(f"crawl --follow ended by itself with {group.code()}")
    if time.monotonic() - since > PATIENCE_S:
        raise SystemExit(f"crawl --follow did not get on within {PATIENCE_S:.0f} s")


def _address(visit: Visit) -> str:
    return canonical(f"http://{visit.host}{visit.path}")


def _resident_mb(pid: int) -> float:
    rows = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text("utf8").splitlines())
    return int(rows["VmRSS"].split()[0]) * 1024 / 1e6
