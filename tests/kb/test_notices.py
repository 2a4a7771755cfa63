"""A temporary notice touches what all that it names fits, on its days only."""

import json
from datetime import date
from pathlib import Path

import pytest

from kb.loading import load
from kb.notices import Notice
from kb.regions import Regions

DAY = date(2026, 11, 23)
GUIDE = {"item_code": "X-1", "regions": ("9902", "99"), "agency": "示例局", "place": "东街大厅二楼"}


def notice(**named: object) -> Notice:
    given = {
        "notice_id": "N-1",
        "text": "停止办公。",
        "valid_from": DAY,
        "valid_until": DAY,
    } | named
    return Notice(**given)  # type: ignore[arg-type]


def touches(of: Notice, **changed: object) -> bool:
    return of.touches(**(GUIDE | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({}, True),
        ({"region": "9902"}, True),
        ({"region": "99"}, True),  # one around the guide's
        ({"region": "9903"}, False),
        ({"agency": "示例局"}, True),
        ({"agency": "别的局"}, False),
        ({"item_codes": ("X-1", "X-2")}, True),
        ({"item_codes": ("X-2",)}, False),
        ({"place": "东街大厅"}, True),
        ({"place": "西街大厅"}, False),
        ({"place": "东街大厅", "item_codes": ("X-2",)}, False),
    ],
)
def test_it_touches_what_everything_it_names_fits(named: dict[str, object], expected: bool) -> None:
    assert touches(notice(**named)) is expected


def test_a_place_is_not_touched_where_the_guide_tells_none() -> None:
    assert not touches(notice(place="东街大厅"), place=None)


def test_both_ends_of_its_days_count() -> None:
    of = notice(valid_until=date(2026, 11, 24))
    days = [date(2026, 11, day) for day in (22, 23, 24, 25)]
    assert [of.holds_on(day) for day in days] == [False, True, True, False]


def test_it_is_imported_and_its_end_is_not_complained_of(tmp_path: Path) -> None:
    path = tmp_path / "notices.jsonl"
    row = {"text": "大厅停电。", "valid_from": "2026-01-01", "valid_until": "2026-01-02"}
    path.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    result = load(path, None, Regions(()), today=DAY)
    assert result.problems == ()
    [located] = result.records
    assert isinstance(located.record, Notice)
    assert located.record.notice_id.startswith("notices-")


def test_an_end_before_its_beginning_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "notices.jsonl"
    row = {"text": "大厅停电。", "valid_from": "2026-01-03", "valid_until": "2026-01-02"}
    path.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    [problem] = load(path, None, Regions(()), today=DAY).errors
    assert problem.field == "valid_until"


def test_the_place_of_a_file_is_the_place_of_the_notice(tmp_path: Path) -> None:
    path = tmp_path / "notices.csv"
    path.write_text(
        "通知内容,开始日期,结束日期,涉及地点\n停止办公,2026-11-23,2026-11-23,东街大厅\n", "utf-8"
    )
    [located] = load(path, None, Regions(()), today=DAY).records
    assert isinstance(located.record, Notice)
    assert located.record.place == "东街大厅"
