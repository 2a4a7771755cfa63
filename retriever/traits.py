"""What choosing among items looks at beside nearness and shared words, worked out at publish."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kb.entries import EntryKind
from retriever.acts import acts_of_all
from retriever.fields import DocumentRole
from retriever.runs import members
from retriever.tokens import normalise

FloatArray: TypeAlias = NDArray[np.float32]
IntArray: TypeAlias = NDArray[np.int64]
ROLES = tuple(DocumentRole)
KINDS = tuple(EntryKind)
_SPACE_AND_SIGNS = 0x2E80  # code points from here on are characters that mean something alone


@dataclass(frozen=True, kw_only=True)
class Traits:
    """Arrays over the documents of a field, and over its distinct texts (rows).

    The characters of row r are characters[starts[r]:starts[r + 1]], each once, as places in
    `alphabet`.
    """

    roles: NDArray[np.int8]  # int8 [documents]: place in `ROLES`
    kinds: NDArray[np.int8]  # int8 [documents]: place in `KINDS`
    acts: NDArray[np.uint32]  # uint32 [rows], one bit an act
    digests: NDArray[np.int64]  # int64 [rows]: of the normalised text
    characters: NDArray[np.int32]  # int32 [sum of characters]
    starts: IntArray  # int64 [rows + 1]
    alphabet: NDArray[np.int32]  # int32 [characters]: code points, in order
    rarity: FloatArray  # float32 [characters]: ln(1 + (N - n + .5) / (n + .5)) as in BM25

    @classmethod
    def of(cls, metas: Iterable[Mapping[str, Any]], texts: Sequence[str]) -> "Traits":
        """Read the traits off.

        Args:
            metas: of the documents, with `role` and, unless it is an item's, `kind`.
            texts: of the rows.
        """
        told = list(metas)
        normal = [normalise(text) for text in texts]
        spelt = [characters_of(text) for text in normal]
        counted = Counter(character for each in spelt for character in each)
        alphabet = np.array(sorted(counted), np.int32)
        held = np.array([counted[code] for code in alphabet.tolist()], np.float64)
        flat = np.array([code for each in spelt for code in sorted(each)], np.int32)
        return cls(
            roles=np.array([ROLES.index(each["role"]) for each in told], np.int8),
            kinds=np.array(
                [KINDS.index(each.get("kind", EntryKind.ITEM)) for each in told], np.int8
            ),
            acts=acts_of_all(normal),
            digests=np.array([digest_of(text) for text in normal], np.int64),
            characters=np.searchsorted(alphabet, flat).astype(np.int32),
            starts=np.cumsum([0, *map(len, spelt)], dtype=np.int64),
            alphabet=alphabet,
            rarity=np.log1p((len(normal) - held + 0.5) / (held + 0.5)).astype(np.float32),
        )

    @cached_property
    def masses(self) -> FloatArray:
        """Of each row, the rarity of all its characters together: float32 [rows]."""
        return self._sums(self.rarity[self.characters])

    def coverage(self, text: str, rows: IntArray) -> tuple[FloatArray, FloatArray]:
        """How much of each row's characters a normalised text has, and how much of its own it finds.

        Returns:
            two float32 [rows], 0 to 1, each character weighed by its rarity.
        """
        own = np.array(sorted(characters_of(text)), np.int32)
        places = np.searchsorted(self.alphabet, own)
        known = places < len(self.alphabet)
        known[known] = self.alphabet[places[known]] == own[known]
        has = np.zeros(len(self.alphabet), np.float32)
        has[places[known]] = self.rarity[places[known]]
        unknown = np.log1p((len(self.starts) - 0.5) / 0.5) * float((~known).sum())
        positions, counts = members(self.starts, rows)
        taken = has[self.characters[positions]]
        summed = np.concatenate([[0.0], np.cumsum(taken, dtype=np.float64)])
        ends = np.cumsum(counts)
        common = summed[ends] - summed[ends - counts]
        mass = np.maximum(self.masses[rows], 1e-6)
        whole = max(float(has.sum()) + unknown, 1e-6)
        return (common / mass).astype(np.float32), (common / whole).astype(np.float32)

    def rows_of_text(self, text: str) -> IntArray:
        """The rows that are word for word a normalised text."""
        order, ordered = self._by_digest
        digest = digest_of(text)
        low, high = np.searchsorted(ordered, [digest, digest + 1])
        return order[low:high]

    @cached_property
    def _by_digest(self) -> tuple[IntArray, NDArray[np.int64]]:
        order = np.argsort(self.digests, kind="stable")
        return order, self.digests[order]

    def _sums(self, values: FloatArray) -> FloatArray:
        summed = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
        return np.asarray(summed[self.starts[1:]] - summed[self.starts[:-1]], np.float32)

    def save(self, path: Path) -> None:
        """Write the arrays into one file (npz)."""
        np.savez(path, **{each.name: getattr(self, each.name) for each in fields(self)})

    @classmethod
    def load(cls, path: Path) -> "Traits":
        """Read the arrays.

        Raises:
            OSError, ValueError, KeyError: the file is not there or not in this form.
        """
        with np.load(path) as held:
            return cls(**{each.name: held[each.name] for each in fields(cls)})


def characters_of(text: str) -> set[int]:
    """The Chinese characters of a normalised text as code points."""
    return {code for code in map(ord, text) if code >= _SPACE_AND_SIGNS and chr(code).isalpha()}


def digest_of(text: str) -> int:
    """A number that only equal texts share."""
    return int.from_bytes(blake2b(text.encode(), digest_size=7).digest(), "big")
