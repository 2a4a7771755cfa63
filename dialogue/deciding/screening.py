"""The first table: what a message is answered with before anything is looked up.

Rows in reading order; the first that applies decides. Each is tested by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from dialogue.deciding.decisions import (
    Decision,
    Declined,
    HandOver,
    NoneFits,
    Refuse,
    Signpost,
    StartAnew,
    Talk,
    Vouch,
)
from dialogue.deciding.escalating import escalated
from dialogue.handoff import HandOffReason
from dialogue.phrases import phrase
from dialogue.resolving import Relation
from dialogue.state import About, State
from dialogue.understanding import Barred, RequestKind, Signal, Understood

REQUESTS = (
    RequestKind.COMPLAINT,
    RequestKind.REPORT,
    RequestKind.PLEA,
    RequestKind.SUGGESTION,
)
"""What people have to see to: not asked, but wanted done."""
_TALK = (Signal.GREETING, Signal.THANKS, Signal.FAREWELL, Signal.WHO_ARE_YOU, Signal.DO_IT)
_DECLINED = {
    Barred.MEDICAL: Declined.MEDICAL,
    Barred.POLITICAL: Declined.POLITICAL,
    Barred.OUT_OF_SCOPE: Declined.OUT_OF_SCOPE,
}


@dataclass(frozen=True, kw_only=True)
class ScreenRow:
    """When a row applies, and what is done then."""

    name: str
    applies: Callable[[Understood, State], bool]
    act: Callable[[Understood, State], Decision]


def _hand_over(reason: HandOffReason) -> Callable[[Understood, State], Decision]:
    return lambda said, state: HandOver(
        reason=reason, slots=state.slots, elements=said.elements or state.elements
    )


def _take_down(said: Understood, state: State) -> Decision:
    """With the matter talked about, where it is pointed to: 「那个窗口的人不给办」, not 「邻居的狗天天叫」."""
    if phrase("of_the_matter").search(said.search_text):
        return _hand_over(HandOffReason.REQUEST)(said, state)
    slots = replace(state.slots, item=None, situation=None)
    return HandOver(reason=HandOffReason.REQUEST, slots=slots)


def _has_begun(state: State) -> bool:
    """True where there is something to find out."""
    return state.slots.item is not None or state.rounds > 0 or bool(state.tried)


SCREEN = (
    ScreenRow(
        name="danger is signposted before everything else",
        applies=lambda said, _: said.alarm is not None,
        act=lambda said, _: Signpost(alarm=said.alarm, danger=said.danger),  # type: ignore[arg-type]
    ),
    ScreenRow(
        name="nobody is helped to do harm",
        applies=lambda said, _: said.barred is Barred.HARMFUL,
        act=lambda *_: Refuse(why=Declined.HARMFUL),
    ),
    ScreenRow(
        name="who asks for a person gets one",
        applies=lambda said, _: said.signal is Signal.OPERATOR,
        act=lambda said, state: HandOver(
            reason=HandOffReason.REQUESTED,
            slots=state.slots,
            elements=state.elements or said.elements,  # what asks for a person asks for no element
        ),
    ),
    ScreenRow(
        name="what shall be found out is found out by people",
        applies=lambda said, state: said.signal is Signal.SETTLE and _has_begun(state),
        act=_hand_over(HandOffReason.UNSETTLED),
    ),
    ScreenRow(
        name="a sensitive matter is one for people",
        applies=lambda said, _: said.sensitive,
        act=_hand_over(HandOffReason.SENSITIVE),
    ),
    ScreenRow(
        name="a complaint, a report, a plea or a suggestion is taken down",
        applies=lambda said, _: said.kind in REQUESTS,
        act=_take_down,
    ),
    ScreenRow(
        name="who is angry is not kept with a machine",
        applies=lambda said, _: said.anger,
        act=_hand_over(HandOffReason.ANGER),
    ),
    ScreenRow(
        name="what is no matter of the hotline is declined",
        applies=lambda said, _: said.barred in _DECLINED,
        act=lambda said, _: Refuse(why=_DECLINED[said.barred]),  # type: ignore[index]
    ),
    ScreenRow(
        name="praise is thanked for",
        applies=lambda said, _: said.kind is RequestKind.PRAISE,
        act=lambda *_: Talk(kind=RequestKind.PRAISE.value),
    ),
    ScreenRow(
        name="small talk is returned",
        applies=lambda said, _: said.signal in _TALK,
        act=lambda said, _: Talk(kind=str(said.signal)),
    ),
    ScreenRow(
        name="who waits for a person is told how it stands",
        applies=lambda said, state: said.signal is Signal.WAITING and state.handoff is not None,
        act=lambda said, _: Talk(kind=str(said.signal)),
    ),
    ScreenRow(
        name="what is doubted is vouched for",
        applies=lambda said, _: said.signal is Signal.DOUBT,
        act=lambda *_: Vouch(),
    ),
    ScreenRow(
        name="what shall be said plainer is asked for, where no matter is talked about",
        applies=lambda said, state: said.signal is Signal.PLAINER and state.slots.item is None,
        act=lambda said, _: Talk(kind=str(said.signal)),
    ),
    ScreenRow(
        name="a yes to no question is taken note of",
        applies=lambda said, state: said.signal is Signal.YES and state.pending is None,
        act=lambda *_: Talk(kind=Signal.YES.value),
    ),
    ScreenRow(
        name="starting anew forgets the matter",
        applies=lambda said, _: said.signal is Signal.RESTART,
        act=lambda *_: StartAnew(),
    ),
    ScreenRow(
        name="a reply that was of no use counts as a failed round",
        applies=lambda said, state: (
            said.signal is Signal.NOT_HELPED
            or (said.signal is Signal.NONE_OF_THESE and state.pending is None)
        ),
        act=lambda *_: NoneFits(helped=False),
    ),
)


def screen(said: Understood, state: State, relation: Relation) -> Decision | None:
    """What a message is answered with at once; None where it asks about a matter."""
    decision = next((row.act(said, state) for row in SCREEN if row.applies(said, state)), None)
    if decision is None and relation is Relation.NONE:
        about = state.pending.about if state.pending else None
        decision = NoneFits(of_situations=about in (About.SITUATION, About.AUDIENCE))
    return None if decision is None else escalated(decision, state, state.slots)
