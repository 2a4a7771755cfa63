"""What nobody foresaw: answered 500 without a word about the inside, logged without values."""

import logging
import secrets
import traceback

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem, problem_response

_log = logging.getLogger("hotline.api")


def log_fault(error: Exception) -> str:
    """Log where an error came from and give the number under which it stands.

    Its message is left out: messages of databases and parsers repeat their input, and a
    citizen's words must not reach the log.
    """
    incident = secrets.token_hex(4)
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("fault %s: %s\n%s", incident, type(error).__qualname__, frames)
    return incident


class Faults:
    """Turns an exception that reached the outside into a 500 with an incident number."""

    def __init__(self, app: ASGIApp) -> None:
        """Guard `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; what it raises is logged and answered 500."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            incident = log_fault(error)
            if not started:  # else the server cuts the response, which says enough
                found = problem("internal", incident=incident, instance=f"urn:incident:{incident}")
                await problem_response(found)(scope, receive, send)
