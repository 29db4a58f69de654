"""How many articles each language brings to a query that was widened: asked of the index, so that nobody has to guess."""

from dataclasses import replace

from index.base import Gains, Index, Page, Query


def with_gains(index: Index, query: Query, found: Page) -> Page:
    """The page with its gains, which take a search for each language; as it is where nothing was added to its query."""
    if not found.additions:
        return found
    plain = replace(
        query, cursor=None, limit=1, facets=(), expand=(), mode="lexical", match="most" if query.mode == "hybrid" else "all", vector=None
    )
    without = index.search(plain).total
    languages = dict.fromkeys(addition.language for addition in found.additions)
    adds = {one: index.search(replace(plain, expand=(one,))).total - without for one in languages}
    return replace(found, gains=Gains(without=without, by_language=adds))
