"""The sample base, published once for everything that asks it.

Publishing takes a minute or two of one core, so it is done once for all processes of a test run,
and what was published is kept in pytest's cache for the next run: as long as neither the sample
base nor the code that publishes it changed, and the day is the same.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

from filelock import FileLock

ROOT = Path(__file__).parents[1]
# What a published base is made of and with; `pyproject.toml` for the versions of the libraries.
_MADE_WITH = ("kb", "retriever", "hotline")
_VECTORS = "vectors.sqlite"


def sample_files() -> list[Path]:
    """What `make serve` imports on first use."""
    return sorted((ROOT / "kb" / "sample").rglob("*.jsonl"))


def copy_of_sample(to: Path, models: Path, kept: Path) -> Path:
    """A data directory of one's own with the sample base published by the commands of `make serve`.

    Snapshots, which never change, are linked and not copied.

    Args:
        to: the data directory; it does not exist.
        models: where encoders are kept from run to run.
        kept: where the published base is, or will be: a folder of pytest's cache.
    """
    published, vectors = kept / _digest(), kept / _VECTORS
    with FileLock(kept / "lock"):
        if not published.exists():
            for old in kept.glob("[0-9a-f]" * 8 + "*"):
                shutil.rmtree(old)
            unfinished = kept / "unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)  # of a process that was killed
            unfinished.mkdir()
            (unfinished / "models").symlink_to(models, target_is_directory=True)
            if vectors.exists():  # by the digest of their texts, so they are never out of date
                shutil.copy(vectors, unfinished)
            _command("kb", "import", *sample_files(), at=unfinished)
            _command("kb", "publish", at=unfinished)
            shutil.copy(unfinished / _VECTORS, vectors)
            unfinished.rename(published)
        shutil.copytree(published, to, symlinks=True, ignore=shutil.ignore_patterns("snapshots"))
        shutil.copytree(published / "snapshots", to / "snapshots", copy_function=_link)
    return to


def _digest() -> str:
    mark = sha256(date.today().isoformat().encode())  # noqa: DTZ011 - any day will do
    for path in sorted(_made_with()):
        mark.update(f"{path.relative_to(ROOT)}\0".encode())
        mark.update(path.read_bytes())
    return mark.hexdigest()[:16]


def _made_with() -> Iterator[Path]:
    yield ROOT / "pyproject.toml"
    for package in _MADE_WITH:
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def _link(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)
    return target


def _command(*words: str | Path, at: Path) -> None:
    """The command in a process of its own, so that no test process loads the model for it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
    program = [sys.executable, "-c", "from hotline.cli import main; main()"]
    subprocess.run(
        [*program, "--data-dir", str(at), *map(str, words)],
        env=own,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        check=True,
    )
