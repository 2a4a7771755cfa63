"""The stored element word for word, cited; what is absent or expired says so."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from fictional import TODAY, found, guide, hit, question, stored
from hypothesis import given
from hypothesis import strategies as st

from dialogue.composing import Scene, compose
from dialogue.composing.glossing import gloss
from dialogue.deciding.decisions import AnswerEntry, AnswerGuide, Differing, Told
from dialogue.reply import Reply
from dialogue.resolving import Relation
from dialogue.state import State
from dialogue.turn import Citation, Slots, Status
from dialogue.understanding import DayPart, SaidDay
from kb.elements import Element, Fee, FeeKind, LimitUnit, Text, TimeLimit, Visits
from kb.notices import Notice
from kb.records import Faq, Guide, Policy
from kb.regions import Region, Regions

FAQ = Faq(faq_id="F", question="大厅开吗？", answer="周六开。", agency="示例局", region="1")
POLICY = Policy(doc_id="P", title="示例办法", text="第一条 示例规定。", agency="示例局")


def composed(told: Guide, *elements: Element, version: int = 1, **scene: Any) -> Reply:
    return side_by_side((told,), *elements, differing=None, version=version, **scene)


def side_by_side(
    told: tuple[Guide, ...],
    *elements: Element,
    differing: Differing | None,
    version: int = 1,
    **scene: Any,
) -> Reply:
    decision = AnswerGuide(
        told=tuple(Told(stored=stored(each, version=version), guide=each) for each in told),
        elements=elements,
        asked=elements,
        slots=Slots(item="A"),
        probability=0.9,
        differing=differing,
    )
    whole = {"asked": question(*elements), "state": State(), "findings": found(*told), **scene}
    return compose(decision, Scene(**whole))


def entry(told: Faq | Policy) -> Reply:
    decision = AnswerEntry(hit=hit(told), stored=stored(told, version=4), slots=Slots())
    return compose(decision, Scene(asked=question(), state=State(), findings=found(told)))


def with_value(told: Guide, element: Element, value: Any) -> Guide:
    return replace(told, elements={**told.elements, element: value})


class TestElements:
    @given(st.text(min_size=1).filter(str.strip))
    def test_the_answer_is_the_element_word_for_word(self, place: str) -> None:
        reply = composed(guide(place=place), Element.PLACE)
        [answer] = reply.answers
        assert answer.text == place
        assert answer.citations[0].quote == place
        assert all(line in reply.text for line in place.splitlines())  # a list is numbered
        assert (reply.status, answer.status) == (Status.ANSWERED, Status.ANSWERED)

    def test_several_stand_in_the_order_asked_for_each_under_its_name(self) -> None:
        reply = composed(guide(fee="20元"), Element.FEE, Element.PLACE)
        assert [answer.element for answer in reply.answers] == ["fee", "place"]
        assert reply.text.index("【收费标准】20元") < reply.text.index("【办理地点】示例路1号")

    def test_an_absent_one_says_so_and_cites_the_phone_it_names(self) -> None:
        reply = composed(guide(phone="0000-1"), Element.FEE)
        [answer] = reply.answers
        assert "没有写收费标准" in answer.text
        assert "0000-1" in answer.text
        assert reply.status is Status.UNANSWERABLE_NO_CONTENT
        assert [(each.element, each.quote) for each in answer.citations] == [("phone", "0000-1")]

    def test_without_a_phone_it_names_the_agency(self) -> None:
        reply = composed(guide(), Element.FEE)
        assert "请向示例局核实" in reply.text
        assert reply.answers[0].citations == ()
        assert "None" not in reply.text

    def test_who_wants_it_settled_is_told_how(self) -> None:
        reply = composed(guide(), Element.FEE)
        assert "帮我问清楚" in reply.text
        assert reply.suggestions[0] == "帮我问清楚"

    def test_some_of_several_is_answered_partly(self) -> None:
        reply = composed(guide(), Element.PLACE, Element.FEE)
        assert reply.status is Status.ANSWERED_PARTLY
        assert [answer.status for answer in reply.answers] == [
            Status.ANSWERED, Status.UNANSWERABLE_NO_CONTENT,
        ]  # fmt: skip

    def test_what_a_guide_has_instead_is_given_under_its_own_name(self) -> None:
        told = with_value(guide(), Element.STATUTORY_LIMIT, TimeLimit(text="10日"))
        reply = composed(told, Element.PROMISED_LIMIT)
        assert [answer.element for answer in reply.answers] == ["promised_limit", "statutory_limit"]
        assert "【法定办结时限】10日" in reply.text
        assert reply.status is Status.ANSWERED_PARTLY

    def test_what_it_has_needs_nothing_instead(self) -> None:
        limits = {Element.STATUTORY_LIMIT: TimeLimit(text="10日"),
                  Element.PROMISED_LIMIT: TimeLimit(text="3日")}  # fmt: skip
        reply = composed(replace(guide(), elements=limits), Element.PROMISED_LIMIT)
        assert "10日" not in reply.text

    def test_no_element_is_said_twice(self) -> None:
        reply = composed(guide(), Element.PROCEDURE, Element.PLACE)
        assert [answer.element for answer in reply.answers] == ["procedure", "place"]


class TestSideBySide:
    FIRST, LOST, DAMAGED = (
        guide(situation=name, fee=fee)
        for name, fee in (("首次", "不收费"), ("补领", "20元"), ("损坏", "20元"))
    )

    def test_each_answer_stands_once_under_all_that_it_goes_for(self) -> None:
        told = (self.FIRST, self.LOST, self.DAMAGED)
        reply = side_by_side(told, Element.FEE, differing=Differing.SITUATION)
        assert "- 首次：不收费\n- 补领、损坏：20元" in reply.text
        assert [answer.text for answer in reply.answers] == ["不收费", "20元"]
        assert [len(answer.citations) for answer in reply.answers] == [1, 2]
        assert reply.status is Status.ANSWERED

    def test_districts_are_named_and_each_source_is_cited(self) -> None:
        told = (guide(region="11", place="东街"), guide(region="12", place="西街"))
        reply = side_by_side(told, Element.PLACE, differing=Differing.REGION)
        assert "- 东岛区：东街\n- 西岛区：西街" in reply.text
        assert reply.text.count("依据：") == 2

    def test_so_are_agencies(self) -> None:
        told = (guide(), replace(guide(place="别处"), agency="另一局"))
        reply = side_by_side(told, Element.PLACE, differing=Differing.AGENCY)
        assert "- 示例局：示例路1号\n- 另一局：别处" in reply.text


class TestEverydayWords:
    @pytest.mark.parametrize(
        ("value", "said"),
        [
            (TimeLimit(text="即办", amount=0), "（去了当场就能办）"),
            (TimeLimit(text="20个工作日", amount=20, unit=LimitUnit.WORKING_DAY), "（约4周，法定节假日顺延）"),
            (TimeLimit(text="7个工作日", amount=7, unit=LimitUnit.WORKING_DAY), "（算上双休约10天，法定节假日顺延）"),
            (TimeLimit(text="3个工作日", amount=3, unit=LimitUnit.WORKING_DAY), None),
            (TimeLimit(text="60日", amount=60, unit=LimitUnit.DAY), "（约2个月）"),
            (TimeLimit(text="15日", amount=15, unit=LimitUnit.DAY), "（约半个月）"),
            (TimeLimit(text="10日", amount=10, unit=LimitUnit.DAY), None),
            (TimeLimit(text="48小时", amount=48, unit=LimitUnit.HOUR), "（2天）"),
            (TimeLimit(text="视情况"), None),
            (Fee(text="无", kind=FeeKind.FREE), "（不用交钱）"),
            (Fee(text="不收费", kind=FeeKind.FREE), None),
            (Fee(text="收费", kind=FeeKind.CHARGED), "（要收费，多少钱指南里没有写）"),
            (Fee(text="20元", kind=FeeKind.AMOUNTS), None),
            (Visits(text="0次", count=0), "（不用到现场）"),
            (Visits(text="1次", count=1), None),
            (Text(text="示例路1号"), None),
            (None, None),
        ],
    )  # fmt: skip
    def test_a_value_is_said_in_everyday_words_by_a_rule(
        self, value: Any, said: str | None
    ) -> None:
        assert gloss(value) == said

    def test_they_stand_beside_the_official_ones_and_are_known_as_worked_out(self) -> None:
        limit = TimeLimit(text="20个工作日", amount=20, unit=LimitUnit.WORKING_DAY)
        reply = composed(with_value(guide(), Element.PROMISED_LIMIT, limit), Element.PROMISED_LIMIT)
        assert "示例A的承诺办结时间：20个工作日（约4周，法定节假日顺延）" in reply.text
        assert reply.answers[0].text == "20个工作日"
        assert reply.worked_out == ("（约4周，法定节假日顺延）",)


class TestOpening:
    """Today is Wednesday, 2026-05-06; the Saturday after it is worked, the one after that is not."""

    TOLD = with_value(guide(), Element.HOURS, Text(text="周一至周五 9:00—17:00（法定节假日除外）"))

    def said(self, **day: Any) -> str:
        asked = replace(question(Element.HOURS), day=SaidDay(text="那天", **day))
        return composed(self.TOLD, Element.HOURS, asked=asked).text

    def test_the_day_that_was_asked_about_is_worked_out(self) -> None:
        assert "周四（5月7日）办理：9:00—17:00。" in self.said(weekday=3)
        assert "今天周三（5月6日）办理" in self.said(offset=0)

    def test_where_it_is_closed_the_next_day_is_told(self) -> None:
        text = self.said(weekday=6)
        assert "周日（5月10日）不办理。" in text
        assert "之后最近的办理日是周一（5月11日）：9:00—17:00。" in text

    def test_a_weekend_that_is_worked_is_not_guessed(self) -> None:
        assert "调休上班日" in self.said(weekday=5)

    def test_a_holiday_says_so(self) -> None:
        assert "法定节假日，不办理" in self.said(holiday="端午")

    def test_a_time_of_day_is_held_against_the_hours(self) -> None:
        assert "17:00不在办理时间内" in self.said(weekday=3, at=time(17))
        assert "16:30在办理时间内" in self.said(weekday=3, at=time(16, 30))

    def test_a_holiday_whose_dates_are_not_known_yet_is_one_all_the_same(self) -> None:
        later = replace(found(self.TOLD), today=date(2098, 5, 6))
        asked = replace(question(Element.HOURS), day=SaidDay(text="元旦", holiday="元旦"))
        reply = composed(self.TOLD, Element.HOURS, asked=asked, findings=later)
        assert "元旦是法定节假日，不办理。" in reply.text

    @pytest.mark.parametrize(
        ("hours", "said"),
        [
            ("周一至周五 9:00—17:00；周六 9:00—12:00", "中午也办理。"),
            ("周一至周五 9:00—12:00，13:30—17:00", "中午不办理。"),
            ("周一 9:00—17:00，周二 9:00—12:00，13:30—17:00", None),
        ],
    )
    def test_noon_of_any_day_is_told_where_all_days_are_alike(
        self, hours: str, said: str | None
    ) -> None:
        told = with_value(guide(), Element.HOURS, Text(text=hours))
        asked = replace(question(Element.HOURS), day=SaidDay(text="中午", part=DayPart.NOON))
        assert composed(told, Element.HOURS, asked=asked).worked_out == ((said,) if said else ())

    def test_a_year_whose_holidays_are_not_known_is_told(self) -> None:
        later = replace(found(self.TOLD), today=date(2098, 5, 6))
        asked = replace(question(Element.HOURS), day=SaidDay(text="明天", offset=1))
        assert (
            "2098年的放假安排还没有公布"
            in composed(self.TOLD, Element.HOURS, asked=asked, findings=later).text
        )

    def test_hours_that_are_not_understood_are_given_as_they_are(self) -> None:
        told = with_value(guide(), Element.HOURS, Text(text="部分网点周六开"))
        asked = replace(question(Element.HOURS), day=SaidDay(text="周六", weekday=5))
        reply = composed(told, Element.HOURS, asked=asked)
        assert reply.worked_out == ()
        assert "部分网点周六开" in reply.text


class TestLeads:
    SEEN = State(slots=Slots(item="A", situation="补领", region="11"))
    TOLD = guide(region="11", situation="补领")

    def lead(self, state: State, relation: Relation, told: Guide | None = None, **said: Any) -> str:
        told = told or self.TOLD
        asked = question(Element.PLACE, relation=relation, **said)
        reply = composed(told, Element.PLACE, state=state, asked=asked)
        return reply.text.partition("依据")[0]

    def test_the_citizens_words_are_taken_up_where_they_are_not_the_official_ones(self) -> None:
        assert "“补办小卡”" in self.lead(State(), Relation.NEW, text="补办小卡在哪")
        assert self.lead(State(), Relation.NEW, text="示例A在哪").startswith(
            "东岛区示例A（补领）的"
        )

    def test_no_words_are_said_back_that_were_not_said_so(self) -> None:
        said = replace(
            question(Element.PLACE, text="补办小卡在哪").understood, masked="补办的那张小卡在哪"
        )
        asked = replace(question(Element.PLACE, text="补办小卡在哪"), understood=said)
        assert "补办小卡" not in composed(self.TOLD, Element.PLACE, asked=asked).text

    def test_a_follow_up_names_only_what_is_new(self) -> None:
        seen = replace(self.SEEN, slots=replace(self.SEEN.slots, region="12"))
        slots = Slots(item="A", situation="补领", region="11")
        assert "东岛区" in self.lead(seen, Relation.FOLLOWS, slots=slots)
        assert "示例A" not in self.lead(seen, Relation.FOLLOWS, slots=slots)

    def test_what_goes_on_needs_no_heading(self) -> None:
        slots = self.SEEN.slots
        assert self.lead(self.SEEN, Relation.FOLLOWS, slots=slots).startswith("办理地点：示例路1号")

    def test_the_only_city_is_not_named(self) -> None:
        told = guide(region="1")
        city = Regions(
            (Region(code="1", name="云上市"), Region(code="11", name="东岛区", parent="1"))
        )
        findings = replace(found(told), regions=city)
        reply = composed(told, Element.PLACE, findings=findings)
        assert reply.text.startswith("示例A的办理地点：")

    def test_a_correction_is_taken(self) -> None:
        told = replace(self.TOLD, situation="到期换领")
        slots = self.SEEN.slots
        text = self.lead(self.SEEN, Relation.MAY_FOLLOW, told, slots=slots, ruled_out=("丢了",))
        assert "到期换领" in text

    def test_a_region_without_a_guide_of_its_own_is_told(self) -> None:
        text = self.lead(State(), Relation.NEW, slots=Slots(region="111"))
        assert "灯塔街道没有单独的指南" in text

    def test_wordings_change_from_turn_to_turn_and_the_same_turn_keeps_its_own(self) -> None:
        asked = question(Element.PLACE, relation=Relation.NEW, text="补办小卡在哪")
        texts = [
            composed(self.TOLD, Element.PLACE, asked=asked, variety=n).text for n in (0, 1, 2, 0)
        ]
        assert len(set(texts)) == 3
        assert texts[0] == texts[3]


class TestNotices:
    def test_one_that_touches_the_guide_stands_before_everything(self) -> None:
        notice = Notice(
            notice_id="N",
            text="示例大厅今天停电。",
            valid_from=TODAY,
            valid_until=TODAY,
            region="1",
        )
        told = guide(region="11")
        findings = replace(found(told), notices=(notice,))
        reply = composed(told, Element.PLACE, findings=findings)
        assert reply.text.startswith("请注意：示例大厅今天停电。")
        elsewhere = guide(region="2")
        findings = replace(found(elsewhere), notices=(notice,))
        assert "停电" not in composed(elsewhere, Element.PLACE, findings=findings).text


class TestCitations:
    def test_it_says_where_the_words_stand(self) -> None:
        told = guide(
            region="11",
            situation="补领",
            verified_on=date(2026, 2, 3),
            source_url="https://guide.example/A",
        )
        [answer] = composed(told, Element.PLACE, version=5).answers
        assert answer.citations == (
            Citation(
                entry_id=f"{stored(told).record_id}.place",
                item_code="A",
                name="示例A",
                agency="示例局",
                region="11",
                element="place",
                version=5,
                verified_on=date(2026, 2, 3),
                quote="示例路1号",
                url="https://guide.example/A",
            ),
        )
        assert (answer.region, answer.situation) == ("11", "补领")

    def test_the_reader_sees_guide_agency_region_version_and_day(self) -> None:
        told = guide(region="11", situation="补领", verified_on=date(2026, 2, 3))
        reply = composed(told, Element.PLACE, version=5)
        assert all(each in reply.text for each in ("示例A", "补领", "东岛区"))
        assert reply.text.endswith(
            "依据：《示例A》办事指南，示例局，东岛区，第 5 版，核实日期：2026-02-03。"
        )

    def test_what_a_source_does_not_tell_is_said_to_be_unstated(self) -> None:
        reply = composed(replace(guide(), agency=None), Element.PLACE)
        assert reply.text.endswith(
            "依据：《示例A》办事指南，未注明，不分区划，第 1 版，核实日期：未注明。"
        )
        assert "None" not in reply.text

    def test_the_online_entrance_stands_in_for_the_address_of_the_source(self) -> None:
        online = Text(text="https://apply.example/A")
        [answer] = composed(with_value(guide(), Element.ONLINE, online), Element.PLACE).answers
        assert answer.citations[0].url == "https://apply.example/A"


class TestEntries:
    def test_a_question_is_answered_with_its_answer(self) -> None:
        reply = entry(replace(FAQ, verified_on=date(2026, 1, 2)))
        [answer] = reply.answers
        assert (answer.text, answer.element) == ("周六开。", None)
        assert reply.text.startswith("周六开。\n")
        assert reply.text.endswith(
            "依据：“大厅开吗？”，示例局，云上市，第 4 版，核实日期：2026-01-02。"
        )
        [citation] = answer.citations
        assert (citation.quote, citation.version, citation.region) == ("周六开。", 4, "1")

    def test_a_policy_is_answered_with_its_passage_under_its_title(self) -> None:
        reply = entry(POLICY)
        assert "在《示例办法》里这样写着：\n第一条 示例规定。" in reply.text
        assert reply.answers[0].citations[0].entry_id.endswith(".0001")

    @pytest.mark.parametrize("told", [FAQ, POLICY])
    def test_an_expired_one_is_not_answered(self, told: Faq | Policy) -> None:
        reply = entry(replace(told, valid_until=date(2026, 5, 5)))
        assert reply.status is Status.UNANSWERABLE_EXPIRED
        assert reply.answers[0].citations == ()
        assert "周六开" not in reply.text
        assert "第一条" not in reply.text
