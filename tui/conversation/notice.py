"""What the screen itself says between the utterances: that it is working, that something failed."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Click
from textual.message import Message

from tui.prose import Prose
from tui.words import words

SLOW_AFTER_S = 5
"""From then on the time that was waited is told."""


class RemedyWanted(Message):
    """The way out that a notice offers was taken."""


class Remedy(Prose, can_focus=True):
    """The way out of a trouble, to be pressed."""

    DEFAULT_CSS = """
    Remedy { padding: 0 1; pointer: pointer; color: $text-accent; text-style: bold; }
    Remedy:focus { text-style: bold reverse; }
    Remedy:disabled { color: $text-disabled; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "take", show=False)]

    def on_click(self, event: Click) -> None:
        """Take it."""
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        """Take it."""
        if not self.disabled:
            self.post_message(RemedyWanted())


class Notice(Vertical):
    """A sentence of the screen, with a way out where there is one."""

    DEFAULT_CSS = """
    Notice { height: auto; width: 100%; margin-bottom: 1; padding: 0 1; color: $text-muted; }
    Notice.trouble { color: $text-error; border-left: outer $error; }
    Notice > Prose { width: 100%; }
    Notice > Remedy { width: auto; }
    """

    def __init__(self, text: str, *, trouble: bool = False, remedy: str | None = None) -> None:
        """Say `text`; `remedy` names what can be done about it."""
        super().__init__(classes="trouble" if trouble else None)
        self.text = text
        self.remedy = remedy

    def compose(self) -> ComposeResult:
        """The sentence, then the way out."""
        yield Prose(self.text)
        if self.remedy:
            yield Remedy(self.remedy)


class Working(Prose):
    """Something is waited for."""

    DEFAULT_CSS = """
    Working { padding: 0 1; margin-bottom: 1; color: $text-muted; text-style: italic; }
    """

    def __init__(self, told: str) -> None:
        """Begin to wait."""
        super().__init__(told)
        self.waited_s = 0

    def on_mount(self) -> None:
        """Count the seconds."""
        self.set_interval(1, self.one_second)

    def one_second(self) -> None:
        """Another second has passed."""
        self.waited_s += 1
        if self.waited_s >= SLOW_AFTER_S:
            self.update(words().conversation["still_working"].format(n=self.waited_s))
