"""The sample press's articles: how many, of what kinds, and whether their labels fit their texts."""

import json
from collections import Counter
from datetime import datetime

import pytest

from press import expected, labels, load_outlets
from press.articles import FOLDER, PressError, from_record, load_articles

CODES = set("sexual minors elections fraud likeness labelling platforms call bill passed in_force enforcement court support".split())


def test_every_language_has_twenty_articles_and_german_and_italian_are_there() -> None:
    """A newcomer sees sixty articles and more, and what is not tagged as well."""
    counts = Counter(article.lang for article in load_articles())
    assert all(counts[lang] >= 20 for lang in ("ko", "fr", "en"))
    assert counts["de"] >= 1
    assert counts["it"] >= 1


def test_shares_of_relevance_are_near_those_wanted() -> None:
    """About 55 % law, 20 % deepfake, 25 % other among the tagged languages."""
    counts = Counter(one["relevance"] for one in labels().values() if one["relevance"])
    shares = {kind: count / counts.total() for kind, count in counts.items()}
    assert {kind: abs(shares[kind] - wanted) < 0.08 for kind, wanted in (("law", 0.55), ("deepfake", 0.20), ("other", 0.25))} == {
        "law": True,
        "deepfake": True,
        "other": True,
    }


def test_at_least_twenty_primary_jurisdictions() -> None:
    """The sample is not about Korea alone."""
    primary = {place["code"] for one in labels().values() for place in one["jurisdictions"] if place["role"] == "primary"}
    assert len(primary) >= 20


def test_every_topic_of_the_codebook_occurs() -> None:
    """Each facet value of the site has something behind it."""
    assert {topic["code"] for one in labels().values() for topic in one["topics"]} == CODES


def test_labels_keep_the_codebook_rules() -> None:
    """`other` bears no labels, `law` has a primary jurisdiction, and untagged languages have no labels at all."""
    for url, one in labels().items():
        roles = [place["role"] for place in one["jurisdictions"]]
        if one["relevance"] in (None, "other"):
            assert not (one["topics"] or one["jurisdictions"] or one["penalties"] or one["laws"]), url
        elif one["relevance"] == "law":
            assert "primary" in roles, url


def test_evidence_lies_inside_the_text_and_is_a_whole_sentence_start() -> None:
    """Offsets are code points of the field they name, and never empty or blank."""
    texts = expected()
    for url, one in labels().items():
        for label in [*one["topics"], *one["jurisdictions"], *one["penalties"], *one["laws"]]:
            assert label["evidence"], url
            for span in label["evidence"]:
                piece = texts[url][span["field"]][span["start"] : span["end"]]
                assert len(piece) >= 5, url
                assert piece == piece.strip(), url


def test_law_names_stand_in_the_text() -> None:
    """A law's name is as written."""
    texts = expected()
    for url, one in labels().items():
        for law in one["laws"]:
            assert law["name"] in texts[url]["title"] + "\n" + texts[url]["text"], url


def test_one_agency_text_is_reprinted_by_four_outlets() -> None:
    """The reprints share most of their words, under titles of their own."""
    reprints = [article for article in load_articles() if article.event == "wire-reprint"]
    assert len({article.outlet for article in reprints}) == 4
    assert len({article.title for article in reprints}) == 4
    words = [set(article.text.split()) for article in reprints]
    assert all(len(words[0] & other) / len(words[0] | other) > 0.6 for other in words[1:])


def test_one_event_is_told_in_all_three_languages() -> None:
    """The Seoul summit, by a Korean, a French and an English outlet."""
    told = {article.lang: article for article in load_articles() if article.event == "seoul-summit"}
    assert set(told) == {"ko", "fr", "en"}
    for article in told.values():
        primary = {place["code"] for place in (article.labels or {})["jurisdictions"] if place["role"] == "primary"}
        assert primary == {"KR", "FR", "GB"}


def test_dates_lie_in_the_autumn_of_2026_and_updates_follow_publication() -> None:
    """The world of the press has one season."""
    first, last = datetime.fromisoformat("2026-09-01T00:00:00+00:00"), datetime.fromisoformat("2026-11-16T00:00:00+00:00")
    for article in load_articles():
        assert first <= article.published <= last, article.id
        assert article.updated is None or article.updated >= article.published, article.id


def test_every_outlet_prints_articles_in_its_own_languages() -> None:
    """No outlet is empty, none prints a language that it does not have."""
    outlets = load_outlets()
    printed = {outlet: {article.lang for article in load_articles() if article.outlet == outlet} for outlet in outlets}
    assert all(langs and langs <= set(outlets[outlet].languages) for outlet, langs in printed.items())


def test_only_keys_that_are_needed_are_kept() -> None:
    """Nothing of how the articles were drafted is in the data."""
    known = set("id title text outlet lang authors published updated section slug summary event".split())
    known |= set("relevance topics jurisdictions penalties laws".split())
    for path in FOLDER.glob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            assert set(json.loads(line)) <= known


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": ""}, "no title"),
        ({"published": "yesterday"}, "'yesterday' is not a time"),
        ({"published": "2026-10-21T14:05:00"}, "has no offset"),
    ],
)
def test_a_wrong_record_is_refused_with_place_and_reason(change: dict[str, str], message: str) -> None:
    """A mistake in the data is told where it stands."""
    record = {"id": "x", "outlet": "meuse", "lang": "fr", "title": "T", "text": "t", "section": "s", "slug": "s"}
    with pytest.raises(PressError, match=message) as caught:
        from_record(record | {"published": "2026-10-21T14:05:00+02:00"} | change, "fr.jsonl line 3")
    assert str(caught.value).startswith("fr.jsonl line 3: ")
