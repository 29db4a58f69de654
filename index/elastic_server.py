"""The connection to an Elasticsearch server, its errors turned into ours."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError

from core.errors import IndexMismatchError, IndexUnavailableError
from index.marker import WAY_OUT

_Answer = TypeVar("_Answer")


class GoneError(IndexMismatchError):
    """Raised when an index is not there any more; caught by the index to look where its alias points now."""


class Server:
    """The connection, with its errors turned into ours."""

    def __init__(self, client: Elasticsearch, shown: str) -> None:
        self.client = client
        self.shown = shown

    def behind(self, name: str) -> str | None:
        """The index that an alias names; None if there is no such alias."""
        answer = self.ask(lambda: self.client.options(ignore_status=404).indices.get(index=name))
        found: dict[str, Any] = {} if "error" in answer else dict(answer)
        if not found:
            return None
        index = next(iter(found))
        if len(found) > 1 or name not in found[index].get("aliases", {}):
            raise IndexMismatchError(f"{name!r} at {self.shown} is not a Fauxlex index; name the index otherwise, or remove that one")
        return index

    def marker(self, index: str) -> str | None:
        """What an index holds as its marker."""
        mapping = self.ask(lambda: self.client.indices.get_mapping(index=index))
        meta = mapping[index]["mappings"].get("_meta", {})
        stored: str | None = meta.get("marker")
        return stored

    def nodes(self) -> int:
        """How many data nodes there are: a replica on one node only would stay unassigned."""
        return int(self.ask(self.client.cluster.health)["number_of_data_nodes"])

    def ask(self, request: Callable[[], _Answer]) -> _Answer:
        """The answer to a request.

        Raises:
            IndexUnavailableError: none, or not now.
            IndexMismatchError: the index is gone.
        """
        try:
            return request()
        except NotFoundError as err:
            raise GoneError(f"the index at {self.shown} was deleted; {WAY_OUT}") from err
        except ApiError as err:
            said = reason_of(err.body.get("error") if isinstance(err.body, dict) else None) or str(err.meta.status)
            raise IndexUnavailableError(f"Elasticsearch at {self.shown} cannot answer: {said}; look at its health, then try again") from err
        except (NoConnection, ConnectionTimeout, TransportError) as err:
            kind = "is too slow" if isinstance(err, ConnectionTimeout) else "does not answer"
            way_out = "start it (`make elasticsearch`), check the address, or use the embedded index"
            raise IndexUnavailableError(f"Elasticsearch at {self.shown} {kind} ({type(err).__name__}); {way_out}") from err


def reason_of(error: Any) -> str:
    """What an error of the engine says, its first cause too."""
    if not isinstance(error, dict):
        return str(error or "")
    cause = error.get("caused_by") or next(iter(error.get("root_cause", [])), None)
    said = f"{error.get('type', '')}: {error.get('reason', '')}"
    return f"{said} ({cause.get('reason', '')})" if isinstance(cause, dict) and cause.get("reason") != error.get("reason") else said


def without_password(url: str) -> str:
    """An address without the password in it, for messages."""
    split = urlsplit(url)
    return urlunsplit((split.scheme, split.netloc.rpartition("@")[2], split.path, "", ""))
