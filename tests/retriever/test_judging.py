"""The quantised twin answers for the model only where it finds as well."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from retriever import judging
from retriever.encoders import Encoder
from retriever.encoders.encoder import Role
from retriever.judging import finds_as_well
from retriever.snapshot import Snapshot, open_snapshot
from retriever.snapshot_build import snapshot_folder
from retriever.vectors import FloatArray
from retriever.wording import Encode


@pytest.fixture
def snapshot(published_dir: Path) -> Snapshot:
    return open_snapshot(snapshot_folder(published_dir / "snapshots", 1))


def blurred(encoder: Encoder, share: float) -> Encode:
    """The encoder with noise of this share of a vector's length, the same each time."""

    def encode(texts: Sequence[str], role: Role) -> FloatArray:
        vectors = encoder.encode(texts, role)
        noise = np.random.default_rng(7).normal(size=vectors.shape).astype(np.float32)
        noise *= share / np.linalg.norm(noise, axis=1, keepdims=True)
        made = vectors + noise
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)

    return encode


@pytest.mark.parametrize("fewest", [1, 50])
def test_one_that_is_like_the_model_does(
    snapshot: Snapshot, hashing_encoder: Encoder, monkeypatch: pytest.MonkeyPatch, fewest: int
) -> None:
    monkeypatch.setattr(judging, "FEWEST_QUESTIONS", fewest)
    assert finds_as_well(snapshot, hashing_encoder.encode, hashing_encoder.encode)


@pytest.mark.parametrize("fewest", [1, 50])
def test_one_whose_vectors_lie_elsewhere_does_not(
    snapshot: Snapshot, hashing_encoder: Encoder, monkeypatch: pytest.MonkeyPatch, fewest: int
) -> None:
    monkeypatch.setattr(judging, "FEWEST_QUESTIONS", fewest)
    assert not finds_as_well(snapshot, hashing_encoder.encode, blurred(hashing_encoder, 1.0))


def test_one_that_loses_questions_does_not(
    snapshot: Snapshot, hashing_encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "FEWEST_QUESTIONS", 1)
    monkeypatch.setattr(judging, "LEAST_COSINE", -1.0)
    elsewhere = blurred(hashing_encoder, 50.0)
    assert not finds_as_well(snapshot, hashing_encoder.encode, elsewhere)
