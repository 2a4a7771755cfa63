"""Region files are taken whole or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest

from kb.errors import FileRefused
from kb.region_files import is_region_file, read_regions
from kb.regions import Region

CITY = {"code": "1", "name": "云上市", "parent": None}
EAST = {"code": "11", "name": "东岛区", "parent": "1", "aliases": ["老码头"]}
KNOWN = {"1": Region(code="1", name="云上市"), "11": Region(code="11", name="东岛区", parent="1")}


def region_file(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    path = tmp_path / "区划.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def refusal(path: Path, known: dict[str, Region] | None = None) -> tuple[int | None, str | None]:
    with pytest.raises(FileRefused) as caught:
        read_regions(path, known or {})
    problem = caught.value.problem
    assert problem.file == str(path)
    assert problem.remedy
    assert problem.remedy in str(caught.value)
    return problem.row, problem.field


def test_regions_are_read_with_their_nicknames(tmp_path: Path) -> None:
    path = region_file(tmp_path, CITY, EAST)
    assert is_region_file(path)
    assert read_regions(path, {}) == (
        Region(code="1", name="云上市"),
        Region(code="11", name="东岛区", parent="1", aliases=("老码头",)),
    )


def test_a_table_may_list_nicknames_in_one_cell(tmp_path: Path) -> None:
    path = tmp_path / "区划.csv"
    path.write_text("code,name,parent,aliases\n1,云上市,,\n11,东岛区,1,老码头、码头区\n", "utf-8")
    assert is_region_file(path)
    assert read_regions(path, {})[1].aliases == ("老码头", "码头区")


def test_a_file_of_guides_is_none(tmp_path: Path) -> None:
    row = {"item_code": "A", "name": "示例", "code": "1", "parent": ""}
    assert not is_region_file(region_file(tmp_path, row))


def test_regions_may_lie_in_those_there_are_already(tmp_path: Path) -> None:
    street = {"code": "111", "name": "灯塔街道", "parent": "11"}
    [region] = read_regions(region_file(tmp_path, street), KNOWN)
    assert region.parent == "11"


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([CITY, {"code": "", "name": "东岛区", "parent": "1"}], (2, "code")),
        ([CITY, {"code": "11", "name": " ", "parent": "1"}], (2, "name")),
        ([CITY, EAST, EAST], (3, "code")),
        ([EAST, CITY], (1, "parent")),
        ([{"code": "9", "name": "自己", "parent": "9"}], (1, "parent")),
    ],
    ids=["no code", "no name", "twice", "inner before outer", "in itself"],
)
def test_a_bad_row_refuses_the_file_by_its_place(
    tmp_path: Path, rows: list[dict[str, Any]], place: tuple[int, str]
) -> None:
    assert refusal(region_file(tmp_path, *rows)) == place


def test_a_region_cannot_be_moved_into_itself(tmp_path: Path) -> None:
    moved = {"code": "1", "name": "云上市", "parent": "11"}
    assert refusal(region_file(tmp_path, moved), KNOWN) == (1, "parent")


def test_a_line_that_is_no_json_refuses_the_file(tmp_path: Path) -> None:
    path = region_file(tmp_path, CITY, EAST)
    path.write_text(path.read_text("utf-8") + "{half\n", "utf-8")
    assert refusal(path)[0] == 3
