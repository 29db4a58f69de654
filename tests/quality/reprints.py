"""Labelled pairs of texts: reprints made by light and heavy edits, and pairs that only look alike.

All are made from the training articles, by edits that newsrooms make to an agency's text; what is random is seeded, so that the pairs are always
the same. A pair is a reprint where more than half of the shorter text's sentences come from the longer one.
"""

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

DATA = Path(__file__).parent.parent.parent / "nlp" / "data"
LANGUAGES = ("ko", "fr", "en")
ORIGINALS = 34
"""Articles of each language that are edited, each in several ways."""
SAME_EVENT = 70
"""Pairs of independent reports on one event, of each language at most."""

Paragraphs = list[str]

_OUTLET_LINES = {
    "ko": ("(서울=하늘통신) 도담 기자 = ", "도담 기자 dodam@haneul.example", "<저작권자 ⓒ 하늘통신, 무단 전재 및 재배포 금지>", "※ 이 기사는 하늘통신과의 제휴로 실었습니다."),
    "fr": ("PARIS (Agence Granit) – ", "Solène Vasseur, avec Agence Granit", "© 2026 Agence Granit. Tous droits réservés.", "Cet article a été publié avec l'aide de notre partenaire."),
    "en": ("LONDON (Kestrel News) – ", "Reporting by Marisol Quench; editing by Ansel Reed", "© 2026 Kestrel News. All rights reserved.", "This story first appeared on our partner's site."),
}  # fmt: skip
_NEW_LEADS = {
    "ko": "주말 사이 독자들의 문의가 이어진 사안을 다시 정리했다. 관계자들은 앞으로의 절차를 지켜봐야 한다고 입을 모았고, 지역에서도 관심이 이어지고 있다.",
    "fr": "Nos lecteurs nous ont beaucoup interrogés ces derniers jours sur ce sujet. Voici où en est le dossier, que la région suit de près elle aussi.",
    "en": "Readers have asked us about this all week, and it matters to people here more than it may seem. This is where things stand this morning.",
}
_SWAPS = {
    "ko": ((r"했다\.", "했습니다."), (r"밝혔다", "전했다"), (r"말했다", "강조했다"), (r"이라고", "이라면서"), (r"(\d)만 원", r"\g<1>만원(약 \g<1>달러)"), (r"지난해", "작년"), (r"했으며", "했고")),
    "fr": ((r"\ba annoncé\b", "a fait savoir"), (r"\ba déclaré\b", "a indiqué"), (r"\bselon\b", "d'après"), (r"(\d+) euros", r"\1 € (\1 dollars)"), (r"\bmardi\b|\blundi\b|\bjeudi\b", "ce 4 mai"), (r"\bégalement\b", "aussi")),
    "en": ((r"\bsaid\b", "told reporters"), (r"\babout\b", "roughly"), (r"\bTuesday\b|\bMonday\b|\bWednesday\b", "3 November"), (r"\$(\d[\d,.]*)", r"£\1 ($\1)"), (r"(\d+) miles", r"\1 km"), (r"\bhowever\b", "but")),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two texts, whether one is the other reprinted, and how the pair was made."""

    left: str
    right: str
    is_reprint: bool
    how: str
    language: str


def pairs() -> list[Pair]:
    """All labelled pairs, reprints first."""
    return [*_reprints(), *_lookalikes()]


@cache
def _articles(language: str) -> list[dict[str, str]]:
    with (DATA / f"{language}.jsonl").open(encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def _paragraphs(row: dict[str, str]) -> Paragraphs:
    return [line.strip() for line in row["text"].split("\n") if line.strip()]


def _originals(language: str) -> list[dict[str, str]]:
    """Articles of five paragraphs or more, spread over the data."""
    least = 500 if language == "ko" else 1100
    long = [row for row in _articles(language) if len(row["text"]) >= least and len(_paragraphs(row)) >= 5]
    return long[:: max(1, len(long) // ORIGINALS)][:ORIGINALS]


def _with_outlet_lines(text: Paragraphs, language: str, rng: random.Random) -> Paragraphs:
    dateline, *tail = _OUTLET_LINES[language]
    return [dateline + text[0], *text[1:], *rng.sample(tail, 2)]


def _with_swaps(text: Paragraphs, language: str, rng: random.Random) -> Paragraphs:
    """Verbs of saying, days, units and currencies as another house writes them."""
    edited = []
    for line in text:
        for pattern, new in _SWAPS[language]:
            line = re.sub(pattern, new, line)
        edited.append(line)
    return edited


def _without_words(text: Paragraphs, language: str, rng: random.Random) -> Paragraphs:
    """One word in twelve left out or doubled by another."""
    return [" ".join(word for word in line.split() if rng.random() > 1 / 12) for line in text]


def _cut(text: Paragraphs, language: str, rng: random.Random) -> Paragraphs:
    """Its first half."""
    return text[: max(2, round(0.5 * len(text)))]


def _reordered(text: Paragraphs, language: str, rng: random.Random) -> Paragraphs:
    rest = text[1:]
    rng.shuffle(rest)
    return [*rest, text[0]]


def _with_new_lead(text: Paragraphs, language: str, rng: random.Random) -> Paragraphs:
    return [_NEW_LEADS[language], *text[1:]]


def _without_every_third(text: Paragraphs, language: str, rng: random.Random) -> Paragraphs:
    return [line for n, line in enumerate(text) if n % 3 != 1]


def _with_own_reporting(text: Paragraphs, language: str, rng: random.Random) -> Paragraphs:
    """Followed by paragraphs of the house's own, half as long as what it took over."""
    size, added = sum(map(len, text)), []
    for line in _paragraphs(rng.choice(_articles(language))):
        if sum(map(len, added)) + len(line) <= 0.5 * size:
            added.append(line)
    return [*text, *added]


Edit = Callable[[Paragraphs, str, random.Random], Paragraphs]

LIGHT: tuple[tuple[Edit, ...], ...] = ((_with_outlet_lines,), (_with_swaps,), (_with_swaps, _with_outlet_lines))
HEAVY: tuple[tuple[Edit, ...], ...] = (
    (_cut, _with_outlet_lines),
    (_without_every_third, _reordered, _with_swaps),
    (_with_new_lead, _with_swaps, _with_outlet_lines),
    (_with_new_lead, _reordered, _without_words),
    (_cut, _with_new_lead, _with_swaps),
    (_cut, _with_swaps, _with_own_reporting),
    (_with_new_lead, _without_words, _with_own_reporting),
)


def _reprints() -> Iterator[Pair]:
    for language in LANGUAGES:
        for number, row in enumerate(_originals(language)):
            text = _paragraphs(row)
            ways = (LIGHT[number % len(LIGHT)], HEAVY[number % len(HEAVY)], HEAVY[(number + 2) % len(HEAVY)])
            for way in ways:
                rng = random.Random(f"{row['id']}{len(way)}")
                edited = text
                for edit in way:
                    edited = edit(edited, language, rng)
                how = " + ".join(edit.__name__.strip("_").replace("_", " ") for edit in way)
                yield Pair(left="\n".join(text), right="\n".join(edited), is_reprint=True, how=how, language=language)


def _lookalikes() -> Iterator[Pair]:
    for language in LANGUAGES:
        rows = _articles(language)
        events: dict[str, list[dict[str, str]]] = {}
        for row in rows:
            events.setdefault(row.get("event") or "", []).append(row)
        events.pop("", None)
        same = [two for held in events.values() for two in combinations(held, 2)]
        chosen = random.Random(language).sample(same, min(SAME_EVENT, len(same)))
        for one, other in chosen:
            yield Pair(left=one["text"], right=other["text"], is_reprint=False, how="two reports on one event", language=language)
        yield from _sharing_lines(chosen, language)
        yield from _digests(rows, language)


def _sharing_lines(chosen: list[tuple[dict[str, str], dict[str, str]]], language: str) -> Iterator[Pair]:
    """Two reports on one event from one house: the same dateline and notices, and the same paragraph of background where that is a small part."""
    for one, other in chosen[:30]:
        left, right = _paragraphs(one), _paragraphs(other)
        background = left[-1]
        if len(background) > 0.22 * min(len(one["text"]), len(other["text"])):
            background = ""
        rng = random.Random(one["id"])
        yield Pair(
            left="\n".join(_with_outlet_lines(left, language, rng)),
            right="\n".join(_with_outlet_lines([*right, background], language, rng)),
            is_reprint=False,
            how="two reports of one house with the same background",
            language=language,
        )


def _digests(rows: list[dict[str, str]], language: str) -> Iterator[Pair]:
    """The day's main news: the same headline and frame every day; and a digest beside one of the articles that it sums up."""
    leads = [_paragraphs(row)[0] for row in rows[:240] if len(_paragraphs(row)[0]) > 40]
    frame = {
        "ko": "오늘의 주요뉴스를 전해 드립니다.",
        "fr": "Les principales informations de la journée.",
        "en": "The main news of the day.",
    }[language]
    for number in range(12):
        items, after = leads[number * 14 : number * 14 + 7], leads[number * 14 + 6 : number * 14 + 13]
        today, tomorrow = "\n".join([frame, *items]), "\n".join([frame, *after])
        yield Pair(left=today, right=tomorrow, is_reprint=False, how="two days' digests with one note in common", language=language)
        whole = next(row for row in rows if _paragraphs(row)[0] == items[3])
        yield Pair(left=today, right=whole["text"], is_reprint=False, how="a digest and an article that it mentions", language=language)
