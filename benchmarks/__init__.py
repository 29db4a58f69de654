"""Speed, memory and endurance, measured. `make bench` runs everything and prints one table; `python -m benchmarks NAME` runs one part.

Each part is a module with `measure(options)`, which returns figures, and runs in a process of its own, so that none pays for another's memory.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value.

    Attributes:
        what: what was measured. value: with its unit. target: what it should be, or "" where it is only told.
        ok: whether it reaches the target; None where there is none.
        must: an error rather than a slow machine, where it is missed: the command then ends with 1.
    """

    what: str
    value: str
    target: str = ""
    ok: bool | None = None
    must: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How large the parts are.

    Attributes:
        kills: how often the flow is killed. seed: of the kills' moments. keep_log: where the killed processes' log goes, or None.
        articles: made-up articles in each engine of `search`. sizes: those of `scale`. plot: where the plot of `scale` goes, or None.
        folder: where indices are built and pages kept, or None for the system's. seconds: how long each rate is measured at least.
        hosts, pages: simulated outlets of `hosts`, and pages of all of them.
    """

    kills: int = 52
    seed: int = 1
    keep_log: str | None = None
    articles: int = 100_000
    sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    plot: str | None = None
    folder: str | None = None
    seconds: float = 10.0
    hosts: int = 200
    pages: int = 20_000
