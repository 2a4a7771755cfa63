"""Bad input: the message names file, row, field and remedy, and nothing is changed."""

import json
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from typer.testing import Result

Run = Callable[..., Result]
Forked = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
HEADINGS = "事项编码,事项名称,区划,实施主体,情形,办理地点,有效期至"
GOOD = "X-1,示例登记,云上市,示例局,首次,示例路1号,"


@pytest.fixture
def refuses(run: Run, data_dir: Path) -> Iterator[Callable[..., str]]:
    """Import a file into the published tiny base; the refusal, which changed nothing."""

    def state() -> tuple[str, str, str]:
        told = [
            run("kb", *words, "--json", at=data_dir).stdout
            for words in (("status",), ("list", "--draft"), ("show", "T-CARD", "--draft"))
        ]
        return told[0], told[1], told[2]

    def refused(path: Path, *options: str) -> str:
        before = state()
        done = run("kb", "import", path, "--source", "新来的", *options, at=data_dir)
        assert done.exit_code == 2, done.output
        assert str(path) in done.output
        assert state() == before
        return done.output

    yield refused
    assert run("ask", "居住卡丢了要带什么", at=data_dir).exit_code == 0


def csv(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "指南.csv"
    path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
    return path


def test_the_good_rows_below_would_be_imported(run: Run, data_dir: Path, tmp_path: Path) -> None:
    done = run("kb", "import", csv(tmp_path, HEADINGS, GOOD), "--source", "新来的", at=data_dir)
    assert done.exit_code == 0, done.output
    assert "created 1" in done.stdout


def test_missing_columns(refuses: Callable[..., str], tmp_path: Path) -> None:
    said = refuses(csv(tmp_path, "事项名称,办理地点", "示例登记,示例路1号"))
    assert "guides needs 'item_code / 事项编码" in said
    assert "Rename the columns, or name a mapping" in said


def test_columns_missing_that_a_mapping_names(refuses: Callable[..., str], tmp_path: Path) -> None:
    said = refuses(csv(tmp_path, "事项名称", "示例登记"), "--mapping", "guides")
    assert "are missing; the file has '事项名称'" in said
    assert "in the mapping 'guides'" in said


@pytest.mark.parametrize("name", ["指南.csv", "指南.jsonl", "指南.json", "指南.xlsx"])
def test_an_empty_file(refuses: Callable[..., str], tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"")
    assert "empty" in refuses(path)


def test_two_equal_guides_in_one_file(refuses: Callable[..., str], tmp_path: Path) -> None:
    said = refuses(csv(tmp_path, HEADINGS, GOOD, GOOD.replace("示例路1号", "示例路2号")))
    assert "row 3" in said
    assert "code, region, agency and situation are the same as in row 2" in said
    assert "'X-1', '9901', '示例局', '首次'" in said
    assert "Delete one of the two" in said


@pytest.mark.parametrize("written", ["2026-02-30", "2026-13-01", "三月初三"])
def test_an_impossible_date(refuses: Callable[..., str], tmp_path: Path, written: str) -> None:
    said = refuses(csv(tmp_path, HEADINGS, GOOD, f"X-2,示例换证,,,,,{written}"))
    assert "row 3" in said
    assert "'有效期至'" in said or "'valid_until'" in said
    assert written in said


def test_a_validity_that_ends_before_it_begins(refuses: Callable[..., str], tmp_path: Path) -> None:
    path = tmp_path / "指南.jsonl"
    row = {
        "item_code": "X",
        "name": "示例",
        "valid_from": "2026-05-02",
        "valid_until": "2026-05-01",
    }
    path.write_text(json.dumps(row), "utf-8")
    said = refuses(path)
    assert "row 1, field 'valid_until'" in said
    assert "Correct one of the two dates" in said


def test_a_gbk_file_with_a_broken_byte(refuses: Callable[..., str], tmp_path: Path) -> None:
    path = csv(tmp_path, HEADINGS, GOOD, "X-2,示例换证,,,,,", encoding="gbk")
    data = path.read_bytes()
    path.write_bytes(data.replace("换".encode("gbk"), b"\xff\xff"))
    said = refuses(path)
    assert "in line 3" in said
    assert "not valid GB18030" in said


def test_a_workbook_with_merged_cells(refuses: Callable[..., str], tmp_path: Path) -> None:
    path = tmp_path / "指南.xlsx"
    book = Workbook()
    sheet = book.active
    for line in (HEADINGS, GOOD, GOOD.replace("首次", "补办"), GOOD.replace("X-1", "X-2")):
        sheet.append([cell or None for cell in line.split(",")])
    sheet.merge_cells("A2:A3")
    book.save(path)
    said = refuses(path)
    assert "row 2" in said
    assert "A2:A3 are merged" in said


def test_an_over_long_line(refuses: Callable[..., str], tmp_path: Path) -> None:
    said = refuses(csv(tmp_path, HEADINGS, GOOD, "X-2," + "长" * 1_500_000))
    assert "row 3" in said
    assert "line" in said


def test_an_over_long_text(refuses: Callable[..., str], tmp_path: Path) -> None:
    said = refuses(csv(tmp_path, HEADINGS, f"X-2,示例换证,,,,{'长' * 60_000},"))
    assert "row 2, field 'place'" in said
    assert "60,000 characters, more than 50,000" in said
    assert "Shorten it" in said


def test_a_directory(refuses: Callable[..., str], tmp_path: Path) -> None:
    folder = tmp_path / "指南.jsonl"
    folder.mkdir()
    assert "is a directory" in refuses(folder)


def test_a_file_that_is_not_there(refuses: Callable[..., str], tmp_path: Path) -> None:
    refuses(tmp_path / "无.jsonl")


def test_a_file_without_permission(
    refuses: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = csv(tmp_path, HEADINGS, GOOD)
    path.chmod(0)
    if os.access(path, os.R_OK):  # nothing is forbidden to root
        opened = Path.open

        def without_permission(self: Path, *arguments: str, **options: str) -> object:
            if not stat.S_IMODE(self.stat().st_mode) & stat.S_IRUSR:
                raise PermissionError(13, "Permission denied", str(self))
            return opened(self, *arguments, **options)  # type: ignore[call-overload]

        monkeypatch.setattr(Path, "open", without_permission)
    assert "no permission" in refuses(path)


def test_an_unknown_region(refuses: Callable[..., str], tmp_path: Path) -> None:
    said = refuses(csv(tmp_path, HEADINGS, GOOD.replace("云上市", "云下市")))
    assert "row 2" in said
    assert "'区划'" in said or "'region'" in said
    assert "'云下市'" in said
    assert "云上市" in said


def test_an_ambiguous_region(refuses: Callable[..., str], tmp_path: Path) -> None:
    said = refuses(csv(tmp_path, HEADINGS, GOOD.replace("云上市", "东岛区")))
    assert "row 2" in said
    assert "云上市东岛区" in said
    assert "海角市东岛区" in said


def test_publishing_an_empty_base(run: Run, tmp_path: Path) -> None:
    done = run("kb", "publish")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "The draft is empty" in done.stderr
    assert "hotline kb import" in done.stderr
    assert run("kb", "status").exit_code == 3


def test_an_encoder_that_does_not_exist(
    run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTLINE_ENCODER", "no-such-model")
    for words in (("kb", "publish"), ("ask", "居住卡")):
        done = run(*words, at=data_dir)
        assert done.exit_code == 2
        assert "'no-such-model'" in done.stderr


class TestFullDisk:
    """The size of files is limited: writing fails as on a full disk, at every place."""

    SIZES = (1_000, 4_000, 20_000, 40_000)

    def test_an_import_is_undone_whole(
        self, run: Run, forked: Forked, data_dir: Path, tmp_path: Path
    ) -> None:
        before = run("kb", "list", "--draft", "--json", at=data_dir).stdout
        many = tmp_path / "many.jsonl"
        rows = (
            {"item_code": f"M-{n}", "name": f"示例{n}", "place": "路" * 900} for n in range(400)
        )
        many.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        words = ["kb", "import", str(many), "--source", "新来的"]
        [job] = forked([{"data_dir": str(data_dir), "words": words, "limit": 300_000}])
        assert job["exit_code"] == 2, job["said"]
        assert "Nothing was changed; check that the disk has room" in job["said"]
        assert run("kb", "list", "--draft", "--json", at=data_dir).stdout == before
        assert run(*words, at=data_dir).exit_code == 0

    def test_a_publish_leaves_the_old_generation_served(
        self, run: Run, forked: Forked, data_dir: Path, tmp_path: Path
    ) -> None:
        more = tmp_path / "more.jsonl"
        more.write_text('{"item_code": "T-NEW", "name": "新事项"}\n', "utf-8")
        assert run("kb", "import", more, "--source", "新", at=data_dir).exit_code == 0
        job = {"data_dir": str(data_dir), "words": ["kb", "publish"]}
        for done in forked([{**job, "limit": size} for size in self.SIZES]):
            assert done["exit_code"] == 2, done["said"]
            assert "SystemExit(2)" in done["said"]
        status = json.loads(run("kb", "status", "--json", at=data_dir).stdout)
        assert (status["generation"], status["unpublished_changes"]) == (1, True)
        assert "挂失声明" in run("ask", "居住卡丢了要带什么", at=data_dir).stdout
        assert run("kb", "publish", at=data_dir).exit_code == 0
