"""Tagging and extraction: rates and memory on two threads.

    python -m benchmarks annotate [--seconds 10]

- encoder: tokens a second through `Encoder.read`, over the windows of the development set's texts (`tests/quality/gold`) that reach the model;
  tokens are those in the windows (titles repeated, special ones counted, padding not), the clock runs over tokenising, network and heads.
- annotate: texts a second through the tagger's one door, in batches of 32 as the tagging consumer makes them: gate, language, morphology,
  transformer, rules.
- gate: texts a second, over the development set and the sample press's articles, again and again.
- peak memory: of this process after all that, as the kernel counts it.
- extraction: milliseconds a page over the sample press's pages, beside trafilatura alone with its defaults and metadata on the same pages, page by
  page in turn, so that both meet the same machine. Measured last, so that its libraries are not in the memory above.

Every rate is taken after one pass that does not count (models and dictionaries load), over whole passes until the given time is over.
"""

import resource
import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks import Figure, Options
from core.article import Evidence
from nlp import gate
from nlp.annotate import Annotator, Text
from nlp.pipeline import LANGUAGES, Sentence, make_doc, sentences
from nlp.windows import units, windows
from press.articles import load_articles
from press.world import World
from tests.quality.scoring import load_gold

THREADS = 2
BATCH = 32
TOKENS_A_SECOND = 2000
GATED_A_SECOND = 2000
PEAK_GB = 1.2

Page = tuple[str, bytes, str]
"""Address, body, content type."""


def measure(options: Options) -> list[Figure]:
    """All rates, and the peak memory before extraction's libraries are loaded."""
    texts = _texts()
    annotator = Annotator(threads=THREADS)
    tokens = _encoder(annotator, texts, options.seconds)
    tagged = _rate(lambda: _annotate(annotator, texts), len(texts), options.seconds)
    raw = [(item.title, item.text) for item in texts] + [(one.title, one.text) for one in load_articles()]
    gated = _rate(lambda: [gate.passes(title, text) for title, text in raw], len(raw), options.seconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    ours, theirs, pages = _extraction(options.seconds)
    return [
        _at_least("encoder, two threads", tokens, TOKENS_A_SECOND, "tokens/s"),
        Figure(what=f"annotate, whole path, two threads ({len(texts)} texts)", value=f"{tagged:.1f} texts/s"),
        _at_least(f"gate ({len(raw)} texts)", gated, GATED_A_SECOND, "texts/s"),
        Figure(what="annotate, peak memory", value=f"{peak:.2f} GB", target=f"≤ {PEAK_GB} GB", ok=peak <= PEAK_GB),
        Figure(what=f"extraction ({pages} pages)", value=f"{ours:.1f} ms/page"),
        Figure(what="trafilatura alone on the same pages", value=f"{theirs:.1f} ms/page"),
        Figure(what="extraction ÷ trafilatura alone", value=f"{ours / theirs:.2f}"),
    ]


def _at_least(what: str, rate: float, target: int, unit: str) -> Figure:
    return Figure(what=what, value=f"{rate:,.0f} {unit}", target=f"≥ {target:,} {unit}", ok=rate >= target)


def _texts() -> list[Text]:
    """The development set as the tagger takes it."""
    return [
        Text(id=row["id"], title=row.get("title") or "", text=row["text"], outlet_country=row.get("country") or None)
        for row in load_gold().values()
    ]


def _annotate(annotator: Annotator, texts: Sequence[Text]) -> None:
    for batch in _batches(texts):
        annotator.annotate(batch)


def _batches(items: Sequence[Any]) -> list[Sequence[Any]]:
    """Runs of `BATCH`, the last one shorter."""
    return [items[first : first + BATCH] for first in range(0, len(items), BATCH)]


def _rate(action: Callable[[], object], count: int, seconds: float) -> float:
    """Things a second, `count` in each run of `action`."""
    action()
    begun, runs = time.perf_counter(), 0
    while (spent := time.perf_counter() - begun) < seconds or not runs:
        action()
        runs += 1
    return runs * count / spent


def _encoder(annotator: Annotator, texts: Sequence[Text], seconds: float) -> float:
    """Tokens a second of the transformer with its tokenizer and heads."""
    rows = load_gold()
    docs = [make_doc(item.title, item.text, rows[item.id]["lang"]) for item in texts if rows[item.id]["lang"] in LANGUAGES]
    articles = [[(_evidence(sentence), sentence.text) for sentence in sentences(doc)] for doc in docs]
    encoder = annotator.encoder
    tokens = sum(len(window.ids) for article in articles for window in windows(encoder.tokenizer, units(encoder.tokenizer, article)))

    def read() -> None:
        for batch in _batches(articles):
            encoder.read(batch)

    return _rate(read, tokens, seconds)


def _evidence(sentence: Sentence) -> Evidence:
    return Evidence(field=sentence.field, start=sentence.start, end=sentence.end)


def _pages() -> list[Page]:
    """The sample press's articles as their outlets send them."""
    world = World()
    addresses = [(outlet.host, outlet.article_path(article)) for outlet in world.outlets.values() for article in world.articles(outlet)]
    answers = [(f"http://{host}{path}", world.respond(host, path, {})) for host, path in addresses]
    return [(url, answer.body, answer.content_type) for url, answer in answers if answer.status == 200]


def _extraction(seconds: float) -> tuple[float, float, int]:
    """Milliseconds a page: of our extraction, and of trafilatura alone; and how many pages."""
    import trafilatura

    from extraction.pages import extract

    pages = _pages()
    spent = [0.0, 0.0]
    count = -len(pages)
    while spent[0] + spent[1] < seconds or count <= 0:
        if count == 0:  # the pass before was the one that does not count
            spent = [0.0, 0.0]
        for url, body, content_type in pages:
            begun = time.perf_counter()
            extract(body, url, content_type=content_type)
            between = time.perf_counter()
            trafilatura.bare_extraction(body, url=url, with_metadata=True)
            spent[0] += between - begun
            spent[1] += time.perf_counter() - between
        count += len(pages)
    return spent[0] / count * 1000, spent[1] / count * 1000, len(pages)
