"""The application of the chat."""

from collections.abc import Callable
from secrets import token_hex
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from tui.chat.commands import QUIT_BINDING
from tui.chat.gateway import Gateway
from tui.chat.screen import ChatScreen
from tui.chat.talk import Talk
from tui.words import words

DARK, LIGHT = "textual-dark", "textual-light"


def _new_id() -> str:
    return token_hex(16)


class ChatApp(App[None]):
    """A citizen's conversation in the terminal."""

    CSS_PATH = "chat.tcss"
    TITLE = words().app["title"]
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        QUIT_BINDING,
        Binding("ctrl+c", "hint_at_quit", show=False, system=True),
    ]

    def __init__(
        self,
        gateway: Gateway,
        *,
        region: str | None = None,
        light: bool = False,
        new_id: Callable[[], str] = _new_id,
    ) -> None:
        """Hold a conversation through `gateway`, in `region` if that is told."""
        super().__init__()
        self.gateway = gateway
        self.talk = Talk(new_id)
        self._region = region
        self.theme = LIGHT if light else DARK

    def get_default_screen(self) -> ChatScreen:
        """The one screen; help and pickers open above it."""
        return ChatScreen(self.gateway, self.talk, region=self._region)

    async def on_unmount(self) -> None:
        """Let go of the hotline."""
        await self.gateway.close()

    def action_toggle_dark(self) -> None:
        """Light to dark and back."""
        self.theme = LIGHT if self.theme == DARK else DARK

    def action_hint_at_quit(self) -> None:
        """Say how to leave: Ctrl+C copies in many places and must not end a conversation."""
        if isinstance(self.screen, ChatScreen):
            self.screen.composer.hint(words().app["quit_hint"])
