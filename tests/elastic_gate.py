"""A door before a real Elasticsearch node: TLS with an authority of its own, users and keys, and faults on demand. All else is the node's answer."""

import base64
import http.client
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PRODUCT = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/json"}


@dataclass(frozen=True)
class Answer:
    """What the door answers itself, instead of the node."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=lambda: PRODUCT)


HANG_UP = Answer(0, None)
"""No answer: the connection is closed."""

Fault = Callable[[str, str, bytes], Answer | None]
"""Called with method, path and body of a request; None lets it through."""


@dataclass
class Gate:
    """Where the door stands, and what it does.

    Attributes:
        node: the node's address; may change, as that of a node that was started again does.
        credentials: values of the Authorization header that are let in; empty for everybody.
        faults: asked in turn for each request.
        seen: method and path of each request.
    """

    node: str
    url: str = ""
    credentials: tuple[str, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """The answer to one request."""
        self.seen.append(f"{method} {path}")
        if self.credentials and headers.get("authorization") not in self.credentials:
            return error(401, "security_exception", "unable to authenticate user for REST request [/]")
        for fault in list(self.faults):
            if (made := fault(method, path, body)) is not None:
                return made
        return self._node(method, path, headers, body)

    def _node(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        there = urlsplit(self.node)
        connection = http.client.HTTPConnection(there.hostname or "", there.port, timeout=120)
        kept = {name: value for name, value in headers.items() if name in ("accept", "content-type")}
        try:
            connection.request(method, path, body, kept)
            got = connection.getresponse()
            return Answer(got.status, got.read(), {name: value for name, value in got.getheaders() if name.lower() in _PASSED})
        except OSError:
            return HANG_UP
        finally:
            connection.close()


_PASSED = ("content-type", "x-elastic-product")


def error(status: int, kind: str, reason: str, **headers: str) -> Answer:
    """An error as Elasticsearch words it."""
    cause = {"type": kind, "reason": reason}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, {"error": cause | {"root_cause": [cause]}, "status": status}, {**PRODUCT, **named})


def once(fault: Fault) -> Fault:
    """A fault that happens a single time."""
    left = [True]

    def made(method: str, path: str, body: bytes) -> Answer | None:
        found = fault(method, path, body) if left else None
        if found is not None:
            left.clear()
        return found

    return made


def on(part: str, answer: Answer) -> Fault:
    """A fault of every request whose path has `part` in it."""
    return lambda _method, path, _body: answer if part in path else None


def refusing(status: int, kind: str, reason: str) -> Fault:
    """A bulk request whose every write is refused."""

    def made(_method: str, path: str, body: bytes) -> Answer | None:
        if "_bulk" not in path:
            return None
        lines = [json.loads(line) for line in body.splitlines()[::2]]
        refused = {"status": status, "error": {"type": kind, "reason": reason}}
        return Answer(200, {"errors": True, "took": 1, "items": [{"index": {"_id": line["index"]["_id"], **refused}} for line in lines]})

    return made


def basic(user: str, password: str) -> str:
    """The Authorization header of a user."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@contextmanager
def gate(node: str, *, certificate: Path | None = None, credentials: tuple[str, ...] = ()) -> Iterator[Gate]:
    """A door on loopback before a node.

    Args:
        node: its address.
        certificate: file with certificate and key (see `authority`); None speaks plain HTTP.
        credentials: Authorization headers that are let in.
    """
    stands = Gate(node, credentials=credentials)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            made = stands.answer(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            if made is HANG_UP:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            content = made.body if isinstance(made.body, bytes) else json.dumps(made.body).encode()
            self.send_response(made.status)
            for name, value in {**made.headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = pass_on

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args: object) -> None:
            """A client that hangs up, over a certificate say, is what some tests are about."""

    listening = Server(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        listening.socket = context.wrap_socket(listening.socket, server_side=True, do_handshake_on_connect=False)
    stands.url = f"http{'s' if certificate else ''}://127.0.0.1:{listening.server_port}"
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    try:
        yield stands
    finally:
        listening.shutdown()
        listening.server_close()


def authority(folder: Path, *, address: str = "127.0.0.1", days: int = 1) -> tuple[Path, Path]:
    """A certificate authority, and a certificate of it for one address.

    Args:
        folder: where the files are put.
        address: whom the certificate is for.
        days: how long it is good for; negative where it has expired.

    Returns:
        The authority's file, and the file with certificate and key.
    """
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca_name, name = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)]) for text in ("Fauxlex tests", address))
    now = datetime.now(UTC)

    def issued(subject: x509.Name, public: ec.EllipticCurvePublicKey, until: datetime) -> x509.CertificateBuilder:
        begin = min(now, until) - timedelta(days=2)
        made = x509.CertificateBuilder(ca_name, subject, public, x509.random_serial_number(), begin, until)
        return made.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)

    signs = x509.KeyUsage(*[False] * 5, True, True, *[False] * 2)
    basics = x509.BasicConstraints(ca=True, path_length=None)
    ca = (
        issued(ca_name, ca_key.public_key(), now + timedelta(days=9))
        .add_extension(basics, critical=True)
        .add_extension(signs, critical=True)
    )
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    own = (
        issued(name, key.public_key(), now + timedelta(days=days))
        .add_extension(names, critical=False)
        .add_extension(issuer, critical=False)
    )
    pem = serialization.Encoding.PEM
    ca_file, certificate = folder / "ca.pem", folder / "server.pem"
    ca_file.write_bytes(ca.sign(ca_key, hashes.SHA256()).public_bytes(pem))
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    certificate.write_bytes(own.sign(ca_key, hashes.SHA256()).public_bytes(pem) + secret)
    return ca_file, certificate
