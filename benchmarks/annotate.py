"""Tagging and extraction: rates, memory, and whether a text's labels are its own. Two threads.

    python -m benchmarks annotate [--seconds 10]

- encoder: tokens a second through `Encoder.read`, over the windows of those texts of the development set (`tests/quality/gold`) that pass
  the gate; tokens are those of titles and sentences, each once, though in overlapping windows some are read twice; the clock runs over tokenising,
  network and heads.
- the same windows through the same network in torch, in 32 bits, eight windows of like length at a time: where torch and the tuned encoder in full
  precision are there (extra `train`, after `make models`).
- whole path: the same tokens a second, and texts a second, through the tagger's one door, in batches of 32 as the tagging consumer makes them:
  gate, language, morphology, transformer, rules.
- gate: texts a second, over the development set and the sample press's articles, again and again.
- peak memory: of this process after all that, and after 500 texts at once, as the kernel counts it.
- labels: how many texts are labelled otherwise alone than among others.
- extraction: milliseconds a page over the sample press's pages, beside trafilatura alone with its defaults and metadata on the same pages, page by
  page in turn, so that both meet the same machine. Measured last, so that its libraries are not in the memory above.

Every rate is taken after one pass that does not count (models and dictionaries load), over whole passes until the given time is over. The clock
suffers from what else runs on the machine; behind it stands what the processor time says of two idle cores that share the work evenly.
"""

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from benchmarks import Figure, Options
from core.article import Annotation, Evidence
from nlp import gate
from nlp.annotate import Annotator, Text
from nlp.pipeline import LANGUAGES, Sentence, make_doc, sentences
from nlp.windows import units, windows
from press.articles import load_articles
from press.world import World
from tests.quality.scoring import load_gold

Thing = TypeVar("Thing")

THREADS = 2
BATCH = 32
TORCH_BATCH = 8
AT_ONCE = 500
TOKENS_A_SECOND = 3500
TIMES_TORCH = 1.4
GATED_A_SECOND = 2000
PEAK_GB = 1.2

Sentences = list[tuple[Evidence, str]]
"""An article's sentences with their places."""

Page = tuple[str, bytes, str]
"""Address, body, content type."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Things a second: by the clock, and by the processor time of all threads."""

    clock: float
    processor: float

    def __mul__(self, factor: float) -> "Rate":
        return Rate(self.clock * factor, self.processor * factor)

    def figure(self, what: str, unit: str, target: int = 0, cores: int = THREADS) -> Figure:
        """As a row of the table."""
        value = f"{self.clock:,.0f} {unit}" if self.clock >= 100 else f"{self.clock:.1f} {unit}"
        idle = f"{self.processor * cores:,.0f}" if self.clock >= 100 else f"{self.processor * cores:.1f}"
        wanted, ok = (f"≥ {target:,} {unit}", self.clock >= target) if target else ("", None)
        return Figure(what=f"{what} (by processor time {idle})", value=value, target=wanted, ok=ok)


def measure(options: Options) -> list[Figure]:
    """All rates, and the peak memory before extraction's libraries are loaded."""
    texts = _texts()
    annotator = Annotator(threads=THREADS)
    articles = _articles(texts)
    tokens = _tokens(annotator, articles)
    encoder = _rate(lambda: [annotator.encoder.read(batch) for batch in _batches(articles)], tokens, options.seconds)
    tagged = _rate(lambda: _annotate(annotator, texts), len(texts), options.seconds)
    raw = [(item.title, item.text) for item in texts] + [(one.title, one.text) for one in load_articles()]
    gated = _rate(lambda: [gate.passes(title, text) for title, text in raw], len(raw), options.seconds)
    _annotate_at_once(annotator, texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    unsteady = _unsteady(annotator, texts)
    in_torch = _in_torch(annotator, articles, tokens, options.seconds)
    ours, theirs, pages = _extraction(options.seconds)
    return [
        encoder.figure("encoder, two threads", "tokens/s"),
        (tagged * (tokens / len(texts))).figure("whole path, two threads", "tokens/s", TOKENS_A_SECOND),
        tagged.figure(f"whole path, {len(texts)} texts of {tokens // len(texts)} tokens", "texts/s"),
        *_beside_torch(encoder, in_torch),
        gated.figure(f"gate, {len(raw)} texts", "texts/s", GATED_A_SECOND, cores=1),
        Figure(what="peak memory of tagging", value=f"{peak:.3f} GB", target=f"≤ {PEAK_GB} GB", ok=peak <= PEAK_GB),
        Figure(what=f"texts labelled otherwise alone than among others, of {len(texts)}", value=str(unsteady), target="0", ok=not unsteady),
        Figure(what=f"extraction, {pages} pages", value=f"{ours:.1f} ms/page"),
        Figure(what="trafilatura alone on the same pages", value=f"{theirs:.1f} ms/page"),
        Figure(what="extraction ÷ trafilatura alone", value=f"{ours / theirs:.2f}"),
    ]


def _texts() -> list[Text]:
    """The development set as the tagger takes it."""
    return [
        Text(id=row["id"], title=row.get("title") or "", text=row["text"], outlet_country=row.get("country") or None)
        for row in load_gold().values()
    ]


def _annotate(annotator: Annotator, texts: Sequence[Text]) -> None:
    for batch in _batches(texts):
        annotator.annotate(batch)


def _batches(items: Sequence[Thing]) -> list[Sequence[Thing]]:
    """Runs of `BATCH`, the last one shorter."""
    return [items[first : first + BATCH] for first in range(0, len(items), BATCH)]


def _rate(action: Callable[[], object], count: int, seconds: float) -> Rate:
    """Things a second, `count` in each run of `action`."""
    action()
    begun, began, runs = time.perf_counter(), time.process_time(), 0
    while (spent := time.perf_counter() - begun) < seconds or not runs:
        action()
        runs += 1
    return Rate(runs * count / spent, runs * count / (time.process_time() - began))


def _articles(texts: Sequence[Text]) -> list[Sentences]:
    """The texts that reach the transformer, as it takes them."""
    languages = {key: row["lang"] for key, row in load_gold().items()}
    reaching = [item for item in texts if languages[item.id] in LANGUAGES and gate.passes(item.title, item.text)]
    docs = [make_doc(item.title, item.text, languages[item.id]) for item in reaching]
    return [[(_evidence(sentence), sentence.text) for sentence in sentences(doc)] for doc in docs]


def _tokens(annotator: Annotator, articles: Sequence[Sentences]) -> int:
    """Tokens of the articles' titles and sentences."""
    return sum(len(unit.tokens) for article in articles for unit in units(annotator.encoder.tokenizer, article))


def _annotate_at_once(annotator: Annotator, texts: Sequence[Text]) -> None:
    annotator.annotate([texts[n % len(texts)] for n in range(AT_ONCE)])


def _in_torch(annotator: Annotator, articles: Sequence[Sentences], tokens: int, seconds: float) -> Rate | None:
    """Tokens a second of the network alone in torch; None where it is not there."""
    try:
        import torch
        from transformers import AutoModel

        from nlp.export import TUNED
    except ImportError:
        return None
    if not TUNED.exists():
        return None
    torch.set_num_threads(THREADS)
    network = AutoModel.from_pretrained(TUNED, add_pooling_layer=False).eval()
    tokenizer = annotator.encoder.tokenizer
    ids = sorted((window.ids for article in articles for window in windows(tokenizer, units(tokenizer, article))), key=len)
    batches = []
    for first in range(0, len(ids), TORCH_BATCH):
        rows = [torch.tensor(one) for one in ids[first : first + TORCH_BATCH]]
        padded = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
        mask = torch.nn.utils.rnn.pad_sequence([torch.ones_like(row) for row in rows], batch_first=True)
        batches.append((padded, mask))

    def read() -> None:
        with torch.no_grad():
            for padded, mask in batches:
                network(input_ids=padded, attention_mask=mask)

    return _rate(read, tokens, seconds)


def _beside_torch(encoder: Rate, in_torch: Rate | None) -> list[Figure]:
    if in_torch is None:
        return [Figure(what="the same network in torch", value="not measured: needs `make models`")]
    times = encoder.clock / in_torch.clock
    return [
        in_torch.figure("the same network in torch, 32 bits, two threads", "tokens/s"),
        Figure(what="encoder ÷ the same network in torch", value=f"{times:.2f}", target=f"≥ {TIMES_TORCH}", ok=times >= TIMES_TORCH),
    ]


def _unsteady(annotator: Annotator, texts: Sequence[Text]) -> int:
    """How many texts get another relevance or other topics alone than in a batch."""

    def labels(said: object) -> object:
        return (said.relevance, {topic.code for topic in said.topics}) if isinstance(said, Annotation) else None

    among = [labels(said) for batch in _batches(texts) for said in annotator.annotate(batch)]
    alone = [labels(annotator.annotate([item])[0]) for item in texts]
    return sum(one != other for one, other in zip(among, alone, strict=True))


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
