"""What a user types, read by our own grammar into a tree that every backend translates.

    query   = and-part { "OR" and-part }
    and-part = not-part { ["AND"] not-part }
    not-part = ("NOT" | "-") not-part | leaf
    leaf    = [field ":"] ( word | prefix "*" | '"' words '"' | "(" query ")" )
    field   = "title" | "source" | "cites"

AND, OR, NOT are operators in capitals only. OR binds weakest. Quotes may be straight, curly or French ones.
"""

import re
from dataclasses import dataclass
from typing import Literal, NoReturn, TypeGuard

from core.errors import QueryError
from language.joined import joins
from language.normal import normal_with_origins

MAX_LENGTH = 2000
MAX_CLAUSES = 64
MAX_NESTING = 20
MIN_PREFIX = 2

FieldName = Literal["title", "source", "cites"]
FIELDS: tuple[FieldName, ...] = ("title", "source", "cites")

_TOKEN = re.compile(
    r"""(?P<blank>\s+) | (?P<open>\() | (?P<close>\)) | (?P<phrase>"[^"]*") | (?P<quote>")
      | (?P<field>(?i:title|source|cites):|[A-Za-z_]+:(?=[^\s/)])) | (?P<minus>-(?=[^\s-])) | (?P<word>[^\s()"]+)""",
    re.VERBOSE,
)
_GUILLEMETS = str.maketrans("«»", '""')


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A word, phrase or prefix, in all fields or in one; `position` is where it begins in the query as typed."""

    kind: Literal["word", "phrase", "prefix"]
    text: str
    field: FieldName | None
    position: int


@dataclass(frozen=True, slots=True)
class And:
    """All of `parts`."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of `parts`."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but `part`."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Everything:
    """No condition: what an empty query asks for."""


Node = Leaf | And | Or | Not | Everything


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int  # in the query as typed
    end: int


def parse(text: str) -> Node:
    """The tree of a query.

    Args:
        text: as typed; empty or blank asks for everything.

    Raises:
        QueryError: it cannot be read, or would cost too much; with the place and, where easy, a repair.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"the query has {len(text):,} characters, {MAX_LENGTH:,} are read; shorten it", position=MAX_LENGTH)
    return _Parser(text).read()


def read_as(node: Node) -> str:
    """The query as it was read, with every operator written out."""
    match node:
        case Everything():
            return "every article"
        case Not(part=part):
            return f"NOT {_inner(part)}"
        case And(parts=parts):
            return " AND ".join(_inner(part) if isinstance(part, Or) else read_as(part) for part in parts)
        case Or(parts=parts):
            return " OR ".join(_inner(part) if isinstance(part, And) else read_as(part) for part in parts)
        case Leaf():
            return _leaf_in_words(node)


def positive_leaves(node: Node) -> list[Leaf]:
    """The leaves that a hit may show: all that are not under a NOT, but for `source:`."""
    match node:
        case Leaf():
            return [] if node.field == "source" else [node]
        case And(parts=parts) | Or(parts=parts):
            return [leaf for part in parts for leaf in positive_leaves(part)]
        case _:
            return []


def _inner(part: Node) -> str:
    words = read_as(part)
    return f"({words})" if isinstance(part, And | Or) else words


def _leaf_in_words(leaf: Leaf) -> str:
    words = {"word": leaf.text, "phrase": f'"{leaf.text}"', "prefix": f"{leaf.text}*"}[leaf.kind]
    return f"{leaf.field}:{words}" if leaf.field else words


class _Parser:
    """Recursive descent over the tokens of one query."""

    def __init__(self, text: str, *, repairs: bool = True) -> None:
        self.typed = text
        self.repairs = repairs
        self.shape = normal_with_origins(text)
        self.tokens = list(self._tokens(self.shape.text.translate(_GUILLEMETS)))
        self.at = 0
        self.clauses = 0
        self.depth = 0

    def read(self) -> Node:
        if not self.tokens:
            return Everything()
        node = self._either(None)
        token = self._peek()
        if token is not None:
            self._fail(f"')' at character {token.start + 1} closes nothing; take it out", token.start, self._without(token))
        if node is None:
            self._fail("there is no word in the query, only punctuation; type a word", 0)
        return node

    # -- tokens

    def _tokens(self, text: str) -> list[_Token]:
        tokens = []
        for match in _TOKEN.finditer(text):
            kind = match.lastgroup or ""
            start, end = self.shape.raw(match.start()), self.shape.raw(match.end())
            if kind == "quote":
                self._fail(f"the quote at character {start + 1} is not closed; add one at the end", start, f'{self.typed.rstrip()}"')
            if kind != "blank":
                tokens.append(_Token(kind, match.group(), start, end))
        return tokens

    def _peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _operator(self, *names: str) -> _Token | None:
        token = self._peek()
        return token if token is not None and token.kind == "word" and token.text in names else None

    # -- grammar; None stands for a part that held punctuation only

    def _either(self, field: FieldName | None) -> Node | None:
        parts = [self._all(field)]
        while (token := self._operator("OR")) is not None:
            self.at += 1
            self._operand_after(token)
            parts.append(self._all(field))
        return _joined(Or, parts)

    def _all(self, field: FieldName | None) -> Node | None:
        parts = [self._unary(field)]
        while True:
            token = self._peek()
            if token is None or token.kind == "close" or self._operator("OR"):
                return _joined(And, _halves_joined(parts))
            if self._operator("AND"):
                self.at += 1
                self._operand_after(token)
            parts.append(self._unary(field))

    def _unary(self, field: FieldName | None) -> Node | None:
        token = self._peek()
        if token is None:
            return None
        if token.kind != "minus" and not self._operator("NOT"):
            return self._leaf(token, field)
        self.at += 1
        self._operand_after(token)
        self._deeper(token)
        part = self._unary(field)
        self.depth -= 1
        return None if part is None else Not(part)

    def _leaf(self, token: _Token, field: FieldName | None) -> Node | None:
        self.at += 1
        if token.kind == "open":
            return self._group(token, field)
        if token.kind == "close":
            message = f"')' at character {token.start + 1} stands where a word is expected; take it out"
            self._fail(message, token.start, self._without(token))
        if token.kind == "field":
            return self._fielded(token, field)
        if self._is_operator(token):
            self._fail(f"{token.text} at character {token.start + 1} has nothing before it", token.start, self._without(token))
        return self._phrase(token, field) if token.kind == "phrase" else self._word(token, field)

    def _group(self, token: _Token, field: FieldName | None) -> Node | None:
        self._deeper(token)
        following = self._peek()
        if following is not None and following.kind == "close":
            self._fail(f"the brackets at character {token.start + 1} are empty; put a word in or take them out", token.start)
        node = self._either(field)
        closing = self._peek()
        if closing is None:
            missing = ")" * self.depth
            self._fail(
                f"the bracket at character {token.start + 1} is not closed; add {missing} at the end",
                token.start,
                self.typed.rstrip() + missing,
            )
        self.at += 1
        self.depth -= 1
        return node

    def _fielded(self, token: _Token, outer: FieldName | None) -> Node | None:
        name = token.text[:-1].lower()
        known = next((field for field in FIELDS if field == name), None)
        if known is None:
            repair = f"{self.typed[: token.start]}{token.text[:-1]} {self.typed[token.end :]}".rstrip()
            listed = ", ".join(f"{field}:" for field in FIELDS)
            self._fail(f"there is no field {name!r} (character {token.start + 1}); the fields are {listed}", token.start, repair)
        if outer is not None:
            self._fail(f"{token.text} at character {token.start + 1} stands inside {outer}:; name one field at a time", token.start)
        following = self._peek()
        if following is None or following.kind not in ("word", "phrase", "open", "field"):
            self._fail(
                f"{token.text} at character {token.start + 1} needs a word or phrase right after it", token.start, self._without(token)
            )
        return self._leaf(self._take(), known)

    def _take(self) -> _Token:
        return self.tokens[self.at]

    def _phrase(self, token: _Token, field: FieldName | None) -> Node | None:
        words = " ".join(token.text.strip('"').split())
        following = self._peek()
        if following is not None and following.start == token.end and following.text.startswith("~"):
            message = f"~ at character {following.start + 1}: distance between words cannot be asked for; leave it out"
            self._fail(message, following.start, self._without(following))
        if "*" in words:
            self._fail(
                f"* inside the quotes at character {token.start + 1} cannot be read; leave it out", token.start, self.typed.replace("*", "")
            )
        if not _has_word(words):
            return None
        return self._counted(Leaf(kind="phrase", text=words, field=field, position=token.start))

    def _word(self, token: _Token, field: FieldName | None) -> Node | None:
        text = token.text
        if len(text) > 2 and text.startswith("/") and text.endswith("/"):
            self._fail(
                f"regular expressions (character {token.start + 1}) cannot be asked for; type words",
                token.start,
                self._replaced(token, text.strip("/")),
            )
        if "*" not in text:
            return self._counted(Leaf(kind="word", text=text, field=field, position=token.start)) if _has_word(text) else None
        stem = text[:-1]
        if "*" in stem or not stem:
            place = token.start + text.index("*")
            repair = self._replaced(token, text.replace("*", "")) if text.strip("*") else None
            self._fail(f"* at character {place + 1} may only end a word, as in legisl*", place, repair)
        if sum(char.isalnum() for char in stem) < MIN_PREFIX:
            message = f"{text} at character {token.start + 1} is too short: * needs at least {MIN_PREFIX} letters before it"
            self._fail(message, token.start)
        return self._counted(Leaf(kind="prefix", text=stem, field=field, position=token.start))

    # -- limits and errors

    def _counted(self, leaf: Leaf) -> Leaf:
        self.clauses += 1
        if self.clauses > MAX_CLAUSES:
            self._fail(
                f"the query has more than {MAX_CLAUSES} words and phrases (from character {leaf.position + 1}); use fewer", leaf.position
            )
        return leaf

    def _deeper(self, token: _Token) -> None:
        self.depth += 1
        if self.depth > MAX_NESTING:
            self._fail(f"brackets are nested more than {MAX_NESTING} deep at character {token.start + 1}; use fewer", token.start)

    def _operand_after(self, operator: _Token) -> None:
        token = self._peek()
        if token is None or token.kind == "close" or self._operator("AND", "OR"):
            self._fail(f"{operator.text} at character {operator.start + 1} has nothing after it", operator.start, self._without(operator))

    @staticmethod
    def _is_operator(token: _Token) -> bool:
        return token.kind == "word" and token.text in ("AND", "OR", "NOT")

    def _without(self, token: _Token) -> str:
        return self._replaced(token, "")

    def _replaced(self, token: _Token, text: str) -> str:
        return re.sub(r"\s+", " ", self.typed[: token.start] + text + self.typed[token.end :]).strip()

    def _fail(self, message: str, position: int, repair: str | None = None) -> NoReturn:
        raise QueryError(message, position=position, repair=_accepted(repair) if self.repairs else None)


def _joined(kind: type[And] | type[Or], parts: list[Node | None]) -> Node | None:
    """The parts that hold a word, joined if they are several."""
    real: list[Node] = []
    for part in parts:
        if isinstance(part, kind):
            real.extend(part.parts)
        elif part is not None:
            real.append(part)
    return kind(tuple(real)) if len(real) > 1 else real[0] if real else None


def _halves_joined(parts: list[Node | None]) -> list[Node | None]:
    """The parts, two halves of one word (`deep fake`) made a phrase."""
    made: list[Node | None] = []
    for part in parts:
        last = made[-1] if made else None
        if _is_word(part) and _is_word(last) and part.field == last.field and joins(last.text, part.text):
            made[-1] = Leaf(kind="phrase", text=f"{last.text} {part.text}", field=last.field, position=last.position)
        else:
            made.append(part)
    return made


def _is_word(part: Node | None) -> TypeGuard[Leaf]:
    return isinstance(part, Leaf) and part.kind == "word"


def _has_word(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _accepted(repair: str | None) -> str | None:
    """A repair that can itself be read, else None."""
    if not repair or len(repair) > MAX_LENGTH:
        return None
    try:
        _Parser(repair, repairs=False).read()
    except QueryError:
        return None
    return repair
