"""`hotline serve`: the server with the API and the citizen's page."""

from typing import Annotated

import typer

from hotline.cli.context import settings
from hotline.cli.failures import explained
from hotline.cli.output import say


def serve(
    host: Annotated[str | None, typer.Option(help="Address to serve on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve on; 0: any free.")] = None,
) -> None:
    """Serve the API and the citizen's page."""
    chosen = settings(host=host, port=port)
    if chosen.threads is None:
        # Many short questions at once: a thread each is faster than all cores for one.
        chosen = chosen.model_copy(update={"threads": 1})
    with explained():
        from api.server import make_server
        from hotline.bootstrap import build, build_app

        hotline = build(chosen)
        server = make_server(build_app(hotline), host=chosen.host, port=chosen.port)
        if hotline.live.current() is None:
            say("hotline: nothing is published yet; the page says so until `hotline kb publish`")
    say(f"hotline: http://{chosen.host}:{chosen.port}")
    server.run()
