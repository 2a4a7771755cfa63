"""Everything that is said without looking anything up."""

from dialogue.composing.next_questions import next_questions
from dialogue.composing.scene import Scene
from dialogue.deciding.decisions import Declined, Refuse, Signpost, TakeNote, Talk
from dialogue.phrases import phrase
from dialogue.reply import Reply
from dialogue.state import State
from dialogue.turn import Slots, Status
from dialogue.understanding import Signal
from dialogue.understanding.alarms import alarm_in
from dialogue.wording import one_of, wording
from retriever.tokens import normalise

_HEARD = "heard"  # what only tells, and of nothing that was found
_SUGGESTED = 4  # life events that can be clicked


def talk(decision: Talk, scene: Scene) -> Reply:
    """A greeting, thanks, a farewell, praise, or who is speaking and what can be asked."""
    say = wording().smalltalk
    text = one_of(say[decision.kind], scene.variety)
    if decision.kind == _HEARD and _was_in_danger(scene.state):
        text = one_of(say["after_danger"], scene.variety)
    events: tuple[str, ...] = ()
    if decision.kind == Signal.WHO_ARE_YOU:
        events = scene.findings.events
    whether = phrase("whether_machine").search(scene.asked.search_text)
    if events and not whether:  # who asks for a person did not ask for all that can be asked
        names = wording().answer["and"].join(events)
        text = "\n".join((text, one_of(say["events"], scene.variety).format(events=names)))
    return Reply(
        text=text,
        status=Status.SMALLTALK,
        slots=scene.state.slots,
        suggestions=events[:_SUGGESTED],
        context=events,
    )


def _was_in_danger(state: State) -> bool:
    """Whether the message before told of a danger."""
    return any(alarm_in(normalise(words)) for words in state.words[-2:-1])


def take_note(decision: TakeNote, scene: Scene) -> Reply:
    """That it was heard, and what can be asked on: the answer stands above."""
    name = decision.answer.guide.name
    suggestions = next_questions(decision.answer, scene, Status.ANSWERED)
    text = one_of(wording().smalltalk["noted"], scene.variety).format(name=name)
    return Reply(
        text=text,
        status=Status.SMALLTALK,
        slots=scene.state.slots,
        suggestions=suggestions,
        context=(name,),
    )


def start_anew(state: State, variety: int) -> Reply:
    """The matter is forgotten; where and who the citizen is stays."""
    slots = Slots(region=state.slots.region, audience=state.slots.audience)
    text = one_of(wording().smalltalk["restart"], variety)
    return Reply(text=text, status=Status.SMALLTALK, slots=slots)


def signpost(decision: Signpost, state: State) -> Reply:
    """Which number to ring, at once, and what to do until help comes."""
    text = wording().emergency[decision.danger or decision.alarm.value]
    return Reply(text=text, status=Status.SIGNPOSTED_EMERGENCY, slots=state.slots)


def refuse(decision: Refuse, slots: Slots) -> Reply:
    """Decline, with the sentence for the case."""
    text = wording().refused[decision.why.value].format(place=decision.place)
    harmful = decision.why is Declined.HARMFUL
    status = Status.REFUSED_HARMFUL if harmful else Status.REFUSED_OUT_OF_SCOPE
    context = (decision.place,) if decision.place else ()
    return Reply(text=text, status=status, slots=slots, context=context)
