"""Somebody at the screen: types, presses keys, and reads what stands there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from textual.pilot import Pilot

from tui.chat import ChatApp, Gateway
from tui.chat.chips import Chip
from tui.chat.screen import ChatScreen
from tui.conversation import Bubble, Composer, Conversation
from tui.conversation.notice import Notice, Working
from tui.conversation.sources import Sources
from tui.prose import Prose


class Sitter:
    """Drives one app."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.app = pilot.app

    async def settle(self) -> None:
        """Let everything happen that is under way."""
        for _ in range(3):
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        await self.pilot.press(*text)

    async def ask(self, text: str) -> None:
        await self.type(text)
        await self.press("enter")

    @property
    def chat(self) -> ChatScreen:
        """The screen under whatever window is open."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, ChatScreen)
        return screen

    @property
    def conversation(self) -> Conversation:
        return self.chat.conversation

    @property
    def composer(self) -> Composer:
        return self.chat.composer

    @property
    def said(self) -> list[str]:
        return [each.utterance.text for each in self.chat.query(Bubble)]

    @property
    def notices(self) -> list[str]:
        return [each.text for each in self.chat.query(Notice)]

    @property
    def undelivered(self) -> list[str]:
        return [each.utterance.text for each in self.chat.query(Bubble).filter(".undelivered")]

    @property
    def waiting(self) -> bool:
        return bool(self.chat.query(Working))

    @property
    def sources(self) -> list[str]:
        """The sources that are unfolded."""
        return [
            prose.text
            for each in self.chat.query(Sources)
            if each.unfolded
            for prose in each.query(Prose).filter(".source")
        ]

    def chip(self, slot: str) -> str:
        return self.chat.query_one(f"#{slot}", Chip).told

    @property
    def hint(self) -> str:
        """What is said under the field."""
        return str(self.composer.border_subtitle)

    @property
    def rows(self) -> list[str]:
        """What stands on the screen, row by row."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]


@asynccontextmanager
async def sitting(
    gateway: Gateway, *, region: str | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Sitter]:
    """A chat through `gateway`, its turns named turn-1, turn-2 …"""
    numbers = count(1)
    app = ChatApp(gateway, region=region, new_id=lambda: f"turn-{next(numbers)}")
    async with app.run_test(size=size) as pilot:
        sitter = Sitter(pilot)
        await sitter.settle()
        yield sitter
