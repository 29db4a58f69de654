"""Embeddings of the embedded index: two files beside it that only grow, read by a scan over all of them.

An embedding is kept in 8 bits a value with a scale of its own (error of a cosine at 384 values: about 0.002), and the newest record of an article
counts. `vectors.values` holds the values, `vectors.ids` whose they are and the scales. Both are written before the engine commits, values first, so
they may know more than the index does, never less. A scan multiplies in 8 bits, the query too, and compares the likest again with the whole query.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numkong
import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 384
_OWNER = np.dtype([("id", "<i8"), ("scale", "<f4")])
_BYTES = 2 * DIMENSIONS  # of an embedding as an annotation keeps it
_CONVERTED = 1024  # embeddings put into 8 bits at a time
_CHUNK = 65_536  # rows multiplied at a time: products that stay in the processor's cache
_BLOCK = 32  # rows of which the likest is looked at first

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Embedded:
    """The embedding of one article, or that it has none any more."""

    id_hash: int
    embedding: bytes | None


def unpacked(embedding: bytes | None) -> Floats | None:
    """The values of an embedding as an annotation keeps it; None where there is none of the size that is searched."""
    if embedding is None or len(embedding) != _BYTES:
        return None
    values = np.frombuffer(embedding, "<f2").astype(np.float32)
    return values if np.isfinite(values).all() and values.any() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Records:
    """The files as they were at one moment. `scales` is NaN for a row that does not count: an article's older ones, and those without values.

    `ids` are the articles in order, `rows` the newest row of each.
    """

    values: NDArray[np.int8]
    owners: Ints
    scales: Floats
    ids: Ints
    rows: Ints


class Scan:
    """How like a query each row is, worked out once; asked for as many of the likest as are needed."""

    def __init__(self, records: _Records, query: Floats) -> None:
        self._records = records
        self._query = query
        self._likeness = _products(records, query)
        self.known = int(np.count_nonzero(~np.isnan(self._likeness)))

    def likest(self, most: int) -> list[tuple[int, float]]:
        """Hashed id and cosine of about `most` articles or of all that there are, the likest first, equal ones by id."""
        rows = _highest(self._likeness, most)
        return _compared(self._records, self._query, rows)[:most]


class Vectors:
    """The embeddings of an index.

    Args:
        folder: the index's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._values_path = folder / "vectors.values"
        self._owners_path = folder / "vectors.ids"
        self._read: _Records | None = None
        self._count = -1

    def append(self, batch: Sequence[Embedded]) -> None:
        """Adds embeddings; durable when it returns. Cuts off what a crash left of a half-written batch."""
        owners, rows = np.zeros(len(batch), _OWNER), np.zeros((len(batch), DIMENSIONS), np.int8)
        owners["id"] = [one.id_hash for one in batch]
        there = [at for at, one in enumerate(batch) if one.embedding is not None and len(one.embedding) == _BYTES]
        for begin in range(0, len(there), _CONVERTED):
            part = np.array(there[begin : begin + _CONVERTED])
            values = np.frombuffer(b"".join([batch[at].embedding or b"" for at in part]), "<f2").reshape(-1, DIMENSIONS).astype(np.float32)
            usable = np.isfinite(values).all(axis=1) & values.any(axis=1)
            part, values = part[usable], values[usable]
            scales = np.abs(values).max(axis=1) / 127
            owners["scale"][part] = scales
            rows[part] = np.round(values / scales[:, None])
        count = self._whole()
        _write(self._values_path, count * DIMENSIONS, rows.tobytes())
        _write(self._owners_path, count * _OWNER.itemsize, owners.tobytes())

    def known(self, id_hashes: Sequence[int]) -> set[int]:
        """Those of some articles that have a record."""
        ids, asked = self._records().ids, np.array(id_hashes, np.int64)
        if not len(ids):
            return set()
        return set(asked[ids[np.minimum(np.searchsorted(ids, asked), len(ids) - 1)] == asked].tolist())

    def nearest(self, query: Floats, allowed: Ints, most: int) -> list[tuple[int, float]]:
        """The articles whose embeddings are the most like the query's, each of the allowed ones compared.

        Args:
            query: [DIMENSIONS], L2 norm 1.
            allowed: hashed ids of the articles to choose from.
            most: how many.

        Returns:
            Hashed id and cosine, the likest first, equal ones by id.
        """
        records = self._records()
        if not len(records.ids):
            return []
        at = np.minimum(np.searchsorted(records.ids, allowed), len(records.ids) - 1)
        rows = np.sort(records.rows[at[records.ids[at] == allowed]])
        return _compared(records, query, rows[~np.isnan(records.scales[rows])])[:most]

    def scan(self, query: Floats) -> Scan:
        """How like the query every article is."""
        return Scan(self._records(), query)

    def _whole(self) -> int:
        """How many records are there whole."""
        sizes = [path.stat().st_size if path.exists() else 0 for path in (self._values_path, self._owners_path)]
        return min(sizes[0] // DIMENSIONS, sizes[1] // _OWNER.itemsize)

    def _records(self) -> _Records:
        """The files as they are, looked at anew if they have grown."""
        count = self._whole()
        if self._read is None or count != self._count:
            self._read, self._count = self._look(count), count
        return self._read

    def _look(self, count: int) -> _Records:
        if not count:
            none = np.empty(0, np.int64)
            return _Records(values=np.empty((0, DIMENSIONS), np.int8), owners=none, scales=np.empty(0, np.float32), ids=none, rows=none)
        records = np.fromfile(self._owners_path, _OWNER, count)
        owners = np.ascontiguousarray(records["id"])
        ids, at = np.unique(owners[::-1], return_index=True)
        rows = count - 1 - at
        scales = np.full(count, np.nan, np.float32)
        scales[rows] = np.where(records["scale"][rows] > 0, records["scale"][rows], np.nan)
        values = np.memmap(self._values_path, np.int8, "r", shape=(count, DIMENSIONS))
        return _Records(values=values, owners=owners, scales=scales, ids=ids, rows=rows)


def _write(path: Path, at: int, data: bytes) -> None:
    """Puts data at an offset, cuts the file off after it, and waits until the disk has it."""
    with path.open("r+b" if path.exists() else "wb") as out:
        out.truncate(at)
        out.seek(at)
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _products(records: _Records, query: Floats) -> Floats:
    """The query times every row, both in 8 bits; in an order of likeness, but not yet cosines."""
    asked = np.round(query * (127 / np.abs(query).max())).astype(np.int8)[None]
    likeness = np.empty(len(records.owners), np.float32)
    for begin in range(0, len(likeness), _CHUNK):
        end = begin + _CHUNK
        products = np.asarray(numkong.cdist(asked, records.values[begin:end], "dot"))[0]
        np.multiply(products, records.scales[begin:end], out=likeness[begin:end], casting="unsafe")
    return likeness


def _highest(likeness: Floats, most: int) -> Ints:
    """At least `most` rows of the highest values, if there are so many; no row that is NaN.

    The `most`-th highest of the blocks' maxima is below the `most`-th highest of all, so that nothing that belongs there is missed.
    """
    if most >= len(likeness):
        return np.flatnonzero(~np.isnan(likeness))
    blocks = len(likeness) // _BLOCK
    if blocks <= 2 * most:
        ranked = np.where(np.isnan(likeness), -np.inf, likeness)
        return np.flatnonzero((ranked >= np.partition(ranked, -most)[-most]) & (ranked > -np.inf))
    maxima = np.fmax.reduce(likeness[: blocks * _BLOCK].reshape(blocks, _BLOCK), axis=1)
    maxima[np.isnan(maxima)] = -np.inf
    return np.flatnonzero(likeness >= np.partition(maxima, -most)[-most])


def _compared(records: _Records, query: Floats, rows: Ints) -> list[tuple[int, float]]:
    """Hashed id and cosine with the whole query of some rows, the likest first, equal ones by id."""
    cosines = np.concatenate(
        [
            (np.asarray(records.values[part]).astype(np.float32) @ query) * records.scales[part]
            for part in np.array_split(rows, len(rows) // _CHUNK + 1)
        ]
    )
    owners = records.owners[rows]
    order = np.lexsort((owners, -cosines))
    return list(zip(owners[order].tolist(), cosines[order].tolist(), strict=True))
