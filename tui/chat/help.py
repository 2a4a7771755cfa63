"""All keys, on one page."""

from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from tui.prose import Prose
from tui.words import words


class Help(ModalScreen[None]):
    """Goes away with any of the keys that end it."""

    DEFAULT_CSS = """
    Help { align: center middle; }
    Help > VerticalScroll {
        width: 76; max-width: 96%; height: auto; max-height: 96%; padding: 0 1;
        border: round $primary; background: $panel;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,space,f1,q", "dismiss(None)", show=False)
    ]

    def compose(self) -> ComposeResult:
        """A line a key."""
        window = VerticalScroll(Prose(told()))
        window.border_title = words().commands["help"].name
        yield window


def told() -> str:
    """The help as text: key, what it does, and the words to type instead."""
    rows = [
        (key_name(each.key), f"{each.meaning}（{'、'.join(each.typed)}）")
        for each in words().commands.values()
    ]
    rows += list(words().keys.items())
    widest = max(cell_len(key) for key, _ in rows)
    return "\n".join(f"{key}{' ' * (widest - cell_len(key))}  {does}" for key, does in rows)


def key_name(key: str) -> str:
    """A key as it is written on keyboards."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key.removeprefix('ctrl+').upper()}"
    return key.upper()
