"""`hotline chat`: a conversation in the terminal."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from hotline.cli.ask import RegionOption
from hotline.cli.context import settings
from hotline.cli.failures import BAD_INPUT, explained
from hotline.cli.output import progress, say


def chat(
    url: Annotated[
        str | None, typer.Option(help="A running server; default: one is started for this chat.")
    ] = None,
    region: RegionOption = None,
    light: Annotated[bool, typer.Option("--light", help="Dark words on a light ground.")] = False,
) -> None:
    """Talk with the hotline in the terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        say('hotline: a chat needs a terminal; for one question there is `hotline ask "…"`')
        raise typer.Exit(BAD_INPUT)
    if url is not None:
        _talk(url, region, light=light)
        return
    with _served_here() as own:
        _talk(own, region, light=light)


def _talk(url: str, region: str | None, *, light: bool) -> None:
    from api.client import AsyncHotlineClient
    from tui.chat import ChatApp, HttpGateway

    gateway = HttpGateway(AsyncHotlineClient(url), url)
    ChatApp(gateway, region=region, light=light).run()


@contextmanager
def _served_here() -> Iterator[str]:
    """A server of this command's own; nothing published is told before the screen is taken."""
    chosen = settings()
    if chosen.threads is None:
        chosen = chosen.model_copy(update={"threads": 1})
    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    _log_to(chosen.data_dir / "chat.log")
    with explained(), progress("loading the knowledge base and the encoder") as show:
        show(0, None)
        from api.client import HotlineClient
        from dialogue.errors import NotReady
        from hotline.bootstrap import build, build_app
        from hotline.loopback import on_loopback

        hotline = build(chosen)
        if hotline.live.current() is None:
            raise NotReady
        app = build_app(hotline)
    with on_loopback(app) as url:
        with HotlineClient(url) as client:
            client.ready()
        yield url


def _log_to(file: Path) -> None:
    """Keep the server's log away from the screen; the file is made when there is something."""
    handler = logging.FileHandler(file, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
