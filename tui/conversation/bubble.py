"""One utterance: its words in a bubble, its sources folded under it."""

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.conversation.sources import Sources
from tui.conversation.utterance import Utterance
from tui.prose import Prose
from tui.words import words


class Bubble(Vertical):
    """One's own words stand on the right, everybody else's on the left."""

    DEFAULT_CSS = """
    Bubble {
        width: 100%; height: auto; margin-bottom: 1; align-horizontal: left;
        & > .said { max-width: 96%; padding: 0 1; background: $surface; border-left: outer $secondary; }
        & > .label { max-width: 96%; padding: 0 1; color: $text-muted; }
        &.operator > .said { border-left: outer $success; }
        &.own { align-horizontal: right; }
        &.own > .said { background: $primary-muted; border-left: none; border-right: outer $primary; }
        &.undelivered > .said { border-right: outer $error; }
    }
    """

    def __init__(self, utterance: Utterance, *, own: bool) -> None:
        """Show `utterance`; `own` if it was said by whoever sits at the screen."""
        super().__init__(classes=f"{utterance.side}{' own' if own else ''}")
        self.utterance = utterance

    def compose(self) -> ComposeResult:
        """The words, then what they stand on."""
        said = self.utterance
        yield Prose(said.text, classes="said")
        if said.sources:
            yield Sources(said.sources, label=said.label)
        elif said.label:
            yield Prose(said.label, classes="label")

    def mark_undelivered(self, *, undelivered: bool) -> None:
        """Say under one's own words that they did not arrive, or take that back."""
        self.set_class(undelivered, "undelivered")
        self.query(".fate").remove()
        if undelivered:
            self.mount(Prose(words().conversation["undelivered"], classes="label fate"))
