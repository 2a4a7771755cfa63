"""Vectors that were computed before, kept by the digest of their text.

One SQLite file under the data directory. It may be lost at any time at the price of encoding
again, so a damaged one is set aside rather than repaired; what it must never do is give back a
vector that is not the text's, so each row carries a checksum over its key and its value.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retriever.encoders.encoder import Encoder, FloatArray, Progress, Role
from retriever.vector_file import VectorFile

_COMMIT = 512  # texts encoded between two commits: what a killed publish loses at most
_LOOK_UP = 500  # digests in one SELECT; some builds of SQLite take 999 variables at most


def text_digest(text: str, role: Role) -> bytes:
    """The key of a text, 16 bytes; it holds the role, in which a text encodes differently."""
    keyed = f"{role}\0{text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(keyed, digest_size=16).digest()


class VectorCache:
    """The kept vectors of one encoder. For one thread at a time; processes may share the file."""

    def __init__(self, path: Path, encoder_name: str, dimension: int) -> None:
        """Open the file, or make it.

        Raises:
            VectorCacheUnusable: it can be neither read nor made.
        """
        self._file = VectorFile(path)
        self._encoder_name = encoder_name
        self._dimension = dimension
        self._file.transact(self._encoder_id)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go; the next call opens it again."""
        self._file.close()

    def get(self, digests: Sequence[bytes]) -> tuple[FloatArray, NDArray[np.bool_]]:
        """Look vectors up.

        Returns:
            float32 [len(digests), dimension], and bool [len(digests)] that says which rows were
            found; the others are zero.

        Raises:
            VectorCacheUnusable: the file cannot be read.
        """
        vectors = np.zeros((len(digests), self._dimension), dtype=np.float32)
        found = np.zeros(len(digests), dtype=np.bool_)
        rows: dict[bytes, list[int]] = {}
        for row, digest in enumerate(digests):
            rows.setdefault(digest, []).append(row)

        def read(connection: sqlite3.Connection) -> None:
            for digest, value in _select(connection, self._encoder_id(connection), rows):
                if len(value) == self._dimension * vectors.itemsize:
                    vectors[rows[digest]] = np.frombuffer(value, dtype="<f4")
                    found[rows[digest]] = True

        self._file.transact(read)
        return vectors, found

    def put(self, digests: Sequence[bytes], vectors: FloatArray) -> None:
        """Keep vectors, in one transaction; what is already kept under a key is replaced.

        Args:
            digests: keys, as `text_digest` makes them.
            vectors: float32 [len(digests), dimension].

        Raises:
            ValueError: the shape is another one, or a value is not finite.
            VectorCacheUnusable: the file cannot be written.
        """
        if vectors.shape != (len(digests), self._dimension):
            raise ValueError(f"{len(digests)} keys of {self._dimension}, vectors {vectors.shape}")
        if not np.isfinite(vectors).all():
            raise ValueError("a vector holds a value that is not finite")

        def write(connection: sqlite3.Connection) -> None:
            encoder = self._encoder_id(connection)
            connection.executemany(
                "INSERT OR REPLACE INTO vector (encoder, digest, checksum, value)"
                " VALUES (?, ?, ?, ?)",
                (
                    (encoder, digest, zlib.crc32(digest + value), value)
                    for digest, row in zip(digests, vectors, strict=True)
                    for value in (row.astype("<f4").tobytes(),)
                ),
            )

        self._file.transact(write)

    def prune(self, keep: Collection[bytes]) -> int:
        """Drop this encoder's vectors of all texts but these; how many went.

        Other encoders' vectors stay, so that going back to one costs nothing.

        Raises:
            VectorCacheUnusable: the file cannot be written.
        """

        def drop(connection: sqlite3.Connection) -> int:
            connection.execute("CREATE TEMP TABLE IF NOT EXISTS keep (digest BLOB PRIMARY KEY)")
            connection.execute("DELETE FROM keep")
            connection.executemany(
                "INSERT OR IGNORE INTO keep VALUES (?)", ((digest,) for digest in keep)
            )
            return connection.execute(
                "DELETE FROM vector WHERE encoder = ? AND digest NOT IN (SELECT digest FROM keep)",
                (self._encoder_id(connection),),
            ).rowcount

        return self._file.transact(drop)

    def _encoder_id(self, connection: sqlite3.Connection) -> int:
        key = (self._encoder_name, self._dimension)
        connection.execute("INSERT OR IGNORE INTO encoder (name, dimension) VALUES (?, ?)", key)
        found = connection.execute("SELECT id FROM encoder WHERE name = ? AND dimension = ?", key)
        return int(found.fetchone()[0])


def encode_all(
    encoder: Encoder,
    cache: VectorCache,
    texts: Sequence[str],
    role: Role,
    *,
    progress: Progress | None = None,
) -> tuple[FloatArray, int]:
    """Vectors of all texts; only distinct ones that were never seen are encoded.

    Each 512 newly encoded texts are committed, so that whoever is killed half-way begins again
    from there.

    Args:
        encoder: must be the one that `cache` was opened for.
        cache: where vectors are looked up and kept.
        texts: repeats are welcome.
        role: what the texts are to the search.
        progress: told numbers of texts that add up to `len(texts)`: at once those that need no
            encoding, then the others as they come.

    Returns:
        float32 [len(texts), dimension] in the order of `texts`, and how many were encoded.

    Raises:
        VectorCacheUnusable: the cache can be neither read nor written.
    """
    digests = [text_digest(text, role) for text in texts]
    vectors, found = cache.get(digests)
    rows: dict[bytes, list[int]] = {}
    for row in np.flatnonzero(~found):
        rows.setdefault(digests[row], []).append(int(row))
    if progress is not None:
        progress(len(texts) - len(rows))
    # Longest first over all texts, so that each commit holds texts of like length.
    pending = iter(sorted(rows, key=lambda digest: len(texts[rows[digest][0]]), reverse=True))
    while keys := list(islice(pending, _COMMIT)):
        encoded = encoder.encode([texts[rows[key][0]] for key in keys], role, progress=progress)
        cache.put(keys, encoded)
        for key, vector in zip(keys, encoded, strict=True):
            vectors[rows[key]] = vector
    return vectors, len(rows)


def _select(
    connection: sqlite3.Connection, encoder: int, digests: Collection[bytes]
) -> Iterator[tuple[bytes, bytes]]:
    """Key and value of the rows that are there and whole."""
    pending = iter(digests)
    while keys := list(islice(pending, _LOOK_UP)):
        marks = ", ".join("?" * len(keys))
        found = connection.execute(
            # Only question marks are put together here.
            f"SELECT digest, checksum, value FROM vector WHERE encoder = ? AND digest IN ({marks})",  # noqa: S608
            (encoder, *keys),
        )
        for digest, checksum, value in found:
            if zlib.crc32(digest + value) == checksum:
                yield digest, value
