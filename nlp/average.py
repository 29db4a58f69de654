"""Averages fits that began from the same weights, value by value: `python -m nlp.average --fit MODEL TUNED WEIGHT --fit … --out FOLDER`.

Such fits err apart where they know little, and their average errs less than each (Wortsman et al., "Model soups", 2022). A fit is a model folder of
`nlp.train`, for its heads, and the tuned encoder that it left in WORK. The articles set aside are those of the first; temperatures and thresholds
are chosen anew.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from core.errors import UsageError
from nlp.corpus import load, parted
from nlp.encoder import MODEL
from nlp.export import TUNED
from nlp.train import Plan, Trainer, finish, say

WEIGHTS = "model.safetensors"


def averaged(fits: Sequence[Mapping[str, Tensor]], shares: Sequence[float]) -> dict[str, Tensor]:
    """The weighted mean of weights of one shape.

    Args:
        fits: tensors by name, the same names and shapes in each. shares: what each counts; they need not sum to 1.

    Raises:
        UsageError: the fits are not of one architecture, or nothing counts.
    """
    if any({name: value.shape for name, value in fit.items()} != {name: value.shape for name, value in fits[0].items()} for fit in fits):
        raise UsageError("the fits are of different architectures; average only what `nlp.train --resume` made from one fit")
    if sum(shares) <= 0:
        raise UsageError(f"the weights {shares} sum to nothing; give each fit a positive one")
    return {
        name: sum((fit[name].float() * share for fit, share in zip(fits, shares, strict=True)), torch.zeros(())) / sum(shares)
        for name in fits[0]
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m nlp.average", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--fit", nargs=3, action="append", required=True, metavar=("MODEL", "TUNED", "WEIGHT"), help="one for each fit")
    parser.add_argument("--out", type=Path, default=MODEL, help="where the artefact goes (default: nlp/model)")
    parser.add_argument("--validate-only", action="store_true", help="stop after the figures on the part set aside")
    given = parser.parse_args(arguments)
    folders = [(Path(model), Path(tuned)) for model, tuned, _ in given.fit]
    shares = [float(share) for *_, share in given.fit]

    abouts = [json.loads((model / "tagger.json").read_text("utf8")) for model, _ in folders]
    aside = set(abouts[0]["set_aside"])
    training, validation = parted(load(), aside)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        shutil.copytree(folders[0][1], work / "tuned")
        encoder = averaged([load_file(tuned / WEIGHTS) for _, tuned in folders], shares)
        save_file({name: value.contiguous() for name, value in encoder.items()}, work / "tuned" / WEIGHTS, metadata={"format": "pt"})
        heads = averaged([_heads(model) for model, _ in folders], shares)
        np.savez(work / "heads.npz", allow_pickle=False, **{name: value.numpy() for name, value in heads.items()})
        torch.set_num_threads(2)
        trainer = Trainer(work / "tuned", Plan(processes=1), heads=work / "heads.npz")
    trainer.heads.eval()
    plans = [{"average_of": [{"weight": share, "plans": about["plans"]} for share, about in zip(shares, abouts, strict=True)]}]
    finish(trainer, training, validation, plans, None if given.validate_only else given.out)
    if not given.validate_only:
        say(f"the averaged encoder in full precision is in {TUNED}")
    return 0


def _heads(model: Path) -> dict[str, Tensor]:
    """A model's heads, without what is measured on the whole corpus (`nlp.common`)."""
    with np.load(model / "heads.npz") as kept:
        return {name: torch.from_numpy(kept[name]) for name in kept.files if not name.startswith("common_")}


if __name__ == "__main__":
    sys.exit(main())
