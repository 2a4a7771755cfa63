"""Whoever goes over to something else is asked about that, and asks what he asked before."""

from dataclasses import replace

import pytest
from fictional import REGIONS, Shelf, guide, hit, message

from dialogue.reply import Reply
from dialogue.responding import respond
from dialogue.state import State
from dialogue.turn import Slots, Status
from dialogue.understanding import Understanding
from dialogue.understanding.stories import point_of
from kb.elements import Element, Text
from kb.records import Guide

FEE, PLACE = Element.FEE, Element.PLACE
PASSPORT = replace(guide("A", fee="120元", place="示例路1号"), name="普通护照签发")
PENSION = replace(guide("B", fee="不收费", place="示例路2号"), name="养老待遇恢复")
REFUND = replace(guide("C", fee="甲" * 80, place="示例路3号"), name="多缴退费")
MOVED = replace(guide("D", fee="5元", place="示例路4号"), name="居住证地址变更")
SERVED = State(slots=Slots(item="A"), elements=(FEE,))


def told(said: str, *found: tuple[Guide, float], state: State = SERVED, **rest: object) -> Reply:
    """The reply to words after the fee of a passport; `found` for them, the surest first."""
    heard = Understanding(REGIONS).understand(said)
    shelf = Shelf(PASSPORT, PENSION, REFUND, MOVED, finds=[hit(each, p) for each, p in found])
    return respond(state, replace(message(said), understood=replace(heard, **rest)), shelf)[1]  # type: ignore[arg-type]


def about(reply: Reply) -> list[tuple[str | None, str | None]]:
    return [(each.item_code, each.element) for each in reply.answers]


@pytest.mark.parametrize("said", ["还有养老金恢复的申请呢？", "再问下提交恢复养老金的申请呢"])
def test_what_is_led_over_to_and_found_is_another_matter(said: str) -> None:
    assert about(told(said, (PENSION, 0.9))) == [("B", "fee")]


@pytest.mark.parametrize("said", ["还有申请失业的钱呢", "那领多交的钱退回来呢"])
def test_what_is_wanted_done_and_hardly_found_is_asked_about(said: str) -> None:
    reply = told(said, (REFUND, 0.38), (PENSION, 0.3))
    assert reply.status is Status.CLARIFICATION_ITEM
    assert [each.label for each in reply.options] == ["多缴退费", "养老待遇恢复", "都不是"]


def test_so_is_a_second_question_of_one_message() -> None:
    heard = Understanding(REGIONS).understand("护照多少钱？还有，我想申请多缴的钱退回来，在哪办？")
    hits = [hit(REFUND, 0.38), hit(PENSION, 0.3)]
    shelf = Shelf(PASSPORT, PENSION, REFUND, finds=hits)
    second = replace(message(), understood=heard.questions[1])
    assert respond(SERVED, second, shelf)[1].status is Status.CLARIFICATION_ITEM


@pytest.mark.parametrize("said", ["那办老人的呢", "那外地户口的呢", "那交完钱呢", "那转到外地呢"])
def test_for_whom_and_how_things_are_is_the_same_matter(said: str) -> None:
    assert {code for code, _ in about(told(said, (REFUND, 0.38), (PENSION, 0.3)))} == {"A"}


def test_a_situation_of_the_matter_is_no_other_though_another_is_named_by_it() -> None:
    card = guide("A", situation="签注", fee="7元")
    other = replace(guide("E", fee="80元"), name="通行证签注")
    shelf = Shelf(card, guide("A", situation="首次申领", fee="8元"), other, finds=[hit(other, 0.9)])
    heard = Understanding(REGIONS).understand("还有办签注呢")
    _, reply = respond(SERVED, replace(message(), understood=heard), shelf)
    assert [(each.item_code, each.situation) for each in reply.answers] == [("A", "签注")]


def test_what_was_asked_goes_on_after_what_was_answered_whichever_was_meant() -> None:
    either = Shelf(PASSPORT, replace(REFUND, elements=PASSPORT.elements), PENSION)
    hits = [hit(PASSPORT, 0.3), hit(REFUND, 0.2)]
    state, reply = respond(State(), message("证", FEE), Shelf(*either.records, finds=hits))
    assert reply.status is Status.ANSWERED
    assert state.slots.item is None
    assert about(told("还有养老待遇恢复呢？", (PENSION, 0.99), state=state)) == [("B", "fee")]
    assert about(told("那养老待遇恢复呢", (PENSION, 0.99), state=state)) == [("B", "fee")]


def test_a_word_of_the_name_asks_for_nothing() -> None:
    assert about(told("再问下变更居住证地址呢？", (MOVED, 0.99))) == [("D", "fee")]
    assert about(told("再问下恢复养老待遇的地址呢？", (PENSION, 0.99))) == [("B", "place")]


def test_what_the_guide_lacks_hides_not_what_was_asked_before() -> None:
    reply = told("再问下养老恢复的流程呢？", (PENSION, 0.99))
    assert ("B", "fee") in about(reply)
    assert reply.status is Status.ANSWERED_PARTLY


def test_a_situation_that_is_taken_back_takes_no_item_back() -> None:
    dead = guide("A", situation="死亡注销", fee="甲")
    abroad = guide("A", situation="出国定居注销", fee="乙")
    state = State(slots=Slots(item="A", situation="死亡注销"), elements=(FEE,))
    heard = Understanding(REGIONS).understand("说错了，是出国定居注销")
    _, reply = respond(
        state, replace(message(), understood=heard), Shelf(dead, abroad, finds=[hit(dead, 0.95)])
    )
    assert [(each.situation, each.element) for each in reply.answers] == [("出国定居注销", "fee")]


def test_where_nothing_is_paid_out_the_fee_may_be_meant() -> None:
    paused = replace(PENSION, name="暂停养老待遇", elements=dict(PENSION.elements))
    paused.elements[Element.CONDITIONS] = Text(text="领取养老金的人员失踪的，暂停待遇。")  # type: ignore[index]
    heard = Understanding(REGIONS).understand("暂停领养老金 多少钱")
    _, reply = respond(
        State(), replace(message(), understood=heard), Shelf(paused, finds=[hit(paused, 0.99)])
    )
    assert "fee" in {each.element for each in reply.answers}


@pytest.mark.parametrize("said", ["东岛区呢？", "那灯塔街道呢"])
def test_a_region_alone_is_like_no_question(said: str) -> None:
    assert Understanding(REGIONS).understand(said).elements == ()


def test_brackets_stay_with_what_they_explain() -> None:
    long = "关于残疾人证换领(残疾类别未发生变化、档案齐全(户籍地申请)),受理条件是如何规定的,谢谢"
    assert "户籍地申请" in point_of(long)
