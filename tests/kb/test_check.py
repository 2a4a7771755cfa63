"""What is checked over the records of one file."""

from dataclasses import replace
from datetime import date

import pytest

from kb.check import NAME_LIMIT, Located, check
from kb.elements import Element, LimitUnit, Text, TimeLimit
from kb.errors import Problem, Severity
from kb.records import Faq, Guide, Item, Policy, Record

TODAY = date(2026, 11, 23)
GUIDE = Guide(item_code="T-1", name="示例登记", region="1", agency="示例局", situation="新办")


def found(*records: Record) -> list[Problem]:
    located = [Located(row=number, record=record) for number, record in enumerate(records, 2)]
    return list(check("指南.csv", located, today=TODAY))


def the_error(*records: Record) -> Problem:
    [problem] = found(*records)
    assert problem.severity is Severity.ERROR
    assert problem.file == "指南.csv"
    return problem


def the_notice(*records: Record) -> Problem:
    [problem] = found(*records)
    assert problem.severity is Severity.NOTICE
    return problem


def limit(amount: int, unit: LimitUnit = LimitUnit.WORKING_DAY) -> TimeLimit:
    return TimeLimit(text=f"{amount}", amount=amount, unit=unit)


def test_good_records_give_no_problem() -> None:
    assert found(GUIDE, replace(GUIDE, situation="补办"), Item(item_code="T-2", name="乙")) == []


@pytest.mark.parametrize(
    "other",
    [
        {"situation": None}, {"region": "2"}, {"agency": "另一局"}, {"item_code": "T-2"},
    ],
)  # fmt: skip
def test_guides_that_differ_in_one_part_of_the_key_are_two(other: dict[str, str | None]) -> None:
    assert found(GUIDE, replace(GUIDE, **other)) == []  # type: ignore[arg-type]


def test_two_equal_guides_are_an_error_that_names_the_first() -> None:
    problem = the_error(GUIDE, replace(GUIDE, situation="补办"), replace(GUIDE, aliases=("别名",)))
    assert problem.row == 4
    assert "code, region, agency and situation are the same as in row 2" in problem.problem
    assert "'T-1', '1', '示例局', '新办'" in problem.problem
    assert "Delete one of the two" in problem.remedy


@pytest.mark.parametrize(
    "record",
    [
        Item(item_code="A", name="甲"),
        Faq(faq_id="A", question="问？", answer="答。"),
        Policy(doc_id="A", title="题", text="文"),
    ],
)
def test_so_are_two_equal_records_of_other_kinds(record: Record) -> None:
    assert the_error(record, record).row == 3


def test_a_guide_that_ends_before_it_begins_is_an_error() -> None:
    problem = the_error(replace(GUIDE, valid_from=date(2027, 2, 1), valid_until=date(2027, 1, 1)))
    assert (problem.row, problem.field) == (2, "valid_until")
    assert "valid until 2027-01-01, but only from 2027-02-01 on" in problem.problem


def test_a_day_of_verification_to_come_is_a_notice() -> None:
    assert found(replace(GUIDE, verified_on=TODAY)) == []
    problem = the_notice(replace(GUIDE, verified_on=date(2026, 11, 24)))
    assert (problem.row, problem.field) == (2, "verified_on")


def test_what_has_expired_is_a_notice() -> None:
    assert found(replace(GUIDE, valid_until=TODAY)) == []
    assert (
        "expired on 2026-11-22"
        in the_notice(replace(GUIDE, valid_until=date(2026, 11, 22))).problem
    )


@pytest.mark.parametrize("code", ["", "T 1", "a/b", "a?b", "x" * 201])
def test_codes_that_cannot_stand_in_an_address_are_errors(code: str) -> None:
    assert the_error(replace(GUIDE, item_code=code)).field == "code"


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (replace(GUIDE, name=" "), "name"),
        (replace(GUIDE, name="长" * (NAME_LIMIT + 1)), "name"),
        (replace(GUIDE, situation="长" * (NAME_LIMIT + 1)), "situation"),
        (replace(GUIDE, agency="长" * (NAME_LIMIT + 1)), "agency"),
        (replace(GUIDE, aliases=("长" * (NAME_LIMIT + 1),)), "aliases"),
        (replace(GUIDE, elements={Element.PLACE: Text(text="长" * 50_001)}), "place"),
        (Faq(faq_id="A", question="问" * 501, answer="答"), "question"),
        (Faq(faq_id="A", question="问", answer=""), "answer"),
        (Policy(doc_id="A", title="", text="文"), "title"),
    ],
)
def test_empty_and_over_long_texts_are_errors_with_their_field(record: Record, field: str) -> None:
    problem = the_error(record)
    assert (problem.row, problem.field) == (2, field)


def test_a_name_of_the_longest_length_is_none() -> None:
    assert found(replace(GUIDE, name="长" * NAME_LIMIT)) == []


def test_a_promise_longer_than_the_law_is_a_notice() -> None:
    elements = {Element.PROMISED_LIMIT: limit(30), Element.STATUTORY_LIMIT: limit(20)}
    problem = the_notice(replace(GUIDE, elements=elements))
    assert "(30) is longer than the statutory one (20)" in problem.problem


@pytest.mark.parametrize(
    ("promised", "statutory"),
    [
        (limit(20), limit(20)),
        (limit(30, LimitUnit.DAY), limit(25)),
        (TimeLimit(text="视情况"), limit(1)),
    ],
)
def test_limits_that_are_shorter_or_cannot_be_compared_are_none(
    promised: TimeLimit, statutory: TimeLimit
) -> None:
    elements = {Element.PROMISED_LIMIT: promised, Element.STATUTORY_LIMIT: statutory}
    assert found(replace(GUIDE, elements=elements)) == []


def test_an_item_with_two_names_is_a_notice() -> None:
    problem = the_notice(GUIDE, replace(GUIDE, situation="补办", name="另一名"))
    assert problem.row == 3
    assert "'示例登记' in row 2 and '另一名' here" in problem.problem
