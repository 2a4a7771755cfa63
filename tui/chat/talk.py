"""One conversation as far as the terminal knows it: no widget, no network."""

from collections.abc import Callable
from typing import get_args

from api.schemas import SessionOpened, Slots, SlotsChange, Turn, TurnRequest
from tui.words import SlotName

_SLOTS: tuple[SlotName, ...] = get_args(SlotName)
_KEPT: tuple[SlotName, ...] = ("region", "audience")  # hold in a new session as well


class Talk:
    """What is known, what is under way and what did not arrive."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        """`new_id` names turns, so that one sent twice is answered once."""
        self._new_id = new_id
        self.session: SessionOpened | None = None
        self.slots = Slots()
        self.changes: dict[SlotName, str | None] = {}
        """Slots that were edited since the last reply; they go with the next turn."""
        self.waiting: TurnRequest | None = None
        self.undelivered: TurnRequest | None = None
        self.item_names: dict[str, str] = {}

    def opened(self, session: SessionOpened, *, region: str | None = None) -> None:
        """A session began; `region` was given to it."""
        self.session = session
        self.slots = Slots(region=region)
        if self.changes.get("region") == region:
            self.changes.pop("region", None)

    def restart(self) -> None:
        """Forget everything but where and for whom."""
        kept = {name: self.value_of(name) for name in _KEPT if self.value_of(name) is not None}
        self.session, self.slots = None, Slots()
        self.waiting = self.undelivered = None
        self.changes = kept

    def change(self, slot: SlotName, value: str | None) -> None:
        """Set a slot, or clear it, with the next turn."""
        if value == getattr(self.slots, slot):
            self.changes.pop(slot, None)
        else:
            self.changes[slot] = value

    def value_of(self, slot: SlotName) -> str | None:
        """What a slot holds, the edits of the terminal included."""
        if slot in self.changes:
            return self.changes[slot]
        known: str | None = getattr(self.slots, slot)
        return known

    def ask(self, text: str, *, option_id: str | None = None) -> TurnRequest:
        """The request for a message, under way from now on; an undelivered one is given up."""
        told: dict[str, object] = {"text": text, "client_turn_id": self._new_id()}
        if option_id is not None:
            told["option_id"] = option_id
        if self.changes:
            told["slots"] = SlotsChange.model_validate(self.changes)
        self.undelivered = None
        self.waiting = TurnRequest.model_validate(told)
        return self.waiting

    def answered(self, turn: Turn) -> None:
        """The reply came; edits made while it was worked out still wait for the next turn."""
        for name, value in _named(self.waiting).items():
            if name in self.changes and self.changes[name] == value:
                del self.changes[name]
        self.waiting = None
        self.slots = turn.slots
        for answer in turn.answers:
            if answer.item_code is not None and answer.name is not None:
                self.item_names[answer.item_code] = answer.name

    def failed(self, *, may_retry: bool) -> None:
        """The message did not arrive, or is to be mended."""
        self.undelivered, self.waiting = (self.waiting if may_retry else None), None

    def retry(self) -> TurnRequest | None:
        """The undelivered request, under its old id, under way again."""
        if self.undelivered is not None:
            self.waiting, self.undelivered = self.undelivered, None
            return self.waiting
        return None

    def renewed(self, session: SessionOpened) -> TurnRequest:
        """The session was lost: what is under way, for a new one, without the old option."""
        assert self.waiting is not None
        text, sent = self.waiting.text, _named(self.waiting)
        self.restart()
        self.changes = {**sent, **self.changes}
        self.session = session
        return self.ask(text)


def _named(request: TurnRequest | None) -> dict[SlotName, str | None]:
    """The slots that a request sets or clears."""
    if request is None or request.slots is None:
        return {}
    named = request.slots.model_fields_set
    return {name: getattr(request.slots, name) for name in _SLOTS if name in named}
