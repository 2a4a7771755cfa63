"""No request body over the limit, declared or not."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem, problem_response


class BodyLimit:
    """Reads the body before the app does and answers 413 where it is too large.

    The limit is small, so the body is held whole; counting while the app reads would make
    the framework report the cut as a broken body.
    """

    def __init__(self, app: ASGIApp, *, limit: int) -> None:
        """Guard `app`; `limit` in bytes."""
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body read, or answer 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = b"" if self._declared(scope) > self._limit else await self._read(receive)
        if body is None:  # the caller left
            return
        if self._declared(scope) > self._limit or len(body) > self._limit:
            found = problem("too_large", limit_kib=str(self._limit // 1024))
            # What is left of the body is not read, so the connection cannot be used again.
            await problem_response(found, {"Connection": "close"})(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)

    def _declared(self, scope: Scope) -> int:
        for name, value in scope["headers"]:
            if name == b"content-length" and value.isdigit():
                return int(value[:20])
        return 0

    async def _read(self, receive: Receive) -> bytes | None:
        """The body, at most one piece more than the limit; None: the caller left."""
        body = b""
        more = True
        while more and len(body) <= self._limit:
            message = await receive()
            if message["type"] != "http.request":
                return None
            body += message.get("body", b"")
            more = message.get("more_body", False)
        return body


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body once and then what really follows."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
