"""A small window to pick one thing, narrowed down by typing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from tui.chat.trouble import Trouble
from tui.words import SlotWords, words

MOST_SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class Pick:
    """One thing to pick; a value of None clears."""

    value: str | None
    label: str


Find = Callable[[str], Awaitable[list[Pick]]]


class Picker(ModalScreen[Pick | None]):
    """Gives what was picked, or None where it was left."""

    DEFAULT_CSS = """
    Picker { align: center middle; }
    Picker > Vertical {
        width: 60; max-width: 90%; height: auto; max-height: 90%; padding: 0 1;
        border: round $primary; background: $panel;
    }
    Picker OptionList { height: auto; max-height: 10; border: none; padding: 0; }
    Picker #told { color: $text-muted; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("down", "to_list(1)", show=False),
        Binding("up", "to_list(-1)", show=False),
    ]

    class Found(Message):
        """A search for picks has ended."""

        def __init__(self, picks: list[Pick], told: str) -> None:
            super().__init__()
            self.picks = picks
            self.told = told

    def __init__(self, said: SlotWords, find: Find, *, nothing: str) -> None:
        """Pick what `find` finds for what is typed; `nothing` is said where there is nothing."""
        super().__init__()
        self._said = said
        self._find = find
        self._nothing = nothing
        self._picks: list[Pick] = []

    def compose(self) -> ComposeResult:
        """The field, the list and a line about the keys."""
        window = Vertical()
        window.border_title = self._said.title
        with window:
            yield Input(placeholder=self._said.filter, compact=True)
            yield OptionList(compact=True, markup=False)
            yield Label(words().picker["searching"], id="told", markup=False)

    def on_mount(self) -> None:
        """Show everything at first."""
        self._search("")

    @work(exclusive=True)
    async def _search(self, typed: str) -> None:
        say = words().picker
        clear = [Pick(value=None, label=self._said.clear)]
        try:
            found = await self._find(typed)
        except Trouble as trouble:
            self.post_message(self.Found(clear, say["failed"].format(reason=trouble.text)))
            return
        told = say["hint"] if found else say["nothing"] if typed else self._nothing
        self.post_message(self.Found([*found[:MOST_SHOWN], *([] if typed else clear)], told))

    @on(Found)
    def _show(self, event: Found) -> None:
        self._picks = event.picks
        picks = self.query_one(OptionList)
        picks.clear_options()
        picks.add_options(Option(Content(each.label)) for each in event.picks)
        if event.picks:
            picks.highlighted = 0
        self.query_one("#told", Label).update(event.told)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._search(event.value.strip())

    @on(Input.Submitted)
    def _entered(self) -> None:
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.dismiss(self._picks[at])

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._picks[event.option_index])

    def action_to_list(self, step: int) -> None:
        """From the field into the list, downwards to its second or upwards to its last."""
        picks = self.query_one(OptionList)
        picks.focus()
        if self._picks:
            picks.highlighted = ((picks.highlighted or 0) + step) % len(self._picks)
