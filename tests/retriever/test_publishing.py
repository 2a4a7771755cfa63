"""Publishing: what is encoded, what is kept, and that a failure harms nothing that is served."""

import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kb.importing import import_files
from kb.store import Store
from retriever.encoders import Encoder
from retriever.encoders.encoder import FloatArray, Progress, Role
from retriever.encoders.hashing import HashingEncoder
from retriever.publishing import KEPT_SNAPSHOTS, NothingToPublish, Places, Published, publish
from retriever.snapshot import Snapshot
from retriever.vector_cache import VectorCache
from retriever.vector_file import VectorCacheUnusable
from retriever.wording import Encode

NOW = datetime(2026, 5, 6, tzinfo=UTC)


class Counting(HashingEncoder):
    """Remembers what it encoded."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def encode(
        self, texts: Sequence[str], role: Role, *, progress: Progress | None = None
    ) -> FloatArray:
        self.texts += texts
        return super().encode(texts, role, progress=progress)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(snapshots=tmp_path / "snapshots", vectors=tmp_path / "vectors.sqlite")


def add_item(store: Store, folder: Path, name: str) -> None:
    file = folder / f"{name}.jsonl"
    file.write_text(f'{{"item_code": "N-{name}", "name": "{name}"}}\n', "utf-8")
    import_files(store, [file], source=name, now=NOW, today=date(2026, 5, 6))


def published(store: Store, places: Places, encoder: Encoder | None = None) -> Published:
    return publish(store, encoder or HashingEncoder(), places, now=NOW)


def test_a_second_publish_encodes_only_what_is_new(
    tiny_store: Store, places: Places, tmp_path: Path
) -> None:
    encoder = Counting()
    first = published(tiny_store, places, encoder)
    assert first.encoded == first.texts
    encoder.texts.clear()
    add_item(tiny_store, tmp_path, "新办的事")
    second = published(tiny_store, places, encoder)
    assert (second.generation, second.encoded) == (2, 1)
    assert encoder.texts == ["新办的事"]


def test_progress_ends_with_all_texts(tiny_store: Store, places: Places) -> None:
    told: list[tuple[int, int]] = []
    done = publish(
        tiny_store, HashingEncoder(), places, now=NOW, progress=lambda *at: told.append(at)
    )
    assert told[-1] == (done.texts, done.texts)
    assert told == sorted(told)


def test_another_encoder_makes_a_new_generation(tiny_store: Store, places: Places) -> None:
    published(tiny_store, places)
    again = published(tiny_store, places, HashingEncoder(64))
    assert (again.generation, again.is_new) == (2, True)


def test_an_empty_draft_is_not_published(store: Store, places: Places) -> None:
    with pytest.raises(NothingToPublish, match="hotline kb import"):
        published(store, places)
    assert store.generations.all() == ()


def test_a_base_that_was_emptied_keeps_what_is_served(
    store: Store, places: Places, tmp_path: Path
) -> None:
    add_item(store, tmp_path, "唯一的事")
    published(store, places)
    store.draft.sync({"唯一的事": []}, now=NOW)
    with pytest.raises(NothingToPublish):
        published(store, places)
    assert store.generations.live() == 1


def test_old_snapshots_are_tidied_away_but_the_served_one_stays(
    tiny_store: Store, places: Places, tmp_path: Path
) -> None:
    for number in range(KEPT_SNAPSHOTS + 2):
        add_item(tiny_store, tmp_path, f"第{number}件")
        published(tiny_store, places)
    kept = sorted(int(folder.name) for folder in places.snapshots.iterdir())
    assert kept == [3, 4, 5]


def test_what_cannot_be_tidied_is_logged_and_the_publish_counts(
    tiny_store: Store,
    places: Places,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object) -> int:
        raise VectorCacheUnusable("the disk is full")

    monkeypatch.setattr(VectorCache, "prune", fail)
    with caplog.at_level(logging.WARNING):
        done = published(tiny_store, places)
    assert (done.is_new, tiny_store.generations.live()) == (True, 1)
    assert "generation 1 is served" in caplog.text


def test_who_settles_is_told_again_of_what_was_published_only_when_asked_to(
    tiny_store: Store, places: Places
) -> None:
    told: list[int] = []

    def settle(snapshot: Snapshot, encode: Encode) -> None:
        told.append(snapshot.manifest.generation)

    for again in (False, False, True):
        publish(tiny_store, HashingEncoder(), places, now=NOW, settle=settle, settle_again=again)
    assert told == [1, 1]


def test_whoever_settles_sees_the_snapshot_before_it_is_served(
    tiny_store: Store, places: Places
) -> None:
    seen: list[tuple[int, int | None]] = []

    def settle(snapshot: Snapshot, encode: Encode) -> None:
        assert encode(["居住卡"], Role.QUERY).shape == (1, snapshot.manifest.dimension)
        seen.append((snapshot.manifest.generation, tiny_store.generations.live()))

    publish(tiny_store, HashingEncoder(), places, now=NOW, settle=settle)
    assert seen == [(1, None)]
