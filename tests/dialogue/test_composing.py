"""The stored element word for word, cited; what is absent or expired says so."""

from dataclasses import replace
from datetime import date

import pytest
from fictional import TODAY, found, guide, hit, stored
from hypothesis import given
from hypothesis import strategies as st

from dialogue.composing import Composed, compose_entry, compose_guide
from dialogue.deciding import AnswerEntry, AnswerGuide
from dialogue.turn import Citation, Slots, Status
from kb.elements import Element, Text, TimeLimit
from kb.records import Faq, Guide, Policy

FAQ = Faq(faq_id="F", question="大厅开吗？", answer="周六开。", agency="示例局", region="1")
POLICY = Policy(doc_id="P", title="示例办法", text="第一条 示例规定。", agency="示例局")


def composed(told: Guide, *elements: Element, version: int = 1) -> Composed:
    decision = AnswerGuide(
        stored=stored(told, version=version),
        guide=told,
        elements=elements,
        slots=Slots(),
        probability=0.9,
    )
    return compose_guide(decision, found(told))


def entry(told: Faq | Policy) -> Composed:
    return compose_entry(AnswerEntry(hit=hit(told), stored=stored(told, version=4)), found(told))


class TestElements:
    @given(st.text(min_size=1).filter(str.strip))
    def test_the_answer_is_the_element_word_for_word(self, place: str) -> None:
        reply = composed(guide(place=place), Element.PLACE)
        [answer] = reply.answers
        assert answer.text == place
        assert answer.citations[0].quote == place
        assert place in reply.text
        assert (reply.status, answer.status) == (Status.ANSWERED, Status.ANSWERED)

    def test_several_stand_in_the_order_asked_for_each_under_its_name(self) -> None:
        reply = composed(guide(fee="20元"), Element.FEE, Element.PLACE)
        assert [answer.element for answer in reply.answers] == ["fee", "place"]
        assert reply.text.index("【收费标准】\n20元") < reply.text.index("【办理地点】\n示例路1号")

    def test_an_absent_one_says_so_and_names_the_phone(self) -> None:
        reply = composed(guide(phone="0000-1"), Element.FEE)
        [answer] = reply.answers
        assert "没有写明" in answer.text
        assert "0000-1" in answer.text
        assert (reply.status, answer.citations) == (Status.UNANSWERABLE_NO_CONTENT, ())
        assert "【收费标准】" in reply.text
        assert "依据" not in reply.text

    def test_without_a_phone_it_names_the_agency(self) -> None:
        reply = composed(guide(), Element.FEE)
        assert "请向实施主体核实" in reply.text
        assert "None" not in reply.text

    def test_some_of_several_is_answered_partly(self) -> None:
        reply = composed(guide(), Element.PLACE, Element.FEE)
        assert reply.status is Status.ANSWERED_PARTLY
        assert [answer.status for answer in reply.answers] == [
            Status.ANSWERED, Status.UNANSWERABLE_NO_CONTENT,
        ]  # fmt: skip

    def test_what_a_guide_has_instead_is_given_under_its_own_name(self) -> None:
        told = guide()
        limit = TimeLimit(text="10日")
        told = replace(told, elements={**told.elements, Element.STATUTORY_LIMIT: limit})
        reply = composed(told, Element.PROMISED_LIMIT)
        assert [answer.element for answer in reply.answers] == ["promised_limit", "statutory_limit"]
        assert "【法定办结时限】\n10日" in reply.text
        assert reply.status is Status.ANSWERED_PARTLY

    def test_what_it_has_needs_nothing_instead(self) -> None:
        told = guide()
        limits = {Element.STATUTORY_LIMIT: TimeLimit(text="10日"),
                  Element.PROMISED_LIMIT: TimeLimit(text="3日")}  # fmt: skip
        reply = composed(replace(told, elements=limits), Element.PROMISED_LIMIT)
        assert "10日" not in reply.text

    def test_no_element_is_said_twice(self) -> None:
        reply = composed(guide(), Element.PROCEDURE, Element.PLACE)
        assert [answer.element for answer in reply.answers] == ["procedure", "place"]


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
        assert reply.text.startswith("关于“示例A”的“补领”（东岛区）：")
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
        told = guide()
        online = Text(text="https://apply.example/A")
        told = replace(told, elements={**told.elements, Element.ONLINE: online})
        [answer] = composed(told, Element.PLACE).answers
        assert answer.citations[0].url == "https://apply.example/A"


class TestValidity:
    @pytest.mark.parametrize(
        ("validity", "day"),
        [({"valid_until": date(2026, 5, 5)}, "2026-05-05"),
         ({"valid_from": date(2026, 5, 7)}, "2026-05-07")],
    )  # fmt: skip
    def test_outside_of_it_nothing_is_answered(self, validity: dict[str, date], day: str) -> None:
        reply = composed(guide(**validity), Element.PLACE)  # type: ignore[arg-type]
        assert reply.status is Status.UNANSWERABLE_EXPIRED
        assert "示例路1号" not in reply.text
        assert day in reply.text
        assert [answer.citations for answer in reply.answers] == [()]

    def test_on_its_first_and_last_day_it_is_answered(self) -> None:
        told = guide(valid_from=TODAY, valid_until=TODAY)
        assert composed(told, Element.PLACE).status is Status.ANSWERED


class TestEntries:
    def test_a_question_is_answered_with_its_answer(self) -> None:
        reply = entry(replace(FAQ, verified_on=date(2026, 1, 2)))
        [answer] = reply.answers
        assert (answer.text, answer.element) == ("周六开。", None)
        assert reply.text.startswith("“大厅开吗？”\n周六开。")
        assert reply.text.endswith("依据：示例局，云上市，第 4 版，核实日期：2026-01-02。")
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
