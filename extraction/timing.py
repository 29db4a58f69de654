"""When a page was published and last changed, by everything on it that says so."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo

from htmldate import find_date

from extraction.dates import home_zone, is_plausible, parse_date, stated_offset
from extraction.metadata import Source

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "pubdate", "publishdate",
    "publish-date", "parsely-pub-date", "sailthru.date", "article.published", "cxenseparse:recs:publishtime", "article_date_original", "regdate",
)  # fmt: skip
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "lastmod", "last-modified")
_LABELS = re.compile(
    r"(?P<updated>최종\s*수정|수정|업데이트|mis[e]? à jour|modifié|last (?:updated|modified)|updated)|"
    r"(?P<published>기사\s*입력|입력|등록|승인|게재|발행|송고|publié|posté|published|posted)",
    re.IGNORECASE,
)
_DATED_CLASS = re.compile(r"date|time|publi|regist|input|byline|info|posted|meta", re.IGNORECASE)
_URL_DATE = re.compile(r"/(20\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=\D|\d{4,}|$)")
_MAX_LINE = 160
_DAY_FIRST_HOSTS = re.compile(r"\.(?:uk|au|nz|ie|in|za|sg|my|ng|ke|pk|bd|lk|gh|hk)$")


def home(source: Source, language: str | None) -> tzinfo:
    """The zone for dates without an offset: the one other dates of the page state, else the home zone of its language or domain."""
    stated = [source.article.get("datePublished"), source.article.get("dateModified")]
    stated += [value for key in _PUBLISHED + _UPDATED for value in source.metas.get(key, ())]
    return next((zone for value in stated if (zone := stated_offset(value))), home_zone(source.address.host, language, source.country))


def read(source: Source, language: str | None, now: datetime) -> tuple[datetime | None, datetime | None]:
    """When the page says it was published and updated, each None where it does not say.

    Order: JSON-LD, meta tags, microdata, then time elements and visible lines with a label or a class that says so. A moment more than a
    day after `now` is no publication date; the next statement is asked. To be called before the page is pruned.
    """
    first = _reader(source, language, now)
    published = first(_stated(source, "datePublished", _PUBLISHED))
    updated = first(_stated(source, "dateModified", _UPDATED))
    if published is None:
        lines = list(_visible(source))
        published = first(text for kind, text in lines if kind == "published") or first(text for kind, text in lines if kind == "")
        updated = updated or first(text for kind, text in lines if kind == "updated")
    return published, (updated if updated and (published is None or updated >= published) else None)


def infer(source: Source, language: str | None, now: datetime, hint: str | None) -> datetime | None:
    """When a page that does not say it was published: by `hint` (script data), by its address, else by htmldate, which gives a day."""
    first = _reader(source, language, now)
    return first(iter((hint,))) or first(_from_address(source.address.path)) or first(_guessed(source, now))


def _reader(source: Source, language: str | None, now: datetime) -> Callable[[Iterator[object]], datetime | None]:
    """A function that gives the first plausible date among values, read as this page writes dates."""
    zone = home(source, language)
    month_first = (language or "").lower() in ("en", "en-us") and not _DAY_FIRST_HOSTS.search(source.address.host)

    def first(values: Iterator[object]) -> datetime | None:
        moments = (parse_date(value, zone, month_first=month_first) for value in values)
        return next((moment for moment in moments if moment and is_plausible(moment, now)), None)

    return first


def _stated(source: Source, key: str, metas: tuple[str, ...]) -> Iterator[object]:
    yield source.article.get(key)
    for name in metas:
        yield from source.metas.get(name, ())
    for node in source.tree.iter("time", "span", "div", "p", "abbr"):
        if (node.get("itemprop") or "").lower() == key.lower():
            yield node.get("datetime") or node.get("content") or node.get("title") or node.text_content()[:_MAX_LINE]
    for node in source.nodes:
        yield node.get(key)


def _visible(source: Source) -> Iterator[tuple[str, str]]:
    """Pieces of text with the kind of date that their label says: published, updated, or unlabelled in a dated element."""
    body = source.tree.find("body")
    if body is None:
        return
    for node in body.iter("time", "span", "p", "div", "em", "li", "dd", "td", "small", "strong", "b", "i"):
        dated = node.tag == "time" or _DATED_CLASS.search(f"{node.get('class') or ''} {node.get('id') or ''}")
        if node.tag == "time" and node.get("datetime"):
            yield "", node.get("datetime", "")
        text = " ".join(" ".join(node.itertext()).split()) if dated else " ".join((node.text or "").split())
        if not text or len(text) > _MAX_LINE or not any(letter.isdigit() for letter in text):
            continue
        labels = list(_LABELS.finditer(text))
        ends = [label.start() for label in labels[1:]] + [len(text)]
        for label, end in zip(labels, ends[: len(labels)], strict=True):
            yield label.lastgroup or "", text[label.end() : end]
        if not labels and dated:
            yield "", text


def _from_address(path: str) -> Iterator[object]:
    match = _URL_DATE.search(path)
    if match:
        yield "-".join(match.groups())


def _guessed(source: Source, now: datetime) -> Iterator[object]:
    """htmldate's day, the last resort: it reads the whole page for anything like a date."""
    yield find_date(source.tree, extensive_search=False, original_date=True, url=source.url, max_date=now.date().isoformat())
