"""WARC files as Common Crawl's news crawl makes them, of pages of our own: mostly general news, little of it on the subject, some of it broken.

Pages show the designs of `benchmarks.extraction` inside the furniture of an outlet (scripts, styles, menus, teasers). General news is told in
paragraphs of the training articles that the gate stops, and in a few sentences of our own in languages that are not read; pages on the subject tell
whole training articles. What each record is and what must become of it is known when it is made. Sizes are those of 51 real pages of news (median
161 kB, 10 to 90 %: 57 to 332 kB; packed to 22 %); shares of languages and of faults are assumed.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from benchmarks.extraction.design import Made, designs
from benchmarks.extraction.parts import MENU, bottom, e, head, linked_data, menu, paragraphs, social
from benchmarks.extraction.prose import Story, stories
from benchmarks.hosts.furniture import surrounded
from nlp import gate
from nlp.corpus import DATA

READ = ("ko", "fr", "en")
SHARES = {"en": 0.42, "fr": 0.06, "ko": 0.02, "es": 0.15, "ru": 0.12, "de": 0.09, "it": 0.07, "pt": 0.07}
"""Of languages among general news."""

ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "es": (
        "El ayuntamiento aprobó el jueves la reforma del mercado de la plaza, que llevaba cerrado desde la primavera por las goteras del tejado.",
        "Los vecinos del barrio piden que las obras del tranvía terminen antes de las fiestas, porque las calles siguen cortadas al tráfico.",
        "La cosecha de aceituna será este año un tercio menor que la anterior, según las cooperativas de la comarca, que culpan a la sequía.",
    ),
    "ru": (
        "Городской совет в четверг утвердил ремонт рыночной площади, которая была закрыта с весны из-за протекающей крыши павильона.",
        "Жители района просят закончить строительство трамвайной линии до праздников, потому что улицы по-прежнему перекрыты.",
        "Урожай яблок в этом году будет на треть меньше прошлогоднего, сообщили хозяйства области и объяснили это засухой.",
    ),
    "de": (
        "Der Gemeinderat hat am Donnerstag die Erneuerung der Markthalle beschlossen, die wegen des undichten Daches seit dem Frühjahr geschlossen ist.",
        "Die Anwohner verlangen, dass die Bauarbeiten an der Straßenbahn vor den Festtagen enden, weil die Straßen noch immer gesperrt sind.",
        "Die Apfelernte fällt in diesem Jahr um ein Drittel kleiner aus als im vorigen, sagen die Höfe der Gegend und nennen die Trockenheit.",
    ),
    "it": (
        "Il consiglio comunale ha approvato giovedì i lavori al mercato coperto, chiuso dalla primavera per le infiltrazioni dal tetto.",
        "Gli abitanti del quartiere chiedono che il cantiere del tram finisca prima delle feste, perché le strade restano chiuse.",
        "La raccolta delle olive sarà quest'anno inferiore di un terzo, dicono le cooperative della zona, che danno la colpa alla siccità.",
    ),
    "pt": (
        "A câmara aprovou na quinta-feira as obras do mercado, que estava fechado desde a primavera por causa das goteiras do telhado.",
        "Os moradores do bairro pedem que as obras do elétrico terminem antes das festas, porque as ruas continuam cortadas ao trânsito.",
        "A colheita de azeitona será este ano um terço menor do que a anterior, segundo as cooperativas, que culpam a seca.",
    ),
}  # fmt: skip
"""Sentences of general news in languages that are not read."""

ABOUT = {
    "es": "El parlamento debate una ley contra los deepfake sexuales que castiga a quien los publica sin permiso de la persona afectada.",
    "ru": "Парламент обсуждает закон против deepfake, который наказывает за публикацию таких материалов без согласия человека.",
    "de": "Das Parlament berät über ein Gesetz gegen Deepfake-Pornografie, das bestraft, wer sie ohne Einwilligung der Betroffenen verbreitet.",
    "it": "Il parlamento discute una legge contro i deepfake sessuali, che punisce chi li diffonde senza il consenso della persona ritratta.",
    "pt": "O parlamento debate uma lei contra os deepfake sexuais que castiga quem os publica sem licença da pessoa visada.",
}

FATES = {
    "general": 0.905, "subject": 0.02, "subject elsewhere": 0.005, "subject reserved": 0.004, "truncated": 0.01, "general mis-declared": 0.01, "subject mis-declared": 0.002,
    "no page": 0.02, "moved": 0.01, "no text": 0.005, "without a date": 0.003, "not a web address": 0.003, "too large": 0.003,
}  # fmt: skip
"""What records are, and their share; the subject has 2 % and a little."""

BECOMES = {
    "subject": "taken", "subject reserved": "taken", "subject mis-declared": "taken", "truncated": "taken", "subject elsewhere": "other languages", "no page": "other types",
    "moved": "other statuses", "no text": "no text", "without a date": "without a date", "not a web address": "not a web address", "too large": "too large",
}  # fmt: skip
"""Under which name of `fauxlex.warcs.COUNTS` an import counts them; all others are stopped by the gate."""

MISLABELLED = {"ko": ("cp949", "utf-8"), "fr": ("cp1252", "utf-8"), "en": ("utf-8", "iso-8859-1")}
"""What the bytes are, and what the header says."""

BYTES = (40_000, 280_000)
"""Of an outlet's furniture, least and most, drawn by logarithm."""

OUTLETS = 20
TEASERS = 20
CHARACTERS = {"ko": 1200, "fr": 3000, "en": 3000}
TOO_LARGE = 10_485_761
CUT_OFF = 4000
FIRST = datetime(2026, 11, 1, tzinfo=UTC)
_NEVER = ("state_packed", "posts_of_a_network")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_TELLING = frozenset((*gate.SURE, *gate.MACHINE, *gate.IMITATION, *gate.PERSON, *gate.NAMED))
"""Without one of these terms no text passes the gate, whatever stands around it."""

_WORDS = ("ad", "bid", "con", "ev", "fn", "get", "id", "kit", "met", "px", "ref", "set", "tag", "ui", "video", "image", "label", "track")


@dataclass(slots=True, kw_only=True)
class MadeFile:
    """A WARC file and what must come of it: counts by name, and the addresses that must be taken, those apart whose text must not be kept."""

    path: Path
    counts: Counter[str] = field(default_factory=Counter)
    taken: set[str] = field(default_factory=set)
    reserved: set[str] = field(default_factory=set)
    unpacked_bytes: int = 0


def make(path: Path, records: int, *, seed: int = 1, fate: str | None = None) -> MadeFile:
    """Writes a file of so many responses, each with its request before it.

    Args:
        fate: of all of them; by `FATES` where there is none.
    """
    drawn = random.Random(f"{seed} {path.name}")
    made = MadeFile(path=path)
    with path.open("wb") as handle:
        writer = WARCWriter(handle, gzip=True)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "benchmarks.ccnews"}))
        for number in range(records):
            kind = fate or drawn.choices(list(FATES), list(FATES.values()))[0]
            story, body = _page(kind, f"{path.name.partition('.')[0]}-{number}", drawn)
            _write(writer, kind, story, body, FIRST + timedelta(seconds=number))
            name = BECOMES.get(kind, "stopped by the gate")
            made.counts[name] += 1
            made.unpacked_bytes += len(body)
            if name == "taken":
                made.taken.add(story.url)
            if kind == "subject reserved":
                made.reserved.add(story.url)
    return made


def _write(writer: WARCWriter, kind: str, story: Story, body: bytes, moment: datetime) -> None:
    """A request and its response."""
    charset = MISLABELLED[story.language][1] if kind.endswith("mis-declared") else "utf-8"
    headers = [
        ("Content-Type", "application/json" if kind == "no page" else f"text/html; charset={charset}"),
        ("X-Crawl-Content-Encoding", "gzip"),
    ]
    headers += [("tdm-reservation", "1")] * (kind == "subject reserved")
    url = f"http://[{story.id}" if kind == "not a web address" else story.url
    date = {"WARC-Date": "yesterday" if kind == "without a date" else f"{moment:%Y-%m-%dT%H:%M:%SZ}"}
    ask = StatusAndHeaders("GET / HTTP/1.1", [("Host", story.host)], is_http_request=True)
    writer.write_record(writer.create_warc_record(url, "request", payload=BytesIO(), http_headers=ask, warc_headers_dict=date))
    if kind == "truncated":
        date["WARC-Truncated"] = "length"
    http = StatusAndHeaders("301 Moved Permanently" if kind == "moved" else "200 OK", headers, protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record(url, "response", payload=BytesIO(body), http_headers=http, warc_headers_dict=date))


def _page(kind: str, name: str, drawn: random.Random) -> tuple[Story, bytes]:
    """A story and the bytes of its page."""
    subject = BECOMES.get(kind) == "taken"
    language = drawn.choice(READ) if subject or kind.endswith("mis-declared") else drawn.choices(list(SHARES), list(SHARES.values()))[0]
    if kind == "subject elsewhere":
        language = drawn.choice(list(ELSEWHERE))
    if language in ELSEWHERE:
        html, story = _elsewhere(language, name, drawn, about=kind == "subject elsewhere")
    else:
        story = _story(language, name, drawn, subject=subject)
        built = drawn.choice(_looks(language, kind))(story)
        html = _furnished(built.html if isinstance(built, Made) else built, story.host, language, drawn)
    if kind in ("no text", "too large"):
        return story, b"%PDF-1.7" if kind == "no text" else html.encode() + b" " * TOO_LARGE
    body = html.encode(MISLABELLED[language][0] if kind.endswith("mis-declared") else "utf-8", "xmlcharrefreplace")
    return story, body[:-CUT_OFF] if kind == "truncated" else body


@cache
def _looks(language: str, kind: str) -> Sequence[Callable[[Story], str | Made]]:
    """The designs in which records of a kind are shown: one packs its text, which no gate unpacks; one has a post on the subject beside
    any article; a text that lies in a script is lost where the page is cut off."""
    fitting = [one for one in designs() if one.language == language and one.kind == "article" and one.builder.__name__ not in _NEVER]
    return [one.builder for one in fitting if kind != "truncated" or one.family != "script_state"]


def _story(language: str, name: str, drawn: random.Random, *, subject: bool) -> Story:
    """A story on the subject, or of general news, with general news beside it."""
    telling, lines = _stock(language)
    pattern = replace(drawn.choice(stories(language)), host=f"paper-{language}-{drawn.randrange(OUTLETS)}.example")
    beside = tuple(
        replace(pattern, id=f"{name}-{n}", title=_headline(line), paragraphs=(line,)) for n, line in enumerate(drawn.sample(lines, 12))
    )
    told = drawn.sample(lines, CHARACTERS[language] // (sum(map(len, lines)) // len(lines)))
    title, text = drawn.choice(telling) if subject else (_headline(told[0]), told)
    published = FIRST - timedelta(minutes=drawn.randrange(3000))
    return replace(pattern, id=name, title=title, paragraphs=tuple(text), published=published, beside=beside)


def _headline(line: str) -> str:
    """The beginning of a paragraph as a headline: too short to be running text."""
    return line[:24] if _HANGUL.search(line) else line[:56].rpartition(" ")[0]


@cache
def _stock(language: str) -> tuple[Sequence[tuple[str, Sequence[str]]], Sequence[str]]:
    """Training articles on the subject, as title and paragraphs; and paragraphs that no others could bring through the gate."""
    rows = [json.loads(line) for line in (DATA / f"{language}.jsonl").read_text("utf8").splitlines()]
    told = [(row["title"], [line.strip() for line in row["text"].split("\n") if line.strip()]) for row in rows]
    long = CHARACTERS[language] // 2
    telling = [(title, lines) for title, lines in told if sum(map(len, lines)) > long and gate.passes("", lines[0])]
    return telling, [
        line for _, lines in told for line in lines if len(line) > long // 20 and not any(term in line.lower() for term in _TELLING)
    ]


def _elsewhere(language: str, name: str, drawn: random.Random, *, about: bool) -> tuple[str, Story]:
    """A page in a language that is not read; the menus are English, as on many a site."""
    lines = [drawn.choice(ELSEWHERE[language]) for _ in range(20)]
    if about:
        lines[:2] = [ABOUT[language]] * 2
    title = lines[0][:90]
    host = f"paper-{language}-{drawn.randrange(OUTLETS)}.example"
    story = replace(stories("en")[0], id=name, language=language, title=title, paragraphs=tuple(lines), host=host)
    html = f"{head(story, social(story), linked_data(story))}<body>{menu('en')}<article><h1>{e(title)}</h1>{paragraphs(lines)}</article>{bottom('en')}"
    return _furnished(html, host, "en", drawn), story


def _furnished(html: str, host: str, language: str, drawn: random.Random) -> str:
    """A page with the furniture of its outlet, and teasers of its own."""
    in_head, above, below = _furniture(host, language)
    teasers = "".join(
        f'<li class="teaser"><a href="/n/{n}"><img alt="photo" src="/image/{n}.webp" loading="lazy"><span class="label">{e(_headline(line))}</span></a></li>'
        for n, line in enumerate(drawn.sample(_stock(language)[1], TEASERS))
    )
    return surrounded(html, in_head, above, f"<ul>{teasers}</ul>{below}")


@cache
def _furniture(host: str, language: str) -> tuple[str, str, str]:
    """What every page of an outlet has in its head, above and below its text."""
    drawn = random.Random(host)
    size = round(BYTES[0] * (BYTES[1] / BYTES[0]) ** drawn.random())
    links = "".join(
        f'<li class="menu-{n % 7}"><a href="/s/{n}" aria-label="{word}">{word}</a></li>'
        for n, word in enumerate((*MENU[language], "AI", "Video", "Photo", "Software") * drawn.randint(4, 16))
    )
    script = "".join(
        f"window.{drawn.choice(_names())}=function(){{return this.{drawn.choice(_names())}({drawn.random()})}};" for _ in range(size // 70)
    )
    style = "".join(f".{drawn.choice(_names())}{{margin:{drawn.random()}px}}" for _ in range(size // 130))
    return (
        f'<style>{style}</style><script>{script}</script><link rel="preload" as="image" href="/logo.svg">',
        f"<header><nav><ul>{links}</ul></nav></header>",
        f'<aside><video src="/live"></video></aside><footer><ul>{links}</ul></footer>',
    )


@cache
def _names() -> Sequence[str]:
    """Names as scripts have them."""
    drawn = random.Random(1)
    return ["".join(drawn.choices(_WORDS, k=drawn.randint(1, 4))) for _ in range(3000)]


def packed_share(made: MadeFile) -> float:
    """Bytes of the file to bytes of its pages."""
    return made.path.stat().st_size / max(1, made.unpacked_bytes)
