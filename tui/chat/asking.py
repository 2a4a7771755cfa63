"""A screen that holds a conversation with a hotline: asking, waiting, telling what came of it.

Workers speak with the hotline and touch no widget; they tell what came in messages, and the
handlers of these change the screen.
"""

from textual import on, work
from textual.screen import Screen

from api.schemas import TurnRequest
from tui.chat.events import Answered, Failed, ItemNamed, NotOpened, Opened, PlacesKnown
from tui.chat.gateway import Gateway
from tui.chat.showing import Place, places, utterance
from tui.chat.talk import Talk
from tui.chat.trouble import Trouble, TroubleKind
from tui.conversation import Bubble, Composer, Conversation, Side, Utterance
from tui.words import words


class AskingScreen(Screen[None]):
    """Has a `Conversation` and a `Composer`, and holds a `Talk` through a `Gateway`."""

    def __init__(self, gateway: Gateway, talk: Talk, *, region: str | None) -> None:
        """Hold `talk` through `gateway`; `region` is where the citizen is, if that was told."""
        super().__init__()
        self.gateway = gateway
        self.talk = talk
        self.home = region
        self.places: list[Place] = []
        self.asked: Bubble | None = None  # the citizen's last bubble
        self._send_when_open = False
        self._renewed = False  # a lost session is replaced once a question

    @property
    def composer(self) -> Composer:
        """Where the citizen types."""
        return self.query_one(Composer)

    @property
    def conversation(self) -> Conversation:
        """What was said."""
        return self.query_one(Conversation)

    def show_known(self) -> None:
        """Show what is known of the citizen's matter, which has changed."""

    async def connect(self, region: str | None) -> None:
        """Open a session."""
        self.home = region
        told = words().app["connecting"].format(url=self.gateway.url)
        await self.conversation.begin_waiting(told)
        self._open(region)

    async def say(self, text: str, *, option_id: str | None = None) -> bool:
        """Ask; False where that cannot be done now."""
        if self.talk.waiting is not None:
            self.composer.hint(words().app["busy"])
            return False
        if self.talk.session is None:
            self._send_when_open = True
            await self.retry()
            self.composer.hint(words().app["not_open"])
            return False
        await self.conversation.clear_trouble()
        await self._send(self.talk.ask(text, option_id=option_id))
        return True

    async def retry(self) -> None:
        """Send again what did not arrive, or connect again."""
        await self.conversation.clear_trouble()
        if self.talk.session is None:
            await self.connect(self.home)
        elif (request := self.talk.retry()) is not None:
            if self.asked is not None:
                self.asked.mark_undelivered(undelivered=False)
            await self._wait_for(request)
        elif self.talk.waiting is None:
            self.composer.hint(words().app["nothing_to_retry"])

    def offer_digits(self) -> None:
        """Let the composer know which digits choose."""
        options = self.conversation.open_options
        self.composer.digits = frozenset(each.key for each in options if each.key)

    async def _send(self, request: TurnRequest) -> None:
        self.asked = await self.conversation.say(Utterance(side=Side.CITIZEN, text=request.text))
        await self._wait_for(request)

    async def _wait_for(self, request: TurnRequest) -> None:
        self.offer_digits()
        await self.conversation.begin_waiting()
        self._ask(request)

    async def _tell(self, trouble: Trouble) -> None:
        await self.conversation.notice(trouble.text, trouble=True, remedy=trouble.remedy)

    @work(exclusive=True, group="turn")
    async def _open(self, region: str | None) -> None:
        try:
            session = await self.gateway.open(region)
        except Trouble as trouble:
            self.post_message(NotOpened(trouble, region))
            return
        self.post_message(Opened(session, region))
        self._find_places()

    @work(exclusive=True, group="places")
    async def _find_places(self) -> None:
        try:
            self.post_message(PlacesKnown(list(places(await self.gateway.regions()))))
        except Trouble:
            return  # codes are shown instead of names

    @work(exclusive=True, group="turn")
    async def _ask(self, request: TurnRequest) -> None:
        assert self.talk.session is not None
        try:
            turn = await self.gateway.ask(self.talk.session, request)
        except Trouble as trouble:
            self.post_message(Failed(trouble))
        else:
            self.post_message(Answered(turn))

    @work(exclusive=True, group="item")
    async def _find_name(self, item: str) -> None:
        try:
            name, _ = await self.gateway.situations(item, None)
        except Trouble:
            return  # its code is shown
        self.post_message(ItemNamed(item, name))

    @on(Conversation.Rest)
    def _rest(self, event: Conversation.Rest) -> None:
        below = words().conversation["below"].format(n=event.rows) if event.rows else ""
        self.composer.standing_hint(below)

    @on(Opened)
    async def _opened(self, event: Opened) -> None:
        await self.conversation.end_waiting()
        if self.talk.waiting is not None:
            request = self.talk.renewed(event.session)
            await self.conversation.notice(words().app["renewed"])
            await self._wait_for(request)
            return
        self.talk.opened(event.session, region=event.region)
        await self.conversation.say(Utterance(side=Side.ASSISTANT, text=event.session.greeting))
        self.show_known()
        if self._send_when_open:
            self._send_when_open = False
            self.composer.send()

    @on(NotOpened)
    async def _not_opened(self, event: NotOpened) -> None:
        await self.conversation.end_waiting()
        self.composer.hint("")
        if event.trouble.kind is TroubleKind.INVALID and event.region is not None:
            refused = words().app["region_refused"]
            await self.conversation.notice(refused.format(why=event.trouble.text))
            await self.connect(None)  # there is no such place: begin without one
            return
        await self._undelivered(event.trouble)

    @on(PlacesKnown)
    def _places_known(self, event: PlacesKnown) -> None:
        self.places = event.places
        self.show_known()

    @on(ItemNamed)
    def _item_named(self, event: ItemNamed) -> None:
        self.talk.item_names[event.item] = event.name
        self.show_known()

    @on(Answered)
    async def _answered(self, event: Answered) -> None:
        turn = event.turn
        self._renewed = False
        self.talk.answered(turn)
        await self.conversation.end_waiting()
        if turn.text:
            names = {each.code: each.path for each in self.places}
            await self.conversation.say(utterance(turn, names))
        if self.asked is not None:
            self.conversation.bring_up(self.asked)
        self.offer_digits()
        item = turn.slots.item
        if item is not None and item not in self.talk.item_names:
            self._find_name(item)
        self.show_known()

    @on(Failed)
    async def _failed(self, event: Failed) -> None:
        await self.conversation.end_waiting()
        if event.trouble.kind is TroubleKind.LOST and not self._renewed:
            self._renewed = True
            await self.connect(self.talk.value_of("region"))
        else:
            await self._undelivered(event.trouble)

    async def _undelivered(self, trouble: Trouble) -> None:
        """Keep what was asked: to be sent again as it is, or to be mended."""
        refused = self.talk.waiting
        to_be_mended = trouble.kind is TroubleKind.INVALID
        self.talk.failed(may_retry=not to_be_mended)
        if self.asked is not None and refused is not None:
            if to_be_mended:
                await self.asked.remove()
                self.asked = None
                self.composer.give_back(refused.text)
            else:
                self.asked.mark_undelivered(undelivered=True)
        await self._tell(trouble)
