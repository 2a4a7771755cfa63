"""The front door's commands; heavy libraries are imported only inside the command that needs them."""

from pathlib import Path
from typing import Annotated

import typer

from hotline.cli import ask, chat, kb, purge, serve, train
from hotline.cli import eval as evaluation  # `eval` is a builtin
from hotline.cli.context import set_data_dir

app = typer.Typer(
    name="hotline",
    help="A question-answering hotline over a knowledge base of government service guides.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def hotline(
    data_dir: Annotated[
        Path | None,
        typer.Option(help="Holds everything that is kept (HOTLINE_DATA_DIR; default: ./var)."),
    ] = None,
) -> None:
    """A question-answering hotline over a knowledge base of government service guides."""
    set_data_dir(data_dir)


app.add_typer(kb.app, name="kb")
app.add_typer(evaluation.app, name="eval")
app.command("search")(ask.search)
app.command("ask")(ask.ask)
app.command("chat")(chat.chat)
app.command("serve")(serve.serve)
app.command("purge")(purge.purge)
app.command("train")(train.train)


def main() -> None:
    """Run the command."""
    app()
