"""Asking back, held against every small base: only what changes the answer, and twice at most."""

from dataclasses import replace

from fictional import found, guide, hit, question
from hypothesis import given
from hypothesis import strategies as st

from dialogue.deciding import ROUNDS, decide
from dialogue.deciding.case import Case
from dialogue.deciding.decisions import (
    ASKING,
    AnswerGuide,
    AnswerWhichever,
    AskItem,
    AskRegion,
    AskSituation,
    Decision,
)
from dialogue.deciding.differing import say_the_same_whichever
from dialogue.findings import Findings
from dialogue.state import State
from dialogue.turn import Slots
from kb.elements import Element

FEE = Element.FEE
LONG = "到窗口办理，" * 20  # too long to be told side by side
SITUATIONS = (None, "首次申领", "丢失补领", "到期换领")
REGIONS = ("1", "11", "12", None)


@st.composite
def bases(
    draw: st.DrawFn, answers: tuple[str, ...] = ("甲", "乙", LONG + "丙", LONG + "丁")
) -> Findings:
    """A few items, each with guides of several situations and districts, found more or less surely."""
    told = st.lists(
        st.tuples(st.sampled_from(SITUATIONS), st.sampled_from(REGIONS)),
        min_size=1,
        max_size=5,
        unique=True,
    )
    codes = draw(st.sampled_from(("A", "AB", "ABC")))
    guides = [
        guide(code, situation=situation, region=region, fee=draw(st.sampled_from(answers)))
        for code in codes
        for situation, region in draw(told)
    ]
    hits = [hit(guide(code), draw(st.floats(0, 1))) for code in codes]
    hits.sort(key=lambda each: -each.probability)
    return found(*guides, hits=tuple(hits))


SLOTS = st.builds(Slots, region=st.sampled_from((None, "1", "11")))


def remaining(case: Case) -> set[str]:
    return {told.guide.elements[FEE].text for told in case.fitting}


def answers_of(case: Case, decision: Decision) -> list[set[str]]:
    """What would be answered after each of the options."""
    match decision:
        case AskSituation(situations=names):
            parts = [[t for t in case.fitting if t.guide.situation == name] for name in names]
        case AskRegion(regions=codes):
            parts = [[t for t in case.fitting if t.guide.region == code] for code in codes]
        case _:
            return []
    return [{told.guide.elements[FEE].text for told in part} for part in parts]


@given(bases(), SLOTS)
def test_what_all_that_is_left_say_is_never_asked_back_for(base: Findings, slots: Slots) -> None:
    case = Case(question(FEE, slots=slots), State(), base)
    decision = decide(case.asked, case.state, base)
    if case.item is not None and len(remaining(case)) == 1:
        assert isinstance(decision, AnswerGuide)
        assert {told.guide.elements[FEE].text for told in decision.told} == remaining(case)


@given(bases(answers=("甲",)), SLOTS)
def test_items_that_say_the_same_are_not_told_apart(base: Findings, slots: Slots) -> None:
    case = Case(question(FEE, slots=slots), State(), base)
    decision = decide(case.asked, case.state, base)
    assert not isinstance(decision, AskSituation | AskRegion)
    assert not (isinstance(decision, AskItem) and say_the_same_whichever(case))
    if case.item is None and say_the_same_whichever(case):
        assert isinstance(decision, AnswerWhichever)
        assert [t.guide.item_code for t in decision.told] == [h.item_code for h in case.offered]
        assert decision.slots.item is None  # which of them is meant stays open


@given(bases(), SLOTS)
def test_a_question_back_has_options_that_lead_to_different_answers(
    base: Findings, slots: Slots
) -> None:
    case = Case(question(FEE, slots=slots), State(), base)
    decision = decide(case.asked, case.state, base)
    if isinstance(decision, AskSituation | AskRegion):
        after = answers_of(case, decision)
        assert len(after) > 1
        assert any(one != other for one in after for other in after)
    if isinstance(decision, AskItem):
        assert len({offered.item_code for offered in decision.hits}) > 1


@given(bases(), SLOTS, st.integers(ROUNDS, ROUNDS + 3))
def test_after_two_rounds_nothing_is_asked_back(base: Findings, slots: Slots, rounds: int) -> None:
    state = replace(State(), rounds=rounds)
    assert not isinstance(decide(question(FEE, slots=slots), state, base), ASKING)


@given(bases(), SLOTS, st.sampled_from(SITUATIONS[1:]))
def test_what_is_known_is_not_asked_back_for(base: Findings, slots: Slots, known: str) -> None:
    known_slots = replace(slots, region=slots.region or "11")
    asked = replace(
        question(FEE, slots=replace(known_slots, situation=known), text=known),
        fixed=frozenset({"situation"}),
    )
    decision = decide(asked, State(), base)
    assert not isinstance(decision, AskRegion) or asked.slots.region not in decision.regions
    if isinstance(decision, AskSituation):
        assert known not in decision.situations
