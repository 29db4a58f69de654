"""Reads a query by recursive descent, with every limit on what it may cost."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn

from core.errors import QueryError
from index.query.fields import CHOICES, FIELDS, TEXT_FIELDS, VALUE_FIELDS, days_of, value_of
from index.query.joining import alternatives, at_least, joined
from index.query.problems import (
    MAX_CLAUSES,
    MAX_DISTANCE,
    MAX_LENGTH,
    MAX_NESTING,
    MAX_PATTERNS,
    MIN_FUZZY,
    MIN_PREFIX,
    UnreadableQueryError,
)
from index.query.tokens import AT_LEAST, FUZZY, NEAR, Token, has_word, is_operator, tokens_of
from index.query.tree import And, Days, Everything, Leaf, LeafKind, Near, Node, Not, Or, TextField, Value, ValueField
from language.joined import joins


def parse(text: str) -> Node:
    """The tree of a query.

    Args:
        text: as typed; empty or blank asks for everything.

    Raises:
        QueryError: it cannot be read, or would cost too much; with the place and, where easy, a repair.
    """
    if len(text) > MAX_LENGTH:
        raise UnreadableQueryError("too_long", {"count": f"{len(text):,}", "most": f"{MAX_LENGTH:,}"}, position=MAX_LENGTH)
    return _Parser(text).read()


@dataclass(slots=True)
class _Spent:
    """What a query costs so far."""

    clauses: int = 0
    patterns: int = 0
    depth: int = 0


class _Parser:
    """Recursive descent over the tokens of one query. `None` stands for a part that held punctuation only."""

    def __init__(self, text: str, *, repairs: bool = True) -> None:
        self.typed = text
        self.repairs = repairs
        self.spent = _Spent()
        self.at = 0
        self.tokens = tokens_of(text)

    def read(self) -> Node:
        """The whole query."""
        quote = next((token for token in self.tokens if token.kind == "quote"), None)
        if quote is not None:
            self._fail("open_quote", quote, f'{self.typed.rstrip()}"')
        if not self.tokens:
            return Everything()
        node = self._either(None)
        token = self._peek()
        if token is not None:
            self._fail("closes_nothing", token, self._without(token))
        if node is None:
            self._fail("no_word", self.tokens[0])
        return node

    # -- operators

    def _either(self, field: str | None) -> Node | None:
        parts = [self._all(field)]
        while (token := self._operator("OR")) is not None:
            self.at += 1
            self._operand_after(token)
            parts.append(self._all(field))
        return joined(Or, parts)

    def _all(self, field: str | None) -> Node | None:
        parts = [self._near(field)]
        while True:
            token = self._peek()
            if token is None or token.kind == "close" or self._operator("OR"):
                return joined(And, parts)
            if self._operator("AND"):
                self.at += 1
                self._operand_after(token)
            parts.append(self._near(field))

    def _near(self, field: str | None) -> Node | None:
        left = self._unary(field)
        nears: list[Node | None] = []
        while (token := self._near_operator()) is not None:
            distance = self._distance(token)
            self.at += 1
            self._operand_after(token)
            right = self._unary(field)
            if left is not None and right is not None:
                nears.append(self._near_of(token, left, right, distance))
            left = right if right is not None else left
        return joined(And, nears) if nears else left

    def _near_of(self, token: Token, left: Node, right: Node, distance: int) -> Near:
        sides = [alternatives(node) for node in (left, right)]
        if not all(sides):
            self._fail("near_operand", token, self._replaced(token, "AND"))
        if len({leaf.field for side in sides for leaf in side}) > 1:
            self._fail("near_fields", token, self._replaced(token, "AND"))
        self._count(token, len(sides[0]) * len(sides[1]))
        return Near(first=sides[0], second=sides[1], distance=distance, position=token.start)

    def _distance(self, token: Token) -> int:
        found = NEAR.fullmatch(token.text)
        number = found[1] if found else None
        if number is None or int(number) > MAX_DISTANCE:
            repair = self._replaced(token, f"NEAR/{MAX_DISTANCE if number else 5}")
            self._fail("near_number", token, repair, operator=token.text, most=str(MAX_DISTANCE))
        return int(number)

    def _unary(self, field: str | None) -> Node | None:
        token = self._peek()
        if token is None:
            return None
        if token.kind != "minus" and not self._operator("NOT"):
            return self._leaf(token, field)
        self.at += 1
        self._operand_after(token)
        self._deeper(token)
        part = self._unary(field)
        self.spent.depth -= 1
        return None if part is None else Not(part)

    # -- leaves

    def _leaf(self, token: Token, field: str | None) -> Node | None:
        self.at += 1
        if token.kind == "open":
            return self._group(token, field)
        if token.kind == "close":
            self._fail("close_misplaced", token, self._without(token))
        if token.kind == "field":
            return self._fielded(token, field)
        if token.kind == "word" and (least := AT_LEAST.fullmatch(token.text)) is not None:
            return self._at_least(token, least[1], field)
        if is_operator(token):
            self._fail("nothing_before", token, self._without(token), operator=token.text)
        if field is not None and field not in TEXT_FIELDS:
            return self._valued(token, field)
        text_field: TextField | None = next((name for name in TEXT_FIELDS if name == field), None)
        return self._phrase(token, text_field) if token.kind == "phrase" else self._word(token, text_field)

    def _group(self, token: Token, field: str | None) -> Node | None:
        self._deeper(token)
        following = self._peek()
        if following is not None and following.kind == "close":
            self._fail("empty_brackets", token)
        node = self._either(field)
        if self._peek() is None:
            missing = ")" * self.spent.depth
            self._fail("not_closed", token, self.typed.rstrip() + missing, missing=missing)
        self.at += 1
        self.spent.depth -= 1
        return node

    def _at_least(self, token: Token, least: str, field: str | None) -> Node | None:
        following = self._peek()
        if following is None or following.kind != "open" or not int(least or 0):
            self._fail("at_least", token, self._replaced(token, "ATLEAST/2"))
        self.at += 1
        node = self._group(following, field)
        if isinstance(node, Or) and any(isinstance(part, And) for part in node.parts):
            self._fail("at_least", token)
        return at_least(int(least), node.parts) if isinstance(node, And | Or) else node

    def _fielded(self, token: Token, outer: str | None) -> Node | None:
        name = token.text[:-1].lower()
        if name not in FIELDS:
            close = get_close_matches(name, FIELDS, 1)
            repair = f"{close[0]}:" if close else f"{token.text[:-1]} "
            self._fail("no_field", token, self._replaced(token, repair), name=name, known=", ".join(f"{field}:" for field in FIELDS))
        if outer is not None:
            self._fail("field_inside", token, name=token.text, outer=outer)
        following = self._peek()
        if following is None or following.kind not in ("word", "phrase", "open", "field") or is_operator(following):
            self._fail("field_alone", token, self._without(token), name=token.text)
        return self._leaf(following, name)

    def _phrase(self, token: Token, field: TextField | None) -> Node | None:
        words = " ".join(token.text.strip('"').split())
        following = self._peek()
        if following is not None and following.start == token.end and following.text.startswith("~"):
            self._fail("phrase_distance", following, self._without(following))
        if "*" in words:
            self._fail("star_in_quotes", token, self.typed.replace("*", ""))
        if not has_word(words):
            return None
        self._count(token)
        return Leaf(kind="phrase", text=words, field=field, position=token.start)

    def _word(self, token: Token, field: TextField | None) -> Node | None:
        text = token.text
        if len(text) > 2 and text.startswith("/") and text.endswith("/"):
            self._fail("regex", token, self._replaced(token, text.strip("/")))
        if text.startswith("="):
            return self._exact(token, field)
        if "*" in text:
            return self._prefix(token, field)
        if (fuzzy := FUZZY.fullmatch(text)) is not None and has_word(fuzzy[1]):
            return self._fuzzy(token, field, fuzzy)
        if not has_word(text):
            return None
        following = self._peek()
        self._count(token)
        if following is not None and following.kind == "word" and following.text.isalpha() and joins(text, following.text):
            self.at += 1
            return Leaf(kind="phrase", text=f"{text} {following.text}", field=field, position=token.start)
        return Leaf(kind="word", text=text, field=field, position=token.start)

    def _exact(self, token: Token, field: TextField | None) -> Leaf | None:
        text = token.text.lstrip("=")
        following = self._peek()
        if not text and following is not None and following.kind == "phrase" and following.start == token.end:
            self._fail("exact_phrase", token, self._without(token))
        if "*" in text:
            self._fail("star_exact", token, self._replaced(token, text), word=token.text)
        if not has_word(text):
            return None
        self._count(token)
        return Leaf(kind="exact", text=text, field=field, position=token.start)

    def _prefix(self, token: Token, field: TextField | None) -> Leaf:
        stem = self._starred(token)
        if sum(char.isalnum() for char in stem) < MIN_PREFIX:
            self._fail("star_too_short", token, word=token.text, least=str(MIN_PREFIX))
        return self._pattern(token, "prefix", stem, field)

    def _starred(self, token: Token) -> str:
        """What stands before the star that ends a word."""
        stem = token.text[:-1]
        if "*" in stem or not stem:
            place = token.start + token.text.index("*")
            repair = self._replaced(token, token.text.replace("*", "")) if token.text.strip("*") else None
            self._fail("star_misplaced", token, repair, place=place)
        return stem

    def _fuzzy(self, token: Token, field: TextField | None, found: re.Match[str]) -> Leaf:
        edits = int(found[2][:3] or 1)
        if edits not in MIN_FUZZY:
            self._fail("fuzzy_edits", token, self._replaced(token, f"{found[1]}~1"), word=token.text)
        least = MIN_FUZZY[edits]
        if sum(char.isalnum() for char in found[1]) < least:
            repair = self._replaced(token, found[1])
            self._fail("fuzzy_too_short", token, repair, word=token.text, edits=str(edits), least=str(least))
        return self._pattern(token, "fuzzy", found[1], field, edits)

    def _pattern(self, token: Token, kind: LeafKind, text: str, field: TextField | None, edits: int = 0) -> Leaf:
        self._count(token)
        self._count_pattern(token)
        return Leaf(kind=kind, text=text, field=field, position=token.start, edits=edits)

    def _valued(self, token: Token, field: str) -> Value | Days | None:
        """A value of a field that is not text."""
        text = " ".join(token.text.strip('"').split())
        if text.startswith("=") or FUZZY.fullmatch(text):
            self._fail("field_of_values", token, self._replaced(token, text.strip("=").partition("~")[0]), name=f"{field}:")
        self._count(token)
        if field == "date":
            return self._days(token, text)
        name: ValueField = next(known for known in VALUE_FIELDS if known == field)
        if text.endswith("*") and name in ("source", "site"):
            self._count_pattern(token)
            return Value(field=name, value=self._starred(token).lower(), position=token.start, prefix=True)
        value, problem = value_of(name, text)
        if value is None:
            known = CHOICES.get(name, ())
            close = get_close_matches(text.lower(), known, 1)
            self._fail(
                problem, token, self._replaced(token, close[0]) if close else None, value=text, name=f"{name}:", known=", ".join(known)
            )
        return Value(field=name, value=value, position=token.start)

    def _days(self, token: Token, text: str) -> Days:
        days = days_of(text, token.start)
        if days is None:
            self._fail("bad_date", token, value=text)
        if days.first is not None and days.last is not None and days.first > days.last:
            begin, _, end = text.partition("..")
            self._fail("dates_reversed", token, self._replaced(token, f"{end}..{begin}"), value=text)
        return days

    # -- tokens, limits and errors

    def _peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _operator(self, *names: str) -> Token | None:
        token = self._peek()
        return token if token is not None and token.kind == "word" and token.text in names else None

    def _near_operator(self) -> Token | None:
        token = self._peek()
        return token if token is not None and token.kind == "word" and NEAR.fullmatch(token.text) else None

    def _operand_after(self, operator: Token) -> None:
        token = self._peek()
        if token is None or token.kind == "close" or self._operator("AND", "OR") or self._near_operator():
            self._fail("nothing_after", operator, self._without(operator), operator=operator.text)

    def _count(self, token: Token, clauses: int = 1) -> None:
        self.spent.clauses += clauses
        if self.spent.clauses > MAX_CLAUSES:
            self._fail("too_many", token, most=str(MAX_CLAUSES))

    def _count_pattern(self, token: Token) -> None:
        self.spent.patterns += 1
        if self.spent.patterns > MAX_PATTERNS:
            self._fail("too_many_patterns", token, most=str(MAX_PATTERNS))

    def _deeper(self, token: Token) -> None:
        self.spent.depth += 1
        if self.spent.depth > MAX_NESTING:
            self._fail("too_deep", token, most=str(MAX_NESTING))

    def _without(self, token: Token) -> str:
        return self._replaced(token, "")

    def _replaced(self, token: Token, text: str) -> str:
        return re.sub(r"\s+", " ", self.typed[: token.start] + text + self.typed[token.end :]).strip()

    def _fail(self, problem: str, token: Token, repair: str | None = None, *, place: int | None = None, **values: str) -> NoReturn:
        position = token.start if place is None else place
        told = {"at": str(position + 1), "operator": token.text, **values}
        raise UnreadableQueryError(problem, told, position=position, repair=_accepted(repair) if self.repairs else None)


def _accepted(repair: str | None) -> str | None:
    """A repair that can itself be read, else None."""
    if not repair or len(repair) > MAX_LENGTH:
        return None
    try:
        _Parser(repair, repairs=False).read()
    except QueryError:
        return None
    return repair
