"""One line and one count a request: which route, what came of it, how long it took."""

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics, method_label

_log = logging.getLogger("hotline.api.access")


class Access:
    """Logs the route's pattern, never the address itself: questions and ids stand in it."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        """Watch `app` and count into `metrics`."""
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note what came of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 499  # the caller left before an answer began

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        began = time.perf_counter()
        try:
            await self._app(scope, receive, watched)
        finally:
            seconds = time.perf_counter() - began
            route = getattr(scope.get("route"), "path", "other")
            method = method_label(scope["method"])
            self._metrics.request(method=method, route=route, status=status, seconds=seconds)
            _log.info("%s %s %d %.1f ms", method, route, status, seconds * 1000)
