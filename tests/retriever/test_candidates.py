from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from haystack import Document

from retriever.candidates import (
    Candidates,
    FloatArray,
    best_of_items,
    find_dense,
    find_lexical,
    join,
)
from retriever.document_store import FaissDocumentStore, write_store
from retriever.fusion import FusionWeights
from retriever.lexical import LexicalIndex, LexicalSettings
from retriever.vectors import IndexKind, normalised

Searched: TypeAlias = tuple[FaissDocumentStore, LexicalIndex, FloatArray, list[int]]

WORDS = ["甲", "乙", "丙", "丁", "戊"]
WEIGHTS = FusionWeights(dense=1.0, lexical=0.5)


@pytest.fixture
def generator() -> np.random.Generator:
    return np.random.default_rng(11)


@pytest.fixture
def field(generator: np.random.Generator, tmp_path: Path) -> Searched:
    """Forty texts; every third document shares its text with another."""
    texts = [list(generator.choice(WORDS, 3)) for _ in range(40)]
    vectors = normalised(generator.normal(size=(40, 6)).astype(np.float32))
    rows = [*range(40), *range(0, 40, 3)]
    documents = [
        Document(
            id=str(at), content="", meta={"item_code": f"I{at % 9}", "regions": ["东"] * (at % 2)}
        )
        for at in range(len(rows))
    ]
    write_store(tmp_path, documents, rows, vectors, IndexKind.FLAT)
    index = LexicalIndex.build(texts, LexicalSettings(k1=1.0, b=0.5))
    return FaissDocumentStore(str(tmp_path), "Flat"), index, vectors, rows


def found(
    field: Searched, vector: FloatArray, tokens: list[str], k: int, regions: set[str] | None = None
) -> Candidates:
    store, index, *_ = field
    allowed = store.allowed(regions=regions)
    return join(
        store,
        find_dense(store, vector, k, allowed),
        find_lexical(index, tokens, k, allowed),
        WEIGHTS,
        allowed,
    )


@pytest.mark.parametrize("regions", [None, {"西"}])
def test_candidates_are_those_of_scoring_everything(
    field: Searched, generator: np.random.Generator, regions: set[str] | None
) -> None:
    _, index, vectors, rows = field
    vector = normalised(generator.normal(size=(1, 6)).astype(np.float32))[0]
    tokens = ["甲", "丙"]
    candidates = found(field, vector, tokens, 40, regions)
    share = index.scores(tokens) / index.attainable(tokens)
    fused = ((vectors @ vector + 0.5 * share) / 1.5)[rows]
    kept = [at for at in range(len(rows)) if regions is None or at % 2 == 0]
    assert candidates.documents.tolist() == sorted(kept, key=lambda at: (-fused[at], at))
    assert candidates.score == pytest.approx(fused[candidates.documents], abs=1e-6)
    assert candidates.lexical == pytest.approx(share[rows][candidates.documents], abs=1e-6)


def test_what_one_index_alone_found_has_its_true_score_in_the_other(
    field: Searched, generator: np.random.Generator
) -> None:
    _, _, vectors, rows = field
    candidates = found(field, vectors[0], ["丁"], 2)
    assert 2 <= len(candidates) <= 8
    true = vectors[rows] @ vectors[0]
    assert candidates.dense == pytest.approx(true[candidates.documents], abs=1e-6)
    assert candidates.lexical.max() > 0


def test_documents_of_one_text_come_together_in_order_of_writing(field: Searched) -> None:
    *_, vectors, _ = field
    candidates = found(field, vectors[3], [], 1)
    assert candidates.documents.tolist() == [3, 41]


def test_an_item_stands_where_its_best_document_stands(
    field: Searched, generator: np.random.Generator
) -> None:
    store, _, vectors, _ = field
    candidates = found(field, vectors[7], ["甲"], 40)
    items = store.columns.items[candidates.documents]
    places = best_of_items(store, candidates)
    assert len(places) == 9
    assert places.tolist() == [items.tolist().index(item) for item in dict.fromkeys(items.tolist())]


def test_nothing_found_is_no_item(field: Searched) -> None:
    assert best_of_items(field[0], Candidates.none()).tolist() == []
