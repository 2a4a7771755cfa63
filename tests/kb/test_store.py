"""The store keeps every version, and a generation is the versions that it held."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from kb.errors import KbError
from kb.records import Faq, Guide, Item, RecordKind
from kb.regions import Region
from kb.store import GenerationUnknown, Store, StoredRecord, open_database, writing
from kb.sync import Changes

NOW = datetime(2026, 5, 6, 7, 8, tzinfo=UTC)


def guide(code: str, name: str = "示例登记", **rest: str) -> Guide:
    return Guide(item_code=code, name=name, **rest)  # type: ignore[arg-type]


def sync(store: Store, *records: Guide | Item | Faq, source: str = "甲") -> Changes:
    return store.draft.sync({source: records}, now=NOW)[source]


def publish(store: Store, digest: str | None = None) -> int:
    number = max((each.number for each in store.generations.all()), default=0) + 1
    store.generations.commit(
        number,
        digest=digest or store.draft.digest(),
        encoder="none",
        calibration={"bias": 0.5},
        now=NOW,
    )
    return number


def held(records: Sequence[StoredRecord]) -> list[tuple[str, int]]:
    found = [(each.record, each.version) for each in records]
    return [
        (record.name, version)
        for record, version in found
        if isinstance(record, Guide | Item)
    ]  # fmt: skip


class TestVersions:
    def test_a_record_that_changes_gets_the_next_number(self, store: Store) -> None:
        assert len(sync(store, guide("A", "一")).created) == 1
        assert len(sync(store, guide("A", "二")).updated) == 1
        assert held(store.find("A")) == [("二", 2)]

    def test_a_record_that_does_not_change_keeps_its_number(self, store: Store) -> None:
        sync(store, guide("A", "一"))
        assert len(sync(store, guide("A", "一")).unchanged) == 1
        assert held(store.find("A")) == [("一", 1)]

    def test_what_is_withdrawn_is_gone_from_the_draft(self, store: Store) -> None:
        sync(store, guide("A"), guide("B"))
        assert len(sync(store, guide("B")).withdrawn) == 1
        assert store.find("A") == ()
        assert [code for code, *_ in store.codes()] == ["B"]

    def test_what_comes_back_goes_on_counting(self, store: Store) -> None:
        sync(store, guide("A", "一"))
        sync(store)
        assert len(sync(store, guide("A", "一")).created) == 1
        assert held(store.find("A")) == [("一", 2)]

    def test_the_version_of_a_published_guide_stays_what_it_was(self, store: Store) -> None:
        sync(store, guide("A", "一"))
        first = publish(store)
        sync(store, guide("A", "二"))
        second = publish(store)
        assert held(store.find("A", first)) == [("一", 1)]
        assert held(store.find("A", second)) == [("二", 2)]


class TestSources:
    def test_a_source_withdraws_only_its_own(self, store: Store) -> None:
        sync(store, guide("A"), source="甲")
        sync(store, guide("B"), source="乙")
        sync(store, source="甲")
        assert [code for code, *_ in store.codes()] == ["B"]

    def test_two_sources_may_describe_one_item_and_the_first_names_it(self, store: Store) -> None:
        sync(store, guide("A", "先到的名"), source="乙")
        sync(store, guide("A", "后到的名"), source="甲")
        sync(store, guide("A", "先到的名", agency="示例局"), source="乙")
        assert [name for _, _, name, _ in store.codes()] == ["先到的名"]
        assert {each.source for each in store.find("A")} == {"甲", "乙"}

    def test_nothing_is_withdrawn_where_rows_could_not_be_read(self, store: Store) -> None:
        sync(store, guide("A"), guide("B"))
        found = store.draft.sync({"甲": [guide("B", "二")]}, now=NOW, keep_missing=True)["甲"]
        assert (len(found.updated), found.withdrawn) == (1, ())
        assert sorted(held(store.find("A") + store.find("B"))) == [("二", 2), ("示例登记", 1)]

    def test_a_dry_run_says_what_it_would_do_and_does_nothing(self, store: Store) -> None:
        sync(store, guide("A"))
        before = store.draft.digest()
        region = Region(code="1", name="甲省")
        found = store.draft.sync({"甲": [guide("B")]}, regions=[region], now=NOW, dry_run=True)
        assert (len(found["甲"].created), len(found["甲"].withdrawn)) == (1, 1)
        assert store.draft.digest() == before
        assert len(store.regions()) == 0

    def test_counts_are_by_source_and_kind(self, store: Store) -> None:
        faq = Faq(faq_id="Q", question="问？", answer="答。")
        sync(store, guide("A"), guide("B"), faq)
        sync(store, Item(item_code="C", name="丙"), source="乙")
        assert store.counts() == {
            ("乙", RecordKind.ITEM): 1,
            ("甲", RecordKind.FAQ): 1,
            ("甲", RecordKind.GUIDE): 2,
        }


class TestGenerations:
    def test_nothing_is_served_before_the_first_publish(self, store: Store) -> None:
        assert store.generations.live() is None
        assert store.generations.all() == ()

    def test_a_generation_holds_exactly_what_the_draft_held(self, store: Store) -> None:
        histories = [("A1", "B1"), ("A2", "B1"), ("B1",), ("A1", "B1", "C1"), ("A1", "C2")]
        for names in histories:
            sync(store, *(guide(name[0], name) for name in names))
            publish(store)
        for number, names in enumerate(histories, 1):
            held_names = sorted(name for name, _ in held(list(store.records(number))))
            assert held_names == sorted(names), f"generation {number}"
            assert sum(store.counts(number).values()) == len(names)

    def test_versions_that_were_never_published_are_in_no_generation(self, store: Store) -> None:
        sync(store, guide("A", "一"))
        publish(store)
        sync(store, guide("A", "二"))
        sync(store, guide("A", "三"))
        publish(store)
        assert held(store.find("A", 1)) == [("一", 1)]
        assert held(store.find("A", 2)) == [("三", 3)]

    def test_what_was_published_is_told_with_its_time_and_its_zone(self, store: Store) -> None:
        sync(store, guide("A"))
        east = NOW.astimezone(timezone(timedelta(hours=8)))
        store.generations.commit(
            1, digest=store.draft.digest(), encoder="e", calibration={"bias": 0.5}, now=east
        )
        [told] = store.generations.all()
        assert told.created_at == NOW
        assert told.created_at.tzinfo is not None
        assert (told.number, told.records, told.encoder, told.is_live) == (1, 1, "e", True)
        assert told.calibration == {"bias": 0.5}

    def test_a_time_without_zone_is_not_taken(self, store: Store) -> None:
        with pytest.raises(Exception, match="has no zone"):
            store.draft.sync({"甲": [guide("A")]}, now=NOW.replace(tzinfo=None))
        assert store.counts() == {}

    def test_rolling_back_serves_the_old_one_and_leaves_the_draft(self, store: Store) -> None:
        sync(store, guide("A", "一"))
        publish(store)
        sync(store, guide("A", "二"))
        publish(store)
        digest = store.draft.digest()
        store.generations.serve(1)
        assert store.generations.live() == 1
        assert [each.number for each in store.generations.all() if each.is_live] == [1]
        assert store.draft.digest() == digest

    def test_publishing_after_a_rollback_goes_on_from_the_draft(self, store: Store) -> None:
        for name in ("一", "二"):
            sync(store, guide("A", name))
            publish(store)
        store.generations.serve(1)
        sync(store, guide("A", "三"))
        assert publish(store) == 3
        assert [held(store.find("A", n)) for n in (1, 2, 3)] == [
            [("一", 1)], [("二", 2)], [("三", 3)],
        ]  # fmt: skip

    def test_an_unknown_generation_is_refused_and_the_known_ones_named(self, store: Store) -> None:
        sync(store, guide("A"))
        publish(store)
        with pytest.raises(GenerationUnknown, match=r"no generation 7; there are: 1"):
            store.generations.serve(7)
        assert store.generations.live() == 1

    def test_a_draft_that_changed_meanwhile_is_not_published(self, store: Store) -> None:
        sync(store, guide("A", "一"))
        digest = store.draft.digest()
        sync(store, guide("A", "二"))
        with pytest.raises(KbError, match="publish again"):
            publish(store, digest)
        assert store.generations.all() == ()
        assert held(list(store.records(1))) == []


class TestDigest:
    def test_equal_drafts_have_equal_digests_however_they_came_about(self, store: Store) -> None:
        sync(store, guide("A"), guide("B"))
        wanted = store.draft.digest()
        sync(store, guide("B", "别的"), guide("C"))
        assert store.draft.digest() != wanted
        sync(store, guide("B"), guide("A"))
        assert store.draft.digest() == wanted

    def test_a_renamed_region_is_a_change(self, store: Store) -> None:
        store.draft.sync({}, regions=[Region(code="1", name="甲省")], now=NOW)
        before = store.draft.digest()
        store.draft.sync({}, regions=[Region(code="1", name="乙省")], now=NOW)
        assert store.draft.digest() != before
        assert store.regions()["1"].name == "乙省"


class TestKills:
    POINTS = ("regions", "甲.source", "甲.retire", "甲.add", "commit")

    @pytest.mark.parametrize("point", POINTS)
    def test_a_failure_before_any_write_leaves_everything_as_it_was(
        self, store: Store, point: str
    ) -> None:
        sync(store, guide("A", "一"), guide("B"))
        before = store.draft.digest()
        reached: list[str] = []

        def fail(name: str) -> None:
            reached.append(name)
            if name == point:
                raise RuntimeError(name)

        regions = [Region(code="1", name="甲省")]
        with pytest.raises(RuntimeError):
            store.draft.sync(
                {"甲": [guide("A", "二")]}, regions=regions, now=NOW, failpoint=fail
            )  # fmt: skip
        assert reached == list(self.POINTS[: self.POINTS.index(point) + 1])
        assert store.draft.digest() == before
        assert len(store.regions()) == 0
        assert len(sync(store, guide("A", "二")).updated) == 1


class TestDatabase:
    def test_a_transaction_that_reads_first_can_write_beside_another(self, store: Store) -> None:
        """SQLite refuses to upgrade a reader whose view is old; `writing` takes the lock first."""
        sync(store, guide("A"))
        engine = store.draft._engine
        with writing(engine).begin() as first:
            first.execute(text("SELECT count(*) FROM record")).one()
            with engine.connect() as reader:  # readers are not kept out
                assert reader.scalar(text("SELECT count(*) FROM record")) == 1
            first.execute(text("UPDATE source SET name = name"))
        with writing(engine).begin() as second:
            second.execute(text("UPDATE source SET name = name"))

    def test_tables_made_in_a_transaction_that_fails_are_not_there(
        self, store: Store, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('db') / 'x.sqlite'}")

        def half_way() -> None:
            with engine.begin() as connection:
                connection.execute(text("CREATE TABLE half (a)"))
                raise RuntimeError

        with pytest.raises(RuntimeError):
            half_way()
        with engine.connect() as connection:
            assert connection.execute(text("SELECT name FROM sqlite_master")).all() == []

    def test_the_journal_is_a_write_ahead_log(self, store: Store) -> None:
        with store.draft._engine.connect() as connection:
            assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
            assert connection.scalar(text("PRAGMA foreign_keys")) == 1
