"""The one guarded client of everything that is not the crawler: probes, look-ups, deliveries.

It resolves a name once, refuses it unless every address is public (`core.guard`), and connects to the address that it checked. Each redirect is
read and checked anew. One deadline holds for the whole exchange, so that a server which drips its headers or its body frees the slot all the same.
Bodies are cut off at a cap before and while they are unpacked. No proxy, no cookies, no credentials in addresses.
"""

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from core import guard, urls
from core.errors import FetchError, ForbiddenAddressError, UsageError

CHUNK = 65_536
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 47}
"""Content codings that are unpacked, with zlib's window bits; no other is asked for, none twice."""

OWN = frozenset({"user-agent", "accept", "accept-encoding", "accept-language"})
"""Headers that go along to another host; whatever else the caller gave was meant for the first one alone."""

LookUp = Callable[[str, int], Sequence[str]]
"""A name and a port in, every address of the name out; `OSError` where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Of one exchange: seconds in all, bytes of the unpacked body, redirects followed."""

    timeout_s: float = 30.0
    max_bytes: int = 10_485_760
    max_hops: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response. `headers` have names in lower case, the last of several under one name counts; `hops` are the addresses on the way."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    hops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Sends requests, each guarded.

    Attributes:
        user_agent: who asks. limits: of each exchange, redirects together.
        mapping: names on loopback that may be visited (`guard.parse_map`), for the sample press and tests.
        look_up: how names become addresses.
    """

    user_agent: str
    limits: Limits = field(default_factory=Limits)
    mapping: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    look_up: LookUp | None = None

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Asks for an address and follows redirects.

        Raises:
            ForbiddenAddressError: the address, or one that it redirects to, must not be visited.
            FetchError: no whole answer in time, too large, packed in a way that was not asked for, or redirected for ever.
        """
        deadline = time.monotonic() + self.limits.timeout_s
        given = {name.lower(): value for name, value in (headers or {}).items()}
        hops: list[str] = []
        while True:
            answer = self._exchange("GET", url, given, b"", deadline)
            if answer.status not in REDIRECTS or not answer.headers.get("location"):
                return Answer(url=url, status=answer.status, headers=answer.headers, body=answer.body, hops=tuple(hops))
            if len(hops) >= self.limits.max_hops:
                raise FetchError(f"{hops[0]}: more than {self.limits.max_hops} redirects")
            target = urls.join(url, answer.headers["location"])
            if target is None:
                raise ForbiddenAddressError(f"{url} redirects to '{answer.headers['location'][:200]}', which is no web address")
            if _origin(target) != _origin(url):
                given = {name: value for name, value in given.items() if name in OWN}
            hops.append(url)
            url = target

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Sends a body to an address; redirects are answers, not followed.

        Raises:
            ForbiddenAddressError, FetchError: as `get`.
        """
        given = {name.lower(): value for name, value in headers.items()}
        return self._exchange("POST", url, given, body, time.monotonic() + self.limits.timeout_s)

    def check(self, url: str) -> None:
        """Says whether an address may be visited, without visiting it.

        Raises:
            ForbiddenAddressError: it may not.
        """
        self._addresses(_address(url), time.monotonic() + self.limits.timeout_s)

    def _exchange(self, method: str, url: str, headers: Mapping[str, str], body: bytes, deadline: float) -> Answer:
        """One request and its answer."""
        address = _address(url)
        place = self._addresses(address, deadline)
        connection = http.client.HTTPConnection(address.host, address.port)
        sent = {"user-agent": self.user_agent, "accept-encoding": "gzip", "connection": "close", **headers, "host": _authority(address)}
        path = address.path + (f"?{address.query}" if address.query else "")
        watch = _Watch(deadline)
        try:
            connection.sock = _connect(address, place, deadline, watch)
            connection.request(method, path, body or None, sent)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            made = Answer(url=url, status=response.status, headers=found, body=self._body(response, found, url))
            if watch.rang:  # what it had read so far looked like a whole answer
                raise TimeoutError
            return made
        except (OSError, http.client.HTTPException, ValueError, zlib.error, _BrokeOffError) as err:
            reason = "no whole answer in time" if watch.rang else f"{type(err).__name__.strip('_')}: {err}"
            raise FetchError(f"{url}: {reason}") from err
        finally:
            watch.end()
            connection.close()

    def _addresses(self, address: urls.Address, deadline: float) -> tuple[Sequence[str], int]:
        """Where a connection may go: the checked addresses, and the port."""
        target = guard.mapped_to(address.host, self.mapping)
        if target is not None and address.port in guard.PORTS:
            return (target[0],), target[1]
        host = address.host.strip("[]")
        found = (host,) if _is_literal(host) else self._looked_up(host, address.port, deadline)
        guard.check(address.host, address.port, found)
        return found, address.port

    def _looked_up(self, host: str, port: int, deadline: float) -> Sequence[str]:
        """Every address of a name, within the deadline: a name server may be as slow as any other."""
        out: list[Sequence[str]] = []

        def ask() -> None:
            with suppress(OSError, UnicodeError):
                out.append((self.look_up or _system_look_up)(host, port))

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(max(0.0, deadline - time.monotonic()))
        if not out:
            raise FetchError(f"{host}: the name was not found{'' if not thread.is_alive() else ' in time'}")
        return out[0]

    def _body(self, response: http.client.HTTPResponse, headers: Mapping[str, str], url: str) -> bytes:
        """The body, unpacked, at most `max_bytes` of it.

        Raises:
            FetchError: it is larger, or packed otherwise than was asked for.
        """
        most = self.limits.max_bytes
        if (said := headers.get("content-length", "")).isdecimal() and int(said) > most:
            raise FetchError(f"{url}: {said} bytes; at most {most} are read")
        packing = headers.get("content-encoding", "").strip().lower()
        if packing and packing != "identity" and packing not in PACKED:
            raise FetchError(f"{url}: packed as '{packing[:40]}', which was not asked for")
        inflater = zlib.decompressobj(PACKED[packing]) if packing in PACKED else None
        out, came = bytearray(), 0
        while chunk := response.read1(CHUNK):
            came += len(chunk)
            out += inflater.decompress(chunk, most + 1 - len(out)) if inflater else chunk
            if len(out) > most:
                raise FetchError(f"{url}: larger than {most} bytes")
        if (said.isdecimal() and came < int(said)) or (inflater and came and not inflater.eof):
            raise _BrokeOffError(f"after {came} bytes")
        return bytes(out)


class _BrokeOffError(Exception):
    """The answer ended before its end."""


class _Watch:
    """Shuts a connection when its time is up, whatever it is waiting for."""

    def __init__(self, deadline: float) -> None:
        self.rang = False
        self.socket: socket.socket | None = None
        self._timer = threading.Timer(max(0.0, deadline - time.monotonic()), self._ring)
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        """Stops watching."""
        self._timer.cancel()

    def _ring(self) -> None:
        self.rang = True
        with suppress(OSError):
            if self.socket is not None:
                self.socket.shutdown(socket.SHUT_RDWR)


def _address(url: str) -> urls.Address:
    try:
        return urls.parse(url)
    except UsageError as err:
        raise ForbiddenAddressError(str(err)) from err


def _authority(address: urls.Address) -> str:
    default = 443 if address.scheme == "https" else 80
    return address.host if address.port == default else f"{address.host}:{address.port}"


def _origin(url: str) -> tuple[str, str, int]:
    address = urls.parse(url)
    return address.scheme, address.host, address.port


def _connect(address: urls.Address, place: tuple[Sequence[str], int], deadline: float, watch: _Watch) -> socket.socket:
    """A connection to one of the checked addresses, with TLS where the address asks for it, watched from its first byte."""
    error: OSError = OSError("no address")
    for host in place[0]:
        try:
            watch.socket = socket.create_connection((host, place[1]), timeout=max(0.001, deadline - time.monotonic()))
        except OSError as err:
            error = err
            continue
        if address.scheme == "https":
            context = ssl.create_default_context()
            secure = context.wrap_socket(watch.socket, server_hostname=address.host.strip("[]"), do_handshake_on_connect=False)
            watch.socket = secure
            secure.do_handshake()
        return watch.socket
    raise error


def _is_literal(host: str) -> bool:
    try:
        guard.is_public(host)
    except ValueError:
        return False
    return True


def _system_look_up(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(item[4][0]) for item in found))
