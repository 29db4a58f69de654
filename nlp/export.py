"""Writes a trained tagger as the artefact that is shipped: an ONNX encoder in 8 bits, its embeddings in a file of their own, heads, calibration.

The graph is built straight from the weights (BERT, RoBERTa and XLM-R share it), so that attention and normalisation are ONNX Runtime's fused
operators. Weights and activations are whole numbers, activations with a scale for each token as it comes: on the development set the figures are
those of full precision, where one scale for all activations of a run moved topics by 0.014 F1. Embeddings are int8 a row. A retrain leaves `embeddings.bin` as
it was. `python -m nlp.export` writes the graph anew from the tuned encoder of the last training.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from core.errors import ModelError
from nlp.calibration import Calibration
from nlp.encoder import describe

FAMILIES = {"bert": 0, "roberta": 2, "xlm-roberta": 2, "camembert": 2}
"""Architectures that share the graph → first row of their position table."""

WEIGHT_LEVELS, ACTIVATION_LEVELS = 63, 255
TUNED = Path(".cache/train/tuned")
"""The tuned encoder in full precision, kept beside the shipped one so that the two can be compared (tests/quality/fidelity.py)."""

Weights = Mapping[str, NDArray[np.float32]]


class Graph:
    """Collects nodes and constants of an ONNX graph."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def constant(self, name: str, values: NDArray[Any]) -> str:
        """Adds a constant; its name."""
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def node(self, operator: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        """Adds an operator with one output; the output's name."""
        self.nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output

    def linear(self, value: str, weight: NDArray[np.float32], bias: NDArray[np.float32], name: str) -> str:
        """value · weightᵀ + bias in whole numbers: weights of 7 bits with a scale for each column, activations of 8 between the least and the greatest
        of their token. So no sum of two products exceeds 16 bits, in which processors without VNNI add them, and all processors get the same."""
        scale = np.abs(weight).max(1) / WEIGHT_LEVELS
        scale[scale == 0] = 1
        packed = np.rint(weight / scale[:, None]).astype(np.int8).T
        axis = self.constant("last", np.array([-1], np.int64))
        least = self.constant("least", np.array(1e-9, np.float32))
        levels = self.constant("levels", np.array(ACTIVATION_LEVELS, np.float32))
        low = self.node("ReduceMin", [value, axis], f"{name}.low", keepdims=1)
        high = self.node("ReduceMax", [value, axis], f"{name}.high", keepdims=1)
        width = self.node("Sub", [high, low], f"{name}.range")
        width = self.node("Max", [width, least], f"{name}.width")
        step = self.node("Div", [width, levels], f"{name}.step")
        steps = self.node("Sub", [value, low], f"{name}.above")
        steps = self.node("Div", [steps, step], f"{name}.steps")
        steps = self.node("Round", [steps], f"{name}.whole")
        steps = self.node("Cast", [steps], f"{name}.u8", to=TensorProto.UINT8)
        out = self.node("MatMulInteger", [steps, self.constant(f"{name}.w", packed)], f"{name}.i32")
        out = self.node("Cast", [out], f"{name}.f32", to=TensorProto.FLOAT)
        out = self.node("Mul", [out, step], f"{name}.rows")
        out = self.node("Mul", [out, self.constant(f"{name}.s", scale.astype(np.float32))], f"{name}.scaled")
        # what the least of each token has taken from every weight of a column
        sums = self.constant(f"{name}.sums", packed.sum(0, dtype=np.float32) * scale.astype(np.float32))
        base = self.node("Mul", [low, sums], f"{name}.below")
        base = self.node("Add", [base, self.constant(f"{name}.b", bias.astype(np.float32))], f"{name}.base")
        return self.node("Add", [out, base], f"{name}.o")


def write_model(trainer: Any, calibration: Calibration, report: Mapping[str, Any], folder: Path) -> None:
    """Writes encoder, heads, tokenizer, configuration, calibration and training report into `folder`.

    Raises:
        ModelError: the encoder is of a family whose graph is not known.
    """
    folder.mkdir(parents=True, exist_ok=True)
    encoder = trainer.network.encoder
    encoder.save_pretrained(TUNED)
    trainer.tokenizer.save_pretrained(TUNED)
    weights = {name: value.detach().float().numpy() for name, value in encoder.state_dict().items()}
    write_encoder(weights, encoder.config, folder)
    heads = {name.replace(".", "_"): value.detach().numpy() for name, value in trainer.heads.state_dict().items()}
    np.savez(folder / "heads.npz", **heads)
    encoder.config.save_pretrained(folder)
    trainer.tokenizer.save_pretrained(folder)
    describe(folder, {"calibration": asdict(calibration), **report})


def write_encoder(weights: Weights, config: Any, folder: Path) -> None:
    """Writes `encoder.onnx` and `embeddings.bin`.

    Inputs `input_ids` and `attention_mask`, int64 [batch, length]; output `hidden`, float32 [batch, length, hidden size].
    """
    if config.model_type not in FAMILIES:
        raise ModelError(f"encoders of type '{config.model_type}' cannot be exported; known are {', '.join(FAMILIES)}")
    graph = Graph()
    embeddings = _embeddings(graph, weights, FAMILIES[config.model_type], config.layer_norm_eps)
    value = "x0"
    for layer in range(config.num_hidden_layers):
        prefix = f"encoder.layer.{layer}."
        mine = {name[len(prefix) :]: array for name, array in weights.items() if name.startswith(prefix)}
        last = layer == config.num_hidden_layers - 1
        value = _layer(graph, mine, value, f"l{layer}", config, "hidden" if last else f"l{layer}.x")
    shape = ["batch", "length"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask")]
    output = helper.make_tensor_value_info("hidden", TensorProto.FLOAT, [*shape, config.hidden_size])
    made = helper.make_graph(graph.nodes, "encoder", inputs, [output], list(graph.constants.values()))
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(made, opset_imports=opsets, ir_version=9)
    _move_out(model, embeddings, folder / "embeddings.bin")
    onnx.save(model, str(folder / "encoder.onnx"))


def _embeddings(graph: Graph, weights: Weights, first_position: int, epsilon: float) -> list[str]:
    """Words, positions and types summed and normalised into `x0`; returns the constants that go into a file of their own."""
    words = weights["embeddings.word_embeddings.weight"]
    scale = np.abs(words).max(1, keepdims=True) / 127
    scale[scale == 0] = 1
    graph.constant("words", np.rint(words / scale).clip(-127, 127).astype(np.int8))
    graph.constant("words.s", scale.astype(np.float32))
    positions = weights["embeddings.position_embeddings.weight"][first_position:] + weights["embeddings.token_type_embeddings.weight"][0]
    graph.constant("positions", positions.astype(np.float32))
    graph.node("Cast", [graph.node("Gather", ["words", "input_ids"], "w8")], "w32", to=TensorProto.FLOAT)
    graph.node("Mul", ["w32", graph.node("Gather", ["words.s", "input_ids"], "ws")], "w")
    graph.node("Gather", [graph.node("Shape", ["input_ids"], "shape"), graph.constant("one", np.array([1], np.int64))], "length")
    graph.node(
        "Slice",
        ["positions", graph.constant("zero", np.array([0], np.int64)), "length", graph.constant("axis", np.array([0], np.int64))],
        "p",
    )
    norm = [
        graph.constant("norm.w", weights["embeddings.LayerNorm.weight"].astype(np.float32)),
        graph.constant("norm.b", weights["embeddings.LayerNorm.bias"].astype(np.float32)),
    ]
    graph.node("LayerNormalization", [graph.node("Add", ["w", "p"], "wp"), *norm], "x0", axis=-1, epsilon=epsilon)
    graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    return ["words", "words.s"]


def _layer(graph: Graph, weights: Weights, value: str, name: str, config: Any, output: str) -> str:
    """One transformer layer."""
    size, heads = config.hidden_size, config.num_attention_heads
    query = [weights[f"attention.self.{part}.weight"] for part in ("query", "key", "value")]
    bias = [weights[f"attention.self.{part}.bias"] for part in ("query", "key", "value")]
    joint = graph.linear(value, np.concatenate(query), np.concatenate(bias), f"{name}.qkv")
    parts = [f"{name}.q", f"{name}.k", f"{name}.v"]
    graph.nodes.append(helper.make_node("Split", [joint, graph.constant("thirds", np.array([size] * 3, np.int64))], parts, axis=-1))
    attended = graph.node("MultiHeadAttention", [*parts, "", "mask"], f"{name}.a", domain="com.microsoft", num_heads=heads)

    def add_and_norm(left: str, right: str, source: str, target: str) -> str:
        norm = [graph.constant(f"{target}.{k}", weights[f"{source}.LayerNorm.{k}"].astype(np.float32)) for k in ("weight", "bias")]
        return graph.node("SkipLayerNormalization", [left, right, *norm], target, domain="com.microsoft", epsilon=config.layer_norm_eps)

    out = graph.linear(attended, weights["attention.output.dense.weight"], weights["attention.output.dense.bias"], f"{name}.ao")
    middle = add_and_norm(value, out, "attention.output", f"{name}.m")
    inner = graph.linear(middle, weights["intermediate.dense.weight"], weights["intermediate.dense.bias"], f"{name}.fi")
    active = graph.node("Gelu", [inner], f"{name}.g", domain="com.microsoft")
    back = graph.linear(active, weights["output.dense.weight"], weights["output.dense.bias"], f"{name}.fo")
    return add_and_norm(middle, back, "output", output)


def _move_out(model: Any, names: Sequence[str], path: Path) -> None:
    """Moves constants into an external file, written only where it changes."""
    blob = bytearray()
    for tensor in model.graph.initializer:
        if tensor.name not in names:
            continue
        data = tensor.raw_data
        entries = {"location": path.name, "offset": str(len(blob)), "length": str(len(data))}
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        for key, text in entries.items():
            tensor.external_data.add(key=key, value=text)
        blob += data
        blob += bytes(-len(blob) % 4096)  # memory maps want whole pages
    if not path.exists() or path.read_bytes() != bytes(blob):
        path.write_bytes(bytes(blob))


def main() -> None:
    """Writes the encoder of `nlp/model` anew from the tuned checkpoint; heads and calibration stay."""
    from transformers import AutoModel

    folder = Path(__file__).parent / "model"
    encoder = AutoModel.from_pretrained(TUNED, add_pooling_layer=False)
    write_encoder({name: value.detach().float().numpy() for name, value in encoder.state_dict().items()}, encoder.config, folder)
    describe(folder, json.loads((folder / "tagger.json").read_text("utf8")))


if __name__ == "__main__":
    main()
