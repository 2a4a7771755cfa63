"""Smoothing a reply: the writer's text where the fact lock lets it pass, else none."""

from collections.abc import Sequence

from dialogue.facts import FactKind, facts_in, prove
from dialogue.facts.reading import folded
from dialogue.facts.told import Told
from dialogue.turn import Citation
from dialogue.writers.prompts import prompts
from dialogue.writers.writer import Writer

# Names may be said in other words; these may not be left out.
_KEPT = frozenset(
    {FactKind.NUMBER, FactKind.DATE, FactKind.TIME, FactKind.PHONE, FactKind.WEB, FactKind.FREE}
)


def polished(
    writer: Writer,
    question: str,
    text: str,
    citations: Sequence[Citation],
    told: Told,
    *,
    context: Sequence[str] = (),
) -> str | None:
    """The reply in the writer's words, labelled as machine-made; None: give the stored words.

    It passes where it says nothing that the citations do not, names every item of a list, and
    leaves out no number, date, time, fee, telephone or address of what it was given to say: a
    condition left out is the known failure of such texts.
    """
    if not citations or (written := writer.smooth(question, text)) is None:
        return None
    written = written.strip()
    if not written or prove(written, citations, told, context=context, whole_lines=False):
        return None
    said = {(fact.kind, fact.value) for fact in facts_in(folded(written))}
    for citation in citations:
        for fact in facts_in(folded(citation.quote)):
            if fact.kind in _KEPT and (fact.kind, fact.value) not in said:
                return None
    return prompts().label.format(text=written)
