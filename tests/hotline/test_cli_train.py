"""`hotline train`: a site learns on its own questions, and nothing worse is taken into use."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from retriever.training.site import WorseThanBefore, check_not_worse

Run = Callable[..., Result]
THINGS = (
    "风筝",
    "渔船",
    "灯塔",
    "糖船",
    "彩虹桥",
    "月光",
    "云梯",
    "雪屋",
    "竹筏",
    "钟楼",
    "石磨",
    "水车",
)


def items() -> str:
    rows = [
        {"item_code": f"X{number}", "name": f"{thing}{deed}", "aliases": [f"给{thing}{deed}"]}
        for number, (thing, deed) in enumerate(
            (thing, deed) for thing in THINGS for deed in ("登记", "注销")
        )
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def questions() -> str:
    rows = []
    for number, (thing, deed) in enumerate(
        (thing, deed) for thing in THINGS for deed in ("登记", "注销")
    ):
        gold = [f"X{number}"]
        for at, text in enumerate((f"我那{thing}想{deed}咋整", f"{deed}{thing}找谁")):
            rows.append({"id": f"{number}-{at}", "question": text, "gold": gold})
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def at(run: Run, tmp_path: Path) -> Path:
    """A data directory in which twenty-four fictional items are published."""
    data_dir = tmp_path / "site"
    (tmp_path / "items.jsonl").write_text(items(), encoding="utf-8")
    assert run("kb", "import", tmp_path / "items.jsonl", at=data_dir).exit_code == 0
    assert run("kb", "publish", at=data_dir).exit_code == 0
    return data_dir


def train(run: Run, at: Path, text: str, *options: str) -> Result:
    path = at.parent / "cases.jsonl"
    path.write_text(text, encoding="utf-8")
    return run("train", "--questions", path, *options, at=at)


class TestTraining:
    def test_what_is_learnt_is_kept_with_its_report_and_used_by_the_next_publish(
        self, run: Run, at: Path
    ) -> None:
        done = train(run, at, questions(), "--json")
        assert done.exit_code == 0, done.output
        told = json.loads(done.stdout)
        assert told["questions"] == 48
        assert told["first_held_out"] > 0.9
        report = json.loads(Path(told["out"], "report.json").read_text(encoding="utf-8"))
        assert report["digest"] == told["digest"]
        assert "generation 2" in run("kb", "publish", at=at).stdout
        hits = json.loads(run("search", "灯塔注销", "--json", at=at).stdout)["hits"]
        assert hits[0]["name"] == "灯塔注销"

    def test_trained_again_it_is_held_against_what_was_learnt_before(
        self, run: Run, at: Path
    ) -> None:
        assert train(run, at, questions()).exit_code == 0
        again = json.loads(train(run, at, questions(), "--json").stdout)
        assert again["first_before"] > 0.9


class TestWorse:
    def test_what_finds_less_is_refused_with_both_figures(self) -> None:
        with pytest.raises(WorseThanBefore, match=r"0\.700 .* 0\.750.*--force"):
            check_not_worse(0.75, 0.7)

    def test_forced_it_is_taken_and_so_is_what_finds_as_much(self) -> None:
        check_not_worse(0.75, 0.7, force=True)
        check_not_worse(0.75, 0.75)


class TestBadInput:
    def test_too_few_items_are_refused_with_the_remedy(self, run: Run, at: Path) -> None:
        few = "".join(questions().splitlines(keepends=True)[:4])
        refused = train(run, at, few)
        assert refused.exit_code != 0
        assert "add questions that ask for other items" in refused.output
        assert not (at / "rankers").exists()

    def test_nothing_published_is_said(self, run: Run, tmp_path: Path) -> None:
        data_dir = tmp_path / "empty"
        data_dir.mkdir()
        refused = train(run, data_dir, questions())
        assert refused.exit_code != 0
        assert "hotline kb publish" in refused.output

    def test_neither_questions_nor_shipped_is_a_mistake(self, run: Run, at: Path) -> None:
        assert "--questions FILE or --shipped FILE" in run("train", at=at).output
