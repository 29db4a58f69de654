"""A query across languages: its words joined by what the other languages call the same concept, always shown and never forced on anyone."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.base import LABEL, Addition
from index.query import And, Leaf, Most, Node, Or, Value
from language.analysis import analyze_field, analyze_query
from language.normal import fold

CONCEPTS_FILE = Path(__file__).with_name("concepts.toml")
PLACES_FILE = Path(__file__).with_name("places.toml")
MAX_ADDED = 60
"""Terms added to one query: a query of many concepts would else cost as many searches as it has translations."""
_LONGEST_TERM = 8  # words that are read together without quotes: `loi sur la sécurité en ligne des enfants`
_OTHER_WORDS = frozenset(("US", "U.S."))  # known when typed, never added: without capitals they are the pronoun
_CAPITAL = "-capital"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expanded:
    """A tree with what was added to it; `left_out` are the words that would have brought more than `MAX_ADDED` terms."""

    node: Node
    additions: tuple[Addition, ...] = ()
    left_out: tuple[str, ...] = ()


@cache
def concepts() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The terms of each concept by language, as `concepts.toml` and `places.toml` list them; places are named by their code."""
    read = {**tomllib.loads(CONCEPTS_FILE.read_text(encoding="utf-8")), **places()}
    return {name: {language: tuple(terms) for language, terms in found.items()} for name, found in read.items()}


@cache
def places() -> Mapping[str, Mapping[str, list[str]]]:
    """The names of each country (`KR`), of its capital as the press uses it for its government (`KR-capital`), and of states (`US-CA`)."""
    return tomllib.loads(PLACES_FILE.read_text(encoding="utf-8"))


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
            case Most(parts=parts, least=least):
                return Most(tuple(self.node(part) for part in parts), least)
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
        readings = analyze_query(words[0].text) if len(words) > 1 else ()
        scripts = {False, any(_is_hangul(word.text) for word in words)}
        most = max((_most_words(reading.terms[0], script) for reading in readings for script in scripts), default=0)
        for size in range(min(most, len(words)), 1, -1):
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
        added = dict.fromkeys(_node_of(addition, first) for addition in fresh)
        return Or((whole, *added)) if added else whole

    def _additions(self, typed: str) -> Iterator[Addition]:
        mine = {reading.terms for reading in analyze_query(typed)}
        for concept in _concepts_of(typed):
            for language, terms in concepts()[concept].items():
                if language in self.languages:
                    for term in terms:
                        if term not in _OTHER_WORDS and _terms_of(term, language) not in mine:
                            yield Addition(typed=typed, concept=concept, language=language, term=term)
            if LABEL in self.languages and concept in places():
                yield Addition(typed=typed, concept=concept, language=LABEL, term=f"primary:{concept.removesuffix(_CAPITAL)}")


def _node_of(addition: Addition, typed: Leaf) -> Leaf | Value:
    """What is looked for beside a term as typed."""
    if addition.language == LABEL:
        return Value(field="primary", value=addition.term.partition(":")[2], position=typed.position)
    return Leaf(kind="phrase" if " " in addition.term else "word", text=addition.term, field=typed.field, position=typed.position)


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
        known = _known(reading.terms[0][0], any(map(_is_hangul, reading.terms)))
        found.update(dict.fromkeys(known.get(reading.terms, ())))
    return tuple(found)


def _most_words(unit: str, is_korean: bool) -> int:
    """How many written words the longest term has that begins like a word, and has Hangul or none."""
    return _longest_terms(unit[0], is_korean).get(_beginning(unit, is_korean), 0)


@cache
def _known(initial: str, is_korean: bool) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """The concepts of each analysed term with Hangul, or without, that begins so: only terms that a query comes near are ever analysed."""
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for name, language, term in _by_initial().get((initial, is_korean), ()):
        found.setdefault(_terms_of(term, language), {})[name] = None
    return {terms: tuple(names) for terms, names in found.items()}


@cache
def _longest_terms(initial: str, is_korean: bool) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for _, language, term in _by_initial().get((initial, is_korean), ()):
        begun = _beginning(_terms_of(term, language)[0], is_korean)
        found[begun] = max(found.get(begun, 0), min(_LONGEST_TERM, len(term.split())))
    return found


def _beginning(unit: str, is_korean: bool) -> str:
    """What a term and its first word alone have in common: the unit, in Korean its first syllable, as it is parted otherwise in its sentence."""
    return unit[0] if is_korean else unit


@cache
def _by_initial() -> Mapping[tuple[str, bool], Sequence[tuple[str, str, str]]]:
    """Every term as (concept, language, term) by its first letter and whether it has Hangul; one without in a Korean list is read as English."""
    found: dict[tuple[str, bool], list[tuple[str, str, str]]] = {}
    for name, by_language in concepts().items():
        for language, terms in by_language.items():
            for term in terms:
                is_korean = _is_hangul(term)
                read = "en" if language == "ko" and not is_korean else language
                found.setdefault((fold(term)[0], is_korean), []).append((name, read, term))
    return found


@cache
def _terms_of(term: str, language: str) -> tuple[str, ...]:
    return analyze_field(term, language).terms


def _is_hangul(text: str) -> bool:
    return any("가" <= char <= "힣" for char in text)
