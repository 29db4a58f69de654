"""A tree and filters as Tantivy queries."""

from collections.abc import Iterator

from tantivy import FieldType, Occur, Query, Schema, Searcher

from core.article import RELEVANCES
from index.base import DEFAULT_RELEVANCE, UNKNOWN, Filters
from index.query import And, Days, Everything, Leaf, Most, Near, Node, Not, Or, Value
from index.ranking import needs_live
from index.rows import LAYERS, days, filter_values
from index.terms import PART_BONUS, Neighbours, Sought, exact_forms, neighbours, prefixes, sought, value_field
from language.normal import fold

# Most searches want the same relevances; what is left out for them is less than what is let through, and so is the work.
_STANDARD = ("relevance", DEFAULT_RELEVANCE)
_NOT_STANDARD = tuple(value for value in (*RELEVANCES, UNKNOWN) if value not in DEFAULT_RELEVANCE)


class Translator:
    """Makes Tantivy queries for one schema, as one searcher sees its words."""

    def __init__(self, schema: Schema, searcher: Searcher) -> None:
        self.schema = schema
        self.searcher = searcher

    def query(self, node: Node, filters: Filters) -> Query:
        """The tree under its filters; filters do not count in the score."""
        clauses = [] if isinstance(node, Everything) else [(Occur.Must, self.node(node))]
        wanted = [(field, values) for field, values in filter_values(filters) if (field, values) != _STANDARD]
        clauses += [(Occur.Must, Query.const_score_query(part, 0.0)) for part in self._filters(filters, wanted)]
        if needs_live(node) and not wanted:
            clauses.append((Occur.Must, Query.const_score_query(self.live(), 0.0)))
        if len(wanted) < len(filter_values(filters)):
            clauses += [(Occur.MustNot, Query.term_query(self.schema, "relevance", value, "basic")) for value in _NOT_STANDARD]
        return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses)

    def live(self) -> Query:
        """Every article that is not removed."""
        return Query.term_query(self.schema, "live", 1)

    def node(self, node: Node) -> Query:
        """One node of the tree."""
        match node:
            case Leaf():
                return self._leaf(node)
            case Near():
                return self._near(node)
            case Value():
                return self._value(node)
            case Days(first=first, last=last):
                return Query.const_score_query(Query.range_query(self.schema, "day", FieldType.Integer, first, last), 0.0)
            case Or(parts=parts):
                return Query.boolean_query([(Occur.Should, self.node(part)) for part in parts])
            case And(parts=parts):
                clauses = [
                    (Occur.MustNot, self.node(part.part)) if isinstance(part, Not) else (Occur.Must, self.node(part)) for part in parts
                ]
                if all(isinstance(part, Not) for part in parts):
                    clauses.append((Occur.Must, Query.const_score_query(self.live(), 0.0)))
                return Query.boolean_query(clauses)
            case Most(parts=parts, least=least):
                return Query.boolean_query([(Occur.Should, self._counted(part)) for part in parts], minimum_number_should_match=least)
            case Not(part=part):
                return Query.boolean_query([(Occur.Must, Query.const_score_query(self.live(), 0.0)), (Occur.MustNot, self.node(part))])
            case _:
                return self.live()

    def _counted(self, part: Node) -> Query:
        """A part of which not all must match: to have it counts by itself."""
        return Query.boolean_query([(Occur.Must, self.node(part)), (Occur.Must, Query.const_score_query(self.node(part), PART_BONUS))])

    def _leaf(self, leaf: Leaf) -> Query:
        terms, _, surface = LAYERS[leaf.field]
        if leaf.kind == "prefix":
            return self._prefix(leaf.text, (surface, terms))
        if leaf.kind == "fuzzy":
            fuzzy = Query.fuzzy_term_query(self.schema, surface, fold(leaf.text), distance=leaf.edits, transposition_cost_one=True)
            return Query.const_score_query(fuzzy, 1.0)
        if leaf.kind == "exact":
            return Query.const_score_query(self._any([self._all_of(surface, form) for form in exact_forms(leaf)]), 1.0)
        return self._any([query for query in map(self._sequence, sought(leaf)) if query is not None])

    def _all_of(self, field: str, words: tuple[str, ...]) -> Query:
        return Query.boolean_query([(Occur.Must, Query.term_query(self.schema, field, word, "basic")) for word in words])

    def _any(self, parts: list[Query]) -> Query:
        if not parts:
            return Query.empty_query()
        return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Should, part) for part in parts])

    def _near(self, near: Near) -> Query:
        """Scored as both sides are; being near is a condition."""
        ways = [way for pair in neighbours(near) if self._is_there(pair) for way in self._orders(pair)]
        sides = [self._any([self._leaf(leaf) for leaf in side]) for side in (near.first, near.second)]
        condition = Query.const_score_query(self._any(ways), 0.0)
        return Query.boolean_query([(Occur.Must, part) for part in (*sides, condition)])

    def _is_there(self, pair: Neighbours) -> bool:
        return all(self.searcher.doc_freq(pair.field, term) for term in (*pair.first, *pair.second))

    def _orders(self, pair: Neighbours) -> Iterator[Query]:
        """The queries that together find a pair in both orders.

        The engine lets slop turn two terms round at a cost, which the other order finds anyway. Rows of several terms must not be torn apart by
        slop, so for these every distance is a phrase of its own.
        """
        for first, second in ((pair.first, pair.second), (pair.second, pair.first)):
            if len(first) == len(second) == 1 and first != second:
                yield Query.phrase_query(self.schema, pair.field, [first[0], second[0]], slop=pair.distance)
                continue
            for gap in range(pair.distance + 1):
                row: list[str | tuple[int, str]] = [*enumerate(first), *enumerate(second, len(first) + gap)]
                yield Query.phrase_query(self.schema, pair.field, row)

    def _value(self, value: Value) -> Query:
        field = value_field(value)
        if value.prefix:
            return Query.const_score_query(self._begun(field, value.value), 0.0)
        return Query.const_score_query(Query.term_query(self.schema, field, value.value, "basic"), 0.0)

    def _sequence(self, one: Sought) -> Query | None:
        """A term or phrase; None where a word of it occurs in no article."""
        if not all(self.searcher.doc_freq(one.field, term) for term in one.terms):
            return None
        if len(one.terms) == 1:
            query = Query.term_query(self.schema, one.field, one.terms[0], "freq")
        else:
            query = Query.phrase_query(self.schema, one.field, list(one.terms))
        return query if one.boost == 1.0 else Query.boost_query(query, one.boost)

    def _prefix(self, text: str, fields: tuple[str, ...]) -> Query:
        """Words that begin so, each article for the same score however many it has."""
        parts = [self._begun(field, prefix) for prefix in prefixes(text) for field in fields]
        return Query.const_score_query(Query.boolean_query([(Occur.Should, part) for part in parts]), 1.0)

    def _begun(self, field: str, prefix: str) -> Query:
        """Terms that begin so: a fuzzy term without an edit, made in a quarter of the time of a regex, and of any length."""
        return Query.fuzzy_term_query(self.schema, field, prefix, distance=0, prefix=True)

    def _filters(self, filters: Filters, wanted: list[tuple[str, tuple[str, ...]]]) -> list[Query]:
        found = []
        for field, values in wanted:
            terms = [Query.term_query(self.schema, field, value, "basic") for value in values]
            found.append(terms[0] if len(terms) == 1 else Query.boolean_query([(Occur.Should, term) for term in terms]))
        asked = days(filters)
        if asked:
            found.append(Query.range_query(self.schema, "day", FieldType.Integer, *asked))
        return found
