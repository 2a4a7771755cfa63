"""What breaks the finding, or the measuring, makes a named figure fall."""

import copy
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from dialogue.assistant import Assistant
from eval.compare import Comparison, compare, open_measured
from eval.finding import InProcess
from eval.gate import floor, held, not_worse
from eval.reading import CaseFile
from eval.runs import RunFolder
from hotline.bootstrap import Hotline
from retriever.base import Base
from retriever.fields import SETTINGS
from retriever.lexical import LexicalIndex
from retriever.live import CALIBRATION
from retriever.snapshot import FieldIndex, open_snapshot
from retriever.vectors import VectorIndex

Make = Callable[..., Any]
Mutation = Callable[[FieldIndex], FieldIndex]


def _with_vectors(index: FieldIndex, vectors: Any) -> FieldIndex:
    store = copy.copy(index.store)
    _, columns, masks = index.store._indexed()
    store._index = (VectorIndex.build(vectors), columns, masks)
    return replace(index, store=store)


def shuffled_vectors(index: FieldIndex) -> FieldIndex:
    """Every text has the vector of another one."""
    vectors = index.store.vectors.vectors
    return _with_vectors(index, vectors[np.random.default_rng(5).permutation(len(vectors))])


def dropped_dense(index: FieldIndex) -> FieldIndex:
    """Every text has the same vector: the dense index tells nothing."""
    return _with_vectors(index, np.ones_like(index.store.vectors.vectors))


def dropped_lexical(index: FieldIndex) -> FieldIndex:
    """No text holds a word: the lexical index finds nothing."""
    rows, settings = len(index.lexical), SETTINGS[index.field].lexical
    return replace(index, lexical=LexicalIndex(None, np.empty(0, np.float32), rows, settings))


@pytest.fixture(scope="session")
def mutated(sample: Hotline) -> Callable[[Mutation], InProcess]:
    """The sample hotline over a base whose indexes were tampered with after publishing."""

    def mutate(change: Mutation) -> InProcess:
        (generation,) = sample.store.generations.all()
        snapshot = open_snapshot(sample.places.snapshots / str(generation.number))
        base = Base(
            store=sample.store,
            generation=generation.number,
            snapshot=replace(
                snapshot,
                fields={field: change(index) for field, index in snapshot.fields.items()},
            ),
            encoder=sample.encoder(),
            calibration=CALIBRATION.validate_python(generation.calibration),
        )
        assistant = Assistant(
            live=SimpleNamespace(current=lambda: base),  # type: ignore[arg-type]
            sessions=sample.assistant._sessions,
            clock=sample.assistant._clock,
            new_id=sample.assistant._new_id,
            service_name="试验",
        )
        return InProcess(assistant, sample.store)

    return mutate


@pytest.fixture
def against_baseline(
    mutated: Make, make_run: Make, sample_cases: CaseFile, sample_run: RunFolder
) -> Callable[[Mutation], Comparison]:
    def measure(change: Mutation) -> Comparison:
        run = make_run(change.__name__, mutated(change), sample_cases.cases, k=10, jobs=2)
        return compare(open_measured(sample_run.path), open_measured(run.path))

    return measure


def by_measure(found: Comparison) -> dict[str, Any]:
    return {change.measure: change for change in found.changes}


def test_nothing_changed_is_equal(against_baseline: Make) -> None:
    def untouched(index: FieldIndex) -> FieldIndex:
        return index

    assert against_baseline(untouched).is_equal


def test_shuffled_vectors_make_the_first_places_fall(against_baseline: Make) -> None:
    changes = by_measure(against_baseline(shuffled_vectors))
    for measure in ("R@1", "MRR", "MAP"):
        assert changes[measure].after < changes[measure].before


def test_what_only_a_dropped_dense_index_found_is_named_as_lost(against_baseline: Make) -> None:
    # Vectors of the tests' encoder are worth no more than words, so no measure has to fall.
    assert against_baseline(dropped_dense).lost


def test_a_dropped_lexical_index_makes_the_reciprocal_rank_fall(against_baseline: Make) -> None:
    found = against_baseline(dropped_lexical)
    changes = by_measure(found)
    assert changes["MRR"].after < changes["MRR"].before
    assert found.lost


def test_a_swapped_pair_of_golds_costs_just_those_two(
    sample: Hotline, sample_cases: CaseFile, sample_run: RunFolder, make_run: Make, regold: Make
) -> None:
    right = [
        case for case, of in sample_run.scores()["per_case"].items() if of["rank"] == 1
    ]  # in the order of the cases
    cases = {case.id: case for case in sample_cases.cases}
    first = cases[right[0]]
    second = next(cases[each] for each in right if cases[each].gold != first.gold)
    swapped = [
        regold(each, second.gold)
        if each is first
        else regold(each, first.gold)
        if each is second
        else each
        for each in sample_cases.cases
    ]
    run = make_run("swapped", InProcess(sample.assistant, sample.store), swapped, k=10)
    measured, before = open_measured(run.path), open_measured(sample_run.path)
    share = before.scores["figures"]["R@1"]["value"]
    assert measured.scores["figures"]["R@1"]["value"] == pytest.approx(share - 2 / len(swapped))
    found = compare(before, measured)
    assert set(found.judged_otherwise) == {first.id, second.id}
    assert [each.passed for each in held(measured, [floor(f"R@1={share}")])] == [False]
    assert "cases" in [
        each.figure for each in not_worse(measured, before, ["R@1"]) if not each.passed
    ]
