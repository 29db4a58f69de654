"""What both backends of the index must do alike: every test here runs over the embedded one and over a real Elasticsearch."""

import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import QueryError
from index.base import CONCEPT_LANGUAGES, After, Filters, Index, IndexDocument, Page, Query, Tombstone
from index.elastic import open_elastic
from index.embedded import open_embedded
from index.gains import with_gains
from index.vectors import DIMENSIONS
from tests.elastic_node import elastic_url
from tests.index_documents import NOON, PARIS, SEOUL, document

ALL = Filters(relevance=())


@pytest.fixture(params=["embedded", "elasticsearch"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """An empty index of each backend."""
    name = f"t-{uuid.uuid4().hex}"
    opened = open_embedded(tmp_path / name) if request.param == "embedded" else open_elastic(elastic_url(), name=name)
    yield opened
    opened.close()


def fill(index: Index, *documents: IndexDocument) -> None:
    """Puts documents in and makes them visible."""
    assert index.upsert(documents) == []
    index.commit()


def ids(page: Page) -> list[str]:
    return [hit.id for hit in page.hits]


def found(index: Index, text: str, **filters: Any) -> set[str]:
    """The ids that a query finds."""
    page = index.search(Query(text=text, filters=Filters(**({"relevance": ()} | filters)), limit=200))
    assert page.total == len(page.hits)
    return set(ids(page))


def counts(page: Page, facet: str) -> dict[str, int]:
    return {count.value: count.count for count in page.facets[facet]}


TABLES = sorted((Path(__file__).parent / "fixtures" / "matching").glob("*.tsv"))


def pairs(table: Path) -> list[tuple[str, str, bool, str]]:
    """The rows of a table as (query, text, whether they match, what the row shows); `NFD ` before a cell has it decomposed."""
    rows = []
    for line in table.read_text("utf8").splitlines():
        if not line.startswith("#"):
            expected, query, text, shows = line.split("\t")
            decomposed = [unicodedata.normalize("NFD", cell[4:]) if cell.startswith("NFD ") else cell for cell in (query, text)]
            rows.append((*decomposed, {"yes": True, "no": False}[expected], shows))
    return rows  # type: ignore[return-value]


def test_the_tables_are_large_enough() -> None:
    """At least fifty pairs for each of the three languages, of which at least fifteen must not match."""
    for language in ("ko", "fr", "en"):
        rows = pairs(TABLES[0].with_name(f"{language}.tsv"))
        assert len(rows) >= 50
        assert sum(not expected for _, _, expected, _ in rows) >= 15


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_words_match_in_every_language(index: Index, table: Path) -> None:
    """Particles, endings, spacing, elision, accents, number, spelling and normal forms never stand between a word and its match."""
    rows = pairs(table)
    fill(index, *(document(f"m{number}", "", text, table.stem) for number, (_, text, _, _) in enumerate(rows)))
    wrong = [
        (query, text, shows)
        for number, (query, text, expected, shows) in enumerate(rows)
        if (f"m{number}" in found(index, query)) != expected
    ]
    assert wrong == []


GRAMMAR = [
    ("senate", {"a", "b"}),
    ("senate deepfake", {"a"}),
    ("senate OR seoul", {"a", "b", "c"}),
    ("senate -deepfake", {"b"}),
    ("NOT senate", {"c"}),
    ("-senate -seoul", set()),
    ("(senate OR seoul) NOT tax", {"a", "c"}),
    ("senate OR NOT deepfake", {"a", "b"}),
    ('"deepfake bill"', {"a"}),
    ('"bill deepfake"', set()),
    ("legisl*", {"b", "c"}),
    ("title:seoul", {"c"}),
    ("title:legisl*", {"c"}),
    ("title:(seoul OR tax)", {"b", "c"}),
    ('cites:"AI Act"', {"c"}),
    ("cites:ai", {"c"}),
    ("cites:senate", set()),
    ("source:herald", {"a", "b"}),
    ("source:her*", {"a", "b"}),
    ("source:unknown", {"c"}),
    ("source:herald -tax", {"a"}),
    ("site:outlet.example tax", {"b"}),
    ("site:example.com", set()),
    ("site:outl*", {"a", "b", "c"}),
    ("topic:bill", {"a"}),
    ("-topic:bill", {"b", "c"}),
    ("topic:unknown OR stage:bill", {"a", "b"}),
    ("jurisdiction:US", {"a", "b"}),
    ("primary:us", {"a"}),
    ("mentioned:US-CA", {"b"}),
    ("primary:unknown", {"b", "c"}),
    ("language:ko", {"c"}),
    ("(topic:bill OR language:ko) deepfake", {"a", "c"}),
    ("date:2026-09", {"a"}),
    ("date:2026", {"a", "b"}),
    ("date:2026-09-25..", {"b"}),
    ("date:..2026-09-24", {"a"}),
    ("-date:2026", {"c"}),
    ("=legislates", {"b", "c"}),
    ("=legislate", set()),
    ("title:=legislates", {"c"}),
    ("=Seoul", {"c"}),
    ("legislatse~", {"b", "c"}),
    ("seol~1", {"c"}),
    ("sinote~2", {"a", "b"}),
    ("senat~1 -deepfake", {"b"}),
    ("title:seul~", {"c"}),
    ("senate NEAR/1 passed", {"a"}),
    ("passed NEAR/0 senate", {"a"}),
    ("senate NEAR/2 bill", set()),
    ("senate NEAR/3 bill", {"a"}),
    ("bill NEAR/3 senate", {"a"}),
    ('"deepfake bill" NEAR/2 passed', {"a"}),
    ('"deepfake bill" NEAR/1 senate', set()),
    ("(tax OR seoul) NEAR/2 (legislates OR law)", {"b", "c"}),
    ("the NEAR/2 the", {"a"}),
    ("title:(seoul NEAR/0 legislates)", {"c"}),
    ("ATLEAST/2 (deepfake tax legislates)", {"b", "c"}),
    ("ATLEAST/2 (senate (deepfake OR tax) NOT seoul) -title:tax", {"a"}),
    ("", {"a", "b", "c"}),
]


@pytest.mark.parametrize("words", [pytest.param(GRAMMAR, id="grammar")])
def test_operators_fields_and_prefixes(index: Index, words: list[tuple[str, set[str]]]) -> None:
    """Each construct of the grammar finds exactly what it says; removed articles are not what NOT leaves over."""
    fill(
        index,
        document(
            "a", "Senate", "The senate passed the deepfake bill.", source="Herald", topics=("bill",), jurisdictions=(("US", "primary"),)
        ),
        document(
            "b",
            "Tax",
            "The senate legislates on tax.",
            source="Herald",
            jurisdictions=(("US-CA", "mentioned"),),
            published_at=NOON + timedelta(days=9),
        ),
        document("c", "Seoul legislates", "The deepfake law of Seoul.", "ko", topics=("court",), laws=("AI Act",), published_at=None),
        document("gone", "Gone", "Nothing."),
    )
    index.remove([Tombstone(article_id="gone", sequence=2)])
    index.commit()
    assert [(query, found(index, query)) for query, _ in words] == words


def test_words_of_any_script_can_be_near(index: Index) -> None:
    """Compounds count as what they are made of, and never lie over one another."""
    fill(
        index,
        document("ko", "", "성폭력처벌법을 어긴 딥페이크 제작자", "ko"),
        document("fr", "", "Le projet de loi contre les hypertrucages", "fr"),
    )
    cases = [
        ("성폭력처벌법 NEAR/1 딥페이크", {"ko"}),
        ("딥페이크 NEAR/0 성폭력처벌법", set()),
        ("딥페이크 NEAR/1 처벌법", {"ko"}),
        ('"projets de loi" NEAR/2 hypertrucage', {"fr"}),
        ('"projet de loi" NEAR/5 loi', set()),
        ("l’hypertrucage NEAR/9 projet", {"fr"}),
    ]
    assert [(query, found(index, query)) for query, _ in cases] == cases


def test_a_phrase_does_not_run_from_title_into_text(index: Index) -> None:
    """The last word of a headline and the first of the text are no phrase."""
    fill(index, document("a", "New deepfake", "law debated"), document("b", "x", "A deepfake law"))
    assert found(index, '"deepfake law"') == {"b"}


def test_other_articles_are_hidden_by_default_and_found_by_name(index: Index) -> None:
    """`other` is kept and counted, and shown only when asked for."""
    fill(
        index,
        document("l", relevance="law"),
        document("d", relevance="deepfake"),
        document("o", relevance="other"),
        document("n", relevance=None),
    )
    assert set(ids(index.search(Query()))) == {"l", "d"}
    assert found(index, "", relevance=("other",)) == {"o"}
    assert found(index, "", relevance=("unknown", "law")) == {"n", "l"}
    assert index.count() == 4


def test_filters_are_or_within_and_and_across(index: Index) -> None:
    """Two values of one filter widen, two filters narrow, `unknown` is a value like another."""
    fill(
        index,
        document("a", topics=("sexual", "bill"), jurisdictions=(("KR", "primary"),), source="one", outlet_country="KR", language="ko"),
        document(
            "b", topics=("elections", "passed"), jurisdictions=(("FR", "primary"), ("KR", "mentioned")), source="two", language="fr-CA"
        ),
        document("c", source="ONE", outlet_country="us"),
    )
    assert found(index, "", topics=("sexual", "elections")) == {"a", "b"}
    assert found(index, "", topics=("sexual", "elections"), stages=("passed",)) == {"b"}
    assert found(index, "", jurisdictions=("KR",)) == {"a", "b"}
    assert found(index, "", jurisdictions=("kr",), role="primary") == {"a"}
    assert found(index, "", jurisdictions=("KR",), role="mentioned") == {"b"}
    assert found(index, "", jurisdictions=("unknown",)) == {"c"}
    assert found(index, "", jurisdictions=("unknown", "FR")) == {"b", "c"}
    assert found(index, "", sources=("one",)) == {"a", "c"}
    assert found(index, "", outlet_countries=("KR", "US")) == {"a", "c"}
    assert found(index, "", outlet_countries=("unknown",)) == {"b"}
    assert found(index, "", languages=("fr",)) == found(index, "", languages=("fr-CA",)) == {"b"}


def test_a_country_takes_its_subdivisions_in(index: Index) -> None:
    """US finds California, US-CA does not find the federation, and the facet says what the filter would find."""
    fill(
        index,
        document("federal", jurisdictions=(("US", "primary"),)),
        document("state", jurisdictions=(("US-CA", "primary"), ("US-TX", "mentioned"))),
        document("union", jurisdictions=(("EU", "primary"),)),
    )
    assert found(index, "", jurisdictions=("US",)) == {"federal", "state"}
    assert found(index, "", jurisdictions=("US-CA",)) == {"state"}
    page = index.search(Query(filters=ALL, facets=("jurisdiction",)))
    assert counts(page, "jurisdiction") == {"US": 2, "US-CA": 1, "US-TX": 1, "EU": 1}


def test_facets_are_exact_over_many_articles(index: Index) -> None:
    """Counts are those of the whole result, in several segments and after replacements, and follow the role asked for."""
    for batch in range(4):
        made = [
            document(
                f"{batch}-{n}",
                "deepfake",
                topics=("sexual",) if n % 2 else ("fraud", "court"),
                jurisdictions=(("KR", "primary" if n % 3 else "mentioned"),),
            )
            for n in range(30)
        ]
        fill(index, *made)
    fill(index, *(replace(one, sequence=2) for one in made))
    page = index.search(Query(text="deepfake", facets=("topic", "stage", "jurisdiction", "month", "law", "relevance")))
    assert page.total == 120 and page.total_is_exact
    assert counts(page, "topic") == {"sexual": 60, "fraud": 60, "court": 60}
    assert counts(page, "stage") == {"court": 60, "unknown": 60}
    assert counts(page, "jurisdiction") == {"KR": 120}
    assert counts(page, "month") == {"2026-09": 120}
    assert counts(page, "law") == {"unknown": 120}
    primary = index.search(Query(text="deepfake", filters=Filters(role="primary"), facets=("jurisdiction",)))
    assert counts(primary, "jurisdiction") == {"KR": 80, "unknown": 40}


def test_facet_counts_are_what_the_filter_then_finds(index: Index) -> None:
    """Choosing a facet's value as a filter yields as many articles as it said."""
    fill(
        index,
        document("a", jurisdictions=(("US-CA", "primary"), ("FR", "mentioned")), topics=("sexual", "bill"), language="fr"),
        document("b", jurisdictions=(("US", "mentioned"),), topics=("support",), published_at=None, language=None),
        document("c", source="x", outlet_country="KR"),
    )
    names = {
        "jurisdiction": "jurisdictions",
        "topic": "topics",
        "stage": "stages",
        "language": "languages",
        "source": "sources",
        "outlet_country": "outlet_countries",
    }
    page = index.search(Query(filters=ALL, facets=tuple(names)))
    told = {(facet, value): count for facet in names for value, count in counts(page, facet).items()}
    assert told == {(facet, value): len(found(index, "", **{names[facet]: (value,)})) for facet, value in told}


def test_days_are_those_where_the_outlet_is(index: Index) -> None:
    """Half past midnight in Seoul is that day there, though it is the day before in UTC; both ends count; unknown dates fall out."""
    fill(
        index,
        document("seoul", published_at=datetime(2026, 9, 26, 0, 30, tzinfo=SEOUL)),
        document("paris", published_at=datetime(2026, 9, 25, 23, 59, tzinfo=PARIS)),
        document("october", published_at=datetime(2026, 10, 1, 1, 0, tzinfo=SEOUL)),
        document("undated", published_at=None),
    )
    assert found(index, "", date_from=date(2026, 9, 26), date_to=date(2026, 9, 26)) == {"seoul"}
    assert found(index, "", date_to=date(2026, 9, 25)) == {"paris"}
    assert found(index, "", date_from=date(2026, 9, 26)) == {"seoul", "october"}
    page = index.search(Query(facets=("month",)))
    assert counts(page, "month") == {"2026-09": 2, "2026-10": 1, "unknown": 1}


def test_sorted_by_date_the_newest_is_first_and_the_undated_last(index: Index) -> None:
    """Date order goes by the instant; `seen` by when an article was first seen."""
    fill(
        index,
        document("old", published_at=NOON - timedelta(days=900), first_seen=datetime(2026, 11, 3, tzinfo=UTC)),
        document("undated", published_at=None, first_seen=datetime(2026, 11, 2, tzinfo=UTC)),
        document("new", published_at=NOON, first_seen=datetime(2026, 11, 1, tzinfo=UTC)),
        document("before 1970", published_at=datetime(1960, 1, 1, tzinfo=UTC), first_seen=datetime(2026, 10, 1, tzinfo=UTC)),
    )
    assert ids(index.search(Query(sort="date"))) == ["new", "old", "before 1970", "undated"]
    assert ids(index.search(Query(sort="seen"))) == ["old", "undated", "new", "before 1970"]
    assert index.search(Query(sort="seen", limit=1)).hits[0].first_seen == "2026-11-03T00:00:00+00:00"


@pytest.mark.parametrize(("text", "sort"), [("deepfake", "score"), ("deepfake", "date"), ("", "score"), ("deepf*", "score"), ("", "seen")])
def test_cursors_lead_through_everything_once(index: Index, text: str, sort: Any) -> None:
    """Pages follow one another without gap or double, also where score and date are all equal, and between commits of other articles."""
    same = [document(f"same-{n:03}", "deepfake", "law") for n in range(70)]
    fill(index, *same[:40])
    fill(index, *same[40:])
    query = Query(text=text, sort=sort, limit=9)
    page = index.search(query)
    seen = ids(page)
    while page.next:
        assert page.total == 70
        page = index.search(replace(query, cursor=page.next))
        seen += ids(page)
    assert sorted(seen) == [one.article.id for one in same]
    whole = index.search(replace(query, limit=200))
    assert ids(whole) == seen and whole.next is None


def test_a_cursor_serves_its_own_query_only(index: Index) -> None:
    """A cursor of another query, a changed or a made-up one is refused; facets and limit may change between pages."""
    fill(index, *(document(f"d{n}", "deepfake law") for n in range(5)))
    query = Query(text="deepfake", limit=2)
    cursor = index.search(query).next
    assert cursor is not None
    assert len(index.search(replace(query, cursor=cursor, limit=3, facets=("topic",))).hits) == 3
    for changed in (replace(query, text="law"), replace(query, sort="date"), replace(query, filters=ALL)):
        with pytest.raises(QueryError, match="cursor"):
            index.search(replace(changed, cursor=cursor))
    for forged in ("", "x", cursor[:-2], "A" + cursor[1:], "é", cursor + "AAAA"):
        with pytest.raises(QueryError, match="cursor"):
            index.search(replace(query, cursor=forged))


def test_better_matches_come_first(index: Index) -> None:
    """The word in the headline counts more than in the text, and more often more than once."""
    fill(
        index,
        document("once", "News", "A deepfake among many other things that happened in the long week behind us."),
        document("headline", "Deepfake law", "The deepfake law passed."),
        document("never", "News", "Nothing of it."),
    )
    page = index.search(Query(text="deepfake"))
    assert ids(page) == ["headline", "once"]
    assert page.hits[0].score > page.hits[1].score > 0


def test_an_article_is_replaced_not_doubled(index: Index) -> None:
    """Upserting is idempotent, and a higher sequence replaces."""
    fill(index, document("a", "deepfake", sequence=3))
    fill(index, document("a", "deepfake", sequence=3))
    fill(index, document("a", "election", sequence=4))
    assert (found(index, "deepfake"), found(index, "election"), index.count()) == (set(), {"a"}, 1)


def test_an_older_sequence_never_wins(index: Index) -> None:
    """Neither in a later batch, nor within a batch, nor before the commit."""
    fill(index, document("a", "new", sequence=5))
    fill(index, document("a", "old", sequence=4))
    fill(index, document("b", "new", sequence=9), document("b", "old", sequence=8))
    index.upsert([document("c", "new", sequence=7)])
    index.upsert([document("c", "old", sequence=6)])
    index.commit()
    assert (found(index, "new"), found(index, "old")) == ({"a", "b", "c"}, set())


def test_a_removed_article_stays_removed(index: Index) -> None:
    """A tombstone outlives late batches with lower sequences, for articles never seen too; a higher sequence brings one back."""
    fill(index, document("a", "deepfake", sequence=1))
    index.remove([Tombstone(article_id="a", sequence=5), Tombstone(article_id="unseen", sequence=5)])
    index.commit()
    fill(index, document("a", "deepfake", sequence=4), document("unseen", "deepfake", sequence=4))
    assert (found(index, ""), index.count(), list(index.scan(Query(filters=ALL)))) == (set(), 0, [])
    fill(index, document("a", "deepfake", sequence=6))
    assert found(index, "") == {"a"}


def test_an_older_tombstone_removes_nothing(index: Index) -> None:
    """A removal that was overtaken by a newer article is void."""
    fill(index, document("a", sequence=5))
    index.remove([Tombstone(article_id="a", sequence=4)])
    index.commit()
    assert found(index, "") == {"a"}


def test_one_refused_document_does_not_stop_the_rest(index: Index) -> None:
    """A document that an engine cannot take comes back with its id and the reason."""
    good, bad = document("good", "deepfake"), document("x" * 600, "deepfake")
    old = replace(document("old"), analysis=replace(good.analysis, version="0"))
    rejected = index.upsert([bad, good, old])
    index.commit()
    assert [(one.article_id, bool(one.reason)) for one in rejected] == [("x" * 600, True), ("old", True)]
    assert found(index, "deepfake") == {"good"}


def test_a_hit_carries_what_a_list_shows(index: Index) -> None:
    """All fields of a hit come back as they went in."""
    fill(
        index,
        document(
            "a", "Loi adoptée", "Le texte vise les hypertrucages.", "fr-CA", source="Gazette", outlet_country="CA",
            topics=("sexual", "passed"), jurisdictions=(("CA-QC", "primary"), ("FR", "mentioned")),
        ),
    )  # fmt: skip
    (hit,) = index.search(Query(text="hypertrucage")).hits
    assert (hit.url, hit.title, hit.source, hit.language) == ("https://outlet.example/a", "Loi adoptée", "Gazette", "fr-CA")
    assert (hit.published_at, hit.outlet_country, hit.relevance) == (NOON.isoformat(), "CA", "law")
    assert hit.topics == (("sexual", 0.9), ("passed", 0.9))
    assert hit.jurisdictions == (("CA-QC", "primary"), ("FR", "mentioned"))
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.marks] == ["hypertrucages"]


def test_a_reserved_text_is_neither_searched_nor_shown(index: Index) -> None:
    """Where the outlet reserves its text, only the title is indexed."""
    fill(index, document("a", "Deepfake law", "A secret paragraph.", rights="reserved"))
    assert found(index, "secret") == set()
    (hit,) = index.search(Query(text="deepfake")).hits
    assert hit.snippet.text == ""


def test_scan_yields_every_hit_newest_first(index: Index) -> None:
    """An export goes through everything, more than one page of it, whatever the query's limit and sort."""
    fill(index, *(document(f"d{n:04}", "deepfake", published_at=NOON - timedelta(hours=n)) for n in range(620)))
    fill(index, document("other", "other"))
    scanned = [hit.id for hit in index.scan(Query(text="deepfake", limit=3, sort="score"))]
    assert scanned == [f"d{n:04}" for n in range(620)]


def test_nothing_is_visible_before_commit(index: Index) -> None:
    """Batches become visible with their commit."""
    index.upsert([document("a")])
    assert index.count() == 0
    index.commit()
    assert index.count() == 1


@pytest.mark.parametrize("change", [{"limit": 0}, {"limit": 201}, {"facets": ("colour",)}, {"sort": "mood"}, {"text": "(("}])
def test_a_wrong_query_is_told(index: Index, change: dict[str, Any]) -> None:
    """What cannot be asked is an error of the caller, not an empty result."""
    with pytest.raises(QueryError):
        index.search(Query(**change))


def test_an_empty_index_answers(index: Index) -> None:
    """No article, no error."""
    page = index.search(Query(text="deepfake", facets=("jurisdiction", "month")))
    assert (page.total, page.hits, page.next, page.facets["month"]) == (0, (), None, ())


def test_a_query_spans_the_languages(index: Index) -> None:
    """Terms of the same concept are added where asked for, are told, count by language, and belong to the cursor."""
    fill(
        index,
        document("en", "A deepfake bill", language="en"),
        document("fr", "Un hypertrucage", language="fr"),
        document("ko1", "딥페이크", language="ko"),
        document("ko2", "허위영상물", language="ko"),
        document("none", "Weather", language="en"),
    )
    plain = Query(text="deepfake", limit=1)
    assert (index.search(plain).total, index.search(plain).additions) == (1, ())
    wide = replace(plain, expand=CONCEPT_LANGUAGES)
    page = with_gains(index, wide, index.search(wide))
    assert page.total == 4 and page.gains is not None
    assert (page.gains.without, dict(page.gains.by_language)) == (1, {"fr": 1, "ko": 2})
    assert page.read_as == "deepfake OR hypertrucage OR 딥페이크 OR 허위영상물"
    assert page.to_json()["expansion"]["added"][0] == {"typed": "deepfake", "concept": "deepfake", "language": "fr", "term": "hypertrucage"}
    assert index.search(replace(wide, drop=("허위영상물",))).total == 3
    assert {hit.id for hit in index.scan(wide)} == {"en", "fr", "ko1", "ko2"}
    assert len(index.search(replace(wide, cursor=page.next)).hits) == 1
    with pytest.raises(QueryError, match="cursor"):
        index.search(replace(plain, cursor=page.next))
    with pytest.raises(QueryError, match="en, fr, ko"):
        index.search(replace(plain, expand=("de",)))


def test_facets_of_places_laws_and_weeks(index: Index) -> None:
    """Codes with their role, states rolled up into countries, ISO weeks, laws that can then be asked for; and a search inside a facet."""
    fill(
        index,
        document("a", jurisdictions=(("US-CA", "primary"), ("US-TX", "primary"), ("FR", "mentioned")), laws=("AI Act", "Code pénal")),
        document("b", jurisdictions=(("US", "mentioned"),), laws=("AI Act",), published_at=datetime(2027, 1, 1, tzinfo=UTC)),
        document("c"),
    )
    page = index.search(Query(facets=("jurisdiction_role", "country", "week", "law", "site")))
    assert counts(page, "jurisdiction_role") == {
        "US-CA primary": 1, "US-TX primary": 1, "US primary": 1, "FR mentioned": 1, "US mentioned": 1, "unknown": 1,
    }  # fmt: skip
    assert counts(page, "country") == {"US": 2, "FR": 1, "unknown": 1}
    assert counts(page, "week") == {"2026-W39": 2, "2026-W53": 1}
    assert counts(page, "law") == {"AI Act": 2, "Code pénal": 1, "unknown": 1}
    assert counts(page, "site") == {"outlet.example": 3}
    assert found(index, "", laws=("Code pénal",)) == {"a"}
    within = index.search(Query(facets=("law", "country", "site"), within="É"))
    assert (counts(within, "law"), counts(within, "country")) == ({"Code pénal": 1}, {})
    assert counts(index.search(Query(facets=("site",), within="t.E")), "site") == {"outlet.example": 3}


def test_a_law_counts_once_under_all_its_names(index: Index) -> None:
    """By its id where it has one, with the act that an article stands in; a filter takes the id or a name in any language, `cites:` words."""
    act, article = "kr/public-official-election-act", "kr/public-official-election-act/82-8"
    fill(
        index,
        document("ko", language="ko", laws=(("공직선거법", act),)),
        document("en", laws=(("Public Official Election Act", act),)),
        document("art", language="ko", laws=(("공직선거법 제82조의8", article),)),
        document("eu", laws=(("AI Act", "eu/ai-act"),)),
        document("name", laws=("AI Act",)),
        document("own", laws=("Statute of Tarn", ("Lex", "xx/lex"))),
    )
    page = index.search(Query(facets=("law",)))
    assert counts(page, "law") == {act: 3, article: 1, "eu/ai-act": 1, "AI Act": 1, "Statute of Tarn": 1, "xx/lex": 1}
    for asked in (act, act.upper(), "공직선거법", "public official election act"):
        assert found(index, "", laws=(asked,)) == {"ko", "en", "art"}, asked
    assert found(index, "", laws=("공직선거법 제82조의8",)) == found(index, "", laws=(article,)) == {"art"}
    assert found(index, "", laws=("AI Act",)) == {"eu", "name"} and found(index, "", laws=("인공지능법",)) == {"eu"}
    assert found(index, "", laws=("Statute of Tarn",)) == found(index, "", laws=("xx/lex",)) == {"own"}
    within = index.search(Query(facets=("law",), within="선거"))
    assert counts(within, "law") == {act: 3, article: 1}
    assert found(index, "cites:공직선거법") == {"ko", "art"} and found(index, 'cites:"AI Act"') == {"eu", "name"}
    assert found(index, 'cites:"kr/public-official-election-act"') == {"ko", "en", "art"}


@pytest.mark.parametrize(("text", "sort"), [("deepfake", "score"), ("deepfake", "date"), ("", "date")])
def test_reprints_are_shown_once(index: Index, text: str, sort: Any) -> None:
    """A story's first hit stands for it whatever the page, filters narrow first, and the total counts stories."""
    documents = []
    for n in range(40):
        one = document(f"d{n:02}", "deepfake", "law " * (n % 7 + 1), published_at=NOON - timedelta(hours=n), source=f"s{n % 4}")
        documents.append(replace(one, annotation=replace(one.annotation, story=f"story {n // 8}" if n < 32 else None)))
    fill(index, *documents)
    query = Query(text=text, sort=sort, limit=3, collapse=True)
    plain = index.search(replace(query, collapse=False, limit=200))
    firsts = list({hit.story or hit.id: hit.id for hit in reversed(plain.hits)}.values())
    page, seen = index.search(query), []
    while True:
        assert page.total == 12
        seen += [(hit.id, hit.copies) for hit in page.hits]
        if page.next is None:
            break
        page = index.search(replace(query, cursor=page.next))
    assert sorted(article_id for article_id, _ in seen) == sorted(firsts)
    assert sorted(copies or 0 for _, copies in seen) == [1] * 8 + [8] * 4
    narrowed = index.search(replace(query, filters=Filters(sources=("s1",)), limit=50))
    assert (narrowed.total, {hit.source for hit in narrowed.hits}) == (6, {"s1"})
    assert len(list(index.scan(query))) == 12


def test_a_scan_goes_on_after_an_article(index: Index) -> None:
    """What an export wrote last says where it goes on, also among articles without a date or of one moment."""
    fill(index, *(document(f"d{n}", published_at=None if n > 5 else NOON) for n in range(9)))
    whole = list(index.scan(Query()))
    for at, hit in enumerate(whole):
        assert list(index.scan(Query(), After(id=hit.id, published_at=hit.published_at))) == whole[at + 1 :]
    with pytest.raises(QueryError, match="no date"):
        list(index.scan(Query(), After(id="d1", published_at="soon")))


def pointing(*at: int) -> bytes:
    """An embedding that points the same way along some of its dimensions."""
    values = np.zeros(DIMENSIONS, np.float32)
    values[list(at)] = 1 / np.sqrt(len(at))
    return values.astype("<f2").tobytes()


def test_the_likest_are_found_under_filters(index: Index) -> None:
    """Neighbours come with their cosine, only from what the filters let through; the newest embedding of an article counts, a removed one not."""
    fill(
        index,
        document("same", embedding=pointing(0, 1), language="ko"),
        document("half", embedding=pointing(0, 2), language="fr"),
        document("far", embedding=pointing(7), language="fr"),
        document("other", embedding=pointing(0, 1), relevance="other"),
        document("none"),
        document("gone", embedding=pointing(0, 1)),
        document("changed", embedding=pointing(0, 1)),
    )
    index.remove([Tombstone(article_id="gone", sequence=2)])
    fill(index, document("changed", embedding=pointing(5), sequence=2))
    near = index.nearest(Query(vector=pointing(0, 1)), 2)
    assert [(hit.id, round(hit.score, 2)) for hit in near] == [("same", 1.0), ("half", 0.5)]
    assert [hit.id for hit in index.nearest(Query(vector=pointing(0), filters=Filters(languages=("fr",))), 1)] == ["half"]
    assert [hit.id for hit in index.nearest(Query(vector=pointing(5)), 1)] == ["changed"]
    assert index.nearest(Query(), 5) == []
    fill(index, document("changed", sequence=3))
    assert "changed" not in {hit.id for hit in index.nearest(Query(vector=pointing(5)), 9)}


def test_most_of_the_words_are_enough_where_asked(index: Index) -> None:
    """What has more of them comes first however often another has one; phrases, NOT and filters bind; hybrid lists its words so."""
    fill(
        index,
        document("two", "", "A deepfake of a singer, and other news of the day that goes on for long."),
        document("one", "deepfake deepfake", "deepfake deepfake deepfake"),
        document("all", "", "The deepfake of a singer in court."),
        document("none", "weather"),
        document("ko", "", "가수 딥페이크", "ko"),
    )
    query = Query(text="deepfake singer court", match="most")
    assert ids(index.search(query)) == ["all", "two"]
    assert index.search(query).read_as == "ATLEAST/2 (deepfake AND singer AND court)"
    assert ids(index.search(replace(query, text="deepfake singer"))) in (["all", "two", "one"], ["two", "all", "one"])
    assert ids(index.search(replace(query, text='deepfake "a singer in"'))) == ["all"]
    assert ids(index.search(replace(query, text="deepfake singer court -day"))) == ["all"]
    assert set(ids(index.search(replace(query, expand=CONCEPT_LANGUAGES)))) == {"all", "two", "ko"}
    hybrid = index.search(replace(query, match="all", mode="hybrid", vector=pointing(0), filters=Filters(languages=("en",))))
    assert ids(hybrid) == ["all", "two"] and hybrid.read_as.startswith("ATLEAST/2")


def test_meaning_and_words_are_fused(index: Index) -> None:
    """What both find comes first, each page goes on where the last ended, and a cursor of one mode is none of another."""
    fill(
        index,
        document("both", "deepfake", embedding=pointing(0)),
        document("words", "deepfake"),
        document("meaning", "딥페이크", embedding=pointing(0, 1), language="ko"),
        document("neither", "weather", embedding=pointing(9)),
    )
    query = Query(text="deepfake", mode="hybrid", vector=pointing(0), limit=2, facets=("language",))
    page = index.search(query)
    assert ids(page)[0] == "both" and page.next is not None
    assert (page.total, page.total_is_exact, counts(page, "language")) == (4, False, {"en": 2})
    rest = index.search(replace(query, cursor=page.next))
    assert set(ids(page) + ids(rest)) == {"both", "words", "meaning", "neither"} and rest.next is None
    semantic = replace(query, mode="semantic", facets=(), limit=9)
    assert ids(index.search(semantic)) == ["both", "meaning", "neither"]
    for wrong in (
        replace(query, vector=None),
        replace(query, sort="date"),
        replace(query, text="(("),
        replace(semantic, facets=("language",)),
        replace(semantic, cursor=page.next),
        replace(query, mode="lexical", cursor=page.next),
    ):
        with pytest.raises(QueryError):
            index.search(wrong)
