"""A tree and filters as Tantivy queries."""

import re

from tantivy import FieldType, Occur, Query, Schema, Searcher

from index.base import Filters
from index.query import And, Everything, Leaf, Node, Not, Or
from index.ranking import needs_live
from index.rows import LAYERS, days, filter_values
from index.terms import Sought, prefixes, sought


class Translator:
    """Makes Tantivy queries for one schema, as one searcher sees its words."""

    def __init__(self, schema: Schema, searcher: Searcher) -> None:
        self.schema = schema
        self.searcher = searcher

    def query(self, node: Node, filters: Filters) -> Query:
        """The tree under its filters; filters do not count in the score."""
        clauses = [] if isinstance(node, Everything) else [(Occur.Must, self.node(node))]
        clauses += [(Occur.Must, Query.const_score_query(part, 0.0)) for part in self._filters(filters)]
        if needs_live(node) and not any(field for field, _ in filter_values(filters)):
            clauses.append((Occur.Must, Query.const_score_query(self.live(), 0.0)))
        return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses)

    def live(self) -> Query:
        """Every article that is not removed."""
        return Query.term_query(self.schema, "live", 1)

    def node(self, node: Node) -> Query:
        """One node of the tree."""
        match node:
            case Leaf():
                return self._leaf(node)
            case Or(parts=parts):
                return Query.boolean_query([(Occur.Should, self.node(part)) for part in parts])
            case And(parts=parts):
                clauses = [
                    (Occur.MustNot, self.node(part.part)) if isinstance(part, Not) else (Occur.Must, self.node(part)) for part in parts
                ]
                if all(isinstance(part, Not) for part in parts):
                    clauses.append((Occur.Must, Query.const_score_query(self.live(), 0.0)))
                return Query.boolean_query(clauses)
            case Not(part=part):
                return Query.boolean_query([(Occur.Must, Query.const_score_query(self.live(), 0.0)), (Occur.MustNot, self.node(part))])
            case _:
                return self.live()

    def _leaf(self, leaf: Leaf) -> Query:
        if leaf.field == "source":
            return self._source(leaf)
        if leaf.kind == "prefix":
            terms, _, surface = LAYERS[leaf.field]
            return self._prefix(leaf.text, (surface, terms))
        found = [query for query in map(self._sequence, sought(leaf)) if query is not None]
        if not found:
            return Query.empty_query()
        return found[0] if len(found) == 1 else Query.boolean_query([(Occur.Should, part) for part in found])

    def _sequence(self, one: Sought) -> Query | None:
        """A term or phrase; None where a word of it occurs in no article."""
        if not all(self.searcher.doc_freq(one.field, term) for term in one.terms):
            return None
        if len(one.terms) == 1:
            query = Query.term_query(self.schema, one.field, one.terms[0], "freq")
        else:
            query = Query.phrase_query(self.schema, one.field, list(one.terms))
        return query if one.boost == 1.0 else Query.boost_query(query, one.boost)

    def _source(self, leaf: Leaf) -> Query:
        if leaf.kind == "prefix":
            return self._prefix(leaf.text.lower(), ("source",), folded=False)
        return Query.const_score_query(Query.term_query(self.schema, "source", leaf.text.lower(), "basic"), 0.0)

    def _prefix(self, text: str, fields: tuple[str, ...], *, folded: bool = True) -> Query:
        """Words that begin so, each article for the same score however many it has."""
        parts = []
        for prefix in prefixes(text) if folded else (text,):
            parts += [Query.regex_query(self.schema, field, f"{re.escape(prefix)}.*") for field in fields]
        return Query.const_score_query(Query.boolean_query([(Occur.Should, part) for part in parts]), 1.0)

    def _filters(self, filters: Filters) -> list[Query]:
        found = []
        for field, values in filter_values(filters):
            terms = [Query.term_query(self.schema, field, value, "basic") for value in values]
            found.append(terms[0] if len(terms) == 1 else Query.boolean_query([(Occur.Should, term) for term in terms]))
        asked = days(filters)
        if asked:
            found.append(Query.range_query(self.schema, "day", FieldType.Integer, *asked))
        return found
