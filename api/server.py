"""The server process: uvicorn, with the address lines of its own log switched off."""

import uvicorn
from fastapi import FastAPI


def make_server(app: FastAPI, *, host: str = "127.0.0.1", port: int = 8000) -> uvicorn.Server:
    """A server that is ready to `run()`; port 0 takes a free one.

    uvicorn's access log writes whole addresses, and in `/v1/search?q=` a citizen's question
    stands; `api.middleware.access` writes the route's pattern instead.
    """
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=10,
            # Longer than clients keep an idle connection (httpx: 5 s): closed by both at once, a
            # question gets lost on the way.
            timeout_keep_alive=75,
            log_level="warning",
            log_config=None,
        )
    )
