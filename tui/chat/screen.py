"""The screen of the chat: what is known as chips, the conversation, and where one types."""

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Static

from api.schemas import TEXT_LIMIT
from tui.chat.asking import AskingScreen
from tui.chat.chips import Chip, ChipBar
from tui.chat.commands import COMMAND_BINDINGS, command_typed
from tui.chat.events import Answered
from tui.chat.help import Help
from tui.chat.picker import Pick, Picker
from tui.chat.picks import finder
from tui.chat.showing import handoff_banner, slot_told
from tui.conversation import ChoiceTaken, Composer, Conversation, RemedyWanted, Side
from tui.words import CommandName, SlotName, words


class ChatScreen(AskingScreen):
    """A citizen's conversation."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMAND_BINDINGS,
        *(Binding(digit, f"digit('{digit}')", show=False) for digit in "1234567890"),
        Binding("escape", "turn_around", show=False),
        # The composer would take these for itself, and has no pages to turn.
        Binding("pageup", "turn_page(-1)", show=False, priority=True),
        Binding("pagedown", "turn_page(1)", show=False, priority=True),
    ]

    def compose(self) -> ComposeResult:
        """From top to bottom, which is the order of the focus as well."""
        yield ChipBar()
        yield Static(id="banner", markup=False)
        yield Conversation(own=Side.CITIZEN)
        composer = Composer(limit=TEXT_LIMIT)
        composer.border_title = f"{words().app['title']} {self.gateway.url}"
        yield composer
        yield Footer(show_command_palette=False)

    async def on_mount(self) -> None:
        """Connect."""
        self.composer.focus()
        await self.connect(self.home)

    def show_known(self) -> None:
        """Show every slot on its chip."""
        for slot in words().slots:
            told = slot_told(slot, self.talk, self.places)
            self.query_one(ChipBar).chip(slot).hold(told, pending=slot in self.talk.changes)

    @on(Answered)
    def _show_handoff(self, event: Answered) -> None:
        if event.turn.handoff is not None:
            banner = self.query_one("#banner", Static)
            banner.update(handoff_banner(event.turn.handoff))
            banner.display = True

    @on(Composer.Sent)
    async def _sent(self, event: Composer.Sent) -> None:
        if event.text.startswith("/"):
            self.composer.taken(event.text)
            if (command := command_typed(event.text)) is None:
                told = words().app["unknown_command"].format(typed=event.text)
                await self.conversation.notice(told)
            else:
                await self.action_command(command)
        elif await self.say(event.text):
            self.composer.taken(event.text)

    @on(ChoiceTaken)
    async def _taken(self, event: ChoiceTaken) -> None:
        choice = event.choice
        await self.say(choice.label, option_id=None if event.suggested else choice.id)
        self.composer.focus()

    @on(Composer.DigitPressed)
    async def _digit_in_composer(self, event: Composer.DigitPressed) -> None:
        await self.action_digit(event.digit)

    async def action_digit(self, digit: str) -> None:
        """Take the option with this digit."""
        for choice in self.conversation.open_options:
            if choice.key == digit:
                await self.say(choice.label, option_id=choice.id)

    @on(RemedyWanted)
    async def _remedy(self) -> None:
        self.composer.focus()
        await self.retry()

    @on(Chip.Pressed)
    def _pressed(self, event: Chip.Pressed) -> None:
        self.edit(event.slot)

    def on_key(self, event: events.Key) -> None:
        """Somebody types while something else has the focus: that is meant for the composer."""
        if self.composer.has_focus or event.key in self.active_bindings:
            return
        if event.is_printable and event.character:
            event.stop()
            self.composer.focus()
            self.composer.insert(event.character)

    def action_turn_around(self) -> None:
        """Between typing and reading."""
        (self.conversation if self.composer.has_focus else self.composer).focus()

    def action_turn_page(self, step: int) -> None:
        """Read on or back, wherever the focus is."""
        log = self.conversation
        log.scroll_relative(y=step * max(1, log.size.height - 2), animate=False)

    async def action_command(self, name: CommandName) -> None:
        """Do what a key or a typed word stands for."""
        if name == "retry":
            await self.retry()
        elif name == "new":
            await self.begin_anew()
        else:
            commands: dict[CommandName, Callable[[], object]] = {
                "help": lambda: self.app.push_screen(Help()),
                "sources": self.fold_sources,
                "copy": self.copy_reply,
                "slots": self.query_one(ChipBar).chip("item").focus,
                "region": lambda: self.edit("region"),
                "theme": self.app.action_toggle_dark,
                "quit": self.app.exit,
            }
            commands[name]()

    def fold_sources(self) -> None:
        """Fold or unfold the sources of the last reply."""
        if not self.conversation.fold_sources():
            self.composer.hint(words().app["no_sources"])

    def copy_reply(self) -> None:
        """Copy the last reply."""
        reply = self.conversation.last_reply
        if reply is None or self.asked is None:
            self.composer.hint(words().app["nothing_to_copy"])
            return
        self.app.copy_to_clipboard(reply.text)
        self.composer.hint(words().app["copied"])

    async def begin_anew(self) -> None:
        """Forget what was said, but not where and for whom."""
        self.talk.restart()
        self.asked = None
        self.query_one("#banner").display = False
        await self.conversation.clear()
        self.offer_digits()
        self.show_known()
        await self.connect(self.talk.value_of("region"))

    def edit(self, slot: SlotName) -> None:
        """Let a slot be picked."""
        if slot == "situation" and self.talk.value_of("item") is None:
            self.composer.hint(words().picker["no_item_yet"])
            return

        def picked(pick: Pick | None) -> None:
            self.composer.focus()
            if pick is not None:
                self._hold(slot, pick)

        find = finder(slot, self.talk, self.gateway, self.places)
        nothing = words().picker["no_situations" if slot == "situation" else "hint"]
        self.app.push_screen(Picker(words().slots[slot], find, nothing=nothing), picked)

    def _hold(self, slot: SlotName, pick: Pick) -> None:
        if slot == "item":
            self.talk.change("situation", None)  # it was one of another item
            if pick.value is not None:
                self.talk.item_names[pick.value] = pick.label
        self.talk.change(slot, pick.value)
        self.show_known()
        told = words().picker["changed"]
        self.composer.hint(told.format(label=words().slots[slot].label, value=pick.label))
