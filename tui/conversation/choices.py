"""What may be said next: options to choose from, and suggestions."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Click
from textual.message import Message

from tui.conversation.utterance import Choice
from tui.prose import Prose


class ChoiceTaken(Message):
    """A choice was taken, by key or by click."""

    def __init__(self, choice: Choice, *, suggested: bool) -> None:
        """`suggested`: it is a suggestion, to be said as it stands, and no option."""
        super().__init__()
        self.choice = choice
        self.suggested = suggested


class ChoiceLine(Prose, can_focus=True):
    """One choice."""

    DEFAULT_CSS = """
    ChoiceLine { padding: 0 1; max-width: 96%; pointer: pointer; color: $text-accent; }
    ChoiceLine:focus { text-style: bold reverse; }
    ChoiceLine:hover { background: $boost; }
    ChoiceLine:disabled { color: $text-disabled; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "take", show=False)]

    def __init__(self, choice: Choice, *, suggested: bool) -> None:
        """Show `choice`."""
        super().__init__(f"{choice.key or '›'}  {choice.label}")
        self.choice = choice
        self.suggested = suggested

    def on_click(self, event: Click) -> None:
        """Take it."""
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        """Take it."""
        if not self.disabled:
            self.post_message(ChoiceTaken(self.choice, suggested=self.suggested))


class Choices(Vertical):
    """Choices under an utterance, open until something is said."""

    DEFAULT_CSS = """
    Choices { height: auto; width: 100%; margin-bottom: 1; }
    Choices > .title { padding: 0 1; color: $text-muted; }
    """

    def __init__(self, title: str, choices: tuple[Choice, ...], *, suggested: bool) -> None:
        """Show `choices` under `title`."""
        super().__init__(classes="suggested" if suggested else "asked")
        self.title = title
        self.choices = choices
        self.suggested = suggested

    def compose(self) -> ComposeResult:
        """A line each."""
        yield Prose(self.title, classes="title")
        for choice in self.choices:
            yield ChoiceLine(choice, suggested=self.suggested)

    def close(self) -> None:
        """Nothing here can be taken any more."""
        for line in self.query(ChoiceLine):
            line.disabled = True
