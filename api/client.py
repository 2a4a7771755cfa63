"""Typed clients of the hotline, sync and async; they need httpx and the schemas, no server code.

The calls are described once, as `_Call`s, and both clients only send them.
"""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Generic, Self, TypeVar
from urllib.parse import quote

import httpx
from pydantic import ValidationError

from api import schemas

T = TypeVar("T", bound=schemas.Wire)
TIMEOUT_S = 60.0


class ClientError(Exception):
    """The hotline could not be asked."""


class Unreachable(ClientError):
    """No answer came back, or none that a hotline gives."""


class ProblemReturned(ClientError):
    """The hotline answered with problem details."""

    def __init__(self, problem: schemas.Problem, retry_after_s: float | None) -> None:
        super().__init__(f"{problem.status} {problem.title}: {problem.detail}")
        self.problem = problem
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, kw_only=True)
class _Call(Generic[T]):
    method: str
    path: str
    answer: type[T]
    token: str | None = None
    body: schemas.Wire | None = None
    query: dict[str, str | int | None] = field(default_factory=dict)

    def request(self, client: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        """The request, with what is None left out of query and body."""
        headers = {"Accept": "application/json"}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        if self.body is not None:
            headers["Content-Type"] = "application/json"
        return client.build_request(
            self.method,
            self.path,
            headers=headers,
            params={name: value for name, value in self.query.items() if value is not None},
            content=None if self.body is None else self.body.model_dump_json(exclude_unset=True),
        )

    def read(self, response: httpx.Response) -> T:
        """The typed answer.

        Raises:
            ProblemReturned: the hotline refused, saying why.
            Unreachable: what came back is no hotline's answer.
        """
        try:
            if response.is_success:
                return self.answer.model_validate_json(response.content)
            problem = schemas.Problem.model_validate_json(response.content)
        except ValidationError as error:
            raise Unreachable(
                f"{response.request.url.copy_with(query=None)} answered {response.status_code} "
                "with something a hotline does not say"
            ) from error
        after = response.headers.get("Retry-After", "")
        raise ProblemReturned(problem, float(after) if after.isdecimal() else None)


def _open(channel: str, region: str | None, audience: str | None) -> _Call[schemas.SessionOpened]:
    told = {"region": region, "audience": audience}
    body = schemas.SessionRequest.model_validate(
        {"channel": channel, **{name: value for name, value in told.items() if value is not None}}
    )
    return _Call(method="POST", path="/v1/sessions", answer=schemas.SessionOpened, body=body)


def _turns_path(session: schemas.SessionOpened) -> str:
    return f"/v1/sessions/{quote(session.id, safe='')}/turns"


def _ask(session: schemas.SessionOpened, turn: schemas.TurnRequest) -> _Call[schemas.Turn]:
    return _Call(
        method="POST",
        path=_turns_path(session),
        answer=schemas.Turn,
        token=session.token,
        body=turn,
    )


def _history(session: schemas.SessionOpened) -> _Call[schemas.History]:
    return _Call(
        method="GET", path=_turns_path(session), answer=schemas.History, token=session.token
    )


def _search(q: str, region: str | None, k: int) -> _Call[schemas.SearchResponse]:
    query: dict[str, str | int | None] = {"q": q, "region": region, "k": k}
    return _Call(method="GET", path="/v1/search", answer=schemas.SearchResponse, query=query)


def _guide(item_code: str, region: str | None) -> _Call[schemas.GuideResponse]:
    return _Call(
        method="GET",
        path=f"/v1/guides/{quote(item_code, safe='')}",
        answer=schemas.GuideResponse,
        query={"region": region},
    )


def _checklist(
    item_code: str, region: str | None, situation: str | None, agency: str | None
) -> _Call[schemas.ChecklistResponse]:
    return _Call(
        method="GET",
        path=f"/v1/guides/{quote(item_code, safe='')}/checklist",
        answer=schemas.ChecklistResponse,
        query={"region": region, "situation": situation, "agency": agency},
    )


_REGIONS = _Call(method="GET", path="/v1/regions", answer=schemas.RegionsResponse)
_READY = _Call(method="GET", path="/readyz", answer=schemas.Ready)


class HotlineClient:
    """Asks a hotline; every method may raise `ProblemReturned` or `Unreachable`."""

    def __init__(self, base_url: str, *, transport: httpx.BaseTransport | None = None) -> None:
        """Talk to the server at `base_url`; `transport` replaces the network in tests."""
        self._http = httpx.Client(base_url=base_url, timeout=TIMEOUT_S, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def open_session(
        self, *, channel: str, region: str | None = None, audience: str | None = None
    ) -> schemas.SessionOpened:
        """Open a session; what it returns goes into the calls below."""
        return self._send(_open(channel, region, audience))

    def ask(self, session: schemas.SessionOpened, turn: schemas.TurnRequest) -> schemas.Turn:
        """Answer one message."""
        return self._send(_ask(session, turn))

    def history(self, session: schemas.SessionOpened) -> schemas.History:
        """The rounds so far."""
        return self._send(_history(session))

    def search(self, q: str, *, region: str | None = None, k: int = 10) -> schemas.SearchResponse:
        """Ranked hits."""
        return self._send(_search(q, region, k))

    def guide(self, item_code: str, *, region: str | None = None) -> schemas.GuideResponse:
        """All situations of an item in the nearest region."""
        return self._send(_guide(item_code, region))

    def checklist(
        self,
        item_code: str,
        *,
        region: str | None = None,
        situation: str | None = None,
        agency: str | None = None,
    ) -> schemas.ChecklistResponse:
        """What to bring for one situation."""
        return self._send(_checklist(item_code, region, situation, agency))

    def regions(self) -> schemas.RegionsResponse:
        """The tree of regions."""
        return self._send(_REGIONS)

    def ready(self) -> schemas.Ready:
        """The generation that is served."""
        return self._send(_READY)

    def _send(self, call: _Call[T]) -> T:
        try:
            response = self._http.send(call.request(self._http))
        except httpx.TransportError as error:
            raise Unreachable(f"{self._http.base_url} does not answer: {error}") from error
        return call.read(response)


class AsyncHotlineClient:
    """The same as `HotlineClient`, to be awaited."""

    def __init__(self, base_url: str, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """Talk to the server at `base_url`; `transport` replaces the network in tests."""
        self._http = httpx.AsyncClient(base_url=base_url, timeout=TIMEOUT_S, transport=transport)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def open_session(
        self, *, channel: str, region: str | None = None, audience: str | None = None
    ) -> schemas.SessionOpened:
        """Open a session; what it returns goes into the calls below."""
        return await self._send(_open(channel, region, audience))

    async def ask(self, session: schemas.SessionOpened, turn: schemas.TurnRequest) -> schemas.Turn:
        """Answer one message."""
        return await self._send(_ask(session, turn))

    async def history(self, session: schemas.SessionOpened) -> schemas.History:
        """The rounds so far."""
        return await self._send(_history(session))

    async def search(
        self, q: str, *, region: str | None = None, k: int = 10
    ) -> schemas.SearchResponse:
        """Ranked hits."""
        return await self._send(_search(q, region, k))

    async def guide(self, item_code: str, *, region: str | None = None) -> schemas.GuideResponse:
        """All situations of an item in the nearest region."""
        return await self._send(_guide(item_code, region))

    async def checklist(
        self,
        item_code: str,
        *,
        region: str | None = None,
        situation: str | None = None,
        agency: str | None = None,
    ) -> schemas.ChecklistResponse:
        """What to bring for one situation."""
        return await self._send(_checklist(item_code, region, situation, agency))

    async def regions(self) -> schemas.RegionsResponse:
        """The tree of regions."""
        return await self._send(_REGIONS)

    async def ready(self) -> schemas.Ready:
        """The generation that is served."""
        return await self._send(_READY)

    async def _send(self, call: _Call[T]) -> T:
        try:
            response = await self._http.send(call.request(self._http))
        except httpx.TransportError as error:
            raise Unreachable(f"{self._http.base_url} does not answer: {error}") from error
        return call.read(response)
