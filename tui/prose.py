"""Text as it was written, broken into lines of the width at hand; nothing in it is markup."""

import re

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.lines import broken, widest

WIDEST = 88
"""Cells of a line that is still read with ease."""
_HEADING = re.compile(r"^【[^】\n]+】", re.MULTILINE)


class Prose(Widget):
    """Shows a text; as wide as its lines need and as high as they become."""

    DEFAULT_CSS = """
    Prose { width: auto; height: auto; }
    """

    def __init__(self, text: str, *, classes: str | None = None) -> None:
        """Show `text`."""
        super().__init__(classes=classes)
        self.text = text

    def update(self, text: str) -> None:
        """Show another text."""
        self.text = text
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """As wide as the longest line, if there is room."""
        return min(widest(self.text), container.width, WIDEST)

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002 - the signature is given
        viewport: Size,  # noqa: ARG002 - likewise
        width: int,
    ) -> int:
        """As many rows as there are lines."""
        return len(broken(self.text, width)) if width else 0

    def render(self) -> Content:
        """The lines, with headings in bold."""
        text = "\n".join(broken(self.text, self.content_size.width or WIDEST))
        content = Content(text)
        for found in _HEADING.finditer(text):
            content = content.stylize("bold", *found.span())
        return content
