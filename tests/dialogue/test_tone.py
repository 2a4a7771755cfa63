"""How it is said: the answer first, what goes without saying left out, a kind word where one is due."""

from dataclasses import replace

import pytest
from fictional import Shelf, guide, hit, message

from dialogue.responding import respond
from dialogue.state import State
from dialogue.turn import Slots, Status
from dialogue.understanding import ANYBODY, Alarm
from dialogue.understanding.alarms import danger_in
from dialogue.understanding.kin import dead_in
from dialogue.understanding.moods import fortune_in, is_angry, is_weary
from dialogue.wording import wording
from kb.elements import Element, Text

FEE, PLACE, ONLINE = Element.FEE, Element.PLACE, Element.ONLINE
CITY = guide(region="1", fee="10元", place="各区窗口")
EAST = guide(region="11", fee="10元", place="东街1号")
SHELF = Shelf(CITY, EAST, finds=(hit(CITY),))
KIND = wording().lead


def first_line(text: str, *elements: Element, state: State | None = None) -> str:
    _, reply = respond(state or State(), message(text, *elements), SHELF)
    return reply.text.splitlines()[0]


class TestTheAnswerFirst:
    def test_one_element_is_one_sentence(self) -> None:
        assert first_line("示例A多少钱", FEE) == "云上市示例A的费用：10元"

    def test_of_the_same_matter_only_the_answer_is_said(self) -> None:
        state, _ = respond(State(), message("示例A在哪", PLACE), SHELF)
        _, reply = respond(state, message("多少钱", FEE, names_nothing=True), SHELF)
        assert reply.text.startswith("费用：10元")

    def test_that_it_can_be_done_online_is_said(self) -> None:
        told = replace(guide(), elements={ONLINE: Text(text="https://apply.example/A")})
        _, reply = respond(State(), message("示例A网上能办吗", ONLINE), Shelf(told))
        assert reply.text.startswith("示例A可以在网上办，入口：https://apply.example/A")

    def test_what_is_missing_is_said_of_the_matter(self) -> None:
        _, reply = respond(State(), message("示例A多少钱", FEE), Shelf(guide(phone="0000-1")))
        assert reply.text.startswith("示例A的指南里没有写收费标准。可以打咨询电话核实：0000-1")


class TestDistricts:
    def test_who_named_none_is_asked_where_they_differ(self) -> None:
        _, reply = respond(State(), message("示例A在哪", PLACE), SHELF)
        assert reply.status is Status.ANSWERED
        assert "各区（县）的办理地点不一样，您在哪个区（县）？" in reply.text

    def test_what_they_have_alike_is_not_asked_about(self) -> None:
        _, reply = respond(State(), message("示例A多少钱", FEE), SHELF)
        assert "您在哪个区" not in reply.text

    def test_who_named_one_is_not_asked(self) -> None:
        state = State(slots=Slots(region="11"))
        _, reply = respond(state, message("示例A在哪", PLACE), SHELF)
        assert "东街1号" in reply.text
        assert "您在哪个区" not in reply.text


class TestAKindWord:
    def test_to_who_has_lost_somebody_once(self) -> None:
        died = message("我爸走了，示例A多少钱", FEE, dead=frozenset({"father"}))
        state, reply = respond(State(), died, SHELF)
        assert reply.text.startswith(KIND["bereaved"][0])
        assert "10元" in reply.text
        _, again = respond(state, died, SHELF)
        assert KIND["bereaved"][0] not in again.text

    def test_no_death_is_mourned_that_nobody_died(self) -> None:
        whoever = message("死亡证明多少钱", FEE, dead=frozenset({ANYBODY}))
        assert KIND["bereaved"][0] not in respond(State(), whoever, SHELF)[1].text

    @pytest.mark.parametrize(("text", "dead"), [("我妈都急死了", False), ("我爸上个月死了", True)])
    def test_a_way_of_speaking_is_no_death(self, text: str, dead: bool) -> None:
        assert bool(dead_in(text)) is dead

    def test_to_who_is_fed_up_and_asks_all_the_same(self) -> None:
        _, reply = respond(State(), message("气死我了，示例A多少钱", FEE, weary=True), SHELF)
        assert reply.text.startswith(KIND["weary"][0])
        assert "10元" in reply.text

    @pytest.mark.parametrize(
        ("text", "weary"), [("气死我了，到底要带什么", True), ("身份证要带什么", False)]
    )
    def test_being_fed_up_is_heard_and_is_no_abuse(self, text: str, weary: bool) -> None:
        assert is_weary(text) is weary
        assert not is_angry(text, [Element.MATERIALS])

    @pytest.mark.parametrize(
        ("text", "fortune"),
        [
            ("我妈中风后躺床上快两年了,长护险能申请吗", "ill"),
            ("去年冬天家里失火烧得啥都没了", "burnt"),
            ("工地干了仨月一分钱没给", "unpaid"),
            ("媳妇刚生了,要办哪些证", "newborn"),
            ("给公司的员工报工伤,带什么材料", None),
            ("失火了怎么报警", None),
        ],
    )
    def test_to_who_is_hard_hit_or_glad(self, text: str, fortune: str | None) -> None:
        assert fortune_in(text) == fortune

    def test_the_answer_stands_below_it(self) -> None:
        _, reply = respond(State(), message("示例A多少钱", FEE, fortune="ill"), SHELF)
        assert reply.text.startswith(KIND["ill"][0])
        assert "10元" in reply.text


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("家里厨房着火了", "fire"),
        ("一进门好大一股煤气味", "gas"),
        ("被困在电梯里了", "trapped"),
        ("电动车着火了,电梯里都是烟", "fire"),
        ("孩子在广场走丢了", "missing"),
        ("刚被骗转了五万块钱", "swindled"),
        ("楼下有人拿着刀追人", None),
    ],
)
def test_what_to_do_depends_on_the_danger_and_not_on_the_number(
    text: str, danger: str | None
) -> None:
    assert danger_in(text) == danger
    _, reply = respond(
        State(), message(text, alarm=Alarm.EMERGENCY_FIRE, danger=danger), Shelf(CITY)
    )
    assert reply.text == wording().emergency[danger or "emergency_fire"]
