import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.candidates import contenders
from retriever.columns import Columns
from retriever.filters import FilterCache
from retriever.vectors import IndexKind, VectorIndex, top

FEW_VALUES = st.sampled_from([0.0, 0.0, 0.0, 0.25, 0.5, 1.0])


@given(
    st.lists(FEW_VALUES, max_size=40).map(lambda values: np.tile(np.array(values, np.float32), 60)),
    st.integers(1, 12),
)
def test_no_score_among_the_highest_is_left_out(scores: np.ndarray, k: int) -> None:
    rows = contenders(scores, k)
    positive = np.flatnonzero(scores > 0)
    expected = positive[top(scores[positive], k)]
    assert rows[top(scores[rows], k)].tolist() == expected.tolist()
    assert (scores[rows] > 0).all()


def test_most_scores_are_out_after_one_pass() -> None:
    scores = np.random.default_rng(1).random(20_000).astype(np.float32)
    assert 10 <= len(contenders(scores, 10)) < 2_000


@pytest.mark.parametrize("kind", IndexKind)
def test_scores_of_rows_are_their_inner_products(kind: IndexKind) -> None:
    vectors = np.random.default_rng(2).normal(size=(300, 24)).astype(np.float32)
    index = VectorIndex.build(vectors, kind)
    rows = np.array([299, 0, 7, 7])
    query = index.vectors[5]
    np.testing.assert_allclose(index.scores(query, rows), index.vectors[rows] @ query, atol=1e-6)
    assert index.scores(query[::1], rows[::2]).tolist() == index.scores(query, rows)[::2].tolist()
    assert index.scores(query, np.empty(0, np.int64)).shape == (0,)


def test_a_graph_over_clustered_vectors_finds_nearly_all_of_the_nearest() -> None:
    """Names that differ by whom they are for lie in tight clusters, where graphs lose most."""
    random = np.random.default_rng(3)
    centres = random.normal(size=(150, 48))
    moved = centres[:, None] + 0.25 * random.normal(size=(150, 40, 48))
    index = VectorIndex.build(moved.reshape(-1, 48).astype(np.float32), IndexKind.HNSW)
    found = total = 0
    for query in index.vectors[::61]:
        exact = set(top(index.vectors @ query, 10).tolist())
        found += len(exact & set(index.search(query, 10)[0].tolist()))
        total += len(exact)
    assert found / total >= 0.98


def test_a_filter_that_keeps_everything_is_none() -> None:
    metas: list[dict[str, list[str]]] = [
        {"regions": ["东岛"]},
        {"regions": ["西岛", "东岛"]},
        {"regions": []},
    ]
    cache = FilterCache(Columns.of(metas, [0, 1, 1], [0, 1, 2]), lambda: ())
    assert cache.allowed(regions={"东岛"}) is None
    kept = cache.allowed(regions={"西岛"})
    assert kept is not None
    assert kept.documents.tolist() == [False, True, True]
    assert kept.rows.mask.tolist() == [False, True]
