"""The two engines answer alike: whatever the articles, whatever the query. Where they may differ is said in docs/elasticsearch.md."""

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from core.errors import QueryError
from index.base import Filters, Hit, Index, IndexDocument, Page, Query
from index.elastic import open_elastic
from index.embedded import open_embedded
from tests.elastic_node import elastic_url
from tests.index_documents import document
from tests.index_strategies import documents, queries

TOLERANCE = 1e-4
"""How far two scores of one article may lie apart, as a share: both engines count in 32-bit floats and sum in different orders."""


@contextmanager
def both() -> Iterator[tuple[Index, Index]]:
    """An empty index of each engine."""
    name = f"same-{uuid.uuid4().hex}"
    with tempfile.TemporaryDirectory() as folder:
        embedded, elastic = open_embedded(Path(folder) / "index"), open_elastic(elastic_url(), name=name)
        try:
            yield embedded, elastic
        finally:
            embedded.close()
            elastic.close()
            with Elasticsearch(elastic_url()) as client:
                client.indices.delete(index=",".join(client.indices.get(index=f"{name}-*")))


def pages(index: Index, query: Query) -> list[Page] | str:
    """Every page of a query, or why it cannot be read."""
    try:
        found = [index.search(query)]
        while found[-1].next is not None:
            found.append(index.search(replace(query, cursor=found[-1].next)))
    except QueryError as err:
        return str(err)
    return found


def told_by(page: Page) -> tuple[object, ...]:
    """What every page of a result says of the whole of it."""
    return page.total, page.total_is_exact, page.read_as, page.facets, page.additions, page.not_added


def without_score(hit: Hit) -> Hit:
    """A hit without what may differ in its last digits."""
    return replace(hit, score=0.0)


def check(embedded: list[Page] | str, elastic: list[Page] | str, query: Query) -> None:
    """That two results say the same."""
    if isinstance(embedded, str) or isinstance(elastic, str):
        assert embedded == elastic
        return
    told = {str(told_by(page)) for found in (embedded, elastic) for page in found}
    assert len(told) == 1, told
    ours, theirs = ([hit for page in found for hit in page.hits] for found in (embedded, elastic))
    if not (query.collapse and query.sort == "score"):
        assert [len(page.hits) for page in embedded] == [len(page.hits) for page in elastic]
    if query.sort != "score":
        assert list(map(without_score, ours)) == list(map(without_score, theirs))
        return
    for ranked in (ours, theirs):
        assert all(one.score >= other.score for one, other in pairwise(ranked))
    if query.collapse:  # which of two articles stands for a story is decided by the same tolerance
        assert {hit.story or hit.id for hit in ours} == {hit.story or hit.id for hit in theirs}
        return
    assert sorted(map(without_score, ours), key=_id) == sorted(map(without_score, theirs), key=_id)
    scores = {hit.id: hit.score for hit in theirs}
    assert {hit.id: hit.score for hit in ours} == pytest.approx(scores, rel=TOLERANCE)


def _id(hit: Hit) -> str:
    return hit.id


def compare(articles: list[IndexDocument], asked: list[Query]) -> None:
    """Asks both engines the same of the same articles."""
    with both() as (embedded, elastic):
        for index in (embedded, elastic):
            assert index.upsert(articles) == []
            index.commit()
        assert embedded.count() == elastic.count() == len(articles)
        for query in asked:
            note(f"{query}")
            here = pages(embedded, query)
            check(here, pages(elastic, query), query)
            if not isinstance(here, str):
                assert [hit.id for hit in embedded.scan(query)] == [hit.id for hit in elastic.scan(query)]


@settings(max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(documents(), st.lists(queries(), min_size=6, max_size=6))
def test_any_query_finds_the_same_on_both(articles: list[IndexDocument], asked: list[Query]) -> None:
    """Totals, ids, facets, pages and order are the same; scores up to `TOLERANCE`."""
    compare(articles, asked)


SCORED = (
    "deepfake",
    "deepfake law",
    '"deepfake law"',
    "deepf* law",
    "=deepfakes law",
    "depfake~1 law",
    "title:deepfake OR bill",
    "(deepfake NEAR/3 bill)",
    "딥페이크를 처벌",
)
"""Queries of every kind that scores, and of kinds beside one another, so that one weighs as much as the other on both."""


@pytest.mark.parametrize("text", SCORED)
def test_scores_are_the_same(text: str) -> None:
    """Of articles that all of these queries find, some more than others."""
    articles = [
        document("a", "Deepfake law", "The deepfake law is a bill no more."),
        document("b", "A bill", "A deepfake, a bill, deepfakes and once more the deepfake law of the land, which many read at length."),
        document("c", "딥페이크 처벌법", "딥페이크를 처벌하는 법. Deepfake law, deepfake bill.", "ko"),
        document("d", "Nothing", "A law on hedges."),
    ]
    query = Query(text=text, filters=Filters(relevance=()), sort="score")
    with both() as (embedded, elastic):
        for index in (embedded, elastic):
            index.upsert(articles)
            index.commit()
        ours, theirs = ({hit.id: hit.score for hit in index.search(query).hits} for index in (embedded, elastic))
    assert ours and ours == pytest.approx(theirs, rel=TOLERANCE)
