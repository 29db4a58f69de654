"""Normal forms of text, with the way back to the raw offsets.

Everything that compares words works on the normal form: NFKC (so decomposed Hangul, full-width letters and ligatures read like their plain
forms), quotes and dashes in one shape, no control, zero-width or bidirectional marks, no lone surrogates.
"""

import re
import unicodedata
from array import array
from dataclasses import dataclass

_ONE_TO_ONE = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u02bc": "'", "\uff07": "'", "\u2032": "'", "`": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-",
        "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2009": " ", "\u3000": " ",
    }
)  # fmt: skip
# Control characters but tab and newline; soft hyphen, zero-width, bidirectional and variation marks, BOM, lone surrogates.
_DROPPED = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
_ACCENTS = re.compile("[\u0300-\u036f]+")
# A starter with everything that may compose with it: combining marks, or a run of conjoining jamo.
_CLUSTER = re.compile(f"[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]+|[\\s\\S][{_MARKS}]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Normal:
    """A text in normal form. `origins[i]` is the raw offset of its character i (one more for the end); None means nothing moved."""

    text: str
    origins: "array[int] | None" = None

    def raw(self, offset: int) -> int:
        """The offset in the raw text of `offset` in the normal form."""
        return offset if self.origins is None else self.origins[offset]


def normal(text: str) -> str:
    """The normal form, where offsets are not needed."""
    if text.isascii() and text.isprintable():
        return text.translate(_ONE_TO_ONE) if "`" in text else text
    return unicodedata.normalize("NFKC", _DROPPED.sub("", text)).translate(_ONE_TO_ONE)


def normal_with_origins(text: str) -> Normal:
    """The normal form with the raw offset of each of its characters.

    Args:
        text: any text, also with lone surrogates and control characters.
    """
    mapped = text.translate(_ONE_TO_ONE)
    if not _DROPPED.search(mapped) and (mapped.isascii() or unicodedata.is_normalized("NFKC", mapped)):
        return Normal(text=mapped)
    pieces: list[str] = []
    origins = array("I")
    for match in _CLUSTER.finditer(mapped):
        piece = normal(_DROPPED.sub("", match.group()))
        start, end = match.span()
        pieces.append(piece)
        if len(piece) == end - start:
            origins.extend(range(start, end))
        else:
            origins.extend(_spread(start, end, len(piece)))
    origins.append(len(text))
    return Normal(text="".join(pieces), origins=origins)


def clean(text: str) -> str:
    """The text as it may be stored and shown: NFC, without control, zero-width and bidirectional characters; words and quotes untouched."""
    return unicodedata.normalize("NFC", _DROPPED.sub("", text))


def words_of(text: str) -> frozenset[str]:
    """The words of a list written as one string."""
    return frozenset(text.split())


def fold(text: str) -> str:
    """Lower case without accents: `Assemblée` and `assemblee` become the same. Hangul and other scripts stay composed."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFD", lowered)
    bare = _ACCENTS.sub("", decomposed)
    return unicodedata.normalize("NFC", bare).replace("œ", "oe").replace("æ", "ae").replace("ß", "ss").replace("ø", "o").replace("ł", "l")


def _spread(start: int, end: int, length: int) -> list[int]:
    """Raw offsets for `length` characters that came out of the raw stretch `start` to `end`."""
    return [start + (index * (end - start)) // length for index in range(length)]
