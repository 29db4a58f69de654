"""One hit a story: reprints of one text shown once, without the engine's help, so that both engines do it alike.

A hit stands for its story when no other hit of the story comes before it in the order asked for. That needs one more search for each page and no
memory of the pages before, so cursors go on as they do without collapsing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.base import MAX_LIMIT, Hit, Index, Page, Query
from index.rows import id_hash


def search_collapsed(index: Index, query: Query) -> Page:
    """The page of a query with `collapse`: its total counts stories, its facets articles."""
    plain = replace(query, collapse=False)
    first = found = index.search(plain)
    hits = list(_standing(index, plain, found.hits))
    took_ms = found.took_ms
    while len(hits) < query.limit and found.next is not None:
        found = index.search(replace(plain, cursor=found.next, limit=query.limit - len(hits), facets=()))
        hits += _standing(index, plain, found.hits)
        took_ms += found.took_ms
    return replace(first, hits=tuple(hits), total=index.stories(plain), took_ms=took_ms, next=found.next)


def once(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The first hit of each story, for exports; remembers eight bytes a story."""
    seen: set[int] = set()
    for hit in hits:
        story = id_hash(_story(hit))
        if story not in seen:
            seen.add(story)
            yield hit


def _standing(index: Index, query: Query, hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Those of the hits that stand for their story, with the number of its copies."""
    if not hits:
        return
    stories = tuple(dict.fromkeys(map(_story, hits)))
    narrowed = replace(query, filters=replace(query.filters, stories=stories), cursor=None, limit=MAX_LIMIT, facets=())
    firsts: dict[str, str] = {}
    copies = dict.fromkeys(stories, 0)
    page = index.search(narrowed)
    while True:
        for hit in page.hits:
            firsts.setdefault(_story(hit), hit.id)
            copies[_story(hit)] += 1
        if page.next is None:
            break
        page = index.search(replace(narrowed, cursor=page.next))
    for hit in hits:
        if firsts.get(_story(hit)) == hit.id:
            yield replace(hit, copies=copies[_story(hit)])


def _story(hit: Hit) -> str:
    return hit.story or hit.id
