"""Collecting from simulated hosts under SIGKILLs, in small: what must hold of the archive, and that a fault would be seen."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from benchmarks import Figure
from benchmarks.hosts import collect
from benchmarks.hosts.lives import CRAWL_KILLED_AT, Kill, Lives
from benchmarks.hosts.playing import Asked
from benchmarks.hosts.printed import FORBIDDEN, PLAIN, SPECIAL, Print, Printed
from benchmarks.hosts.verdict import judge, told


@pytest.fixture(scope="module")
def world() -> Print:
    return Print(8, 208, datetime.now(UTC).replace(microsecond=0), delay_s=0.02)


@pytest.fixture(scope="module")
def lives(world: Print, tmp_path_factory: pytest.TempPathFactory) -> Lives:
    folder = tmp_path_factory.mktemp("hosts")
    return collect(world, folder, folder / "log.txt", random.Random(1))


def missed(figures: list[Figure]) -> list[str]:
    """What the figures that must be reached say where they are not."""
    return [f"{figure.what}: {figure.value}" for figure in figures if figure.must and not figure.ok]


def page(world: Print, fate: object) -> Printed:
    """A page with this fate."""
    return next(one for one in world.pages() if one.fate is fate)


def test_hosts_print_the_same_pages_at_each_call(world: Print) -> None:
    """Every fate among them, addresses all different, texts of their own."""
    pages = world.pages()
    assert {one.fate for one in pages} >= {PLAIN, *SPECIAL}
    assert len(pages) == len({one.url for one in pages}) == 208
    texts = [world.article(one.host, one.place).text for one in pages]
    assert len(set(texts)) == len(texts)
    assert texts == [world.article(one.host, one.place).text for one in pages]


def test_every_page_comes_to_its_end_under_kills(world: Print, lives: Lives) -> None:
    """Allowed pages archived once, refused ones explained and never asked for, counts that sum."""
    assert len(lives.kills) == len(CRAWL_KILLED_AT) and {kill.whole for kill in lives.kills} == {True, False}
    assert lives.waiting() == 0
    assert missed(judge(lives.home, world.pages(), lives.playing.log, lives.kills)) == []
    assert told(lives.home, world.pages(), lives.playing.log)[0].value == "208"
    assert lives.sampler.proportional_mb > 0 and lives.seconds("crawl") > 0


def test_a_fault_would_be_seen(world: Print, lives: Lives) -> None:
    """A forbidden page asked for, an acknowledged one asked for again, one that is missing, one too many, and one with another end."""
    pages, log = world.pages(), lives.playing.log
    forbidden, plain = page(world, FORBIDDEN), page(world, PLAIN)
    late = Kill(whole=True, acknowledged=frozenset(one.url for one in pages if one.fate.archived), requests=len(log))

    def found(pages: list[Printed] = pages, more: tuple[str, ...] = ()) -> str:
        asked = [*log, *(Asked(0.0, url, 200) for url in more)]
        return " ".join(missed(judge(lives.home, pages, asked, [*lives.kills, late])))

    assert found() == ""
    assert "refuse to be fetched and were asked for" in found(more=(forbidden.url,))
    assert "asked for again after a kill" in found(more=(plain.url,))
    assert "fetched twice" in found(more=(plain.url,))
    unseen = replace(plain, url="http://www.outlet-000.example/news/unseen.html")
    assert "not archived exactly once" in found([*pages, unseen]) and "neither archived nor refused" in found([*pages, unseen])
    assert "should not be there" in found([one for one in pages if one.url != plain.url])
    turned = [replace(one, fate=FORBIDDEN) if one.url == plain.url else one for one in pages]
    assert "without the reason on record" in found(turned)
