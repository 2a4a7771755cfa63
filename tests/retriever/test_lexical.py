import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.lexical import LexicalIndex, LexicalSettings

SETTINGS = LexicalSettings(k1=1.1, b=0.6, character=1.0, bigram=0.5, word=0.25)
TEXTS = [
    ["补办卡", "补办", "补", "办", "卡"],
    ["办", "理", "办理", "办"],
    [],
    ["卡", "id"],
]


def naive_bm25(
    texts: list[list[str]], question: list[str], settings: LexicalSettings
) -> list[float]:
    """Lucene's BM25 by the formula, one text and one token at a time."""
    average = sum(map(len, texts)) / len(texts)
    scores = []
    for text in texts:
        counts = Counter(text)
        score = 0.0
        for token in set(question):
            holding = sum(token in each for each in texts)
            if token not in counts:
                continue
            rarity = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
            length = 1 - settings.b + settings.b * len(text) / average
            saturated = counts[token] / (counts[token] + settings.k1 * length)
            weight = {1: 1.0, 2: 0.5, 3: 0.25}[len(token)] if token != "id" else 1.0
            score += weight * rarity * saturated
        scores.append(score)
    return scores


@pytest.mark.parametrize("question", [["办"], ["补办卡", "补办", "卡"], ["id", "无"], ["办", "办"]])
def test_scores_are_those_of_the_formula(question: list[str]) -> None:
    index = LexicalIndex.build(TEXTS, SETTINGS)
    assert index.scores(question) == pytest.approx(naive_bm25(TEXTS, question, SETTINGS), rel=1e-5)


tokens = st.sampled_from(["办", "理", "办理", "补办卡", "卡", "补"])


@given(
    st.lists(st.lists(tokens, max_size=8), min_size=1, max_size=8).filter(any),
    st.lists(tokens, max_size=5),
)
def test_scores_are_those_of_the_formula_for_any_texts(
    texts: list[list[str]], question: list[str]
) -> None:
    index = LexicalIndex.build(texts, SETTINGS)
    scores = index.scores(question)
    assert scores == pytest.approx(naive_bm25(texts, question, SETTINGS), rel=1e-4)
    assert (scores <= index.attainable(question) * (1 + 1e-5)).all()


@pytest.mark.parametrize("question", [[], ["无"], ["", "从未见过"]])
def test_what_is_unknown_scores_nothing(question: list[str]) -> None:
    index = LexicalIndex.build(TEXTS, SETTINGS)
    assert index.scores(question).tolist() == [0, 0, 0, 0]
    assert index.attainable(question) == 0


@pytest.mark.parametrize("texts", [[], [[]], [[], []]])
def test_texts_without_a_token_can_be_indexed_and_saved(
    texts: list[list[str]], tmp_path: Path
) -> None:
    index = LexicalIndex.build(texts, SETTINGS)
    index.save(tmp_path)
    for each in (index, LexicalIndex.load(tmp_path)):
        assert len(each) == len(texts)
        assert each.scores(["办"]).tolist() == [0.0] * len(texts)


def test_a_saved_index_is_mapped_and_scores_the_same(tmp_path: Path) -> None:
    index = LexicalIndex.build(TEXTS, SETTINGS)
    index.save(tmp_path)
    again = LexicalIndex.load(tmp_path)
    question = ["补办卡", "办", "卡"]
    assert np.array_equal(again.scores(question), index.scores(question))
    assert again.attainable(question) == index.attainable(question)


def test_the_same_texts_are_saved_as_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        LexicalIndex.build(TEXTS, SETTINGS).save(tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
