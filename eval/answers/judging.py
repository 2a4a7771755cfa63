"""One reply held against what is right: every measure by its name, nan where it says nothing.

All are 1 for good, so that a fall is always a fall.
"""

import math
from collections import Counter
from collections.abc import Sequence

from api import schemas
from dialogue.turn import Status
from eval.answers.truth import Alternative, Truth
from eval.wording import comparable, holds

ANSWERED = Status.ANSWERED.value
NAN = math.nan
# Of one question; where a message has several, each is the least of its questions.
OF_A_QUESTION = ("exact", "item", "element", "region", "situation", "whole", "complete", "cited")


def judge(turn: schemas.Turn, truths: Sequence[Truth]) -> dict[str, float]:
    """The measures of `OF_A_QUESTION`, `answered`, `to_the_point` and `span_f1`.

    - `answered`: the reply is of the group answered.
    - `exact`: the stored value stands whole in an answer out of the right guide, which is cited.
    - `item`, `element`, `region`, `situation`: of those before it right, this is right too. A reply
      that names no situation goes for all that say the same.
    - `whole`: of answers out of the right guide, the value is whole (numerals and width apart).
      What is missing is an omission.
    - `complete`: the share of a list's parts that are told.
    - `cited`: a citation names the right item and element and quotes the value.
    - `to_the_point`: the share of the reply's answers that were asked for.
    - `span_f1`: character F1 between what is told and the expected text (`character_f1`).
    """
    of_each = [_of_question(turn, truth) for truth in truths]
    found = {name: _least([each[name] for each in of_each]) for name in OF_A_QUESTION}
    told = [answer for answer in turn.answers if answer.status == ANSWERED]
    wanted = [a for a in told if any(_is_of(a, truth) for truth in truths)]
    return {
        "answered": float(Status(turn.status).group == ANSWERED),
        **found,
        "to_the_point": len(wanted) / len(told) if told and found["exact"] == 1 else NAN,
        "span_f1": _span_f1(told, truths),
    }


def right_so_far(turn: schemas.Turn, truths: Sequence[Truth]) -> bool:
    """Whether a reply in part is right in all that it answers, and asks back for the rest."""
    told = [answer for answer in turn.answers if answer.status == ANSWERED]
    of_each = [_of_question(turn, truth) for truth in truths]
    right = [truth for truth, of in zip(truths, of_each, strict=True) if of["exact"] == 1]
    return (
        turn.status == Status.ANSWERED_PARTLY.value
        and bool(turn.options)
        and bool(right)
        and all(any(answer.item_code in truth.codes for truth in right) for answer in told)
    )


def character_f1(said: str, wanted: str) -> float:
    """F1 of characters as a bag: 2pr / (p + r), with p the share of what is said that was wanted.

    Characters that occur several times count as often as both have them; both are written the
    comparable way (`eval.wording`). The measure of reading comprehension (Rajpurkar et al.,
    "SQuAD", 2016) on characters, as is usual for Chinese (Cui et al., "CMRC 2018").
    """
    one, other = Counter(comparable(said)), Counter(comparable(wanted))
    length = one.total() + other.total()
    return 2 * (one & other).total() / length if length else NAN


def _of_question(turn: schemas.Turn, truth: Truth) -> dict[str, float]:
    told = [answer for answer in turn.answers if answer.status == ANSWERED]
    none = dict.fromkeys(OF_A_QUESTION, NAN) | {"exact": 0.0}
    if not told:
        return none
    of_item = [answer for answer in told if answer.item_code in truth.codes]
    found = none | {"item": float(bool(of_item)), "cited": float(_is_cited(of_item, truth))}
    right = of_item
    for name, wanted in (
        ("element", truth.element),
        ("region", truth.region),
        ("situation", truth.situation),
    ):
        if not right:
            return found
        if name == "situation" and wanted is not None:
            right = [_as_of_all(answer, turn, truth) for answer in right]
        if wanted is not None:
            right = [answer for answer in right if getattr(answer, name) == wanted]
            found[name] = float(bool(right))
    if not right:
        return found
    share, parts = max(_told(answer, truth.alternatives) for answer in right)
    found |= {"whole": float(share == 1), "complete": share if parts > 1 else NAN}
    return found | {"exact": float(share == 1 and found["cited"] == 1)}


def _as_of_all(answer: schemas.Answer, turn: schemas.Turn, truth: Truth) -> schemas.Answer:
    """An answer that names no situation, and tells what the wanted one's guide says too, is of it."""
    rest = turn.text.replace(answer.name or "", "")
    named = answer.situation and holds(rest, answer.situation)
    same = any(
        _share(answer.text, each.parts) == 1
        for each in truth.alternatives
        if each.region in (None, answer.region) and each.parts
    )
    return answer if named or not same else answer.model_copy(update={"situation": truth.situation})


def _told(answer: schemas.Answer, alternatives: Sequence[Alternative]) -> tuple[float, int]:
    """The share of the parts that an answer tells, of the alternative that it fits best."""
    shares = [
        (_share(answer.text, each.parts), len(each.parts))
        for each in alternatives
        if each.region in (None, answer.region) and each.situation in (None, answer.situation)
    ]
    return max(shares, default=(0.0, 0))


def _share(text: str, parts: Sequence[str]) -> float:
    return sum(holds(text, part) for part in parts) / len(parts) if parts else 1.0


def _is_cited(answers: Sequence[schemas.Answer], truth: Truth) -> bool:
    return any(
        citation.item_code in truth.codes
        and truth.element in (None, citation.element)
        and _share(citation.quote, each.parts) == 1
        for answer in answers
        for citation in answer.citations
        for each in truth.alternatives
        if each.region in (None, citation.region)
    )


def _is_of(answer: schemas.Answer, truth: Truth) -> bool:
    return answer.item_code in truth.codes and truth.element in (None, answer.element)


def _span_f1(told: Sequence[schemas.Answer], truths: Sequence[Truth]) -> float:
    """Only of texts that are no element of a guide: those are told whole or not at all."""
    spans = [
        part
        for truth in truths
        if truth.element is None and len(truths) == 1
        for each in truth.alternatives
        for part in each.parts[:1]
    ]
    if not spans or not told:
        return NAN
    return max(character_f1(answer.text, span) for answer in told for span in spans)


def _least(values: Sequence[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return min(known) if known else NAN
