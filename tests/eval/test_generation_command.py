"""`hotline eval generate`: what a person types, what is printed and what is written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eval.reading import read_cases

Run = Callable[..., Any]


class TestGenerate:
    def test_writes_cases_and_tells_strata_with_their_error(
        self, run: Run, data_dir: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "考题.jsonl"
        done = run("eval", "generate", "--n", 60, "--seed", 5, "--out", out, at=data_dir)
        assert done.exit_code == 0, done.output
        assert len(read_cases(out).cases) == 60
        assert "long_winded" in done.stdout
        assert "95 % at 90 %" in done.stdout
        assert "± " in done.stdout
        assert "60 cases of generation 1 written to" in done.stderr

    def test_twice_is_the_same_file(self, run: Run, data_dir: Path, tmp_path: Path) -> None:
        files = [tmp_path / name for name in ("one.jsonl", "other.jsonl")]
        for file in files:
            run("eval", "generate", "--n", 30, "--out", file, at=data_dir)
        assert files[0].read_bytes() == files[1].read_bytes()

    def test_json_is_one_document(self, run: Run, data_dir: Path, tmp_path: Path) -> None:
        out = tmp_path / "考题.jsonl"
        done = run("eval", "generate", "--n", 20, "--out", out, "--json", at=data_dir)
        told = json.loads(done.stdout)
        assert told["cases"] == 20
        assert told["generation"] == 1
        assert {each["grouping"] for each in told["strata"]} >= {"kind", "element", "region"}

    def test_kinds_and_region_narrow_it(self, run: Run, data_dir: Path, tmp_path: Path) -> None:
        out = tmp_path / "考题.jsonl"
        options = ("--kinds", "typos, northern", "--region", "云上市东岛区", "--unanswerable", 0)
        plain = ("--conversations", 0)
        done = run("eval", "generate", "--n", 10, "--out", out, *options, *plain, at=data_dir)
        assert done.exit_code == 0, done.output
        kinds = {tag for each in read_cases(out).cases for tag in each.tags if "kind:" in tag}
        assert kinds == {"kind:typos", "kind:northern"}

    def test_an_unknown_kind_names_those_there_are(
        self, run: Run, data_dir: Path, tmp_path: Path
    ) -> None:
        options = ("--out", tmp_path / "x", "--kinds", "rude")
        done = run("eval", "generate", *options, at=data_dir)
        assert done.exit_code == 2
        assert "rude" in done.stderr
        assert "long_winded" in done.stderr
        assert not (tmp_path / "x").exists()

    def test_an_unknown_region_names_those_there_are(
        self, run: Run, data_dir: Path, tmp_path: Path
    ) -> None:
        options = ("--out", tmp_path / "x", "--region", "火星")
        done = run("eval", "generate", *options, at=data_dir)
        assert done.exit_code == 2
        assert "火星" in done.stderr

    def test_nothing_published_is_not_ready(self, run: Run, tmp_path: Path) -> None:
        done = run("eval", "generate", "--out", tmp_path / "x", at=tmp_path / "empty")
        assert done.exit_code == 3

    def test_a_base_that_gives_fewer_says_so(
        self, run: Run, data_dir: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "考题.jsonl"
        options = ("--kinds", "omitted", "--unanswerable", 0, "--region", "云上市东岛区")
        done = run("eval", "generate", "--n", 100_000, "--out", out, *options, at=data_dir)
        assert done.exit_code == 0
        written = len(read_cases(out).cases)
        assert 0 < written < 100_000
        assert f"no more than {written} different cases" in " ".join(done.stderr.split())
