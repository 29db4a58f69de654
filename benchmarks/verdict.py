"""What must hold of a home folder whose flow was killed: nothing lost, nothing doubled, every revision in order, the index in step."""

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from pathlib import Path

from benchmarks import Figure
from benchmarks.flow import ROOT, clean_environment
from core.archive import Archive, FetchRecord
from core.archive.revisions import CONTENT
from core.article import Article
from core.errors import ArchiveError
from core.urls import canonical
from index.base import Filters, Query
from index.embedded import open_embedded
from press import PressArticle
from press.world import World

Changes = list[tuple[int, str, str]]
"""(number, kind, reference), in order."""

Key = tuple[str, str]
"""An article of the press: outlet and slug."""

NO_ARTICLE = ("listing", "consent")
"""Kinds of page that the press shows beside its articles; they, and nothing else, are set aside."""


def mark_of(outlet: str, slug: str) -> str:
    """The mark of an article in every edited version of it, the version's number behind it; plain letters in any encoding."""
    number = PressArticle(id="", outlet=outlet, lang="", title="", text="", published=datetime.min, section="", slug=slug).number
    return f"KX{number}{outlet.upper()[:3]}V"


@dataclass(frozen=True, slots=True)
class Home:
    """A home folder, and the flags with which commands run over it."""

    path: Path
    flags: list[str]


def log_of(home: Path) -> Changes:
    """Every change that the archive knows of; none where there is no archive yet."""
    if not (home / "archive.sqlite").exists():
        return []
    with closing(Archive(home)) as archive:
        return [(c.seq, c.kind, c.ref) for c in archive.log.changes_after(0, ["fetch", "article", "annotation", "removal"], 10_000_000)]


def judge(home: Home, calm: Home, printed: Iterable[Key], world: World) -> list[Figure]:
    """The figures that must be nought, and the checks that must be passed.

    Args:
        home: of the killed flow, after an undisturbed run.
        calm: of a flow over the same press that was never killed.
        printed: everything that the press has printed.
        world: the press.
    """
    keys = list(printed)
    with closing(Archive(home.path)) as archive, closing(Archive(calm.path)) as other:
        fetches = fetched(archive)
        aside = archive.store.quarantined()
        wrong_aside = [row for row in aside if not any(f"of kind '{kind}'" in row["reason"] for kind in NO_ARTICLE)]
        marks = {article_id: mark_of(*key) for key in keys for article_id in _ids(archive, world, key)}
        mine, theirs = _texts(archive, world, keys), _texts(other, world, keys)
        return [
            nought(f"fetches without a readable WARC record (of {len(fetches)})", unreadable(archive, fetches)),
            nought("acknowledged pages without their article", _lost(archive, fetches, {row["ref"] for row in aside})),
            nought(f"articles that a run without kills has and this has not (of {len(theirs)})", [k for k in theirs if k not in mine]),
            nought("articles whose title or text differs from that run", [k for k in mine if k in theirs and mine[k] != theirs[k]]),
            nought("articles that are there twice", _doubled(archive, world, keys)),
            nought("articles with missing, doubled or disordered revisions", _disordered(archive, fetches, marks)),
            nought("articles not tagged in their newest revision", _untagged(archive)),
            nought("articles missing in the index, doubled or unknown there", _out_of_step(archive, home.path)),
            nought(f"things set aside that are articles (of {len(aside)} set aside)", wrong_aside),
            nought("addresses that still wait to be visited", _waiting(archive)),
            nought("damage of the archive's file, as SQLite finds it", damage(home.path)),
            nought("checks of `doctor` that are not ok", _doctor(home)),
        ]


def nought(what: str, found: list[object] | list[str] | list[Key] | list[Mapping[str, object]]) -> Figure:
    """A figure that must be nought; names what was found on stderr."""
    for item in found[:10]:
        print(f"{what}: {item}", file=sys.stderr)
    return Figure(what=what, value=str(len(found)), target="0", ok=not found, must=True)


def fetched(archive: Archive) -> list[FetchRecord]:
    """Every acknowledged fetch, in order."""
    found = (archive.crawl.fetch(change.ref) for change in archive.log.changes_after(0, ["fetch"], 10_000_000))
    return [fetch for fetch in found if fetch is not None]


def unreadable(archive: Archive, fetches: list[FetchRecord]) -> list[str]:
    """Fetches whose raw bytes cannot be read, or are another page's."""
    wrong = []
    for fetch in fetches:
        try:
            response = archive.warc.read(fetch.warc_file, fetch.warc_offset)
        except ArchiveError as err:
            wrong.append(str(err))
            continue
        if response.url != fetch.final_url or response.status != fetch.status:
            wrong.append(f"{fetch.final_url}: the record is of {response.url}")
    return wrong


def _lost(archive: Archive, fetches: list[FetchRecord], aside: set[str]) -> list[str]:
    """Pages that were acknowledged with 200, and of which no article came, though they were not set aside either."""
    out = []
    for fetch in fetches:
        article_id = archive.store.id_of(canonical(fetch.final_url))
        article = archive.article(article_id) if article_id else None
        if fetch.status == 200 and article is None and fetch.id not in aside:
            out.append(fetch.final_url)
    return out


def _ids(archive: Archive, world: World, key: Key) -> set[str]:
    """The ids under which the archive knows an article of the press, by any of its addresses."""
    outlet = world.outlets[key[0]]
    article = next(one for one in world.articles(outlet) if one.slug == key[1])
    addresses = [outlet.article_url(article), outlet.listed_url(article), *outlet.double_urls(article).values()]
    return {found for url in addresses if (found := archive.store.id_of(canonical(url)))}


def _texts(archive: Archive, world: World, keys: list[Key]) -> dict[Key, tuple[str | None, str | None]]:
    """Title and text of each article of the press that is there."""
    out = {}
    for key in keys:
        for article_id in _ids(archive, world, key):
            if article := archive.article(article_id):
                out[key] = (article.title, article.text)
    return out


def _article_ids(archive: Archive) -> set[str]:
    """Every article that was ever added."""
    return {change.ref for change in archive.log.changes_after(0, ["article"], 10_000_000)}


def _doubled(archive: Archive, world: World, keys: list[Key]) -> list[str]:
    """Articles of the press with two ids, and ids that belong to none of its pages."""
    by_key = {key: _ids(archive, world, key) for key in keys}
    known = set().union(*by_key.values()) if by_key else set()
    others = {canonical(outlet.url(page.path)) for outlet in world.outlets.values() for page in outlet.pages}
    strangers = [found.url for name in _article_ids(archive) - known if (found := archive.article(name)) and found.url not in others]
    return [f"{key}: {sorted(ids)}" for key, ids in by_key.items() if len(ids) > 1] + strangers


def _disordered(archive: Archive, fetches: list[FetchRecord], marks: Mapping[str, str]) -> list[str]:
    """Articles whose revisions are not those versions, in that order, that the acknowledged pages held."""
    served: dict[str, list[int]] = {}
    for fetch in fetches:
        article_id = archive.store.id_of(canonical(fetch.final_url))
        if article_id is None or article_id not in marks or fetch.status != 200:
            continue
        with suppress(ArchiveError):  # told of elsewhere
            body = archive.warc.read(fetch.warc_file, fetch.warc_offset).body.decode("latin-1")
            version = _version(body, marks[article_id])
            if served.setdefault(article_id, [])[-1:] != [version]:
                served[article_id].append(version)
    wrong = []
    for article_id, mark in marks.items():
        revisions = archive.revisions(article_id)
        numbers = [one.revision for one in revisions]
        # A double of the page that says more of itself (a summary, say) makes a revision of the same text: that is none too many.
        versions = [version for version, _ in groupby(_version(one.text or "", mark) for one in revisions)]
        alike = [after.revision for before, after in pairwise(revisions) if _content(before) == _content(after)]
        if numbers != list(range(1, len(numbers) + 1)) or versions != served.get(article_id) or alike:
            url = revisions[-1].url if revisions else article_id
            wrong.append(f"{url}: revisions {numbers} hold versions {versions}, the pages held {served.get(article_id)}; alike: {alike}")
    return wrong


def _content(article: Article) -> tuple[object, ...]:
    """What makes a revision by changing."""
    return tuple(getattr(article, name) for name in CONTENT)


def _version(text: str, mark: str) -> int:
    """Which edit of an article a text is; 0 before the first."""
    return max((int(number) for number in re.findall(mark + r"(\d+)", text)), default=0)


def _untagged(archive: Archive) -> list[str]:
    """Articles whose newest annotation is not of their newest revision."""
    ids = sorted(_article_ids(archive))
    articles, said = archive.store.articles(ids), archive.store.annotations(ids)
    return [name for name, article in articles.items() if name not in said or said[name].revision != article.revision]


def _out_of_step(archive: Archive, home: Path) -> list[str]:
    """Ids of which the index and the archive's tagged articles do not agree, or that the index holds twice."""
    ids = sorted(_article_ids(archive))
    tagged = set(archive.store.annotations(ids))
    with closing(open_embedded(home / "index", create=False, writer=False)) as found:
        held = [hit.id for hit in found.scan(Query(filters=Filters(relevance=()), sort="date"))]
        count = found.count()
    twice = [name for name in set(held) if held.count(name) > 1]
    short = [] if count == len(tagged) else [f"the index counts {count}, {len(tagged)} articles are tagged"]
    return sorted(tagged ^ set(held)) + twice + short


def _waiting(archive: Archive) -> list[str]:
    """Addresses on the frontier that nobody has dealt with."""
    count, _ = archive.crawl.waiting([health.id for health in archive.sources()])
    return [f"{count} addresses"] * bool(count)


def damage(home: Path) -> list[str]:
    """What SQLite's own check of the file says, if it is not well."""
    with closing(sqlite3.connect(home / "archive.sqlite")) as base:
        said = [str(row[0]) for row in base.execute("PRAGMA integrity_check")]
    return [] if said == ["ok"] else said


def _doctor(home: Home) -> list[str]:
    """What `doctor` finds not ok."""
    command = [sys.executable, "-m", "fauxlex", "doctor", "--json", "--home", str(home.path), *home.flags[:2]]
    said = subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=False)
    if not said.stdout.strip():
        return [f"doctor ended with {said.returncode}: {said.stderr[-500:]}"]
    return [f"{name}: {check['says']}" for name, check in json.loads(said.stdout)["checks"].items() if not check["ok"]]
