"""A real Chromium and the site on loopback, for tests that look at pages as people do.

Where there is no Chromium these tests are skipped with that reason; with FAUXLEX_REQUIRE_BROWSER=1 they fail instead.
"""

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import uvicorn
from playwright.sync_api import Browser, Error, Page, sync_playwright

from index.citations import Citations
from tests.web_samples import make_site
from web.app import create_app

_NAMES = ("chromium", "chromium-browser", "google-chrome")
# One process without a sandbox: containers run tests as root and give browsers little shared memory.
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def _missing(reason: str) -> None:
    """Skips, or fails where a browser is required."""
    if os.environ.get("FAUXLEX_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{reason}, and FAUXLEX_REQUIRE_BROWSER=1 asks for one")
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium of the system."""
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if path is None:
        _missing("no Chromium is installed (Debian: apt-get install chromium fonts-noto-cjk)")
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        except Error as error:
            _missing(f"{path} does not start: {str(error).splitlines()[0]}")
        yield opened
        opened.close()


@contextmanager
def served() -> Iterator[str]:
    """The site over the samples at a free port of loopback; its address."""
    with socket.socket() as listening, TemporaryDirectory() as kept:
        listening.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        site = make_site(base_url=address, citations=Citations(Path(kept)))
        server = uvicorn.Server(uvicorn.Config(create_app(site), log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield address
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the site is served."""
    with served() as at:
        yield at


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page in a context of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    opened = context.new_page()
    yield opened
    context.close()
