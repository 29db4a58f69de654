"""What a page says of itself: titles, names, addresses, language."""

import pytest

from extraction import document, metadata, names


def _source(
    head: str, body: str = "", url: str = "https://www.tidewater-ledger.example/2026/11/03/labels", lang: str = ""
) -> metadata.Source:
    return metadata.read(document.parse(f'<html lang="{lang}"><head>{head}</head><body>{body}<p>A sentence.</p></body></html>'), url)


SITE = '<meta property="og:site_name" content="Tidewater Ledger">'


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        (f"<title>Harbour labels its images | Tidewater Ledger</title>{SITE}", "", "Harbour labels its images"),
        (f"<title>Harbour labels its images - Local - The Tidewater Ledger</title>{SITE}", "<h1>Harbour labels its images</h1>", "Harbour labels its images"),
        (f"<title>Tidewater Ledger: Harbour labels its images</title>{SITE}", "", "Tidewater Ledger: Harbour labels its images"),
        (f"<title>Tidewater Ledger : Harbour labels its images</title>{SITE}", "", "Harbour labels its images"),
        ("<title>항구, 합성 영상에 표시 &lt; 사회 &lt; 기사본문 - 하늘일보</title>", "", "항구, 합성 영상에 표시"),
        ('<meta property="og:title" content="You will not believe this harbour">', "<h1>Tidewater</h1>", "You will not believe this harbour"),
        ('<meta property="og:title" content="Why labels matter for images | Tidewater"><title>Harbour labels its images</title>',
         "<h1>Harbour labels its images</h1>", "Harbour labels its images"),
        ("<title>Storm - what we know</title>", "", "Storm - what we know"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"A &quot;label&quot; &amp; a <b>mark</b>"}</script>', "", 'A "label" & a mark'),
        ('<meta property="og:title" content="&lt;img src=x onerror=alert(1)&gt;">', "", "<img src=x onerror=alert(1)>"),
        ("", "<h1>Only a heading here</h1>", "Only a heading here"),
    ],
)  # fmt: skip
def test_titles(head: str, body: str, wanted: str) -> None:
    """Site names and sections go, the heading counts where the metadata confirm it, markup is only text."""
    assert metadata.titles(_source(head, body))[0] == wanted


def test_no_title_is_no_title() -> None:
    """Nothing is invented."""
    assert metadata.titles(_source("")) == ()


PORTAL = "https://n.news.naver.com/mnews/article/001/1"


@pytest.mark.parametrize(
    ("url", "body", "wanted"),
    [
        (PORTAL, '<a href="https://www.saebyeok.example/news/7">기사원문</a>', "https://www.saebyeok.example/news/7"),
        (PORTAL, '<a href="https://www.saebyeok.example/">기사 원문</a>', PORTAL),
        (PORTAL, '<a href="https://news.naver.com/x">원문</a><a href="https://www.saebyeok.example/9">다른 기사</a>', PORTAL),
        ("https://evil.example/1", '<a href="https://www.saebyeok.example/news/7">기사원문</a>', None),
    ],
)
def test_a_portal_names_the_original_of_what_it_mirrors(url: str, body: str, wanted: str | None) -> None:
    """Case 30: the mirror joins the article at its own address; no other site may say so (case 34)."""
    own = f'<link rel="canonical" href="{PORTAL}">'
    assert metadata.canonical(_source(own, body, url=url)) == wanted


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("https://www.tidewater-ledger.example/a", "https://www.tidewater-ledger.example/a"),
        ("/a?id=2", "https://www.tidewater-ledger.example/a?id=2"),
        ("https://m.tidewater-ledger.example/a", "https://m.tidewater-ledger.example/a"),
        ("https://tidewater-ledger.example.evil.test/a", None),
        ("https://big-newspaper.test/a", None),
        ("https://www.tidewater-ledger.example\\@big-newspaper.test/", "https://www.tidewater-ledger.example/@big-newspaper.test/"),
        ("https://big-newspaper.test\\@www.tidewater-ledger.example/a", None),
        ("https://www.tidewater-ledger.example/", None),
        ("javascript:alert(1)", None),
        ("http://[bad", None),
        ("", None),
    ],
)
def test_canonical_only_within_the_own_site(link: str, wanted: str | None) -> None:
    """Other sites, front pages and non-addresses are not taken over."""
    assert metadata.canonical(_source(f'<link rel="canonical" href="{link}">')) == wanted


@pytest.mark.parametrize(
    ("host", "wanted"),
    [
        ("news.example.co.kr", "example.co.kr"),
        ("a.b.example.com", "example.com"),
        ("one.blogspot.com", "one.blogspot.com"),
        ("m.outlet.example", "outlet.example"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
    ],
)
def test_registrable_domain(host: str, wanted: str) -> None:
    """Blogs under one hosting domain are sites of their own."""
    assert metadata.registrable_domain(host) == wanted


@pytest.mark.parametrize(
    ("lang", "head", "wanted"),
    [
        ("fr_FR", "", "fr-FR"),
        ("KO", "", "ko"),
        ("", '<meta property="og:locale" content="en_GB">', "en-GB"),
        ("", '<meta http-equiv="content-language" content="fr-ca, en">', "fr-CA"),
        ("{{lang}}", "", None),
        ("", "", None),
    ],
)
def test_language_as_a_tag(lang: str, head: str, wanted: str | None) -> None:
    """Whatever the spelling, BCP 47; what is no tag is unknown."""
    assert metadata.language(_source(head, lang=lang)) == wanted


LD = '<script type="application/ld+json">{{"@type":"NewsArticle","headline":"x","author":{author},"publisher":{{"name":"Tidewater Ledger"}}}}</script>'


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        (LD.format(author='[{"name":"Marisol Quench"},{"name":"Tidewater Ledger"}]'), "", ("Marisol Quench",)),
        (LD.format(author='"Marisol Quench and Aldous Fennimore-Vale"'), "", ("Marisol Quench", "Aldous Fennimore-Vale")),
        (LD.format(author='{"name":"Tidewater Ledger"}'), "", ("Tidewater Ledger",)),
        (
            LD.format(author='{"@id":"#p1"}') + '<script type="application/ld+json">{"@id":"#p1","name":"Marisol Quench"}</script>',
            "",
            ("Marisol Quench",),
        ),
        (SITE + '<meta name="author" content="Tidewater Ledger">', '<span class="byline">By Marisol Quench</span>', ("Marisol Quench",)),
        (SITE + '<meta name="author" content="https://www.facebook.com/tidewater">', "", None),
        ('<meta name="author" content="한누리 기자">', "", ("한누리",)),
        (
            "",
            '<nav><a class="card"><div class="author">Other Writer</div></a></nav><div class="byline">Marisol Quench · Posted: Nov 3</div>',
            ("Marisol Quench",),
        ),
        ("", '<span class="reporter">한누리 기자 다른 기사 보기</span>', ("한누리",)),
    ],
)
def test_authors(head: str, body: str, wanted: tuple[str, ...] | None) -> None:
    """JSON-LD, then meta tags, then the byline; the outlet only where it says so itself."""
    assert metadata.authors(_source(head, body)) == wanted


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("You, Xiaoying", ["You, Xiaoying"]),
        ("By Marisol Quench, Aldous Fennimore-Vale and Ottoline Marsh", ["Marisol Quench", "Aldous Fennimore-Vale", "Ottoline Marsh"]),
        ("한누리·도담 기자", ["한누리", "도담"]),
        ("도담 선임기자 dodam@haneul.example", ["도담"]),
        ("A.G", ["A.G"]),
        ("https://a.example/authors/1", []),
        ("@harbour", []),
        ("", []),
    ],
)
def test_names_of_a_byline(raw: str, wanted: list[str]) -> None:
    """Titles, addresses and handles are no names."""
    assert names.split_names(raw) == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("(서울=하늘통신) 한누리 기자 = 정부는 새 규정을 발표했다.", "한누리"),
        ("[하늘일보 도담 기자] 정부는 새 규정을 발표했다.", "도담"),
        ("정부는 기자 회견에서 새 규정을 발표했다.", None),
    ],
)
def test_byline_inside_the_first_sentence(line: str, wanted: str | None) -> None:
    """Korean agencies name the reporter in the dateline."""
    assert names.dateline_names(line) == wanted
