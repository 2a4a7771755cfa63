"""`hotline eval`: what a person types, what is printed, and with which exit code it ends."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROWS: list[dict[str, Any]] = [
    {"id": "1", "question": "居住卡丢了怎么补", "gold": ["T-CARD"], "tags": ["口语"]},
    {"id": "2", "question": "月光渔船登记在哪里", "gold": ["T-BOAT"], "region": "西岛区"},
    {"id": "3", "question": "风筝证过期了", "gold": ["T-CARD"], "element": "place"},
    {"id": "4", "question": "火星车票", "expect": "unanswerable"},
]
Run = Callable[..., Any]


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "考题.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), "utf-8")
    return path


@pytest.fixture
def measured(run: Run, data_dir: Path, cases: Path, tmp_path: Path) -> Path:
    done = run("eval", "retrieval", "--cases", cases, "--out", tmp_path / "run", at=data_dir)
    assert done.exit_code == 0, done.output
    return tmp_path / "run"


class TestRetrieval:
    def test_prints_figures_with_intervals_and_groups(
        self, run: Run, data_dir: Path, cases: Path, tmp_path: Path
    ) -> None:
        done = run("eval", "retrieval", "--cases", cases, "--out", tmp_path / "run", at=data_dir)
        assert done.exit_code == 0, done.output
        assert "3 cases about 2 items, 10 hits each; generation 1, hashing" in done.stdout
        assert "R@1      0.667" in done.stdout
        assert "95 % clustered" in done.stdout
        assert "口语" in done.stdout
        assert "p95" in done.stdout
        assert "1 cases have no gold" in done.stderr

    def test_json_is_one_document(
        self, run: Run, data_dir: Path, cases: Path, tmp_path: Path
    ) -> None:
        done = run(
            "eval", "retrieval", "--cases", cases, "--out", tmp_path / "r", "--json", at=data_dir
        )
        told = json.loads(done.stdout)
        assert told["figures"]["R@1"]["value"] == pytest.approx(2 / 3)
        assert told["config"]["settings"]["encoder"] == "hashing"
        assert "database_url" not in told["config"]["settings"]
        assert told["config"]["environment"]["versions"]["faiss-cpu"]
        assert "per_case" not in told

    def test_twice_is_once_unless_fresh(
        self, run: Run, data_dir: Path, cases: Path, measured: Path
    ) -> None:
        before = (measured / "config.json").read_bytes()
        words = ("eval", "retrieval", "--cases", cases, "--out", measured)
        again = run(*words, at=data_dir)
        assert "holds this run already" in again.stderr
        assert (measured / "config.json").read_bytes() == before
        assert run(*words, "--fresh", at=data_dir).exit_code == 0
        assert (measured / "config.json").read_bytes() != before

    def test_another_run_in_the_folder_is_refused(
        self, run: Run, data_dir: Path, cases: Path, measured: Path
    ) -> None:
        done = run("eval", "retrieval", "--cases", cases, "--out", measured, "-k", 3, at=data_dir)
        assert done.exit_code == 2
        assert "holds another run" in done.stderr

    def test_nothing_published_is_not_ready(self, run: Run, cases: Path, tmp_path: Path) -> None:
        done = run("eval", "retrieval", "--cases", cases, "--out", tmp_path / "run")
        assert done.exit_code == 3
        assert not (tmp_path / "run").exists()

    def test_wrong_rows_are_bad_input(self, run: Run, data_dir: Path, tmp_path: Path) -> None:
        path = tmp_path / "wrong.jsonl"
        path.write_text('{"question": "问"}\n', encoding="utf-8")
        done = run("eval", "retrieval", "--cases", path, "--out", tmp_path / "run", at=data_dir)
        assert done.exit_code == 2
        assert "row 1, field 'gold'" in " ".join(done.stderr.split())
        assert not (tmp_path / "run").exists()

    def test_a_server_that_is_not_there_is_bad_input(
        self, run: Run, cases: Path, tmp_path: Path
    ) -> None:
        done = run(
            "eval", "retrieval", "--cases", cases, "--out", tmp_path / "r",
            "--url", "http://127.0.0.1:9",
        )  # fmt: skip
        assert done.exit_code == 2
        assert "does not answer" in " ".join(done.stderr.split())


class TestJudging:
    def test_rescore_judges_by_mended_cases(self, run: Run, measured: Path, cases: Path) -> None:
        mended = [*ROWS[:2], {**ROWS[2], "gold": ["T-KITE"]}, ROWS[3]]
        cases.write_text("".join(json.dumps(row) + "\n" for row in mended), encoding="utf-8")
        done = run("eval", "rescore", measured, "--cases", cases, "--json")
        assert json.loads(done.stdout)["figures"]["R@1"]["value"] == 1

    def test_compare_says_equal_when_equal(self, run: Run, measured: Path) -> None:
        done = run("eval", "compare", measured, measured)
        assert done.exit_code == 0
        assert done.stdout == "equal: the same hits in the same order for each of 3 cases\n"

    def test_compare_shows_what_flipped(self, run: Run, measured: Path, tmp_path: Path) -> None:
        worse = tmp_path / "worse.json"
        scores = json.loads((measured / "scores.json").read_text())
        scores["per_case"]["1"] |= {"R@1": 0.0, "MRR": 0.5, "rank": 2}
        worse.write_text(json.dumps(scores), encoding="utf-8")
        done = run("eval", "compare", measured, worse)
        assert "lost at R@1: 1" in done.stdout
        assert "居住卡丢了怎么补" in done.stdout
        assert "1 → 2" in done.stdout
        told = json.loads(run("eval", "compare", measured, worse, "--json").stdout)
        assert (told["equal"], told["lost"][0]["case"]) == (False, "1")

    def test_the_gate_opens(self, run: Run, measured: Path) -> None:
        done = run("eval", "gate", measured, "--min", "R@1=.6", "--no-worse-than", measured)
        assert done.exit_code == 0
        assert done.stdout.count("passed: ") == 3

    def test_the_gate_shuts_with_a_sentence(self, run: Run, measured: Path) -> None:
        done = run("eval", "gate", measured, "--min", "R@1=.9", "--min", "tag/口语/R@1=.9")
        assert done.exit_code == 1
        assert "FAILED: R@1 is 0.6667" in done.stdout
        assert "passed: tag/口语/R@1 is 1.0000" in done.stdout
        assert "the gate is shut" in done.stderr
        told = json.loads(run("eval", "gate", measured, "--min", "R@1=.9", "--json").stdout)
        assert told["passed"] is False

    @pytest.mark.parametrize(
        "words", [(), ("--min", "R@9=.5"), ("--min", "R@1"), ("--no-worse-than", "nowhere")]
    )
    def test_a_gate_that_says_nothing_is_bad_usage(
        self, run: Run, measured: Path, words: tuple[str, ...]
    ) -> None:
        assert run("eval", "gate", measured, *words).exit_code == 2

    def test_trec_files_are_scored(self, run: Run, measured: Path) -> None:
        words = ("eval", "trec", measured / "run.trec", measured / "qrels.trec")
        assert "R@1      0.667" in run(*words).stdout
        assert json.loads(run(*words, "--json").stdout)["MRR"]["n"] == 3
        wrong = run("eval", "trec", measured / "qrels.trec", measured / "run.trec")
        assert wrong.exit_code == 2


def test_split_writes_two_files(run: Run, cases: Path, tmp_path: Path) -> None:
    a, b = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    assert run("eval", "split", "--cases", cases, a, b).exit_code == 0
    lines = [*a.read_text("utf-8").splitlines(), *b.read_text("utf-8").splitlines()]
    assert sorted(json.loads(line)["id"] for line in lines) == ["1", "2", "3", "4"]


def test_mappings_are_listed(run: Run) -> None:
    assert "fastgpt" in run("eval", "mappings").stdout
