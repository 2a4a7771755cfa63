"""Faults of guides are found where they are, and nothing else is accused."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kb.elements import Element, Value
from kb.entries import record_id
from kb.lint import Check, LintFinding, explained, lint
from kb.lint.words import lint_words
from kb.lint.work_list import write_work_list
from kb.loading import load
from kb.records import Faq, Guide, Record
from kb.region_files import read_regions
from kb.regions import Regions
from kb.store import StoredRecord
from kb.values import type_element

TODAY = date(2026, 11, 28)
SAMPLE = Path(__file__).parents[2] / "kb" / "sample"
REGIONS = Regions(read_regions(SAMPLE / "regions.jsonl", {}))
WHOLE = {
    Element.CONDITIONS: "满16周岁",
    Element.MATERIALS: "1. 户口簿\n2. 申请表",
    Element.FEE: "20元",
    Element.PLACE: "示例路1号政务大厅",
    Element.PHONE: "0000-8610101",
    Element.STATUTORY_LIMIT: "20个工作日",
    Element.PROMISED_LIMIT: "10个工作日",
}


def guide(region: str = "990101", code: str = "X-1", **changed: str | None) -> Guide:
    texts = {**WHOLE, **{Element(name): text for name, text in changed.items()}}
    values: dict[Element, Value] = {}
    for element, text in texts.items():
        if text is not None:
            typed = type_element(element, text).value
            assert typed is not None
            values[element] = typed
    return Guide(
        item_code=code,
        name=f"示例登记{code}",
        region=region,
        agency="示例局",
        elements=values,
        verified_on=date(2026, 10, 1),
    )


def stored(record: Record, source: str = "甲") -> StoredRecord:
    return StoredRecord(
        record_id=record_id(source, record), source=source, version=1, record=record
    )


def faults(*records: Record) -> list[tuple[str, str | None, str | None]]:
    found = lint(map(stored, records), today=TODAY)
    return [(each.check, each.region, each.element) for each in found]


def test_a_sound_base_has_none() -> None:
    assert faults(*(guide(region) for region in ("990101", "990102", "990103"))) == []


@pytest.mark.parametrize(
    ("changed", "check", "element"),
    [
        ({"promised_limit": "30个工作日"}, Check.LIMIT, "promised_limit"),
        ({"promised_limit": "3个月"}, Check.LIMIT, "promised_limit"),
        ({"phone": "0000-861010"}, Check.PHONE, "phone"),
        ({"phone": "咨询窗口：0000-86101011"}, None, None),
        ({"phone": "0431-8861010"}, None, None),
        ({"phone": "12345"}, None, None),
        ({"phone": "020-12345-1"}, None, None),
        ({"phone": "大厅：0000-8610101转203，13912345678"}, None, None),
        ({"phone": "139123456789"}, Check.PHONE, "phone"),
        ({"phone": "工作日8:30-12:00拨打0000-8610101"}, None, None),
        ({"place": "详见附件"}, Check.PLACE, "place"),
        ({"place": "二楼"}, Check.PLACE, "place"),
        ({"promised_limit": "25日"}, None, None),  # 20 working days are 28 days
    ],
)
def test_a_guide_shows_its_own_faults(
    changed: dict[str, str], check: Check | None, element: str | None
) -> None:
    expected = [] if check is None else [(check, "990101", element)]
    assert faults(guide(**changed)) == expected


class TestTime:
    def test_what_is_over_is_expired(self) -> None:
        [(check, _, _)] = faults(replace(guide(), valid_until=date(2026, 11, 27)))
        assert check is Check.EXPIRED
        assert faults(replace(guide(), valid_until=TODAY)) == []

    def test_what_was_verified_long_ago_is_unverified(self) -> None:
        old = replace(guide(code="X-2"), verified_on=date(2024, 1, 1))
        assert faults(guide(), old) == [(Check.UNVERIFIED, "990101", None)]

    def test_a_source_that_never_says_is_told_once(self) -> None:
        silent = [replace(guide(code=f"X-{n}"), verified_on=None) for n in range(5)]
        [found] = lint(map(stored, silent), today=TODAY)
        assert (found.check, found.code, found.source) == (Check.UNVERIFIED, None, "甲")


class TestDistricts:
    ALL = ("990101", "990102", "990103", "990104")

    @pytest.mark.parametrize(
        ("element", "text"),
        [
            ("fee", "50元"),
            ("statutory_limit", "40个工作日"),
            ("materials", "1. 户口簿\n2. 申请表\n3. 居住证明"),
        ],
    )
    def test_the_one_that_tells_something_else_is_named(self, element: str, text: str) -> None:
        odd = guide("990104", **{element: text})
        [found] = lint(map(stored, (*map(guide, self.ALL[:3]), odd)), today=TODAY)
        assert (found.check, found.region, found.element) == (Check.DISTRICT, "990104", element)

    def test_a_promise_beyond_the_law_is_told_once(self) -> None:
        odd = guide("990104", promised_limit="30个工作日")
        assert faults(*map(guide, self.ALL[:3]), odd) == [(Check.LIMIT, "990104", "promised_limit")]

    def test_the_same_in_other_words_is_no_difference(self) -> None:
        same = guide("990104", fee="二十元", statutory_limit="二十个工作日")
        assert faults(*map(guide, self.ALL[:3]), same) == []

    def test_a_difference_with_a_reason_is_none(self) -> None:
        odd = guide("990104", fee="本区试点期间不收费")
        assert faults(*map(guide, self.ALL[:3]), odd) == []

    def test_where_each_tells_something_else_nobody_is_the_odd_one(self) -> None:
        told = [guide(region, fee=f"{n}0元") for n, region in enumerate(self.ALL, 1)]
        assert faults(*told) == []

    def test_what_one_lacks_and_all_others_have_is_missing(self) -> None:
        odd = guide("990104", promised_limit=None)
        assert faults(*map(guide, self.ALL[:3]), odd) == [
            (Check.MISSING, "990104", "promised_limit")
        ]


class TestConflicts:
    def test_two_agencies_of_one_place_that_tell_two_fees_are_both_named(self) -> None:
        other = replace(guide(fee="50元"), agency="示例二局")
        found = lint(map(stored, (guide(), other)), today=TODAY)
        assert [(each.check, each.agency, each.element) for each in found] == [
            (Check.CONFLICT, "示例二局", "fee"),
            (Check.CONFLICT, "示例局", "fee"),
        ]
        assert "示例局的指南是“20元”" in explained(found[0])[0]

    def test_each_may_have_its_own_place_and_telephone(self) -> None:
        other = replace(guide(place="示例路9号大厅", phone="0000-8610199"), agency="示例二局")
        assert faults(guide(), other) == []

    def test_the_same_in_other_words_is_none(self) -> None:
        assert faults(guide(), replace(guide(fee="二十元"), agency="示例二局")) == []

    def test_beside_other_districts_it_is_told_once(self) -> None:
        others = map(guide, ("990102", "990103", "990104", "990105"))
        odd = replace(guide("990101", fee="50元"), agency="示例二局")
        checks = [each[0] for each in faults(guide("990101"), *others, odd)]
        assert checks == [Check.CONFLICT, Check.CONFLICT]


class TestSources:
    def test_what_a_source_never_tells_is_told_once(self) -> None:
        silent = [guide(code=f"X-{n}", fee=None) for n in range(4)]
        [found] = lint(map(stored, silent), today=TODAY)
        assert (found.check, found.code, found.element) == (Check.MISSING, None, "fee")
        assert "整个来源" in explained(found)[0]

    def test_what_it_tells_of_others_is_missing(self) -> None:
        others = [guide(code=f"X-{n}") for n in range(2, 6)]
        assert faults(*others, guide(place=None)) == [(Check.MISSING, "990101", "place")]

    def test_what_its_type_seldom_has_is_not(self) -> None:
        lookups = [
            replace(guide(code=f"L-{n}", conditions=None if n else "凭证件"), item_type="查询")
            for n in range(4)
        ]
        assert faults(*lookups) == []


class TestDuplicates:
    def test_one_name_under_two_codes_is_told_once(self) -> None:
        twin = replace(guide(code="X-2"), name="示例登记 X-1（办理）")
        [found] = lint(map(stored, (guide(), twin, replace(twin, situation="补办"))), today=TODAY)
        assert (found.check, found.code, found.said["other"]) == (Check.DUPLICATE, "X-2", "X-1")

    def test_a_name_in_another_order_is_nearly_the_same(self) -> None:
        one = replace(guide(), name="监护协议公证", sample_questions=())
        twin = replace(guide(code="X-2"), name="协议监护公证", sample_questions=())
        [found] = lint(map(stored, (one, twin)), today=TODAY, checks=[Check.DUPLICATE])
        assert (found.code, found.said["other"]) == ("X-2", "X-1")

    def test_the_same_matter_of_city_and_province_is_none(self) -> None:
        assert faults(guide(), replace(guide("990000", code="X-2"), name="示例登记X-1")) == []

    def test_two_questions_that_ask_the_same(self) -> None:
        one = Faq(faq_id="Q-1", question="补证要钱吗？", answer="要。", verified_on=TODAY)
        other = Faq(faq_id="Q-2", question="请问补证要钱吗", answer="不要。", verified_on=TODAY)
        [found] = lint(map(stored, (one, other)), today=TODAY)
        assert (found.check, found.code) == (Check.DUPLICATE, "Q-2")


def test_only_the_checks_that_are_wanted_run() -> None:
    bad = guide(phone="0000-86101", place="详见附件")
    found = lint([stored(bad)], today=TODAY, checks=[Check.PLACE])
    assert [each.check for each in found] == [Check.PLACE]


@pytest.mark.parametrize("check", Check)
def test_every_check_has_its_words(check: Check) -> None:
    assert {"name", "problem", "remedy"} <= set(lint_words().checks[check])


def test_every_element_has_a_name_and_every_check_a_place_in_the_words() -> None:
    assert set(lint_words().elements) == set(Element)
    assert set(lint_words().checks) == set(Check)


def test_the_work_list_can_be_worked_through(tmp_path: Path) -> None:
    path = tmp_path / "整改.xlsx"
    found = lint([stored(guide(phone="0000-86101", place="详见附件"))], today=TODAY)
    write_work_list(path, found, REGIONS)
    summary, sheet = load_workbook(path).worksheets
    assert [cell.value for cell in summary[2]][:2] == ["示例局", 2]
    headings = [cell.value for cell in sheet[1]]
    first = dict(zip(headings, [cell.value for cell in sheet[2]], strict=True))
    assert first["检查项"] == "电话格式"
    assert first["区划"] == "澜江省云泽市青榆区"
    assert "0000-86101" in first["问题"]
    assert first["整改建议"]
    assert first["整改情况"] is None


@pytest.fixture(scope="module")
def sample() -> tuple[LintFinding, ...]:
    records = []
    for path in sorted(SAMPLE.rglob("*.jsonl")):
        if path.name != "regions.jsonl":
            loaded = load(path, None, REGIONS, today=TODAY)
            records += [stored(each.record, loaded.mapping.source) for each in loaded.records]
    return lint(records, today=TODAY)


Place = tuple[str, str | None, str | None, str | None]


def planted() -> set[Place]:
    table = tomllib.loads((SAMPLE / "planted.toml").read_text("utf-8"))
    return {
        (each["check"], each["item_code"], each.get("region"), each.get("situation"))
        for each in table["fault"]
    }


def test_every_planted_fault_of_the_sample_base_is_found_and_nothing_else_is_accused(
    sample: tuple[LintFinding, ...],
) -> None:
    found = {(str(each.check), each.code, each.region, each.situation) for each in sample}
    assert found == planted()
