"""What was learnt turns vectors of its field only, and is kept with the generation it was used for."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from kb.store import Store
from retriever.encoders.hashing import HashingEncoder
from retriever.errors import SnapshotDamaged
from retriever.fields import Field
from retriever.manifest import Manifest
from retriever.publishing import Places, publish, roll_back
from retriever.ranker import PLAIN, Ranker, RankerUnusable, read_ranker, shipped_ranker
from retriever.snapshot import RANKER_FILE, open_snapshot
from retriever.snapshot_build import snapshot_folder
from retriever.tokens import Tokenizer
from retriever.wording import wordings

NOW = datetime(2031, 5, 6, tzinfo=UTC)
ENCODER = HashingEncoder(64)


def learnt(scale: float = 0.5, encoder: HashingEncoder = ENCODER) -> Ranker:
    turn = np.random.default_rng(3).normal(0, scale, (encoder.dimension, encoder.dimension))
    return Ranker(encoder=encoder.name, projections={Field.NAMES: turn.astype(np.float32)})


def unit(rows: int) -> np.ndarray:
    vectors = np.random.default_rng(1).normal(size=(rows, 64)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


class TestTurning:
    def test_only_the_field_that_it_was_learnt_for_is_turned(self) -> None:
        vectors = unit(5)
        turned = learnt().turned(Field.NAMES, vectors)
        assert turned.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(turned, axis=1), 1, atol=1e-6)
        assert not np.allclose(turned, vectors, atol=0.1)
        assert learnt().turned(Field.PASSAGES, vectors) is vectors

    def test_one_vector_is_turned_as_among_many(self) -> None:
        vectors = unit(5)
        many = learnt().turned(Field.NAMES, vectors)
        np.testing.assert_allclose(learnt().turned(Field.NAMES, vectors[2]), many[2], atol=1e-6)

    def test_a_question_is_turned_as_the_names_are(self) -> None:
        [plain] = wordings(["渔船登记"], ENCODER.encode, Tokenizer())
        [asked] = wordings(["渔船登记"], ENCODER.encode, Tokenizer(), learnt())
        turned = learnt().turned(Field.NAMES, plain[Field.NAMES].vector)
        np.testing.assert_allclose(asked[Field.NAMES].vector, turned, atol=1e-6)
        assert (asked[Field.ANSWERS].vector == plain[Field.ANSWERS].vector).all()


class TestFile:
    def test_it_reads_back_as_itself(self, tmp_path: Path) -> None:
        (tmp_path / "r").write_bytes(learnt().written())
        read = read_ranker(tmp_path / "r")
        assert read.identity == learnt().identity
        assert read.encoder == ENCODER.name
        np.testing.assert_allclose(
            read.projections[Field.NAMES], learnt().projections[Field.NAMES], atol=2e-3
        )

    def test_a_plain_one_has_a_file_too(self, tmp_path: Path) -> None:
        (tmp_path / "r").write_bytes(PLAIN.written())
        assert read_ranker(tmp_path / "r") == PLAIN

    def test_others_have_another_identity(self) -> None:
        assert len({learnt(0.1).identity, learnt(0.2).identity, PLAIN.identity}) == 3

    @pytest.mark.parametrize("content", [b"", b"no such file", PLAIN.written()[:-3]])
    def test_what_is_damaged_is_refused(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "r").write_bytes(content)
        with pytest.raises(RankerUnusable, match="cannot be used"):
            read_ranker(tmp_path / "r")

    def test_the_shipped_one_is_small_and_turns_names_only(self) -> None:
        shipped = shipped_ranker()
        assert set(shipped.projections) == {Field.NAMES}
        assert shipped.choice is not None
        assert len(shipped.written()) < 500_000
        assert shipped.encoder.startswith("multilingual-e5-small@")
        assert not shipped.fits(ENCODER.name)


class TestSnapshot:
    def test_it_holds_the_ranker_that_it_was_built_with(
        self, build: Callable[..., Manifest], tmp_path: Path
    ) -> None:
        manifest = build(tmp_path, ranker=learnt())
        snapshot = open_snapshot(snapshot_folder(tmp_path, 1))
        assert manifest.ranker == snapshot.ranker.identity == learnt().identity
        stored = snapshot.fields[Field.NAMES].store
        [text] = [each.content for each in stored.get([0])]
        turned = learnt().turned(Field.NAMES, ENCODER.encode([text or ""], "query"))  # type: ignore[arg-type]
        np.testing.assert_allclose(stored.vectors.vectors[0], turned[0], atol=1e-5)

    def test_a_damaged_ranker_damages_the_snapshot(
        self, build: Callable[..., Manifest], tmp_path: Path
    ) -> None:
        build(tmp_path)
        path = snapshot_folder(tmp_path, 1) / RANKER_FILE
        path.write_bytes(b"\0" * path.stat().st_size)
        with pytest.raises(SnapshotDamaged, match=RANKER_FILE):
            open_snapshot(snapshot_folder(tmp_path, 1))


class TestPublishing:
    @pytest.fixture
    def places(self, tmp_path: Path) -> Places:
        return Places(snapshots=tmp_path / "snapshots", vectors=tmp_path / "vectors.sqlite")

    def test_another_ranker_makes_a_new_generation_and_encodes_nothing(
        self, tiny_store: Store, places: Places
    ) -> None:
        first = publish(tiny_store, ENCODER, places, now=NOW)
        second = publish(tiny_store, ENCODER, places, now=NOW, ranker=learnt())
        third = publish(tiny_store, ENCODER, places, now=NOW, ranker=learnt())
        assert first.encoded > 0
        assert (second.is_new, second.encoded, third.is_new) == (True, 0, False)

    def test_one_of_another_encoder_is_left_out(self, tiny_store: Store, places: Places) -> None:
        other = learnt(encoder=HashingEncoder(32))
        publish(tiny_store, ENCODER, places, now=NOW, ranker=other)
        assert open_snapshot(snapshot_folder(places.snapshots, 1)).ranker == PLAIN

    def test_a_generation_that_is_built_again_is_said_to_be_made_with_the_ranker_of_today(
        self, tiny_store: Store, places: Places
    ) -> None:
        publish(tiny_store, ENCODER, places, now=NOW)
        publish(tiny_store, ENCODER, places, now=NOW, ranker=learnt(0.1))
        (snapshot_folder(places.snapshots, 1) / RANKER_FILE).unlink()
        roll_back(tiny_store, lambda: ENCODER, places, 1, now=NOW, ranker=learnt(0.2))
        assert open_snapshot(snapshot_folder(places.snapshots, 1)).ranker == learnt(0.2)
        made_with = {each.number: each.encoder for each in tiny_store.generations.all()}
        assert made_with[1] == f"{ENCODER.name}+{learnt(0.2).identity}"
