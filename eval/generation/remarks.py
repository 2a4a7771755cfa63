"""What no guide answers: complaints, emergencies, small talk, what is no hotline's matter."""

from random import Random

from eval.cases import Case
from eval.generation.asks import Ask
from eval.generation.base import Published
from eval.generation.naming import everyday_name
from eval.generation.scenes import Scene
from eval.generation.short_forms import Shape
from eval.generation.words import words

_FEWEST, _MOST = 2, 9  # what a number in a remark may be


def remark(base: Published, ask: Ask, scene: Scene, random: Random) -> Case | None:
    """A message of a scene, about the matter of an ask where it names one.

    Cases of one template are a cluster: the tag `template:` names it.
    """
    table = words("remarks")[scene]
    at = random.randrange(len(table["texts"]))
    template = str(table["texts"][at])
    names = "{item}" in template or "{do}" in template
    name = everyday_name(base, ask, random) if names else None
    if names and (name is None or name.shape is Shape.CLAUSE):
        return None
    text = template.format(
        item=name.text if name else "",
        do=name.doing(official=False) if name else "",
        n=random.randint(_FEWEST, _MOST),
    )
    return Case(
        id="",
        turns=(text,),
        expect=table["expect"],
        tags=(f"template:{scene}-{at + 1}", "kind:everyday"),
    )
