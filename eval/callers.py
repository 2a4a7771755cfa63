"""Who holds a conversation with the hotline: in this process, or with a running server.

Both are finders too (`eval.finding`), and both give a turn as it goes over the wire, so whatever
judges replies sees one form.
"""

from collections.abc import Mapping
from typing import Protocol

from api import schemas
from api.client import ClientError, HotlineClient
from api.wire import turn_view
from dialogue.service import Service
from eval.finding import Finder, InProcess, OverHttp, refusal
from kb.store import Store

CHANNEL = "evaluation"  # by which a store tells these sessions from those of citizens


class Caller(Finder, Protocol):
    """Something that one can talk with; threads may share it."""

    def open(self, *, region: str | None, audience: str | None) -> schemas.SessionOpened:
        """Open a session.

        Raises:
            RegionUnknown, ServerUnusable.
        """
        ...

    def say(
        self,
        session: schemas.SessionOpened,
        text: str,
        *,
        option_id: str | None = None,
        slots: Mapping[str, str | None] | None = None,
    ) -> schemas.Turn:
        """Say something and take the reply.

        Raises:
            MessageInvalid, RegionUnknown, ServerUnusable.
        """
        ...


class InProcessCaller(InProcess):
    """Talks with the hotline in this process."""

    def __init__(self, service: Service, store: Store) -> None:
        super().__init__(service, store)
        self._service = service

    def open(self, *, region: str | None, audience: str | None) -> schemas.SessionOpened:
        """See `Caller.open`."""
        opened = self._service.open_session(channel=CHANNEL, region=region, audience=audience)
        return schemas.SessionOpened(id=opened.id, token=opened.token, greeting=opened.greeting)

    def say(
        self,
        session: schemas.SessionOpened,
        text: str,
        *,
        option_id: str | None = None,
        slots: Mapping[str, str | None] | None = None,
    ) -> schemas.Turn:
        """See `Caller.say`."""
        turn = self._service.ask(session.id, text, option_id=option_id, slots=slots or None)
        return turn_view(turn)


class HttpCaller(OverHttp):
    """Talks with a running server through the typed client."""

    def __init__(self, client: HotlineClient, url: str) -> None:
        super().__init__(client, url)
        self._client = client
        self._url = url

    def open(self, *, region: str | None, audience: str | None) -> schemas.SessionOpened:
        """See `Caller.open`."""
        try:
            return self._client.open_session(channel=CHANNEL, region=region, audience=audience)
        except ClientError as error:
            raise refusal(self._url, error) from error

    def say(
        self,
        session: schemas.SessionOpened,
        text: str,
        *,
        option_id: str | None = None,
        slots: Mapping[str, str | None] | None = None,
    ) -> schemas.Turn:
        """See `Caller.say`."""
        told: dict[str, object] = {"text": text}
        if option_id is not None:
            told["option_id"] = option_id
        if slots:
            told["slots"] = dict(slots)
        try:
            return self._client.ask(session, schemas.TurnRequest.model_validate(told))
        except ClientError as error:
            raise refusal(self._url, error) from error
