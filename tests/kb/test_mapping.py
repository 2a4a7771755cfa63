"""Mappings are checked strictly, and do what they say."""

from pathlib import Path

import pytest

from kb.errors import MappingInvalid
from kb.mapping import canonical_mapping, find_mapping, known_mappings, read_mapping
from kb.mapping_records import made_code, title_of
from kb.records import RecordKind

GOOD = 'kind = "item"\n[columns]\nitem_code = "编号"\nname = "名称"\n'


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "某来源.toml"
    path.write_text(text, encoding="utf-8")
    return path


class TestFinding:
    @pytest.mark.parametrize("name", known_mappings())
    def test_every_mapping_that_comes_along_is_sound(self, name: str) -> None:
        mapping = find_mapping(name)
        assert mapping.source == name
        assert mapping.title

    def test_the_promised_ones_are_there(self) -> None:
        assert {
            "guangdong", "changchun", "jilin", "changchun_items", "faq", "faq_answers", "policy",
            "guides", "faqs", "policies", "items",
        } <= set(known_mappings())  # fmt: skip

    def test_a_mapping_may_lie_anywhere_and_its_source_is_the_file_name(
        self, tmp_path: Path
    ) -> None:
        mapping = find_mapping(str(written(tmp_path, GOOD)))
        assert mapping.source == "某来源"
        assert mapping.kind is RecordKind.ITEM

    def test_it_may_name_its_source(self, tmp_path: Path) -> None:
        assert read_mapping(written(tmp_path, 'source = "甲"\n' + GOOD)).source == "甲"

    @pytest.mark.parametrize("name", ["nowhere", "nowhere.toml", "../guides"])
    def test_an_unknown_one_names_those_that_exist(self, name: str) -> None:
        with pytest.raises(MappingInvalid, match=r"no mapping .*Known are: .*guangdong"):
            find_mapping(name)


class TestChecking:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("kind = x", "某来源.toml: not valid TOML.*line 1"),
            ('kind = "guides"\n[columns]\n', "key kind: Input should be 'guide', 'item'"),
            (
                GOOD + 'colour = "x"\n',
                r"columns\.colour is not a field of a item; fields are item_code",
            ),
            ("ignore = []\n" + GOOD, "key ignore: Extra inputs are not permitted"),
            (GOOD.replace('name = "名称"', ""), r"columns\.name is missing"),
            (
                GOOD + 'aliases = { columns = ["x"], splitt = "、" }',
                "columns.aliases.splitt: Extra inputs",
            ),
            (GOOD + 'aliases = { column = "x", constant = "y" }', "exactly one of column, any_of"),
            (GOOD + "aliases = { }", "exactly one of"),
            (GOOD + 'aliases = { column = "x", join = "、" }', "join needs columns"),
            (
                GOOD + 'aliases = { column = "x", unit = "工作日" }',
                "only statutory_limit and promised_limit",
            ),
            (GOOD + 'aliases = { column = "x", make_code = true }', "only item_code is a code"),
            (GOOD.replace('"名称"', '{ columns = ["a", "b"] }'), r"columns\.name\.join is missing"),
            ('example = { colour = "x" }\n' + GOOD, r"example\.colour is not a field"),
            (
                'kind = "guide"\n[columns]\nitem_code = "a"\nname = "b"\n'
                'promised_limit = { column = "c", unit = "周" }',
                "'周' is no unit; units are 工作日",
            ),
        ],
    )
    def test_mistakes_are_named_with_file_and_key(
        self, tmp_path: Path, text: str, said: str
    ) -> None:
        with pytest.raises(MappingInvalid, match=said) as caught:
            read_mapping(written(tmp_path, text))
        assert "某来源.toml" in str(caught.value)

    def test_a_file_that_is_no_text_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "x.toml"
        path.write_bytes(b"\xff\xfe")
        with pytest.raises(MappingInvalid, match="not valid TOML"):
            read_mapping(path)


class TestOwnFormats:
    @pytest.mark.parametrize(
        ("columns", "name"),
        [
            (("item_code", "name", "place"), "guides"),
            (("事项编码", "事项名称", "办理地点"), "guides"),
            (("item_code", "name"), "items"),
            (("事项编码", "事项名称", "别称"), "items"),
            (("question", "answer"), "faqs"),
            (("问题", "答案", "备注"), "faqs"),
            (("doc_id", "text"), "policies"),
        ],
    )
    def test_the_format_is_told_from_the_columns(self, columns: tuple[str, ...], name: str) -> None:
        assert canonical_mapping(columns).source == name

    def test_other_columns_are_refused_naming_what_each_format_needs(self) -> None:
        with pytest.raises(MappingInvalid) as caught:
            canonical_mapping(("甲", "name"))
        said = str(caught.value)
        assert "'甲', 'name'" in said
        assert "guides needs 'item_code / 事项编码 / 实施编码'" in said
        assert "faqs needs 'question / 问题', 'answer / 答案'" in said


class TestColumns:
    def test_missing_and_unknown_columns_are_told_apart(self) -> None:
        mapping = find_mapping("changchun_items")
        assert mapping.missing(("name", "x")) == ("item_id",)
        assert mapping.unknown(("name", "x", "item_id")) == ("x",)

    def test_what_is_exploded_counts_as_a_column(self) -> None:
        mapping = find_mapping("jilin")
        assert mapping.missing(("事项名称", "主管部门", "item_id")) == ("情形",)
        assert mapping.missing(("事项名称", "主管部门", "情形", "item_id")) == ()


class TestMadeParts:
    def test_a_made_code_depends_on_source_and_name_alone(self) -> None:
        assert made_code("甲", "示例登记") == "甲-51a06eeffa"
        assert made_code("乙", "示例登记") == "乙-51a06eeffa"
        assert made_code("甲", "示例换证") != made_code("甲", "示例登记")

    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("关于示例的通知。各区：", "关于示例的通知"),
            ("\n第一行\n第二行", "第一行"),
            ("长" * 60, "长" * 40),
        ],
    )
    def test_a_policy_without_title_is_called_by_its_beginning(self, text: str, title: str) -> None:
        assert title_of(text) == title
