"""Extraction in processes that can be stopped: one bad page costs its own time, never the crawl's."""

import logging
import multiprocessing
import os
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self

from core.errors import ExtractionError
from extraction.pages import Page, extract

MEMORY_LIMIT_BYTES = 2 * 1024**3
NICENESS = 5
"""How far workers stand back where there is too little processor time: a page waits for them without harm, a host waits for the crawl."""

_LOOK_AHEAD = 8
_START_S = 60.0
_READY = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A page to read: the caller's id for it, and what `pages.extract` takes."""

    id: str
    url: str
    html: bytes | str
    content_type: str | None = None
    fetched_at: datetime | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a job: a page, or the reason why there is none (for the quarantine)."""

    id: str
    url: str
    page: Page | None = None
    error: str | None = None


class _Worker:
    """One process, its pipe, and the job it is at."""

    def __init__(self, context: "ForkServerContext | SpawnContext", max_bytes: int) -> None:
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, max_bytes), daemon=True)
        self.process.start()
        theirs.close()
        self.ready = False
        self.place: int | None = None
        self.job: Job | None = None
        self.deadline = time.monotonic() + _START_S

    def stop(self) -> None:
        """Kill the process and close the pipe."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


class WorkerPool:
    """Extracts pages in worker processes, each killed and replaced when a page takes too long.

    Use as a context manager. `map` may be called many times; it is not for use by two threads at once.

    Args:
        workers: processes, at least 1.
        timeout_s: wall-clock seconds that one page may take.
        max_bytes: larger pages are refused before they reach a worker.
    """

    def __init__(self, workers: int, timeout_s: float, max_bytes: int) -> None:
        self._count = max(1, workers)
        self._timeout_s = timeout_s
        self._max_bytes = max_bytes
        self._workers: list[_Worker] = []
        self._context = _context()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    def map(self, jobs: Iterable[Job]) -> Iterator[Result]:
        """Results in the order of `jobs`, read ahead by a few jobs a worker; every job yields exactly one result."""
        source = enumerate(jobs)
        waiting: deque[tuple[int, Job]] = deque()
        done: dict[int, Result] = {}
        next_place, taken, exhausted = 0, 0, False
        while True:
            while not exhausted and taken - next_place < _LOOK_AHEAD * self._count:
                entry = next(source, None)
                if entry is None:
                    exhausted = True
                    break
                taken += 1
                refusal = self._refusal(entry[1])
                if refusal:
                    done[entry[0]] = refusal
                else:
                    waiting.append(entry)
            while next_place in done:
                yield done.pop(next_place)
                next_place += 1
            if exhausted and next_place == taken:
                return
            if waiting or any(worker.job for worker in self._workers):
                self._turn(waiting, done)

    def _refusal(self, job: Job) -> Result | None:
        size = len(job.html)
        if size <= self._max_bytes:
            return None
        error = f"page of {size:,} bytes at {job.url} is over the limit of {self._max_bytes:,}; raise crawl_max_bytes to read it"
        return Result(id=job.id, url=job.url, error=error)

    def _turn(self, waiting: deque[tuple[int, Job]], done: dict[int, Result]) -> None:
        """Give jobs to idle workers, wait for the first news or deadline, and take in what came."""
        busy = sum(worker.job is not None for worker in self._workers)
        while len(self._workers) < min(self._count, busy + len(waiting)):
            self._workers.append(_Worker(self._context, self._max_bytes))
        for worker in list(self._workers):
            if worker.ready and worker.job is None and waiting:
                self._give(worker, waiting)
        watched = [worker for worker in self._workers if worker.job is not None or not worker.ready]
        if not watched:
            return
        patience = max(0.0, min(worker.deadline for worker in watched) - time.monotonic())
        news = set(wait([worker.pipe for worker in watched], timeout=patience))
        for worker in watched:
            if worker.pipe in news:
                self._take(worker, waiting, done)
            elif time.monotonic() >= worker.deadline:
                self._lose(worker, f"took longer than {self._timeout_s:g} s and was stopped", done)

    def _give(self, worker: _Worker, waiting: deque[tuple[int, Job]]) -> None:
        place, job = waiting.popleft()
        try:
            worker.pipe.send(job)
        except OSError:
            # It died while idle: the job was not at fault and goes to its successor.
            waiting.appendleft((place, job))
            self._replace(worker)
            return
        worker.place, worker.job = place, job
        worker.deadline = time.monotonic() + self._timeout_s

    def _take(self, worker: _Worker, waiting: deque[tuple[int, Job]], done: dict[int, Result]) -> None:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(timeout=5)
            self._lose(worker, f"the worker process died ({_cause(worker.process.exitcode)}) while reading the page", done)
            return
        if message == _READY:
            worker.ready = True
            return
        if worker.place is not None and isinstance(message, Result):
            done[worker.place] = message
        worker.place = worker.job = None

    def _lose(self, worker: _Worker, error: str, done: dict[int, Result]) -> None:
        """Stop a worker; its job, if it had one, failed with `error`."""
        started = worker.ready
        if worker.place is not None and worker.job is not None:
            done[worker.place] = Result(id=worker.job.id, url=worker.job.url, error=error)
        self._replace(worker)
        if not started:
            raise ExtractionError(f"a worker process did not start within {_START_S:g} s; is there memory for it?")

    def _replace(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.stop()


def _context() -> "ForkServerContext | SpawnContext":
    """Processes that do not inherit the caller's threads and locks; a fork server where there is one, since it imports once."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["extraction.workers"])
        return context
    return multiprocessing.get_context("spawn")


def _cause(exitcode: int | None) -> str:
    if exitcode is None:
        return "no exit code"
    return f"signal {-exitcode}" if exitcode < 0 else f"exit code {exitcode}"


def _keep_within_limits() -> None:
    """Stand back behind others, and cap the address space, where the platform can (Windows has neither; macOS refuses RLIMIT_AS)."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(NICENESS)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _serve(pipe: "Connection[object, object]", max_bytes: int) -> None:
    """The worker's loop: a job in, a result out, until the other end closes."""
    _keep_within_limits()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    pipe.send(_READY)
    while True:
        try:
            job = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        if isinstance(job, Job):
            pipe.send(_run(job, max_bytes))


def _run(job: Job, max_bytes: int) -> Result:
    """One job's result; whatever goes wrong in it is that page's error. The process's one broad handler."""
    try:
        page = extract(
            job.html, job.url, content_type=job.content_type, fetched_at=job.fetched_at, max_bytes=max_bytes, country=job.country
        )
    except ExtractionError as err:
        return Result(id=job.id, url=job.url, error=str(err))
    except MemoryError:
        return Result(id=job.id, url=job.url, error=f"needed more than {MEMORY_LIMIT_BYTES // 1024**2} MiB of memory and was stopped")
    except Exception as err:
        return Result(id=job.id, url=job.url, error=f"{type(err).__name__}: {err}"[:500])
    return Result(id=job.id, url=job.url, page=page)
