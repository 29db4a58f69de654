"""`serve` and `sample`: a port that is taken, a site that sees new articles, and the whole flow over the sample press."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fauxlex_calls import ROOT, Caller, fill, indexed

from core.errors import PortInUseError, SettingsError
from crawlers.sources import load_sources
from fauxlex.sample import press_sources
from fauxlex.site import listen
from press import sources


@contextmanager
def taken() -> Iterator[int]:
    """A port on loopback that somebody holds."""
    with socket.create_server(("127.0.0.1", 0)) as handle:
        yield int(handle.getsockname()[1])


def test_a_port_in_use_is_named_with_another_one(fauxlex: Caller, tmp_path: Path) -> None:
    """Exit 1; the flag that takes another port is told."""
    indexed(tmp_path, fauxlex)
    with taken() as port:
        done = fauxlex("serve", "--home", tmp_path, "--port", str(port))
    assert done.code == 1
    assert f"port {port} on 127.0.0.1 is taken" in done.err
    assert "--port" in done.err


@pytest.mark.parametrize("value", ["-1", "65536", "http", "8000.5"])
def test_a_port_that_is_none_is_called_wrongly(fauxlex: Caller, tmp_path: Path, value: str) -> None:
    """Exit 2 with the range or the form."""
    done = fauxlex("serve", "--home", tmp_path, "--port", value)
    assert done.code == 2
    assert "FAUXLEX_PORT" in done.err


@pytest.mark.parametrize("host", ["192.0.2.7", "no such host", "::zz"])
def test_a_host_that_is_not_ours_is_named(host: str) -> None:
    """With one that is."""
    with pytest.raises(SettingsError, match=r"--host 127\.0\.0\.1"):
        listen(host, 0)


def test_the_next_free_port_is_taken_where_that_is_wanted() -> None:
    """As `make run` does, which says the address."""
    with taken() as port, listen("127.0.0.1", port, next_free=True) as handle:
        assert handle.getsockname()[1] > port
    with taken() as port, pytest.raises(PortInUseError):
        listen("127.0.0.1", port)


def test_without_an_index_nothing_is_served(fauxlex: Caller, tmp_path: Path) -> None:
    """Exit 1 with the way out."""
    done = fauxlex("serve", "--home", tmp_path, "--port", "0")
    assert done.code == 1
    assert "index --rebuild" in done.err


def ask(address: str) -> dict[str, object]:
    """A page of the site as JSON."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        found: dict[str, object] = json.load(answer)
        return found


@contextmanager
def served(*arguments: str | Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A command that serves, in a process of its own: its address as it prints it."""
    child = subprocess.Popen(
        [sys.executable, "-m", "fauxlex", *map(str, arguments)], cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    assert child.stderr is not None
    try:
        for line in child.stderr:
            if found := re.search(r"serving (http://\S+)", line):
                drain = threading.Thread(target=child.stderr.read, daemon=True)
                drain.start()
                yield found[1], child
                return
        raise AssertionError("it ended without serving")
    finally:
        child.send_signal(signal.SIGINT)
        assert child.wait(timeout=30) in (0, 130)
        child.stderr.close()


def test_the_site_sees_what_is_committed_while_it_runs(fauxlex: Caller, tmp_path: Path) -> None:
    """Without a restart; it ends on Ctrl-C."""
    indexed(tmp_path, fauxlex)
    with served("serve", "--home", tmp_path, "--port", "0") as (address, _):
        assert ask(f"{address}/search.json")["total"] == 4
        fill(tmp_path, 2)
        assert fauxlex("index", "--home", tmp_path).code == 0
        assert ask(f"{address}/search.json")["total"] == 8


def test_the_sample_press_is_a_list_of_sources(tmp_path: Path) -> None:
    """Every outlet with its feeds and sitemaps, as `crawl` reads it."""
    (tmp_path / "sources.toml").write_text(press_sources(), "utf8")
    listed = {one.id: one for one in load_sources(tmp_path / "sources.toml")}
    assert {name: (list(one.feeds), list(one.sitemaps)) for name, one in listed.items()} == {
        row["id"]: (row["feeds"], row["sitemaps"]) for row in sources()
    }


def test_the_sample_runs_from_nothing_to_a_result(tmp_path: Path) -> None:
    """What `make run ONCE=1` calls: exit 0, a result in each language, and the archive searchable afterwards."""
    environ = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    made = subprocess.run(
        [sys.executable, "-m", "fauxlex", "sample", "--once", "--home", str(tmp_path)],
        capture_output=True, text=True, cwd=ROOT, timeout=300, check=False,
        env={**environ, "HTTP_PROXY": "http://127.0.0.1:1", "http_proxy": "http://127.0.0.1:1"},
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    for language in ("ko", "fr", "en"):
        found = re.search(rf"→ (\d+) articles in {language}", made.stdout)
        assert found is not None
        assert int(found[1]) > 0
    assert re.search(r"\d+ articles on deepfakes and their law", made.stdout)
    assert "Traceback" not in made.stderr
