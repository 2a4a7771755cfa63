"""Going with the likeliest option, where a citizen asks on without choosing one."""

from dataclasses import replace

from dialogue.resolving.asked import Asked, Relation
from dialogue.state import About

_OF_ONE_ITEM = (About.SITUATION, About.AUDIENCE)


def may_assume(asked: Asked) -> bool:
    """Whether something is asked of an open question of which no option was chosen.

    「您要办的是哪一件」 — 「多少钱啊」; 「您属于哪一种情形」 — 「学校能挑吗」. A district is not assumed: one is
    no likelier than another. What was answered alike whichever is meant was never asked: it is now,
    before anything is assumed.
    """
    if asked.open is None or not asked.open.options or not asked.open.was_put:
        return False
    match asked.relation:
        case Relation.FOLLOWS:
            return asked.open.about in (*_OF_ONE_ITEM, About.ITEM) and bool(asked.elements)
        case Relation.MAY_FOLLOW:
            return asked.open.about in (*_OF_ONE_ITEM, About.ITEM)
        case _:
            return False


def assume(asked: Asked, option_id: str) -> Asked:
    """The question as if an option had been chosen with it, or before it where it names something."""
    assert asked.open is not None
    first = asked.open.options[option_id]
    slots = replace(
        first,
        region=asked.slots.region or (None if "region" in asked.fixed else first.region),
        audience=asked.slots.audience or first.audience,
    )
    follows = asked.relation is Relation.FOLLOWS or asked.joined
    relation = Relation.CHOICE if follows else asked.relation
    return replace(
        asked,
        relation=relation,
        slots=slots,
        elements=asked.elements or asked.open.elements,
        assumed=option_id,
    )
