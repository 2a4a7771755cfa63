"""What a snapshot says of itself, and whether its files are what it says."""

import hashlib
import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from retriever.errors import SnapshotDamaged, SnapshotMissing
from retriever.fields import Field
from retriever.vectors import IndexKind

MANIFEST_FILE = "manifest.json"
FORMAT_VERSION = 3
_CHUNK = 1 << 20


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileRecord(_Frozen):
    """A file as it was written."""

    size: int  # bytes
    sha256: str


class FieldRecord(_Frozen):
    """What one field holds."""

    documents: int
    texts: int  # distinct, each with one vector
    index_kind: IndexKind  # exact where that was measured to be fast enough
    exact_ms: float | None  # what it was measured to take; None: so few that it was not measured
    width: int | None  # of a search in the graph, so that it finds .99 of the ten nearest


class Manifest(_Frozen):
    """清单: what a snapshot holds, made with what, and the digest of every file."""

    format_version: int
    generation: int
    encoder: str
    ranker: str  # its identity
    dimension: int
    created_at: datetime
    documents: int
    texts: int
    items: int  # distinct item codes
    fields: dict[Field, FieldRecord]
    files: dict[str, FileRecord]  # by path inside the snapshot

    @property
    def size(self) -> int:
        """Bytes of all files but the manifest."""
        return sum(record.size for record in self.files.values())

    def written(self) -> str:
        """The manifest as text; its last field is the digest of all others."""
        fields = self.model_dump(mode="json")
        return _dump({**fields, "digest": _digest(fields)})


def record_of(path: Path) -> FileRecord:
    """Size and digest of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return FileRecord(size=path.stat().st_size, sha256=digest.hexdigest())


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a snapshot.

    Raises:
        SnapshotMissing: the folder is not there.
        SnapshotDamaged: there is no manifest, or it was changed, or is of another format.
    """
    if not folder.is_dir():
        raise SnapshotMissing(str(folder))
    try:
        text = (folder / MANIFEST_FILE).read_text(encoding="utf-8")
        fields = json.loads(text)
        digest = fields.pop("digest")
        if fields["format_version"] != FORMAT_VERSION:
            problem = (
                f"is of format {fields['format_version']}, this program reads {FORMAT_VERSION}"
            )
            raise SnapshotDamaged(str(folder), MANIFEST_FILE, problem)
        if digest != _digest(fields) or text != _dump({**fields, "digest": digest}):
            raise SnapshotDamaged(str(folder), MANIFEST_FILE, "was changed after it was written")
        return Manifest.model_validate(fields)
    except FileNotFoundError as error:
        raise SnapshotDamaged(str(folder), MANIFEST_FILE, "is missing") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
        raise SnapshotDamaged(str(folder), MANIFEST_FILE, f"cannot be read ({error})") from error


def encoders_of(directory: Path) -> frozenset[str]:
    """The encoders that the snapshots of a directory were made with; damaged ones tell nothing."""
    found = set()
    for path in directory.glob(f"*/{MANIFEST_FILE}"):
        with suppress(SnapshotDamaged):
            found.add(read_manifest(path.parent).encoder)
    return frozenset(found)


def check_files(folder: Path, manifest: Manifest, *, digests: bool, under: str = "") -> None:
    """Compare the files with the manifest: sizes, and digests where asked (reads everything).

    Args:
        folder: of the snapshot.
        manifest: of it.
        digests: whether to read the files.
        under: beginning of the names of the files that are looked at.

    Raises:
        SnapshotDamaged: naming the first file that is missing or differs.
    """
    for name, record in manifest.files.items():
        if not name.startswith(under):
            continue
        path = folder / name
        if not path.is_file():
            raise SnapshotDamaged(str(folder), name, "is missing")
        if (size := path.stat().st_size) != record.size:
            problem = f"has {size} bytes instead of {record.size}"
            raise SnapshotDamaged(str(folder), name, problem)
        if digests and record_of(path).sha256 != record.sha256:
            raise SnapshotDamaged(str(folder), name, "does not have the digest it was written with")


def _digest(fields: dict[str, object]) -> str:
    return hashlib.sha256(_dump(fields).encode()).hexdigest()


def _dump(fields: dict[str, object]) -> str:
    return json.dumps(fields, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
