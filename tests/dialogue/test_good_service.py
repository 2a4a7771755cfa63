"""What good service is beside the answer itself: it is not said twice, it is vouched for, made plain."""

from dataclasses import replace

from fictional import Shelf, found, guide, hit, message, question

from dialogue.deciding import ROUNDS, decide
from dialogue.deciding.decisions import AskItem, AskSituation, NotFound
from dialogue.deciding.hits import rather
from dialogue.handoff import HandOff, HandOffPacket, HandOffReason, HandOffState
from dialogue.responding import respond
from dialogue.state import About, Pending, State
from dialogue.turn import Slots, Status
from dialogue.understanding import Alarm, RequestKind, Signal
from dialogue.wording import wording
from kb.elements import Element, Steps, Text

GUIDE = replace(
    guide(phone="0000-8660001"),
    elements={
        **guide(phone="0000-8660001").elements,
        Element.CONDITIONS: Text(text="满十八周岁。住在本市。有单位的除外。"),
    },
)
SHELF = Shelf(GUIDE)
TOLD = State(slots=Slots(item="A"), elements=(Element.CONDITIONS,), tried=("示例A",))


def test_what_is_told_and_changes_nothing_is_not_answered_with_the_same_again() -> None:
    state, reply = respond(TOLD, message("我和老伴去外地过冬"), SHELF)
    assert (state.slots.item, reply.status, reply.answers) == ("A", Status.SMALLTALK, ())
    assert "示例A" in reply.text


def test_what_is_asked_is_answered_though_it_was_before() -> None:
    _, reply = respond(TOLD, message("要什么条件", Element.CONDITIONS), SHELF)
    assert reply.status is Status.ANSWERED


def test_who_doubts_is_told_where_it_stands_and_whom_to_ask() -> None:
    state, reply = respond(TOLD, message("你确定吗", signal=Signal.DOUBT), SHELF)
    assert state.elements == TOLD.elements
    assert reply.answers[0].citations[0].element == "phone"
    assert "0000-8660001" in reply.text
    assert "帮我问清楚" in reply.suggestions


def test_without_a_matter_it_is_said_how_answers_are_made() -> None:
    _, reply = respond(State(), message("你确定吗", signal=Signal.DOUBT), Shelf())
    assert (reply.status, reply.answers) == (Status.SMALLTALK, ())


def test_plainer_is_one_sentence_to_a_line_and_nothing_left_out() -> None:
    _, reply = respond(TOLD, message("没看懂", signal=Signal.PLAINER), SHELF)
    assert "· 满十八周岁。\n· 住在本市。\n· 有单位的除外。" in reply.text
    assert reply.answers[0].text == "满十八周岁。住在本市。有单位的除外。"


def test_one_matter_that_is_rather_meant_is_asked_about_by_its_name() -> None:
    one = found(guide("A"), guide("B"), hits=(hit(guide("A"), 0.3), hit(guide("B"), 0.01)))
    assert isinstance(decide(question(), State(), one), NotFound)
    rather_meant = replace(one, hits=(hit(guide("A"), 0.6), hit(guide("B"), 0.01)), answer_at=0.84)
    assert decide(question(), State(), rather_meant) == AskItem(hits=rather_meant.hits[:1])


class TestStepsJustListed:
    LOST, NEW = hit(guide("B"), 0.5), hit(guide("A"), 0.13)

    def test_they_are_meant_rather_than_their_like(self) -> None:
        weighed = rather((self.LOST, self.NEW), {"A"}, offer_at=0.05, answer_at=0.84)
        assert [each.item_code for each in weighed] == ["A", "B"]
        assert sum(each.probability for each in weighed) <= 1

    def test_but_not_where_they_are_hardly_found_or_another_is_sure(self) -> None:
        hardly = (self.LOST, hit(guide("A"), 0.01))
        assert rather(hardly, {"A"}, offer_at=0.05, answer_at=0.84) == hardly
        sure = (hit(guide("B"), 0.9), self.NEW)
        assert rather(sure, {"A"}, offer_at=0.05, answer_at=0.84) == sure
        assert rather((), {"A"}, offer_at=0.05, answer_at=0.84) == ()


class TestGivingUp:
    TWO = found(guide("A"), guide("B"), hits=(hit(guide("A"), 0.3), hit(guide("B"), 0.3)))

    def test_who_waits_for_a_person_is_still_asked_what_is_meant(self) -> None:
        packet = HandOffPacket(reason=HandOffReason.REQUESTED, kind="consultation")
        waiting = State(
            rounds=ROUNDS, handoff=HandOff(id="1", state=HandOffState.WAITING, packet=packet)
        )
        assert isinstance(decide(question(), waiting, self.TWO), AskItem)

    def test_a_matter_that_was_not_among_those_offered_is_a_new_one(self) -> None:
        pending = Pending(
            search_text="", elements=(), options={"1": Slots(item="C")}, labels={"1": "示例C"},
            about=About.ITEM,
        )  # fmt: skip
        state = State(rounds=ROUNDS, pending=pending)
        two = (guide(situation="首次申领", fee="1元" * 60), guide(situation="补领", fee="2元" * 60))
        decision = decide(question(Element.FEE), state, found(*two))
        assert isinstance(decision, AskSituation)


_STEPS = (
    "本人申请，也可委托他人代为申请",
    "窗口审核材料，核对身份信息和照片",
    "符合条件的当场领证，旧证交回",
)
STEPS = replace(
    GUIDE,
    elements={
        **GUIDE.elements,
        Element.PROCEDURE: Steps(text="\n".join(_STEPS), steps=_STEPS),
    },
)


def test_what_is_asked_by_itself_is_told_by_itself_and_of_how_many() -> None:
    asked = message("能让我妹妹替我去吗", Element.PROCEDURE)
    _, reply = respond(TOLD, asked, Shelf(STEPS))
    assert "共 3 项，跟您问的有关的是以下 1 项：\n本人申请，也可委托他人代为申请" in reply.text
    assert "窗口审核" not in reply.text
    assert reply.answers[0].text == STEPS.elements[Element.PROCEDURE].text


def test_where_the_whole_is_asked_for_too_it_is_told_whole() -> None:
    asked = message("能让我妹妹替我去吗，怎么个流程", Element.PROCEDURE)
    _, reply = respond(TOLD, asked, Shelf(STEPS))
    assert "窗口审核" in reply.text


def test_who_wants_to_be_rung_up_is_asked_for_a_number_once() -> None:
    say = wording()
    wants = message("你们让人给我回个电话", signal=Signal.OPERATOR)
    assert say.handoff["call_back_number"] in respond(State(), wants, SHELF)[1].text
    gave = message(f"让人给我回个电话，{say.masks['mobile']}", signal=Signal.OPERATOR)
    assert say.handoff["call_back_number"] not in respond(State(), gave, SHELF)[1].text


def test_who_has_left_the_danger_is_not_asked_what_he_wants_done() -> None:
    state, _ = respond(State(), message("家里有煤气味", alarm=Alarm.EMERGENCY_FIRE), SHELF)
    _, reply = respond(state, message("已经关了阀门开窗了"), Shelf(finds=()))
    assert reply.text == wording().smalltalk["after_danger"][0]


def test_a_complaint_about_another_thing_does_not_take_the_matter_along() -> None:
    noise = message("邻居的狗天天叫", kind=RequestKind.COMPLAINT)
    _, reply = respond(TOLD, noise, SHELF)
    assert reply.packet is not None
    assert (reply.packet.item, reply.packet.elements) == (None, ())
    counter = message("那个窗口的人就是不给办", kind=RequestKind.COMPLAINT)
    _, reply = respond(TOLD, counter, SHELF)
    assert reply.packet is not None
    assert reply.packet.item == "A"
