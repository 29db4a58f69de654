"""Sitemaps (sitemaps.org 0.9): plain ones, an index with children (plain or gzipped), and news sitemaps."""

import gzip
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from press.articles import PressArticle
from press.outlets import Outlet

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
XML_TYPE = "application/xml; charset=utf-8"
GZIP_TYPE = "application/gzip"
NEWS_CHILD = "/sitemaps/news.xml"


def _document(root: ET.Element) -> bytes:
    """The document with its declaration."""
    ET.register_namespace("", SITEMAP)
    ET.register_namespace("news", NEWS)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode").encode("utf-8", "xmlcharrefreplace")


def _text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    """A child element with text."""
    child = ET.SubElement(parent, tag)
    child.text = text
    return child


def _urlset(outlet: Outlet, articles: Sequence[PressArticle], *, news: bool) -> bytes:
    """A list of addresses, with title and date of each where it is a news sitemap."""
    root = ET.Element(f"{{{SITEMAP}}}urlset")
    for article in articles:
        url = ET.SubElement(root, f"{{{SITEMAP}}}url")
        _text(url, f"{{{SITEMAP}}}loc", outlet.article_url(article))
        _text(url, f"{{{SITEMAP}}}lastmod", article.changed.isoformat())
        if news:
            block = ET.SubElement(url, f"{{{NEWS}}}news")
            publication = ET.SubElement(block, f"{{{NEWS}}}publication")
            _text(publication, f"{{{NEWS}}}name", outlet.name)
            _text(publication, f"{{{NEWS}}}language", article.lang)
            _text(block, f"{{{NEWS}}}publication_date", article.published.isoformat())
            _text(block, f"{{{NEWS}}}title", article.title)
    for page in outlet.pages:
        if page.listed == "sitemap":
            url = ET.SubElement(root, f"{{{SITEMAP}}}url")
            _text(url, f"{{{SITEMAP}}}loc", outlet.url(page.path))
    return _document(root)


def _index(outlet: Outlet, children: Sequence[str]) -> bytes:
    """A list of sitemaps."""
    root = ET.Element(f"{{{SITEMAP}}}sitemapindex")
    for path in children:
        _text(ET.SubElement(root, f"{{{SITEMAP}}}sitemap"), f"{{{SITEMAP}}}loc", outlet.url(path))
    return _document(root)


def documents(outlet: Outlet, articles: Sequence[PressArticle]) -> dict[str, tuple[str, bytes]]:
    """Every sitemap of an outlet: content type and bytes by path."""
    kind, path = outlet.sitemap_kind, outlet.sitemap
    if kind in ("plain", "news"):
        return {path: (XML_TYPE, _urlset(outlet, articles, news=kind == "news"))}
    if kind == "index":
        return {path: (XML_TYPE, _index(outlet, [NEWS_CHILD])), NEWS_CHILD: (XML_TYPE, _urlset(outlet, articles, news=True))}
    months: dict[str, list[PressArticle]] = {}
    for article in articles:
        months.setdefault(f"/sitemaps/{article.published:%Y-%m}.xml.gz", []).append(article)
    found = {path: (XML_TYPE, _index(outlet, sorted(months, reverse=True)))}
    for child, printed in months.items():
        # mtime 0: the same articles give the same bytes at each request.
        found[child] = (GZIP_TYPE, gzip.compress(_urlset(outlet, printed, news=False), mtime=0))
    return found
