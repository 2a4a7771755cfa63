"""Importing: what a file brings, source by source, and that a bad one changes nothing."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest

from kb.errors import FileRefused
from kb.importing import ImportReport, import_files
from kb.records import RecordKind
from kb.store import Store

NOW = datetime(2026, 5, 6, 7, 8, tzinfo=UTC)
TODAY = date(2026, 5, 6)
BAD_DATE = {"valid_until": "2026-13-45"}


def row(code: str, **rest: Any) -> dict[str, Any]:
    return {"item_code": code, "name": f"示例{code}", "place": "示例路1号", **rest}


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
    return path


def imported(store: Store, *paths: Path, **options: Any) -> ImportReport:
    return import_files(store, paths, now=NOW, today=TODAY, **options)


def figures(report: ImportReport, source: str = "guides") -> Sequence[int]:
    found = report.changes[source]
    groups = (found.created, found.updated, found.unchanged, found.withdrawn)
    return [len(each) for each in groups]


def codes(store: Store) -> list[str]:
    return sorted(code for code, *_ in store.codes())


@pytest.fixture
def guides(tmp_path: Path) -> Path:
    return write(tmp_path / "guides.jsonl", row("A"), row("B"))


def test_the_same_file_twice_changes_nothing(store: Store, guides: Path) -> None:
    assert figures(imported(store, guides)) == [2, 0, 0, 0]
    before = store.draft.digest()
    assert figures(imported(store, guides)) == [0, 0, 2, 0]
    assert store.draft.digest() == before
    assert [each.version for each in store.find("A")] == [1]


def test_a_part_of_a_source_withdraws_nothing_where_it_is_said_to_be_one(
    store: Store, guides: Path
) -> None:
    imported(store, guides)
    write(guides, row("B", place="示例路2号"))
    assert figures(imported(store, guides, keep_missing=True)) == [0, 1, 0, 0]
    assert codes(store) == ["A", "B"]


def test_what_the_newest_import_lacks_is_withdrawn(store: Store, guides: Path) -> None:
    imported(store, guides)
    write(guides, row("B", place="示例路2号"), row("C"))
    assert figures(imported(store, guides)) == [1, 1, 0, 1]
    assert codes(store) == ["B", "C"]


def test_a_second_source_withdraws_nothing_of_the_first(
    store: Store, guides: Path, tmp_path: Path
) -> None:
    imported(store, guides)
    other = write(tmp_path / "other.jsonl", row("C"))
    assert figures(imported(store, other, source="另一家"), "另一家") == [1, 0, 0, 0]
    assert codes(store) == ["A", "B", "C"]


def test_files_of_one_source_make_up_its_import_together(store: Store, tmp_path: Path) -> None:
    first = write(tmp_path / "1.jsonl", row("A"))
    second = write(tmp_path / "2.jsonl", row("B"))
    assert figures(imported(store, first, second)) == [2, 0, 0, 0]
    assert figures(imported(store, first)) == [0, 0, 1, 1]


def test_one_guide_in_two_files_is_a_problem_of_the_second(store: Store, tmp_path: Path) -> None:
    first = write(tmp_path / "1.jsonl", row("A"))
    second = write(tmp_path / "2.jsonl", row("B"), row("A"))
    report = imported(store, first, second)
    [problem] = report.rejected
    assert (problem.file, problem.row) == (str(second), 2)
    assert f"{first}, row 1" in problem.problem
    assert not report.applied
    assert codes(store) == []


def test_one_guide_in_two_files_of_two_sources_is_none(store: Store, tmp_path: Path) -> None:
    faq = write(tmp_path / "q.jsonl", {"faq_id": "A", "question": "问？", "answer": "答。"})
    report = imported(store, write(tmp_path / "1.jsonl", row("A")), faq)
    assert report.applied
    assert {kind for _, kind in store.counts()} == {RecordKind.GUIDE, RecordKind.FAQ}


class TestBadRows:
    def test_a_file_with_a_bad_row_changes_nothing(self, store: Store, guides: Path) -> None:
        imported(store, guides)
        before = store.draft.digest()
        write(guides, row("A", place="示例路9号"), row("B", **BAD_DATE), row("C"))
        report = imported(store, guides)
        [problem] = report.rejected
        assert (problem.row, problem.field) == (2, "valid_until")
        assert problem.remedy
        assert (report.applied, report.rejected_rows) == (False, 1)
        assert store.draft.digest() == before

    def test_partial_takes_the_good_rows_and_withdraws_nothing(
        self, store: Store, guides: Path
    ) -> None:
        imported(store, guides)
        write(guides, row("B", **BAD_DATE), row("C"))
        report = imported(store, guides, partial=True)
        assert report.applied
        assert figures(report) == [1, 0, 0, 0]
        assert codes(store) == ["A", "B", "C"]

    def test_partial_withdraws_as_ever_where_no_row_is_bad(
        self, store: Store, guides: Path
    ) -> None:
        imported(store, guides)
        assert figures(imported(store, write(guides, row("B")), partial=True)) == [0, 0, 1, 1]

    def test_a_dry_run_changes_nothing_and_says_what_it_would(
        self, store: Store, guides: Path
    ) -> None:
        report = imported(store, guides, dry_run=True)
        assert (figures(report), report.applied) == ([2, 0, 0, 0], False)
        assert codes(store) == []

    def test_one_bad_file_keeps_the_good_one_out(
        self, store: Store, guides: Path, tmp_path: Path
    ) -> None:
        bad = write(tmp_path / "bad.jsonl", row("C", **BAD_DATE))
        assert not imported(store, guides, bad).applied
        assert codes(store) == []

    def test_a_file_that_cannot_be_read_stops_everything(
        self, store: Store, guides: Path, tmp_path: Path
    ) -> None:
        empty = write(tmp_path / "empty.jsonl")
        with pytest.raises(FileRefused, match="empty"):
            imported(store, guides, empty)
        assert codes(store) == []


class TestRegions:
    CITY: ClassVar = {"code": "1", "name": "云上市", "parent": None}

    def test_guides_may_lie_in_regions_of_the_same_import(
        self, store: Store, tmp_path: Path
    ) -> None:
        guides = write(tmp_path / "g.jsonl", row("A", region="云上市"))
        regions = write(tmp_path / "r.jsonl", self.CITY)
        report = imported(store, guides, regions)  # whichever is named first
        assert (report.applied, report.regions) == (True, 1)
        [stored] = store.find("A")
        assert stored.record_region == "1"

    def test_an_unknown_region_rejects_the_row_and_names_the_choices(
        self, store: Store, tmp_path: Path
    ) -> None:
        imported(store, write(tmp_path / "r.jsonl", self.CITY))
        report = imported(store, write(tmp_path / "g.jsonl", row("A", region="云下市")))
        [problem] = report.rejected
        assert (problem.row, problem.field) == (1, "region")
        assert "云上市" in str(problem)
        assert codes(store) == []

    def test_regions_of_a_bad_import_are_not_kept(self, store: Store, tmp_path: Path) -> None:
        bad = write(tmp_path / "g.jsonl", row("A", **BAD_DATE))
        imported(store, write(tmp_path / "r.jsonl", self.CITY), bad)
        assert len(store.regions()) == 0

    def test_a_second_file_may_add_districts_to_a_city_of_the_first(
        self, store: Store, tmp_path: Path
    ) -> None:
        imported(store, write(tmp_path / "r.jsonl", self.CITY))
        east = {"code": "11", "name": "东岛区", "parent": "1"}
        imported(store, write(tmp_path / "more.jsonl", east))
        assert store.regions().path("11") == ("云上市", "东岛区")


def test_progress_is_told_row_by_row(store: Store, guides: Path) -> None:
    told: list[tuple[Path, int]] = []
    imported(store, guides, progress=lambda path, done, _: told.append((path, done)))
    assert told == [(guides, 1), (guides, 2)]
