"""What is known of the citizen's matter, as chips that can be edited."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from tui.lines import shown
from tui.words import SlotName, words


class Chip(Static, can_focus=True):
    """One slot: its name and what it holds; pressed, it is to be edited."""

    DEFAULT_CSS = """
    Chip {
        width: auto; max-width: 20; height: 1; padding: 0 1; margin-left: 1;
        background: $surface; text-wrap: nowrap; text-overflow: ellipsis; pointer: pointer;
    }
    Chip#item { width: 1fr; max-width: 1fr; margin-left: 0; }
    Chip:focus { text-style: bold reverse; }
    Chip:hover { background: $boost; }
    Chip.pending { color: $text-warning; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "edit", show=False),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]

    class Pressed(Message):
        """A slot is to be edited."""

        def __init__(self, slot: SlotName) -> None:
            super().__init__()
            self.slot = slot

    def __init__(self, slot: SlotName) -> None:
        """A chip for `slot`, which holds nothing yet."""
        super().__init__(id=slot, markup=False)
        self.slot = slot
        self.hold(None, pending=False)

    def hold(self, value: str | None, *, pending: bool) -> None:
        """Show what the slot holds; `pending`: it goes with the next turn."""
        say = words().picker
        told = say["unset"] if value is None else value
        if pending:
            told = say["pending"].format(value=told)
        label = words().slots[self.slot].label
        self.told = told
        self.set_class(pending, "pending")
        self.update(Content.assemble((f"{label} ", "dim"), shown(told)))

    def on_click(self, event: Click) -> None:
        """Edit it."""
        event.stop()
        self.action_edit()

    def action_edit(self) -> None:
        """Edit it."""
        self.post_message(self.Pressed(self.slot))


class ChipBar(Horizontal):
    """The chips of all slots."""

    DEFAULT_CSS = """
    ChipBar { height: 1; padding: 0 1; }
    """

    def compose(self) -> ComposeResult:
        """A chip a slot."""
        for slot in words().slots:
            yield Chip(slot)

    def chip(self, slot: SlotName) -> Chip:
        """The chip of one slot."""
        return self.query_one(f"#{slot}", Chip)
