"""Calls of the command line as a user makes them, and an archive that is filled without the tagger."""

import io
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from core.archive import Archive
from core.article import Annotation, Article, Evidence, Jurisdiction, Topic
from fauxlex.cli import main

ROOT = Path(__file__).parent.parent
SEOUL = timezone(timedelta(hours=9))


@dataclass(frozen=True)
class Done:
    """What a call printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of stdout."""
        return self.out.splitlines()


class Caller:
    """Calls the command line in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch

    def __call__(self, *arguments: str | Path, stdin: bytes | Iterable[str] = b"") -> Done:
        data = stdin if isinstance(stdin, bytes) else "".join(line + "\n" for line in stdin).encode()
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        code = main([str(argument) for argument in arguments])
        said = self.capsys.readouterr()
        return Done(code, said.out, said.err)


def call(*arguments: str | Path, stdin: bytes = b"", **environ: str) -> Done:
    """Calls the command line in a process of its own."""
    made = subprocess.run(
        [sys.executable, "-m", "fauxlex", *(str(argument) for argument in arguments)],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **environ},
        timeout=120,
        check=False,
    )
    return Done(made.returncode, made.stdout.decode(), made.stderr.decode())


TITLES = (
    ("ko", "국회, 딥페이크 처벌법 개정안 통과", "국회는 딥페이크 성범죄를 처벌하는 개정안을 통과시켰다.", "law", "KR"),
    ("ko", "딥페이크 영상 삭제 지원 확대", "여성가족부는 딥페이크 영상의 삭제를 지원한다.", "deepfake", "KR"),
    ("fr", "L’Assemblée adopte un texte contre les hypertrucages", "Les députés ont adopté le texte sur les hypertrucages.", "law", "FR"),
    ("en", "Senators propose a deepfake bill", "The bill would punish sexual deepfakes of minors.", "law", "US-CA"),
    ("en", "Harvest festival draws a crowd", "Pumpkins, music and a parade filled the square.", "other", "GB"),
    ("de", "Der Bundestag berät", "Die Abgeordneten berieten über Bildfälschungen.", None, "DE"),
)  # fmt: skip


def fill(home: Path, times: int = 1) -> list[str]:
    """Puts six articles (`times` over) with labels into an archive; their ids."""
    archive, ids = Archive(home), []
    with archive.log.write() as tx:
        for number, (language, title, text, relevance, country) in enumerate(TITLES * times):
            article = Article(
                id="", url=f"https://outlet{number % 3}.example/{number}", source=f"outlet{number % 3}", outlet_country=country[:2],
                title=title, text=text, language=language, published_at=datetime(2026, 11, 1 + number % 9, 0, 30, tzinfo=SEOUL),
                fetched_at=datetime(2026, 11, 20, tzinfo=UTC),
            )  # fmt: skip
            stored = archive.store.put_article(tx, article, [])
            if stored is None:  # there already
                continue
            archive.store.put_annotation(tx, labels(stored.id, language, relevance, country))
            ids.append(stored.id)
    archive.close()
    return ids


def labels(article_id: str, language: str, relevance: str | None, country: str) -> Annotation:
    """What a tagger could say."""
    shown = (Evidence(field="title", start=0, end=5),)
    if relevance in (None, "other"):
        return Annotation(article_id=article_id, revision=1, language=language, relevance=relevance, model="made-up")  # type: ignore[arg-type]
    return Annotation(
        article_id=article_id, revision=1, language=language, relevance=relevance, model="made-up",  # type: ignore[arg-type]
        topics=(Topic(code="sexual", score=0.9, evidence=shown), Topic(code="passed" if relevance == "law" else "support", score=0.8)),
        jurisdictions=(Jurisdiction(code=country, role="primary", score=0.9), Jurisdiction(code="EU", role="mentioned", score=0.6)),
    )  # fmt: skip


def indexed(home: Path, caller: Caller, times: int = 1, flags: Sequence[str] = ()) -> list[str]:
    """A home with an archive and its index; the articles' ids."""
    ids = fill(home, times)
    assert caller("index", "--home", home, *flags).code == 0
    return ids
