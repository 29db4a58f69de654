"""Feeds and sitemaps: what is well formed is read, what is broken is counted, what is hostile costs nothing."""

import gzip
import time
from pathlib import Path

import pytest

from crawlers import feeds
from crawlers.feeds import MAX_ENTRIES, MAX_URL, read_feed, read_sitemap
from press import Press, load_outlets
from press.world import World

AT = "https://outlet.example/feed"
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def rss(items: str, head: str = "") -> bytes:
    """An RSS document."""
    return f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()


def test_rss_is_read_with_title_date_and_link() -> None:
    """The date comes with the outlet's own offset."""
    item = "<item><title>딥페이크 &amp; 법</title><link>https://outlet.example/1</link><pubDate>Tue, 03 Nov 2026 09:30:00 +0900</pubDate></item>"
    (link,) = read_feed(rss(item), AT).links
    assert (link.url, link.title, link.published, link.updated) == (
        "https://outlet.example/1",
        "딥페이크 & 법",
        "2026-11-03T09:30:00+09:00",
        None,
    )


def test_atom_is_read_with_both_dates() -> None:
    """`published` and `updated` are kept apart; one never stands for the other."""
    entry = (
        '<entry><title>A</title><link rel="alternate" href="/1"/><published>2026-11-03T09:30:00Z</published>'
        "<updated>2026-11-04T10:00:00+01:00</updated></entry><entry><title>B</title><link href='/2'/><updated>2026-11-05T00:00:00Z</updated></entry>"
    )
    first, second = read_feed(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode(), AT).links
    assert (first.url, first.published, first.updated) == (
        "https://outlet.example/1",
        "2026-11-03T09:30:00+00:00",
        "2026-11-04T10:00:00+01:00",
    )
    assert (second.published, second.updated) == (None, "2026-11-05T00:00:00+00:00")


def test_json_feed_is_read() -> None:
    """JSON Feed 1.1, known by its type or by its first byte."""
    body = b'\n {"items": [{"url": "/1", "title": "A", "date_published": "2026-11-03T09:30:00+09:00", "language": "ko"}, {"title": "no link"}, 5]}'
    for content_type in ("application/feed+json", ""):
        listing = read_feed(body, AT, content_type)
        assert [(link.url, link.language) for link in listing.links] == [("https://outlet.example/1", "ko")]
        assert listing.left_out == {"an entry without a link": 1}


@pytest.mark.parametrize("outlet", [one.id for one in load_outlets().values()])
def test_every_listing_of_the_sample_press_is_read(outlet: str) -> None:
    """All its articles are listed by feed or sitemap, and nothing stops the reading."""
    world = World()
    one = world.outlets[outlet]
    answers = {path: world.respond(one.host, path, {}) for path in (one.feed, one.sitemap) if path}
    for path, answer in answers.items():
        read = read_feed if path == one.feed else read_sitemap
        listing = read(answer.body, one.url(path))
        assert listing.error is None
        assert len(listing.links) >= (1 if "index" in one.sitemap_kind and path == one.sitemap else len(world.articles(one)))


def test_an_entry_that_is_broken_is_counted_and_the_others_are_read() -> None:
    """A control character and an impossible date in one entry stop neither it nor its neighbours."""
    items = (
        "<item><title>Broken \x0b here</title><pubDate>mardi 32 octobre</pubDate></item>"
        "<item><title>Whole \x0b</title><link>https://outlet.example/2</link><pubDate>mardi 32 octobre</pubDate></item>"
    )
    listing = read_feed(rss(items), AT)
    assert [(link.url, link.title, link.published) for link in listing.links] == [("https://outlet.example/2", "Whole", None)]
    assert listing.left_out == {"an entry without a link": 1}


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "ftp://outlet.example/1", "data:text/html,x", "mailto:a@b.example"]
)
@pytest.mark.parametrize("kind", ["rss", "json", "sitemap"])
def test_a_link_that_is_no_web_address_is_left_out_and_counted(kind: str, link: str) -> None:
    """In each kind of listing."""
    if kind == "sitemap":
        listing = read_sitemap(f"<urlset {SITEMAP}><url><loc>{link}</loc></url></urlset>".encode(), AT)
    elif kind == "json":
        listing = read_feed(f'{{"items": [{{"url": "{link}"}}]}}'.encode(), AT)
    else:
        listing = read_feed(rss(f"<item><title>x</title><link>{link}</link></item>"), AT)
    assert (listing.links, sum(listing.left_out.values()), listing.error) == ([], 1, None)


def test_an_address_of_endless_length_is_left_out() -> None:
    """Servers and logs refuse it, and nobody prints such a one."""
    listing = read_feed(rss(f"<item><link>https://outlet.example/{'a' * MAX_URL}</link></item>"), AT)
    assert (listing.links, sum(listing.left_out.values())) == ([], 1)


@pytest.mark.parametrize(
    "body",
    [b"", b" ", b"<html><body>Not found</body></html>", bytes(range(256)) * 40, b"{", b'{"items": 5}', b"[]", b"null", b'{"items":' + b"[" * 50_000],
)  # fmt: skip
def test_what_is_no_feed_is_an_error_with_words(body: bytes) -> None:
    """Never an exception, never an empty success."""
    for listing in (read_feed(body, AT), read_sitemap(body, AT)):
        assert listing.error
        assert listing.error.startswith("not a ")
        assert not listing.links


def test_a_body_that_is_a_file_name_reads_no_file(tmp_path: Path) -> None:
    """A parser that takes file names as well must never be given one by an outlet."""
    secret = tmp_path / "feed.xml"
    secret.write_bytes(rss("<item><title>secret</title><link>https://outlet.example/secret</link></item>"))
    listing = read_feed(str(secret).encode(), AT)
    assert (listing.links, bool(listing.error)) == ([], True)


LAUGHS = "<!DOCTYPE r [" + "<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"
OUTSIDE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % y SYSTEM "http://127.0.0.1:9/dtd"> %y;]>'


@pytest.mark.parametrize("head", [LAUGHS, OUTSIDE], ids=["billion laughs", "outside entity"])
def test_entities_are_never_unfolded(head: str) -> None:
    """Under three seconds, and nothing of a local file in what is read."""
    entity = "&a11;" if head == LAUGHS else "&x;"
    begun = time.perf_counter()
    listing = read_feed(rss(f"<item><title>{entity}</title><link>https://outlet.example/1</link></item>", head), AT)
    site = read_sitemap(f"<?xml version='1.0'?>{head}<urlset><url><loc>https://outlet.example/{entity}</loc></url></urlset>".encode(), AT)
    assert time.perf_counter() - begun < 3
    assert all("root:" not in str(link) and len(str(link)) < 1000 for link in [*listing.links, *site.links])


@pytest.mark.parametrize(
    "body",
    [
        b"<rss version='2.0'><channel>" + b"<a>" * 30_000,
        b"<rss version='2.0'><channel>" + b"<item>" * 30_000,
        b"<rss version='2.0'><channel><item " + b" ".join(b"a%d='1'" % n for n in range(60_000)) + b"><link>https://outlet.example/1</link></item>",
        b"<a" * 2_000_000,
        b"<rss>" + b" " * 6_000_000,
    ],
    ids=["nested", "unclosed", "attributes", "tags", "large"],
)  # fmt: skip
def test_a_feed_that_is_made_to_be_slow_is_not(body: bytes) -> None:
    """The reading happens in the crawler's one thread: it must not stand still."""
    begun = time.perf_counter()
    read_feed(body, AT)
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-03T09:30:00+09:00", "2026-11-03T09:30:00+09:00"),
        ("2026-11-03", "2026-11-03T00:00:00+00:00"),
        ("Tue, 03 Nov 2026 09:30:00 GMT", "2026-11-03T09:30:00+00:00"),
        ("Mon, 30 Nov -0001 00:00:00 +0000", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("Tue, 03 Nov 2026 09:30:00 +99999999999999999999", None),
        ("24.09.26", None),
        ("", None),
    ],
)
def test_dates_that_cannot_be_meant_are_unknown(text: str, expected: str | None) -> None:
    """Also those that would overflow a calendar later on."""
    items = f"<item><link>https://outlet.example/1</link><pubDate>{text}</pubDate></item>"
    assert read_feed(rss(items), AT).links[0].published == expected


def test_titles_come_as_text() -> None:
    """Markup in a title is not passed on, nor what no database takes."""
    body = b'{"items": [{"url": "/1", "title": "a\\ud800\\u0000b\\n c"}]}'
    assert read_feed(body, AT).links[0].title == "ab c"
    item = (
        "<item><title>A &lt;b&gt;bold&lt;/b&gt; &lt;img src=x onerror=alert(1)&gt; word</title><link>https://outlet.example/1</link></item>"
    )
    assert read_feed(rss(item), AT).links[0].title == "A bold word"


def test_a_news_sitemap_gives_title_date_and_language() -> None:
    """A picture's address and title are not the article's."""
    url = (
        "<url><loc>https://outlet.example/1</loc><lastmod>2026-11-04T00:00:00Z</lastmod><news:news><news:publication><news:name>O</news:name>"
        "<news:language>fr</news:language></news:publication><news:publication_date>2026-11-03T09:30:00+01:00</news:publication_date>"
        "<news:title>Un titre</news:title></news:news><image:image><image:loc>https://cdn.example/p.jpg</image:loc>"
        "<image:title>Une image</image:title></image:image></url>"
    )
    (link,) = read_sitemap(f"<urlset {SITEMAP} {NEWS} {IMAGE}>{url}</urlset>".encode(), AT).links
    assert (link.url, link.title, link.language) == ("https://outlet.example/1", "Un titre", "fr")
    assert (link.published, link.updated) == ("2026-11-03T09:30:00+01:00", "2026-11-04T00:00:00+00:00")


def test_a_packed_sitemap_and_an_index_are_read() -> None:
    """An index lists sitemaps, not pages."""
    body = gzip.compress(f"<sitemapindex {SITEMAP}><sitemap><loc>/a.xml.gz</loc></sitemap></sitemapindex>".encode())
    assert [(link.url, link.kind) for link in read_sitemap(body, AT).links] == [("https://outlet.example/a.xml.gz", "sitemap")]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (gzip.compress(b"<urlset/>")[:-9], "not a sitemap"),
        (b"\x1f\x8bnot gzip at all", "not a sitemap"),
        (gzip.compress(b" " * (feeds.MAX_UNPACKED + 10)), "larger than"),
        (b"<rss/>", "its root is <rss>"),
    ],
    ids=["torn", "no gzip", "bomb", "other root"],
)
def test_a_sitemap_that_cannot_be_read_says_why(body: bytes, says: str) -> None:
    """The reason goes to the source's health."""
    listing = read_sitemap(body, AT)
    assert says in (listing.error or "")


def test_more_entries_than_a_sitemap_may_have_are_counted() -> None:
    """The first are read, the rest is told."""
    body = b"<urlset>" + b"<url><loc>/1</loc></url>" * (MAX_ENTRIES + 7) + b"</urlset>"
    listing = read_sitemap(body, AT)
    assert (len(listing.links), list(listing.left_out.values())) == (MAX_ENTRIES, [7])


def test_the_press_answers_the_reader_over_the_wire() -> None:
    """One listing as it really arrives."""
    import http.client

    with Press() as press:
        connection = http.client.HTTPConnection("127.0.0.1", press.port, timeout=5)
        connection.request("GET", "/feed/latest.atom", headers={"Host": "narae.example"})
        answer = connection.getresponse()
        listing = read_feed(answer.read(), "http://narae.example/feed/latest.atom", answer.headers["Content-Type"])
        connection.close()
    assert len(listing.links) > 5
    assert listing.error is None
