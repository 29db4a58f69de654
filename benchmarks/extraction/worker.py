"""One extractor in a process of its own: a page a line on stdin, what it reads and the processor time it takes on stdout.

    python -m benchmarks.extraction.worker NAME

Run by `benchmarks.extraction` with the interpreter that has the extractor. A page on which the extractor raises counts as read to nothing.
"""

import contextlib
import io
import json
import logging
import sys
import time
from collections.abc import Callable
from typing import Any


def fauxlex() -> Callable[[str, str, str], dict[str, Any]]:
    """This project's extractor, every field."""
    from extraction.pages import extract

    def read(html: str, url: str, language: str) -> dict[str, Any]:
        page = extract(html, url)
        return {"title": page.title, "text": page.text, "kind": page.kind, "is_partial": page.is_partial}

    return read


def trafilatura() -> Callable[[str, str, str], dict[str, Any]]:
    """Its defaults, with metadata."""
    import trafilatura as library

    def read(html: str, url: str, language: str) -> dict[str, Any]:
        found = library.bare_extraction(html, url=url, with_metadata=True, include_comments=False)
        return {"title": getattr(found, "title", None), "text": getattr(found, "text", None)}

    return read


def trafilatura_precision() -> Callable[[str, str, str], dict[str, Any]]:
    """The same, asked for precision."""
    import trafilatura as library

    def read(html: str, url: str, language: str) -> dict[str, Any]:
        found = library.bare_extraction(html, url=url, with_metadata=True, include_comments=False, favor_precision=True)
        return {"title": getattr(found, "title", None), "text": getattr(found, "text", None)}

    return read


def _without_punkt() -> None:
    """Lets newspaper4k divide Korean into words without data that it would fetch; else it raises on nearly every Korean page."""
    import re

    import nltk

    nltk.word_tokenize = lambda text, *_, **__: re.findall(r"\w+", text)


def newspaper4k() -> Callable[[str, str, str], dict[str, Any]]:
    """Told the page's language."""
    _without_punkt()
    from newspaper import Article

    def read(html: str, url: str, language: str) -> dict[str, Any]:
        article = Article(url, language=language, fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return {"title": article.title, "text": article.text}

    return read


def readability() -> Callable[[str, str, str], dict[str, Any]]:
    """readability-lxml's summary, its tags taken off."""
    from lxml.html import fromstring
    from readability import Document

    def read(html: str, url: str, language: str) -> dict[str, Any]:
        document = Document(html, url=url)
        node = fromstring(document.summary())
        for block in node.iter("p", "div", "li", "br", "h1", "h2", "h3", "tr"):
            block.tail = "\n" + (block.tail or "")
        return {"title": document.short_title(), "text": node.text_content()}

    return read


def goose3() -> Callable[[str, str, str], dict[str, Any]]:
    """With its stop words for the page's language."""
    from goose3 import Goose
    from goose3.text import StopWordsKorean

    korean = Goose({"stopwords_class": StopWordsKorean, "use_meta_language": False, "enable_image_fetching": False})
    other = Goose({"enable_image_fetching": False})

    def read(html: str, url: str, language: str) -> dict[str, Any]:
        article = (korean if language == "ko" else other).extract(raw_html=html, url=url)
        return {"title": article.title, "text": article.cleaned_text}

    return read


def news_please() -> Callable[[str, str, str], dict[str, Any]]:
    """From HTML, nothing fetched."""
    _without_punkt()
    from newsplease import NewsPlease

    def read(html: str, url: str, language: str) -> dict[str, Any]:
        article = NewsPlease.from_html(html, url=url, fetch_images=False)
        return {"title": article.title, "text": article.maintext}

    return read


EXTRACTORS = {
    "fauxlex": fauxlex,
    "trafilatura": trafilatura,
    "trafilatura, precision": trafilatura_precision,
    "newspaper4k": newspaper4k,
    "readability-lxml": readability,
    "goose3": goose3,
    "news-please": news_please,
}


def main() -> int:
    """The command."""
    logging.disable(logging.CRITICAL)
    out = sys.stdout
    with contextlib.redirect_stdout(io.StringIO()):  # some extractors talk on stdout
        read = EXTRACTORS[sys.argv[1]]()
        for line in sys.stdin:
            page = json.loads(line)
            began = time.process_time()
            try:
                said = read(page["html"], page["url"], page["language"])
            except Exception as err:  # whatever a peer raises is its result for this page
                said = {"error": f"{type(err).__name__}: {err}"[:200]}
            said["ms"] = 1000 * (time.process_time() - began)
            out.write(json.dumps(said) + "\n")
            out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
