"""What surrounds the text on real pages, by weight: scripts, styles, long menus, lists of links. The same on every page of a host."""

import random
from functools import cache

from benchmarks.extraction.parts import MENU, e
from benchmarks.extraction.prose import stories

BYTES = (20_000, 220_000)
"""Of scripts and styles, least and most, drawn by logarithm: with the rest about as many as 51 real pages had (10 to 90 %: 57 to 342 kB, median 161)."""

LINKS = (40, 260)
"""Links beside those of the design, least and most; real pages had 26 to 271, median 184."""

HEADLINES = 30
"""Of other stories, at most."""

_SYLLABLES = (
    "ad",
    "bid",
    "con",
    "da",
    "ev",
    "fn",
    "get",
    "id",
    "kit",
    "lo",
    "met",
    "no",
    "on",
    "px",
    "q",
    "ref",
    "set",
    "tag",
    "ui",
    "win",
)


def furnished(html: str, name: str, language: str) -> str:
    """A page with the furniture of its host.

    Args:
        html: of the page, with its head and body. name: of the host. language: of the menus.
    """
    return surrounded(html, *_furniture(name, language))


def surrounded(html: str, head: str, top: str, bottom: str) -> str:
    """A page with more at the end of its head, before what its body holds, and behind it; one without head or body as it is."""
    before, mark, after = html.partition("</head>")
    start, end = after.find("<body"), after.rfind("</body>")
    opened = after.find(">", start) + 1
    if not mark or start < 0 or end < opened:
        return html
    return f"{before}{head}</head>{after[:opened]}{top}{after[opened:end]}{bottom}{after[end:]}"


@cache
def _furniture(name: str, language: str) -> tuple[str, str, str]:
    """What goes into the head, before the page's own body, and behind it."""
    drawn = random.Random(name)
    size = round(BYTES[0] * (BYTES[1] / BYTES[0]) ** drawn.random())
    links = drawn.randint(*LINKS)
    known = stories(language)
    titles = [drawn.choice(known).title for _ in range(min(HEADLINES, links // 3))]
    shown = "".join(f'<li><a href="/more/{n}"><span class="n">{n}</span> {e(title)}</a></li>' for n, title in enumerate(titles, 1))
    words = [drawn.choice(MENU[language]) for _ in range(links - len(titles))]
    menu = [f'<li class="m{n % 7}"><a href="/s/{n}/{_word(drawn)}">{e(word)} {n}</a></li>' for n, word in enumerate(words)]
    half = len(menu) // 2
    head = f"<style>{_style(drawn, size // 4)}</style><script>{_script(drawn, size - size // 4)}</script>"
    top = f'<nav class="mega"><ul>{"".join(menu[:half])}</ul></nav>'
    return head, top, f'<aside class="latest"><ol>{shown}</ol></aside><footer class="site-map"><ul>{"".join(menu[half:])}</ul></footer>'


def _word(drawn: random.Random) -> str:
    return "".join(drawn.choices(_SYLLABLES, k=drawn.randint(1, 4)))


def _script(drawn: random.Random, size: int) -> str:
    made = [
        f"window.{_word(drawn)}=function({_word(drawn)}){{return {drawn.randrange(10**6)}+this.{_word(drawn)}({_word(drawn)!r})}};"
        for _ in range(size // 60)
    ]
    return "".join(made)


def _style(drawn: random.Random, size: int) -> str:
    made = [
        f".{_word(drawn)}-{_word(drawn)}{{margin:{drawn.randrange(40)}px;color:#{drawn.randrange(16**6):06x}}}" for _ in range(size // 45)
    ]
    return "".join(made)
