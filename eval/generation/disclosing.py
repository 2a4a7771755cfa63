"""Personal data said beside a question: it is to be answered, and the data kept nowhere."""

from random import Random

from eval.cases import Case
from eval.generation.asks import Ask
from eval.generation.base import Published
from eval.generation.kinds import Kind, phrase
from eval.generation.personal import DATA
from eval.generation.words import words

_END = "，。！？!?,."


def disclosing(base: Published, ask: Ask, random: Random, *, firm: bool) -> Case | None:
    """A question with a made-up number beside it; None where the question cannot be put."""
    said = phrase(base, ask, Kind.EVERYDAY, random, second=None, firm=firm)
    if said is None:
        return None
    name = said.plain.name
    told = ask.is_only_situation or name.situation is not None or name.tells_situation
    kind = random.choice([each for each in DATA if firm or each != "credit_code"])
    data = DATA[kind](random)
    template = random.choice(words("personal")[kind])
    ends = "" if template.endswith("{q}") else "，"
    question = said.text.rstrip(_END) + ends if ends else said.text
    return Case(
        id="",
        turns=(template.format(data=data, q=question),),
        gold=ask.gold,
        element=ask.element,
        region=ask.region,
        situation=ask.situation if told else None,
        answer=ask.answer,
        expect=ask.expect,
        absent=(data,),
        tags=(f"data:{kind}", "kind:everyday", f"region:{ask.told}"),
    )
