"""A small web on loopback whose every answer a test writes itself: for what no decent outlet does, and the sample press therefore does not show."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from core.settings import Settings
from crawlers.sources import Rights, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the stage answers. `endless`: the body is repeated until the client hangs up. `drip_s`: pause after each byte."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    endless: bool = False
    drip_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A request that came."""

    host: str
    path: str
    at: float
    headers: Mapping[str, str]


Script = Answer | Callable[[Seen], Answer]


class Stage:
    """Plays `scripts` (`host/path` → answer) until it is closed; what is not written answers 404."""

    def __init__(self, scripts: Mapping[str, Script]) -> None:
        self.scripts = dict(scripts)
        self.seen: list[Seen] = []
        self.news = threading.Condition()
        self.closing = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.port = int(self.server.server_address[1])
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def paths(self, host: str) -> list[str]:
        """The paths that were asked of a host, in order, without the crawler's own two files."""
        return [one.path for one in self.seen if one.host == host and one.path not in ("/robots.txt", "/.well-known/tdmrep.json")]

    def wait_for(self, enough: Callable[[Sequence[Seen]], bool], limit_s: float = 60.0) -> None:
        """Waits until the requests that came satisfy a condition."""
        with self.news:
            if not self.news.wait_for(lambda: enough(self.seen), limit_s):
                raise AssertionError(f"after {limit_s} s only {len(self.seen)} requests had come")

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stage = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                host = self.headers.get("Host", "").partition(":")[0]
                one = Seen(host=host, path=self.path, at=time.monotonic(), headers={k.lower(): v for k, v in self.headers.items()})
                with stage.news:
                    stage.seen.append(one)
                    stage.news.notify_all()
                script = stage.scripts.get(f"{host}{self.path}", Answer(status=404))
                answer = script if isinstance(script, Answer) else script(one)
                with suppress(ConnectionError, TimeoutError):
                    self._send(answer)

            def _send(self, answer: Answer) -> None:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.endless:
                    self.send_header("Connection", "close")
                    self.close_connection = True
                else:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                if answer.drip_s:
                    for place in range(len(answer.body)):
                        self.wfile.write(answer.body[place : place + 1])
                        self.wfile.flush()
                        if stage.closing.wait(answer.drip_s):
                            return
                    return
                self.wfile.write(answer.body)
                while answer.endless and not stage.closing.is_set():
                    self.wfile.write(answer.body)
                    self.wfile.flush()

            def log_message(self, format: str, *args: Any) -> None:
                return

        return Handler


def page(title: str, text: str = "A sentence that fills the page with words, as articles do. ", **headers: str) -> Answer:
    """An article's page."""
    html = f"<html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text * 12}</p></article></body></html>"
    return Answer(body=html.encode(), headers={"Content-Type": "text/html; charset=utf-8", **headers})


def rss(links: Iterable[str]) -> Answer:
    """An RSS feed of these links."""
    items = "".join(f"<item><title>Title of {link}</title><link>{link}</link></item>" for link in links)
    return Answer(body=f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(), headers={"Content-Type": "application/rss+xml"})


def urlset(links: Iterable[str]) -> Answer:
    """A sitemap of these links."""
    return Answer(body=f"<urlset>{''.join(f'<url><loc>{link}</loc></url>' for link in links)}</urlset>".encode())


def sitemap_index(links: Iterable[str], lastmod: str = "") -> Answer:
    """A sitemap of sitemaps."""
    dated = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    listed = "".join(f"<sitemap><loc>{link}</loc>{dated}</sitemap>" for link in links)
    return Answer(body=f"<sitemapindex>{listed}</sitemapindex>".encode())


def source(name: str, *, feeds: Sequence[str] = (), sitemaps: Sequence[str] = (), domain: str = "", rights: str = "open") -> Source:
    """An outlet at `NAME.example`."""
    return Source(
        id=name, name=name, domain=domain or f"{name}.example", country="GB", language="en", feeds=tuple(feeds), sitemaps=tuple(sitemaps),
        rights=Rights(terms="refused") if rights == "reserved" else Rights(),
    )  # fmt: skip


def hurried(home: Path, port: int, **changes: Any) -> Settings:
    """Settings for a crawl of loopback."""
    known: dict[str, Any] = {"contact": "desk@press.example", "crawl_delay_s": 0.0, "crawl_retry_s": 0.05, "crawl_max_age_days": 36_500}
    return Settings(**{"home": home, "resolve": f"*.example=127.0.0.1:{port}", **known, **changes})


def toml(sources: Iterable[Source]) -> str:
    """Outlets as the file that `--sources` names."""
    out = []
    for one in sources:
        lists = [f"{name} = {list(getattr(one, name))!r}".replace("'", '"') for name in ("feeds", "sitemaps") if getattr(one, name)]
        wishes = ['rights = "reserved"'] if one.rights.refused else []
        out.append("\n".join(["[[source]]", f'id = "{one.id}"', f'name = "{one.name}"', f'domain = "{one.domain}"', *lists, *wishes]))
    return "\n\n".join(out) + "\n"
