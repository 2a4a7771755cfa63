"""What training changed of an encoder: a product of two thin matrices beside some of its own.

LoRA (Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", 2021): a matrix M becomes
M + up · down. It is a hundredth of the model's size, so it lies in the ranker's file and with it in
every snapshot, and it is added to the model when that is loaded: encoding costs what it did.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from retriever.errors import RetrieverError

if TYPE_CHECKING:
    import torch

HalfArray = NDArray[np.float16]


class AdapterUnfit(RetrieverError):
    """What training changed does not fit the encoder's matrices."""


@dataclass(frozen=True, kw_only=True)
class Adapter:
    """编码适配: the low-rank changes of an encoder's matrices, by their names inside the model."""

    encoder: str  # name of the encoder that it changes
    down: Mapping[str, HalfArray]  # float16 [rank, in]
    up: Mapping[str, HalfArray]  # float16 [out, rank]

    @classmethod
    def of(cls, encoder: str, matrices: "Mapping[str, tuple[torch.Tensor, torch.Tensor]]") -> Self:
        """From (down, up) as they were trained; half precision is finer than what training tells.

        Args:
            encoder: that was trained.
            matrices: by the name of the matrix that they change.
        """
        halves = {
            name: tuple(each.detach().cpu().numpy().astype(np.float16) for each in pair)
            for name, pair in sorted(matrices.items())
        }
        return cls(
            encoder=encoder,
            down={name: pair[0] for name, pair in halves.items()},
            up={name: pair[1] for name, pair in halves.items()},
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Adapter) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def digest(self) -> str:
        """Twelve hex digits by which equal adapters are known."""
        whole = sha256(self.encoder.encode())
        for name in sorted(self.down):
            for side in (self.down[name], self.up[name]):
                whole.update(f"\0{name}\0{side.shape}\0".encode() + side.tobytes())
        return whole.hexdigest()[:12]

    @property
    def name(self) -> str:
        """Identity of the changed encoder's vectors."""
        return f"{self.encoder}+{self.digest}"

    def add_to(self, model: "torch.nn.Module") -> None:
        """Change the matrices of a loaded model.

        Raises:
            AdapterUnfit: the model has no such matrix, or one of another shape.
        """
        import torch

        for name, down in self.down.items():
            change = self.up[name].astype(np.float32) @ down.astype(np.float32)
            try:
                module: Any = model.get_submodule(name)
                with torch.no_grad():
                    module.weight += torch.from_numpy(change).to(module.weight.dtype)
            except (AttributeError, RuntimeError) as error:
                raise AdapterUnfit(
                    f"The adapter {self.digest} was trained on {self.encoder}; the model that is "
                    f"loaded has no {name} of {change.shape[0]} by {change.shape[1]}."
                ) from error
