"""A turn as a stream of events: `turn`, its text in `delta`s, then `done` with all of it."""

import re
from collections.abc import Iterator

from pydantic import BaseModel
from sse_starlette import ServerSentEvent

from api.schemas import Problem, TextDelta, Turn, TurnStarted

START = "0-0"
"""The id before any event: resuming from it misses nothing."""
_PIECES = re.compile(r"[^。！？；\n]*(?:[。！？；\n]+|$)")
_ID = re.compile(r"(\d{1,9})-(\d{1,9})")


def turn_events(turn: Turn, after: str | None = None) -> Iterator[ServerSentEvent]:
    """The events of a turn, their ids `seq-n`.

    Args:
        turn: the whole turn.
        after: the id of the last event that the caller has; of this turn's events, those up
            to it are left out. An id of another turn leaves out nothing.
    """
    skip = 0
    if after is not None and (match := _ID.fullmatch(after)) and int(match[1]) == turn.seq:
        skip = int(match[2])
    for number, (name, data) in enumerate(_named(turn), 1):
        if number > skip:
            yield event(name, data, f"{turn.seq}-{number}")


def _named(turn: Turn) -> Iterator[tuple[str, BaseModel]]:
    started = TurnStarted(id=turn.id, session_id=turn.session_id, seq=turn.seq, status=turn.status)
    yield "turn", started
    for piece in _PIECES.findall(turn.text):
        if piece:
            yield "delta", TextDelta(text=piece)
    yield "done", turn


def event(name: str, data: BaseModel, event_id: str) -> ServerSentEvent:
    """One event with JSON data."""
    return ServerSentEvent(data.model_dump_json(), event=name, id=event_id)


def ping(event_id: str) -> ServerSentEvent:
    """Sign of life; its id is that of the last event, so resuming from it loses nothing."""
    return ServerSentEvent("{}", event="ping", id=event_id)


def error(found: Problem, event_id: str) -> ServerSentEvent:
    """What went wrong after the stream had begun."""
    return event("error", found, event_id)
