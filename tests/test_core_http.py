"""The one guarded client: hard cases 1 to 16, each against a server on loopback or a name server of our own."""

import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from crawl_stage import Answer, Seen, Stage

from core.errors import FetchError, ForbiddenAddressError
from core.guard import is_public, parse_map
from core.http import Client, Limits

PUBLIC = ("8.8.8.8",)


def client(**changes: Any) -> Client:
    """A client whose every name is public, so that what is refused is refused for the address itself."""
    return Client(**{"user_agent": "Test/1", "look_up": lambda _name, _port: PUBLIC, **changes})


CASES = {
    "1 loopback": ["http://127.0.0.1:9200/", "http://[::1]/", "http://0.0.0.0/", "http://127.255.255.254/", "http://[::]/"],
    "2 other spellings": [
        "http://①②⑦.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://0177.0.0.1/", "http://127.0.0.1./",
        "http://%31%32%37.0.0.1/", "http://0x7f000001/", "http://１２７.0.0.1/", "http://127。0。0。1/",
    ],
    "3 embedded": [
        "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fec0::1]/",
        "http://192.88.99.1/", "http://224.0.0.1/", "http://[3fff::1]/", "http://[::127.0.0.1]/", "http://[ff02::1]/", "http://[fe80::1]/",
    ],
    "4 shared and metadata": ["http://100.64.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://198.18.0.1/"],
    "10 ports": ["http://a.example:25/", "http://a.example:6379/", "http://a.example:9200/", "http://host.example:22", "https://a.example:8443/"],
    "11 schemes": [
        "json://10.0.0.1", "file:///etc/passwd", "ftp://a.example/", "gopher://a.example/", "javascript:alert(1)", "data:text/html,x", "//a.example/",
        "unix:/var/run/docker.sock", "dict://a.example:11211/", "", "http://",
    ],
}  # fmt: skip


@pytest.mark.parametrize("url", [url for urls in CASES.values() for url in urls])
def test_case_1_to_4_10_11_what_must_not_be_visited_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """When it is saved, when it is asked for, and when something is sent to it; no connection is ever opened."""
    monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: pytest.fail("a connection was opened"))
    for attempt in (client().check, client().get, lambda one: client().post(one, b"{}", {})):
        with pytest.raises(ForbiddenAddressError):
            attempt(url)


@pytest.mark.parametrize("name", ["localhost", "localhost.", "metadata.google.internal", "printer.local", "intranet"])
@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "10.0.0.7", "::1", "fd00::1", "::ffff:10.0.0.7"])
def test_case_1_4_a_name_that_leads_inside_is_refused(name: str, address: str) -> None:
    """Whatever it is called; the message names it and where it leads."""
    with pytest.raises(ForbiddenAddressError, match=name.rstrip(".")):
        client(look_up=lambda _name, _port: (address,)).get(f"http://{name}/")


@pytest.mark.parametrize(
    "addresses", [("8.8.8.8", "10.0.0.1"), ("10.0.0.1", "8.8.8.8"), ("2606:4700::1111", "::1"), ("8.8.8.8", "64:ff9b::a00:1")]
)
def test_case_5_a_name_with_one_private_address_is_refused_whole(addresses: tuple[str, ...]) -> None:
    """A public one beside it does not make it safe."""
    with pytest.raises(ForbiddenAddressError):
        client(look_up=lambda _name, _port: addresses).check("https://a.example/")


def test_case_6_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers otherwise the second time is never asked a second time."""
    answers, opened = [("8.8.8.8",), ("127.0.0.1",)], []

    def refuse(place: tuple[str, int], timeout: float) -> Any:
        opened.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(FetchError, match="ConnectionRefusedError"):
        client(look_up=lambda _name, _port: answers.pop(0)).get("http://a.example/")
    assert (opened, len(answers)) == ([("8.8.8.8", 80)], 1)


def test_case_6_a_name_server_that_does_not_answer_is_not_waited_for() -> None:
    """The deadline is for the whole exchange."""
    begun = time.monotonic()
    with pytest.raises(FetchError, match="not found in time"):
        client(limits=Limits(timeout_s=0.2), look_up=lambda _name, _port: time.sleep(5) or PUBLIC).get("http://a.example/")
    assert time.monotonic() - begun < 4


class Echo:
    """Answers with the request's headers, and notes them."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []

    def __call__(self, seen: Seen) -> Answer:
        self.seen.append(seen)
        return Answer(body=b"here")


def turn(target: str, status: int = 302) -> Answer:
    """A redirect."""
    return Answer(status=status, headers={"Location": target})


ECHO = Echo()


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """A server with every difficulty."""
    bomb = zlib.compressobj(9, wbits=31)
    packed = b"".join(bomb.compress(bytes(1 << 20)) for _ in range(300)) + bomb.flush()
    with Stage(
        {
            "a.example/": Answer(body=b"hello", headers={"X-Kind": "plain"}),
            "a.example/packed": Answer(body=gzip.compress(b"hello" * 100), headers={"Content-Encoding": "gzip"}),
            "a.example/inside": turn("http://127.0.0.1/secret"),
            "a.example/metadata": turn("//169.254.169.254/latest", 307),
            "a.example/file": turn("file:///etc/passwd"),
            "a.example/port": turn("http://a.example:6379/", 308),
            "a.example/script": turn("javascript:alert(1)", 301),
            "a.example/loop": turn("/loop"),
            "a.example/1": turn("/2"),
            "a.example/2": turn("http://b.example/echo", 301),
            "a.example/3": turn("/echo"),
            "a.example/echo": ECHO,
            "b.example/echo": ECHO,
            "a.example/post": turn("/echo", 307),
            "a.example/drip": Answer(body=b"x" * 1000, drip_s=0.05),
            "a.example/endless": Answer(body=b"x" * 5000, endless=True),
            "a.example/large": Answer(body=b"x" * 50_000),
            "a.example/bomb": Answer(body=packed, headers={"Content-Encoding": "gzip"}),
            "a.example/br": Answer(body=b"\x8f\x00\x80", headers={"Content-Encoding": "br"}),
            "a.example/zstd": Answer(body=b"\x28\xb5\x2f\xfd", headers={"Content-Encoding": "zstd"}),
            "a.example/twice": Answer(body=gzip.compress(gzip.compress(b"hello")), headers={"Content-Encoding": "gzip, gzip"}),
            "a.example/torn": Answer(body=gzip.compress(b"hello" * 1000)[:-20], headers={"Content-Encoding": "gzip"}),
            "a.example/notgzip": Answer(body=b"plain after all", headers={"Content-Encoding": "gzip"}),
        }
    ) as playing:
        yield playing


def visiting(stage: Stage, **limits: Any) -> Client:
    """A client for which the stage's names are mapped to it, and every other name leads inside."""
    mapping = parse_map(f"*.example=127.0.0.1:{stage.port}")
    known = Limits(**{"timeout_s": 20.0, "max_bytes": 20_000, **limits})
    return Client(user_agent="Test/1", limits=known, mapping=mapping, look_up=lambda _name, _port: ("10.0.0.1",))


@pytest.mark.parametrize(("path", "body"), [("/", b"hello"), ("/packed", b"hello" * 100), ("/1", b"here")])
def test_what_may_be_visited_is(stage: Stage, path: str, body: bytes) -> None:
    """Plain, packed, and through redirects."""
    answer = visiting(stage).get(f"http://a.example{path}")
    assert (answer.status, answer.body) == (200, body)
    assert visiting(stage).get("http://a.example/missing").status == 404


@pytest.mark.parametrize("path", ["/inside", "/metadata", "/file", "/port", "/script"])
def test_case_7_each_redirect_is_checked_anew(stage: Stage, path: str) -> None:
    """A public page does not lead inside, to a file, to another port or to a script."""
    with pytest.raises(ForbiddenAddressError):
        visiting(stage).get(f"http://a.example{path}")


def test_case_7_redirects_come_to_an_end(stage: Stage) -> None:
    """After five."""
    before = len(stage.seen)
    with pytest.raises(FetchError, match="more than 5 redirects"):
        visiting(stage).get("http://a.example/loop")
    assert len(stage.seen) - before == 6


def test_case_7_what_is_sent_is_not_redirected(stage: Stage) -> None:
    """A delivery goes to the address that was saved and nowhere else."""
    before = len(ECHO.seen)
    assert visiting(stage).post("http://a.example/post", b"{}", {"Content-Type": "application/json"}).status in (307, 501)
    assert len(ECHO.seen) == before


@pytest.mark.parametrize(
    "url", ["http://a.example\\@evil.test/", "http://a.example\\.evil.test/", "http://a.example#@evil.test/", "http://a.example/\\@x"]
)
def test_case_8_one_parser_says_which_host_is_meant(stage: Stage, url: str) -> None:
    """As browsers read it; the host that is checked is the host that is asked."""
    answer = visiting(stage).get(url)
    assert answer.status in (200, 404)
    assert stage.seen[-1].host == "a.example"


def test_case_8_credentials_in_an_address_do_not_hide_the_host(stage: Stage) -> None:
    """What stands before the @ is no host, and is not sent."""
    with pytest.raises(ForbiddenAddressError):
        visiting(stage).get("http://a.example@internal.test/")
    visiting(stage).get("http://internal.test@a.example/echo")
    assert "authorization" not in ECHO.seen[-1].headers


def test_case_12_secrets_stay_with_the_host_they_were_meant_for(stage: Stage) -> None:
    """Another host gets neither key nor cookie; the same one does."""
    secrets = {"Authorization": "Bearer 1", "Cookie": "a=1", "X-Api-Key": "k", "Accept": "text/html"}
    visiting(stage).get("http://a.example/1", secrets)
    assert {"authorization", "cookie", "x-api-key"} & set(ECHO.seen[-1].headers) == set()
    assert (ECHO.seen[-1].headers["user-agent"], ECHO.seen[-1].headers["accept"]) == ("Test/1", "text/html")
    visiting(stage).get("http://a.example/3", secrets)
    assert ECHO.seen[-1].headers["authorization"] == "Bearer 1"


def test_case_13_a_body_that_drips_is_dropped_when_the_time_is_up(stage: Stage) -> None:
    """Each byte comes in time, the whole does not."""
    begun = time.monotonic()
    with pytest.raises(FetchError, match="no whole answer in time"):
        visiting(stage, timeout_s=1.0).get("http://a.example/drip")
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("said", [b"HTTP/1.1 200 OK\r\n", b"HTTP", b""])
def test_case_13_headers_that_drip_are_dropped_too(said: bytes) -> None:
    """A server that says a byte now and then, or nothing at all."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        asking = Client(user_agent="Test/1", limits=Limits(timeout_s=0.6), mapping=parse_map(f"a.example=127.0.0.1:{port}"))
        begun = time.monotonic()

        def drip() -> None:
            connection, _ = server.accept()
            connection.sendall(said)
            try:
                while time.monotonic() - begun < 8:
                    connection.sendall(b"X-A: 1\r\n"[:1] if not said else b"X-A: 1\r\n")
                    time.sleep(0.1)
            except OSError:
                connection.close()

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        with pytest.raises(FetchError):
            asking.get("http://a.example/")
        assert time.monotonic() - begun < 7
        thread.join(10)


def test_case_14_the_body_is_cut_off_at_the_cap(stage: Stage) -> None:
    """Whether the length is said, or there is no end to it."""
    for path, says in (("/large", "50000 bytes; at most 20000"), ("/endless", "larger than 20000")):
        with pytest.raises(FetchError, match=says):
            visiting(stage).get(f"http://a.example{path}")


def test_case_14_a_length_of_a_terabyte_is_not_waited_for() -> None:
    """Refused on the header alone."""
    with Stage({}) as empty:
        empty.scripts["a.example/"] = lambda _seen: Answer(body=b"", headers={"X-Fill": "1"})
        assert visiting(empty).get("http://a.example/").status == 200
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            connection.recv(1000)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1099511627776\r\n\r\nx")
            time.sleep(0.5)
            connection.close()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        asking = Client(user_agent="Test/1", mapping=parse_map(f"a.example=127.0.0.1:{server.getsockname()[1]}"))
        with pytest.raises(FetchError, match="1099511627776 bytes"):
            asking.get("http://a.example/")
        thread.join(10)


def test_case_15_a_bomb_does_not_fill_the_memory(stage: Stage) -> None:
    """300 MB in 300 kB: what is unpacked is bounded by the cap."""
    tracemalloc.start()
    with pytest.raises(FetchError, match="larger than 1000000 bytes"):
        visiting(stage, max_bytes=1_000_000).get("http://a.example/bomb")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("path", ["/br", "/zstd", "/twice"])
def test_case_16_a_packing_that_was_not_asked_for_is_refused(stage: Stage, path: str) -> None:
    """By name; nothing is unpacked twice."""
    with pytest.raises(FetchError, match="which was not asked for"):
        visiting(stage).get(f"http://a.example{path}")


@pytest.mark.parametrize("path", ["/torn", "/notgzip"])
def test_case_16_a_packing_that_is_none_is_an_error(stage: Stage, path: str) -> None:
    """Not half a page."""
    with pytest.raises(FetchError):
        visiting(stage).get(f"http://a.example{path}")


def test_a_zone_does_not_make_an_address_public() -> None:
    """A link-local address with its interface."""
    assert not is_public("fe80::1%eth0")
