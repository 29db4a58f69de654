"""The way of a page from its bytes to its labels: how fast, how much memory, and beside a peer where there is one.

    python -m benchmarks.annotate [--without-sample]

Texts are those of the development set (`tests/quality/gold`), pages those of the sample press. Rates are told by the clock and by processor
time as two idle cores would have it (the clock suffers from what else runs on the machine).
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nlp import gate
from nlp.annotate import Annotator, Text
from nlp.pipeline import make_doc, sentences

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "quality" / "gold"
THREADS = 2
BATCH = 32


def texts() -> list[Text]:
    """Every text of the development set."""
    rows = [json.loads(line) for path in sorted(GOLD.glob("*.jsonl")) for line in path.read_text("utf8").splitlines() if line.strip()]
    return [
        Text(id=row["id"], title=row.get("title") or "", text=row["text"], language=row.get("lang") or row.get("language")) for row in rows
    ]


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """Seconds of an action by the clock, and by processor time of all threads."""
    clock, used = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - clock, time.process_time() - used


def rates(count: int, spent: tuple[float, float], cores: int) -> dict[str, int]:
    """Things a second by the clock, and as `cores` idle cores would do them."""
    return {"by_clock": round(count / spent[0]), "by_processor_time": round(count / spent[1] * cores)}


def measure_annotate() -> dict[str, Any]:
    """Tokens a second on the whole path and through the transformer alone; peak memory of the process so far."""
    items = texts()
    annotator = Annotator(threads=THREADS)
    annotator.annotate(items[:BATCH])
    passing = [item for item in items if gate.passes(item.title, item.text)]
    tokens = annotator.encoder.tokens([f"{item.title} {item.text}" for item in passing])

    def whole() -> None:
        for first in range(0, len(items), BATCH):
            annotator.annotate(items[first : first + BATCH])

    path = timed(whole)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    read = [[(one, one.text) for one in sentences(make_doc(item.title, item.text, (item.language or "en")[:2]))] for item in passing]
    parts: list[Any] = [[(_place(one), text) for one, text in article] for article in read]
    encoder = timed(lambda: [annotator.encoder.read(parts[first : first + BATCH]) for first in range(0, len(parts), BATCH)])
    return {
        "texts": len(items),
        "tokens": tokens,
        "tokens_per_s_whole_path": rates(tokens, path, THREADS),
        "tokens_per_s_transformer": rates(tokens, encoder, THREADS),
        "peak_memory_mb": round(peak / 1024),
    }


def _place(sentence: Any) -> Any:
    from core.article import Evidence

    return Evidence(field=sentence.field, start=sentence.start, end=sentence.end)


def measure_gate() -> dict[str, Any]:
    """Texts a second through the gate."""
    items = texts()
    gate.passes("", "")
    repeats = max(1, 4000 // len(items))
    spent = timed(lambda: [gate.passes(item.title, item.text) for _ in range(repeats) for item in items])
    return {"texts_per_s": rates(repeats * len(items), spent, 1)}


def measure_extraction() -> dict[str, Any]:
    """Milliseconds a page of the sample press, beside trafilatura as it comes, in turn over the same bytes."""
    import trafilatura

    from extraction.pages import extract
    from press import expected
    from press.world import World

    world, pages = World(), []
    for url in expected():
        host, _, path = url.removeprefix("http://").partition("/")
        answer = world.respond(host, f"/{path}", {})
        if answer.status == 200:
            pages.append((url, answer.body, answer.content_type))
    extract(pages[0][1], pages[0][0])
    trafilatura.extract(pages[0][1])
    ours = timed(lambda: [extract(body, url, content_type=kind) for url, body, kind in pages])
    plain = timed(lambda: [trafilatura.extract(body, url=url, with_metadata=True) for url, body, _ in pages])
    each = 1000 / len(pages)
    return {
        "pages": len(pages),
        "ms_a_page": round(ours[1] * each, 1),
        "trafilatura_ms_a_page": round(plain[1] * each, 1),
        "ratio": round(ours[1] / plain[1], 2),
    }


def measure_sample() -> dict[str, Any]:
    """Seconds of `make run ONCE=1` where the set-up is there."""
    with tempfile.TemporaryDirectory() as home:
        environ = {**os.environ, "FAUXLEX_HOME": home}
        begun = time.perf_counter()
        subprocess.run(["make", "run", "ONCE=1"], cwd=ROOT, env=environ, check=True, capture_output=True)
        return {"seconds": round(time.perf_counter() - begun, 1)}


def main() -> int:
    """Prints one JSON object."""
    parser = argparse.ArgumentParser(description="Speed and memory from a page's bytes to its labels.")
    parser.add_argument("--without-sample", action="store_true", help="leave `make run ONCE=1` out")
    options = parser.parse_args()
    report = {"annotate": measure_annotate(), "gate": measure_gate(), "extraction": measure_extraction()}
    if not options.without_sample:
        report["make_run_once"] = measure_sample()
    json.dump(report, sys.stdout, indent=2)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
