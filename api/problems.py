"""Problem details (RFC 9457): every error of the API, with its words out of `messages.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from starlette.responses import Response

from api.schemas import Problem, ProblemField

MEDIA_TYPE = "application/problem+json"
_SHOWN_CHARACTERS = 40  # of anything the caller sent that is repeated back


class ProblemRaised(Exception):
    """An error that is already put into words for the caller."""

    def __init__(self, problem: Problem, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(problem.type)
        self.problem = problem
        self.headers = headers


@cache
def messages() -> Mapping[str, Mapping[str, Any]]:
    """The tables of `messages.toml`: kind of problem → status, title, detail."""
    return tomllib.loads((Path(__file__).parent / "messages.toml").read_text("utf-8"))


def problem(
    kind: str,
    *,
    errors: Sequence[ProblemField] = (),
    choices: Sequence[str] = (),
    instance: str | None = None,
    **values: str,
) -> Problem:
    """A problem of a kind that `messages.toml` knows; `values` fill its sentence."""
    words = messages()[kind]
    filled = {name: shown(value) for name, value in values.items()}
    if choices:
        filled["choices"] = "、".join(shown(choice) for choice in choices)
    return Problem(
        type=f"urn:hotline:problem:{kind.replace('_', '-')}",
        title=words["title"],
        status=words["status"],
        detail=words["detail"].format_map(filled),
        errors=list(errors),
        choices=list(choices),
        instance=instance,
    )


def field_message(error_type: str, context: Mapping[str, Any]) -> str:
    """What was wrong with one field, by pydantic's error type."""
    words: Mapping[str, str] = messages()["fields"]
    return words.get(error_type, words["default"]).format_map(context)


def refusal(field: str) -> str:
    """Why the conversation refused a field; its own reason is for the log, not for citizens."""
    words: Mapping[str, str] = messages()["messages"]
    return words.get(field, words["default"])


def label(field: str) -> str:
    """What a citizen calls a field; its own name where it has no other."""
    words: Mapping[str, str] = messages()["labels"]
    return words.get(field.rsplit(".", 1)[-1], field)


def problem_response(found: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """The HTTP response of a problem."""
    return Response(
        found.model_dump_json(),
        status_code=found.status,
        media_type=MEDIA_TYPE,
        headers=dict(headers) if headers else None,
    )


def shown(text: str) -> str:
    """A caller's words, fit to be repeated: cut short, on one line, nothing unprintable."""
    line = "".join(each if each.isprintable() else "�" for each in " ".join(text.split()))
    return line if len(line) <= _SHOWN_CHARACTERS else f"{line[:_SHOWN_CHARACTERS]}…"
