import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.encoders import FloatArray, Progress, Role
from retriever.encoders.hashing import HashingEncoder
from retriever.vector_cache import VectorCache, encode_all, text_digest
from retriever.vector_file import VectorCacheUnusable

DIMENSION = 16


class CountingEncoder:
    """The hashing encoder, remembering what it was given."""

    name = "counting"
    dimension = DIMENSION

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._inner = HashingEncoder(DIMENSION)

    def encode(
        self, texts: Sequence[str], role: Role, *, progress: Progress | None = None
    ) -> FloatArray:
        self.seen.extend(texts)
        return self._inner.encode([f"{role}{text}" for text in texts], role, progress=progress)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "vectors.sqlite"


@pytest.fixture
def cache(path: Path) -> Iterator[VectorCache]:
    with VectorCache(path, "counting", DIMENSION) as opened:
        yield opened


def test_each_distinct_text_is_encoded_once_and_rows_keep_their_order(cache: VectorCache) -> None:
    encoder = CountingEncoder()
    texts = ["办理地点", "收费标准", "办理地点", "", "办理地点"]
    vectors, encoded = encode_all(encoder, cache, texts, Role.PASSAGE)
    assert encoded == 3
    assert sorted(encoder.seen) == sorted(set(texts))
    np.testing.assert_array_equal(vectors, CountingEncoder().encode(texts, Role.PASSAGE))
    assert vectors.flags.c_contiguous
    assert vectors.dtype == np.float32


def test_what_was_encoded_before_is_not_encoded_again(path: Path, cache: VectorCache) -> None:
    first, _ = encode_all(CountingEncoder(), cache, ["甲", "乙"], Role.QUERY)
    cache.close()
    encoder = CountingEncoder()
    with VectorCache(path, "counting", DIMENSION) as reopened:
        second, encoded = encode_all(encoder, reopened, ["丙", "乙", "甲"], Role.QUERY)
    assert encoded == 1
    assert encoder.seen == ["丙"]
    np.testing.assert_array_equal(second[[2, 1]], first)


def test_a_role_or_an_encoder_of_its_own_has_vectors_of_its_own(
    path: Path, cache: VectorCache
) -> None:
    query, _ = encode_all(CountingEncoder(), cache, ["甲"], Role.QUERY)
    passage, encoded = encode_all(CountingEncoder(), cache, ["甲"], Role.PASSAGE)
    assert encoded == 1
    assert not np.array_equal(query, passage)
    with VectorCache(path, "another", DIMENSION) as other:
        assert not other.get([text_digest("甲", Role.QUERY)])[1].any()
    with VectorCache(path, "counting", DIMENSION * 2) as wider:
        assert not wider.get([text_digest("甲", Role.QUERY)])[1].any()


def test_progress_adds_up_to_all_texts(cache: VectorCache) -> None:
    encode_all(CountingEncoder(), cache, ["甲"], Role.QUERY)
    told: list[int] = []
    encode_all(CountingEncoder(), cache, ["甲", "乙", "乙", "丙"], Role.QUERY, progress=told.append)
    assert told[0] == 2  # one kept, one repeated
    assert sum(told) == 4


def test_no_texts_give_no_rows(cache: VectorCache) -> None:
    vectors, encoded = encode_all(CountingEncoder(), cache, [], Role.QUERY)
    assert vectors.shape == (0, DIMENSION)
    assert encoded == 0


@given(st.lists(st.text(max_size=4), max_size=12), st.sampled_from(Role))
def test_kept_vectors_are_the_ones_that_encoding_gives(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], role: Role
) -> None:
    kept = tmp_path_factory.getbasetemp() / "property.sqlite"  # one file for all the examples
    with VectorCache(kept, "counting", DIMENSION) as cache:
        vectors, _ = encode_all(CountingEncoder(), cache, texts, role)
        again, encoded = encode_all(CountingEncoder(), cache, texts, role)
    assert encoded == 0
    np.testing.assert_array_equal(vectors, again)
    np.testing.assert_array_equal(vectors, CountingEncoder().encode(texts, role))


def test_pruning_drops_what_is_not_to_be_kept_and_nothing_of_other_encoders(
    path: Path, cache: VectorCache
) -> None:
    encode_all(CountingEncoder(), cache, ["甲", "乙", "丙"], Role.QUERY)
    with VectorCache(path, "another", DIMENSION) as other:
        encode_all(CountingEncoder(), other, ["甲"], Role.QUERY)
        keys = [text_digest(text, Role.QUERY) for text in ("甲", "乙", "丙")]
        assert cache.prune({keys[1]}) == 2
        assert cache.get(keys)[1].tolist() == [False, True, False]
        assert other.get(keys)[1].tolist() == [True, False, False]


def test_many_keys_are_looked_up_at_once(cache: VectorCache) -> None:
    texts = [str(number) for number in range(1300)]
    vectors, encoded = encode_all(CountingEncoder(), cache, texts, Role.QUERY)
    assert encoded == 1300
    kept, found = cache.get([text_digest(text, Role.QUERY) for text in texts])
    assert found.all()
    np.testing.assert_array_equal(kept, vectors)


def test_a_killed_run_keeps_what_was_committed(path: Path) -> None:
    # The encoder ends the process, as kill -9 does, when it comes to the second batch.
    script = """
import os, sys
from pathlib import Path
from retriever.encoders import Role
from retriever.encoders.hashing import HashingEncoder
from retriever.vector_cache import VectorCache, encode_all

class Killed(HashingEncoder):
    calls = 0
    def encode(self, texts, role, *, progress=None):
        self.calls += 1
        if self.calls == 2:
            os._exit(137)
        return super().encode(texts, role, progress=progress)

cache = VectorCache(Path(sys.argv[1]), "hashing-1-256", 256)
encode_all(Killed(), cache, [str(n) for n in range(1000)], Role.QUERY)
"""
    done = subprocess.run([sys.executable, "-c", script, os.fspath(path)], check=False)
    assert done.returncode == 137
    encoder = HashingEncoder()
    with VectorCache(path, encoder.name, encoder.dimension) as cache:
        _, encoded = encode_all(encoder, cache, [str(n) for n in range(1000)], Role.QUERY)
    assert encoded == 1000 - 512


def test_a_file_that_is_no_database_is_set_aside(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database, " * 500)
    with caplog.at_level(logging.WARNING), VectorCache(path, "counting", DIMENSION) as cache:
        assert encode_all(CountingEncoder(), cache, ["甲"], Role.QUERY)[1] == 1
    assert "set aside" in caplog.text
    assert path.with_name("vectors.sqlite.damaged").read_bytes().startswith(b"not a database")


def test_pages_overwritten_behind_our_back_cost_vectors_but_never_give_wrong_ones(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    texts = [str(number) for number in range(600)]
    expected = CountingEncoder().encode(texts, Role.QUERY)
    with VectorCache(path, "counting", DIMENSION) as cache:
        encode_all(CountingEncoder(), cache, texts, Role.QUERY)
    data = bytearray(path.read_bytes())
    data[4096 * 3 :] = bytes(255 - byte for byte in data[4096 * 3 :])
    path.write_bytes(data)
    with caplog.at_level(logging.WARNING), VectorCache(path, "counting", DIMENSION) as cache:
        vectors, encoded = encode_all(CountingEncoder(), cache, texts, Role.QUERY)
    assert encoded > 0
    np.testing.assert_array_equal(vectors, expected)
    assert "damaged" in caplog.text


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE vector SET value = zeroblob(length(value))",
        "UPDATE vector SET value = substr(value, 1, 8)",
        "UPDATE vector SET digest = x'00112233445566778899aabbccddeeff'",
    ],
)
def test_a_row_that_does_not_match_its_checksum_counts_as_missing(
    damage: str, path: Path, cache: VectorCache
) -> None:
    encode_all(CountingEncoder(), cache, ["甲"], Role.QUERY)
    cache.close()
    with sqlite3.connect(path) as connection:
        connection.execute(damage)
    connection.close()
    keys = [text_digest("甲", Role.QUERY), bytes.fromhex("00112233445566778899aabbccddeeff")]
    assert not cache.get(keys)[1].any()
    assert encode_all(CountingEncoder(), cache, ["甲"], Role.QUERY)[1] == 1


def test_a_file_of_another_format_is_set_aside(path: Path, cache: VectorCache) -> None:
    cache.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert encode_all(CountingEncoder(), cache, ["甲"], Role.QUERY)[1] == 1
    assert path.with_name("vectors.sqlite.damaged").exists()


def test_a_place_that_cannot_hold_the_file_is_named_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(VectorCacheUnusable, match="remove the file") as caught:
        VectorCache(tmp_path, "counting", DIMENSION)
    assert str(tmp_path) in str(caught.value)


def test_vectors_of_another_shape_or_without_a_value_are_refused(cache: VectorCache) -> None:
    key = text_digest("甲", Role.QUERY)
    with pytest.raises(ValueError, match="16"):
        cache.put([key], np.zeros((1, 3), np.float32))
    with pytest.raises(ValueError, match="finite"):
        cache.put([key], np.full((1, DIMENSION), np.nan, np.float32))
    assert not cache.get([key])[1].any()
