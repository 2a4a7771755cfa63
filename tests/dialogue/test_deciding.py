"""The table of decisions, row by row."""

from dataclasses import replace

import pytest
from fictional import asked, found, guide, hit
from hypothesis import given
from hypothesis import strategies as st

from dialogue.deciding import (
    OVERVIEW,
    AnswerEntry,
    AnswerGuide,
    AskItem,
    AskRegion,
    AskSituation,
    NoContent,
    NotFound,
    Smalltalk,
    ToOperator,
    decide,
)
from dialogue.turn import Slots
from dialogue.understanding import Signal
from kb.elements import Element
from kb.records import Faq, Item, Policy

PLACE, FEE = Element.PLACE, Element.FEE
FAQ = Faq(faq_id="F", question="问？", answer="答。")
POLICY = Policy(doc_id="P", title="示例办法", text="第一条 示例。")
EAST, WEST = guide(region="11", place="东街"), guide(region="12", place="西街")
FIRST, LOST = guide(situation="首次", fee="不收费"), guide(situation="补领", fee="20元")
NO_SLOTS = Slots()


class TestBeforeFinding:
    def test_a_person_is_asked_for(self) -> None:
        assert decide(asked(signal=Signal.OPERATOR), NO_SLOTS, found(guide())) == ToOperator()

    def test_smalltalk(self) -> None:
        said = asked(signal=Signal.THANKS)
        assert decide(said, Slots(item="A"), found(guide())) == Smalltalk(kind="thanks")

    def test_a_name_of_several_regions_is_asked_about(self) -> None:
        decision = decide(asked(PLACE, regions=("11", "21")), NO_SLOTS, found(EAST))
        assert decision == AskRegion(name="", regions=("11", "21"), slots=NO_SLOTS)

    def test_it_is_not_asked_about_where_the_city_was_said_before(self) -> None:
        decision = decide(asked(PLACE, regions=("11", "21")), Slots(region="1"), found(EAST, WEST))
        assert isinstance(decision, AnswerGuide)
        assert (decision.guide, decision.slots.region) == (EAST, "11")


class TestFound:
    def test_nothing(self) -> None:
        assert decide(asked(), NO_SLOTS, found()) == NotFound(nearest=())

    def test_one_sure_item_with_one_guide_is_answered(self) -> None:
        decision = decide(asked(PLACE), NO_SLOTS, found(guide()))
        assert isinstance(decision, AnswerGuide)
        assert (decision.elements, decision.probability) == ((PLACE,), 0.9)
        assert decision.slots == Slots(item="A")

    def test_without_an_element_an_overview_of_what_there_is(self) -> None:
        decision = decide(asked(), NO_SLOTS, found(guide(fee="20元", phone="0000-1")))
        assert isinstance(decision, AnswerGuide)
        assert decision.elements == (PLACE, FEE)

    def test_an_overview_of_a_guide_that_has_other_elements_only(self) -> None:
        decision = decide(asked(), NO_SLOTS, found(guide(place=None, phone="0000-1")))
        assert isinstance(decision, AnswerGuide)
        assert decision.elements == (Element.PHONE,)

    def test_an_overview_of_an_empty_guide_says_what_is_missing(self) -> None:
        decision = decide(asked(), NO_SLOTS, found(guide(place=None)))
        assert isinstance(decision, AnswerGuide)
        assert decision.elements == OVERVIEW

    @pytest.mark.parametrize("record", [FAQ, POLICY])
    def test_a_question_or_a_policy_is_answered_by_its_entry(self, record: Faq | Policy) -> None:
        decision = decide(asked(), NO_SLOTS, found(record))
        assert isinstance(decision, AnswerEntry)
        assert decision.stored.record == record

    def test_several_that_may_fit_are_offered(self) -> None:
        a, b, c = (hit(guide(code), p) for code, p in (("A", 0.39), ("B", 0.03), ("C", 0.02)))
        decision = decide(asked(), NO_SLOTS, found(guide("A"), guide("B"), hits=(a, b, c)))
        assert decision == AskItem(hits=(a, b))

    def test_the_nearest_are_named_where_none_may_fit(self) -> None:
        hits = tuple(hit(guide(code), 0.02) for code in "ABCDEF")
        assert decide(asked(), NO_SLOTS, found(hits=hits)) == NotFound(nearest=hits[:4])

    def test_an_item_by_name_only_has_no_content(self) -> None:
        decision = decide(asked(), NO_SLOTS, found(Item(item_code="N", name="空名")))
        assert decision == NoContent(name="空名", region=None, others=(), slots=Slots(item="N"))


class TestSituations:
    def test_it_is_asked_about_where_the_answer_depends_on_it(self) -> None:
        decision = decide(asked(FEE), NO_SLOTS, found(FIRST, LOST))
        assert decision == AskSituation(
            name="示例A", situations=("首次", "补领"), slots=Slots(item="A")
        )

    def test_it_is_not_asked_about_where_all_say_the_same(self) -> None:
        decision = decide(asked(PLACE), NO_SLOTS, found(FIRST, LOST))
        assert isinstance(decision, AnswerGuide)

    def test_one_that_the_words_single_out_is_taken(self) -> None:
        findings = found(FIRST, LOST, hits=(hit(LOST, situation="补领"),))
        decision = decide(asked(FEE), NO_SLOTS, findings)
        assert isinstance(decision, AnswerGuide)
        assert (decision.guide, decision.slots.situation) == (LOST, "补领")

    def test_one_that_was_settled_before_beats_what_the_words_single_out(self) -> None:
        findings = found(FIRST, LOST, hits=(hit(LOST, situation="补领"),))
        decision = decide(asked(FEE), Slots(item="A", situation="首次"), findings)
        assert isinstance(decision, AnswerGuide)
        assert decision.guide == FIRST

    def test_one_that_the_words_single_out_beats_a_guide_for_all(self) -> None:
        general = guide(fee="10元")
        findings = found(general, LOST, hits=(hit(LOST, situation="补领"),))
        decision = decide(asked(FEE), NO_SLOTS, findings)
        assert isinstance(decision, AnswerGuide)
        assert decision.guide == LOST

    def test_a_guide_for_all_answers_where_no_situation_is_named(self) -> None:
        general = guide(fee="10元")
        decision = decide(asked(FEE), NO_SLOTS, found(FIRST, general, LOST))
        assert isinstance(decision, AnswerGuide)
        assert decision.guide == general

    def test_a_situation_of_another_item_is_dropped(self) -> None:
        decision = decide(asked(FEE), Slots(item="A", situation="别的"), found(FIRST, LOST))
        assert isinstance(decision, AskSituation)
        assert decision.slots == Slots(item="A")


class TestRegions:
    def test_it_is_asked_about_where_the_answer_depends_on_it(self) -> None:
        decision = decide(asked(PLACE), NO_SLOTS, found(EAST, WEST))
        assert decision == AskRegion(name="示例A", regions=("11", "12"), slots=Slots(item="A"))

    def test_it_is_not_asked_about_where_all_say_the_same(self) -> None:
        same = [replace(each, elements=EAST.elements) for each in (EAST, WEST)]
        assert isinstance(decide(asked(PLACE), NO_SLOTS, found(*same)), AnswerGuide)

    @pytest.mark.parametrize(
        ("asked_in", "answered_from"),
        [("12", WEST), ("11", EAST), ("111", EAST), ("1", guide(region="1", place="中街"))],
    )
    def test_the_nearest_that_applies_answers(self, asked_in: str, answered_from: object) -> None:
        city = guide(region="1", place="中街")
        decision = decide(asked(PLACE), Slots(region=asked_in), found(city, EAST, WEST))
        assert isinstance(decision, AnswerGuide)
        assert decision.guide == answered_from

    def test_without_a_region_what_holds_for_all_answers(self) -> None:
        city = guide(region="1", place="中街")
        decision = decide(asked(PLACE), NO_SLOTS, found(EAST, city, WEST))
        assert isinstance(decision, AnswerGuide)
        assert decision.guide == city

    def test_a_region_without_a_guide_names_those_that_have_one(self) -> None:
        decision = decide(asked(PLACE), Slots(region="2"), found(EAST, WEST))
        assert decision == NoContent(
            name="示例A", region="2", others=("11", "12"), slots=Slots(item="A", region="2")
        )

    def test_in_a_city_whose_districts_have_the_guides_it_is_asked_which(self) -> None:
        far = guide(region="21", place="远街")
        decision = decide(asked(PLACE), Slots(region="1"), found(EAST, WEST, far))
        assert isinstance(decision, AskRegion)
        assert decision.regions == ("11", "12")

    @given(st.permutations([None, "1", "11", "111", "12"]))
    def test_the_choice_does_not_hang_on_the_order_of_guides(self, codes: list[str | None]) -> None:
        guides = [guide(region=code, place=f"街{code}") for code in codes]
        decision = decide(asked(PLACE), NO_SLOTS, found(*guides))
        assert isinstance(decision, AnswerGuide)
        assert decision.guide.region is None


class TestChosen:
    def test_an_item_that_was_chosen_is_answered_though_it_was_not_found(self) -> None:
        findings = found(guide("A"), guide("B"), hits=(hit(guide("B")),))
        decision = decide(asked(PLACE), Slots(item="A"), findings)
        assert isinstance(decision, AnswerGuide)
        assert (decision.guide.item_code, decision.probability) == ("A", 1.0)

    @pytest.mark.parametrize("record", [FAQ, POLICY])
    def test_so_is_a_question_or_a_policy(self, record: Faq | Policy) -> None:
        findings = found(record, hits=())
        decision = decide(asked(), Slots(item=record.key[0]), findings)
        assert isinstance(decision, AnswerEntry)
        assert decision.hit.text in ("答。", "第一条 示例。")

    def test_what_is_gone_from_the_base_has_no_content(self) -> None:
        decision = decide(asked(), Slots(item="gone"), found())
        assert decision == NoContent(name="gone", region=None, others=(), slots=Slots(item="gone"))

    def test_a_question_that_shares_its_code_with_an_item_is_told_apart(self) -> None:
        faq = Faq(faq_id="A", question="问？", answer="答。")
        findings = found(guide("A"), faq, hits=(hit(faq),))
        decision = decide(asked(), NO_SLOTS, findings)
        assert isinstance(decision, AnswerEntry)
        assert decision.stored.record == faq
