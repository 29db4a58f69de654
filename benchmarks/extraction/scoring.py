"""How much of an article's text was read, and how much else.

Multisets of 4-grams of words (of letters for Korean), as in scrapinghub's article-extraction-benchmark (https://github.com/scrapinghub/
article-extraction-benchmark); a group's F1 is that of its mean precision and mean recall.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from statistics import mean

from benchmarks.extraction.design import Page

GRAM = 4


def grams(text: str, language: str) -> Counter[tuple[str, ...]]:
    """The 4-grams of a text; one shorter gram where it has fewer units; none where it is empty."""
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text))
    units = list("".join(words)) if language == "ko" else words
    return Counter(gram for n in range(max(1, len(units) - GRAM + 1)) if (gram := tuple(units[n : n + GRAM])))


def precision_and_recall(page: Page, got: str) -> tuple[float, float]:
    """Of one page; where there is no article, 1 and 1 for nothing read, else 0 and 0."""
    wanted, found = grams(page.text, page.language), grams(got, page.language)
    if not wanted:
        return (0.0, 0.0) if found else (1.0, 1.0)
    shared = sum((wanted & found).values())
    return shared / max(1, sum(found.values())), shared / sum(wanted.values())


def f1(precision: float, recall: float) -> float:
    """Their harmonic mean; 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def group_f1(pairs: Iterable[tuple[float, float]]) -> float:
    """F1 of mean precision and mean recall."""
    known = list(pairs)
    return f1(mean(p for p, _ in known), mean(r for _, r in known)) if known else 0.0
