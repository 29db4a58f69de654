"""Keeps the catalogs in `web/locale` in step with the texts in templates, views and the grammar: `python -m web.catalogs` adds what is missing.

English is the language of the sources, so its catalog says every text as it stands; French and Korean are written by hand.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from web.i18n import CATALOGS, LANGUAGES
from web.render import ROOT

_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
_GRAMMAR = ROOT.parent / "index" / "query"
_HEADER = "# Texts of the site. Released under the Apache License 2.0 like the rest of Fauxlex."
_SINCE = datetime(2026, 11, 22, tzinfo=UTC)
_KEYWORDS = {"gettext": None, "ngettext": (1, 2), "noop": None, "_": None}

Message = str | tuple[str, ...]


def extracted() -> Iterator[tuple[str, Message]]:
    """Every text of the interface with the file that it stands in; (one, many) where it has a plural."""
    options = {"templates/**.html": {"trimmed": "false", "newstyle_gettext": "true", "silent": "false"}}
    for found in extract_from_dir(ROOT, _METHODS, options, keywords=_KEYWORDS):
        yield found[0], found[2]
    for found in extract_from_dir(_GRAMMAR, [("**.py", "python")], keywords={"noop": None}):
        yield f"index/query/{found[0]}", found[2]


def read(lang: str) -> Catalog:
    """The catalog of a language as it stands."""
    path = CATALOGS / lang / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Catalog(locale=lang, header_comment=_HEADER)
    with path.open("rb") as source:
        return read_po(source, locale=lang)


def update() -> None:
    """Adds missing texts to every catalog and takes out those that are used no more."""
    found = list(extracted())
    for lang in LANGUAGES:
        template = Catalog()
        for place, message in found:
            template.add(message, locations=[(place, 0)])
        catalog = read(lang)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        if lang == LANGUAGES[0]:
            for text in catalog:
                text.string = text.id
        catalog.header_comment = _HEADER
        catalog.fuzzy = False
        catalog.project, catalog.version, catalog.msgid_bugs_address = "Fauxlex", "1", "the issue tracker"
        catalog.last_translator = catalog.language_team = "Fauxlex"
        # No clock: the same texts give the same file.
        catalog.creation_date = catalog.revision_date = _SINCE
        with (CATALOGS / lang / "LC_MESSAGES" / "messages.po").open("wb") as target:
            write_po(target, catalog, width=140, sort_output=True, include_lineno=False)


if __name__ == "__main__":
    update()
