"""What the simulated hosts print: designs, texts, addresses, and the fate that each page meets with a crawler that behaves."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from benchmarks.extraction.design import Design, Made, designs
from benchmarks.extraction.prose import stories
from core.urls import canonical
from nlp.corpus import DATA
from press import Outlet, PressArticle, load_outlets

SPECIAL_EVERY = 6
"""One page in so many meets a fate of its own; the others are plain."""

LISTED_IN_FEED = 0.4
"""Share of an outlet's pages, its newest, that its feed lists; its sitemaps list them all."""

SPAN = timedelta(hours=40)
"""Within which an outlet has printed its pages: what a news sitemap may list."""

LENGTHS = {"ko": (700, 1800), "fr": (1500, 4200), "en": (1500, 4200)}
"""Characters of a text, least and most, about as in articles of news."""

RUNNING_TEXT = {"ko": 40, "fr": 80, "en": 80}
"""Characters of the shortest paragraph that is taken."""

PATHS = ("/{section}/{slug}.html", "/{section}/{date:%Y/%m/%d}/{slug}", "/{section}/view.php?no={slug}", "/{section}/{date:%Y}/{slug}/")
FEED_KINDS = ("rss", "atom", "json", "rss")
SITEMAP_KINDS = ("news", "plain", "index", "index-gz")
LANGUAGES = ("ko", "fr", "en")
COUNTRIES = {"ko": ("KR",), "fr": ("FR", "BE", "CH", "CA"), "en": ("US", "GB", "AU", "CA", "IN")}
KEPT = frozenset({"article", "live", "gallery"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What should become of a page.

    Attributes:
        state: of its address in the end: done, failed, refused.
        reason: what stands in the recorded reason, "" where none is needed.
        share: of the pages that are not plain, relative to the others.
        section: the part of the site where such pages stand.
        asked: whether it may be asked for at all. kept: whether its text may be kept.
    """

    name: str
    state: str = "done"
    reason: str = ""
    share: int = 1
    section: str = "news"
    asked: bool = True

    @property
    def archived(self) -> bool:
        """Whether there is to be a fetch of it, one."""
        return self.state == "done"

    @property
    def kept(self) -> bool:
        """Whether its text may be kept."""
        return self.archived and not self.reason


PLAIN = Fate(name="plain")
MOVED = Fate(name="moved (301)", share=4)
BUSY = Fate(name="429 with Retry-After at first", share=3)
FAILING = Fate(name="500 at first", share=3)
SLOW = Fate(name="body that drips", share=2)
MARKED = Fate(name="tdm-reservation in its header", reason="text and data mining is reserved (header tdm-reservation)", share=2)
NOINDEX = Fate(name="noindex in its head", reason="noindex (meta element robots)", share=2)
GONE = Fate(name="404", state="failed", reason="HTTP 404", share=2)
DOWN = Fate(name="500 for ever", state="failed", reason="HTTP 500 (after ")
FORBIDDEN = Fate(name="forbidden by robots.txt", state="refused", reason="forbidden by robots.txt", share=5, section="private", asked=False)
RESERVED = Fate(
    name="reserved by tdmrep.json",
    state="refused",
    reason="text and data mining is reserved (tdmrep.json)",
    share=4,
    section="reserved",
    asked=False,
)
INTO = Fate(name="redirect to a forbidden page", state="refused", reason="forbidden by robots.txt")
AWAY = Fate(name="redirect to another site", state="refused", reason="leads to http://elsewhere.example/")
BANNED = Fate(
    name="of an outlet that the list refuses", state="refused", reason="the terms refuse robots, says the list of sources", asked=False
)

SPECIAL = (MOVED, BUSY, FAILING, SLOW, MARKED, NOINDEX, GONE, DOWN, FORBIDDEN, RESERVED, INTO, AWAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """One simulated outlet.

    Attributes:
        source: its id in the list of sources. outlet: its addresses and, where it has no designs, its template among those of the sample press.
        designs: how its pages look, one after another.
        first: number of its first page among those of all hosts. count: how many it has.
        banned: whether the list of sources refuses it. reserves: whether it has a `tdmrep.json`. crawl_delay_s: of its robots.txt, 0 for none.
    """

    source: str
    language: str
    outlet: Outlet
    designs: tuple[Design, ...]
    first: int
    count: int
    banned: bool
    reserves: bool
    crawl_delay_s: float

    def fate(self, place: int) -> Fate:
        """The fate of its page at this place."""
        turn, rest = divmod(self.first + place, SPECIAL_EVERY)
        if self.banned:
            return BANNED
        if rest:
            return PLAIN
        fate = _in_turn()[turn % len(_in_turn())]
        impossible = (fate in (FORBIDDEN, INTO) and self.outlet.robots is None) or (fate is RESERVED and not self.reserves)
        return PLAIN if impossible else fate


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A page of a host: its address as the listings give it, and its fate."""

    host: Host
    place: int
    url: str
    fate: Fate


class Print:
    """The hosts and their pages.

    Args:
        hosts, pages: how many, of pages in all.
        now: the newest page's time. seed: of the texts. delay_s: the crawler's pause; some hosts ask for one and a half times as much.
    """

    def __init__(self, hosts: int, pages: int, now: datetime, *, seed: int = 1, delay_s: float = 1.0) -> None:
        self.now, self.seed, self.delay_s = now, seed, delay_s
        each, more = divmod(pages, hosts)
        self.hosts: list[Host] = []
        for number in range(hosts):
            first = self.hosts[-1].first + self.hosts[-1].count if self.hosts else 0
            self.hosts.append(_host(number, first, each + (number < more), delay_s))

    def article(self, host: Host, place: int) -> PressArticle:
        """A page's article, the same at each call."""
        drawn = random.Random(f"{self.seed} {host.first + place}")
        titles, lines = _lines(host.language)
        least, most = LENGTHS[host.language]
        wanted, text = drawn.randint(least, most), [drawn.choice(lines)]
        while sum(map(len, text)) < wanted:
            text.append(drawn.choice(lines))
        return PressArticle(
            id=f"{host.source}-{place}",
            outlet=host.outlet.id,
            lang=host.language,
            title=f"{drawn.choice(titles)} ({host.first + place})",
            text="\n\n".join(dict.fromkeys(text)),
            published=self.now - SPAN * (place / host.count),
            section=host.fate(place).section,
            slug=f"p{place:05d}",
            authors=("A. Writer",),
        )

    def html(self, host: Host, article: PressArticle, place: int) -> str:
        """The page in a design of the collection of designs; only for hosts that have some."""
        design = host.designs[place % len(host.designs)]
        known = stories(host.language)
        story = replace(
            known[place % len(known)],
            title=article.title,
            paragraphs=tuple(article.paragraphs),
            outlet=host.outlet.name,
            host=host.outlet.host,
            published=article.published,
        )
        made = design.builder(story)
        return made.html if isinstance(made, Made) else made

    def pages(self) -> list[Printed]:
        """Every page that a listing lists."""
        return [
            Printed(host=host, place=place, url=canonical(host.outlet.article_url(self.article(host, place))), fate=host.fate(place))
            for host in self.hosts
            for place in range(host.count)
        ]

    def sources(self) -> str:
        """The list of sources, in TOML."""
        return "\n".join(_entry(host) for host in self.hosts)


def _host(number: int, first: int, count: int, delay_s: float) -> Host:
    """The host of a number; what differs between hosts goes round at different paces."""
    language = LANGUAGES[number % len(LANGUAGES)]
    turn = number // len(LANGUAGES)
    templates = [outlet for outlet in load_outlets().values() if outlet.language == language]
    looks = [design for design in designs() if design.language == language and design.kind in KEPT]
    slower_s = 1.5 * delay_s if number % 10 == 4 else 0.0
    rules = f"User-agent: *\nDisallow: /private/\n{f'Crawl-delay: {slower_s:g}' if slower_s else ''}"
    broken = {"broken_entry": "yes"} if turn % len(FEED_KINDS) == 0 else {}
    template = templates[turn % len(templates)]
    countries = COUNTRIES[language]
    outlet = replace(
        template,
        host=f"www.outlet-{number:03d}.example",
        name=f"{template.name} {number}",
        country=countries[turn % len(countries)],
        languages=(language,),
        article=PATHS[number % len(PATHS)],
        feed="/feed",
        feed_kind=FEED_KINDS[turn % len(FEED_KINDS)],
        sitemap="/sitemap.xml",
        sitemap_kind=SITEMAP_KINDS[number % len(SITEMAP_KINDS)],
        robots=None if number % 10 == 7 else rules,
        validators=("etag",) if number % 2 else (),
        tricks={name: value for name, value in template.tricks.items() if not name.startswith("feed_")} | broken,
        pages=(),
    )
    return Host(
        source=f"host-{number:03d}",
        language=language,
        outlet=outlet,
        designs=() if turn % 4 == 3 else tuple(looks[(turn * 3 + n) % len(looks)] for n in range(3)),
        first=first,
        count=count,
        banned=number % 40 == 5,
        reserves=number % 3 != 2,
        crawl_delay_s=slower_s,
    )


@cache
def _in_turn() -> Sequence[Fate]:
    """The fates that are not plain, each as often as its share says, well mixed."""
    fates = [fate for fate in SPECIAL for _ in range(fate.share)]
    random.Random(1).shuffle(fates)
    return fates


@cache
def _lines(language: str) -> tuple[Sequence[str], Sequence[str]]:
    """Titles and paragraphs of the training articles of a language."""
    rows = [json.loads(line) for line in (DATA / f"{language}.jsonl").read_text("utf8").splitlines()]
    lines = [line.strip() for row in rows for line in row["text"].split("\n")]
    return [row["title"] for row in rows], [line for line in lines if len(line) >= RUNNING_TEXT[language]]


def _entry(host: Host) -> str:
    outlet = host.outlet
    rows = {
        "id": host.source,
        "name": outlet.name,
        "domain": outlet.host.removeprefix("www."),
        "country": outlet.country,
        "language": host.language,
    }
    lines = ["[[source]]", *(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in rows.items())]
    lines += [f'feeds = ["{outlet.url(outlet.feed)}"]', f'sitemaps = ["{outlet.url(outlet.sitemap)}"]']
    return "\n".join([*lines, *(['rights = "reserved"'] if host.banned else []), ""])
