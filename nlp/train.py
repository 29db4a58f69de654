"""Trains the tagger from `nlp/data` and writes `nlp/model`: `python -m nlp.train` (extra `train`).

Order: base encoder (or another `transformers` checkpoint) → a part of the events set aside → fine-tuning on the rest, temperatures and
thresholds from the part set aside; beside it, in this process, fine-tuning on everything with the same seed → ONNX. The development set
(`tests/quality/gold`) is never read.
"""

import argparse
import json
import multiprocessing
import random
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.article import TOPICS
from nlp.calibration import Calibration, calibrate
from nlp.corpus import Record, load
from nlp.examples import example, split_by_event
from nlp.network import SHARPNESS, Example, Heads, Output, Split, loss

MODEL = Path(__file__).parent / "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train.

    Attributes:
        layers: upper encoder layers that are tuned; the rest stays as it came. untitled: share of articles that are shown without their title.
        bfloat16: encoder arithmetic in 16 bits (twice as fast where the processor has it; the heads and the loss stay in 32).
    """

    layers: int = 6
    epochs: int = 8
    rate: float = 1e-4
    head_rate: float = 1e-3
    batch: int = 8
    weight_decay: float = 0.01
    held_out: float = 0.2
    untitled: float = 0.2
    seed: int = 7
    threads: int = 1
    bfloat16: bool = True


class Trainer:
    """An encoder with heads, and the hidden states below the cut, computed once."""

    def __init__(self, checkpoint: Path | str, plan: Plan) -> None:
        from transformers import AutoModel, AutoTokenizer

        torch.manual_seed(plan.seed)
        torch.set_num_threads(plan.threads)
        self.plan = plan
        self.tokenizer = AutoTokenizer.from_pretrained(checkpoint)
        self.network = Split(AutoModel.from_pretrained(checkpoint, attn_implementation="eager", add_pooling_layer=False), plan.layers)
        self.network.eval()
        self.heads = Heads(self.network.encoder.config.hidden_size)
        self.states: dict[tuple[str, int], list[Tensor]] = {}

    def fit(self, records: Sequence[Record], say: Callable[[str], None]) -> None:
        """Tunes upper layers and heads on `records`."""
        plan = self.plan
        rng = random.Random(plan.seed)
        shown = {(r.id, titled): example(self.tokenizer, r, with_title=titled) for r in records for titled in (True, False)}
        positives = torch.stack([shown[r.id, True].topics for r in records]).mean(0)
        weights = torch.clamp(torch.sqrt((1 - positives) / positives.clamp(min=0.01)), 1.0, 2.5)
        upper = [p for p in self.network.parameters() if p.requires_grad]
        groups = [{"params": upper, "lr": plan.rate}, {"params": self.heads.parameters(), "lr": plan.head_rate}]
        optimizer = torch.optim.AdamW(groups, weight_decay=plan.weight_decay)
        steps = plan.epochs * -(-len(records) // plan.batch)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [plan.rate, plan.head_rate], total_steps=steps, pct_start=0.1)
        self.heads.train()
        for epoch in range(plan.epochs):
            started, total = time.monotonic(), 0.0
            order = list(records)
            rng.shuffle(order)
            for first in range(0, len(order), plan.batch):
                batch = [shown[r.id, rng.random() >= plan.untitled or not r.title] for r in order[first : first + plan.batch]]
                outputs = self._outputs(batch)
                value = torch.stack([loss(out, ex, weights) for out, ex in zip(outputs, batch, strict=True)]).mean()
                value.backward()
                torch.nn.utils.clip_grad_norm_(upper, 1.0)
                optimizer.step()
                schedule.step()
                optimizer.zero_grad()
                total += value.item() * len(batch)
            say(f"epoch {epoch + 1}/{plan.epochs}: loss {total / len(order):.3f} in {time.monotonic() - started:.0f} s")
        self.heads.eval()

    def predict(self, records: Sequence[Record]) -> list[Output]:
        """Logits of articles, in order."""
        out: list[Output] = []
        with torch.no_grad():
            for first in range(0, len(records), 16):
                out.extend(self._outputs([example(self.tokenizer, r) for r in records[first : first + 16]]))
        return out

    def _outputs(self, batch: Sequence[Example]) -> list[Output]:
        states = [state for ex in batch for state in self._below(ex)]
        lengths = [len(state) for state in states]
        padded = torch.nn.utils.rnn.pad_sequence([state.float() for state in states], batch_first=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.plan.bfloat16):
            vectors = self.network.upper(padded, lengths)
        vectors = vectors.float()
        outputs, place = [], 0
        for ex in batch:
            mine = [vectors[place + n, : lengths[place + n]] for n in range(len(ex.ids))]
            outputs.append(self.heads(mine, ex.spans))
            place += len(ex.ids)
        return outputs

    def _below(self, ex: Example) -> list[Tensor]:
        """The hidden states below the cut of an article's windows, computed once and kept in half precision."""
        key = (ex.id, hash(ex.ids))
        if key not in self.states:
            with torch.autocast("cpu", torch.bfloat16, enabled=self.plan.bfloat16):
                self.states[key] = [self.network.lower(torch.tensor([ids]), [len(ids)])[0].to(torch.bfloat16) for ids in ex.ids]
        return self.states[key]


def arrays(outputs: Sequence[Output]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Relevance logits [n, 3] and topic logits [n, T]."""
    return np.stack([o.relevance.numpy() for o in outputs]), np.stack([o.topics.numpy() for o in outputs])


def figures(calibration: Calibration, records: Sequence[Record], outputs: Sequence[Output]) -> dict[str, float]:
    """Accuracy of relevance and micro F1 of topics."""
    relevance, topics = arrays(outputs)
    hits = tp = fp = fn = 0
    for n, record in enumerate(records):
        said, codes = calibration.decide(relevance[n], topics[n])
        gold = set(record.topics)
        hits += said == record.relevance
        tp, fp, fn = tp + len(codes & gold), fp + len(codes - gold), fn + len(gold - codes)
    return {"relevance": hits / len(records), "topics_micro_f1": 2 * tp / max(1, 2 * tp + fp + fn)}


def calibrated(
    checkpoint: Path | str, plan: Plan, training: Sequence[Record], validation: Sequence[Record]
) -> tuple[Calibration, dict[str, float]]:
    """Trains on one part; temperatures, thresholds and figures on the other."""
    trial = Trainer(checkpoint, plan)
    trial.fit(training, lambda line: say(f"on a part: {line}"))
    outputs = trial.predict(validation)
    calibration = calibrate(validation, *arrays(outputs))
    return calibration, figures(calibration, validation, outputs)


def say(line: str) -> None:
    """A line on stderr."""
    print(line, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m nlp.train", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--checkpoint", help="another transformers encoder: a folder or a hub id (default: pruned multilingual-e5-small)")
    parser.add_argument("--out", type=Path, default=MODEL, help="where the artefact goes (default: nlp/model)")
    parser.add_argument("--work", type=Path, default=Path(".cache/train"), help="where the base encoder and checkpoints are kept")
    parser.add_argument("--validate-only", action="store_true", help="stop after the figures on the part set aside")
    for name, value in asdict(Plan()).items():
        kind: dict[str, Any] = {"action": argparse.BooleanOptionalAction} if isinstance(value, bool) else {"type": type(value)}
        parser.add_argument(f"--{name.replace('_', '-')}", default=value, **kind)
    given = parser.parse_args(arguments)
    plan = Plan(**{name: getattr(given, name) for name in asdict(Plan())})

    checkpoint = given.checkpoint or given.work / "base"
    if given.checkpoint is None and not (given.work / "base" / "model.safetensors").exists():
        from nlp.base_weights import write_base

        write_base(given.work / "base")
    records = load()
    training, validation = split_by_event(records, plan.held_out, plan.seed)
    say(f"{len(records)} articles, {len(training)} to train on, {len(validation)} set aside")
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as beside:
        trial = beside.submit(calibrated, checkpoint, plan, training, validation)
        if given.validate_only:
            say(json.dumps(trial.result()[1]))
            return 0
        final = Trainer(checkpoint, plan)
        final.fit(records, lambda line: say(f"on all: {line}"))
        calibration, reached = trial.result()
    from nlp.export import write_model

    say(json.dumps(reached))
    report = {"validation": reached, "plan": asdict(plan), "articles": len(records), "topics": list(TOPICS), "sharpness": SHARPNESS}
    write_model(final, calibration, report, given.out)
    say(f"wrote {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
