"""What an index keeps of an article to show it: the hit's fields, and the text with its terms for snippets.

One packed value, the same in both backends: four lengths, a JSON header, the text, its terms, and where they stand, compressed together: terms and text
say much the same, which the engines' own compression, made for speed, does not see (measured: 1.8 against 2.8 kB an article of 1.7 kB).
"""

import json
import struct
from typing import Any

from core.compression import zstd
from index.base import Hit, IndexDocument
from index.snippets import Wanted, packed_offsets, snippets
from language.field_terms import FieldTerms
from language.normal import clean

_LENGTHS = struct.Struct("<4I")
_HEADER = (
    "id", "url", "title", "source", "published_at", "language", "relevance", "topics", "jurisdictions", "story", "outlet_country", "first_seen",
    "corrected",
)  # fmt: skip
_LEVEL = 3  # of zstd: the lowest at which an index is less than twice the raw text
_COMPRESSOR = zstd.ZstdCompressor(level=_LEVEL)  # one for all, which it allows: its tables are larger than what it packs
_TO_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_KEPT_TEXT = 200_000  # characters; snippets are not looked for beyond


def pack(document: IndexDocument) -> bytes:
    """The packed value of a document. Where the outlet reserves its text, none of it is kept."""
    article, annotation = document.article, document.annotation
    reserved = article.rights == "reserved"
    text = "" if reserved else (article.text or "")[:_KEPT_TEXT]
    terms = FieldTerms() if reserved else document.analysis.text
    header = (
        article.id,
        article.url,
        clean(article.title) if article.title is not None else None,
        article.source,
        article.published_at.isoformat() if article.published_at else None,
        annotation.language or article.language,
        annotation.relevance,
        [[topic.code, round(topic.score, 4)] for topic in annotation.topics],
        [[found.code, found.role] for found in annotation.jurisdictions],
        annotation.story,
        article.outlet_country,
        document.first_seen.isoformat(),
        annotation.corrected,
    )
    blobs = (
        _TO_JSON.encode(header).encode("utf-8", "replace"),
        text.encode("utf-8", "replace"),
        terms.term_row.encode("utf-8", "replace"),
        packed_offsets(terms),
    )
    return _COMPRESSOR.compress(_LENGTHS.pack(*map(len, blobs)) + b"".join(blobs), zstd.ZstdCompressor.FLUSH_FRAME)


def hit(data: bytes, score: float, show: Wanted) -> Hit:
    """The hit of a packed value, with snippets that show what was wanted."""
    data = zstd.decompress(data)
    sizes = _LENGTHS.unpack_from(data)
    header_end = _LENGTHS.size + sizes[0]
    header: dict[str, Any] = dict(zip(_HEADER, json.loads(data[_LENGTHS.size : header_end]), strict=True))
    text_end = header_end + sizes[1]
    text = data[header_end:text_end].decode()
    terms_end = text_end + sizes[2]
    offsets = data[terms_end : terms_end + sizes[3]]
    snippet, *more = snippets(text, data[text_end:terms_end].decode(), offsets, show)
    header["topics"] = tuple((code, value) for code, value in header["topics"])
    header["jurisdictions"] = tuple((code, role) for code, role in header["jurisdictions"])
    header["corrected"] = tuple(header["corrected"])
    return Hit(**header, score=score, snippet=snippet, more=tuple(more))
