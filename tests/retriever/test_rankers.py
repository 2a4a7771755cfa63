"""Which ranker is in use: the shipped one, until a site trains its own."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retriever.encoders.adapter import Adapter
from retriever.ranker import RankerUnusable, shipped_ranker
from retriever.rankers import Rankers, RankerUnknown


@pytest.fixture
def rankers(tmp_path: Path) -> Rankers:
    return Rankers(tmp_path / "rankers")


def test_without_training_the_shipped_one_is_in_use(rankers: Rankers) -> None:
    assert rankers.in_use() == shipped_ranker()


def test_what_is_kept_is_in_use_and_earlier_ones_stay(rankers: Rankers) -> None:
    first, second = (replace(shipped_ranker(), told={"site": n}) for n in (1, 2))
    folders = [rankers.keep(each, {"first_held_out": 0.5}) for each in (first, second)]
    assert rankers.in_use() == second
    assert all((folder / "report.json").is_file() for folder in folders)
    assert folders[0] != folders[1]


def test_what_training_changed_of_the_encoder_is_kept_with_it(rankers: Rankers) -> None:
    random = np.random.default_rng(1)
    adapter = Adapter(
        encoder="tiny@1",
        down={"layer.1.dense": random.normal(size=(2, 8)).astype(np.float16)},
        up={"layer.1.dense": random.normal(size=(8, 2)).astype(np.float16)},
    )
    kept = replace(shipped_ranker(), adapter=adapter, encoder=adapter.name)
    rankers.keep(kept, {})
    found = rankers.in_use()
    assert found == kept != shipped_ranker()
    assert found.adapter == adapter
    assert found.encoder == f"tiny@1+{adapter.digest}"
    assert found.fits(adapter.name)
    assert not found.fits("tiny@1")


def test_one_that_is_gone_is_named_with_the_remedy(rankers: Rankers) -> None:
    folder = rankers.keep(replace(shipped_ranker(), told={"site": 1}), {})
    (folder / "ranker.safetensors").unlink()
    with pytest.raises(RankerUnknown, match=r"delete .* to use the ranker that comes with"):
        rankers.in_use()


def test_a_half_written_one_is_refused(rankers: Rankers) -> None:
    folder = rankers.keep(replace(shipped_ranker(), told={"site": 1}), {})
    path = folder / "ranker.safetensors"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(RankerUnusable):
        rankers.in_use()
