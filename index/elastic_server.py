"""The connection to an Elasticsearch cluster: who asks, how it is secured, and its errors turned into ours."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from core.errors import IndexMismatchError, IndexUnavailableError, SettingsError
from core.settings import HIDDEN, without_credentials
from index.elastic_faults import NOT_NOW, SUPPORTED, named, unsupported

_BETWEEN = re.compile(r"\s*,\s*(?=https?://)")
_RETRIES = 2
_RETRY_FIRST_S, _RETRY_MOST_S = 0.1, 1.0
_WRITE_TIMEOUT_S = 60.0
_WRITE_RETRIES = 9  # with the pauses below half a minute or more: a node that is restarted is waited for
_WRITE_FIRST_S, _WRITE_MOST_S = 1.0, 10.0
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How a cluster is reached. Neither its text nor an error ever holds the secrets.

    Attributes:
        user, password: for basic authentication.
        api_key: in its encoded form; instead of a user.
        ca: file with the certificate authority (PEM); empty for the well-known ones.
        cluster: the name that the cluster must have; empty for any.
        timeout_s: how long one search may take.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca: str = ""
    cluster: str = ""
    timeout_s: float = 10.0


def connect(url: str, access: Access) -> "Server":
    """A connection to a cluster of a supported version, with its name checked.

    Args:
        url: the address of the server; of several nodes of one cluster with commas between.
        access: who asks, and how.

    Raises:
        SettingsError: address, user, key and file do not fit together; the message names what is wrong.
        IndexUnavailableError: the cluster does not answer, is of another version or not the one that was named.
    """
    hosts = [host for host in _BETWEEN.split(url.strip().strip(",")) if host]
    shown = ", ".join(without_credentials(host).replace(f"{HIDDEN}@", "") for host in hosts)
    options: dict[str, Any] = {}
    _check(hosts, access, shown)
    if access.user:
        options["basic_auth"] = (access.user, access.password)
    if access.api_key:
        options["api_key"] = access.api_key
    if access.ca:
        options["ca_certs"] = access.ca
    try:
        client = Elasticsearch(
            hosts,
            request_timeout=access.timeout_s,
            max_retries=max(_RETRIES, len(hosts)),
            retry_on_timeout=len(hosts) > 1,  # on another node; the one that is slow would only get more to do
            retry_on_status=NOT_NOW,
            retry_backoff_base=_RETRY_FIRST_S,
            retry_backoff_cap=_RETRY_MOST_S,
            **options,
        )
    except (ValueError, OSError):  # its words would hold the address with the password
        raise SettingsError(f"FAUXLEX_ELASTICSEARCH_URL='{shown}' cannot be used; write it as https://host:9200") from None
    server = Server(client, shown)
    try:
        server.check(access.cluster)
    except IndexUnavailableError:
        client.close()
        raise
    return server


def _check(hosts: list[str], access: Access, shown: str) -> None:
    """That the parts of an access fit together."""
    if not hosts or not all(re.match(r"https?://[^/]", host) for host in hosts):
        raise SettingsError(f"FAUXLEX_ELASTICSEARCH_URL='{shown}' is no address; write it as https://host:9200")
    if access.api_key and (access.user or any("@" in host for host in hosts)):
        raise SettingsError("there is a user and an API key for Elasticsearch; set one of them: FAUXLEX_ELASTICSEARCH_USER or _API_KEY")
    if bool(access.user) != bool(access.password):
        lacks = "PASSWORD" if access.user else "USER"
        raise SettingsError(f"a user for Elasticsearch needs a name and a password; set FAUXLEX_ELASTICSEARCH_{lacks} too")
    if access.ca and not Path(access.ca).is_file():
        raise SettingsError(f"FAUXLEX_ELASTICSEARCH_CA='{access.ca}' is no file; name the authority's certificate in PEM form")
    if access.ca and any(host.startswith("http://") for host in hosts):
        raise SettingsError(f"FAUXLEX_ELASTICSEARCH_CA is for https, and {shown} is not; write https:// or leave the file out")


class Server:
    """The connection, with its errors turned into ours."""

    def __init__(self, client: Elasticsearch, shown: str) -> None:
        self.client = client
        self.patient = client.options(
            request_timeout=_WRITE_TIMEOUT_S,
            max_retries=_WRITE_RETRIES,
            retry_on_timeout=True,
            retry_on_status=(),
            retry_backoff_base=_WRITE_FIRST_S,
            retry_backoff_cap=_WRITE_MOST_S,
        )
        self.shown = shown

    def check(self, cluster: str) -> None:
        """That the server is of a supported version, and of the cluster with this name where one is given."""
        # Asked for in plain JSON: the client's own media type of version 9 is refused by an older server, which then cannot say what it is.
        answer = self.ask(lambda: self.client.perform_request("GET", "/", headers={"accept": "*/*"})).body
        told = answer if isinstance(answer, dict) else {}
        version = str(told.get("version", {}).get("number", "unknown"))
        if version.split(".")[0] != SUPPORTED:
            what, way_out, wait_s = unsupported(f"is of version {version}")
            raise IndexUnavailableError(f"Elasticsearch at {self.shown} {what}; {way_out}", retry_after_s=wait_s)
        if cluster and told.get("cluster_name") != cluster:
            raise IndexUnavailableError(
                f"the cluster at {self.shown} is named '{told.get('cluster_name')}', not '{cluster}' as FAUXLEX_ELASTICSEARCH_CLUSTER says; "
                "check the address, or name the cluster that you mean",
                retry_after_s=300,
            )

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

    def aliased(self, name: str) -> str | None:
        """The same by a request that costs little; None also where it is not one index."""
        answer = self.ask(lambda: self.client.options(ignore_status=404).indices.get_alias(name=name))
        found = [] if "error" in answer else list(answer)
        return found[0] if len(found) == 1 else None

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
            IndexUnavailableError: none, or not now; named with the way out.
            IndexMismatchError: the index is gone.
        """
        try:
            return request()
        except (ApiError, TransportError) as err:
            raise named(err, self.shown) from err
