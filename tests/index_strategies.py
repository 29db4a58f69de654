"""Random articles in three languages and random queries over them, for what must be true of any."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from index.base import EXPANSIONS, FACETS, UNKNOWN, Filters, IndexDocument, Query
from tests.index_documents import NOON, SEOUL, document

WORDS = {
    "en": (
        "deepfake", "deepfakes", "deep-fake", "law", "laws", "the", "Senate", "bill", "bills", "legislates", "legislation", "AI", "women's", "U.S.",
        "cafe", "2026", "harm", "porn",
    ),
    "fr": (
        "hypertrucage", "hypertrucages", "l’hypertrucage", "loi", "projet", "de", "Sénat", "sénatrice", "adopté", "adoptée", "d'IA", "café", "œuvre",
        "contre", "législation",
    ),
    "ko": (
        "딥페이크", "딥페이크를", "성폭력처벌법", "성폭력처벌법을", "처벌", "개정안의", "개정안", "국회", "국회는", "허위영상물", "법", "AI", "通過", "통과했다",
        "2026년",
    ),
}  # fmt: skip
"""Few, so that random queries meet random articles."""

LAWS = ("AI Act", "Code pénal", "성폭력처벌법", "Loi n° 2024-449", "STRASSE Act (a.b*c)")
NAMED_LAWS = (
    *LAWS, ("AI법", "eu/ai-act"), ("226-8-1", "fr/code-penal/226-8-1"), ("성폭력처벌법", "kr/sexual-violence-punishment-act"), ("Lex", "xx/not-in-the-table"),
)  # fmt: skip
ASKED_LAWS = (*LAWS, "eu/ai-act", "fr/code-penal", "xx/not-in-the-table", UNKNOWN)
SOURCES = ("Herald", "herald", "Le Monde", "한겨레", "K-Pop & Law", None)
HOSTS = ("outlet.example", "www.outlet.example", "news.outlet.example", "herald.example")
CODES = ("US", "US-CA", "FR", "KR", "EU")
TOPICS = ("sexual", "elections", "fraud", "bill", "passed", "court")
STAGES = ("bill", "passed", "court")
MOMENTS = (
    None, NOON, NOON + timedelta(seconds=1), NOON - timedelta(days=1), datetime(2026, 9, 25, 0, 30, tzinfo=SEOUL), datetime(1960, 2, 29, tzinfo=UTC),
    datetime(2027, 1, 1, tzinfo=UTC),
)  # fmt: skip
EVERY_WORD = tuple(word for words in WORDS.values() for word in words)


def some(values: tuple[Any, ...], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    """None to `most` different ones of some values."""
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


@st.composite
def documents(draw: st.DrawFn) -> list[IndexDocument]:
    """Up to 24 articles; titles, texts and dates are often the same, sometimes missing."""
    return [_document(draw, f"d{number:02}") for number in range(draw(st.integers(1, 24)))]


def _document(draw: st.DrawFn, article_id: str) -> IndexDocument:
    language = draw(st.sampled_from(("en", "fr", "ko")))
    words = st.sampled_from(WORDS[language] if draw(st.booleans()) else EVERY_WORD)
    places = st.dictionaries(st.sampled_from(CODES), st.sampled_from(("primary", "mentioned")), max_size=3)
    made = document(
        article_id,
        " ".join(draw(st.lists(words, max_size=4))),
        " ".join(draw(st.lists(words, max_size=30))),
        draw(st.sampled_from((language, language, "fr-CA", None))),
        source=draw(st.sampled_from(SOURCES)),
        outlet_country=draw(st.sampled_from(("US", "FR", None))),
        published_at=draw(st.sampled_from(MOMENTS)),
        rights=draw(st.sampled_from(("open", "open", "open", "reserved"))),
        topics=draw(some(TOPICS, 3)),
        jurisdictions=tuple(draw(places).items()),
        laws=draw(some(NAMED_LAWS)),
        relevance=draw(st.sampled_from(("law", "law", "deepfake", "other", None))),
        first_seen=datetime(2026, 11, 1, tzinfo=UTC) + timedelta(hours=draw(st.integers(0, 3))),
    )
    article = replace(made.article, url=f"https://{draw(st.sampled_from(HOSTS))}/{article_id}")
    return replace(made, article=article, annotation=replace(made.annotation, story=draw(st.sampled_from((None, "s1", "s2")))))


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """A query of any construct of the grammar under any filters, in any order, with pages, facets and stories."""
    return Query(
        text=draw(st.one_of(st.just(""), _texts(), _texts(), _texts())),
        filters=draw(st.one_of(st.just(Filters()), st.just(Filters()), _filters())),  # else hardly a query would find anything
        sort=draw(st.sampled_from(("score", "score", "date", "seen"))),
        limit=draw(st.integers(1, 9)),
        facets=draw(some(FACETS, 4)),
        expand=draw(st.sampled_from(((), (), EXPANSIONS))),
        within=draw(st.sampled_from(("", "", "U", "a", "act (", "é", "ß", "법", "*"))),
        collapse=draw(st.sampled_from((False, False, True))),
        match=draw(st.sampled_from(("all", "all", "most"))),
    )


def _filters() -> st.SearchStrategy[Filters]:
    days = st.none() | st.sampled_from((date(2026, 9, 24), date(2026, 9, 25), date(1960, 2, 29), date(2026, 12, 31)))
    return st.builds(
        Filters,
        jurisdictions=some((*CODES, UNKNOWN), 1),
        role=st.sampled_from(("any", "any", "primary", "mentioned")),
        topics=some((*TOPICS, UNKNOWN), 1),
        stages=some((*STAGES, UNKNOWN), 1),
        relevance=st.sampled_from(((), (), ("law", "deepfake"), ("law", UNKNOWN))),
        languages=some(("fr", "ko", "en", UNKNOWN), 2),
        sources=some(("herald", "le monde", UNKNOWN), 1),
        outlet_countries=some(("US", UNKNOWN), 1),
        laws=some(ASKED_LAWS, 1),
        date_from=st.none() | days,
        date_to=st.none() | days,
    )


def _texts() -> st.SearchStrategy[str]:
    return st.recursive(st.one_of(_words(), _words(), _nears(), _values()), _joined, max_leaves=4)


def _words() -> st.SearchStrategy[str]:
    word = st.sampled_from(EVERY_WORD)
    bare = st.one_of(
        word,
        _phrases(),
        st.builds(lambda one, length: f"{one[:length]}*", word, st.integers(2, 6)),
        word.map(lambda one: f"={one}"),
        st.builds(lambda one, at, edits: f"{one[:at] + one[at + 1 :]}~{edits}", word, st.integers(0, 5), st.sampled_from(("", "1", "2"))),
    )
    return st.builds(lambda field, one: field + one, st.sampled_from(("", "", "", "title:", "cites:")), bare)


def _phrases() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(EVERY_WORD), min_size=1, max_size=3).map(lambda words: '"' + " ".join(words) + '"')


def _nears() -> st.SearchStrategy[str]:
    side = st.one_of(
        st.sampled_from(EVERY_WORD),
        _phrases(),
        st.lists(st.sampled_from(EVERY_WORD), min_size=2, max_size=2).map(lambda two: f"({' OR '.join(two)})"),
    )
    return st.builds(lambda first, distance, second: f"({first} NEAR/{distance} {second})", side, st.integers(0, 9), side)


def _values() -> st.SearchStrategy[str]:
    asked = (
        *(f"{field}:{code}" for field in ("jurisdiction", "primary", "mentioned") for code in (*CODES, UNKNOWN)),
        *(f"topic:{code}" for code in (*TOPICS, UNKNOWN)), *(f"stage:{code}" for code in (*STAGES, UNKNOWN)),
        "source:herald", "source:her*", 'source:"le monde"', 'source:"k-pop & l*"', "source:한겨*", "source:unknown",
        "site:outlet.example", "site:herald.example", "site:outl*", "site:news.o*",
        "language:ko", "language:fr-FR", "language:unknown",
        "date:2026", "date:2026-09", "date:2026-09-24..2026-09-25", "date:..1970", "date:2026-09-25..",
        'cites:"AI Act"', 'cites:"Code pénal"', "cites:act", "cites:처벌법", "cites:2024-449",
    )  # fmt: skip
    return st.sampled_from(asked)


def _joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {})".format, parts, parts),
        st.builds("({} OR {})".format, parts, parts),
        st.builds("({} AND {})".format, parts, parts),
        st.builds("({} -{})".format, parts, parts),
        st.builds("ATLEAST/{} ({} {} {})".format, st.integers(1, 3), parts, parts, parts),
        parts.map("NOT {}".format),
    )
