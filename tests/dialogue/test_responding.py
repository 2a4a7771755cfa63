"""From a decision to what is said, offered and remembered."""

import pytest
from fictional import asked, found, guide, hit

from dialogue.responding import NONE_OF_THESE, Reply, none_of_these, respond
from dialogue.state import State
from dialogue.turn import Slots, Status
from dialogue.understanding import Signal
from kb.elements import Element
from kb.records import Faq, Item

EAST, WEST = guide(region="11", place="东街"), guide(region="12", place="西街")
FIRST, LOST = guide(situation="首次", fee="不收费"), guide(situation="补领", fee="20元")
START = State(slots=Slots(region=None, audience="person"))


def offered(reply: Reply) -> list[str]:
    return [option.label for option in reply.options]


def test_an_answer_keeps_item_situation_and_what_was_asked() -> None:
    state, reply = respond(START, asked(Element.PLACE), found(LOST))
    assert reply.status is Status.ANSWERED
    assert (reply.slots, state.slots) == (state.slots, reply.slots)
    assert state.slots == Slots(item="A", situation="补领", audience="person")
    assert state.elements == (Element.PLACE,)
    assert (reply.options, state.pending) == ((), None)
    assert reply.probability == 0.9


def test_a_question_is_no_item_to_come_back_to() -> None:
    faq = Faq(faq_id="F", question="问？", answer="答。")
    state, reply = respond(State(slots=Slots(item=None, region="1")), asked(), found(faq))
    assert reply.status is Status.ANSWERED
    assert state.slots == Slots(region="1")


def test_asking_for_the_situation_offers_each_and_none() -> None:
    state, reply = respond(START, asked(Element.FEE), found(FIRST, LOST))
    assert reply.status is Status.CLARIFICATION_SITUATION
    assert offered(reply) == ["首次", "补领", "都不是"]
    assert reply.options[-1].id == NONE_OF_THESE
    assert state.pending is not None
    assert state.pending.options["2"] == Slots(item="A", situation="补领", audience="person")
    assert state.pending.elements == (Element.FEE,)
    assert NONE_OF_THESE not in state.pending.options


def test_asking_for_the_region_offers_each() -> None:
    state, reply = respond(START, asked(Element.PLACE), found(EAST, WEST))
    assert reply.status is Status.CLARIFICATION_REGION
    assert "“示例A”" in reply.text
    assert offered(reply) == ["东岛区", "西岛区", "都不是"]
    assert state.pending is not None
    assert state.pending.options["1"].region == "11"


def test_regions_that_are_called_the_same_are_offered_with_their_path() -> None:
    _, reply = respond(START, asked(regions=("11", "21")), found(EAST))
    assert offered(reply) == ["云上市东岛区", "海角市东岛区", "都不是"]


def test_asking_for_the_item_offers_each_once() -> None:
    hits = (hit(guide("A"), 0.3), hit(guide("B"), 0.2))
    state, reply = respond(START, asked(), found(hits=hits))
    assert reply.status is Status.CLARIFICATION_ITEM
    assert offered(reply) == ["示例A", "示例B", "都不是"]
    assert reply.probability == 0.3
    assert state.slots == START.slots


def test_the_nearest_are_offered_where_nothing_fits() -> None:
    _, reply = respond(START, asked(), found(hits=(hit(guide("A"), 0.01),)))
    assert reply.status is Status.UNANSWERABLE_LOW_CONFIDENCE
    assert offered(reply) == ["示例A", "都不是"]


def test_an_empty_base_says_that_nothing_was_found() -> None:
    _, reply = respond(START, asked(), found())
    assert reply.status is Status.UNANSWERABLE_LOW_CONFIDENCE
    assert (reply.options, reply.probability) == ((), None)
    assert "没有找到" in reply.text


def test_an_item_by_name_only_is_named() -> None:
    state, reply = respond(START, asked(), found(Item(item_code="N", name="空名")))
    assert reply.status is Status.UNANSWERABLE_NO_CONTENT
    assert "“空名”" in reply.text
    assert state.slots.item == "N"


def test_a_region_without_guide_names_those_that_have_one() -> None:
    _, reply = respond(State(slots=Slots(region="2")), asked(), found(EAST, WEST))
    assert "海角市" in reply.text
    assert "东岛区、西岛区" in reply.text


@pytest.mark.parametrize("kind", ["greeting", "thanks", "farewell"])
def test_smalltalk_keeps_the_matter(kind: str) -> None:
    before = State(slots=Slots(item="A"), elements=(Element.FEE,))
    state, reply = respond(before, asked(signal=Signal(kind)), found(guide()))
    assert reply.status is Status.SMALLTALK
    assert (state.slots, state.elements) == (before.slots, before.elements)


def test_a_person_that_is_asked_for_is_promised() -> None:
    _, reply = respond(START, asked(signal=Signal.OPERATOR), found())
    assert reply.status is Status.HANDOFF_REQUESTED


def test_none_of_these_forgets_the_item_and_keeps_the_region() -> None:
    before = State(slots=Slots(item="A", situation="补领", region="1"))
    state, reply = none_of_these(before)
    assert state == State(slots=Slots(region="1"))
    assert reply.slots == Slots(region="1")
    assert reply.options == ()
