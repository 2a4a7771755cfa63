"""The quantised twin of the model: near it, harmless to share, and only for questions."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from retriever.encoders import DEFAULT_ENCODER, Encoder, Role
from retriever.encoders.gathering import Gathering
from retriever.encoders.source import Encoders, OneEncoder

QUESTIONS = [
    "身份证丢了怎么补办，要带什么",
    "公积金能提出来租房子用吗",
    "身分證掉了要幾天",
    "Where do I renew my ID card?",
    "２０２６年 医保 缴费多少",
    "😀",
    "",
    "\ud800",
    "办" * 2000,
]

pytestmark = pytest.mark.acceptance


@pytest.fixture(scope="module")
def encoders(models_dir: Path, real_encoder: Encoder) -> Encoders:
    assert real_encoder is not None
    return Encoders(DEFAULT_ENCODER, models_dir, threads=1)


@pytest.fixture(scope="module")
def twin(encoders: Encoders) -> Encoder:
    found = encoders.twin()
    assert found is not None
    return found


def test_its_vectors_lie_close_to_the_models(twin: Encoder, real_encoder: Encoder) -> None:
    near = (twin.encode(QUESTIONS, Role.QUERY) * real_encoder.encode(QUESTIONS, Role.QUERY)).sum(1)
    assert near.min() > 0.995
    assert np.median(near) > 0.999


def test_its_vectors_have_length_one(twin: Encoder) -> None:
    vectors = twin.encode(QUESTIONS, Role.QUERY)
    assert vectors.shape == (len(QUESTIONS), twin.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)


def test_a_question_alone_means_the_same_as_in_company(twin: Encoder) -> None:
    together = twin.encode(QUESTIONS, Role.QUERY)
    alone = np.array([twin.encode([question], Role.QUERY)[0] for question in QUESTIONS])
    np.testing.assert_allclose(alone, together, atol=1e-6)


def test_threads_may_share_it(twin: Encoder) -> None:
    expected = [twin.encode([question], Role.QUERY)[0] for question in QUESTIONS]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda q: twin.encode([q], Role.QUERY)[0], QUESTIONS * 4))
    np.testing.assert_array_equal(np.array(found), np.array(expected * 4))


def test_it_carries_the_name_of_the_vectors_it_may_search(
    twin: Encoder, real_encoder: Encoder
) -> None:
    assert twin.name == real_encoder.name


def test_it_refuses_to_encode_texts(twin: Encoder) -> None:
    with pytest.raises(ValueError, match="encodes questions"):
        twin.encode(["受理条件"], Role.PASSAGE)


def test_it_is_used_only_once_it_was_accepted(models_dir: Path, twin: Encoder) -> None:
    assert twin is not None
    encoders = Encoders(DEFAULT_ENCODER, models_dir, threads=1)
    encoders.accept_twin(accepted=True)
    assert isinstance(Encoders(DEFAULT_ENCODER, models_dir).questions, Gathering)
    encoders.accept_twin(accepted=False)
    assert not isinstance(Encoders(DEFAULT_ENCODER, models_dir).questions, Gathering)


def test_a_damaged_twin_is_not_used_and_is_made_again(models_dir: Path, twin: Encoder) -> None:
    assert twin is not None
    encoders = Encoders(DEFAULT_ENCODER, models_dir, threads=1)
    encoders.accept_twin(accepted=True)
    file = next(models_dir.glob("*.int8/model.onnx"))
    whole = file.read_bytes()
    file.write_bytes(whole[:1000])
    assert not isinstance(encoders.questions, Gathering)
    assert not encoders.twin_is_judged
    assert encoders.twin() is not None
    assert encoders.twin_is_judged
    assert file.stat().st_size == len(whole)


def test_the_encoder_of_the_tests_has_no_twin() -> None:
    encoders = OneEncoder()
    assert encoders.twin() is None
    encoders.accept_twin(accepted=True)
    assert encoders.questions is encoders.texts
