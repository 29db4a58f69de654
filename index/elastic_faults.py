"""What Elasticsearch cannot do now, named, with the way out."""

import re
from typing import Any

from elastic_transport import ConnectionTimeout, TlsError, TransportError
from elasticsearch import ApiError, SerializationError, UnsupportedProductError

from core.errors import IndexMismatchError, IndexUnavailableError, SearchIndexError
from index.marker import WAY_OUT

SUPPORTED = "9"
"""The major version of Elasticsearch that is spoken."""

OF_THE_DOCUMENT = 400
"""The status of a single write that only that document's content can have caused; any other stops the batch."""

BUSY = 429
CONFLICT = 409
NOT_NOW = (BUSY, 502, 503, 504)
_RIGHTS = "docs/elasticsearch.md lists what the user needs"
_RED = frozenset({"no_shard_available_action_exception", "unavailable_shards_exception", "search_phase_execution_exception"})
_LEADERLESS = frozenset({"master_not_discovered_exception", "node_not_connected_exception", "node_closed_exception"})
_FLOOD_STAGE = re.compile(r"flood[- ]stage|read-only-allow-delete")
_LEADERLESS_BLOCK = re.compile(r"no master|state not recovered")


class GoneError(IndexMismatchError):
    """Raised when an index is not there any more; caught by the index to look where its alias points now."""


def named(err: ApiError | TransportError, shown: str) -> SearchIndexError:
    """The error of ours that names an error of the client.

    Args:
        err: what the client raised.
        shown: the addresses asked, without credentials.
    """
    if isinstance(err, UnsupportedProductError):
        return IndexUnavailableError(f"what answers at {shown} is not Elasticsearch {SUPPORTED}; check FAUXLEX_ELASTICSEARCH_URL")
    if isinstance(err, ApiError):
        error = err.body.get("error") if isinstance(err.body, dict) else None
        return refused(err.meta.status, error, shown, retry_after_s=_retry_after_s(err))
    return _unreached(err, shown)


def refused(status: int, error: Any, shown: str, *, retry_after_s: int | None = None) -> SearchIndexError:
    """The error of ours that names a refusal: of a whole request, or of one write in a batch.

    Args:
        status: the HTTP status.
        error: the engine's own words, as its JSON has them.
        shown: the addresses asked, without credentials.
        retry_after_s: what the server itself said about trying again.
    """
    kind = str(error.get("type", "")) if isinstance(error, dict) else ""
    said = reason_of(error) or f"HTTP status {status}"
    if kind == "index_not_found_exception":
        return GoneError(f"the index at {shown} was deleted; {WAY_OUT}")
    what, way_out, wait_s = _fault(status, kind, said)
    return IndexUnavailableError(f"Elasticsearch at {shown} {what} ({said}); {way_out}", retry_after_s=retry_after_s or wait_s)


def _fault(status: int, kind: str, said: str) -> tuple[str, str, int]:
    """What is the matter, the way out, and after how many seconds it may be over."""
    if kind == "media_type_header_exception":
        return unsupported(f"is older than version {SUPPORTED}")
    if status == 401:
        way_out = "check FAUXLEX_ELASTICSEARCH_USER and FAUXLEX_ELASTICSEARCH_PASSWORD, or FAUXLEX_ELASTICSEARCH_API_KEY"
        return "does not accept who we say we are", way_out, 60
    if kind == "cluster_block_exception" or "cluster_block_exception" in said:
        return _block(said)
    if status == 403:
        return "does not let this user do that", f"have the right granted: {_RIGHTS}", 60
    if status == 404:
        return "does not know any more what it began (an export that waited too long, say)", "begin again, an export with --resume", 1
    if status == 413:
        way_out = "raise the limit of the proxy before it (nginx: client_max_body_size 16m), or http.max_content_length"
        return "refuses a request for its size", way_out, 60
    if kind in _LEADERLESS:
        return "has no master", "wait for a starting cluster, else start its missing nodes", 10
    if status == 503 and kind in _RED:
        way_out = "look at GET /_cluster/allocation/explain; start the missing node, restore a snapshot, or " + WAY_OUT
        return "is red: a shard of the index is on no node", way_out, 30
    if status == BUSY:
        return "is too busy", "run the command again later; nothing is lost", 10
    if status in NOT_NOW:
        return "cannot answer now", "look at its health, then try again", 10
    return "cannot answer", "look at its health, then try again", 30


def unsupported(says: str) -> tuple[str, str, int]:
    """That its version is none that is spoken here."""
    return says, f"Fauxlex works with Elasticsearch {SUPPORTED}.x: upgrade it, or use the embedded index (FAUXLEX_BACKEND=embedded)", 300


def _block(said: str) -> tuple[str, str, int]:
    """What a block on the cluster or an index means."""
    if _FLOOD_STAGE.search(said):
        way_out = "free or add disk space on its data nodes, then run the command again (it takes the block off by itself); nothing is lost"
        return "has no room on its disk and only lets be deleted (flood stage)", way_out, 60
    if _LEADERLESS_BLOCK.search(said):
        return "has no master", "wait for a starting cluster, else start its missing nodes", 10
    way_out = 'take the block off: PUT /INDEX/_settings {"index.blocks.write": null, "index.blocks.read_only": null}'
    return "is blocked by its operator", way_out, 60


def _unreached(err: TransportError, shown: str) -> IndexUnavailableError:
    """No usable answer at all."""
    way_out = "start it (`make elasticsearch`), check the address, or use the embedded index"
    if isinstance(err, ConnectionTimeout):
        return IndexUnavailableError(f"Elasticsearch at {shown} is too slow (no answer in time); look at its load, then try again")
    if isinstance(err, TlsError):
        return IndexUnavailableError(f"Elasticsearch at {shown} shows a certificate that is not trusted ({_tls(err)})", retry_after_s=60)
    if isinstance(err, SerializationError):
        return IndexUnavailableError(f"what answers at {shown} does not speak as Elasticsearch does; check FAUXLEX_ELASTICSEARCH_URL")
    return IndexUnavailableError(f"Elasticsearch at {shown} does not answer ({type(err).__name__}); {way_out}")


def _tls(err: TlsError) -> str:
    """Why a TLS connection was not made, and the way out."""
    said = str(err)
    if "WRONG_VERSION_NUMBER" in said or "RECORD_LAYER_FAILURE" in said:
        return "it speaks plain http there: write http:// in FAUXLEX_ELASTICSEARCH_URL"
    if "Hostname mismatch" in said or "doesn't match" in said or "not valid for" in said:
        return "it is for another name: write the address as the certificate has it"
    if "expired" in said:
        return "it has expired: renew it on the server"
    return "its authority is unknown: name its file with FAUXLEX_ELASTICSEARCH_CA"


def _retry_after_s(err: ApiError) -> int | None:
    """The server's Retry-After, where it is a number of seconds."""
    said = err.meta.headers.get("retry-after") or ""
    return min(int(said), 3600) if said.isascii() and said.isdigit() and int(said) else None


def reason_of(error: Any) -> str:
    """What an error of the engine says, its first cause too."""
    if not isinstance(error, dict):
        return str(error or "")
    cause = error.get("caused_by") or next(iter(error.get("root_cause", [])), None)
    said = f"{error.get('type', '')}: {error.get('reason', '')}"
    return f"{said} ({cause.get('reason', '')})" if isinstance(cause, dict) and cause.get("reason") != error.get("reason") else said
