"""What the readers make of good files, and how they refuse bad ones."""

import csv
import io
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from kb.errors import FileRefused, Problem, Severity
from kb.readers import LINE_LIMIT, Row, open_table

ROWS = [{"编号": "T-1", "名称": "示例登记"}, {"编号": "T-2", "名称": "示例换证，补证"}]


def as_csv(rows: list[dict[str, str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def as_jsonl(rows: list[dict[str, str]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def values_of(path: Path) -> list[dict[str, object]]:
    rows = list(open_table(path))
    assert all(isinstance(row, Row) for row in rows), rows
    return [dict(row.values) for row in rows if isinstance(row, Row)]


def problems_of(path: Path) -> list[Problem]:
    return [row for row in open_table(path) if isinstance(row, Problem)]


def refusal(path: Path) -> Problem:
    with pytest.raises(FileRefused) as caught:
        list(open_table(path))
    problem = caught.value.problem
    assert problem.file == str(path)
    assert str(path) in str(caught.value)
    assert problem.remedy in str(caught.value)
    return problem


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
    @pytest.mark.parametrize("name", ["rows.csv", "rows.jsonl", "rows.json"])
    def test_the_same_rows_come_out_of_every_encoding(
        self, tmp_path: Path, name: str, encoding: str
    ) -> None:
        text = {
            "rows.csv": as_csv(ROWS),
            "rows.jsonl": as_jsonl(ROWS),
            "rows.json": json.dumps(ROWS, ensure_ascii=False),
        }[name]
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        assert values_of(path) == ROWS

    def test_a_csv_as_excel_exports_it_in_china_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "导出.csv"
        path.write_bytes(
            "事项编码,事项名称\r\nT-1,示例“登记”\r\nT-2,生僻字㐂𠮷\r\n".encode("gb18030")
        )
        assert [row["事项名称"] for row in values_of(path)] == ["示例“登记”", "生僻字㐂𠮷"]

    def test_a_broken_byte_in_a_gbk_file_is_named_with_line_and_offset(
        self, tmp_path: Path
    ) -> None:
        data = bytearray("编号,名称\nT-1,示例登记\nT-2,示例换证\n".encode("gbk"))
        place = data.index("换".encode("gbk"))
        data[place : place + 1] = b"\xff"
        path = tmp_path / "broken.csv"
        path.write_bytes(bytes(data))
        problem = refusal(path)
        assert problem.row == 3
        assert f"byte {place} of the file (0xFF, in line 3) is not valid GB18030" in problem.problem
        assert "Mend the character" in problem.remedy

    def test_a_broken_byte_in_a_utf8_file_is_not_taken_for_gb18030(self, tmp_path: Path) -> None:
        data = bytearray(as_jsonl(ROWS).encode())
        place = len(data) - 6
        data[place] = 0x41  # the last byte of a character replaced
        path = tmp_path / "broken.jsonl"
        path.write_bytes(bytes(data))
        problem = refusal(path)
        assert problem.row == 2
        assert "not valid UTF-8" in problem.problem

    def test_utf16_is_refused_with_the_way_out(self, tmp_path: Path) -> None:
        path = tmp_path / "unicode.csv"
        path.write_bytes(as_csv(ROWS).encode("utf-16"))
        problem = refusal(path)
        assert "UTF-16" in problem.problem
        assert "CSV UTF-8" in problem.remedy

    @given(
        text=st.text(
            alphabet=st.characters(codec="gb18030", exclude_characters="\r\n\0"), min_size=1
        )
    )
    def test_whatever_text_is_written_comes_back_or_is_refused(
        self, tmp_path_factory: pytest.TempPathFactory, text: str
    ) -> None:
        path = tmp_path_factory.mktemp("any") / "any.jsonl"
        path.write_text(json.dumps({"a": text}, ensure_ascii=False), encoding="utf-8")
        assert values_of(path) == [{"a": text}]


class TestJsonLines:
    def test_rows_carry_the_line_that_an_editor_shows(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.jsonl"
        path.write_text('{"a": 1}\n\n  \n{"a": [1, {"b": null}]}\n')
        table = open_table(path)
        assert table.columns == ("a",)
        assert table.total == 2
        assert list(table) == [Row(1, {"a": 1}), Row(4, {"a": [1, {"b": None}]})]

    def test_one_broken_line_does_not_hide_the_others(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.jsonl"
        path.write_text('{"a": 1}\n{"a": }\n{"a": 3}\n')
        first, broken, third = open_table(path)
        assert (first, third) == (Row(1, {"a": 1}), Row(3, {"a": 3}))
        assert isinstance(broken, Problem)
        assert (broken.file, broken.row) == (str(path), 2)
        assert "not valid JSON" in broken.problem
        assert broken.remedy == "Mend the line or leave it out"

    def test_a_half_written_last_line_is_named_as_such(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.jsonl"
        path.write_text('{"a": 1}\n{"a": "写到一')
        [problem] = problems_of(path)
        assert problem.row == 2
        assert "cut off in the middle" in problem.problem
        assert "Export or copy the file again" in problem.remedy

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("[1, 2]", "is a JSON list, not an object"),
            ('{"a": 1, "a": 2}', "the key 'a' stands twice"),
            ('{"a": NaN}', "NaN is not a JSON number"),
            ('{"a": "\\ud83d"}', "half of a character"),
            ('{"a": 1} {"a": 2}', "something follows the value"),
            ('{"a": ' + "[" * 100_000, "nested too deeply"),
            ('{"a": ' + "9" * 5000 + "}", "4300 digits"),
        ],
    )
    def test_what_cannot_be_stored_or_is_unclear_is_a_row_error(
        self, tmp_path: Path, line: str, said: str
    ) -> None:
        path = tmp_path / "rows.jsonl"
        path.write_text(f'{{"a": 0}}\n{line}\n')
        [problem] = problems_of(path)
        assert problem.row == 2
        assert problem.severity is Severity.ERROR
        assert said in problem.problem

    def test_an_over_long_line_refuses_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.jsonl"
        path.write_text('{"a": 0}\n{"a": "' + "x" * LINE_LIMIT + '"}\n')
        problem = refusal(path)
        assert problem.row == 2
        assert "line 2 is longer than 1,048,576 characters" in problem.problem
        assert "line ends are missing" in problem.remedy


class TestJson:
    def test_an_array_gives_rows_with_their_lines(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.json"
        path.write_text(json.dumps(ROWS, ensure_ascii=False, indent=2))
        assert [row.number for row in open_table(path) if isinstance(row, Row)] == [2, 6]
        assert values_of(path) == ROWS

    def test_an_object_may_hold_the_one_array(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.json"
        path.write_text(json.dumps({"total": 2, "tags": ["a"], "data": ROWS, "ok": True}))
        assert values_of(path) == ROWS

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('{"a": [{"x": 1}], "b": [{"x": 1}]}', "one array of objects; found: 'a', 'b'"),
            ('{"a": 1}', "found: none"),
            ("{}", "found: none"),
            ('"text"', "neither an array nor an object"),
            ('[{"a": 1}', "not valid JSON"),
            ('[{"a": 1}] x', "something follows"),
            ("[]", "holds no rows"),
        ],
    )
    def test_other_shapes_are_refused(self, tmp_path: Path, text: str, said: str) -> None:
        path = tmp_path / "rows.json"
        path.write_text(text)
        assert said in refusal(path).problem

    def test_broken_json_names_the_line(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.json"
        path.write_text('[\n {"a": 1},\n {"a": ,}\n]')
        assert refusal(path).row == 3

    def test_an_element_that_is_no_object_is_a_row_error(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.json"
        path.write_text('[{"a": 1},\n 5]')
        [problem] = problems_of(path)
        assert problem.row == 2


class TestCsv:
    @pytest.mark.parametrize("delimiter", [",", "\t", ";"])
    def test_the_delimiter_is_told_from_the_headings(self, tmp_path: Path, delimiter: str) -> None:
        path = tmp_path / "rows.csv"
        path.write_text(as_csv(ROWS, delimiter), encoding="utf-8")
        assert values_of(path) == ROWS

    def test_a_value_over_several_lines_counts_lines_as_an_editor_does(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "rows.csv"
        path.write_text('编号,材料\n\n1,"身份证\n照片"\n2,无\n', encoding="utf-8")
        rows = [row for row in open_table(path) if isinstance(row, Row)]
        assert [(row.number, row.values["材料"]) for row in rows] == [
            (3, "身份证\n照片"),
            (5, "无"),
        ]

    def test_a_row_with_too_many_fields_is_a_row_error(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.csv"
        path.write_text("编号,名称\n1,甲,乙\n2,丙\n", encoding="utf-8")
        [problem] = problems_of(path)
        assert problem.row == 2
        assert "the row has 3 fields" in problem.problem
        assert "the file has 2 headings" in problem.problem
        assert "double quotes" in problem.remedy

    def test_trailing_empty_fields_as_excel_appends_them_are_no_error(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.csv"
        path.write_text("编号,名称,,\n1,甲,,\n2\n,,,\n", encoding="utf-8")
        assert values_of(path) == [{"编号": "1", "名称": "甲"}, {"编号": "2", "名称": ""}]

    def test_a_nul_is_a_row_error_with_its_field(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.csv"
        path.write_bytes("编号,名称\n1,甲\0\n2,乙\n".encode())
        [problem] = problems_of(path)
        assert (problem.row, problem.field) == (2, "名称")
        assert "NUL" in problem.problem

    def test_a_quote_never_closed_names_the_row_where_it_opens(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.csv"
        path.write_text('编号,名称\n1,甲\n2,"乙\n3,丙\n', encoding="utf-8")
        [problem] = problems_of(path)
        assert problem.row == 3
        assert "Close every quote" in problem.remedy

    def test_headings_that_stand_twice_refuse_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.csv"
        path.write_text("编号,名称,名称\n1,甲,乙\n", encoding="utf-8")
        problem = refusal(path)
        assert problem.row == 1
        assert "'名称'" in problem.problem
        assert "Rename or delete" in problem.remedy

    @given(
        cells=st.lists(
            st.tuples(
                *[st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)] * 2
            ),
            min_size=1,
            max_size=5,
        )
    )
    def test_what_a_csv_writer_writes_is_read_back(
        self, tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
    ) -> None:
        path = tmp_path_factory.mktemp("any") / "any.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("甲", "乙"), *cells])
        filled = [pair for pair in cells if any(cell.strip() for cell in pair)]
        if not filled:
            assert "no rows" in refusal(path).problem
        else:
            assert [(row["甲"], row["乙"]) for row in values_of(path)] == filled


class TestWorkbooks:
    @staticmethod
    def book(path: Path, *rows: tuple[object, ...], merge: str | None = None) -> Path:
        book = Workbook()
        for row in rows:
            book.active.append(row)
        if merge:
            book.active.merge_cells(merge)
        book.save(path)
        return path

    def test_values_come_as_excel_shows_them(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.xlsx"
        book = Workbook()
        sheet = book.active
        sheet.append(["整数", "小数", "日期", "时刻", "真", "编码", "比例", "空"])
        sheet.append(
            [
                1.0,
                0.1 + 0.2,
                date(2026, 11, 23),
                datetime.fromisoformat("2026-11-23T09:30"),
                True,
                7,
                0.05,
                None,
            ]
        )
        sheet["F2"].number_format = "0000"
        sheet["G2"].number_format = "0%"
        book.save(path)
        assert list(values_of(path)[0].values()) == [
            "1", "0.3", "2026-11-23", "2026-11-23 09:30", "TRUE", "0007", "5%", "",
        ]  # fmt: skip

    def test_rows_carry_the_sheet_row_and_empty_ones_are_skipped(self, tmp_path: Path) -> None:
        path = self.book(
            tmp_path / "rows.xlsx", ("编号", "名称"), (), ("1", "甲"), ("  ",), ("2", "乙")
        )
        assert [row.number for row in open_table(path) if isinstance(row, Row)] == [3, 5]

    def test_merged_cells_reject_the_rows_they_cover(self, tmp_path: Path) -> None:
        path = self.book(
            tmp_path / "rows.xlsx", ("编号", "名称"), (1, "甲"), (2, "乙"), (3, "丙"), merge="B3:B4"
        )
        table = open_table(path)
        assert [row.number for row in table if isinstance(row, Row)] == [2]
        found = problems_of(path)
        assert [each.row for each in found] == [3, 4]
        assert "B3:B4 are merged" in found[0].problem
        assert "Unmerge" in found[0].remedy

    def test_a_merged_title_above_the_headings_refuses_the_file(self, tmp_path: Path) -> None:
        path = self.book(
            tmp_path / "rows.xlsx", ("某市指南",), ("编号", "名称"), (1, "甲"), merge="A1:B1"
        )
        problem = refusal(path)
        assert "A1:B1" in problem.problem
        assert problem.row == 1
        assert "no title above" in problem.remedy

    def test_numbers_that_excel_has_rounded_are_a_row_error(self, tmp_path: Path) -> None:
        path = self.book(
            tmp_path / "rows.xlsx", ("编码",), (11440000006939756,), ("11440000006939756",)
        )
        [problem] = problems_of(path)
        assert (problem.row, problem.field) == (2, "编码")
        assert "15 digits" in problem.problem
        assert "as text" in problem.remedy

    def test_other_filled_sheets_are_reported(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.xlsx"
        book = Workbook()
        book.active.title = "指南"
        book.active.append(["编号"])
        book.active.append(["1"])
        book.create_sheet("另一页").append(["x"])
        book.create_sheet("空白页")
        book.save(path)
        [notice] = open_table(path).notices
        assert "'另一页'" in notice.problem
        assert notice.severity is Severity.NOTICE
        assert [dict(r.values) for r in open_table(path, sheet="指南") if isinstance(r, Row)] == [
            {"编号": "1"}
        ]
        with pytest.raises(
            FileRefused, match="no sheet '没有'; the file has '指南', '另一页', '空白页'"
        ):
            open_table(path, sheet="没有")

    def test_hidden_sheets_are_passed_over(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.xlsx"
        book = Workbook()
        book.active.append(["旧"])
        book.active.append(["0"])
        book.active.sheet_state = "hidden"
        sheet = book.create_sheet("新")
        sheet.append(["编号"])
        sheet.append(["1"])
        book.save(path)
        assert values_of(path) == [{"编号": "1"}]

    @given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255))
    def test_a_flipped_byte_anywhere_gives_rows_or_a_refusal(
        self, tmp_path_factory: pytest.TempPathFactory, place: float, byte: int
    ) -> None:
        path = self.book(tmp_path_factory.mktemp("any") / "any.xlsx", ("编号", "名称"), (1, "甲"))
        data = bytearray(path.read_bytes())
        data[int(place * len(data))] = byte
        path.write_bytes(data)
        with suppress(FileRefused):  # any other error fails
            assert open_table(path).columns
            list(open_table(path))

    @pytest.mark.parametrize("data", [b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0 encrypted"])
    def test_a_damaged_or_protected_workbook_is_refused(self, tmp_path: Path, data: bytes) -> None:
        path = tmp_path / "rows.xlsx"
        path.write_bytes(data)
        problem = refusal(path)
        assert "damaged or protected" in problem.problem
        assert "remove the password" in problem.remedy

    def test_a_zip_that_is_no_workbook_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.txt", "x")
        assert "not a readable XLSX" in refusal(path).problem

    def test_a_zip_bomb_is_refused_before_it_is_unpacked(self, tmp_path: Path) -> None:
        path = tmp_path / "bomb.xlsx"
        with (
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open("xl/worksheets/sheet1.xml", "w") as member,
        ):
            for _ in range(520):
                member.write(bytes(1024 * 1024))
        problem = refusal(path)
        assert "unpacks to 545,259,520 bytes" in problem.problem
        assert "Split it" in problem.remedy


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read everything, so tests that run as root step down for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


class TestPlaces:
    def test_a_directory_is_refused(self, tmp_path: Path) -> None:
        problem = refusal(tmp_path)
        assert "is a directory" in problem.problem
        assert "one by one" in problem.remedy

    def test_a_missing_file_is_refused(self, tmp_path: Path) -> None:
        assert "no such file" in refusal(tmp_path / "rows.csv").problem

    def test_a_path_that_cannot_be_is_refused(self, tmp_path: Path) -> None:
        assert (
            "cannot be read: File name too long" in refusal(tmp_path / ("x" * 300 + ".csv")).problem
        )

    def test_a_file_without_permission_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.csv"
        path.write_text(as_csv(ROWS))
        path.chmod(0)
        with as_nobody():
            problem = refusal(path)
        assert "no permission" in problem.problem
        assert "Ask its owner" in problem.remedy

    @pytest.mark.parametrize("name", ["rows.csv", "rows.jsonl", "rows.json", "rows.xlsx"])
    def test_an_empty_file_is_refused(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        path.write_bytes(b"")
        problem = refusal(path)
        assert "empty" in problem.problem
        assert "Export it again" in problem.remedy

    @pytest.mark.parametrize(
        ("name", "text"), [("rows.csv", "编号,名称\n"), ("rows.jsonl", "\n\n")]
    )
    def test_a_file_without_rows_is_refused(self, tmp_path: Path, name: str, text: str) -> None:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        assert "no rows" in refusal(path).problem

    @pytest.mark.parametrize(
        ("name", "said"), [("rows.docx", "'.docx' is not known"), ("rows.xls", "old .xls format")]
    )
    def test_other_formats_are_refused(self, tmp_path: Path, name: str, said: str) -> None:
        path = tmp_path / name
        path.write_text("x")
        assert said in refusal(path).problem

    def test_a_pipe_is_refused_and_not_waited_for(self, tmp_path: Path) -> None:
        path = tmp_path / "pipe.jsonl"
        os.mkfifo(path)
        assert "not a regular file" in refusal(path).problem
