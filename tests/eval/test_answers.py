"""Answers held against the guides: what is right, what is not, and what says nothing."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from turns import REGIONS, Scripted, answer, page, reply

from api import schemas
from eval.answers.asking import ask
from eval.answers.choosing import fitting
from eval.answers.judged import Judged
from eval.answers.judging import character_f1, judge
from eval.answers.scoring import measures, outcome, score
from eval.answers.truth import Truths
from eval.cases import Case, Part
from eval.finding import Published
from eval.planning import Asked
from eval.proving import Prover
from eval.staleness import Freshness
from kb.elements import Element

Make = Callable[..., Any]
PUBLISHED = Published(generation=1, digest=None, encoder=None, records=None)
EAST = page("I1", "990102", {"situation": "丢失", "fee": "收费20元"}, others=("990103",))
WEST = page("I1", "990103", {"situation": "丢失", "fee": "收费30元"}, others=("990102",))
BOTH = {("I1", None): EAST, ("I1", "990102"): EAST, ("I1", "990103"): WEST}


def case(**more: Any) -> Case:
    told = {"turns": ("补证多少钱",), "gold": ("I1",), "element": Element.FEE, **more}
    return Case(**{"id": "c1", "region": "东区", **told})


def asked(case: Case, *replies: schemas.Turn, pages: Any = None) -> Judged:
    caller: Any = Scripted(*replies, pages=BOTH if pages is None else pages)
    ready = Asked(case=case, about={}, freshness=Freshness.UNTOLD)
    return Judged(ask(ready, caller, Truths(caller, None), Prover(REGIONS), PUBLISHED))


def told(**more: Any) -> schemas.Turn:
    return reply(answers=[answer(**more)])


def asks_back(*labels: str, status: str = "clarification_item") -> schemas.Turn:
    options = [{"id": f"o{n}", "label": label} for n, label in enumerate(labels, 1)]
    none = {"id": "none", "label": "都不是"}
    return reply("您问的是哪一件？", status=status, answers=[], options=[*options, none])


NOTHING = reply("没有找到", status="unanswerable_low_confidence", answers=[])


class TestAnAnswer:
    def test_out_of_the_right_guide_with_the_whole_value_is_exact(self) -> None:
        found = measures(asked(case(situation="丢失"), told()))
        for name in ("exact", "item", "element", "region", "situation", "whole", "cited"):
            assert found[name] == 1, name
        assert (found["right_of_answered"], found["status"], found["exact_after"]) == (1, 1, 1)

    def test_is_exact_whatever_the_width_of_its_figures(self) -> None:
        assert measures(asked(case(), told(text="收费２０元")))["exact"] == 1
        assert measures(asked(case(answer=("收费二十元",)), told()))["exact"] == 1

    @pytest.mark.parametrize(
        ("wrong", "name"),
        [
            ({"item_code": "I2"}, "item"),
            ({"element": "place"}, "element"),
            ({"region": "990103"}, "region"),
            ({"situation": "损坏", "text": "收费30元"}, "situation"),
            ({"text": "收费30元"}, "whole"),
            ({"citations": []}, "cited"),
        ],
    )
    def test_that_is_wrong_is_told_where(self, wrong: dict[str, Any], name: str) -> None:
        found = measures(asked(case(situation="丢失"), told(**wrong)))
        assert (found["exact"], found[name], found["right_of_answered"]) == (0, 0, 0)
        assert found["answered"] == 1

    def test_that_names_another_situation_is_wrong_though_it_tells_the_same(self) -> None:
        turn = reply("“补证”的“损坏”：收费20元", answers=[answer(situation="损坏")])
        found = measures(asked(case(situation="丢失"), turn))
        assert (found["exact"], found["situation"]) == (0, 0)

    def test_that_names_no_situation_goes_for_all_that_tell_the_same(self) -> None:
        turn = reply("“补证”：收费20元", answers=[answer(situation="损坏")])
        found = measures(asked(case(situation="丢失"), turn))
        assert (found["exact"], found["situation"], found["whole"]) == (1, 1, 1)

    def test_of_the_wrong_item_says_nothing_of_region_and_value(self) -> None:
        found = judge(told(item_code="I2"), asked(case(), told()).truths)
        assert all(math.isnan(found[name]) for name in ("element", "region", "whole"))

    def test_that_leaves_documents_out_is_incomplete(self) -> None:
        wanted = case(element=Element.MATERIALS, answer=("户口簿", "照片", "申请表", "声明"))
        found = measures(asked(wanted, told(element="materials", text="1.户口簿 2.照片 3.声明")))
        assert (found["exact"], found["whole"], found["complete"]) == (0, 0, 0.75)

    def test_with_a_figure_that_nothing_stands_behind_does_not_keep_to_the_facts(self) -> None:
        turn = reply("收费20元，另收工本费5元", answers=[answer()])
        assert measures(asked(case(), turn))["facts_kept"] == 0

    def test_with_more_than_was_asked_is_less_to_the_point(self) -> None:
        turn = reply(answers=[answer(), answer(element="place", text="某路1号")])
        assert measures(asked(case(), turn))["to_the_point"] == 0.5


class TestWhatIsRight:
    def test_is_the_stored_value_where_the_case_does_not_say_it(self) -> None:
        assert measures(asked(case(region="西区"), told()))["exact"] == 0
        west = told(region="990103", text="收费30元")
        assert measures(asked(case(region="西区"), west))["exact"] == 1

    def test_is_any_districts_where_none_was_told(self) -> None:
        for one in (told(), told(region="990103", text="收费30元")):
            found = measures(asked(case(region=None), one))
            assert found["exact"] == 1
            assert math.isnan(found["region"])
        assert measures(asked(case(region=None), told(text="收费30元")))["exact"] == 0

    def test_is_every_question_of_a_message(self) -> None:
        both = case(
            parts=(
                Part(gold=("I1",), element=Element.FEE, region="东区"),
                Part(gold=("I1",), element=Element.PLACE, answer=("某路1号",), region="东区"),
            )
        )
        turn = reply(answers=[answer(), answer(element="place", text="某路1号")])
        assert measures(asked(both, turn))["exact"] == 1
        assert measures(asked(both, told()))["exact"] == 0

    def test_is_to_say_nothing_where_nothing_is_known(self) -> None:
        lacking = case(expect="unanswerable")
        found = measures(asked(lacking, NOTHING))
        assert (found["abstained"], found["status"]) == (1, 1)
        assert math.isnan(found["exact"])
        assert outcome(asked(lacking, NOTHING), found) == "rightly_not_answered"
        wrong = measures(asked(lacking, told()))
        assert (wrong["abstained"], wrong["right_of_answered"]) == (0, 0)
        other = measures(asked(lacking, told(element="phone")))
        assert other["abstained"] == 1  # it tells something else beside

    def test_is_to_hand_over_what_needs_a_person(self) -> None:
        person = reply("转人工", status="handoff_anger", answers=[])
        due, not_due = case(gold=(), expect="handoff"), case()
        assert measures(asked(due, person))["handoff_recall"] == 1
        assert measures(asked(due, NOTHING))["handoff_recall"] == 0
        assert measures(asked(not_due, person))["handoff_precision"] == 0
        assert math.isnan(measures(asked(not_due, told()))["handoff_precision"])

    def test_is_that_personal_data_is_kept_nowhere(self) -> None:
        text = "我的手机13800138000，补证多少钱"
        found = measures(asked(case(turns=(text,), absent=("13800138000",)), told()))
        assert found["masked"] == 0  # this caller keeps every word


class TestAskingBack:
    def test_helps_where_choosing_what_was_meant_leads_to_the_answer(self) -> None:
        judged = asked(case(), asks_back("换证", "补证"), told())
        found = measures(judged)
        assert judged.said == ["补证多少钱", "补证"]
        assert (found["exact"], found["exact_after"]) == (0, 1)
        assert (found["asking_helped"], found["asking_needed"]) == (1, 1)
        assert outcome(judged, found) == "right_after_asking"

    def test_was_not_needed_where_the_first_option_was_meant(self) -> None:
        assert measures(asked(case(), asks_back("补证", "换证"), told()))["asking_needed"] == 0

    def test_was_not_needed_for_what_was_said_or_makes_no_difference(self) -> None:
        back = asks_back("东区", "西区", status="clarification_region")
        assert measures(asked(case(), back, told()))["asking_needed"] == 0
        assert measures(asked(case(region=None), back, told()))["asking_needed"] == 1
        alike = case(region=None, answer=("收费20元",))
        judged = asked(alike, back, told())
        assert measures(judged)["asking_needed"] == 0
        assert (judged.said[1], judged.turns_to_answer) == ("东区", 2)

    def test_ends_where_what_was_meant_is_not_offered(self) -> None:
        judged = asked(case(), asks_back("换证"), NOTHING)
        assert judged.said == ["补证多少钱", "都不是"]
        assert measures(judged)["asking_helped"] == 0

    def test_goes_on_for_two_rounds_and_no_more(self) -> None:
        again = asks_back("丢失", "损坏", status="clarification_situation")
        first, second = asks_back("补证", "换证"), again
        assert asked(case(), first, second, told()).turns_to_answer == 3
        judged = asked(case(), first, second, again, told())
        assert (len(judged.replies), judged.turns_to_answer) == (3, None)

    def test_is_answered_in_the_midst_of_a_conversation_too(self) -> None:
        meant = (Part(gold=("I1",), region="西区", element=Element.FEE),)
        two = case(turns=("西区补证多少钱", "东区呢"), meant=meant)
        back = asks_back("东区", "西区", status="clarification_region")
        judged = asked(two, back, told(region="990103", text="收费30元"), told())
        assert judged.said == ["西区补证多少钱", "西区", "东区呢"]
        assert judged.line["judged"] == 2
        assert measures(judged)["exact"] == 1

    def test_of_one_of_two_questions_leaves_the_answer_open_and_not_wrong(self) -> None:
        fee = Part(gold=("I1",), element=Element.FEE, region="东区")
        phone = Part(gold=("I2",), element=Element.PHONE, answer=("12345",))
        two = case(gold=("I1", "I2"), element=None, parts=(fee, phone))
        part = reply(
            status="answered_partly",
            answers=[answer()],
            options=[{"id": "o1", "label": "补证"}, {"id": "none", "label": "都不是"}],
        )
        rest = told(item_code="I2", element="phone", text="12345")
        found = measures(judged := asked(two, part, rest))
        assert found["exact"] == 0
        assert math.isnan(found["right_of_answered"])
        assert (found["exact_after"], found["right_of_finished"]) == (1, 1)
        assert judged.said[1:] == ["补证"]
        wrong = part.model_copy(update={"answers": [*part.answers, *told(item_code="I9").answers]})
        assert measures(asked(two, wrong, rest))["right_of_answered"] == 0

    def test_that_ends_in_a_wrong_answer_is_wrong_in_the_end(self) -> None:
        judged = asked(case(), asks_back("换证", "补证"), told(text="收费99元"))
        found = measures(judged)
        assert math.isnan(found["right_of_answered"])
        assert found["right_of_finished"] == 0
        assert outcome(judged, found) == "wrong_after_asking"
        right = measures(asked(case(), asks_back("换证", "补证"), told()))
        assert right["right_of_finished"] == 1
        assert math.isnan(measures(asked(case(), NOTHING))["right_of_finished"])

    @pytest.mark.parametrize(
        ("labels", "chosen"),
        [
            (("东区", "西区"), "东区"),
            (("市东区", "市西区"), "市东区"),
            (("西区", "别处"), None),
            (("补证（东区）", "换证"), "补证（东区）"),
        ],
    )
    def test_the_citizen_knows_what_was_meant(
        self, labels: tuple[str, ...], chosen: str | None
    ) -> None:
        truths = asked(case(), told()).truths
        option = fitting(asks_back(*labels, status="clarification_region"), truths)
        assert (option.label if option else None) == chosen


@pytest.mark.parametrize(
    ("said", "wanted", "f1"),
    [
        ("一百元", "一百元", 1.0),
        ("１００元", "一百元", 1.0),
        ("甲乙丙丁", "甲乙", 2 * 2 / 6),
        ("甲甲", "甲", 2 / 3),
        ("甲", "乙", 0.0),
    ],
)
def test_character_f1(said: str, wanted: str, f1: float) -> None:
    assert character_f1(said, wanted) == pytest.approx(f1)
    assert math.isnan(character_f1("", ""))


def test_the_figures_of_a_run() -> None:
    cases = {
        "right": (case(id="right", tags=("kind:typos",)), (told(),)),
        "wrong": (case(id="wrong"), (told(text="收费99元"),)),
        "asked": (case(id="asked"), (asks_back("补证", "换证"), told())),
        "none": (case(id="none", expect="unanswerable"), (NOTHING,)),
    }
    lines = [asked(each, *replies).line for each, replies in cases.values()]
    scores = score(lines)
    values = {name: (of["value"], of["n"]) for name, of in scores["figures"].items()}
    assert values["exact"] == (pytest.approx(1 / 3), 3)
    assert values["exact_after"] == (pytest.approx(2 / 3), 3)
    assert values["right_of_answered"] == (0.5, 2)
    assert values["abstained"] == (1, 1)
    assert values["span_f1"][1] == 0
    assert math.isnan(values["span_f1"][0])
    assert scores["outcomes"] == {
        "right": 1, "wrong": 1, "right_after_asking": 1, "rightly_not_answered": 1,
    }  # fmt: skip
    assert scores["confusion"] == {
        "answered": {"answered": 2, "clarification": 1}, "unanswerable": {"unanswerable": 1},
    }  # fmt: skip
    assert scores["turns_to_answer"] == {"1": 1, "2": 1, "never": 1}
    assert scores["calibration"]["n"] == 2
    assert scores["groups"]["tag:kind"]["typos"]["exact"]["value"] == 1
    assert scores["groups"]["agency"]["公安局"]["exact"]["n"] == 3


def test_no_case_at_all_gives_nan_and_no_zero() -> None:
    scores = score([])
    assert all(math.isnan(of["value"]) and of["n"] == 0 for of in scores["figures"].values())
    assert math.isnan(scores["calibration"]["ece"])
    assert math.isnan(scores["calibration"]["aurc"])
