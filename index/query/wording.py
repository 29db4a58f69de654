"""A query said back: in the grammar with every operator written out, and in words of the reader's language."""

from collections.abc import Callable
from dataclasses import dataclass

from index.query.problems import noop
from index.query.tree import And, Days, Everything, Leaf, Most, Near, Node, Not, Or, Value


def read_as(node: Node) -> str:
    """The query as it was read, with every operator written out; reads the same again."""
    match node:
        case Everything():
            return "every article"
        case Not(part=part):
            return f"NOT {_inner(part)}"
        case And(parts=parts):
            return " AND ".join(_inner(part) if isinstance(part, Or) else read_as(part) for part in parts)
        case Or(parts=parts):
            return " OR ".join(_inner(part) if isinstance(part, And) else read_as(part) for part in parts)
        case Most(parts=parts, least=least):
            return f"ATLEAST/{least} ({' AND '.join(map(_inner, parts))})"
        case Near(first=first, second=second, distance=distance):
            return f"{_side(first)} NEAR/{distance} {_side(second)}"
        case Value(field=field, value=value, prefix=prefix):
            quoted = f'"{value}"' if any(char in value for char in ' ()"') else value
            return f"{field}:{quoted}{'*' if prefix else ''}"
        case Days(text=text):
            return f"date:{text}"
        case Leaf():
            return _leaf(node)


def _inner(part: Node) -> str:
    words = read_as(part)
    return f"({words})" if isinstance(part, And | Or | Near) else words


def _side(leaves: tuple[Leaf, ...]) -> str:
    return _leaf(leaves[0]) if len(leaves) == 1 else f"({' OR '.join(map(_leaf, leaves))})"


def _leaf(leaf: Leaf) -> str:
    words = {
        "word": leaf.text,
        "phrase": f'"{leaf.text}"',
        "prefix": f"{leaf.text}*",
        "exact": f"={leaf.text}",
        "fuzzy": f"{leaf.text}~{leaf.edits}",
    }[leaf.kind]
    return f"{leaf.field}:{words}" if leaf.field else words


_KINDS = {
    "word": noop("“%(words)s”"),
    "phrase": noop("the words “%(words)s” in a row"),
    "prefix": noop("words that begin with “%(words)s”"),
    "exact": noop("exactly “%(words)s”"),
    "fuzzy": noop("“%(words)s”, up to %(edits)s letters different"),
}
_PLACES = {"title": noop("%(what)s in the title"), "cites": noop("%(what)s in the name of a law that is cited")}
_VALUES = {
    "source": noop("outlet: %(value)s"),
    "site": noop("on %(value)s"),
    "jurisdiction": noop("law of: %(value)s"),
    "primary": noop("mainly law of: %(value)s"),
    "mentioned": noop("law mentioned of: %(value)s"),
    "topic": noop("topic: %(value)s"),
    "stage": noop("stage: %(value)s"),
    "language": noop("language: %(value)s"),
}
_EVERYTHING = noop("every article")
_BEGINNING = noop("%(value)s…")
_NEAR = noop("%(first)s and %(second)s with at most %(distance)s words between")
_NOT = noop("not %(what)s")
_AND, _OR = noop("%(first)s and %(second)s"), noop("%(first)s or %(second)s")
_MOST = noop("at least %(least)s of these: %(what)s")
_SINCE, _UNTIL = noop("published on %(first)s or later"), noop("published on %(last)s or before")
_WITHIN, _ON = noop("published from %(first)s to %(last)s"), noop("published on %(first)s")


def _same(_field: str, value: str) -> str:
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Says a query in words.

    Attributes:
        gettext: the text in the reader's language; English as it stands.
        name: what a value of a field is called.
        day: a day, given as `2024-09-26`.
    """

    gettext: Callable[[str], str] = str
    name: Callable[[str, str], str] = _same
    day: Callable[[str], str] = str

    def say(self, node: Node) -> str:
        """The query in words."""
        match node:
            case Everything():
                return self.gettext(_EVERYTHING)
            case Not(part=part):
                return self._put(_NOT, what=self._bracketed(part))
            case And(parts=parts):
                return self._joined(_AND, [self._bracketed(part) if isinstance(part, Or | Most) else self.say(part) for part in parts])
            case Or(parts=parts):
                return self._joined(_OR, [self._bracketed(part) if isinstance(part, And) else self.say(part) for part in parts])
            case Most(parts=parts, least=least):
                return self._put(_MOST, least=str(least), what=", ".join(map(self._bracketed, parts)))
            case Near(first=first, second=second, distance=distance):
                return self._put(_NEAR, first=self._any(first), second=self._any(second), distance=str(distance))
            case Value(field=field, value=value, prefix=prefix):
                named = self._put(_BEGINNING, value=value) if prefix else self.name(field, value)
                return self._put(_VALUES[field], value=named)
            case Days():
                return self._days(node)
            case Leaf():
                return self._leaf(node)

    def _leaf(self, leaf: Leaf) -> str:
        said = self._put(_KINDS[leaf.kind], words=leaf.text, edits=str(leaf.edits))
        return self._put(_PLACES[leaf.field], what=said) if leaf.field else said

    def _days(self, days: Days) -> str:
        first, last = (self.day(f"{at // 10_000:04}-{at // 100 % 100:02}-{at % 100:02}") if at else "" for at in (days.first, days.last))
        pattern = (_ON if first == last else _WITHIN) if first and last else _SINCE if first else _UNTIL
        return self._put(pattern, first=first, last=last)

    def _bracketed(self, part: Node) -> str:
        return f"({self.say(part)})" if isinstance(part, And | Or | Most | Near) else self.say(part)

    def _any(self, leaves: tuple[Leaf, ...]) -> str:
        return self._leaf(leaves[0]) if len(leaves) == 1 else f"({self._joined(_OR, list(map(self._leaf, leaves)))})"

    def _joined(self, pattern: str, said: list[str]) -> str:
        """`a`, `b`, `c` as one: the pattern put around two at a time, from the left."""
        whole = said[0]
        for one in said[1:]:
            whole = self._put(pattern, first=whole, second=one)
        return whole

    def _put(self, pattern: str, **values: str) -> str:
        return self.gettext(pattern) % values
