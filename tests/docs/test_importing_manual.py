import csv
import re
from datetime import date
from pathlib import Path

import pytest
from markdown_page import Page, names_in, transcripts
from typer.testing import CliRunner

from hotline.cli import app
from kb.canonical import field_names
from kb.elements import Copies, Element, MaterialForm, Materials, Steps, Text
from kb.loading import load
from kb.mapping import find_mapping
from kb.mapping_rules import ColumnMapping, ColumnRule, Explode
from kb.records import RecordKind
from kb.regions import Regions
from kb.values import type_element
from kb.values.json_cells import unpacked
from kb.values.marked import marked_material
from kb.values.materials import materials_of
from kb.values.wording import mark_words

MANUAL = Page.read("docs/importing.md")
FORMATS = {
    "questions (FAQ)": RecordKind.FAQ,
    "policies": RecordKind.POLICY,
    "items by name only": RecordKind.ITEM,
    "life events (一件事)": RecordKind.LIFE_EVENT,
    "temporary notices (临时通知)": RecordKind.NOTICE,
}
MAPPINGS = {
    RecordKind.FAQ: "faqs",
    RecordKind.POLICY: "policies",
    RecordKind.ITEM: "items",
    RecordKind.LIFE_EVENT: "life_events",
    RecordKind.NOTICE: "notices",
}
SECTION = "Questions, policies, items, life events, notices"


def keys(table: int) -> list[str]:
    """The keys of the two tables of the section on mappings."""
    rows = MANUAL.section("Mappings").rows()
    cut = next(n for n, row in enumerate(rows) if names_in(row[0]) == ["column"])
    return [name for row in (rows[:cut], rows[cut:])[table] for name in names_in(row[0])]


def test_every_field_of_a_guide_is_told_of_and_no_other() -> None:
    told = [name for row in MANUAL.section("Guides").rows() for name in names_in(row[0])]
    assert sorted(told) == sorted(field_names(RecordKind.GUIDE))


@pytest.mark.parametrize("heading", FORMATS)
def test_every_field_of_the_other_formats_is_told_of_and_no_other(heading: str) -> None:
    (row,) = (row for row in MANUAL.section(SECTION).rows() if row[0] == heading)
    kind = FORMATS[heading]
    assert sorted(names_in(row[1]) + names_in(row[2])) == sorted(field_names(kind))
    mapping = find_mapping(MAPPINGS[kind])
    assert set(names_in(row[1])) == {name for name in mapping.columns if mapping.needs(name)}


def test_every_key_of_a_mapping_and_of_a_rule_is_told_of_and_no_other() -> None:
    assert sorted(keys(0)) == sorted(ColumnMapping.model_fields)
    assert sorted(keys(1)) == sorted(ColumnRule.model_fields)
    (explode,) = (row for row in MANUAL.section("Mappings").rows() if row[0] == "`explode`")
    assert names_in(explode[1]) == list(Explode.model_fields)


@pytest.fixture
def invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The invented source of the manual, written out in the directory where we are."""
    section = MANUAL.section("Mappings")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOTLINE_DATA_DIR", "kept")
    (table,), (mapping,) = section.fenced("csv"), section.fenced("toml")
    Path("my_city.csv").write_text(table, encoding="utf-8")
    Path("my_city.toml").write_text(mapping, encoding="utf-8")
    return tmp_path


def test_the_sample_mapping_understands_all_of_the_sample_table(invented: Path) -> None:
    loaded = load(
        invented / "my_city.csv",
        find_mapping(str(invented / "my_city.toml")),
        Regions([]),
        today=date(2026, 11, 23),
    )
    assert loaded.problems == ()
    assert [each.record.key for each in loaded.records] == [
        ("SL-01", "示例市/甲区", "示例局", "丢失"),
        ("SL-01", "示例市/乙区", "示例局", "丢失"),
    ]


def test_the_transcript_of_an_import_is_what_it_prints(invented: Path) -> None:
    (block,) = MANUAL.section("What an import says").fenced("")
    ((command, printed),) = transcripts(block)
    result = CliRunner().invoke(app, command.split()[1:])
    assert result.exit_code == 0
    assert result.stdout.strip() == printed


@pytest.mark.parametrize(
    ("element", "written", "part", "typed"),
    [
        (Element.PROMISED_LIMIT, "7(工作日)", "amount", 7),
        (Element.PROMISED_LIMIT, "二十个工作日", "amount", 20),
        (Element.PROMISED_LIMIT, "即办", "amount", 0),
        (Element.FEE, "不收费", "kind", "free"),
        (Element.FEE, "否", "text", "不收费"),
        (Element.FEE, "20元/证", "kind", "amounts"),
        (Element.FEE, "首次免费，补领10元", "kind", "amounts"),
        (Element.FEE, "是", "kind", "charged"),
        (Element.MATERIALS, "无需材料", "items", ()),
        (Element.PROCEDURE, "1. 申请 2. 受理", "steps", ("申请", "受理")),
        (Element.VISITS, "1次", "count", 1),
        (Element.VISITS, "0", "count", 0),
        (Element.PLACE, "办理地点：某路1号", "text", "某路1号"),
    ],
)
def test_what_the_table_of_typing_shows_is_typed_so(
    element: Element, written: str, part: str, typed: object
) -> None:
    assert f"`{written}`" in MANUAL.section("What becomes typed").text
    assert getattr(type_element(element, written).value, part) == typed


CELLS = MANUAL.section("What is written into a cell")


def test_every_mark_of_a_document_is_told_of_and_understood() -> None:
    (cell,) = CELLS.fenced("materials")
    value = type_element(Element.MATERIALS, cell.strip()).value
    assert isinstance(value, Materials)
    card, licence, letter, form = value.items
    assert (card.copies, card.form, card.required) == ("original", "either", True)
    assert (licence.copies, licence.when, licence.required) == ("copy", "企业办理的", False)
    assert (letter.required, letter.note) == (False, "窗口有样本")
    assert (form.name, form.count) == ("申请表1份", 1)
    assert value.text.startswith("身份证（原件，1份，纸质或电子）\n")
    assert "身份证（原件，1份，纸质或电子）" in CELLS.text
    marks = [names_in(row[0]) for row in CELLS.rows()]
    for mark in (mark.replace("…", "某某") for row in marks for mark in row):
        [document] = materials_of([marked_material(f"身份证｜{mark}")]).items
        assert document.name == "身份证"
    written = {name for row in marks for name in row}
    kinds = (*Copies, *MaterialForm, "required", "optional")
    assert {mark_words(kind)[0] for kind in kinds} <= written


def test_the_json_that_is_shown_is_read() -> None:
    names, steps, documents, text = re.findall(r"`([\[{].*?[\]}])`", CELLS.prose())
    assert unpacked(names) == ["办证、换证", "补证"]
    value = type_element(Element.PROCEDURE, unpacked(steps)).value
    assert value == Steps(text="申请：\n现场或网上\n领证", steps=("申请：\n现场或网上", "领证"))
    value = type_element(Element.MATERIALS, unpacked(documents)).value
    assert isinstance(value, Materials)
    assert value.items[0].copies is Copies.ORIGINAL
    assert type_element(Element.PLACE, unpacked(text)).value == Text(text="无")


@pytest.mark.parametrize(
    ("column", "cell"), [("申请材料", "身份证｜原件｜一分"), ("办理流程", '["申请" "发证"]')]
)
def test_the_errors_that_are_shown_are_what_an_import_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, column: str, cell: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with Path("guides.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["事项编码", "事项名称", column], ["X-1", "示例登记", cell]])
    loaded = load(Path("guides.csv"), None, Regions([]), today=date(2026, 11, 23))
    [problem] = loaded.errors
    assert str(problem) in [shown.strip() for shown in CELLS.fenced("problem")]


def test_a_part_is_given_out_and_taken_back_as_shown(tmp_path: Path) -> None:
    shown = MANUAL.section("Giving a part out and taking it back").fenced("")[0].splitlines()
    taken = CliRunner().invoke(app, ["kb", "import", "--help"]).stdout
    given = CliRunner().invoke(app, ["kb", "export", "--help"]).stdout
    assert "--region" in shown[0]
    assert "--region" in given
    assert "--keep-missing" in shown[1]
    assert "--keep-missing" in taken
