"""The live base follows what is published, and one that is damaged is passed over."""

import logging
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from kb.importing import import_files
from kb.store import Store
from retriever.encoders import Encoder
from retriever.encoders.hashing import HashingEncoder
from retriever.errors import SnapshotDamaged
from retriever.live import Live
from retriever.publishing import Places, Published, publish, roll_back
from retriever.results import Query

NOW = datetime(2026, 5, 6, tzinfo=UTC)


@dataclass
class Clock:
    """Seconds, as a test sets them."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now

    def later(self) -> None:
        self.now += 1.0


@dataclass
class House:
    """A store, its snapshots, and a live base that follows it."""

    store: Store
    places: Places
    encoder: Encoder
    folder: Path
    clock: Clock = field(default_factory=Clock)
    number: int = 0

    def live(self) -> Live:
        return Live(
            store=self.store,
            snapshots=self.places.snapshots,
            encoder=lambda _: self.encoder,
            now=self.clock,
        )

    def publish(self) -> Published:
        """Publish one item more than before."""
        self.number += 1
        file = self.folder / f"{self.number}.jsonl"
        file.write_text(f'{{"item_code": "N-{self.number}", "name": "第{self.number}件事"}}\n')
        import_files(self.store, [file], source=file.stem, now=NOW, today=date(2026, 5, 6))
        self.clock.later()
        return publish(self.store, self.encoder, self.places, now=NOW)

    def damage(self, generation: int) -> None:
        words = self.places.snapshots / str(generation) / "words.txt"
        words.write_text(words.read_text("utf-8")[::-1] + "x", "utf-8")


@pytest.fixture
def house(tiny_store: Store, hashing_encoder: Encoder, tmp_path: Path) -> House:
    places = Places(snapshots=tmp_path / "snapshots", vectors=tmp_path / "vectors.sqlite")
    return House(tiny_store, places, hashing_encoder, tmp_path)


def generation(live: Live) -> int | None:
    base = live.current()
    return None if base is None else base.generation


def test_there_is_no_base_before_the_first_publish(house: House) -> None:
    live = house.live()
    assert live.current() is None
    house.publish()
    assert generation(live) == 1


def test_it_follows_publishing_and_rolling_back(house: House) -> None:
    live = house.live()
    house.publish()
    house.publish()
    assert generation(live) == 2
    roll_back(house.store, lambda: house.encoder, house.places, 1, now=NOW)
    house.clock.later()
    assert generation(live) == 1


def test_it_looks_once_a_second(house: House) -> None:
    live = house.live()
    house.publish()
    first = live.current()
    house.publish()
    house.clock.now -= 0.5
    assert live.current() is first
    house.clock.later()
    assert generation(live) == 2


def test_the_same_generation_is_opened_once(house: House) -> None:
    live = house.live()
    house.publish()
    first = live.current()
    house.clock.later()
    assert live.current() is first


class TestDamage:
    @pytest.fixture
    def log(self, caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
        with caplog.at_level(logging.ERROR, "retriever.live"):
            yield caplog

    def test_a_damaged_newest_snapshot_is_logged_and_the_last_good_one_serves(
        self, house: House, log: pytest.LogCaptureFixture
    ) -> None:
        house.publish()
        house.publish()
        house.damage(2)
        assert generation(house.live()) == 1
        assert "generation 2 is not served" in log.text
        assert "words.txt" in log.text

    def test_a_running_one_goes_on_with_what_it_has(
        self, house: House, log: pytest.LogCaptureFixture
    ) -> None:
        live = house.live()
        house.publish()
        first = live.current()
        house.publish()
        shutil.rmtree(house.places.snapshots)
        assert live.current() is first
        assert "There is no snapshot" in log.text
        assert first is not None
        assert first.find(Query(text="居住卡")).hits[0].item_code == "T-CARD"

    def test_a_rollback_to_a_damaged_one_changes_nothing(
        self, house: House, log: pytest.LogCaptureFixture
    ) -> None:
        house.publish()
        house.publish()
        live = house.live()
        assert generation(live) == 2
        house.damage(1)
        house.store.generations.serve(1)
        house.clock.later()
        assert generation(live) == 2

    def test_it_is_logged_once_and_not_at_every_question(
        self, house: House, log: pytest.LogCaptureFixture
    ) -> None:
        live = house.live()
        house.publish()
        house.publish()
        house.damage(2)
        for _ in range(5):
            live.current()
            house.clock.later()
        assert log.text.count("generation 2 is not served") == 1

    def test_it_is_served_once_it_was_built_again(self, house: House) -> None:
        live = house.live()
        house.publish()
        house.publish()
        house.damage(2)
        assert generation(live) == 1
        again = publish(house.store, house.encoder, house.places, now=NOW)
        assert (again.generation, again.is_new) == (2, False)
        house.clock.later()
        assert generation(live) == 2

    def test_where_none_is_whole_there_is_an_error_that_says_what_to_do(self, house: House) -> None:
        house.publish()
        house.damage(1)
        with pytest.raises(SnapshotDamaged, match="publish again"):
            house.live().current()

    def test_vectors_of_another_encoder_are_not_searched(
        self, house: House, log: pytest.LogCaptureFixture
    ) -> None:
        house.publish()
        house.encoder = HashingEncoder(64)
        with pytest.raises(SnapshotDamaged, match="hashing-1-64 is in use"):
            house.live().current()


def test_questions_go_on_while_generations_change(house: House) -> None:
    """No request fails, and each is answered out of one generation that was served then."""
    live = house.live()
    house.publish()
    stop, failures = Event(), list[BaseException]()
    seen: set[int] = set()

    def ask() -> None:
        try:
            while not stop.is_set():
                base = live.current()
                assert base is not None
                results = base.find(Query(text="云上居住卡办理"))
                assert results.hits[0].item_code == "T-CARD"
                assert results.generation == base.generation
                assert base.name("T-CARD") == "云上居住卡办理"
                seen.add(results.generation)
        except BaseException as error:
            failures.append(error)

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(2, 6):
        house.publish()
        assert generation(live) in (number - 1, number)
    stop.set()
    for thread in threads:
        thread.join(30)
    assert failures == []
    house.clock.later()
    assert generation(live) == 5
    assert len(seen) > 1


def test_many_that_ask_first_wait_for_one_opening(house: House) -> None:
    house.publish()
    live, found = house.live(), list[object]()
    threads = [Thread(target=lambda: found.append(live.current())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == 8
    assert {id(each) for each in found} == {id(live.current())}
