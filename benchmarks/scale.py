"""What a search costs at ten thousand, a hundred thousand and a million made-up articles: the figures, and a plot of them.

python -m benchmarks scale [--sizes 10000,100000,1000000] [--plot docs/images/search-cost.svg]
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import Figure, Options
from benchmarks.plot import Line, plot

TARGETS: Mapping[str, tuple[str, float]] = {
    "top10": ("top 10 with snippets, p95", 10.0),
    "facets": ("the same with five facets, p95", 40.0),
    "chosen": ("the same with filters chosen, p95", 120.0),
    "expanded": ("words of concepts with those of the other languages, p95", 0.0),
    "knn": ("50 nearest neighbours with filters, p95", 80.0),
    "hardest": ("phrase of two of the commonest words, p95", 0.0),
}
OPEN_MS = 1000.0
RESIDENT_MB = 1500
PER_S = 3000
TIMES_RAW = 2.0


def measure(options: Options) -> list[Figure]:
    """Fills and asks the embedded index at each size, the largest last, with its targets."""
    made: dict[int, dict[str, Any]] = {}
    for size in options.sizes:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            made[size] = {**engine("fill", "embedded", Path(folder), size), **engine("ask", "embedded", Path(folder), size)}
    if options.plot:
        lines = [Line(name=said, points=[(size, made[size][key]["p95_ms"]) for size in made]) for key, (said, _) in TARGETS.items()]
        Path(options.plot).write_text(plot("p95 of a search, by number of articles", ("articles", "ms"), lines), encoding="utf-8")
    return [figure for size in made for figure in figures(made[size])]


def engine(what: str, name: str, folder: Path, articles: int) -> dict[str, Any]:
    """What `benchmarks.engine` says, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.engine", what, name, str(folder), "--articles", str(articles)]
    said: dict[str, Any] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    return said


def figures(made: Mapping[str, Any]) -> list[Figure]:
    """The figures of one size with the targets, which hold for a million articles on two cores."""
    size = f"{made['articles']:,} articles"
    rows = [_timed(f"{size}: {said}", made[key], target) for key, (said, target) in TARGETS.items()]
    kinds = [_timed(f"{size}: of it {key.split()[1]}, p95", made[key], 0.0) for key in made if key.startswith("top10 ")]
    times = made["index_bytes"] / made["raw_bytes"]
    resident = made["memory"]["resident"]
    return [
        *rows[:1],
        *kinds,
        *rows[1:],
        Figure(what=f"{size}: the first Korean query, which loads the analyser", value=f"{made['first_korean_ms']:.0f} ms"),
        _figure(f"{size}: open and answer once", f"{made['open_ms']:.0f} ms", (f"≤ {OPEN_MS:.0f} ms", made["open_ms"] <= OPEN_MS)),
        _figure(
            f"{size}: indexing from stored terms; by processor time {made['per_s_by_processor']:,}",
            f"{made['per_s_by_clock']:,} articles/s",
            (f"≥ {PER_S:,} articles/s", made["per_s_by_clock"] >= PER_S),
        ),
        _figure(
            f"{size}: resident; {made['memory']['anonymous']} MB of it no file's content",
            f"{resident} MB",
            (f"≤ {RESIDENT_MB} MB", resident <= RESIDENT_MB),
        ),
        _figure(
            f"{size}: index to raw text ({made['raw_bytes'] / 1e6:.0f} MB)", f"{times:.2f}×", (f"≤ {TIMES_RAW:.0f}×", times <= TIMES_RAW)
        ),
    ]


def _timed(what: str, took: Mapping[str, float], target: float) -> Figure:
    what = f"{what} ({took['cpu_p95_ms']:.1f} ms of processor time)"
    return _figure(what, f"{took['p95_ms']:.1f} ms", (f"≤ {target:.0f} ms", took["p95_ms"] <= target) if target else None)


def _figure(what: str, value: str, target: tuple[str, bool] | None) -> Figure:
    return Figure(what=what, value=value, target=target[0] if target else "", ok=target[1] if target else None)
