"""A query across languages: its words joined by what the other languages call the same concept, always shown and never forced on anyone."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.base import Addition
from index.query import And, Leaf, Node, Or
from language.analysis import analyze_field, analyze_query

CONCEPTS_FILE = Path(__file__).with_name("concepts.toml")
MAX_ADDED = 60
"""Terms added to one query: a query of many concepts would else cost as many searches as it has translations."""
_LONGEST_TERM = 5  # words that are read together without quotes: `proposition de loi`


@dataclass(frozen=True, slots=True, kw_only=True)
class Expanded:
    """A tree with what was added to it; `left_out` are the words that would have brought more than `MAX_ADDED` terms."""

    node: Node
    additions: tuple[Addition, ...] = ()
    left_out: tuple[str, ...] = ()


@cache
def concepts() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The terms of each concept by language, as `concepts.toml` lists them."""
    read = tomllib.loads(CONCEPTS_FILE.read_text(encoding="utf-8"))
    return {name: {language: tuple(terms) for language, terms in found.items()} for name, found in read.items()}


def expand(node: Node, languages: Sequence[str], dropped: Sequence[str] = ()) -> Expanded:
    """The tree with each word and phrase of a concept joined by the concept's other terms.

    What stands under a NOT, in a NEAR, after `cites:` or with `=`, `~` or `*` stays as it is.

    Args:
        node: the tree of the query.
        languages: whose terms are added; none leaves the tree as it is.
        dropped: terms that are not to be added.
    """
    widening = _Widening(frozenset(languages), frozenset(dropped))
    made = widening.node(node) if languages else node
    return Expanded(node=made, additions=tuple(widening.additions), left_out=tuple(widening.left_out))


class _Widening:
    """Walks one tree and notes what it adds."""

    def __init__(self, languages: frozenset[str], dropped: frozenset[str]) -> None:
        self.languages = languages
        self.dropped = dropped
        self.additions: list[Addition] = []
        self.left_out: list[str] = []

    def node(self, node: Node) -> Node:
        match node:
            case Leaf():
                return self._run((node,))
            case Or(parts=parts):
                return _flat(Or, [self.node(part) for part in parts])
            case And(parts=parts):
                return _flat(And, list(self._all(parts)))
            case _:
                return node

    def _all(self, parts: tuple[Node, ...]) -> Iterator[Node]:
        """The parts of an AND, the longest runs of words that are one term taken together."""
        at = 0
        while at < len(parts):
            run = self._longest(parts[at : at + _LONGEST_TERM])
            yield self._run(run) if run else self.node(parts[at])
            at += max(1, len(run))

    def _longest(self, parts: tuple[Node, ...]) -> tuple[Leaf, ...]:
        words: list[Leaf] = []
        for part in parts:
            if not isinstance(part, Leaf) or part.kind != "word" or (words and part.field != words[0].field):
                break
            words.append(part)
        for size in range(len(words), 1, -1):
            if _concepts_of(" ".join(word.text for word in words[:size])):
                return tuple(words[:size])
        return ()

    def _run(self, run: tuple[Leaf, ...]) -> Node:
        """Words of one term (or a phrase), with the other terms beside them."""
        whole: Node = run[0] if len(run) == 1 else And(run)
        first = run[0]
        if first.kind not in ("word", "phrase") or first.field == "cites":
            return whole
        typed = " ".join(leaf.text for leaf in run)
        fresh = [addition for addition in self._additions(typed) if addition.term not in self.dropped]
        if len(self.additions) + len(fresh) > MAX_ADDED:
            self.left_out.append(typed)
            return whole
        self.additions += [addition for addition in fresh if addition not in self.additions]
        terms = dict.fromkeys(addition.term for addition in fresh)
        added = [Leaf(kind="phrase" if " " in term else "word", text=term, field=first.field, position=first.position) for term in terms]
        return Or((whole, *added)) if added else whole

    def _additions(self, typed: str) -> Iterator[Addition]:
        mine = {reading.terms for reading in analyze_query(typed)}
        for concept in _concepts_of(typed):
            for language, terms in concepts()[concept].items():
                if language in self.languages:
                    for term in terms:
                        if analyze_field(term, language).terms not in mine:
                            yield Addition(typed=typed, concept=concept, language=language, term=term)


def _flat(kind: type[And] | type[Or], parts: list[Node]) -> Node:
    """The parts joined, brackets of the same kind opened, what is there twice kept once."""
    opened = [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]
    kept: dict[object, Node] = {}
    for part in opened:
        kept.setdefault((part.kind, part.text, part.field) if isinstance(part, Leaf) else part, part)
    found = tuple(kept.values())
    return found[0] if len(found) == 1 else kind(found)


def _concepts_of(typed: str) -> tuple[str, ...]:
    """The concepts that words as typed are a term of, in any language."""
    found: dict[str, None] = {}
    for reading in analyze_query(typed):
        known = _korean_terms() if any(map(_is_hangul, reading.terms)) else _latin_terms()
        found.update(dict.fromkeys(known.get(reading.terms, ())))
    return tuple(found)


@cache
def _korean_terms() -> dict[tuple[str, ...], tuple[str, ...]]:
    """The concepts of each analysed term in Hangul."""
    return _by_terms((name, "ko", term) for name, found in concepts().items() for term in found["ko"] if _is_hangul(term))


@cache
def _latin_terms() -> dict[tuple[str, ...], tuple[str, ...]]:
    """The concepts of each analysed term in Latin letters, for which no Korean morphology is needed."""
    every = ((name, language, term) for name, found in concepts().items() for language, terms in found.items() for term in terms)
    return _by_terms((name, "fr" if language == "fr" else "en", term) for name, language, term in every if not _is_hangul(term))


def _by_terms(listed: Iterable[tuple[str, str, str]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for name, language, term in listed:
        found.setdefault(analyze_field(term, language).terms, {})[name] = None
    return {terms: tuple(names) for terms, names in found.items()}


def _is_hangul(text: str) -> bool:
    return any("가" <= char <= "힣" for char in text)
