"""The sample press over real HTTP: a threaded server on loopback that tells outlets apart by their Host header."""

import socket
import sys
import threading
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple, Protocol, Self
from urllib.parse import urlsplit

from press.articles import PressError
from press.world import Response, World

LOOPBACK = "127.0.0.1"
DRIPS = 12
IDLE_S = 30.0


class Visit(NamedTuple):
    """One answered request, as the log keeps it."""

    host: str
    path: str
    status: int
    user_agent: str


class Plays(Protocol):
    """What can be played: it turns a request into a response, called from several threads at once."""

    def respond(self, host: str, target: str, headers: Mapping[str, str]) -> Response:
        """Answers one request; see `World.respond`."""


class _Handler(BaseHTTPRequestHandler):
    """Reads a request, lets the world answer, writes the answer; knows nothing of outlets."""

    protocol_version = "HTTP/1.1"
    server_version = "SamplePress"
    sys_version = ""
    timeout = IDLE_S
    # Header and body leave in one segment: without it every answer waits for the client's delayed ACK.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: "_Server"

    def do_GET(self) -> None:
        """Answers GET."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answers HEAD: what GET would say, without the body."""
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        host, target = self.headers.get("Host", ""), self.path
        if target.startswith("http://"):
            # The absolute form that clients send to a proxy: so the press can be read in a browser that takes it for one.
            parts = urlsplit(target)
            host, target = parts.netloc, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        response = self.server.world.respond(host, target, {name.lower(): value for name, value in self.headers.items()})
        name = host.partition(":")[0].lower()
        self.server.visits.append(Visit(name, target, int(response.status), self.headers.get("User-Agent", "")))
        self.send_response(response.status)
        for key, value in response.headers.items():
            self.send_header(key, value)
        if response.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", response.content_type)
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if with_body:
            self._send_body(response)

    def _send_body(self, response: Response) -> None:
        """The body at once, or in a few drips over the server's `slow_s`."""
        if not response.drip:
            self.wfile.write(response.body)
            return
        size = len(response.body) // DRIPS + 1
        for start in range(0, len(response.body), size):
            self.wfile.write(response.body[start : start + size])
            self.wfile.flush()
            if self.server.stopping.wait(self.server.slow_s / DRIPS):
                return

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: visits are kept in the log that tests read."""


class _Server(ThreadingHTTPServer):
    """Keeps its open connections, so that closing does not wait for idle keep-alive clients."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], world: Plays, slow_s: float) -> None:
        self.world = world
        self.slow_s = slow_s
        self.visits: list[Visit] = []
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Notes the connection and hands it to a thread."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forgets a connection that is done."""
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no news (it read a limit or was killed); anything else is shown as usual."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """Ends every open connection."""
        self.stopping.set()
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:  # the client was faster
                continue


class Player:
    """Plays hosts over HTTP on loopback; use it as a context manager.

    Args:
        plays: what answers.
        port: on loopback; 0 takes a free one.
        slow_s: how long a slow body takes in all, in seconds.

    Attributes:
        port: where it listens once started.
        requests: every answered request, in order.

    Raises:
        PressError: the port is taken.
    """

    def __init__(self, plays: Plays, port: int = 0, *, slow_s: float = 1.0) -> None:
        self._plays = plays
        self._asked_port = port
        self._slow_s = slow_s
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self.requests: list[Visit] = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def port(self) -> int:
        """The port it listens on; only while it runs."""
        if self._server is None:
            raise PressError("the player is not running; start it with `with Press() as press:`")
        return int(self._server.server_address[1])

    def start(self) -> None:
        """Listens and answers in a background thread."""
        try:
            self._server = _Server((LOOPBACK, self._asked_port), self._plays, self._slow_s)
        except OSError as err:
            raise PressError(f"port {self._asked_port} on {LOOPBACK} is taken ({err}); choose another, or 0 for a free one") from err
        self._server.visits = self.requests
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="sample-press", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stops listening, ends open connections, and waits for the background thread."""
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()
        self._server = self._thread = None


class Press(Player):
    """The sample press while it runs; use it as a context manager.

    Args:
        port: on loopback; 0 takes a free one.
        now: the world's time; nothing published later is to be seen. The newest article's time if None.
        slow_s: how long the slow body takes in all, in seconds.
        world: what to play instead of the sample's articles.
    """

    def __init__(self, port: int = 0, *, now: datetime | None = None, slow_s: float = 1.0, world: World | None = None) -> None:
        self.world = world or World(now=now)
        super().__init__(self.world, port, slow_s=slow_s)

    @property
    def hosts(self) -> list[str]:
        """The names to map to loopback."""
        return self.world.hosts

    def publish(self, record: Mapping[str, Any]) -> str:
        """Prints one more article while the press runs: a record as in `articles/*.jsonl`, `published` optional. Returns its address."""
        article = self.world.publish(record)
        return self.world.outlets[article.outlet].article_url(article)

    def edit(self, outlet: str, slug: str, text: str) -> str:
        """Replaces a printed article's text while the press runs. Returns its address, which stays."""
        return self.world.outlets[outlet].article_url(self.world.edit(outlet, slug, text))
