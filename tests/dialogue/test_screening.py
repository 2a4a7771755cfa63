"""The table of what needs nothing looked up, row by row, and the order of its rows."""

import pytest
from fictional import asked

from dialogue.deciding import ROUNDS, SCREEN, screen
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
from dialogue.handoff import HandOff, HandOffPacket, HandOffReason, HandOffState
from dialogue.resolving import Relation
from dialogue.state import About, Pending, State
from dialogue.turn import Slots
from dialogue.understanding import Alarm, Barred, RequestKind, Signal

WAITING = HandOff(
    id="h",
    state=HandOffState.WAITING,
    packet=HandOffPacket(reason=HandOffReason.REQUESTED, kind="consultation"),
)
KNOWN = State(slots=Slots(item="A"), handoff=WAITING)

# One example for each row, in the order of the table.
ROWS: list[tuple[dict[str, object], Decision | type[HandOver]]] = [
    ({"alarm": Alarm.EMERGENCY_FIRE}, Signpost(alarm=Alarm.EMERGENCY_FIRE)),
    ({"barred": Barred.HARMFUL}, Refuse(why=Declined.HARMFUL)),
    ({"signal": Signal.OPERATOR}, HandOver),
    ({"signal": Signal.SETTLE}, HandOver),
    ({"sensitive": True}, HandOver),
    ({"kind": RequestKind.COMPLAINT}, HandOver),
    ({"anger": True}, HandOver),
    ({"barred": Barred.POLITICAL}, Refuse(why=Declined.POLITICAL)),
    ({"kind": RequestKind.PRAISE}, Talk(kind="praise")),
    ({"signal": Signal.GREETING}, Talk(kind="greeting")),
    ({"signal": Signal.WAITING}, Talk(kind="waiting")),
    ({"signal": Signal.DOUBT}, Vouch()),
    ({"signal": Signal.PLAINER}, Talk(kind="plainer")),
    ({"signal": Signal.YES}, Talk(kind="yes")),
    ({"signal": Signal.RESTART}, StartAnew()),
    ({"signal": Signal.NOT_HELPED}, NoneFits(helped=False)),
]


@pytest.mark.parametrize("number", range(len(SCREEN)))
def test_each_row_decides_its_example(number: int) -> None:
    said, wanted = ROWS[number]
    understood = asked(**said)
    state = State() if said == {"signal": Signal.PLAINER} else KNOWN
    assert next(row.name for row in SCREEN if row.applies(understood, state)) == SCREEN[number].name
    decision = screen(understood, state, Relation.NEW)
    if isinstance(wanted, type):
        assert isinstance(decision, wanted)
    else:
        assert decision == wanted


def test_every_row_has_an_example() -> None:
    assert len(ROWS) == len(SCREEN)


def test_who_waits_for_nobody_asks_about_the_matter() -> None:
    said = asked(signal=Signal.WAITING)
    assert screen(said, State(slots=Slots(item="A")), Relation.NEW) is None


def test_a_question_passes() -> None:
    assert screen(asked(), KNOWN, Relation.NEW) is None


def test_danger_goes_before_everything_else() -> None:
    said = asked(alarm=Alarm.CRISIS, signal=Signal.OPERATOR, anger=True, kind=RequestKind.COMPLAINT)
    assert screen(said, KNOWN, Relation.NEW) == Signpost(alarm=Alarm.CRISIS)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"signal": Signal.OPERATOR}, HandOffReason.REQUESTED),
        ({"signal": Signal.SETTLE}, HandOffReason.UNSETTLED),
        ({"sensitive": True}, HandOffReason.SENSITIVE),
        ({"kind": RequestKind.COMPLAINT}, HandOffReason.REQUEST),
        ({"kind": RequestKind.REPORT}, HandOffReason.REQUEST),
        ({"kind": RequestKind.PLEA}, HandOffReason.REQUEST),
        ({"kind": RequestKind.SUGGESTION}, HandOffReason.REQUEST),
        ({"anger": True}, HandOffReason.ANGER),
        # Who is angry and complains is taken down as a complaint.
        ({"anger": True, "kind": RequestKind.COMPLAINT}, HandOffReason.REQUEST),
    ],
)
def test_each_trigger_has_its_reason(said: dict[str, object], reason: HandOffReason) -> None:
    decision = screen(asked(**said), KNOWN, Relation.NEW)
    assert isinstance(decision, HandOver)
    assert decision.reason is reason


def test_asking_how_to_complain_is_a_question() -> None:
    assert screen(asked(kind=RequestKind.CONSULTATION), KNOWN, Relation.NEW) is None


def test_what_was_told_of_a_matter_is_told_again_in_plainer_words() -> None:
    assert screen(asked(signal=Signal.PLAINER), KNOWN, Relation.NEW) is None


def test_nothing_can_be_settled_before_there_is_a_matter() -> None:
    assert screen(asked(signal=Signal.SETTLE), State(), Relation.NEW) is None


def test_none_of_the_options_is_told_apart_by_what_was_asked() -> None:
    pending = Pending(search_text="", elements=(), options={}, labels={}, about=About.SITUATION)
    of_situations = State(slots=Slots(item="A"), pending=pending)
    assert screen(asked(), of_situations, Relation.NONE) == NoneFits(of_situations=True)
    assert screen(asked(), KNOWN, Relation.NONE) == NoneFits(of_situations=False)


def test_what_did_not_help_for_the_third_time_goes_to_a_person() -> None:
    decision = screen(asked(signal=Signal.NOT_HELPED), State(rounds=ROUNDS), Relation.NEW)
    assert isinstance(decision, HandOver)
    assert decision.reason is HandOffReason.REPEATED_FAILURE
