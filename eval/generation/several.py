"""Several questions in one message: elements of one matter, or two matters."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from random import Random

from eval.cases import Case, Part
from eval.generation.asks import Ask, Told
from eval.generation.base import Published
from eval.generation.composing import Register, compose
from eval.generation.threads import asking, names_only, other_elements
from eval.generation.utterance import Role, Utterance
from eval.generation.words import words

_END = "，。！？!?,."
_TWO_MATTERS = 0.25


def several(base: Published, ask: Ask, others: Iterator[Ask], random: Random) -> Case | None:
    """A message that asks for two or three things; None where it cannot be put.

    Args:
        base: what is published.
        ask: what is asked first.
        others: further things that can be asked, to take a second matter from.
        random: all chance there is.
    """
    first = _said(base, ask, random)
    if first is None:
        return None
    text = first.text.rstrip(_END)
    if random.random() < _TWO_MATTERS:
        other = next((each for each in islice(others, 20) if _goes_with(ask, each)), None)
        second = _said(base, replace(other, told=Told.NONE), random) if other else None
        if other is None or second is None:
            return None
        template = random.choice(words("follow_ups")["several"]["items"])
        text += template.format(question=second.text)
        asks = [ask, replace(other, region=ask.region)]
    else:
        known = replace(ask, situation=ask.situation)
        more = list(islice(other_elements(base, known, random), random.randint(1, 2)))
        if not more:
            return None
        for each in more:
            joined = random.choice(words("follow_ups")["several"]["joined"])
            text += joined.format(ask=asking(each.element, random)).rstrip(_END)
        asks = [ask, *more]
        text += "？"
    return Case(
        id="",
        turns=(text,),
        gold=tuple(dict.fromkeys(each.code for each in asks)),
        region=ask.region,
        expect=ask.expect,
        parts=tuple(
            Part(
                gold=(each.code,),
                element=each.element,
                region=each.region,
                situation=each.situation,
                answer=each.answer,
            )
            for each in asks
        ),
        tags=("kind:everyday", f"region:{ask.told}", f"parts:{len(asks)}"),
    )


def _said(base: Published, ask: Ask, random: Random) -> Utterance | None:
    said = replace(ask, must_say_situation=not ask.is_only_situation)
    utterance = compose(base, said, Register.EVERYDAY, random)
    if utterance is None or base.names.called(utterance.said(Role.ITEM), but=ask.code):
        return None
    knows = utterance.name.situation is not None or utterance.name.tells_situation
    if not (knows or ask.is_only_situation) or not names_only(base, ask, utterance):
        return None
    return utterance


def _goes_with(ask: Ask, other: Ask) -> bool:
    """Another matter that is the same wherever the citizen is, or in the same place."""
    return other.code != ask.code and other.region in (None, ask.region)
