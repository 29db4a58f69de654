"""The tokens of a query as typed, with their places in it."""

import re
from dataclasses import dataclass

from index.query.fields import FIELDS
from language.normal import normal_with_origins

_OPERATORS = ("AND", "OR", "NOT")
NEAR = re.compile(r"NEAR(?:/(\d{1,6})?)?")
FUZZY = re.compile(r"([^~]+)~(\d*)")
AT_LEAST = re.compile(r"ATLEAST/(\d{0,3})")
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


def is_operator(token: Token) -> bool:
    """Whether a token stands between or before words and is none itself."""
    return token.kind == "word" and (token.text in _OPERATORS or NEAR.fullmatch(token.text) is not None)


def has_word(text: str) -> bool:
    """Whether there is more in a text than punctuation."""
    return any(char.isalnum() for char in text)


def tokens_of(typed: str) -> list[Token]:
    """The tokens of a query without its blanks."""
    shape = normal_with_origins(typed)
    found = []
    for match in _TOKEN.finditer(shape.text.translate(_GUILLEMETS)):
        kind = "word" if match.lastgroup == "equals" else match.lastgroup or ""
        if kind != "blank":
            found.append(Token(kind, match.group(), shape.raw(match.start()), shape.raw(match.end())))
    return found
