"""The sample base, published once a test run for everything that asks it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[1]
_VECTORS = "vectors.sqlite"


def sample_files() -> list[Path]:
    """What `make serve` imports on first use."""
    folder = ROOT / "kb" / "sample"
    return [*sorted(folder.glob("*.jsonl")), *sorted(folder.glob("guides/*.jsonl"))]


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that the processes of pytest-xdist share."""
    own = factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


def published_once(folder: Path, models: Path, kept: Path) -> Path:
    """Import and publish the sample base into a data directory, or wait for whoever does.

    Args:
        folder: of this run.
        models: where encoders are kept from run to run.
        kept: where vectors are kept from run to run, by the digest of their texts.
    """
    data_dir, done = folder / "sample-base", folder / "sample-base.done"
    with FileLock(folder / "sample-base.lock"):
        if done.exists():
            return data_dir
        shutil.rmtree(data_dir, ignore_errors=True)  # of a process that was killed
        data_dir.mkdir()
        (data_dir / "models").symlink_to(models, target_is_directory=True)
        if (kept / _VECTORS).exists():
            shutil.copy(kept / _VECTORS, data_dir)
        for words in (("import", *sample_files()), ("publish",)):
            _command("kb", *words, at=data_dir)
        shutil.copy(data_dir / _VECTORS, kept / f"{_VECTORS}.new")
        (kept / f"{_VECTORS}.new").replace(kept / _VECTORS)
        done.touch()
    return data_dir


def copy_of(published: Path, to: Path) -> Path:
    """A data directory of one's own with the same base: snapshots, which never change, are linked."""
    shutil.copytree(published, to, symlinks=True, ignore=shutil.ignore_patterns("snapshots"))
    shutil.copytree(published / "snapshots", to / "snapshots", copy_function=os.link)
    return to


def _command(*words: str | Path, at: Path) -> None:
    """The command in a process of its own, so that no test process loads the model for it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
    program = [sys.executable, "-c", "from hotline.cli import main; main()"]
    subprocess.run(
        [*program, "--data-dir", str(at), *map(str, words)],
        env=own,
        stdout=subprocess.DEVNULL,
        check=True,
    )
