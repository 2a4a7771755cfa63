"""What a search needs to know of every document, as arrays: no Python runs per document."""

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from retriever.runs import members

IntArray: TypeAlias = NDArray[np.int64]
CodeArray: TypeAlias = NDArray[np.int32]
Mask: TypeAlias = NDArray[np.bool_]
NO_ROW = -1  # of a document that has no vector
_NAMES_FILE = "names.json"


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Arrays over the documents of a store; position p is the p-th document in order of writing.

    `regions` of all documents stand behind one another; those of document p are
    regions[region_starts[p]:region_starts[p + 1]], and none means: applies everywhere.
    """

    numbers: IntArray  # int64 [documents]: number in the table
    rows: CodeArray  # int32 [documents]: row of the vector and of the lexical index, or NO_ROW
    items: CodeArray  # int32 [documents]: position of its item code in `item_codes`
    region_starts: IntArray  # int64 [documents + 1]
    regions: CodeArray  # int32 [sum of regions]: positions in `region_codes`
    row_count: int
    item_codes: tuple[str, ...]
    region_codes: tuple[str, ...]

    @classmethod
    def of(
        cls, metas: Iterable[Mapping[str, Any]], rows: Sequence[int], numbers: Sequence[int]
    ) -> "Columns":
        """Read the arrays off the documents' meta (`item_code`, `regions`)."""
        items: dict[str, int] = {}
        regions: dict[str, int] = {}
        item_of: list[int] = []
        region_of: list[int] = []
        starts = [0]
        for meta in metas:
            item_of.append(items.setdefault(str(meta.get("item_code", "")), len(items)))
            region_of += [
                regions.setdefault(code, len(regions)) for code in meta.get("regions") or ()
            ]
            starts.append(len(region_of))
        return cls(
            numbers=np.array(numbers, np.int64),
            rows=np.array(rows, np.int32),
            items=np.array(item_of, np.int32),
            region_starts=np.array(starts, np.int64),
            regions=np.array(region_of, np.int32),
            row_count=max(rows, default=NO_ROW) + 1,
            item_codes=tuple(items),
            region_codes=tuple(regions),
        )

    def __len__(self) -> int:
        return len(self.numbers)

    def in_regions(self, codes: AbstractSet[str]) -> Mask:
        """Documents that apply in one of the regions, or everywhere: bool [documents]."""
        wanted = np.fromiter((code in codes for code in self.region_codes), bool)
        hits = np.concatenate([[0], np.cumsum(wanted[self.regions], dtype=np.int64)])
        starts, ends = self.region_starts[:-1], self.region_starts[1:]
        return np.asarray((hits[ends] > hits[starts]) | (starts == ends))

    def rows_of(self, documents: Mask) -> Mask:
        """Rows that one of the documents points at: bool [row_count]."""
        rows = np.zeros(self.row_count, bool)
        pointed = self.rows[documents]
        rows[pointed[pointed >= 0]] = True
        return rows

    def documents_of(self, rows: IntArray) -> tuple[IntArray, IntArray]:
        """Documents that point at the given rows, row by row.

        Returns:
            positions of the documents int64 [m] and, of each, the place of its row in `rows`.
        """
        order, starts = self._by_row
        positions, counts = members(starts, rows)
        return order[positions], np.repeat(np.arange(len(rows)), counts)

    @cached_property
    def _by_row(self) -> tuple[IntArray, IntArray]:
        order = np.argsort(self.rows, kind="stable")
        return order, np.searchsorted(self.rows[order], np.arange(self.row_count + 1))

    def save(self, folder: Path) -> None:
        """Write the arrays into a folder."""
        names: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, np.ndarray):
                np.save(folder / f"{each.name}.npy", value)
            else:
                names[each.name] = value
        (folder / _NAMES_FILE).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Columns":
        """Map the arrays of a folder.

        Raises:
            OSError, ValueError, KeyError: the folder is incomplete or not in this form.
        """
        names = json.loads((folder / _NAMES_FILE).read_text(encoding="utf-8"))
        arrays = {
            # A plain view of the map: memmap objects make every slice dear.
            each.name: np.asarray(np.load(folder / f"{each.name}.npy", mmap_mode="r"))
            for each in fields(cls)
            if each.name not in names
        }
        return cls(
            **arrays,
            row_count=names["row_count"],
            item_codes=tuple(names["item_codes"]),
            region_codes=tuple(names["region_codes"]),
        )
