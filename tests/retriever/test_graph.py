from pathlib import Path

import numpy as np
import pytest

from retriever.vectors import (
    EXACT_ENOUGH_MS,
    FloatArray,
    IndexKind,
    Kept,
    VectorIndex,
    normalised,
    top,
)


def clustered(seed: int, clusters: int = 60, each: int = 40, dimension: int = 32) -> FloatArray:
    """Names that differ by whom they are for lie in tight clusters."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(clusters, 1, dimension))
    moved = centres + 0.4 * random.normal(size=(clusters, each, dimension))
    return normalised(moved.reshape(-1, dimension).astype(np.float32))


def recall(index: VectorIndex, asked: FloatArray, kept: Kept | None = None) -> float:
    found = total = 0
    for query in asked:
        scores = index.vectors @ query
        if kept is not None:
            scores[~kept.mask] = -2
        exact = set(top(scores, 10).tolist())
        rows = index.search(query, 10, kept)[0].tolist()
        if kept is not None:
            assert kept.mask[rows].all()
        found += len(exact & set(rows))
        total += 10
    return found / total


VECTORS = clustered(1)
ASKED = normalised(VECTORS[::41] + 0.3 * VECTORS[::-41][: len(VECTORS[::41])])


@pytest.fixture(scope="module")
def index() -> VectorIndex:
    return VectorIndex.build(VECTORS, IndexKind.HNSW)


@pytest.mark.parametrize("share", [0.95, 0.5, 0.2, 0.16, 0.1, 0.01])
@pytest.mark.parametrize("together", [True, False])
def test_a_filter_of_any_width_leaves_nearly_all_of_the_nearest(
    index: VectorIndex, share: float, together: bool
) -> None:
    """Whether it keeps whole clusters or rows by chance."""
    chance = np.random.default_rng(2).random(len(index))
    mask = np.arange(len(index)) < share * len(index) if together else chance < share
    assert recall(index, ASKED, Kept(mask)) >= 0.98


def test_without_a_filter_nearly_all_of_the_nearest_are_found(index: VectorIndex) -> None:
    assert recall(index, ASKED) >= 0.98
    assert index.graph
    assert index.graph.recall(index.vectors) >= 0.99


def changed(share: float) -> FloatArray:
    """Vectors in another order, some gone and some new."""
    random = np.random.default_rng(5)
    rest = VECTORS[random.permutation(len(VECTORS))][int(share * len(VECTORS)) :]
    new = clustered(1)[: int(share * len(VECTORS))] + 0.1 * random.normal(
        size=(int(share * len(VECTORS)), VECTORS.shape[1])
    )
    return normalised(np.concatenate([new.astype(np.float32), rest]))


def opened(index: VectorIndex, tmp_path: Path) -> VectorIndex:
    index.save(tmp_path / "index")
    return VectorIndex.load(tmp_path / "index", IndexKind.HNSW, changing=True)


def test_a_graph_is_carried_to_the_next_generation(index: VectorIndex, tmp_path: Path) -> None:
    after = changed(0.02)
    before = opened(index, tmp_path)
    carried = VectorIndex.build(after, IndexKind.HNSW, before)
    assert before.graph
    assert carried.graph
    assert carried.graph._index is before.graph._index
    assert recall(carried, ASKED) >= 0.98
    half = np.arange(len(after)) % 2 == 0
    assert recall(carried, ASKED, Kept(half)) >= 0.98
    for row in range(0, len(after), 97):
        assert carried.search(after[row], 1)[0].tolist() == [row]
    again = opened(carried, tmp_path)
    for query in ASKED[:9]:
        assert again.search(query, 10)[0].tolist() == carried.search(query, 10)[0].tolist()


def test_a_graph_of_which_little_is_left_is_built_anew(index: VectorIndex, tmp_path: Path) -> None:
    before = opened(index, tmp_path)
    assert before.graph
    assert before.graph.carried(before.vectors, normalised(changed(0.4))) is None
    assert recall(VectorIndex.build(changed(0.4), IndexKind.HNSW, before), ASKED) >= 0.98


def test_vectors_of_another_encoder_start_a_graph_of_their_own(
    index: VectorIndex, tmp_path: Path
) -> None:
    other = clustered(9, dimension=24)
    assert len(VectorIndex.build(other, IndexKind.HNSW, opened(index, tmp_path))) == len(other)


def test_equal_vectors_are_each_found(tmp_path: Path) -> None:
    """Two texts may have one vector; each has its own row, before and after."""
    twice = np.concatenate([VECTORS[:300], VECTORS[:1]])
    before = opened(VectorIndex.build(twice, IndexKind.HNSW), tmp_path)
    after = VectorIndex.build(twice[::-1].copy(), IndexKind.HNSW, before)
    assert after.search(twice[0], 2)[0].tolist() == [0, 300]


def test_few_vectors_are_compared_one_by_one_and_that_is_not_measured() -> None:
    index = VectorIndex.build(VECTORS[:900])
    assert (index.kind, index.exact_ms) == (IndexKind.FLAT, None)


def test_what_is_exact_is_chosen_by_what_it_was_measured_to_take() -> None:
    many = np.random.default_rng(8).normal(size=(10_500, 8)).astype(np.float32)
    index = VectorIndex.build(many)
    assert index.exact_ms is not None
    exact = IndexKind.FLAT if index.exact_ms <= EXACT_ENOUGH_MS else IndexKind.HNSW
    assert index.kind is exact


def test_a_graph_without_vectors_finds_nothing() -> None:
    index = VectorIndex.build(np.empty((0, 8), np.float32), IndexKind.HNSW)
    assert index.search(np.ones(8, np.float32), 5)[0].tolist() == []


def test_a_graph_whose_rows_are_missing_is_refused(index: VectorIndex, tmp_path: Path) -> None:
    opened(index, tmp_path)
    np.save(tmp_path / "index.graph.rows.npy", np.arange(3))
    with pytest.raises(ValueError, match="3 rows"):
        VectorIndex.load(tmp_path / "index", IndexKind.HNSW)


def test_a_graph_of_equal_vectors_is_searched(tmp_path: Path) -> None:
    same = np.ones((200, 8), np.float32)
    index = opened(VectorIndex.build(same, IndexKind.HNSW), tmp_path)
    assert len(index.search(normalised(same)[0], 10)[0]) == 10
