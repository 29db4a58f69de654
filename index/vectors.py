"""Embeddings of the embedded index: one file beside it that only grows, read by a scan over those that the filters let through.

An embedding is kept in 8 bits a value with a scale of its own (error of a cosine at 384 values: about 0.002), and the newest record of an article
counts. The file is written before the engine commits, so it may know more than the index does, never less.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 384
_RECORD = np.dtype([("id", "<i8"), ("scale", "<f4"), ("values", "i1", DIMENSIONS)])
_CHUNK = 65_536  # records multiplied at a time: some 100 MB

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Embedded:
    """The embedding of one article, or that it has none any more."""

    id_hash: int
    embedding: bytes | None


def unpacked(embedding: bytes | None) -> Floats | None:
    """The values of an embedding as an annotation keeps it; None where there is none of the size that is searched."""
    if embedding is None or len(embedding) != 2 * DIMENSIONS:
        return None
    values = np.frombuffer(embedding, "<f2").astype(np.float32)
    return values if np.isfinite(values).all() and values.any() else None


class Vectors:
    """The file `vectors.bin` of an index.

    Args:
        folder: the index's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "vectors.bin"
        self._size = -1
        self._ids: NDArray[np.int64] = np.empty(0, np.int64)
        self._rows: NDArray[np.int64] = np.empty(0, np.int64)
        self._records: NDArray[np.void] = np.empty(0, _RECORD)

    def append(self, batch: Sequence[Embedded]) -> None:
        """Adds embeddings; durable when it returns. Cuts off what a crash left of a half-written record."""
        records = np.zeros(len(batch), _RECORD)
        for record, one in zip(records, batch, strict=True):
            record["id"] = one.id_hash
            values = unpacked(one.embedding)
            if values is not None:
                record["scale"] = np.abs(values).max() / 127
                record["values"] = np.round(values / record["scale"]).astype(np.int8)
        with self._path.open("ab") as out:
            out.truncate(out.tell() - out.tell() % _RECORD.itemsize)
            out.seek(0, os.SEEK_END)
            out.write(records.tobytes())
            out.flush()
            os.fsync(out.fileno())

    def known(self, id_hash: int) -> bool:
        """Whether an article has a record."""
        self._refresh()
        at = int(np.searchsorted(self._ids, id_hash))
        return at < len(self._ids) and int(self._ids[at]) == id_hash

    def nearest(self, query: Floats, allowed: NDArray[np.int64], most: int) -> list[tuple[int, float]]:
        """The articles whose embeddings are the most like the query's.

        Args:
            query: [DIMENSIONS], L2 norm 1.
            allowed: hashed ids of the articles to choose from.
            most: how many.

        Returns:
            Hashed id and cosine, the likest first, equal ones by id.
        """
        self._refresh()
        rows = self._rows[np.isin(self._ids, allowed)]
        found: list[tuple[float, int]] = []
        for begin in range(0, len(rows), _CHUNK):
            records = self._records[rows[begin : begin + _CHUNK]]
            cosines = (records["values"].astype(np.float32) @ query) * records["scale"]
            likest = np.argsort(-cosines, kind="stable")[:most]
            found += [(-float(cosines[at]), int(records["id"][at])) for at in likest if records["scale"][at] > 0]
        return [(id_hash, -negated) for negated, id_hash in sorted(found)[:most]]

    def _refresh(self) -> None:
        """Looks at the file anew if it has grown: the last record of each id, in order of ids."""
        size = self._path.stat().st_size if self._path.exists() else 0
        if size == self._size:
            return
        self._size = size
        count = size // _RECORD.itemsize
        self._records = np.memmap(self._path, _RECORD, "r", shape=(count,)) if count else np.empty(0, _RECORD)
        newest_first = np.asarray(self._records["id"])[::-1]
        self._ids, at = np.unique(newest_first, return_index=True)
        self._rows = count - 1 - at
