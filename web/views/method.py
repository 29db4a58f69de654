"""What Fauxlex is, how it reads and labels, how well, and how to have something taken out."""

from typing import Any

from starlette.responses import Response

from core.article import ACTION_TOPICS, SUBJECT_TOPICS
from web import labels, render
from web.context import Context
from web.text import safe_href


def page(ctx: Context) -> Response:
    """The method page with the model card's figures."""
    card = ctx.site.model_card
    contact = ctx.site.contact
    return render.page(
        ctx,
        "method.html",
        subjects=SUBJECT_TOPICS,
        actions=ACTION_TOPICS,
        counts=ctx.site.archive.counts(),
        figures=[_row(ctx, row) for row in card.get("rows", ())],
        measured_on=ctx.ui.day(str(card.get("date", ""))) or str(card.get("date", "")),
        command=str(card.get("command", "")),
        contact=contact,
        contact_href=safe_href(contact) or (f"mailto:{contact}" if contact and _is_address(contact) else None),
    )


def data(ctx: Context) -> Response:
    """The figures and topics as JSON."""
    card = ctx.site.model_card
    topics = {code: ctx.ui.gettext(labels.MEANING[code]) for code in (*SUBJECT_TOPICS, *ACTION_TOPICS)}
    return render.Json({"topics": topics, "counts": dict(ctx.site.archive.counts()), "model_card": dict(card)})


def _row(ctx: Context, row: dict[str, Any]) -> dict[str, str]:
    """A row of figures as text; a figure that was not measured is an en dash."""
    measure = str(row.get("measure", ""))
    shown = {"measure": ctx.ui.gettext(labels.MEASURE[measure]) if measure in labels.MEASURE else measure}
    for name in ("all", "ko", "fr", "en"):
        value = row.get(name)
        shown[name] = "–" if value is None else ctx.ui.score(value) if isinstance(value, float | int) else str(value)
    return shown


def _is_address(contact: str) -> bool:
    name, _, host = contact.partition("@")
    return bool(name) and "." in host and contact.isascii() and contact.isprintable() and not set(contact) & set(" <>\"'?&:/\\")
