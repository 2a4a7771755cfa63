"""Reading a message together with the question that is open, where it goes on with that."""

from dataclasses import replace

from dialogue.deciding.hits import is_called_so
from dialogue.findings import Findings
from dialogue.resolving import Asked
from dialogue.understanding import as_guides_say, matters_in, without_papers

_LIKELY = 0.5  # P(right) from which what is called so is a matter of its own


def with_open_question(asked: Asked, findings: Findings) -> tuple[Asked, Findings]:
    """The question and what is found for it and the open one together, unless it leaves that.

    「居住证咋整」 – 「您问的是哪一件」 – 「租的房子，没合同」.
    """
    if asked.goes_on_open is None or not findings.within:
        return asked, findings
    before = asked.goes_on_open.search_text
    alone, words = next(iter(findings.hits), None), without_papers(as_guides_say(asked.search_text))
    if matters_in(words) - matters_in(before):
        return asked, findings
    if (
        alone is not None
        and alone.probability >= _LIKELY
        and (asked.understood.led_over or is_called_so(alone, words))
    ):
        return asked, findings
    joined = replace(
        asked,
        search_text=asked.with_open_words,
        elements=asked.elements or asked.goes_on_open.elements,
        joined=True,
    )
    return joined, replace(findings, hits=findings.within, within=())
