"""What can be done by key or by a typed word."""

from textual.binding import Binding

from tui.words import CommandName, words

_LEFT_TO_THE_HELP = ("region", "theme")  # the line of keys has 80 cells
QUIT_BINDING = Binding(
    words().commands["quit"].key, "quit", words().commands["quit"].name, priority=True
)
COMMAND_BINDINGS = tuple(
    Binding(each.key, f"command('{name}')", each.name, show=name not in _LEFT_TO_THE_HELP)
    for name, each in words().commands.items()
    if name != "quit"  # the application's, and so it works above help and pickers too
)


def command_typed(text: str) -> CommandName | None:
    """The command that a typed word stands for."""
    return next(
        (name for name, each in words().commands.items() if text.strip().lower() in each.typed),
        None,
    )
