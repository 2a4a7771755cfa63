"""The table of decisions about questions, row by row."""

from dataclasses import replace
from datetime import date

import pytest
from fictional import TODAY, found, guide, hit, question
from hypothesis import given
from hypothesis import strategies as st

from dialogue.deciding import ROUNDS, TABLE, decide
from dialogue.deciding.case import Case
from dialogue.deciding.decisions import (
    AnswerEntry,
    AnswerGuide,
    AnswerQuestion,
    AnswerWhichever,
    AskAudience,
    AskItem,
    AskRegion,
    AskSituation,
    Decision,
    Declined,
    Differing,
    HandOver,
    NoContent,
    NotFound,
    Refuse,
    TakeNote,
    Talk,
    TellExpired,
)
from dialogue.deciding.elements import OVERVIEW
from dialogue.findings import Findings
from dialogue.handoff import HandOffReason
from dialogue.resolving import Asked, Relation
from dialogue.state import State
from dialogue.turn import Slots
from kb.elements import Audience, Audiences, Element, QuestionAnswer, Questions, Text
from kb.records import Faq, Guide, Item, Policy

PLACE, FEE = Element.PLACE, Element.FEE
FAQ = Faq(faq_id="F", question="大厅收费吗？", answer="答。")
POLICY = Policy(doc_id="P", title="示例办法", text="第一条 示例。")
EAST, WEST = guide(region="11", place="东街"), guide(region="12", place="西街")
FIRST, LOST = guide(situation="首次申领", fee="不收费"), guide(situation="丢失补领", fee="20元")
RUNG = guide(place=None, phone="000-12345").elements
LONG = "到窗口办理，" * 20
FIRST_TIME, LOST_ONE = (
    guide(situation="首次申领", fee=LONG + "甲"),
    guide(situation="丢失补领", fee=LONG + "乙"),
)


def for_kind(told: Guide, *kinds: Audience) -> Guide:
    value = Audiences(text="服务对象", kinds=kinds)
    return replace(told, elements={**told.elements, Element.AUDIENCE: value})


FOR_PERSONS = for_kind(FIRST_TIME, Audience.PERSON)
FOR_COMPANIES = for_kind(LOST_ONE, Audience.ORGANISATION)
START = State()
FOLLOWS, MAY_FOLLOW, CHOICE = Relation.FOLLOWS, Relation.MAY_FOLLOW, Relation.CHOICE


def applied(asked: Asked, findings: Findings, state: State = START) -> str:
    """The name of the row that decides."""
    case = Case(asked, state, findings)
    return next(row.name for row in TABLE if row.applies(case))


def decided(asked: Asked, findings: Findings, state: State = START) -> Decision:
    return decide(asked, state, findings)


def answered(asked: Asked, findings: Findings, state: State = START) -> AnswerGuide:
    decision = decide(asked, state, findings)
    assert isinstance(decision, AnswerGuide)
    return decision


def with_faq(told: Guide, **pairs: str) -> Guide:
    listed = tuple(QuestionAnswer(question=q, answer=a) for q, a in pairs.items())
    value = Questions(text="问答", pairs=listed)
    return replace(told, elements={**told.elements, Element.FAQ: value})


EXPIRED = replace(guide(), valid_until=date(2026, 5, 5))
INSIDE = with_faq(guide(), 周末能去示例大厅办吗="周末不办。")

# One example for each row, in the order of the table.
ROWS: list[tuple[Asked, Findings, State, type[Decision]]] = [
    (question(PLACE, regions=("11", "21")), found(EAST), START, AskRegion),
    (question(PLACE, elsewhere="济南"), found(EAST), START, Refuse),
    (question(FEE, text="那个多少钱", names_nothing=True), found(guide("A")), START, AskItem),
    (question(topic="示例"), found(guide("A"), guide("B")), START, AskItem),
    (
        question(text="有没有别的补助", slots=Slots(item="A"), relation=MAY_FOLLOW),
        replace(
            found(guide("A"), guide("B"), hits=()),
            within=(replace(hit(guide("B"), 0.3), name="示例补贴"),),
        ),
        State(slots=Slots(item="A")),
        AskItem,
    ),
    (
        question(FEE),
        found(
            guide("A", fee="20元"),
            guide("B", fee="20元"),
            hits=(hit(guide("A"), 0.3), hit(guide("B"), 0.2)),
        ),
        START,
        AnswerWhichever,
    ),
    (
        question(FEE),
        found(
            guide("A", fee="20元"),
            guide("B", fee="9元"),
            hits=(hit(guide("A"), 0.3), hit(guide("B"), 0.2)),
        ),
        START,
        AskItem,
    ),
    (question(text="已经开窗了"), found(guide("A"), hits=(hit(guide("A"), 0.01),)), START, Talk),
    (question(FEE), found(guide("A"), hits=(hit(guide("A"), 0.01),)), START, NotFound),
    (
        question(PLACE, text="大厅收费在哪"),
        found(FAQ, guide("A"), hits=(hit(FAQ, 0.6), hit(guide("A"), 0.3))),
        START,
        AskItem,
    ),
    (question(), found(FAQ), START, AnswerEntry),
    (question(), found(Item(item_code="N", name="空名")), START, NoContent),
    (question(slots=Slots(region="2")), found(EAST, WEST), START, NoContent),
    (question(PLACE), found(EXPIRED), START, TellExpired),
    (
        question(PLACE, here=True),
        found(guide(region="1", place="中街"), EAST, WEST),
        START,
        AskRegion,
    ),
    (
        question(FEE),
        found(guide(fee="20元"), replace(guide(fee="30元"), agency="另一局")),
        START,
        HandOver,
    ),
    (
        question(FEE, slots=Slots(item="A"), relation=FOLLOWS),
        found(guide()),
        State(slots=Slots(item="A"), lacking=(FEE,)),
        HandOver,
    ),
    (question(text="周末能去示例大厅办吗"), found(INSIDE), START, AnswerQuestion),
    (
        question(text="我和老伴去外地过冬", slots=Slots(item="A"), relation=MAY_FOLLOW),
        found(guide(), hits=()),
        State(slots=Slots(item="A"), tried=("示例A",)),
        TakeNote,
    ),
    (question(PLACE), found(FIRST, LOST), START, AnswerGuide),
    (question(FEE), found(FIRST, LOST), START, AnswerGuide),
    (
        question(text="门口能放桌子吗", slots=Slots(item="A"), relation=MAY_FOLLOW),
        found(
            *(replace(each, elements={**each.elements, **RUNG}) for each in (FIRST_TIME, LOST_ONE))
        ),
        State(slots=Slots(item="A")),
        AnswerGuide,
    ),
    (question(FEE), found(FOR_PERSONS, FOR_COMPANIES), START, AskAudience),
    (
        question(PLACE),
        found(replace(EAST, elements=guide(place=LONG).elements), WEST),
        START,
        AskRegion,
    ),
    (question(FEE), found(FIRST_TIME, LOST_ONE), START, AskSituation),
    (
        question(PLACE),
        found(guide(place=LONG), replace(guide(place="乙"), agency="另一局")),
        START,
        AnswerGuide,
    ),
]


@pytest.mark.parametrize("number", range(len(TABLE)))
def test_each_row_decides_its_example(number: int) -> None:
    asked, findings, state, kind = ROWS[number]
    assert applied(asked, findings, state) == TABLE[number].name
    assert isinstance(decided(asked, findings, state), kind)


def test_every_row_has_an_example() -> None:
    assert len(ROWS) == len(TABLE)
    assert len({row.name for row in TABLE}) == len(TABLE)


class TestRegionsInTheWords:
    def test_a_name_of_several_regions_is_asked_about(self) -> None:
        decision = decided(question(PLACE, regions=("11", "21")), found(EAST))
        assert decision == AskRegion(name="", regions=("11", "21"), slots=Slots())

    def test_it_is_not_asked_about_where_the_city_was_said_before(self) -> None:
        asked = question(PLACE, regions=("11", "21"), slots=Slots(region="1"))
        decision = answered(asked, found(EAST, WEST))
        assert (decision.guide, decision.slots.region) == (EAST, "11")

    def test_another_city_is_named(self) -> None:
        decision = decided(question(PLACE, elsewhere="济南"), found(EAST))
        assert decision == Refuse(why=Declined.ELSEWHERE, place="济南")


class TestFound:
    def test_nothing(self) -> None:
        assert decided(question(), found()) == NotFound(nearest=())

    def test_one_sure_item_with_one_guide_is_answered(self) -> None:
        decision = answered(question(PLACE), found(guide()))
        assert (decision.elements, decision.probability) == ((PLACE,), 0.9)
        assert decision.slots == Slots(item="A")

    def test_without_an_element_an_overview_of_what_there_is(self) -> None:
        decision = answered(question(), found(guide(fee="20元", phone="0000-1")))
        assert decision.elements == (PLACE, FEE)

    def test_an_overview_of_a_guide_that_has_other_elements_only(self) -> None:
        decision = answered(question(), found(guide(place=None, phone="0000-1")))
        assert decision.elements == (Element.PHONE,)

    def test_an_overview_of_an_empty_guide_says_what_is_missing(self) -> None:
        assert answered(question(), found(guide(place=None))).elements == OVERVIEW

    def test_what_is_no_element_is_looked_for_where_it_may_stand(self) -> None:
        asked = question(text="示例A一个月补助多少")
        decision = answered(asked, found(guide(phone="0000-1")))
        assert decision.unplaced
        assert decision.elements == (Element.PHONE,)

    @pytest.mark.parametrize("record", [FAQ, POLICY])
    def test_a_question_or_a_policy_is_answered_by_its_entry(self, record: Faq | Policy) -> None:
        decision = decided(question(), found(record))
        assert isinstance(decision, AnswerEntry)
        assert decision.stored.record == record

    def test_a_question_asked_word_for_word_is_answered_though_an_element_is_named(self) -> None:
        findings = found(FAQ, guide("A"), hits=(hit(FAQ, 0.6), hit(guide("A"), 0.3)))
        assert isinstance(decided(question(FEE, text="大厅收费吗?"), findings), AnswerEntry)

    def test_a_question_that_asks_for_the_same_is_answered_where_it_is_sure(self) -> None:
        asked = question(FEE, text="大厅收费多少")
        sure = found(FAQ, guide("A"), hits=(hit(FAQ, 0.6), hit(guide("A"), 0.3)))
        unsure = found(FAQ, guide("A"), hits=(hit(FAQ, 0.35), hit(guide("A"), 0.3)))
        assert isinstance(decided(asked, sure), AnswerEntry)
        assert isinstance(decided(asked, unsure), AskItem)

    def test_a_question_on_another_thing_is_not_in_the_way_of_an_element(self) -> None:
        other = Faq(faq_id="F", question="住院病历能复印吗", answer="能。")
        findings = found(other, guide("A"), hits=(hit(other, 0.6), hit(guide("A"), 0.3)))
        decision = answered(question(FEE, text="示例登记多少钱"), findings)
        assert decision.slots.item == "A"
        assert decision.probability == pytest.approx(0.75)

    def test_several_that_may_fit_are_offered_and_no_more_than_four(self) -> None:
        hits = [hit(guide(code), p) for code, p in zip("ABCDEF", (0.3,) * 5 + (0.02,), strict=True)]
        decision = decided(question(), found(hits=tuple(hits)))
        assert decision == AskItem(hits=tuple(hits[:4]))

    def test_the_nearest_are_named_where_none_may_fit(self) -> None:
        hits = tuple(hit(guide(code), 0.02) for code in "ABCDEF")
        asked = question(text="示例怎么办")
        assert decided(asked, found(hits=hits)) == NotFound(nearest=hits[:4])

    def test_what_holds_none_of_the_words_is_near_by_chance_and_is_not_named(self) -> None:
        hits = tuple(hit(guide(code), 0.02) for code in "AB")
        asked = question(text="外星人飞船降落怎么办")
        assert decided(asked, found(hits=hits)) == NotFound(nearest=())

    def test_nor_is_what_was_hardly_found_asked_about(self) -> None:
        hits = (hit(guide("A"), 0.2), hit(guide("B"), 0.1))
        asked = question(text="外星人飞船降落怎么办")
        assert decided(asked, found(hits=hits)) == NotFound(nearest=())
        asked = question(text="示例怎么办")
        assert decided(asked, found(hits=hits)) == AskItem(hits=hits)

    def test_where_no_matter_is_named_none_is_guessed_at(self) -> None:
        asked = question(FEE, text="多少钱", names_nothing=True)
        assert decided(asked, found(guide("A"), guide("B"))) == AskItem(hits=())

    def test_items_that_are_not_for_the_citizen_come_last(self) -> None:
        firms = Audiences(text="企业", kinds=(Audience.ORGANISATION,))
        other = replace(guide("A"), elements={**guide().elements, Element.AUDIENCE: firms})
        hits = (hit(other, 0.8), hit(guide("B"), 0.7))
        findings = found(other, guide("B"), hits=hits)
        assert answered(question(slots=Slots(audience="person")), findings).slots.item == "B"
        assert answered(question(), findings).slots.item == "A"

    def test_an_item_by_name_only_has_no_content(self) -> None:
        decision = decided(question(), found(Item(item_code="N", name="空名")))
        assert decision == NoContent(name="空名", region=None, others=(), slots=Slots(item="N"))


class TestSituations:
    def test_long_answers_that_depend_on_it_are_asked_back(self) -> None:
        decision = decided(question(FEE), found(FIRST_TIME, LOST_ONE))
        assert decision == AskSituation(
            name="示例A", situations=("首次申领", "丢失补领"), slots=Slots(item="A")
        )

    def test_short_ones_are_told_side_by_side(self) -> None:
        decision = answered(question(FEE), found(FIRST, LOST))
        assert decision.differing is Differing.SITUATION
        assert [told.guide for told in decision.told] == [FIRST, LOST]
        assert decision.slots == Slots(item="A")

    def test_it_is_not_asked_about_where_all_say_the_same(self) -> None:
        decision = answered(question(PLACE), found(FIRST, LOST))
        assert (decision.differing, decision.slots.situation) == (None, None)

    @pytest.mark.parametrize("said", ["居住卡丢了", "居住卡丢失补领多少钱", "居住卡补办的话"])
    def test_one_that_the_words_speak_of_is_taken(self, said: str) -> None:
        decision = answered(question(FEE, text=said), found(FIRST, LOST))
        assert (decision.guide, decision.slots.situation) == (LOST, "丢失补领")

    def test_so_is_one_that_the_base_itself_nearly_says(self) -> None:
        nearly = replace(hit(LOST, situation="丢失补领"), matched="示例卡拿不到")
        findings = found(FIRST, LOST, hits=(nearly,))
        assert answered(question(FEE, text="示例卡拿不到了"), findings).guide == LOST
        assert answered(question(FEE, text="多少钱"), findings).differing is not None

    def test_what_is_ruled_out_is_not_meant(self) -> None:
        third = guide(situation="到期换领", fee="30元")
        asked = question(
            FEE,
            slots=Slots(item="A", situation="丢失补领"),
            relation=MAY_FOLLOW,
            text="是过期了",
            ruled_out=("丢了",),
        )
        findings = replace(found(FIRST, LOST, third, hits=()), within=(hit(LOST, 0.1),))
        assert answered(asked, findings).slots.situation == "到期换领"

    def test_the_words_beat_what_was_settled_before(self) -> None:
        before = Slots(item="A", situation="首次申领")
        asked = question(FEE, slots=before, relation=FOLLOWS, text="丢了呢")
        assert answered(asked, found(FIRST, LOST, hits=())).guide == LOST

    def test_what_was_chosen_beats_the_words(self) -> None:
        chosen = Slots(item="A", situation="首次申领")
        asked = question(FEE, slots=chosen, relation=CHOICE, text="丢了多少钱")
        assert answered(asked, found(FIRST, LOST)).guide == FIRST

    def test_a_guide_for_all_answers_where_no_situation_is_named(self) -> None:
        general = guide(fee="10元")
        assert answered(question(FEE), found(FIRST, general, LOST)).guide == general

    @pytest.mark.parametrize("said", ["证丢了咋补", "我要办注销", "丢了多少钱"])
    def test_a_mishap_alone_names_no_matter(self, said: str) -> None:
        decision = decide(question(FEE, text=said), State(), found(FIRST, LOST, guide("B")))
        assert isinstance(decision, AskItem)

    def test_one_that_is_named_beats_a_guide_for_all(self) -> None:
        findings = found(guide(fee="10元"), LOST)
        assert answered(question(FEE, text="居住卡丢了多少钱"), findings).guide == LOST

    def test_a_situation_of_another_item_is_dropped(self) -> None:
        before = Slots(item="B", situation="别的")
        decision = answered(question(FEE, slots=before), found(FIRST, LOST))
        assert decision.slots == Slots(item="A")


class TestRegions:
    def test_few_short_answers_are_told_side_by_side(self) -> None:
        decision = answered(question(PLACE), found(EAST, WEST))
        assert decision.differing is Differing.REGION

    def test_it_is_not_asked_about_where_all_say_the_same(self) -> None:
        same = [replace(each, elements=EAST.elements) for each in (EAST, WEST)]
        assert answered(question(PLACE), found(*same)).differing is None

    @pytest.mark.parametrize(
        ("asked_in", "answered_from"),
        [("12", WEST), ("11", EAST), ("111", EAST), ("1", guide(region="1", place="中街"))],
    )
    def test_the_nearest_that_applies_answers(self, asked_in: str, answered_from: object) -> None:
        city = guide(region="1", place="中街")
        asked = question(PLACE, slots=Slots(region=asked_in))
        assert answered(asked, found(city, EAST, WEST)).guide == answered_from

    def test_without_a_region_what_holds_for_all_answers(self) -> None:
        city = guide(region="1", place="中街")
        assert answered(question(PLACE), found(EAST, city, WEST)).guide == city

    def test_a_region_without_a_guide_names_those_that_have_one(self) -> None:
        decision = decided(question(PLACE, slots=Slots(region="2")), found(EAST, WEST))
        assert decision == NoContent(
            name="示例A", region="2", others=("11", "12"), slots=Slots(item="A", region="2")
        )

    def test_in_a_city_only_its_own_districts_are_told(self) -> None:
        far = guide(region="21", place="远街")
        asked = question(PLACE, slots=Slots(region="1"))
        decision = answered(asked, found(EAST, WEST, far))
        assert [told.guide for told in decision.told] == [EAST, WEST]

    @given(st.permutations([None, "1", "11", "111", "12"]))
    def test_the_choice_does_not_hang_on_the_order_of_guides(self, codes: list[str | None]) -> None:
        guides = [guide(region=code, place=f"街{code}") for code in codes]
        assert answered(question(PLACE), found(*guides)).guide.region is None


class TestValidity:
    def test_a_guide_around_that_is_in_force_answers_for_one_nearby_that_is_not(self) -> None:
        city = guide(region="1", place="中街")
        old = replace(EAST, valid_until=date(2026, 5, 5))
        decision = answered(question(PLACE, slots=Slots(region="11")), found(city, old))
        assert (decision.guide, decision.outer) == (city, True)

    @pytest.mark.parametrize(
        "validity",
        [{"valid_until": date(2026, 5, 5)}, {"valid_from": date(2026, 5, 7)}],
    )
    def test_outside_of_its_days_none_answers(self, validity: dict[str, date]) -> None:
        told = replace(guide(), **validity)  # type: ignore[arg-type]
        assert isinstance(decided(question(PLACE), found(told)), TellExpired)

    def test_on_its_first_and_last_day_one_answers(self) -> None:
        assert answered(question(PLACE), found(guide(valid_from=TODAY, valid_until=TODAY)))


class TestContradictions:
    def test_two_agencies_may_have_two_places(self) -> None:
        other = replace(guide(place="另一处"), agency="另一局")
        decision = answered(question(PLACE), found(guide(), other))
        assert decision.differing is Differing.AGENCY

    def test_but_not_two_fees(self) -> None:
        other = replace(guide(fee="30元"), agency="另一局")
        decision = decided(question(FEE), found(guide(fee="20元"), other))
        assert isinstance(decision, HandOver)
        assert decision.reason is HandOffReason.CONFLICT
        assert (decision.name, decision.elements) == ("示例A", (FEE,))

    def test_one_agency_may_not_have_two_telephones(self) -> None:
        phones = [guide(phone=phone) for phone in ("0000-1", "0000-2")]
        assert isinstance(decided(question(Element.PHONE), found(*phones)), HandOver)

    def test_what_is_not_asked_for_may_differ(self) -> None:
        other = replace(guide(fee="30元"), agency="另一局")
        assert answered(question(PLACE), found(guide(fee="20元"), other))

    def test_one_that_says_nothing_contradicts_nobody(self) -> None:
        other = replace(guide(), agency="另一局")
        assert answered(question(FEE), found(guide(fee="20元"), other))


def test_of_guides_that_say_the_same_the_nearest_to_the_words_is_answered_from() -> None:
    near, far = guide(situation="丢失补领", fee="20元"), guide(situation="外地丢失补领", fee="20元")
    findings = found(far, near)
    assert answered(question(FEE, text="丢失补领多少钱"), findings).guide == near


class TestThread:
    BEFORE = Slots(item="A", situation="丢失补领")

    def follow(self, *elements: Element, **said: object) -> Asked:
        return question(*elements, slots=self.BEFORE, relation=MAY_FOLLOW, **said)  # type: ignore[arg-type]

    def test_a_sure_other_item_is_a_new_matter_where_it_is_called_so(self) -> None:
        findings = found(LOST, guide("B"), hits=(hit(guide("B"), 0.8),))
        other = answered(self.follow(PLACE, text="示例b在哪"), findings)
        assert other.slots == Slots(item="B")
        by_chance = answered(self.follow(PLACE, text="她走不动"), findings)
        assert by_chance.slots.item == "A"

    def test_the_same_item_again_goes_on_in_its_situation(self) -> None:
        findings = found(FIRST, LOST, hits=(hit(LOST, 0.1),))
        assert answered(self.follow(FEE), findings).guide == LOST

    def test_a_condition_goes_on_with_the_matter(self) -> None:
        findings = replace(
            found(FIRST, LOST, guide("B"), hits=(hit(guide("B"), 0.1),)), within=(hit(LOST, 0.2),)
        )
        decision = answered(self.follow(text="那要是已经丢了一年多了呢"), findings)
        assert decision.slots == self.BEFORE

    def test_another_noun_does_not(self) -> None:
        near = (hit(guide("B"), 0.3), hit(guide("C"), 0.1))
        findings = replace(found(LOST, guide("B"), hits=near), within=(hit(LOST, 0.2),))
        assert isinstance(decided(self.follow(text="那医保呢"), findings), AskItem)

    def test_nor_does_another_matter_with_a_word_of_a_situation(self) -> None:
        near = (hit(guide("B"), 0.3), hit(guide("C"), 0.1))
        findings = replace(found(LOST, FIRST, guide("B"), hits=near), within=(hit(LOST, 0.2),))
        same = decided(self.follow(PLACE, text="首次申领呢"), findings)
        assert isinstance(same, AnswerGuide)
        other = decided(self.follow(PLACE, text="首次申领渔船驾照呢"), findings)
        assert isinstance(other, AskItem)

    def test_where_only_the_situation_is_new_the_same_is_asked(self) -> None:
        asked = question(slots=Slots(item="A"), relation=MAY_FOLLOW, text="证丢了")
        findings = replace(found(FIRST, LOST, hits=()), within=(hit(LOST, 0.1),))
        decision = answered(asked, findings, State(slots=Slots(item="A"), elements=(FEE,)))
        assert (decision.guide, decision.elements) == (LOST, (FEE,))

    def test_neither_is_a_short_name_of_the_same_thing(self) -> None:
        names = ("申请人自行注销残疾人证", "持证人死亡注销残疾人证")
        own = [replace(guide(situation=each, fee=each), name="残疾人证注销") for each in names]
        asked = question(
            slots=Slots(item="A"), relation=MAY_FOLLOW, text="我是申请人自行注销残疾证"
        )
        findings = found(*own, guide("B"), hits=(hit(guide("B"), 0.3),))
        state = State(slots=Slots(item="A", situation=names[1]), elements=(FEE,))
        assert answered(asked, findings, state).guide == own[0]

    def test_another_situation_is_no_new_matter_and_asks_the_same_whatever_it_is_like(self) -> None:
        sure = (hit(guide("B"), 0.9), hit(LOST, 0.05))
        asked = question(
            PLACE, slots=Slots(item="A"), relation=MAY_FOLLOW, text="要是丢失补领的话呢"
        )
        state = State(slots=Slots(item="A", situation="首次申领"), elements=(FEE,))
        decision = answered(asked, found(FIRST, LOST, guide("B"), hits=sure), state)
        assert (decision.guide, decision.elements) == (LOST, (FEE,))

    def test_what_was_chosen_is_answered_though_it_was_not_found(self) -> None:
        findings = found(guide("A"), guide("B"), hits=(hit(guide("B")),))
        asked = question(PLACE, slots=Slots(item="A"), relation=CHOICE)
        decision = answered(asked, findings)
        assert (decision.guide.item_code, decision.probability) == ("A", 1.0)

    @pytest.mark.parametrize("record", [FAQ, POLICY])
    def test_so_is_a_question_or_a_policy(self, record: Faq | Policy) -> None:
        asked = question(slots=Slots(item=record.key[0]), relation=CHOICE)
        decision = decided(asked, found(record, hits=()))
        assert isinstance(decision, AnswerEntry)
        assert decision.hit.text in ("答。", "第一条 示例。")

    def test_what_is_gone_from_the_base_has_no_content(self) -> None:
        asked = question(slots=Slots(item="gone"), relation=CHOICE)
        decision = decided(asked, found())
        assert decision == NoContent(name="gone", region=None, others=(), slots=Slots(item="gone"))

    def test_a_question_that_shares_its_code_with_an_item_is_told_apart(self) -> None:
        faq = Faq(faq_id="A", question="问？", answer="答。")
        decision = decided(question(), found(guide("A"), faq, hits=(hit(faq),)))
        assert isinstance(decision, AnswerEntry)
        assert decision.stored.record == faq


class TestGivingUp:
    @pytest.mark.parametrize(
        ("asked", "findings"),
        [
            (question(), found()),
            (question(FEE), found(FIRST_TIME, LOST_ONE)),
            (question(PLACE, regions=("11", "21")), found(EAST)),
        ],
    )
    def test_after_two_rounds_that_failed_a_person_goes_on(
        self, asked: Asked, findings: Findings
    ) -> None:
        for rounds in range(ROUNDS):
            assert not isinstance(decided(asked, findings, State(rounds=rounds)), HandOver)
        decision = decided(asked, findings, State(rounds=ROUNDS))
        assert isinstance(decision, HandOver)
        assert decision.reason is HandOffReason.REPEATED_FAILURE

    def test_what_can_be_answered_then_is_answered(self) -> None:
        assert answered(question(PLACE), found(guide()), State(rounds=ROUNDS))

    def test_what_a_guide_lacks_is_found_out_where_it_is_asked_for_again(self) -> None:
        asked = question(FEE, slots=Slots(item="A"), relation=FOLLOWS)
        first = decided(asked, found(guide()), State(slots=Slots(item="A")))
        assert isinstance(first, AnswerGuide)
        again = decided(asked, found(guide()), State(slots=Slots(item="A"), lacking=(FEE,)))
        assert isinstance(again, HandOver)
        assert again.reason is HandOffReason.UNSETTLED


class TestApplicants:
    def test_who_applies_is_asked_before_what_the_situation_is_called(self) -> None:
        decision = decided(question(FEE), found(FOR_PERSONS, FOR_COMPANIES))
        assert decision == AskAudience(
            name="示例A",
            audiences=(Audience.PERSON, Audience.ORGANISATION),
            slots=Slots(item="A"),
        )

    def test_whoever_is_known_is_not_asked(self) -> None:
        asked = question(FEE, slots=Slots(audience=Audience.ORGANISATION))
        assert answered(asked, found(FOR_PERSONS, FOR_COMPANIES)).guide == FOR_COMPANIES

    def test_what_is_for_both_tells_nobody_apart(self) -> None:
        both = [
            for_kind(each, Audience.PERSON, Audience.ORGANISATION)
            for each in (FIRST_TIME, LOST_ONE)
        ]
        assert isinstance(decided(question(FEE), found(*both)), AskSituation)

    def test_the_situation_is_asked_for_where_it_tells_more(self) -> None:
        others = [
            for_kind(guide(situation=name, fee=LONG + name), Audience.PERSON)
            for name in ("损坏换领", "到期换领")
        ]
        decision = decided(question(FEE), found(FOR_PERSONS, FOR_COMPANIES, *others))
        assert isinstance(decision, AskSituation)

    def test_it_is_not_asked_where_all_say_the_same(self) -> None:
        same = replace(
            FOR_COMPANIES, elements={**FOR_COMPANIES.elements, FEE: FOR_PERSONS.elements[FEE]}
        )
        assert isinstance(decided(question(FEE), found(FOR_PERSONS, same)), AnswerGuide)


class TestMattersOfATopic:
    def test_each_that_is_called_so_is_listed_whatever_its_probability(self) -> None:
        others = hit(guide("B"), 0.01), hit(Item(item_code="N", name="别的"), 0.9)
        findings = found(guide("A"), guide("B"), hits=(hit(guide("A"), 0.02), *others))
        decision = decided(question(topic="示例"), findings)
        assert isinstance(decision, AskItem)
        assert decision.listed
        assert [each.item_code for each in decision.hits] == ["A", "B"]

    def test_one_alone_is_no_list(self) -> None:
        assert isinstance(decided(question(topic="示例"), found(guide())), AnswerGuide)


class TestWhatIsPaidOut:
    def test_the_amount_of_a_benefit_is_not_what_applying_costs(self) -> None:
        told = replace(guide(), name="示例津贴申领")
        outcome = Text(text="每人每月60元")
        told = replace(
            told, elements={**told.elements, FEE: Text(text="不收费"), Element.OUTCOME: outcome}
        )
        asked = question(FEE, text="一个月多少钱")
        assert answered(asked, found(told)).elements == (Element.OUTCOME,)
        assert answered(question(FEE, text="办这个要钱吗"), found(told)).elements == (FEE,)


def test_who_applies_was_only_guessed_where_nothing_found_is_for_them() -> None:
    company = for_kind(guide("A"), Audience.ORGANISATION)
    person = for_kind(guide("B"), Audience.PERSON)
    asked = question(PLACE, slots=Slots(audience=Audience.PERSON))
    found_both = found(company, person, hits=(hit(company, 0.9), hit(person, 0.001)))
    assert answered(asked, found_both).guide.item_code == "A"


class TestGoingOn:
    BEFORE = State(slots=Slots(item="A"))

    @pytest.mark.parametrize("said", ["交了六年,能领几个月", "超标车呢", "商贷的"])
    def test_what_names_no_other_matter_and_is_hardly_found_goes_on(self, said: str) -> None:
        asked = question(text=said, slots=Slots(item="A"), relation=MAY_FOLLOW)
        findings = found(guide("A"), guide("B"), hits=(hit(guide("B"), 0.2),))
        assert Case(asked, self.BEFORE, findings).item == "A"

    def test_what_is_lost_of_its_own_does_not(self) -> None:
        asked = question(text="红本本丢了咋补", slots=Slots(item="A"), relation=MAY_FOLLOW)
        findings = found(guide("A"), guide("B"), hits=(hit(guide("B"), 0.2),))
        assert Case(asked, self.BEFORE, findings).item is None

    def test_the_first_question_about_another_matter_is_no_third_round(self) -> None:
        state = replace(self.BEFORE, rounds=ROUNDS)
        findings = found(FIRST_TIME, LOST_ONE)
        assert isinstance(decided(question(FEE), findings, state), HandOver)
        other = replace(self.BEFORE, slots=Slots(item="B"), rounds=ROUNDS)
        assert isinstance(decided(question(FEE), findings, other), AskSituation)
