"""The tagger's transformer at run time: ONNX Runtime over windows of tokens, heads in NumPy. Nothing is fetched from anywhere."""

import hashlib
import json
import os
import zipfile
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from core.article import Evidence
from core.errors import ModelError
from nlp import ngrams
from nlp.calibration import Calibration
from nlp.windows import Unit, Window, tokens_at, units, windows

Floats = NDArray[np.float32]

MODEL = Path(__file__).parent / "model"
_BLAS = ThreadpoolController()
FILES = ("encoder.onnx", "embeddings.bin", "heads.npz", "tagger.json", "tokenizer.json", "config.json")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of one article.

    Attributes:
        relevance: logits [3]. topics: logits [T]. sentences: logits [S, T], one row a unit. units: the sentences of those rows.
        namings: what is read at each place that was asked for, [R]; None for a place without any token.
        embedding: mean of the token vectors less what all embeddings share (nlp/common.py), L2 norm 1, [hidden size].
    """

    relevance: Floats
    topics: Floats
    sentences: Floats
    units: tuple[Unit, ...]
    namings: tuple[Floats | None, ...]
    embedding: Floats


class Encoder:
    """A model folder as `nlp.train` writes it."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        """Checks that no file is missing; each is read when it is first used.

        Raises:
            ModelError: a file is missing, or (then or at first use) damaged; the message names it and the way out.
        """
        self.folder, self.threads = folder, threads
        for name in FILES:
            if not (folder / name).is_file():
                raise ModelError(f"{folder}: the model has no {name}; restore the folder from the repository or name another with --model")
        try:
            self.about: dict[str, Any] = json.loads((folder / "tagger.json").read_text("utf8"))
            kept = self.about["calibration"]
            self.calibration = Calibration(**{**kept, "thresholds": tuple(kept["thresholds"]), "roles": tuple(kept["roles"])})
        except (ValueError, KeyError, TypeError) as err:
            raise _damaged(folder / "tagger.json", err) from err

    @property
    def version(self) -> str:
        """The model's version."""
        return str(self.about["version"])

    @cached_property
    def tokenizer(self) -> Any:
        """The tokenizer, from the folder alone."""
        os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")  # else it tells every user that torch is not installed
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # else threads for a sentence at a time, beside those of the encoder
        from transformers import PreTrainedTokenizerFast

        try:
            return PreTrainedTokenizerFast.from_pretrained(self.folder, local_files_only=True)
        except Exception as err:  # the library below raises bare exceptions
            raise _damaged(self.folder / "tokenizer.json", err) from err

    @cached_property
    def session(self) -> Any:
        """The ONNX Runtime session."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            return onnxruntime.InferenceSession(str(self.folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"])
        except Exception as err:  # ONNX Runtime raises types of its own that share no base
            raise _damaged(self.folder / "encoder.onnx", err) from err

    @cached_property
    def heads(self) -> dict[str, Floats]:
        """The heads' weights."""
        try:
            with np.load(self.folder / "heads.npz") as kept:
                return {name: kept[name] for name in kept.files}
        except (OSError, ValueError, EOFError, zipfile.BadZipFile) as err:
            raise _damaged(self.folder / "heads.npz", err) from err

    def read(
        self, articles: Sequence[Sequence[tuple[Evidence, str]]], places: Sequence[Sequence[Evidence]] | None = None
    ) -> list[Reading | None]:
        """Reads articles given as sentences with their places; None for one without any token.

        Args:
            articles: the sentences of each. places: of each, where jurisdictions are named.
        """
        with _BLAS.limit(limits=1, user_api="blas"):  # else its threads wait in a circle for work, on the cores that the encoder needs
            return self._read(articles, places or [()] * len(articles))

    def _read(self, articles: Sequence[Sequence[tuple[Evidence, str]]], places: Sequence[Sequence[Evidence]]) -> list[Reading | None]:
        out: list[Reading | None] = []
        ahead: deque[Callable[[], Reading | None]] = deque()
        for article, asked in zip(articles, places, strict=True):
            parts = units(self.tokenizer, article)
            made = windows(self.tokenizer, parts)
            ahead.append(partial(self._reading, dict(article), parts, made, self._begun(made), asked))
            if len(ahead) > self.threads:
                out.append(ahead.popleft()())
        return out + [reading() for reading in ahead]

    def whole(self, sentences: Floats) -> Floats:
        """The article's topic logits [T] out of those of its sentences [S, T]: a smooth maximum."""
        sharpness = float(self.about["sharpness"])
        scaled = sharpness * sentences
        peak = scaled.max(0)
        return np.asarray((peak + np.log(np.exp(scaled - peak).sum(0))) / sharpness, dtype=np.float32)

    def tokens(self, texts: Sequence[str]) -> int:
        """How many tokens the texts have; for measuring."""
        return sum(len(self.tokenizer.encode(text, add_special_tokens=False)) for text in texts)

    def _begun(self, made: Sequence[Window]) -> list[Future[Floats]]:
        """The token vectors of windows, on their way."""
        run = partial(self._run, self.session)  # made here, once, not by each worker
        return [self._workers.submit(run, window) for window in made]

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        """A window for each core: windows are small, and two threads over one window take a fifth longer than each over its own."""
        return ThreadPoolExecutor(self.threads, thread_name_prefix="encoder")

    def _run(self, session: Any, window: Window) -> Floats:
        """Token vectors [length, hidden size]. A window is run alone: a batch would gain no speed on two cores, and must not let a text's labels
        depend on its neighbours."""
        ids = np.array([window.ids], np.int64)
        return np.asarray(session.run(["hidden"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0])

    def query(self, text: str) -> Floats | None:
        """The embedding of what somebody asks for, to be compared with those of articles; None for a text without any token."""
        made = windows(self.tokenizer, units(self.tokenizer, [(Evidence(field="text", start=0, end=len(text)), text)]))
        if not made:
            return None
        return self._told_apart(np.concatenate([one.result() for one in self._begun(made)]).mean(0), "common_query")

    def _reading(
        self,
        texts: Mapping[Evidence, str],
        parts: Sequence[Unit],
        made: Sequence[Window],
        begun: Sequence[Future[Floats]],
        places: Sequence[Evidence],
    ) -> Reading | None:
        if not made:
            return None
        head = self.heads
        vectors = [one.result() for one in begun]
        tokens = np.concatenate(vectors)
        weight = _softmax(tokens @ head["attention_weight"][0] + head["attention_bias"][0])
        pooled = weight @ tokens
        mean = tokens.mean(0)
        apart = _standardised(tokens - mean)
        focus, votes = apart @ head["focus_weight"].T, apart @ head["sentence_weight"].T + head["sentence_bias"]
        starts = np.cumsum([0, *map(len, vectors)])
        rows, order = [], []
        for start, window in zip(starts, made, strict=False):
            for unit, first, last in window.spans:
                place = slice(start + first, start + last)
                rows.append((_softmax(focus[place]) * votes[place]).sum(0))
                order.append(unit)
        sentences = np.asarray(np.stack(rows) + pooled @ head["context_weight"].T + head["context_bias"], dtype=np.float32)
        if "ngram_weight" in head:  # they are fitted beside a network that is ready
            sentences += ngrams.logits(head, [texts[parts[n].evidence] for n in order])
        named = tokens_at(parts, made, places)
        namings = [None if at is None else apart[starts[at[0]] + at[1] : starts[at[0]] + at[2]].mean(0) for at in named]
        return Reading(
            relevance=np.asarray(pooled @ head["relevance_weight"].T + head["relevance_bias"], dtype=np.float32),
            topics=self.whole(sentences),
            sentences=sentences,
            units=tuple(parts[n] for n in order),
            namings=tuple(
                None if vector is None else np.maximum(head["naming_weight"] @ vector + head["naming_bias"], 0.0) for vector in namings
            ),
            embedding=self._told_apart(mean, "common_article"),
        )

    def _told_apart(self, mean: Floats, shared: str) -> Floats:
        """The direction of a mean token vector, less the mean of all and their first directions where the model has them."""
        vector = _direction(mean)
        if shared not in self.heads:
            return vector
        directions = self.heads["common_directions"]
        vector = vector - self.heads[shared]
        return _direction(vector - (directions @ vector) @ directions)


def describe(folder: Path, content: Mapping[str, Any]) -> None:
    """Writes `tagger.json`, with a version that tells apart whatever decides labels: encoder, heads, temperatures and thresholds."""
    parts = ((folder / "encoder.onnx").read_bytes(), (folder / "heads.npz").read_bytes(), json.dumps(content["calibration"]).encode())
    digest = hashlib.sha256(b"".join(parts)).hexdigest()[:12]
    (folder / "tagger.json").write_text(json.dumps({**content, "version": digest}, indent=1) + "\n", "utf8")


def _damaged(path: Path, err: Exception) -> ModelError:
    return ModelError(f"{path}: cannot be read ({str(err)[:200]}); restore the folder from the repository")


def _direction(vector: NDArray[np.floating[Any]]) -> Floats:
    """The vector with L2 norm 1; zero stays zero."""
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)


def _softmax(values: Floats) -> Floats:
    """Over the first axis."""
    raised = np.exp(values - values.max(0))
    return np.asarray(raised / raised.sum(0))


def _standardised(rows: Floats) -> Floats:
    """Each row with mean 0 and variance 1, as torch's `LayerNorm` without weights."""
    centred = rows - rows.mean(1, keepdims=True)
    return np.asarray(centred / np.sqrt((centred**2).mean(1, keepdims=True) + 1e-5))
