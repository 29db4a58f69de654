"""The sample press's pages: every body is where its design says, and each design shows its difficulty."""

import json
import re
from datetime import datetime
from html.parser import HTMLParser

import pytest

from press import difficulties, doubles, expected, load_outlets
from press.dates import PRINTED, http_date
from press.pages import TEMPLATES
from press.world import CP949_CLAIMS, Response, World

AFTERNOON = datetime.fromisoformat("2026-10-21T14:05:00+09:00")
VOID = {"meta", "link", "img", "br", "input", "hr"}


class _Visible(HTMLParser):
    """Collects the text outside script, style and head."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not {"script", "style", "head"} & set(self._inside):
            self.pieces.append(data)


def _get(world: World, url: str) -> Response:
    """The answer to a GET; asked twice where the first answer is a refusal."""
    host, _, path = url.removeprefix("http://").partition("/")
    response = world.respond(host, "/" + path, {})
    return world.respond(host, "/" + path, {}) if response.status == 429 else response


def _html(world: World, url: str) -> str:
    """A page as text; CP949 where the outlet really writes that."""
    return _get(world, url).body.decode("cp949" if "hanbit.example" in url else "utf-8")


def _visible(html: str) -> str:
    """The text of a page with white space folded."""
    parser = _Visible()
    parser.feed(html)
    return " ".join(" ".join(parser.pieces).split())


def _folded(text: str) -> list[str]:
    """An article's lines with white space folded."""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


@pytest.fixture(scope="module")
def world() -> World:
    """The sample's world; no test of this module changes it."""
    return World()


def test_every_article_shows_its_title_and_each_line_of_its_text(world: World) -> None:
    """All but the outlet whose body hides in script print the whole text in the page."""
    for url, article in expected().items():
        shown = _visible(_html(world, url))
        if article["outlet"] != "dongne":
            missing = [line for line in [article["title"], *_folded(article["text"])] if line not in shown]
            assert not missing, (url, missing)


def test_the_body_is_only_in_script_json_at_dongne(world: World) -> None:
    """The visible page says nothing of the story; the state object has all of it."""
    seen = 0
    for url, article in expected().items():
        if article["outlet"] == "dongne":
            html = _html(world, url)
            assert not [line for line in _folded(article["text"]) if line in _visible(html)], url
            found = re.search(r"window\.__PAGE_STATE__ = (\{.*\});\n", html)
            assert found is not None
            state = json.loads(found[1])
            body = " ".join(re.sub(r"<[^>]+>", " ", state["article"]["contentHtml"]).split())
            assert all(line.split(" ")[0] in body for line in _folded(article["text"]))
            seen += 1
    assert seen


def test_saeron_prints_each_body_twice_once_hidden_and_with_markers(world: World) -> None:
    """The second copy stands in a box for mailing that no reader sees; some bodies have the anchor's and reporter's marks."""
    marked = 0
    for url, article in expected().items():
        if article["outlet"] == "saeron-tv":
            html = _html(world, url)
            assert 'id="mailBody" class="blind" style="display:none"' in html
            last = _folded(article["text"])[-1]
            assert _visible(html).count(last) == 2, url
            marked += "[앵커]" in html and "[기자]" in html
    assert marked


def test_hanbit_bytes_are_cp949_and_never_what_is_claimed(world: World) -> None:
    """Header and meta disagree with the bytes, in more than one way over the outlet's pages."""
    claims = set()
    for url in difficulties()["cp949"]:
        response = _get(world, url)
        with pytest.raises(UnicodeDecodeError):
            response.body.decode("utf-8")
        with pytest.raises(UnicodeDecodeError):
            response.body.decode("euc-kr")
        meta = re.search(r'charset=([\w-]+)"', response.body.decode("cp949"))
        assert meta is not None
        claims.add((response.content_type, meta[1]))
    assert claims <= set(CP949_CLAIMS)
    assert len(claims) >= 2


def test_doubles_answer_with_the_same_text_and_the_same_canonical_address(world: World) -> None:
    """AMP and mobile pages are pages of their own that name the one address."""
    articles, seen = expected(), 0
    for canonical, others in doubles().items():
        for url in others:
            response = _get(world, url)
            if response.status == 200:
                html = response.body.decode()
                assert f'<link rel="canonical" href="{canonical}">' in html
                assert _folded(articles[canonical]["text"])[-1] in _visible(html)
                seen += 1
            else:
                assert (response.status, response.headers["Location"]) in ((301, canonical), (302, canonical)), url
    assert seen


def test_json_ld_is_there_is_broken_or_is_missing_by_outlet(world: World) -> None:
    """Some designs describe themselves, one does so in JSON that does not parse, some not at all."""
    found: dict[str, str] = {}
    for url, article in expected().items():
        blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', _html(world, url), re.DOTALL)
        try:
            kind = "read" if [json.loads(block) for block in blocks] else "none"
        except json.JSONDecodeError:
            kind = "broken"
        assert found.setdefault(article["outlet"], kind) == kind
    assert {outlet for outlet, kind in found.items() if kind == "read"} == {"narae", "carnet", "fil-seoul", "harbour", "prairie"}
    assert {outlet for outlet, kind in found.items() if kind == "broken"} == {"deccan"}


def test_every_outlet_has_a_template_of_its_own_with_other_headlines_around_the_text(world: World) -> None:
    """The chrome is on each page, so that extraction has something to leave out."""
    outlets = load_outlets()
    designs = {outlet.id: (TEMPLATES / f"{outlet.id}.html").read_text("utf-8") for outlet in outlets.values()}
    assert len(set(designs.values())) == len(outlets)
    for url, article in expected().items():
        shown = _visible(_html(world, url))
        assert all(headline in shown for headline in outlets[article["outlet"]].headlines), url


def test_links_in_pages_bear_no_port(world: World) -> None:
    """Addresses stay the same whatever port the press plays on."""
    for url in expected():
        assert not re.search(r"\.example:\d|127\.0\.0\.1|localhost", _html(world, url)), url


def test_text_is_escaped() -> None:
    """A title with markup stays text in the page, in attributes and in JSON-LD."""
    world = World()
    hostile = "</script><img src=x onerror=alert(1)> \" ' & end"
    record = {"outlet": "narae", "slug": "hostile", "lang": "ko", "title": hostile, "text": hostile, "section": "tech", "authors": hostile}
    article = world.publish(record)
    html = _html(world, load_outlets()["narae"].article_url(article))
    assert "<img src=x" not in html
    assert "onerror=alert(1)&gt;" in html


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("ko_dots", "2026.10.21 14:05"),
        ("ko_half", "2026.10.21. 오후 2:05"),
        ("ko_dash", "2026-10-21 14:05"),
        ("ko_short", "26.10.21 (수) 14:05"),
        ("fr_long", "21 octobre 2026 à 14h05"),
        ("fr_slash", "21/10/2026 à 14:05"),
        ("fr_canada", "21 octobre 2026, 14 h 05"),
        ("swiss", "21.10.2026, 14:05"),
        ("en_britain", "Wednesday 21 October 2026, 14.05"),
        ("en_america", "October 21, 2026 | 2:05 p.m."),
        ("en_india", "October 21, 2026 14:05 IST"),
    ],
)
def test_times_are_printed_in_each_outlet_habit(style: str, printed: str) -> None:
    """One way of printing a time for each habit."""
    assert PRINTED[style](AFTERNOON) == printed


def test_http_dates_are_in_gmt() -> None:
    """Last-Modified is never in an outlet's own zone."""
    assert http_date(AFTERNOON) == "Wed, 21 Oct 2026 05:05:00 GMT"
