"""A conversation over a few records: what is said, offered and remembered, turn after turn."""

from dataclasses import replace
from datetime import date

import pytest
from fictional import Shelf, guide, hit, message

from dialogue.message import Message
from dialogue.reply import Reply
from dialogue.resolving import NONE_OF_THESE
from dialogue.responding import respond
from dialogue.state import About, State
from dialogue.turn import Slots, Status
from dialogue.understanding import Alarm, Barred, RequestKind, Signal, Understood
from kb.elements import Element
from kb.life_events import LifeEvent, LifeEventStep
from kb.records import Faq, Item

PLACE, FEE = Element.PLACE, Element.FEE
LONG = "到窗口办理，" * 20
FIRST, LOST = (
    guide(situation="首次申领", fee=LONG + "甲"),
    guide(situation="丢失补领", fee=LONG + "乙"),
)
DISTRICTS = [guide(region=code, place=f"{LONG}{code}号") for code in ("11", "12")]
START = State(slots=Slots(audience="person"))


def offered(reply: Reply) -> list[str]:
    return [option.label for option in reply.options]


class TestAnswers:
    def test_an_answer_keeps_item_situation_and_what_was_asked(self) -> None:
        state, reply = respond(START, message("居住卡丢了在哪", PLACE), Shelf(LOST))
        assert reply.status is Status.ANSWERED
        assert (reply.slots, state.slots) == (state.slots, reply.slots)
        assert state.slots == Slots(item="A", situation="丢失补领", audience="person")
        assert state.elements == (PLACE,)
        assert (reply.options, state.pending) == ((), None)
        assert reply.probability == 0.9
        assert state.tried == ("示例A·丢失补领·办理地点",)

    def test_a_question_is_no_item_to_come_back_to(self) -> None:
        faq = Faq(faq_id="F", question="问？", answer="答。")
        state, reply = respond(State(slots=Slots(region="1")), message(), Shelf(faq))
        assert reply.status is Status.ANSWERED
        assert state.slots == Slots(region="1")

    def test_an_item_by_name_only_is_named(self) -> None:
        state, reply = respond(START, message(), Shelf(Item(item_code="N", name="空名")))
        assert reply.status is Status.UNANSWERABLE_NO_CONTENT
        assert "“空名”" in reply.text
        assert state.slots.item == "N"

    def test_a_region_without_guide_names_those_that_have_one(self) -> None:
        _, reply = respond(State(slots=Slots(region="2")), message(), Shelf(*DISTRICTS))
        assert "海角市" in reply.text
        assert "东岛区、西岛区" in reply.text

    def test_what_has_expired_says_so_and_what_to_do(self) -> None:
        told = replace(guide(), valid_until=date(2026, 5, 5))
        _, reply = respond(START, message("在哪", PLACE), Shelf(told))
        assert reply.status is Status.UNANSWERABLE_EXPIRED
        assert "2026-05-05" in reply.text
        assert "示例路1号" not in reply.text
        assert "示例局" in reply.text


class TestAskingBack:
    def test_for_the_situation_each_and_none_is_offered(self) -> None:
        state, reply = respond(START, message("多少钱", FEE), Shelf(FIRST, LOST))
        assert reply.status is Status.CLARIFICATION_SITUATION
        assert offered(reply) == ["首次申领", "丢失补领", "都不是"]
        assert reply.options[-1].id == NONE_OF_THESE
        assert state.pending is not None
        assert state.pending.options["2"] == Slots(
            item="A", situation="丢失补领", audience="person"
        )
        assert state.pending.elements == (FEE,)
        assert (state.pending.about, state.rounds) == (About.SITUATION, 1)

    def test_for_the_region_each_is_offered(self) -> None:
        _, reply = respond(START, message("在哪", PLACE), Shelf(*DISTRICTS))
        assert reply.status is Status.CLARIFICATION_REGION
        assert "“示例A”" in reply.text
        assert offered(reply) == ["东岛区", "西岛区", "都不是"]

    def test_of_many_districts_four_are_offered_and_all_can_be_typed(self) -> None:
        codes = ("1", "11", "111", "12", "2", "21")
        many = [guide(region=code, place=f"{LONG}{code}号") for code in codes[1:]]
        state, reply = respond(START, message("在哪", PLACE), Shelf(*many))
        assert len(reply.options) == 5
        assert "直接打出" in reply.text
        typed = message("海角市东岛区", regions=("21",), names_nothing=True)
        _, answer = respond(state, typed, Shelf(*many))
        assert answer.answers[0].region == "21"

    def test_regions_that_are_called_the_same_are_offered_with_their_path(self) -> None:
        said = message(regions=("11", "21"))
        _, reply = respond(START, said, Shelf(*DISTRICTS))
        assert offered(reply) == ["云上市东岛区", "海角市东岛区", "都不是"]

    def test_for_the_item_each_is_offered_once(self) -> None:
        hits = (hit(guide("A"), 0.3), hit(guide("B"), 0.2))
        state, reply = respond(START, message(), Shelf(finds=hits))
        assert reply.status is Status.CLARIFICATION_ITEM
        assert offered(reply) == ["示例A", "示例B", "都不是"]
        assert reply.probability == 0.3
        assert state.slots == START.slots

    def test_the_nearest_are_offered_where_nothing_fits(self) -> None:
        _, reply = respond(START, message(), Shelf(finds=[hit(guide("A"), 0.01)]))
        assert reply.status is Status.UNANSWERABLE_LOW_CONFIDENCE
        assert offered(reply) == ["示例A", "都不是"]

    def test_an_empty_base_says_that_nothing_was_found(self) -> None:
        _, reply = respond(START, message(), Shelf())
        assert reply.status is Status.UNANSWERABLE_LOW_CONFIDENCE
        assert (reply.options, reply.probability) == ((), None)
        assert "没有找到" in reply.text

    def test_none_of_the_items_forgets_them_and_keeps_the_region(self) -> None:
        before = State(slots=Slots(item="A", situation="丢失补领", region="1"))
        asked, _ = respond(before, message(), Shelf(finds=[hit(guide("A"), 0.01)]))
        state, reply = respond(asked, message("都不是", option_id=NONE_OF_THESE), Shelf())
        assert state.slots == reply.slots == Slots(region="1")
        assert reply.options == ()

    def test_none_of_the_situations_keeps_the_item_and_says_whom_to_ask(self) -> None:
        shelf = Shelf(*(replace(each, elements={**each.elements, **guide(phone="0000-1").elements})
                        for each in (FIRST, LOST)))  # fmt: skip
        asked, _ = respond(START, message("多少钱", FEE), shelf)
        state, reply = respond(asked, message("都不是", signal=Signal.NONE_OF_THESE), shelf)
        assert state.slots.item == "A"
        assert "0000-1" in reply.text
        assert reply.answers[0].citations[0].element == "phone"
        assert "帮我问清楚" in reply.suggestions

    def test_who_asks_on_instead_of_choosing_gets_the_likeliest_and_can_still_choose(self) -> None:
        shelf = Shelf(FIRST, LOST)
        state, _ = respond(START, message("多少钱", FEE), shelf)
        state, reply = respond(state, message("收费", FEE), shelf)
        assert reply.status is Status.ANSWERED
        assert reply.answers[0].situation == "首次申领"
        assert offered(reply) == ["丢失补领", "都不是"]
        assert state.rounds == 0

    def test_two_rounds_and_then_a_person(self) -> None:
        shelf, state = Shelf(finds=(hit(guide("A"), 0.2), hit(guide("B"), 0.1))), START
        for words in ("这个", "那个"):
            state, reply = respond(state, message(words, FEE), shelf)
            assert reply.status is Status.CLARIFICATION_ITEM
        state, reply = respond(state, message("又一个", FEE), shelf)
        assert reply.status is Status.HANDOFF_REPEATED_FAILURE
        assert reply.packet is not None
        assert reply.packet.elements == ("fee",)
        assert state.rounds == 0

    def test_an_answer_between_starts_counting_anew(self) -> None:
        shelf = Shelf(FIRST, LOST)
        state, _ = respond(START, message("多少钱", FEE), shelf)
        state, _ = respond(state, message("在哪", PLACE, names_nothing=True), shelf)
        assert state.rounds == 0


class TestTalk:
    @pytest.mark.parametrize("signal", [Signal.GREETING, Signal.THANKS, Signal.FAREWELL])
    def test_small_talk_keeps_the_matter_and_the_open_question(self, signal: Signal) -> None:
        shelf = Shelf(FIRST, LOST)
        asked, _ = respond(START, message("多少钱", FEE), shelf)
        state, reply = respond(asked, message("谢谢", signal=signal), shelf)
        assert reply.status is Status.SMALLTALK
        assert (state.slots, state.pending) == (asked.slots, asked.pending)
        assert shelf.asked == ["多少钱"]  # nothing was searched for

    def test_starting_anew_keeps_where_and_who_one_is(self) -> None:
        before = State(slots=Slots(item="A", region="1", audience="person"), rounds=2)
        state, _ = respond(before, message("重来", signal=Signal.RESTART), Shelf())
        assert state == State(slots=Slots(region="1", audience="person"), words=("重来",))

    @pytest.mark.parametrize("alarm", list(Alarm))
    def test_danger_is_answered_with_a_number(self, alarm: Alarm) -> None:
        _, reply = respond(START, message(alarm=alarm), Shelf())
        assert reply.status is Status.SIGNPOSTED_EMERGENCY
        assert any(each.isdigit() for each in reply.text)

    @pytest.mark.parametrize("barred", list(Barred))
    def test_what_is_declined_has_a_sentence_of_its_own(self, barred: Barred) -> None:
        _, reply = respond(START, message(barred=barred), Shelf())
        harmful = barred is Barred.HARMFUL
        assert reply.status is (Status.REFUSED_HARMFUL if harmful else Status.REFUSED_OUT_OF_SCOPE)

    def test_another_city_is_told_apart(self) -> None:
        _, reply = respond(START, message("济南怎么办", elsewhere="济南"), Shelf(guide()))
        assert reply.status is Status.REFUSED_OUT_OF_SCOPE
        assert "济南" in reply.text


class TestHandingOver:
    def test_the_packet_holds_all_that_is_known(self) -> None:
        shelf = Shelf(LOST)
        state, _ = respond(START, message("居住卡丢了在哪", PLACE), shelf)
        _, reply = respond(state, message("转人工", signal=Signal.OPERATOR, regions=("12",)), shelf)
        packet = reply.packet
        assert packet is not None
        assert (packet.item, packet.name, packet.situation) == ("A", "示例A", "丢失补领")
        assert (packet.region, packet.audience) == ("12", "person")
        assert packet.words == ("居住卡丢了在哪", "转人工")
        assert packet.tried == ("示例A·丢失补领·办理地点",)
        for known in ("示例A", "丢失补领", "西岛区"):
            assert known in reply.text

    @pytest.mark.parametrize(
        "kind",
        [RequestKind.COMPLAINT, RequestKind.REPORT, RequestKind.PLEA, RequestKind.SUGGESTION],
    )
    def test_each_kind_of_request_is_taken_down_as_what_it_is(self, kind: RequestKind) -> None:
        _, reply = respond(START, message("某事", kind=kind), Shelf())
        assert reply.status is Status.HANDOFF_REQUEST
        assert reply.packet is not None
        assert reply.packet.kind == kind.value


class TestLifeEvents:
    EVENT = LifeEvent(
        event_id="E",
        name="新生儿出生",
        steps=(
            LifeEventStep(item="出生登记", item_code="A", when="一个月内"),
            LifeEventStep(item="给孩子起名"),
            LifeEventStep(item="医保参保", item_code="B"),
        ),
    )

    def shelf(self) -> Shelf:
        records = (self.EVENT, guide("A"), guide("B", fee="不收费"))
        return Shelf(*records, finds=[hit(self.EVENT)])

    def test_its_steps_are_numbered_and_those_of_the_base_can_be_chosen(self) -> None:
        state, reply = respond(START, message("生孩子"), self.shelf())
        assert reply.status is Status.ANSWERED
        assert "1. 出生登记：一个月内\n2. 给孩子起名\n3. 医保参保" in reply.text
        assert [(each.id, each.label) for each in reply.options] == [
            ("1", "出生登记"), ("3", "医保参保"),
        ]  # fmt: skip
        assert state.rounds == 0

    def test_a_step_is_asked_on_by_number_and_by_name_and_the_others_stay(self) -> None:
        shelf = self.shelf()
        state, _ = respond(START, message("生孩子"), shelf)
        state, reply = respond(state, message("第三步多少钱", FEE, ordinal=3), shelf)
        assert (reply.slots.item, reply.answers[0].text) == ("B", "不收费")
        state, reply = respond(state, message("那出生登记呢"), shelf)
        assert reply.slots.item == "A"


class TestSeveralQuestions:
    def said(self, *parts: Understood) -> Message:
        whole = Understood(masked="两件事", search_text="两件事", parts=parts)
        return Message(understood=whole)

    def test_each_is_answered_with_a_status_of_its_own(self) -> None:
        place = message("示例A在哪", PLACE).understood
        fee = message("多少钱", FEE, names_nothing=True).understood
        state, reply = respond(START, self.said(place, fee), Shelf(guide()))
        assert reply.status is Status.ANSWERED_PARTLY
        assert [(each.element, each.status) for each in reply.answers] == [
            ("place", Status.ANSWERED), ("fee", Status.UNANSWERABLE_NO_CONTENT),
        ]  # fmt: skip
        assert state.slots.item == "A"

    def test_what_names_nothing_goes_with_the_question_that_is_asked_back(self) -> None:
        fee = message("示例A多少钱", FEE).understood
        place = message("在哪", PLACE, names_nothing=True).understood
        state, reply = respond(START, self.said(fee, place), Shelf(FIRST, LOST))
        assert reply.status is Status.CLARIFICATION_SITUATION
        assert state.pending is not None
        assert state.pending.elements == (FEE, PLACE)

    def test_a_second_that_must_be_asked_back_waits_until_the_first_is_answered(self) -> None:
        shelf = Shelf(FIRST, LOST)
        one, two = (message(f"示例{n}多少钱", FEE).understood for n in "甲乙")
        state, reply = respond(START, self.said(one, two), shelf)
        assert len(state.later) == 1
        assert "示例乙多少钱" in reply.text
        state, reply = respond(state, message("丢了"), shelf)
        assert state.later == ()
        assert reply.answers[0].situation == "丢失补领"
        assert state.pending is not None or len(reply.answers) == 2

    def test_danger_in_one_of_them_goes_before_all(self) -> None:
        fire = Understood(masked="着火", search_text="着火", alarm=Alarm.EMERGENCY_FIRE)
        whole = replace(fire, parts=(message("多少钱", FEE).understood, fire))
        _, reply = respond(START, Message(understood=whole), Shelf(guide()))
        assert reply.status is Status.SIGNPOSTED_EMERGENCY
