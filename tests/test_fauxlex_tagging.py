"""A pass over the whole archive with another model: what it says stands beside what is shown, until all of it is there."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fauxlex_calls import Caller, fill

from core.archive import Archive, retagging
from core.article import Annotation, Topic
from core.errors import AnnotationError, ConsumerBusyError
from fauxlex import consume, tagging
from fauxlex.examine import examine
from fauxlex.metrics import exposition
from fauxlex.options import load_settings
from fauxlex.tagging import retag, status_of
from index.base import Filters, Query
from index.embedded import EmbeddedIndex, open_embedded
from nlp.annotate import Text


class Killed(BaseException):
    """The process ends here."""


class Model:
    """An annotator that says `law` and `fraud` of everything, and can be killed after so many texts."""

    def __init__(self, version: str = "new", *, dies_after: int = 1_000, refuses: str = "no such word") -> None:
        self.version, self.left, self.refuses = version, dies_after, refuses
        self.asked: list[str] = []

    def annotate(self, texts: Sequence[Text]) -> list[Annotation | AnnotationError]:
        """The interface of `nlp.annotate.Annotator`."""
        if len(self.asked) + len(texts) > self.left:
            raise Killed
        self.asked += [text.id for text in texts]
        return [self._said(text) for text in texts]

    def _said(self, text: Text) -> Annotation | AnnotationError:
        if self.refuses in text.title:
            return AnnotationError(f"'{text.id}' is too long")
        topics = (Topic(code="fraud", score=0.7),)
        return Annotation(article_id=text.id, revision=text.revision, language="en", relevance="law", topics=topics, model=self.version)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """An archive of six articles that carry labels of the model `made-up`; batches of two."""
    monkeypatch.setattr(tagging, "TAG_BATCH", 2)
    monkeypatch.setattr(consume, "INDEX_BATCH", 2)
    fill(tmp_path)
    opened = Archive(tmp_path)
    opened.log.set_watermark("tag", opened.log.last_seq())
    yield opened
    opened.close()


@pytest.fixture
def index(archive: Archive) -> Iterator[EmbeddedIndex]:
    """Its index, brought up to date."""
    opened = open_embedded(archive.home / "index")
    consume.index(archive, opened)
    yield opened
    opened.close()


def shown(archive: Archive) -> set[str]:
    """The models whose labels readers see."""
    return set(archive.store.by_model())


def topics(index: EmbeddedIndex) -> dict[str, int]:
    """How many articles of the index have each topic."""
    page = index.search(Query(filters=Filters(relevance=()), facets=("topic",)))
    return {item.value: item.count for item in page.facets["topic"]}


def killed(archive: Archive, model: Model, **how: bool) -> None:
    """A pass that is killed on the way."""
    with pytest.raises(Killed):
        retag(archive, model, **how)  # type: ignore[arg-type]


def test_the_old_labels_are_shown_until_the_new_ones_are_all_there(archive: Archive, index: EmbeddedIndex) -> None:
    """Killed on the way, archive and index show what they showed; started again, it goes on where it was, and then shows the new ones."""
    before = topics(index)
    first = Model(dies_after=4)
    killed(archive, first)
    assert consume.index(archive, index).done == 0
    assert (shown(archive), topics(index)) == ({"made-up"}, before)
    second = Model()
    assert retag(archive, second).done == 2  # type: ignore[arg-type]
    assert sorted(first.asked + second.asked) == sorted(archive.store.tagged_ids())
    assert shown(archive) == {"new"}
    assert topics(index) == before
    consume.index(archive, index)
    assert topics(index) == {"fraud": 6}


def test_the_index_shows_all_or_nothing_of_a_pass(archive: Archive, index: EmbeddedIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many batches it takes, a reader sees the old ones until all are written, also after a kill between two batches."""
    before = topics(index)
    retag(archive, Model())  # type: ignore[arg-type]
    reader = open_embedded(archive.home / "index", writer=False)
    real, seen = EmbeddedIndex.upsert, []

    def watched(self: EmbeddedIndex, documents: Sequence[consume.IndexDocument]) -> list[consume.Rejected]:
        seen.append(topics(reader))
        if len(seen) == 2:
            raise Killed
        return real(self, documents)

    monkeypatch.setattr(EmbeddedIndex, "upsert", watched)
    with pytest.raises(Killed):
        consume.index(archive, index)
    index.close()
    assert topics(reader) == before
    report = consume.index(archive, index)
    assert seen == [before] * 5
    assert topics(reader) == {"fraud": 6}
    assert report.done == 6
    assert consume.index(archive, index).seen == 0
    reader.close()


def test_an_index_made_after_a_pass_is_filled_once(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds what readers see, without going over the switched articles a second time."""
    retag(archive, Model())  # type: ignore[arg-type]
    monkeypatch.setattr(consume, "index_at_once", lambda *_: pytest.fail("a new index needs no switch"))
    fresh = open_embedded(tmp_path / "fresh")
    consume.index(archive, fresh)
    assert topics(fresh) == {"fraud": 6}
    fresh.close()


def test_news_and_edits_are_shown_while_a_pass_is_under_way(archive: Archive) -> None:
    """An edited article gets its new labels at once, and the pass's older ones never come before them."""
    killed(archive, Model(dies_after=4))
    edited = next(iter(archive.store.articles([archive.store.tagged_ids()[0]]).values()))
    with archive.log.write() as tx:
        archive.store.put_article(tx, replace(edited, text="Edited."), [])
    consume.tag(archive, Model("live"))  # type: ignore[arg-type]
    assert shown(archive) == {"made-up", "live"}
    retag(archive, Model())  # type: ignore[arg-type]
    said = archive.annotation(edited.id)
    assert said is not None
    assert (said.revision, said.model, shown(archive)) == (2, "new", {"new"})


def test_what_the_new_model_tagged_meanwhile_is_not_tagged_twice(archive: Archive) -> None:
    """An article that came in during the pass carries the new model's labels already."""
    killed(archive, Model(dies_after=2))
    edited = archive.store.articles(archive.store.tagged_ids()[-1:])
    with archive.log.write() as tx:
        for article in edited.values():
            archive.store.put_article(tx, replace(article, text="Edited."), [])
    consume.tag(archive, Model())  # type: ignore[arg-type]
    last = Model()
    retag(archive, last)  # type: ignore[arg-type]
    assert not set(last.asked) & set(edited)


def test_another_model_drops_the_pass_of_the_one_before(archive: Archive) -> None:
    """Its labels are never shown, and the new pass begins at the beginning."""
    killed(archive, Model("better", dies_after=4))
    best = Model("best")
    retag(archive, best)  # type: ignore[arg-type]
    assert (len(best.asked), shown(archive)) == (6, {"best"})


def test_the_same_model_can_tag_everything_again(archive: Archive) -> None:
    """Beside what it said before, which is shown until all is there."""
    retag(archive, Model())  # type: ignore[arg-type]
    again = Model()
    retag(archive, again)  # type: ignore[arg-type]
    assert again.asked == []
    killed(archive, Model(dies_after=2), anew=True)
    rest = Model()
    retag(archive, rest)  # type: ignore[arg-type]
    assert len(rest.asked) == 4


def test_a_pass_moves_neither_stories_nor_first_sight(archive: Archive) -> None:
    """So that feeds stay silent."""
    ids = archive.store.tagged_ids()
    with archive.log.write() as tx:
        for one in archive.store.machine_annotations(ids).values():
            archive.store.put_annotation(tx, replace(one, story=f"story of {one.article_id}"))
    seen = archive.store.first_seen_of(ids)
    retag(archive, Model())  # type: ignore[arg-type]
    assert archive.store.first_seen_of(ids) == seen
    assert {one.story for one in archive.store.annotations(ids).values()} == {f"story of {name}" for name in ids}


def test_what_the_model_cannot_take_keeps_its_labels_and_is_named(archive: Archive) -> None:
    """The others are switched; the article is set aside with the reason and keeps what was said of it."""
    report = retag(archive, Model(refuses="Senators"))  # type: ignore[arg-type]
    assert (report.done, report.set_aside) == (5, 1)
    assert shown(archive) == {"new", "made-up"}
    assert [(row["stage"], "too long" in row["reason"]) for row in archive.store.quarantined()] == [("tag", True)]


def test_two_passes_at_once_are_refused_and_news_are_not_held_up(archive: Archive) -> None:
    """The pass has a lock of its own."""
    with archive.log.consumer(retagging.CONSUMER):
        with pytest.raises(ConsumerBusyError, match="'retag' is already being run by process"):
            retag(archive, Model())  # type: ignore[arg-type]
        assert consume.tag(archive, Model()).seen == 0  # type: ignore[arg-type]


def test_it_is_told_how_far_a_pass_is(archive: Archive, fauxlex: Caller) -> None:
    """By `tag --status`, for people and as JSON, and by `doctor`."""
    killed(archive, Model(dies_after=4))
    said = {"total": 6, "done": 4, "set_aside": 0}
    found = json.loads(fauxlex("tag", "--home", archive.home, "--status", "--json").out)
    assert found == status_of(archive)
    assert found["shown"] == {"made-up": 6}
    assert {name: found["retagging"][name] for name in said} == said
    assert "is at 4 of 6 articles" in fauxlex("tag", "--home", archive.home, "--status").out
    check = examine(load_settings({"home": str(archive.home)}).settings)["checks"]["retag"]
    assert check["says"].startswith("4 of 6 articles tagged with new; the old labels are shown until all are done")
    assert 'fauxlex_retagging{state="done"} 4' in exposition(archive, datetime.now(UTC)).splitlines()
    retag(archive, Model())  # type: ignore[arg-type]
    assert json.loads(fauxlex("tag", "--home", archive.home, "--status", "--json").out)["retagging"] is None


def test_the_command_begins_goes_on_and_ends(archive: Archive, fauxlex: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """`tag` says that labels of another model are there, `--retag` brings them over, and again there is nothing to do."""
    monkeypatch.setattr(tagging, "Annotator", lambda *_: Model())
    assert "6 articles carry labels of another model; `python -m fauxlex tag --retag`" in fauxlex("tag", "--home", archive.home).err
    killed(archive, Model(dies_after=2))
    assert "a pass with new is at 2 of 6 articles" in fauxlex("tag", "--home", archive.home).err
    assert "tagged 4 again with new, set aside 0" in fauxlex("tag", "--home", archive.home, "--retag").err
    assert "every article carries labels of new; --rebuild" in fauxlex("tag", "--home", archive.home, "--retag").err
    assert "tagged 6 again with new" in fauxlex("tag", "--home", archive.home, "--rebuild").err
    monkeypatch.setattr(tagging, "Annotator", lambda *_: Model("newer"))
    killed(archive, Model("half", dies_after=2))
    assert "the pass with half, begun" in fauxlex("tag", "--home", archive.home, "--retag").err
    assert shown(archive) == {"newer"}


@pytest.mark.parametrize("flags", [("--retag", "--rebuild"), ("--json",), ("--status", "--retag")])
def test_flags_that_exclude_each_other_are_refused(tmp_path: Path, fauxlex: Caller, flags: tuple[str, ...]) -> None:
    """With exit code 2 and the way out."""
    made = fauxlex("tag", "--home", tmp_path, *flags)
    assert (made.code, "tag takes one of --retag, --rebuild and --status [--json]" in made.err) == (2, True)


def test_a_removed_article_is_no_part_of_a_pass(archive: Archive) -> None:
    """The pass ends without it, and its labels go with it."""
    killed(archive, Model(dies_after=4))
    gone = archive.store.tagged_ids()[0]
    archive.store.remove(gone, "asked for")
    retag(archive, Model())  # type: ignore[arg-type]
    assert gone not in archive.store.tagged_ids()
    assert shown(archive) == {"new"}
