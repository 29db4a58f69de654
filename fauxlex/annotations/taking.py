"""Corrections from a file into the archive: each row once, each bad one named, none lost."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from core.archive import Archive
from core.archive.corrections import same
from core.article import Article
from core.correction import FIELDS, Correction, Withdrawal
from core.errors import UsageError
from core.urls import canonical
from fauxlex.annotations.labels import labels_of
from fauxlex.annotations.rows import Line

AT_ONCE = 100
"""Rows a transaction."""

MOST_AUTHOR, MOST_REASON = 200, 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who corrects and why, where a row does not say it itself; empty where nobody said."""

    author: str = ""
    reason: str = ""


def take(archive: Archive, lines: Iterable[Line], signed: Signed) -> Iterator[dict[str, Any]]:
    """Puts the rows' corrections into the archive; answers each in order, once it is durable.

    Yields:
        `{"id", "article_id", "correction", "status"}`, the status `new`, `known` (the archive has it already) or `withdrawn` (it has it, and the
        row says that it was taken back); `{"id", "line", "error"}` for a row that cannot be taken.
    """
    stream = iter(lines)
    while batch := list(islice(stream, AT_ONCE)):
        answers = []
        read = [_read(archive, line, signed) for line in batch]
        with archive.log.write() as tx:
            for line, found in zip(batch, read, strict=True):
                if isinstance(found, str):
                    answers.append({"id": line.name, "line": line.number, "error": found})
                else:
                    answers.append({"id": line.name, **_put(archive, tx, found, dated=bool(line.row.get("at")))})
        yield from answers


def article_of(archive: Archive, row: Mapping[str, Any]) -> Article:
    """The article that a row names by our id, by the id it was imported under, or by an address; in the revision that the row names.

    Raises:
        UsageError: there is none, it was removed, or id and address name two.
    """
    name, url = row.get("id"), row.get("url")
    found = None
    if name is not None:
        name = str(name)
        found = (
            name if archive.article(name) or archive.removed(name) else archive.store.id_of(f"urn:fauxlex:import:{quote(name, safe='')}")
        )
    at_url = archive.store.id_of(_address(url)) if url else None
    if found and at_url and found != at_url:
        raise UsageError(f"id '{name}' and url '{url}' are two articles; leave one of them out")
    article_id = found or at_url
    if article_id is not None and archive.removed(article_id):
        raise UsageError(f"the article '{name or url}' was removed for good; it takes no labels")
    newest = archive.article(article_id) if article_id else None
    if newest is None:
        raise UsageError(f"no article '{name or url}' in {archive.home}; give its id or its address, or import it first")
    wanted = row.get("revision", newest.revision)
    if wanted == newest.revision:
        return newest
    earlier = next((one for one in archive.revisions(newest.id) if one.revision == wanted), None)
    if earlier is None:
        raise UsageError(f"revision {wanted!r} of '{name or url}' is not there, the newest is {newest.revision}; leave it out for that one")
    return earlier


def _address(url: Any) -> str:
    if not isinstance(url, str):
        raise UsageError(f"url is {url!r:.60}; text is meant")
    return url if url.startswith("urn:") else canonical(url)


def _read(archive: Archive, line: Line, signed: Signed) -> Correction | str:
    """The correction of a row, or what is wrong with it."""
    if line.error:
        return line.error
    try:
        return _correction(archive, line.row, signed)
    except UsageError as err:
        return f"line {line.number}: {err}"


def _correction(archive: Archive, row: Mapping[str, Any], signed: Signed) -> Correction:
    article = article_of(archive, row)
    shown = archive.annotation(article.id)
    if shown is None:
        raise UsageError(f"the article '{article.id}' has no labels yet that could be corrected; run `python -m fauxlex tag` first")
    labels = labels_of(row, article)
    if not labels:
        raise UsageError(f"no label is given; give at least one of {', '.join(FIELDS)}")
    lists = [name for name in FIELDS if name != "relevance" and labels.get(name)]
    if lists and "relevance" not in labels and shown.relevance in (None, "other"):
        raise UsageError(
            f"{lists[0]} are given for an article that is labelled '{shown.relevance or 'other language'}'; give its relevance too"
        )
    return Correction(
        id=0,
        article_id=article.id,
        labels=labels,
        author=_words("author", row.get("author") or signed.author, MOST_AUTHOR),
        reason=_words("reason", row.get("reason") or signed.reason, MOST_REASON),
        at=_moment("at", row["at"]) if row.get("at") else datetime.now(UTC),
        revision=article.revision,
        model=shown.model,
        found=shown.relevance,
        withdrawn=_withdrawal(row.get("withdrawn")),
    )


def _withdrawal(row: Any) -> Withdrawal | None:
    if row is None:
        return None
    if not isinstance(row, dict) or not {"at", "author", "reason"} <= row.keys():
        raise UsageError('withdrawn is not whole; {"at": …, "author": …, "reason": …} is meant')
    author, reason = _words("author", row["author"], MOST_AUTHOR), _words("reason", row["reason"], MOST_REASON)
    return Withdrawal(at=_moment("withdrawn at", row["at"]), author=author, reason=reason)


def _put(archive: Archive, tx: sa.Connection, correction: Correction, *, dated: bool) -> dict[str, Any]:
    known = same(archive.people.of(correction.article_id, tx), correction, dated=dated)
    status = "known" if known else "new"
    if known is None:
        known = archive.people.put(tx, correction)
    elif correction.withdrawn and not known.withdrawn:
        known, status = archive.people.withdraw(tx, known.id, correction.withdrawn), "withdrawn"
    return {"article_id": known.article_id, "correction": known.id, "status": status}


def _words(name: str, value: Any, most: int) -> str:
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"no {name} is given; name it in the row or with --{name}")
    if len(value) > most:
        raise UsageError(f"the {name} has {len(value)} characters, at most {most} are kept; shorten it")
    return value.strip()


def _moment(name: str, text: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except (ValueError, TypeError) as err:
        raise UsageError(f"{name} is {text!r:.60}; write ISO 8601 with an offset, e.g. 2026-11-03T09:30:00+09:00") from err
    if moment.tzinfo is None:
        raise UsageError(f"{name} is '{text}' without an offset; write e.g. 2026-11-03T09:30:00+09:00")
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
