"""The conversation so far."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget

from tui.conversation.bubble import Bubble
from tui.conversation.choices import ChoiceLine, Choices
from tui.conversation.notice import Notice, Remedy, Working
from tui.conversation.sources import Sources
from tui.conversation.utterance import Choice, Side, Utterance
from tui.words import words


class Conversation(VerticalScroll):
    """Bubbles, choices and notices, oldest first.

    Posts `ChoiceTaken` and `RemedyWanted`. Its methods are called by handlers only.
    """

    DEFAULT_CSS = """
    Conversation { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "fold_sources", show=False),
    ]

    class Rest(Message):
        """So many rows lie below what is to be seen."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    def __init__(self, *, own: Side = Side.CITIZEN, read_only: bool = False) -> None:
        """Show what `own` said on the right; `read_only`: nothing can be chosen."""
        super().__init__()
        self.own = own
        self.read_only = read_only

    @property
    def open_options(self) -> tuple[Choice, ...]:
        """The options that can be taken now."""
        return tuple(
            line.choice
            for line in self.query(ChoiceLine)
            if not line.disabled and not line.suggested
        )

    @property
    def last_reply(self) -> Utterance | None:
        """The last utterance that is not one's own."""
        return next(
            (
                each.utterance
                for each in reversed(self.query(Bubble))
                if each.utterance.side != self.own
            ),
            None,
        )

    async def say(self, utterance: Utterance) -> Bubble:
        """Add an utterance; what could be chosen before it cannot be any more."""
        self.close_choices()
        bubble = Bubble(utterance, own=utterance.side == self.own)
        await self._add(bubble)
        asked = words().conversation
        for title, choices, suggested in (
            (asked["choose"], utterance.options, False),
            (asked["suggested"], utterance.suggestions, True),
        ):
            if choices:
                block = Choices(title, choices, suggested=suggested)
                await self._add(block)
                if self.read_only:
                    block.close()
        return bubble

    async def notice(self, text: str, *, trouble: bool = False, remedy: str | None = None) -> None:
        """Add a sentence of the screen itself."""
        await self._add(Notice(text, trouble=trouble, remedy=remedy))

    async def begin_waiting(self, told: str | None = None) -> None:
        """Say that a reply is being worked out, or what else is waited for."""
        await self.end_waiting()
        await self._add(Working(told or words().conversation["working"]))

    async def end_waiting(self) -> None:
        """The reply is there, or is not coming."""
        await self.query(Working).remove()

    def close_choices(self) -> None:
        """Options, suggestions and ways out so far can no longer be taken."""
        for block in self.query(Choices):
            block.close()
        for remedy in self.query(Remedy):
            remedy.disabled = True

    async def clear_trouble(self) -> None:
        """What went wrong is settled, or given up."""
        await self.query(Notice).filter(".trouble").remove()

    async def clear(self) -> None:
        """Forget everything that was said."""
        await self.remove_children()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell how much lies below what is to be seen."""
        super().watch_scroll_y(old_value, new_value)
        self._tell_rest()

    def watch_virtual_size(self) -> None:
        """The same when something was added."""
        self._tell_rest()

    def on_resize(self) -> None:
        """And when the screen became another."""
        self._tell_rest()

    def _tell_rest(self) -> None:
        def measured() -> None:
            self.post_message(self.Rest(max(0, round(self.max_scroll_y - self.scroll_y))))

        if self.is_mounted:
            self.call_after_refresh(measured)  # heights hold once it is laid out

    def bring_up(self, widget: Widget) -> None:
        """Let reading begin at `widget`, however long what follows is."""
        self.call_after_refresh(self.scroll_to_widget, widget, top=True, animate=False, force=True)

    def fold_sources(self) -> bool:
        """Fold or unfold the sources of the last utterance that has any; False: none has."""
        sources = list(self.query(Sources))
        if sources:
            sources[-1].fold(unfolded=not sources[-1].unfolded)
        return bool(sources)

    def action_fold_sources(self) -> None:
        """The same by key, while the conversation has the focus."""
        self.fold_sources()

    async def _add(self, widget: Widget) -> None:
        await self.mount(widget)
        self.call_after_refresh(self.scroll_end, animate=False)
