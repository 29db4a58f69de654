"""Cursors: where the next page begins, signed, and good for one query on one index only."""

import base64
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass

from index.base import Query
from index.query import UnreadableQueryError

_MAC_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The last hit of a page: its order values, its id, and how many hits came before the next page."""

    score: float
    key: int
    id: str
    seen: int


class Cursors:
    """Writes and reads cursors of one index.

    Args:
        secret: the key that signs them, kept with the index.
        generation: the index's generation: a rebuilt index does not take an old one's cursors.
    """

    def __init__(self, secret: str, generation: str) -> None:
        self._secret = secret.encode()
        self._generation = generation

    def write(self, query: Query, place: Place) -> str:
        """The cursor of the page after `place`."""
        body = json.dumps([place.score, place.key, place.id, place.seen], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._mac(query, body) + body).decode().rstrip("=")

    def read(self, query: Query) -> Place | None:
        """The place that the query's cursor names, or None where it has none.

        Raises:
            UnreadableQueryError: it is damaged, forged, of another query, or of an index that was rebuilt since.
        """
        if query.cursor is None:
            return None
        try:
            data = base64.urlsafe_b64decode(query.cursor.encode("ascii") + b"=" * (-len(query.cursor) % 4))
        except ValueError:
            data = b""
        mac, body = data[:_MAC_BYTES], data[_MAC_BYTES:]
        if not body or not hmac.compare_digest(mac, self._mac(query, body)):
            raise UnreadableQueryError("cursor")
        score, key, article_id, seen = json.loads(body)
        return Place(score=score, key=key, id=article_id, seen=seen)

    def _mac(self, query: Query, body: bytes) -> bytes:
        """Signs the body together with everything of the query that decides the order and the hits."""
        asked = json.dumps(
            [self._generation, query.text, asdict(query.filters), query.sort, query.expand, query.drop, query.mode],
            default=str,
            sort_keys=True,
        ).encode()
        return hmac.digest(self._secret, asked + b"\0" + body, hashlib.sha256)[:_MAC_BYTES]
