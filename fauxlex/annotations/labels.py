"""What a person writes of an article, checked against the codebook and against the text: a row's fields → the labels of a correction."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from urllib.parse import urlsplit

from core.article import RELEVANCES, TOPICS, Article, Evidence, Jurisdiction, Law, Penalty, Role, Topic
from core.correction import EMPTY, FIELDS
from core.errors import UsageError
from nlp.corpus import CONDUCTS
from web.i18n import is_jurisdiction

ROLES = ("primary", "mentioned")
STATUSES = ("law", "bill", "former")
PASSED_OVER = ("score", "excerpt")
"""Keys of a label that our own exports write and that a person does not set."""

_CURRENCY = re.compile(r"[A-Z]{3}")


def labels_of(row: Mapping[str, Any], article: Article) -> dict[str, Any]:
    """The labels that a row gives, by field; what is missing or null is not given, an empty list is known to be empty.

    Args:
        row: `relevance`, `topics`, `jurisdictions`, `penalties`, `laws` in the shape of `annotate --jsonl`; a topic, a law or a jurisdiction
            (`KR primary`) may stand as a mere text.
        article: the revision that the person read; evidence must lie in it.

    Raises:
        UsageError: a value is none of the codebook, or evidence lies outside the text; names the value and the way out.
    """
    found: dict[str, Any] = {}
    for name in FIELDS:
        if row.get(name) is not None:
            found[name] = _relevance(row[name]) if name == "relevance" else _list(name, row[name], article)
    for name in EMPTY["other"] if found.get("relevance") == "other" else ():
        if found.get(name):
            raise UsageError(f"an article that is 'other' has no {name}; leave them out, or give relevance 'law' or 'deepfake'")
    return found


def _relevance(value: Any) -> str:
    return _choice("relevance", value, RELEVANCES)


def _list(name: str, value: Any, article: Article) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise UsageError(f"{name} is {_shown(value)}; a list is meant, [] where there are none")
    read = {"topics": _topic, "jurisdictions": _jurisdiction, "penalties": _penalty, "laws": _law}[name]
    found: list[Any] = [read(_item(name, item), article) for item in value]
    codes = [item.code for item in found] if name in ("topics", "jurisdictions") else []
    double = next((code for number, code in enumerate(codes) if code in codes[:number]), None)
    if double is not None:
        raise UsageError(f"{name} names '{double}' twice; once is meant")
    return tuple(found)


def _item(name: str, item: Any) -> Mapping[str, Any]:
    """An item as an object; a text is taken for what it can only mean."""
    if isinstance(item, str) and name == "jurisdictions":
        code, _, role = item.strip().partition(" ")
        return {"code": code, "role": role.strip() or "primary"}
    if isinstance(item, str) and name in ("topics", "laws"):
        return {"code" if name == "topics" else "name": item.strip()}
    if not isinstance(item, dict):
        raise UsageError(f"{name} holds {_shown(item)}; an object is meant, as `annotate --jsonl` prints it")
    return item


def _topic(item: Mapping[str, Any], article: Article) -> Topic:
    _known("topics", item, ("code", "evidence"))
    return Topic(code=_choice("topic", item.get("code"), TOPICS), score=1.0, evidence=_evidence(item, article))


def _jurisdiction(item: Mapping[str, Any], article: Article) -> Jurisdiction:
    _known("jurisdictions", item, ("code", "role", "evidence"))
    code, role = _place(item.get("code")), _choice("role", item.get("role"), ROLES)
    return Jurisdiction(code=code, role=cast("Role", role), score=1.0, evidence=_evidence(item, article))


def _penalty(item: Mapping[str, Any], article: Article) -> Penalty:
    names = ("jurisdiction", "conduct", "custody_months_max", "fine_max", "currency", "aggravated", "status", "life", "evidence")
    _known("penalties", item, names)
    months, fine, life = (item.get(name) for name in ("custody_months_max", "fine_max", "life"))
    for name, amount in (("custody_months_max", months), ("fine_max", fine)):
        if amount is not None and (isinstance(amount, bool) or not isinstance(amount, int | float) or not 0 < amount < 1e15):
            raise UsageError(f"{name} is {_shown(amount)}; a number above 0 is meant, or null")
    for name in ("aggravated", "life"):
        if not isinstance(item.get(name, False), bool):
            raise UsageError(f"{name} is {_shown(item[name])}; true or false is meant")
    if months is None and fine is None and not life:
        raise UsageError("a penalty has neither custody_months_max nor fine_max nor life; the codebook has no record for it")
    currency = item.get("currency")
    if (fine is not None or currency is not None) and not (isinstance(currency, str) and _CURRENCY.fullmatch(currency)):
        raise UsageError(f"currency is {_shown(currency)}; a code of ISO 4217 is meant, such as KRW or EUR")
    return Penalty(
        jurisdiction=None if item.get("jurisdiction") is None else _place(item["jurisdiction"]),
        conduct=_choice("conduct", item.get("conduct"), sorted(CONDUCTS)),
        custody_months_max=months,
        fine_max=fine,
        currency=currency,
        aggravated=item.get("aggravated", False),
        status=None if item.get("status") is None else _choice("status", item["status"], STATUSES),
        life=bool(life),
        evidence=_evidence(item, article),
    )


def _law(item: Mapping[str, Any], article: Article) -> Law:
    _known("laws", item, ("name", "jurisdiction", "id", "official_url", "evidence"))
    for name in ("name", "id", "official_url"):
        if not isinstance(item.get(name, ""), str | None) or (name == "name" and not (item.get(name) or "").strip()):
            raise UsageError(f"a law's {name} is {_shown(item.get(name))}; text is meant")
    url = item.get("official_url")
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise UsageError(f"official_url is {_shown(url)}; a web address is meant")
    place = None if item.get("jurisdiction") is None else _place(item["jurisdiction"])
    return Law(name=item["name"].strip(), jurisdiction=place, id=item.get("id"), official_url=url, evidence=_evidence(item, article))


def _evidence(item: Mapping[str, Any], article: Article) -> tuple[Evidence, ...]:
    """The stretches that show a label, checked against the text."""
    spans = item.get("evidence") or []
    if not isinstance(spans, list):
        raise UsageError(f"evidence is {_shown(spans)}; a list of stretches is meant")
    return tuple(_span(span, article) for span in spans)


def _span(span: Any, article: Article) -> Evidence:
    whole = isinstance(span, dict) and span.keys() == {"field", "start", "end"} and span["field"] in ("title", "text")
    if not whole or not all(isinstance(span[name], int) for name in ("start", "end")):
        raise UsageError(f'evidence is {_shown(span)}; {{"field": "title" or "text", "start": …, "end": …}} in code points is meant')
    length = len((article.title if span["field"] == "title" else article.text) or "")
    if not 0 <= span["start"] < span["end"] <= length:
        raise UsageError(f"evidence {span['start']}–{span['end']} lies outside the {span['field']}, which has {length} characters")
    return Evidence(**span)


def _place(code: Any) -> str:
    if not isinstance(code, str) or not is_jurisdiction(code):
        raise UsageError(f"jurisdiction {_shown(code)} is none; codes are such as KR, EU or US-CA")
    return code


def _choice(what: str, value: Any, allowed: Sequence[str]) -> str:
    if isinstance(value, str) and value in allowed:
        return value
    near = difflib.get_close_matches(str(value), allowed, 1)
    raise UsageError(f"{what} is {_shown(value)}; " + (f"'{near[0]}' is meant?" if near else f"one of {', '.join(allowed)} is meant"))


def _known(name: str, item: Mapping[str, Any], keys: Iterable[str]) -> None:
    foreign = sorted(set(item) - {*keys, *PASSED_OVER})
    if foreign:
        raise UsageError(f"an item of {name} has '{foreign[0]}'; known are {', '.join(keys)}")


def _shown(value: Any) -> str:
    return repr(value)[:60]
