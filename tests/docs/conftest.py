import sys
from pathlib import Path

import pytest

# Tests are imported one by one (importlib mode), so what they share is put on the path.
sys.path.insert(0, str(Path(__file__).parent))

from command_line import command_line
from markdown_page import ROOT

from retriever.encoders import Encoder


@pytest.fixture(scope="session")
def sample_dir(
    tmp_path_factory: pytest.TempPathFactory, models_dir: Path, real_encoder: Encoder
) -> Path:
    """A data directory in which the sample base is published, by the commands of `make serve`."""
    data_dir = tmp_path_factory.mktemp("sample")
    (data_dir / "models").symlink_to(models_dir, target_is_directory=True)
    sample = ROOT / "kb" / "sample"
    command_line("kb", "import", *sample.glob("*.jsonl"), *sample.glob("guides/*"), at=data_dir)
    command_line("kb", "publish", at=data_dir)
    return data_dir
