"""Templates and JSON made into responses."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import JSONResponse, Response

from web import labels
from web.context import Context
from web.i18n import LANGUAGES, Ui
from web.text import plain, safe_href

ROOT = Path(__file__).parent
STATIC = ROOT / "static"
_OWN_NAMES = {"en": "English", "fr": "Français", "ko": "한국어"}


class Json(JSONResponse):
    """JSON as people can read it; characters that UTF-8 cannot hold stay escaped, NaN is refused."""

    def render(self, content: Any) -> bytes:
        """The bytes of `content`."""
        return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1).encode("utf-8", "backslashreplace")


def page(ctx: Context, template: str, *, status: int = 200, query: str = "", **values: Any) -> Response:
    """The page that `template` makes in the request's language.

    Args:
        query: the canonical query string of this state, for its links in other languages.
    """
    chosen = environment(ctx.ui).get_template(template)
    languages = [(lang, _OWN_NAMES[lang], ctx.href(ctx.path, query, lang)) for lang in LANGUAGES]
    alternates = [(lang, ctx.absolute(ctx.path, query, lang)) for lang in LANGUAGES]
    alternates.append(("x-default", f"{ctx.site.origin}{ctx.path}{query}"))
    html = chosen.render(
        ctx=ctx,
        ui=ctx.ui,
        languages=languages,
        alternates=alternates,
        canonical=ctx.absolute(ctx.path, query),
        status=status,
        **values,
    )
    return Response(html.encode("utf-8", "replace"), status, headers_of(ctx), "text/html")


def headers_of(ctx: Context) -> dict[str, str]:
    """What an answer says of its language, and of what it depends on."""
    headers = {"content-language": ctx.ui.lang}
    if ctx.negotiated:
        headers["vary"] = "Accept-Language"
    return headers


@cache
def static_version() -> str:
    """A short digest of the stylesheet and icon, so that browsers fetch them anew when they change."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


@cache
def environment(ui: Ui) -> Environment:
    """The templates in one interface language."""
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(ui.gettext, ui.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(
        plain=plain, safe_href=safe_href, number=ui.number, day=ui.day, minute=ui.minute, place=ui.place, mlang=ui.mark_language
    )
    made.globals.update(labels=labels, static_version=static_version())
    made.globals["named"] = lambda name, value: labels.value_name(ui, name, value)
    return made
