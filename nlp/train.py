"""Trains the tagger from `nlp/data` and writes `nlp/model`: `python -m nlp.train` (extra `train`).

Order: base encoder (or another `transformers` checkpoint) → a part of the events set aside → fine-tuning on the rest → temperatures and
thresholds from the part set aside → ONNX. The development set (`tests/quality/gold`) is never read. Each process reads its share of every
batch, and the gradients are summed: on a processor this is faster than threads.
"""

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, distributed

from core.article import TOPICS
from nlp.calibration import Calibration, calibrate, f1
from nlp.corpus import Record, events_aside, load, parted
from nlp.encoder import MODEL
from nlp.examples import SHAPES, example, shaped
from nlp.network import SHARPNESS, Example, Heads, Output, Split, loss

POOL = 8
"""Batches whose articles are sorted by length together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train.

    Attributes:
        layers: upper encoder layers that are tuned; the rest stays as it came. untitled: share of articles that are shown without their title.
        lowered: share that is shown in small letters. held_out: share of the articles that is set aside, whole events.
        share: of the others, the part that is used, whole events; for a learning curve. processes: that share the work, one core each.
        dropout: share of each tuned sublayer's output that is dropped.
        bfloat16: encoder arithmetic in 16 bits (twice as fast where the processor has it; the heads and the loss stay in 32).
    """

    layers: int = 6
    epochs: int = 6
    rate: float = 1e-4
    head_rate: float = 1e-3
    batch: int = 8
    weight_decay: float = 0.01
    dropout: float = 0.1
    held_out: float = 0.1
    share: float = 1.0
    untitled: float = 0.2
    lowered: float = 0.08
    seed: int = 7
    processes: int = 2
    bfloat16: bool = True


class Trainer:
    """An encoder with heads, and the hidden states below the cut, computed once. All processes hold the same weights."""

    def __init__(self, checkpoint: Path | str, plan: Plan, rank: int = 0, heads: Path | None = None) -> None:
        """Opens an encoder; `heads`: a `heads.npz` to go on from, else they begin anew."""
        from transformers import AutoModel, AutoTokenizer

        torch.manual_seed(plan.seed)
        torch.set_num_threads(1)
        self.plan, self.rank = plan, rank
        self.tokenizer = AutoTokenizer.from_pretrained(checkpoint)
        self.network = Split(AutoModel.from_pretrained(checkpoint, attn_implementation="sdpa", add_pooling_layer=False), plan.layers)
        self.network.eval()
        self.heads = Heads(self.network.encoder.config.hidden_size)
        if heads is not None:
            with np.load(heads) as kept:
                self.heads.load_state_dict({name: torch.from_numpy(kept[name.replace(".", "_")]) for name in self.heads.state_dict()})
        self.states: dict[tuple[str, int], list[Tensor]] = {}

    def fit(self, records: Sequence[Record], say: Callable[[str], None]) -> None:
        """Tunes upper layers and heads on `records`."""
        plan = self.plan
        rng = random.Random(plan.seed)
        examples = [{shape: example(self.tokenizer, shaped(r, shape)) for shape in SHAPES} for r in records]
        positives = torch.stack([each["whole"].topics for each in examples]).mean(0)
        weights = torch.clamp(torch.sqrt((1 - positives) / positives.clamp(min=0.01)), 1.0, 2.5)
        upper = [p for p in self.network.parameters() if p.requires_grad]
        trained = [*upper, *self.heads.parameters()]
        groups = [{"params": upper, "lr": plan.rate}, {"params": self.heads.parameters(), "lr": plan.head_rate}]
        optimizer = torch.optim.AdamW(groups, weight_decay=plan.weight_decay)
        steps = plan.epochs * -(-len(records) // plan.batch)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [plan.rate, plan.head_rate], total_steps=steps, pct_start=0.1)
        torch.manual_seed(plan.seed + self.rank)
        self.heads.train()
        self.network.drop(plan.dropout)
        for epoch in range(plan.epochs):
            started, total = time.monotonic(), 0.0
            order = [each[rng.choices(SHAPES, (1 - plan.untitled - plan.lowered, plan.untitled, plan.lowered))[0]] for each in examples]
            for batch in batches(order, plan.batch, rng):
                mine = batch[self.rank :: plan.processes]
                if mine:
                    outputs = self._outputs(mine)
                    value = torch.stack([loss(out, ex, weights) for out, ex in zip(outputs, mine, strict=True)]).sum()
                    (value / len(batch)).backward()
                    total += value.item()
                _sum_gradients(trained)
                torch.nn.utils.clip_grad_norm_(upper, 1.0)
                optimizer.step()
                schedule.step()
                optimizer.zero_grad()
            shared = torch.tensor([total])
            distributed.all_reduce(shared)
            say(f"epoch {epoch + 1}/{plan.epochs}: loss {shared.item() / len(order):.3f} in {time.monotonic() - started:.0f} s")
        self.heads.eval()
        self.network.drop(0.0)

    def predict(self, shown: Sequence[Example]) -> list[Output]:
        """Logits of articles, in order."""
        out: list[Output] = []
        with torch.no_grad():
            for first in range(0, len(shown), 16):
                out.extend(self._outputs(shown[first : first + 16]))
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
            outputs.append(self.heads(mine, ex))
            place += len(ex.ids)
        return outputs

    def _below(self, ex: Example) -> list[Tensor]:
        """The hidden states below the cut of an article's windows, computed once and kept in half precision."""
        key = (ex.id, hash(ex.ids))
        if key not in self.states:
            with torch.autocast("cpu", torch.bfloat16, enabled=self.plan.bfloat16):
                self.states[key] = [self.network.lower(torch.tensor([ids]), [len(ids)])[0].to(torch.bfloat16) for ids in ex.ids]
        return self.states[key]


def batches(examples: Sequence[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Batches in random order, each of articles of like length: little is then spent on padding."""
    order = list(examples)
    rng.shuffle(order)
    pool = size * POOL
    out: list[list[Example]] = []
    for first in range(0, len(order), pool):
        alike = sorted(order[first : first + pool], key=lambda ex: max(len(ids) for ids in ex.ids))
        out.extend(alike[n : n + size] for n in range(0, len(alike), size))
    rng.shuffle(out)
    return out


def arrays(outputs: Sequence[Output]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Relevance logits [n, 3] and topic logits [n, T]."""
    return np.stack([o.relevance.numpy() for o in outputs]), np.stack([o.topics.numpy() for o in outputs])


def roles(shown: Sequence[Example], outputs: Sequence[Output]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Of all candidate jurisdictions of all articles: logits [c, 2], and which of them are primary, mentioned [c, 2]."""
    logits = [logit for output in outputs for logit in output.roles]
    labels = [[one.is_primary, one.is_mentioned] for ex in shown for reading in ex.candidates for one in reading]
    return torch.cat(logits).numpy(), np.array(labels)


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


def role_figures(calibration: Calibration, logits: np.ndarray[Any, Any], labels: np.ndarray[Any, Any]) -> dict[str, float]:
    """F1 of primary and mentioned over the candidates that are in the text or the outlet's home."""
    given = calibration.decide_roles(logits)
    return {name: f1(given[:, n], labels[:, n]) for n, name in enumerate(("primary_f1", "mentioned_f1"))}


def _sum_gradients(parameters: Iterable[torch.nn.Parameter]) -> None:
    """Adds up the gradients of all processes; a parameter that this one's share did not reach counts as zero."""
    gradients = []
    for one in parameters:
        one.grad = torch.zeros_like(one) if one.grad is None else one.grad
        gradients.append(one.grad)
    flat = torch.cat([gradient.reshape(-1) for gradient in gradients])
    distributed.all_reduce(flat)
    for gradient, part in zip(gradients, flat.split([gradient.numel() for gradient in gradients]), strict=True):
        gradient.copy_(part.view_as(gradient))


def fitted(checkpoint: Path | str, plan: Plan, training: Sequence[Record], heads: Path | None, meeting: Path, rank: int = 0) -> Trainer:
    """One process's part in the training; the processes find each other by the file `meeting`. Rank 0 speaks for all."""
    distributed.init_process_group("gloo", init_method=meeting.absolute().as_uri(), rank=rank, world_size=plan.processes)
    trainer = Trainer(checkpoint, plan, rank, heads)
    trainer.fit(training, say if rank == 0 else lambda line: None)
    distributed.destroy_process_group()
    return trainer


def train(checkpoint: Path | str, plan: Plan, training: Sequence[Record], heads: Path | None = None) -> Trainer:
    """The trainer after all processes have fitted it; `heads` as for `Trainer`."""
    with tempfile.TemporaryDirectory() as folder:
        meeting = Path(folder) / "meeting"
        context = multiprocessing.get_context("spawn")
        others = [
            context.Process(target=fitted, args=(checkpoint, plan, training, heads, meeting, rank)) for rank in range(1, plan.processes)
        ]
        for other in others:
            other.start()
        trainer = fitted(checkpoint, plan, training, heads, meeting)
        for other in others:
            other.join()
    return trainer


def say(line: str) -> None:
    """A line on stderr."""
    print(line, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m nlp.train", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--checkpoint", help="another transformers encoder: a folder or a hub id (default: pruned multilingual-e5-small)")
    parser.add_argument("--out", type=Path, default=MODEL, help="where the artefact goes (default: nlp/model)")
    parser.add_argument("--work", type=Path, default=Path(".cache/train"), help="where the base encoder and checkpoints are kept")
    parser.add_argument(
        "--resume",
        type=Path,
        help="a model folder of this command: go on from its heads and the tuned encoder in WORK, with its events set aside",
    )
    parser.add_argument("--validate-only", action="store_true", help="stop after the figures on the part set aside")
    for name, value in asdict(Plan()).items():
        kind: dict[str, Any] = {"action": argparse.BooleanOptionalAction} if isinstance(value, bool) else {"type": type(value)}
        parser.add_argument(f"--{name.replace('_', '-')}", default=value, **kind)
    given = parser.parse_args(arguments)
    plan = Plan(**{name: getattr(given, name) for name in asdict(Plan())})

    checkpoint = given.checkpoint or given.work / ("tuned" if given.resume else "base")
    if checkpoint == given.work / "base" and not (given.work / "base" / "model.safetensors").exists():
        from nlp.base_weights import write_base

        write_base(given.work / "base")
    records = load()
    before = json.loads((given.resume / "tagger.json").read_text("utf8")) if given.resume else None
    aside = set(before["set_aside"]) if before else events_aside(records, plan.held_out, plan.seed)
    training, validation = parted(records, aside)
    if plan.share < 1:
        used = events_aside(training, plan.share, plan.seed)
        training = [record for record in training if record.event in used]
    say(f"{len(records)} articles, {len(training)} to train on, {len(validation)} set aside")
    trainer = train(checkpoint, plan, training, given.resume / "heads.npz" if given.resume else None)
    out = None if given.validate_only else given.out
    finish(trainer, training, validation, [*(before["plans"] if before else ()), asdict(plan)], out)
    return 0


def finish(
    trainer: Trainer, training: Sequence[Record], validation: Sequence[Record], plans: Sequence[Any], out: Path | None
) -> dict[str, float]:
    """Chooses temperatures and thresholds on the articles set aside, says what they reach there, and writes the artefact where `out` is given.

    Args:
        plans: how the weights came to be, for `tagger.json`.
    """
    shown = [example(trainer.tokenizer, record) for record in validation]
    outputs = trainer.predict(shown)
    calibration = calibrate(validation, *arrays(outputs), *roles(shown, outputs))
    reached = figures(calibration, validation, outputs) | role_figures(calibration, *roles(shown, outputs))
    say(json.dumps(reached))
    if out is None:
        return reached
    from nlp.common import write_common
    from nlp.export import write_model
    from nlp.ngrams_fit import write_ngrams

    report = {
        "validation": reached,
        "plans": list(plans),
        "articles": len(training),
        "set_aside": sorted({record.event for record in validation}),
        "topics": list(TOPICS),
        "sharpness": SHARPNESS,
    }
    write_model(trainer, calibration, report, out)
    write_common(out, training)
    write_ngrams(out, training, validation)
    say(f"wrote {out}")
    return reached


if __name__ == "__main__":
    sys.exit(main())
