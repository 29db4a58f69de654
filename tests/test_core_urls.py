"""URLs have one parser and one canonical form."""

import pytest

from core.errors import UsageError
from core.urls import belongs, canonical, host, join


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://News.Example:80/a?utm_source=x&id=1#top", "http://news.example/a?id=1"),
        ("https://a.example/view.do?ncd=12&fbclid=z", "https://a.example/view.do?ncd=12"),
        ("https://a.example/articleView.html?idxno=1", "https://a.example/articleView.html?idxno=1"),
        ("https://a.example", "https://a.example/"),
        ("https://user:secret@a.example/x", "https://a.example/x"),
        ("https://a.example:8443/x?", "https://a.example:8443/x"),
        ("http://example.com\\@evil.com/", "http://example.com/@evil.com/"),
        ("https://a-example.cdn.ampproject.org/c/s/a.example/news/1?amp_x=1&id=2", "https://a.example/news/1?amp_x=1&id=2"),
        ("https://a-example.cdn.ampproject.org/c/a.example/news/1", "http://a.example/news/1"),
        ("https://a-example.cdn.ampproject.org/i/s/a.example/logo.png", "https://a-example.cdn.ampproject.org/i/s/a.example/logo.png"),
        ("https://cdn.ampproject.org.evil.example/c/s/a.example/1", "https://cdn.ampproject.org.evil.example/c/s/a.example/1"),
        ("https://한글.example/기사", "https://xn--bj0bj06e.example/%EA%B8%B0%EC%82%AC"),
    ],
)
def test_canonical(url: str, expected: str) -> None:
    """Trackers, fragments, credentials and default ports go; what may name the article stays."""
    assert canonical(url) == expected


@pytest.mark.parametrize("url", ["", "news.example/a", "ftp://a.example/", "javascript:alert(1)", "file:///etc/passwd", "http://"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    """The message names the value."""
    with pytest.raises(UsageError, match="https" if url in ("", "news.example/a", "http://") else "only http"):
        canonical(url)


def test_two_articles_are_not_made_one() -> None:
    """Parameters that name the article keep addresses apart."""
    assert canonical("https://a.example/v?idxno=1") != canonical("https://a.example/v?idxno=2")


@pytest.mark.parametrize(
    ("link", "expected"),
    [("/x", "https://a.example/x"), ("mailto:x@y.example", None), ("javascript:1", None), ("//b.example/y", "https://b.example/y")],
)
def test_join(link: str, expected: str | None) -> None:
    """Relative links become absolute; what is not http is nothing."""
    assert join("https://a.example/feed", link) == expected


def test_belongs() -> None:
    """A host belongs to its own domain and its parents, never to a lookalike."""
    assert belongs("m.a.example", ["a.example"])
    assert not belongs("nota.example", ["a.example"])
    assert host("https://A.example/") == "a.example"
