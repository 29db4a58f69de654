"""The tokens of a query as typed, with their places in it."""

import re
from dataclasses import dataclass

from index.query.fields import FIELDS
from language.normal import normal_with_origins

_TOKEN = re.compile(
    rf"""(?P<blank>\s+) | (?P<open>\() | (?P<close>\)) | (?P<phrase>"[^"]*") | (?P<quote>")
      | (?P<field>(?i:{"|".join(FIELDS)}):|[A-Za-z_]+:(?=[^\s/)])) | (?P<minus>-(?=[^\s-])) | (?P<equals>=(?=")) | (?P<word>[^\s()"]+)""",
    re.VERBOSE,
)
_GUILLEMETS = str.maketrans("«»", '""')


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, its text in normal form, and its offsets in the query as typed."""

    kind: str
    text: str
    start: int
    end: int


def tokens_of(typed: str) -> list[Token]:
    """The tokens of a query without its blanks."""
    shape = normal_with_origins(typed)
    found = []
    for match in _TOKEN.finditer(shape.text.translate(_GUILLEMETS)):
        kind = "word" if match.lastgroup == "equals" else match.lastgroup or ""
        if kind != "blank":
            found.append(Token(kind, match.group(), shape.raw(match.start()), shape.raw(match.end())))
    return found
