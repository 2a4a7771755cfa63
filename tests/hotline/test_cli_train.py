"""`hotline train`: a site learns on its own questions, and nothing worse is taken into use."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
from tiny_model import write_tiny_model
from typer.testing import Result

from retriever.ranker import read_ranker
from retriever.training.judging import Labelled
from retriever.training.site import WorseThanBefore, check_not_worse, is_worth_it, parted

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


DEEDS = ("登记", "注销")
MANY_DEEDS = (*DEEDS, "变更", "补办", "年检", "过户", "延期")


def items(deeds: Sequence[str] = DEEDS) -> str:
    rows = [
        {"item_code": f"X{number}", "name": f"{thing}{deed}", "aliases": [f"给{thing}{deed}"]}
        for number, (thing, deed) in enumerate((thing, deed) for thing in THINGS for deed in deeds)
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def questions(deeds: Sequence[str] = DEEDS) -> str:
    rows = []
    for number, (thing, deed) in enumerate((thing, deed) for thing in THINGS for deed in deeds):
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


def encoder_of(data_dir: Path, generation: int) -> str:
    manifest = data_dir / "snapshots" / str(generation) / "manifest.json"
    return str(json.loads(manifest.read_text(encoding="utf-8"))["encoder"])


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


class TestEncoder:
    @pytest.fixture
    def modelled(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> Callable[..., Result]:
        """The command, with a small model behind it and eighty-four items published."""
        letters = items(MANY_DEEDS) + questions(MANY_DEEDS)
        model = write_tiny_model(tmp_path / "tiny", letters)
        monkeypatch.setenv("HOTLINE_ENCODER", str(model))
        (tmp_path / "items.jsonl").write_text(items(MANY_DEEDS), encoding="utf-8")
        data_dir = tmp_path / "site"
        assert run("kb", "import", tmp_path / "items.jsonl", at=data_dir).exit_code == 0
        assert run("kb", "publish", at=data_dir).exit_code == 0
        return partial(run, at=data_dir)

    def test_a_trained_encoder_is_served_from_the_next_publish_on_and_not_before(
        self, modelled: Callable[..., Result], run: Run, tmp_path: Path
    ) -> None:
        data_dir = tmp_path / "site"
        done = train(run, data_dir, questions(MANY_DEEDS), "--force", "--json")
        assert done.exit_code == 0, done.output
        told = json.loads(done.stdout)
        assert told["encoder"]["trained"]
        assert told["encoder"]["used"]
        ranker = read_ranker(Path(told["out"], "ranker.safetensors"))
        assert ranker.adapter is not None
        assert ranker.encoder == ranker.adapter.name
        assert not (data_dir / "training").exists()
        # What is live was made without it and is asked without it.
        assert encoder_of(data_dir, 1) == ranker.adapter.encoder
        assert json.loads(modelled("search", "灯塔注销", "--json").stdout)["hits"]
        assert "generation 2" in modelled("kb", "publish").stdout
        assert encoder_of(data_dir, 2) == ranker.adapter.name
        hits = json.loads(modelled("search", "灯塔注销", "--json").stdout)["hits"]
        assert hits[0]["name"] == "灯塔注销"
        # Generations that are kept keep their twins, nobody else does.
        models = data_dir / "models"
        (models / "tiny+000000000000.int8").mkdir(parents=True)
        assert "nothing to publish" in modelled("kb", "publish").stdout
        twins = {each.name for each in models.glob("*.int8")}
        assert twins == {"tiny.int8", f"tiny+{ranker.adapter.digest}.int8"}

    def test_asked_not_to_it_leaves_the_encoder_as_it_is(
        self, modelled: Callable[..., Result], run: Run, tmp_path: Path
    ) -> None:
        options = ("--no-encoder", "--force", "--json")
        told = json.loads(train(run, tmp_path / "site", questions(MANY_DEEDS), *options).stdout)
        assert told["encoder"] == {"trained": False, "why": "it was not asked for"}
        assert read_ranker(Path(told["out"], "ranker.safetensors")).adapter is None

    def test_with_too_few_items_the_choice_alone_is_learnt_and_why_is_told(
        self, modelled: Callable[..., Result], run: Run, tmp_path: Path
    ) -> None:
        told = json.loads(
            train(run, tmp_path / "site", questions(("登记", "注销")), "--force", "--json").stdout
        )
        assert not told["encoder"]["trained"]
        assert "too few items" in told["encoder"]["why"]


class TestSplit:
    def test_all_questions_of_an_item_are_on_one_side_and_stay_there(self) -> None:
        asked = [Labelled(text=f"问{n}", items=(f"X{n % 200}",)) for n in range(1000)]
        kept, left_out = parted(asked)
        assert len(kept) + len(left_out) == 1000
        assert 0.1 < len(left_out) / 1000 < 0.3
        assert not {each.items for each in kept} & {each.items for each in left_out}
        # More questions move nobody to the other side: an encoder trained before saw none of these.
        assert parted(asked[:300])[1] == left_out[: len(parted(asked[:300])[1])]


class TestWorse:
    def test_what_finds_less_is_refused_with_both_figures(self) -> None:
        with pytest.raises(WorseThanBefore, match=r"0\.700 .* 0\.750.*--force"):
            check_not_worse(0.75, 0.7)

    def test_what_a_trained_encoder_would_have_found_is_said(self) -> None:
        with pytest.raises(
            WorseThanBefore, match=r"0\.713 .*with a trained encoder 0\.726.* 0\.725"
        ):
            check_not_worse(0.725, 0.713, encoder=0.726)

    def test_an_encoder_that_finds_hardly_more_is_not_worth_it(self) -> None:
        assert not is_worth_it(0.726, 0.725, 0.713)
        assert is_worth_it(0.731, 0.725, 0.713)

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
