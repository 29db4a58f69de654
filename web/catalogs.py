"""Keeps the catalogs in `web/locale` in step with the texts in templates and views: `python -m web.catalogs` adds what is missing.

English is the language of the sources, so its catalog says every text as it stands; French and Korean are written by hand.
"""

from collections.abc import Iterator

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from web.i18n import CATALOGS, LANGUAGES
from web.render import ROOT

_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
_KEYWORDS = {"gettext": None, "ngettext": (1, 2), "noop": None, "_": None}

Message = str | tuple[str, ...]


def extracted() -> Iterator[tuple[str, Message]]:
    """Every text of the interface with the file that it stands in; (one, many) where it has a plural."""
    options = {"templates/**.html": {"trimmed": "false", "newstyle_gettext": "true", "silent": "false"}}
    for found in extract_from_dir(ROOT, _METHODS, options, keywords=_KEYWORDS):  # type: ignore[arg-type]
        yield found[0], found[2]


def read(lang: str) -> Catalog:
    """The catalog of a language as it stands."""
    path = CATALOGS / lang / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Catalog(locale=lang, project="Fauxlex", version="0.1.0")
    with path.open("rb") as source:
        return read_po(source, locale=lang)


def update() -> None:
    """Adds missing texts to every catalog and takes out those that are used no more."""
    template = Catalog(project="Fauxlex", version="0.1.0")
    for place, message in extracted():
        template.add(message, locations=[(place, 0)])
    for lang in LANGUAGES:
        catalog = read(lang)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        if lang == LANGUAGES[0]:
            for message in catalog:
                message.string = message.id
        with (CATALOGS / lang / "LC_MESSAGES" / "messages.po").open("wb") as target:
            write_po(target, catalog, width=140, sort_output=True, include_lineno=False, omit_header=False)


if __name__ == "__main__":
    update()
