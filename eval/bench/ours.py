"""Our own search: as it is served, and worked out over everything to compare it with."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from eval.bench.collection import Collection, Question
from retriever.calibration import Calibration
from retriever.candidates import Candidates, DenseFound, LexicalFound, join
from retriever.elements import forget_texts
from retriever.fields import SETTINGS, Field
from retriever.ranking import Ranked, find_candidates, item_of, rank
from retriever.snapshot import FieldIndex, Snapshot
from retriever.wording import Wording, wordings

FloatArray: TypeAlias = NDArray[np.float32]
Mask: TypeAlias = NDArray[np.bool_]
Regions: TypeAlias = AbstractSet[str] | None
_WINDOWS = 50  # runs of districts that are tried for a filter


class OwnSearch:
    """The search of a snapshot, as `retriever.base.Base` does it, the query vector given."""

    def __init__(self, snapshot: Snapshot, calibration: Calibration) -> None:
        self.snapshot = snapshot
        self.calibration = calibration

    def find(self, question: Question, regions: Regions = None, k: int = 10) -> Ranked:
        """Both indexes of all fields, filter, fusion and ranking; cutting the question too.

        The questions come round again, and nothing may be remembered of the last time.
        """
        forget_texts()
        asked = wordings([question.text], question.encode, self.snapshot.tokenizer)[0]
        found = find_candidates(self.snapshot, asked, regions)
        return rank(self.snapshot, asked, found, self.calibration).head(k)

    def find_exactly(self, question: Question, regions: Regions = None, k: int = 10) -> Ranked:
        """The same ranking over every text that the filter allows."""
        asked = wordings([question.text], question.encode, self.snapshot.tokenizer)[0]
        found = {
            field: _every(index, asked[field], regions)
            for field, index in self.snapshot.fields.items()
        }
        return rank(self.snapshot, asked, found, self.calibration).head(k)

    def codes(self, ranked: Ranked) -> list[str]:
        """The items, best first."""
        return [
            item_of(self.snapshot.fields[field], int(position))
            for field, position in zip(ranked.fields, ranked.positions, strict=True)
        ]

    def nearest(
        self, vector: FloatArray, collection: Collection, regions: Regions = None, k: int = 10
    ) -> list[int]:
        """Rows of the collection that the vector indexes alone find."""
        rows: list[int] = []
        scores: list[float] = []
        for field, index in self.snapshot.fields.items():
            allowed = index.store.allowed(regions=regions)
            mask = None if allowed is None else allowed.rows
            own, near = index.store.vectors.search(vector, k, mask)
            rows += (own + collection.first[field]).tolist()
            scores += near.tolist()
        return [rows[place] for place in np.argsort(-np.array(scores), kind="stable")[:k]]

    def mask(self, regions: Regions) -> Mask:
        """Rows of the collection that a filter allows."""
        masks = []
        for index in self.snapshot.fields.values():
            allowed = index.store.allowed(regions=regions)
            count = index.store.columns.row_count
            masks.append(np.ones(count, bool) if allowed is None else allowed.rows.mask)
        return np.concatenate(masks)


def _every(index: FieldIndex, asked: Wording, regions: Regions) -> Candidates:
    if not len(index.lexical):
        return Candidates.none()
    allowed = index.store.allowed(regions=regions)
    rows = np.arange(len(index.lexical))
    if allowed is not None:
        rows = allowed.rows.rows
    lexical = LexicalFound(
        scores=index.lexical.scores(asked.tokens),
        attainable=index.lexical.attainable(asked.tokens),
        rows=rows,
    )
    dense = DenseFound(vector=asked.vector, rows=rows)
    return join(index.store, dense, lexical, SETTINGS[index.field].fusion, allowed)


def regions_keeping(snapshot: Snapshot, share: float, codes: Sequence[str]) -> frozenset[str]:
    """Neighbouring districts whose texts by name are nearest to a share of all.

    Args:
        snapshot: whose names are counted.
        share: 0 to 1.
        codes: of all districts, in order.
    """
    columns = snapshot.fields[Field.NAMES].store.columns
    many = max(1, round(share * len(codes)))
    step = max(1, (len(codes) - many) // _WINDOWS)
    tried: dict[frozenset[str], float] = {}
    for start in range(0, len(codes) - many + 1, step):
        window = frozenset(codes[start : start + many])
        tried[window] = float(columns.rows_of(columns.in_regions(window)).mean())
    return min(tried, key=lambda window: abs(tried[window] - share))
