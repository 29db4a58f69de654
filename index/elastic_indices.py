"""The indices behind an alias: made, handed the alias in one step, and deleted when their time is over.

Each is called after its alias, the version of its schema and of its analysis, and its generation: `fauxlex-v2-a2-5f0c9a1e-…`.
"""

import json
import re
from pathlib import Path
from typing import Any

from core.errors import IndexMismatchError, SearchIndexError
from index.elastic_server import Server
from index.marker import MARKED, Marker, new_marker

MAPPING = Path(__file__).with_name("mapping.json")


def make(server: Server, name: str, *, alias: bool) -> str:
    """A new, empty index for the alias `name`, which it has from its first moment or not yet; its own name."""
    marker = new_marker()
    body = json.loads(MAPPING.read_text(encoding="utf-8"))
    body["mappings"]["_meta"] = {"marker": marker.to_json()}
    body["settings"]["number_of_replicas"] = 0 if server.nodes() == 1 else 1
    index = f"{name}-{_version(marker)}-{marker.generation}"
    aliases = {name: {"is_write_index": True}} if alias else None
    server.ask(lambda: server.client.indices.create(index=index, settings=body["settings"], mappings=body["mappings"], aliases=aliases))
    return index


def begin(server: Server, name: str) -> str:
    """A new index beside the one in use, for a rebuild. What earlier rebuilds left is deleted first: the index before, or a half-filled one.

    Raises:
        IndexMismatchError: the alias names an index that is not ours.
    """
    current = server.behind(name)
    if current is not None and MARKED not in (server.marker(current) or ""):
        raise IndexMismatchError(
            f"the alias {name!r} at {server.shown} names {current!r}, which is not a Fauxlex index; name ours otherwise: FAUXLEX_INDEX_NAME"
        )
    for index in spare(server, name):
        delete(server, index)
    return make(server, name, alias=False)


def hand_over(server: Server, name: str, index: str) -> None:
    """Gives `index` the alias in one step: a search finds the old index or the new one, never none and never both.

    Where the answer got lost, the alias itself tells whether the step was taken.
    """
    current = server.behind(name)
    actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": name, "is_write_index": True}}]
    if current is not None and current != index:
        actions.append({"remove": {"index": current, "alias": name, "must_exist": True}})
    try:
        server.ask(lambda: server.client.indices.update_aliases(actions=actions))
    except SearchIndexError:
        if server.aliased(name) != index:
            raise


def spare(server: Server, name: str) -> list[str]:
    """Our indices for `name` that no alias names."""
    ours = re.compile(rf"{re.escape(name)}-v\d+-(a[0-9a-f-]+-)?[0-9a-f]{{24}}")
    found = server.ask(lambda: server.client.indices.get(index=f"{name}-v*", expand_wildcards="open,closed"))
    return sorted(index for index, held in dict(found).items() if ours.fullmatch(index) and not held.get("aliases"))


def delete(server: Server, index: str) -> None:
    """Deletes an index, also one that is gone already."""
    server.ask(lambda: server.client.options(ignore_status=404).indices.delete(index=index))


def _version(marker: Marker) -> str:
    return f"v{marker.schema}-a{marker.analysis}".lower()
