"""Building a snapshot beside the live one: written, synced, opened and tried, then named."""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeAlias

import numpy as np
from haystack import Document

from retriever.candidates import FloatArray
from retriever.cut_texts import cut, save_cut
from retriever.document_store import write_store
from retriever.earlier import CUT_FOLDER, Earlier
from retriever.encoders.encoder import Role
from retriever.errors import SnapshotDamaged
from retriever.fields import SETTINGS, Field, field_of
from retriever.lexical import LexicalIndex
from retriever.manifest import FORMAT_VERSION, MANIFEST_FILE, FieldRecord, Manifest, record_of
from retriever.mishearing import Hearing
from retriever.ranker import PLAIN, Ranker
from retriever.snapshot import (
    HEARING_FILE,
    JOINED_FILE,
    LEXICAL_FOLDER,
    RANKER_FILE,
    TRAITS_FILE,
    WORDS_FILE,
    Snapshot,
    open_snapshot,
)
from retriever.tokens import Tokenizer
from retriever.traits import Traits
from retriever.vectors import IndexKind

Encode: TypeAlias = Callable[[Sequence[str], Role], FloatArray]
Failpoint: TypeAlias = Callable[[str], None]

# Every place at which a kill was tried, in order; `build_snapshot` calls the failpoint before each.
FAILPOINTS = (
    "words",
    *(f"{field}.{part}" for field in Field for part in ("encode", "store", "lexical")),
    "manifest",
    "sync",
    "verify",
    "replace",
    "rename",
    "synced",
)
_BUILDING = ".building-"
_REPLACED = ".replaced-"
_TRIED_VECTORS = 32
_SAME = 0.999  # inner product of a vector with what is found for it


def snapshot_folder(directory: Path, generation: int) -> Path:
    """Where a generation's snapshot is."""
    return directory / str(generation)


def sweep(directory: Path) -> list[str]:
    """Remove what killed builds left behind and name it. Not while another build is running."""
    stale = [
        path for prefix in (_BUILDING, _REPLACED) for path in sorted(directory.glob(f"{prefix}*"))
    ]
    for path in stale:
        shutil.rmtree(path)
    return [path.name for path in stale]


def build_snapshot(
    directory: Path,
    *,
    generation: int,
    documents: Iterable[Document],
    encode: Encode,
    encoder: str,
    dimension: int,
    words: Iterable[str],
    created_at: datetime,
    ranker: Ranker = PLAIN,
    joined: Mapping[str, str] | None = None,
    index_kind: IndexKind | None = None,
    failpoint: Failpoint | None = None,
) -> Manifest:
    """Build a generation's snapshot; it has its name only once it is whole.

    One build at a time: the caller holds the lock. A folder of the same generation is replaced,
    since it can only come from a publish that was killed before it became live.

    Args:
        directory: of all snapshots; made if missing.
        generation: names the folder.
        documents: with meta `entry_id`, `item_code`, `role` and `regions`; their order settles ties.
        encode: distinct texts and their role → float32 [n, dimension]; called once a field.
        encoder: name of what encodes.
        dimension: of its vectors.
        words: item names and aliases, for the tokenizer.
        created_at: with a zone.
        ranker: turns the vectors of each field; kept in the snapshot.
        joined: codes that another stands for → that other; kept in the snapshot.
        index_kind: None: exact where that is measured to be fast enough.
        failpoint: called with each of `FAILPOINTS` before it happens; for tests.

    Raises:
        ValueError: a document has an unknown role, or the vectors have the wrong shape.
        SnapshotDamaged: what was written does not read back, so the disk or memory is at fault.
        OSError: the directory cannot be written.
    """
    reached = failpoint or _unnoticed
    directory.mkdir(parents=True, exist_ok=True)
    sweep(directory)
    building = Path(mkdtemp(prefix=f"{_BUILDING}{generation}-", dir=directory))
    reached("words")
    own_words = sorted({word for word in words if "\n" not in word})
    (building / WORDS_FILE).write_text("\n".join(own_words), encoding="utf-8")
    (building / RANKER_FILE).write_bytes(ranker.written())
    told = json.dumps(dict(joined or {}), ensure_ascii=False, indent=1)
    (building / JOINED_FILE).write_text(told, encoding="utf-8")
    tokenizer = Tokenizer(own_words)
    earlier = Earlier.find(directory, generation, encoder, ranker.identity)
    by_field: dict[Field, list[Document]] = {field: [] for field in Field}
    for document in documents:
        by_field[field_of(document.meta["role"])].append(document)
    called = dict.fromkeys(each.content or "" for each in by_field[Field.NAMES])
    (building / HEARING_FILE).write_text(Hearing.of(called).written(), encoding="utf-8")
    fields = {}
    for field, own in by_field.items():
        part = _FieldBuild(field, building / field, own, dimension, index_kind, earlier, own_words)
        fields[field] = part.write(encode, ranker, tokenizer, reached)
    reached("manifest")
    every = [document for own in by_field.values() for document in own]
    manifest = Manifest(
        format_version=FORMAT_VERSION,
        generation=generation,
        encoder=encoder,
        ranker=ranker.identity,
        dimension=dimension,
        created_at=created_at,
        documents=len(every),
        texts=sum(record.texts for record in fields.values()),
        items=len({document.meta.get("item_code") for document in every}),
        fields=fields,
        files={
            path.relative_to(building).as_posix(): record_of(path)
            for path in sorted(building.rglob("*"))
            if path.is_file()
        },
    )
    (building / MANIFEST_FILE).write_text(manifest.written(), encoding="utf-8")
    reached("sync")
    _sync_tree(building)
    reached("verify")
    _try(open_snapshot(building, verify=True))
    _name(building, snapshot_folder(directory, generation), reached)
    return manifest


class _FieldBuild:
    """One field's folder while it is written."""

    def __init__(
        self,
        field: Field,
        folder: Path,
        documents: Sequence[Document],
        dimension: int,
        kind: IndexKind | None,
        earlier: Earlier | None,
        words: Sequence[str],
    ) -> None:
        self._field, self._folder, self._documents = field, folder, documents
        self._dimension = dimension
        texts: dict[str, int] = {}
        self._rows = [texts.setdefault(each.content or "", len(texts)) for each in documents]
        self._texts = list(texts)
        self._kind = kind
        self._earlier = earlier
        self._words = words

    def write(
        self, encode: Encode, ranker: Ranker, tokenizer: Tokenizer, reached: Failpoint
    ) -> FieldRecord:
        settings = SETTINGS[self._field]
        reached(f"{self._field}.encode")
        vectors = np.empty((0, self._dimension), np.float32)
        if self._texts:
            vectors = np.asarray(encode(self._texts, settings.encoded_as), np.float32)
        if vectors.shape != (len(self._texts), self._dimension):
            raise ValueError(
                f"{len(self._texts)} texts of {self._field} were encoded to {vectors.shape}, "
                f"expected {(len(self._texts), self._dimension)}"
            )
        vectors = ranker.turned(self._field, vectors)
        reached(f"{self._field}.store")
        self._folder.mkdir()
        before = self._earlier.vectors(self._field) if self._earlier else None
        index = write_store(self._folder, self._documents, self._rows, vectors, self._kind, before)
        Traits.of((each.meta for each in self._documents), self._texts).save(
            self._folder / TRAITS_FILE
        )
        reached(f"{self._field}.lexical")
        tokens = self._cut(tokenizer)
        LexicalIndex.build(tokens, settings.lexical).save(self._folder / LEXICAL_FOLDER)
        (self._folder / LEXICAL_FOLDER / CUT_FOLDER).mkdir()
        save_cut(self._folder / LEXICAL_FOLDER / CUT_FOLDER, self._texts, tokens)
        return FieldRecord(
            documents=len(self._documents),
            texts=len(self._texts),
            index_kind=index.kind,
            exact_ms=index.exact_ms,
            width=index.graph.width if index.graph else None,
        )

    def _cut(self, tokenizer: Tokenizer) -> list[list[str]]:
        earlier = self._earlier.cut(self._field, self._words) if self._earlier else None
        return list(cut(self._texts, tokenizer, earlier))


def _try(snapshot: Snapshot) -> None:
    """Search for some of the stored vectors: each must find itself or its equal."""
    for field, index in snapshot.fields.items():
        vectors = index.store.vectors
        for row in np.linspace(0, len(vectors) - 1, min(len(vectors), _TRIED_VECTORS), dtype=int):
            vector = vectors.vectors[row]
            if not vector.any():
                continue
            _, scores = vectors.search(vector, 1)
            if not len(scores) or scores[0] < _SAME:
                problem = f"does not find its own vector {row}"
                raise SnapshotDamaged(str(snapshot.folder), f"{field}/vectors", problem)


def _name(building: Path, final: Path, reached: Failpoint) -> None:
    reached("replace")
    replaced = None
    if final.exists():
        replaced = final.with_name(f"{_REPLACED}{final.name}")
        final.rename(replaced)
    reached("rename")
    building.rename(final)
    reached("synced")
    _sync(final.parent)
    if replaced:
        shutil.rmtree(replaced)


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unnoticed(_: str) -> None:
    """No failpoint is set."""
