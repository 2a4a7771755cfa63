"""Tables filled with a part of a base: what people see in them, and that they import the same."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from hotline.database import open_at_head
from kb.canonical import digest
from kb.elements import Element, Materials, Text
from kb.errors import FileRefused
from kb.importing import import_files
from kb.loading import load
from kb.notices import Notice
from kb.readers import open_table
from kb.records import Faq, Guide, Item, Record, RecordKind, kind_of
from kb.region_files import is_region_file, read_regions
from kb.regions import Region, Regions
from kb.store import Store
from kb.table_rows import NotTabular
from kb.tables import CELL_LIMIT, CellTooLong, TableColumn, write_table
from kb.templates import write_filled, write_filled_regions, write_region_template

SAMPLE = Path(__file__).parents[2] / "kb" / "sample"
REGIONS = Regions(read_regions(SAMPLE / "regions.jsonl", {}))
NOW = datetime(2026, 11, 28, 2, 3, tzinfo=UTC)
TODAY = date(2026, 11, 28)
# Guides with several situations, all districts, and what was planted: expired, unverified, with
# an element missing, with a number that cannot be dialled.
GUIDE_FILES = ("household", "tax", "utilities", "fire", "civil", "urban", "business")
NOTICES = (
    Notice(
        notice_id="N-1",
        text="市政务服务中心12月1日停止办公一天。\n急事请拨12345。",
        valid_from=date(2026, 12, 1),
        valid_until=date(2026, 12, 1),
        region="990100",
        item_codes=("YZ-TAX-006", "YZ-UTI-001"),
        place="政务服务中心",
    ),
    Notice(
        notice_id="N-2", text="不分地区。", valid_from=TODAY, valid_until=TODAY, agency="示例局"
    ),
)


def sample(*names: str) -> list[Record]:
    files = sorted(path for name in names for path in SAMPLE.rglob(f"{name}.jsonl"))
    assert files
    return [r.record for path in files for r in load(path, None, REGIONS, today=TODAY).records]


@pytest.fixture(scope="module")
def part() -> dict[RecordKind, list[Record]]:
    """A part of the sample base, of every kind."""
    records = [
        *sample(*GUIDE_FILES),
        *sample("faq_*", "policies_*", "life_events_*"),
        *NOTICES,
        Item(item_code="I-1", name="只有名称的事项", aliases=("别名", "又名"), sample_questions=("怎么办",)),
    ]  # fmt: skip
    found: dict[RecordKind, list[Record]] = {kind: [] for kind in RecordKind}
    for record in records:
        found[kind_of(record)].append(record)
    return found


def in_store(path: Path, *files: Path) -> Store:
    store = Store(open_at_head(f"sqlite:///{path / 'store.sqlite'}"))
    report = import_files(store, files, now=NOW, today=TODAY)
    assert report.rejected == ()
    assert report.applied
    return store


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_a_part_of_the_sample_base_imports_from_tables_to_the_same_digests(
    part: dict[RecordKind, list[Record]], tmp_path: Path, extension: str
) -> None:
    guides = [each for each in part[RecordKind.GUIDE] if isinstance(each, Guide)]
    assert len({each.region for each in guides}) == len(REGIONS) - 1  # all but the province
    assert len({(each.item_code, each.situation) for each in guides}) > 60
    assert any(each.valid_until and each.valid_until < TODAY for each in guides)
    assert any(each.verified_on is None for each in guides)
    files = [tmp_path / f"区划.{extension}"]
    write_filled_regions(files[0], list(REGIONS))
    for kind, records in part.items():
        files.append(tmp_path / f"{kind}.{extension}")
        assert write_filled(files[-1], kind, records, REGIONS) == len(records) > 0
    store = in_store(tmp_path, *files)
    read = [stored.record for stored in store.records()]
    for kind, records in part.items():  # row for row
        again = [digest(each) for each in read if kind_of(each) is kind]
        assert again == [digest(each) for each in records], kind
    assert {r.code: r for r in store.regions()} == {r.code: r for r in REGIONS}


def test_no_guide_of_the_sample_base_needs_json_in_a_table(
    part: dict[RecordKind, list[Record]], tmp_path: Path
) -> None:
    path = tmp_path / "guides.csv"
    write_filled(path, RecordKind.GUIDE, part[RecordKind.GUIDE], REGIONS)
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if cell.startswith(("{", "["))] == []


def sheets(path: Path) -> tuple[Worksheet, Worksheet]:
    first, second = load_workbook(path).worksheets
    assert isinstance(first, Worksheet)
    assert isinstance(second, Worksheet)
    return first, second


Filled = Callable[[Sequence[Record]], Path]


@pytest.fixture
def filled(tmp_path: Path) -> Filled:
    def write(records: Sequence[Record]) -> Path:
        path = tmp_path / "表.xlsx"
        write_filled(path, kind_of(records[0]), records, REGIONS)
        return path

    return write


GUIDE = Guide(
    item_code="X-1",
    name="示例登记",
    region="990101",
    agency="示例局",
    elements={Element.AGENCY: Text(text="示例局"), Element.PLACE: Text(text="=示例路1号")},
    verified_on=date(2026, 1, 5),
)


class TestForPeople:
    def test_headings_are_chinese_and_what_is_needed_has_another_colour(
        self, filled: Filled
    ) -> None:
        sheet, _ = sheets(filled([GUIDE]))
        headings = [str(cell.value) for cell in sheet[1]]
        assert not any(heading.isascii() for heading in headings)
        colours = {cell.value: cell.fill.fgColor.rgb for cell in sheet[1]}
        needed = [name for name, colour in colours.items() if colour == colours["事项编码"]]
        assert needed == ["事项编码", "事项名称"]

    @pytest.mark.parametrize("kind", RecordKind)
    def test_every_column_is_explained(
        self, part: dict[RecordKind, list[Record]], filled: Filled, kind: RecordKind
    ) -> None:
        sheet, how = sheets(filled(part[kind][:3]))
        told = {row[0]: row for row in how.iter_rows(values_only=True)}
        for cell in sheet[1]:
            assert cell.comment is not None, cell.value
            assert told[cell.value][1] in ("必填", "选填")
            assert told[cell.value][2] == cell.comment.text

    def test_a_region_is_written_as_people_know_it(self, filled: Filled) -> None:
        sheet, _ = sheets(filled([GUIDE]))
        row = dict(zip((c.value for c in sheet[1]), (c.value for c in sheet[2]), strict=True))
        assert row["区划"] == "澜江省云泽市青榆区"
        assert row["核实日期"] == "2026-01-05"

    def test_documents_stand_one_a_line_with_their_marks(
        self, part: dict[RecordKind, list[Record]], filled: Filled
    ) -> None:
        sheet, _ = sheets(filled(part[RecordKind.GUIDE][:1]))
        [column] = [cell.column for cell in sheet[1] if cell.value == "申请材料"]
        record = part[RecordKind.GUIDE][0]
        assert isinstance(record, Guide)
        value = record.elements[Element.MATERIALS]
        assert isinstance(value, Materials)
        lines = str(sheet.cell(2, column).value).split("\n")
        assert [line.split("｜")[0] for line in lines] == [each.name for each in value.items]
        assert "｜原件｜" in lines[0]

    def test_long_texts_have_wide_columns_that_wrap_and_the_names_stay_in_sight(
        self, filled: Filled
    ) -> None:
        sheet, _ = sheets(filled([GUIDE]))
        widths = {c.value: sheet.column_dimensions[c.column_letter].width for c in sheet[1]}
        assert widths["申请材料"] > 40 > widths["核实日期"] > 10
        for name, width in widths.items():
            assert width >= 2 * len(str(name)), name
        assert sheet["C2"].alignment.wrap_text
        assert sheet.freeze_panes == "C2"
        assert sheet.auto_filter.ref is not None

    def test_a_text_is_never_a_formula(self, filled: Filled) -> None:
        path = filled([GUIDE])
        [located] = load(path, None, REGIONS, today=TODAY).records
        assert located.record == GUIDE

    def test_the_sheet_that_explains_is_not_reported(self, filled: Filled) -> None:
        assert open_table(filled([GUIDE])).notices == ()

    def test_a_column_without_a_chinese_heading_comes_only_where_it_is_used(
        self, filled: Filled
    ) -> None:
        asked = Faq(faq_id="F-1", question="问", answer="答")
        assert "index_question" not in open_table(filled([asked])).columns
        hidden = replace(asked, faq_id="F-2", index_question=False)
        path = filled([asked, hidden])
        assert [r.record for r in load(path, None, REGIONS, today=TODAY).records] == [asked, hidden]


class TestRefused:
    def test_what_a_table_cannot_hold_is_named(self, filled: Filled) -> None:
        with pytest.raises(
            NotTabular, match=r"X-1, 990101, 示例局, 无: .* situation .* JSONL"
        ) as caught:
            filled([replace(GUIDE, situation="无")])
        assert caught.value.code == "X-1"

    def test_an_agency_that_is_told_otherwise_cannot_either(self, filled: Filled) -> None:
        with pytest.raises(NotTabular, match="agency_element"):
            filled([replace(GUIDE, elements={Element.AGENCY: Text(text="别局")})])

    def test_a_text_longer_than_a_cell_is_refused_by_workbooks_alone(self, tmp_path: Path) -> None:
        columns, rows = [TableColumn(field="a", heading="甲")], [{"a": "长" * (CELL_LIMIT + 1)}]
        assert write_table(tmp_path / "x.csv", "表", columns, rows) == 1
        with pytest.raises(CellTooLong, match=r"Row 2, 甲: .*32,768 characters.*\.csv"):
            write_table(tmp_path / "x.xlsx", "表", columns, rows)
        assert not (tmp_path / "x.xlsx").exists()

    def test_other_formats_are_refused(self, tmp_path: Path) -> None:
        with pytest.raises(FileRefused, match=r"Name a \.csv or \.xlsx"):
            write_filled(tmp_path / "x.docx", RecordKind.GUIDE, [GUIDE], REGIONS)


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
class TestRegions:
    def test_they_import_as_they_were(self, tmp_path: Path, extension: str) -> None:
        path = tmp_path / f"regions.{extension}"
        assert write_filled_regions(path, list(REGIONS)) == len(REGIONS)
        assert is_region_file(path)
        assert read_regions(path, {}) == tuple(REGIONS)

    def test_their_template_imports(self, tmp_path: Path, extension: str) -> None:
        path = tmp_path / f"区划.{extension}"
        write_region_template(path)
        [region] = read_regions(path, {})
        assert isinstance(region, Region)
        assert region.aliases == ("示例", "市里")
