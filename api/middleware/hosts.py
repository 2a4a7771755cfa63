"""Only the names under which the server is meant to be called."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import problem, problem_response


class AllowedHosts:
    """Answers 400 to any other `Host`; Starlette's own answers it in plain text."""

    def __init__(self, app: ASGIApp, *, hosts: tuple[str, ...]) -> None:
        """Guard `app`; `*.city.example` allows every name below, `*` allows all."""
        self._app = app
        self._hosts = tuple(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 400."""
        if scope["type"] == "http" and not self._allows(Headers(scope=scope).get("host", "")):
            await problem_response(problem("host_refused"))(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _allows(self, written: str) -> bool:
        name = written.lower()
        if not name.endswith("]"):  # an IPv6 address without a port ends so
            name = name.rsplit(":", 1)[0]
        return any(
            host in ("*", name) or (host.startswith("*.") and name.endswith(host[1:]))
            for host in self._hosts
        )
