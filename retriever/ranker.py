"""What was learnt of finding: applied to what the encoder gives, and kept with each generation.

A ranker belongs to one encoder, whose vectors it was learnt on; what training changed of the encoder
itself lies in the ranker too. It is small, so a snapshot holds a
copy: a generation finds tomorrow as it did when it was published, whatever was trained since.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from retriever.candidates import FloatArray
from retriever.choice import Choice
from retriever.encoders.adapter import Adapter
from retriever.errors import RetrieverError
from retriever.fields import Field
from retriever.vectors import normalised

_TOLD = "ranker"  # the one entry of the file's metadata: everything that is no array, as JSON
_TURNED = "projection."
_DOWN, _UP = "adapter.down.", "adapter.up."
_FORMAT = 2
_FORMAT_WITH_ADAPTER = 3  # what reads format 2 alone would leave the adapter out


class RankerUnusable(RetrieverError):
    """A file of a ranker cannot be read, or is of another format."""


@dataclass(frozen=True, kw_only=True)
class Ranker:
    """排序模型: how vectors are turned towards how citizens ask, and how one chooses among items.

    A vector v of a field becomes v + W v, of length one. What is learnt is W, so that what no
    question spoke of stays where the encoder put it.
    """

    encoder: str = ""  # name of the encoder whose vectors it was learnt on, as it was changed
    adapter: Adapter | None = None  # what was changed of it
    projections: Mapping[Field, FloatArray] = field(default_factory=dict)  # float32 [d, d]: W
    choice: Choice | None = None  # None: P(right) is fitted at publish
    told: Mapping[str, object] = field(default_factory=dict)  # of its training, for people

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ranker) and self.identity == other.identity

    def __hash__(self) -> int:
        return hash(self.identity)

    @property
    def is_plain(self) -> bool:
        """Whether nothing was learnt."""
        return not self.projections and self.choice is None and self.adapter is None

    @cached_property
    def identity(self) -> str:
        """Twelve hex digits by which equal rankers are known; of a plain one, `plain`."""
        return "plain" if self.is_plain else sha256(self.written()).hexdigest()[:12]

    def fits(self, encoder: str) -> bool:
        """Whether it may be applied to the vectors of an encoder."""
        return self.is_plain or self.encoder == encoder

    def turned(self, of: Field, vectors: FloatArray) -> FloatArray:
        """Vectors as a field holds or searches them.

        Args:
            of: the field.
            vectors: float32 [n, d] or [d], as the encoder gave them.

        Returns:
            float32, the same shape, of length one.
        """
        learnt = self.projections.get(of)
        if learnt is None:
            return vectors
        return normalised(np.atleast_2d(vectors + vectors @ learnt.T)).reshape(vectors.shape)

    def written(self) -> bytes:
        """The file; half precision is finer than what the training could tell apart."""
        arrays = {
            f"{_TURNED}{of}": np.ascontiguousarray(values, np.float16)
            for of, values in self.projections.items()
        }
        if self.adapter is not None:
            arrays |= {_DOWN + name: values for name, values in self.adapter.down.items()}
            arrays |= {_UP + name: values for name, values in self.adapter.up.items()}
        choice = None if self.choice is None else asdict(self.choice)
        told = {
            "format": _FORMAT if self.adapter is None else _FORMAT_WITH_ADAPTER,
            "encoder": self.encoder,
            "choice": choice,
            "told": dict(self.told),
        }
        if self.adapter is not None:
            told["changes"] = self.adapter.encoder
        return save(arrays, {_TOLD: json.dumps(told, ensure_ascii=False, sort_keys=True)})


PLAIN = Ranker()


def read_ranker(path: Path) -> Ranker:
    """A ranker from its file.

    Raises:
        RankerUnusable: it is not there, damaged, or of another format.
    """
    try:
        with safe_open(path, framework="np") as opened:
            told = json.loads(opened.metadata()[_TOLD])
            if told["format"] not in (_FORMAT, _FORMAT_WITH_ADAPTER):
                raise ValueError(
                    f"its format is {told['format']}, not {_FORMAT} or {_FORMAT_WITH_ADAPTER}"
                )
            projections = {
                Field(name.removeprefix(_TURNED)): opened.get_tensor(name).astype(np.float32)
                for name in opened.keys()  # noqa: SIM118 - not a mapping
                if name.startswith(_TURNED)
            }
            adapter = None
            if told["format"] == _FORMAT_WITH_ADAPTER:
                down, up = _beginning(opened, _DOWN), _beginning(opened, _UP)
                adapter = Adapter(encoder=told["changes"], down=down, up=up)
        choice = told["choice"]
        return Ranker(
            encoder=told["encoder"],
            adapter=adapter,
            projections=projections,
            choice=None if choice is None else Choice(**choice),
            told=told["told"],
        )
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        raise RankerUnusable(f"The ranker in {path} cannot be used: {error}") from error


def _beginning(opened: Any, prefix: str) -> dict[str, NDArray[np.float16]]:
    """The arrays whose names begin so, by the rest of their names."""
    return {
        name.removeprefix(prefix): opened.get_tensor(name)
        for name in opened.keys()  # noqa: SIM118 - not a mapping
        if name.startswith(prefix)
    }


def shipped_ranker() -> Ranker:
    """What comes with the product, trained on questions that were written for it."""
    return read_ranker(Path(str(files("retriever").joinpath("data/ranker.safetensors"))))
