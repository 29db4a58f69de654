"""Reprints among 100,000 articles: how long finding them takes on two cores, and whether they are found.

    python -m benchmarks reprints [--articles 100000]

The articles are of words of the training data put together at random, 120 to 600 words long: 69 in 100 tell a story of their own, the others are
one of 1,000 agency texts, 31 times each, cut to three quarters, with a lead of the outlet's own. Two processes make the signatures, one compares
them. Behind the clock stands what the processor time says of two idle cores.
"""

import json
import random
import resource
import time
from pathlib import Path

from benchmarks import Figure, Options
from fauxlex.reprints import sketch_all
from nlp.stories import first_prints

DATA = Path(__file__).parent.parent / "nlp" / "data"
PROCESSES = 2
COPIES = 31
COPIED_SHARE = 0.31
GOAL_S = 60.0


def measure(options: Options) -> list[Figure]:
    """Time, and the share of reprints that are found under their first print."""
    texts, origin = corpus(options.articles, options.seed)
    begun, spent = time.perf_counter(), _processor_s()
    sketches = sketch_all(texts, PROCESSES)
    signing = _processor_s() - spent
    groups = first_prints(sketches)
    took, comparing = time.perf_counter() - begun, _processor_s() - spent - signing
    idle = signing / PROCESSES + comparing
    copies = [position for position, first in enumerate(origin) if first != position]
    found = sum(groups[position] == origin[position] for position in copies) / max(1, len(copies))
    joined = sum(groups[position] != position for position, first in enumerate(origin) if first == position)
    return [
        Figure(
            what=f"reprints among {len(texts):,} articles, two cores", value=f"{took:.1f} s", target=f"≤ {GOAL_S:.0f} s", ok=took <= GOAL_S
        ),
        Figure(what="the same by processor time, two idle cores", value=f"{idle:.1f} s"),
        Figure(what="of it comparing, one core", value=f"{comparing:.1f} s"),
        Figure(what=f"reprints found under their first print, of {len(copies):,}", value=f"{found:.4f}", target="≥ 0.98", ok=found >= 0.98),
        Figure(what="stories of their own taken for reprints", value=str(joined), target="0", ok=joined == 0),
    ]


def corpus(size: int, seed: int) -> tuple[list[str], list[int]]:
    """Texts in a random order, and for each the position of its first print (its own where it is no reprint)."""
    rng = random.Random(seed)
    words = {language: _words(language) for language in ("ko", "fr", "en")}
    texts = [(number, _text(rng, words)) for number in range(round(size * (1 - COPIED_SHARE)))]
    stories = texts[: max(1, (size - len(texts)) // COPIES)]
    while len(texts) < size:
        number, text = stories[len(texts) % len(stories)]
        texts.append((number, _reprint(rng, text)))
    rng.shuffle(texts)
    first: dict[int, int] = {}
    return [text for _, text in texts], [first.setdefault(number, position) for position, (number, _) in enumerate(texts)]


def _words(language: str) -> list[str]:
    with (DATA / f"{language}.jsonl").open(encoding="utf8") as lines:
        return [word for line in lines for word in json.loads(line)["text"].split()]


def _text(rng: random.Random, words: dict[str, list[str]]) -> str:
    return " ".join(rng.choices(words[rng.choice(("ko", "fr", "en"))], k=rng.randrange(120, 600)))


def _reprint(rng: random.Random, text: str) -> str:
    words = text.split(" ")
    kept = words[: 3 * len(words) // 4]
    return " ".join([*rng.sample(words, 25), *kept])


def _processor_s() -> float:
    """Processor time of this process and of its children that have ended."""
    uses = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)
