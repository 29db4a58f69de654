"""What an index keeps of an article to show it: the hit's fields, and the text with its terms for snippets.

One packed value, the same in both backends: four lengths, a JSON header, the text, its terms, and where they stand, compressed together: terms and text
say much the same, which the engines' own compression, made for speed, does not see (measured: 2.1 against 2.8 kB an article of 1.8 kB).
"""

import json
import struct
import zlib
from typing import Any

from index.base import Hit, IndexDocument
from index.snippets import Wanted, packed_offsets, snippets
from language.analysis import FieldTerms
from language.normal import clean

_LENGTHS = struct.Struct("<4I")
_KEPT_TEXT = 200_000  # characters; snippets are not looked for beyond


def pack(document: IndexDocument) -> bytes:
    """The packed value of a document. Where the outlet reserves its text, none of it is kept."""
    article, annotation = document.article, document.annotation
    reserved = article.rights == "reserved"
    text = "" if reserved else (article.text or "")[:_KEPT_TEXT]
    terms = FieldTerms() if reserved else document.analysis.text
    header: dict[str, Any] = {
        "id": article.id,
        "url": article.url,
        "title": clean(article.title) if article.title is not None else None,
        "source": article.source,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "language": annotation.language or article.language,
        "relevance": annotation.relevance,
        "topics": [[topic.code, round(topic.score, 4)] for topic in annotation.topics],
        "jurisdictions": [[found.code, found.role] for found in annotation.jurisdictions],
        "story": annotation.story,
        "outlet_country": article.outlet_country,
        "first_seen": document.first_seen.isoformat(),
    }
    if annotation.corrected:
        header["corrected"] = annotation.corrected
    blobs = (
        json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
        text.encode("utf-8", "replace"),
        " ".join(terms.terms).encode("utf-8", "replace"),
        packed_offsets(terms),
    )
    return zlib.compress(_LENGTHS.pack(*map(len, blobs)) + b"".join(blobs), 1)


def hit(data: bytes, score: float, show: Wanted) -> Hit:
    """The hit of a packed value, with snippets that show what was wanted."""
    data = zlib.decompress(data)
    sizes = _LENGTHS.unpack_from(data)
    header_end = _LENGTHS.size + sizes[0]
    header: dict[str, Any] = json.loads(data[_LENGTHS.size : header_end])
    text_end = header_end + sizes[1]
    text = data[header_end:text_end].decode()
    terms_end = text_end + sizes[2]
    offsets = data[terms_end : terms_end + sizes[3]]
    snippet, *more = snippets(text, data[text_end:terms_end].decode(), offsets, show)
    header["topics"] = tuple((code, value) for code, value in header["topics"])
    header["jurisdictions"] = tuple((code, role) for code, role in header["jurisdictions"])
    header["corrected"] = tuple(header.get("corrected", ()))
    return Hit(**header, score=score, snippet=snippet, more=tuple(more))
