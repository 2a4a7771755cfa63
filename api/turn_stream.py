"""Answering a turn over an open stream, with signs of life while it is being worked out."""

import asyncio
from collections.abc import AsyncIterator, Callable

from fastapi.concurrency import run_in_threadpool
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.error_handlers import problem_of
from api.middleware.faults import log_fault
from api.problems import problem
from api.schemas import Problem, Turn
from api.settings import ApiSettings
from api.turn_events import START, error, ping, turn_events


class TurnStreams:
    """Makes the streamed answers of one app and keeps hold of the work behind them."""

    def __init__(self, settings: ApiSettings) -> None:
        """Use the waiting times of `settings`."""
        self._settings = settings
        self._running: set[asyncio.Task[Turn]] = set()

    async def respond(self, answer: Callable[[], Turn], after: str | None) -> EventSourceResponse:
        """Stream what `answer` gives, from behind the event `after` on.

        The turn is worked out to its end even if the caller leaves: a retry finds it. An
        error within `stream_after_s` is raised and so gets its own HTTP status; a later one
        becomes the event `error`.
        """
        task = asyncio.create_task(run_in_threadpool(answer))
        self._running.add(task)
        task.add_done_callback(self._settle)
        await asyncio.wait({task}, timeout=self._settings.stream_after_s)
        if task.done():
            task.result()
        last = after or START

        def sign_of_life() -> ServerSentEvent:
            return ping(last)

        async def events() -> AsyncIterator[ServerSentEvent]:
            nonlocal last
            try:
                turn = await asyncio.shield(task)
            except Exception as failure:
                yield error(_told(failure), last)
                return
            for each in turn_events(turn, after):
                last = each.id or last
                yield each

        return EventSourceResponse(
            events(), ping=self._settings.ping_every_s, ping_message_factory=sign_of_life
        )

    def _settle(self, task: asyncio.Task[Turn]) -> None:
        """Let go of finished work; asking for its error keeps asyncio from logging it whole."""
        self._running.discard(task)
        if not task.cancelled():
            task.exception()


def _told(failure: Exception) -> Problem:
    if (found := problem_of(failure)) is not None:
        return found
    incident = log_fault(failure)
    return problem("internal", incident=incident, instance=f"urn:incident:{incident}")
