"""Everything that is said without looking anything up."""

from dialogue.deciding.decisions import Declined, Refuse, Signpost, Talk
from dialogue.reply import Reply
from dialogue.state import State
from dialogue.turn import Slots, Status
from dialogue.wording import one_of, wording


def talk(decision: Talk, state: State, variety: int) -> Reply:
    """A greeting, thanks, a farewell, praise, or who is speaking."""
    text = one_of(wording().smalltalk[decision.kind], variety)
    return Reply(text=text, status=Status.SMALLTALK, slots=state.slots)


def start_anew(state: State, variety: int) -> Reply:
    """The matter is forgotten; where and who the citizen is stays."""
    slots = Slots(region=state.slots.region, audience=state.slots.audience)
    text = one_of(wording().smalltalk["restart"], variety)
    return Reply(text=text, status=Status.SMALLTALK, slots=slots)


def signpost(decision: Signpost, state: State) -> Reply:
    """Which number to ring, at once."""
    text = wording().emergency[decision.alarm.value]
    return Reply(text=text, status=Status.SIGNPOSTED_EMERGENCY, slots=state.slots)


def refuse(decision: Refuse, slots: Slots) -> Reply:
    """Decline, with the sentence for the case."""
    text = wording().refused[decision.why.value].format(place=decision.place)
    harmful = decision.why is Declined.HARMFUL
    status = Status.REFUSED_HARMFUL if harmful else Status.REFUSED_OUT_OF_SCOPE
    context = (decision.place,) if decision.place else ()
    return Reply(text=text, status=status, slots=slots, context=context)
