"""Who holds a conversation with the hotline: in this process, or with a running server.

Both are finders too (`eval.finding`), and both give a turn as it goes over the wire, so whatever
judges replies sees one form.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from http import HTTPStatus
from typing import Protocol

from api import schemas
from api.client import ClientError, HotlineClient, ProblemReturned
from api.wire import turn_view
from api.wire_guides import guide_response
from dialogue.errors import GuideUnknown
from dialogue.service import Service
from eval.finding import Finder, InProcess, OverHttp, refusal
from kb.regions import Region, Regions
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

    def heard(self, session: schemas.SessionOpened) -> tuple[str, ...]:
        """The citizen's words as the hotline keeps them, oldest first.

        Raises:
            ServerUnusable.
        """
        ...

    def guides(self, code: str, region: str | None) -> schemas.GuideResponse | None:
        """The guides of an item in the nearest region; None where it has none or is no item.

        Raises:
            RegionUnknown, ServerUnusable.
        """
        ...

    def regions(self) -> Regions:
        """The regions of the published base.

        Raises:
            ServerUnusable.
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

    def heard(self, session: schemas.SessionOpened) -> tuple[str, ...]:
        """See `Caller.heard`."""
        return tuple(words for words, _ in self._service.turns(session.id))

    def guides(self, code: str, region: str | None) -> schemas.GuideResponse | None:
        """See `Caller.guides`."""
        try:
            page = self._service.guide_page(code, region=region)
        except GuideUnknown:
            return None
        return guide_response(page, self._service.regions()) if page.guides else None

    def regions(self) -> Regions:
        """See `Caller.regions`."""
        return self._service.regions()


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

    def heard(self, session: schemas.SessionOpened) -> tuple[str, ...]:
        """See `Caller.heard`."""
        try:
            return tuple(each.question for each in self._client.history(session).turns)
        except ClientError as error:
            raise refusal(self._url, error) from error

    def guides(self, code: str, region: str | None) -> schemas.GuideResponse | None:
        """See `Caller.guides`."""
        try:
            page = self._client.guide(code, region=region)
        except ProblemReturned as error:
            if error.problem.status == HTTPStatus.NOT_FOUND:
                return None
            raise refusal(self._url, error) from error
        except ClientError as error:
            raise refusal(self._url, error) from error
        return page if page.guides else None

    def regions(self) -> Regions:
        """See `Caller.regions`; a server does not tell nicknames."""
        return self._regions

    @cached_property
    def _regions(self) -> Regions:
        try:
            roots = self._client.regions().regions
        except ClientError as error:
            raise refusal(self._url, error) from error
        return Regions(_below(roots, None))


def _below(nodes: Iterable[schemas.RegionNode], parent: str | None) -> Iterator[Region]:
    for node in nodes:
        yield Region(code=node.code, name=node.name, parent=parent)
        yield from _below(node.children, node.code)
