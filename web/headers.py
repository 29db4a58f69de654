"""The headers that every answer carries."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# No script at all, everything from this origin, no framing (OWASP ASVS 5.0, 3.4).
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
_ALWAYS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), interest-cohort=()"),
)


class SecurityHeaders:
    """ASGI middleware that sets the headers above, and HSTS where the site is served over https."""

    def __init__(self, app: ASGIApp, https: bool) -> None:
        self.app = app
        hsts = ((b"strict-transport-security", b"max-age=31536000"),) if https else ()
        self.headers: tuple[tuple[bytes, bytes], ...] = (*_ALWAYS, *hsts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and adds the headers to its answer."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*_without(message.get("headers", ()), self.headers), *self.headers]}
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def _without(headers: Iterable[tuple[bytes, bytes]], names: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    taken = {name for name, _ in names}
    return [(name, value) for name, value in headers if name.lower() not in taken]
