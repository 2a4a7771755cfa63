"""Answering what several items say alike; which of them is meant stays open to choose."""

from dataclasses import replace
from itertools import chain

from dialogue.composing.asking import ask_item
from dialogue.composing.citing import source_lines
from dialogue.composing.guides import answers_of
from dialogue.composing.lists import Shown
from dialogue.composing.saying import block
from dialogue.composing.scene import Scene
from dialogue.deciding.decisions import AnswerWhichever, AskItem
from dialogue.reply import Reply
from dialogue.turn import Status
from dialogue.wording import one_of, wording


def compose_whichever(decision: AnswerWhichever, scene: Scene) -> Reply:
    """Tell it once, with the guide of each item behind it, and keep the items to choose from."""
    say = wording()
    asking = ask_item(AskItem(hits=decision.hits), scene)
    first, *others = (answers_of(told, decision.elements, scene) for told in decision.told)
    names = say.answer["and"].join(f"“{hit.name}”" for hit in decision.hits)
    heading = one_of(say.lead["whichever"], scene.variety).format(names=names)
    told = (*first, *chain.from_iterable(others))
    sources = "\n".join(source_lines(told, scene.findings.regions))
    paragraphs = (
        heading,
        *(block(each, Shown(text=each.text)) for each in first),
        say.answer["whichever"],
        sources,
    )
    return replace(
        asking,
        text="\n\n".join(filter(None, paragraphs)),
        status=Status.ANSWERED,
        answers=told,
        pending=replace(asking.pending, was_put=False) if asking.pending else None,
        probability=decision.probability,
    )
