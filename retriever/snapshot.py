"""Snapshots: one generation's indexes in a folder that is never changed once it has its name."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from retriever.candidates import Candidates, FloatArray, find_dense, find_lexical, join
from retriever.document_store import FaissDocumentStore
from retriever.errors import SnapshotDamaged
from retriever.fields import SETTINGS, Field
from retriever.lexical import LexicalIndex
from retriever.manifest import Manifest, check_files, read_manifest
from retriever.mishearing import DEAF, Hearing
from retriever.ranker import Ranker, RankerUnusable, read_ranker
from retriever.tokens import Tokenizer
from retriever.traits import Traits

WORDS_FILE = "words.txt"
RANKER_FILE = "ranker.safetensors"
TRAITS_FILE = "traits.npz"
JOINED_FILE = "joined.json"
HEARING_FILE = "hearing.json"
LEXICAL_FOLDER = "lexical"
DEFAULT_ROWS = 100
_UNREADABLE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    RuntimeError,
    BadZipFile,
    sqlite3.Error,
)


@dataclass(frozen=True, kw_only=True)
class FieldIndex:
    """Both indexes of one field, over the same rows."""

    field: Field
    store: FaissDocumentStore
    lexical: LexicalIndex
    traits: Traits

    def find(
        self,
        vector: FloatArray,
        tokens: Sequence[str],
        *,
        regions: AbstractSet[str] | None = None,
        rows: int = DEFAULT_ROWS,
    ) -> Candidates:
        """Candidates for a question.

        Args:
            vector: float32 [dimension], of length one.
            tokens: of the question.
            regions: codes that may apply; None: all.
            rows: texts taken from each index.
        """
        if not len(self.lexical):
            return Candidates.none()
        allowed = self.store.allowed(regions=regions)
        dense = find_dense(self.store, vector, rows, allowed)
        lexical = find_lexical(self.lexical, tokens, rows, allowed)
        return join(self.store, dense, lexical, SETTINGS[self.field].fusion, allowed)


@dataclass(frozen=True)
class Snapshot:
    """快照: an opened generation, memory-mapped; threads may share it."""

    folder: Path
    manifest: Manifest
    fields: Mapping[Field, FieldIndex]
    ranker: Ranker
    joined: Mapping[str, str]  # code → the one that stands for it
    hearing: Hearing

    @property
    def ranker_file(self) -> Path:
        """What was learnt of finding."""
        return self.folder / RANKER_FILE

    @property
    def words_file(self) -> Path:
        """The tokenizer's own words, one a line."""
        return self.folder / WORDS_FILE

    def lexical_folder(self, field: Field) -> Path:
        """Where the lexical index of a field is."""
        return self.folder / field / LEXICAL_FOLDER

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """Cuts questions as the texts were cut; made at the first use (about half a second)."""
        return Tokenizer(self.words_file.read_text(encoding="utf-8").splitlines())

    @cached_property
    def item_codes(self) -> tuple[str, ...]:
        """The codes of all items, in the order of their numbers."""
        columns = (index.store.columns for index in self.fields.values())
        return tuple(dict.fromkeys(code for own in columns for code in own.item_codes))

    @cached_property
    def item_numbers(self) -> Mapping[Field, NDArray[np.int64]]:
        """Of each field's documents, a number of the item that all fields share: int64."""
        numbers = {code: number for number, code in enumerate(self.item_codes)}
        found: dict[Field, NDArray[np.int64]] = {}
        for field, index in self.fields.items():
            columns = index.store.columns
            own = [numbers[code] for code in columns.item_codes]
            found[field] = np.array(own, np.int64)[columns.items]
        return found

    @cached_property
    def item_documents(self) -> Mapping[Field, tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Of each field, its documents item by item, and where those of an item start.

        Those of item i are documents[starts[i]:starts[i + 1]]; both int64.
        """
        return {
            field: (
                order := np.argsort(own, kind="stable"),
                np.searchsorted(own[order], np.arange(len(self.item_codes) + 1)),
            )
            for field, own in self.item_numbers.items()
        }


def open_snapshot(folder: Path, *, verify: bool = False) -> Snapshot:
    """Open a snapshot; sizes are always checked against the manifest.

    Args:
        folder: of one generation.
        verify: check the digest of every file too, which reads all of them.

    Raises:
        SnapshotMissing: the folder is not there.
        SnapshotDamaged: a file is missing, was changed or cannot be opened.
    """
    manifest = read_manifest(folder)
    check_files(folder, manifest, digests=verify)
    fields = {field: _open_field(folder, field, manifest) for field in manifest.fields}
    try:
        ranker = read_ranker(folder / RANKER_FILE)
    except RankerUnusable as error:
        raise SnapshotDamaged(str(folder), RANKER_FILE, f"cannot be opened ({error})") from error
    joined, hearing = _joined(folder, manifest), _hearing(folder, manifest)
    return Snapshot(folder, manifest, fields, ranker, joined, hearing)


def _hearing(folder: Path, manifest: Manifest) -> Hearing:
    """Deaf where the snapshot was made before anything was put right by its sound."""
    if HEARING_FILE not in manifest.files:
        return DEAF
    try:
        return Hearing.read((folder / HEARING_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise SnapshotDamaged(str(folder), HEARING_FILE, f"cannot be opened ({error})") from error


def _joined(folder: Path, manifest: Manifest) -> Mapping[str, str]:
    """None where the snapshot was made before catalogues were joined."""
    if JOINED_FILE not in manifest.files:
        return {}
    try:
        text = (folder / JOINED_FILE).read_text(encoding="utf-8")
        return {str(code): str(other) for code, other in json.loads(text).items()}
    except (OSError, ValueError, AttributeError) as error:
        raise SnapshotDamaged(str(folder), JOINED_FILE, f"cannot be opened ({error})") from error


def _open_field(folder: Path, field: Field, manifest: Manifest) -> FieldIndex:
    record = manifest.fields[field]
    try:
        store = FaissDocumentStore(str(folder / field), record.index_kind.value)
        lexical = LexicalIndex.load(folder / field / LEXICAL_FOLDER)
        traits = Traits.load(folder / field / TRAITS_FILE)
        counts = (
            store.count_documents(),
            len(traits.roles),
            len(store.vectors),
            len(lexical),
            store.vectors.dimension,
        )
    except _UNREADABLE as error:
        raise SnapshotDamaged(str(folder), field, f"cannot be opened ({error})") from error
    if counts != (
        record.documents,
        record.documents,
        record.texts,
        record.texts,
        manifest.dimension,
    ):
        problem = (
            f"holds {counts} documents, vectors, texts and dimensions, not what the manifest says"
        )
        raise SnapshotDamaged(str(folder), field, problem)
    return FieldIndex(field=field, store=store, lexical=lexical, traits=traits)
