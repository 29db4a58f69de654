"""The sample press over real HTTP on loopback."""

import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from press import Press, PressError, difficulties, expected, load_outlets
from press.world import World

ROOT = Path(__file__).parent.parent


def _ask(press: Press, url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One request to loopback with the outlet's name as Host."""
    host, _, path = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection("127.0.0.1", press.port, timeout=5)
    try:
        connection.request(method, "/" + path, headers={"Host": host, **headers})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


@pytest.fixture
def press() -> Iterator[Press]:
    """The press on a free port, its slow page in a hurry."""
    with Press(slow_s=0.05) as running:
        yield running


def test_every_outlet_serves_front_robots_feed_sitemap_and_an_article(press: Press) -> None:
    """All thirteen answer over the wire."""
    articles = {article["outlet"]: url for url, article in expected().items() if url not in difficulties()["busy"]}
    for outlet in load_outlets().values():
        paths = [outlet.home, outlet.url(outlet.sitemap), articles[outlet.id]] + ([outlet.url(outlet.feed)] if outlet.feed else [])
        assert [_ask(press, url)[0] for url in paths] == [200] * len(paths), outlet.id
        assert _ask(press, outlet.url("/robots.txt"))[0] == (404 if outlet.robots is None else 200)


def test_head_answers_with_the_headers_of_get_and_no_body(press: Press) -> None:
    """Content-Length is that of the page."""
    url = next(iter(expected()))
    status, headers, body = _ask(press, url, "HEAD")
    assert (status, body) == (200, b"")
    assert headers["content-length"] == str(len(_ask(press, url)[2]))


def test_cp949_bytes_arrive_with_the_wrong_claim(press: Press) -> None:
    """The Content-Type header is what the outlet claims, the bytes are CP949."""
    url = difficulties()["cp949"][0]
    _, headers, body = _ask(press, url)
    assert "cp949" not in headers["content-type"]
    assert expected()[url]["title"] in body.decode("cp949").replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&")


def test_conditional_requests_end_in_304_without_a_body(press: Press) -> None:
    """What the world says without a socket holds over the wire, connection kept."""
    url = next(url for url, article in expected().items() if article["outlet"] == "boreal")
    etag = _ask(press, url)[1]["etag"]
    status, headers, body = _ask(press, url, **{"If-None-Match": etag})
    assert (status, body, headers["etag"]) == (304, b"", etag)


def test_the_busy_page_refuses_once(press: Press) -> None:
    """429 with Retry-After, then 200."""
    (url,) = difficulties()["busy"]
    status, headers, _ = _ask(press, url)
    assert (status, headers["retry-after"]) == (429, "1")
    assert _ask(press, url)[0] == 200


def test_the_slow_page_drips_and_is_whole(press: Press) -> None:
    """It takes about as long as asked, and nothing is missing."""
    (url,) = difficulties()["slow"]
    start = time.monotonic()
    status, headers, body = _ask(press, url)
    assert time.monotonic() - start >= 0.04
    assert (status, len(body)) == (200, int(headers["content-length"]))
    assert body.endswith(b"</html>")


def test_visits_are_logged_with_host_path_status_and_user_agent(press: Press) -> None:
    """Tests of manners read who asked for what."""
    _ask(press, "http://harbour.example/robots.txt", **{"User-Agent": "Reader/1.0"})
    _ask(press, "http://m.narae.example/nothing?x=1", **{"User-Agent": "Reader/1.0"})
    assert [tuple(visit) for visit in press.requests] == [
        ("harbour.example", "/robots.txt", 200, "Reader/1.0"),
        ("m.narae.example", "/nothing?x=1", 404, "Reader/1.0"),
    ]


def test_published_and_edited_articles_are_served_at_once(press: Press) -> None:
    """`publish` and `edit` return the address; the page is there."""
    record = {"outlet": "deccan", "slug": "late-edition", "lang": "en", "title": "Late", "text": "First words.", "section": "city"}
    url = press.publish(record)
    assert b"First words." in _ask(press, url)[2]
    assert press.edit("deccan", "late-edition", "Second words.") == url
    assert b"Second words." in _ask(press, url)[2]


def test_a_client_that_takes_the_press_for_a_proxy_is_served(press: Press) -> None:
    """The absolute form of the request line names the outlet."""
    connection = http.client.HTTPConnection("127.0.0.1", press.port, timeout=5)
    connection.request("GET", "http://meuse.example/plan.xml", headers={"Host": "127.0.0.1"})
    answer = connection.getresponse()
    assert (answer.status, b"urlset" in answer.read()) == (200, True)
    connection.close()


def test_many_readers_at_once_are_all_served(press: Press) -> None:
    """Sixteen threads over all articles; the log misses none of them."""
    urls = list(expected())
    seen: list[int] = []
    threads = [threading.Thread(target=lambda: seen.extend(_ask(press, url)[0] for url in urls[::4])) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == len(press.requests) == 16 * len(urls[::4])
    assert set(seen) <= {200, 429}


def test_closing_does_not_wait_for_an_idle_connection() -> None:
    """A client that keeps its connection open does not hold the press up."""
    press = Press()
    press.start()
    idle = http.client.HTTPConnection("127.0.0.1", press.port, timeout=5)
    idle.request("GET", "/robots.txt", headers={"Host": "harbour.example"})
    idle.getresponse().read()
    start = time.monotonic()
    press.close()
    assert time.monotonic() - start < 2
    idle.close()


def test_a_taken_port_is_told(press: Press) -> None:
    """The message names the port and the way out."""
    with pytest.raises(PressError, match=rf"port {press.port} on 127\.0\.0\.1 is taken .*choose another"):
        Press(press.port).start()


def test_the_port_of_a_press_that_does_not_run_is_refused() -> None:
    """No number that means nothing."""
    with pytest.raises(PressError, match="not running"):
        _ = Press(world=World()).port


def test_two_presses_at_a_time_do_not_share_their_state(press: Press) -> None:
    """An article published in one is not in the other."""
    with Press() as other:
        url = other.publish({"outlet": "meuse", "slug": "ici", "lang": "fr", "title": "Ici", "text": "Un texte.", "section": "liege"})
        assert (_ask(other, url)[0], _ask(press, url)[0]) == (200, 404)


def test_the_module_plays_in_the_foreground_until_told_to_stop() -> None:
    """`python -m press --port 0` prints where it listens and ends cleanly on SIGTERM."""
    command = [sys.executable, "-m", "press", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.terminate()
        assert process.wait(timeout=10) == 0
    assert re.match(r"http://127\.0\.0\.1:\d+ plays .*hanbit\.example", first)
