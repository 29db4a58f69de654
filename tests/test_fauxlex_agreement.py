"""What is drawn to be checked, and how far machine and person agree, against figures worked out by hand and by scikit-learn."""

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fauxlex_calls import Caller, fill
from sklearn.metrics import cohen_kappa_score, f1_score, precision_recall_fscore_support

from core.archive import Archive
from core.article import RELEVANCES, TOPICS, Annotation, Article, Jurisdiction, Law, Penalty, Topic
from fauxlex.annotations import agreement, sampling
from fauxlex.annotations.agreement import Pair
from fauxlex.annotations.sampling import Item, draw, strata

RARE = [Item(id=f"a{n}", values=(("sexual", "court") if n < 4 else ("sexual",), ("ko",) if n % 2 else ("fr",))) for n in range(40)]


def annotation(**labels: Any) -> Annotation:
    """What a machine says."""
    return Annotation(**{"article_id": "x", "revision": 1, "language": "ko", "relevance": "law", **labels})


def topics(codes: Sequence[str]) -> tuple[Topic, ...]:
    """Topics with these codes."""
    return tuple(Topic(code=code, score=0.9) for code in codes)


def test_the_same_seed_draws_the_same_articles() -> None:
    """Whatever order they come in; another seed draws others."""
    shuffled = random.Random(1).sample(RARE, len(RARE))
    assert draw(RARE, 10, 7) == draw(shuffled, 10, 7)
    assert draw(RARE, 10, 7) != draw(RARE, 10, 8)
    assert len({one.id for one in draw(RARE, 10, 7)}) == 10


def test_an_article_is_in_the_stratum_of_its_rarest_value() -> None:
    """So that each counts once, and rare topics are drawn at all."""
    assert {key: len(ids) for key, ids in strata(RARE).items()} == {
        ("court", "fr"): 2,
        ("court", "ko"): 2,
        ("sexual", "fr"): 18,
        ("sexual", "ko"): 18,
    }


@pytest.mark.parametrize(("count", "sizes"), [(12, [2, 2, 4, 4]), (5, [1, 1, 1, 2]), (2, [1, 1]), (100, [2, 2, 18, 18])])
def test_strata_share_evenly_and_weights_make_up_for_it(count: int, sizes: list[int]) -> None:
    """No more are drawn of a stratum than it has; the weights sum to the articles of the strata that were reached."""
    drawn = draw(RARE, count, 0)
    assert sorted(Counter(one.stratum for one in drawn).values()) == sizes
    reached = {one.stratum for one in drawn}
    assert sum(one.weight for one in drawn) == pytest.approx(sum(len(ids) for key, ids in strata(RARE).items() if key in reached))


def test_nothing_to_draw_from_draws_nothing() -> None:
    """An empty archive is no error."""
    assert draw([], 5, 0) == []


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Twelve articles, two of each kind."""
    fill(tmp_path, 2)
    return tmp_path


def sample(fauxlex: Caller, home: Path, *flags: str) -> list[dict[str, Any]]:
    """The rows that are drawn."""
    return [json.loads(line) for line in fauxlex("annotations", "sample", "--home", home, *flags).lines]


def test_what_is_drawn_can_be_checked(home: Path, fauxlex: Caller) -> None:
    """With text, labels, stratum and weight; blind without labels. Languages that are not tagged are not drawn."""
    rows = sample(fauxlex, home, "--stratify", "topic,language", "--n", "4", "--seed", "3")
    assert rows == sample(fauxlex, home, "--n", "4", "--seed", "3")
    assert all(
        {"id", "url", "title", "text", "relevance", "topics", "jurisdictions", "penalties", "laws", "model", "weight"} <= row.keys()
        for row in rows
    )
    assert len({tuple(row["stratum"].values()) for row in rows}) == 4
    assert all(set(row["stratum"]) == {"topic", "language"} for row in rows)
    blind = sample(fauxlex, home, "--n", "4", "--seed", "3", "--blind", "--no-text")
    assert [row["id"] for row in blind] == [row["id"] for row in rows]
    assert not any({"relevance", "topics", "scores", "text", "uncertain"} & row.keys() for row in blind)
    every = sample(fauxlex, home, "--n", "99")
    assert len(every) == 10
    assert {row["relevance"] for row in sample(fauxlex, home, "--n", "99", "--relevance", "other")} == {"other"}


def test_strata_that_are_not_reached_are_told(home: Path, fauxlex: Caller) -> None:
    """And an unknown name of a stratum is refused with those that there are."""
    made = fauxlex("annotations", "sample", "--home", home, "--n", "2", "--stratify", "source,language")
    assert "drew 2 of 10 articles from 2 of 5 strata; 3 strata have none: --n 5 reaches all" in made.err
    made = fauxlex("annotations", "sample", "--home", home, "--n", "2", "--stratify", "topic,mood")
    assert (made.code, "--stratify has 'mood'; one or more of topic, stage" in made.err) == (2, True)


def test_what_was_checked_can_be_left_out(home: Path, fauxlex: Caller) -> None:
    """With --unchecked."""
    first = sample(fauxlex, home, "--n", "1")[0]
    row = json.dumps({"id": first["id"], "topics": []})
    fauxlex("annotations", "import", "--home", home, "--no-index", "--author", "a", "--reason", "r", stdin=[row])
    assert first["id"] in {row["id"] for row in sample(fauxlex, home, "--n", "99")}
    assert first["id"] not in {row["id"] for row in sample(fauxlex, home, "--n", "99", "--unchecked")}


def test_a_sample_that_is_left_as_it_is_agrees(home: Path, fauxlex: Caller) -> None:
    """From `sample` to `score` and to `import`, as JSON lines and as a table; every article is the person's then."""
    for form in ("jsonl", "csv"):
        file = home / f"sample.{form}"
        file.write_text(fauxlex("annotations", "sample", "--home", home, "--n", "8", "--format", form).out, "utf8")
        found = json.loads(fauxlex("annotations", "score", "--home", home, file, "--json").out)
        assert (found["articles"], found["failed"], found["models"]) == (8, [], ["made-up"])
        figures = found["agreement"]
        assert (
            figures["relevance"]["accuracy"]["value"]
            == figures["topics"]["micro_f1"]["value"]
            == figures["topics"]["kappa"]["value"]
            == 1.0
        )
        assert figures["primary"]["micro_f1"]["value"] == 1.0
        made = fauxlex("annotations", "import", "--home", home, "--no-index", "--author", "a", "--reason", form, file)
        assert "read 8, done 8, failed 0" in made.err


# Wilson's interval as R's binom.confint(x, n, method = "wilson") and statsmodels' proportion_confint give it.
@pytest.mark.parametrize(
    ("found", "total", "interval"), [(8, 10, (0.4902, 0.9433)), (0, 5, (0.0, 0.4345)), (5, 5, (0.5655, 1.0)), (50, 100, (0.4038, 0.5962))]
)
def test_shares_have_wilsons_interval(found: int, total: int, interval: tuple[float, float]) -> None:
    """Also where none or all were found."""
    assert agreement.wilson(found, total) == pytest.approx(interval, abs=5e-5)
    assert agreement.wilson(0, 0) is None


def readings(count: int, seed: int) -> list[Pair]:
    """Articles with labels of two readers who often differ."""
    rng = random.Random(seed)
    pairs = []
    for _ in range(count):
        first, second = ([code for code in TOPICS[:6] if rng.random() < 0.4] for _ in range(2))
        machine = annotation(relevance=rng.choice(RELEVANCES), topics=topics([*first, *second[:1]][:5]))
        pairs.append(Pair(person={"relevance": rng.choice(RELEVANCES), "topics": topics(first)}, machine=machine))
    return pairs


def codes(items: Sequence[Topic]) -> list[int]:
    """Topics as a row of zeros and ones."""
    said = {item.code for item in items}
    return [int(code in said) for code in TOPICS[:6]]


@pytest.mark.filterwarnings("ignore::UserWarning:sklearn")
def test_figures_are_those_of_scikit_learn() -> None:
    """Accuracy, kappa, precision, recall, micro and macro F1, over relevance and topics."""
    pairs = readings(60, 4)
    found = agreement.agreement(pairs)
    right, said = [pair.person["relevance"] for pair in pairs], [pair.machine.relevance for pair in pairs]
    relevance = found["relevance"]
    assert relevance["accuracy"]["value"] == pytest.approx(sum(a == b for a, b in zip(right, said, strict=True)) / 60, abs=1e-4)
    assert relevance["kappa"]["value"] == pytest.approx(cohen_kappa_score(right, said), abs=1e-4)
    assert relevance["macro_f1"]["value"] == pytest.approx(f1_score(right, said, average="macro"), abs=1e-4)
    one, two = (
        [codes(items) for items in side] for side in ([pair.person["topics"] for pair in pairs], [pair.machine.topics for pair in pairs])
    )
    assert found["topics"]["micro_f1"]["value"] == pytest.approx(f1_score(one, two, average="micro"), abs=1e-4)
    assert found["topics"]["macro_f1"]["value"] == pytest.approx(f1_score(one, two, average="macro"), abs=1e-4)
    precision, recall, _, support = precision_recall_fscore_support(one, two)
    for n, code in enumerate(TOPICS[:6]):
        of = found["topics"]["labels"][code]
        assert (of["precision"]["value"], of["recall"]["value"]) == pytest.approx((precision[n], recall[n]), abs=1e-4)
        assert of["person"] == support[n] and of["precision"]["low"] <= of["precision"]["value"] <= of["precision"]["high"]
        assert of["kappa"]["value"] == pytest.approx(cohen_kappa_score([row[n] for row in one], [row[n] for row in two]), abs=1e-4)
    assert found["topics"]["micro_f1"]["low"] < found["topics"]["micro_f1"]["value"] < found["topics"]["micro_f1"]["high"]
    assert agreement.agreement(pairs) == found


def test_weights_make_articles_stand_for_many() -> None:
    """An article that stands for nine counts nine times."""
    good = Pair(person={"topics": topics(["fraud"])}, machine=annotation(topics=topics(["fraud"])), weight=9.0)
    bad = Pair(person={"topics": topics(["fraud"])}, machine=annotation(), weight=1.0)
    assert agreement.agreement([good, bad])["topics"]["labels"]["fraud"]["recall"]["value"] == 0.9
    plain = [replace(pair, weight=1.0) for pair in (good, bad)]
    assert agreement.agreement(plain)["topics"]["labels"]["fraud"]["recall"]["value"] == 0.5


def test_fields_that_nobody_gave_are_not_counted() -> None:
    """An article counts in the fields that its row has; where both say nothing there is nothing to measure."""
    found = agreement.agreement([Pair(person={"topics": ()}, machine=annotation()), Pair(person={"laws": ()}, machine=annotation())])
    assert set(found) == {"topics", "laws"}
    assert found["topics"]["articles"] == 1 and found["topics"]["micro_f1"] == {"value": None, "low": None, "high": None}


def test_places_penalties_and_laws_are_matched_as_they_are_measured_elsewhere() -> None:
    """Roles apart; penalties by place, conduct, months and fine; laws by names that mean one."""
    penalty = Penalty(jurisdiction="KR", conduct="view", custody_months_max=36, fine_max=None, currency=None, aggravated=False)
    person = {
        "jurisdictions": (Jurisdiction(code="KR", role="primary", score=1.0), Jurisdiction(code="US", role="primary", score=1.0)),
        "penalties": (penalty,),
        "laws": (Law(name="성폭력처벌법 제14조의2", jurisdiction="KR"), Law(name="AI Act", jurisdiction="EU")),
    }
    said = annotation(
        jurisdictions=(Jurisdiction(code="KR", role="primary", score=0.9), Jurisdiction(code="US", role="mentioned", score=0.9)),
        penalties=(penalty, replace(penalty, fine_max=100.0)),
        laws=(Law(name="성폭력처벌법 제14조의 2", jurisdiction="KR"), Law(name="Online Safety Act", jurisdiction="GB")),
    )
    found = agreement.agreement([Pair(person=person, machine=said)])
    sums = {part: [(of["person"], of["machine"], of["both"]) for of in found[part]["labels"].values()] for part in found}
    assert sums == {"primary": [(1, 1, 1), (1, 0, 0)], "mentioned": [(0, 1, 0)], "penalties": [(1, 2, 1)], "laws": [(2, 2, 1)]}


def test_an_article_in_another_language_is_unlabelled() -> None:
    """What the machine does not label counts against it."""
    found = agreement.agreement([Pair(person={"relevance": "law"}, machine=annotation(relevance=None))])
    assert set(found["relevance"]["labels"]) == {"law", "unlabelled"} and found["relevance"]["accuracy"]["value"] == 0.0


def test_rows_that_cannot_be_scored_are_named(home: Path, fauxlex: Caller) -> None:
    """The counts sum; a file without one good row fails; the figures print for people too."""
    archive = Archive(home)
    ids = archive.store.tagged_ids()
    archive.close()
    rows = [
        {"id": ids[0], "topics": []},
        {"id": ids[0], "topics": []},
        {"id": "nobody", "topics": []},
        {"id": ids[1], "weight": "much"},
        {"id": ids[2], "relevance": "law"},
    ]
    file = home / "checked.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    made = fauxlex("annotations", "score", "--home", home, file)
    assert "read 5, done 2, failed 3" in made.err
    for said in ("line 2: the article", "line 3: no article 'nobody'", "line 4: no label is given", "relevance (1 articles): accuracy"):
        assert said in made.out
    assert "line 1: weight is None; a number above 0" in fauxlex("annotations", "score", "--home", home, file, "--weighted").out
    file.write_text("", "utf8")
    assert fauxlex("annotations", "score", "--home", home, file).code == 1


def test_the_machine_is_scored_and_not_its_correction(home: Path, fauxlex: Caller) -> None:
    """What a person has said before does not flatter the machine."""
    archive = Archive(home)
    found = archive.store.articles(archive.store.tagged_ids())
    archive.close()
    name = next(one.id for one in found.values() if "Senators" in (one.title or ""))
    row = json.dumps({"id": name, "relevance": "deepfake", "author": "a", "reason": "r"})
    fauxlex("annotations", "import", "--home", home, "--no-index", stdin=[row])
    scored = json.loads(fauxlex("annotations", "score", "--home", home, "-", "--json", stdin=[row]).out)
    assert scored["agreement"]["relevance"]["accuracy"]["value"] == 0.0


def test_every_dimension_has_a_value() -> None:
    """Also for an article of which little is known."""
    bare = Article(id="x", url="https://a.example/1")
    assert all(sampling._values(name, bare, annotation(relevance="other")) for name in sampling.DIMENSIONS)
