"""`reprints --jsonl`: groups of one text each, in the order of the lines, whatever the lines hold."""

import json

from fauxlex_calls import call

from fauxlex.reprints import CHUNK, sketch_all
from tests.test_nlp_stories import OTHER, WIRE


def test_articles_are_grouped_by_text() -> None:
    """A copy names the first line with its text; a bad line gets its error and stops nothing."""
    lines = [json.dumps({"id": name, "text": text}) for name, text in (("a", WIRE), ("b", OTHER), ("c", WIRE + " More."), ("d", "Short."))]
    done = call("reprints", "--jsonl", stdin="\n".join([*lines, "no json", json.dumps({"id": "e"})]).encode())
    assert [json.loads(line) for line in done.lines][:4] == [
        {"id": "a", "story": "a", "copies": 2},
        {"id": "b", "story": "b", "copies": 1},
        {"id": "c", "story": "a", "copies": 2},
        {"id": "d", "story": "d", "copies": 1},
    ]
    assert [json.loads(line).get("error", "")[:16] for line in done.lines[4:]] == ["line 5 is not JS", "line 6 has no te"]
    assert "read 6, done 4, failed 2" in done.err


def test_several_processes_give_the_same_sketches() -> None:
    """In the same order."""
    texts = [WIRE[: 200 + n % 100] for n in range(2 * CHUNK + 3)]
    assert [s.tolist() for s in sketch_all(texts, 2) if s is not None] == [s.tolist() for s in sketch_all(texts, 1) if s is not None]
