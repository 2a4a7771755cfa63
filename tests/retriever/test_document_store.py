from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from haystack import Document
from haystack.document_stores.errors import DuplicateDocumentError
from haystack.document_stores.types import DocumentStore, DuplicatePolicy
from haystack.testing.document_store import (
    CountDocumentsByFilterTest,
    DocumentStoreBaseExtendedTests,
    FilterableDocsFixtureMixin,
)

from retriever.document_store import FaissDocumentStore, FloatArray, write_store
from retriever.errors import StoreReadOnly
from retriever.vectors import IndexKind, Kept, VectorIndex, normalised, top


class TestHaystackContract(
    DocumentStoreBaseExtendedTests, CountDocumentsByFilterTest, FilterableDocsFixtureMixin
):
    @pytest.fixture
    def document_store(self) -> FaissDocumentStore:
        return FaissDocumentStore()

    def test_write_documents(self, document_store: DocumentStore) -> None:
        document = Document(content="test doc")
        assert document_store.write_documents([document]) == 1
        with pytest.raises(DuplicateDocumentError):
            document_store.write_documents([document])
        assert document_store.filter_documents() == [document]


class TestHaystackContractInAFolder(CountDocumentsByFilterTest):
    """The reading half of the contract, on a read-only store."""

    @pytest.fixture
    def document_store(self, tmp_path: Path) -> "_WrittenOnce":
        return _WrittenOnce(tmp_path)


class _WrittenOnce:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        write_store(folder, [], [], np.empty((0, 2), np.float32), IndexKind.FLAT)
        self._store = FaissDocumentStore(str(folder), "Flat")

    def write_documents(self, documents: list[Document]) -> None:
        folder = self._folder / "written"
        folder.mkdir()
        vectors = np.eye(len(documents), dtype=np.float32)
        write_store(folder, documents, range(len(documents)), vectors, IndexKind.FLAT)
        self._store = FaissDocumentStore(str(folder), "Flat")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


REGIONS = [["东"], ["西"], [], ["东", "西"]]


def documents_with_vectors(vectors: FloatArray) -> list[Document]:
    return [
        Document(
            id=f"d{at:04}",
            content=f"文字{at}",
            meta={"item_code": f"I{at // 2}", "regions": REGIONS[at % 4], "page": at % 3},
            embedding=vector.tolist(),
        )
        for at, vector in enumerate(vectors)
    ]


@pytest.fixture
def vectors() -> FloatArray:
    return normalised(np.random.default_rng(7).normal(size=(60, 8)).astype(np.float32))


@pytest.fixture(params=["in memory", "in a folder"])
def store(
    request: pytest.FixtureRequest, vectors: FloatArray, tmp_path: Path
) -> FaissDocumentStore:
    documents = documents_with_vectors(vectors)
    if request.param == "in a folder":
        write_store(tmp_path, documents, range(len(documents)), vectors, IndexKind.FLAT)
        return FaissDocumentStore(str(tmp_path), "Flat")
    store = FaissDocumentStore()
    store.write_documents(documents)
    return store


def brute_force(vectors: FloatArray, query: FloatArray, keep: Callable[[int], bool]) -> list[str]:
    scores = vectors @ query
    kept = [at for at in range(len(vectors)) if keep(at)]
    return [f"d{at:04}" for at in sorted(kept, key=lambda at: (-scores[at], at))]


def test_the_nearest_documents_come_first(store: FaissDocumentStore, vectors: FloatArray) -> None:
    ids, scores = store.search(vectors[5], 10)
    assert ids == brute_force(vectors, vectors[5], lambda _: True)[:10]
    assert scores[0] == pytest.approx(1.0, abs=1e-5)
    assert np.all(np.diff(scores) <= 0)


@pytest.mark.parametrize("regions", [{"东"}, {"西"}, {"东", "西"}, {"别处"}, set()])
def test_a_region_keeps_its_documents_and_those_of_no_region(
    store: FaissDocumentStore, vectors: FloatArray, regions: set[str]
) -> None:
    ids, _ = store.search(vectors[0], 60, regions=regions)
    expected = brute_force(
        vectors, vectors[0], lambda at: not REGIONS[at % 4] or bool(set(REGIONS[at % 4]) & regions)
    )
    assert ids == expected


def test_a_filter_is_applied_before_the_search(
    store: FaissDocumentStore, vectors: FloatArray
) -> None:
    filters = {
        "operator": "AND",
        "conditions": [
            {"field": "meta.page", "operator": "!=", "value": 0},
            {
                "operator": "NOT",
                "conditions": [
                    {"field": "meta.item_code", "operator": "in", "value": ["I1", "I2"]}
                ],
            },
        ],
    }
    ids, _ = store.search(vectors[3], 5, filters=filters, regions={"东"})
    expected = brute_force(
        vectors,
        vectors[3],
        lambda at: at % 3 != 0 and at // 2 not in (1, 2) and at % 4 != 1,
    )
    assert ids == expected[:5]


def test_several_questions_get_what_each_gets_alone(
    store: FaissDocumentStore, vectors: FloatArray
) -> None:
    together = store.search_many(vectors[:3], 4, regions={"西"})
    for (ids, scores), vector in zip(together, vectors[:3], strict=True):
        alone_ids, alone_scores = store.search(vector, 4, regions={"西"})
        assert ids == alone_ids
        assert np.allclose(scores, alone_scores)


def test_equal_vectors_are_stored_once_and_found_in_order_of_writing() -> None:
    store = FaissDocumentStore()
    same = [0.6, 0.8]
    store.write_documents([Document(id=name, embedding=same) for name in ("b", "c", "a")])
    assert len(store.vectors) == 1
    assert store.search(np.array(same, np.float32), 3)[0] == ["b", "c", "a"]


def test_a_document_without_embedding_is_kept_and_never_found() -> None:
    store = FaissDocumentStore()
    store.write_documents(
        [Document(id="silent", content="无"), Document(id="loud", embedding=[2.0, 0])]
    )
    ids, scores = store.search(np.array([1, 0], np.float32), 5)
    assert ids == ["loud"]
    assert scores.tolist() == [1.0]


def test_an_empty_store_finds_nothing() -> None:
    ids, scores = FaissDocumentStore().search(np.array([1.0], np.float32), 3)
    assert ids == []
    assert len(scores) == 0


def test_what_is_written_or_deleted_later_is_seen_by_the_next_search() -> None:
    store = FaissDocumentStore()
    store.write_documents([Document(id="a", embedding=[1.0, 0.0])])
    assert store.search(np.array([0, 1], np.float32), 1)[0] == ["a"]
    store.write_documents([Document(id="b", embedding=[0.0, 1.0])])
    assert store.search(np.array([0, 1], np.float32), 1)[0] == ["b"]
    store.write_documents(
        [Document(id="b", embedding=[-1.0, 0.0])], policy=DuplicatePolicy.OVERWRITE
    )
    assert store.search(np.array([0, 1], np.float32), 1)[0] == ["a"]
    store.delete_documents(["a"])
    assert store.search(np.array([0, 1], np.float32), 1)[0] == ["b"]


def test_a_store_of_a_snapshot_cannot_be_written_to(vectors: FloatArray, tmp_path: Path) -> None:
    write_store(tmp_path, documents_with_vectors(vectors), range(60), vectors, IndexKind.FLAT)
    store = FaissDocumentStore(str(tmp_path), "Flat")
    for change in (
        lambda: store.write_documents([Document(id="new")]),
        lambda: store.delete_documents(["d0000"]),
        store.delete_all_documents,
    ):
        with pytest.raises(StoreReadOnly, match="Publish a new generation"):
            change()
    assert store.count_documents() == 60


def test_a_saved_store_opens_the_same_folder(vectors: FloatArray, tmp_path: Path) -> None:
    write_store(tmp_path, documents_with_vectors(vectors), range(60), vectors, IndexKind.FLAT)
    store = FaissDocumentStore(str(tmp_path), "Flat")
    again = FaissDocumentStore.from_dict(store.to_dict())
    assert again.search(vectors[9], 4)[0] == store.search(vectors[9], 4)[0]


def test_a_folder_keeps_documents_whole_but_for_their_vectors(
    vectors: FloatArray, tmp_path: Path
) -> None:
    documents = documents_with_vectors(vectors)
    write_store(tmp_path, documents, range(60), vectors, IndexKind.FLAT)
    kept = FaissDocumentStore(str(tmp_path), "Flat").filter_documents()
    assert [(each.id, each.content, each.meta) for each in kept] == [
        (each.id, each.content, each.meta) for each in documents
    ]


@pytest.mark.parametrize("kind", list(IndexKind))
@pytest.mark.parametrize("share", [1.0, 0.5, 0.05])
def test_an_index_agrees_with_comparing_everything(
    kind: IndexKind, share: float, tmp_path: Path
) -> None:
    generator = np.random.default_rng(3)
    vectors = normalised(generator.normal(size=(400, 16)).astype(np.float32))
    VectorIndex.build(vectors, kind).save(tmp_path / "index")
    index = VectorIndex.load(tmp_path / "index", kind)
    allowed = generator.random(400) < share
    for query in vectors[:5]:
        rows, scores = index.search(query, 10, None if share == 1 else Kept(allowed))
        true = np.where(allowed | (share == 1), vectors @ query, -np.inf)
        expected = np.argsort(-true, kind="stable")[:10]
        assert len(set(rows) & set(expected)) >= (10 if kind is IndexKind.FLAT else 9)
        assert np.allclose(scores, true[rows], atol=1e-5)
    assert np.allclose(index.vectors, vectors)
    assert not index.vectors.flags.writeable


def test_fewer_allowed_than_asked_for_gives_those_alone() -> None:
    index = VectorIndex.build(np.eye(4, dtype=np.float32), IndexKind.FLAT)
    allowed = np.array([False, True, False, True])
    rows, _ = index.search(np.array([0, 0, 0, 1], np.float32), 10, Kept(allowed))
    assert rows.tolist() == [3, 1]


@pytest.mark.parametrize("k", [0, 1, 2, 3, 4, 9])
def test_the_highest_scores_come_with_ties_by_position(k: int) -> None:
    scores = np.array([1, 3, 1, 3, 1], np.float32)
    assert top(scores, k).tolist() == [1, 3, 0, 2, 4][:k]
