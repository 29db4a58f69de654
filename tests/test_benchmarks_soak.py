"""The soak in small: it runs to its end, the press's troubles are what they are called, and a page fetched twice would be seen."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks import Options
from benchmarks.soak import Desk, Pace, Scene, Troubled, _again, measured
from core.urls import canonical
from press import Press, Visit
from press.world import Response

NOW = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """A press that nobody asks for anything."""
    world = Troubled(NOW)
    yield Scene(press=Press(world=world), world=world, home=tmp_path, flags=[], log=io.StringIO())


def test_a_short_soak_runs_to_its_end(tmp_path: Path) -> None:
    """Nothing lost, doubled or torn, no more open files; no speed is asserted."""
    figures = measured(Options(folder=str(tmp_path)), Pace(days=2, day_s=1.0, rounds=1, burst=8))
    assert [f"{figure.what}: {figure.value}" for figure in figures if figure.must and not figure.ok] == []
    assert [figure.value for figure in figures[:1]] == ["2"]


def test_troubles_befall_the_hosts_that_are_ill(scene: Scene) -> None:
    """And no other."""
    outlet = next(iter(scene.world.outlets.values()))
    host, page = outlet.host, outlet.article_path(scene.world.articles(outlet)[0])

    def answers(trouble: str, *paths: str) -> list[Response]:
        scene.world.ill = {host: trouble}
        return [scene.world.respond(f"{host}:80", path, {}) for path in paths]

    well = answers("", page, outlet.feed, "/robots.txt")
    assert {answer.status for answer in well} == {200}
    assert {answer.status for answer in answers("down", page, outlet.feed, "/robots.txt")} == {503}
    assert [answer.status for answer in answers("busy", page, "/robots.txt")] == [429, 200]
    shut = answers("no feed", page, outlet.feed)
    assert (shut[0].body, shut[1].status) == (well[0].body, 200)
    assert b"<rss" not in shut[1].body and b"<rss" in well[1].body
    with pytest.raises(ConnectionError):
        answers("hangs up", page)
    other = list(scene.world.outlets.values())[1]
    assert scene.world.respond(other.host, "/", {}).status == 200


def test_news_is_dated_by_the_clock_of_the_press(scene: Scene) -> None:
    """Which runs ahead of ours."""
    desk = Desk(scene.press, seed=1)
    desk.publish(desk.models[0])
    outlet = scene.world.outlets[desk.models[0].outlet]
    assert scene.world.articles(outlet)[0].published == scene.world.now > NOW


def test_a_page_that_is_fetched_again_would_be_seen(scene: Scene) -> None:
    """Unless it was edited since, or was not done."""
    desk = Desk(scene.press, seed=1)
    outlet = next(iter(scene.world.outlets.values()))
    models = scene.world.articles(outlet)[:3]
    for model in models:
        scene.press.requests.append(Visit(outlet.host, outlet.article_path(model), 200, ""))
    urls = [canonical(outlet.article_url(model)) for model in models]
    desk.edit(outlet.id, models[1].slug)
    asked = len(scene.press.requests)
    for model in models:
        scene.press.requests.append(Visit(outlet.host, outlet.article_path(model), 200, ""))
    assert _again(scene, desk, set(urls[:2]), asked)[0].value == "1"
    assert _again(scene, desk, set(urls[1:2]), asked)[0].value == "0"
