"""Where one types: Enter sends, the arrows bring back what was sent, digits choose an option."""

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea

from tui.conversation.history import InputHistory
from tui.words import words

_NEW_LINE = ("shift+enter", "ctrl+j", "alt+enter")


class Composer(TextArea):
    """A few lines of text; posts `Sent` and `DigitPressed`, and sends nothing itself."""

    DEFAULT_CSS = """
    Composer { height: auto; max-height: 6; border: round $border-blurred; padding: 0 1; }
    Composer:focus { border: round $border; }
    """

    class Sent(Message):
        """The text is to be sent. It stays until `taken`, so that nothing is lost."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class DigitPressed(Message):
        """A digit was pressed while nothing was typed and options were open."""

        def __init__(self, digit: str) -> None:
            super().__init__()
            self.digit = digit

    def __init__(self, *, limit: int) -> None:
        """Take up to `limit` characters."""
        super().__init__(
            soft_wrap=True,
            highlight_cursor_line=False,
            placeholder=words().composer["placeholder"],
        )
        self.limit = limit
        self.digits: frozenset[str] = frozenset()
        """Digits that choose an option now, while nothing is typed."""
        self._past = InputHistory()
        self._hint = ""
        self._standing = ""

    def hint(self, text: str) -> None:
        """Say something under the field, until something is typed."""
        self._hint = text
        self._show_hint()

    def standing_hint(self, text: str) -> None:
        """Say something under the field as long as nothing else is to be said."""
        self._standing = text
        self._show_hint()

    def send(self) -> None:
        """Ask for the text to be sent, if it can be."""
        if (text := self.text.strip()) and len(text) <= self.limit:
            self.post_message(self.Sent(text))

    def taken(self, text: str) -> None:
        """`text` is on its way; begin anew."""
        self._past.sent(text)
        self.text = ""

    def give_back(self, text: str) -> None:
        """Put `text` back to be mended, before what was typed meanwhile."""
        self.text = f"{text}\n{self.text}" if self.text.strip() else text
        self.move_cursor(self.document.end)

    def on_text_area_changed(self) -> None:
        """Tell how much too long it has become."""
        over = len(self.text.strip()) - self.limit
        self._hint = words().composer["too_long"].format(n=over, max=self.limit) if over > 0 else ""
        self.set_class(over > 0, "too-long")
        self._show_hint()

    def _show_hint(self) -> None:
        self.border_subtitle = Content(self._hint or self._standing)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            self._take_over(event)
            self.send()
        elif event.key in _NEW_LINE:
            self._take_over(event)
            self.insert("\n")
        elif not self.text and event.character is not None and event.character in self.digits:
            self._take_over(event)
            self.post_message(self.DigitPressed(event.character))
        elif event.key == "up" and self.cursor_at_first_line:
            self._take_over(event)
            self._recall(self._past.older(self.text))
        elif event.key == "down" and self.cursor_at_last_line:
            self._take_over(event)
            self._recall(self._past.newer())
        else:
            await super()._on_key(event)

    def _recall(self, text: str | None) -> None:
        if text is not None:
            self.text = text
            self.move_cursor(self.document.end)

    @staticmethod
    def _take_over(event: events.Key) -> None:
        event.stop()
        event.prevent_default()
