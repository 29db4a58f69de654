"""Seconds of the whole flow over the sample press, as `make run ONCE=1` runs it after set-up.

    python -m benchmarks flow

`python -m fauxlex sample --once` in a process of its own over an empty home folder: play the press, crawl it over HTTP with its pauses, extract,
tag, index, search in three languages. Wall-clock, interpreter start and model loading included.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import Figure, Options

TARGET_S = 90.0
ROOT = Path(__file__).parent.parent


def measure(_options: Options) -> list[Figure]:
    """Runs the flow once."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "fauxlex", "sample", "--once", "--home", str(Path(folder) / "home")]
        begun = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=False)
        took = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(f"the flow ended with {done.returncode}:\n{done.stderr[-2000:]}")
    found = next((line.strip() for line in done.stdout.splitlines() if "articles on deepfakes" in line), "")
    return [
        Figure(what=f"whole flow over the sample press ({found})", value=f"{took:.1f} s", target=f"≤ {TARGET_S:.0f} s", ok=took <= TARGET_S)
    ]


def clean_environment() -> dict[str, str]:
    """The environment without settings of whoever measures."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FAUXLEX_")}
    return kept | {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}


def to_players(port: int, sources: Path) -> list[str]:
    """Flags of a command that visits what plays on a port of loopback, by its list of sources."""
    return ["--sources", str(sources), "--resolve", f"*.example=127.0.0.1:{port}", "--contact", "bench@press.example"]
