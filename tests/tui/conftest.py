import sys
from pathlib import Path

import pytest

# Tests are imported one by one (importlib mode), so what they share is put on the path.
sys.path.insert(0, str(Path(__file__).parent))

from fake_gateway import FakeGateway


@pytest.fixture
def gateway() -> FakeGateway:
    return FakeGateway()
