"""Worker processes: one result a job, in order, whatever a page does to its worker."""

import os
import signal
from collections import deque
from datetime import UTC, datetime

import pytest

from extraction import workers
from extraction.workers import NICENESS, Job, Result, WorkerPool

GOOD = "<html><body><article><h1>Title {n}</h1><p>The sentence numbered {n} stands in this page and is read.</p></article></body></html>"
# So many lines keep extraction busy for several times the limit of the test below.
SLOW = "<html><body><div class='article-body'>" + "word and more of it.<br>" * 300_000


def _good(number: int) -> Job:
    return Job(id=str(number), url=f"https://a.example/{number}", html=GOOD.format(n=number), fetched_at=datetime(2026, 11, 22, tzinfo=UTC))


def test_results_come_in_the_order_of_the_jobs() -> None:
    """More jobs than workers, one result each, nothing lost."""
    with WorkerPool(2, 30, 1_000_000) as pool:
        results = list(pool.map(_good(number) for number in range(40)))
    assert [result.id for result in results] == [str(number) for number in range(40)]
    assert all(result.page is not None and result.page.title == f"Title {result.id}" for result in results)


def test_a_slow_page_is_stopped_and_costs_no_other() -> None:
    """Its worker is killed and replaced; the message names the limit."""
    slow = Job(id="slow", url="https://a.example/slow", html=SLOW)
    with WorkerPool(2, 2, 10_000_000) as pool:
        list(pool.map([_good(0)]))
        results = {result.id: result for result in pool.map([_good(1), slow, _good(2), _good(3)])}
    assert results["slow"].error == "took longer than 2 s and was stopped"
    assert [results[name].error for name in "123"] == [None, None, None]


def test_a_page_over_the_limit_never_reaches_a_worker() -> None:
    """The refusal names the size, the limit and the setting."""
    with WorkerPool(1, 30, 1000) as pool:
        (result,) = pool.map([Job(id="big", url="https://a.example/big", html=b"x" * 1001)])
    assert result.page is None
    assert result.error == "page of 1,001 bytes at https://a.example/big is over the limit of 1,000; raise crawl_max_bytes to read it"


def test_an_unreadable_page_is_an_error_of_that_page() -> None:
    """What extraction refuses comes back as text."""
    with WorkerPool(1, 30, 1_000_000) as pool:
        bad, good = pool.map([Job(id="empty", url="https://a.example/", html=b""), _good(1)])
    assert bad.error == "page at https://a.example/ is empty (0 bytes)"
    assert good.page is not None


def _children(pool: WorkerPool) -> list[int]:
    return [worker.process.pid or 0 for worker in pool._workers]


def test_a_worker_that_dies_at_work_fails_only_its_job() -> None:
    """As after a segmentation fault: the message names the signal, and the pool goes on."""
    slow = Job(id="slow", url="https://a.example/slow", html=SLOW)
    with WorkerPool(1, 60, 10_000_000) as pool:
        list(pool.map([_good(0)]))
        worker = pool._workers[0]
        done: dict[int, Result] = {}
        pool._give(worker, deque([(0, slow)]))
        os.kill(worker.process.pid or 0, signal.SIGSEGV)
        pool._turn(deque(), done)
        (after,) = pool.map([_good(1)])
    assert done[0].error == f"the worker process died (signal {signal.SIGSEGV.value}) while reading the page"
    assert after.page is not None


def test_a_worker_that_died_idle_is_replaced() -> None:
    """The next job is not at fault and is read by another worker."""
    with WorkerPool(1, 30, 1_000_000) as pool:
        list(pool.map([_good(0)]))
        os.kill(_children(pool)[0], signal.SIGKILL)
        pool._workers[0].process.join()
        (result,) = pool.map([_good(1)])
    assert result.page is not None


def test_memory_is_the_pages_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that needs too much memory is set aside with the limit."""

    def greedy(*args: object, **options: object) -> None:
        raise MemoryError

    monkeypatch.setattr(workers, "extract", greedy)
    assert workers._run(_good(1), 1000).error == "needed more than 2048 MiB of memory and was stopped"


def test_leaving_the_pool_leaves_no_process() -> None:
    """Every worker is gone when the block ends, also in the middle of a map."""
    with WorkerPool(2, 30, 1_000_000) as pool:
        next(iter(pool.map(_good(number) for number in range(10))))
        processes = [worker.process for worker in pool._workers]
    assert processes
    assert not any(process.is_alive() for process in processes)


def test_workers_stand_back_behind_the_crawl() -> None:
    """A worker's niceness is higher than that of the process that has it."""
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    with WorkerPool(1, 10, 10**6) as pool:
        assert [result.error for result in pool.map([_good(1)])] == [None]
        assert [os.getpriority(os.PRIO_PROCESS, pid) for pid in _children(pool)] == [min(19, mine + NICENESS)]
