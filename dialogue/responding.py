"""The core of a turn: from what is remembered, said and found to what is said and remembered.

Nothing here reads a clock, draws a number or writes anything; what has to be looked up comes
through the port `LookUp`. The same state, message and base always give the same reply.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from dialogue import composing, deciding, resolving
from dialogue.deciding.decisions import (
    AskAudience,
    AskItem,
    AskSituation,
    Decision,
    HandOver,
    NotFound,
)
from dialogue.findings import Findings
from dialogue.guarding import guarded
from dialogue.handoff import HandOffReason
from dialogue.message import Message
from dialogue.remembering import remembered
from dialogue.reply import Reply
from dialogue.resolving import Asked, Relation
from dialogue.several import in_turn
from dialogue.state import About, Pending, State
from dialogue.turn import Slots
from dialogue.understanding import Understood

_LIKELY = 0.3  # P(right) from which an option may be taken for the citizen


class LookUp(Protocol):
    """Reading the published base for a question."""

    def know(self, state: State) -> Findings:
        """The records of what the session is about, without searching."""
        ...

    def find(self, asked: Asked) -> Findings:
        """What a question needs: hits, and the records that can be answered from."""
        ...


@dataclass(frozen=True, kw_only=True)
class Course:
    """How far the answering of one question has come."""

    question: Understood
    message: Message
    state: State
    look_up: LookUp
    asked: Asked | None = None
    findings: Findings | None = None
    decision: Decision | None = None
    reply: Reply | None = None


def resolve(course: Course) -> Course:
    """Set the question against what the session remembers."""
    return replace(course, asked=resolving.resolve(course.state, course.question, course.message))


def screen(course: Course) -> Course:
    """Decide at once what needs nothing looked up: danger, a person wanted, small talk."""
    assert course.asked is not None
    decision = deciding.screen(course.question, course.state, course.asked.relation)
    return replace(course, decision=decision)


def retrieve(course: Course) -> Course:
    """Look up what is needed."""
    assert course.asked is not None
    if course.decision is not None:
        return replace(course, findings=course.look_up.know(course.state))
    return replace(course, findings=course.look_up.find(course.asked))


def resume(course: Course) -> Course:
    """Take up the matter before again, where none is talked about and what is asked is about that."""
    assert course.asked is not None
    assert course.findings is not None
    if course.decision is not None:
        return course
    asked = deciding.resumed(course.asked, course.state, course.findings)
    if asked is None:
        return course
    findings = course.look_up.find(asked)
    if not deciding.goes_on_before(asked, course.state, findings):
        return course
    return replace(course, asked=asked, findings=findings)


def join(course: Course) -> Course:
    """Read the question together with the one that is open, where it goes on with that."""
    assert course.asked is not None
    assert course.findings is not None
    asked, findings = deciding.with_open_question(course.asked, course.findings)
    return replace(course, asked=asked, findings=findings)


def decide(course: Course) -> Course:
    """Choose what to do."""
    if course.decision is not None:
        return course
    assert course.asked is not None
    assert course.findings is not None
    return replace(course, decision=deciding.decide(course.asked, course.state, course.findings))


def assume(course: Course) -> Course:
    """Go with the likeliest option, where the same would be asked again or given up for lost."""
    assert course.asked is not None
    if not resolving.may_assume(course.asked):
        return course
    option = _likeliest(course)
    if option is None:
        return course
    asked = resolving.assume(course.asked, option)
    return decide(retrieve(replace(course, asked=asked, decision=None)))


def _likeliest(course: Course) -> str | None:
    """The option to go with; None where another thing is asked back, or nothing is likely."""
    assert course.asked is not None
    assert course.findings is not None
    open_, hits = course.asked.open, course.findings.hits
    assert open_ is not None
    match course.decision:
        case AskItem() | NotFound() | HandOver(reason=HandOffReason.REPEATED_FAILURE) if (
            open_.about is About.ITEM
        ):
            of_its_own = course.asked.relation is Relation.MAY_FOLLOW and not course.asked.joined
            if of_its_own or not hits or hits[0].probability < _LIKELY:
                return None
            return _of_item(course, hits[0].item_code if course.asked.joined else None)
        case AskSituation(slots=slots) if open_.about is About.SITUATION:
            return _same_item(open_, slots)
        case AskAudience(slots=slots) if open_.about is About.AUDIENCE:
            return _same_item(open_, slots)
        case HandOver(reason=HandOffReason.REPEATED_FAILURE, slots=Slots() as slots):
            return _same_item(open_, slots)
        case _:
            return None


def _of_item(course: Course, item: str | None) -> str | None:
    """The option of an item; without one the first with a guide, out of which elements are told."""
    assert course.asked is not None
    assert course.findings is not None
    options = course.asked.open.options if course.asked.open else {}
    if item is not None:
        return next((id_ for id_, slots in options.items() if slots.item == item), None)
    of_guides = (
        id_ for id_, slots in options.items() if slots.item and course.findings.guides(slots.item)
    )
    return next(of_guides, next(iter(options), None))


def _same_item(open_: Pending, slots: Slots) -> str | None:
    return next((id_ for id_, each in open_.options.items() if each.item == slots.item), None)


def compose(course: Course) -> Course:
    """Say it, and keep what stays."""
    assert course.asked is not None
    assert course.findings is not None
    assert course.decision is not None
    scene = composing.Scene(
        asked=course.asked,
        state=course.state,
        findings=course.findings,
        variety=course.message.variety,
    )
    reply = composing.compose(course.decision, scene)
    state = remembered(course.state, course.asked, course.decision, reply)
    return replace(course, reply=reply, state=state)


def guard(course: Course) -> Course:
    """Let nothing out that is not held by what is cited."""
    assert course.findings is not None
    assert course.reply is not None
    return replace(course, reply=guarded(course.reply, course.findings.regions))


STEPS: tuple[Callable[[Course], Course], ...] = (
    resolve,
    screen,
    retrieve,
    resume,
    join,
    decide,
    assume,
    compose,
    guard,
)
"""What is done with each question of a message, once the message is understood."""


def respond(state: State, message: Message, look_up: LookUp) -> tuple[State, Reply]:
    """Answer a message, its questions one by one.

    The new state holds the slots that stay and the question that is open.
    """

    def answer(question: Understood, state: State) -> tuple[State, Reply]:
        course = Course(question=question, message=message, state=state, look_up=look_up)
        for step in STEPS:
            course = step(course)
        assert course.reply is not None
        return course.state, course.reply

    before, said = state, message.understood
    state = state.heard(said.masked, said.dead)
    if said.parts and deciding.screen(said, state, Relation.NEW) is not None:
        said = replace(said, parts=())  # danger in one of several questions goes before all
    state, reply = in_turn(said, state, answer)
    return state, composing.kindly(reply, said, before, message.variety)
