"""The marker of an index: which generation it is, and which Fauxlex can read it."""

import json
import secrets
from dataclasses import asdict, dataclass

from core.errors import IndexMismatchError
from index.rows import SCHEMA_VERSION
from language.analysis import ANALYSIS_VERSION

MARKED = '"fauxlex"'
"""What every marker holds, of whatever version."""

WAY_OUT = "rebuild it from the archive: `python -m fauxlex index --rebuild`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """Stored inside an index when it is created. `secret` signs its cursors."""

    generation: str
    secret: str
    schema: int = SCHEMA_VERSION
    analysis: str = ANALYSIS_VERSION

    def to_json(self) -> str:
        """The form that is stored."""
        return json.dumps({"fauxlex": asdict(self)})


def new_marker() -> Marker:
    """A marker with a generation that no other index has."""
    return Marker(generation=secrets.token_hex(12), secret=secrets.token_hex(16))


def read_marker(stored: str | None, where: str) -> Marker:
    """The marker in `stored`.

    Args:
        stored: what the index holds as its marker; None if nothing.
        where: the folder or address, for messages.

    Raises:
        IndexMismatchError: there is none, or it is of another version.
    """
    try:
        found = Marker(**json.loads(stored or "")["fauxlex"])
    except (ValueError, KeyError, TypeError) as err:
        raise IndexMismatchError(f"{where} holds something else than a Fauxlex index; name another place, or {WAY_OUT}") from err
    if (found.schema, found.analysis) != (SCHEMA_VERSION, ANALYSIS_VERSION):
        had, need = f"{found.schema}/{found.analysis}", f"{SCHEMA_VERSION}/{ANALYSIS_VERSION}"
        raise IndexMismatchError(f"the index at {where} is of version {had}, this Fauxlex reads {need}; {WAY_OUT}")
    return found
