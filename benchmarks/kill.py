"""Random kills of the running flow, and what they cost: nothing, or this ends with exit code 1.

    python -m benchmarks.kill [--kills 50] [--seed 1]

A process crawls, extracts, tags and indexes the sample press again and again, while articles are edited and printed. It is killed (SIGKILL) at
random moments, the whole group of processes or the parent alone, and started again over the same home. Then everything is counted.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from core.archive import Archive
from core.errors import ArchiveError
from core.urls import canonical
from fauxlex.sample import press_sources
from index.base import Filters, Query
from index.embedded import open_embedded
from press import Press, difficulties

ROOT = Path(__file__).parent.parent
LONGEST_LIFE_S = 14.0
SLOW_OUTLET = "harbour"  # asks for a crawl delay of a second: one round in three would be spent on waiting for it


class Flow:
    """The process that is killed."""

    def __init__(self, home: Path, port: int) -> None:
        listed = home / "sources.toml"
        kept = [entry for entry in press_sources().split("\n\n") if f'"{SLOW_OUTLET}"' not in entry]
        listed.write_text("\n\n".join(kept), "utf8")
        self.flags = [
            "--home",
            str(home),
            "--sources",
            str(listed),
            "--resolve",
            f"*.example=127.0.0.1:{port}",
            "--contact",
            "bench@press.example",
        ]
        self.flags += [
            "--crawl-delay-s",
            "0.005",
            "--crawl-retry-s",
            "0.1",
            "--crawl-max-age-days",
            "36500",
            "--crawl-every-s",
            "1",
            "--quiet",
        ]
        self.flags += ["--log-level", "error"]

    def live_and_die(self, seconds: float, *, alone: bool) -> bool:
        """Runs for a while and is killed; whether it was still alive then."""
        child = subprocess.Popen(
            [sys.executable, "-m", "fauxlex", "run", "--follow", *self.flags],
            cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        try:
            child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            (os.kill if alone else os.killpg)(child.pid, signal.SIGKILL)
            child.wait()
            return True
        assert child.stderr is not None
        print(child.stderr.read().decode()[-2000:], file=sys.stderr)
        return False

    def finish(self) -> None:
        """Runs once, undisturbed."""
        subprocess.run([sys.executable, "-m", "fauxlex", "run", *self.flags], cwd=ROOT, check=True)


def disturb(press: Press, chance: random.Random, number: int) -> None:
    """Edits three printed articles and prints a new one."""
    outlets = [one for one in press.world.outlets.values() if one.id != SLOW_OUTLET]
    for _ in range(3):
        outlet = chance.choice(outlets)
        article = chance.choice(press.world.articles(outlet))
        press.edit(
            outlet.id,
            article.slug,
            f"{article.text}\n\nEdition {number}: the deepfake bill was changed again, and its vote put off by a week.",
        )
    outlet = chance.choice([one for one in outlets if one.sitemap_kind == "plain"])
    model = chance.choice(press.world.articles(outlet))
    press.publish(
        {
            "outlet": outlet.id,
            "slug": f"kill-{number}",
            "section": model.section,
            "lang": model.lang,
            "title": f"{model.title} ({number})",
            "text": model.text,
            "authors": "; ".join(model.authors),
        }
    )


def acknowledged(home: Path) -> set[str]:
    """The fetches that the archive says it has."""
    if not (home / "archive.sqlite").is_file():
        return set()
    base = sqlite3.connect(home / "archive.sqlite", timeout=30)
    try:
        return {row[0] for row in base.execute("SELECT id FROM fetches")}
    except sqlite3.OperationalError:  # killed before its tables were made
        return set()
    finally:
        base.close()


def examine(home: Path, press: Press, promised: set[str]) -> dict[str, Any]:
    """What is wrong, as counts that should be 0, and what there is."""
    archive = Archive(home)
    base = sqlite3.connect(home / "archive.sqlite")
    fetches = base.execute("SELECT id, final_url, warc_file, warc_offset, bytes FROM fetches").fetchall()
    unreadable = 0
    for _, url, file, offset, size in fetches:
        try:
            kept = archive.warc.read(file, offset)
            unreadable += (kept.url, len(kept.body)) != (url, size)
        except ArchiveError:
            unreadable += 1
    printed = {
        canonical(outlet.article_url(one)): one
        for outlet in press.world.outlets.values()
        if outlet.id != SLOW_OUTLET
        for one in press.world.articles(outlet)
    }
    live = base.execute("SELECT id, url FROM articles WHERE revision > 0 AND merged_into IS NULL").fetchall()
    ids = {url: article_id for article_id, url in live}
    stale = sum(
        "Edition" in one.text and one.text.split("Edition")[-1][:8] not in (archive.article(ids[url]).text or "")  # type: ignore[union-attr]
        for url, one in printed.items()
        if url in ids and archive.article(ids[url]).rights == "open"  # type: ignore[union-attr]
    )
    tagged = {row[0] for row in base.execute("SELECT DISTINCT article_id FROM annotations")}
    index = open_embedded(home / "index", create=False, writer=False)
    found = [hit.id for hit in index.scan(Query(filters=Filters(relevance=()), limit=200, sort="date"))]
    counted = index.count()
    index.close()
    wrong = {
        "acknowledged_fetches_lost": len(promised - {row[0] for row in fetches}),
        "fetches_without_their_record": unreadable,
        "articles_lost": len(printed.keys() - ids.keys()),
        "articles_too_many": len(ids.keys() - printed.keys() - set(difficulties()["listing"])),
        "articles_doubled": len(live) - len(ids),
        "articles_untagged": len({row[0] for row in live} - tagged),
        "edits_missed": stale,
        "index_differs": len(set(found) ^ tagged) + len(found) - len(set(found)) + abs(counted - len(tagged)),
        "addresses_waiting": base.execute("SELECT count(*) FROM frontier WHERE state = 'pending'").fetchone()[0],
        "damage_of_the_file": 0 if base.execute("PRAGMA integrity_check").fetchone()[0] == "ok" else 1,
    }
    there = {"fetches": len(fetches), "articles": len(live), "revisions": archive.counts()["revisions"], "indexed": counted}
    there["quarantine"] = archive.counts()["quarantine"]
    base.close()
    archive.close()
    return {"wrong": wrong, "there": there}


def main() -> int:
    """Kills, counts, prints one JSON object; 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description="Random kills of the running flow.")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance, begun, killed = random.Random(options.seed), time.perf_counter(), 0
    with tempfile.TemporaryDirectory() as folder, Press(slow_s=0.1) as press:
        home = Path(folder)
        flow, promised = Flow(home, press.port), set[str]()
        for number in range(options.kills):
            disturb(press, chance, number)
            killed += flow.live_and_die(chance.uniform(0.5, LONGEST_LIFE_S), alone=number % 2 == 1)
            if missing := promised - acknowledged(home):
                print(f"kill {number}: {len(missing)} acknowledged fetches are gone", file=sys.stderr)
            promised |= acknowledged(home)
        flow.finish()
        flow.finish()
        report = {"kills": killed, "seed": options.seed, **examine(home, press, promised), "seconds": round(time.perf_counter() - begun)}
    json.dump(report, sys.stdout, indent=2)
    print()
    return 1 if any(report["wrong"].values()) or killed < options.kills else 0


if __name__ == "__main__":
    sys.exit(main())
