"""`hotline kb …`: data on stdout, talk on stderr, and exit codes that say what happened."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from typer.testing import Result

Run = Callable[..., Result]


def told(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def import_of(run: Run, *files: object, at: Path | None = None) -> Any:
    return told(run("kb", "import", *files, "--json", at=at))["sources"]


class TestImport:
    def test_it_says_what_changed(self, run: Run, tiny_files: list[Path]) -> None:
        done = run("kb", "import", *tiny_files)
        assert done.exit_code == 0
        assert "guides: created 7, updated 0, unchanged 0, withdrawn 0" in done.stdout
        assert "regions: 5" in done.stdout
        assert "rejected: 0" in done.stdout

    def test_as_json_it_is_one_document(self, run: Run, tiny_files: list[Path]) -> None:
        done = told(run("kb", "import", *tiny_files, "--json"))
        assert done["applied"] is True
        assert done["sources"]["faqs"] == {
            "created": 3, "updated": 0, "unchanged": 0, "withdrawn": 0,
        }  # fmt: skip
        assert (done["regions"], done["rejected"]) == (5, 0)
        assert {each["severity"] for each in done["problems"]} == {"notice"}

    def test_the_same_again_changes_nothing(self, run: Run, tiny_files: list[Path]) -> None:
        import_of(run, *tiny_files)
        again = import_of(run, *tiny_files)
        assert {(each["created"], each["updated"]) for each in again.values()} == {(0, 0)}

    def test_a_dry_run_says_so_and_changes_nothing(self, run: Run, tiny_files: list[Path]) -> None:
        done = run("kb", "import", *tiny_files, "--dry-run")
        assert done.exit_code == 0
        assert "created 7" in done.stdout
        assert "nothing was changed" in done.stderr
        assert told(run("kb", "list", "--draft", "--json")) == []

    def test_the_report_has_every_problem(
        self, run: Run, tiny_files: list[Path], tmp_path: Path
    ) -> None:
        report = tmp_path / "报告.csv"
        run("kb", "import", *tiny_files, "--report", report)
        with report.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert {(row["row"], row["field"], row["severity"]) for row in rows} == {
            ("3", "valid_until", "notice"),
            ("6", "valid_until", "notice"),
        }
        assert all(row["problem"] and row["remedy"] for row in rows)

    def test_a_report_that_cannot_be_written_stops_it_beforehand(
        self, run: Run, tiny_files: list[Path], tmp_path: Path
    ) -> None:
        done = run("kb", "import", *tiny_files, "--report", tmp_path / "no" / "such" / "x.csv")
        assert done.exit_code == 2
        assert "x.csv" in done.stderr
        assert told(run("kb", "list", "--draft", "--json")) == []

    def test_a_source_can_be_named(self, run: Run, tiny_files: list[Path]) -> None:
        assert list(import_of(run, tiny_files[3], tiny_files[0], "--source", "问答库")) == [
            "问答库"
        ]

    def test_an_unknown_mapping_is_refused_and_the_known_ones_named(
        self, run: Run, tiny_files: list[Path]
    ) -> None:
        done = run("kb", "import", *tiny_files, "--mapping", "nowhere")
        assert done.exit_code == 2
        assert "'nowhere'" in done.stderr
        assert "guides" in done.stderr

    def test_two_at_once_the_second_is_refused(self, run: Run, tiny_files: list[Path]) -> None:
        import_of(run, *tiny_files)
        with FileLock("var/kb.lock"):
            for words in (
                ("import", tiny_files[0]),
                ("publish",),
                ("rollback", "1"),
            ):
                done = run("kb", *words)
                assert done.exit_code == 2
                assert "Another import, publish or rollback is running" in done.stderr
                assert "try again" in done.stderr
        assert run("kb", "import", *tiny_files).exit_code == 0

    def test_reading_goes_on_beside_an_import(self, run: Run, data_dir: Path) -> None:
        with FileLock(data_dir / "kb.lock"):
            assert run("kb", "status", at=data_dir).exit_code == 0
            assert run("ask", "居住卡丢了", at=data_dir).exit_code == 0


class TestPublish:
    def test_it_numbers_what_it_publishes(self, run: Run, tiny_files: list[Path]) -> None:
        import_of(run, *tiny_files)
        first = told(run("kb", "publish", "--json"))
        assert (first["generation"], first["is_new"]) == (1, True)
        assert first["encoded"] == first["texts"]

    def test_nothing_changed_makes_no_generation(self, run: Run, data_dir: Path) -> None:
        done = run("kb", "publish", at=data_dir)
        assert done.exit_code == 0
        assert "nothing to publish" in done.stdout
        assert len(told(run("kb", "generations", "--json", at=data_dir))) == 1

    def test_only_what_changed_is_encoded(
        self, run: Run, data_dir: Path, tiny_files: list[Path], tmp_path: Path
    ) -> None:
        rows = tiny_files[2].read_text("utf-8").replace("过桥备案", "彩虹桥备案")
        changed = tmp_path / "items.jsonl"
        changed.write_text(rows, "utf-8")
        import_of(run, changed, at=data_dir)
        second = told(run("kb", "publish", "--json", at=data_dir))
        assert (second["generation"], second["encoded"]) == (2, 1)

    def test_a_renamed_region_is_published(
        self, run: Run, data_dir: Path, tiny_files: list[Path], tmp_path: Path
    ) -> None:
        renamed = tmp_path / "regions.jsonl"
        renamed.write_text(tiny_files[0].read_text("utf-8").replace("老码头", "新码头"), "utf-8")
        run("kb", "import", renamed, at=data_dir)
        second = told(run("kb", "publish", "--json", at=data_dir))
        assert (second["generation"], second["is_new"], second["encoded"]) == (2, True, 0)
        turn = told(run("ask", "新码头渔船登记在哪里", "--json", at=data_dir))
        assert turn["slots"]["region"] == "990101"

    def test_a_snapshot_that_was_damaged_is_built_again(self, run: Run, data_dir: Path) -> None:
        (data_dir / "snapshots" / "1" / "words.txt").write_text("别的", "utf-8")
        assert run("ask", "居住卡丢了", at=data_dir).exit_code == 3
        assert run("kb", "publish", at=data_dir).exit_code == 0
        assert run("ask", "居住卡丢了", at=data_dir).exit_code == 0


class TestStatus:
    def test_nothing_published_is_exit_3(self, run: Run, tiny_files: list[Path]) -> None:
        import_of(run, *tiny_files)
        done = run("kb", "status", "--json")
        assert done.exit_code == 3
        assert "nothing is published" in done.stderr
        status = json.loads(done.stdout)
        assert (status["generation"], status["unpublished_changes"]) == (None, True)
        assert {"source": "guides", "kind": "guide", "records": 7} in status["draft"]

    def test_an_empty_data_directory_is_exit_3_and_holds_nothing(self, run: Run) -> None:
        done = run("kb", "status", "--json")
        assert done.exit_code == 3
        assert json.loads(done.stdout)["unpublished_changes"] is False

    def test_changes_that_are_not_published_are_told(
        self, run: Run, data_dir: Path, tmp_path: Path
    ) -> None:
        assert told(run("kb", "status", "--json", at=data_dir))["unpublished_changes"] is False
        more = tmp_path / "more.jsonl"
        more.write_text('{"item_code": "T-NEW", "name": "新事项"}\n', "utf-8")
        import_of(run, more, "--source", "新", at=data_dir)
        assert told(run("kb", "status", "--json", at=data_dir))["unpublished_changes"] is True
        assert "not published" in run("kb", "status", at=data_dir).stdout


class TestLooking:
    def test_the_list_names_everything_once(self, run: Run, data_dir: Path) -> None:
        rows = {row["code"]: row for row in told(run("kb", "list", "--json", at=data_dir))}
        assert rows["T-CARD"] == {
            "code": "T-CARD", "kind": "guide", "name": "云上居住卡办理", "records": 2,
        }  # fmt: skip
        assert {row["kind"] for row in rows.values()} == {"guide", "item", "faq", "policy"}
        assert "云上居住卡办理" in run("kb", "list", at=data_dir).stdout

    def test_the_draft_can_be_listed_before_anything_is_published(
        self, run: Run, tiny_files: list[Path]
    ) -> None:
        import_of(run, *tiny_files)
        assert run("kb", "list").exit_code == 3
        assert len(told(run("kb", "list", "--draft", "--json"))) == 10

    def test_one_code_is_shown_whole(self, run: Run, data_dir: Path) -> None:
        first, second = told(run("kb", "show", "T-CARD", "--json", at=data_dir))
        assert (first["situation"], second["situation"]) == ("首次申领", "丢失补领")
        assert first["stored_version"] == 1
        assert first["fee"]["text"] == "不收费"
        shown = run("kb", "show", "T-CARD", at=data_dir)
        assert "每证20元" in shown.stdout

    def test_an_unknown_code_is_refused(self, run: Run, data_dir: Path) -> None:
        done = run("kb", "show", "T-NONE", at=data_dir)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "'T-NONE'" in done.stderr
        assert "kb list" in done.stderr

    def test_the_mappings_are_listed(self, run: Run) -> None:
        done = run("kb", "mappings")
        assert done.exit_code == 0
        for name in ("guides", "faqs", "policies", "items"):
            assert name in done.stdout


class TestGenerations:
    @pytest.fixture
    def twice(self, run: Run, data_dir: Path, tiny_files: list[Path], tmp_path: Path) -> Path:
        changed = tmp_path / "guides.jsonl"
        changed.write_text(
            tiny_files[1].read_text("utf-8").replace("每证20元", "每证30元"), "utf-8"
        )
        import_of(run, changed, at=data_dir)
        told(run("kb", "publish", "--json", at=data_dir))
        return data_dir

    def fee(self, run: Run, at: Path) -> str:
        turn = told(run("ask", "居住卡丢了多少钱", "--json", at=at))
        return str(turn["answers"][0]["citations"][0]["quote"])

    def test_they_are_listed_newest_first_with_their_time(self, run: Run, twice: Path) -> None:
        rows = told(run("kb", "generations", "--json", at=twice))
        assert [(row["number"], row["served"]) for row in rows] == [(2, True), (1, False)]
        assert all(row["created_at"].endswith("+00:00") for row in rows)
        assert run("kb", "generations", at=twice).exit_code == 0

    def test_an_earlier_one_can_be_served_again(self, run: Run, twice: Path) -> None:
        assert self.fee(run, twice) == "每证30元"
        assert run("kb", "rollback", "1", at=twice).exit_code == 0
        assert self.fee(run, twice) == "每证20元"
        assert told(run("kb", "status", "--json", at=twice))["unpublished_changes"] is True
        assert told(run("kb", "publish", "--json", at=twice))["generation"] == 2
        assert self.fee(run, twice) == "每证30元"

    def test_a_snapshot_that_was_tidied_away_is_built_again(self, run: Run, twice: Path) -> None:
        import shutil

        shutil.rmtree(twice / "snapshots" / "1")
        assert run("kb", "rollback", "1", at=twice).exit_code == 0
        assert self.fee(run, twice) == "每证20元"

    def test_an_unknown_one_is_refused(self, run: Run, twice: Path) -> None:
        done = run("kb", "rollback", "9", at=twice)
        assert done.exit_code == 2
        assert "there are: 2, 1" in done.stderr
        assert self.fee(run, twice) == "每证30元"


class TestExport:
    def test_what_is_exported_imports_to_the_same_digests(
        self, run: Run, data_dir: Path, tmp_path: Path
    ) -> None:
        kinds = ("region", "guide", "item", "faq", "policy")
        files = [tmp_path / f"{kind}.jsonl" for kind in kinds]
        for kind, file in zip(kinds, files, strict=True):
            done = run("kb", "export", file, "--kind", kind, at=data_dir)
            assert (done.exit_code, done.stdout) == (0, "")
        fresh = tmp_path / "fresh"
        import_of(run, *files, at=fresh)
        again = import_of(run, *files, at=data_dir)
        assert all(each["updated"] == each["created"] == 0 for each in again.values())
        assert told(run("kb", "list", "--draft", "--json", at=fresh)) == told(
            run("kb", "list", "--json", at=data_dir)
        )
        assert told(run("kb", "publish", "--json", at=fresh))["documents"] > 0
        digests = [
            told(run("kb", "show", code, "--json", at=at))
            for at in (data_dir, fresh)
            for code in ("T-CARD", "F-1", "P-1", "T-BOAT")
        ]
        assert digests[:4] == digests[4:]

    @pytest.mark.parametrize("extension", ["csv", "xlsx"])
    def test_as_tables_it_does_too(
        self, run: Run, data_dir: Path, tmp_path: Path, extension: str
    ) -> None:
        names = ("regions", "guides", "items", "faqs", "policies")
        files = [tmp_path / f"{name}.{extension}" for name in names]
        for file in files:  # what is exported is told from the file's name
            assert run("kb", "export", file, at=data_dir).exit_code == 0
        again = import_of(run, *files, at=data_dir)
        assert sum(each["unchanged"] for each in again.values()) == 7 + 3 + 1 + 1
        assert all(each["updated"] == each["created"] == 0 for each in again.values())
        assert list(import_of(run, *files, at=tmp_path / "fresh")) == list(again)

    def test_a_district_can_have_its_part_and_give_it_back(
        self, run: Run, data_dir: Path, tmp_path: Path
    ) -> None:
        whole = tmp_path / "whole.jsonl"
        assert run("kb", "export", whole, at=data_dir).exit_code == 0
        regions = {json.loads(line).get("region") for line in whole.read_text("utf-8").splitlines()}
        region = max(filter(None, regions))
        part = tmp_path / "part.xlsx"
        written = told(run("kb", "export", part, "--region", region, "--json", at=data_dir))
        assert 0 < written["written"] < 7
        back = import_of(run, part, "--keep-missing", at=data_dir)["guides"]
        assert back == {
            "created": 0, "updated": 0, "unchanged": written["written"], "withdrawn": 0,
        }  # fmt: skip

    def test_one_code_can_be_chosen(self, run: Run, data_dir: Path) -> None:
        done = run("kb", "export", "-", "--code", "T-CARD", at=data_dir)
        codes = {json.loads(line)["item_code"] for line in done.stdout.splitlines()}
        assert codes == {"T-CARD"}

    def test_it_can_be_written_to_stdout(self, run: Run, data_dir: Path) -> None:
        done = run("kb", "export", "-", "--kind", "faq", at=data_dir)
        assert len([json.loads(line) for line in done.stdout.splitlines()]) == 3
        assert "3 records" in done.stderr

    def test_one_source_can_be_chosen(self, run: Run, data_dir: Path) -> None:
        done = run("kb", "export", "-", "--source", "nobody", at=data_dir)
        assert (done.exit_code, done.stdout) == (0, "")

    def test_an_unknown_kind_is_refused(self, run: Run, data_dir: Path) -> None:
        done = run("kb", "export", "-", "--kind", "ticket", at=data_dir)
        assert done.exit_code == 2
        assert "guide, item, faq, policy, life_event, notice, region" in done.stderr


class TestTemplate:
    @pytest.mark.parametrize("name", ["guides.xlsx", "guides.csv", "regions.xlsx"])
    def test_it_is_written_and_its_sample_row_imports(
        self, run: Run, tmp_path: Path, name: str
    ) -> None:
        done = run("kb", "template", tmp_path / name)
        assert (done.exit_code, done.stdout) == (0, "")
        assert "kb import" in done.stderr
        checked = run("kb", "import", tmp_path / name, "--dry-run")
        assert checked.exit_code == 0, checked.output

    def test_another_format_is_refused(self, run: Run, tmp_path: Path) -> None:
        done = run("kb", "template", tmp_path / "guides.docx")
        assert done.exit_code == 2
        assert ".xlsx" in done.stderr


class TestSettings:
    def test_a_setting_that_is_wrong_is_named(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOTLINE_PORT", "70000")
        done = run("kb", "status")
        assert done.exit_code == 2
        assert "setting port" in done.stderr

    def test_a_settings_file_that_is_no_toml_is_named(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "hotline.toml").write_text("port = ", "utf-8")
        done = run("kb", "status")
        assert done.exit_code == 2
        assert "hotline.toml" in done.stderr

    def test_the_environment_beats_the_file_and_options_beat_both(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data_dir: Path
    ) -> None:
        (tmp_path / "hotline.toml").write_text('data_dir = "from-file"\n', "utf-8")
        monkeypatch.setenv("HOTLINE_DATA_DIR", str(tmp_path / "from-environment"))
        assert run("kb", "status", at=data_dir).exit_code == 0
        assert not (tmp_path / "from-file").exists()
        assert not (tmp_path / "from-environment").exists()
