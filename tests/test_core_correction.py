"""What a person says is laid over what the tagger says, field by field, and stays whatever another model says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.archive import Archive
from core.archive.corrections import same
from core.article import Annotation, Article, Evidence, Jurisdiction, Law, Penalty, Topic
from core.correction import FIELDS, Correction, Withdrawal, corrected, from_json, to_json
from core.errors import UsageError

SHOWN = (Evidence(field="text", start=0, end=4),)
OWN = (Evidence(field="text", start=5, end=9),)
PENALTY = Penalty(
    jurisdiction="KR", conduct="create", custody_months_max=84, fine_max=None, currency=None, aggravated=False, evidence=SHOWN
)
MACHINE = Annotation(
    article_id="x", revision=1, language="ko", relevance="law", uncertain=True, scores={"law": 0.6, "deepfake": 0.4, "other": 0.0},
    topics=(Topic(code="sexual", score=0.9, evidence=SHOWN), Topic(code="bill", score=0.8, evidence=SHOWN)),
    jurisdictions=(Jurisdiction(code="KR", role="primary", score=0.9, evidence=SHOWN),),
    penalties=(PENALTY,), laws=(Law(name="특례법", jurisdiction="KR", evidence=SHOWN),), story="s", model="m1",
)  # fmt: skip
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def said(number: int = 1, *, revision: int = 1, found: str | None = "law", withdrawn: bool = False, **labels: Any) -> Correction:
    """A correction."""
    gone = Withdrawal(at=NOW, author="b", reason="mistaken") if withdrawn else None
    return Correction(
        id=number, article_id="x", labels=labels, author="a", reason="read it", at=NOW, revision=revision, model="m1", found=found, withdrawn=gone
    )  # fmt: skip


def topics(*codes: str, evidence: tuple[Evidence, ...] = ()) -> tuple[Topic, ...]:
    """Topics as a person gives them."""
    return tuple(Topic(code=code, score=1.0, evidence=evidence) for code in codes)


def codes(annotation: Annotation) -> list[str]:
    """The codes of its topics."""
    return [topic.code for topic in annotation.topics]


def test_only_the_fields_given_are_the_persons() -> None:
    """The others stay as the tagger has them, and it is told which are whose."""
    made = corrected(MACHINE, [said(topics=topics("fraud"))])
    assert codes(made) == ["fraud"]
    assert made.corrected == ("topics",)
    assert replace(made, topics=MACHINE.topics, corrected=()) == MACHINE


def test_without_a_correction_nothing_changes() -> None:
    """Nor with one that was withdrawn."""
    assert corrected(MACHINE, []) is MACHINE
    assert corrected(MACHINE, [said(topics=topics("fraud"), withdrawn=True)]) is MACHINE


def test_the_newest_correction_of_a_field_counts() -> None:
    """Fields of an older one that the newer does not give stay."""
    made = corrected(MACHINE, [said(1, topics=topics("fraud"), laws=()), said(2, topics=topics("court"))])
    assert (codes(made), made.laws, made.corrected) == (["court"], (), ("topics", "laws"))
    back = corrected(MACHINE, [said(1, topics=topics("fraud")), said(2, topics=topics("court"), withdrawn=True)])
    assert codes(back) == ["fraud"]


@pytest.mark.parametrize(
    ("relevance", "empty"),
    [("other", ("topics", "jurisdictions", "penalties", "laws")), ("deepfake", ("jurisdictions", "penalties", "laws")), ("law", ())],
)
def test_a_relevance_leaves_no_labels_that_the_codebook_has_no_room_for(relevance: str, empty: tuple[str, ...]) -> None:
    """`other` has none at all, `deepfake` topics alone; a person's relevance is not uncertain."""
    made = corrected(MACHINE, [said(relevance=relevance)])
    assert (made.relevance, made.uncertain) == (relevance, False)
    assert {name for name in FIELDS[1:] if not getattr(made, name)} == set(empty)
    assert made.corrected == ("relevance", *empty)


def test_labels_given_after_a_relevance_stay_and_earlier_ones_go() -> None:
    """Whoever said `other` last knew of the topics before."""
    assert codes(corrected(MACHINE, [said(1, relevance="other"), said(2, topics=topics("fraud"))])) == ["fraud"]
    assert codes(corrected(MACHINE, [said(1, topics=topics("fraud")), said(2, relevance="other")])) == []


def test_another_model_never_hides_a_persons_labels() -> None:
    """Where it says `other` now, the article stays what it was when the person read it."""
    other = replace(MACHINE, relevance="other", topics=(), jurisdictions=(), penalties=(), laws=(), model="m2")
    made = corrected(other, [said(topics=topics("fraud"))])
    assert (made.relevance, codes(made), made.corrected) == ("law", ["fraud"], ("relevance", "topics"))
    assert corrected(other, [said(topics=())]).relevance == "other"


def test_a_label_keeps_the_taggers_evidence_where_it_has_none_of_its_own() -> None:
    """So that the page still shows the sentence; the person's own comes first, and counts for the text that the person read alone."""
    assert corrected(MACHINE, [said(topics=topics("sexual"))]).topics[0].evidence == SHOWN
    assert corrected(MACHINE, [said(topics=topics("sexual", evidence=OWN))]).topics[0].evidence == OWN
    edited = replace(MACHINE, revision=2)
    assert corrected(edited, [said(topics=topics("sexual", evidence=OWN))]).topics[0].evidence == SHOWN
    assert corrected(edited, [said(topics=topics("fraud", evidence=OWN))]).topics[0].evidence == ()


def test_labels_come_back_as_they_went_in() -> None:
    """Every kind, with evidence."""
    labels = {
        "relevance": "law",
        "topics": MACHINE.topics,
        "jurisdictions": MACHINE.jurisdictions,
        "penalties": (PENALTY,),
        "laws": MACHINE.laws,
    }
    assert from_json(to_json(labels)) == labels
    assert from_json(to_json({"topics": ()})) == {"topics": ()}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with one article, tagged."""
    made = Archive(tmp_path)
    with made.log.write() as tx:
        stored = made.store.put_article(tx, Article(id="", url="https://a.example/1", title="T", text="Text here."), [])
        assert stored
        made.store.put_annotation(tx, replace(MACHINE, article_id=stored.id))
    yield made
    made.close()


def the_id(archive: Archive) -> str:
    """The article's id."""
    return archive.store.tagged_ids()[0]


def put(archive: Archive, correction: Correction) -> Correction:
    """Stores a correction of the article."""
    with archive.log.write() as tx:
        return archive.people.put(tx, replace(correction, article_id=the_id(archive)))


def test_the_archive_keeps_who_when_and_why(archive: Archive) -> None:
    """And what was withdrawn, by whom and why; every step is a change that the index follows."""
    seq = archive.log.last_seq()
    kept = put(archive, said(topics=topics("fraud")))
    assert kept == replace(said(topics=topics("fraud")), article_id=the_id(archive))
    with archive.log.write() as tx:
        archive.people.withdraw(tx, kept.id, Withdrawal(at=NOW, author="b", reason="mistaken"))
    assert archive.corrections(the_id(archive)) == [replace(kept, withdrawn=Withdrawal(at=NOW, author="b", reason="mistaken"))]
    assert archive.people.all() == [] and len(archive.people.all(history=True)) == 1
    assert [change.ref for change in archive.log.changes_after(seq, ["annotation"], 9)] == [the_id(archive)] * 2


@pytest.mark.parametrize("number", [1, 7])
def test_what_cannot_be_withdrawn_is_named(archive: Archive, number: int) -> None:
    """A number that is not there, and one that was withdrawn before."""
    put(archive, said(topics=(), withdrawn=True))
    with (
        pytest.raises(UsageError, match="withdrawn already, by b" if number == 1 else "no correction 7; .*--history"),
        archive.log.write() as tx,
    ):
        archive.people.withdraw(tx, number, Withdrawal(at=NOW, author="b", reason="x"))


def test_a_correction_survives_other_models_and_counts(archive: Archive) -> None:
    """A newer annotation of the tagger does not hide it; what is counted is what is shown."""
    put(archive, said(relevance="deepfake", topics=topics("fraud")))
    with archive.log.write() as tx:
        archive.store.put_annotation(tx, replace(MACHINE, article_id=the_id(archive), model="m2"))
    made = archive.annotation(the_id(archive))
    assert made and (made.relevance, codes(made), made.model) == ("deepfake", ["fraud"], "m2")
    assert {name: archive.counts()[name] for name in ("law", "deepfake", "corrections")} == {"law": 0, "deepfake": 1, "corrections": 1}
    assert archive.store.machine_annotations([the_id(archive)])[the_id(archive)].relevance == "law"


def test_corrections_go_with_their_article(archive: Archive) -> None:
    """A removal leaves none; a merge takes them along."""
    put(archive, said(topics=topics("fraud")))
    with archive.log.write() as tx:
        kept = archive.store.put_article(tx, Article(id="", url="https://b.example/1", title="T", text="Another."), [])
        archive.store.put_article(tx, Article(id="", url="https://b.example/1", title="T", text="Third."), ["https://a.example/1"])
    assert kept and [one.article_id for one in archive.people.all()] == [kept.id]
    archive.store.remove(kept.id, "asked for")
    assert archive.people.all(history=True) == []


def test_a_correction_is_known_again(archive: Archive) -> None:
    """With its moment only then, also withdrawn; without, where it still stands."""
    one = put(archive, said(topics=topics("fraud")))
    gone = replace(one, withdrawn=Withdrawal(at=NOW, author="b", reason="x"))
    again = replace(said(topics=topics("fraud")), id=0)
    assert same([one], again, dated=True) == same([one], again, dated=False) == one
    assert same([gone], again, dated=True) == gone and same([gone], again, dated=False) is None
    assert same([one], replace(again, at=NOW.replace(hour=10)), dated=True) is None
    assert same([one], replace(again, author="c"), dated=False) is None
