"""A tree and filters as Elasticsearch's query language. It asks of terms only: the words were analysed on our side."""

from typing import Any

from index.base import Filters
from index.query import And, Days, Leaf, Most, Near, Node, Not, Or, Value
from index.ranking import MAX_FACET_VALUES, Plan, either_case
from index.rows import LAYERS, days, filter_values
from index.terms import PART_BONUS, Sought, exact_forms, neighbours, prefixes, sought, value_field
from index.vectors import Floats
from language.normal import fold

Body = dict[str, Any]

_SIGNS = frozenset('.?+*|{}[]()"\\#@&<>~^$-')  # what Lucene's regular expressions give a meaning
_MOST_LAWS = 50_000  # written names of a large archive among them; the engine refuses 65,536 of all facets
_LIVE: Body = {"term": {"live": True}}


def query_body(node: Node, filters: Filters) -> Body:
    """The tree under its filters; filters do not count in the score."""
    return {"bool": {"must": [_node(node)], "filter": _conditions(filters)}}


def knn_body(vector: Floats, filters: Filters, most: int) -> Body:
    """The nearest neighbours of a vector among what the filters let through."""
    looked_at = min(10_000, 20 * most)  # by each shard: more finds more of the true neighbours, for more time
    conditions = {"bool": {"filter": _conditions(filters)}}
    return {"field": "embedding", "query_vector": vector.tolist(), "k": most, "num_candidates": looked_at, "filter": conditions}


def cosine_of(score: float) -> float:
    """The cosine behind a score of the engine, which is (1 + cosine) / 2."""
    return 2 * score - 1


def _conditions(filters: Filters) -> list[Body]:
    """What an article must be: there, and as the filters say."""
    conditions: list[Body] = [_LIVE]
    conditions += [{"terms": {field: list(values)}} for field, values in filter_values(filters)]
    asked = days(filters)
    if asked:
        conditions.append(_days(*asked))
    return conditions


def facet_body(field: str, within: str) -> Body:
    """The values of a facet with their counts, only those that contain `within` in any case; of laws all, since their names may contain it."""
    terms: Body = {"field": field, "size": MAX_FACET_VALUES if not within or field != "law" else _MOST_LAWS}
    if within and field != "law":
        terms["include"] = f".*{''.join(map(_one_of, within))}.*"
    return {"terms": terms}


def _one_of(char: str) -> str:
    """A character in the engine's regular expressions: a letter in both cases, a sign as itself."""
    cases = either_case(char)
    if len(cases) > 1:
        return f"[{''.join(cases)}]"
    return f"\\{char}" if char in _SIGNS else char


def order_body(plan: Plan) -> Body:
    """The order of the hits, and where to go on."""
    if plan.order == "score":
        sort: list[Body] = [{"_score": "desc"}, {"recency": "asc"}, {"id": "asc"}]
    else:
        sort = [{plan.order: "asc"}, {"id": "asc"}]
    body: Body = {"sort": sort}
    if plan.after is not None:
        place = [plan.after.key, plan.after.id]
        body["search_after"] = [plan.after.score, *place] if plan.order == "score" else place
    return body


def _node(node: Node) -> Body:
    match node:
        case Leaf():
            return _leaf(node)
        case Near():
            return _near(node)
        case Value(value=value, prefix=prefix):
            return _constant({"prefix" if prefix else "term": {value_field(node): {"value": value}}}, 0.0)
        case Days(first=first, last=last):
            return _constant(_days(first, last), 0.0)
        case And(parts=parts):
            return {"bool": {"must": [_node(part) for part in parts]}}
        case Or(parts=parts):
            return _any([_node(part) for part in parts])
        case Most(parts=parts, least=least):
            counted = [{"bool": {"must": [_node(part), _constant(_node(part), PART_BONUS)]}} for part in parts]
            return {"bool": {"should": counted, "minimum_should_match": least}}
        case Not(part=part):
            return _constant({"bool": {"must_not": [_node(part)]}}, 0.0)
        case _:
            return _constant({"match_all": {}}, 0.0)


def _leaf(leaf: Leaf) -> Body:
    terms, _, surface = LAYERS[leaf.field]
    if leaf.kind == "prefix":
        return _constant(
            _any([{"prefix": {field: {"value": prefix}}} for prefix in prefixes(leaf.text) for field in (surface, terms)]), 1.0
        )
    if leaf.kind == "fuzzy":
        # Without a rewrite that takes all, the engine would look at the fifty likest words only.
        alike = {"value": fold(leaf.text), "fuzziness": leaf.edits, "transpositions": True, "rewrite": "constant_score"}
        return _constant({"fuzzy": {surface: alike}}, 1.0)
    if leaf.kind == "exact":
        forms = [{"bool": {"filter": [{"term": {surface: word}} for word in form]}} for form in exact_forms(leaf)]
        return _constant(_any(forms), 1.0)
    return _any([_sequence(one) for one in sought(leaf)])


def _near(near: Near) -> Body:
    """Scored as both sides are; being near is a condition."""
    sides = [_any([_leaf(leaf) for leaf in side]) for side in (near.first, near.second)]
    ways = []
    for pair in neighbours(near):
        for rows in ((pair.first, pair.second), (pair.second, pair.first)):
            rules = [{"match": {"query": " ".join(row), "analyzer": "whitespace", "max_gaps": 0, "ordered": True}} for row in rows]
            ordered = {"ordered": True, "max_gaps": pair.distance, "intervals": rules}
            ways.append({"intervals": {pair.field: {"all_of": ordered}}})
    return {"bool": {"must": sides, "filter": [_any(ways)]}}


def _days(first: int | None, last: int | None) -> Body:
    return {"range": {"day": {name: day for name, day in (("gte", first), ("lte", last)) if day is not None}}}


def _sequence(one: Sought) -> Body:
    if len(one.terms) == 1:
        return {"term": {one.field: {"value": one.terms[0], "boost": one.boost}}}
    return {"match_phrase": {one.field: {"query": " ".join(one.terms), "analyzer": "whitespace", "boost": one.boost}}}


def _constant(condition: Body, boost: float) -> Body:
    return {"constant_score": {"filter": condition, "boost": boost}}


def _any(parts: list[Body]) -> Body:
    if not parts:
        return {"match_none": {}}
    return {"bool": {"should": parts, "minimum_should_match": 1}}
