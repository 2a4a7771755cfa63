"""The one mapping from errors, of the domain and of the framework, to problem details."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.problems import (
    ProblemRaised,
    field_message,
    label,
    problem,
    problem_response,
    refusal,
    shown,
)
from api.schemas import Problem, ProblemField
from dialogue.errors import (
    GuideUnknown,
    MessageInvalid,
    NotReady,
    SessionUnknown,
    TokenWrong,
    TurnInProgress,
)
from kb.errors import RegionUnknown

_KINDS: dict[type[Exception], str] = {
    NotReady: "not_ready",
    SessionUnknown: "session_unknown",
    TokenWrong: "unauthorized",
    TurnInProgress: "turn_in_progress",
}
_HEADERS: dict[int, dict[str, str]] = {
    401: {"WWW-Authenticate": "Bearer"},
    409: {"Retry-After": "1"},
    503: {"Retry-After": "30"},
}
_HANDLED = (*_KINDS, GuideUnknown, MessageInvalid, RegionUnknown, ProblemRaised)


def problem_of(error: Exception) -> Problem | None:
    """The problem that an error of the domain is; None: a fault of ours."""
    match error:
        case ProblemRaised():
            return error.problem
        case MessageInvalid():
            return _invalid([ProblemField(field=error.field, message=refusal(error.field))])
        case RegionUnknown():
            message = field_message("one_of_choices", {})
            return problem(
                "region_ambiguous" if error.ambiguous else "region_unknown",
                asked=error.asked,
                choices=error.choices,
                errors=[ProblemField(field="region", message=message)],
            )
        case _:
            kind = next((kind for cls, kind in _KINDS.items() if isinstance(error, cls)), None)
            return None if kind is None else problem(kind)


def register(app: FastAPI) -> None:
    """Have every error that the app expects answered as problem details."""
    for error in _HANDLED:
        app.add_exception_handler(error, _on_domain_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_exception)


async def _on_domain_error(request: Request, error: Exception) -> Response:
    found = problem_of(error)
    if isinstance(error, GuideUnknown):
        found = problem("guide_unknown", item_code=str(request.path_params.get("item_code", "")))
    if found is None:
        raise error
    headers = error.headers if isinstance(error, ProblemRaised) else None
    return problem_response(found, headers or _HEADERS.get(found.status))


async def _on_validation_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return problem_response(_invalid([_field(each) for each in error.errors()]))


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    match error.status_code:
        case 404:
            found = problem("not_found")
        case 405:
            found = problem("method_not_allowed", method=request.method)
        case _:
            found = problem("bad_request")
    return problem_response(found, error.headers)


def _invalid(errors: Sequence[ProblemField]) -> Problem:
    summary = "；".join(f"{label(each.field)}{each.message}" for each in errors[:3])
    return problem("invalid", errors=errors[:20], summary=summary)


def _field(error: dict[str, Any]) -> ProblemField:
    # The first part of the place is where it stood (body, query, path); a number is an offset.
    parts = [str(part) for part in error["loc"] if isinstance(part, str)]
    name = ".".join(parts[1:]) or "body"
    return ProblemField(
        field=shown(name), message=field_message(error["type"], error.get("ctx", {}))
    )
