"""The stories that fill the designs: articles of our own wording out of the training data, each with an invented outlet and author."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent.parent / "nlp" / "data"

IDS = {
    "ko": (
        "ko-0029 ko-0113 ko-0139 ko-0163 ko-0177 ko-0310 ko-0601 ko-0648 ko-0664 ko-0671 ko-0738 ko-0951 ko-0978 ko-0980 ko-1017 ko-1030 ko-1033 "
        "ko-1039 ko-1043 ko-1053 ko-1056 ko-1060 ko-1067 ko-1077 ko-1086 ko-1091 ko-1100 ko-1122 ko-1127 ko-1135 ko-1139 ko-1143 ko-1155 ko-1170"
    ).split(),
    "fr": (
        "fr-0061 fr-0111 fr-0112 fr-0128 fr-0160 fr-0215 fr-0228 fr-0235 fr-0238 fr-0665 fr-0685 fr-0736 fr-0836 fr-0913 fr-0918 fr-0939 fr-0960 "
        "fr-0975 fr-0986 fr-0999 fr-1013 fr-1014 fr-1051 fr-1066 fr-1068 fr-1101 fr-1114 fr-1118 fr-1128 fr-1129 fr-1137 fr-1140 fr-1142 fr-1151"
    ).split(),
    "en": (
        "en-0003 en-0008 en-0108 en-0112 en-0146 en-0178 en-0179 en-0185 en-0308 en-0334 en-0354 en-0666 en-0813 en-0834 en-0902 en-0910 en-0927 "
        "en-0977 en-0994 en-1008 en-1009 en-1023 en-1031 en-1042 en-1044 en-1053 en-1054 en-1055 en-1066 en-1092 en-1097 en-1109 en-1118 en-1150"
    ).split(),
}
"""Articles whose every paragraph is running text, none very short or very long."""

_OUTLETS = {
    "ko": (("새벽일보", "saebyeok.example"), ("한빛방송", "hanbit-tv.example"), ("두물경제", "dumul-biz.example"), ("온누리뉴스", "onnuri.example")),
    "fr": (("Le Courrier des Îles", "courrier-iles.example"), ("Radio Granit", "radiogranit.example"), ("La Gazette du Val", "gazette-val.example")),
    "en": (("The Harbour Post", "harbourpost.example"), ("Northfield Courier", "northfieldcourier.example"), ("Kestrel News", "kestrelnews.example")),
}  # fmt: skip
_AUTHORS = {
    "ko": ("문가온", "백이든", "서라온", "제하람"),
    "fr": ("Maëlle Kerdoncuff", "Octave Brisebard", "Line Tassigny", "Youna Ferrandis"),
    "en": ("Odette Marlowe", "Fergus Tannahill", "Priya Vellore", "Ansel Whitcombe"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story to be shown: what a page's reader should get of it is `title` and `paragraphs`.

    Attributes:
        beside: the stories that its page links to; those of `stories` that come after it where there are none.
    """

    id: str
    language: str
    title: str
    paragraphs: tuple[str, ...]
    author: str
    outlet: str
    host: str
    published: datetime
    beside: tuple["Story", ...] = ()

    @property
    def url(self) -> str:
        """Where the page would stand."""
        return f"https://www.{self.host}/news/{self.published:%Y/%m/%d}/{self.id}.html"

    @property
    def lead(self) -> str:
        """The first paragraph, cut as publishers cut a summary."""
        return self.paragraphs[0][:150]


@cache
def stories(language: str) -> tuple[Story, ...]:
    """The stories of a language in the order of `IDS`.

    Raises:
        KeyError: the training data has lost one of them; take another id into `IDS`.
    """
    with (DATA / f"{language}.jsonl").open(encoding="utf8") as lines:
        rows = {row["id"]: row for row in map(json.loads, lines)}
    return tuple(_story(rows[name], number) for number, name in enumerate(IDS[language]))


def _story(row: dict[str, str], number: int) -> Story:
    language = row["language"]
    outlet, host = _OUTLETS[language][number % len(_OUTLETS[language])]
    return Story(
        id=row["id"],
        language=language,
        title=row["title"],
        paragraphs=tuple(line.strip() for line in row["text"].split("\n") if line.strip()),
        author=_AUTHORS[language][number % 4],
        outlet=outlet,
        host=host,
        published=datetime(2026, 5, 4, 7, 30, tzinfo=UTC) + timedelta(days=number, minutes=37 * number),
    )


def others(story: Story, count: int, skip: int = 0) -> list[Story]:
    """Stories of the same language that a page links to beside its own."""
    known = story.beside or stories(story.language)
    start = skip if story.beside else next(n for n, one in enumerate(known) if one.id == story.id) + 1 + skip
    return [known[(start + n) % len(known)] for n in range(count)]
