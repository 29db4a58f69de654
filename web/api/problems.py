"""Errors as answers: a page for people, RFC 9457 `application/problem+json` for programs."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from core.errors import ArchiveError, FauxlexError, IndexUnavailableError, QueryError, SearchIndexError, UsageError
from web import render
from web.context import Context
from web.i18n import noop

_EXPLAINED = {
    400: noop("The address asks for something that this site cannot read."),
    404: noop("There is no such page."),
    405: noop("This site can only be read."),
    410: noop("This article was removed. Its address will not be used again."),
    414: noop("The address is too long."),
    500: noop("Something went wrong on our side. It has been written to the log."),
    503: noop("The search cannot answer at this moment. Please try again shortly."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An error to be told: `kind` is the last part of its type, `more` its extension members."""

    status: int
    kind: str
    detail: str
    more: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


def problem_of(error: Exception) -> Problem:
    """What to tell of an error; of an unforeseen one nothing that only the log should say."""
    if isinstance(error, QueryError):
        more = {"position": error.position, "repair": error.repair, "problem": getattr(error, "problem", None)}
        return Problem(status=400, kind="query", detail=str(error), more=more)
    if isinstance(error, UsageError):
        return Problem(status=400, kind="parameter", detail=str(error))
    if isinstance(error, IndexUnavailableError):
        return Problem(status=503, kind="unavailable", detail=str(error), headers={"retry-after": str(error.retry_after_s)})
    if isinstance(error, SearchIndexError | ArchiveError):
        return Problem(status=503, kind="unavailable", detail=str(error), headers={"retry-after": "30"})
    if isinstance(error, HTTPException):
        phrase = HTTPStatus(error.status_code).phrase
        return Problem(status=error.status_code, kind="http", detail=error.detail or phrase, headers=dict(error.headers or {}))
    return Problem(status=500, kind="internal", detail="an error that was not foreseen; see the server's log")


def respond(ctx: Context, error: Exception, *, machine: bool) -> Response:
    """The answer to a failed request."""
    problem = problem_of(error)
    if machine:
        return as_json(problem)
    explained = _EXPLAINED.get(problem.status, _EXPLAINED[500] if problem.status >= 500 else _EXPLAINED[400])
    detail = problem.detail if isinstance(error, FauxlexError) else None
    answer = render.page(ctx, "error.html", status=problem.status, explained=ctx.ui.gettext(explained), detail=detail)
    answer.headers.update(problem.headers)
    return answer


def as_json(problem: Problem) -> Response:
    """The problem in the shape of RFC 9457."""
    kind = "about:blank" if problem.kind == "http" else f"urn:fauxlex:problem:{problem.kind}"
    body = {"type": kind, "title": HTTPStatus(problem.status).phrase, "status": problem.status, "detail": problem.detail, **problem.more}
    return render.Json(body, problem.status, problem.headers, "application/problem+json")
