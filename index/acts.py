"""Well-known acts, bills and articles: their ids, and the names under which a filter may ask for them in any language.

`acts.toml` is a copy of the tagger's table, whose room the index may not import: `python -m fauxlex.documents` writes it.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from language.act_names import article_number, article_of, forms

ACTS_FILE = Path(__file__).with_name("acts.toml")


@cache
def acts() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The names of each act, bill and article by its id and by language (en, fr, ko), the main one first; most articles have none."""
    read = tomllib.loads(ACTS_FILE.read_text(encoding="utf-8"))
    return {act: {language: tuple(names) for language, names in found.items()} for act, found in read.items()}


def ids_of(name: str) -> tuple[str, ...]:
    """What `name` may mean: an id in any case, a name in any language, or an article as texts cite it (성폭력처벌법 제14조의2).

    Several acts may have one name (형법); none where the table does not know it.
    """
    asked = name.strip().lower()
    if asked in acts():
        return (asked,)
    owner, number = article_of(name)
    return _named(name) or tuple(_numbers()[act, number] for act in _named(owner) if (act, number) in _numbers())


def names_of(act: str) -> tuple[str, ...]:
    """All names of an act and, of an article, those of the act that it stands in."""
    own = acts().get(act, {})
    return tuple(name for found in (own, acts().get(act_of(act), {})) for names in found.values() for name in names)


def act_of(act: str) -> str:
    """The id of the act that an article stands in (`fr/code-penal` of `fr/code-penal/226-8-1`); of an act or bill its own."""
    return "/".join(act.split("/")[:2])


def with_act(act: str) -> tuple[str, ...]:
    """An id, and of an article that of its act too, so that an act takes its articles in."""
    return tuple(dict.fromkeys((act, act_of(act))))


def _named(name: str) -> tuple[str, ...]:
    return next(filter(None, (_by_name().get(form, ()) for form in forms(name))), ())


@cache
def _by_name() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for act, by_language in acts().items():
        for form in {forms(name)[0] for names in by_language.values() for name in names}:
            found[form] = (*found.get(form, ()), act)
    return found


@cache
def _numbers() -> Mapping[tuple[str, str], str]:
    return {(act_of(act), article_number(act.rpartition("/")[2])): act for act in acts() if act != act_of(act)}
