"""A generation takes over from the one before it what it need not make again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from haystack import Document

from retriever.cut_texts import CutTexts, cut, save_cut
from retriever.earlier import Earlier
from retriever.encoders.encoder import Role
from retriever.encoders.hashing import HashingEncoder
from retriever.fields import Field
from retriever.manifest import Manifest
from retriever.snapshot import Snapshot, open_snapshot
from retriever.tokens import Tokenizer
from retriever.vectors import IndexKind

Build = Callable[..., Manifest]
ENCODER = HashingEncoder(64)


def documents(names: list[str]) -> list[Document]:
    return [
        Document(
            id=name,
            content=name,
            meta={"entry_id": name, "item_code": name, "role": "name", "regions": []},
        )
        for name in names
    ]


WAS = [f"第{number}号渔船{'登记' if number % 2 else '注销'}" for number in range(90)]
IS = [*(f"第{number}号风筝换证" for number in range(3)), *WAS[:20], *WAS[24:]]


@pytest.fixture
def publish(build: Build, tmp_path: Path) -> Callable[..., Snapshot]:
    def publish(number: int, names: list[str], **changes: Any) -> Snapshot:
        given = {"documents": documents(names), "index_kind": IndexKind.HNSW, **changes}
        build(tmp_path, number, **given)
        return open_snapshot(tmp_path / str(number), verify=True)

    return publish


def nodes(snapshot: Snapshot) -> int:
    graph = snapshot.fields[Field.NAMES].store.vectors.graph
    assert graph
    return len(graph._rows)


def check(snapshot: Snapshot, names: list[str]) -> None:
    """Every name is found by itself, and scored as if the snapshot had been built alone."""
    index = snapshot.fields[Field.NAMES]
    for at, name in enumerate(names):
        vector = ENCODER.encode([name], Role.QUERY)[0]
        found = index.find(vector, snapshot.tokenizer.tokens(name))
        assert found.documents[0] == at
        assert index.store.get(found.documents[:1])[0].content == name


def test_the_graph_is_carried_on(publish: Callable[..., Snapshot]) -> None:
    publish(1, WAS)
    after = publish(2, IS)
    assert nodes(after) == len(WAS) + 3
    check(after, IS)
    check(publish(3, WAS), WAS)


def test_the_newest_one_that_fits_is_taken(
    publish: Callable[..., Snapshot], tmp_path: Path
) -> None:
    publish(1, WAS)
    publish(2, WAS)
    (tmp_path / "2" / "manifest.json").unlink()
    found = Earlier.find(tmp_path, 3, ENCODER.name, "plain")
    assert found
    assert found.folder.name == "1"
    assert Earlier.find(tmp_path, 1, ENCODER.name, "plain") is None
    assert Earlier.find(tmp_path, 3, "another", "plain") is None
    assert Earlier.find(tmp_path, 3, ENCODER.name, "another") is None


@pytest.mark.parametrize("file", ["vectors.faiss", "vectors.faiss.graph"])
def test_what_is_damaged_is_made_again(
    publish: Callable[..., Snapshot], tmp_path: Path, file: str
) -> None:
    publish(1, WAS)
    path = tmp_path / "1" / "names" / file
    good = bytearray(path.read_bytes())
    good[len(good) // 2] ^= 1
    path.write_bytes(good)
    after = publish(2, IS)
    assert nodes(after) == len(IS)
    check(after, IS)


def test_a_base_that_is_another_takes_nothing_over(publish: Callable[..., Snapshot]) -> None:
    publish(1, WAS)
    other = [f"{number}路公交改道" for number in range(40)]
    after = publish(2, other)
    assert nodes(after) == 40
    check(after, other)


def test_the_generation_before_is_left_as_it_was(
    publish: Callable[..., Snapshot], tmp_path: Path
) -> None:
    before = publish(1, WAS)
    vectors = np.array(before.fields[Field.NAMES].store.vectors.vectors)
    publish(2, IS)
    again = open_snapshot(tmp_path / "1", verify=True)
    assert np.array_equal(again.fields[Field.NAMES].store.vectors.vectors, vectors)
    check(before, WAS)


class Counting(Tokenizer):
    """Counts the texts that it cuts."""

    cut: ClassVar[list[str]] = []

    def tokens(self, text: str) -> list[str]:
        self.cut.append(text)
        return super().tokens(text)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr("retriever.snapshot_build.Tokenizer", Counting)
    monkeypatch.setattr("retriever.cut_texts._TRIED", 1)
    monkeypatch.setattr(Counting, "cut", [])
    return Counting.cut


def scores(snapshot: Snapshot, question: str) -> list[float]:
    tokens = snapshot.tokenizer.tokens(question)
    found: list[float] = snapshot.fields[Field.NAMES].lexical.scores(tokens).tolist()
    return found


def test_only_new_texts_are_cut(publish: Callable[..., Snapshot], counted: list[str]) -> None:
    publish(1, WAS)
    Counting.cut.clear()
    after = publish(2, IS)
    assert set(IS[:3]) <= set(Counting.cut)
    assert len(Counting.cut) <= 5
    alone = publish(3, IS, encoder="another")
    assert scores(after, "风筝换证和渔船登记") == scores(alone, "风筝换证和渔船登记")


def test_other_words_cut_every_text_again(
    publish: Callable[..., Snapshot], counted: list[str]
) -> None:
    publish(1, WAS)
    Counting.cut.clear()
    publish(2, WAS, words=["渔船登记"])
    assert set(WAS) <= set(Counting.cut)


def test_tokens_of_another_tokenizer_are_not_taken_over(
    publish: Callable[..., Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(1, WAS)
    monkeypatch.setattr("retriever.tokens.Tokenizer.tokens", lambda _, text: list(text))
    after = publish(2, WAS)
    lexical = after.fields[Field.NAMES].lexical
    assert lexical.attainable(["渔"]) > 0
    assert lexical.attainable(["渔船"]) == 0


@pytest.mark.parametrize("texts", [[], [""], ["办", "", "渔船\ud800登记"]])
def test_any_texts_can_be_kept(texts: list[str], tmp_path: Path) -> None:
    tokenizer = Tokenizer()
    save_cut(tmp_path, texts, list(cut(texts, tokenizer)))
    kept = CutTexts.load(tmp_path)
    assert [kept.get(text) for text in texts] == [tokenizer.tokens(text) for text in texts]
    assert kept.get("没有的") is None
