"""Golden pages: each folder of tests/fixtures/pages is one difficulty, a page and what must come out of it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import ExtractionError
from extraction.pages import DEFAULT_MAX_BYTES, extract

FOLDERS = sorted(path for path in (Path(__file__).parent / "fixtures" / "pages").iterdir() if path.is_dir())
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_golden_page(folder: Path) -> None:
    """Every field that the folder names comes out exactly so."""
    wanted = json.loads((folder / "expected.json").read_text("utf-8"))
    got = extract((folder / "page.html").read_bytes(), wanted["url"], fetched_at=NOW).to_json()
    assert {name: got[name] for name in wanted["expect"]} == wanted["expect"]


def test_to_json_has_the_fields_of_the_contract() -> None:
    """The names that scripts outside read, all of them, with dates as text."""
    html = '<html><head><meta property="article:published_time" content="2026-01-02T03:04:05+09:00"></head><body><p>A sentence.</p></body></html>'
    row = extract(html, "https://a.example/1").to_json()
    assert set(row) == set(
        "url title text published_at updated_at authors language publisher canonical_url summary kind is_partial".split()
    )
    assert row["published_at"] == "2026-01-02T03:04:05+09:00"


def test_pages_of_one_outlet_in_two_languages_keep_the_letters_language() -> None:
    """A Korean text under lang="en" is Korean."""
    html = (
        f'<html lang="en"><body><article><h1>새 규정 발표</h1><p>{"정부는 새 규정을 이번 주에 발표했다. " * 8}</p></article></body></html>'
    )
    assert extract(html, "https://a.example/1").language == "ko"


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (b"", "is empty (0 bytes)"),
        ("  \n\t ", "is empty"),
        (b"%PDF-1.7 \xe2\xe3", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a PNG image"),
        (b"\x1f\x8b\x08" + b"\0" * 50, "gzip data"),
        (bytes(range(256)) * 40, "binary data"),
        ("just words, no page", "not HTML"),
        (b"<p>" + b"a" * DEFAULT_MAX_BYTES * 2, f"is over the limit of {DEFAULT_MAX_BYTES:,}; raise crawl_max_bytes"),
        ("<html><body>" + "<div><p>x" * 25_000, "nested deeper than"),
        ("<html><body><p>" + "words and more. " * 330_000, "one text node has 5,280,000 characters"),
    ],
    ids=["empty", "blank", "pdf", "png", "gzip", "binary", "no-html", "20-mb", "deep-mixed", "5-mb-text"],
)
def test_unreadable_pages_are_refused_with_a_reason(html: bytes | str, said: str) -> None:
    """What is no page raises ExtractionError, and the message says what, the value and the limit."""
    with pytest.raises(ExtractionError) as caught:
        extract(html, "https://a.example/1")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "html",
    [
        "<html><body><h1>Deep</h1>" + "<div>" * 50_000 + "<p>The sentence at the very bottom of this page is read.</p>",
        "<html><body><div "
        + " ".join(f'a{i}="x"' for i in range(200_000))
        + "><p>The sentence at the very bottom of this page is read.</p></div>",
        "<html><body><div "
        + " ".join(f"a{i}='<b>'" for i in range(200_000))
        + "><p>The sentence at the very bottom of this page is read.</p></div>",
    ],
    ids=["50000-divs", "200000-attributes", "200000-attributes-with-markup"],
)
def test_hostile_markup_is_read_in_bounded_time(html: str) -> None:
    """Depth and attributes that would cost minutes cost nothing, and the text is still found."""
    started = datetime.now(UTC)
    page = extract(html, "https://a.example/1")
    assert "at the very bottom" in (page.text or "")
    assert (datetime.now(UTC) - started).total_seconds() < 10


def test_unclosed_elements_are_read() -> None:
    """Nothing closed, everything read."""
    page = extract("<html><body><article><h1>Unclosed<p>" + "A sentence that is not closed anywhere.<p>" * 3, "https://a.example/1")
    assert "not closed anywhere" in (page.text or "")


@pytest.mark.parametrize(
    "script",
    [
        '{"a":' * 20_000 + "1" + "}" * 20_000,
        '{"headline": NaN, "datePublished"',
        '{"@type":"NewsArticle","headline":"' + "x" * 2_000_000 + '"}',
        "[[[[",
        "",
    ],
    ids=["deep", "broken", "huge", "open", "empty"],
)
def test_bad_json_ld_is_ignored(script: str) -> None:
    """A page is read although its JSON-LD cannot be."""
    html = f'<html><head><title>Still here</title><script type="application/ld+json">{script}</script></head><body><p>A sentence of text here.</p></body></html>'
    assert extract(html, "https://a.example/1").title == "Still here"


def test_json_ld_with_nan_and_duplicate_keys_is_read() -> None:
    """NaN is unknown, and the last of two keys counts."""
    script = '{"@type":"NewsArticle","headline":"First","headline":"Second","wordCount":NaN,"datePublished":"2026-01-02T00:00:00Z"}'
    page = extract(
        f'<html><head><script type="application/ld+json">{script}</script></head><body><p>x y</p></body></html>', "https://a.example/1"
    )
    assert page.title == "Second"
    assert page.published_at == datetime(2026, 1, 2, tzinfo=UTC)


def test_characters_that_break_feeds_and_readers_are_gone() -> None:
    """NUL, control characters, lone surrogates, direction overrides and zero-width spaces reach no field."""
    html = "<html><head><title>Sa\u202efe\x00 ti\ud800tle\u200b</title></head><body><article><p>One\x0b sentence\u2066 with bad \x07characters in it.</p></article></body></html>"
    page = extract(html, "https://a.example/1")
    assert page.title == "Safe title"
    assert page.text == "One sentence with bad characters in it."


def test_a_date_in_the_far_future_is_not_believed() -> None:
    """A page from 2099 has no known date, and the next statement on it is asked."""
    html = (
        '<html lang="en"><head><meta property="article:published_time" content="2099-01-01T00:00:00Z"></head>'
        '<body><time datetime="2026-03-04T05:06:00Z"></time><p>A sentence.</p></body></html>'
    )
    assert extract(html, "https://a.example/1", fetched_at=NOW).published_at == datetime(2026, 3, 4, 5, 6, tzinfo=UTC)


def test_a_paywalled_beginning_is_not_completed_out_of_scripts() -> None:
    """Where a page says that it is not free and shows a beginning, the rest is not taken from its data."""
    shown = "The first paragraph is shown to everybody who opens the page, subscriber or not. " * 4
    hidden = "This paragraph is for subscribers only and stands in the data of the page. " * 12
    state = json.dumps({"title": "A closed story", "body": shown + hidden})
    told = json.dumps({"@type": "NewsArticle", "headline": "A closed story", "isAccessibleForFree": False, "articleBody": shown + hidden})
    html = (
        f'<html><head><script type="application/ld+json">{told}</script></head><body><article><h1>A closed story</h1><p>{shown}</p></article>'
        f"<script>var s = {state};</script></body></html>"
    )
    page = extract(html, "https://a.example/1")
    assert page.is_partial
    assert "subscribers only" not in (page.text or "")


CARDS = "".join(
    f'<{{tag}}><a href="/news/{n}">Headline number {n} of the day, long enough</a></{{tag}}><p>Lead of story {n}, which says in one sentence what it tells.</p>'
    for n in range(8)
)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("".join(f"<div>{part}</div>" for part in CARDS.format(tag="b").split("</p>") if part), id="blocks"),
        pytest.param(CARDS.format(tag="h3"), id="headings"),
    ],
)
def test_a_page_of_headlines_with_leads_is_a_listing(body: str) -> None:
    """Its text is made of cards, each leading to another page."""
    page = f"<html lang='en'><head><title>Today</title></head><body><h1>The day's stories</h1><main>{body}</main></body></html>"
    assert extract(page, "https://a.example/today.html").kind == "listing"


def test_cards_around_an_article_leave_it_an_article() -> None:
    """Related stories, however many, are not what the page is about."""
    told = "".join(f"<p>Paragraph {n} of the article tells what the council decided on that day, and why it did so.</p>" for n in range(4))
    page = f"<html lang='en'><head><title>Council</title></head><body><h1>Council votes</h1><article>{told}</article>{CARDS.format(tag='h3')}</body></html>"
    assert extract(page, "https://a.example/council").kind == "article"


@pytest.mark.parametrize("separator", ["<br><br>", "</div><div>"], ids=["breaks", "blocks"])
def test_an_article_without_paragraph_elements_amid_a_large_menu_is_an_article(separator: str) -> None:
    """Passages count however they are set apart, and though the menu outweighs them."""
    told = separator.join(
        f"Passage {n} of the article tells what the council decided on that day, and why it had come to that." for n in range(9)
    )
    menu = "".join(f'<li><a href="/s/{n}">A long entry of the menu, number {n}</a></li>' for n in range(120))
    page = (
        f"<html lang='en'><head><title>Council votes</title></head><body><nav><ul>{menu}</ul></nav><h1>Council votes</h1>"
        f"<div class='text'><div>{told}</div></div></body></html>"
    )
    assert extract(page, "https://a.example/council").kind == "article"


def test_a_first_word_given_once_for_the_eye_and_once_for_the_ear_is_read_once() -> None:
    """A drop capital splits the word for the eye; screen readers are given it whole."""
    rest = "".join(
        f"<p>Le paragraphe {n} raconte ce que le conseil a décidé ce jour-là, et pour quelles raisons il l'a fait.</p>" for n in range(5)
    )
    opening = (
        '<p><span aria-hidden="true"><span class="cap">L</span>undi</span><span class="sr-only">Lundi</span> soir, le conseil municipal a voté le texte '
        "à une large majorité, après trois heures d'un débat que le public a suivi.</p>"
    )
    page = f"<html lang='fr'><head><title>Le conseil vote</title></head><body><h1>Le conseil vote</h1><article>{opening}{rest}</article></body></html>"
    text = extract(page, "https://a.example/conseil").text or ""
    assert text.startswith("Lundi soir, le conseil municipal a voté")
