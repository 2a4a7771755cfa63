"""The assistant: looks up what a message needs, lets the pure core respond, and keeps the turn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from time import perf_counter
from zoneinfo import ZoneInfo

from dialogue.errors import MessageInvalid, NotReady, TokenWrong
from dialogue.handoff import HandOff, HandOffPacket, HandOffState
from dialogue.helping import helped, smoothed
from dialogue.lookup import BaseLookUp, guide_page, search_base, situations
from dialogue.masking import mask
from dialogue.message import Message
from dialogue.rating import Rating, Score
from dialogue.reply import Reply
from dialogue.resolving import NONE_OF_THESE
from dialogue.responding import respond
from dialogue.service import GuidePage, OpenedSession, Service
from dialogue.state import State
from dialogue.store import SessionsPort, StoredSession
from dialogue.turn import Slots, Turn
from dialogue.understanding import Understanding
from dialogue.wording import wording
from dialogue.writers import Writer
from kb.elements import Audience
from kb.regions import Regions
from retriever.base import Base
from retriever.live import Live
from retriever.results import Results

LONGEST_MESSAGE = 2000
BUSINESS_TIME = ZoneInfo("Asia/Shanghai")
_SLOTS = tuple(each.name for each in fields(Slots))
_LISTED = 20  # situations named in a refusal


class Assistant(Service):
    """The service over a published base and a store of sessions."""

    def __init__(
        self,
        *,
        live: Live,
        sessions: SessionsPort,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        service_name: str,
        writer: Writer | None = None,
    ) -> None:
        self._writer = writer
        self._live = live
        self._sessions = sessions
        self._clock = clock
        self._new_id = new_id
        self._service_name = service_name
        self._understandings: dict[int, Understanding] = {}

    @property
    def generation(self) -> int:
        """The number of the generation that is served."""
        return self._base().generation

    def regions(self) -> Regions:
        """The regions of the published base."""
        return self._base().regions

    def open_session(
        self, *, channel: str, region: str | None = None, audience: str | None = None
    ) -> OpenedSession:
        """Open a session (see `Service`)."""
        slots = self._slots(self._base(), {"region": region, "audience": audience}, Slots())
        opened = OpenedSession(
            id=self._new_id(),
            token=self._new_id(),
            greeting=wording().greeting["text"].format(service=self._service_name),
        )
        session = StoredSession(
            id=opened.id,
            token_hash=_hash(opened.token),
            channel=channel,
            state=State(slots=slots),
            turns=0,
        )
        self._sessions.add(session, self._clock())
        return opened

    def check_token(self, session_id: str, token: str) -> None:
        """Pass if the token opens the session (see `Service`)."""
        if not compare_digest(self._sessions.get(session_id).token_hash, _hash(token)):
            raise TokenWrong

    def turns(self, session_id: str) -> tuple[tuple[str, Turn], ...]:
        """The citizen's (masked) words and the replies, oldest first."""
        self._sessions.get(session_id)
        return self._sessions.turns(session_id)

    def ask(
        self,
        session_id: str,
        text: str,
        *,
        client_turn_id: str | None = None,
        option_id: str | None = None,
        slots: Mapping[str, str | None] | None = None,
    ) -> Turn:
        """Answer one message (see `Service`)."""
        started = perf_counter()
        _check(text)
        session = self._sessions.get(session_id)
        if client_turn_id and (known := self._sessions.turn_of(session_id, client_turn_id)):
            return known
        base = self._base()
        message = self._message(base, session, text, option_id, slots or {})
        understood = perf_counter()
        today = self._clock().astimezone(BUSINESS_TIME).date()
        look_up = BaseLookUp(base, today)
        after, reply = self._respond(base, session.state, message, look_up)
        found = look_up.timings_ms
        timings = {
            "understand": (understood - started) * 1000,
            **found,
            "compose": _ms(understood) - sum(found.values()),
            "total": _ms(started),
        }
        if reply.packet is not None:
            after = self._handed_over(after, reply.packet)
        turn = self._turn(session, after, reply, base.generation, timings)
        self._sessions.add_turn(
            turn,
            question=message.understood.masked,
            client_turn_id=client_turn_id,
            state=after,
            now=self._clock(),
        )
        return turn

    def _respond(
        self, base: Base, state: State, message: Message, look_up: BaseLookUp
    ) -> tuple[State, Reply]:
        said = respond(state, message, look_up)
        if self._writer is None:
            return said
        after, reply = helped(
            self._writer,
            state,
            message,
            said,
            lambda state, message: respond(state, message, look_up),
            self._understanding(base).understand,
        )
        return after, smoothed(self._writer, message, reply, base.regions)

    def rate(
        self,
        session_id: str,
        score: int,
        *,
        reasons: Sequence[str] = (),
        comment: str | None = None,
    ) -> Rating:
        """Keep what a citizen thinks of a session (see `Service`)."""
        if score not in list(Score):
            raise MessageInvalid("score", f"{score} is none of 1 to 5")
        rating = Rating(
            score=Score(score),
            reasons=tuple(mask(each) for each in reasons),
            comment=mask(comment) if comment else None,
        )
        self._sessions.rate(session_id, rating, self._clock())
        return rating

    def _message(
        self,
        base: Base,
        session: StoredSession,
        text: str,
        option_id: str | None,
        slots: Mapping[str, str | None],
    ) -> Message:
        state = session.state
        given = self._slots(base, slots, state.slots)
        offered = {*state.pending.options, NONE_OF_THESE} if state.pending else set()
        if option_id is not None and option_id not in offered:
            raise MessageInvalid("option_id", f"{option_id!r} is not one of the options offered")
        return Message(
            understood=self._understanding(base).understand(text),
            option_id=option_id,
            given=given,
            fixed=frozenset(slots),
            variety=_variety(session.turns, text),
        )

    def _handed_over(self, state: State, packet: HandOffPacket) -> State:
        """The session waits for a person; one that waits already keeps its place."""
        id_ = state.handoff.id if state.handoff else self._new_id()
        waiting = HandOff(id=id_, state=HandOffState.WAITING, packet=packet)
        return replace(state, handoff=waiting)

    def search(self, text: str, *, region: str | None = None, k: int = 10) -> Results:
        """Ranked hits, each with the element that the words ask for (see `Service`)."""
        _check(text)
        base = self._base()
        return search_base(base, self._understanding(base).understand(text), region=region, k=k)

    def guide_page(self, item_code: str, *, region: str | None = None) -> GuidePage:
        """All situations of the nearest region (see `Service`)."""
        return guide_page(self._base(), item_code, region=region)

    def _base(self) -> Base:
        base = self._live.current()
        if base is None:
            raise NotReady
        return base

    def _understanding(self, base: Base) -> Understanding:
        if base.generation not in self._understandings:
            self._understandings = {base.generation: Understanding(base.regions)}
        return self._understandings[base.generation]

    def _slots(self, base: Base, given: Mapping[str, str | None], now: Slots) -> Slots:
        for name in given:
            if name not in _SLOTS:
                raise MessageInvalid("slots", f"{name!r} is not one of {', '.join(_SLOTS)}")
        slots = replace(now, **given)
        if slots.region is not None:
            slots = replace(slots, region=base.regions.resolve(slots.region).code)
        if slots.audience is not None and slots.audience not in list(Audience):
            raise MessageInvalid("audience", f"is not one of {', '.join(Audience)}")
        if (item := given.get("item")) is not None and not base.records(item):
            raise MessageInvalid("slots", f"item {item!r} is not in the base")
        if slots.situation is not None:
            known = situations(base, slots.item)
            if slots.situation not in known and given.get("situation") is None:
                return replace(slots, situation=None)  # that of the item before
            if slots.situation not in known:
                listed = "、".join(sorted(known)[:_LISTED]) or "none"
                message = f"situation {slots.situation!r} is not one of the known ones: {listed}"
                raise MessageInvalid("slots", message)
        return slots

    def _turn(
        self,
        session: StoredSession,
        after: State,
        reply: Reply,
        generation: int,
        timings: dict[str, float],
    ) -> Turn:
        return Turn(
            id=self._new_id(),
            session_id=session.id,
            seq=session.turns + 1,
            text=reply.text,
            status=reply.status,
            slots=reply.slots,
            answers=reply.answers,
            options=reply.options,
            suggestions=reply.suggestions,
            probability=reply.probability,
            handoff=after.handoff,
            generation=generation,
            timings_ms={name: round(value, 2) for name, value in timings.items()},
        )


def _variety(turns: int, text: str) -> int:
    """A number that is the same whenever the same is said at the same point of a conversation."""
    return int.from_bytes(sha256(f"{turns}:{text}".encode()).digest()[:4])


def _check(text: str) -> None:
    if not text.strip():
        raise MessageInvalid("text", "is empty; ask in a few words")
    if len(text) > LONGEST_MESSAGE:
        message = f"has {len(text)} characters; shorten it to {LONGEST_MESSAGE} at most"
        raise MessageInvalid("text", message)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _ms(since: float) -> float:
    return (perf_counter() - since) * 1000
