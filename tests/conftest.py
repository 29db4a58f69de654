"""What every test keeps to: no network but loopback, no settings from outside, warnings of our own rooms are errors."""

import os
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fauxlex_calls import Caller

ROOMS = ("core", "language", "crawlers", "extraction", "nlp", "index", "web", "fauxlex", "press")

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
for name in [name for name in os.environ if name.startswith("FAUXLEX_") and not name.startswith("FAUXLEX_REQUIRE_")]:
    del os.environ[name]


def pytest_configure(config: pytest.Config) -> None:
    """Warnings that our own modules cause fail the test."""
    for room in ROOMS:
        config.addinivalue_line("filterwarnings", f"error:::{room}")


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A connection to anywhere but this machine is an error, not a slow test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(("127.", "::1", "localhost")):
            raise AssertionError(f"a test tried to reach {address}; only loopback is allowed")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    yield


@pytest.fixture
def fauxlex(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> "Caller":
    """The command line, called in this process."""
    from fauxlex_calls import Caller

    return Caller(capsys, monkeypatch)
