"""Commands of Fauxlex in process groups of their own, and what they take: memory and processor time, seen from outside (`/proc`, so Linux only)."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import IO

from benchmarks.flow import ROOT, clean_environment

SAMPLE_S = 1.0
GONE_S = 20.0
"""How long what is left of a killed group may take to notice and end."""


class Group:
    """A command and its children. `took_s` is what it lived, in seconds of the clock."""

    def __init__(self, name: str, arguments: list[str], log: IO[str]) -> None:
        self.name = name
        self.began = time.monotonic()
        self.took_s = 0.0
        command = [sys.executable, "-m", "fauxlex", *arguments]
        self._child = subprocess.Popen(
            command, cwd=ROOT, env=clean_environment(), stdout=log, stderr=log, text=True, start_new_session=True
        )
        self.id = self._child.pid

    def code(self) -> int | None:
        """The exit code once it has ended."""
        code = self._child.poll()
        if code is not None and not self.took_s:
            self.took_s = time.monotonic() - self.began
        return code

    def kill(self, *, whole: bool) -> None:
        """SIGKILL to all of it at once, or to the main process alone; then waits until the last of it is gone.

        Raises:
            SystemExit: its children live on without it.
        """
        if whole:
            os.killpg(self.id, signal.SIGKILL)
        else:
            self._child.kill()
        self._child.wait()
        deadline = time.monotonic() + GONE_S
        while self._is_there():
            if time.monotonic() > deadline:
                raise SystemExit(f"{self.name}: children live on {GONE_S:.0f} s after the main process was killed")
            time.sleep(0.02)
        self.took_s = time.monotonic() - self.began

    def bury(self) -> None:
        """Ends whatever is left of it."""
        with suppress(ProcessLookupError):
            os.killpg(self.id, signal.SIGKILL)
        self._child.wait()

    def _is_there(self) -> bool:
        return any(found.group == self.id and found.state != "Z" for found in _processes())


class Sampler(threading.Thread):
    """Looks at groups every second.

    Attributes:
        resident_mb: the most that all of them had resident at a moment, pages that several share counted for each.
        proportional_mb: the same with each shared page counted once (proportional set sizes).
        spent_s: of processor time on looking.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.resident_mb = self.proportional_mb = self.spent_s = 0.0
        self._groups: dict[int, str] = {}
        self._ticks: dict[tuple[str, int], int] = {}
        self._over = threading.Event()

    def watch(self, group: Group) -> None:
        """Looks at this group from now on."""
        self._groups[group.id] = group.name

    def run(self) -> None:
        """Works until it is stopped."""
        while not self._over.wait(SAMPLE_S):
            mine = [found for found in _processes() if found.group in self._groups]
            sizes = [_memory(found.pid) for found in mine]
            self.resident_mb = max(self.resident_mb, sum(size[0] for size in sizes))
            self.proportional_mb = max(self.proportional_mb, sum(size[1] for size in sizes))
            for found in mine:
                self._ticks[self._groups[found.group], found.pid] = found.ticks
            self.spent_s = time.thread_time()

    def stop(self) -> None:
        """Looks no more."""
        self._over.set()
        self.join()

    def processor_s(self) -> dict[str, float]:
        """Seconds of processor time by name of command, as last seen of each process."""
        spent: dict[str, float] = defaultdict(float)
        for (name, _), ticks in self._ticks.items():
            spent[name] += ticks / os.sysconf("SC_CLK_TCK")
        return spent


class _Process:
    """A process as `/proc/PID/stat` shows it: its group, state, and ticks of processor time."""

    def __init__(self, pid: int, stat: str) -> None:
        fields = stat[stat.rindex(")") + 2 :].split()
        self.pid, self.state, self.group = pid, fields[0], int(fields[2])
        self.ticks = int(fields[11]) + int(fields[12])


def _processes() -> list[_Process]:
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdecimal():
            with suppress(OSError):
                found.append(_Process(int(path.name), (path / "stat").read_text("utf8", "replace")))
    return found


def _memory(pid: int) -> tuple[float, float]:
    """Resident and proportional set size, in MB; nought of a process that is ending."""
    try:
        rows = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()[1:])
    except OSError:
        return 0.0, 0.0
    resident, proportional = (int(rows[name].split()[0]) * 1024 / 1e6 for name in ("Rss", "Pss"))
    return resident, proportional
