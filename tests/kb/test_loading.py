"""From a file to checked records: columns, regions, codes, and every bad row with its place."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb.elements import Audience, Element, Fee, FeeKind, LimitUnit, Materials, Text, TimeLimit
from kb.errors import FileRefused, Problem, Severity
from kb.loading import Loaded, load
from kb.mapping import ColumnMapping, find_mapping, read_mapping
from kb.records import Faq, Guide, Item, Policy
from kb.regions import Region, Regions

TODAY = date(2026, 11, 23)
NONE = Regions(())
REGIONS = Regions(
    (
        Region(code="1", name="甲省"),
        Region(code="11", name="乙市", parent="1"),
        Region(code="111", name="东区", parent="11"),
        Region(code="12", name="丙市", parent="1"),
        Region(code="121", name="东区", parent="12"),
    )
)
ROW: dict[str, Any] = {
    "item_code": "T-1",
    "name": "示例登记",
    "region": "东区,乙市",
    "place": "示例路1号",
}


def jsonl(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )
    return path


def loaded(path: Path, mapping: ColumnMapping | None = None, regions: Regions = REGIONS) -> Loaded:
    return load(path, mapping, regions, today=TODAY)


def the_error(result: Loaded) -> Problem:
    [problem] = result.errors
    assert problem.remedy
    return problem


def guides_of(result: Loaded) -> list[Guide]:
    assert result.errors == ()
    return [each.record for each in result.records if isinstance(each.record, Guide)]


def mapping_of(tmp_path: Path, text: str) -> ColumnMapping:
    path = tmp_path / "来源.toml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path)


class TestOwnFormat:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_a_csv_with_chinese_headings(self, tmp_path: Path, encoding: str) -> None:
        path = tmp_path / "指南.csv"
        path.write_bytes(
            "事项编码,事项名称,别称,区划,实施主体,情形,承诺办结时限,收费标准,申请材料,备注\r\n"
            'T-1,示例登记,登记、办登记、示例登记,甲省乙市,示例局,无,5个工作日,20元/证,"1.身份证\n2.照片",随便\r\n'
            .encode(encoding)
        )  # fmt: skip
        result = loaded(path)
        assert result.problems == ()
        [guide] = guides_of(result)
        assert (guide.item_code, guide.region, guide.situation) == ("T-1", "11", None)
        assert guide.aliases == ("登记", "办登记")
        assert guide.elements[Element.PROMISED_LIMIT] == TimeLimit(
            text="5个工作日", amount=5, unit=LimitUnit.WORKING_DAY
        )
        assert guide.elements[Element.AGENCY] == Text(text="示例局")
        assert isinstance(materials := guide.elements[Element.MATERIALS], Materials)
        assert [item.name for item in materials.items] == ["身份证", "照片"]

    def test_jsonl_with_lists_and_objects(self, tmp_path: Path) -> None:
        row = ROW | {
            "aliases": ["办、登记"],
            "audience": ["自然人"],
            "materials": [{"name": "身份证", "copies": "both"}],
            "promised_limit": {"text": "立即", "amount": 0},
            "sample_questions": ["怎么登记；要什么？"],
            "verified_on": "2026年1月5日",
            "valid_until": "长期",
            "fee": "无",
        }
        [guide] = guides_of(loaded(jsonl(tmp_path, row)))
        assert guide.aliases == ("办、登记",)
        assert guide.sample_questions == ("怎么登记；要什么？",)
        assert guide.verified_on == date(2026, 1, 5)
        assert guide.valid_until is None
        assert guide.elements[Element.PROMISED_LIMIT] == TimeLimit(text="立即", amount=0)
        assert guide.elements[Element.FEE] == Fee(text="不收费", kind=FeeKind.FREE)

    def test_questions_without_ids_get_stable_ones(self, tmp_path: Path) -> None:
        path = tmp_path / "问答.csv"
        path.write_text("问题,答案\n周末开门吗？,不开。\n", encoding="utf-8")
        first, again = loaded(path), loaded(path)
        [located] = first.records
        assert isinstance(located.record, Faq)
        assert located.record.faq_id.startswith("faqs-")
        assert first.records == again.records

    def test_a_policy_without_title_is_called_by_its_beginning(self, tmp_path: Path) -> None:
        [located] = loaded(jsonl(tmp_path, {"doc_id": "D", "text": "示例办法。第一条"})).records
        assert isinstance(located.record, Policy)
        assert located.record.title == "示例办法"

    def test_names_alone_are_items(self, tmp_path: Path) -> None:
        [located] = loaded(jsonl(tmp_path, {"item_code": "A", "name": "甲"})).records
        assert located.record == Item(item_code="A", name="甲")


class TestColumns:
    def test_missing_columns_refuse_the_file_naming_both_sides(self, tmp_path: Path) -> None:
        path = jsonl(tmp_path, {"item_id": "1", "名字": "甲"})
        with pytest.raises(FileRefused) as caught:
            loaded(path, find_mapping("changchun_items"))
        problem = caught.value.problem
        assert (problem.file, problem.field) == (str(path), "name")
        assert "the columns 'name' are missing; the file has 'item_id', '名字'" in problem.problem
        assert "'changchun_items'" in problem.remedy

    def test_a_file_in_no_known_format_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(FileRefused, match="hotline's own formats: guides needs"):
            loaded(jsonl(tmp_path, {"甲": 1}))

    def test_an_unknown_column_is_one_notice_however_many_rows(self, tmp_path: Path) -> None:
        rows = [
            {"item_code": f"A{n}", "name": f"甲{n}", "place": "x", "颜色": "红"} for n in range(5)
        ]
        [problem] = loaded(jsonl(tmp_path, *rows)).problems
        assert (problem.row, problem.field, problem.severity) == (None, "颜色", Severity.NOTICE)
        assert "`ignored`" in problem.remedy

    def test_progress_is_told_row_by_row(self, tmp_path: Path) -> None:
        told: list[tuple[int, int | None]] = []
        path = jsonl(tmp_path, ROW, ROW | {"item_code": "T-2"})
        load(path, None, REGIONS, today=TODAY, progress=lambda *each: told.append(each))
        assert told == [(1, 2), (2, 2)]


class TestBadRows:
    @pytest.mark.parametrize(
        ("change", "field", "problem", "remedy"),
        [
            ({"name": ""}, "name", "the field is empty", "a guide needs it"),
            ({"item_code": None}, "item_code", "the field is empty", "Fill it in"),
            ({"verified_on": "2026-02-30"}, "verified_on", "not a day of the calendar", "2026-11-23"),
            ({"valid_until": "明年"}, "valid_until", "'明年' is not a date", "2026-11-23"),
            ({"region": "戊市"}, "region", "'戊市' is not a region of this base. Choose one of: 甲省", "whole path"),
            ({"region": "东区"}, "region", "several regions. Choose one of: 甲省乙市东区、甲省丙市东区", "whole path"),
            ({"name": ["a"]}, "name", "expected text, found a list", "Correct"),
            ({"materials": [{"nam": "x"}]}, "materials", "name: Field required", "Correct"),
            ({"name": "长" * 201}, "name", "201 characters", "Shorten"),
            ({"item_code": "a b"}, "code", "cannot be a code", "hyphens"),
            ({"valid_from": "2027-02-01", "valid_until": "2027-01-01"}, "valid_until", "only from 2027-02-01", "Correct"),
        ],
    )  # fmt: skip
    def test_a_bad_row_is_named_with_file_row_field_and_remedy(
        self, tmp_path: Path, change: dict[str, Any], field: str, problem: str, remedy: str
    ) -> None:
        path = jsonl(tmp_path, ROW, ROW | {"item_code": "T-2"} | change)
        result = loaded(path)
        found = the_error(result)
        assert (found.file, found.row, found.field) == (str(path), 2, field)
        assert problem in found.problem
        assert remedy in found.remedy
        assert [each.row for each in result.records] == [1]
        assert result.rejected_rows == (2,)
        assert result.rows == 2

    def test_the_field_is_named_as_the_file_names_it(self, tmp_path: Path) -> None:
        path = tmp_path / "指南.csv"
        path.write_text("事项编码,事项名称,核验日期\nT-1,示例,2026-13-01\n", encoding="utf-8")
        found = the_error(loaded(path))
        assert (found.row, found.field) == (2, "核验日期")

    def test_two_equal_guides_reject_the_second(self, tmp_path: Path) -> None:
        result = loaded(jsonl(tmp_path, ROW, ROW | {"region": "甲省乙市东区"}))
        assert the_error(result).row == 2
        assert "the same as in row 1" in the_error(result).problem
        assert [each.row for each in result.records] == [1]

    def test_a_broken_line_is_among_the_problems(self, tmp_path: Path) -> None:
        path = jsonl(tmp_path, ROW)
        path.write_text(path.read_text(encoding="utf-8") + '{"item_code": "T-', encoding="utf-8")
        result = loaded(path)
        assert the_error(result).row == 2
        assert len(result.records) == 1

    def test_a_value_left_as_text_is_a_notice_and_the_row_is_kept(self, tmp_path: Path) -> None:
        result = loaded(jsonl(tmp_path, ROW | {"promised_limit": "按通知", "fee": "详见目录"}))
        assert len(guides_of(result)) == 1
        assert [(each.row, each.field, each.severity) for each in result.problems] == [
            (1, "promised_limit", Severity.NOTICE),
            (1, "fee", Severity.NOTICE),
        ]


class TestRegions:
    MAPPING = (
        'kind = "guide"\ncreate_regions = true\n[columns]\nitem_code = "code"\nname = "name"\n'
        'region = { columns = ["区划", "上级"], join = "," }\n'
    )

    def load(self, tmp_path: Path, regions: Regions, *written: tuple[str, str]) -> Loaded:
        rows = [
            {"code": f"T-{n}", "name": "x", "区划": inner, "上级": outer}
            for n, (inner, outer) in enumerate(written)
        ]
        return loaded(jsonl(tmp_path, *rows), mapping_of(tmp_path, self.MAPPING), regions)

    def test_paths_make_regions_with_their_ancestors(self, tmp_path: Path) -> None:
        result = self.load(tmp_path, NONE, ("丑区", "子市,某省"), ("子市", "某省"))
        assert result.regions_created == (
            Region(code="某省", name="某省"),
            Region(code="某省/子市", name="子市", parent="某省"),
            Region(code="某省/子市/丑区", name="丑区", parent="某省/子市"),
        )
        assert [guide.region for guide in guides_of(result)] == ["某省/子市/丑区", "某省/子市"]

    def test_regions_that_exist_are_used_and_built_upon(self, tmp_path: Path) -> None:
        result = self.load(tmp_path, REGIONS, ("东区", "乙市,甲省"), ("西区", "乙市,甲省"))
        assert [guide.region for guide in guides_of(result)] == ["111", "甲省/乙市/西区"]
        assert result.regions_created == (Region(code="甲省/乙市/西区", name="西区", parent="11"),)

    def test_the_same_file_makes_the_same_codes(self, tmp_path: Path) -> None:
        one = self.load(tmp_path, NONE, ("丑区", "子市,某省"))
        two = self.load(tmp_path, Regions(one.regions_created), ("丑区", "子市,某省"))
        assert two.regions_created == ()
        assert two.records == one.records

    def test_an_ambiguous_name_is_not_made_anew(self, tmp_path: Path) -> None:
        assert "several regions" in the_error(self.load(tmp_path, REGIONS, ("东区", ""))).problem

    @pytest.mark.parametrize("written", ["220102", "，", "A区/220102"])
    def test_a_code_or_a_comma_makes_no_region(self, tmp_path: Path, written: str) -> None:
        result = self.load(tmp_path, NONE, (written, ""))
        assert "is not a region" in the_error(result).problem

    def test_a_rejected_row_leaves_no_region_behind(self, tmp_path: Path) -> None:
        rows = [{"code": "", "name": "x", "区划": "某市", "上级": "某省"}]
        result = loaded(jsonl(tmp_path, *rows), mapping_of(tmp_path, self.MAPPING), NONE)
        assert (result.records, result.regions_created) == ((), ())


class TestMappings:
    def test_guangdong(self, tmp_path: Path) -> None:
        row = dict.fromkeys(find_mapping("guangdong").required_columns(), "") | {
            "guide_id": "G1", "事项名称": "示例许可（新办）", "别称": "示例证，办示例证", "日常用语": "示例证,领证",
            "子项": "新办", "实施主体": "示例厅", "区划": "某省某市", "服务对象": ["自然人", "企业法人"],
            "申请材料": [], "法定办结时限": "20(工作日)", "承诺办结时限": "1(工作日)",
            "办理地点": "无线下办理窗口", "到现场次数": "0", "咨询电话": "000-1234567、000-7654321",
            "主题": ["其他"],
        }  # fmt: skip
        result = loaded(jsonl(tmp_path, row), find_mapping("guangdong"), NONE)
        assert result.problems == ()
        [guide] = guides_of(result)
        assert guide.aliases == ("示例证", "办示例证", "领证")
        assert (guide.situation, guide.region) == ("新办", "某省/某市")
        told = guide.elements
        assert Element.MATERIALS not in told
        assert told[Element.PLACE] == Text(text="无线下办理窗口")
        assert told[Element.VISITS].text == "0次"
        assert told[Element.AUDIENCE].kinds == tuple(Audience)  # type: ignore[union-attr]
        assert len(told[Element.PHONE].numbers) == 2  # type: ignore[union-attr]

    def test_changchun(self, tmp_path: Path) -> None:
        row = {
            "guide_id": "x", "区划": "丑区", "上级区划": "子市,某省", "主项名称": "示例登记", "业务办理项": "无",
            "情形": "无情形", "承诺办结时限_工作日": "1", "是否收费": "否", "受理条件": "具有示例证的。", "办理地点": "示例路1号",
            "办理时间": "上午", "咨询方式": "000-1234567", "申请材料": ["无需材料"], "item_id": None,
        }  # fmt: skip
        rows = [
            row,
            row | {"业务办理项": "补办", "是否收费": "是"},
            row | {"业务办理项": "补办", "情形": "遗失", "item_id": "C1"},
        ]
        result = loaded(jsonl(tmp_path, *rows), find_mapping("changchun"), NONE)
        assert result.problems == ()
        plain, again, lost = guides_of(result)
        assert plain.item_code == again.item_code
        assert plain.item_code.startswith("changchun-")
        assert lost.item_code == "C1"
        assert [each.situation for each in (plain, again, lost)] == [None, "补办", "补办：遗失"]
        assert plain.region == "某省/子市/丑区"
        assert plain.elements[Element.PROMISED_LIMIT].text == "1个工作日"
        assert [each.elements[Element.FEE].text for each in (plain, again)] == ["不收费", "收费"]
        assert plain.elements[Element.MATERIALS] == Materials(text="无需材料")

    def test_jilin_makes_a_guide_of_each_situation(self, tmp_path: Path) -> None:
        rows: list[dict[str, Any]] = [
            {
                "事项名称": "示例审批",
                "主管部门": "示例厅",
                "情形": {"新办": ["申请表"], "注销": []},
                "item_id": None,
            },
            {"事项名称": "坏的", "主管部门": "示例厅", "情形": ["新办"], "item_id": None},
        ]
        result = loaded(jsonl(tmp_path, *rows), find_mapping("jilin"), NONE)
        problem = the_error(result)
        assert (problem.row, problem.field) == (2, "情形")
        made = [(each.row, each.record) for each in result.records]
        assert [(row, guide.situation) for row, guide in made if isinstance(guide, Guide)] == [
            (1, "新办"),
            (1, "注销"),
        ]

    def test_one_bad_situation_rejects_its_whole_row(self, tmp_path: Path) -> None:
        row = {
            "事项名称": "示例",
            "主管部门": "示例厅",
            "情形": {"新办": ["表"], "注销": [{"x": 1}]},
            "item_id": None,
        }
        result = loaded(jsonl(tmp_path, row), find_mapping("jilin"), NONE)
        assert the_error(result).field == "情形材料"
        assert result.records == ()

    def test_faq_answers_are_found_by_the_answer_alone(self, tmp_path: Path) -> None:
        path = jsonl(tmp_path, {"id": "1", "dept": "示例局", "question": "问？", "answer": "答。"})
        asked, answered = (
            loaded(path, find_mapping(name)).records[0].record for name in ("faq", "faq_answers")
        )
        assert isinstance(asked, Faq)
        assert isinstance(answered, Faq)
        assert (asked.index_question, answered.index_question) == (True, False)
