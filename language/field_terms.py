"""What an analysis yields, and its form as bytes that is kept with an article."""

import struct
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from core.compression import zstd

_FORM = b"FXT2"
_FORMS: dict[bytes, Callable[[bytes], bytes]] = {b"FXT1": zlib.decompress, _FORM: zstd.decompress}
"""The first bytes of a stored analysis → what unpacks it; those of before are still read."""


def _offsets() -> "array[int]":
    return array("I")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTerms:
    """The terms of one field, in order of position. Rows of words are kept in one string, between single blanks, as files and indices hold them.

    Attributes:
        term_row: the finest unit at each position.
        starts, ends: code-point offsets of each position in the raw field, end exclusive.
        whole_row, whole_places: compounds, and the position of the first unit of each.
        surface_row, surface_places: written words in folded form, and the position of the first unit of each.
    """

    term_row: str = ""
    starts: "array[int]" = field(default_factory=_offsets)
    ends: "array[int]" = field(default_factory=_offsets)
    whole_row: str = ""
    whole_places: "array[int]" = field(default_factory=_offsets)
    surface_row: str = ""
    surface_places: "array[int]" = field(default_factory=_offsets)

    @classmethod
    def of(
        cls,
        terms: Iterable[str],
        starts: "array[int]",
        ends: "array[int]",
        wholes: Sequence[tuple[str, int]],
        surface: Sequence[tuple[str, int]],
    ) -> "FieldTerms":
        """The terms from words; none of them holds a blank."""
        return cls(
            term_row=" ".join(terms),
            starts=starts,
            ends=ends,
            whole_row=" ".join([word for word, _ in wholes]),
            whole_places=array("I", [place for _, place in wholes]),
            surface_row=" ".join([word for word, _ in surface]),
            surface_places=array("I", [place for _, place in surface]),
        )

    @property
    def terms(self) -> tuple[str, ...]:
        """The finest unit at each position."""
        return tuple(self.term_row.split())

    @property
    def wholes(self) -> tuple[tuple[str, int], ...]:
        """Compounds as (word, position of their first unit)."""
        return tuple(zip(self.whole_row.split(), self.whole_places, strict=True))

    @property
    def surface(self) -> tuple[tuple[str, int], ...]:
        """Written words as (folded form, position of their first unit)."""
        return tuple(zip(self.surface_row.split(), self.surface_places, strict=True))

    def lengths(self) -> bytes:
        """How long each position is in the raw field, two bytes each, at most 65,535."""
        lengths = np.frombuffer(self.ends, np.uint32) - np.frombuffer(self.starts, np.uint32)
        return np.minimum(lengths, 0xFFFF).astype(np.uint16).tobytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """An article's terms. `version` is the `ANALYSIS_VERSION` that made them."""

    version: str
    title: FieldTerms
    text: FieldTerms

    def to_bytes(self) -> bytes:
        """A compact form to keep with the article (about a byte and a half per character of text)."""
        version = self.version.encode()
        body = b"".join((_pack(self.title), _pack(self.text)))
        return _FORM + struct.pack("<B", len(version)) + version + zstd.compress(body)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Analysis":
        """The analysis that `to_bytes` wrote.

        Raises:
            ValueError: the bytes are not such a form.
        """
        unpacked = _FORMS.get(data[:4])
        if unpacked is None:
            raise ValueError(f"not a stored analysis: begins with {data[:4]!r}; analyse the article again")
        size = data[4]
        try:
            body = unpacked(data[5 + size :])
        except (zlib.error, zstd.ZstdError, EOFError) as err:
            raise ValueError(f"a stored analysis is damaged ({err}); analyse the article again") from err
        title, at = _unpack(body, 0)
        text, _ = _unpack(body, at)
        return cls(version=data[5 : 5 + size].decode(), title=title, text=text)


def _pack(found: FieldTerms) -> bytes:
    """One field as bytes: seven counts of bytes; the terms, their beginnings and lengths; each layer's words and positions."""
    parts = (
        found.term_row.encode(),
        found.starts.tobytes(),
        found.lengths(),
        found.whole_row.encode(),
        found.whole_places.tobytes(),
        found.surface_row.encode(),
        found.surface_places.tobytes(),
    )
    return struct.pack("<7I", *map(len, parts)) + b"".join(parts)


def _unpack(body: bytes, at: int) -> tuple[FieldTerms, int]:
    """One field from `body` at `at`, and where the next begins."""
    terms, starts, lengths, wholes, whole_places, surface, surface_places = blobs = tuple(_blobs(body, at))
    found = FieldTerms(
        term_row=terms.decode(),
        starts=array("I", starts),
        ends=array("I", (np.frombuffer(starts, np.uint32) + np.frombuffer(lengths, np.uint16)).tobytes()),
        whole_row=wholes.decode(),
        whole_places=array("I", whole_places),
        surface_row=surface.decode(),
        surface_places=array("I", surface_places),
    )
    return found, at + 28 + sum(map(len, blobs))


def _blobs(body: bytes, at: int) -> Iterator[bytes]:
    sizes = struct.unpack_from("<7I", body, at)
    at += 28
    for size in sizes:
        yield body[at : at + size]
        at += size
