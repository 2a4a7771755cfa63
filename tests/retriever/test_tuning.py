"""Training an encoder: what is asked for comes nearer, and what was cut off goes on from there."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from tiny_model import LAYERS, write_tiny_model

from retriever.encoders.adapter import Adapter, AdapterUnfit
from retriever.encoders.encoder import Role
from retriever.encoders.loading import ModelFolder, find_model, load_encoder
from retriever.training.examples import Example
from retriever.training.tuning import TuningSettings, mark_of, tune

THINGS = "甲乙丙丁戊己庚辛壬癸"
NAMES = [f"{thing}{deed}" for thing in THINGS for deed in ("登记", "注销")]
SETTINGS = TuningSettings(layers=2, rank=4, batch=6, epochs=3, save_every=3, wrong=1, rate=1e-2)


def examples(times: int = 3) -> list[Example]:
    return [
        Example(question=f"想办{name}", name=name, wrong=(NAMES[(at + 1) % len(NAMES)],))
        for at, name in enumerate(NAMES)
    ] * times


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> ModelFolder:
    folder = tmp_path_factory.mktemp("models") / "tiny"
    return find_model(str(write_tiny_model(folder, "".join(NAMES) + "想办")), folder.parent)


@pytest.fixture(scope="module")
def adapter(model: ModelFolder, tmp_path_factory: pytest.TempPathFactory) -> Adapter:
    return tune(model, examples(), None, tmp_path_factory.mktemp("whole"), settings=SETTINGS)


def margin(model: ModelFolder, adapter: Adapter | None) -> float:
    """How much nearer a question lies to its own name than to all names on average."""
    encoder = load_encoder(str(model.folder), model.folder.parent, adapter)
    asked = encoder.encode([f"想办{name}" for name in NAMES], Role.QUERY)
    near = asked @ encoder.encode(NAMES, Role.QUERY).T
    return float(np.diag(near).mean() - near.mean())


class TestLearning:
    def test_what_is_asked_for_comes_nearer(self, model: ModelFolder, adapter: Adapter) -> None:
        assert margin(model, adapter) > 1.2 * margin(model, None)

    def test_the_changed_encoder_has_a_name_of_its_own(
        self, model: ModelFolder, adapter: Adapter
    ) -> None:
        encoder = load_encoder(str(model.folder), model.folder.parent, adapter)
        assert encoder.name == f"{model.name}+{adapter.digest}" == adapter.name

    def test_only_the_upper_layers_are_changed(self, adapter: Adapter) -> None:
        layers = {name.split(".")[2] for name in adapter.down}
        assert layers == {str(each) for each in range(LAYERS)[-2:]}

    def test_progress_ends_with_all_steps(self, model: ModelFolder, tmp_path: Path) -> None:
        told: list[tuple[int, int]] = []
        tune(
            model,
            examples(1),
            None,
            tmp_path,
            settings=SETTINGS,
            progress=lambda *at: told.append(at),
        )
        steps = told[-1][1]
        assert told == [(step + 1, steps) for step in range(steps)]


class TestGoingOn:
    def test_cut_off_and_started_again_it_ends_where_it_would_have(
        self, model: ModelFolder, adapter: Adapter, tmp_path: Path
    ) -> None:
        with pytest.raises(KeyboardInterrupt):
            tune(model, examples(), None, tmp_path, settings=SETTINGS, progress=cut_at(8))
        told: list[int] = []
        again = tune(
            model,
            examples(),
            None,
            tmp_path,
            settings=SETTINGS,
            progress=lambda step, _: told.append(step),
        )
        assert told[0] == 7  # two steps after the checkpoint of the sixth are made again
        assert again == adapter

    def test_killed_it_goes_on_too(
        self, model: ModelFolder, adapter: Adapter, tmp_path: Path
    ) -> None:
        killed = subprocess.run(
            [sys.executable, __file__, str(model.folder), str(tmp_path)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=False,
            text=True,
        )
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        told: list[int] = []
        again = tune(
            model,
            examples(),
            None,
            tmp_path,
            settings=SETTINGS,
            progress=lambda step, _: told.append(step),
        )
        assert told[0] == 7
        assert again == adapter

    def test_a_checkpoint_that_is_half_written_is_passed_over(
        self, model: ModelFolder, adapter: Adapter, tmp_path: Path
    ) -> None:
        with pytest.raises(KeyboardInterrupt):
            tune(model, examples(), None, tmp_path, settings=SETTINGS, progress=cut_at(8))
        (half,) = tmp_path.glob("*/checkpoint-6")
        (half.with_name("checkpoint-9")).mkdir()
        assert tune(model, examples(), None, tmp_path, settings=SETTINGS) == adapter

    def test_with_other_questions_it_begins_anew(self, model: ModelFolder, tmp_path: Path) -> None:
        with pytest.raises(KeyboardInterrupt):
            tune(model, examples(), None, tmp_path, settings=SETTINGS, progress=cut_at(8))
        told: list[int] = []
        tune(
            model,
            examples(2),
            None,
            tmp_path,
            settings=SETTINGS,
            progress=lambda step, _: told.append(step),
        )
        assert told[0] == 1
        assert [each.name for each in tmp_path.iterdir()] == [
            mark_of(model, examples(2), None, SETTINGS)
        ]


class TestMisfit:
    def test_an_adapter_of_another_encoder_is_left_out(
        self, model: ModelFolder, adapter: Adapter
    ) -> None:
        other = Adapter(encoder="other@1", down=adapter.down, up=adapter.up)
        encoder = load_encoder(str(model.folder), model.folder.parent, other)
        assert encoder.name == model.name

    def test_one_of_another_shape_is_refused(self, model: ModelFolder, adapter: Adapter) -> None:
        cut = {name: values[:, :-1] for name, values in adapter.down.items()}
        broken = Adapter(encoder=model.name, down=cut, up=adapter.up)
        with pytest.raises(AdapterUnfit, match=r"no encoder\.layer\..* of 32 by 31"):
            load_encoder(str(model.folder), model.folder.parent, broken)


class cut_at:  # noqa: N801 - reads as a statement
    """Whoever sits before it presses Ctrl+C, or the machine fails."""

    def __init__(self, step: int, *, kill: bool = False) -> None:
        self._step, self._kill = step, kill

    def __call__(self, step: int, _: int) -> None:
        if step == self._step:
            if self._kill:
                os.kill(os.getpid(), signal.SIGKILL)
            raise KeyboardInterrupt


def main(arguments: Sequence[str]) -> None:
    """In a process of its own: train, and be killed at the eighth step."""
    folder, checkpoints = map(Path, arguments)
    model = find_model(str(folder), folder.parent)
    tune(
        model,
        examples(),
        None,
        checkpoints,
        settings=SETTINGS,
        progress=cut_at(8, kill=True),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
