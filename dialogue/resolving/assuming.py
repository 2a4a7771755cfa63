"""Going with the likeliest option, where a citizen asks on without choosing one."""

from dataclasses import replace

from dialogue.resolving.asked import Asked, Relation
from dialogue.state import About


def may_assume(asked: Asked) -> bool:
    """Whether something is asked of an open question of which no option was chosen.

    「您要办的是哪一件」 — 「多少钱啊」. A district is not assumed: one is no likelier than another.
    """
    return (
        asked.open is not None
        and asked.open.about in (About.ITEM, About.SITUATION, About.AUDIENCE)
        and asked.relation is Relation.FOLLOWS
        and bool(asked.elements)
        and bool(asked.open.options)
    )


def assume(asked: Asked, option_id: str) -> Asked:
    """The question as if an option had been chosen with it."""
    assert asked.open is not None
    first = asked.open.options[option_id]
    slots = replace(
        first,
        region=asked.slots.region or first.region,
        audience=asked.slots.audience or first.audience,
    )
    return replace(asked, relation=Relation.CHOICE, slots=slots, assumed=option_id)
