"""The one door: a page as it was fetched in, what can be said of it out."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from core.errors import ExtractionError
from extraction import body, document, jsonld, kinds, metadata, names, residue, timing
from extraction.characters import hangul_share
from extraction.decoding import decode

DEFAULT_MAX_BYTES = 10_485_760
_KOREAN_SHARE = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What extraction reads from one page. `None` means unknown; `()` and `""` mean known to be empty.

    Attributes:
        url: the address it was fetched from. canonical_url: the one the page prefers, only if of the same registrable domain.
        text: paragraphs joined by line breaks, without what stands around an article.
        published_at, updated_at: aware, never naive. The offset is the page's own where it states one. Where it states none, a date is
            read in Asia/Seoul for pages in Korean or under .kr, in Europe/Paris for pages under .fr, in the one zone of some other countries
            (`dates.home_zone` says which), and otherwise in UTC, so that there the day may be off by one. A date without a time is midnight.
        language: BCP 47, as declared; `ko` where the letters are Hangul and the declaration says otherwise.
        kind: article, consent, login, error, listing, live, gallery or other.
        is_partial: the outlet shows only a part of the text.
    """

    url: str
    title: str | None = None
    text: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    authors: tuple[str, ...] | None = None
    language: str | None = None
    publisher: str | None = None
    canonical_url: str | None = None
    summary: str | None = None
    kind: str = "article"
    is_partial: bool = False

    def to_json(self) -> dict[str, Any]:
        """The fields as `extract --jsonl` names them; dates as ISO 8601 with offset, unknown as None."""
        row = asdict(self)
        for name in ("published_at", "updated_at"):
            row[name] = row[name].isoformat() if row[name] else None
        row["authors"] = list(self.authors) if self.authors is not None else None
        return row


def extract(
    html: bytes | str,
    url: str,
    *,
    content_type: str | None = None,
    fetched_at: datetime | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
    country: str | None = None,
) -> Page:
    """Read one page.

    Args:
        html: the body as received (content encoding removed), or already decoded.
        url: where it was fetched.
        content_type: the HTTP header of that name; its charset is believed where the bytes agree.
        fetched_at: aware; dates more than a day later than it (than now, if None) are not believed.
        max_bytes: larger pages are refused.
        country: the outlet's home (ISO 3166-1), where it is known: dates without an offset are read in its time.

    Raises:
        ExtractionError: the page cannot be read at all: empty, binary, too large, nested too deep. The caller sets it aside.
    """
    size = len(html) if isinstance(html, bytes) else len(html.encode("utf-8", "replace"))
    if size > max_bytes:
        raise ExtractionError(f"page of {size:,} bytes at {url} is over the limit of {max_bytes:,}; raise crawl_max_bytes to read it")
    if not html.strip():
        raise ExtractionError(f"page at {url} is empty ({size} bytes)")
    tree = document.parse(decode(html, content_type) if isinstance(html, bytes) else html)
    alive = list(tree.iter())  # lxml makes a new object for a node each time a walk comes to it, unless somebody holds the old one
    source = metadata.read(tree, url, country)
    figures = kinds.shape(tree)
    titles, summary, declared = metadata.titles(source), metadata.summary(source), metadata.language(source)
    title = titles[0] if titles else None
    if title and hangul_share(title) > _KOREAN_SHARE and not (declared or "").startswith("ko"):
        declared = "ko"
    now = fetched_at or datetime.now(UTC)
    published, updated = timing.read(source, declared, now)
    listed_authors = metadata.authors(source)
    found = body.read(source, title, summary)
    title = title or found.title
    language = residue.guess_language("\n".join((title or "", *found.lines)), declared)
    if hangul_share("".join(found.lines)) > _KOREAN_SHARE and not (declared or "").startswith("ko"):
        declared = "ko"
    left = residue.clean(found.lines, language, titles=titles, authors=listed_authors or ())
    is_dated = published is not None or found.published is not None
    published = published or timing.infer(source, declared, now, found.published)
    alive.clear()
    text = "\n".join(left.lines)
    opening = [name for line in left.lines[:2] if (name := names.dateline_names(line))]
    bylines = found.bylines or opening or left.bylines
    return Page(
        url=url,
        title=title,
        text=text or None,
        published_at=published,
        updated_at=updated,
        authors=listed_authors or metadata.authors(source, bylines),
        language=declared,
        publisher=metadata.publisher(source),
        canonical_url=metadata.canonical(source),
        summary=summary,
        kind=kinds.kind(source, figures, title, text, is_dated=is_dated),
        is_partial=left.is_partial or jsonld.is_free(source.article) is False,
    )
