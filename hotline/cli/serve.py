"""`hotline serve`: the server with the API and the citizen's page."""

import logging
import socket
from typing import Annotated

import typer

from hotline.cli.context import settings
from hotline.cli.failures import BAD_INPUT, explained
from hotline.cli.output import say

_TOO_TALKATIVE = ("faiss", "httpx", "sentence_transformers", "haystack", "alembic")


def serve(
    host: Annotated[str | None, typer.Option(help="Address to serve on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve on; 0: any free.")] = None,
) -> None:
    """Serve the API and the citizen's page."""
    chosen = settings(host=host, port=port)
    if chosen.threads is None:
        # Many short questions at once: a thread each is faster than all cores for one.
        chosen = chosen.model_copy(update={"threads": 1})
    listening = _listen(chosen.host, chosen.port)
    _log_to_stderr()
    with explained():
        from api.server import make_server
        from hotline.bootstrap import build, build_app
        from hotline.retention import keep_forgetting, open_sessions

        hotline = build(chosen)
        server = make_server(build_app(hotline), host=chosen.host, port=chosen.port)
        if hotline.live.current() is None:
            say("hotline: nothing is published yet; the page says so until `hotline kb publish`")
        forgetting = keep_forgetting(open_sessions(chosen), chosen)
    say(f"hotline: http://{chosen.host}:{listening.getsockname()[1]}")
    server.run(sockets=[listening])
    forgetting.set()


def _listen(host: str, port: int) -> socket.socket:
    """Take the address before anything is loaded, so that a taken one is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)
    except OSError as error:
        say(
            f"hotline: cannot serve on {host}:{port} ({error.strerror}). "
            "Name another with --host and --port, or end what is served there"
        )
        raise typer.Exit(BAD_INPUT) from error
    return listening


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in _TOO_TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
