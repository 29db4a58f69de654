"""A tree and filters as Elasticsearch's query language. It asks of terms only: the words were analysed on our side."""

from typing import Any

from index.base import Filters
from index.query import And, Leaf, Node, Not, Or
from index.ranking import Plan
from index.rows import LAYERS, days, filter_values
from index.terms import Sought, prefixes, sought

Body = dict[str, Any]

_LIVE: Body = {"term": {"live": True}}


def query_body(node: Node, filters: Filters) -> Body:
    """The tree under its filters; filters do not count in the score."""
    conditions: list[Body] = [_LIVE]
    conditions += [{"terms": {field: list(values)}} for field, values in filter_values(filters)]
    asked = days(filters)
    if asked:
        bounds = {name: day for name, day in zip(("gte", "lte"), asked, strict=True) if day is not None}
        conditions.append({"range": {"day": bounds}})
    return {"bool": {"must": [_node(node)], "filter": conditions}}


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
        case And(parts=parts):
            return {"bool": {"must": [_node(part) for part in parts]}}
        case Or(parts=parts):
            return _any([_node(part) for part in parts])
        case Not(part=part):
            return {"constant_score": {"filter": {"bool": {"must_not": [_node(part)]}}, "boost": 0.0}}
        case _:
            return {"constant_score": {"filter": {"match_all": {}}, "boost": 0.0}}


def _leaf(leaf: Leaf) -> Body:
    if leaf.field == "source":
        kind = "prefix" if leaf.kind == "prefix" else "term"
        boost = 1.0 if leaf.kind == "prefix" else 0.0
        return {"constant_score": {"filter": {kind: {"source": {"value": leaf.text.lower()}}}, "boost": boost}}
    terms, _, surface = LAYERS[leaf.field]
    if leaf.kind == "prefix":
        begun = [{"prefix": {field: {"value": prefix}}} for prefix in prefixes(leaf.text) for field in (surface, terms)]
        return {"constant_score": {"filter": _any(begun), "boost": 1.0}}
    found = [_sequence(one) for one in sought(leaf)]
    return _any(found) if found else {"match_none": {}}


def _sequence(one: Sought) -> Body:
    if len(one.terms) == 1:
        return {"term": {one.field: {"value": one.terms[0], "boost": one.boost}}}
    return {"match_phrase": {one.field: {"query": " ".join(one.terms), "analyzer": "whitespace", "boost": one.boost}}}


def _any(parts: list[Body]) -> Body:
    return {"bool": {"should": parts, "minimum_should_match": 1}}
