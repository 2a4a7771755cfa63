"""Whether a reply tells facts that nothing stands behind: the product's own fact lock, asked again."""

import re
from collections.abc import Iterable

from api import schemas
from dialogue.facts import prove
from dialogue.facts.told import Told
from dialogue.turn import Citation
from kb.regions import Regions
from retriever.tokens import normalise

# Questions of one message are numbered: the numbers order, and tell nothing.
_NUMBERING = re.compile(r"(?m)^\d{1,2}\. ")


class Prover:
    """Proves replies against what they cite."""

    def __init__(self, regions: Regions) -> None:
        self._regions = regions
        self._told = Told(regions)

    def invented(self, turn: schemas.Turn, *, said: Iterable[str] = ()) -> tuple[str, ...]:
        """What a reply tells that its citations do not prove, each with the kind of violation.

        Only replies that cite something are looked at: the others consist of the house's own
        sentences, which tests of the wording hold.

        Args:
            turn: the reply.
            said: the citizen's own words, which may be said back.
        """
        citations = [_citation(each) for answer in turn.answers for each in answer.citations]
        if not citations:
            return ()
        names = (
            word
            for answer in turn.answers
            for word in (answer.name, answer.situation)
            if word is not None
        )
        labels = (option.label for option in turn.options)
        worked_out = (each for answer in turn.answers for each in answer.worked_out)
        region = turn.slots.region  # of which a reply may say that it has no guide of its own
        places = (self._regions[region].name,) if region and region in self._regions else ()
        # Said back they are normalised: 「結婚證」 is 「结婚证」.
        words = [each for text in said for each in (text, normalise(text))]
        context = (*names, *labels, *worked_out, *places, *words)
        found = prove(_NUMBERING.sub("", turn.text), citations, self._told, context=context)
        return tuple(f"{each.kind}: {each.said}" for each in found)


def _citation(told: schemas.Citation) -> Citation:
    return Citation(**told.model_dump())
