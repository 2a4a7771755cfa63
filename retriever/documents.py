"""Documents in SQLite: in memory while they change, a read-only file in a snapshot."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from haystack import Document

_SCHEMA = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY,  -- in the order of writing
    id TEXT NOT NULL UNIQUE,
    content TEXT,
    meta TEXT NOT NULL,          -- JSON
    embedding BLOB,              -- float64; a snapshot keeps vectors in its index instead
    rest TEXT                    -- JSON of what is set beyond these, which is seldom
)
"""
_COLUMNS = "number, id, content, meta, embedding, rest"
_UPSERT = (
    f"INSERT INTO documents ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "  # noqa: S608
    "content = excluded.content, meta = excluded.meta, embedding = excluded.embedding, "
    "rest = excluded.rest"
)
_PARAMETERS_AT_ONCE = 500
Row = tuple[int, str, str | None, str, bytes | None, str | None]


class DocumentTable:
    """Documents by number and by id. One connection under a lock, so threads may share it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = Lock()

    @classmethod
    def in_memory(cls) -> "DocumentTable":
        """An empty table that lives as long as this object."""
        return cls._with_schema(sqlite3.connect(":memory:", check_same_thread=False))

    @classmethod
    def create(cls, path: Path) -> "DocumentTable":
        """An empty table in a new file. `close` it before anybody else reads it."""
        connection = sqlite3.connect(path, check_same_thread=False)
        # Nobody reads the file before it is finished and synced as a whole.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        return cls._with_schema(connection)

    @classmethod
    def open(cls, path: Path) -> "DocumentTable":
        """A finished file, read-only and never changed again.

        Raises:
            sqlite3.DatabaseError: it is not there, or is no such table.
        """
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        table = cls(sqlite3.connect(uri, uri=True, check_same_thread=False))
        table._connection.execute("PRAGMA mmap_size = 1073741824")
        table.count()
        return table

    @classmethod
    def _with_schema(cls, connection: sqlite3.Connection) -> "DocumentTable":
        connection.execute(_SCHEMA)
        return cls(connection)

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    def write(
        self, documents: Iterable[Document], *, first: int | None = None, vectors: bool = True
    ) -> None:
        """Insert documents, or replace those whose id is there under the same number.

        Args:
            documents: to write, in this order.
            first: number of the first; None: behind the last that is there.
            vectors: keep embeddings in the table.
        """
        with self._lock, self._connection:
            if first is None:
                (first,) = self._connection.execute(
                    "SELECT coalesce(max(number) + 1, 0) FROM documents"
                ).fetchone()
            self._connection.executemany(
                _UPSERT,
                (
                    _row(number, document, vectors=vectors)
                    for number, document in enumerate(documents, first)
                ),
            )

    def delete(self, ids: Iterable[str]) -> int:
        """Delete what is there of these ids and say how many that were."""
        with self._lock, self._connection:
            return sum(
                self._connection.execute("DELETE FROM documents WHERE id = ?", (each,)).rowcount
                for each in ids
            )

    def count(self) -> int:
        """How many documents there are."""
        with self._lock:
            (count,) = self._connection.execute("SELECT count(*) FROM documents").fetchone()
        return int(count)

    def known(self, ids: Sequence[str]) -> set[str]:
        """Which of these ids are there."""
        return {row[1] for row in self._select("id", ids)}

    def all(self) -> Iterator[tuple[int, Document]]:
        """Every document with its number, in the order of writing."""
        with self._lock:
            rows = self._connection.execute(
                f"SELECT {_COLUMNS} FROM documents ORDER BY number"  # noqa: S608
            ).fetchall()
        for row in rows:
            yield row[0], _document(row)

    def get(self, numbers: Sequence[int]) -> list[Document]:
        """Documents by number, in the order asked for.

        Raises:
            KeyError: no document has that number.
        """
        found = {row[0]: _document(row) for row in self._select("number", numbers)}
        return [found[number] for number in numbers]

    def contents(self, numbers: Sequence[int]) -> list[str | None]:
        """The texts alone, without the JSON beside them, in the order asked for.

        Raises:
            KeyError: no document has that number.
        """
        found: dict[int, str | None] = {}
        for start in range(0, len(numbers), _PARAMETERS_AT_ONCE):
            some = numbers[start : start + _PARAMETERS_AT_ONCE]
            marks = ",".join("?" * len(some))
            query = f"SELECT number, content FROM documents WHERE number IN ({marks})"  # noqa: S608
            with self._lock:
                found.update(self._connection.execute(query, some).fetchall())
        return [found[number] for number in numbers]

    def _select(self, column: str, values: Sequence[int] | Sequence[str]) -> list[Row]:
        rows: list[Row] = []
        for start in range(0, len(values), _PARAMETERS_AT_ONCE):
            some = values[start : start + _PARAMETERS_AT_ONCE]
            marks = ",".join("?" * len(some))
            query = f"SELECT {_COLUMNS} FROM documents WHERE {column} IN ({marks})"  # noqa: S608
            with self._lock:
                rows += self._connection.execute(query, some).fetchall()
        return rows


def _row(number: int, document: Document, *, vectors: bool) -> Row:
    fields: dict[str, Any] = document.to_dict(flatten=False)
    embedding = fields.pop("embedding")
    rest = {
        name: value
        for name, value in fields.items()
        if name not in ("id", "content", "meta") and value is not None
    }
    return (
        number,
        document.id,
        document.content,
        json.dumps(document.meta, ensure_ascii=False),
        np.asarray(embedding, np.float64).tobytes() if vectors and embedding is not None else None,
        json.dumps(rest) if rest else None,
    )


def _document(row: Row) -> Document:
    _, identity, content, meta, embedding, rest = row
    fields = {
        "id": identity,
        "content": content,
        "meta": json.loads(meta),
        "embedding": None if embedding is None else np.frombuffer(embedding).tolist(),
    }
    return Document.from_dict({**fields, **json.loads(rest)}) if rest else Document(**fields)
