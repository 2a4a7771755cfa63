"""A server of one's own on loopback, for as long as a command needs it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

_LOOK_EVERY_S = 0.05


class ServerEnded(Exception):
    """The server on loopback ended before it could be reached."""


@contextmanager
def on_loopback(app: "FastAPI", *, waiting: Callable[[], None] = lambda: None) -> Iterator[str]:
    """Serve `app` on a free port of this machine; the URL is given once it can be reached.

    It runs in a thread, so that it ends with the process however that ends.

    Args:
        app: what is served.
        waiting: called again and again until the server can be reached.
    """
    from api.server import make_server

    server = make_server(app, host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, name="server on loopback", daemon=True)
    thread.start()
    try:
        while not server.started:
            if not thread.is_alive():
                raise ServerEnded
            waiting()
            time.sleep(_LOOK_EVERY_S)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
