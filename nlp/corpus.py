"""The labelled articles of our own that the model is trained on (`nlp/data/*.jsonl`), read and checked."""

import json
import random
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.article import RELEVANCES, TOPICS, Evidence
from core.errors import UsageError

DATA = Path(__file__).parent / "data"
CONDUCTS = frozenset(["create", "distribute", "possess", "view", "threaten", "fail_to_label", "fail_to_remove", "other"])
CODE = re.compile(r"EU|[A-Z]{2}(-[A-Z0-9]{1,3})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A labelled article. `topics` maps each code to its evidence; `event` groups articles on one event."""

    id: str
    language: str
    title: str
    text: str
    relevance: str
    event: str
    country: str | None
    topics: Mapping[str, tuple[Evidence, ...]]
    primary: frozenset[str]
    mentioned: frozenset[str]


def load(folder: Path = DATA) -> list[Record]:
    """Every record of the folder's `*.jsonl`, in order of id.

    Raises:
        UsageError: a record breaks a rule of the codebook; names file, line, id and rule.
    """
    out: dict[str, Record] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf8").splitlines(), 1):
            row = json.loads(line)
            faults = list(problems(row))
            if row["id"] in out:
                faults.append("the id stands twice")
            if faults:
                raise UsageError(f"{path.name} line {number} ({row.get('id')}): {'; '.join(faults)}")
            out[row["id"]] = _record(row)
    return sorted(out.values(), key=lambda record: record.id)


def parted(records: Iterable[Record], aside: Collection[str]) -> tuple[list[Record], list[Record]]:
    """The records to train on, and those whose events are set aside."""
    training: list[Record] = []
    validation: list[Record] = []
    for record in records:
        (validation if record.event in aside else training).append(record)
    return training, validation


def problems(row: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a record by the codebook, a sentence each; nothing where it is sound."""
    if row.get("relevance") not in RELEVANCES:
        yield f"relevance '{row.get('relevance')}' is none of {', '.join(RELEVANCES)}"
    if row.get("language") not in ("ko", "fr", "en"):
        yield f"language '{row.get('language')}' is none of ko, fr, en"
    if unicodedata.normalize("NFC", row["text"]) != row["text"]:
        yield "the text is not in NFC"
    for topic in row["topics"]:
        if topic["code"] not in TOPICS:
            yield f"unknown topic '{topic['code']}'"
    for jurisdiction in row["jurisdictions"]:
        if not CODE.fullmatch(jurisdiction["code"]) or jurisdiction["role"] not in ("primary", "mentioned"):
            yield f"jurisdiction {jurisdiction['code']} {jurisdiction['role']} is not one"
    for penalty in row["penalties"]:
        if penalty["conduct"] not in CONDUCTS:
            yield f"unknown conduct '{penalty['conduct']}'"
    if row["relevance"] == "other" and (row["topics"] or row["jurisdictions"]):
        yield "an article that is `other` takes no topics and no jurisdictions"
    if row["relevance"] == "law" and not any(j["role"] == "primary" for j in row["jurisdictions"]):
        yield "an article that is `law` needs a primary jurisdiction"
    for label in _labels(row):
        if not label["evidence"]:
            yield f"no evidence for {label.get('code') or label.get('conduct') or label.get('name')}"
        for span in label["evidence"]:
            if not 0 <= span["start"] < span["end"] <= len(row[span["field"]]):
                yield f"evidence {span} lies outside the {span['field']}"


def near_duplicates(
    left: Iterable[tuple[str, str]], right: Iterable[tuple[str, str]], threshold: float = 0.5
) -> list[tuple[str, str, float]]:
    """Pairs (id, id, similarity) of texts of which one repeats much of the other.

    Similarity is the share of the shorter text's distinct letter 8-grams (letters and digits only) that the other has too; reprints and light
    edits reach 0.6 and more, different reports on one event stay below 0.2.
    """
    known = [(name, _grams(text)) for name, text in right]
    where: dict[int, list[int]] = {}
    for k, (_, grams) in enumerate(known):
        for gram in grams:
            where.setdefault(gram, []).append(k)
    found = []
    for name, text in left:
        grams = _grams(text)
        shared: dict[int, int] = {}
        for gram in grams:
            for k in where.get(gram, ()):
                shared[k] = shared.get(k, 0) + 1
        for k, count in shared.items():
            other, theirs = known[k]
            similarity = count / max(1, min(len(grams), len(theirs)))
            if other != name and similarity >= threshold:
                found.append((name, other, similarity))
    return sorted(found, key=lambda pair: -pair[2])


def events_aside(records: Sequence[Record], share: float, seed: int) -> set[str]:
    """The events to set aside: about `share` of the articles of each language, so that no event stands on both sides."""
    rng = random.Random(seed)
    aside: set[str] = set()
    for language in ("ko", "fr", "en"):
        mine = [record for record in records if record.language == language]
        events = sorted({record.event for record in mine})
        rng.shuffle(events)
        taken = 0
        for event in events:
            if taken >= share * len(mine):
                break
            aside.add(event)
            taken += sum(record.event == event for record in mine)
    return aside


def _grams(text: str) -> frozenset[int]:
    letters = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
    return frozenset(hash(letters[i : i + 8]) for i in range(max(1, len(letters) - 7)))


def _labels(row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for kind in ("topics", "jurisdictions", "penalties", "laws"):
        yield from row[kind]


def _record(row: Mapping[str, Any]) -> Record:
    roles: dict[str, set[str]] = {"primary": set(), "mentioned": set()}
    for jurisdiction in row["jurisdictions"]:
        roles[jurisdiction["role"]].add(jurisdiction["code"])
    return Record(
        id=row["id"],
        language=row["language"],
        title=row["title"],
        text=row["text"],
        relevance=row["relevance"],
        event=row.get("event") or row["id"],
        country=row.get("country"),
        topics={topic["code"]: tuple(Evidence(**span) for span in topic["evidence"]) for topic in row["topics"]},
        primary=frozenset(roles["primary"]),
        mentioned=frozenset(roles["mentioned"]),
    )
