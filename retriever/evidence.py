"""What speaks for each item that was found: one row of numbers an item, worked out over arrays.

An item is known by its names, its questions, its situations, its answers and its passages, so what
speaks for it is how near and how alike the question is to each of these, not only to the nearest.
What a field has no text for is zero there, and whether it has any is a number of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kb.entries import EntryKind
from retriever.acts import acts_of
from retriever.candidates import Candidates, LexicalFound
from retriever.elements import elements_asked
from retriever.features import ANSWER, ANSWER_ALONE, FEATURES
from retriever.fields import SETTINGS, DocumentRole, Field
from retriever.runs import members, within
from retriever.snapshot import FieldIndex, Snapshot
from retriever.traits import KINDS, ROLES
from retriever.wording import Wording

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# Items that are looked at closely: the best of each field.
DEPTH = {Field.NAMES: 40, Field.ANSWERS: 10, Field.PASSAGES: 10}
_MIDDLE = 0.85  # E5's inner products lie around it; what is missing shall not weigh
_BEST = 3  # texts whose mean is taken
_WORDS = 0.15  # of shared words beside nearness, for choosing an item's best text
_MOST_ACTS = 2
_APART = 4.0  # more than two values of one item can differ


def _only(*roles: DocumentRole) -> NDArray[np.bool_]:
    """Which places of `ROLES` are one of these."""
    return np.array([role in roles for role in ROLES])


_ROLES = {
    "near_name": _only(DocumentRole.NAME, DocumentRole.ALIAS),
    "near_question": _only(DocumentRole.QUESTION),
    "near_situation": _only(DocumentRole.SITUATION),
}


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What speaks for items, and the document that shows each."""

    items: IntArray  # int64 [n]: numbers of `Snapshot.item_numbers`
    fields: tuple[Field, ...]  # of the documents
    positions: IntArray  # int64 [n], of the documents in their fields
    values: FloatArray  # float64 [n, FEATURES]


def gather(
    snapshot: Snapshot, asked: Mapping[Field, Wording], found: Mapping[Field, Candidates]
) -> Evidence:
    """The items worth a closer look, and what speaks for each."""
    shown: dict[int, tuple[Field, int]] = {}
    for field, candidates in found.items():
        for item, document in _first_items(snapshot, field, candidates):
            shown.setdefault(item, (field, document))
    items = np.fromiter(shown, np.int64, len(shown))
    fields = tuple(field for field, _ in shown.values())
    positions = np.fromiter((each for _, each in shown.values()), np.int64, len(shown))
    whole = asked[Field.ANSWERS].text
    texts = {
        field: _texts_of(snapshot, field, items, asked[field], found[field].words)
        for field, index in snapshot.fields.items()
        if len(index.lexical)
    }
    columns: dict[str, FloatArray] = {"named": np.zeros(len(items))}
    if Field.NAMES in texts:
        columns |= _of_names(texts[Field.NAMES], whole)
    named = columns["named"] > 0
    if Field.ANSWERS in texts:
        told = _fused(texts[Field.ANSWERS])
        columns |= {ANSWER: np.where(named, told, 0.0), ANSWER_ALONE: np.where(named, 0.0, told)}
    if Field.PASSAGES in texts:
        passages = texts[Field.PASSAGES]
        columns["passage"] = _fused(passages)
        # Of all policies alike: it says that a policy is asked for, and the fused score says which.
        nearest = passages.near.max(initial=-_MIDDLE)
        columns["nearest_passage"] = np.where(passages.counts > 0, nearest, 0.0)
    columns |= _of_kinds(
        _kinds(snapshot, fields, positions), named, asks=bool(elements_asked(whole))
    )
    values = np.zeros((len(items), len(FEATURES)))
    for name, column in columns.items():
        values[:, FEATURES.index(name)] = column
    return Evidence(items=items, fields=fields, positions=positions, values=values)


def _first_items(
    snapshot: Snapshot, field: Field, candidates: Candidates
) -> Iterable[tuple[int, int]]:
    """The best items of a field, each with its best document."""
    numbers = snapshot.item_numbers[field][candidates.documents]
    first: dict[int, int] = {}
    for item, document in zip(numbers.tolist(), candidates.documents.tolist(), strict=True):
        if item not in first:
            first[item] = document
            if len(first) == DEPTH[field]:
                break
    return first.items()


def _kinds(snapshot: Snapshot, fields: tuple[Field, ...], positions: IntArray) -> IntArray:
    kinds = {field: index.traits.kinds for field, index in snapshot.fields.items()}
    own = (kinds[field][at] for field, at in zip(fields, positions.tolist(), strict=True))
    return np.fromiter(own, np.int64, len(fields))


@dataclass(frozen=True, kw_only=True)
class _Texts:
    """The texts of a field by which the items are known, item by item."""

    index: FieldIndex
    asked: Wording
    counts: IntArray  # int64 [items]: texts of each, 0 or more
    documents: IntArray  # int64 [texts]
    rows: IntArray  # int64 [texts]
    near: FloatArray  # float64 [texts]: inner product, less the middle
    words: FloatArray  # float64 [texts]: share of the attainable BM25

    @cached_property
    def has(self) -> NDArray[np.bool_]:
        """Which items have a text here: bool [items]."""
        return self.counts > 0

    @cached_property
    def _first(self) -> IntArray:
        """Where the texts of each of these start."""
        return (np.cumsum(self.counts) - self.counts)[self.has]

    @cached_property
    def _place(self) -> IntArray:
        """Of each text, the place of its item."""
        return np.repeat(np.arange(len(self.counts)), self.counts)

    def best(self, values: FloatArray) -> FloatArray:
        """The highest value of each item; 0 where it has no text."""
        return self._reduced(np.maximum, values)

    def _reduced(self, how: np.ufunc, values: FloatArray) -> FloatArray:
        found = np.zeros(len(self.counts))
        if len(self._first):
            found[self.has] = how.reduceat(values, self._first)
        return found

    def best_mean(self, values: FloatArray, of: int) -> FloatArray:
        """The mean of the `of` highest values of each item, or of as many as there are."""
        order = np.argsort(_APART * self._place - values)  # items in order, values falling
        kept = np.where(within(self.counts) < of, values[order], 0.0)
        return self._reduced(np.add, kept) / np.clip(self.counts, 1, of)

    def best_text(self) -> IntArray:
        """The row of each item's likest text, of those items that have any."""
        likest = self.near + _WORDS * self.words
        found = np.flatnonzero(likest == self.best(likest)[self._place])
        # Of texts that are equally alike the first.
        _, first = np.unique(self._place[found], return_index=True)
        rows: IntArray = self.rows[found[first]]
        return rows


def _texts_of(
    snapshot: Snapshot, field: Field, items: IntArray, asked: Wording, lexical: LexicalFound
) -> _Texts:
    index = snapshot.fields[field]
    order, starts = snapshot.item_documents[field]
    positions, counts = members(starts, items)
    documents = order[positions]
    rows = index.store.columns.rows[documents].astype(np.int64)
    near = index.store.vectors.scores(asked.vector, rows).astype(np.float64) - _MIDDLE
    words = lexical.scores[rows].astype(np.float64) / (lexical.attainable or 1.0)
    return _Texts(
        index=index,
        asked=asked,
        counts=counts,
        documents=documents,
        rows=rows,
        near=near,
        words=words,
    )


def _of_kinds(kinds: IntArray, named: NDArray[np.bool_], *, asks: bool) -> dict[str, FloatArray]:
    is_faq = kinds == KINDS.index(EntryKind.FAQ)
    is_item = kinds == KINDS.index(EntryKind.ITEM)
    flags = {
        "faq": is_faq,
        "faq_alone": is_faq & ~named,
        "item_element": is_item & asks,
        "faq_element": is_faq & asks,
        "policy": kinds == KINDS.index(EntryKind.PASSAGE),
    }
    return {name: flag.astype(np.float64) for name, flag in flags.items()}


def _of_names(texts: _Texts, whole: str) -> dict[str, FloatArray]:
    traits = texts.index.traits
    near = texts.best(texts.near)
    roles = traits.roles[texts.documents]
    same = traits.rows_of_text(whole)
    columns = {
        "named": texts.has.astype(np.float64),
        "verbatim": texts.best(_are_among(texts.rows, same)),
        "near": near,
        "near3": texts.best_mean(texts.near, _BEST),
        "words": texts.best(texts.words),
    }
    for name, wanted in _ROLES.items():
        best = texts.best(np.where(wanted[roles], texts.near, -np.inf))
        columns[name] = np.where(np.isfinite(best), best, near)
    rows = texts.best_text()
    spread = np.zeros((4, len(texts.counts)))
    covered, covering = traits.coverage(texts.asked.text, rows)
    common = np.bitwise_count(traits.acts[rows] & np.uint32(acts_of(texts.asked.text)))
    length = np.log1p(traits.starts[rows + 1] - traits.starts[rows])
    spread[:, texts.has] = covered, covering, np.minimum(common, _MOST_ACTS), length
    columns |= dict(zip(("covered", "covering", "acts", "length"), spread, strict=True))
    return columns


def _are_among(rows: IntArray, wanted: IntArray) -> FloatArray:
    found = np.zeros(len(rows))
    for row in wanted.tolist():  # hardly ever more than one
        found[rows == row] = 1.0
    return found


def _fused(texts: _Texts) -> FloatArray:
    """The fused score of each item's best answer or passage, as its field alone ranks them."""
    weights = SETTINGS[texts.index.field].fusion
    near = texts.near * weights.dense + texts.words * weights.lexical
    return texts.best(near / (weights.dense + weights.lexical))
