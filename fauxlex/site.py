"""`serve`: the site and its API over archive and index."""

import errno
import json
import socket
from pathlib import Path
from typing import Any

import click

from core.archive import Archive
from core.errors import PortInUseError, SettingsError
from core.settings import Settings
from fauxlex.backends import open_index
from fauxlex.citing import FOLDER
from fauxlex.meaning import embedder
from fauxlex.metrics import WithMetrics
from fauxlex.options import INDEX_SETTINGS, with_settings
from fauxlex.talk import say, set_up_log
from index.citations import Citations
from language.korean import kiwi
from web.app import create_app
from web.site import Site

CARD = Path(__file__).parent.parent / "nlp" / "model" / "card.json"
"""The figures of the shipped model, as `make quality` measured them."""


@click.command()
@click.option("--quiet", is_flag=True, help="say nothing on stderr")
@with_settings(*INDEX_SETTINGS, "host", "port", "base_url", "contact", "model", "threads")
def serve(quiet: bool, settings: Settings) -> int:
    """Serves the site; what is committed while it runs is seen at once."""
    set_up_log(settings)
    with listen(settings.host, settings.port) as handle:
        run_site(settings, handle, quiet=quiet)
    return 0


def listen(host: str, port: int, *, next_free: bool = False) -> socket.socket:
    """A listening socket.

    Raises:
        PortInUseError: the port is taken (and `next_free` is false, or the next 50 are taken too).
        SettingsError: the host is no address of this machine.
    """
    for candidate in range(port, min(port + (51 if next_free and port else 1), 65_536)):
        handle = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            handle.bind((host, candidate))
            handle.listen(128)
        except OSError as err:
            handle.close()
            if err.errno == errno.EADDRINUSE or (next_free and err.errno == errno.EACCES):
                continue
            if err.errno == errno.EACCES:
                raise SettingsError(f"port {candidate} on {host} may not be opened by this user; name one above 1023: --port 8000") from err
            raise SettingsError(f"host '{host}' is no address of this machine ({err.strerror}); try --host 127.0.0.1") from err
        return handle
    raise PortInUseError(
        f"port {port} on {host} is taken; stop what holds it or name another: --port {port % 65_535 + 1} (0 takes any free one)"
    )


def run_site(settings: Settings, handle: socket.socket, *, quiet: bool = False) -> None:
    """Serves on a listening socket until the process is stopped."""
    import uvicorn

    host, port = handle.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    archive = Archive(settings.home)
    found = open_index(settings)
    app = create_app(
        Site(
            index=found,
            archive=archive,
            base_url=settings.base_url or address,
            model_card=model_card(),
            contact=settings.contact or None,
            embed=embedder(settings),
            citations=Citations(settings.home / FOLDER),
            sequence=archive.log.last_seq,
        )
    )
    kiwi()  # loaded now, so that the first Korean query need not wait for it
    say(f"serving {address}  (Ctrl-C ends)", quiet=quiet)
    config = uvicorn.Config(WithMetrics(app, archive), log_level="warning", access_log=False, server_header=False, date_header=True)
    try:
        uvicorn.Server(config).run(sockets=[handle])
    finally:
        found.close()
        archive.close()


def model_card() -> dict[str, Any]:
    """The model's figures, or nothing where there are none."""
    if not CARD.is_file():
        return {}
    content: dict[str, Any] = json.loads(CARD.read_text("utf8"))
    return content
