"""Which articles to check: drawn by chance from strata, the same ones for the same seed over the same archive."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.archive import Archive
from core.article import Annotation, Article
from core.errors import UsageError

DIMENSIONS = ("topic", "stage", "relevance", "jurisdiction", "language", "source", "outlet_country", "month")
"""By what an archive can be parted. `jurisdiction` is the primary one."""

NONE = "none"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article that can be drawn, with its values of each dimension asked for."""

    id: str
    values: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """An article that was drawn: its stratum, and how many articles of that stratum it stands for."""

    id: str
    stratum: tuple[str, ...]
    weight: float


def population(archive: Archive, dimensions: Sequence[str], relevance: Sequence[str], *, unchecked: bool = False) -> Iterator[Item]:
    """Every article that the tagger has labelled, with the values that it gave.

    Args:
        archive: whose. dimensions: of DIMENSIONS.
        relevance: only articles to which the tagger gave one of these.
        unchecked: leave out articles of which a person has said something.

    Raises:
        UsageError: a dimension is none.
    """
    foreign = [name for name in dimensions if name not in DIMENSIONS]
    if foreign or not dimensions:
        raise UsageError(f"--stratify has '{', '.join(foreign)}'; one or more of {', '.join(DIMENSIONS)} are meant")
    checked = {one.article_id for one in archive.people.all()} if unchecked else set()
    ids = archive.store.tagged_ids()
    for begin in range(0, len(ids), _AT_ONCE):
        part = ids[begin : begin + _AT_ONCE]
        articles, said = archive.store.articles(part), archive.store.machine_annotations(part)
        for article_id, annotation in said.items():
            if annotation.relevance in relevance and article_id in articles and article_id not in checked:
                values = tuple(_values(name, articles[article_id], annotation) for name in dimensions)
                yield Item(id=article_id, values=values)


def strata(items: Sequence[Item]) -> dict[tuple[str, ...], list[str]]:
    """The ids of the articles of each stratum.

    Each article is in one: of several values of a dimension (topics, say) the one that is rarest in the whole counts, so that rare ones are
    drawn at all.
    """
    common = [Counter(value for item in items for value in item.values[n]) for n in range(len(items[0].values) if items else 0)]
    found: dict[tuple[str, ...], list[str]] = {}
    for item in items:
        key = tuple(min((counts[one], one) for one in values)[1] for counts, values in zip(common, item.values, strict=True))
        found.setdefault(key, []).append(item.id)
    return found


def draw(items: Sequence[Item], count: int, seed: int) -> list[Drawn]:
    """Draws articles without replacement, as evenly over the strata as their sizes allow.

    Within a stratum every article has the same chance, hence its weight: articles of the stratum over articles drawn.

    Args:
        items: from `population`. count: how many are wanted; fewer where there are not so many. seed: of the draw.

    Returns:
        What was drawn, in an order of chance.
    """
    parted = strata(items)
    left = min(count, len(items))
    drawn = []
    for rank, (key, ids) in enumerate(sorted(parted.items(), key=lambda pair: (len(pair[1]), pair[0]))):
        taken = sorted(ids, key=lambda one: _chance(seed, one))[: left // (len(parted) - rank)]
        left -= len(taken)
        drawn += [Drawn(id=one, stratum=key, weight=len(ids) / len(taken)) for one in taken]
    return sorted(drawn, key=lambda one: _chance(seed, one.id))


def _values(name: str, article: Article, annotation: Annotation) -> tuple[str, ...]:
    day = article.published_day
    single = {
        "relevance": annotation.relevance,
        "language": annotation.language,
        "source": article.source,
        "outlet_country": article.outlet_country,
        "month": f"{day:%Y-%m}" if day else None,
    }
    if name in single:
        return (single[name] or NONE,)
    several = {
        "topic": tuple(topic.code for topic in annotation.topics),
        "stage": annotation.stages,
        "jurisdiction": annotation.codes("primary"),
    }
    return several[name] or (NONE,)


def _chance(seed: int, article_id: str) -> bytes:
    """A number of chance that is the same whenever it is asked for."""
    return hashlib.blake2b(f"{seed}:{article_id}".encode(), digest_size=16).digest()
