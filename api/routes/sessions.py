"""Sessions and their turns."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.metrics import Metrics
from api.openapi import problems
from api.problems import ProblemRaised, problem
from api.schemas import (
    History,
    Name,
    RatingKept,
    RatingRequest,
    SessionOpened,
    SessionRequest,
    Turn,
    TurnRequest,
)
from api.settings import ApiSettings
from api.turn_stream import TurnStreams
from api.wire import history, session_opened, turn_view
from dialogue.service import Service

_bearer = HTTPBearer(auto_error=False, description="the token of the session")
ASK_FOR_A_PERSON = "转人工"  # what a citizen would write
_EVENTS = {
    "schema": {"type": "string"},
    "example": 'id: 1-1\nevent: turn\ndata: {"id":"…","seq":1,"status":"answered", …}\n\n',
}


def build_router(service: Service, settings: ApiSettings, metrics: Metrics) -> APIRouter:
    """`POST /v1/sessions` and the turns below it."""
    router = APIRouter(prefix="/v1/sessions", tags=["sessions"])
    streams = TurnStreams(settings)

    def opened_session(
        session_id: Annotated[Name, Path()],
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    ) -> str:
        """The session of the address, if the token opens it."""
        # Tokens are ASCII; other characters would trip a comparison in constant time.
        if credentials is None or not credentials.credentials.isascii():
            raise ProblemRaised(problem("unauthorized"), {"WWW-Authenticate": "Bearer"})
        service.check_token(session_id, credentials.credentials)
        return session_id

    session = Depends(opened_session)
    common = ("unauthorized", "session_unknown", "invalid", "not_ready")

    @router.post("", status_code=201, responses=problems("invalid", "region_unknown", "not_ready"))
    def open_session(body: SessionRequest) -> SessionOpened:
        """Open a session; keep its token."""
        return session_opened(
            service.open_session(channel=body.channel, region=body.region, audience=body.audience)
        )

    @router.post(
        "/{session_id}/turns",
        response_model=Turn,
        responses={
            200: {"content": {"text/event-stream": _EVENTS}},
            **problems(*common, "region_unknown", "turn_in_progress"),
        },
    )
    async def ask(
        request: Request,
        body: TurnRequest,
        session_id: Annotated[str, session],
        last_event_id: Annotated[str | None, Header()] = None,
    ) -> Turn | Response:
        """Answer one message, as JSON or, if `Accept` says so, as events."""

        def answer() -> Turn:
            slots = None if body.slots is None else body.slots.model_dump(exclude_unset=True)
            turn = service.ask(
                session_id,
                body.text,
                client_turn_id=body.client_turn_id,
                option_id=body.option_id,
                slots=slots,
            )
            metrics.turn(turn.status.value)
            return turn_view(turn)

        if "text/event-stream" in request.headers.get("accept", ""):
            return await streams.respond(answer, last_event_id)
        return await run_in_threadpool(answer)

    @router.post("/{session_id}/handoff", responses=problems(*common, "turn_in_progress"))
    def hand_over(session_id: Annotated[str, session]) -> Turn:
        """Ask for a person; the turn says where the hand-over stands."""
        turn = service.ask(session_id, ASK_FOR_A_PERSON)
        metrics.turn(turn.status.value)
        return turn_view(turn)

    @router.post("/{session_id}/rating", responses=problems(*common))
    def rate(session_id: Annotated[str, session], body: RatingRequest) -> RatingKept:
        """Rate the session; rating again replaces what was said before."""
        kept = service.rate(session_id, body.score, reasons=body.reasons, comment=body.comment)
        return RatingKept(score=int(kept.score), is_poor=kept.score.is_poor)

    @router.get("/{session_id}/turns", responses=problems(*common))
    def turns(session_id: Annotated[str, session]) -> History:
        """The rounds so far, oldest first."""
        return history(session_id, service.turns(session_id))

    return router
