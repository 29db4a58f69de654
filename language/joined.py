"""Words that are written as one, with a hyphen or with a blank: `deepfake`, `deep-fake`, `deep fake`."""

from functools import cache
from pathlib import Path

from language.normal import fold

WORDS_FILE = Path(__file__).with_name("joined_words.txt")


@cache
def _seconds() -> dict[str, tuple[str, ...]]:
    """How the next word must begin, for each first word."""
    found = {}
    for line in WORDS_FILE.read_text(encoding="utf-8").splitlines():
        first, colon, begins = line.split("#", 1)[0].partition(":")
        if colon:
            found[fold(first.strip())] = tuple(map(fold, begins.split()))
    return found


def joins(first: str, second: str) -> bool:
    """Whether two words in a row are two halves of one."""
    begins = _seconds().get(fold(first))
    return begins is not None and fold(second).startswith(begins)
