"""Saying that the likeliest option was taken, and leaving the others open to choose."""

from dataclasses import replace

from dialogue.composing.scene import Scene
from dialogue.deciding.gain import OFFERED
from dialogue.reply import Reply
from dialogue.resolving import NONE_OF_THESE
from dialogue.turn import Option
from dialogue.wording import one_of, wording


def with_other_options(reply: Reply, scene: Scene) -> Reply:
    """The reply under a line that names the option taken; what else was offered can still be chosen."""
    pending = scene.asked.open
    if pending is None or reply.status.group != "answered":
        return reply
    say = wording()
    taken = scene.asked.assumed
    if taken is None:
        return reply
    others = [id_ for id_ in pending.options if id_ != taken]
    choice = pending.labels[taken]
    line = one_of(say.lead["assumed"], scene.variety).format(choice=choice)
    left = tuple(Option(id=id_, label=pending.labels[id_]) for id_ in others[: OFFERED - 1])
    none = Option(id=NONE_OF_THESE, label=one_of(say.clarification["none_of_these"], scene.variety))
    # A district may have been named since they were offered.
    options = {
        id_: replace(slots, region=scene.asked.slots.region)
        for id_, slots in pending.options.items()
    }
    return replace(
        reply,
        text="\n\n".join((line, reply.text)),
        options=(*left, none),
        # Asked on, the element asked for now is the one that an option is asked for.
        pending=replace(pending, elements=scene.asked.elements, options=options),
        context=(*reply.context, choice, *(each.label for each in left)),
    )
