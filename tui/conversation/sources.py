"""What an utterance stands on: one line, which unfolds."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Click
from textual.message import Message

from tui.conversation.utterance import Source
from tui.prose import Prose
from tui.words import words

if TYPE_CHECKING:
    from textual.widget import Widget


class FoldLine(Prose, can_focus=True):
    """The line that folds and unfolds: by Enter, by C, by a click."""

    DEFAULT_CSS = """
    FoldLine { max-width: 96%; padding: 0 1; color: $text-muted; pointer: pointer; }
    FoldLine:focus { color: $text; text-style: bold reverse; }
    FoldLine:hover { color: $text; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "fold", show=False)]

    class Pressed(Message):
        """It was pressed."""

    def on_click(self, event: Click) -> None:
        """Fold or unfold."""
        event.stop()
        self.post_message(self.Pressed())

    def action_fold(self) -> None:
        """Fold or unfold."""
        self.post_message(self.Pressed())


class Sources(Vertical):
    """Sources of one utterance, folded at first."""

    DEFAULT_CSS = """
    Sources {
        height: auto; width: 100%;
        & > .source { display: none; max-width: 96%; padding: 0 1; margin: 0 0 0 2; border-left: outer $panel; }
        &.unfolded > .source { display: block; }
    }
    """

    def __init__(self, sources: tuple[Source, ...], *, label: str = "") -> None:
        """Show `sources`; `label` stands on their line."""
        super().__init__()
        self.sources = sources
        self.label = label

    @property
    def unfolded(self) -> bool:
        """Whether the sources are to be seen."""
        return self.has_class("unfolded")

    def compose(self) -> ComposeResult:
        """The line, and the sources in full."""
        yield FoldLine(self._line())
        for source in self.sources:
            yield Prose(_told(source), classes="source")

    def fold(self, *, unfolded: bool) -> None:
        """Hide or show the sources."""
        self.set_class(unfolded, "unfolded")
        line = self.query_one(FoldLine)
        line.update(self._line())
        seen: Widget = self if unfolded else line
        self.call_after_refresh(seen.scroll_visible, animate=False)

    @on(FoldLine.Pressed)
    def _pressed(self, event: FoldLine.Pressed) -> None:
        event.stop()
        self.fold(unfolded=not self.unfolded)

    def _line(self) -> str:
        say = words().conversation
        line = say["unfolded" if self.unfolded else "folded"].format(n=len(self.sources))
        return f"{line} · {self.label}" if self.label else line


def _told(source: Source) -> str:
    rows = (f"{label}：{said}" for label, said in source.rows)
    return "\n".join((source.title, *rows, source.quote))
