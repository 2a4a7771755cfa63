"""What an encoder is: texts in, unit vectors out."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float32]
Progress: TypeAlias = Callable[[int], None]  # told how many more texts are done


class Role(StrEnum):
    """What a text is to the search; E5 and its like write a different prefix before each."""

    QUERY = "query"  # a question, and every short text that questions are likened to: item names
    PASSAGE = "passage"  # running text that answers: elements, policies


class Encoder(Protocol):
    """Turns texts into vectors whose inner product says how near they are in meaning."""

    @property
    def name(self) -> str:
        """Identity of the vectors: the same name means that they may be mixed and kept."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(
        self, texts: Sequence[str], role: Role, *, progress: Progress | None = None
    ) -> FloatArray:
        """Encode texts, in their order, whatever their number.

        Args:
            texts: any strings, the empty one too; what exceeds the model's window is left out.
            role: what the texts are to the search.
            progress: called after each batch with the number of texts it held.

        Returns:
            float32 [len(texts), dimension], rows of length one, C-contiguous.
        """
        ...
