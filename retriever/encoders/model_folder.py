"""A folder that is whole or not there: built beside its place, listed, and checked on every load."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

_MANIFEST = "manifest.json"


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def damage_of(folder: Path, recipe: str) -> str | None:
    """What is wrong with a built folder, or None when it is whole and of this recipe."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        files = dict(manifest["files"])
        made_by = manifest["recipe"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"its {_MANIFEST} cannot be read ({error})"
    if made_by != recipe:
        return f"it was built from {made_by}, not {recipe}"
    for name, expected in files.items():
        try:
            if digest_of(folder / name) != expected:
                return f"{name} has changed"
        except OSError as error:
            return f"{name} cannot be read ({error.strerror})"
    return None


def install(folder: Path, recipe: str, fill: Callable[[Path], None]) -> None:
    """Build a folder and put it in its place in one rename, whatever stood there before.

    Whoever kills this leaves the old folder, or none, and at most the unfinished one, which the
    next build removes. Hold `lock_of(folder)` around it.
    """
    building = folder.with_name(f"{folder.name}.building")
    discarded = folder.with_name(f"{folder.name}.discarded")
    for leftover in (building, discarded):
        shutil.rmtree(leftover, ignore_errors=True)
    building.mkdir(parents=True)
    fill(building)
    files = {
        path.relative_to(building).as_posix(): digest_of(path)
        for path in sorted(building.rglob("*"))
        if path.is_file()
    }
    manifest = {"recipe": recipe, "files": files}
    (building / _MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    for path in building.rglob("*"):
        _flush(path)
    if folder.exists():
        folder.rename(discarded)
    building.rename(folder)
    shutil.rmtree(discarded, ignore_errors=True)


def lock_of(folder: Path) -> FileLock:
    """The lock that lets one process at a time build this folder."""
    return FileLock(folder.with_name(f"{folder.name}.lock"))


def _flush(path: Path) -> None:
    """Have the content on the disk before the rename says that it is."""
    if path.is_file():
        with path.open("rb+") as file:
            os.fsync(file.fileno())
